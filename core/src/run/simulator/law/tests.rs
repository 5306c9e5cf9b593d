//! What is refused, in which words, and what is not.

use crate::draft::Scenario;
use crate::run::simulator::{SimRequest, answer};
use rstest::rstest;
use serde_json::{Value, json};

fn ask(path: &str, model: &str, set: &Value) -> (u16, Value) {
    let mut body = if path.ends_with("responses") {
        json!({"model": model, "input": [{"role": "user", "content": "Hi"}]})
    } else {
        json!({"model": model, "messages": [{"role": "user", "content": "Hi"}]})
    };
    body.as_object_mut().unwrap().extend(set.as_object().unwrap().clone());
    let answer = answer(&SimRequest { path: path.into(), body }, Scenario::Answer, 1);
    let status = answer.status;
    let bytes: Vec<u8> = answer.chunks.flat_map(|chunk| chunk.bytes).collect();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

fn tool() -> Value {
    json!([{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}])
}

const CHAT: &str = "/v1/chat/completions";
const RESPONSES: &str = "/v1/responses";
const AZURE: &str = "/openai/v1/chat/completions";

#[rstest]
#[case(CHAT, "o4-mini", json!({"max_tokens": 9}), "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.")]
#[case(RESPONSES, "gpt-4o", json!({"max_output_tokens": 10}), "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 10 instead.")]
#[case(CHAT, "o4-mini", json!({"temperature": 0.2}), "Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.")]
#[case(CHAT, "o4-mini", json!({"temperature": 1, "top_p": 0.5}), "Unsupported value: 'top_p' does not support 0.5 with this model. Only the default (1) value is supported.")]
#[case(CHAT, "o3-mini", json!({"temperature": 1}), "Unsupported parameter: 'temperature' is not supported with this model.")]
#[case(RESPONSES, "gpt-5", json!({"temperature": 1}), "Unsupported parameter: 'temperature' is not supported with this model.")]
#[case(CHAT, "gpt-6-sol", json!({"reasoning_effort": "none", "top_p": 0.5}), "Unsupported parameter: 'top_p' is not supported with this model.")]
#[case(CHAT, "gpt-5-mini", json!({"presence_penalty": 0.5}), "Unsupported parameter: 'presence_penalty' is not supported with this model.")]
#[case(CHAT, "o3", json!({"stop": "x"}), "Unsupported parameter: 'stop' is not supported with this model.")]
#[case(CHAT, "o3-mini", json!({"tools": tool(), "parallel_tool_calls": false}), "Unsupported parameter: 'parallel_tool_calls' is not supported with this model.")]
#[case(CHAT, "o1-mini", json!({"messages": [{"role": "system", "content": "x"}]}), "Unsupported value: 'messages[0].role' does not support 'system' with this model.")]
#[case(CHAT, "gpt-4o", json!({"reasoning_effort": "low"}), "Unrecognized request argument supplied: reasoning_effort")]
#[case(RESPONSES, "gpt-4o", json!({"reasoning": {"effort": "low"}}), "Unsupported parameter: 'reasoning.effort' is not supported with this model.")]
#[case(RESPONSES, "gpt-5.1", json!({"reasoning": {"effort": "minimal"}}), "Unsupported value: 'minimal' is not supported with the 'gpt-5.1' model. Supported values are: 'none', 'low', 'medium', and 'high'.")]
#[case(CHAT, "gpt-5.6-sol", json!({"reasoning_effort": "max"}), "Unsupported value: 'max' is not supported with the 'gpt-5.6-sol' model. Supported values are: 'none', 'low', 'medium', 'high', and 'xhigh'.")]
#[case(RESPONSES, "o4-mini", json!({"reasoning_effort": "low"}), "Unsupported parameter: 'reasoning_effort'. In the Responses API, this parameter has moved to 'reasoning.effort'. Try again with the new parameter.")]
#[case(CHAT, "gpt-5.4", json!({"tools": tool(), "reasoning_effort": "low"}), "Function tools with reasoning_effort are not supported for gpt-5.4 in /v1/chat/completions. Please use /v1/responses instead.")]
#[case(CHAT, "gpt-5.6-luna", json!({"tools": tool()}), "Function tools with reasoning_effort are not supported for gpt-5.6-luna in /v1/chat/completions. To use function tools, use /v1/responses or set reasoning_effort to 'none'.")]
#[case(CHAT, "o3-pro", json!({}), "This model is only supported in v1/responses and not in v1/chat/completions.")]
#[case(CHAT, "gpt-5.3-codex", json!({}), "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?")]
#[case(RESPONSES, "gpt-5-pro", json!({"stream": true}), "Unsupported value: 'stream' does not support true with this model. Supported values are: false.")]
#[case(AZURE, "o1", json!({"stream": true}), "Unsupported value: 'stream' does not support true with this model. Supported values are: false.")]
#[case(RESPONSES, "gpt-5-2025-08-07", json!({"reasoning": {"summary": "concise"}}), "Unsupported value: 'concise' is not supported with the 'gpt-5-2025-08-07' model. Supported values are: 'detailed'.")]
#[case(RESPONSES, "o3-mini-2025-01-31", json!({"reasoning": {"summary": "auto"}}), "Unsupported parameter: 'reasoning.generate_summary' is not supported with the 'o3-mini-2025-01-31' model.")]
#[case(CHAT, "gpt-5-chat-latest", json!({"verbosity": "low"}), "Unsupported parameter: 'verbosity' is not supported with this model.")]
#[case(RESPONSES, "o3-deep-research", json!({}), "Deep research models require at least one of 'web_search_preview' or 'mcp' tools.")]
#[case(RESPONSES, "gpt-4o", json!({"n": 2}), "Unknown parameter: 'n'.")]
#[case(CHAT, "house-model", json!({"truncation": "auto"}), "Unrecognized request argument supplied: truncation")]
#[case(CHAT, "gpt-4o", json!({"tools": [{"type": "web_search"}]}), "Invalid value: 'web_search'. Supported values are: 'function' and 'custom'.")]
#[case(CHAT, "gpt-4o", json!({"parallel_tool_calls": true}), "'parallel_tool_calls' is only allowed when 'tools' are specified.")]
#[case(CHAT, "gpt-4o", json!({"stream_options": {"include_usage": true}}), "The 'stream_options' parameter is only allowed when 'stream' is enabled.")]
#[case(
    "/openai/deployments/o1/chat/completions?api-version=2024-10-21", "o1", json!({}),
    "Model {modelName} is enabled only for api versions 2024-12-01-preview and later"
)]
#[case(
    RESPONSES, "o4-mini", json!({"store": false, "input": [{"type": "reasoning", "id": "rs_1", "summary": []}, {"role": "assistant", "content": "x"}, {"role": "user", "content": "y"}]}),
    "Item with id 'rs_1' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input."
)]
#[case(
    RESPONSES, "o4-mini", json!({"input": [{"type": "reasoning", "id": "rs_1", "summary": []}, {"role": "user", "content": "y"}]}),
    "Item 'rs_1' of type 'reasoning' was provided without its required following item."
)]
fn what_the_api_refuses_is_refused_in_its_words(#[case] path: &str, #[case] model: &str, #[case] set: Value, #[case] words: &str) {
    let (status, body) = ask(path, model, &set);
    assert!(status == 400 || status == 404, "{status} {body}");
    assert_eq!(body["error"]["message"], words);
}

#[rstest]
#[case(CHAT, "o4-mini", json!({"temperature": 1, "max_completion_tokens": 900, "reasoning_effort": "low"}))]
#[case(CHAT, "gpt-5.1", json!({"temperature": 0.2, "logprobs": true}))]
#[case(CHAT, "gpt-5.5", json!({"temperature": 0.2, "reasoning_effort": "none"}))]
#[case(CHAT, "gpt-5-chat-latest", json!({"temperature": 0.2}))]
#[case(CHAT, "gpt-5.4", json!({"tools": tool()}))]
#[case(CHAT, "gpt-5.6-luna", json!({"tools": tool(), "reasoning_effort": "none"}))]
#[case(AZURE, "gpt-5.2", json!({"logprobs": true, "top_logprobs": 2}))]
#[case(AZURE, "o1-2024-12-17", json!({"stream": false}))]
#[case(RESPONSES, "gpt-6-sol", json!({"reasoning": {"effort": "max", "summary": "concise"}}))]
#[case(RESPONSES, "o4-mini", json!({"store": false, "input": [{"type": "reasoning", "summary": [], "encrypted_content": "x"}, {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"}, {"type": "function_call_output", "call_id": "c", "output": "1"}, {"role": "user", "content": "y"}]}))]
#[case(CHAT, "house-model", json!({"max_tokens": 9, "temperature": 0.2, "reasoning_effort": "enormous", "parallel_tool_calls": true, "stop": "x"}))]
#[case(CHAT, "gpt-9", json!({"max_tokens": 9, "temperature": 0.2}))]
fn what_the_api_takes_is_answered(#[case] path: &str, #[case] model: &str, #[case] set: Value) {
    let (status, body) = ask(path, model, &set);
    assert_eq!(status, 200, "{body}");
}
