//! The body of Chat Completions (wire.md b.1).

use super::asked::Asked;
use super::{parts, replay, rules, wire};
use crate::draft::{Draft, History, Part, Role, ToolCallTurn, TurnBody};
use crate::wire::Api;
use serde_json::{Map, Value, json};

/// Writes the body.
pub(super) fn body(draft: &Draft, model: &str, asked: &mut Asked<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("model".into(), model.into());
    body.insert("messages".into(), Value::Array(messages(draft, asked)));
    let streams = asked.get("stream") == Some(&Value::Bool(true));
    for (setting, value) in asked.fields.clone() {
        match setting.as_str() {
            "role" | "messages" => {}
            // Not asked for and not needed; `false` is sent only where a rule said so.
            "stream" if !streams && !asked.adjustments.iter().any(|adjustment| adjustment.setting == "stream") => {}
            "max_output_tokens" => {
                let asked_name = asked.spelled.get("max_output_tokens").map(String::as_str).filter(|name| *name != "max_output_tokens");
                let name = asked.limit_name.or(asked_name).unwrap_or("max_tokens");
                body.insert(name.into(), value);
            }
            "stop" if asked.spelled.contains_key("stop.form") => {
                let only = value.as_array().and_then(|list| list.first()).cloned();
                body.insert("stop".into(), only.unwrap_or(value));
            }
            _ => put(&mut body, wire::place_anyway(Api::Chat, &setting), form(&setting, value)),
        }
    }
    // Without it a streamed answer says nothing of its tokens. Azure knows it since 2024-09-01-preview.
    if streams && !body.contains_key("stream_options") {
        body.insert("stream_options".into(), json!({"include_usage": true}));
    }
    body
}

/// A setting's value as Chat writes it: tools, tool choice and schema are nested in their type.
pub(super) fn form(setting: &str, value: Value) -> Value {
    match setting {
        "tools" if value.is_array() => nest_all(&value),
        "tool_choice" => nest_choice(&value),
        "output" => nest(&value, "json_schema"),
        _ => value,
    }
}

/// Puts a value at a dotted path.
pub(super) fn put(body: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => match (body.get_mut(path), value) {
            (Some(Value::Object(there)), Value::Object(more)) => there.extend(more),
            (_, value) => {
                body.insert(path.into(), value);
            }
        },
        Some((head, rest)) => {
            let inner = body.entry(head).or_insert_with(|| json!({}));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// The kinds of tool that Chat has.
const KINDS: [&str; 2] = ["function", "custom"];

fn nest_all(tools: &Value) -> Value {
    Value::Array(
        tools.as_array().into_iter().flatten().map(|tool| KINDS.into_iter().fold(tool.clone(), |tool, kind| nest(&tool, kind))).collect(),
    )
}

fn nest_choice(choice: &Value) -> Value {
    match choice.get("type").and_then(Value::as_str) {
        Some("allowed_tools") => {
            let mut inner = choice.clone();
            if let Some(inner) = inner.as_object_mut() {
                inner.shift_remove("type");
                if let Some(tools) = inner.get("tools").map(nest_all) {
                    inner.insert("tools".into(), tools);
                }
            }
            json!({"type": "allowed_tools", "allowed_tools": inner})
        }
        _ => KINDS.into_iter().fold(choice.clone(), |choice, kind| nest(&choice, kind)),
    }
}

/// `{"type":"function","name":…}` → `{"type":"function","function":{"name":…}}`, for one type.
fn nest(flat: &Value, kind: &str) -> Value {
    match flat.as_object() {
        Some(map) if map.get("type").is_some_and(|t| t == kind) && !map.contains_key(kind) => {
            let mut inner = map.clone();
            inner.shift_remove("type");
            if let Some(Value::Object(format)) = inner.get("format").filter(|format| format["type"] == "grammar") {
                let mut grammar = format.clone();
                grammar.shift_remove("type");
                inner.insert("format".into(), json!({"type": "grammar", "grammar": grammar}));
            }
            json!({"type": kind, kind: inner})
        }
        _ => flat.clone(),
    }
}

fn messages(draft: &Draft, asked: &mut Asked<'_>) -> Vec<Value> {
    let folded = asked.is("role", "user");
    let one_role = asked.fields.get("role").and_then(Value::as_str).filter(|_| asked.one_role).map(str::to_owned);
    let role_for = |own: &str| one_role.clone().unwrap_or_else(|| own.to_owned());
    let mut fold: Vec<String> = Vec::new();
    let mut messages = Vec::new();
    let own = if draft.instructions_role == Some(Role::Developer) { "developer" } else { "system" };
    let instructions: Vec<&str> =
        [draft.instructions.as_str(), asked.appendix.as_deref().unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect();
    if !instructions.is_empty() {
        let text = instructions.join("\n\n");
        // Words of a schema may come without any instructions, and then take the role that the model likes.
        let preferred = if draft.instructions.is_empty() { asked.facts.role().to_owned() } else { role_for(own) };
        if folded || preferred == "user" { fold.push(text) } else { messages.push(json!({"role": preferred, "content": text})) }
    }
    let echo = deepseek(asked);
    let mut noted = false;
    for (at, (_, turn)) in draft.conversation.branch_turns().enumerate() {
        if turn.body.role() == Role::Assistant && asked.history == History::Stored && !noted {
            replay::note_not_stored(asked);
            noted = true;
        }
        let mut is_whole = true;
        let mut message = match &turn.body {
            TurnBody::Developer { text } | TurnBody::System { text } if folded => {
                fold.push(text.clone());
                continue;
            }
            TurnBody::Developer { text } => json!({"role": role_for("developer"), "content": text}),
            TurnBody::System { text } => json!({"role": role_for("system"), "content": text}),
            TurnBody::User { parts } => {
                let usable = parts::usable(parts, asked);
                is_whole = usable.len() == parts.len();
                json!({"role": "user", "content": content(&usable)})
            }
            TurnBody::Assistant { text, tool_calls, reasoning, .. } => {
                let mut message = json!({"role": "assistant", "content": text});
                if !tool_calls.is_empty() {
                    message["tool_calls"] = tool_calls.iter().map(tool_call).collect();
                    if text.is_empty() {
                        message["content"] = Value::Null;
                    }
                }
                if let Some(reasoning) = reasoning.as_ref().filter(|_| echo) {
                    asked.log_echo(at + 1, !tool_calls.is_empty());
                    if tool_calls.is_empty() {
                        asked.note(rules::rule("Q-DEEPSEEK-ECHO"), "reasoning", reasoning.as_str().into(), Value::Null);
                    } else {
                        message["reasoning_content"] = reasoning.as_str().into();
                    }
                }
                message
            }
            // Chat has no such question.
            TurnBody::Tool { call_id, .. } if draft.conversation.asks_for_approval(call_id) => continue,
            TurnBody::Tool { call_id, output } => json!({"role": "tool", "tool_call_id": call_id, "content": output}),
        };
        if let Some(message) = message.as_object_mut() {
            // A content array of a taken-over body says what the parts say, and those that are left out once more.
            message.extend(turn.extra.clone().into_iter().filter(|(key, _)| is_whole || key != "content"));
        }
        messages.push(message);
    }
    if !fold.is_empty() {
        put_before_first_user(&mut messages, &fold.join("\n\n"));
    }
    messages
}

/// Whether the server wants reasoning back (Q-DEEPSEEK-ECHO).
fn deepseek(asked: &Asked<'_>) -> bool {
    asked.facts.compatible() && asked.facts.name.to_ascii_lowercase().contains("deepseek")
}

fn put_before_first_user(messages: &mut Vec<Value>, text: &str) {
    let Some(first) = messages.iter_mut().find(|message| message["role"] == "user") else {
        messages.insert(0, json!({"role": "user", "content": text}));
        return;
    };
    match &mut first["content"] {
        Value::String(said) => *said = format!("{text}\n\n{said}"),
        Value::Array(parts) => parts.insert(0, json!({"type": "text", "text": text})),
        other => *other = text.into(),
    }
}

fn content(parts: &[&Part]) -> Value {
    match parts {
        [Part::Text { text }] => text.as_str().into(),
        parts => parts.iter().map(|one| part(one)).collect(),
    }
}

fn part(part: &Part) -> Value {
    match part {
        Part::Text { text } => json!({"type": "text", "text": text}),
        Part::Image { url, detail: None } => json!({"type": "image_url", "image_url": {"url": url}}),
        Part::Image { url, detail: Some(detail) } => json!({"type": "image_url", "image_url": {"url": url, "detail": detail}}),
        Part::Audio { data, format } => json!({"type": "input_audio", "input_audio": {"data": data, "format": format}}),
        Part::File { name, data } => json!({"type": "file", "file": {"filename": name, "file_data": data}}),
        Part::Other { raw } => raw.clone(),
    }
}

fn tool_call(call: &ToolCallTurn) -> Value {
    let ToolCallTurn { id, name, arguments, custom } = call;
    if *custom {
        json!({"id": id, "type": "custom", "custom": {"name": name, "input": arguments}})
    } else {
        json!({"id": id, "type": "function", "function": {"name": name, "arguments": arguments}})
    }
}
