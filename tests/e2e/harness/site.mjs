// A host on which other builds are deployed while its page is open, in whole or in part, and which can be out of reach. It does what
// Cloudflare Pages and Netlify do: follows `_headers`, leads away from `index.html` and `cell.html`, and may answer with its page where
// there is no such file.

import { createHash } from "node:crypto";
import { once } from "node:events";
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { needed } from "./servers.mjs";

/** What stands in the name of a file for its content, and in the documents for their build. */
const HASH = /[0-9a-f]{12,16}/g;
const INLINE = /<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g;
const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", wasm: "application/wasm", json: "application/json", svg: "image/svg+xml" };

export class Site {
  /** Whether it answers with the page, and 200, where there is no such file. */
  fallsBack = false;
  #folder;
  #path;
  #server;
  #port = 0;
  #name;
  #certificate;

  /** A host with the release build below a path: "", or "a/b/". `name`: as the browser knows it; `secure`: https, by nobody's certificate. */
  static async open(path, { name = "127.0.0.1", secure = false } = {}) {
    const site = new Site();
    site.#path = `/${path}`;
    site.#name = name;
    if (secure) site.#certificate = await readFile(new URL("untrusted.pem", import.meta.url));
    site.#folder = await mkdtemp(join(tmpdir(), "lineup-site-"));
    await cp(needed("LINEUP_DIST", "the folder of the release build"), site.#folder, { recursive: true });
    await site.start();
    return site;
  }

  get url() {
    return `${this.#certificate ? "https" : "http"}://${this.#name}:${this.#port}${this.#path}`;
  }

  /** Closes it with the test; to be called when the page is open, which is closed before it: a page may be loading its last files. */
  closeAfter(t) {
    t.after(() => this.#close());
  }

  /** On the same port as before: the page knows it by its origin. */
  async start() {
    const answer = (request, response) => this.#answer(request, response);
    this.#server = this.#certificate ? createSecureServer({ cert: this.#certificate, key: this.#certificate }, answer) : createServer(answer);
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = this.#server.address().port;
  }

  async stop() {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  /** The build of the page that lies there now. */
  async build() {
    const page = await this.read("index.html");
    return /name="lineup-build" content="([0-9a-f]{16})"/.exec(page)[1];
  }

  read(name, encoding = "utf8") {
    return readFile(join(this.#folder, name), encoding);
  }

  write(name, content) {
    return writeFile(join(this.#folder, name), content);
  }

  names() {
    return readdir(this.#folder);
  }

  async remove(name) {
    await rm(join(this.#folder, name));
  }

  /** The next build takes the place of the one that is there: the same program, but every hash is another one, and the old files are gone. */
  async deploy() {
    const names = await this.names();
    const known = new Set([await this.build(), ...names.flatMap((name) => name.match(HASH) ?? [])]);
    const next = (text) => text.replaceAll(HASH, (hash) => (known.has(hash) ? turned(hash) : hash));
    const page = await this.read("index.html");
    const [before, after] = [scripts(page), scripts(next(page))];
    for (const name of names) {
      if (/\.(html|js)$|^_headers$/.test(name)) {
        const text = next(await this.read(name));
        // The policy names the page's own scripts by their content.
        await this.write(name, before.reduce((text, hash, at) => text.replaceAll(hash, after[at]), text));
      }
      await rename(join(this.#folder, name), join(this.#folder, next(name)));
    }
    return this.build();
  }

  async #answer({ method, url }, response) {
    const { pathname, search } = new URL(url, this.url);
    const end = (status, headers = {}, body) => response.writeHead(status, headers).end(body);
    if (!["GET", "HEAD"].includes(method)) return end(405);
    if (!pathname.startsWith(this.#path)) return end(404);
    const name = pathname.slice(this.#path.length);
    if (name === "index.html") return end(308, { location: this.#path + search });
    if (name === "cell.html") return end(308, { location: `${this.#path}cell${search}` });
    const file = { "": "index.html", cell: "cell.html" }[name] ?? name;
    const read = (file) => this.read(file, null).catch(() => null);
    const content = await read(file);
    if (content) return end(200, { ...(await this.#headers(name)), "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream" }, content);
    if (this.fallsBack) return end(200, { "content-type": TYPES.html }, await read("index.html"));
    end(404, { "content-type": "text/plain" }, "no such file");
  }

  /** What all rules that fit say; values of the same name are joined. */
  async #headers(name) {
    const headers = {};
    let fits = false;
    for (const line of (await this.read("_headers").catch(() => "")).split("\n")) {
      if (line.startsWith("/")) fits = line === "/*" || line === `/${name}`;
      else if (fits && line.includes(": ")) {
        const [key, value] = [line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()];
        headers[key] = headers[key] ? `${headers[key]}, ${value}` : value;
      }
    }
    return headers;
  }

  async #close() {
    if (this.#server.listening) await this.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** Another hash for each hash. */
const turned = (hash) => [...hash].map((digit) => ((Number.parseInt(digit, 16) + 1) % 16).toString(16)).join("");

/** The page's own scripts, as a policy names them. */
const scripts = (page) => [...page.matchAll(INLINE)].map(([, script]) => `sha256-${createHash("sha256").update(script).digest("base64")}`);
