// Where a key may be: in memory, and in the one header to the one origin it was entered for. Nowhere else.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { api } from "./harness/servers.mjs";
import { suite } from "./harness/session.mjs";

const KEY = "sk-planted-7Hq2vX9rT4mWc8Lz";

describe("keys", () => {
  const s = suite();

  test("a key is sent to its origin only, and is in no attribute, storage, address, log or file", async (t) => {
    const other = await api();
    t.after(() => other.close());
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    await settings.addEndpoint({ name: "other", base: other.base("paced") });
    await play.open();
    await play.setUp([
      { endpoint: "mine", model: "fixture-1" },
      { endpoint: "other", model: "fixture-1" },
    ]);
    await play.ask("Where is the key?");
    await play.lane(1).end();
    await play.lane(2).end();
    const [mine] = await s.api.requests();
    assert.equal(mine.headers.authorization, `Bearer ${KEY}`);
    assert.doesNotMatch(JSON.stringify(await other.requests()), new RegExp(KEY));
    assert.doesNotMatch(JSON.stringify(mine.body) + mine.url, new RegExp(KEY));
    for (const name of ["Request", "Code", "Events", "Response"]) {
      await play.lane(1).wire(name);
      assert.deepEqual(await traces(page, KEY), [], `after opening ${name}`);
    }
    const request = await (await play.lane(1).wire("Request")).innerText();
    assert.match(request, /\*\*\*/, "the header is shown, masked");
    await settings.open();
    assert.deepEqual(await traces(page, KEY), [], "in Settings");
    assert.ok(!page.logged.some((line) => line.includes(KEY)), "in the console");
    const stored = await page.context().storageState({ indexedDB: true });
    assert.doesNotMatch(JSON.stringify(stored), new RegExp(KEY), "in cookies, local storage and databases");
  });

  test("a key is forgotten by a reload", async (t) => {
    const { page, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    await page.reload();
    await page.getByLabel("Key for mine").waitFor();
    assert.deepEqual(await traces(page, KEY), []);
  });

  test("a key that the server sends back is shown nowhere", async (t) => {
    const { page, play, settings } = await s.play(t, { allow: [/Failed to load resource.*401/] });
    await settings.open();
    await settings.addEndpoint({ name: "careless", base: s.api.base("echoed-key"), auth: "Authorization: Bearer …", key: KEY });
    await play.open();
    await play.setUp([{ endpoint: "careless", model: "fixture-1" }]);
    await play.ask("Who am I?");
    assert.equal(await play.lane(1).end(), "failed");
    assert.match(await play.lane(1).text(), /Authorization: Bearer \*\*\*/, "the server's words, with the key masked");
    for (const name of ["Request", "Code", "Events", "Response"]) {
      await play.lane(1).wire(name);
      assert.deepEqual(await traces(page, KEY), [], `after opening ${name}`);
    }
  });

  test("a redirect to another origin is not followed", async (t) => {
    const other = await api();
    t.after(() => other.close());
    const { play, settings } = await s.play(t, { allow: [/Failed to load resource|redirect/i] });
    await settings.open();
    await settings.addEndpoint({ name: "moved", base: s.api.base("redirect"), auth: "Authorization: Bearer …", key: KEY });
    await play.open();
    await play.setUp([{ endpoint: "moved", model: new URL(other.base("paced")).origin }]);
    await play.ask("Where to?");
    assert.equal(await play.lane(1).end(), "failed");
    assert.equal((await s.api.requests()).length, 1, "the first server was asked");
    assert.deepEqual(await other.requests(), [], "the other got nothing: no key and no text");
  });

  test("a key under a header of the user's naming goes out under that name only", async (t) => {
    const { play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "gateway", base: s.api.base("paced"), auth: "A header of my own", header: "Ocp-Apim-Subscription-Key", key: KEY });
    await play.open();
    await play.setUp([{ endpoint: "gateway", model: "fixture-1" }]);
    await play.ask("Through the gateway.");
    await play.lane(1).end();
    const [{ headers }] = await s.api.requests();
    assert.equal(headers["ocp-apim-subscription-key"], KEY);
    assert.equal(headers.authorization, undefined);
    assert.equal(headers["api-key"], undefined);
  });
});

/** Every place in the page that holds the text. */
function traces(page, text) {
  return page.evaluate((text) => {
    const found = [];
    for (const element of document.querySelectorAll("*")) {
      for (const attribute of element.attributes) if (attribute.value.includes(text)) found.push(`<${element.localName} ${attribute.name}>`);
      if (typeof element.value === "string" && element.value.includes(text)) found.push(`value of <${element.localName}>`);
    }
    if (document.documentElement.textContent.includes(text)) found.push("text");
    if (location.href.includes(text) || document.title.includes(text)) found.push("address or title");
    for (const [name, store] of Object.entries({ localStorage, sessionStorage })) {
      if (JSON.stringify(store).includes(text)) found.push(name);
    }
    if (document.cookie.includes(text)) found.push("cookie");
    return found;
  }, text);
}
