// Answers as documents: what the workers add, what is never fetched, and a view that follows the end only as long as it is wanted.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LLMock } from "@copilotkit/aimock";
import { suite } from "./harness/session.mjs";

const DOCUMENT = `# Title

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`rust
fn main() { println!("안녕"); }
\`\`\`

So \\(x^2\\), $y_1$ and

\\[
\\frac{a}{b}
+ c
\\]

See [the page](https://example.com/a) and ![a cat](https://example.com/cat.png).

<img src="https://example.com/pixel.png" onerror="alert(1)">
`;

describe("documents", () => {
  const s = suite();
  const mock = new LLMock({ port: 0 });
  before(async () => {
    mock.onMessage("document", { content: DOCUMENT });
    await mock.start();
  });
  after(() => mock.stop());

  async function answered(t) {
    const { page, play, settings } = await s.play(t);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await settings.open();
    await settings.addEndpoint({ name: "aimock", base: `${mock.url}/v1` });
    await play.open();
    await play.setUp([{ endpoint: "aimock", model: "some-model" }]);
    await play.ask("document");
    assert.equal(await play.lane(1).end(), "finished");
    return { page, play, log: play.lane(1).log };
  }

  test("code is highlighted and formulas are set by the workers", async (t) => {
    const { log } = await answered(t);
    await log.locator(".hl-keyword", { hasText: "fn" }).waitFor({ timeout: 15_000 });
    await log.locator(".hl-string", { hasText: "안녕" }).first().waitFor();
    await log.locator("math mfrac").waitFor({ state: "attached", timeout: 15_000 });
    assert.equal(await log.locator("math").count(), 3);
    assert.equal(await log.locator("th").count(), 2);
    assert.equal(await log.getByRole("heading", { name: "Title" }).count(), 1);
  });

  test("nothing of an answer is fetched, and HTML stays text", async (t) => {
    // A request that leaves the loopback fails the test by itself.
    const { log } = await answered(t);
    assert.equal(await log.locator("img").count(), 0);
    assert.match(await log.innerText(), /<img src="https:\/\/example\.com\/pixel\.png"/);
    const link = log.getByRole("link", { name: /the page/ });
    assert.equal(await link.getAttribute("rel"), "noopener noreferrer");
    assert.equal(await link.getAttribute("target"), "_blank");
  });

  test("the copy button of a block of code copies its text, and says so", async (t) => {
    const { page, play, log } = await answered(t);
    await log.getByRole("button", { name: "Copy" }).click();
    await play.status.getByText("Copied").waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'fn main() { println!("안녕"); }\n');
  });

  test("scrolling up lets go of the end, and the way back follows again", async (t) => {
    const { page, play } = await s.lanes(t, ["endless"]);
    const log = play.lane(1).log;
    await play.ask("Go on.");
    const gap = () => log.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);
    await page.waitForFunction(() => { const log = document.querySelector("[role=log]"); return log.scrollHeight > log.clientHeight + 200; }, null, { timeout: 30_000 });
    assert.ok((await gap()) < 40, "it follows the end");
    await log.hover();
    await page.mouse.wheel(0, -400);
    // The wheel is turned at once and the box moves in a later frame.
    await page.getByRole("button", { name: "To the end" }).waitFor();
    const before = await log.evaluate((element) => element.scrollTop);
    const height = await log.evaluate((element) => element.scrollHeight);
    await page.waitForFunction((height) => document.querySelector("[role=log]").scrollHeight > height + 40, height, { timeout: 30_000 });
    assert.ok(Math.abs((await log.evaluate((element) => element.scrollTop)) - before) < 60, "the reader's place is kept");
    await page.mouse.wheel(0, 100_000);
    await page.waitForFunction(() => { const log = document.querySelector("[role=log]"); return log.scrollHeight - log.scrollTop - log.clientHeight < 40; });
    await play.stopButton.click();
    await play.lane(1).end();
  });
});
