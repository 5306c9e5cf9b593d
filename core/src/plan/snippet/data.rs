//! The forms that are data: a line of a batch's input, the settings of Codex.

use super::Note;
use super::literal::{C_LIKE, JSON};
use super::scene::Scene;
use serde_json::{Value, json};

/// One line of the Batch API's input file. A batch is never streamed.
pub(super) fn batch_line(scene: &Scene<'_>) -> (String, Vec<Note>) {
    let mut body = scene.plan.body.clone();
    let mut left_out = false;
    if let Some(body) = body.as_object_mut() {
        for field in ["stream", "stream_options"] {
            left_out |= body.shift_remove(field).is_some_and(|value| value != Value::Bool(false));
        }
    }
    let line = json!({"custom_id": "request-1", "method": "POST", "url": scene.batch_url(), "body": body});
    (JSON.line(&line), if left_out { vec![Note::NotStreamed] } else { Vec::new() })
}

/// (key of Codex, place on Chat Completions, place on Responses)
const CODEX: [(&str, &str, &str); 3] = [
    ("model_reasoning_effort", "/reasoning_effort", "/reasoning/effort"),
    ("model_reasoning_summary", "/reasoning_summary", "/reasoning/summary"),
    ("model_verbosity", "/verbosity", "/text/verbosity"),
];

/// How the model thinks and talks, as Codex names it.
pub(super) fn codex_settings(scene: &Scene<'_>) -> String {
    CODEX
        .into_iter()
        .filter_map(|(key, chat, responses)| {
            let place = if scene.holds("responses") { responses } else { chat };
            Some(format!("\n{key} = {}", C_LIKE.string(scene.plan.body.pointer(place)?.as_str()?)))
        })
        .collect()
}
