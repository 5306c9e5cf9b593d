//! What each setting is called on each wire, and which wire cannot carry it.

use crate::wire::Api;

/// (setting, path on Chat Completions, path on Responses). `None`: that API has no place for it (wire.md b.1, c.1).
const PLACES: [(&str, Option<&str>, Option<&str>); 40] = [
    ("effort", Some("reasoning_effort"), Some("reasoning.effort")),
    ("summary", None, Some("reasoning.summary")),
    ("verbosity", Some("verbosity"), Some("text.verbosity")),
    ("output", Some("response_format"), Some("text.format")),
    // On Chat the name depends on the model: see the rules.
    ("max_output_tokens", Some("max_tokens"), Some("max_output_tokens")),
    ("temperature", Some("temperature"), Some("temperature")),
    ("top_p", Some("top_p"), Some("top_p")),
    ("presence_penalty", Some("presence_penalty"), None),
    ("frequency_penalty", Some("frequency_penalty"), None),
    ("stop", Some("stop"), None),
    ("seed", Some("seed"), None),
    ("n", Some("n"), None),
    // On Responses the builder asks for them through `include`.
    ("logprobs", Some("logprobs"), Some("logprobs")),
    ("top_logprobs", Some("top_logprobs"), Some("top_logprobs")),
    ("logit_bias", Some("logit_bias"), None),
    ("tools", Some("tools"), Some("tools")),
    ("tool_choice", Some("tool_choice"), Some("tool_choice")),
    ("parallel_tool_calls", Some("parallel_tool_calls"), Some("parallel_tool_calls")),
    ("service_tier", Some("service_tier"), Some("service_tier")),
    ("store", Some("store"), Some("store")),
    ("metadata", Some("metadata"), Some("metadata")),
    ("user", Some("user"), Some("user")),
    ("stream", Some("stream"), Some("stream")),
    ("stream_options", Some("stream_options"), Some("stream_options")),
    ("prediction", Some("prediction"), None),
    ("modalities", Some("modalities"), None),
    ("audio", Some("audio"), None),
    ("web_search_options", Some("web_search_options"), None),
    ("function_call", Some("function_call"), None),
    ("functions", Some("functions"), None),
    ("truncation", None, Some("truncation")),
    ("include", None, Some("include")),
    ("previous_response_id", None, Some("previous_response_id")),
    ("max_tool_calls", None, Some("max_tool_calls")),
    ("background", None, Some("background")),
    ("conversation", None, Some("conversation")),
    ("prompt", None, Some("prompt")),
    ("reasoning.mode", None, Some("reasoning.mode")),
    ("reasoning.context", None, Some("reasoning.context")),
    ("context_management", None, Some("context_management")),
];

/// Where a setting stands in the body. A name that is not in the table is sent as it is; `None` if the wire cannot carry it.
pub(super) fn place(api: Api, setting: &str) -> Option<&str> {
    match row(setting) {
        Some((_, chat, responses)) => match api {
            Api::Responses => responses,
            _ => chat,
        },
        None => Some(setting),
    }
}

/// As [`place`], and where the wire has none, the other wire's: for a setting that the user sends anyway.
pub(super) fn place_anyway(api: Api, setting: &str) -> &str {
    let other = if api == Api::Responses { Api::Chat } else { Api::Responses };
    place(api, setting).or_else(|| place(other, setting)).unwrap_or(setting)
}

fn row(setting: &str) -> Option<(&'static str, Option<&'static str>, Option<&'static str>)> {
    PLACES.into_iter().find(|(name, _, _)| *name == setting)
}
