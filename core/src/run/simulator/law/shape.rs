//! Where a request may go, what its fields are called there, and whether it may stream.

use super::{Case, Verdict, refuse, unsupported_parameter};
use serde_json::{Value, json};

/// Q-AZ-APIVER: models of the classic address, with the version that brought them.
pub(super) fn azure_version(case: &Case<'_>) -> Option<Verdict> {
    let least = match case.model.base {
        "o1-preview" | "o1-mini" => "2024-09-01-preview",
        "o1" | "o3-mini" => "2024-12-01-preview",
        "o3" | "o4-mini" | "o3-pro" | "codex-mini" => "2025-04-01-preview",
        _ => return None,
    };
    let version = case.api_version.filter(|version| version.starts_with("20"))?;
    if version.get(..10)? >= least.get(..10)? {
        return None;
    }
    // The placeholder is what the server really writes.
    let message = format!("Model {{modelName}} is enabled only for api versions {least} and later");
    Some(Verdict { status: 400, error: json!({"message": message, "code": "BadRequest"}) })
}

/// Q-RESPONLY.
pub(super) fn endpoint(case: &Case<'_>) -> Option<Verdict> {
    if case.responses() {
        return None;
    }
    let error = |message: &str| json!({"message": message, "type": "invalid_request_error", "param": "model", "code": null});
    let known = case.model.o_series() || case.model.gpt().is_some();
    if case.model.base == "gpt-5.3-codex" {
        let message =
            "This is not a chat model and thus not supported in the v1/chat/completions endpoint. Did you mean to use v1/completions?";
        return Some(Verdict { status: 404, error: error(message) });
    }
    let only = known && (case.model.pro() || case.model.codex() || case.model.deep_research());
    let message = "This model is only supported in v1/responses and not in v1/chat/completions.";
    only.then(|| Verdict { status: 404, error: error(message) })
}

/// Q-EFFORT-PATH, Q-INPUT-PATH, Q-FORMAT-PATH, Q-MAXTOK-R.
pub(super) fn moved(case: &Case<'_>) -> Option<Verdict> {
    const MOVED: [(&str, &str); 6] = [
        ("messages", "input"),
        ("reasoning_effort", "reasoning.effort"),
        ("response_format", "text.format"),
        ("verbosity", "text.verbosity"),
        ("max_tokens", "max_output_tokens"),
        ("max_completion_tokens", "max_output_tokens"),
    ];
    let (from, to) = MOVED.into_iter().find(|(from, _)| case.responses() && case.at(from).is_some())?;
    let message = format!(
        "Unsupported parameter: '{from}'. In the Responses API, this parameter has moved to '{to}'. Try again with the new parameter."
    );
    refuse(message, Some(from), Some("unsupported_parameter"))
}

/// Fields of the other API.
pub(super) fn foreign(case: &Case<'_>) -> Option<Verdict> {
    const CHATS: [&str; 13] = [
        "n",
        "stop",
        "seed",
        "presence_penalty",
        "frequency_penalty",
        "logit_bias",
        "logprobs",
        "prediction",
        "modalities",
        "audio",
        "functions",
        "function_call",
        "web_search_options",
    ];
    const RESPONSES: [&str; 11] = [
        "input",
        "instructions",
        "reasoning",
        "text",
        "max_output_tokens",
        "include",
        "previous_response_id",
        "truncation",
        "background",
        "conversation",
        "max_tool_calls",
    ];
    let there = |list: &[&'static str]| list.iter().copied().find(|name| case.at(name).is_some());
    if case.responses() {
        let name = there(&CHATS)?;
        refuse(format!("Unknown parameter: '{name}'."), Some(name), Some("unknown_parameter"))
    } else {
        let name = there(&RESPONSES)?;
        refuse(format!("Unrecognized request argument supplied: {name}"), None, None)
    }
}

/// Q-MAXTOK, Q-MAXTOK-R.
pub(super) fn limit(case: &Case<'_>) -> Option<Verdict> {
    if let Some(limit) = case.at("max_output_tokens").and_then(Value::as_i64).filter(|limit| case.responses() && *limit < 16) {
        let message = format!("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got {limit} instead.");
        return refuse(message, Some("max_output_tokens"), Some("integer_below_min_value"));
    }
    if case.chat() && case.model.reasons() && case.at("max_tokens").is_some() {
        let message = "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
        return refuse(message, Some("max_tokens"), Some("unsupported_parameter"));
    }
    if case.model.six() && case.at("prompt_cache_retention").is_some() {
        return unsupported_parameter("prompt_cache_retention");
    }
    None
}

/// Q-NOSTREAM, Q-STREAM-AZ, and options of a stream that is none.
pub(super) fn stream(case: &Case<'_>) -> Option<Verdict> {
    if !case.ask.stream {
        let message = "The 'stream_options' parameter is only allowed when 'stream' is enabled.";
        return case.at("stream_options").and_then(|_| refuse(message, Some("stream_options"), None));
    }
    let nowhere = case.model.is(&["o1-pro", "gpt-5-pro"]);
    let not_on_azure = case.ask.azure && case.model.is(&["o1", "o1-mini", "o1-preview", "o3-pro"]);
    let message = "Unsupported value: 'stream' does not support true with this model. Supported values are: false.";
    if nowhere || not_on_azure { refuse(message, Some("stream"), Some("unsupported_value")) } else { None }
}

/// Q-JSON-O1, Q-JSON-LEGACY.
pub(super) fn schema(case: &Case<'_>) -> Option<Verdict> {
    let path = if case.responses() { "text.format" } else { "response_format" };
    let asked = case.at(path).is_some_and(|format| format["type"] == "json_schema");
    let refuses = case.model.first_previews() || case.model.is(&["gpt-4", "gpt-4-turbo"]) || case.model.full.contains("gpt-4o-2024-05-13");
    if !(asked && refuses) {
        return None;
    }
    // The words are Chat's; Responses names its own place in them.
    let name = if case.responses() { "text.format" } else { "response_format" };
    refuse(
        format!(
            "Invalid parameter: '{name}' of type 'json_schema' is not supported with this model. Learn more about supported models at the Structured Outputs guide."
        ),
        Some(path),
        None,
    )
}
