//! A Chat Completions body becomes a draft, and loses nothing: what no setting knows goes to `extra` and is sent as it is.

use super::messages;
use crate::draft::{Draft, FunctionTool, OutputFormat, Settings, ToolChoice};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What a body holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    pub draft: Draft,
    pub model: Option<String>,
    pub stream: Option<bool>,
}

/// Why a text is not a body of one of the two APIs.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("this is not JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("a request body is a JSON object")]
    NoObject,
    #[error("a Chat Completions body has a list of messages")]
    NoMessages,
    #[error("messages[{index}] {why}")]
    Message { index: usize, why: String },
    #[error("the input of a Responses body is a text or a list of items")]
    NoInput,
    #[error("input[{index}] {why}")]
    Item { index: usize, why: String },
}

/// Takes a body over.
///
/// # Errors
/// The text is no Chat Completions body.
pub fn chat_body(text: &str) -> Result<Imported, ImportError> {
    let Value::Object(body) = serde_json::from_str(text)? else { return Err(ImportError::NoObject) };
    let mut imported = chat_value(body)?;
    imported.draft.take_literally();
    Ok(imported)
}

pub(super) fn chat_value(body: Map<String, Value>) -> Result<Imported, ImportError> {
    let mut draft = Draft::new();
    let Some(Value::Array(list)) = body.get("messages") else { return Err(ImportError::NoMessages) };
    messages::take_over(list, &mut draft)?;
    draft.settings.spelled.insert("messages".into(), "messages".into());
    let (mut model, mut stream) = (None, None);
    for (name, value) in body {
        match (name.as_str(), value) {
            ("messages", _) | (_, Value::Null) => {}
            ("model", Value::String(id)) => model = Some(id),
            ("stream", Value::Bool(on)) => stream = Some(on),
            ("tools", Value::Array(tools)) => tools.into_iter().for_each(|tool| match function_tool(&tool) {
                Some(function) => draft.tools.push(function),
                None => draft.other_tools.push(tool),
            }),
            ("functions", Value::Array(functions)) => {
                for function in functions {
                    let tool = json!({"type": "function", "function": function});
                    match function_tool(&tool) {
                        Some(function) => draft.tools.push(function),
                        None => draft.other_tools.push(tool),
                    }
                }
                draft.settings.spelled.insert("tools".into(), "functions".into());
            }
            ("tool_choice", choice) => {
                draft.settings.spelled.insert("tool_choice".into(), "tool_choice".into());
                draft.tool_choice = tool_choice(choice);
            }
            ("function_call", choice) => {
                draft.settings.spelled.insert("tool_choice".into(), "functions".into());
                draft.tool_choice = match choice.get("name") {
                    Some(name) => tool_choice(json!({"type": "function", "function": {"name": name}})),
                    None => tool_choice(choice),
                };
            }
            ("response_format", format) => match output(&format) {
                Some(output) => {
                    draft.output = output;
                    draft.settings.spelled.insert("output".into(), "response_format".into());
                }
                None => {
                    draft.settings.extra.insert(name, format);
                }
            },
            (_, value) => set(&mut draft.settings, name, value),
        }
    }
    Ok(Imported { draft, model, stream })
}

/// Chat's name → the setting's.
fn setting_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "reasoning_effort" => "effort",
        "verbosity" => "verbosity",
        "max_tokens" | "max_completion_tokens" => "max_output_tokens",
        "temperature" => "temperature",
        "top_p" => "top_p",
        "presence_penalty" => "presence_penalty",
        "frequency_penalty" => "frequency_penalty",
        "stop" => "stop",
        "seed" => "seed",
        "n" => "n",
        "logprobs" => "logprobs",
        "top_logprobs" => "top_logprobs",
        "logit_bias" => "logit_bias",
        "parallel_tool_calls" => "parallel_tool_calls",
        "service_tier" => "service_tier",
        "store" => "store",
        "metadata" => "metadata",
        "user" => "user",
        _ => return None,
    })
}

/// Sets one setting; what it cannot hold goes to `extra`, under the name that it had.
fn set(settings: &mut Settings, name: String, value: Value) {
    let Some(setting) = setting_of(&name) else {
        settings.extra.insert(name, value);
        return;
    };
    let list = match (setting, &value) {
        ("stop", Value::String(_)) => Value::Array(vec![value.clone()]),
        _ => value.clone(),
    };
    let taken = settings.max_output_tokens.is_some() && setting == "max_output_tokens";
    if taken && name == "max_completion_tokens" {
        // Both limits in one body: the newer name is the one that every model takes.
        let old = settings.max_output_tokens.take().map(Value::from).unwrap_or_default();
        settings.extra.insert("max_tokens".into(), old);
        return set(settings, name, value);
    }
    let one: Map<String, Value> = [(setting.to_owned(), list)].into_iter().collect();
    match serde_json::from_value::<Settings>(Value::Object(one)) {
        Ok(set) if !taken => {
            *settings = set.over(settings);
            if value.is_string() && setting == "stop" {
                settings.spelled.insert("stop.form".into(), "string".into());
            }
            settings.spelled.insert(setting.into(), name);
        }
        _ => {
            settings.extra.insert(name, value);
        }
    }
}

/// Sets a setting; what it cannot hold is sent as it is, at its own place.
pub(super) fn setting(settings: &mut Settings, name: &str, value: Value, place: &str) {
    let one: Map<String, Value> = [(name.to_owned(), value.clone())].into_iter().collect();
    match serde_json::from_value::<Settings>(Value::Object(one)) {
        Ok(set) => *settings = set.over(settings),
        Err(_) => _ = settings.extra.insert(place.to_owned(), value),
    }
}

fn function_tool(tool: &Value) -> Option<FunctionTool> {
    let tool = tool.as_object().filter(|tool| tool.len() == 2 && tool.get("type").is_some_and(|kind| kind == "function"))?;
    let function = tool.get("function")?.as_object()?;
    let known = |(key, value): (&String, &Value)| match key.as_str() {
        "name" => value.is_string(),
        "description" => value.as_str().is_some_and(|text| !text.is_empty()),
        "parameters" => value.is_object(),
        "strict" => value.is_boolean(),
        _ => false,
    };
    if !function.iter().all(known) {
        return None;
    }
    Some(FunctionTool {
        name: function.get("name")?.as_str()?.to_owned(),
        description: function.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        parameters: function.get("parameters").cloned().unwrap_or_default(),
        strict: function.get("strict").and_then(Value::as_bool),
    })
}

fn tool_choice(choice: Value) -> ToolChoice {
    tool_choice_of(choice, "/function/name")
}

/// `name` is where the API writes the name of the one function that must be called.
pub(super) fn tool_choice_of(choice: Value, name: &str) -> ToolChoice {
    let function = choice.pointer(name).and_then(Value::as_str).filter(|_| choice["type"] == "function");
    match (choice.as_str(), function) {
        (Some("auto"), _) => ToolChoice::Auto,
        (Some("none"), _) => ToolChoice::None,
        (Some("required"), _) => ToolChoice::Required,
        (None, Some(name)) => ToolChoice::Function(name.to_owned()),
        _ => ToolChoice::Other(choice),
    }
}

fn output(format: &Value) -> Option<OutputFormat> {
    let format = format.as_object()?;
    match (format.get("type")?.as_str()?, format.len()) {
        ("text", 1) => Some(OutputFormat::Text),
        ("json_object", 1) => Some(OutputFormat::JsonObject),
        ("json_schema", 2) => {
            let inner = format.get("json_schema")?.as_object()?;
            let known = |(key, value): (&String, &Value)| match key.as_str() {
                "name" | "description" => value.is_string(),
                "schema" => !value.is_null(),
                "strict" => value.is_boolean(),
                _ => false,
            };
            inner.iter().all(known).then_some(())?;
            Some(OutputFormat::JsonSchema {
                name: inner.get("name")?.as_str()?.to_owned(),
                schema: inner.get("schema")?.clone(),
                strict: inner.get("strict").and_then(Value::as_bool),
                description: inner.get("description").and_then(Value::as_str).map(str::to_owned),
            })
        }
        _ => None,
    }
}
