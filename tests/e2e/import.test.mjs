// Requests of others: pasted, recognised, reported, and put in the place of the draft; and the request's body as JSON.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const PYTHON = `from openai import OpenAI
client = OpenAI(api_key="sk-very-secret-1234567890")

response = client.chat.completions.create(
    model="gpt-4.1",
    temperature=0.2,
    messages=[
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": f"How far is {planet}?"},
    ],
    made_up=limit,
)`;

const CURL = `curl https://api.openai.com/v1/responses -H "Authorization: Bearer sk-very-secret-1234567890" \\
  -d '{"model": "o3", "input": "How far is the moon?", "reasoning": {"effort": "low"}, "made_up": 1}'`;

/** Everything that the page keeps, and everything that it shows. */
const kept = (page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]) + document.documentElement.outerHTML);

describe("import", () => {
  const s = suite();

  test("what is pasted is recognised, reported, put in the draft's place, and undone", async (t) => {
    const { page, play } = await s.play(t);
    await page.getByLabel("Instructions").fill("Mine.");
    await page.getByRole("button", { name: "Import…" }).click();
    const dialog = page.getByRole("dialog", { name: "Import a request" });
    const text = dialog.getByRole("textbox");
    const verdict = dialog.getByRole("status");
    const says = (words) => eventually(async () => (await verdict.innerText()).includes(words), `the dialog says ${words}`, 20_000);
    await text.fill("hello");
    await says("none of the known forms");
    await text.fill('{"messages": [{"role": "user" "content": "x"}]}');
    await says("line 1, column 31");
    await text.fill(PYTHON);
    await says("Recognised: Python, for Chat Completions");
    const report = await dialog.locator(".import-report").innerText();
    for (const line of ["Model gpt-4.1", "Instructions", "1 turn", "temperature 0.2", "Line 9: planet", "Line 11: made_up", "Line 2: api_key"]) {
      assert.ok(report.includes(line), `the report has ${line}:\n${report}`);
    }
    assert.deepEqual(await serious(page), []);
    await dialog.getByRole("button", { name: "Replace the draft" }).click();
    await page.getByText("How far is {{planet}}?").first().waitFor();
    assert.equal(await page.getByLabel("Instructions").inputValue(), "Be brief.");
    assert.equal(await play.lane(1).root.getByRole("button", { name: /gpt-4\.1/ }).first().isVisible(), true);
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    assert.equal(await page.getByLabel("Instructions").inputValue(), "Mine.");
    await page.keyboard.press("Control+Shift+z");
    await eventually(async () => (await page.getByLabel("Instructions").inputValue()) === "Be brief.", "redo brings it back");
    await page.keyboard.press("Control+z");
    await eventually(async () => (await page.getByLabel("Instructions").inputValue()) === "Mine.", "undo by the keyboard");
    // In a text field the keys are the field's own.
    await page.getByLabel("Instructions").press("Control+Shift+z");
    assert.equal(await page.getByLabel("Instructions").inputValue(), "Mine.");
    assert.doesNotMatch(await kept(page), /sk-very-secret/);
  });

  test("ten megabytes are read whole, and more are refused", async (t) => {
    const { page } = await s.play(t);
    await page.getByRole("button", { name: "Import…" }).click();
    const dialog = page.getByRole("dialog", { name: "Import a request" });
    const paste = (size) =>
      dialog.getByRole("textbox").evaluate((field, size) => {
        const data = new DataTransfer();
        data.setData("text", JSON.stringify({ model: "o4-mini", messages: [{ role: "user", content: "x".repeat(size) }] }));
        const from = performance.now();
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        return performance.now() - from;
      }, size);
    const took = await paste(10_000_000);
    assert.ok(took < 2000, `the page stood still for ${took} ms`);
    await dialog.getByText("Recognised: Chat Completions JSON").waitFor({ timeout: 30_000 });
    await dialog.getByText("the beginning is shown, all of it is read").waitFor();
    await paste(13_000_000);
    await dialog.getByText("This is longer than can be read here").waitFor();
    assert.equal(await dialog.getByRole("button", { name: "Replace the draft" }).isDisabled(), true);
  });

  test("the body is edited as JSON, and what no setting knows is sent and marked", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("How far is the moon?");
    const drawer = await play.lane(1).wire("Request");
    await drawer.getByRole("button", { name: "Edit the body" }).click();
    const field = drawer.getByLabel("Body, as JSON");
    const body = JSON.parse(await field.inputValue());
    await field.fill('{\n  "model": "o3",,\n}');
    await drawer.getByText("line 2, column 17").waitFor();
    const asked = { ...body, model: "o3", reasoning: { effort: "high" }, instructions: "Be brief.", made_up: [1] };
    await field.fill(JSON.stringify(asked, null, 2));
    await drawer.getByText("Kept and sent as it is (extra): made_up").waitFor();
    await drawer.getByRole("button", { name: "Apply to the draft" }).click();
    await drawer.getByText("Extra, sent as it is: made_up").waitFor();
    assert.equal(await page.getByLabel("Instructions").inputValue(), "Be brief.");
    const sent = JSON.parse(await drawer.locator("pre").last().innerText());
    assert.deepEqual([sent.model, sent.reasoning.effort, sent.made_up, sent.instructions], ["o3", "high", [1], "Be brief."]);
    assert.equal(await play.prompt.inputValue(), "How far is the moon?", "what was not touched stays in the composer");
    // Another question leaves the composer for the conversation, and comes back with a step back.
    await drawer.getByRole("button", { name: "Edit the body" }).click();
    await field.fill(JSON.stringify({ ...asked, input: "How far is the sun?" }));
    await drawer.getByRole("button", { name: "Apply to the draft" }).click();
    await page.getByText("How far is the sun?").first().waitFor();
    assert.equal(await play.prompt.inputValue(), "");
    await page.getByRole("button", { name: "Undo", exact: true }).click();
    await eventually(async () => (await play.prompt.inputValue()) === "How far is the moon?", "the old question is back");
  });

  test("accessible in Korean on a phone", async (t) => {
    const { page } = await s.play(t, { language: "ko-KR", width: 390, scheme: "dark" });
    await page.getByRole("button", { name: "초안" }).click();
    await page.getByRole("button", { name: "가져오기…" }).click();
    const dialog = page.getByRole("dialog", { name: "요청 가져오기" });
    await dialog.getByRole("textbox").fill(CURL);
    await dialog.getByText("인식한 형식: curl").waitFor({ timeout: 20_000 });
    assert.match(await dialog.locator(".import-report").innerText(), /Authorization.*남기지 않습니다/);
    assert.deepEqual(await serious(page), []);
  });
});
