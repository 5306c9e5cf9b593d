// Lanes side by side on the replay server: each has its own fate, and what came stays.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

describe("lanes", () => {
  const s = suite();

  test("one is stopped, one is cut, one finishes, and each keeps its text", async (t) => {
    const { play } = await s.lanes(t, ["endless", "cut-reset", "paced"], { allow: [/ERR_CONNECTION_RESET|ERR_INCOMPLETE_CHUNKED_ENCODING/] });
    await play.ask("Three at once, please.");
    const [endless, cut, paced] = [play.lane(1), play.lane(2), play.lane(3)];
    await endless.says("and 12");
    await endless.stop();
    assert.equal(await endless.end(), "stopped by you");
    assert.equal(await cut.end(), "connection broke");
    assert.equal(await paced.end(), "finished");
    for (const lane of [endless, cut, paced]) assert.match(await lane.text(), /A paced answer comes word by word/);
    assert.match(await endless.text(), /and 12/);
    assert.match(await cut.text(), /What had arrived stays/);
    assert.doesNotMatch(await cut.text(), /That was the whole answer/);
    assert.match(await paced.text(), /That was the whole answer/);
    const kept = await endless.text();
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(await endless.text(), kept, "nothing comes after a stop");
  });

  test("the stop button of the composer stops all, and Run comes back", async (t) => {
    const { play } = await s.lanes(t, ["endless", "endless"]);
    await play.ask("Go on.");
    await play.lane(1).says("and 3");
    await play.lane(2).says("and 3");
    await play.stopButton.click();
    assert.equal(await play.lane(1).end(), "stopped by you");
    assert.equal(await play.lane(2).end(), "stopped by you");
    await play.runButton.waitFor();
  });

  test("the status region says thinking, then the answer with its tokens; the transcript is not read aloud", async (t) => {
    const { page, play } = await s.lanes(t, ["paced"]);
    await page.evaluate(() => {
      window.announced = [];
      const region = document.querySelector("#status");
      new MutationObserver(() => window.announced.push(region.textContent.trim())).observe(region, { childList: true, characterData: true, subtree: true });
    });
    await play.ask("What will be said?");
    await play.lane(1).end();
    const said = await eventually(async () => {
      const said = (await page.evaluate(() => window.announced)).filter((text) => text !== "");
      return said.some((text) => /answered/.test(text)) && said;
    }, "the announcement of the answer");
    const thinking = said.findIndex((text) => /fixture-1 is thinking/.test(text));
    const answered = said.findIndex((text) => /fixture-1 answered, 118 tokens/.test(text));
    assert.ok(thinking >= 0 && answered > thinking, JSON.stringify(said));
    assert.ok(said.length <= 4, `not read token by token: ${JSON.stringify(said)}`);
    assert.equal(await play.lane(1).log.getAttribute("aria-live"), "off");
  });

  test("only the allowed headers are sent, and the body is the one that Request shows", async (t) => {
    const { play } = await s.lanes(t, ["paced"]);
    await play.ask("Which headers?");
    await play.lane(1).end();
    const [request] = await s.api.requests();
    const own = Object.keys(request.headers).filter((name) => !BROWSER_HEADERS.test(name));
    assert.deepEqual(own.sort(), ["content-type"]);
    assert.equal(request.body.stream_options.include_usage, true);
    const shown = await (await play.lane(1).wire("Request")).innerText();
    assert.match(shown, /"include_usage": true/);
    assert.match(shown, /Which headers\?/);
  });

  test("a slow first byte is waited for", async (t) => {
    const { play } = await s.lanes(t, ["slow-first-byte"]);
    await play.ask("Slowly.");
    assert.equal(await play.lane(1).end(), "finished");
  });

  test("a lane is duplicated with its settings, moved, removed, and run again alone", async (t) => {
    const { play } = await s.lanes(t, ["paced", "json-for-stream"]);
    const endpoint = (n) => play.lane(n).root.getByLabel("Endpoint", { exact: true }).evaluate((select) => select.selectedOptions[0].label);
    await play.lane(1).command("Duplicate lane");
    assert.equal(await play.lanes(), 3);
    const before = [await endpoint(1), await endpoint(2), await endpoint(3)];
    assert.equal(before[0], before[1], "the copy stands beside its lane");
    await play.lane(3).command("Move left");
    assert.deepEqual([await endpoint(1), await endpoint(2), await endpoint(3)], [before[0], before[2], before[1]]);
    await play.lane(3).command("Remove lane");
    assert.equal(await play.lanes(), 2);
    await play.ask("Both of you.");
    for (const n of [1, 2]) assert.equal(await play.lane(n).end(), "finished");
    const sent = (await s.api.requests()).length;
    await play.lane(2).command("Run this lane again");
    assert.equal(await play.lane(2).end(), "finished");
    const requests = await s.api.requests();
    assert.equal(requests.length, sent + 1, "one lane asked again");
    assert.deepEqual(requests.at(-1).body.messages, requests.at(-2).body.messages, "with the same conversation");
  });

  for (const width of [1440, 1024]) {
    test(`six lanes scroll in their own strip at ${width}; the page itself does not move sideways`, async (t) => {
      const { page, play } = await s.play(t, { width });
      await play.setLanes(6);
      const wide = await page.evaluate(() => {
        const strip = document.querySelector(".lanes");
        scrollTo(9999, 0);
        return { page: document.documentElement.scrollWidth - innerWidth, moved: scrollX, strip: strip.scrollWidth - strip.clientWidth };
      });
      assert.ok(wide.strip > 0, "the strip holds more than it shows");
      assert.deepEqual({ page: Math.max(0, wide.page), moved: wide.moved }, { page: 0, moved: 0 });
    });
  }

  test("the end of the wire drawer stays in sight: what is wrong with a body, and the buttons", async (t) => {
    const { page, play } = await s.lanes(t, ["paced", "paced", "paced"], { width: 1024, height: 768 });
    await play.ask("What is sent?");
    for (const n of [1, 2, 3]) await play.lane(n).end();
    const lane = play.lane(1).root;
    await lane.getByRole("tab", { name: "Request" }).click();
    await lane.getByRole("button", { name: "Edit the body" }).click();
    await lane.getByLabel("Body, as JSON").fill("{");
    const verdict = lane.locator(".wire-raw-verdict.wire-raw-wrong");
    await verdict.waitFor();
    const ends = await verdict.evaluate((verdict) => {
      const bottom = (element) => element.getBoundingClientRect().bottom;
      const page = verdict.closest(".wire-page");
      return { lane: bottom(verdict.closest("article")), page: bottom(page), buttons: bottom(page.querySelector(".wire-raw ~ .wire-bar")), verdict: bottom(verdict) };
    });
    assert.ok(ends.verdict < ends.page && ends.buttons <= ends.page && ends.page <= ends.lane, JSON.stringify(ends));
    assert.ok(await page.getByRole("button", { name: "Apply to the draft" }).isVisible());
  });

  test("the wire drawer is enlarged over all lanes and back, while they go on", async (t) => {
    const { page, play } = await s.lanes(t, ["endless", "paced", "paced"]);
    await play.ask("What is sent?");
    await play.lane(2).end();
    // A place in the answer that is neither its beginning nor its end.
    const log = page.locator(".lane-body").first();
    const scrolled = () => log.evaluate((log) => log.scrollTop);
    await play.lane(1).wire("Events");
    const drawer = page.locator(".wire").first();
    const filter = drawer.getByRole("searchbox");
    await filter.fill("delta");
    await eventually(() => log.evaluate((log) => log.scrollHeight > log.clientHeight + 200), "the answer is longer than its box");
    await log.hover();
    await page.mouse.wheel(0, -150);
    await play.lane(1).root.getByRole("button", { name: "To the end" }).waitFor();
    const place = await eventually(async () => (await scrolled()) > 0 && scrolled(), "it is scrolled");

    const toggle = drawer.getByRole("button", { name: "Enlarge the wire view" });
    const box = (locator) => locator.evaluate((element) => element.getBoundingClientRect().toJSON());
    const small = await box(drawer);
    await toggle.click();
    const isLarge = (is) => eventually(async () => (await toggle.getAttribute("aria-pressed")) === String(is), `large: ${is}`);
    await isLarge(true);
    const [large, lanes] = [await box(drawer), await box(page.locator(".lanes"))];
    assert.ok(large.width >= lanes.width - 24 && large.height >= lanes.height - 24, JSON.stringify({ large, lanes }));
    assert.ok(large.left >= lanes.left && large.top >= lanes.top, "neither the header nor the draft is covered");
    assert.equal(await filter.inputValue(), "delta", "what was typed is still there");
    await drawer.getByText("Lane 1: fixture-1").waitFor();
    const shown = () => drawer.getByText(/ of \d/).innerText();
    const before = await shown();
    await eventually(async () => (await shown()) !== before, "events go on coming");

    // Once around the page: nothing that is covered is a stop.
    assert.ok(await toggle.evaluate((toggle) => toggle === document.activeElement), "the focus stays on the button");
    const stops = await tabStops(page);
    assert.ok(stops.some((stop) => stop.inDrawer) && stops.length > 8, JSON.stringify(stops));
    assert.deepEqual(stops.filter((stop) => stop.inLanes && !stop.inDrawer), []);
    assert.deepEqual(await serious(page), []);

    // Escape empties the filter, then gives the lanes back.
    await filter.focus();
    await page.keyboard.press("Escape");
    assert.equal(await filter.inputValue(), "");
    await isLarge(true);
    await page.keyboard.press("Escape");
    await isLarge(false);
    assert.deepEqual(await box(drawer), small);
    assert.equal(await scrolled(), place, "the answer has kept its place");
    assert.ok(await play.lane(2).root.isVisible());

    // From the palette, and back from where no text is typed; going to another lane, or closing the drawer, gives the lanes back too.
    const command = async (words) => {
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search commands" }).fill(words);
      await page.keyboard.press("Enter");
    };
    await command("enlarge wire");
    await isLarge(true);
    await eventually(() => toggle.evaluate((toggle) => toggle === document.activeElement), "the focus comes to the button");
    await page.getByRole("link", { name: "Play" }).focus();
    await page.keyboard.press("Escape");
    await isLarge(false);
    await toggle.click();
    await command("next lane");
    await isLarge(false);
    await eventually(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")?.startsWith("Lane 2")), "the focus is on the lane");
    await toggle.click();
    await drawer.getByRole("button", { name: "Close the wire view" }).press("Enter");
    await play.lane(2).root.waitFor();
    const events = drawer.getByRole("tab", { name: "Events" });
    assert.ok(await events.evaluate((tab) => tab === document.activeElement), "the focus is where the page was opened");
    await play.lane(1).wire("Request");
    await isLarge(false);
    await play.stopButton.click();
  });

  test("on a phone the enlarged drawer fills what is below the header", async (t) => {
    const { page, play } = await s.play(t, { width: 390, height: 844, touch: true });
    await play.ask("What is sent?");
    await play.lane(1).end();
    await play.lane(1).wire("Code");
    const drawer = page.locator(".wire").first();
    await drawer.getByRole("button", { name: "Enlarge the wire view" }).click();
    const fills = () => drawer.evaluate((drawer) => {
      const [own, below] = [drawer, document.querySelector("main")].map((element) => element.getBoundingClientRect());
      return ["left", "top", "right", "bottom"].every((side) => Math.abs(own[side] - below[side]) < 1);
    });
    await eventually(fills, "it fills the page");
    const stops = await tabStops(page);
    assert.deepEqual(stops.filter((stop) => stop.inMain && !stop.inDrawer), []);
    assert.deepEqual(await serious(page), []);
    await page.keyboard.press("Escape");
    await play.prompt.waitFor();
  });
});

/** Where Tab stops, until it comes around. */
async function tabStops(page) {
  const stops = [];
  for (let pressed = 0; pressed < 80; pressed += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const at = document.activeElement;
      const isNew = !at.hasAttribute("data-stop");
      at.setAttribute("data-stop", "");
      const name = at.getAttribute("aria-label") || at.innerText?.slice(0, 30) || at.tagName;
      return isNew && { name, inMain: Boolean(at.closest("main")), inLanes: Boolean(at.closest(".lanes")), inDrawer: Boolean(at.closest(".wire.large")) };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** What a browser adds by itself. */
const BROWSER_HEADERS = /^(accept|accept-encoding|accept-language|connection|content-length|host|origin|referer|user-agent|sec-.*|dnt|cache-control|pragma|priority)$/;
