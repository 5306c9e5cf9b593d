// Users' own models and facts: added, changed, taken back, kept, exported and imported.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const open = async (page, card = "") => {
  await page.goto(new URL(`#/line-up${card && `/${card}`}`, page.url()).href);
  await page.getByRole("heading", { level: 1 }).waitFor();
};
const card = (page, name) => page.getByRole("dialog", { name, exact: true });
const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
const fact = (dialog, name) => dialog.locator("dt", { hasText: new RegExp(`^${name}$`) }).locator("+ dd");

/** Adds a model on the Line-up page; its card opens. */
async function add(page, name, like) {
  await page.getByRole("button", { name: "Add a model" }).click();
  const form = page.getByRole("dialog", { name: "Add a model" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  if (like) await form.getByLabel("What it is").selectOption({ label: like });
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await card(page, name).waitFor();
}

/** Says one fact on an open card. */
async function say(dialog, name, write) {
  await dialog.getByRole("button", { name: "Change a fact" }).click();
  await dialog.getByLabel("Fact", { exact: true }).selectOption({ label: name });
  await write(dialog.locator(".own-form"));
  await dialog.getByRole("button", { name: "Save" }).click();
}

const tokens = (text) => (form) => form.getByLabel("Value").fill(text);

describe("own models", () => {
  const s = suite();

  test("a gateway's name that says which model it is takes its rules and prices, runs, and survives a reload", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "gateway", base: s.api.base("paced") });
    await open(page);
    await add(page, "house-fast", "o4-mini");
    await card(page, "house-fast").getByText("You added this model.").waitFor();
    await card(page, "house-fast").getByText("200,000 tokens").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("80 of 80 models").waitFor();
    await row(page, "house-fast").getByText("yours", { exact: true }).waitFor();
    await page.reload();
    await page.getByText("80 of 80 models").waitFor();
    await play.open();
    await play.setUp([{ endpoint: "gateway" }]);
    await play.lane(1).root.getByRole("button").first().click();
    await page.getByRole("combobox", { name: "Search models, or type any name" }).fill("house");
    await page.getByRole("group", { name: "Yours" }).getByRole("option", { name: /^house-fast/ }).click();
    await play.ask("Say hello.");
    assert.equal(await play.lane(1).end(), "finished");
    const asked = (await s.api.requests()).filter((request) => request.method === "POST").at(-1);
    assert.equal(asked.body.model, "house-fast", "the gateway's name is what is sent");
    await play.lane(1).foot.getByText(/^\$/).waitFor();
    await play.lane(1).command("Show on every wire");
    const responses = page.getByRole("region", { name: "Body for Responses", exact: true });
    await responses.getByText('"model": "house-fast"').first().waitFor();
  });

  test("a name that nobody knows has no price until the user says one", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "gateway", base: s.api.base("paced") });
    await play.open();
    await play.setUp([{ endpoint: "gateway", model: "mock-gpt" }]);
    await play.ask("Say hello.");
    assert.equal(await play.lane(1).end(), "finished");
    assert.equal(await play.lane(1).foot.getByText(/^\$/).count(), 0, "no sum is invented");
    await open(page);
    await add(page, "mock-gpt");
    const dialog = card(page, "mock-gpt");
    await dialog.getByText("Only its name speaks", { exact: false }).waitFor();
    for (const [name, usd] of [["Price in", "0.001"], ["Price out", "0.002"], ["Price cached", "0"]]) {
      await say(dialog, name, async (form) => {
        await form.getByLabel("Value").fill(usd);
        await form.getByLabel("Unit").selectOption({ label: "per 1K tokens" });
      });
      await dialog.getByRole("button", { name: `Take back: ${name}` }).waitFor();
    }
    await fact(dialog, "Price in").getByText("$1.00 per million tokens").waitFor();
    await play.open();
    await play.ask("Say it again.");
    assert.equal(await play.lane(1).end(), "finished");
    await play.lane(1).foot.getByText(/^\$/).waitFor();
  });

  test("a changed fact shows everywhere, with the catalogue's beside it, and is taken back", async (t) => {
    const { page, play } = await s.play(t);
    await open(page, "gpt-4o");
    const dialog = card(page, "gpt-4o");
    await say(dialog, "Context", tokens("many"));
    await dialog.getByText("That is no number of tokens", { exact: false }).waitFor();
    await dialog.locator(".own-form").getByLabel("Value").fill("8K");
    await dialog.getByRole("button", { name: "Save" }).click();
    await fact(dialog, "Context").getByText("8,000 tokens").waitFor();
    await dialog.getByText("The catalogue says: 128,000 tokens.").waitFor();
    await dialog.getByText("1 fact is yours.").waitFor();
    await say(dialog, "Effort", async (form) => {
      for (const word of ["low", "high"]) await form.getByLabel(word, { exact: true }).check();
    });
    await dialog.getByText("2 facts are yours.").waitFor();
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    await row(page, "gpt-4o").locator(".cell-yours").first().waitFor();
    assert.match((await row(page, "gpt-4o").locator("td").allInnerTexts()).join("|"), /8K.*yours/s);
    // What Play sends follows: an effort that the model did not take before.
    await play.open();
    await play.lane(1).chooseModel("gpt-4o");
    await play.lane(1).root.getByRole("radio", { name: "high" }).check({ force: true });
    await play.prompt.fill("Hello");
    const request = await play.lane(1).wire("Request");
    await request.getByText('"effort": "high"').waitFor();
    await open(page, "gpt-4o");
    await dialog.getByRole("button", { name: "Take back: Effort" }).click();
    await dialog.getByText("1 fact is yours.").waitFor();
    await dialog.getByRole("button", { name: "Take back: Context" }).click();
    await fact(dialog, "Context").getByText("128,000 tokens").waitFor();
    assert.equal(await dialog.getByText("yours", { exact: true }).count(), 0);
    await play.open();
    await eventually(async () => (await play.lane(1).root.getByRole("tabpanel").getByText('"effort": "high"').count()) === 0, "the plan follows");
  });

  test("what is unknown stays unknown, and a comparison marks what is the user's", async (t) => {
    const { page } = await s.play(t);
    await open(page, "o3");
    const dialog = card(page, "o3");
    await say(dialog, "Knowledge until", (form) => form.getByLabel("It is unknown").check());
    await fact(dialog, "Knowledge until").getByText("unknown", { exact: false }).first().waitFor();
    await page.keyboard.press("Escape");
    for (const model of ["o3", "o4-mini"]) await page.getByRole("checkbox", { name: `Compare ${model}`, exact: true }).check();
    await page.getByRole("button", { name: "Compare", exact: true }).click();
    await page.getByRole("dialog", { name: "Models side by side" }).getByText("yours", { exact: true }).waitFor();
  });

  test("a name that is taken, or none, is said in words", async (t) => {
    const { page } = await s.play(t);
    await open(page);
    await page.getByRole("button", { name: "Add a model" }).click();
    const form = page.getByRole("dialog", { name: "Add a model" });
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await form.getByText("A model needs a name.").waitFor();
    await form.getByLabel("Name", { exact: true }).fill("GPT-4o-2024-08-06");
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await form.getByText("The line-up has gpt-4o already.", { exact: false }).waitFor();
  });

  test("export, erase, import brings everything back; a bad file says what is wrong and changes nothing", async (t) => {
    const { page, settings } = await s.play(t);
    await open(page);
    await add(page, "house-llama");
    await say(card(page, "house-llama"), "Context", tokens("32K"));
    await fact(card(page, "house-llama"), "Context").getByText("32,000 tokens").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Yours (1)" }).click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: "Export as a file" }).click();
    const file = await readFile(await (await download).path(), "utf8");
    assert.deepEqual(JSON.parse(file), { version: 1, models: { "house-llama": { like: null, context: 32_000 } } });
    await settings.open();
    await page.getByText("Your models and facts").waitFor();
    await page.getByRole("button", { name: "Erase everything" }).first().click();
    await Promise.all([page.waitForEvent("load"), page.getByRole("dialog").getByRole("button", { name: "Erase everything" }).click()]);
    await open(page);
    await page.getByText("79 of 79 models").waitFor();
    const choose = async (text) =>
      page.getByLabel("Import", { exact: true }).setInputFiles({ name: "models.json", mimeType: "application/json", buffer: Buffer.from(text) });
    for (const [text, words] of [
      ["no JSON", "The file holds no models of a line-up."],
      ['{"version": 9, "models": {}}', "The file is of version 9"],
      ['{"version": 1, "models": {"gpt-4o": {"context": "long"}}}', "“context” of gpt-4o does not fit"],
      ['{"version": 1, "models": {"mine": {"like": "gpt-99"}}}', "“like” of mine does not fit"],
    ]) {
      await choose(text);
      await page.locator(".notice").getByText(words, { exact: false }).waitFor();
      await page.getByText("79 of 79 models").waitFor();
    }
    assert.deepEqual(await serious(page), []);
    await choose(file);
    await page.locator(".notice").getByText("1 model taken over from the file.").waitFor();
    await page.getByText("80 of 80 models").waitFor();
    await page.getByRole("link", { name: "house-llama", exact: true }).click();
    await fact(card(page, "house-llama"), "Context").getByText("32,000 tokens").waitFor();
    await card(page, "house-llama").getByRole("button", { name: "Remove this model" }).click();
    await page.getByRole("dialog", { name: /^Take back what you said/ }).getByRole("button", { name: "Remove this model" }).click();
    await page.getByText("79 of 79 models").waitFor();
  });

  test("a model that only an endpoint knows is added with its name", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "replay", base: s.api.base("paced") });
    await open(page);
    await page.getByLabel("Endpoint to ask").selectOption({ label: "replay" });
    await page.getByRole("button", { name: "Ask the endpoint for its list" }).click();
    await page.getByRole("link", { name: "fixture-1" }).click();
    await card(page, "fixture-1").getByRole("button", { name: "Add it to the line-up" }).click();
    const form = page.getByRole("dialog", { name: "Add a model" });
    assert.equal(await form.getByLabel("Name", { exact: true }).inputValue(), "fixture-1");
    await form.getByRole("button", { name: "Add", exact: true }).click();
    await card(page, "fixture-1").getByText("You added this model.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByText("80 of 80 models").waitFor();
  });

  for (const [language, width] of [["en-US", 1440], ["ko-KR", 1440], ["en-US", 390], ["ko-KR", 390]]) {
    test(`accessible in ${language} at ${width}`, async (t) => {
      const { page } = await s.play(t, { language, width, scheme: width === 390 ? "dark" : "light" });
      const korean = language === "ko-KR";
      await open(page);
      await page.getByRole("button", { name: korean ? "모델 추가" : "Add a model" }).click();
      const form = page.getByRole("dialog", { name: korean ? "모델 추가" : "Add a model" });
      await form.getByLabel(korean ? "이름" : "Name", { exact: true }).fill("house-fast");
      assert.deepEqual(await serious(page), []);
      await form.locator("button[type=submit]").click();
      await card(page, "house-fast").getByRole("button", { name: korean ? "정보 수정" : "Change a fact" }).click();
      assert.deepEqual(await serious(page), []);
      const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
      assert.equal(sideways, false);
    });
  }
});
