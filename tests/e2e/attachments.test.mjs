// Pictures, sound and files: chosen, pasted, dropped, recorded, made smaller, refused; and templates, which stand beside them in the draft.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import { crc32, deflateSync } from "node:zlib";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

/** A PNG of one grey. */
function png(width, height) {
  const chunk = (type, data) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(data.length);
    const body = Buffer.concat([Buffer.from(type), data]);
    const tail = Buffer.alloc(4);
    tail.writeUInt32BE(crc(body));
    return Buffer.concat([head, body, tail]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", header), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  if (crc32) return crc32(bytes);
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let bit = 0; bit < 8; bit += 1) c = (c >>> 1) ^ (0xedb88320 & -(c & 1));
  }
  return ~c >>> 0;
}

/** Gives files to the prompt as a paste or a drop would. */
const bring = (page, kind, files) =>
  page.evaluate(
    ({ kind, files }) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name, { type }));
      }
      const target = document.querySelector("#prompt");
      const options = { bubbles: true, cancelable: true };
      target.dispatchEvent(kind === "paste" ? new ClipboardEvent("paste", { ...options, clipboardData: transfer }) : new DragEvent("drop", { ...options, dataTransfer: transfer }));
    },
    { kind, files: files.map(({ name, type, bytes }) => ({ name, type, base64: bytes.toString("base64") })) },
  );

/** Answers each question aloud: half a second of silence as bare samples, in two pieces, with its words. */
async function speaking() {
  const bodies = [];
  const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
  const server = createServer((request, response) => {
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(200, { ...cors, "content-type": "text/event-stream" });
      const data = Buffer.alloc(12_000).toString("base64");
      const deltas = [{ role: "assistant", audio: { id: "audio_1", transcript: "Hello " } }, { audio: { data } }, { audio: { transcript: "there." } }, { audio: { data } }, { audio: { expires_at: 1 } }];
      for (const delta of deltas) response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: null }] })}\n\n`);
      response.end(`data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] })}\n\ndata: [DONE]\n\n`);
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}`, bodies, close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))) };
}

describe("attachments", () => {
  const s = suite();

  test("the whiteboard of the example is seen, counted and solved", async (t) => {
    const { page, play } = await s.play(t);
    await page.getByRole("button", { name: /A photo of a whiteboard/ }).click();
    assert.equal(await play.lane(1).end(30_000), "finished");
    assert.match(await play.lane(1).text(), /area = 24/);
    const turn = page.locator(".turn").first();
    await turn.getByRole("img", { name: "Picture 1" }).waitFor();
    assert.match(await turn.innerText(), /480 × 360 · 3\.5 kB/);
    assert.match(await turn.innerText(), /o3: about 225 tokens · gpt-4o: about 255 tokens/);
    assert.deepEqual(await serious(page), []);
  });

  test("files come by choice, paste and drop; what no API takes says why and takes nothing with it", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-4o" }, { model: "o3-mini" }]);
    await play.prompt.fill("What is on it?");
    await page.locator('.composer input[type="file"]').setInputFiles([
      { name: "large.png", mimeType: "image/png", buffer: png(3000, 2000) },
      { name: "bundle.zip", mimeType: "application/zip", buffer: Buffer.from("PK\x03\x04\0\0") },
    ]);
    const list = page.getByRole("list", { name: "Attached to the prompt" });
    await list.getByText("3,000 × 2,000").or(list.getByText("3000 × 2000")).waitFor();
    await page.getByText("bundle.zip was not attached: no API reads such a file.").waitFor();
    assert.equal(await play.prompt.inputValue(), "What is on it?");
    await page.getByText("o3-mini cannot see pictures, so they are left out.").waitFor();
    assert.match(await list.innerText(), /gpt-4o: about 1,105 tokens/);
    await list.getByRole("button", { name: "Make it 1152 × 768" }).click();
    await list.getByText("1152 × 768 ·").waitFor();
    assert.match(await list.innerText(), /gpt-4o: about 1,105 tokens/, "what is seen is the same");

    await bring(page, "paste", [{ name: "a.png", type: "image/png", bytes: png(40, 30) }]);
    await bring(page, "drop", [{ name: "notes.md", type: "", bytes: Buffer.from("# Notes") }]);
    await list.getByText("notes.md").waitFor();
    assert.equal(await list.getByRole("listitem").count(), 3);
    await list.getByLabel("detail").nth(1).selectOption("low");
    await page.getByRole("button", { name: "Attach", exact: true }).click();
    await page.getByRole("menuitem", { name: "Picture at an address…" }).click();
    await page.keyboard.type("ftp://a.example/b.png");
    await page.keyboard.press("Enter");
    await page.getByText(/was not attached: it is no address of the web/).waitFor();
    const address = page.getByLabel("Address of a picture");
    await address.fill("https://pictures.example/b.png");
    await page.keyboard.press("Enter");
    await list.getByText("https://pictures.example/b.png").waitFor();
    await list.getByRole("button", { name: "Remove notes.md" }).click();
    assert.deepEqual(await serious(page), []);

    await play.runButton.click();
    assert.equal(await play.lane(1).end(30_000), "finished");
    assert.match(await play.lane(1).text(), /`?image\/png`?, 1152 × 768/);
    assert.equal(await list.count(), 0, "what was sent stands in the turn");
    assert.equal(await page.locator(".turn .part").count(), 3);
    const panel = await play.lane(1).wire("Request");
    assert.match(await panel.innerText(), /"detail": "low"/);
    assert.equal(await play.lane(2).end(30_000), "finished");
    assert.doesNotMatch(await play.lane(2).text(), /image\/png/);
  });

  test("a recording becomes WAV, and goes to a model that hears", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-audio" }]);
    await page.getByRole("button", { name: "Attach", exact: true }).click();
    await page.getByRole("menuitem", { name: "Record sound" }).click();
    const stop = page.getByRole("button", { name: "Stop recording" });
    await stop.waitFor();
    await page.waitForTimeout(600);
    await stop.click();
    await page.getByText("Sound (WAV)").waitFor();
    await play.ask("What was said?");
    assert.equal(await play.lane(1).end(30_000), "finished");
    assert.match(await play.lane(1).text(), /wav/);
  });

  test("a model that speaks: the voice is asked for, and its words and a player are there", async (t) => {
    const server = await speaking();
    t.after(() => server.close());
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "speaking", base: `${server.url}/v1` });
    await play.open();
    await play.setUp([{ endpoint: "speaking", model: "gpt-audio", api: "Chat Completions" }]);
    const lane = play.lane(1);
    await lane.root.getByRole("button", { name: "Settings of this lane" }).click();
    await lane.root.getByText("More settings").click();
    await lane.root.getByLabel("voice", { exact: true }).selectOption("verse");
    await page.keyboard.press("Escape");
    await play.ask("Say hello.");
    assert.equal(await lane.end(30_000), "finished");
    await lane.says("Hello there.");
    const body = server.bodies.at(-1);
    assert.deepEqual([body.modalities, body.audio], [["text", "audio"], { format: "pcm16", voice: "verse" }]);
    const player = lane.log.locator("audio");
    await player.waitFor();
    // Bare samples became a sound that the browser can play: half a second of it.
    await page.waitForFunction(() => document.querySelector("audio").readyState > 0);
    assert.ok(Math.abs((await player.evaluate((audio) => audio.duration)) - 0.5) < 0.01);
    assert.deepEqual(await serious(page), []);
  });

  test("variables are filled in before sending, and a prompt is saved under a name", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("Weather in {{city}}? Not \\{{this}}.");
    await page.getByText("No value for {{city}}: the braces are sent as they stand.").waitFor();
    await page.getByLabel("Default of city").fill("Busan");
    await page.getByText("No value for {{city}}").waitFor({ state: "hidden" });
    await page.getByLabel("Value of city").fill("Seoul");
    const panel = await play.lane(1).wire("Request");
    await panel.getByText("Weather in Seoul? Not {{this}}.").waitFor();
    await play.ask("Weather in {{city}}? Not \\{{this}}.");
    assert.equal(await play.lane(1).end(30_000), "finished");
    assert.match(await play.lane(1).text(), /Weather in Seoul/);
    assert.deepEqual(await serious(page), []);

    await page.getByRole("button", { name: "New conversation" }).click();
    await play.prompt.fill("Weather in {{city}} tomorrow?");
    await bring(page, "paste", [{ name: "dot.png", type: "image/png", bytes: png(8, 8) }]);
    await page.getByRole("list", { name: "Attached to the prompt" }).waitFor();
    await page.getByRole("button", { name: "Saved prompts" }).click();
    await page.getByLabel("Name of this prompt").fill("Weather");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Delete Weather" }).waitFor();
    await page.keyboard.press("Escape");
    await play.runButton.click();
    assert.equal(await play.lane(1).end(30_000), "finished");
    await page.getByRole("button", { name: "New conversation" }).click();
    await page.reload();
    await page.getByRole("button", { name: "1 saved prompt" }).click();
    await page.getByRole("button", { name: "Weather", exact: true }).click();
    await page.keyboard.press("Escape");
    assert.equal(await page.getByLabel("Value of city").inputValue(), "Seoul");
    assert.equal(await play.prompt.inputValue(), "Weather in {{city}} tomorrow?");
    assert.equal(await page.getByRole("list", { name: "Attached to the prompt" }).getByRole("listitem").count(), 1);

    await page.getByRole("button", { name: "1 saved prompt" }).click();
    await page.getByRole("button", { name: "Delete Weather" }).click();
    await page.getByText("None yet.").waitFor();
  });
});
