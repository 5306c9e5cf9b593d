// Keys that are kept: for the tab, or on this device under a passphrase. Never as they are, and gone at one click.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { eventually, suite } from "./harness/session.mjs";

const KEY = "sk-planted-7Hq2vX9rT4mWc8Lz";
const WORDS = "correct horse battery";

describe("kept keys", () => {
  const s = suite();

  /** Everything that the browser keeps for the page's origin, cookies and databases included. */
  const kept = async (page) => JSON.stringify([await page.context().storageState({ indexedDB: true }), await page.evaluate(() => ({ ...sessionStorage }))]);
  const enter = async (page, name, key, keeping, words) => {
    await page.locator(".endpoint", { hasText: name }).getByRole("combobox").selectOption({ label: keeping });
    await page.getByLabel(`Key for ${name}`, { exact: true }).fill(key);
    if (words) await page.getByLabel("A new passphrase").fill(words);
    await page.getByLabel(`Key for ${name}`, { exact: true }).press("Enter");
  };

  test("a key on this device is locked at the start, opens with its passphrase only, and is never stored as it is", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …" });
    await enter(page, "mine", KEY, "on this device, under a passphrase", "short");
    await page.getByText("at least 8 characters").first().waitFor();
    await page.getByLabel("A new passphrase").fill(WORDS);
    await page.getByLabel("Key for mine", { exact: true }).press("Enter");
    await page.getByText("A key is kept on this device").waitFor();
    assert.deepEqual(await serious(page), []);
    assert.ok(!(await kept(page)).includes(KEY), "stored as it is");
    await play.open();
    await play.setUp([{ endpoint: "mine", model: "fixture-1" }]);
    await page.waitForTimeout(600);

    await page.reload();
    await play.prompt.fill("With a locked key");
    await page.getByText("is locked: unlock it in Settings").first().waitFor();
    await settings.open();
    await page.getByText("A key is kept here, and locked").waitFor();
    const words = page.getByLabel("Passphrase of the keys");
    await words.fill("wrong horse battery");
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByText("This passphrase does not open them.").waitFor();
    await words.fill(WORDS);
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByText("A key is kept on this device").waitFor();
    await play.open();
    await play.ask("With an open key");
    await play.lane(1).end();
    const [{ headers }] = await s.api.requests();
    assert.equal(headers.authorization, `Bearer ${KEY}`);

    await settings.open();
    await page.getByRole("button", { name: "Lock the keys" }).click();
    await page.getByText("A key is kept here, and locked").waitFor();
    assert.ok(!(await kept(page)).includes(KEY) && !(await page.content()).includes(KEY));
    await page.getByRole("button", { name: "Forget all keys" }).click();
    await page.getByLabel("Key for mine", { exact: true }).waitFor();
    assert.doesNotMatch(await kept(page), /vault/);
  });

  test("the keys lock by themselves when nobody is there", async (t) => {
    const { page, play, settings } = await s.play(t);
    await page.clock.install();
    await page.reload();
    await play.prompt.waitFor();
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …" });
    await enter(page, "mine", KEY, "on this device, under a passphrase", WORDS);
    await page.getByText("A key is kept on this device").waitFor();
    await page.getByLabel("Lock when the page is not touched for").selectOption({ label: "5 minutes" });
    await page.clock.runFor("04:00");
    await page.keyboard.press("Shift");
    await page.clock.runFor("04:00");
    assert.equal(await page.getByText("A key is kept on this device").count(), 1, "somebody was there");
    await page.clock.runFor("01:30");
    await page.getByText("A key is kept here, and locked").waitFor();
    assert.ok(!(await page.content()).includes(KEY));
  });

  test("a key for the tab survives a reload there, and is in no other tab", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …" });
    await enter(page, "mine", KEY, "for this tab, encrypted");
    await page.getByText("A key is kept for this tab").waitFor();
    assert.ok(!(await kept(page)).includes(KEY), "stored as it is");
    await page.reload();
    await page.getByText("A key is kept for this tab").waitFor();
    const other = await page.context().newPage();
    await other.goto(page.url());
    await other.getByLabel("Key for mine", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Forget all keys" }).click();
    await page.reload();
    await page.getByLabel("Key for mine", { exact: true }).waitFor();
  });

  test("a token says when it ends", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "entra", base: s.api.base("paced"), auth: "Authorization: Bearer …" });
    const token = (exp) => ["{}", JSON.stringify({ exp }), "signature"].map((part) => Buffer.from(part).toString("base64url")).join(".");
    const now = Math.floor(Date.now() / 1000);
    await settings.enterKey("entra", `Bearer ${token(now + 2 * 3600 + 90)}`);
    await page.getByText("expires in 2 h 1 min").waitFor();
    await page.getByRole("button", { name: "Forget the key for entra" }).click();
    await settings.enterKey("entra", token(now + 4));
    await page.getByText(/^expires in \d/).waitFor();
    await eventually(() => page.getByText("expired", { exact: true }).isVisible(), "the end of the token");
  });
});
