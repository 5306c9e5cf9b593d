// The servers of a test: the replay server, as the page's host and as an API of another origin.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A value that the caller of the tests must give. */
export function needed(name, what) {
  const value = process.env[name];
  assert.ok(value, `${name} is not set: ${what}. \`cargo xtask test e2e\` sets it.`);
  return value;
}

/** Starts a replay server on a free port. */
async function replay(words = []) {
  const program = needed("LINEUP_REPLAY", "the path of the built lineup-replay");
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "inherit"] });
  // A test that fails before it closes this must not leave a program behind: it holds the pipes that the runner waits for.
  const end = () => child.kill();
  process.once("exit", end);
  child.once("exit", () => process.off("exit", end));
  const gone = new Promise((resolve) => child.once("exit", resolve));
  const url = await Promise.race([
    createInterface({ input: child.stdout })[Symbol.asyncIterator]().next().then((line) => line.value),
    gone.then(() => Promise.reject(new Error("the replay server ended before it listened"))),
  ]);
  return new Replay(url, child, gone);
}

/** The built page, served by the replay server. */
export const host = () => replay(["--dist", needed("LINEUP_DIST", "the folder of the release build")]);

/** An API of an origin of its own. */
export const api = () => replay();

class Replay {
  #child;
  #gone;

  constructor(url, child, gone) {
    this.url = url;
    this.#child = child;
    this.#gone = gone;
  }

  async close() {
    this.#child.kill();
    await this.#gone;
  }

  /** The base URL under which every answer has this behaviour. */
  base(behaviour) {
    return `${this.url}/${behaviour}/v1`;
  }

  /** What the server has been sent so far: `{method, url, headers, body}` in order. */
  async requests() {
    return (await fetch(`${this.url}/_requests`)).json();
  }

  async forget() {
    await fetch(`${this.url}/_requests`, { method: "DELETE" });
  }
}
