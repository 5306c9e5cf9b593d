// Whatever outsiders write, wherever the page shows it: nothing runs, loads, hangs, or turns the words of the interface around.

import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { TEXTS, canary, corpus, textsOf, unharmed } from "./harness/hostile.mjs";
import { hostileApi } from "./harness/hostile-api.mjs";
import { eventually, suite } from "./harness/session.mjs";

/** A browser logs refused requests, and pictures that are none. */
const LOGGED = [/Failed to load resource/];

/** So long is a flood in the page; the native tests take the whole of each. */
const FLOOD = 60_000;

describe("hostile texts", () => {
  const s = suite();
  let listener, groups, texts, server;
  before(async () => {
    listener = await canary();
    groups = corpus(listener.host, FLOOD);
    texts = textsOf(groups);
    server = await hostileApi(groups, texts);
  });
  after(() => Promise.all([listener.close(), server.close()]));

  const harmless = (page) => unharmed(page, listener, texts);
  /** The end of all that is folded. */
  const unfold = (page) => page.evaluate(() => document.querySelectorAll("details:not([open])").forEach((details) => (details.open = true)));

  /** Play with one lane at the hostile server. */
  async function at(t, api = "Responses", options = {}) {
    const opened = await s.play(t, { allow: LOGGED, ...options });
    await opened.settings.open();
    await opened.settings.addEndpoint({ name: "hostile", base: `${server.url}/v1` });
    await opened.play.open();
    await opened.play.setUp([{ endpoint: "hostile", model: "some-model", api }]);
    return { ...opened, lane: opened.play.lane(1) };
  }

  test("the corpus is large", () => {
    assert.ok(texts.length >= 500, `${texts.length} texts`);
    assert.ok(TEXTS.every((name) => groups[name].length >= 10));
  });

  for (const [shape, shown] of [
    ["text", ".document"],
    ["thinking", ".think-step-text"],
    ["refusal", ".lane [role=log] *"],
    ["calls", ".call-name"],
    ["tools", ".call .facts"],
    ["sources", ".sources li"],
  ]) {
    test(`an answer: ${shape}`, async (t) => {
      const { page, play, lane } = await at(t);
      await play.ask(`shape ${shape}`);
      await lane.end(60_000);
      await unfold(page);
      await page.locator(shown).first().waitFor({ state: "attached", timeout: 30_000 });
      assert.ok((await page.locator(shown).count()) >= 20, "what came is shown");
      await harmless(page);
      if (shape !== "text") return;
      for (const tab of ["Request", "Response", "Events", "Code"]) {
        await lane.wire(tab);
        await harmless(page);
      }
    });
  }

  test("floods are taken in, and the page goes on", async (t) => {
    const { page, play, lane } = await at(t);
    await play.ask("shape floods");
    await lane.end(120_000);
    await harmless(page);
    const begun = Date.now();
    await page.getByRole("link", { name: "Settings" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    assert.ok(Date.now() - begun < 10_000, "a click is answered");
  });

  test("the words of refusals, of headers and of pages in the place of answers", async (t) => {
    const { page, play, lane } = await at(t, "Chat Completions");
    for (const how of ["refused", "limits", "page", "broken", "fields"]) {
      await play.ask(`error ${how}`);
      await lane.end(60_000);
      await unfold(page);
      await harmless(page);
      await lane.wire("Response");
      await harmless(page);
    }
  });

  test("names of models, endpoints and deployments", async (t) => {
    const { page, play, settings } = await s.play(t, { allow: LOGGED });
    await settings.open();
    const names = ["direction", "html", "breakouts"].flatMap((group) => groups[group].slice(0, 2));
    for (const name of names) await settings.addEndpoint({ name: name.replaceAll(/[\r\n]/g, " "), base: `${server.url}/v1` });
    await harmless(page);
    await page.goto(new URL("#/line-up", page.url()).href);
    await page.getByLabel("Endpoint to ask").selectOption({ index: 2 });
    await page.getByRole("button", { name: "Ask the endpoint for its list" }).click();
    await page.getByRole("button", { name: "Clear the list" }).waitFor();
    await harmless(page);
    for (const id of [...groups.names.slice(0, 12), groups.direction[0], groups.html[0], groups.files[0]].filter(Boolean)) {
      await page.goto(new URL(`#/line-up/${encodeURIComponent(id)}`, page.url()).href);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
    }
    await harmless(page);
    await play.open();
    await play.lane(1).root.getByLabel("Endpoint", { exact: true }).selectOption({ index: 2 });
    await play.lane(1).root.getByRole("button").first().click();
    await page.getByRole("combobox", { name: "Search models, or type any name" }).fill("o");
    await harmless(page);
  });

  test("a link that holds everything", async (t) => {
    const link = `#/s/1.${deflateRawSync(JSON.stringify(everything(groups, texts))).toString("base64url")}`;
    const { page, play } = await s.play(t, { allow: LOGGED });
    await page.goto(new URL(link, page.url()).href);
    await page.getByText("came with a link").first().waitFor({ timeout: 30_000 });
    await eventually(async () => (await page.locator(".turn").count()) > 500, "the turns are there", 30_000);
    await harmless(page);
    await play.lane(1).wire("Request");
    await harmless(page);
    await page.getByRole("button", { name: "Share", exact: true }).click();
    await page.getByRole("dialog", { name: "Share this set-up" }).waitFor();
    await harmless(page);
    assert.deepEqual(await page.evaluate(() => [{}.pwned, document.title.includes("<")]), [undefined, false]);
  });

  test("links by hand", async (t) => {
    const { page, play } = await s.play(t, { allow: LOGGED });
    const parameters = ["prompt", "instructions", "model", "effort", "endpoint", "cassette", "temperature"];
    const some = [...groups.direction.slice(0, 8), ...groups.names.slice(0, 14), ...groups.hosts.slice(0, 10), ...groups.html.slice(0, 6)];
    for (const [at, text] of some.entries()) {
      const query = new URLSearchParams([["model", text], [parameters[at % parameters.length], text], [text, text]]);
      await page.evaluate((hash) => (location.hash = hash), `#/?${query}`);
      if (at % 12 === 0) await harmless(page);
    }
    for (const text of [...groups.schemes.slice(0, 16), ...groups.controls]) await page.evaluate((hash) => (location.hash = hash), `#/${text}`);
    await harmless(page);
    await play.open();
    await play.prompt.fill("still here");
  });

  test("files: their names, and recorded runs of strangers", async (t) => {
    const { page, play } = await s.play(t, { allow: LOGGED });
    const names = [...groups.files, ...groups.direction, ...groups.html.slice(0, 20)];
    await drop(page, "#prompt", names.map((name) => [`${name}`, "text"]));
    await page.getByText("was not attached").first().waitFor();
    assert.ok((await page.locator(".attached, .attached-refused li").count()) > 20);
    await harmless(page);
    const events = texts.map((text) => `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: `${text}\n\n` } }] })}\n\n`);
    const headers = [["content-type", "text/event-stream"], ["x-words", texts[5]], [texts[7], texts[9]]];
    const body = { model: groups.direction[0], messages: texts.slice(0, 40).map((content) => ({ role: "user", content })), [texts[3]]: texts[4] };
    const cassette = {
      lineup_cassette: 1, made: texts[2], model: groups.direction[1], simulated: false,
      request: { api: "chat", url: `http://${listener.host}/v1/chat/completions`, headers: [["content-type", texts[1]]], body },
      response: { status: 200, at: 0, headers, chunks: events.map((event, at) => [at / 10, event]) },
      end: { how: "broken", at: 100, words: groups.direction[2] },
    };
    await drop(page, ".play", [[`${groups.direction[0]}.json`, JSON.stringify(cassette)]]);
    await page.getByRole("region", { name: "Recorded run" }).waitFor();
    await play.lane(1).root.getByRole("radio", { name: "Fast" }).check();
    await play.lane(1).end(60_000);
    await harmless(page);
    await drop(page, ".play", [[`${groups.direction[0]}.json`, JSON.stringify(cassette).replace('"api"', '"apo"')]]);
    await page.getByText("cannot be played").waitFor();
    await harmless(page);
  });

  test("an archive of strangers: conversations and runs, in the history and out of it", async (t) => {
    const { page, play, settings } = await s.play(t, { allow: LOGGED });
    const data = page.getByRole("region", { name: "Data on this device" });
    await play.ask("words of mine");
    await play.lane(1).end();
    await page.waitForTimeout(700);
    await settings.open();
    const [download] = await Promise.all([page.waitForEvent("download"), data.getByRole("button", { name: "Export everything" }).click()]);
    const lines = (await readFile(await download.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    const [head, run, talk] = [lines[0], lines.find((line) => line.run), lines.find((line) => line.conversation)];
    const some = ["direction", "html", "breakouts", "names", "invisible", "exfiltration", "formulas", "schemes"].flatMap((group) => groups[group].slice(0, 8)).filter(Boolean);
    const PLACES = ["model", "asked", "said", "word", "text", "known_as"];
    const strange = (line, text, at) => {
      const own = (name, value) => (typeof value === "string" && (value === "words of mine" || PLACES.includes(name)) ? text : value);
      const id = (old) => old.slice(0, -3) + String(at).padStart(3, "0");
      const copy = JSON.parse(JSON.stringify(line), own);
      if (line.conversation) return { ...copy, conversation: id(line.conversation) };
      // What the request goes by stays: a run that cannot be read is not taken in.
      copy.cassette.request = { ...line.cassette.request, body: { ...copy.cassette.request.body, [text]: text } };
      const content = { choices: [{ index: 0, delta: { content: text } }] };
      copy.cassette.request.api = "chat";
      copy.cassette.response = { ...line.cassette.response, chunks: [[1, `data: ${JSON.stringify(content)}\n\n`]] };
      return { ...copy, run: { ...copy.run, id: id(line.run.id), api: "chat" }, asked: { ...copy.asked, request: copy.cassette.request } };
    };
    const values = some.slice(0, 20).map((text) => ({ value: "prompts", content: { version: 1, value: [{ name: text, draft: talk.state.draft, prompt: text }] } }));
    const nothing = ["a text", 3, null, [1], {}, { value: "x" }].map((content) => ({ value: "prompts", content }));
    const file = join(tmpdir(), `lineup-hostile-${process.pid}.jsonl`);
    const archive = [head, ...values, ...nothing, ...some.flatMap((text, at) => [strange(run, text, at), strange(talk, text, at)]), { [some[0]]: some[1] }];
    await writeFile(file, archive.map((line) => JSON.stringify(line)).join("\n"));
    t.after(() => rm(file, { force: true }));
    await data.locator("input[type=file]").setInputFiles(file);
    await page.getByText(/^Taken in: \d+ conversations, (?!0 )\d+ runs/).first().waitFor({ timeout: 30_000 });
    await harmless(page);

    await page.getByRole("link", { name: "History", exact: true }).first().click();
    await page.getByText(/of [4-9]\d runs/).waitFor();
    await harmless(page);
    await page.getByLabel("Search questions and answers").fill("a");
    await page.locator("mark").first().waitFor();
    await harmless(page);
    await page.getByLabel("Search questions and answers").fill("");
    const ticks = page.getByRole("checkbox", { name: /^Select/ });
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByRole("dialog", { name: "Two runs" }).getByRole("heading", { name: "Answer" }).waitFor();
    await harmless(page);
    await page.getByRole("radio", { name: "Conversations" }).check();
    await page.locator(".history-run").nth(10).waitFor();
    await harmless(page);
    // As a document for readers, opened from the disk.
    await page.locator(".history-run").nth(3).getByRole("button", { name: /^Actions/ }).click();
    const [reader] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Export as HTML" }).click()]);
    const html = await readFile(await reader.path(), "utf8");
    await page.locator(".history-run").nth(3).getByRole("button", { name: /^Open/ }).click();
    await play.prompt.waitFor();
    await harmless(page);
    await page.goto("about:blank");
    await page.setContent(html);
    assert.deepEqual(await page.evaluate(() => [window.pwned, document.scripts.length]), [undefined, 0]);
    assert.deepEqual(listener.calls, []);
  });

  test("requests that are pasted", async (t) => {
    const { page } = await s.play(t, { allow: LOGGED });
    const dialog = page.getByRole("dialog", { name: "Import a request" });
    await page.getByRole("button", { name: "Import…" }).click();
    const verdict = dialog.getByRole("status");
    const read = async (text) => {
      // Typing tens of thousands of lines takes the browser itself half a minute.
      await dialog.getByRole("textbox").evaluate((field, text) => {
        field.value = text;
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }, text);
      await eventually(async () => !["", "Reading…"].includes(await verdict.innerText()), `a verdict on ${text.slice(0, 80)}`, 20_000);
    };
    // The native tests read all of them.
    for (const text of groups.requests.filter((_, at) => at % 2 === 0)) {
      await read(text);
      assert.doesNotMatch(await verdict.innerText(), /did not answer|Reload/);
    }
    const said = texts.map((text) => ({ role: "user", content: text }));
    const tools = groups.names.map((name) => ({ type: "function", function: { name, description: name, parameters: { properties: { [name]: { description: name } } } } }));
    await read(JSON.stringify({ model: groups.direction[0], messages: said, tools, [groups.direction[1]]: 1, [groups.html[0]]: 1 }));
    await dialog.getByRole("button", { name: "Replace the draft" }).waitFor();
    assert.deepEqual(await page.evaluate(() => Object.keys(Object.prototype)), []);
    await harmlessOpen(page);
    await dialog.getByRole("button", { name: "Replace the draft" }).click();
    await eventually(async () => (await page.locator(".turn").count()) > 500, "the turns are there", 30_000);
    await harmless(page);
  });

  test("schemas, and answers against them", async (t) => {
    const { page } = await s.play(t, { allow: LOGGED });
    await page.getByRole("button", { name: "Add a tool" }).click();
    await page.getByRole("menuitem", { name: "New function" }).click();
    const dialog = page.getByRole("dialog", { name: "New function" });
    await dialog.getByLabel("Name", { exact: true }).fill(groups.direction[0]);
    await dialog.getByRole("radio", { name: "JSON Schema" }).check();
    const field = dialog.locator("textarea.schema-text");
    const hostile = (text) => JSON.stringify({ type: "object", title: text, properties: { [text]: { type: text, format: text } }, required: [text, "x"], [text]: text });
    const schemas = [...groups.schemas, ...groups.direction.map(hostile), ...groups.names.slice(0, 10).map(hostile), ...groups.html.slice(0, 10).map(hostile)];
    for (const [at, schema] of schemas.entries()) {
      await field.fill(schema);
      if (at % 8 === 0) await harmlessOpen(page);
    }
    await field.fill('{"type": "object", "properties": {}, "additionalProperties": false}');
    await dialog.getByText("No objections.").waitFor({ timeout: 30_000 });
    await harmlessOpen(page);
  });

  /** As [`harmless`], but the dialog stays. */
  const harmlessOpen = (page) => unharmed(page, listener, texts, { escape: false });
});

/** A set-up with the payloads wherever a link has a place for them. */
function everything(groups, texts) {
  const turns = Object.fromEntries(texts.map((text, at) => [at, { parent: at ? at - 1 : null, body: { role: "user", parts: [{ type: "text", text }] } }]));
  const call = (name, at) => ({ id: `call_${at}`, name, arguments: JSON.stringify({ [name]: name }) });
  turns[texts.length] = { parent: texts.length - 1, body: { role: "assistant", text: groups.direction[0], model: groups.direction[1], reasoning: texts[8], tool_calls: groups.direction.map(call) } };
  turns[texts.length + 1] = { parent: texts.length, body: { role: "tool", call_id: "call_0", output: groups.direction[2] } };
  const urls = [...groups.hosts.slice(0, 12), ...groups.schemes.filter((text) => text.startsWith("data:"))];
  turns[texts.length + 2] = {
    parent: texts.length + 1,
    body: { role: "user", parts: [...urls.map((url) => ({ type: "image", url, detail: "high" })), ...groups.files.slice(0, 12).map((name) => ({ type: "file", name, data: "data:text/html,<script>window.pwned=1</script>" })), { type: "audio", data: "\"><script>window.pwned=1</script>", format: "svg+xml," }, { type: "other", raw: { type: groups.direction[3], x: texts[1] } }] },
  };
  const some = [...groups.names, ...groups.direction, ...groups.html.slice(0, 10)].filter(Boolean);
  const schema = (text) => ({ type: "object", title: text, properties: { [text]: { type: "string", description: text } }, required: [text] });
  return {
    draft: {
      version: 1,
      instructions: texts.slice(0, 60).join("\n"),
      conversation: { turns, tip: texts.length + 2 },
      tools: some.map((text) => ({ name: text, description: text, parameters: schema(text), strict: true })),
      other_tools: some.slice(0, 8).map((text) => ({ type: "mcp", server_label: text, server_url: text, require_approval: text })),
      output: { type: "json_schema", name: groups.direction[0], schema: schema(groups.direction[0]), strict: true, description: groups.html[0] },
      mocks: Object.fromEntries(some.slice(0, 20).map((text) => [text, { by: "text", text }])),
      variables: Object.fromEntries(some.map((text) => [text, { value: text, default: text }])),
      settings: { effort: groups.direction[0], metadata: Object.fromEntries(some.slice(0, 10).map((text) => [text, text])), stop: some.slice(0, 3), user: groups.direction[1], extra: { [groups.direction[0]]: 1, [groups.html[1]]: { __proto__: 1 } } },
    },
    prompt: `{{${groups.direction[0]}}} ${texts.slice(0, 40).join(" ")}`,
    attached: groups.files.slice(0, 10).map((name) => ({ type: "file", name, data: "data:text/plain;base64,eA==" })),
    lanes: [groups.direction[0], groups.html[0], groups.names[0], groups.invisible[0]].map((model, at) => ({ model, settings: { effort: texts[at], service_tier: groups.direction[at] }, endpoint: { flavour: "compatible", base: `http://${server_of(groups)}/v1`, api_version: texts[at], deployment: groups.direction[at] } })),
  };
}

/** The canary, as the payloads have it. */
const server_of = (groups) => groups.hosts.find((text) => text.startsWith("//")).split("/")[2];

/** Drops files onto an element, as a browser hands them over. */
async function drop(page, target, files) {
  const data = await page.evaluateHandle((files) => {
    const data = new DataTransfer();
    for (const [name, text] of files) data.items.add(new File([text], name));
    return data;
  }, files);
  await page.dispatchEvent(target, "drop", { dataTransfer: data });
}
