// What only a browser in a certain place can find: a secure page and insecure servers, the local network, no network, no secure context.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { launch, open } from "./harness/browser.mjs";
import { Play } from "./harness/play.mjs";
import { api } from "./harness/servers.mjs";
import { complete } from "./harness/session.mjs";
import { Settings } from "./harness/settings.mjs";
import { Site } from "./harness/site.mjs";

const KEY = "sk-planted-5Jd8wQ2nB7xKf3Ya";
const LOGGED = [/Failed to load resource/, /ERR_/, /CORS policy/, /Mixed Content/, /Permission was denied|local network|address space/i];

/** Presses the button of the endpoint's card, and reads what it says. */
async function examined(page, name) {
  await page.getByRole("button", { name: `Check the connection to ${name}` }).click();
  const report = page.locator(".doctor .notice");
  await report.waitFor({ timeout: 30_000 });
  return report.innerText();
}

/** The page at a site, in a browser with these flags, and a server that answers. */
async function at(t, { name, secure, args = () => [] }) {
  const [site, server] = await Promise.all([Site.open("", { name, secure }), api()]);
  const browser = await launch(args(new URL(site.url).port));
  const page = await open(t, browser, site.url, { allow: LOGGED, workers: secure ? "block" : "allow" });
  site.closeAfter(t);
  t.after(() => Promise.all([browser.close(), server.close()]));
  const play = new Play(page);
  await play.prompt.waitFor({ timeout: 30_000 });
  return { page, play, server, settings: new Settings(page), port: new URL(server.url).port };
}

describe("the place of the page", () => {
  test("a secure page may not call an insecure server elsewhere, and says so before anything is sent", async (t) => {
    const { page, settings, server, port } = await at(t, { name: "page.lineup.test", secure: true, args: () => ["--ignore-certificate-errors"] });
    await settings.open();
    await settings.addEndpoint({ name: "elsewhere", base: `http://llm.lineup.test:${port}/paced/v1` });
    const report = await examined(page, "elsewhere");
    assert.match(report, /A secure page may not call an insecure address[\s\S]*certain/);
    assert.ok(report.includes("browsers block that before anything is sent"), report);
    assert.deepEqual(await server.requests(), []);
    assert.deepEqual(await serious(page), []);
  });

  test("a page from elsewhere needs a permission to reach this machine", async (t) => {
    // For the browser, the page's own port is on the public network; the server's stays on the loopback.
    const args = (port) => ["--ignore-certificate-errors", `--ip-address-space-overrides=127.0.0.1:${port}=public`];
    const { page, settings, server } = await at(t, { name: "page.lineup.test", secure: true, args });
    await settings.open();
    await settings.addEndpoint({ name: "here", base: server.base("paced") });
    const report = await examined(page, "here");
    assert.match(report, /The browser keeps this page out of the local network/);
    assert.match(report, /Local network access/);
    assert.deepEqual(await server.requests(), []);
  });

  test("without a network the page says so itself", async (t) => {
    const { page, settings } = await at(t, { name: "127.0.0.1" });
    await settings.open();
    await settings.addEndpoint({ name: "far", base: "https://llm.lineup.test/v1" });
    await complete(page);
    await page.context().setOffline(true);
    const report = await examined(page, "far");
    assert.match(report, /This device is offline[\s\S]*certain/);
    assert.ok(report.includes("The browser reports that it has no network."), report);
  });

  test("without a secure context keys stay in memory, and the page says why", async (t) => {
    const { page, play, settings, server, port } = await at(t, { name: "page.lineup.test" });
    assert.equal(await page.evaluate(() => window.isSecureContext), false);
    await settings.open();
    await page.getByText("Keys stay in memory, and are never kept otherwise.", { exact: false }).waitFor();
    await settings.addEndpoint({ name: "mine", base: `http://llm.lineup.test:${port}/paced/v1`, auth: "Authorization: Bearer …", key: KEY });
    const choices = page.locator(".endpoint", { hasText: "mine" }).getByRole("combobox");
    assert.equal(await choices.count(), 0, "there is nothing to choose: memory only");
    const kept = JSON.stringify([await page.context().storageState({ indexedDB: true }), await page.evaluate(() => ({ ...sessionStorage }))]);
    assert.ok(!kept.includes(KEY));
    // All the rest works, clipboard and service worker apart.
    await play.open();
    await play.setUp([{ endpoint: "mine", model: "fixture-1" }]);
    await play.ask("Hello");
    assert.equal(await play.lane(1).end(), "finished");
    assert.equal((await server.requests())[0].headers.authorization, `Bearer ${KEY}`);
    assert.deepEqual(await serious(page), []);
  });
});
