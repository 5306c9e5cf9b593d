// Korean input: Enter while a syllable is being composed commits it and sends nothing; one Enter afterwards sends once.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, suite } from "./harness/session.mjs";

describe("Korean input", () => {
  const s = suite();

  test("Enter during composition sends nothing, and one Enter afterwards sends once", async (t) => {
    const { page, play, settings } = await s.lanes(t, ["paced"]);
    await settings.open();
    await settings.enterRuns();
    await play.open();
    await play.prompt.click();
    const ime = await page.context().newCDPSession(page);
    for (const text of ["ㅎ", "하", "한"]) await ime.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    // What Chromium sends for the Enter that ends a composition: keyCode 229, "Process".
    await ime.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Process", code: "Enter", windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 });
    await ime.send("Input.insertText", { text: "한" });
    await ime.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
    assert.equal(await play.prompt.inputValue(), "한");
    assert.deepEqual(await s.api.requests(), [], "the Enter of the composition sends nothing");
    await page.keyboard.press("Enter");
    await play.lane(1).end();
    const requests = await s.api.requests();
    assert.equal(requests.length, 1, "one Enter sends once");
    assert.match(JSON.stringify(requests[0].body.messages), /한/);
  });

  test("a second composition that is open when Enter comes is not sent in half", async (t) => {
    const { page, play, settings } = await s.lanes(t, ["paced"]);
    await settings.open();
    await settings.enterRuns();
    await play.open();
    await play.prompt.click();
    const ime = await page.context().newCDPSession(page);
    await ime.send("Input.insertText", { text: "안녕 " });
    await ime.send("Input.imeSetComposition", { text: "하", selectionStart: 1, selectionEnd: 1 });
    // Some systems send a plain Enter with isComposing instead of keyCode 229.
    await ime.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
    await ime.send("Input.dispatchKeyEvent", { type: "keyUp", key: "Enter", code: "Enter", windowsVirtualKeyCode: 13 });
    assert.deepEqual(await s.api.requests(), []);
    await ime.send("Input.insertText", { text: "하세요" });
    await page.keyboard.press("Enter");
    await eventually(async () => (await s.api.requests()).length === 1, "the request");
    await play.lane(1).end();
    const requests = await s.api.requests();
    assert.equal(requests.length, 1);
    assert.match(JSON.stringify(requests[0].body.messages), /안녕 하세요/);
  });
});
