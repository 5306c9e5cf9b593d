// The Line-up page: the table and what narrows it, comparison, timeline, cards, and an endpoint's own list.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const rows = (page) => page.getByRole("table").locator("tbody tr");
const names = (page) => page.getByRole("rowheader").locator("a").allInnerTexts();
const open = async (page) => {
  await page.goto(new URL("#/lineup", page.url()).href);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await rows(page).first().waitFor();
};
const card = (page, name) => page.getByRole("dialog", { name, exact: true });

describe("line-up", () => {
  const s = suite();

  test("every model has its row, and every row its cells", async (t) => {
    const { page } = await s.play(t);
    await page.getByRole("link", { name: "Line-up", exact: true }).click();
    await rows(page).first().waitFor();
    assert.equal(await page.title(), "Line-up · Lineup");
    assert.equal(await rows(page).count(), 79);
    await page.getByText("79 of 79 models").waitFor();
    await page.getByText(/Facts as of Nov 20, 2026/).waitFor();
    const columns = await page.getByRole("table").locator("thead tr").locator("th, td").count();
    const widths = await rows(page).evaluateAll((rows) => [...new Set(rows.map((row) => row.cells.length))]);
    assert.deepEqual(widths, [columns]);
    const named = (await names(page)).toSorted();
    for (const seed of ["o1-preview", "o3-pro", "o4-mini", "gpt-4-turbo", "dall-e-3", "whisper-1", "gpt-4o-mini-tts"]) assert.ok(named.includes(seed), seed);
    const cells = await rows(page).filter({ has: page.getByRole("link", { name: "gpt-image-2.6-flare", exact: true }) }).locator("td").allInnerTexts();
    assert.ok(cells.includes("unknown") && !cells.slice(1).includes(""), cells.slice(1).join("|"));
  });

  test("search and filters narrow, and say how far", async (t) => {
    const { page } = await s.play(t);
    await open(page);
    await page.getByRole("searchbox", { name: "Search models" }).fill("mini o4");
    await eventually(async () => (await rows(page).count()) < 10, "few rows are left");
    assert.equal((await names(page))[0], "o4-mini");
    await page.getByRole("searchbox").fill("");
    await page.getByLabel("Kind").selectOption({ label: "images" });
    await page.getByText("10 of 79 models").waitFor();
    await page.getByLabel("Runs in Play").check();
    await page.getByText("No model fits the filters.").waitFor();
    await page.getByRole("button", { name: "Clear filters" }).last().click();
    await page.getByText("79 of 79 models").waitFor();
    await page.getByLabel("Provider").selectOption({ label: "OpenAI" });
    await page.getByLabel("Life", { exact: true }).selectOption({ label: "retired" });
    await eventually(async () => (await names(page)).includes("o1-preview"), "the retired are shown");
    assert.ok(!(await names(page)).includes("gpt-5.5"));
    // What was looked for is still there after a look elsewhere.
    const before = await names(page);
    await page.getByRole("link", { name: "Play", exact: true }).click();
    await page.getByRole("link", { name: "Line-up", exact: true }).click();
    await rows(page).first().waitFor();
    assert.deepEqual(await names(page), before);
  });

  test("a column sorts up, down and back, with what is unknown at the end", async (t) => {
    const { page } = await s.play(t);
    await open(page);
    const catalogue = await names(page);
    const head = page.getByRole("columnheader", { name: "Price out" });
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "ascending");
    await page.getByText("Prices in another unit", { exact: false }).waitFor();
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "descending");
    await eventually(async () => (await names(page))[0] === "o1-pro", "the dearest comes first");
    const last = await rows(page).last().locator("td").allInnerTexts();
    assert.ok(last.includes("unknown"));
    await head.getByRole("button").click();
    assert.equal(await head.getAttribute("aria-sort"), "none");
    assert.deepEqual(await names(page), catalogue);
  });

  test("two to four models are compared, and differences are told in words too", async (t) => {
    const { page } = await s.play(t);
    await open(page);
    for (const model of ["o3", "o4-mini"]) await page.getByRole("checkbox", { name: `Compare ${model}`, exact: true }).check();
    await page.getByText("2 models selected").waitFor();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Models side by side" });
    await dialog.getByRole("columnheader", { name: "o4-mini" }).waitFor();
    const all = await dialog.locator("tbody tr").count();
    await dialog.getByRole("rowheader", { name: "Price in (differs)" }).waitFor();
    await dialog.getByRole("rowheader", { name: "Max output", exact: true }).waitFor();
    await dialog.getByLabel("Only differences").check();
    const different = await dialog.locator("tbody tr").count();
    assert.ok(different > 0 && different < all);
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    for (const model of ["gpt-4o", "gpt-4.1"]) await page.getByRole("checkbox", { name: `Compare ${model}`, exact: true }).check();
    assert.equal(await page.getByRole("checkbox", { name: "Compare o1", exact: true }).isDisabled(), true);
    await page.getByRole("button", { name: "Clear selection" }).click();
    assert.equal(await page.getByRole("checkbox", { name: "Compare o1", exact: true }).isDisabled(), false);
  });

  test("the timeline goes by months and marks today", async (t) => {
    const { page } = await s.play(t);
    await page.clock.setFixedTime(new Date("2026-11-20T12:00:00"));
    await open(page);
    await page.getByRole("radio", { name: "Timeline" }).check();
    const today = page.getByText("Today, Nov 20, 2026");
    await today.waitFor();
    await eventually(() => today.evaluate((now) => now.getBoundingClientRect().top < window.innerHeight && now.getBoundingClientRect().top > 0), "today is in sight");
    const october = page.locator("section").filter({ has: page.getByRole("heading", { name: "October 2026" }) });
    await october.getByRole("listitem").filter({ hasText: "o4-mini" }).getByText("shut down at OpenAI").first().waitFor();
    await page.getByRole("heading", { name: "April 2025" }).waitFor();
    assert.deepEqual(await serious(page), []);
  });

  test("a card has its own address, its words and its sources, and gives the model a lane", async (t) => {
    const { page, play } = await s.play(t);
    await page.goto(new URL("#/lineup/o3", page.url()).href);
    await card(page, "o3").getByRole("heading", { name: "Sources", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await eventually(() => page.url().endsWith("#/lineup"), "the address is the table's again");
    await page.getByRole("link", { name: "o4-mini", exact: true }).click();
    const dialog = card(page, "o4-mini");
    await dialog.getByText("Fast and cheap reasoning for many requests.", { exact: false }).waitFor();
    await dialog.getByText("Not served since Oct 23, 2026.", { exact: false }).waitFor();
    await dialog.getByText("200,000 tokens").waitFor();
    await dialog.getByRole("term").filter({ hasText: "temperature" }).first().waitFor();
    assert.deepEqual(await serious(page), []);
    await dialog.getByRole("button", { name: "Open in Play" }).click();
    await page.getByRole("menuitem", { name: "In a new lane" }).click();
    await play.prompt.waitFor();
    assert.equal(await play.lanes(), 2);
    await page.getByRole("article", { name: "Lane 2: o4-mini" }).waitFor();
    await open(page);
    await page.getByRole("link", { name: "gpt-4o", exact: true }).click();
    await card(page, "gpt-4o").getByRole("button", { name: "Open in Play" }).click();
    await page.getByRole("menuitem", { name: /^In lane 1/ }).click();
    await page.getByRole("article", { name: "Lane 1: gpt-4o" }).waitFor();
    assert.equal(await play.lanes(), 2);
  });

  test("what Play cannot run says so and offers no lane", async (t) => {
    const { page } = await s.play(t);
    await page.goto(new URL("#/lineup/whisper-1", page.url()).href);
    const dialog = card(page, "whisper-1");
    await dialog.getByText("Play cannot transcribe audio yet.").waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Open in Play" }).count(), 0);
    await page.goto(new URL("#/lineup/no-such-model", page.url()).href);
    await page.getByText("The line-up has no model called “no-such-model”.").waitFor();
  });

  test("without the cards' file the facts are there, and trying again helps", async (t) => {
    const { page } = await s.play(t, { workers: "block", allow: [/Failed to load resource/] });
    await page.route("**/details.json", (route) => route.fulfill({ status: 404 }));
    await page.goto(new URL("#/lineup/o3", page.url()).href);
    const dialog = card(page, "o3");
    await dialog.getByText("could not be loaded", { exact: false }).waitFor();
    await dialog.getByRole("heading", { name: "Facts", exact: true }).waitFor();
    await page.unroute("**/details.json");
    await dialog.getByRole("button", { name: "Try again" }).click();
    await dialog.getByRole("heading", { name: "Sources", exact: true }).waitFor();
  });

  test("an endpoint's own list marks what is there and adds what nobody knew", async (t) => {
    const { page, settings, play } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "replay", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: "sk-of-the-list" });
    await open(page);
    await page.getByLabel("Endpoint to ask").selectOption({ label: "replay" });
    await page.getByRole("button", { name: "Ask the endpoint for its list" }).click();
    await page.getByText("replay lists 3 models. 1 of them is not in the line-up", { exact: false }).waitFor();
    await page.getByText("80 of 80 models").waitFor();
    await page.getByRole("columnheader", { name: "At replay" }).waitFor();
    const [asked] = (await s.api.requests()).filter((request) => request.method === "GET");
    assert.match(asked.url, /\/v1\/models$/);
    assert.equal(asked.headers.authorization, "Bearer sk-of-the-list");
    await page.getByLabel("Listed at replay").check();
    await eventually(async () => (await rows(page).count()) === 3, "only what is listed");
    assert.deepEqual((await names(page)).toSorted(), ["fixture-1", "gpt-4o", "o4-mini"]);
    assert.deepEqual(await serious(page), []);
    await page.getByRole("link", { name: "fixture-1" }).click();
    await card(page, "fixture-1").getByText("the line-up does not know it", { exact: false }).waitFor();
    await card(page, "fixture-1").getByRole("button", { name: "Open in Play" }).click();
    await page.getByRole("menuitem", { name: "In a new lane" }).click();
    await play.prompt.waitFor();
    assert.equal(await play.lane(2).root.getByLabel("Endpoint", { exact: true }).locator("option:checked").innerText(), "replay");
    await open(page);
    await page.getByRole("button", { name: "Clear the list" }).click();
    await page.getByText("79 of 79 models").waitFor();
  });

  test("an endpoint that gives no list is told in words", async (t) => {
    const { page, settings } = await s.play(t, { allow: [/Failed to load resource|ERR_CONNECTION_REFUSED/] });
    await open(page);
    const ask = page.getByRole("button", { name: "Ask the endpoint for its list" });
    await ask.click();
    await page.getByText("There is no key for https://api.openai.com yet").waitFor();
    await settings.open();
    await settings.addEndpoint({ name: "gone", base: "http://127.0.0.1:9/v1" });
    await open(page);
    await page.getByLabel("Endpoint to ask").selectOption({ label: "gone" });
    await ask.click();
    await page.getByText("gone gave no list.").waitFor();
    await page.getByText("The local server cannot be reached from this page").waitFor();
    assert.deepEqual(await serious(page), []);
  });

  for (const [language, width] of [["en-US", 1440], ["ko-KR", 1440], ["en-US", 390], ["ko-KR", 390]]) {
    test(`accessible in ${language} at ${width}`, async (t) => {
      const { page } = await s.play(t, { language, width, scheme: width === 390 ? "dark" : "light" });
      await open(page);
      assert.deepEqual(await serious(page), []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(sideways, false, "only the table moves sideways");
      await page.getByRole("link", { name: "gpt-5.4", exact: true }).click();
      await card(page, "gpt-5.4").getByRole("listitem").first().waitFor();
      assert.deepEqual(await serious(page), []);
    });
  }
});
