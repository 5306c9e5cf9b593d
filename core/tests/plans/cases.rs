//! One or more cases for each rule.

use lineup_core::draft::{ApiChoice, Flavour};
use serde_json::{Value, json};

pub const CHAT: ApiChoice = ApiChoice::Chat;
pub const RESPONSES: ApiChoice = ApiChoice::Responses;

pub struct Case {
    pub rule: &'static str,
    pub model: &'static str,
    pub api: ApiChoice,
    pub flavour: Flavour,
    /// Fields of a Chat body.
    pub ask: Value,
    /// Places in the body and what must stand there; `null` is "nothing".
    pub sent: Vec<(&'static str, Value)>,
}

fn case(rule: &'static str, model: &'static str, api: ApiChoice, flavour: Flavour, ask: Value, sent: Vec<(&'static str, Value)>) -> Case {
    Case { rule, model, api, flavour, ask, sent }
}

fn schema() -> Value {
    json!({"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}})
}

fn tool() -> Value {
    json!([{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}])
}

fn system() -> Value {
    json!({"messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]})
}

pub fn cases() -> Vec<Case> {
    use Flavour::{AzureClassic, AzureV1, Compatible, OpenAi};
    let none = || Value::Null;
    vec![
        case("Q-RESPONLY", "o3-pro", CHAT, OpenAi, json!({}), vec![("/input/0/content", json!("hi")), ("/messages", none())]),
        case("L-CHATONLY", "o1-mini", RESPONSES, OpenAi, json!({}), vec![("/messages/0/content", json!("hi")), ("/input", none())]),
        case(
            "Q-TOOLS-CHAT",
            "gpt-6-astra",
            CHAT,
            OpenAi,
            json!({"tools": tool()}),
            vec![("/tools/0/name", json!("f")), ("/messages", none())],
        ),
        case(
            "Q-TOOLS-CHAT",
            "gpt-5.4",
            CHAT,
            OpenAi,
            json!({"tools": tool(), "reasoning_effort": "high"}),
            vec![("/reasoning_effort", json!("none"))],
        ),
        case("Q-TOOLS-CHAT", "gpt-5.6-luna", CHAT, AzureV1, json!({"tools": tool()}), vec![("/reasoning_effort", json!("none"))]),
        case("Q-TOOLS-O1", "o1-preview", CHAT, OpenAi, json!({"tools": tool()}), vec![("/tools", none())]),
        case(
            "Q-TOOLS-O1",
            "o1-mini",
            CHAT,
            OpenAi,
            json!({"tools": tool(), "tool_choice": "auto"}),
            vec![("/tools", none()), ("/tool_choice", none())],
        ),
        case(
            "Q-PTC",
            "o3-mini",
            CHAT,
            OpenAi,
            json!({"tools": tool(), "parallel_tool_calls": false}),
            vec![("/parallel_tool_calls", none())],
        ),
        case(
            "L-CHAT-HOSTED",
            "gpt-4o",
            CHAT,
            OpenAi,
            json!({"tools": [{"type": "web_search"}, tool()[0]]}),
            vec![("/tools/0/function/name", json!("f")), ("/tools/1", none())],
        ),
        case(
            "L-CHAT-HOSTED",
            "gpt-4o",
            CHAT,
            AzureClassic,
            json!({"tools": [{"type": "web_search"}], "tool_choice": "auto"}),
            vec![("/tools", none()), ("/tool_choice", none())],
        ),
        case("L-NO-TOOLS", "gpt-4o", CHAT, OpenAi, json!({"parallel_tool_calls": true}), vec![("/parallel_tool_calls", none())]),
        case("L-NO-TOOLS", "gpt-4o", CHAT, OpenAi, json!({"tool_choice": "none"}), vec![("/tool_choice", none())]),
        case(
            "L-FUNCTIONS",
            "gpt-4o",
            CHAT,
            OpenAi,
            json!({"functions": [{"name": "f"}], "function_call": "auto"}),
            vec![("/tools/0/function/name", json!("f")), ("/functions", none())],
        ),
        case("Q-DEEPRESEARCH", "o3-deep-research", RESPONSES, OpenAi, json!({}), vec![("/tools/0/type", json!("web_search_preview"))]),
        case("Q-JSON-O1", "o1-mini", CHAT, OpenAi, json!({"response_format": schema()}), vec![("/response_format", none())]),
        case(
            "Q-JSON-LEGACY",
            "gpt-4",
            CHAT,
            OpenAi,
            json!({"response_format": schema()}),
            vec![("/response_format", none()), ("/messages/0/role", json!("system"))],
        ),
        case(
            "Q-JSON-LEGACY",
            "gpt-4-turbo",
            RESPONSES,
            OpenAi,
            json!({"response_format": schema()}),
            vec![("/text/format", json!({"type": "json_object"}))],
        ),
        case(
            "Q-JSON-LEGACY",
            "gpt-4o-2024-05-13",
            CHAT,
            OpenAi,
            json!({"response_format": schema()}),
            vec![("/response_format", json!({"type": "json_object"}))],
        ),
        case(
            "Q-AUDIO-MODALITIES",
            "gpt-audio",
            CHAT,
            OpenAi,
            json!({"audio": {"voice": "ash", "format": "mp3"}}),
            vec![("/modalities", json!(["text", "audio"]))],
        ),
        case(
            "Q-AUDIO-MODALITIES",
            "gpt-audio",
            CHAT,
            OpenAi,
            json!({"modalities": ["text", "audio"]}),
            vec![("/audio/voice", json!("alloy"))],
        ),
        case(
            "Q-CHATLATEST",
            "gpt-5-chat-latest",
            CHAT,
            OpenAi,
            json!({"reasoning_effort": "low", "verbosity": "low", "temperature": 0.2}),
            vec![("/reasoning_effort", none()), ("/verbosity", none()), ("/temperature", json!(0.2))],
        ),
        case(
            "Q-CHATLATEST",
            "gpt-5.2-chat-latest",
            RESPONSES,
            OpenAi,
            json!({"reasoning_effort": "high", "verbosity": "high"}),
            vec![("/reasoning/effort", json!("medium")), ("/text/verbosity", json!("medium"))],
        ),
        case("Q-EFFORT-NONREASONING", "gpt-4.1", CHAT, OpenAi, json!({"reasoning_effort": "low"}), vec![("/reasoning_effort", none())]),
        case(
            "Q-EFFORT-NONREASONING",
            "gpt-4o",
            RESPONSES,
            AzureV1,
            json!({"reasoning": {"effort": "low", "summary": "auto"}}),
            vec![("/reasoning", none())],
        ),
        case("Q-AZ-NONE", "gpt-5-mini", CHAT, AzureV1, json!({"reasoning_effort": "none"}), vec![("/reasoning_effort", none())]),
        case("Q-MAX-RESPONLY", "gpt-6-sol", CHAT, OpenAi, json!({"reasoning_effort": "max"}), vec![("/reasoning_effort", json!("xhigh"))]),
        case("Q-EFFORT-VALUE", "gpt-5.1", CHAT, OpenAi, json!({"reasoning_effort": "minimal"}), vec![("/reasoning_effort", json!("low"))]),
        case("Q-EFFORT-VALUE", "gpt-5", CHAT, OpenAi, json!({"reasoning_effort": "none"}), vec![("/reasoning_effort", json!("minimal"))]),
        case(
            "Q-GPT6-SAMPLING",
            "gpt-6-luna",
            CHAT,
            OpenAi,
            json!({"reasoning_effort": "none", "temperature": 0.2, "top_p": 0.5, "logprobs": true}),
            vec![("/temperature", none()), ("/top_p", none()), ("/logprobs", none())],
        ),
        case("Q-TEMP", "o4-mini", CHAT, OpenAi, json!({"temperature": 0.2}), vec![("/temperature", none())]),
        case("Q-TEMP", "gpt-5.5", CHAT, OpenAi, json!({"temperature": 0.2}), vec![("/temperature", none())]),
        case("Q-TEMP", "o3-mini", CHAT, OpenAi, json!({"temperature": 1}), vec![("/temperature", none())]),
        case("Q-TEMP", "o4-mini", RESPONSES, OpenAi, json!({"temperature": 1}), vec![("/temperature", none())]),
        case("Q-TOPP", "o1", CHAT, OpenAi, json!({"top_p": 0.2}), vec![("/top_p", none())]),
        case(
            "Q-PENALTY",
            "gpt-5.2",
            CHAT,
            OpenAi,
            json!({"presence_penalty": 0.2, "frequency_penalty": 0.1}),
            vec![("/presence_penalty", none()), ("/frequency_penalty", none())],
        ),
        case(
            "Q-LOGPROBS",
            "gpt-5",
            CHAT,
            OpenAi,
            json!({"logprobs": true, "top_logprobs": 1, "logit_bias": {"1": 1}}),
            vec![("/logprobs", none()), ("/top_logprobs", none()), ("/logit_bias", none())],
        ),
        case("Q-STOP", "o3", CHAT, OpenAi, json!({"stop": ["a"]}), vec![("/stop", none())]),
        case("L-REFUSED", "gpt-5", CHAT, OpenAi, json!({"prediction": {"type": "content", "content": "x"}}), vec![("/prediction", none())]),
        case("Q-SUMMARY-O3MINI", "o3-mini", RESPONSES, OpenAi, json!({"reasoning": {"summary": "auto"}}), vec![("/reasoning", none())]),
        case(
            "Q-SUMMARY-CONCISE",
            "gpt-5",
            RESPONSES,
            OpenAi,
            json!({"reasoning": {"summary": "concise"}}),
            vec![("/reasoning/summary", json!("auto"))],
        ),
        case("Q-VERBOSITY-CODEX", "gpt-5-codex", RESPONSES, OpenAi, json!({"verbosity": "low"}), vec![("/text", none())]),
        case(
            "Q-GPT6-CACHE",
            "gpt-6-astra",
            RESPONSES,
            OpenAi,
            json!({"prompt_cache_retention": "24h"}),
            vec![("/prompt_cache_retention", none()), ("/prompt_cache_options", json!({"ttl": "30m"}))],
        ),
        case("L-CHAT-LACKS", "gpt-4o", CHAT, OpenAi, json!({"truncation": "auto"}), vec![("/truncation", none())]),
        case(
            "L-RESPONSES-LACKS",
            "gpt-4o",
            RESPONSES,
            OpenAi,
            json!({"n": 2, "seed": 1, "stop": "a", "presence_penalty": 1, "logit_bias": {"1": 1}}),
            vec![("/n", none()), ("/seed", none()), ("/stop", none())],
        ),
        case(
            "Q-MAXTOK",
            "o4-mini",
            CHAT,
            AzureClassic,
            json!({"max_tokens": 9}),
            vec![("/max_tokens", none()), ("/max_completion_tokens", json!(9))],
        ),
        case(
            "Q-MAXTOK",
            "gpt-4o",
            CHAT,
            OpenAi,
            json!({"max_tokens": 9, "max_completion_tokens": 8}),
            vec![("/max_tokens", none()), ("/max_completion_tokens", json!(8))],
        ),
        case(
            "Q-MAXTOK-C",
            "qwen3",
            CHAT,
            Compatible,
            json!({"max_completion_tokens": 9}),
            vec![("/max_tokens", json!(9)), ("/max_completion_tokens", none())],
        ),
        case(
            "Q-MAXTOK-R",
            "gpt-4o",
            RESPONSES,
            OpenAi,
            json!({"max_tokens": 9}),
            vec![("/max_output_tokens", json!(16)), ("/max_tokens", none())],
        ),
        case(
            "Q-MAXTOK-R",
            "gpt-4o",
            RESPONSES,
            OpenAi,
            json!({"max_tokens": 9, "max_completion_tokens": 800}),
            vec![("/max_output_tokens", json!(800)), ("/max_tokens", none())],
        ),
        case(
            "Q-EFFORT-PATH",
            "o4-mini",
            RESPONSES,
            OpenAi,
            json!({"reasoning_effort": "low"}),
            vec![("/reasoning/effort", json!("low")), ("/reasoning_effort", none())],
        ),
        case(
            "Q-FORMAT-PATH",
            "gpt-5",
            RESPONSES,
            OpenAi,
            json!({"response_format": schema(), "verbosity": "low"}),
            vec![("/text/format/name", json!("n")), ("/text/verbosity", json!("low"))],
        ),
        case(
            "Q-INPUT-PATH",
            "gpt-4o",
            RESPONSES,
            OpenAi,
            system(),
            vec![("/input/0/content", json!("hi")), ("/instructions", json!("Be brief."))],
        ),
        case(
            "L-LOGPROBS-PATH",
            "gpt-4o",
            RESPONSES,
            OpenAi,
            json!({"logprobs": true}),
            vec![("/include", json!(["message.output_text.logprobs"])), ("/logprobs", none())],
        ),
        case(
            "L-OWN",
            "gpt-4o",
            CHAT,
            OpenAi,
            json!({"instructions": "x", "input": "y"}),
            vec![("/instructions", none()), ("/input", none())],
        ),
        case("Q-SYSROLE", "o1-mini", CHAT, OpenAi, system(), vec![("/messages", json!([{"role": "user", "content": "Be brief.\n\nhi"}]))]),
        case("Q-DEVROLE", "o4-mini", CHAT, OpenAi, system(), vec![("/messages/0/role", json!("developer"))]),
        case(
            "Q-DEVROLE-C",
            "qwen3",
            CHAT,
            Compatible,
            json!({"messages": [{"role": "developer", "content": "a"}, {"role": "user", "content": "b"}]}),
            vec![("/messages/0/role", json!("system"))],
        ),
        case("Q-STREAM-AZ", "o1", CHAT, AzureV1, json!({}), vec![("/stream", json!(false)), ("/stream_options", none())]),
        case("Q-NOSTREAM", "o1-pro", RESPONSES, OpenAi, json!({}), vec![("/stream", json!(false))]),
        case(
            "L-STREAM-OPTIONS",
            "gpt-4o",
            CHAT,
            OpenAi,
            json!({"stream_options": {"include_usage": false}}),
            vec![("/stream_options/include_usage", json!(true))],
        ),
        case(
            "L-STREAM-OPTIONS",
            "o1",
            CHAT,
            AzureV1,
            json!({"stream_options": {"include_usage": true}}),
            vec![("/stream_options", none())],
        ),
        case(
            "Q-STORE-FALSE",
            "o4-mini",
            RESPONSES,
            OpenAi,
            json!({"store": false}),
            vec![("/include", json!(["reasoning.encrypted_content"]))],
        ),
    ]
}
