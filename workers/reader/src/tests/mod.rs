//! Texts as people paste them, beside what is tested next to its code.

// Helpers are no `#[test]` functions, so clippy does not see that a panic in them is a test's failure.
#![allow(clippy::unwrap_used)]

mod back;
mod code;
mod drafts;
mod files;
mod hostile;
mod javascript;
mod python;

use crate::recognise::read;
use lineup_core::plan::import::{Format, Note, Pasted};
use serde_json::{Value, json};

/// What a text was read as, in one shape that a table can hold: who asks what with which settings.
fn summary(pasted: &Pasted) -> Value {
    let draft = &pasted.imported.draft;
    let last = draft.conversation.branch_turns().last().map(|(_, turn)| serde_json::to_value(&turn.body).unwrap());
    let mut settings = serde_json::to_value(&draft.settings).unwrap();
    settings.as_object_mut().unwrap().retain(|key, value| !value.is_null() && key != "spelled");
    let last = last.map(|turn| match &turn["parts"] {
        Value::Null => turn.get("text").or_else(|| turn.get("output")).cloned().unwrap_or_default(),
        parts => parts[0]["text"].clone(),
    });
    json!([pasted.imported.model, draft.conversation.turns.len(), draft.instructions, last, settings])
}

fn seen(text: &str) -> (Format, Value, Vec<String>) {
    let pasted = read(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let line = |note: &Note| format!("{}{}", note.line.map(|line| format!("{line}:")).unwrap_or_default(), note.what);
    (pasted.format, summary(&pasted), pasted.notes.iter().map(line).collect())
}
