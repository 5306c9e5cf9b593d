//! The body of Responses (wire.md c.1, c.6).

use super::asked::Asked;
use super::chat::put;
use super::replay::{self, store_is_off};
use super::{parts, rules, wire};
use crate::draft::{APPROVED, Draft, Part, Role, ToolCallTurn, Turn, TurnBody, TurnId};
use crate::lineup::Kind;
use crate::wire::Api;
use serde_json::{Map, Value, json};

/// Writes the body.
pub(super) fn body(draft: &Draft, model: &str, asked: &mut Asked<'_>) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("model".into(), model.into());
    let (instructions, input) = input(draft, asked);
    if let Some(instructions) = instructions {
        body.insert("instructions".into(), instructions.into());
    }
    body.insert("input".into(), Value::Array(input));
    let streams = asked.get("stream") == Some(&Value::Bool(true));
    let mut include: Vec<Value> = asked.get("include").and_then(Value::as_array).cloned().unwrap_or_default();
    for (setting, value) in asked.fields.clone() {
        match setting.as_str() {
            "role" | "messages" | "include" => {}
            "stream" if !streams && !asked.adjustments.iter().any(|adjustment| adjustment.setting == "stream") => {}
            "logprobs" => {
                if value == Value::Bool(true) {
                    add(&mut include, "message.output_text.logprobs");
                }
            }
            "tools" => {
                let tools = value.as_array().into_iter().flatten().map(strictly).collect();
                body.insert("tools".into(), Value::Array(tools));
            }
            _ => put(&mut body, wire::place_anyway(Api::Responses, &setting), value),
        }
    }
    let reasons = asked.facts.model().is_some_and(|model| model.kind == Kind::Reasoning);
    if store_is_off(asked) && reasons && !asked.anyway.contains("Q-STORE-FALSE") {
        let before = include.len();
        add(&mut include, "reasoning.encrypted_content");
        if include.len() > before {
            asked.note(rules::rule("Q-STORE-FALSE"), "include", Value::Null, json!(["reasoning.encrypted_content"]));
        }
    }
    if !include.is_empty() {
        body.insert("include".into(), Value::Array(include));
    }
    body
}

fn add(include: &mut Vec<Value>, what: &str) {
    if !include.iter().any(|there| there == what) {
        include.push(what.into());
    }
}

/// Responses makes a function strict that does not say; Chat does not. One draft means one thing, so it is said.
fn strictly(tool: &Value) -> Value {
    let mut tool = tool.clone();
    if tool["type"] == "function"
        && let Some(map) = tool.as_object_mut()
    {
        map.entry("parameters").or_insert(Value::Null);
        map.entry("strict").or_insert(Value::Bool(false));
    }
    tool
}

/// The instructions with a place of their own, and the conversation as input items.
fn input(draft: &Draft, asked: &mut Asked<'_>) -> (Option<String>, Vec<Value>) {
    let one_role = asked.fields.get("role").and_then(Value::as_str).filter(|_| asked.one_role).map(str::to_owned);
    let role_for = |own: &str| one_role.clone().unwrap_or_else(|| own.to_owned());
    let folded = asked.is("role", "user");
    let mut items = Vec::new();
    let mut lost: Vec<String> = Vec::new();
    let turns: Vec<(TurnId, &Turn)> = draft.conversation.branch_turns().collect();
    let mut from = 0;
    if let Some((at, id)) = replay::stored(&turns, asked) {
        asked.fields.insert("previous_response_id".into(), id.into());
        from = at + 1;
    }
    for (at, (_, turn)) in turns.iter().enumerate().skip(from) {
        match &turn.body {
            TurnBody::Developer { text } => items.push(json!({"role": role_for("developer"), "content": text})),
            TurnBody::System { text } => items.push(json!({"role": role_for("system"), "content": text})),
            TurnBody::User { parts } => {
                let content = content(&parts::usable(parts, asked), &mut lost);
                if content != json!([]) {
                    items.push(json!({"role": "user", "content": content}));
                }
            }
            TurnBody::Assistant { text, tool_calls, .. } => match replay::items(at + 1, &turn.body, asked) {
                Some(replayed) => items.extend(replayed),
                None => {
                    if !text.is_empty() {
                        items.push(json!({"role": "assistant", "content": text}));
                    }
                    items.extend(tool_calls.iter().map(tool_call));
                }
            },
            // What an answer asks to be allowed is answered where the server has the question: in the input, or with what it keeps.
            TurnBody::Tool { call_id, output } if draft.conversation.asks_for_approval(call_id) => {
                let is_kept = turns.get(..from).unwrap_or_default().iter().any(|(_, turn)| turn.body.asks_for_approval(call_id));
                if is_kept || items.iter().any(|item: &Value| item["type"] == "mcp_approval_request" && item["id"] == call_id.as_str()) {
                    items.push(json!({"type": "mcp_approval_response", "approval_request_id": call_id, "approve": output == APPROVED}));
                }
            }
            TurnBody::Tool { call_id, output } => {
                let custom = is_custom(&turns, call_id);
                let kind = if custom { "custom_tool_call_output" } else { "function_call_output" };
                items.push(json!({"type": kind, "call_id": call_id, "output": output}));
            }
        }
        // A content array says in Chat's form what the body says already.
        lost.extend(turn.extra.keys().filter(|key| *key != "content").map(|key| format!("messages[].{key}")));
    }
    lost.sort();
    lost.dedup();
    for what in lost {
        asked.note(rules::rule("L-NO-PLACE"), "messages", what.into(), Value::Null);
    }
    let text: Vec<&str> =
        [draft.instructions.as_str(), asked.appendix.as_deref().unwrap_or_default()].into_iter().filter(|text| !text.is_empty()).collect();
    if text.is_empty() {
        return (None, items);
    }
    let text = text.join("\n\n");
    if folded {
        items.insert(0, json!({"role": "user", "content": text}));
        return (None, items);
    }
    if items.is_empty() {
        // Instructions alone are no input, and the API wants one.
        let own = if draft.instructions_role == Some(Role::System) { "system" } else { "developer" };
        return (None, vec![json!({"role": role_for(own), "content": text})]);
    }
    (Some(text), items)
}

/// Whether a result answers a call of a custom tool; the call itself may be known to the server only.
fn is_custom(turns: &[(TurnId, &Turn)], call_id: &str) -> bool {
    turns.iter().any(|(_, turn)| match &turn.body {
        TurnBody::Assistant { tool_calls, .. } => tool_calls.iter().any(|call| call.custom && call.id == call_id),
        _ => false,
    })
}

fn content(parts: &[&Part], lost: &mut Vec<String>) -> Value {
    match parts {
        [Part::Text { text }] => text.as_str().into(),
        parts => parts.iter().filter_map(|part| input_part(part, lost)).collect(),
    }
}

fn input_part(part: &Part, lost: &mut Vec<String>) -> Option<Value> {
    Some(match part {
        Part::Text { text } => json!({"type": "input_text", "text": text}),
        Part::Image { url, detail } => json!({"type": "input_image", "image_url": url, "detail": detail.as_deref().unwrap_or("auto")}),
        Part::File { name, data } => json!({"type": "input_file", "filename": name, "file_data": data}),
        Part::Audio { .. } => {
            lost.push("input_audio".into());
            return None;
        }
        Part::Other { raw } => match raw.pointer("/file/file_id") {
            Some(id) => json!({"type": "input_file", "file_id": id}),
            None if raw["type"].as_str().is_some_and(|kind| kind.starts_with("input_")) && raw["type"] != "input_audio" => raw.clone(),
            None => {
                lost.push(raw["type"].as_str().unwrap_or("unknown").into());
                return None;
            }
        },
    })
}

fn tool_call(call: &ToolCallTurn) -> Value {
    let ToolCallTurn { id, name, arguments, custom } = call;
    if *custom {
        json!({"type": "custom_tool_call", "call_id": id, "name": name, "input": arguments})
    } else {
        json!({"type": "function_call", "call_id": id, "name": name, "arguments": arguments})
    }
}
