//! The body as arguments of the libraries whose calls have names: what a library has no argument for goes where it takes anything.

use super::literal::{JAVASCRIPT, PYTHON};
use super::scene::Scene;
use serde_json::{Map, Value};

/// The arguments of `chat.completions.create` (PyPI `openai` 3.54, which takes no others; npm `openai` types the same).
const CHAT: &str = " messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens \
    max_tokens metadata modalities n parallel_tool_calls prediction presence_penalty prompt_cache_key prompt_cache_retention \
    reasoning_effort response_format safety_identifier seed service_tier stop store stream stream_options temperature tool_choice \
    tools top_logprobs top_p user verbosity web_search_options ";
/// The arguments of `responses.create`.
const RESPONSES: &str = " background conversation include input instructions max_output_tokens max_tool_calls metadata model \
    parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention reasoning safety_identifier \
    service_tier store stream stream_options temperature text tool_choice tools top_logprobs top_p truncation user ";

/// Those that both libraries have had for long. A newer one is sent beside them, so that an older library sends it too.
fn has(scene: &Scene<'_>, field: &str) -> bool {
    let known = if scene.holds("responses") { RESPONSES } else { CHAT };
    known.contains(&format!(" {field} "))
}

/// Known fields as they are, the others in one object.
fn split<'a>(scene: &'a Scene<'_>) -> (Vec<(&'a String, &'a Value)>, Map<String, Value>) {
    let (known, others): (Vec<_>, Vec<_>) = scene.fields().partition(|(field, _)| has(scene, field));
    (known, others.into_iter().map(|(field, value)| (field.clone(), value.clone())).collect())
}

/// `model="…",` and so on; what the library does not know in `extra_body`.
pub(super) fn python(scene: &Scene<'_>) -> String {
    let (known, others) = split(scene);
    let mut lines: Vec<String> = known.into_iter().map(|(field, value)| format!("{field}={},", PYTHON.value(value))).collect();
    if !others.is_empty() {
        lines.push(format!("extra_body={},", PYTHON.value(&Value::Object(others))));
    }
    lines.join("\n")
}

/// `model: "…",` and so on. What the types do not know is spread: TypeScript takes no offence at it there.
pub(super) fn javascript(scene: &Scene<'_>) -> String {
    let (known, others) = split(scene);
    let mut lines: Vec<String> = known.into_iter().map(|(field, value)| format!("{field}: {},", JAVASCRIPT.value(value))).collect();
    if !others.is_empty() {
        lines.push(format!("...{},", JAVASCRIPT.value(&Value::Object(others))));
    }
    lines.join("\n")
}
