// The conversation as it is edited: turns put in, moved, given another role, branched, and sent back as the wire wants them.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

// A picture of one dot.
const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQCJt0T5AAAAAElFTkSuQmCC";

describe("conversation", () => {
  const s = suite();
  const turns = (page) =>
    page.locator(".turn").evaluateAll((cards) =>
      cards.map((card) => `${(card.querySelector("select.turn-role") ?? { value: card.querySelector(".turn-role").textContent }).value}: ${card.querySelector(".turn-body")?.innerText.trim()}`),
    );
  const menu = async (page, n, item) => {
    await page.getByRole("button", { name: `Actions of turn ${n}` }).click();
    await page.getByRole("menuitem", { name: item }).click();
  };

  test("turns are added, inserted, moved, given another role, rewritten, branched and deleted, and the request follows", async (t) => {
    const { page, play } = await s.play(t);
    const write = async (text) => {
      const field = page.getByRole("textbox", { name: "Edit", exact: true });
      await field.waitFor();
      assert.ok(await field.evaluate((element) => element === document.activeElement), "the field has the focus");
      await field.fill(text);
      await page.keyboard.press("Control+Enter");
    };
    for (const text of ["Two?", "Two.", "Three?"]) {
      await page.getByRole("button", { name: "Add a turn" }).click();
      await write(text);
    }
    assert.deepEqual(await turns(page), ["user: Two?", "assistant: Two.", "user: Three?"]);
    await menu(page, 1, "Insert a turn before");
    await write("Count with me.");
    await page.getByLabel("Role of turn 1").selectOption("developer");
    assert.deepEqual(await turns(page), ["developer: Count with me.", "user: Two?", "assistant: Two.", "user: Three?"]);

    // By keyboard alone, and the focus stays with the turn that moved.
    await page.getByRole("button", { name: "Actions of turn 3" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Move up" }).focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await turns(page), ["developer: Count with me.", "assistant: Two.", "user: Two?", "user: Three?"]);
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Actions of turn 2");
    await page.waitForFunction(() => document.querySelector("#status").textContent.includes("Turn 3 is turn 2 now."));
    await menu(page, 2, "Move down");

    // A new branch, and back.
    await page.getByRole("button", { name: "Edit turn 2" }).click();
    await write("Four?");
    assert.deepEqual(await turns(page), ["developer: Count with me.", "user: Four?"]);
    await page.getByRole("button", { name: "Previous branch of turn 2" }).click();
    assert.deepEqual(await turns(page), ["developer: Count with me.", "user: Two?", "assistant: Two.", "user: Three?"]);
    await page.getByRole("button", { name: "Edit turn 2" }).click();
    await page.getByRole("textbox", { name: "Edit", exact: true }).fill("2?");
    await page.getByRole("button", { name: "Replace, keep what follows" }).click();
    await menu(page, 3, "Delete this turn");
    assert.deepEqual(await turns(page), ["developer: Count with me.", "user: 2?", "user: Three?"]);
    await page.getByRole("button", { name: "Bring it back" }).click();
    assert.equal((await turns(page)).length, 4);
    assert.deepEqual(await serious(page), []);

    // o4-mini takes developer; a model without reasoning gets system, and the plan says so.
    const panel = await play.lane(1).wire("Request");
    assert.match(await panel.innerText(), /"role": "developer",\s+"content": "Count with me."/);
  });

  test("calls, their results and files are written by hand, and the request holds them", async (t) => {
    const { page, play } = await s.play(t);
    await play.setUp([{ model: "gpt-4o", api: "Chat Completions" }]);
    const add = page.getByRole("button", { name: "Add a turn" });
    const field = page.getByRole("textbox", { name: "Edit", exact: true });
    await add.click();
    await field.fill("What is on it?");
    await page.keyboard.press("Control+Enter");
    await page.getByLabel("Files for turn 1").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: Buffer.from(DOT, "base64") });
    await page.locator(".turn").getByRole("img", { name: "Picture 1" }).waitFor();
    await add.click();
    await page.getByRole("button", { name: "Add a tool call" }).click();
    await page.getByLabel("Name of call 1").fill("look");
    await page.getByLabel("Arguments of call 1").fill('{"at":"dot"}');
    assert.deepEqual(await serious(page), []);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("button", { name: "Add its result" }).click();
    await field.fill("a dot");
    await page.keyboard.press("Control+Enter");
    assert.equal(await page.getByRole("button", { name: "Add its result" }).count(), 0);
    await page.getByText("Result of look").waitFor();
    await page.getByRole("button", { name: "Edit turn 2" }).click();
    await page.getByLabel("Arguments of call 1").fill('{"at":"the dot"}');
    await page.getByRole("button", { name: "Replace, keep what follows" }).click();
    const sent = await (await play.lane(1).wire("Request")).innerText();
    for (const words of ["data:image/png;base64,", '"name": "look"', '{\\"at\\":\\"the dot\\"}', '"tool_call_id": "call_1"', '"content": "a dot"']) {
      assert.ok(sent.includes(words), `${words} in ${sent}`);
    }
  });

  test("asking again makes a branch, and what is sent back is explained", async (t) => {
    const { page, play } = await s.play(t);
    await play.ask("Name a prime.");
    assert.equal(await play.lane(1).end(30_000), "finished");
    await play.ask("Another one.");
    assert.equal(await play.lane(1).end(30_000), "finished");
    await page.waitForFunction(() => document.querySelectorAll(".turn").length === 3);
    const panel = await play.lane(1).wire("Request");
    await panel.getByText("Earlier answers in this request").waitFor();
    assert.match(await panel.innerText(), /turn 2 reasoning → sent whole/);
    await page.getByLabel("Earlier answers", { exact: true }).selectOption({ label: "by previous_response_id" });
    await play.prompt.fill("And one more.");
    await panel.getByRole("radio", { name: "As it would be sent now" }).check();
    await panel.getByText('"previous_response_id": "resp_sim').waitFor();
    await play.prompt.fill("");
    await menu(page, 2, "Ask again from here");
    await page.getByText("1 earlier continuation is kept.").waitFor();
    assert.deepEqual(await turns(page), ["user: Name a prime."]);
    assert.equal(await play.lane(1).end(30_000), "finished");
    await play.ask("Larger, please.");
    // The simulator says the same to the same: that is one answer, and the questions after it are the branches.
    await page.getByRole("group", { name: "branch 2 of 2" }).waitFor();
    await page.getByRole("button", { name: "Previous branch of turn 3" }).click();
    await page.waitForFunction(() => document.querySelectorAll(".turn")[2]?.textContent.includes("Another one."));
  });
});
