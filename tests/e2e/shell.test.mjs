// The frame of the page: commands, dialogs, language, theme, endpoints, and what is kept on the device.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, suite } from "./harness/session.mjs";

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent);
const kept = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage)));
const card = (page, name) => page.getByRole("listitem").filter({ has: page.getByRole("heading", { name, exact: true }) });

describe("shell", () => {
  const s = suite();

  test("the palette finds a command by its words and runs it", async (t) => {
    const { page } = await s.play(t);
    await page.keyboard.press("Control+k");
    const search = page.getByRole("combobox", { name: "Search commands" });
    await search.fill("settings GO");
    await page.getByRole("option", { name: "Go to Settings", selected: true }).waitFor();
    await search.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    assert.equal(await page.title(), "Settings · Lineup");
    await page.keyboard.press("Control+k");
    await search.fill("no such command");
    await page.getByText("No command matches “no such command”.").waitFor();
    await page.keyboard.press("Control+k");
    await search.waitFor({ state: "hidden" });
  });

  test("the sheet of keys lists every command of the palette", async (t) => {
    const { page } = await s.play(t);
    await page.keyboard.press("Control+k");
    // It may be the first that wants its file.
    const commands = page.getByRole("dialog", { name: "Commands" }).getByRole("option");
    await commands.first().waitFor();
    const options = await commands.locator("span").allTextContents();
    assert.ok(options.length >= 6, options.join());
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Play", exact: true }).focus();
    await page.keyboard.press("?");
    const terms = page.getByRole("dialog", { name: "Keys and commands" }).getByRole("term");
    await terms.first().waitFor();
    const listed = await terms.allTextContents();
    assert.deepEqual(options.filter((command) => !listed.includes(command)), []);
  });

  test("a question mark in a text is a question mark", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await page.getByLabel("Key for OpenAI").press("?");
    assert.equal(await page.getByRole("dialog").count(), 0);
  });

  test("language and theme are chosen, followed by the document, and survive a reload", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await page.getByRole("radio", { name: "Dark" }).check();
    await page.getByRole("radio", { name: "한국어" }).check();
    await page.getByRole("heading", { level: 1, name: "설정" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "설정" }).waitFor();
    assert.deepEqual(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme]), ["ko", "dark"]);
  });

  test("the first language is the browser's", async (t) => {
    const { page } = await s.play(t, { language: "ko-KR" });
    assert.equal(await page.evaluate(() => document.documentElement.lang), "ko");
    assert.equal((await kept(page))["lineup.prefs"], undefined, "following the browser is nothing to keep");
  });

  test("an address without a page shows Play and says so", async (t) => {
    const { page } = await s.play(t, { path: "#/nowhere" });
    const notices = page.getByRole("region", { name: "Notices" });
    await notices.getByText("There is no page at “#/nowhere”.").waitFor();
    await notices.getByRole("button", { name: "Dismiss" }).click();
    assert.equal(await notices.getByText("#/nowhere").count(), 0);
  });

  test("the menu walks by arrows, and Escape gives the focus back", async (t) => {
    const { page } = await s.play(t);
    const button = page.getByRole("button", { name: "Language: English" });
    await button.press("Enter");
    await eventually(async () => (await focused(page)) === "English", "the first item");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "한국어");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), "English");
    await page.keyboard.press("Escape");
    await eventually(async () => (await button.getAttribute("aria-expanded")) === "false", "the menu closes");
    assert.equal(await focused(page), "Language: English");
  });

  test("faults are named beside their fields, and a pasted query is not kept", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await page.getByRole("button", { name: "Add endpoint" }).click();
    const form = page.getByRole("dialog", { name: "Add an endpoint" });
    await form.getByRole("button", { name: "Save" }).click();
    await form.getByText("Give the endpoint a name.").waitFor();
    await form.getByText("Enter the address of the server.").waitFor();
    assert.equal(await form.getByLabel("Base URL").getAttribute("aria-invalid"), "true");
    await form.getByLabel("Start from").selectOption({ label: "Azure OpenAI classic" });
    await form.getByLabel("Base URL").fill("https://swc.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-04-01-preview&api-key=planted");
    await form.getByText("https://swc.openai.azure.com/openai/deployments/d/chat/completions?api-version=2025-04-01-preview", { exact: false }).waitFor();
    await form.getByRole("button", { name: "Save" }).click();
    await form.waitFor({ state: "hidden" });
    assert.equal(await focused(page), "Add endpoint");
    const { "lineup.endpoints": endpoints } = await kept(page);
    assert.match(endpoints, /swc\.openai\.azure\.com/);
    assert.match(endpoints, /2025-04-01-preview/);
    assert.doesNotMatch(endpoints, /planted/);
  });

  test("a key goes with the last endpoint of its origin, and does not follow to another", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    const endpoint = { base: "http://127.0.0.1:9/v1", auth: "Authorization: Bearer …" };
    await settings.addEndpoint({ name: "one", ...endpoint, key: "sk-bound" });
    await settings.addEndpoint({ name: "two", ...endpoint });
    await card(page, "two").getByText("A key is in memory").waitFor();
    await page.getByRole("button", { name: "Edit one" }).click();
    const form = page.getByRole("dialog", { name: "Edit one" });
    await form.getByLabel("Base URL").fill("http://127.0.0.1:10/v1");
    await form.getByRole("button", { name: "Save" }).click();
    await card(page, "one").getByLabel("Key for one").waitFor();
    await page.getByRole("button", { name: "Remove two" }).click();
    await page.getByRole("dialog", { name: "Remove this endpoint?" }).getByRole("button", { name: "Remove", exact: true }).click();
    await settings.addEndpoint({ name: "three", ...endpoint });
    await card(page, "three").getByLabel("Key for three").waitFor();
  });

  test("what cannot be read is set aside, and erasing leaves nothing", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await page.getByRole("radio", { name: "Dark" }).check();
    await eventually(async () => (await kept(page))["lineup.prefs"], "the preference is kept");
    await page.evaluate(() => localStorage.setItem("lineup.prefs", "{broken"));
    await page.reload();
    await page.getByText("Something kept by another version of Lineup could not be read.").waitFor();
    assert.equal((await kept(page))["lineup.prefs.unreadable-1"], "{broken");
    await page.getByRole("button", { name: "Erase everything" }).click();
    const confirm = page.getByRole("dialog", { name: "Erase everything?" });
    await Promise.all([page.waitForEvent("load"), confirm.getByRole("button", { name: "Erase everything" }).click()]);
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    const left = Object.keys(await kept(page)).filter((name) => !name.startsWith("lineup.play"));
    assert.deepEqual(left, []);
  });
});
