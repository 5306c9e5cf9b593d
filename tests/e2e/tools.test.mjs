// Tools and the loop of calls and results; answers as JSON of a schema.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LLMock } from "@copilotkit/aimock";
import { serious } from "./harness/axe.mjs";
import { suite } from "./harness/session.mjs";

describe("tools", () => {
  const s = suite();
  const mock = new LLMock({ port: 0 });
  before(async () => {
    mock.on({ userMessage: "weather", hasToolResult: true }, { content: "Seoul is colder." });
    mock.on(
      { userMessage: "weather" },
      {
        toolCalls: [
          { name: "get_weather", arguments: '{"city":"Seoul","unit":"celsius"}', id: "call_a" },
          { name: "get_weather", arguments: '{"city": Busan', id: "call_b" },
        ],
      },
    );
    await mock.start();
  });
  after(() => mock.stop());

  // It notes every request in the words of Chat Completions; the path says by which API it came.
  const last = (mock) => mock.getRequests().at(-1);

  for (const api of ["Chat Completions", "Responses"]) {
    test(`two parallel calls are answered by mocks and the lane goes on by itself: ${api}, simulator`, async (t) => {
      const { page, play } = await s.play(t);
      await page.getByRole("button", { name: /Two cities, one tool/ }).click();
      await play.setLanes(1);
      await play.lane(1).chooseApi(api);
      await play.runButton.click();
      assert.equal(await play.lane(1).end(60_000), "asks for tools");
      // The results are there already: one press goes on.
      const results = play.lane(1).log.getByLabel("Result", { exact: true });
      assert.equal(await results.count(), 2);
      assert.match(await results.first().inputValue(), /"temperature":3/);
      await results.nth(1).fill('{"city":"Busan","temperature":10}');
      await play.lane(1).log.getByRole("button", { name: /Send/ }).click();
      await play.lane(1).says(/This is what the tools said/, 60_000);
      assert.equal(await play.lane(1).end(60_000), "finished");
      // The calls stay above the answer, with what was answered.
      assert.equal(await play.lane(1).log.locator(".call").count(), 2);
      assert.match(await play.lane(1).text(), /"temperature": 10/);
      assert.deepEqual(await serious(page), []);
      const request = await play.lane(1).wire("Request");
      const sent = await request.innerText();
      for (const word of api === "Responses" ? ["function_call_output", '"reasoning"'] : ['"tool_calls"', '"tool_call_id"']) {
        assert.ok(sent.includes(word), `${word} in ${sent}`);
      }
      // A next prompt takes the whole chain along.
      await play.ask("And tomorrow?");
      await page.getByRole("heading", { name: /tool/ }).nth(1).waitFor();

      // By itself, up to the limit: a model that must call never ends.
      await page.getByLabel("Tool choice").selectOption("at least one");
      await page.getByLabel("Go on by itself").check();
      await page.getByLabel("At most this many times").fill("2");
      await page.getByLabel("At most this many times").blur();
      await play.ask("Compare the weather in Seoul and Busan, in celsius.");
      await play.lane(1).says(/Stopped after 2 turns by itself/, 90_000);
      assert.equal(await play.lane(1).log.locator(".call").count(), 6);
    });

    test(`the loop is right for another reader of the API: ${api}, aimock`, async (t) => {
      const { page, play, settings } = await s.play(t, { allow: [/Failed to load resource/] });
      await page.getByRole("button", { name: /Two cities, one tool/ }).click();
      await play.lane(2).end(60_000);
      await settings.open();
      await settings.addEndpoint({ name: "aimock", base: `${mock.url}/v1` });
      await play.open();
      await play.setUp([{ endpoint: "aimock", model: "gpt-4o", api }]);
      await page.getByLabel("Go on by itself").check();
      await play.ask("weather");
      await play.lane(1).says("Seoul is colder.", 30_000);
      assert.match(await play.lane(1).text(), /not JSON/i, "the model's fault is named");
      const { path, body } = last(mock);
      assert.match(path, api === "Responses" ? /responses$/ : /chat\/completions$/);
      const sent = JSON.stringify(body);
      for (const word of ["call_a", "call_b", "the arguments are not JSON", "tool_call_id"]) assert.ok(sent.includes(word), `${word} in ${sent}`);
    });
  }

  test("a tool is written, linted, made strict and kept", async (t) => {
    const { page, play } = await s.play(t);
    const add = page.getByRole("button", { name: "Add a tool" });
    await add.click();
    await page.getByRole("menuitem", { name: "Calculator" }).click();
    await page.locator(".draft-tool-name", { hasText: "calculate" }).waitFor();
    await add.click();
    await page.getByRole("menuitem", { name: "New function" }).click();
    const dialog = page.getByRole("dialog", { name: "New function" });
    await dialog.getByLabel("Name", { exact: true }).fill("find book");
    await dialog.getByText(/this one has “ ”/).waitFor();
    await dialog.getByLabel("Name", { exact: true }).fill("find_book");
    await dialog.getByRole("button", { name: "Add a parameter" }).click();
    await dialog.getByLabel("Name of the parameter").fill("title");
    await dialog.getByLabel("Name of the parameter").blur();
    await dialog.getByRole("radio", { name: "JSON Schema" }).check();
    const text = dialog.locator("textarea.schema-text");
    assert.match(await text.inputValue(), /"title"/);
    await dialog.getByText("No objections.").waitFor();
    await text.fill('{\n  "type": "object",\n  "properties": {\n    "year": {"type": "integer"},\n  }\n}');
    await dialog.getByText(/Line 5, column 3: JSON has no comma/).waitFor();
    await text.fill('{"type": "object", "properties": {"year": {"type": "integer"}, "site": {"type": "string", "format": "uri"}}}');
    await dialog.getByText("3 things that servers refuse").waitFor();
    assert.deepEqual(await serious(page), []);
    await dialog.getByRole("button", { name: "Remove format" }).click();
    await dialog.getByText("2 things that servers refuse").waitFor();
    await dialog.getByRole("button", { name: "Make it strict" }).click();
    await dialog.getByText("No objections.").waitFor();
    // Closing loses nothing.
    await page.keyboard.press("Escape");
    await page.getByText("find_book has unsaved changes.").waitFor();
    await page.getByRole("button", { name: "Go on editing" }).click();
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("2 tools", { exact: true }).waitFor();
    await page.reload();
    await page.locator(".draft-tool-name", { hasText: "find_book" }).waitFor();
    await play.ask("Calculate 2");
    assert.equal(await play.lane(1).end(30_000), "asks for tools");
  });

  test("an answer is checked against its schema, and shown as tree and text", async (t) => {
    const { page, play } = await s.play(t);
    const output = page.getByRole("radiogroup", { name: "Output" });
    await output.getByRole("radio", { name: "JSON Schema" }).check();
    const dialog = page.getByRole("dialog", { name: "Schema of the answer" });
    await dialog.getByRole("button", { name: /From a sample/ }).click();
    await dialog.getByLabel("A sample of the JSON that you want").fill('{"city": "Busan", "degrees": [21.5]}');
    await dialog.getByRole("button", { name: "Make the schema" }).click();
    await dialog.getByText("No objections.").waitFor();
    await dialog.getByRole("button", { name: "Save" }).click();
    await play.ask("Tell me of Busan");
    assert.equal(await play.lane(1).end(30_000), "finished");
    await play.lane(1).says("Fits the schema");
    const answer = play.lane(1).log.getByRole("region", { name: "The answer as JSON" });
    assert.match(await answer.innerText(), /city: Busan/);
    await answer.getByRole("radio", { name: "Text" }).check();
    assert.match(await answer.innerText(), /"city": "Busan"/);
    assert.deepEqual(await serious(page), []);

    // Another reader of the same request, which does not care for the schema.
    const { settings } = { settings: new (await import("./harness/settings.mjs")).Settings(page) };
    await settings.open();
    await settings.addEndpoint({ name: "aimock", base: `${mock.url}/v1` });
    mock.onMessage("wrong", { content: '{"city": 3, "more": true}' });
    await play.open();
    await play.setUp([{ endpoint: "aimock", model: "gpt-4o" }]);
    await play.ask("wrong");
    await play.lane(1).says("3 faults against the schema");
    assert.match(await play.lane(1).text(), /#\/city has to be string line 2/);
  });
});
