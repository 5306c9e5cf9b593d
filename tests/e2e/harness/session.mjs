// A page with its servers, ready for a test.

import { after, before } from "node:test";
import { launch, open } from "./browser.mjs";
import { Play } from "./play.mjs";
import { Settings } from "./settings.mjs";
import { api, host } from "./servers.mjs";

/** One browser and the two servers for a whole file of tests; to be called in the body of its `describe`. */
export function suite() {
  return new Suite();
}

class Suite {
  #browser;

  constructor() {
    const started = [];
    const keep = async (starting) => {
      const one = await starting;
      started.push(one);
      return one;
    };
    before(async () => {
      [this.#browser, this.host, this.api] = await Promise.all([keep(launch()), keep(host()), keep(api())]);
    });
    after(() => Promise.all(started.map((one) => one.close())));
  }

  /** A fresh page with Play open. */
  async play(t, options) {
    await this.api.forget();
    const page = await open(t, this.#browser, `${this.host.url}/${options?.path ?? ""}`, options);
    const play = new Play(page);
    await play.prompt.waitFor({ timeout: 30_000 });
    return { page, play, settings: new Settings(page) };
  }

  /** Play with one lane for each behaviour of the replay server, whose endpoints are named so. */
  async lanes(t, behaviours, options) {
    const opened = await this.play(t, options);
    await opened.settings.open();
    for (const behaviour of new Set(behaviours)) await opened.settings.addEndpoint({ name: behaviour, base: this.api.base(behaviour) });
    await opened.play.open();
    await opened.play.setUp(behaviours.map((behaviour) => ({ endpoint: behaviour, model: "fixture-1" })));
    return opened;
  }
}

/** Waits until the page has what it fetches by itself soon after its first picture; only a release comes in parts. */
export const complete = (page) =>
  page.waitForFunction(() => {
    const come = performance.getEntriesByType("resource").filter(({ responseEnd }) => responseEnd > 0).map(({ name }) => name);
    const parts = ["answers", "panels"].every((part) => come.some((name) => name.endsWith(`/split_${part}.wasm`)));
    return parts || !come.some((name) => name.endsWith("/__wasm_split.js"));
  });

/** Polls until the check gives something true; for what no element tells. */
export async function eventually(check, what, timeout = 10_000) {
  const end = Date.now() + timeout;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited ${timeout} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
