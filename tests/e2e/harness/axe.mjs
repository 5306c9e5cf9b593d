// axe-core on the page as it is.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const SOURCE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The serious and critical violations, one line per place; empty is what a test wants. */
export async function serious(page) {
  // A colour on its way from one to the other is neither.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.evaluate(() => Promise.all(document.getAnimations().filter((running) => running instanceof CSSTransition).map(({ finished }) => finished.catch(() => {}))));
  // Evaluated by the debugger, so that the page's policy, which forbids inline scripts, stays as it is.
  await page.evaluate(SOURCE);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const grave = violations.filter((violation) => ["serious", "critical"].includes(violation.impact));
  return grave.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} (${node.failureSummary.replaceAll("\n", " ")})`));
}
