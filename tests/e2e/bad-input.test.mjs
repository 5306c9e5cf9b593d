// Servers that answer badly: a clear message with the server's own words, and what had arrived stays.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { eventually, suite } from "./harness/session.mjs";

const LOGGED = [/Failed to load resource/, /CORS policy/, /ERR_/];

/** `[behaviour, what the lane says, the server's own words, how it ends, what had arrived]` */
const CASES = [
  ["wrong-key", "The key was not accepted", "Incorrect API key provided: sk-fix********ture.", "failed", null],
  ["wrong-key-unreadable", /No answer that this page may read|The local server cannot be reached/, null, "failed", null],
  ["no-cors", /No answer that this page may read|The local server cannot be reached/, null, "failed", null],
  ["html", "A web page came back instead of an answer", "Please sign in to the proxy", "failed", null],
  ["truncated-json", "The answer is broken off or malformed", null, "failed", null],
  ["mid-stream-error", "The server failed", "The replay server failed on purpose.", "failed", "A paced answer comes word by word"],
  ["cut-clean", "The connection broke before the end", null, "connection broke", "A paced answer comes word by word"],
  ["json-for-stream", "the server answered in one piece", null, "finished", "A paced answer comes word by word"],
  ["must-verify", "Only verified organizations may stream this model", null, "finished", "A paced answer comes word by word"],
  ["invalid-utf8", "\u{fffd}\u{fffd}", null, "finished", "That was the whole answer."],
  ["malformed-event", "is not valid JSON", null, "finished", "That was the whole answer."],
  ["unknown-events", "That was the whole answer.", null, "finished", "A paced answer comes word by word"],
];

describe("bad input", () => {
  const s = suite();

  for (const [behaviour, message, words, end, arrived] of CASES) {
    test(behaviour, async (t) => {
      const { play } = await s.lanes(t, [behaviour], { allow: LOGGED });
      await play.ask("Answer badly.");
      const lane = play.lane(1);
      assert.equal(await lane.end(), end);
      await disclose(lane);
      const text = await lane.text();
      assert.ok(message instanceof RegExp ? message.test(text) : text.includes(message), text);
      if (words) assert.ok(text.includes(words), text);
      if (arrived) assert.ok(text.includes(arrived), text);
    });
  }

  for (const behaviour of ["rate-limited", "rate-limited-exposed"]) {
    test(`${behaviour}: the delay is honoured, shown and can be cut short`, async (t) => {
      const { play } = await s.lanes(t, [behaviour], { allow: LOGGED });
      await play.ask("Too many?");
      const lane = play.lane(1);
      await lane.says(/Retry 1 of 2/);
      assert.equal((await s.api.requests()).length, 1, "it waits as long as the server asks");
      await lane.root.getByRole("button", { name: "Retry now" }).click();
      await eventually(async () => (await s.api.requests()).length === 2, "the repeated request");
      assert.equal(await lane.end(), "failed");
      assert.ok((await lane.text()).includes("Rate limit reached for fixture-1"), await lane.text());
      assert.equal((await s.api.requests()).length, 3, "twice by itself, no more");
    });
  }

  test("an unreachable host", async (t) => {
    const { play, settings } = await s.play(t, { allow: LOGGED });
    await settings.open();
    await settings.addEndpoint({ name: "nobody", base: "http://127.0.0.1:9/v1" });
    await play.open();
    await play.setUp([{ endpoint: "nobody", model: "fixture-1" }]);
    await play.ask("Anyone?");
    assert.equal(await play.lane(1).end(), "failed");
    assert.match(await play.lane(1).text(), /127\.0\.0\.1:9/);
  });

  test("a server that never answers can be stopped", async (t) => {
    const { play } = await s.lanes(t, ["never"]);
    await play.ask("Hello?");
    await play.lane(1).says("Waiting for the server");
    await play.lane(1).stop();
    assert.equal(await play.lane(1).end(), "stopped by you");
  });

  test("a stream that stops talking says so and keeps what came", async (t) => {
    const { play } = await s.lanes(t, ["stalls"]);
    await play.ask("Go on?");
    const lane = play.lane(1);
    await lane.says(/Nothing has come for/, 40_000);
    assert.match(await lane.text(), /A paced answer comes word by word/);
    await lane.stop();
    assert.equal(await lane.end(), "stopped by you");
    assert.match(await lane.text(), /A paced answer comes word by word/);
  });

  test("an event of 50 MB is taken in, keeps what came before, and the page goes on", async (t) => {
    const { page, play } = await s.lanes(t, ["huge-event"]);
    await play.ask("How much?");
    const lane = play.lane(1);
    assert.equal(await lane.end(60_000), "finished");
    assert.match(await lane.text(), /A paced answer comes word by word/);
    const started = Date.now();
    await page.getByRole("link", { name: "Settings" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Settings" }).waitFor();
    assert.ok(Date.now() - started < 2_000, "the page still answers");
  });
});

/** Opens whatever is folded in the transcript, so that its words can be read. */
async function disclose(lane) {
  for (const summary of await lane.log.locator("details:not([open]) > summary").all()) await summary.click();
}
