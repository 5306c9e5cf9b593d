// The service worker: the page without a network, and newer builds, which never come in unasked and never leave half a page.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { launch, open } from "./harness/browser.mjs";
import { Play } from "./harness/play.mjs";
import { api } from "./harness/servers.mjs";
import { eventually } from "./harness/session.mjs";
import { Settings } from "./harness/settings.mjs";
import { Site } from "./harness/site.mjs";

const READY = "A new version of Lineup is ready.";

const buildOf = (page) => page.locator("meta[name=lineup-build]").getAttribute("content");
const isControlled = (page) => page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 30_000 });
const notice = (page) => page.getByRole("region", { name: "Notices" }).getByText(READY, { exact: false });
const loadNewer = (page) => page.getByRole("button", { name: "Load the new version" });
const caches = (page) => page.evaluate(() => window.caches.keys());
/** Asks for a newer build, as the page does every hour, and waits until it has come or was refused. */
const update = (page) =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update();
    const coming = registration.installing;
    if (!coming) return registration.waiting ? "installed" : "nothing";
    return new Promise((resolve) => {
      const look = () => coming.state !== "installing" && resolve(coming.state);
      coming.addEventListener("statechange", look);
      look();
    });
  });

/** Whether the page still gets the programs that it has not loaded yet, all of which are gone from the host; not out of the HTTP cache. */
async function hasItsWorkers(page) {
  const files = Object.values(JSON.parse(await page.locator("#lineup-workers").textContent()));
  const statuses = await page.evaluate(
    (files) => Promise.all(files.map(async (file) => (await fetch(`./${file}`, { cache: "reload" })).status)),
    files,
  );
  assert.deepEqual(statuses, files.map(() => 200));
}

describe("offline", () => {
  let browser;
  before(async () => (browser = await launch()));
  after(() => browser.close());

  /** A page that the browser keeps. */
  async function kept(t, path = "", options = {}) {
    const site = await Site.open(path);
    const page = await open(t, browser, site.url, options);
    site.closeAfter(t);
    const play = new Play(page);
    await play.prompt.waitFor({ timeout: 30_000 });
    await isControlled(page);
    return { site, page, play };
  }

  /** The page is whole: it runs the simulator, and its workers colour code and set formulas. */
  async function isWhole(page) {
    const play = new Play(page);
    await play.prompt.waitFor({ timeout: 30_000 });
    await play.ask("showcase");
    await play.lane(1).log.locator(".hl-keyword").first().waitFor({ timeout: 30_000 });
    await play.lane(1).log.locator("math").first().waitFor({ state: "attached", timeout: 30_000 });
  }

  for (const path of ["", "a/b/"]) {
    test(`without a network everything is there, under /${path}`, async (t) => {
      const { site, page } = await kept(t, path);
      await site.stop();
      await page.reload();
      await isWhole(page);
      await page.goto(new URL("#/settings", page.url()).href);
      await page.getByText("opens without a network", { exact: false }).waitFor();
      // The cell, the texts of the cards, and the sample runs.
      await page.goto(new URL("#/lineup/o3", page.url()).href);
      await page.getByRole("dialog").getByRole("heading", { name: "Sources", exact: true }).waitFor();
      await page.goto(new URL("cell.html?cassette=cassettes/thinking.json", page.url()).href);
      await page.getByRole("region", { name: "Recorded run" }).waitFor();
    });
  }

  test("a newer build waits for consent, and comes in whole", async (t) => {
    const { site, page, play } = await kept(t);
    const first = await site.build();
    const second = await site.deploy();
    await page.reload();
    await notice(page).waitFor({ timeout: 30_000 });
    assert.equal(await buildOf(page), first, "nothing has come in by itself");
    await isWhole(page);
    assert.deepEqual(await serious(page), []);

    // Dismissed, it is back after the next load; and that is still of the first build.
    await page.getByRole("button", { name: "Dismiss" }).click();
    await notice(page).waitFor({ state: "hidden" });
    await page.reload();
    await notice(page).waitFor({ timeout: 30_000 });
    assert.equal(await buildOf(page), first);

    await play.prompt.fill("words that are not sent yet");
    let loads = 0;
    page.on("load", () => (loads += 1));
    await loadNewer(page).click();
    await eventually(async () => (await buildOf(page).catch(() => null)) === second, "the newer build is loaded", 30_000);
    await play.prompt.waitFor();
    assert.equal(await play.prompt.inputValue(), "words that are not sent yet");
    // Longer than the page waits for a worker that takes over.
    await page.waitForTimeout(6000);
    assert.equal(loads, 1, "it is loaded once");
    assert.equal(await notice(page).count(), 0);
    await site.stop();
    await page.reload();
    assert.equal(await buildOf(page), second);
    await isWhole(page);
  });

  test("a page in use keeps its own files when another build is deployed, and when another tab loads that", async (t) => {
    const { site, page, play } = await kept(t);
    const first = await site.build();
    const second = await site.deploy();
    assert.equal(await update(page), "installed");
    await notice(page).waitFor({ timeout: 30_000 });
    await hasItsWorkers(page);
    // Something is under way: the notice says what becomes of it.
    await play.ask("showcase");
    await page.getByText("Loading it interrupts what is running", { exact: false }).waitFor();
    await play.lane(1).log.locator(".hl-keyword").first().waitFor({ timeout: 30_000 });
    assert.equal(await play.lane(1).end(60_000), "finished");
    await page.getByText("Loading it keeps what you wrote", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Dismiss" }).click();

    const other = await page.context().newPage();
    await other.goto(page.url());
    await loadNewer(other).click({ timeout: 30_000 });
    await eventually(async () => (await buildOf(other).catch(() => null)) === second, "the other tab is of the newer build", 30_000);
    await isWhole(other);
    // Nobody has agreed here. The page says that there is a newer one, and goes on with its own files.
    await notice(page).waitFor({ timeout: 30_000 });
    assert.equal(await buildOf(page), first);
    await hasItsWorkers(page);
    await loadNewer(page).click();
    await eventually(async () => (await buildOf(page).catch(() => null)) === second, "now this one is, too", 30_000);
    await play.prompt.waitFor({ timeout: 30_000 });
  });

  test("a build that is only half there changes nothing", async (t) => {
    const { site, page, play } = await kept(t);
    const first = await site.build();
    const second = await site.deploy();
    const missing = (await site.names()).find((name) => name.startsWith("highlight-") && name.endsWith(".wasm"));
    const [whole, worker] = [await site.read("index.html"), await site.read("sw.js")];
    const bytes = await site.read(missing, null);
    await site.remove(missing);
    const stays = async (how) => {
      assert.notEqual(await update(page), "installed", how);
      await page.reload();
      await play.prompt.waitFor({ timeout: 30_000 });
      assert.equal(await buildOf(page), first, how);
      assert.equal(await notice(page).count(), 0, how);
    };
    await stays("a file is missing");
    site.fallsBack = true;
    await stays("the page takes the place of a missing file");
    await site.write(missing, bytes);
    await site.write("index.html", "");
    await stays("the page is empty");
    await site.write("index.html", whole.slice(0, whole.length / 2));
    await stays("the page is cut");
    await site.write("sw.js", worker.replaceAll(second, "0123456789abcdef"));
    await site.write("index.html", whole);
    await stays("worker and page are of two builds");
    await isWhole(page);
    await site.write("sw.js", worker);
    assert.equal(await update(page), "installed");
    await notice(page).waitFor({ timeout: 30_000 });
  });

  test("what is not of this folder passes the worker by, and another page in its place is shown", async (t) => {
    const { site, page, play } = await kept(t, "", { allow: [/Failed to load resource: .* status of 40[45]/] });
    const server = await api();
    t.after(() => server.close());
    const answers = [];
    page.on("response", (response) => answers.push(response));
    await page.reload();
    const settings = new Settings(page);
    await settings.open();
    await settings.addEndpoint({ name: "server", base: server.base("paced") });
    await play.open();
    await play.setUp([{ endpoint: "server", model: "fixture-1" }]);
    await play.ask("Hello");
    assert.equal(await play.lane(1).end(), "finished");
    await page.evaluate(() => fetch("./details.json", { method: "POST" }).then((answer) => answer.text()));
    await page.evaluate(() => fetch("./no-such-file.txt").then((answer) => answer.text()));
    const by = (part) => answers.filter((answer) => answer.url().includes(part));
    const through = (answer) => answer.fromServiceWorker();
    assert.ok(by(".wasm").length > 0 && by(".wasm").every(through), "the program comes from the worker");
    for (const passing of [by(server.url), by("no-such-file"), by("details.json").filter((answer) => answer.request().method() === "POST")]) {
      assert.ok(passing.length > 0 && !passing.some(through), passing.map((answer) => answer.url()).join());
    }
    for (const answer of answers) assert.equal(answer.request().serviceWorker(), null, answer.url());

    await site.write("index.html", "<!doctype html><html><title>Else</title><body>Something else lives here now.</body></html>");
    await page.reload();
    await page.getByText("Something else lives here now.").waitFor();
  });

  test("erasing everything takes the page out of the browser, and nothing of others", async (t) => {
    // The page looks whether the host is there.
    const { site, page } = await kept(t, "", { allow: [/ERR_CONNECTION_REFUSED/] });
    await page.evaluate(async () => {
      await window.caches.open("lineup /another/folder/ 0123456789abcdef");
      await window.caches.open("lineup / 0123456789abcdef");
    });
    const erase = async () => {
      await page.goto(new URL("#/settings", page.url()).href);
      await page.getByRole("button", { name: "Erase everything" }).click();
      await Promise.all([page.waitForEvent("load"), page.getByRole("dialog").getByRole("button", { name: "Erase everything" }).click()]);
      await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    };
    // Without the host the page could not come back: it stays.
    await site.stop();
    const before = await caches(page);
    await erase();
    assert.deepEqual(await caches(page), before);
    await site.start();
    await erase();
    await isControlled(page);
    const names = await caches(page);
    assert.deepEqual(names.sort(), ["lineup /another/folder/ 0123456789abcdef", `lineup / ${await site.build()}`].sort());
  });
});
