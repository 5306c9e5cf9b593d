// The request as code, in the wire drawer.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";
import { Settings } from "./harness/settings.mjs";

describe("code", () => {
  const s = suite();

  test("a request is taken away as code of any language, streamed and addressed as it is", async (t) => {
    const { page, play } = await s.play(t);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await play.prompt.fill("How far is the moon?");
    const drawer = await play.lane(1).wire("Code");
    const shows = (text) => eventually(async () => (await drawer.locator("pre").innerText()).includes(text), `the code has ${text}`);
    await shows("curl --no-buffer 'https://api.openai.com/v1/responses'");
    await drawer.getByText("The simulator has no address of its own", { exact: false }).waitFor();
    const language = drawer.getByLabel("Language", { exact: true });
    await language.selectOption({ label: "Python" });
    await shows("stream = client.responses.create(");
    await shows('{"role": "user", "content": "How far is the moon?"}');
    await drawer.locator("pre .hl-string", { hasText: "How far is the moon?" }).waitFor();
    await drawer.getByRole("button", { name: "Copy the code" }).click();
    const copied = await eventually(() => page.evaluate(() => navigator.clipboard.readText()), "something is copied");
    assert.equal(copied.trim(), (await drawer.locator("pre").innerText()).trim());
    await language.selectOption({ label: "Batch JSONL" });
    await drawer.getByText("A batch is never streamed", { exact: false }).waitFor();
    await language.selectOption({ label: "Rust" });
    // What is typed next comes into the code, and the choice outlives the tab.
    await play.prompt.fill("How far is the sun?");
    await shows("How far is the sun?");
    // Colours come line by line; the text is whole with them.
    await drawer.locator("pre .hl-string", { hasText: "How far is the sun?" }).waitFor();
    await play.lane(1).wire("Request");
    const body = JSON.parse(await drawer.locator(".wire-text").innerText());
    assert.equal(body.model, "o4-mini");
    await drawer.locator(".wire-text :is(.hl-string, .hl-variable, .hl-markup)", { hasText: "o4-mini" }).first().waitFor();
    await play.lane(1).wire("Code");
    await shows("async_openai");
    assert.deepEqual(await serious(page), []);
  });

  test("at Azure the code takes a key or Entra ID", async (t) => {
    const { page, play } = await s.play(t);
    const settings = new Settings(page);
    await settings.open();
    await settings.addEndpoint({ name: "Sweden", base: "https://me.openai.azure.com", api: "Azure OpenAI, v1", auth: "api-key: …" });
    await play.open();
    await play.lane(1).chooseEndpoint("Sweden");
    await play.prompt.fill("hi");
    const drawer = await play.lane(1).wire("Code");
    const shows = (text) => eventually(async () => (await drawer.locator("pre").innerText()).includes(text), `the code has ${text}`);
    await drawer.getByLabel("Language", { exact: true }).selectOption({ label: "Python" });
    await shows('os.environ["AZURE_OPENAI_API_KEY"]');
    await drawer.getByRole("radio", { name: "Entra ID" }).check();
    await shows("DefaultAzureCredential()");
    await shows('base_url="https://me.openai.azure.com/openai/v1"');
  });

  test("accessible in Korean on a phone", async (t) => {
    const { page, play } = await s.play(t, { language: "ko-KR", width: 390, scheme: "dark" });
    await play.prompt.fill("달까지 거리는?");
    // A phone has no room for the drawer of a lane that has not run.
    await page.getByRole("button", { name: "레인 1개 실행" }).click();
    await page.getByRole("tab", { name: "코드" }).click();
    await page.locator(".wire-text").waitFor();
    assert.deepEqual(await serious(page), []);
  });
});
