//! Roles and tools (Q-SYSROLE, Q-TOOLS-O1, Q-PTC, Q-DEEPRESEARCH).

use super::{Case, Verdict, refuse, unsupported_parameter};
use serde_json::{Value, json};

pub(super) fn roles(case: &Case<'_>) -> Option<Verdict> {
    if !case.model.first_previews() {
        return None;
    }
    let name = if case.responses() { "input" } else { "messages" };
    let messages = case.at(name)?.as_array()?;
    let (at, role) = messages.iter().enumerate().find_map(|(at, message)| {
        let role = message["role"].as_str().filter(|role| matches!(*role, "system" | "developer"))?;
        Some((at, role))
    })?;
    let message = format!("Unsupported value: '{name}[{at}].role' does not support '{role}' with this model.");
    refuse(message, Some(&format!("{name}[{at}].role")), Some("unsupported_value"))
}

pub(super) fn tools(case: &Case<'_>) -> Option<Verdict> {
    let tools = case.at("tools").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if case.model.first_previews() && !tools.is_empty() {
        let message = "tools is not supported in this model. For a list of supported models, refer to https://platform.openai.com/docs/guides/function-calling#models-supporting-function-calling.";
        let error = json!({"message": message, "type": "invalid_request_error", "param": null, "code": null});
        return Some(Verdict { status: 404, error });
    }
    if case.model.deep_research() {
        let has_data = tools.iter().any(|tool| matches!(tool["type"].as_str(), Some("web_search_preview" | "mcp")));
        let message = "Deep research models require at least one of 'web_search_preview' or 'mcp' tools.";
        return if has_data { None } else { refuse(message, Some("tools"), None) };
    }
    if case.responses() {
        return None;
    }
    if case.model.is(&["o1", "o1-mini", "o1-preview", "o3-mini", "o3", "o4-mini"]) && case.at("parallel_tool_calls").is_some() {
        return unsupported_parameter("parallel_tool_calls");
    }
    // The rest belongs to the shape of OpenAI's own Chat Completions; other servers are of other minds.
    let openai = case.model.four() || case.model.o_series() || case.model.gpt().is_some();
    if !openai {
        return None;
    }
    if let Some((at, kind)) = tools.iter().enumerate().find_map(|(at, tool)| {
        let kind = tool["type"].as_str().filter(|kind| !matches!(*kind, "function" | "custom"))?;
        Some((at, kind))
    }) {
        let message = format!("Invalid value: '{kind}'. Supported values are: 'function' and 'custom'.");
        return refuse(message, Some(&format!("tools[{at}].type")), Some("invalid_value"));
    }
    let without_tools = ["parallel_tool_calls", "tool_choice"].into_iter().find(|name| tools.is_empty() && case.at(name).is_some())?;
    refuse(format!("'{without_tools}' is only allowed when 'tools' are specified."), Some(without_tools), None)
}
