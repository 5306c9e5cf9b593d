//! JavaScript and TypeScript, as the guides write it.

use super::seen;
use lineup_core::plan::import::Format;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
#[case("import OpenAI from \"openai\";\nconst client = new OpenAI();\n\nconst response = await client.responses.create({\n    model: \"gpt-5\",\n    input: \"Write a one-sentence bedtime story about a unicorn.\",\n});\n\nconsole.log(response.output_text);",
    json!(["gpt-5", 1, "", "Write a one-sentence bedtime story about a unicorn.", {}]), &[])]
#[case("import OpenAI from \"openai\";\nconst openai = new OpenAI({ apiKey: \"sk-abc\", baseURL: \"https://openrouter.ai/api/v1\", defaultHeaders: { \"X-Title\": \"t\" } });\n\nasync function main() {\n  const completion = await openai.chat.completions.create({\n    messages: [{ role: \"developer\", content: \"You are a helpful assistant.\" }, { role: 'user', content: 'hi' }],\n    model: \"gpt-4.1\",\n    store: true,\n  });\n  console.log(completion.choices[0]);\n}\n\nmain();",
    json!(["gpt-4.1", 1, "You are a helpful assistant.", "hi", {"store": true}]), &["2:apiKey", "2:X-Title"])]
// The guide of reasoning.
#[case("const prompt = `\nWrite a bash script\n`;\n\nconst response = await openai.responses.create({\n    model: \"o4-mini\",\n    reasoning: { effort: \"medium\" },\n    input: [\n        {\n            role: \"user\",\n            content: prompt,\n        },\n    ],\n    max_output_tokens: 300,\n});",
    json!(["o4-mini", 1, "", "\nWrite a bash script\n", {"effort": "medium", "max_output_tokens": 300}]), &[])]
// Types, a template and `as const`.
#[case("type Question = { text: string };\nexport async function ask(question: Question, city: string): Promise<string> {\n  const stream = await client.chat.completions.create({\n    model: process.env.MODEL!,\n    stream: true,\n    messages: [{ role: 'user' as const, content: `Weather in ${city}: ${question.text}` }],\n  }, { headers: { 'x-api-key': 'sk-1' }, timeout: 5000 });\n  return '';\n}",
    json!([null, 1, "", "Weather in {{city}}: {{question_text}}", {}]), &["7:x-api-key", "7:timeout", "4:model", "6:city", "6:question_text"])]
// A conversation that grows.
#[case("const messages = [{ role: 'user', content: 'a' }];\nmessages.push({ role: 'assistant', content: 'b' });\nmessages.push({ role: 'user', content: 'c' });\nconst r = await client.chat.completions.create({ model: 'm', messages });",
    json!(["m", 3, "", "c", {}]), &[])]
// By hand, with fetch.
#[case("const response = await fetch('https://api.openai.com/v1/chat/completions', {\n  method: 'POST',\n  headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${process.env.OPENAI_API_KEY}` },\n  body: JSON.stringify({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }], temperature: 1, top_p: 0.5 }),\n});",
    json!(["gpt-4o", 1, "", "hi", {"temperature": 1.0, "top_p": 0.5}]), &["3:Content-Type", "3:Authorization"])]
#[case("const axios = require('axios');\naxios.post('http://localhost:11434/v1/chat/completions', { model: 'qwen3', messages: [{ role: 'user', content: 'hi' }] }).then(console.log);",
    json!(["qwen3", 1, "", "hi", {}]), &[])]
// Zod, and a spread of what is known.
#[case("const base = { model: 'gpt-4o', temperature: 0 };\nconst completion = await openai.beta.chat.completions.parse({ ...base, messages: [{ role: 'user', content: 'solve' }], response_format: zodResponseFormat(Step, 'step') });",
    json!(["gpt-4o", 1, "", "solve", {"temperature": 0.0}]), &["2:response_format"])]
// A stored prompt.
#[case("const response = await client.responses.create({ prompt: { id: 'pmpt_abc123', version: '2', variables: { city: 'Seoul' } } });",
    json!([null, 0, "", null, {"extra": {"prompt": {"id": "pmpt_abc123", "version": "2", "variables": {"city": "Seoul"}}}}]), &["prompt"])]
// The library before its version 4.
#[case("const { Configuration, OpenAIApi } = require('openai');\nconst openai = new OpenAIApi(new Configuration({ apiKey: process.env.KEY }));\nopenai.createChatCompletion({ model: 'gpt-3.5-turbo', messages: [{ role: 'user', content: 'Hello ' + 'world' }], frequency_penalty: -1 });",
    json!(["gpt-3.5-turbo", 1, "", "Hello world", {"frequency_penalty": -1.0}]), &[])]
#[case("for await (const event of await client.responses.stream({ model: 'gpt-5', input: [{ role: 'user', content: [{ type: 'input_text', text: 'hi' }] }], tools: [{ type: 'web_search' }] })) console.log(event);",
    json!(["gpt-5", 1, "", "hi", {}]), &[])]
fn javascript(#[case] text: &str, #[case] wanted: Value, #[case] notes: &[&str]) {
    let (format, summary, said) = seen(text);
    assert_eq!((format, summary), (Format::JavaScript, wanted));
    assert_eq!(said, notes);
}

#[test]
fn an_object_as_javascript_writes_it() {
    let (_, summary, _) = seen("{ model: 'm', messages: [ { role: 'user', content: 'hi' }, ] }");
    assert_eq!(summary, json!(["m", 1, "", "hi", {}]));
}
