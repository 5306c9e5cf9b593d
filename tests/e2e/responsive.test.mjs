// The page answers while six lanes stream.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { suite } from "./harness/session.mjs";

/** A slow shared machine must not fail a sound page; the bench measures the promise of 50 ms itself. */
const BOUND_MS = 150;

describe("responsive", () => {
  const s = suite();

  test("typing is shown at once while six lanes stream a thousand deltas a second each", async (t) => {
    const { page, play } = await s.lanes(t, Array(6).fill("rapid"));
    await play.ask("Six at once.");
    await play.lane(6).says("word 50");
    await page.evaluate(() => {
      window.delays = [];
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.delays.push(entry.duration);
      }).observe({ type: "event", durationThreshold: 16 });
    });
    await play.prompt.click();
    const text = "typing while they stream";
    await page.keyboard.type(text, { delay: 40 });
    assert.equal(await play.prompt.inputValue(), text);
    const delays = await page.evaluate(() => window.delays.sort((a, b) => a - b));
    const median = delays.length ? delays[Math.floor(delays.length / 2)] : 0;
    t.diagnostic(`${delays.length} slow events, median ${median} ms, worst ${delays.at(-1) ?? 0} ms`);
    assert.ok(median <= BOUND_MS, `median ${median} ms`);
    await play.stopButton.click();
    for (let n = 1; n <= 6; n += 1) assert.match(await play.lane(n).end(), /stopped by you|finished/);
  });

  test("Stop answers at once in the middle of 20,000 lines", async (t) => {
    const { page, play } = await s.play(t);
    await play.setLanes(1);
    await play.lane(1).chooseEndpoint("Simulator");
    await play.lane(1).chooseScenario("20,000 lines in a list");
    await play.ask("All of it.");
    await play.lane(1).says("item 500:", 60_000);
    // Measured in the page, from the click to the word in the lane's foot: the driver's own clicking takes longer than that.
    await page.evaluate(() => {
      window.stop = {};
      addEventListener("click", (event) => (window.stop.clicked ??= event.timeStamp), true);
      new MutationObserver(() => {
        if (document.querySelector(".finish")) window.stop.shown ??= performance.now();
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await play.stopButton.click();
    assert.equal(await play.lane(1).end(), "stopped by you");
    const took = await page.evaluate(() => window.stop.shown - window.stop.clicked);
    t.diagnostic(`Stop took ${took.toFixed(1)} ms`);
    assert.ok(took <= BOUND_MS, `${took} ms`);
  });
});
