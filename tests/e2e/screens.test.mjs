// Every screen in both languages, wide and light, narrow and dark: nothing serious for axe, nothing that sticks out.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

/** The words of the page: `say("share.open")`. */
function words(language) {
  return (key) => {
    const [file, ...path] = key.split(".");
    const texts = JSON.parse(readFileSync(new URL(`../../locales/${language}/${file}.json`, import.meta.url), "utf8"));
    const text = path.reduce((value, part) => value?.[part], texts);
    assert.equal(typeof text, "string", `${key} is a text in ${language}`);
    return text;
  };
}

describe("screens", () => {
  const s = suite();

  for (const [language, width, scheme] of [["en", 390, "dark"], ["ko", 1440, "light"], ["ko", 390, "dark"]]) {
    test(`all of them: ${language}, ${width} px, ${scheme}`, async (t) => {
      const say = words(language);
      const { page } = await s.play(t, { language: language === "ko" ? "ko-KR" : "en-US", width, scheme });
      const button = (key) => page.getByRole("button", { name: say(key), exact: true });
      const look = async (what) => {
        // What moves in is where it belongs.
        await page.waitForTimeout(250);
        assert.deepEqual(await serious(page), [], what);
        const [wide, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= room, `${what}: ${wide} px in ${room}`);
      };
      const go = async (hash) => page.goto(new URL(hash, page.url()).href);
      const close = async () => {
        await page.keyboard.press("Escape");
        await page.locator("dialog[open]").waitFor({ state: "detached" });
      };

      await page.locator(".empty-example").nth(2).click();
      // All lanes are over when the button says Run again.
      const rest = () => page.locator(".composer-run.btn-primary").waitFor({ timeout: 60_000 });
      await page.locator("article.lane .finish").first().waitFor({ state: "attached", timeout: 60_000 });
      await rest();
      await look("an example");
      await button("share.open").first().click();
      await page.locator(".share").waitFor();
      await look("the share sheet");
      await close();
      await go("#/history");
      await page.locator(".history-run").first().waitFor();
      await look("History");
      await page.locator(".history-run input[type=checkbox]").first().check();
      await look("History, ticked");
      await go("#/settings");
      await page.locator("#settings-endpoints").waitFor();
      await look("Settings");
      await page.getByRole("button", { name: say("settings.endpoints.add") }).first().click();
      await page.locator("dialog[open] form").waitFor();
      await look("a new endpoint");
      await close();
      await go("#/lineup");
      await page.locator(".lineup-table, .lineup-list").first().waitFor();
      await look("the line-up");
      await go("#/?cassette=cassettes/tools.json");
      await page.locator(".replay").first().waitFor({ timeout: 20_000 });
      await page.locator("article.lane .finish").first().waitFor({ state: "attached", timeout: 60_000 });
      await rest();
      await look("a recorded run");
      await page.locator("article.lane header [aria-haspopup=menu], article.lane .lane-menu").last().click();
      await page.getByRole("menuitem", { name: say("replay.save") }).click();
      await page.locator("dialog[open]").waitFor();
      await look("saving a run");
      await close();
      await go("#/");
    });
  }
});
