//! The response object of Responses without its output: the server repeats the request's settings, with its defaults.

use super::models;
use super::stage::Stage;
use serde_json::{Value, json};

pub(super) fn response(stage: &Stage, body: &Value, status: &str) -> Value {
    let asked = |name: &str, default: Value| if body[name].is_null() { default } else { body[name].clone() };
    let done = matches!(status, "completed");
    let effort = body["reasoning"]["effort"].as_str().or_else(|| stage.thinks.then(|| models::default_effort(&stage.model)));
    let mut response = json!({
        "id": stage.id("resp_"),
        "object": "response",
        "created_at": stage.created(),
        "status": status,
        "background": false,
        "completed_at": done.then(|| stage.created() + 8),
        "error": null,
        "incomplete_details": null,
        "instructions": asked("instructions", Value::Null),
        "max_output_tokens": asked("max_output_tokens", Value::Null),
        "max_tool_calls": null,
        "model": stage.model,
        "output": [],
        "parallel_tool_calls": asked("parallel_tool_calls", json!(true)),
        "previous_response_id": asked("previous_response_id", Value::Null),
        "prompt_cache_key": null,
        "reasoning": {"effort": effort, "summary": asked_summary(body)},
        "safety_identifier": null,
        "service_tier": if done { "default" } else { "auto" },
        "store": asked("store", json!(true)),
        "temperature": asked("temperature", json!(1.0)),
        "text": {"format": format(&body["text"]["format"]), "verbosity": body["text"]["verbosity"].as_str().unwrap_or("medium")},
        "tool_choice": asked("tool_choice", json!("auto")),
        "tools": tools(body),
        "top_logprobs": 0,
        "top_p": asked("top_p", json!(1.0)),
        "truncation": asked("truncation", json!("disabled")),
        "usage": null,
        "metadata": asked("metadata", json!({})),
    });
    if stage.verdicts {
        response["content_filters"] = Value::Null;
    }
    response
}

/// `auto` becomes what the model has.
fn asked_summary(body: &Value) -> Value {
    match body["reasoning"]["summary"].as_str() {
        Some("auto") => json!("detailed"),
        Some(other) => json!(other),
        None => Value::Null,
    }
}

fn format(asked: &Value) -> Value {
    let mut format = if asked.is_object() { asked.clone() } else { json!({"type": "text"}) };
    if format["type"] == "json_schema" {
        for (name, default) in [("description", Value::Null), ("strict", json!(false))] {
            if format[name].is_null() {
                format[name] = default;
            }
        }
    }
    format
}

fn tools(body: &Value) -> Value {
    let mut tools = if body["tools"].is_array() { body["tools"].clone() } else { json!([]) };
    for tool in tools.as_array_mut().into_iter().flatten().filter(|tool| tool["type"] == "function") {
        if tool["strict"].is_null() {
            tool["strict"] = json!(true);
        }
    }
    tools
}
