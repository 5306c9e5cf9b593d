// A small server of the Responses API that runs in the background: it says the numbers, loses connections where the test wants it, and
// goes on from where it is asked to.

import { createServer } from "node:http";

const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*" };
const WORDS = ["one ", "two ", "three ", "four ", "five."];

/** `behaviour.lose`: after so many words the connection is cut; `behaviour.hold`: after so many words nothing more comes on it. */
export async function backgroundServer() {
  const asked = [];
  const behaviour = { lose: Infinity, hold: Infinity };
  let polls = 0;
  const events = (id) => [
    { type: "response.created", response: { id, object: "response", status: "queued", output: [] } },
    { type: "response.output_item.added", output_index: 0, item: { type: "message", id: "msg_1", role: "assistant", content: [] } },
    ...WORDS.map((delta) => ({ type: "response.output_text.delta", output_index: 0, content_index: 0, item_id: "msg_1", delta })),
    { type: "response.completed", response: whole(id, "completed") },
  ];
  const whole = (id, status) => ({
    id,
    object: "response",
    status,
    output: status === "completed" ? [{ type: "message", id: "msg_1", role: "assistant", content: [{ type: "output_text", text: WORDS.join(""), annotations: [] }] }] : [],
  });
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url, "http://any");
      const body = JSON.parse(Buffer.concat(chunks).toString() || "null");
      asked.push({ method: request.method, path: url.pathname, query: Object.fromEntries(url.searchParams), body, headers: request.headers });
      const id = `resp_${asked.filter((one) => one.path.endsWith("/responses")).length}`;
      const json = (value) => response.writeHead(200, { ...CORS, "content-type": "application/json" }).end(JSON.stringify(value));
      if (url.pathname.endsWith("/cancel")) return json(whole(id, "cancelled"));
      const streams = request.method === "POST" ? body.stream === true : url.searchParams.get("stream") === "true";
      if (!streams) return json(whole(id, request.method === "POST" || ++polls < 2 ? "in_progress" : "completed"));
      response.writeHead(200, { ...CORS, "content-type": "text/event-stream" });
      const after = Number(url.searchParams.get("starting_after") ?? -1);
      const all = events(id).map((event, sequence_number) => ({ ...event, sequence_number }));
      const first = request.method === "POST";
      for (const event of all.filter((event) => event.sequence_number > after)) {
        const word = event.sequence_number - 1;
        if (first && word > behaviour.hold) return;
        if (first && word > behaviour.lose) {
          // Half an event is all that comes of the next one. A browser drops what came in the same moment as the end.
          response.write(`event: ${event.type}\ndata: {"type":`);
          return setTimeout(() => response.destroy(), 1_000);
        }
        response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
      }
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, asked, behaviour, close };
}
