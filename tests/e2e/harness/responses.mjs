// A small server of the Responses API: each request is answered with the items that the test gives.

import { createServer } from "node:http";

/** `answer(body)` gives the output items of a finished response. Every item is streamed as it would come: begun, then done. */
export async function responsesServer(answer) {
  const bodies = [];
  const server = createServer((request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*" };
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
      bodies.push(body);
      const output = answer(body);
      response.writeHead(200, { ...cors, "content-type": "text/event-stream" });
      let number = 0;
      const send = (type, fields) => {
        const data = JSON.stringify({ type, sequence_number: number++, ...fields });
        response.write(`event: ${type}\ndata: ${data}\n\n`);
      };
      const whole = { id: `resp_${bodies.length}`, object: "response", model: body.model, status: "in_progress", output: [] };
      send("response.created", { response: whole });
      output.forEach((item, output_index) => {
        send("response.output_item.added", { output_index, item: item.status ? { ...item, status: "in_progress" } : item });
        send("response.output_item.done", { output_index, item });
      });
      const usage = { input_tokens: 10, output_tokens: 20, total_tokens: 30 };
      send("response.completed", { response: { ...whole, status: "completed", output, usage } });
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, bodies, close: () => new Promise((resolve) => server.close(resolve)) };
}
