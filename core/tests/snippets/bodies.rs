//! Bodies, lists of messages and prompts as guides and logs show them: what comes in goes out again as it was.

use crate::cases::{endpoint, plan_at};
use lineup_core::draft::{ApiChoice, Flavour};
use lineup_core::plan::import::{Format, paste};
use lineup_core::wire::Api;
use rstest::rstest;
use serde_json::{Value, json};

/// The body that a server is sent whose models are not known: the only changes are those that every such server needs.
fn again(text: &str) -> (Format, Value) {
    let pasted = paste(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let api = if pasted.api == Api::Responses { ApiChoice::Responses } else { ApiChoice::Chat };
    let model = pasted.imported.model.clone().unwrap_or_else(|| "m".into());
    let stream = pasted.imported.stream == Some(true);
    let plan = plan_at(&pasted.imported.draft, &model, api, stream, &endpoint(Flavour::Compatible, "http://localhost:8000/v1"));
    (pasted.format, plan.body)
}

#[rstest]
// OpenAI's reference: the default, a picture, functions, logprobs.
#[case(json!({"model": "gpt-5.4", "messages": [{"role": "system", "content": "You are a helpful assistant."}, {"role": "user", "content": "Hello!"}]}))]
#[case(json!({"model": "gpt-4.1", "messages": [{"role": "user", "content": [{"type": "text", "text": "What is in this image?"},
    {"type": "image_url", "image_url": {"url": "https://upload.wikimedia.org/nature-walk.jpg", "detail": "high"}}]}], "max_tokens": 300}))]
#[case(json!({"model": "gpt-4.1", "messages": [{"role": "user", "content": "What is the weather like in Boston today?"}],
    "tools": [{"type": "function", "function": {"name": "get_current_weather", "description": "Get the current weather in a given location",
        "parameters": {"type": "object", "properties": {"location": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}, "required": ["location"]}}}],
    "tool_choice": "auto"}))]
#[case(json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "Hello!"}], "logprobs": true, "top_logprobs": 2}))]
// A whole loop of tools.
#[case(json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "Time?"},
    {"role": "assistant", "content": null, "tool_calls": [{"id": "call_1", "type": "function", "function": {"name": "now", "arguments": "{}"}}]},
    {"role": "tool", "tool_call_id": "call_1", "content": "12:00"}, {"role": "assistant", "content": "Noon."}, {"role": "user", "content": "Thanks"}]}))]
// Structured output, audio, a prediction, another number of answers.
#[case(json!({"model": "gpt-4o-2024-08-06", "messages": [{"role": "system", "content": "Extract."}, {"role": "user", "content": "Alice and Bob"}],
    "response_format": {"type": "json_schema", "json_schema": {"name": "names", "strict": true, "schema": {"type": "object", "properties": {"names": {"type": "array", "items": {"type": "string"}}}, "required": ["names"], "additionalProperties": false}}}}))]
#[case(json!({"model": "gpt-4o-audio-preview", "modalities": ["text", "audio"], "audio": {"voice": "alloy", "format": "wav"},
    "messages": [{"role": "user", "content": [{"type": "text", "text": "What is in this recording?"}, {"type": "input_audio", "input_audio": {"data": "UklGRg==", "format": "wav"}}]}]}))]
#[case(json!({"model": "gpt-4.1", "messages": [{"role": "user", "content": "Replace"}], "prediction": {"type": "content", "content": "class User {}"}, "n": 2, "stop": ["\n\n"], "seed": 7}))]
// Azure on your data; OpenRouter; vLLM; a log with the names of speakers.
#[case(json!({"messages": [{"role": "user", "content": "What are my plans?"}], "model": "m", "data_sources": [{"type": "azure_search", "parameters": {"endpoint": "https://s", "index_name": "i"}}]}))]
#[case(json!({"model": "deepseek/deepseek-r1", "messages": [{"role": "user", "content": "hi"}], "reasoning": {"max_tokens": 2000}, "provider": {"order": ["a"], "allow_fallbacks": false}, "transforms": []}))]
#[case(json!({"model": "Qwen/Qwen3-8B", "messages": [{"role": "user", "content": "hi"}], "temperature": 0.6, "top_p": 0.95, "top_k": 20, "chat_template_kwargs": {"enable_thinking": false}, "max_tokens": 8192}))]
#[case(json!({"model": "gpt-4o", "messages": [{"role": "user", "name": "alice", "content": "hi"}, {"role": "assistant", "name": "bot", "content": "hello"}, {"role": "user", "name": "bob", "content": "bye"}], "user": "u-1", "metadata": {"app": "log"}}))]
fn bodies_of_chat(#[case] body: Value) {
    assert_eq!(again(&serde_json::to_string_pretty(&body).unwrap()), (Format::Chat, body));
}

#[rstest]
// OpenAI's reference: a text, a picture, a file, web search, file search, functions, reasoning.
#[case(json!({"model": "gpt-5.4", "input": [{"role": "user", "content": "Tell me a three sentence bedtime story about a unicorn."}]}))]
#[case(json!({"model": "gpt-4.1", "input": [{"role": "user", "content": [{"type": "input_text", "text": "what is in this image?"}, {"type": "input_image", "image_url": "https://upload.wikimedia.org/nature-walk.jpg", "detail": "auto"}]}]}))]
#[case(json!({"model": "gpt-4.1", "input": [{"role": "user", "content": [{"type": "input_text", "text": "what is in this file?"}, {"type": "input_file", "file_url": "https://www.berkshirehathaway.com/letters/2024ltr.pdf"}]}]}))]
#[case(json!({"model": "gpt-4.1", "tools": [{"type": "web_search_preview"}], "input": [{"role": "user", "content": "What was a positive news story from today?"}]}))]
#[case(json!({"model": "gpt-4.1", "tools": [{"type": "file_search", "vector_store_ids": ["vs_1234567890"], "max_num_results": 20}], "input": [{"role": "user", "content": "What are the attributes of an ancient brown dragon?"}]}))]
#[case(json!({"model": "gpt-4.1", "input": [{"role": "user", "content": "What is the weather like in Boston today?"}], "tools": [{"type": "function", "name": "get_current_weather", "description": "d",
    "parameters": {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]}, "strict": false}], "tool_choice": "required"}))]
#[case(json!({"model": "o3-mini", "input": [{"role": "user", "content": "How much wood would a woodchuck chuck?"}], "reasoning": {"effort": "high"}, "max_output_tokens": 300}))]
// Stateless replay, a stored conversation, structured output, MCP, in the background.
#[case(json!({"model": "o4-mini", "store": false, "include": ["reasoning.encrypted_content"], "input": [{"role": "user", "content": "a"},
    {"type": "reasoning", "summary": [], "encrypted_content": "gAAA"}, {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "b", "annotations": []}]}, {"role": "user", "content": "c"}]}))]
#[case(json!({"model": "gpt-5", "previous_response_id": "resp_123", "input": [{"role": "user", "content": "and then?"}], "truncation": "auto"}))]
#[case(json!({"model": "gpt-5", "instructions": "Extract.", "input": [{"role": "user", "content": "Jane, 54 years old"}], "text": {"format": {"type": "json_schema", "name": "person", "strict": true,
    "schema": {"type": "object", "properties": {"age": {"type": "number"}}, "required": ["age"], "additionalProperties": false}}, "verbosity": "low"}}))]
#[case(json!({"model": "gpt-5", "tools": [{"type": "mcp", "server_label": "dmcp", "server_url": "https://dmcp-server.deno.dev/sse", "require_approval": "never"}, {"type": "code_interpreter", "container": {"type": "auto"}}], "input": [{"role": "user", "content": "Roll 2d4+1"}]}))]
#[case(json!({"model": "o3", "background": true, "store": true, "stream": true, "service_tier": "flex", "input": [{"role": "user", "content": "Write a very long novel."}]}))]
fn bodies_of_responses(#[case] body: Value) {
    assert_eq!(again(&serde_json::to_string_pretty(&body).unwrap()), (Format::Responses, body));
}

#[rstest]
#[case(json!([{"role": "user", "content": "hi"}]))]
#[case(json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]))]
#[case(json!([{"role": "user", "name": "alice", "content": "hi"}]))]
#[case(json!([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]))]
#[case(json!([{"role": "user", "content": "a"}, {"role": "system", "content": "in the middle"}, {"role": "user", "content": "c"}]))]
#[case(json!([{"role": "user", "content": [{"type": "text", "text": "one"}, {"type": "text", "text": "two"}]}]))]
#[case(json!([{"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}]}]))]
#[case(json!([{"role": "user", "content": "t"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{\"a\":1}"}}]}, {"role": "tool", "tool_call_id": "c", "content": "1"}, {"role": "user", "content": "go on"}]))]
#[case(json!([{"role": "user", "content": "왜 하늘은\n파란가요? \"{{x}}\""}]))]
#[case(json!([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "refusal": null}, {"role": "user", "content": "c"}]))]
#[case(json!([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b", "annotations": []}, {"role": "user", "content": "c"}]))]
fn lists_of_messages(#[case] list: Value) {
    let (format, body) = again(&list.to_string());
    assert_eq!((format, &body["messages"]), (Format::Messages, &list));
}

#[rstest]
#[case(json!({"id": "pmpt_abc123"}))]
#[case(json!({"id": "pmpt_abc123", "version": "2"}))]
#[case(json!({"id": "pmpt_abc123", "variables": {"city": "Seoul"}}))]
#[case(json!({"id": "pmpt_abc123", "version": "2", "variables": {"customer_name": "Jane Doe", "product": "40oz juice box"}}))]
#[case(json!({"id": "pmpt_abc123", "variables": {}}))]
#[case(json!({"id": "pmpt_abc123", "version": null}))]
#[case(json!({"id": "pmpt_abc123", "variables": {"topic": "Dragons", "reference_pdf": {"type": "input_file", "file_id": "file-6F2ksmvXxt4VdoqmHRw6kL"}}}))]
#[case(json!({"id": "pmpt_abc123", "variables": {"photo": {"type": "input_image", "image_url": "https://a/b.png"}}}))]
#[case(json!({"id": "pmpt_abc123", "variables": {"text": {"type": "input_text", "text": "hi"}}}))]
#[case(json!({"id": "pmpt_abc123", "variables": {"api_key": "the user's own word"}}))]
fn prompts_that_openai_keeps(#[case] prompt: Value) {
    let pasted = paste(&prompt.to_string()).unwrap();
    assert_eq!((pasted.format, &pasted.imported.draft.settings.extra["prompt"]), (Format::Prompt, &prompt));
    // The same inside of a body.
    let body = json!({"model": "gpt-5", "input": [{"role": "user", "content": "hi"}], "prompt": prompt});
    assert_eq!(again(&body.to_string()), (Format::Responses, body));
}

#[rstest]
// OpenAI's guide, Azure's, and lines as programs write them.
#[case(json!({"custom_id": "request-1", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "gpt-3.5-turbo-0125", "messages": [{"role": "system", "content": "You are a helpful assistant."}, {"role": "user", "content": "Hello world!"}], "max_tokens": 1000}}))]
#[case(json!({"custom_id": "task-0", "method": "POST", "url": "/chat/completions", "body": {"model": "REPLACE-WITH-MODEL-DEPLOYMENT-NAME", "messages": [{"role": "system", "content": "You are an AI assistant that helps people find information."}, {"role": "user", "content": "When was Microsoft founded?"}]}}))]
#[case(json!({"custom_id": "r", "method": "POST", "url": "/v1/responses", "body": {"model": "o4-mini", "input": [{"role": "user", "content": "hi"}], "reasoning": {"effort": "low"}}}))]
#[case(json!({"custom_id": "r", "method": "POST", "url": "/v1/responses", "body": {"model": "gpt-5", "instructions": "Be brief.", "input": [{"role": "user", "content": "hi"}]}}))]
#[case(json!({"method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [{"role": "user", "content": [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "https://a.example/b.png"}}]}]}, "custom_id": "last"}))]
#[case(json!({"custom_id": "7", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_object"}, "temperature": 0.1}}))]
#[case(json!({"custom_id": "8", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}], "tool_choice": "auto"}}))]
#[case(json!({"custom_id": "9", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [{"role": "user", "content": "번역: \\\"good\\\""}], "seed": 7, "metadata": {"run": "9"}}}))]
#[case(json!({"custom_id": "한국어 줄", "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}]}}))]
#[case(json!({"custom_id": "ft:1", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "ft:gpt-4o-mini-2024-07-18:org::id", "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}], "n": 2, "stop": ["\n"]}}))]
fn lines_of_batches(#[case] line: Value) {
    let (format, body) = again(&line.to_string());
    assert_eq!((format, &body), (Format::Batch, &line["body"]));
    // The others of a file are counted.
    let file = format!("{line}\n{line}\n\n{line}\n");
    let pasted = paste(&file).unwrap();
    assert_eq!((pasted.format, pasted.notes.last().unwrap().what.as_str()), (Format::Batch, "2 × JSON"));
}
