// Pictures of the page for people to look at: `npm run shots` writes them to screenshots/.

import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { host } from "./harness/servers.mjs";

const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
];
const FOLDER = new URL("screenshots/", import.meta.url).pathname;

await mkdir(FOLDER, { recursive: true });
const pages = await host();
const path = process.env.LINEUP_CHROMIUM ?? process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu", "--disable-quic"] });
try {
  for (const [width, height] of SIZES) {
    for (const scheme of ["light", "dark"]) {
      for (const language of ["en", "ko"]) await shoot(width, height, scheme, language);
    }
  }
} finally {
  await browser.close();
  await pages.close();
}

async function shoot(width, height, scheme, language) {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: language, hasTouch: width < 700, isMobile: width < 700 });
  const page = await context.newPage();
  const save = (name) => page.screenshot({ path: `${FOLDER}${name}-${width}-${scheme}-${language}.png` });
  await page.goto(`${pages.url}/`);
  const examples = page.locator(".empty-example");
  await examples.first().waitFor();
  await save("empty");
  await examples.nth(1).click();
  const ends = page.locator("article.lane .finish");
  // On a phone only one lane is shown; the other one runs all the same.
  for (let lane = 0; lane < 2; lane += 1) await ends.nth(lane).waitFor({ state: "attached", timeout: 60_000 });
  await page.waitForTimeout(300);
  await save("finished");
  await page.goto(`${pages.url}/#/settings`);
  await page.locator("#settings-endpoints").waitFor();
  await save("settings");
  await page.goto(`${pages.url}/#/lineup`);
  await page.locator(".lineup-table").waitFor();
  await save("lineup");
  await page.goto(`${pages.url}/#/lineup/o4-mini`);
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(300);
  await save("lineup-card");
  await context.close();
}
