// Learning from refusals: adjustments explained, sent anyway, refused, repaired on consent, remembered; and what Lineup does by itself.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const LOGGED = [/Failed to load resource/];

const REPEAT = "Repeat with this change";

/** The popover of the lane's adjustments. */
const panel = (page) => page.getByRole("dialog", { name: "What is sent differently, and why" });

/** Sets a setting of the lane in the list of all settings. */
async function set(page, lane, name, value) {
  await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
  const list = page.getByRole("dialog", { name: "Settings of this lane" });
  const field = list.getByLabel(name, { exact: true });
  if ((await field.evaluate((element) => element.localName)) === "select") await field.selectOption({ label: value });
  else await field.fill(value);
  await page.keyboard.press("Escape");
}

/** A draft as one makes it for gpt-4o over Chat Completions: a system message, a temperature, a limit. */
async function forGpt4o(page, play, endpoint) {
  const lane = play.lane(1);
  if (endpoint) await lane.chooseEndpoint(endpoint);
  await lane.chooseModel("gpt-4o");
  await lane.chooseApi("Chat Completions");
  await page.getByLabel("Instructions").fill("Be brief.");
  await set(page, lane, "temperature", "0.7");
  await set(page, lane, "max output", "1000");
  await play.prompt.fill("Why is the sky blue?");
  return lane;
}

describe("learning", () => {
  const s = suite();

  test("a draft for gpt-4o goes to o4-mini: three adjustments explained; sent anyway it is refused, repaired, remembered", async (t) => {
    const { page, play, settings } = await s.play(t);
    const lane = await forGpt4o(page, play);
    assert.equal(await lane.root.getByRole("button", { name: /adjustment/ }).count(), 0, "gpt-4o takes it as it is");
    await lane.chooseModel("o4-mini");
    await lane.root.getByRole("button", { name: "3 adjustments" }).click();
    const shown = await panel(page).innerText();
    for (const words of ["Draft", "Request Chat Completions", "temperature 0.7", "nothing", "max_tokens 1000", "max_completion_tokens 1000", "messages[].role system", "messages[].role developer", "Q-TEMP", "Q-MAXTOK", "Q-DEVROLE", "Unsupported parameter: 'max_tokens'", "Sent as asked", "model o4-mini"]) {
      assert.ok(shown.replaceAll(/\s+/g, " ").includes(words), `${words} in ${shown}`);
    }
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    await play.runButton.click();
    assert.equal(await lane.end(60_000), "finished");

    // As asked: the API says no, in its own words, and the page has an answer to that.
    await lane.root.getByRole("button", { name: "3 adjustments" }).click();
    await panel(page).locator("tbody", { hasText: "Q-TEMP" }).getByLabel("Send it anyway").check();
    await page.keyboard.press("Escape");
    await lane.root.getByRole("button", { name: "Run this lane again" }).click();
    assert.equal(await lane.end(), "failed");
    const refused = await lane.text();
    assert.match(refused, /'temperature' does not support 0\.7 with this model/);
    const proposal = lane.root.getByRole("region", { name: "Proposed change" });
    assert.match(await proposal.getByRole("listitem").innerText(), /temperature\s+0\.7\s+→\s+nothing/);
    assert.deepEqual(await serious(page), []);
    await proposal.getByRole("button", { name: REPEAT }).click();
    await eventually(async () => (await lane.end()) === "finished", "the repeated run");
    assert.match(await lane.text(), /Remembered for o4-mini/);
    assert.ok(await lane.log.evaluate((log) => log === document.activeElement), "the focus is not lost with the button");

    // Remembered beyond a reload, and made beforehand.
    await settings.open();
    await page.reload();
    const section = page.getByRole("region", { name: "Learned rules" });
    const rule = section.getByRole("listitem");
    await rule.first().waitFor();
    assert.equal(await rule.count(), 1);
    assert.match(await rule.innerText(), /o4-mini[\s\S]*Simulator[\s\S]*only the default of temperature[\s\S]*Learned on/);
    assert.deepEqual(await serious(page), []);
    await play.open();
    await lane.root.getByRole("button", { name: "3 adjustments" }).click();
    const learned = panel(page).locator("tbody", { hasText: "R-value_default:temperature" });
    assert.match(await learned.innerText(), /learned/);
    await page.keyboard.press("Escape");
    await lane.root.getByRole("button", { name: /temperature/ }).click();
    await page.getByText(/Not sent: This model takes only the default of temperature/).waitFor();
    await page.keyboard.press("Escape");
    await play.ask("And at night?");
    await lane.root.getByText("finished").waitFor();
    const sent = await (await lane.wire("Request")).innerText();
    assert.doesNotMatch(sent.slice(sent.indexOf("Body")), /temperature/);

    // Forgotten: the next request is as it was.
    await settings.open();
    await section.getByRole("button", { name: "Forget the rule on temperature of o4-mini at Simulator" }).click();
    await section.getByText("Nothing has been learned yet.").waitFor();
    await play.open();
    await lane.root.getByRole("button", { name: "2 adjustments" }).waitFor();
  });

  test("a proposal can be left, and a learned rule can be told to stand aside", async (t) => {
    const { page, play } = await s.lanes(t, ["strict"], { allow: LOGGED });
    const lane = play.lane(1);
    await set(page, lane, "seed", "7");
    await play.ask("Leave it.");
    const proposal = lane.root.getByRole("region", { name: "Proposed change" });
    await proposal.getByRole("button", { name: "Leave it" }).click();
    await proposal.waitFor({ state: "hidden" });
    await lane.says("Unrecognized request argument supplied: seed");
    await lane.root.getByRole("button", { name: "Run again" }).click();
    await proposal.getByRole("button", { name: REPEAT }).click();
    await eventually(async () => (await lane.end()) === "finished", "the repeated run");
    await lane.root.getByRole("button", { name: "1 adjustment" }).click();
    await panel(page).getByLabel("Send it anyway").check();
    await page.keyboard.press("Escape");
    await lane.root.getByRole("button", { name: "Run this lane again" }).click();
    await eventually(async () => (await lane.end()) === "failed", "the refusal");
    assert.equal((await s.api.requests()).at(-1).body.seed, 7);
  });

  test("one send is repaired three times and no more", async (t) => {
    const { page, play, settings } = await s.lanes(t, ["strict"], { allow: LOGGED });
    const lane = play.lane(1);
    for (const [name, value] of [["temperature", "0.5"], ["top_p", "0.5"], ["seed", "7"], ["stop", "END"]]) await set(page, lane, name, value);
    await play.ask("Four at once.");
    for (const field of ["temperature", "top_p", "seed"]) {
      await lane.says(`Unrecognized request argument supplied: ${field}`);
      await lane.root.getByRole("button", { name: REPEAT }).click();
    }
    await lane.says("Unrecognized request argument supplied: stop");
    await lane.says(/A change of stop could follow, but this request has been changed three times/);
    assert.equal(await lane.root.getByRole("button", { name: REPEAT }).count(), 0);
    const requests = await s.api.requests();
    assert.equal(requests.length, 4);
    assert.deepEqual(Object.keys(requests.at(-1).body).filter((key) => ["temperature", "top_p", "seed", "stop"].includes(key)), ["stop"]);
    // Nothing has helped, so nothing is remembered.
    await settings.open();
    await page.getByRole("region", { name: "Learned rules" }).getByText("Nothing has been learned yet.").waitFor();
  });

  test("a stream that only verified organizations get becomes one whole answer by itself, and the next request knows", async (t) => {
    const { play, settings, page } = await s.lanes(t, ["must-verify"], { allow: LOGGED });
    const lane = play.lane(1);
    await play.ask("Stream, please.");
    assert.equal(await lane.end(), "finished");
    assert.match(await lane.text(), /Only verified organizations may stream this model[\s\S]*Remembered for fixture-1/);
    await lane.root.getByRole("button", { name: "Run this lane again" }).click();
    await eventually(async () => (await s.api.requests()).length === 3, "one request more");
    assert.deepEqual((await s.api.requests()).map((request) => request.body.stream), [true, false, false]);
    // It goes with its endpoint.
    await settings.open();
    await page.getByRole("button", { name: "Remove must-verify" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click();
    await page.getByRole("region", { name: "Learned rules" }).getByText("Nothing has been learned yet.").waitFor();
  });

  test("summaries that only verified organizations get are left out by themselves", async (t) => {
    const { page, play } = await s.lanes(t, ["must-verify-summary"], { allow: LOGGED });
    const lane = play.lane(1);
    await lane.chooseApi("Responses");
    await set(page, lane, "summary", "auto");
    await play.ask("Tell your thoughts.");
    assert.equal(await lane.end(), "finished");
    assert.match(await lane.text(), /Only verified organizations get summaries of the reasoning, so none is asked for/);
    assert.deepEqual((await s.api.requests()).map((request) => request.body.reasoning?.summary), ["auto", undefined]);
  });

  test("what no change mends is said, with the way to who can", async (t) => {
    const { play } = await s.lanes(t, ["must-verify-model"], { allow: LOGGED });
    const lane = play.lane(1);
    await play.ask("May I?");
    assert.equal(await lane.end(), "failed");
    assert.match(await lane.text(), /Only verified organizations may use this model/);
    const link = lane.root.getByRole("link", { name: "Open the organization's settings at OpenAI" });
    assert.equal(await link.getAttribute("href"), "https://platform.openai.com/settings/organization/general");
    assert.equal((await s.api.requests()).length, 1);
  });

  test("rules go into a file and come back; other files are refused in words", async (t) => {
    const { page, play, settings } = await s.lanes(t, ["strict"], { allow: LOGGED });
    const lane = play.lane(1);
    await set(page, lane, "seed", "7");
    await play.ask("Learn.");
    await lane.root.getByRole("button", { name: REPEAT }).click();
    await lane.says("Remembered for fixture-1");
    await settings.open();
    const section = page.getByRole("region", { name: "Learned rules" });
    const [download] = await Promise.all([page.waitForEvent("download"), section.getByRole("button", { name: "Export" }).click()]);
    assert.equal(download.suggestedFilename(), "lineup-learned-rules.json");
    const file = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.deepEqual([file.version, file.rules.length, file.rules[0].fix], [1, 1, { do: "delete", path: "seed" }]);
    await section.getByRole("button", { name: "Forget all" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Forget all" }).click();
    await section.getByText("Nothing has been learned yet.").waitFor();
    const give = (text) => section.getByLabel("Import").setInputFiles({ name: "rules.json", mimeType: "application/json", buffer: Buffer.from(text) });
    await give("{\"model\": 1}");
    await section.getByText(/This file holds no learned rules/).waitFor();
    await give(JSON.stringify({ ...file, version: 9 }));
    await section.getByText(/of version 9/).waitFor();
    await give("x".repeat(1_100_000));
    await section.getByText(/too large/).waitFor();
    await give(JSON.stringify({ version: 1, rules: [...file.rules, { ...file.rules[0], fix: { do: "later" } }] }));
    await section.getByText("1 rule taken over. 1 was left out").waitFor();
    assert.match(await section.getByRole("listitem").innerText(), /The server does not know seed/);
    assert.deepEqual(await serious(page), []);
  });

  for (const api of ["Chat Completions", "Responses"]) {
    test(`nothing to read because the budget went to thinking, over ${api}: said with counts, mended with a click`, async (t) => {
      const { page, play } = await s.play(t);
      const lane = play.lane(1);
      await lane.chooseModel("o4-mini");
      await lane.chooseApi(api);
      await lane.chooseScenario("the budget goes to thinking");
      await set(page, lane, "max output", "2048");
      await play.ask("Think hard.");
      await lane.says("No answer: 2,048 of 2,048 output tokens went to reasoning.", 60_000);
      assert.deepEqual(await serious(page), []);
      await lane.root.getByRole("button", { name: "Lower the effort to low" }).waitFor();
      await lane.root.getByRole("button", { name: "Raise the limit to 8,192" }).click();
      await lane.says("No answer: 8,192 of 8,192 output tokens went to reasoning.", 60_000);
    });
  }

  test("a model that has retired at its endpoint offers the next, with what changes; it can be kept", async (t) => {
    const { page, play, settings } = await s.play(t, { width: 1440 });
    await settings.open();
    await settings.addEndpoint({ name: "house", base: s.api.base("paced"), api: "OpenAI" });
    await play.open();
    const lane = play.lane(1);
    await lane.chooseModel("o1-preview");
    const offer = lane.root.getByRole("group", { name: "The model has retired here" });
    assert.equal(await offer.count(), 0, "the simulator has no calendar");
    await lane.chooseEndpoint("house");
    await offer.getByText(/OpenAI has not served o1-preview since .* The request is still sent\./).waitFor();
    await offer.getByRole("button", { name: "What changes" }).click();
    const move = page.getByRole("dialog", { name: "What changes" });
    const next = (await move.getByRole("heading").innerText()).replace("The request with ", "");
    assert.match(await move.getByRole("listitem").filter({ hasText: /^model/ }).innerText(), new RegExp(`model\\s+o1-preview\\s+→\\s+${next.replaceAll(".", "\\.")}`));
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    await offer.getByRole("button", { name: "Keep o1-preview" }).click();
    await offer.waitFor({ state: "hidden" });
    await lane.root.getByRole("button", { name: "retired at OpenAI" }).click();
    await move.getByRole("button", { name: `Use ${next}` }).click();
    await page.getByRole("article", { name: `Lane 1: ${next}` }).waitFor();
    assert.equal(await offer.count(), 0);
  });

  test("what should be known before it is sent is told, with what one click adds", async (t) => {
    const { page, play } = await s.play(t);
    const lane = play.lane(1);
    await lane.chooseModel("o3-mini");
    await play.prompt.fill("A table, please.");
    await lane.root.getByRole("button", { name: /^\d+ notes?$/ }).click();
    const notes = page.getByRole("dialog", { name: "Good to know before it is sent" });
    await notes.getByText(/may answer without Markdown/).waitFor();
    assert.deepEqual(await serious(page), []);
    await notes.getByRole("button", { name: "Put it in front of the instructions" }).click();
    assert.equal(await page.getByLabel("Instructions").inputValue(), "Formatting re-enabled");
  });
});
