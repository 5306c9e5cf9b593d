// The rest of the places that show what outsiders write: objects and their faults, token probabilities, functions, the doctor, the cell,
// the host's settings, and the files of rules and models.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { launch, open } from "./harness/browser.mjs";
import { canary, corpus, textsOf, unharmed } from "./harness/hostile.mjs";
import { hostileApi } from "./harness/hostile-api.mjs";
import { Play } from "./harness/play.mjs";
import { suite } from "./harness/session.mjs";
import { Site } from "./harness/site.mjs";

const LOGGED = [/Failed to load resource/];
const packed = (value) => deflateRawSync(JSON.stringify(value)).toString("base64url");

describe("hostile texts, in the places of their own", () => {
  const s = suite();
  let listener, groups, texts, server, browser;
  before(async () => {
    listener = await canary();
    groups = corpus(listener.host, 60_000);
    texts = textsOf(groups);
    [server, browser] = await Promise.all([hostileApi(groups, texts), launch()]);
  });
  after(() => Promise.all([listener.close(), server.close(), browser.close()]));

  const harmless = (page, options) => unharmed(page, listener, texts, options);

  /** Play with a set-up and one lane at the hostile server. */
  async function at(t, draft, api) {
    const opened = await s.play(t, { allow: LOGGED });
    await opened.settings.open();
    await opened.settings.addEndpoint({ name: "hostile", base: `${server.url}/v1` });
    await opened.page.goto(new URL(`#/s/1.${packed({ draft: { version: 1, instructions: "", ...draft }, lanes: [{ model: "some-model" }] })}`, opened.page.url()).href);
    await opened.page.getByRole("button", { name: "Keep it" }).click();
    await opened.play.setUp([{ endpoint: "hostile", model: "some-model", api }]);
    return { ...opened, lane: opened.play.lane(1) };
  }

  test("an object, and what is wrong with it by its schema", async (t) => {
    const property = Object.fromEntries(groups.direction.map((text) => [text, { type: "integer", description: text }]));
    const schema = { type: "object", properties: { ...property, a: { type: "integer" }, missing: { type: "string" } }, required: ["missing", ...groups.names.slice(0, 5)] };
    const { page, play, lane } = await at(t, { output: { type: "json_schema", name: "answer", schema } }, "Responses");
    await play.ask("shape json");
    await lane.end(60_000);
    await lane.log.locator(".json-node").first().waitFor({ timeout: 30_000 });
    await page.evaluate(() => document.querySelectorAll("details:not([open])").forEach((details) => (details.open = true)));
    await harmless(page);
    await lane.log.getByRole("radio", { name: "Text" }).or(lane.log.getByRole("tab", { name: "Text" })).first().click();
    await harmless(page);
  });

  test("token probabilities", async (t) => {
    const { page, play, lane } = await at(t, {}, "Chat Completions");
    await play.ask("error chances");
    await lane.end(60_000);
    await lane.log.getByRole("button", { name: /tokens with their probabilities/ }).click();
    const tokens = lane.log.getByRole("listbox", { name: "The answer, token by token" });
    await tokens.focus();
    await page.keyboard.press("Enter");
    for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowRight");
    await lane.log.locator(".considered").waitFor();
    await harmless(page);
  });

  test("the doctor's report", async (t) => {
    const { page, play, lane } = await at(t, {}, "Chat Completions");
    await play.ask("error refused");
    await lane.end(60_000);
    await page.goto(new URL("#/settings", page.url()).href);
    const card = page.locator("li.endpoint", { has: page.getByRole("heading", { name: "hostile", exact: true }) });
    await card.getByRole("button", { name: "Check the connection to hostile" }).click();
    await card.locator(".doctor .notice").waitFor({ timeout: 30_000 });
    await harmless(page);
  });

  test("a cell whose run and model are a stranger's", async (t) => {
    const { page } = await s.play(t, { allow: LOGGED });
    const events = texts.map((text) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: `${text}\n\n` } }] })}\n\n`);
    const cassette = {
      lineup_cassette: 1, made: texts[2], model: groups.direction[1], simulated: false,
      request: { api: "chat", url: "", headers: [], body: {} },
      response: { status: 200, at: 0, headers: [["content-type", "text/event-stream"]], chunks: events.map((event, at) => [at / 10, event]) },
      end: { how: "broken", at: 100, words: groups.direction[2] },
    };
    await page.goto("about:blank");
    await page.goto(`${s.host.url}/cell.html#/c/1.${packed(cassette)}`);
    await page.getByRole("region", { name: "Recorded run" }).or(page.getByText(/damaged|cannot/)).first().waitFor({ timeout: 30_000 });
    await page.getByRole("radio", { name: "Fast" }).check();
    await page.locator(".finish").waitFor({ timeout: 60_000 });
    await harmless(page);
  });

  test("the host's settings", async (t) => {
    for (const [at, text] of [...groups.direction.slice(0, 3), ...groups.html.slice(0, 3), ...groups.names.slice(0, 2)].entries()) {
      const site = await Site.open("");
      const endpoint = { id: `e${at}`, name: text, flavour: "compatible", base: `${server.url}/v1`, auth: "none", deployments: {} };
      const config = at % 2 ? { version: 1, endpoints: { list: [endpoint] }, models: { list: [text], facts: { [text]: { like: "gpt-4o" } } } } : { version: 1, [text]: text, endpoints: { list: [{ ...endpoint, flavour: text }] } };
      await site.write("lineup.config.json", JSON.stringify(config));
      const page = await open(t, browser, site.url, { allow: LOGGED });
      site.closeAfter(t);
      await new Play(page).prompt.waitFor({ timeout: 30_000 });
      await harmless(page);
    }
  });

  test("files of learned rules and of models", async (t) => {
    const { page, settings } = await s.play(t, { allow: LOGGED });
    const some = [...groups.direction, ...groups.html.slice(0, 8), ...groups.names.slice(0, 8)];
    const file = (name, value) => ({ name, mimeType: "application/json", buffer: Buffer.from(JSON.stringify(value)) });
    await page.goto(new URL("#/line-up", page.url()).href);
    for (const text of some) {
      await page.getByLabel("Import", { exact: true }).setInputFiles(file("models.json", { version: 1, models: { [text]: { like: null, context: 32_000 }, b: { [text]: text } } }));
      await page.getByLabel("Import", { exact: true }).setInputFiles(file("models.json", { version: 1, models: { [text]: { like: null, context: 32_000 } } }));
    }
    await page.locator(".lineup-table").waitFor();
    await harmless(page);
    await settings.open();
    const section = page.getByRole("region", { name: "Learned rules" });
    const rules = some.map((text, at) => ({ id: `R-${at}`, origin: server.url, model: text, api: "chat", fix: { do: "delete", path: text }, words: text, learned: 1 }));
    await section.getByLabel("Import").setInputFiles(file("rules.json", { version: 1, rules }));
    await section.getByText(/rules? taken over|left out|no learned rules/).first().waitFor();
    await harmless(page);
  });
});
