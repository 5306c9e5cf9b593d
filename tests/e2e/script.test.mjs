// Functions of the user's that answer calls of tools: what they can do, and what they cannot do to the page.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

describe("functions", () => {
  const s = suite();

  async function editor(t) {
    const { page, play } = await s.play(t);
    await page.getByRole("button", { name: /Two cities, one tool/ }).click();
    await play.setLanes(1);
    assert.equal(await play.lane(1).end(60_000), "asks for tools");
    await page.getByRole("button", { name: "Edit get_weather" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit get_weather" });
    await dialog.getByLabel("How its calls are answered").selectOption("a JavaScript function");
    const code = dialog.getByLabel("The function", { exact: true });
    const outcome = dialog.locator(".function-outcome");
    const attempt = async (text) => {
      await code.fill(text);
      await dialog.getByRole("button", { name: "Try it" }).click();
      await outcome.getByText("The function is running").waitFor({ state: "detached", timeout: 45_000 });
      return outcome.innerText();
    };
    return { page, play, dialog, code, outcome, attempt };
  }

  test("a function answers the calls, and the lane goes on", async (t) => {
    const { page, play, dialog, code, outcome, attempt } = await editor(t);
    // It begins with arguments that fit the schema.
    assert.match(await dialog.getByLabel("Arguments for a trial").inputValue(), /"unit": "celsius"/);
    await dialog.getByLabel("Arguments for a trial").fill('{"city": "Seoul", "unit": "celsius"}');
    assert.match(await attempt("async ({ city }) => { console.log('asked for', city); return { city, degrees: city.length }; }"), /"degrees":5/);
    await outcome.getByText("1 line logged").click();
    await outcome.getByText("asked for Seoul").waitFor();
    assert.equal(await attempt("x => [typeof fetch, typeof document, typeof postMessage].join()"), "undefined,undefined,undefined");
    assert.match(await attempt("function answer() {\n  return 1 +;\n}"), /Line 2, column 13: this is not JavaScript/);
    await outcome.getByRole("button", { name: "Go to the line" }).click();
    assert.equal(await code.evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd)), "  return 1 +;");
    assert.deepEqual(await serious(page), []);
    // One city is refused: the model reads why.
    await code.fill("function answer({ city }) {\n  if (city === 'Busan') throw new Error('no station in ' + city);\n  return { city, degrees: 4 };\n}");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByLabel("Go on by itself").check();
    await play.ask("Compare the weather in Seoul and Busan, in celsius.");
    await play.lane(1).says(/This is what the tools said/, 60_000);
    const text = await play.lane(1).text();
    assert.match(text, /"degrees": 4/);
    assert.match(text, /no station in Busan/);
  });

  test("a function that never ends, or takes all memory, is ended; the page goes on", async (t) => {
    const { page, play, dialog, code, outcome, attempt } = await editor(t);
    assert.match(await attempt("() => { while (true) {} }"), /A loop did not end|took more than 3 seconds/);
    // Loops that each are short: only the clock ends them. Meanwhile the page answers.
    await code.fill("const short = () => { for (let i = 0; i < 1e6; i++); };\n() => { for (let i = 0; i < 1e6; i++) short(); }");
    await dialog.getByRole("button", { name: "Try it" }).click();
    await outcome.getByText("The function is running").waitFor();
    const began = Date.now();
    await dialog.getByLabel("Description").first().fill("still here");
    assert.ok(Date.now() - began < 1_500, `the page took ${Date.now() - began} ms`);
    await outcome.getByText("It took more than 3 seconds and was ended.").waitFor({ timeout: 30_000 });
    assert.match(await attempt("() => 'a'.repeat(1e9)"), /more memory than it may have|too long/);
    assert.match(await attempt("() => { let s = 'x'; for (;;) s += s; }"), /more memory than it may have/);
    assert.match(await attempt("function answer() { return answer(); }"), /called itself too deep/);
    assert.equal(await attempt("() => 'well'"), "well");
    // In a lane the fault is for the user: nothing is sent by itself, nothing is lost.
    await code.fill("() => { for (;;); }");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByLabel("Go on by itself").check();
    await play.ask("Compare the weather in Seoul and Busan, in celsius.");
    await play.lane(1).says(/A loop did not end|took more than 3 seconds/, 60_000);
    assert.match(await play.lane(1).log.getByLabel("Result", { exact: true }).first().inputValue(), /did not end in time/);
    // Mended, it is run again.
    await page.getByRole("button", { name: "Edit get_weather" }).click();
    await code.fill("() => 'mended'");
    await dialog.getByRole("button", { name: "Save" }).click();
    await play.lane(1).log.getByRole("button", { name: "Run the functions again" }).first().click();
    await play.lane(1).says(/mended/, 30_000);
  });
});
