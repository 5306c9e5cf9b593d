// Tools that run on the server; token probabilities; the settings of the output.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { hostedAnswers } from "./harness/hosted.mjs";
import { responsesServer } from "./harness/responses.mjs";
import { suite } from "./harness/session.mjs";

describe("tools on the server, and the output", () => {
  const s = suite();
  let server;
  before(async () => {
    server = await responsesServer(hostedAnswers);
  });
  after(() => server.close());

  test("hosted tools are set up, sent, shown as what they are, and run when they are allowed", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "hosted", base: `${server.url}/v1` });
    await play.open();
    await play.setUp([{ endpoint: "hosted", model: "gpt-4.1", api: "Responses" }]);
    const add = async (name) => {
      await page.getByRole("button", { name: "Add a tool" }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    for (const name of ["Web search", "Code interpreter", "File search", "Image generation", "Remote tool (MCP)"]) await add(name);
    await page.getByText("Still needed: Name of the server, Address of the server").waitFor();
    await page.getByLabel("Ids of vector stores").fill("vs_1");
    await page.getByLabel("Name of the server").fill("docs");
    await page.getByLabel("Address of the server").fill("mcp.example");
    await page.getByText("An address begins with https://").waitFor();
    await page.getByLabel("Address of the server").fill("https://mcp.example/mcp");
    assert.equal(await page.getByText("Still needed").count(), 0);
    assert.deepEqual(await serious(page), []);
    await play.ask("When was the tower built?");
    const lane = play.lane(1);
    await lane.says("May this tool run?");
    const sent = server.bodies.at(-1);
    assert.deepEqual(sent.tools, [
      { type: "web_search" },
      { type: "code_interpreter", container: { type: "auto" } },
      { type: "file_search", vector_store_ids: ["vs_1"] },
      { type: "image_generation" },
      { type: "mcp", server_label: "docs", server_url: "https://mcp.example/mcp", require_approval: "always" },
    ]);
    assert.deepEqual(sent.include.toSorted(), ["code_interpreter_call.outputs", "file_search_call.results", "web_search_call.action.sources"]);
    const text = await lane.text();
    for (const words of ["when was the tower built", "print(1889 + 136)", "2025", "plan.md (0.91)", "The plan of the tower", "search_docs"]) {
      assert.ok(text.includes(words), `${words} in ${text}`);
    }
    // A source is a link; what is no address of the web is words.
    assert.equal(await lane.log.locator(".facts a").count(), 1);
    assert.equal(await lane.log.locator(".call-picture").count(), 1);
    assert.equal(await lane.log.locator(".picture img").count(), 1);
    // What is cited has the number of its source behind it, which leads to the list and back.
    assert.deepEqual(await lane.log.locator(".cite-mark").allInnerTexts(), ["1", "2"]);
    assert.match(await lane.log.locator(".prose").first().innerText(), /tower\.example\s*1\s*\)[^]*in a file\.\s*2/);
    await lane.log.getByRole("button", { name: "Source 1: History of the tower" }).press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "https://tower.example/history");
    assert.equal(await lane.log.locator(".sources li.cited").count(), 1);
    await lane.log.getByRole("button", { name: "Show in the text: History of the tower" }).click();
    assert.equal(await lane.log.locator("a.cited").innerText(), "tower.example");
    await lane.log.getByRole("button", { name: "Show in the text: plan.md" }).click();
    assert.match(await lane.log.locator(".cited").innerText(), /Its plan is in a file/);
    assert.deepEqual(await serious(page), []);
    await lane.log.getByRole("button", { name: "Allow" }).click();
    await lane.says("The docs agree.");
    await lane.says("You allowed it.");
    await lane.says("one page");
    const decided = server.bodies.at(-1).input;
    assert.deepEqual(decided.at(-1), { type: "mcp_approval_response", approval_request_id: "mcpr_1", approve: true });
    assert.ok(decided.some((item) => item.type === "web_search_call" && item.id === "ws_1"), "the answer's items are replayed");
  });

  test("token probabilities are asked for and walked through by keyboard", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-4.1-mini", api: "Chat Completions" }]);
    const lane = play.lane(1);
    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByLabel("token probabilities").fill("3");
    await lane.root.getByLabel("metadata").fill("run: 7");
    await page.keyboard.press("Escape");
    await play.ask("Tell me something");
    assert.equal(await lane.end(60_000), "finished");
    await lane.log.getByRole("button", { name: /tokens with their probabilities/ }).click();
    const tokens = lane.log.getByRole("listbox", { name: "The answer, token by token" });
    await tokens.focus();
    await page.keyboard.press("Enter");
    assert.match(await lane.log.locator(".considered").innerText(), /[\d.]+%/);
    await page.keyboard.press("ArrowRight");
    assert.equal(await tokens.locator('[aria-selected="true"]').count(), 1);
    assert.equal(await lane.log.locator(".considered tr").count(), 3);
    assert.deepEqual(await serious(page), []);
    const sent = await (await lane.wire("Request")).innerText();
    for (const words of ['"logprobs": true', '"top_logprobs": 3', '"run": "7"']) assert.ok(sent.includes(words), `${words} in ${sent}`);
  });
});
