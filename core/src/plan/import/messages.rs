//! The messages of a Chat Completions body become turns.

use super::ImportError;
use crate::draft::{Draft, Part, Role, ToolCallTurn, Turn, TurnBody};
use serde_json::{Map, Value};

/// Appends the messages to the draft; a plain first system or developer message becomes its instructions.
pub(super) fn take_over(messages: &[Value], draft: &mut Draft) -> Result<(), ImportError> {
    let mut calls = Legacy::default();
    for (index, message) in messages.iter().enumerate() {
        let wrong = |why: &str| ImportError::Message { index, why: why.to_owned() };
        let Value::Object(message) = message else { return Err(wrong("is no object")) };
        let mut rest = message.clone();
        let Some(Value::String(role)) = rest.shift_remove("role") else { return Err(wrong("has no role")) };
        let content = rest.shift_remove("content");
        let body = match role.as_str() {
            "system" | "developer" => {
                let text = text_of(content.as_ref());
                if index == 0 && rest.is_empty() && !text.is_empty() && matches!(content, Some(Value::String(_))) {
                    draft.instructions = text;
                    draft.instructions_role = Some(if role == "system" { Role::System } else { Role::Developer });
                    continue;
                }
                if role == "system" { TurnBody::System { text } } else { TurnBody::Developer { text } }
            }
            "user" => TurnBody::User { parts: parts(content.as_ref()) },
            "assistant" => assistant(content.as_ref(), &mut rest, &mut calls),
            "tool" => {
                let call_id = rest.shift_remove("tool_call_id");
                let Some(Value::String(call_id)) = call_id else { return Err(wrong("is of role tool and has no tool_call_id")) };
                TurnBody::Tool { call_id, output: text_of(content.as_ref()) }
            }
            "function" => {
                rest.shift_remove("name");
                TurnBody::Tool { call_id: calls.last_id(), output: text_of(content.as_ref()) }
            }
            other => {
                return Err(ImportError::Message { index, why: format!("has the role {other:?}, which Chat Completions does not know") });
            }
        };
        // What the turn would write in another form is kept in its own.
        match content {
            Some(Value::String(_)) => {}
            Some(Value::Array(list)) if role == "user" && list.len() != 1 => {}
            Some(Value::Null) | None if matches!(&body, TurnBody::Assistant { tool_calls, .. } if !tool_calls.is_empty()) => {}
            Some(other) => {
                rest.insert("content".into(), other);
            }
            None => {}
        }
        let parent = draft.conversation.tip;
        draft.conversation.insert(Turn { parent, body, extra: rest });
    }
    Ok(())
}

/// Ids for the calls of the time when a turn made one call and it had no id.
#[derive(Default)]
struct Legacy {
    count: u32,
}

impl Legacy {
    fn next_id(&mut self) -> String {
        self.count += 1;
        self.last_id()
    }

    fn last_id(&self) -> String {
        format!("call_{}", self.count)
    }
}

fn assistant(content: Option<&Value>, rest: &mut Map<String, Value>, legacy: &mut Legacy) -> TurnBody {
    let mut tool_calls = Vec::new();
    if let Some(Value::Array(calls)) = rest.get("tool_calls") {
        // All or none: one that is not understood leaves the list as it is.
        tool_calls = calls.iter().map(tool_call).collect::<Option<Vec<_>>>().unwrap_or_default();
        if tool_calls.len() == calls.len() {
            rest.shift_remove("tool_calls");
        }
    }
    if let Some(call) = rest.get("function_call")
        && let (Some(name), Some(arguments)) = (call["name"].as_str(), call["arguments"].as_str())
    {
        tool_calls.push(ToolCallTurn { id: legacy.next_id(), name: name.to_owned(), arguments: arguments.to_owned(), custom: false });
        rest.shift_remove("function_call");
    }
    let reasoning = match rest.get("reasoning_content") {
        Some(Value::String(text)) => Some(text.clone()),
        _ => None,
    };
    if reasoning.is_some() {
        rest.shift_remove("reasoning_content");
    }
    TurnBody::Assistant { text: text_of(content), tool_calls, reasoning, model: None, items: Vec::new(), response: None }
}

fn tool_call(call: &Value) -> Option<ToolCallTurn> {
    let call = call.as_object().filter(|call| call.len() == 3)?;
    let id = call.get("id")?.as_str()?.to_owned();
    let kind = call.get("type")?.as_str()?;
    let inner = call.get(kind)?.as_object().filter(|inner| inner.len() == 2)?;
    let name = inner.get("name")?.as_str()?.to_owned();
    let (custom, key) = match kind {
        "function" => (false, "arguments"),
        "custom" => (true, "input"),
        _ => return None,
    };
    Some(ToolCallTurn { id, name, arguments: inner.get(key)?.as_str()?.to_owned(), custom })
}

fn text_of(content: Option<&Value>) -> String {
    match content {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Array(parts)) => {
            let texts: Vec<&str> = parts.iter().filter_map(|part| part["text"].as_str()).collect();
            texts.join("\n")
        }
        _ => String::new(),
    }
}

fn parts(content: Option<&Value>) -> Vec<Part> {
    match content {
        Some(Value::String(text)) => vec![Part::Text { text: text.clone() }],
        Some(Value::Array(parts)) => parts.iter().map(|raw| part(raw).unwrap_or_else(|| Part::Other { raw: raw.clone() })).collect(),
        _ => Vec::new(),
    }
}

fn part(raw: &Value) -> Option<Part> {
    let part = raw.as_object().filter(|part| part.len() == 2)?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let inner = |key: &str, len: usize| part.get(key)?.as_object().filter(|inner| inner.len() == len);
    match part.get("type")?.as_str()? {
        "text" => Some(Part::Text { text: text(part.get("text")?)? }),
        "image_url" => match inner("image_url", 1) {
            Some(image) => Some(Part::Image { url: text(image.get("url")?)?, detail: None }),
            None => {
                let image = inner("image_url", 2)?;
                Some(Part::Image { url: text(image.get("url")?)?, detail: Some(text(image.get("detail")?)?) })
            }
        },
        "input_audio" => {
            let audio = inner("input_audio", 2)?;
            Some(Part::Audio { data: text(audio.get("data")?)?, format: text(audio.get("format")?)? })
        }
        "file" => {
            let file = inner("file", 2)?;
            Some(Part::File { name: text(file.get("filename")?)?, data: text(file.get("file_data")?)? })
        }
        _ => None,
    }
}
