// Streams long answers through the real painter in Chromium and prints main-thread times.
//
// Called by `cargo xtask bench`, which has built the release folder (LINEUP_DIST) and found a browser (LINEUP_CHROMIUM).
// `node bench.mjs --shape list-20k` runs one shape.
//
// Each shape arrives in deltas of about 4 tokens, one a frame, for the first and the last WINDOW deltas; between them many deltas
// come in a frame, as from a fast server. The time of a delta is all that the main thread did in its window (script, style, layout,
// paint), as the browser counts it, divided by the number of deltas.

import { execFileSync } from "node:child_process";
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { SHAPES } from "./shapes.mjs";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const DIST = process.env.LINEUP_DIST ?? join(ROOT, "dist");
const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const BUILT = join(TARGET, "bench-page");
const WINDOW = 150;
/** Deltas in a frame between the two windows. */
const FAST = 64;
/** The aims of the project. */
const AIM_DELTA_MS = 5;
const AIM_TASK_MS = 50;

function buildPage() {
  const build = ["build", "--package", "lineup-bench-page", "--target", "wasm32-unknown-unknown", "--profile", "wasm-release"];
  execFileSync("cargo", build, { cwd: ROOT, stdio: "inherit" });
  mkdirSync(BUILT, { recursive: true });
  const wasm = join(TARGET, "wasm32-unknown-unknown/wasm-release/lineup_bench_page.wasm");
  execFileSync("wasm-bindgen", [wasm, "--target", "web", "--out-dir", BUILT], { stdio: "inherit" });
  // A comment in the page tells how the list of workers is written.
  const page = readFileSync(join(DIST, "index.html"), "utf8").replace(/<!--.*?-->/gs, "");
  const manifest = page.match(/<script type="application\/json" id="lineup-workers">.*?<\/script>/s)?.[0] ?? "";
  const style = page.match(/href="([^"]+\.css)"/)?.[1] ?? "";
  writeFileSync(
    join(BUILT, "bench.html"),
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>bench</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${style}">${manifest}
<script type="module">
import init, { Document } from "./lineup_bench_page.js";
await init();
window.view = Document.open(document.getElementById("document"));
</script></head><body><main class="page" id="page"><div class="document" id="document"></div></main></body></html>`,
  );
}

const TYPES = { ".html": "text/html", ".js": "text/javascript", ".wasm": "application/wasm", ".css": "text/css" };

function serve() {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname)).replace(/^\/+/, "");
    const file = [BUILT, DIST].map((folder) => join(folder, path)).find((file) => existsSync(file) && extname(file));
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
    createReadStream(file).pipe(response);
  });
  return new Promise((done) => server.listen(0, "127.0.0.1", () => done(server)));
}

/** In the page: feeds deltas, so many a frame, and follows the end as a lane does. */
function feed({ deltas, perFrame }) {
  return new Promise((done) => {
    let next = 0;
    const page = document.getElementById("page");
    const frame = () => {
      for (let n = 0; n < perFrame && next < deltas.length; n += 1) window.view.push(deltas[next++]);
      page.scrollTop = page.scrollHeight;
      if (next < deltas.length) requestAnimationFrame(frame);
      else setTimeout(done, 50);
    };
    requestAnimationFrame(frame);
  });
}

async function measure(browser, address, shape) {
  const page = await browser.newPage({ viewport: { width: 900, height: 900 } });
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(`${address}/bench.html`);
  await page.waitForFunction(() => window.view);
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => ({ at: task.startTime, ms: task.duration })))).observe({ type: "longtask" });
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const value = (name) => 1000 * (metrics.find((metric) => metric.name === name)?.value ?? 0);
    return { all: value("TaskDuration"), script: value("ScriptDuration"), layout: value("LayoutDuration"), style: value("RecalcStyleDuration") };
  };
  const window_ = async (deltas) => {
    const before = await busy();
    await page.evaluate(feed, { deltas, perFrame: 1 });
    const after = await busy();
    return Object.fromEntries(Object.keys(before).map((key) => [key, (after[key] - before[key]) / deltas.length]));
  };
  const deltas = shape.deltas();
  const started = await page.evaluate(() => performance.now());
  const first = await window_(deltas.slice(0, WINDOW));
  await page.evaluate(feed, { deltas: deltas.slice(WINDOW, -WINDOW), perFrame: FAST });
  // What the workers still have comes before the last window.
  await page.waitForTimeout(1500);
  const last = await window_(deltas.slice(-WINDOW));
  await page.evaluate(() => window.view.finish());
  await page.waitForTimeout(200);
  const tasks = await page.evaluate(() => window.tasks);
  const late = tasks.filter((task) => task.at > started + 1000).map((task) => task.ms);
  const nodes = await page.evaluate(() => document.querySelectorAll("#document *").length);
  await page.close();
  return { name: shape.name, deltas: deltas.length, bytes: deltas.reduce((sum, delta) => sum + delta.length, 0), first, last, longest: Math.max(0, ...late), long: late.length, nodes, problems };
}

buildPage();
const server = await serve();
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.LINEUP_CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const only = process.argv.includes("--shape") ? process.argv[process.argv.indexOf("--shape") + 1] : undefined;
const results = [];
console.log("shape             KB deltas | per delta: first  last (script layout style) ms | tasks > 50 ms, longest ms | elements");
for (const shape of SHAPES.filter((shape) => !only || shape.name === only)) {
  const result = await measure(browser, address, shape);
  results.push(result);
  const n = (value, width) => value.toFixed(2).padStart(width);
  const { first, last } = result;
  console.log(
    `${result.name.padEnd(15)} ${(result.bytes / 1024).toFixed(0).padStart(4)} ${String(result.deltas).padStart(6)} | ${n(first.all, 16)} ${n(last.all, 5)} (${n(last.script, 6)} ${n(last.layout, 6)} ${n(last.style, 5)})    | ${String(result.long).padStart(13)} ${n(result.longest, 11)} | ${result.nodes}`,
  );
  for (const problem of result.problems) console.log(`    ${problem}`);
}
await browser.close();
server.close();
const missed = results.filter((result) => result.last.all > AIM_DELTA_MS || result.longest > AIM_TASK_MS || result.problems.length > 0);
console.log(missed.length === 0 ? `All within ${AIM_DELTA_MS} ms a delta, and no task above ${AIM_TASK_MS} ms after the first second.` : `Not within the aims: ${missed.map((result) => result.name).join(", ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
