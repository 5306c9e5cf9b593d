// What the first picture does not need comes in files of its own: none of them with the first visit, each one when it is shown, and a
// file that cannot be had is said and asked for again.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const go = (page, name) => page.getByRole("link", { name, exact: true }).first().click();
/** Asked of the host and not of the worker that keeps the page, which fetches the whole build. */
const HOST = { workers: "block" };
const LATER = /\/(split|chunk)_[^/]*\.wasm$/;

/** Keeps the later files back until what it gives is called. */
async function held(page) {
  let answer;
  const answered = new Promise((resolve) => (answer = resolve));
  await page.route(LATER, async (route) => {
    await answered;
    await route.continue();
  });
  return answer;
}

describe("later", () => {
  const s = suite();

  test("the first picture waits for none of the later files, and a page that is shown comes with its own", async (t) => {
    const asked = [];
    const { page } = await s.play(t, HOST);
    // Those that show answers and what opens are fetched soon after the first picture.
    const answers = await eventually(() => page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).find((name) => name.endsWith("/split_answers.wasm"))), "the answers' file");
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(loaded.indexOf(answers) > loaded.findIndex((name) => name.endsWith("/lineup_bg.wasm")));
    assert.deepEqual(loaded.filter((name) => /split_pages/.test(name)), []);
    page.on("request", (request) => LATER.test(request.url()) && asked.push(request.url()));
    await go(page, "History");
    await heading(page, "History").waitFor();
    assert.ok(asked.some((url) => url.endsWith("/split_pages.wasm")), asked.join());
    const once = asked.length;
    await go(page, "Play");
    await go(page, "History");
    await heading(page, "History").waitFor();
    assert.equal(asked.length, once, "a file is fetched once");
  });

  test("a file that takes its time is announced", async (t) => {
    const { page } = await s.play(t, HOST);
    const answer = await held(page);
    await go(page, "Settings");
    await page.getByRole("status").getByText("Loading…").waitFor();
    // Somewhere else meanwhile, and back.
    await go(page, "Play");
    await go(page, "Settings");
    await page.getByRole("status").getByText("Loading…").waitFor();
    answer();
    await heading(page, "Settings").waitFor();
    assert.equal(await page.getByText("Loading…").count(), 0);
  });

  for (const [what, refuse] of [
    ["without a network", (route) => route.abort()],
    ["where the host has it no more", (route) => route.fulfill({ status: 404, body: "no such file" })],
    ["where the host answers with its page", (route) => route.fulfill({ status: 200, contentType: "text/html", body: "<!doctype html>" })],
  ]) {
    test(`${what}, a later file is missed aloud, and trying again helps`, async (t) => {
      const { page } = await s.play(t, { ...HOST, allow: [/Failed to load resource/, /console error: (Error: status 404|TypeError: Failed to fetch|CompileError)/] });
      await page.route(LATER, refuse);
      await go(page, "Line-up");
      const said = page.getByRole("status").filter({ hasText: "could not be loaded" });
      await said.waitFor();
      assert.deepEqual(await serious(page), []);
      await page.unroute(LATER);
      await said.getByRole("button", { name: "Try again" }).click();
      await heading(page, "Line-up").waitFor();
    });
  }

  test("a run waits for what reads its answer, and can be stopped meanwhile", async (t) => {
    let answer;
    const { play } = await s.play(t, { ...HOST, before: async (page) => void (answer = await held(page)) });
    await play.setLanes(1);
    const lane = play.lane(1);
    await play.prompt.fill("Wait for me.");
    await play.runButton.click();
    await lane.stop();
    answer();
    assert.equal(await lane.end(), "stopped by you");
    await play.ask("Now answer.");
    assert.equal(await lane.end(), "finished");
  });

  test("nothing is sent whose answer could not be read: it is said, and another run helps", async (t) => {
    const allow = [/Failed to load resource/, /console error: TypeError: Failed to fetch/];
    const { page, play } = await s.play(t, { ...HOST, allow, before: (page) => page.route(LATER, (route) => route.abort()) });
    await play.setLanes(1);
    await play.prompt.fill("Who reads this?");
    await play.runButton.click();
    const notices = page.getByRole("region", { name: "Notices" });
    await notices.getByText("could not be loaded").waitFor();
    assert.deepEqual(await serious(page), []);
    await page.unroute(LATER);
    await play.ask("Once more.");
    assert.equal(await play.lane(1).end(), "finished");
  });

  test("a dialog opens at once, and what is in it comes", async (t) => {
    const { page } = await s.play(t, HOST);
    const answer = await held(page);
    await page.getByRole("button", { name: "Share", exact: true }).first().click();
    const dialog = page.getByRole("dialog", { name: "Share this set-up" });
    await dialog.getByText("Loading…").waitFor();
    answer();
    await dialog.getByRole("button", { name: "Copy the link" }).waitFor();
  });
});
