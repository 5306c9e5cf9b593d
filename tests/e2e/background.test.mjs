// Runs in the background: taken up after a cut and after a reload, waited for, and ended at the server.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { backgroundServer } from "./harness/background.mjs";
import { eventually, suite } from "./harness/session.mjs";

const ALL = "one two three four five.";
const KEY = "sk-of-the-background";

describe("runs in the background", () => {
  const s = suite();
  let server;
  before(async () => {
    server = await backgroundServer();
  });
  after(() => server.close());

  async function ready(t, access) {
    const opened = await s.play(t, { allow: [/Failed to load resource/] });
    const { page, play, settings } = opened;
    await settings.open();
    await settings.addEndpoint({ name: "far", base: `${server.url}/v1`, ...access });
    await play.open();
    await play.setUp([{ endpoint: "far", model: "gpt-5.2", api: "Responses" }]);
    const lane = play.lane(1);
    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByLabel("background", { exact: true }).selectOption({ label: "on" });
    await page.keyboard.press("Escape");
    server.asked.length = 0;
    Object.assign(server.behaviour, { lose: Infinity, hold: Infinity });
    return { ...opened, lane };
  }

  test("a run that is cut goes on after its last event, and one that is left with the page after the reload", async (t) => {
    const { page, play, settings, lane } = await ready(t, { auth: "Authorization: Bearer …", key: KEY });
    server.behaviour.lose = 3;
    await play.ask("Count");
    await lane.says(ALL);
    assert.equal(await lane.end(), "finished");
    await lane.says("The connection was cut 1 time; the run was taken up again.");
    const [asked, rest] = server.asked;
    assert.equal(asked.body.background, true);
    assert.deepEqual([rest.method, rest.path, rest.query, rest.body], ["GET", "/v1/responses/resp_1", { stream: "true", starting_after: "4" }, null]);
    assert.equal(rest.headers.authorization, `Bearer ${KEY}`);
    assert.equal(await lane.log.getByText("one two three").count(), 1, "nothing comes twice");

    Object.assign(server.behaviour, { lose: Infinity, hold: 2 });
    await play.ask("Once more");
    await lane.says("one two");
    server.asked.length = 0;
    await page.reload();
    // Keys are forgotten with the page: the run waits for its own, with what had come.
    await lane.says("It goes on at the server");
    await lane.says("one two");
    assert.deepEqual(await serious(page), []);
    await settings.open();
    await settings.enterKey("far", KEY);
    await play.open();
    await lane.says(ALL);
    assert.equal(await lane.end(), "finished");
    assert.deepEqual(server.asked.map(({ method, query }) => [method, query]), [["GET", { stream: "true", starting_after: "3" }]]);
    // It is over: the next reload asks nothing.
    await page.reload();
    await lane.root.waitFor();
    assert.equal(server.asked.length, 1);
  });

  test("Stop ends it at the server, and an answer that does not stream is asked for until it is there", async (t) => {
    const { page, play, lane } = await ready(t);
    server.behaviour.hold = 1;
    await play.ask("Count");
    await lane.says("one");
    // Without a key it goes on by itself after a reload.
    await page.reload();
    await lane.says(ALL);
    server.asked.length = 0;
    await play.ask("Once more");
    await lane.says("one");
    await lane.stop();
    await eventually(() => server.asked.find((one) => one.path.endsWith("/cancel")), "the server is told");
    assert.deepEqual(server.asked.map(({ method, path }) => [method, path]).at(-1), ["POST", "/v1/responses/resp_1/cancel"]);

    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByLabel("stream", { exact: true }).uncheck();
    await page.keyboard.press("Escape");
    server.asked.length = 0;
    await play.ask("Count");
    await lane.says(ALL, 20_000);
    assert.deepEqual(server.asked.map(({ method }) => method), ["POST", "GET", "GET"]);
    assert.equal(await lane.end(), "finished");
  });

  test("the simulator's cut run goes on too", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-5.2", api: "Responses" }]);
    const lane = play.lane(1);
    await lane.chooseScenario("the stream is cut");
    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByLabel("background", { exact: true }).selectOption({ label: "on" });
    await page.keyboard.press("Escape");
    await play.ask("Tell me something");
    assert.equal(await lane.end(60_000), "finished");
    await lane.says(/The connection was cut 1 time/);
  });
});
