//! Earlier turns that are sent back (wire.md c.6; Q-STORE-FALSE, Q-REASON-ORDER, Q-PREVID).
//!
//! The simulator keeps nothing between two requests. The ids that it gives say what a server would remember: whether the answer was
//! stored, and which items belong to one answer.

use super::{Case, Verdict, refuse};
use crate::run::simulator::stage::{STORED, UNSTORED};
use serde_json::{Value, json};

/// `previous_response_id` of an answer that was not stored (bifrost#2441).
pub(super) fn previous(case: &Case<'_>) -> Option<Verdict> {
    let id = case.word("previous_response_id").filter(|id| case.responses() && id.contains(UNSTORED))?;
    let message = format!("Previous response with id '{id}' not found.");
    refuse(message, Some("previous_response_id"), Some("previous_response_not_found"))
}

pub(super) fn items(case: &Case<'_>) -> Option<Verdict> {
    let items = case.at("input").and_then(Value::as_array).filter(|_| case.responses())?;
    let unstored = case.at("store") == Some(&Value::Bool(false));
    not_found(items, unstored).or_else(|| without_reasoning(case, items)).or_else(|| orphan(items)).or_else(|| results(case, items))
}

fn is_reasoning(item: &Value) -> bool {
    item["type"] == "reasoning"
}

fn id(item: &Value) -> &str {
    item["id"].as_str().unwrap_or_default()
}

/// With `store: false` nothing is found by its id; reasoning without encrypted content cannot be found in any other way.
fn not_found(items: &[Value], unstored: bool) -> Option<Verdict> {
    let lost = |item: &&Value| {
        let thought = is_reasoning(item);
        let is_lost_thought = thought && (!id(item).is_empty() || !item["encrypted_content"].is_string());
        id(item).contains(UNSTORED) || (unstored && (is_lost_thought || id(item).contains(STORED)))
    };
    let item = items.iter().find(lost)?;
    let name = if id(item).is_empty() { "rs_0" } else { id(item) };
    let message = format!(
        "Item with id '{name}' not found. Items are not persisted when `store` is set to false. Try again with `store` set to true, or remove this item from your input."
    );
    Some(Verdict { status: 404, error: json!({"message": message, "type": "invalid_request_error", "param": "input", "code": null}) })
}

/// What reasoning led to, sent back by its id without that reasoning (cline#12242). An answer of the o series always has some.
fn without_reasoning(case: &Case<'_>, items: &[Value]) -> Option<Verdict> {
    let answer = |item: &Value| id(item).split_once(STORED).map(|(_, answer)| answer.chars().take(29).collect::<String>());
    let alone = items.iter().enumerate().filter(|(_, item)| !is_reasoning(item)).find_map(|(at, item)| {
        let answer = answer(item).filter(|_| case.model.o_series())?;
        let thought = format!("rs_{STORED}{answer}");
        (!items[..at].iter().any(|item| id(item) == thought)).then_some((item, thought))
    });
    let (item, thought) = alone?;
    let kind = item["type"].as_str().unwrap_or_default();
    refuse(
        format!("Item '{}' of type '{kind}' was provided without its required 'reasoning' item: '{thought}'.", id(item)),
        Some("input"),
        None,
    )
}

/// What follows reasoning is what it led to: another item of the model's.
fn orphan(items: &[Value]) -> Option<Verdict> {
    let led_to = |item: Option<&Value>| {
        item.is_some_and(|item| {
            item["role"] == "assistant" || item["type"].as_str().is_some_and(|kind| kind != "message" && !kind.ends_with("_output"))
        })
    };
    let (_, item) = items.iter().enumerate().find(|(at, item)| is_reasoning(item) && !led_to(items.get(at + 1)))?;
    let name = if id(item).is_empty() { "rs_0" } else { id(item) };
    refuse(format!("Item '{name}' of type 'reasoning' was provided without its required following item."), Some("input"), None)
}

/// Results and their calls come together (codex2api#414), but for calls that the server keeps.
fn results(case: &Case<'_>, items: &[Value]) -> Option<Verdict> {
    let kept = case.word("previous_response_id").is_some() || case.at("conversation").is_some();
    let of = |ending: &'static str| {
        items
            .iter()
            .filter(move |item| item["type"].as_str().is_some_and(|kind| kind.ends_with(ending)))
            .filter_map(|item| item["call_id"].as_str())
    };
    let calls = || of("function_call").chain(of("custom_tool_call"));
    let outputs = || of("function_call_output").chain(of("custom_tool_call_output"));
    if let Some(id) = outputs().find(|id| !kept && !calls().any(|call| call == *id)) {
        return refuse(format!("No tool call found for function call output with call_id {id}."), Some("input"), None);
    }
    let open = calls().find(|id| !outputs().any(|output| output == *id))?;
    refuse(format!("No tool output found for function call {open}."), Some("input"), None)
}
