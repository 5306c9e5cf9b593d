// Links: what they hold, what they never hold, and that opening one sends nothing and writes over nothing.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { api } from "./harness/servers.mjs";
import { eventually, suite } from "./harness/session.mjs";

const KEY = "sk-planted-7Hq2vX9rT4mWc8Lz";

describe("links", () => {
  const s = suite();
  const sheet = (page) => page.getByRole("dialog", { name: "Share this set-up" });
  const link = (page) => sheet(page).getByLabel("The link", { exact: true });
  const share = async (page) => {
    await page.getByRole("button", { name: "Share" }).click();
    await sheet(page).waitFor();
  };

  test("a set-up travels whole, without keys and addresses, and writes over nothing", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    await play.open();
    await play.setUp([{ model: "o4-mini" }, { endpoint: "mine", model: "fixture-1" }]);
    await page.getByLabel("Instructions").fill("Answer in one word.");
    await play.prompt.fill("Why is the sky blue?");
    await share(page);
    assert.match(await sheet(page).innerText(), /instructions of 19 characters[\s\S]*lane o4-mini at the simulator[\s\S]*the addresses of your own servers/);
    assert.deepEqual(await serious(page), []);
    const address = await link(page).inputValue();
    assert.ok(address.length < 600, `${address.length} characters`);
    assert.equal(await sheet(page).getByRole("img", { name: "The link as a QR code" }).count(), 1);

    const other = await s.play(t, { path: new URL(address).hash });
    assert.equal(await other.play.lanes(), 2);
    assert.equal(await other.play.prompt.inputValue(), "Why is the sky blue?");
    assert.equal(await other.page.getByLabel("Instructions").inputValue(), "Answer in one word.");
    const banner = other.page.getByRole("region", { name: "Notices" });
    await banner.getByText("came with a link").waitFor();
    assert.match(await banner.innerText(), /came with a link[\s\S]*a compatible server/);
    assert.deepEqual(await serious(other.page), []);
    await banner.getByRole("button", { name: "Back to my own" }).click();
    assert.equal(await other.play.prompt.inputValue(), "");
    assert.equal(await other.play.lanes(), 1);
    assert.equal(new URL(other.page.url()).hash, "#/");
    assert.deepEqual(await s.api.requests(), [], "nothing was sent");
  });

  test("what arrived is kept only when it is taken in; until then the own set-up waits", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("my own words");
    await page.goto(new URL("#/?model=o4-mini&effort=high&model=gpt-4o&prompt=From+a+link&colour=red", page.url()).href);
    await eventually(async () => (await play.prompt.inputValue()) === "From a link", "the link's prompt");
    assert.equal(await play.lanes(), 2);
    await page.getByRole("region", { name: "Notices" }).getByText("“colour”, which means nothing here").waitFor();
    await play.prompt.fill("From a link, changed");
    await page.waitForTimeout(600);
    await page.reload();
    await eventually(async () => (await play.prompt.inputValue()) === "From a link, changed", "the changed visitor after a reload");
    await page.getByRole("button", { name: "Back to my own" }).click();
    assert.equal(await play.prompt.inputValue(), "my own words");
    await page.goto(new URL("#/?model=o3&prompt=Taken+in", page.url()).href);
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.reload();
    await play.prompt.waitFor();
    assert.equal(await play.prompt.inputValue(), "Taken in");
  });

  test("a model that has retired is told of, where the link asks for it, with the one that takes its place", async (t) => {
    const { page, play } = await s.play(t, { path: "#/?model=o1-preview&model=my-own&prompt=hi" });
    const notices = page.getByRole("region", { name: "Notices" });
    await notices.getByText(/OpenAI has not served o1-preview since .*2025/).waitFor();
    assert.doesNotMatch(await notices.innerText(), /my-own/, "nobody knows of the other");
    assert.deepEqual(await serious(page), []);
    const offer = notices.getByRole("button", { name: /^Use / });
    const next = (await offer.innerText()).replace("Use ", "");
    await offer.click();
    await offer.waitFor({ state: "hidden" });
    assert.doesNotMatch(await notices.innerText(), /o1-preview/);
    await share(page);
    assert.match(await sheet(page).innerText(), new RegExp(`lane ${next} at the simulator[\\s\\S]*lane my-own at the simulator`));
  });

  test("a link cannot send a key or a word to a server that the user does not know", async (t) => {
    const stranger = await api();
    t.after(() => stranger.close());
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "mine", base: s.api.base("paced"), auth: "Authorization: Bearer …", key: KEY });
    const endpoint = encodeURIComponent(stranger.base("paced"));
    await page.goto(new URL(`#/?model=fixture-1&endpoint=${endpoint}&prompt=Send+the+key`, page.url()).href);
    await page.getByText("that you do not have").waitFor();
    await play.runButton.click();
    await play.lane(1).end();
    assert.deepEqual(await stranger.requests(), [], "the simulator answers until the user agrees");
    await page.getByRole("button", { name: "Use this server" }).click();
    await play.prompt.fill("Now it may go there");
    await play.runButton.click();
    await page.getByText(/key/i).first().waitFor();
    assert.doesNotMatch(JSON.stringify(await stranger.requests()), new RegExp(KEY), "no key of another origin goes there");
  });

  test("a link under a passphrase opens with it and with nothing else", async (t) => {
    const { page, play } = await s.play(t);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await play.prompt.fill("for your eyes only");
    await share(page);
    await sheet(page).getByLabel("Passphrase").fill("correct horse");
    await sheet(page).getByRole("button", { name: "Copy the link" }).click();
    await play.status.getByText("The link is copied.").waitFor();
    const address = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(address, /#\/s\/1p\./);
    const other = await s.play(t, { path: new URL(address).hash });
    const dialog = other.page.getByRole("dialog", { name: "A passphrase opens this link" });
    await dialog.getByLabel("Passphrase").fill("wrong");
    await dialog.getByRole("button", { name: "Open", exact: true }).click();
    await dialog.getByText("does not open it").waitFor();
    await dialog.getByLabel("Passphrase").fill("correct horse");
    await dialog.getByRole("button", { name: "Open", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    assert.equal(await other.play.prompt.inputValue(), "for your eyes only");
  });

  test("damaged and newer links say what is wrong, and what is there stays", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill("mine");
    const notices = page.getByRole("region", { name: "Notices" });
    for (const [hash, words] of [
      ["#/s/1.AAAA", /damaged/],
      ["#/s/2.AAAA", /newer version/],
      ["#/s/hello", /not a link of Lineup/],
    ]) {
      await page.goto(new URL(hash, page.url()).href);
      await notices.getByText(words).waitFor();
      assert.equal(await play.prompt.inputValue(), "mine");
    }
  });

  test("the sheet warns of secrets in the text", async (t) => {
    const { page, play } = await s.play(t);
    await play.prompt.fill(`Why is my key ${KEY.replace("planted", "proj")}aB3 refused?`);
    await share(page);
    await sheet(page).getByText("looks as if it held secrets").waitFor();
    assert.doesNotMatch(await sheet(page).innerText(), /Wc8Lz/, "the warning does not repeat it");
  });

  test("the sheet says how long a link is, and offers a file where no link holds the set-up", async (t) => {
    const { page, play } = await s.play(t);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const noise = (length) => Array.from({ length }, (_, at) => String.fromCharCode(0xac00 + ((at * 7919 + at * at * 31) % 11172))).join("");
    const qr = sheet(page).getByRole("img", { name: "The link as a QR code" });
    await play.prompt.fill(noise(350));
    await share(page);
    await link(page).waitFor();
    assert.ok((await link(page).inputValue()).length > 800);
    assert.equal(await qr.count(), 0, "no code of more than 800 bytes");
    await sheet(page).getByRole("button", { name: "Copy as Markdown" }).click();
    await play.status.getByText("The link is copied.").waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^\[Lineup: [^\]]+\]\(http\S+#\/s\/1\.[\w-]+\)$/);
    assert.equal(await sheet(page).getByText("Changed since it was last shared.").count(), 0);
    await page.keyboard.press("Escape");

    for (const [length, words] of [
      [1_000, "Some chat programs cut links of this length."],
      [4_000, "Many programs cut links of this length: a file is safer."],
      [20_000, "This is too long for a link. Save it as a file"],
    ]) {
      await play.prompt.fill(noise(length));
      await share(page);
      await sheet(page).getByText("Changed since it was last shared.").waitFor();
      await sheet(page).getByText(words).waitFor();
      if (length < 20_000) await page.keyboard.press("Escape");
    }
    assert.equal(await link(page).count(), 0);
    assert.equal(await sheet(page).getByRole("button", { name: "Copy the link" }).count(), 0);
    const saving = page.waitForEvent("download");
    await sheet(page).getByRole("button", { name: "Save as a file" }).click();
    const file = await (await saving).path();
    await sheet(page).getByText("Changed since it was last shared.").waitFor({ state: "hidden" });

    const other = await s.play(t);
    await share(other.page);
    await sheet(other.page).locator("input[type=file]").setInputFiles(file);
    await sheet(other.page).waitFor({ state: "hidden" });
    assert.equal(await other.play.prompt.inputValue(), noise(20_000));
  });

  test("a remote tool that a link brings is named, and asks before it runs", async (t) => {
    const { page, play } = await s.play(t);
    const tool = { type: "mcp", server_label: "x", server_url: "https://evil.example/mcp", require_approval: "never" };
    const draft = { version: 1, instructions: "", other_tools: [tool] };
    await share(page);
    const file = { name: "a.lineup.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify({ draft, prompt: "Look it up", lanes: [{ model: "gpt-4.1", api: "responses" }] })) };
    await sheet(page).locator("input[type=file]").setInputFiles(file);
    const banner = page.getByRole("region", { name: "Notices" });
    await banner.getByText("It brings a remote tool at https://evil.example/mcp").waitFor();
    await banner.getByText("What it holds").click();
    await banner.getByText("a remote tool at https://evil.example/mcp", { exact: true }).waitFor();
    await banner.getByText("lane gpt-4.1").waitFor();
    await share(page);
    await sheet(page).getByText("a remote tool at https://evil.example/mcp", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    const sent = await (await play.lane(1).wire("Request")).innerText();
    assert.match(sent, /"require_approval": "always"/);
  });
});
