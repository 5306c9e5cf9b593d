// Recorded runs: saved, dropped, opened by an address, stepped through; and the cell in a page of somebody else.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { complete, eventually, suite } from "./harness/session.mjs";

const KEY = "sk-planted-7Hq2vX9rT4mWc8Lz";

describe("recorded runs", () => {
  const s = suite();
  const bar = (root) => root.getByRole("region", { name: "Recorded run" });
  const notices = (page) => page.getByRole("region", { name: "Notices" });

  test("a sample plays offline at any pace, and event by event with the list in step", async (t) => {
    const { page, play } = await s.play(t);
    await page.getByRole("link", { name: "thinking before an answer" }).click();
    const lane = play.lane(1);
    await bar(lane.root).waitFor();
    await notices(page).getByText("This is a recorded run").waitFor();
    await complete(page);
    await page.context().setOffline(true);
    await lane.root.getByRole("radio", { name: "Fast" }).check();
    assert.equal(await lane.end(), "finished");
    assert.deepEqual(await serious(page), []);
    const said = await lane.text();
    const range = bar(lane.root).getByRole("slider", { name: "Position" });
    const all = Number(await range.getAttribute("max"));
    assert.ok(all > 10, `${all} events`);
    await bar(lane.root).getByRole("button", { name: "One event back" }).click();
    const events = lane.root.getByRole("listbox", { name: "Events" });
    const selected = events.locator("[aria-selected=true] .event-number");
    await eventually(async () => (await selected.innerText()) === String(all - 1), "the list follows a step back");
    await range.fill("3");
    await eventually(async () => (await selected.innerText()) === "3", "the list follows the slider");
    await bar(lane.root).getByRole("button", { name: "One event on" }).click();
    await eventually(async () => (await selected.innerText()) === "4", "the list follows a step on");
    await bar(lane.root).getByRole("button", { name: "Play", exact: true }).click();
    assert.equal(await lane.end(), "finished");
    assert.equal(await lane.text(), said, "the same answer, however it was played");
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Back to my own" }).click();
    assert.equal(await bar(page).count(), 0);
  });

  test("a run is saved without its secrets, and plays again when it is dropped", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    await play.open();
    await play.setUp([{ endpoint: "mine", model: "fixture-1" }]);
    await play.ask("What is recorded?");
    await play.lane(1).end();
    const said = await play.lane(1).text();
    await play.lane(1).command("Save or embed this run");
    const dialog = page.getByRole("dialog", { name: "Save this run" });
    assert.match(await dialog.innerText(), /endpoint\.invalid[\s\S]*HTTP 200[\s\S]*Not in the cassette[\s\S]*keys/);
    assert.deepEqual(await serious(page), []);
    const saved = async (button) => {
      const [download] = await Promise.all([page.waitForEvent("download"), dialog.getByRole("button", { name: button }).click()]);
      return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
    };
    const cassette = await saved("Save the cassette");
    const har = await saved("Save as HAR");
    assert.match(cassette.name, /^fixture-1-\d{4}.*\.cassette\.json$/);
    assert.equal(JSON.parse(har.text).log.entries[0].response.status, 200);
    await dialog.getByText("Embed in a page").click();
    const code = await dialog.getByLabel("Code for the page").inputValue();
    for (const text of [cassette.text, har.text, code]) {
      assert.ok(!text.includes(KEY) && !text.includes(new URL(s.api.url).host), text.slice(0, 400));
    }
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const report = await saved("For a bug report");
    await play.status.getByText("The cassette is saved, and words for the report are copied.").waitFor();
    const words = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(words, /Model: `fixture-1`[\s\S]*HTTP 200|Model: `fixture-1`[\s\S]*Status/);
    for (const text of [report.text, words]) assert.ok(!text.includes(KEY) && !text.includes(new URL(s.api.url).host), text.slice(0, 400));
    await page.keyboard.press("Escape");

    const other = await s.play(t);
    await other.play.prompt.fill("my own words");
    await drop(other.page, cassette.name, cassette.text);
    await other.play.lane(1).end();
    assert.equal(await other.play.lane(1).text(), said);
    await drop(other.page, "broken.json", cassette.text.replace('"api"', '"apo"'));
    await notices(other.page).getByText("“broken.json” cannot be played").waitFor();
    await other.page.getByRole("button", { name: "Back to my own" }).click();
    assert.equal(await other.play.prompt.inputValue(), "my own words");
  });

  test("an address plays a run of this site only, and says what is wrong with others", async (t) => {
    const { page, play } = await s.play(t, { allow: [/Failed to load resource.*404/] });
    await play.prompt.fill("mine");
    for (const [hash, words] of [
      [`#/?cassette=${encodeURIComponent(`${s.api.url}/cassettes/cut.json`)}`, /lies on another site/],
      ["#/?cassette=javascript:alert(1)", /lies on another site/],
      ["#/?cassette=cassettes/none.json", /the server answered 404/],
      ["#/?cassette=cell.html", /damaged, or no JSON/],
      ["#/c/1.AAAA", /damaged/],
    ]) {
      await page.goto(new URL(hash, page.url()).href);
      await notices(page).getByText(words).waitFor();
      assert.equal(await play.prompt.inputValue(), "mine");
    }
    await page.goto(new URL("#/?cassette=cassettes/cut.json", page.url()).href);
    await play.lane(1).root.getByRole("radio", { name: "Fast" }).check();
    assert.equal(await play.lane(1).end(), "connection broke");
    assert.deepEqual(await s.api.requests(), []);
  });

  test("in a frame the page shows its door only, and the cell replays and leads to Lineup", async (t) => {
    const { page, play } = await s.play(t);
    await page.goto(new URL("#/?cassette=cassettes/thinking.json", page.url()).href);
    await bar(page).waitFor();
    await play.lane(1).root.getByRole("radio", { name: "Fast" }).check();
    await play.lane(1).end();
    await play.lane(1).command("Save or embed this run");
    const dialog = page.getByRole("dialog", { name: "Save this run" });
    await dialog.getByText("Embed in a page").click();
    const code = await dialog.getByLabel("Code for the page").inputValue();

    const framed = `<!doctype html><title>A page of somebody else</title>${code}<iframe title="page" src="${s.host.url}/#/settings"></iframe>`;
    const foreign = createServer((_, answer) => answer.writeHead(200, { "content-type": "text/html" }).end(framed));
    await new Promise((resolve) => foreign.listen(0, "127.0.0.1", resolve));
    t.after(() => foreign.close());
    const other = await page.context().newPage();
    await other.goto(`http://localhost:${foreign.address().port}/`);
    const door = other.frameLocator("iframe[title=page]");
    await door.getByRole("link", { name: "Open Lineup" }).waitFor();
    assert.equal(await door.locator("input, textarea, select, button, form").count(), 0, "nothing to fill, nothing to press");
    assert.equal((await door.locator("body").innerText()).trim(), "Open Lineup");

    const cell = other.frameLocator("iframe").first();
    await bar(cell).waitFor();
    assert.equal(await cell.getByRole("heading", { level: 1 }).innerText(), "o4-mini");
    await cell.getByRole("radio", { name: "Fast" }).check();
    await cell.locator(".finish").getByText("finished").waitFor();
    assert.equal(await cell.locator("input[type=password], textarea").count(), 0);
    const [lineup] = await Promise.all([page.context().waitForEvent("page"), cell.getByRole("link", { name: "Run with my key" }).click()]);
    await lineup.getByRole("heading", { name: "Lane 1: o4-mini" }).waitFor();
    await lineup.getByText("Why is the sky blue?").first().waitFor();
    assert.deepEqual(await s.api.requests(), []);
  });

  test("a link takes the results along when that is wished, and shows them without sending anything", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "o4-mini" }]);
    await play.ask("Answer in one line: why is the sky blue?");
    await play.lane(1).end();
    const said = await play.lane(1).text();
    await page.getByRole("button", { name: "Share" }).click();
    const sheet = page.getByRole("dialog", { name: "Share this set-up" });
    const link = sheet.getByLabel("The link", { exact: true });
    const bare = await link.inputValue();
    await sheet.getByLabel("With the results").check();
    await sheet.getByText(/the answer of lane 1/).waitFor();
    const address = await link.inputValue();
    assert.ok(address.length > bare.length && address.length < 32_000, `${bare.length} → ${address.length} characters`);
    const other = await s.play(t, { path: new URL(address).hash });
    await bar(other.play.lane(1).root).waitFor();
    assert.equal(await other.play.lane(1).text(), said);
  });
});

/** Drops a file onto the page, as a browser hands it over. */
async function drop(page, name, text) {
  const data = await page.evaluateHandle(
    ([name, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text], name, { type: "application/json" }));
      return data;
    },
    [name, text],
  );
  await page.dispatchEvent(".play", "drop", { dataTransfer: data });
}
