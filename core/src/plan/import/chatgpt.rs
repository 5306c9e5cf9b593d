//! A conversation as ChatGPT exports it: a tree of messages, of which the shown branch is taken over.

use super::chat_body::Imported;
use crate::draft::{Draft, Part, TurnBody};
use serde_json::Value;

pub(super) fn conversation(export: &Value) -> Imported {
    let mapping = &export["mapping"];
    let leaf = || {
        mapping.as_object()?.iter().filter(|(_, node)| node["children"].as_array().is_none_or(Vec::is_empty)).map(|(id, _)| id).next_back()
    };
    let mut at = export["current_node"].as_str().or_else(|| leaf().map(String::as_str));
    let mut branch = Vec::new();
    // A parent that leads in a circle ends with the number of nodes.
    let most = mapping.as_object().map_or(0, serde_json::Map::len);
    while let Some(node) = at.filter(|_| branch.len() < most).and_then(|id| mapping.get(id)) {
        branch.push(&node["message"]);
        at = node["parent"].as_str();
    }
    let mut draft = Draft::new();
    let mut model = None;
    for message in branch.into_iter().rev() {
        let Some(parts) = message.pointer("/content/parts").and_then(Value::as_array) else { continue };
        let text = parts.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n");
        if text.is_empty() {
            continue;
        }
        match message.pointer("/author/role").and_then(Value::as_str) {
            Some("user") => _ = draft.conversation.append(TurnBody::User { parts: vec![Part::Text { text }] }),
            Some("system") => draft.instructions = text,
            Some("assistant") => {
                model = message.pointer("/metadata/model_slug").and_then(Value::as_str).map(str::to_owned).or(model);
                draft.conversation.append(TurnBody::assistant(text));
            }
            _ => {}
        }
    }
    Imported { draft, model, stream: None }
}
