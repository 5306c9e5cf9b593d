// What goes wrong, played by the simulator: each failure by its own words, what had arrived stays, and the alert region says it.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, suite } from "./harness/session.mjs";

/** Scenario, how the lane's foot ends, what its text says, and whether the alert region tells of it. */
const FAILURES = [
  ["400: a parameter is refused", "failed", /Unsupported|not support/i],
  ["401: wrong key", "failed", /Incorrect API key|key/i],
  ["the stream is cut", "connection broke", /\w{40}|connection broke/i],
  ["an error in mid-stream", "failed", /error/i],
  ["ended by a content filter", "stopped by a content filter", /filter/i],
  ["the budget goes to thinking", "stopped at the token limit", /went to reasoning/],
];

describe("failures", () => {
  const s = suite();

  for (const [scenario, end, words] of FAILURES) {
    test(`the simulator plays: ${scenario}`, async (t) => {
      const { page, play } = await s.play(t);
      await play.setLanes(1);
      await play.lane(1).chooseScenario(scenario);
      await play.ask("What will happen?");
      assert.equal(await play.lane(1).end(60_000), end);
      assert.match(await play.lane(1).text(), words);
      if (end === "failed" || end === "connection broke") {
        await eventually(async () => (await play.alert.innerText()).trim() !== "", "the alert region says it");
        assert.match(await play.alert.innerText(), /o4-mini/);
      }
      // A failed run can be asked again, and another scenario answers.
      await play.lane(1).chooseScenario("an answer");
      await play.runButton.click();
      await page.locator(".finish", { hasText: "finished" }).waitFor({ timeout: 60_000 });
    });
  }

  test("a rate limit is waited for, and the wait can be ended", async (t) => {
    const { page, play } = await s.play(t);
    await play.setLanes(1);
    await play.lane(1).chooseScenario("429: rate limit with a delay");
    await play.ask("Again and again?");
    await play.lane(1).root.getByRole("button", { name: "Retry now" }).waitFor({ timeout: 30_000 });
    await play.lane(1).root.getByRole("button", { name: "Stop", exact: true }).last().click();
    assert.match(await play.lane(1).end(60_000), /stopped by you|failed/);
    await page.getByRole("button", { name: /^Run 1 lane/ }).waitFor();
  });

  test("several answers to one question stand in tabs", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-4o", api: "Chat Completions" }]);
    const lane = play.lane(1);
    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByLabel("answers (n)").fill("2");
    await page.keyboard.press("Escape");
    await play.ask("Say it twice.");
    assert.equal(await lane.end(60_000), "finished");
    const second = lane.root.getByRole("tab", { name: "Answer 2" });
    const first = await lane.text();
    await second.click();
    assert.equal(await second.getAttribute("aria-selected"), "true");
    await eventually(async () => (await lane.text()).length > 0, "the second answer");
    assert.ok(first.length > 0);
  });
});

describe("on a phone", () => {
  const s = suite();

  for (const [language, scheme] of [["en-US", "light"], ["ko-KR", "dark"]]) {
    test(`a prompt is written, run and read in ${language}`, async (t) => {
      const { page, play } = await s.play(t, { width: 390, language, scheme });
      const fits = async (what) => {
        const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(width <= room, `${what}: ${width} px in ${room}`);
      };
      await fits("empty");
      await page.locator(".empty-example").nth(1).click();
      const ends = page.locator("article.lane .finish");
      for (let lane = 0; lane < 2; lane += 1) await ends.nth(lane).waitFor({ state: "attached", timeout: 60_000 });
      await fits("answered");
      // One lane is in sight; the tabs bring the others.
      const lanes = page.locator("article.lane");
      const seen = () => lanes.evaluateAll((all) => all.findIndex((lane) => lane.getBoundingClientRect().width > 0 && lane.checkVisibility()));
      const tabs = page.locator(".lane-tabs").getByRole("tab");
      const before = await seen();
      await tabs.nth(1).click();
      await eventually(async () => (await seen()) !== before || (await tabs.nth(1).getAttribute("aria-selected")) === "true", "the second lane");
      await play.prompt.fill("그리고?");
      await fits("typing");
      await page.locator(".composer-run").click();
      await eventually(async () => (await page.locator(".turn").count()) > 0 || (await lanes.count()) > 0, "it runs");
      await fits("running");
    });
  }
});
