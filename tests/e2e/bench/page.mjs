// The whole page while the simulator plays its four answers of 20,000 lines: the stream, the fold, the recorder, the painter and the end of
// the run together. Prints the tasks of more than 50 ms after the first second of the answer, as the browser counts them.
//
// Called by `cargo xtask bench` after the painter's own bench. `node page.mjs list` runs the shapes whose name holds that word.

import { launch } from "../harness/browser.mjs";
import { Play } from "../harness/play.mjs";
import { host } from "../harness/servers.mjs";

const SHAPES = ["20,000 lines, mixed", "20,000 lines in a code fence", "20,000 lines in a list", "20,000 lines in a table"];
/** A slow machine may take its time; what is measured is how long a single task is. */
const PATIENCE_MS = 15 * 60_000;
/** The aim of the project. */
const AIM_TASK_MS = 50;

async function measure(browser, address, shape) {
  const context = await browser.newContext({ locale: "en-US", viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(`${address}/`);
  const play = new Play(page);
  await play.prompt.waitFor({ timeout: 60_000 });
  await play.setLanes(1);
  await play.lane(1).chooseScenario(shape);
  await page.evaluate(() => {
    window.tasks = [];
    new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => ({ at: task.startTime, ms: task.duration })))).observe({ type: "longtask" });
  });
  await play.prompt.fill("All of it.");
  await play.runButton.click();
  // The page looks itself: a search from outside goes through the whole of the long answer, in tasks of the page.
  const [started, ended, end] = await page.evaluate(async (patience) => {
    const lane = document.querySelector(".lane");
    const when = (selector, inside) =>
      new Promise((resolve, reject) => {
        const timer = setInterval(() => inside.querySelector(selector) && resolve(clearInterval(timer)), 50);
        setTimeout(() => reject(new Error(`no ${selector}`)), patience);
      }).then(() => performance.now());
    const started = await when(".doc-part > *", lane);
    const foot = lane.querySelector(".lane-foot");
    const ended = await when(".finish", foot);
    return [started, ended, foot.querySelector(".finish").innerText.trim()];
  }, PATIENCE_MS);
  // What is kept and coloured after the end belongs to it.
  await page.waitForTimeout(3_000);
  const tasks = (await page.evaluate(() => window.tasks)).filter((task) => task.at > started + 1_000);
  await context.close();
  return { shape, end, seconds: (ended - started) / 1_000, long: tasks.length, longest: Math.max(0, ...tasks.map((task) => task.ms)), late: tasks.filter((task) => task.at > ended - 500).length, problems };
}

const wanted = process.argv[2] ?? "";
const [browser, pages] = await Promise.all([launch(), host()]);
console.log("\nThe page with one lane, simulator to foot (long: tasks of more than 50 ms after the first second of the answer)\n");
console.log("shape                          seconds   long   longest ms   at the end");
let failed = false;
try {
  for (const shape of SHAPES.filter((shape) => shape.includes(wanted))) {
    const found = await measure(browser, pages.url, shape);
    const row = [shape.padEnd(30), found.seconds.toFixed(1).padStart(7), String(found.long).padStart(6), found.longest.toFixed(0).padStart(12), String(found.late).padStart(12)];
    console.log(row.join(""));
    if (found.longest > AIM_TASK_MS) console.log(`  above the aim of ${AIM_TASK_MS} ms`);
    for (const problem of found.problems) console.log(`  ${problem}`);
    failed ||= found.problems.length > 0 || found.end !== "finished";
    if (found.end !== "finished") console.log(`  ended: ${found.end}`);
  }
} finally {
  await browser.close();
  await pages.close();
}
process.exitCode = failed ? 1 : 0;
