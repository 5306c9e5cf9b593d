// What the one who hosts the page sets in lineup.config.json, on a plain static server, at the root of it and below a path.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { launch, open } from "./harness/browser.mjs";
import { Play } from "./harness/play.mjs";
import { api } from "./harness/servers.mjs";
import { eventually } from "./harness/session.mjs";
import { Settings } from "./harness/settings.mjs";
import { Site } from "./harness/site.mjs";

const CONFIG = "lineup.config.json";
const KEY = "sk-planted-7Hq2vX9rT4mWc8Lz";

describe("hosting", () => {
  let browser, server;
  before(async () => ([browser, server] = await Promise.all([launch(), api()])));
  after(() => Promise.all([browser.close(), server.close()]));

  const house = () => ({ id: "house", name: "House gateway", base: server.base("paced"), auth: "none" });

  /** A page whose host has set this; `null`: there is no such file. */
  async function hosted(t, config, { path = "", hash = "", ready = true, ...options } = {}) {
    await server.forget();
    const site = await Site.open(path);
    if (config === null) await site.remove(CONFIG);
    else await site.write(CONFIG, typeof config === "string" ? config : JSON.stringify({ version: 1, ...config }));
    const page = await open(t, browser, site.url + hash, options);
    site.closeAfter(t);
    const play = new Play(page);
    if (ready) await play.prompt.waitFor({ timeout: 30_000 });
    return { site, page, play, settings: new Settings(page) };
  }

  const endpoints = (lane) => lane.root.getByLabel("Endpoint", { exact: true }).locator("option").allInnerTexts();
  const offered = async (page, lane) => {
    await lane.root.getByRole("button").first().click();
    await page.getByRole("option").first().waitFor();
    const names = await page.getByRole("option").locator(".picker-name").allInnerTexts();
    const groups = await page.locator(".picker-group").allInnerTexts();
    await page.keyboard.press("Escape");
    return { names, groups };
  };

  for (const path of ["", "a/b/"]) {
    test(`everything pinned, under /${path}`, async (t) => {
      const config = {
        language: { value: "en", pinned: true },
        endpoints: { pinned: true, list: [house()] },
        models: { pinned: true, list: ["house-fast", "gpt-4o"], facts: { "house-fast": { like: "gpt-4o" } } },
        draft: { pinned: true, value: `model=house-fast&endpoint=${encodeURIComponent(server.base("paced"))}&instructions=Be+brief.` },
      };
      const { page, play, settings } = await hosted(t, config, { path, language: "ko-KR" });
      const lane = play.lane(1);
      assert.equal(await page.getByLabel("Instructions").inputValue(), "Be brief.");
      assert.deepEqual(await endpoints(lane), ["Simulator", "House gateway"]);
      assert.deepEqual(await offered(page, lane), { names: ["house-fast", "gpt-4o"], groups: ["Offered on this page"] });
      assert.equal(await page.getByRole("button", { name: /^Language/ }).count(), 0);
      await play.ask("Hello");
      assert.equal(await lane.end(), "finished");
      const [sent] = await server.requests();
      assert.equal(sent.body.model, "house-fast");

      await settings.open();
      await page.getByText("Requests go nowhere else.").waitFor();
      assert.equal(await page.getByRole("button", { name: "Add endpoint" }).count(), 0);
      assert.equal(await page.getByRole("button", { name: /^(Edit|Remove|Reset) / }).count(), 0);
      assert.deepEqual(await serious(page), []);

      // The next visit begins anew; what was there before is in the history, and a reload is no visit.
      await play.open();
      await page.getByLabel("Instructions").fill("Be long.");
      await page.waitForTimeout(700);
      await page.reload();
      await eventually(async () => (await page.getByLabel("Instructions").inputValue()) === "Be long.", "a reload keeps what was changed");
      const next = await page.context().newPage();
      await next.goto(page.url());
      await next.getByLabel("Instructions").waitFor();
      assert.equal(await next.getByLabel("Instructions").inputValue(), "Be brief.");
      assert.equal(await new Play(next).lane(1).root.getByRole("log").innerText().then((text) => text.includes("Hello")), false);
    });
  }

  test("free settings are something to begin with", async (t) => {
    const config = {
      language: { value: "ko" },
      endpoints: { list: [house(), { id: "openai", name: "OpenAI EU", flavour: "openai", base: "https://eu.api.openai.com/v1" }] },
      models: { list: ["gpt-4o"] },
      draft: { value: "instructions=Be+brief." },
    };
    const { page, play, settings } = await hosted(t, config);
    assert.equal(await page.locator("html").getAttribute("lang"), "ko", "before the browser's own");
    await page.getByRole("button", { name: /^언어/ }).click();
    await page.getByRole("menuitemradio", { name: "English" }).click();
    const lane = play.lane(1);
    assert.deepEqual(await endpoints(lane), ["Simulator", "OpenAI EU", "House gateway", "Add an endpoint …"]);
    assert.match(await lane.root.getByRole("button").first().innerText(), /gpt-4o/);
    const { names, groups } = await offered(page, lane);
    assert.equal(groups[0], "Offered on this page");
    assert.ok(names[0] === "gpt-4o" && names.length > 40, names.join());

    // The user's changes count, until they are taken back.
    await settings.open();
    await page.getByRole("button", { name: "Edit House gateway" }).click();
    const form = page.getByRole("dialog");
    await form.getByLabel("Name", { exact: true }).fill("Mine");
    await form.getByRole("button", { name: "Save" }).click();
    await page.reload();
    await page.getByRole("heading", { name: "Mine" }).waitFor();
    await page.getByRole("button", { name: "Reset Mine" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset" }).click();
    await page.getByRole("heading", { name: "House gateway" }).waitFor();
    await play.open();
    await page.getByLabel("Instructions").fill("Something else.");
    await page.waitForTimeout(700);
    const next = await page.context().newPage();
    await next.goto(page.url());
    await next.getByLabel("Instructions").waitFor();
    assert.equal(await next.getByLabel("Instructions").inputValue(), "Something else.", "a draft that is free is for the first visit");
  });

  test("where endpoints are pinned, a newcomer is asked for a key and for no server", async (t) => {
    const { page } = await hosted(t, { endpoints: { pinned: true, list: [house()] } });
    await page.getByText("To ask real models, add your key in").waitFor();
  });

  test("a link cannot lead past what is pinned", async (t) => {
    const config = { endpoints: { pinned: true, list: [house()] }, models: { pinned: true, list: ["gpt-4o"] } };
    const elsewhere = `${server.url}/elsewhere/v1`;
    const hash = `#/?model=gpt-4o&endpoint=${encodeURIComponent(elsewhere)}&model=o3&endpoint=${encodeURIComponent(house().base)}&prompt=Hello`;
    const { page, play } = await hosted(t, config, { hash });
    const banner = page.getByRole("region", { name: "Notices" });
    await banner.getByText(`asks for the server ${elsewhere}`, { exact: false }).waitFor();
    assert.equal(await banner.getByRole("button", { name: /^(Use|Add|Allow)/ }).count(), 0);
    await page.getByText("this page does not offer this model", { exact: false }).waitFor();
    await play.runButton.click();
    assert.match(await play.lane(1).end(), /finished/);
    await play.lane(2).root.getByText("This page does not offer the model o3").waitFor();
    assert.deepEqual(await server.requests(), [], "one lane is on the simulator, the other is not sent");
    assert.deepEqual(await serious(page), []);
  });

  test("with a narrowed policy the browser itself refuses every other server", async (t) => {
    // As `cargo xtask dist --config` writes it (xtask/src/dist/policy.rs).
    const site = await Site.open("");
    for (const name of ["index.html", "cell.html", "_headers"]) {
      const text = await site.read(name);
      assert.match(text, /connect-src 'self' https: http: blob:/);
      await site.write(name, text.replaceAll("https: http: blob:", `${server.url} blob:`));
    }
    await site.write(CONFIG, JSON.stringify({ version: 1, endpoints: { pinned: true, list: [house()] } }));
    const other = await api();
    t.after(() => other.close());
    const page = await open(t, browser, site.url, { allow: [/connect-src|Content Security Policy/] });
    site.closeAfter(t);
    const play = new Play(page);
    await play.prompt.waitFor({ timeout: 30_000 });
    await play.setUp([{ endpoint: "House gateway", model: "fixture-1" }]);
    await play.ask("Hello");
    assert.equal(await play.lane(1).end(), "finished");
    const refused = await page.evaluate((url) => fetch(url).then(() => "sent", () => "refused"), other.base("paced"));
    assert.equal(refused, "refused");
    assert.deepEqual(await other.requests(), []);
  });

  test("what is there for hosts is kept by no browser", async (t) => {
    const site = await Site.open("");
    site.closeAfter(t);
    assert.match(await site.read("404.html"), /<title>Not found/);
    assert.equal(await site.read(".nojekyll"), "");
    assert.doesNotMatch(await site.read("sw.js"), /"404\.html"|"\.nojekyll"/);
  });

  test("without the file, and with the host's page in its place, nothing is set", async (t) => {
    for (const config of [null, "<!doctype html><title>Not found</title>"]) {
      const { page, play } = await hosted(t, config, { allow: [/Failed to load resource: .* status of 404/] });
      assert.deepEqual(await endpoints(play.lane(1)), ["Simulator", "OpenAI", "Add an endpoint …"]);
      assert.equal(await page.getByRole("region", { name: "Notices" }).getByText(CONFIG).count(), 0);
    }
  });

  test("a file that cannot be used is named with what is wrong, and nothing of it holds", async (t) => {
    const faulty = { endpoints: { pinned: true, list: [{ ...house(), base: `https://example.org/${KEY}` }] }, language: { value: "ko", pinned: true } };
    const { page, play } = await hosted(t, faulty);
    const notice = page.getByRole("region", { name: "Notices" });
    await notice.getByText("endpoints.list.0.base", { exact: false }).waitFor();
    assert.equal((await page.content()).includes(KEY), false, "what looks like a key is not repeated");
    assert.deepEqual(await endpoints(play.lane(1)), ["Simulator", "OpenAI", "Add an endpoint …"]);
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.deepEqual(await serious(page), []);
  });

  test("without a network the settings are those of the last visit", async (t) => {
    const { site, page, play } = await hosted(t, { endpoints: { pinned: true, list: [house()] } });
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, { timeout: 30_000 });
    await page.reload();
    await play.prompt.waitFor();
    await site.stop();
    await page.reload();
    await play.prompt.waitFor({ timeout: 30_000 });
    assert.deepEqual(await endpoints(play.lane(1)), ["Simulator", "House gateway"]);
  });
});
