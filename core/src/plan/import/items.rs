//! The input items of a Responses body become turns.

use super::ImportError;
use crate::draft::{Draft, Part, ToolCallTurn, TurnBody};
use serde_json::Value;

/// Appends the items to the draft. What the model said in one go (reasoning, calls, text) is one turn, which keeps the items as they
/// are for Responses to replay (wire.md c.6).
pub(super) fn take_over(items: Vec<Value>, draft: &mut Draft) -> Result<(), ImportError> {
    let mut said: Vec<Value> = Vec::new();
    for (index, item) in items.into_iter().enumerate() {
        let wrong = |why: &str| ImportError::Item { index, why: why.to_owned() };
        if !item.is_object() {
            return Err(wrong("is no object"));
        }
        let text = |key: &str| item[key].as_str().map(str::to_owned);
        let turn = match (item["type"].as_str().unwrap_or("message"), item["role"].as_str()) {
            ("message", Some("user")) => TurnBody::User { parts: parts(&item["content"]) },
            ("message", Some("system")) => TurnBody::System { text: words(&item["content"]) },
            ("message", Some("developer")) => TurnBody::Developer { text: words(&item["content"]) },
            ("message", Some("assistant")) => {
                said.push(item);
                continue;
            }
            ("message", None) => return Err(wrong("has no role")),
            ("message", Some(_)) => return Err(wrong("has a role that Responses does not know")),
            ("function_call_output" | "custom_tool_call_output", _) => TurnBody::Tool {
                call_id: text("call_id").ok_or_else(|| wrong("answers a call and has no call_id"))?,
                output: text("output").unwrap_or_else(|| item["output"].to_string()),
            },
            _ => {
                said.push(item);
                continue;
            }
        };
        say(&mut said, draft);
        draft.conversation.append(turn);
    }
    say(&mut said, draft);
    Ok(())
}

/// The items that the model said as one turn.
fn say(said: &mut Vec<Value>, draft: &mut Draft) {
    let items = std::mem::take(said);
    if items.is_empty() {
        return;
    }
    let texts: Vec<String> = items.iter().filter(|item| item["role"] == "assistant").map(|item| words(&item["content"])).collect();
    let tool_calls: Vec<ToolCallTurn> = items.iter().filter_map(call).collect();
    // A bare message or call says nothing that the turn does not say.
    let plain = |item: &Value| {
        let message = item["role"] == "assistant"
            && item["content"].as_str().is_some_and(|text| !text.is_empty())
            && item.as_object().is_some_and(|item| item.len() == 2);
        message || (call(item).is_some() && item.as_object().is_some_and(|item| item.len() == 4))
    };
    let in_order = texts.len() <= 1 && items.iter().skip(texts.len()).all(|item| call(item).is_some());
    let items = if in_order && items.iter().all(plain) { Vec::new() } else { items };
    let mut turn = TurnBody::assistant(texts.join("\n\n"));
    if let TurnBody::Assistant { tool_calls: calls, items: kept, .. } = &mut turn {
        (*calls, *kept) = (tool_calls, items);
    }
    draft.conversation.append(turn);
}

fn call(item: &Value) -> Option<ToolCallTurn> {
    let (custom, key) = match item["type"].as_str()? {
        "function_call" => (false, "arguments"),
        "custom_tool_call" => (true, "input"),
        _ => return None,
    };
    let text = |key: &str| item[key].as_str().map(str::to_owned);
    Some(ToolCallTurn { id: text("call_id")?, name: text("name")?, arguments: text(key)?, custom })
}

fn words(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}

fn parts(content: &Value) -> Vec<Part> {
    match content {
        Value::String(text) => vec![Part::Text { text: text.clone() }],
        Value::Array(parts) => parts.iter().map(|raw| part(raw).unwrap_or_else(|| Part::Other { raw: raw.clone() })).collect(),
        _ => Vec::new(),
    }
}

fn part(raw: &Value) -> Option<Part> {
    let part = raw.as_object()?;
    let text = |key: &str| part.get(key)?.as_str().map(str::to_owned);
    match (part.get("type")?.as_str()?, part.len()) {
        ("input_text", 2) => Some(Part::Text { text: text("text")? }),
        ("input_image", 2) => Some(Part::Image { url: text("image_url")?, detail: None }),
        ("input_image", 3) => Some(Part::Image { url: text("image_url")?, detail: Some(text("detail")?) }),
        ("input_file", 3) => Some(Part::File { name: text("filename")?, data: text("file_data")? }),
        _ => None,
    }
}
