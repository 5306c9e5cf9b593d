// Keeps Lineup in the browser: it works without a network, and a newer build comes in only when the user asks for it.
//
// `cargo xtask dist` writes the build and its files into this template (xtask/src/dist/offline.rs). The page registers the worker and
// asks the user (src/browser/offline.rs). Whatever is no GET of this folder's own files passes by and is never answered here.
"use strict";

/** The documents of the build name it too, in <meta name="lineup-build">. */
const BUILD = "{{build}}";
/** Every file of the build, relative to this one. The page itself is "./": hosts lead from index.html to it. */
const FILES = ["{{files}}"];

/** The folder that this worker serves; ends with a slash. */
const FOLDER = new URL("./", self.location.href);
/** Caches belong to the whole origin, where others may live too: even another Lineup, in another folder. */
const OURS = `lineup ${FOLDER.pathname} `;
const CACHE = OURS + BUILD;

/** The names under which hosts serve the documents, and the names under which they are kept. */
const DOCUMENTS = new Map([["", "./"], ["index.html", "./"], ["index", "./"], ["cell.html", "cell.html"], ["cell", "cell.html"]]);
/** A file with a hash in its name never changes. Trunk writes 64 bits without leading zeros. */
const HASHED = /-[0-9a-f]{12,16}(?![0-9a-f])/;
/** What the operator of the host sets; no part of the build, and it may be missing. */
const CONFIG = "lineup.config.json";
/** An entry beside the files of a build: when its worker took over, in milliseconds since 1970. */
const TOOK_OVER = "lineup.took-over";

/** So many milliseconds the network has before what is kept takes its place. */
const PATIENCE = 4000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(tidy()));

self.addEventListener("message", (event) => {
  // The user has agreed. Without that, the browser lets this worker wait until no page of the build before is open.
  if (event.data === "take over") self.skipWaiting();
  // A page that came past the worker, such as the very first one. Never one of another build: it would lack its files.
  if (event.data === `claim ${BUILD}`) event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== FOLDER.origin || !url.pathname.startsWith(FOLDER.pathname)) return;
  const name = url.pathname.slice(FOLDER.pathname.length);
  if (request.mode === "navigate") {
    if (DOCUMENTS.has(name)) event.respondWith(documentFor(event, DOCUMENTS.get(name)));
  } else if (HASHED.test(name)) {
    event.respondWith(hashed(event, name));
  } else if (name === CONFIG || FILES.includes(name)) {
    event.respondWith(fresh(event, name));
  }
});

/** Fetches the whole build, or fails: then the build before stays, and the browser tries again later. */
async function install() {
  // After a way back to an earlier build, its cache may still serve open pages.
  const isNew = !(await caches.has(CACHE));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(FILES.map(async (name) => cache.put(address(name), await whole(name))));
  } catch (error) {
    if (isNew) await caches.delete(CACHE);
    throw error;
  }
  // It may be missing, and then nothing is lost.
  await fetch(address(CONFIG), { cache: "no-cache" }).then((answer) => followConfig(answer), () => {});
}

/** A file of this build, fit to be kept. Fails for whatever a host serves while it is only half there. */
async function whole(name) {
  // The page has just loaded most of the hashed files, so that the browser has them; all others are asked for again.
  const answer = await fetch(address(name), { cache: HASHED.test(name) ? "default" : "no-cache" });
  if (!answer.ok) throw new Error(`${name}: status ${answer.status}`);
  if (name === "./" || name.endsWith(".html")) {
    const text = await answer.text();
    if (buildOf(text) !== BUILD || !isWhole(text)) throw new Error(`${name} is of another build, or cut`);
    return copied(answer, text);
  }
  if (isPage(answer)) throw new Error(`${name} is not there`);
  return answer.redirected ? copied(answer, answer.body) : answer;
}

/**
 * Keeps the build that was in use before: its pages may be open in other tabs, and load their workers late. Older ones go.
 */
async function tidy() {
  const others = [];
  for (const name of await caches.keys()) {
    if (!name.startsWith(OURS) || name === CACHE) continue;
    const entry = await (await caches.open(name)).match(address(TOOK_OVER));
    others.push({ name, since: entry ? Number(await entry.text()) : 0 });
  }
  others.sort((one, other) => other.since - one.since);
  // A cache that was never in use belongs to a worker that was overtaken, unless it belongs to one that is still coming.
  const isComing = Boolean(self.registration.installing || self.registration.waiting);
  const gone = others.filter(({ since }, at) => (since === 0 ? !isComing : at > 0));
  await Promise.all(gone.map(({ name }) => caches.delete(name)));
  await keep(TOOK_OVER, new Response(String(Date.now())));
}

/** The page or the cell: the network's where it is of this build, else the kept one, which is whole. */
async function documentFor(event, name) {
  const kept = await own(name);
  const asked = ask(event, name);
  if (!kept) return (await asked).answer;
  const first = await Promise.race([asked.catch(() => null), pause()]);
  return first?.wins ? first.answer : kept;
}

/** What the network says, and whether that is to be shown although a copy is kept. */
async function ask(event, name) {
  const answer = await fetch(event.request);
  // The host leads elsewhere, or wants to know who is there: that is between it and the user.
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return { answer, wins: true };
  const shown = answer.clone();
  const text = await answer.text();
  const build = buildOf(text);
  if (answer.ok && build === BUILD && isWhole(text)) {
    // Its headers may be newer than the kept ones.
    event.waitUntil(keep(name, shown.clone()));
    return { answer: shown, wins: true };
  }
  // Another build comes in with the user's consent only. A whole page that is none of Lineup's is the host's will: something else has
  // moved in here. Anything else is an error, or the half of a page.
  return { answer: shown, wins: answer.ok && !build && isWhole(text) };
}

/** A file that never changes: from any build that is kept, so that a page finds its own after another build has taken over. */
async function hashed(event, name) {
  const kept = await caches.match(address(name), { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(event.request);
  // The browser may have thrown it out to make room.
  if (answer.ok && FILES.includes(name) && !isPage(answer)) event.waitUntil(keep(name, answer.clone()));
  return answer;
}

/** A file that may change under its name: from the network, or else as it is kept. */
async function fresh(event, name) {
  const kept = await own(name);
  const asked = fetch(event.request);
  if (name === CONFIG) event.waitUntil(asked.then((answer) => followConfig(answer.clone()), () => {}));
  if (!kept) return asked;
  const answer = await Promise.race([asked.catch(() => null), pause()]);
  const isMissing = name === CONFIG && answer?.status === 404;
  return isMissing || (answer?.ok && !isPage(answer)) ? answer : kept;
}

/** Keeps what the operator has set, and forgets it when it is gone. */
async function followConfig(answer) {
  if (answer.ok && !isPage(answer)) await keep(CONFIG, answer);
  else if (answer.ok || answer.status === 404) await (await caches.open(CACHE)).delete(address(CONFIG));
}

const address = (name) => new URL(name, FOLDER).href;
const own = async (name) => (await caches.open(CACHE)).match(address(name), { ignoreVary: true });
const pause = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, null));

/** A full disk is no reason to show nothing. */
const keep = async (name, answer) => (await caches.open(CACHE)).put(address(name), answer).catch(() => {});

/** Some hosts answer with their page, and 200, where there is no such file. */
const isPage = (answer) => /^text\/html/i.test(answer.headers.get("content-type") ?? "");

/** While files are copied to a host, it may serve what has arrived of them. */
const isWhole = (html) => /<\/html>/i.test(html);

/** The build that a document says it is of. */
const buildOf = (html) => /<meta\s+name="?lineup-build"?\s+content="?([0-9a-f]{16})/i.exec(html)?.[1];

/** The same answer without the redirects on its way, which browsers refuse for a document. */
function copied(answer, body) {
  const headers = new Headers(answer.headers);
  // Of the bytes on the wire, which are unpacked by now.
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  return new Response(body, { status: answer.status, statusText: answer.statusText, headers });
}
