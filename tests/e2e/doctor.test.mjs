// The connection doctor, against real servers that are set up wrongly: one diagnosis each.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

const KEY = "sk-planted-5Jd8wQ2nB7xKf3Ya";
const LOGGED = [/Failed to load resource/, /CORS policy/, /ERR_/];

/** A server of this test's own: `answer(request)` gives status, body and, if false, no CORS headers. */
async function server(t, answer) {
  const asked = [];
  const listening = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      asked.push({ method: request.method, url: request.url, headers: request.headers, body });
      const { status = 200, json = {}, cors = true } = answer(request) ?? {};
      const open = { "access-control-allow-origin": "*", "access-control-allow-headers": "*, authorization, api-key", "access-control-allow-methods": "*" };
      response.writeHead(status, { "content-type": "application/json", ...(cors ? open : {}) });
      response.end(request.method === "OPTIONS" ? "" : JSON.stringify(json));
    });
  });
  await new Promise((done) => listening.listen(0, "127.0.0.1", done));
  t.after(() => listening.close());
  return { url: `http://127.0.0.1:${listening.address().port}`, asked };
}

const LIST = { object: "list", data: [{ id: "fixture-1" }] };
const error = (code, message) => ({ error: { code, message } });

describe("the connection doctor", () => {
  const s = suite();

  test("tells wrong keys, CORS, silence and wrong paths apart, and says how it knows", async (t) => {
    // The browser of the tests finds no name: nothing leaves this machine.
    const { page, settings } = await s.play(t, { allow: [...LOGGED, /left the loopback: GET https:\/\/lineup\.invalid\//] });
    const onlyWithoutKey = await server(t, ({ method, headers }) => ({ json: LIST, cors: method === "GET" && !headers.authorization }));
    const auth = "Authorization: Bearer …";
    // One server, one origin, one key: it is entered once.
    const cases = [
      ["well", { base: s.api.base("paced") }, "The endpoint answers", null, "The list of models came."],
      ["readable refusal", { base: s.api.base("wrong-key"), auth, key: KEY }, "The key was not accepted", "certain", "status 401"],
      ["unreadable refusal", { base: s.api.base("wrong-key-unreadable"), auth }, "The key was not accepted", "likely", "lets pages send the header Authorization"],
      ["closed", { base: s.api.base("no-cors") }, "does not let this page read", "certain", "its answer may not be read"],
      ["key stopped", { base: onlyWithoutKey.url, auth, key: KEY }, "does not let this page send the key", "certain", "Without the key, the answer may be read."],
      ["nobody", { base: "http://127.0.0.1:9/v1" }, "No server listens there", "certain", "needs no name service"],
      ["unknown name", { base: "https://lineup.invalid/v1" }, "Nobody answers at this address", "likely", "does not say whether that worked"],
      ["another path", { base: `${s.api.url}/html/x` }, "The API is at another path", "certain", `The list of models is at ${s.api.url}/v1/models`],
    ];
    await settings.open();
    for (const [name, endpoint, cause, certainty, clue] of cases) {
      await settings.addEndpoint({ name, ...endpoint });
      const report = await examine(page, name);
      assert.match(report, new RegExp(cause.replace(/[()]/g, "\\$&")), `${name}: ${report}`);
      assert.ok(report.includes(clue), `${name}: ${report}`);
      assert.equal(report.includes("certain"), certainty === "certain", `${name}: ${report}`);
      assert.equal(/likely/.test(report), certainty === "likely", `${name}: ${report}`);
      assert.ok(!report.includes(KEY), name);
    }
    assert.ok(onlyWithoutKey.asked.every(({ method, headers }) => method !== "OPTIONS" || !JSON.stringify(headers).includes(KEY)));
    const closed = page.locator("li.endpoint", { has: page.getByRole("heading", { name: "closed", exact: true }) });
    const recipe = await closed.locator("pre").first().innerText();
    assert.equal(recipe, `OLLAMA_ORIGINS=${new URL(page.url()).origin} ollama serve`);
    assert.deepEqual(await serious(page), []);
  });

  test("asks Azure for its api-version and its deployment without spending a token", async (t) => {
    const azure = await server(t, ({ url, method }) => {
      if (method === "OPTIONS") return {};
      if (url.includes("2023-05-15")) return { status: 404, json: error("404", "Resource not found") };
      if (url.includes("/models")) return { json: LIST };
      if (url.includes("/deployments/right/")) return { status: 400, json: error("BadRequest", "Missing required parameter: 'messages'.") };
      return { status: 404, json: error("DeploymentNotFound", "The API deployment for this resource does not exist.") };
    });
    const { page, settings } = await s.play(t, { allow: LOGGED });
    await settings.open();
    const classic = { base: azure.url, api: "Azure OpenAI, classic", auth: "api-key: …", key: KEY };
    for (const [name, more, expected] of [
      ["old", { version: "2023-05-15" }, "The api-version is too old"],
      ["misnamed", { version: "2024-10-21", deployments: { "o4-mini": "wrong" } }, "There is no such deployment: wrong"],
      ["right", { version: "2024-10-21", deployments: { "o4-mini": "right" } }, "The deployment right answers"],
    ]) {
      // The key belongs to the origin: the first endpoint brings it.
      await settings.addEndpoint({ name, ...classic, ...more, key: name === "old" ? KEY : undefined });
      const report = await examine(page, name);
      assert.ok(report.includes(expected), `${name}: ${report}`);
    }
    const calls = azure.asked.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
    assert.ok(calls.length >= 2 && calls.every((body) => !("messages" in body)), JSON.stringify(calls));
  });

  test("examines the endpoint of a lane that failed", async (t) => {
    const { play } = await s.lanes(t, ["no-cors"], { allow: LOGGED });
    await play.ask("Is anybody there?");
    const lane = play.lane(1);
    await lane.end();
    await lane.root.getByRole("button", { name: /^Check the connection/ }).click();
    await lane.says("does not let this page read its answers");
  });
});

/** Presses the button of an endpoint's card, and reads what it says. */
async function examine(page, name) {
  const card = page.locator("li.endpoint", { has: page.getByRole("heading", { name, exact: true }) });
  await card.getByRole("button", { name: `Check the connection to ${name}` }).click();
  await card.locator(".doctor .notice").waitFor({ timeout: 30_000 });
  return card.locator(".doctor .notice").innerText();
}
