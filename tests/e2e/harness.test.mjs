// The watch that every other test stands under: what goes wrong in a page unseen fails its test.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { canary, faults } from "./harness/hostile.mjs";

const POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; img-src 'self'; connect-src *; frame-src *";

/** A page of its own for each way in which something can go wrong: `[what it does, what is reported]`. */
const WRONG = {
  "an inline style": ['<p style="color:red">x</p>', /policy: style-src-attr refused inline/],
  "a picture of data": ['<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', /policy: img-src refused data/],
  "a picture of another host": ['<img src="https://elsewhere.example/pixel.png">', /policy: img-src refused https:\/\/elsewhere\.example/],
  "a violation in a frame": ['<iframe src="/style"></iframe>', /policy: style-src-attr/],
  "a request to another host": ['<script>fetch("https://elsewhere.example/").catch(() => {})</script>', /left the loopback: GET https:\/\/elsewhere\.example/],
  "a beacon": ['<script>navigator.sendBeacon("https://elsewhere.example/b")</script>', /left the loopback: POST/],
  "an error in the console": ['<script>console.error("oh")</script>', /console error: oh/],
  "a warning": ['<script>console.warn("hm")</script>', /console warning: hm/],
  "an error that nobody catches": ['<script>throw new Error("thrown")</script>', /uncaught: thrown/],
  "a promise that nobody catches": ['<script>Promise.reject(new Error("rejected"))</script>', /uncaught: rejected/],
  "an error in a tab of its own": ['<script>window.open("/console")</script>', /console error: from another tab/],
};

const ASIDE = { "/style": '<p style="color:red">x</p>', "/console": '<script>console.error("from another tab")</script>', "/": "<p>Nothing.</p>" };

describe("the watch over every page", () => {
  let browser, server, url;
  before(async () => {
    server = createServer((request, response) => {
      const page = WRONG[decodeURIComponent(request.url.slice(1))]?.[0] ?? ASIDE[request.url];
      response.writeHead(page ? 200 : 204, { "content-type": "text/html", "content-security-policy": POLICY }).end(page && `<!doctype html><title>x</title>${page}`);
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${server.address().port}`;
    browser = await launch();
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  /** Opens the page as a test of its own would, and returns how that test ends: with the error that fails it, or without one. */
  async function ended(path) {
    const endings = [];
    const page = await open({ after: (ending) => endings.push(ending) }, browser, `${url}${path}`);
    await page.waitForTimeout(300);
    return Promise.all(endings.map((ending) => ending())).then(() => null, (error) => error);
  }

  for (const [name, [, reported]] of Object.entries(WRONG)) {
    test(`${name} fails the test`, async () => {
      const error = await ended(`/${encodeURIComponent(name)}`);
      assert.ok(error instanceof assert.AssertionError, "the test fails");
      assert.match(JSON.stringify(error.actual), reported);
    });
  }

  test("a page in which nothing goes wrong fails no test", async () => {
    assert.equal(await ended("/"), null);
  });

  test("nobody opens a page past the watch", () => {
    const folder = new URL(".", import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith(".test.mjs"));
    assert.ok(files.length > 20);
    for (const name of files.filter((name) => name !== "harness.test.mjs")) {
      const text = readFileSync(new URL(name, folder), "utf8");
      assert.doesNotMatch(text, /playwright|newContext|newPage\(\{|chromium\.launch/, `${name} has a browser of its own`);
    }
  });

  test("the look for harm sees harm", async (t) => {
    const page = await open(t, browser, `${url}/`);
    const put = (make) => page.evaluate(`(${make})()`);
    const body = "document.body";
    for (const [make, seen] of [
      [`() => ${body}.append(document.createElement("iframe"))`, /an element that does something/],
      [`() => { const p = document.createElement("p"); p.setAttribute("onclick", ""); ${body}.append(p) }`, /a handler onclick/],
      [`() => { const a = document.createElement("a"); a.href = "javascript:1"; ${body}.append(a) }`, /leads to javascript:1/],
      [`() => { const a = document.createElement("a"); a.href = "https://b.example"; ${body}.append(a) }`, /tells where it came from/],
      [`() => { const p = document.createElement("p"); p.append("Remove ", "a\\u202eb", "?"); ${body}.append(p) }`, /turns the words beside it/],
      [`() => { const p = document.createElement("p"); p.append("Remove a\\u202eb?"); ${body}.append(p) }`, /turns the words beside it/],
      [`() => { const p = document.createElement("p"); p.title = "Remove a\\u202eb?"; ${body}.append(p) }`, /turns the words in title/],
      ["() => { window.pwned = 1 }", /a script has run/],
      ["() => { Object.prototype.polluted = 1 }", /a prototype was changed/],
    ]) {
      await page.goto(`${url}/`);
      assert.deepEqual(await faults(page, ["a\u202eb"]), []);
      await put(make);
      assert.match((await faults(page, ["a\u202eb"])).join(), seen);
    }
    // What is harmless: an isolate that ends, and a payload alone in its element.
    await page.goto(`${url}/`);
    await put(`() => { const p = document.createElement("p"); p.textContent = "Remove \\u2068\\u05d0\\u2069?"; const q = document.createElement("p"); q.textContent = "a\\u202eb"; ${body}.append(p, q) }`);
    assert.deepEqual(await faults(page, ["a\u202eb"]), []);
  });

  test("the canary sings", async () => {
    const listener = await canary();
    await fetch(`http://${listener.host}/`).catch(() => {});
    await listener.close();
    assert.equal(listener.calls.length, 1);
  });
});
