// A server that answers with the payloads in every field that an API has: as the prompt asks, `shape text` or `error refused`.

import { createServer } from "node:http";

const CORS = { "access-control-allow-origin": "*", "access-control-allow-headers": "*", "access-control-allow-methods": "*", "access-control-expose-headers": "*" };

/** Floods that go through the page: one for each thing that can grow. */
const FLOODS = 24;

/** What an HTTP header may hold. */
const fits = (text) => /^[\x20-\x7e]+$/.test(text);

function shapes(groups, texts) {
  const say = (text, annotations = []) => ({ type: "message", role: "assistant", status: "completed", content: [{ type: "output_text", text, annotations }] });
  const addresses = [...groups.schemes, ...groups.hosts];
  const some = texts.filter((_, at) => at % 3 === 0).concat(groups.direction);
  return {
    text: () => texts.map((text) => say(text)),
    thinking: () => [
      { type: "reasoning", summary: texts.map((text) => ({ type: "summary_text", text: `**${text}**\n\n${text}` })), encrypted_content: texts[0] },
      { type: "reasoning", summary: [], content: texts.slice(0, 50).map((text) => ({ type: "reasoning_text", text })) },
      say("done"),
    ],
    refusal: () => texts.map((text) => ({ type: "message", role: "assistant", status: "completed", content: [{ type: "refusal", refusal: text }] })),
    calls: () => some.flatMap((text, at) => [
      { type: "function_call", call_id: `call_${at}`, name: text, arguments: at % 2 ? text : JSON.stringify({ [text]: text }), status: "completed" },
      ...(at % 8 ? [] : [{ type: "custom_tool_call", call_id: text, name: text, input: text, status: text }]),
    ]),
    tools: () => some.flatMap((text, at) => {
      const address = addresses[at % addresses.length];
      return [
        { type: "web_search_call", id: `ws_${at}`, status: text, action: { type: "search", query: text, url: address, sources: [{ type: "url", url: address }, { type: "url", url: text }] } },
        { type: "file_search_call", id: `fs_${at}`, status: "completed", queries: [text], results: [{ filename: text, score: 0.5, text }] },
        { type: "code_interpreter_call", id: `ci_${at}`, status: "completed", code: text, outputs: [{ type: "logs", logs: text }, { type: "image", url: address }] },
        { type: "mcp_call", id: `mcp_${at}`, status: "completed", server_label: text, name: text, arguments: JSON.stringify({ [text]: text }), output: text, error: text },
        { type: "mcp_approval_request", id: `mcpr_${at}`, server_label: text, name: text, arguments: text },
        { type: "image_generation_call", id: `ig_${at}`, status: "completed", output_format: text, result: text, revised_prompt: text },
        { type: text || "unknown", id: `un_${at}`, [text]: text },
      ].filter((_, kind) => (at + kind) % 3 === 0);
    }),
    sources: () => [say("words ".repeat(50), [...addresses.map((url) => ({ type: "url_citation", url, title: "", start_index: 0, end_index: 5 })), ...texts.map((title, at) => ({ type: at % 2 ? "url_citation" : "file_citation", url: "https://bank.example/", file_id: title, filename: title, title, start_index: at, end_index: at + 3 }))])],
    json: () => [say(JSON.stringify(Object.fromEntries([...some.map((text, at) => [text, at % 2 ? [text, { [text]: at }] : text]), ["a", groups.html[0]]])))],
    floods: () => groups.floods.filter((_, at) => at % Math.ceil(groups.floods.length / FLOODS) === 0).map((text) => say(text)),
  };
}

/** `[status, content type, headers, body]` */
function errors(groups, texts) {
  const json = (error, headers = {}, status = 400) => [status, "application/json", headers, JSON.stringify({ error })];
  const all = texts.join("\n");
  const headers = Object.fromEntries(texts.filter(fits).slice(0, 40).map((text, at) => [`x-words-${at}`, text]));
  return {
    refused: () => json({ message: all, type: groups.direction[0], code: groups.html[0], param: groups.direction[1] }),
    limits: () => json({ message: `${groups.direction[0]} Please try again in ${groups.html[0]}`, type: all, code: all, param: all }, headers, 403),
    page: () => [502, "text/html", {}, `<!doctype html><html><body>${all}</body></html>`],
    broken: () => [200, "application/json", headers, `{"choices":[{"message":{"content":${JSON.stringify(all)}`],
    chances: () => [200, "text/event-stream", {}, [...texts.map((text) => JSON.stringify({ choices: [{ index: 0, delta: { content: text }, logprobs: { content: [chance(text)] }, finish_reason: null }] })), JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }), "[DONE]"].map((data) => `data: ${data}\n\n`).join("")],
    fields: () => [200, "text/event-stream", {}, [...groups.events, ...texts.map((text) => JSON.stringify({ model: text, id: text, choices: [{ index: 0, delta: { content: text, role: text, refusal: "" }, finish_reason: null, [text]: text }], [text]: text })), ...texts, JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: groups.direction[0] }] }), "[DONE]"].map((data) => `event: ${texts[at(data)]?.replaceAll(/[\r\n]/g, " ")}\ndata: ${data.replaceAll(/\r\n|\r|\n/g, "\ndata: ")}\n\n`).join("")],
  };
  function chance(text) {
    return { token: text, logprob: -0.5, bytes: null, top_logprobs: [{ token: text, logprob: -0.5 }, { token: groups.direction[1], logprob: -2 }] };
  }
  function at(data) {
    return data.length % texts.length;
  }
}

export async function hostileApi(groups, texts) {
  const shape = shapes(groups, texts);
  const error = errors(groups, texts);
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(204, CORS).end();
    if (request.url.endsWith("/models")) {
      return response.writeHead(200, { ...CORS, "content-type": "application/json" }).end(JSON.stringify({ data: texts.map((id) => ({ id, owned_by: id, created: id })) }));
    }
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const asked = [...Buffer.concat(chunks).toString().matchAll(/(shape|error) (\w+)/g)].at(-1) ?? [];
      if (asked[1] === "error") {
        const [status, type, headers, body] = error[asked[2]]();
        return response.writeHead(status, { ...CORS, ...headers, "content-type": type }).end(body);
      }
      const output = (shape[asked[2]] ?? (() => []))().map((item, at) => ({ id: `item_${at}`, ...item }));
      response.writeHead(200, { ...CORS, "content-type": "text/event-stream" });
      let number = 0;
      const send = (type, fields) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: number++, ...fields })}\n\n`);
      const whole = { id: texts[1], object: "response", model: groups.direction[0], service_tier: groups.direction[1], status: "in_progress", output: [] };
      send("response.created", { response: whole });
      output.forEach((item, output_index) => {
        send("response.output_item.added", { output_index, item });
        send("response.output_item.done", { output_index, item });
      });
      send("response.completed", { response: { ...whole, status: "completed", output, usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } } });
      response.end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${server.address().port}`, close };
}
