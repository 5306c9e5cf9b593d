//! What a message says, in whatever form its content is.

use super::super::report::NoteKind;
use super::left::Left;
use crate::draft::Part;
use serde_json::Value;
use std::collections::HashSet;

/// The words and pictures of a message. What lies in files beside the export is counted.
pub(super) fn parts(message: &Value, left: &mut Left) -> Vec<Part> {
    let content = &message["content"];
    let text = |name: &str| content[name].as_str().filter(|text| !text.is_empty());
    let mut parts = Vec::new();
    let mut put = |text: &str| say(&mut parts, text);
    match content["content_type"].as_str().unwrap_or("text") {
        "tether_quote" | "sonic_webpage" => {
            let words: Vec<&str> = ["title", "url", "text"].into_iter().filter_map(text).collect();
            put(&words.join("\n"));
        }
        "system_error" => {
            let words: Vec<&str> = ["name", "text"].into_iter().filter_map(text).collect();
            put(&words.join(": "));
        }
        kind => {
            let list = content["parts"].as_array();
            for part in list.into_iter().flatten() {
                piece(part, &mut parts, left);
            }
            let own = content.as_str().or_else(|| ["text", "result", "summary", "output"].into_iter().find_map(text));
            match own.filter(|_| list.is_none()) {
                Some(own) => say(&mut parts, own),
                // An empty result is no loss, and a form that nobody knows is named.
                None if list.is_some() || content["text"].is_string() || content["result"].is_string() => {}
                None if content.as_object().is_some_and(|content| content.len() > 1) => left.add(NoteKind::NoPlace, kind),
                None => {}
            }
        }
    }
    attachments(message, left);
    parts
}

/// The words alone, of a message that has no place for pictures.
pub(super) fn words(message: &Value, left: &mut Left) -> String {
    let mut said = Vec::new();
    for part in parts(message, left) {
        match part {
            Part::Text { text } => said.push(text),
            _ => left.add(NoteKind::NoPlace, "image_asset_pointer"),
        }
    }
    said.join("\n\n")
}

/// What a search found: since 2025 that stands beside a message that says nothing.
pub(super) fn found(message: &Value) -> String {
    let groups = message.pointer("/metadata/search_result_groups").and_then(Value::as_array).into_iter().flatten();
    let mut found = Vec::new();
    for page in groups.filter_map(|group| group["entries"].as_array()).flatten() {
        let lines: Vec<&str> = ["title", "url", "snippet"].into_iter().filter_map(|name| page[name].as_str()).collect();
        found.push(lines.join("\n"));
    }
    found.join("\n\n")
}

/// Whether it says anything, or stands for anything that is not here.
pub(super) fn says_anything(message: &Value) -> bool {
    let mut left = Left::default();
    !parts(message, &mut left).is_empty() || !left.notes().is_empty()
}

/// Texts that stand beside each other are one.
fn say(parts: &mut Vec<Part>, text: &str) {
    match parts.last_mut() {
        _ if text.is_empty() => {}
        Some(Part::Text { text: said }) => *said = std::mem::take(said) + "\n\n" + text,
        _ => parts.push(Part::Text { text: text.to_owned() }),
    }
}

fn piece(part: &Value, parts: &mut Vec<Part>, left: &mut Left) {
    let kind = part["content_type"].as_str();
    let pointer = part["asset_pointer"].as_str().unwrap_or_default();
    match (kind, part) {
        (_, Value::String(text)) => say(parts, text),
        // Tools that export with pictures put them in the place of ChatGPT's own pointers.
        (Some("image_asset_pointer"), _) if pointer.starts_with("data:image/") || pointer.starts_with("https://") => {
            parts.push(Part::Image { url: pointer.to_owned(), detail: None });
        }
        (Some(kind), _) if kind.ends_with("_asset_pointer") => left.add(NoteKind::Elsewhere, kind),
        (_, Value::Object(inner)) => match inner.get("text") {
            Some(Value::String(text)) => say(parts, text),
            _ if kind.is_none() && !inner.is_empty() => say(parts, &part.to_string()),
            _ => left.add(NoteKind::NoPlace, kind.unwrap_or("parts")),
        },
        (_, Value::Null) => {}
        _ => left.add(NoteKind::NoPlace, "parts"),
    }
}

/// Files that were sent along, and pictures that a program drew: by name, but for those that a part points to already.
fn attachments(message: &Value, left: &mut Left) {
    let list = |place: &str| message.pointer(place).and_then(Value::as_array).into_iter().flatten();
    // `file-service://file-abc`, `sediment://file_abc?shared_conversation_id=…`
    let id = |pointer: &'_ str| pointer.split("://").nth(1).and_then(|rest| rest.split(['?', '#']).next()).map(str::to_owned);
    let shown: HashSet<String> = list("/content/parts").filter_map(|part| id(part["asset_pointer"].as_str()?)).collect();
    for file in list("/metadata/attachments").filter(|file| !file["id"].as_str().is_some_and(|id| shown.contains(id))) {
        left.add(NoteKind::Elsewhere, file["name"].as_str().filter(|name| !name.is_empty()).unwrap_or("attachments"));
    }
    for _ in list("/metadata/aggregate_result/messages").filter(|drawn| drawn["message_type"] == "image") {
        left.add(NoteKind::Elsewhere, "image_url");
    }
}
