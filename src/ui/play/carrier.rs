//! Where a request carries the draft's instructions: read off the plan, which is what is sent. Pure.

use lineup_core::plan::Plan;
use lineup_core::wire::Api;
use serde_json::Value;

/// What carries the instructions.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Carrier {
    /// A message of this role, or the field of this name (`instructions` on Responses).
    Named(String),
    /// Folded into the first user message, for models that take neither role.
    FirstUser,
}

/// The carrier of a plan's instructions; `None` if the request has no instructions.
#[must_use]
pub fn carrier(plan: &Plan, instructions: &str) -> Option<Carrier> {
    let instructions = instructions.trim();
    if instructions.is_empty() {
        return None;
    }
    let items = if plan.api == Api::Responses { &plan.body["input"] } else { &plan.body["messages"] };
    if plan.body["instructions"].is_string() {
        return Some(Carrier::Named("instructions".to_owned()));
    }
    let first = items.get(0)?;
    match first["role"].as_str()? {
        "user" => text_of(&first["content"]).contains(instructions).then_some(Carrier::FirstUser),
        role => Some(Carrier::Named(role.to_owned())),
    }
}

/// The text of a content: a string, or a list of parts.
fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Carrier, carrier};
    use lineup_core::plan::Plan;
    use lineup_core::wire::Api;
    use serde_json::{Value, json};

    fn plan(api: Api, body: Value) -> Plan {
        Plan {
            api,
            method: "POST",
            url: String::new(),
            origin: String::new(),
            headers: Vec::new(),
            body,
            stream: true,
            adjustments: Vec::new(),
            notices: Vec::new(),
            replayed: Vec::new(),
        }
    }

    #[test]
    fn the_carrier_is_what_the_request_says() {
        let named = |name: &str| Some(Carrier::Named(name.to_owned()));
        for (api, body, expected) in [
            (Api::Chat, json!({"messages": [{"role": "developer", "content": "Be brief."}]}), named("developer")),
            (Api::Chat, json!({"messages": [{"role": "system", "content": "Be brief."}]}), named("system")),
            (Api::Responses, json!({"instructions": "Be brief.", "input": []}), named("instructions")),
            (Api::Responses, json!({"input": [{"role": "developer", "content": "Be brief."}]}), named("developer")),
            (Api::Chat, json!({"messages": [{"role": "user", "content": "Be brief.\n\nHello"}]}), Some(Carrier::FirstUser)),
            (
                Api::Chat,
                json!({"messages": [{"role": "user", "content": [{"type": "text", "text": "Be brief.\n\nHi"}]}]}),
                Some(Carrier::FirstUser),
            ),
            (Api::Chat, json!({"messages": [{"role": "user", "content": "Hello"}]}), None),
            (Api::Chat, json!({}), None),
        ] {
            assert_eq!(carrier(&plan(api, body.clone()), " Be brief. "), expected, "{body}");
        }
    }

    #[test]
    fn no_instructions_need_no_carrier() {
        assert_eq!(carrier(&plan(Api::Chat, json!({"messages": [{"role": "developer", "content": "x"}]})), "  "), None);
    }
}
