// The page as a newcomer meets it: without a key, with a keyboard only, in both languages, on any sub-path.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

describe("play", () => {
  const s = suite();

  test("an example runs at once on the simulator, and its usage is the documented one", async (t) => {
    const { page, play } = await s.play(t);
    const started = Date.now();
    await page.getByRole("button", { name: /A first Python API/ }).click();
    await play.lane(2).log.getByText(/Python API/).first().waitFor({ timeout: 5_000 });
    assert.ok(Date.now() - started < 5_000, "an answer streams within five seconds");
    assert.equal(await play.lane(1).end(60_000), "finished");
    const text = await play.lane(1).text();
    assert.match(text, /Thought for/);
    assert.match(text, /Your first Python API, step by step/);
    const foot = await play.lane(1).foot.innerText();
    assert.match(foot, /448/);
    assert.match(foot, /simulated/i);
    assert.match(foot, /first token\s+\d+\.\d+ s\s+\d+\s+tok\/s/);
    // One scale for all lanes: a bar is as long as its lane's tokens are many.
    assert.equal(await play.lane(2).end(60_000), "finished");
    const bar = (n) => play.lane(n).foot.locator(".usage-bar").evaluate((bar) => [...bar.children].reduce((sum, piece) => sum + piece.getBoundingClientRect().width, 0) / bar.clientWidth);
    const [long, short] = [await bar(1), await bar(2)];
    assert.ok(long > 0.98 && Math.abs(short / long - (20 + 287) / (20 + 448 + 1395)) < 0.02, `${short} of ${long}`);
    await play.lane(2).wire("Events");
    const times = (await play.lane(2).root.locator(".event-at").allInnerTexts()).map(Number);
    assert.ok(times.length > 5 && times.every((time, at) => time >= (times[at - 1] ?? 0)) && times[0] > 0, times.join());
    assert.deepEqual(await s.api.requests(), [], "nothing was sent anywhere");
  });

  test("the garbled sentence is worked out in named steps", async (t) => {
    const { page, play } = await s.play(t);
    await page.getByRole("button", { name: /A garbled Korean sentence/ }).click();
    assert.equal(await play.lane(1).end(60_000), "finished");
    await play.lane(1).log.locator("details > summary").first().click();
    const text = await play.lane(1).text();
    for (const step of ["Decoding the syllables", "Deciphering by sound", "Checking grammar"]) assert.ok(text.includes(step), step);
    const times = await play.lane(1).log.locator(".think-step-time").allTextContents();
    assert.ok(times.length >= 3 && times.every((time) => /^\d+(\.\d+)? m?s$/.test(time.trim())), times.join());
    assert.match(text, /지구상 어떤 번역기도/);
  });

  test("a tool is called for two cities in parallel", async (t) => {
    const { page, play } = await s.play(t);
    await page.getByRole("button", { name: /Two cities, one tool/ }).click();
    assert.equal(await play.lane(1).end(60_000), "asks for tools");
    const text = await play.lane(1).text();
    for (const word of ["get_weather", "Seoul", "Busan"]) assert.ok(text.includes(word), text);
  });

  test("it works on a sub-path", async (t) => {
    const { page, play } = await s.play(t, { path: "a/b/" });
    await page.getByRole("button", { name: /Two cities, one tool/ }).click();
    assert.equal(await play.lane(1).end(60_000), "asks for tools");
  });

  test("the main way can be gone with the keyboard alone", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.focus();
    await page.keyboard.type("By keyboard");
    await page.keyboard.press("Control+Enter");
    assert.equal(await play.lane(1).end(30_000), "finished");
    await page.keyboard.press("Control+k");
    const palette = page.getByRole("dialog", { name: "Commands" });
    await palette.waitFor();
    await page.keyboard.type("Settings");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys and commands" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys and commands" }).waitFor({ state: "hidden" });
  });

  test("every control can be reached with Tab and shows its focus", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("x");
    const reached = new Set();
    await page.evaluate(() => document.activeElement.blur());
    for (let press = 0; press < 120; press += 1) {
      await page.keyboard.press("Tab");
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element);
        const seen = style.outlineStyle !== "none" || style.boxShadow !== "none" || element.matches("textarea, input, select, [role=log]");
        return { name: element.getAttribute("aria-label") ?? element.textContent.trim().slice(0, 40) ?? element.id, id: element.id, seen };
      });
      if (!focused) break;
      assert.ok(focused.seen, `no visible focus: ${JSON.stringify(focused)}`);
      reached.add(focused.name || focused.id);
    }
    for (const name of [/^Run \d/, /^o4-mini/, /^Settings$/, /^Actions of lane 1/]) {
      assert.ok([...reached].some((label) => name.test(label)), `${name} is reached: ${[...reached].join(" | ")}`);
    }
  });

  for (const language of ["en-US", "ko-KR"]) {
    for (const scheme of ["light", "dark"]) {
      test(`axe finds nothing serious: ${language}, ${scheme}`, async (t) => {
        const { page, play } = await s.play(t, { language, scheme });
        assert.deepEqual(await serious(page), [], "empty Play");
        await page.getByRole("button", { name: /Two cities, one tool|두 도시, 한 도구/ }).click();
        await page.locator("article footer .finish").first().waitFor({ timeout: 30_000 });
        await page.locator("article footer .finish").nth(1).waitFor({ timeout: 30_000 });
        // The button is on its way back to Run.
        await page.locator(".composer-run.btn-primary").waitFor();
        assert.deepEqual(await serious(page), [], "Play with answers");
        await page.goto(new URL("#/settings", page.url()).href);
        await page.getByRole("heading", { level: 1 }).filter({ visible: true }).first().waitFor();
        assert.deepEqual(await serious(page), [], "Settings");
        assert.ok(play);
      });
    }
  }
});
