// An independent server (npm @copilotkit/aimock): Chat, Responses and Azure, as someone else reads the APIs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LLMock } from "@copilotkit/aimock";
import { suite } from "./harness/session.mjs";

const ANSWER = "Aimock **answers** with a list:\n\n- one\n- two\n\n안녕하세요.";

describe("aimock", () => {
  const s = suite();
  const mock = new LLMock({ port: 0 });
  before(async () => {
    mock.onMessage("hello", { content: ANSWER });
    mock.onMessage("think", { content: "The thought is over.", reasoning: "First this, then that." });
    mock.onMessage("aloud", { content: "<think>First this, then that.</think>\n\nThe thought is over." });
    mock.onMessage("weather", { toolCalls: [{ name: "get_weather", arguments: '{"city":"Seoul"}' }] });
    await mock.start();
  });
  after(() => mock.stop());

  const ENDPOINTS = [
    { name: "aimock Chat", api: "OpenAI-compatible", base: () => `${mock.url}/v1`, lane: "Chat Completions", path: /^\/v1\/chat\/completions$/ },
    { name: "aimock Responses", api: "OpenAI-compatible", base: () => `${mock.url}/v1`, lane: "Responses", path: /^\/v1\/responses$/ },
    {
      name: "aimock Azure",
      api: "Azure OpenAI, classic",
      base: () => mock.url,
      lane: "Chat Completions",
      auth: "api-key: …",
      key: "azure-test-key",
      version: "2024-10-21",
      deployments: { "gpt-4o": "my-gpt" },
      path: /^\/openai\/deployments\/my-gpt\/chat\/completions/,
    },
    {
      name: "aimock Azure v1",
      api: "Azure OpenAI, v1",
      base: () => mock.url,
      lane: "Chat Completions",
      auth: "api-key: …",
      key: "azure-test-key",
      deployments: { "gpt-4o": "gpt-4o" },
      path: /^\/openai\/v1\/chat\/completions$/,
    },
    {
      name: "aimock Azure v1 Responses",
      api: "Azure OpenAI, v1",
      base: () => mock.url,
      lane: "Responses",
      auth: "api-key: …",
      key: "azure-test-key",
      deployments: { "gpt-4o": "gpt-4o" },
      path: /^\/openai\/v1\/responses$/,
    },
  ];

  for (const { lane, base, path, ...endpoint } of ENDPOINTS) {
    test(`${endpoint.name} streams an answer`, async (t) => {
      const { play, settings } = await s.play(t, { allow: [/Failed to load resource/] });
      await settings.open();
      await settings.addEndpoint({ ...endpoint, base: base() });
      await play.open();
      await play.setUp([{ endpoint: endpoint.name, model: "gpt-4o", api: lane }]);
      await play.ask("hello");
      assert.equal(await play.lane(1).end(), "finished");
      const text = await play.lane(1).text();
      assert.match(text, /Aimock answers with a list:/);
      assert.match(text, /안녕하세요\./);
      const asked = mock.getRequests().at(-1);
      assert.match(new URL(asked.path, "http://x").pathname, path);
    });
  }

  test("reasoning of a compatible server is shown as thinking", async (t) => {
    const { play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "aimock", base: `${mock.url}/v1` });
    await play.open();
    await play.setUp([{ endpoint: "aimock", model: "some-open-model" }]);
    await play.ask("think");
    assert.equal(await play.lane(1).end(), "finished");
    assert.match(await play.lane(1).text(), /Thought for/);
    assert.match(await play.lane(1).text(), /The thought is over\./);
  });

  test("thinking inside the text is split off, until that is switched off", async (t) => {
    const { page, play, settings } = await s.play(t);
    await settings.open();
    await settings.addEndpoint({ name: "aimock", base: `${mock.url}/v1` });
    await play.open();
    await play.setUp([{ endpoint: "aimock", model: "some-open-model" }]);
    await play.ask("aloud");
    const lane = play.lane(1);
    assert.equal(await lane.end(), "finished");
    await lane.log.locator(".think").waitFor();
    assert.doesNotMatch(await lane.text(), /<think>/);
    await lane.log.locator(".prose").getByText("The thought is over.").waitFor();
    await lane.root.getByRole("button", { name: /^Actions of lane/ }).click();
    await page.getByRole("menuitemcheckbox", { name: "Split off <think> blocks", checked: true }).click();
    await lane.log.getByText("<think>").first().waitFor();
    // And back, by the palette.
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search commands" }).fill("split off");
    await page.keyboard.press("Enter");
    await lane.log.locator(".think").waitFor();
    assert.doesNotMatch(await lane.text(), /<think>/);
  });
});
