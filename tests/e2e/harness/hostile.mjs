// The payloads of tests/hostile, a listener that nothing may reach, and the look over a page that has shown them.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";

const FOLDER = new URL("../../hostile/", import.meta.url);

/** The host that the payloads name; in a test it is the canary. */
const HOST = "canary.invalid";

/** A port where nobody has anything to do: every connection is counted. */
export async function canary() {
  const calls = [];
  const server = createServer((socket) => {
    calls.push(socket.remotePort);
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { host: `127.0.0.1:${server.address().port}`, calls, close: () => new Promise((resolve) => server.close(resolve)) };
}

/** The payloads by their groups, with the canary for the host that they name; a flood is made at the most `most` letters long. */
export function corpus(host, most = Infinity) {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  const groups = Object.assign({}, ...files.map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"))));
  const made = ({ before = "", repeat, times, after = "" }) => before + repeat.repeat(Math.min(times, Math.ceil(most / repeat.length))) + after;
  const text = (entry) => (typeof entry === "string" ? entry : made(entry)).replaceAll(HOST, host);
  return Object.fromEntries(Object.entries(groups).map(([name, entries]) => [name, entries.map(text)]));
}

/** The groups of payloads that are texts; the others are floods, or raw data of a place of their own. */
export const TEXTS = ["html", "svg", "mutation", "schemes", "hosts", "exfiltration", "links", "fences", "maths", "direction", "invisible", "controls", "names", "headers", "shell", "code", "templates", "breakouts", "files", "formulas"];

/** The payloads of these groups, each once. */
export const textsOf = (groups, names = TEXTS) => [...new Set(names.flatMap((name) => groups[name]))];

/**
 * What is wrong with a page that has shown the payloads; an empty list is what a test wants. `payloads` are those that the page shows
 * whole: a text that is one of them has no words of the interface in it.
 */
export function faults(page, payloads) {
  return page.evaluate((payloads) => {
    const found = [];
    const say = (what, node) => found.push(`${what}: ${(node.outerHTML ?? node.parentElement?.outerHTML ?? "").slice(0, 300)}`);
    if ("pwned" in window || "pwned" in {} || Object.keys(Object.prototype).length) found.push("a script has run, or a prototype was changed");
    const forbidden = "script, iframe, frame, object, embed, applet, base, meta, style, link, marquee, portal, template, noscript, foreignObject, animate, set, image, use, track, source";
    for (const element of document.body.querySelectorAll(forbidden)) {
      if (!element.matches("noscript, body > noscript, svg.icon use")) say("an element that does something", element);
    }
    const own = (address) => URL.canParse(address, location.href) && new URL(address, location.href).origin === location.origin;
    for (const element of document.body.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        const bare = name.toLowerCase();
        if (bare.startsWith("on")) say(`a handler ${name}`, element);
        if (["srcdoc", "srcset", "ping", "formaction", "action", "background", "poster", "http-equiv", "xlink:href"].includes(bare)) say(`an attribute ${name}`, element);
        if (["src", "data"].includes(bare) && !/^(data:|blob:)/.test(value) && !own(value)) say(`loads ${value}`, element);
        if (bare === "style" && /url|expression|fixed|image|content/i.test(value)) say(`a style ${value}`, element);
        if (bare === "id" && ["app", "getElementById"].includes(value)) say(`an id ${value}`, element);
      }
      if (element.matches("a[href], area[href]")) {
        // What the browser itself cannot read leads nowhere.
        if (!URL.canParse(element.href)) continue;
        const { protocol, origin, username } = new URL(element.href);
        if (!["http:", "https:", "mailto:"].includes(protocol) || username) say(`leads to ${element.href}`, element);
        const leaves = protocol !== "mailto:" && origin !== location.origin;
        if (leaves && !(element.relList.contains("noopener") && element.relList.contains("noreferrer"))) say("a link that tells where it came from", element);
      }
    }
    // Marks of direction reach to the end of their isolate: nothing of the interface may stand in it.
    const MARKS = /[\u202a-\u202e\u2066-\u2069]/;
    const whole = new Set(payloads.map((text) => text.trim()));
    const isolates = (element) => {
      const { display, unicodeBidi } = getComputedStyle(element);
      return !["inline", "contents"].includes(display) || unicodeBidi !== "normal";
    };
    const closed = (text) => {
      let open = 0;
      for (const mark of text.match(/[\u202a-\u202e\u2066-\u2069]/g) ?? []) {
        if (/[\u2066-\u2068]/.test(mark)) open += 1;
        else if (mark !== "\u2069" || --open < 0) return false;
      }
      return open === 0;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!MARKS.test(node.data) || closed(node.data)) continue;
      let holder = node.parentElement;
      while (holder.parentElement && !isolates(holder)) holder = holder.parentElement;
      const alone = holder.textContent.trim() === node.data.trim();
      const isData = holder.closest("pre, code, textarea, .code, .plain, .document, .turn-text, [class*=json]");
      if (!alone || !(isData || whole.has(node.data.trim()))) say(`turns the words beside it (${JSON.stringify(node.data.slice(0, 80))})`, holder);
    }
    for (const element of document.body.querySelectorAll("[title], [aria-label], [placeholder], [alt]")) {
      for (const name of ["title", "aria-label", "placeholder", "alt"]) {
        const text = element.getAttribute(name) ?? "";
        if (MARKS.test(text) && !closed(text) && !whole.has(text.trim())) say(`turns the words in ${name} (${JSON.stringify(text.slice(0, 80))})`, element);
      }
    }
    return [...new Set(found)].slice(0, 20);
  }, payloads);
}

/** Nothing has run, nothing was loaded, nothing was turned around; and the page still does what it is told. */
export async function unharmed(page, listener, payloads, { escape = true } = {}) {
  assert.deepEqual(await faults(page, payloads), []);
  assert.deepEqual(listener.calls, [], "nothing was asked of the host that the payloads name");
  const begun = Date.now();
  if (escape) await page.keyboard.press("Escape");
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  assert.ok(Date.now() - begun < 10_000, "the page still answers");
}
