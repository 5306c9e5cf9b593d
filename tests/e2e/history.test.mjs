// What outlives the page: kills, several tabs, a full quota, a browser without a database; and the History page.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { Play } from "./harness/play.mjs";
import { eventually, suite } from "./harness/session.mjs";

const KEY = "sk-planted-Kx83nQ5vT1mWc7Lz";

/** Another tab of the same browser profile. */
async function tab(page, path = "") {
  const other = await page.context().newPage();
  await other.goto(new URL(path, page.url()).href);
  const play = new Play(other);
  await play.prompt.waitFor({ timeout: 30_000 });
  return { page: other, play };
}

async function openHistory(page) {
  await page.getByRole("link", { name: "History", exact: true }).first().click();
  await page.getByRole("heading", { level: 1, name: "History" }).waitFor();
}

/** Everything in the page's database, as text. */
const database = (page) =>
  page.evaluate(async () => {
    const done = (request) => new Promise((resolve, reject) => ([request.onsuccess, request.onerror] = [() => resolve(request.result), reject]));
    const base = await done(indexedDB.open("lineup"));
    const found = {};
    for (const store of base.objectStoreNames) {
      const values = await done(base.transaction(store).objectStore(store).getAll());
      found[store] = values.map((value) => (typeof value === "string" ? value : new TextDecoder().decode(value)));
    }
    base.close();
    return found;
  });

async function downloaded(page, act) {
  const [download] = await Promise.all([page.waitForEvent("download"), act()]);
  return { name: download.suggestedFilename(), text: await readFile(await download.path(), "utf8") };
}

describe("history", () => {
  const s = suite();

  test("a tab that is killed while it streams loses no more than a second, and the run is marked", async (t) => {
    const { page, play } = await s.lanes(t, ["endless"]);
    await play.ask("Count until somebody stops you.");
    const lane = play.lane(1);
    await eventually(async () => (await lane.text()).length > 400, "something has come");
    await play.prompt.fill("And then I was typ");
    // The answer counts; whatever was shown a second before the end is there again.
    const counted = async (lane) => Math.max(...[...(await lane.text()).matchAll(/and (\d+)/g)].map(([, number]) => Number(number)));
    const seen = await counted(lane);
    assert.ok(seen > 0);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const cdp = await page.context().newCDPSession(page);
    const killed = page.waitForEvent("crash");
    // Never answered: the one who would is gone.
    cdp.send("Page.crash").catch(() => {});
    await killed;

    const again = await tab(page, s.host.url);
    assert.equal(await again.play.prompt.inputValue(), "And then I was typ");
    const kept = again.play.lane(1);
    await kept.root.getByText("The page was closed, or crashed, while this ran.").waitFor();
    assert.ok((await counted(kept)) >= seen, `${await counted(kept)} of ${seen}`);
    await again.page.getByText("Count until somebody stops you.").first().waitFor();
    await openHistory(again.page);
    const line = again.page.getByRole("listitem").filter({ hasText: "Count until somebody stops you." });
    await line.getByText("interrupted", { exact: true }).waitFor();
    assert.deepEqual(await serious(again.page), []);
  });

  test("two tabs each keep their own conversation, and both are in the list", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("the first tab");
    await eventually(async () => (await database(page)).drafts.length === 1, "it is kept");
    const other = await tab(page);
    assert.equal(await other.play.prompt.inputValue(), "the first tab", "a new tab goes on from the newest");
    await other.play.prompt.fill("the second tab");
    await play.prompt.fill("the first tab, later");
    await eventually(async () => (await database(page)).drafts.length === 2, "each has its own");
    await new Promise((resolve) => setTimeout(resolve, 600));
    await Promise.all([page.reload(), other.page.reload()]);
    await play.prompt.waitFor();
    await other.play.prompt.waitFor();
    assert.equal(await play.prompt.inputValue(), "the first tab, later");
    assert.equal(await other.play.prompt.inputValue(), "the second tab");
    // A value that one tab changes is seen by the other.
    await page.getByRole("button", { name: "Saved prompts" }).click();
    await page.getByLabel("Name of this prompt").fill("shared");
    await page.keyboard.press("Enter");
    await other.page.getByRole("button", { name: "1 saved prompt" }).waitFor();
    await openHistory(other.page);
    await other.page.getByRole("radio", { name: "Conversations" }).check();
    await other.page.getByText("2 conversations").waitFor();
  });

  test("a full quota is told, what is on the page can be exported, and it is kept when there is room", async (t) => {
    const { page, play } = await s.play(t, { allow: [/Quota/i] });
    const cdp = await page.context().newCDPSession(page);
    const origin = new URL(page.url()).origin;
    // Before anything is written: the browser remembers for half a minute that there was room.
    await cdp.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1_000_000 });
    await play.ask("Why is the sky blue?");
    await play.lane(1).end();
    await eventually(async () => (await database(page)).texts.length === 1, "the run is kept");
    await play.prompt.fill(`what does not fit ${"and more ".repeat(200_000)}`);
    const notice = page.getByRole("region", { name: "Notices" });
    await notice.getByText("The browser's store for this page is full.").waitFor();
    const { text } = await downloaded(page, () => notice.getByRole("button", { name: "Export everything" }).click());
    assert.match(text, /what does not fit/);
    assert.match(text, /Why is the sky blue/);
    // Deleting makes room, and what waited is written.
    await openHistory(page);
    await page.getByRole("button", { name: /^Actions for o4-mini/ }).click();
    await cdp.send("Storage.overrideQuotaForOrigin", { origin });
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByText("1 run deleted.").waitFor();
    await eventually(async () => (await database(page)).states.some((state) => state.includes("what does not fit")), "it is kept now", 30_000);
  });

  test("without a database everything works in memory, with a notice", async (t) => {
    const { page } = await s.play(t);
    await page.context().addInitScript(() => Object.defineProperty(window, "indexedDB", { value: undefined }));
    const bare = await tab(page, s.host.url);
    await bare.page.getByText("The browser keeps nothing for this page").waitFor();
    await bare.play.ask("Why is the sky blue?");
    await bare.play.lane(1).end();
    await openHistory(bare.page);
    await bare.page.getByText("Runs and conversations are here until it is closed or reloaded.").waitFor();
    await bare.page.getByRole("button", { name: /^Open o4-mini/ }).click();
    await bare.play.lane(1).end();
  });

  test("what an earlier version kept in localStorage is taken over", async (t) => {
    const { page } = await s.play(t);
    const draft = { version: 1, instructions: "Be brief.", conversation: { turns: {}, tip: null } };
    const former = {
      play: { version: 1, value: { draft, prompt: "from before", lanes: [] } },
      prompts: { version: 1, value: [{ name: "Old one", draft }] },
    };
    await page.context().addInitScript((former) => {
      // A tab begins with an empty page that has no storage.
      if (!location.protocol.startsWith("http") || localStorage.getItem("planted")) return;
      localStorage.setItem("planted", "yes");
      for (const [name, value] of Object.entries(former)) localStorage.setItem(`lineup.${name}`, JSON.stringify(value));
    }, former);
    const { page: fresh, play } = await tab(page);
    assert.equal(await play.prompt.inputValue(), "from before");
    await fresh.getByRole("button", { name: "1 saved prompt" }).waitFor();
    await eventually(() => fresh.evaluate(() => !localStorage.getItem("lineup.play") && !localStorage.getItem("lineup.prompts")), "moved");
    await fresh.reload();
    await play.prompt.waitFor();
    assert.equal(await play.prompt.inputValue(), "from before");
  });

  test("runs are searched, filtered, opened, run again, compared, deleted with undo, carried away and back", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    await play.open();
    await play.setUp([{ endpoint: "mine", model: "fixture-1" }, { model: "o4-mini" }]);
    await play.lane(2).chooseEndpoint("Simulator");
    await play.ask("Why is the sky blue?");
    await play.lane(1).end();
    await play.lane(2).end();
    await play.ask("And at sunset, is it marmalade?");
    await play.lane(1).end();
    await play.lane(2).end();
    await page.reload();
    await play.lane(2).end();
    await openHistory(page);
    await page.getByText("4 of 4 runs").waitFor();
    assert.deepEqual(await serious(page), []);

    const search = page.getByLabel("Search questions and answers");
    await search.fill("MARMALADE sunset");
    await page.getByText("2 of 4 runs").waitFor();
    await page.locator("mark").first().waitFor();
    await page.getByLabel("Model", { exact: true }).selectOption("o4-mini");
    await page.getByText("1 of 4 runs").waitFor();
    await page.getByRole("button", { name: /^Open o4-mini/ }).click();
    await play.lane(1).end();
    assert.equal(await play.lanes(), 1);
    await page.getByText("And at sunset, is it marmalade?").first().waitFor();

    await openHistory(page);
    await page.getByLabel("Outcome").selectOption("finished");
    await page.getByLabel("Model", { exact: true }).selectOption("o4-mini");
    await page.getByText("2 of 4 runs").waitFor();
    const ticks = page.getByRole("checkbox", { name: /^Select o4-mini/ });
    await ticks.nth(0).check();
    await ticks.nth(1).check();
    await page.getByRole("button", { name: "Compare" }).click();
    const both = page.getByRole("dialog", { name: "Two runs" });
    await both.locator("del, ins").first().waitFor();
    await both.getByRole("heading", { name: "Answer" }).waitFor();
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByText("2 runs deleted.").waitFor();
    await page.getByText("No run fits.").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("2 of 4 runs").waitFor();

    await page.getByRole("button", { name: /^Actions for o4-mini/ }).first().click();
    await page.getByRole("menuitem", { name: "Run again" }).click();
    await play.lane(1).end();
    await openHistory(page);
    await page.getByText("5 of 5 runs").waitFor();

    await page.getByRole("radio", { name: "Conversations" }).check();
    await page.getByRole("button", { name: /^Actions for Why is the sky/ }).first().click();
    const markdown = await downloaded(page, () => page.getByRole("menuitem", { name: "Export as Markdown" }).click());
    assert.match(markdown.text, /^# Why is the sky blue\?\n/);
    assert.match(markdown.name, /^why-is-the-sky-blue-.*\.md$/);
    await page.getByRole("button", { name: /^Actions for Why is the sky/ }).first().click();
    const one = await downloaded(page, () => page.getByRole("menuitem", { name: "Export as JSON" }).click());
    assert.ok(!one.text.includes(KEY));

    await settings.open();
    const everything = await downloaded(page, () => page.getByRole("button", { name: "Export everything" }).click());
    assert.equal(everything.text.split("\n").filter((line) => line.startsWith('{"run"')).length, 5);
    assert.ok(!everything.text.includes(KEY), "no key is carried away");
    assert.ok(!JSON.stringify(await database(page)).includes(KEY), "no key is kept");
    const file = join(tmpdir(), `lineup-e2e-${process.pid}.jsonl`);
    await writeFile(file, everything.text);

    const elsewhere = await s.play(t);
    await elsewhere.settings.open();
    await elsewhere.page.getByRole("region", { name: "Data on this device" }).locator("input[type=file]").setInputFiles(file);
    await elsewhere.page.getByText(/^Taken in: \d conversations, 5 runs, 0 saved prompts, 1 endpoints\./).first().waitFor();
    await openHistory(elsewhere.page);
    await elsewhere.page.getByText("5 of 5 runs").waitFor();
    await elsewhere.page.getByRole("button", { name: /^Open fixture-1/ }).first().click();
    await elsewhere.play.lane(1).end();
    await elsewhere.settings.open();
    await elsewhere.page.getByRole("region", { name: "Data on this device" }).locator("input[type=file]").setInputFiles(file);
    await elsewhere.page.getByText(/0 runs.*were here already\./).first().waitFor();

    // One conversation by itself.
    const third = await s.play(t);
    await third.settings.open();
    await writeFile(file, one.text);
    await third.page.getByRole("region", { name: "Data on this device" }).locator("input[type=file]").setInputFiles(file);
    await third.page.getByText(/^Taken in: 1 conversations/).first().waitFor();
    await openHistory(third.page);
    await third.page.getByRole("radio", { name: "Conversations" }).check();
    await third.page.getByRole("button", { name: /^Open Why is the sky/ }).first().click();
    await third.page.locator(".turn").getByText("Why is the sky blue?").first().waitFor();
  });

  test("the browser is asked not to delete anything, and its word is shown", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    const data = page.getByRole("region", { name: "Data on this device" });
    await data.getByText("The browser may delete it when the disk is full.").waitFor();
    // A browser without a window promises nothing.
    await data.getByRole("button", { name: "Ask it not to" }).click();
    await data.getByText("The browser did not promise it.").waitFor();
    await page.evaluate(() => {
      let promised = false;
      navigator.storage.persist = async () => (promised = true);
      navigator.storage.persisted = async () => promised;
    });
    await data.getByRole("button", { name: "Ask it not to" }).click();
    await data.getByText("The browser has promised to delete none of it by itself.").waitFor();
    assert.equal(await data.getByRole("button", { name: "Ask it not to" }).count(), 0);
  });
});
