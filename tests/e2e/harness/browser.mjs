// A real Chromium, and a page that fails its test for anything that goes wrong in it unseen.

import assert from "node:assert/strict";
import { chromium } from "playwright-core";

const PATH = process.env.LINEUP_CHROMIUM ?? process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A microphone that beeps, and nobody to ask.
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  // Whatever the page may try: nothing but the loopback can be reached. Names below lineup.test lead there too: of machines elsewhere, to
  // the page.
  "--host-resolver-rules=MAP *.lineup.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/** One browser for a file of tests. `args`: more of Chromium's own. */
export const launch = (args = []) => chromium.launch({ executablePath: PATH, headless: true, args: [...FLAGS, ...args] });

/**
 * A fresh page. Any console error or warning, uncaught error, violation of the Content-Security-Policy or request that leaves the
 * loopback fails the test, unless a pattern in `allow` names it: a browser logs a refused fetch by itself.
 *
 * The service worker keeps the page as it does for everyone. `workers: "block"` is for a test that answers the page's own requests in the
 * place of its host (`page.route`): what a service worker asks for passes that by.
 */
export async function open(t, browser, url, { language = "en-US", scheme = "light", width = 1440, height = 900, touch = false, workers = "allow", allow = [], before = () => {} } = {}) {
  const context = await browser.newContext({
    locale: language,
    colorScheme: scheme,
    viewport: { width, height },
    hasTouch: touch,
    reducedMotion: "no-preference",
    serviceWorkers: workers,
  });
  const problems = [];
  // Of Playwright itself, not of the page.
  if (workers === "block") allow = [...allow, /Service Worker registration blocked by Playwright/];
  const report = (kind, text) => {
    const line = `${kind}: ${text}`;
    if (!allow.some((pattern) => pattern.test(line))) problems.push(line);
  };
  await context.exposeBinding("reportViolation", (_, violation) => report("policy", violation));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportViolation(`${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  context.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const local = ["data:", "blob:"].includes(protocol) || ["127.0.0.1", "localhost"].includes(hostname) || hostname.endsWith(".lineup.test");
    if (!local) report("left the loopback", `${request.method()} ${request.url()}`);
  });
  // Of every page that is opened in it, frames and tabs of their own included.
  const logged = [];
  context.on("console", (message) => {
    logged.push(message.text());
    if (["error", "warning"].includes(message.type())) report(`console ${message.type()}`, message.text());
  });
  context.on("weberror", (error) => report("uncaught", error.error().message));
  const page = await context.newPage();
  page.logged = logged;
  t.after(async () => {
    await context.close();
    assert.deepEqual(problems, [], "nothing goes wrong unseen");
  });
  await before(page);
  await page.goto(url);
  return page;
}
