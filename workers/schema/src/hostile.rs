//! Whatever outsiders write as a schema, or as an answer to one: an answer of ours, never for ever.

use crate::{answer, validate};
use lineup_core::draft::schema::check::Told;
use lineup_test_support::hostile::{Payload, all, each, of};
use serde_json::{Value, json};

#[test]
fn a_schema_of_strangers_is_checked_or_refused() {
    each(of(&["schemas"]), |Payload { name, text, .. }| {
        let Ok(schema) = serde_json::from_str::<Value>(text) else { return };
        for instance in ["{}", "[]", "1", "\"x\"", "null", r#"{"a": {"a": {"a": [1, "x"]}}}"#] {
            assert!(!matches!(validate::check(&schema, instance), Told::Unreadable { .. }), "{name}");
        }
    });
}

#[test]
fn words_of_strangers_stand_anywhere_in_a_schema_and_in_an_answer() {
    each(all(), |Payload { text, .. }| {
        let schema = json!({"type": "object", "title": text, "properties": {text: {"type": text}}, "required": [text], "format": text, "pattern": text, text: text});
        _ = validate::check(&schema, &json!({text: text}).to_string());
        _ = validate::check(&json!({"enum": [text], "$ref": text, "$id": text}), text);
        _ = validate::check(&json!({"type": "string", "pattern": text}), &json!(text).to_string());
    });
}

#[test]
fn any_message_is_answered_or_let_pass() {
    each(all(), |Payload { text, .. }| {
        _ = answer(text);
        for what in ["strict", "sample", "check", "repair"] {
            _ = answer(&json!({"id": 1, "ask": {"what": what, "text": text, "schema": text, "answer": text}}).to_string());
        }
    });
}
