//! A Responses body becomes a draft, and loses nothing: what no setting knows goes to `extra` and is sent as it is.

use super::ImportError;
use super::chat_body::{Imported, setting, tool_choice_of};
use super::items::take_over;
use crate::draft::{Draft, FunctionTool, OutputFormat, Part, TurnBody};
use serde_json::{Map, Value};

/// Takes a body over.
///
/// # Errors
/// The text is no Responses body.
pub fn responses_body(text: &str) -> Result<Imported, ImportError> {
    let Value::Object(body) = serde_json::from_str(text)? else { return Err(ImportError::NoObject) };
    let mut imported = responses_value(body)?;
    imported.draft.take_literally();
    Ok(imported)
}

pub(super) fn responses_value(body: Map<String, Value>) -> Result<Imported, ImportError> {
    let mut draft = Draft::new();
    let (mut model, mut stream) = (None, None);
    for (name, value) in body {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("input", Value::String(text)) => _ = draft.conversation.append(TurnBody::User { parts: vec![Part::Text { text }] }),
            ("input", Value::Array(items)) => take_over(items, &mut draft)?,
            ("input", _) => return Err(ImportError::NoInput),
            ("instructions", Value::String(text)) => draft.instructions = text,
            ("model", Value::String(id)) => model = Some(id),
            ("stream", Value::Bool(on)) => stream = Some(on),
            ("tools", Value::Array(tools)) => tools.into_iter().for_each(|tool| match function_tool(&tool) {
                Some(function) => draft.tools.push(function),
                None => draft.other_tools.push(tool),
            }),
            ("tool_choice", choice) => draft.tool_choice = tool_choice_of(choice, "/name"),
            ("reasoning", Value::Object(parts)) => {
                for (part, value) in parts {
                    match part.as_str() {
                        "effort" | "summary" => setting(&mut draft.settings, &part, value, &format!("reasoning.{part}")),
                        _ => _ = draft.settings.extra.insert(format!("reasoning.{part}"), value),
                    }
                }
            }
            ("text", Value::Object(parts)) => {
                for (part, value) in parts {
                    match (part.as_str(), output(&value)) {
                        ("format", Some(output)) => draft.output = output,
                        ("verbosity", _) => setting(&mut draft.settings, "verbosity", value, "text.verbosity"),
                        _ => _ = draft.settings.extra.insert(format!("text.{part}"), value),
                    }
                }
            }
            (
                "max_output_tokens"
                | "temperature"
                | "top_p"
                | "top_logprobs"
                | "parallel_tool_calls"
                | "service_tier"
                | "store"
                | "metadata"
                | "user",
                value,
            ) => setting(&mut draft.settings, &name, value, &name),
            (_, value) => _ = draft.settings.extra.insert(name, value),
        }
    }
    Ok(Imported { draft, model, stream })
}

fn function_tool(tool: &Value) -> Option<FunctionTool> {
    let tool = tool.as_object().filter(|tool| tool.get("type").is_some_and(|kind| kind == "function"))?;
    let known = |(key, value): (&String, &Value)| match key.as_str() {
        "type" => true,
        "name" => value.is_string(),
        "description" => value.as_str().is_some_and(|text| !text.is_empty()),
        "parameters" => value.is_object(),
        "strict" => value.is_boolean(),
        _ => false,
    };
    if !tool.iter().all(known) {
        return None;
    }
    Some(FunctionTool {
        name: tool.get("name")?.as_str()?.to_owned(),
        description: tool.get("description").and_then(Value::as_str).unwrap_or_default().to_owned(),
        parameters: tool.get("parameters")?.clone(),
        strict: Some(tool.get("strict").and_then(Value::as_bool).unwrap_or(true)),
    })
}

fn output(format: &Value) -> Option<OutputFormat> {
    let format = format.as_object()?;
    match (format.get("type")?.as_str()?, format.len()) {
        ("text", 1) => Some(OutputFormat::Text),
        ("json_object", 1) => Some(OutputFormat::JsonObject),
        ("json_schema", _) => {
            let known = |(key, value): (&String, &Value)| match key.as_str() {
                "type" => true,
                "name" | "description" => value.is_string(),
                "schema" => !value.is_null(),
                "strict" => value.is_boolean(),
                _ => false,
            };
            format.iter().all(known).then_some(())?;
            Some(OutputFormat::JsonSchema {
                name: format.get("name")?.as_str()?.to_owned(),
                schema: format.get("schema")?.clone(),
                strict: format.get("strict").and_then(Value::as_bool),
                description: format.get("description").and_then(Value::as_str).map(str::to_owned),
            })
        }
        _ => None,
    }
}
