//! Where learned fixes enter a request: some change what is asked before the rules look at it, the others the finished body.

use super::{Fix, LearnedRule};
use crate::plan::Adjustment;
use crate::plan::asked::Asked;
use crate::plan::rules;
use crate::wire::Api;
use serde_json::{Map, Value, json};

/// The API, after what was learned about it.
pub(in crate::plan) fn settled_api(asked: &mut Asked<'_>) {
    if asked.api == Api::Chat
        && let Some(rule) = find(asked, |fix| matches!(fix, Fix::UseResponses))
    {
        asked.api = Api::Responses;
        note(asked, rule, "api", "chat".into(), "responses".into());
    }
}

/// Fixes of settings that other settings depend on.
pub(in crate::plan) fn before_rules(asked: &mut Asked<'_>) {
    if asked.get("stream") == Some(&Value::Bool(true))
        && let Some(rule) = find(asked, |fix| matches!(fix, Fix::NoStream))
    {
        asked.fields.insert("stream".into(), false.into());
        note(asked, rule, "stream", true.into(), false.into());
    }
    if let Some(rule) = find(asked, |fix| matches!(fix, Fix::NoTools)) {
        for setting in ["tools", "tool_choice", "parallel_tool_calls"] {
            if let Some(gone) = asked.fields.shift_remove(setting) {
                note(asked, rule, setting, gone, Value::Null);
            }
        }
    }
    if let Some(rule) = find(asked, |fix| matches!(fix, Fix::AddWebSearch)) {
        let mut tools = asked.get("tools").and_then(Value::as_array).cloned().unwrap_or_default();
        if !tools.iter().any(|tool| matches!(tool["type"].as_str(), Some("web_search_preview" | "mcp"))) {
            let before = asked.get("tools").cloned().unwrap_or_default();
            tools.push(json!({"type": "web_search_preview"}));
            asked.fields.insert("tools".into(), Value::Array(tools.clone()));
            note(asked, rule, "tools", before, Value::Array(tools));
        }
    }
    if asked.api == Api::Responses
        && asked.get("store") != Some(&Value::Bool(false))
        && let Some(rule) = find(asked, |fix| matches!(fix, Fix::StripItems))
    {
        let before = asked.get("store").cloned().unwrap_or_default();
        asked.fields.insert("store".into(), false.into());
        note(asked, rule, "store", before, false.into());
    }
}

/// The role of the instructions, which the rules have settled.
pub(in crate::plan) fn after_rules(asked: &mut Asked<'_>) {
    if asked.is("role", "user") || (asked.get("role").is_none() && asked.instructions.is_empty()) {
        return;
    }
    if let Some(rule) = find(asked, |fix| matches!(fix, Fix::FoldRole)) {
        let before = asked.get("role").cloned().unwrap_or_default();
        asked.fields.insert("role".into(), "user".into());
        note(asked, rule, "role", before, "user".into());
    }
}

/// Fixes of single places in the finished body.
pub(in crate::plan) fn after_body(body: &mut Map<String, Value>, asked: &mut Asked<'_>) {
    for rule in asked.learned.clone() {
        if stands_aside(asked, rule) {
            continue;
        }
        let path = rule.fix.field();
        let Some(before) = get(body, path).cloned() else { continue };
        let after = match &rule.fix {
            Fix::Delete { .. } => Value::Null,
            Fix::Rename { to, .. } => {
                put(body, to, before.clone());
                json!({ to.as_str(): before })
            }
            Fix::Among { values, .. } => among(&before, values),
            Fix::AtLeast { least, .. } => before.as_u64().map_or_else(|| before.clone(), |value| value.max(*least).into()),
            Fix::Set { value, .. } => value.as_str().into(),
            _ => continue,
        };
        if after == before {
            continue;
        }
        match rule.fix {
            Fix::Delete { .. } | Fix::Rename { .. } => remove(body, path),
            _ => put(body, path, after.clone()),
        }
        note(asked, rule, path, before, after);
    }
}

/// The oldest api-version that was learned to work.
pub(in crate::plan) fn least_version<'a>(asked: &Asked<'a>) -> Option<&'a str> {
    asked.learned.iter().find_map(|rule| match &rule.fix {
        Fix::ApiVersion { least } if !stands_aside(asked, rule) => Some(least.as_str()),
        _ => None,
    })
}

fn find<'a>(asked: &Asked<'a>, is: impl Fn(&Fix) -> bool) -> Option<&'a LearnedRule> {
    asked.learned.iter().copied().find(|rule| is(&rule.fix) && !stands_aside(asked, rule))
}

fn stands_aside(asked: &Asked<'_>, rule: &LearnedRule) -> bool {
    asked.anyway.contains(&rule.id())
}

fn note(asked: &mut Asked<'_>, rule: &LearnedRule, field: &str, before: Value, after: Value) {
    asked.adjustments.push(Adjustment {
        rule: rule.id(),
        field: field.to_owned(),
        setting: setting(field).to_owned(),
        asked: before,
        sent: after,
        reason: rule.reason(),
        server_words: Some(rule.words.clone()).filter(|words| !words.is_empty()),
        optional: true,
    });
}

/// The setting at a place, in the words of the draft.
fn setting(path: &str) -> &str {
    match path {
        "reasoning_effort" | "reasoning.effort" => "effort",
        "reasoning.summary" => "summary",
        "text.verbosity" => "verbosity",
        "response_format" | "text.format" => "output",
        "max_tokens" | "max_completion_tokens" => "max_output_tokens",
        path => path,
    }
}

/// The nearest on the list; efforts by their ladder, else the first.
fn among(value: &Value, values: &[String]) -> Value {
    let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if values.contains(&word) {
        return value.clone();
    }
    let Some(nearest) = rules::nearest(&word, values) else { return value.clone() };
    // What was a number or a truth value stays one.
    if value.is_string() { nearest.into() } else { serde_json::from_str(nearest).unwrap_or_else(|_| nearest.into()) }
}

pub(super) fn get<'v>(body: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut keys = path.split('.');
    let first = body.get(keys.next()?)?;
    keys.try_fold(first, |value, key| value.get(key)).filter(|value| !value.is_null())
}

fn put(body: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            body.insert(path.to_owned(), value);
        }
        Some((head, rest)) => {
            if let Value::Object(inner) = body.entry(head).or_insert_with(|| json!({})) {
                put(inner, rest, value);
            }
        }
    }
}

/// Takes a value out, and the objects that it leaves empty.
fn remove(body: &mut Map<String, Value>, path: &str) {
    let Some((head, rest)) = path.split_once('.') else {
        body.shift_remove(path);
        return;
    };
    if let Some(Value::Object(inner)) = body.get_mut(head) {
        remove(inner, rest);
        if inner.is_empty() {
            body.shift_remove(head);
        }
    }
}
