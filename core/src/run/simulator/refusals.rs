//! Answers that are errors, in the API's own words (wire facts d.1, d.2).

use super::ask::{Ask, Unreadable};
use super::law::Verdict;
use super::{Simulated, one_chunk};
use crate::wire::Api;
use serde_json::{Value, json};

/// What a body may hold that some model refuses, each with the API's words; the first one present is refused.
///
/// `0`: on Chat, `1`: on Responses, `2`: the code, `3`: the message.
const REFUSED: [(&str, &str, &str, &str); 9] = [
    (
        "max_tokens",
        "",
        "unsupported_parameter",
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    ),
    ("temperature", "temperature", "unsupported_parameter", "Unsupported parameter: 'temperature' is not supported with this model."),
    ("top_p", "top_p", "unsupported_parameter", "Unsupported parameter: 'top_p' is not supported with this model."),
    ("presence_penalty", "", "unsupported_parameter", "Unsupported parameter: 'presence_penalty' is not supported with this model."),
    ("frequency_penalty", "", "unsupported_parameter", "Unsupported parameter: 'frequency_penalty' is not supported with this model."),
    ("parallel_tool_calls", "", "unsupported_parameter", "Unsupported parameter: 'parallel_tool_calls' is not supported with this model."),
    ("stop", "", "unsupported_parameter", "Unsupported parameter: 'stop' is not supported with this model."),
    ("", "reasoning.effort", "unsupported_parameter", "Unsupported parameter: 'reasoning.effort' is not supported with this model."),
    (
        "reasoning_effort",
        "",
        "unsupported_value",
        "Unsupported value: 'reasoning_effort' does not support this value with this model. Supported values are: 'low', 'medium', and 'high'.",
    ),
];

/// 400 for the first parameter in the body that models are known to refuse; without one, for the classic.
pub(super) fn unsupported_parameter(ask: &Ask) -> Simulated {
    let present =
        |path: &str| !path.is_empty() && !ask.body.pointer(&format!("/{}", path.replace('.', "/"))).unwrap_or(&Value::Null).is_null();
    let responses = ask.api == Api::Responses;
    let name = |refused: &(&'static str, &'static str, _, _)| if responses { refused.1 } else { refused.0 };
    let refused = REFUSED.iter().find(|refused| present(name(refused))).unwrap_or(&REFUSED[if responses { 1 } else { 0 }]);
    error(400, &[], json!({"message": refused.3, "type": "invalid_request_error", "param": name(refused), "code": refused.2}))
}

pub(super) fn wrong_key() -> Simulated {
    let message =
        "Incorrect API key provided: simulat**********. You can find your API key at https://platform.openai.com/account/api-keys.";
    error(401, &[], json!({"message": message, "type": "invalid_request_error", "param": null, "code": "invalid_api_key"}))
}

/// 429 with the delay in the headers and in words: browsers often may not read the headers.
pub(super) fn rate_limited(ask: &Ask) -> Simulated {
    let message = format!(
        "Rate limit reached for {} in organization org-simulator on tokens per min (TPM): Limit 30000, Used 28650, Requested 3150. Please try again in 3.6s. Visit https://platform.openai.com/account/rate-limits to learn more.",
        ask.model
    );
    let headers = [
        ("retry-after", "4"),
        ("retry-after-ms", "3600"),
        ("x-ratelimit-limit-tokens", "30000"),
        ("x-ratelimit-remaining-tokens", "1350"),
        ("x-ratelimit-reset-tokens", "3.6s"),
    ];
    error(429, &headers, json!({"message": message, "type": "tokens", "param": null, "code": "rate_limit_exceeded"}))
}

/// What a server says when it fails in the middle, or instead of a whole answer.
pub(super) fn server_error() -> Value {
    json!({"message": "The server had an error while processing your request. Sorry about that!", "type": "server_error", "param": null, "code": null})
}

pub(super) fn failed() -> Simulated {
    error(500, &[], server_error())
}

pub(super) fn unreadable(why: &Unreadable, path: &str) -> Simulated {
    match why {
        Unreadable::Path => {
            let message = format!(
                "Unknown request URL: POST {path}. Please check the URL for typos, or see the docs at https://platform.openai.com/docs/api-reference/."
            );
            error(404, &[], json!({"message": message, "type": "invalid_request_error", "param": null, "code": "unknown_url"}))
        }
        Unreadable::Missing(field) => {
            let message = format!("Missing required parameter: '{field}'.");
            error(
                400,
                &[],
                json!({"message": message, "type": "invalid_request_error", "param": field, "code": "missing_required_parameter"}),
            )
        }
    }
}

/// What the API's law says of a request.
pub(super) fn judged(verdict: Verdict) -> Simulated {
    error(verdict.status, &[], verdict.error)
}

fn error(status: u16, headers: &[(&'static str, &str)], error: Value) -> Simulated {
    let body = serde_json::to_vec_pretty(&json!({"error": error})).unwrap_or_default();
    let mut answer = one_chunk(status, 120, body);
    answer.headers.extend(headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    answer
}
