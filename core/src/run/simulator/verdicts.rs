//! Azure's content filter verdicts, with the categories of its documentation (wire facts b.4).

use serde_json::{Value, json};

/// The verdict on an answer; `filtered`: on one that was stopped for violence.
pub(super) fn completion(filtered: bool) -> Value {
    let violence = if filtered { json!({"filtered": true, "severity": "medium"}) } else { safe() };
    json!({
        "hate": safe(),
        "protected_material_code": {"filtered": false, "detected": false},
        "protected_material_text": {"filtered": false, "detected": false},
        "self_harm": safe(),
        "sexual": safe(),
        "violence": violence,
    })
}

/// `prompt_filter_results`: one entry per prompt.
pub(super) fn prompts() -> Value {
    json!([{"prompt_index": 0, "content_filter_results": prompt()}])
}

/// `content_filters` of a response on Azure.
pub(super) fn of_response(filtered: bool) -> Value {
    json!([
        {"blocked": false, "source_type": "prompt", "content_filter_raw": null, "content_filter_results": prompt(),
            "content_filter_offsets": {"start_offset": 0, "end_offset": 0, "check_offset": 0}},
        {"blocked": filtered, "source_type": "completion", "content_filter_raw": null, "content_filter_results": completion(filtered),
            "content_filter_offsets": {"start_offset": 0, "end_offset": 0, "check_offset": 0}},
    ])
}

fn prompt() -> Value {
    json!({
        "custom_blocklists": {"filtered": false},
        "hate": safe(),
        "jailbreak": {"filtered": false, "detected": false},
        "self_harm": safe(),
        "sexual": safe(),
        "violence": safe(),
    })
}

fn safe() -> Value {
    json!({"filtered": false, "severity": "safe"})
}
