// One draft, every wire: the view that shows a lane's request as each API would carry it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const view = (page) => page.getByRole("region", { name: "One draft, every wire" });
const side = (page, name) => view(page).getByRole("region", { name, exact: true });
const body = (page, name) => page.getByRole("region", { name: `Body for ${name}`, exact: true });

/** Opens the view from the first lane's menu. */
async function open(page, play) {
  await play.lane(1).command("Show on every wire");
  await view(page).waitFor();
}

/** Sets a setting of the lane in the view's own editor. */
async function set(page, label, value) {
  await view(page).getByRole("button", { name: "Settings of this lane" }).click();
  const editor = page.getByRole("dialog", { name: "Settings of this lane" });
  await editor.getByLabel(label, { exact: true }).fill(value);
  await editor.getByLabel(label, { exact: true }).press("Tab");
  await page.keyboard.press("Escape");
}

describe("every wire", () => {
  const s = suite();

  test("the four sides follow what is typed, and go where they should", async (t) => {
    const { page, play } = await s.play(t);
    await play.lane(1).chooseModel("gpt-4o");
    await open(page, play);
    await view(page).getByText("Until there is a question", { exact: false }).waitFor();
    await play.prompt.pressSequentially("How far is the moon?");
    for (const name of ["Chat Completions", "Responses", "Azure OpenAI v1", "Azure OpenAI classic"]) {
      await body(page, name).getByText("How far is the moon?").first().waitFor();
    }
    assert.equal(await view(page).getByText("Until there is a question", { exact: false }).count(), 0);
    await side(page, "Chat Completions").getByText("https://api.openai.com/v1/chat/completions").waitFor();
    await side(page, "Responses").getByText("https://api.openai.com/v1/responses").waitFor();
    await side(page, "Azure OpenAI v1").getByText("https://your-resource.openai.azure.com/openai/v1/responses").waitFor();
    await side(page, "Azure OpenAI classic").getByText("api-version=", { exact: false }).waitFor();
    await side(page, "Chat Completions").getByText("Bearer ***").waitFor();
    await side(page, "Responses").getByText("this lane's request").waitFor();
    assert.equal(await body(page, "Responses").locator("mark").count(), 0, "the lane's own request differs in nothing");
    await body(page, "Chat Completions").locator("mark.added", { hasText: '"messages"' }).waitFor();
    await body(page, "Chat Completions").locator("mark.missing", { hasText: '"input"' }).waitFor();
  });

  test("a side warns of what it cannot carry, and of nothing else", async (t) => {
    const { page, play } = await s.play(t);
    await play.lane(1).chooseModel("gpt-4o");
    await play.lane(1).chooseApi("Chat Completions");
    await open(page, play);
    await side(page, "Responses").getByText("It carries everything.").waitFor();
    await set(page, "answers (n)", "2");
    await set(page, "presence penalty", "0.5");
    const warned = side(page, "Responses").locator(".wires-losses");
    await warned.getByText("The Responses API has no place for n;", { exact: false }).waitFor();
    await warned.getByText("The Responses API has no place for presence_penalty;", { exact: false }).waitFor();
    await side(page, "Chat Completions").getByText("It carries everything.").waitFor();
    await side(page, "Azure OpenAI v1").getByText("It carries everything.").waitFor();
    await body(page, "Chat Completions").getByText('"presence_penalty": 0.5').waitFor();
    await body(page, "Responses").locator("mark.missing", { hasText: '"presence_penalty": 0.5' }).waitFor();
  });

  test("a model that a wire does not serve says where its request goes", async (t) => {
    const { page, play } = await s.play(t);
    await play.lane(1).chooseModel("o3-pro");
    await open(page, play);
    await side(page, "Chat Completions").getByText("the request goes through Responses", { exact: false }).waitFor();
  });

  test("a body is copied whole, the keyboard comes in and out, and Run shows the lanes", async (t) => {
    const { page, play } = await s.play(t);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search commands" }).fill("every wire");
    await page.keyboard.press("Enter");
    await eventually(() => page.evaluate(() => document.activeElement?.id === "wires-title"), "the focus comes to the heading");
    await play.prompt.fill("Copy me.");
    await body(page, "Chat Completions").getByText("Copy me.").first().waitFor();
    await page.getByRole("button", { name: "Copy the body for Chat Completions" }).click();
    const copied = await eventually(() => page.evaluate(() => navigator.clipboard.readText()), "something is copied");
    assert.equal(JSON.parse(copied).messages.at(-1).content, "Copy me.");
    await view(page).getByRole("button", { name: "Back to the lanes" }).click();
    await eventually(() => page.evaluate(() => document.activeElement?.id.startsWith("lane-")), "the focus goes back to the lane");
    await (await play.lane(1).wire("Request")).getByRole("button", { name: "Show on every wire" }).click();
    await view(page).waitFor();
    await play.runButton.click();
    await view(page).waitFor({ state: "detached" });
    assert.equal(await play.lane(1).end(), "finished");
  });

  test("with several lanes the view goes from one to the other", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-4o" }, { model: "o4-mini" }]);
    await open(page, play);
    await body(page, "Responses").getByText('"model": "gpt-4o"').waitFor();
    await view(page).getByLabel("Lane", { exact: true }).selectOption({ label: "2: o4-mini" });
    await body(page, "Responses").getByText('"model": "o4-mini"').waitFor();
  });

  test("on a phone one side is shown at a time", async (t) => {
    const { page, play } = await s.play(t, { width: 390 });
    await open(page, play);
    await body(page, "Responses").waitFor();
    assert.equal(await body(page, "Chat Completions").isVisible(), false);
    await view(page).getByRole("tab", { name: "Azure OpenAI classic" }).click();
    await body(page, "Azure OpenAI classic").waitFor();
    assert.equal(await body(page, "Responses").isVisible(), false);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    assert.equal(sideways, false);
  });

  for (const [language, width] of [["en-US", 1440], ["ko-KR", 1440], ["en-US", 390], ["ko-KR", 390]]) {
    test(`accessible in ${language} at ${width}`, async (t) => {
      const { page } = await s.play(t, { language, width, scheme: width === 390 ? "dark" : "light" });
      await page.locator(".lane-menu").first().click();
      await page.getByRole("menuitem", { name: language === "en-US" ? "Show on every wire" : "모든 형식으로 보기" }).click();
      await page.locator(".wires-body:visible").first().waitFor();
      assert.deepEqual(await serious(page), []);
    });
  }
});
