//! The two sides of the adjustments: how each field of the request stands beside what was asked. Pure.

use crate::ui::words::shown;
use lineup_core::plan::{Adjustment, Plan};
use serde_json::Value;

/// Under which name, and as what, an adjusted field is sent; `None` if nothing is.
#[must_use]
pub fn sent_as(adjustment: &Adjustment) -> Option<(String, Option<String>)> {
    match renamed(adjustment) {
        Some((name, value)) => Some((name.to_owned(), shown(value))),
        None => shown(&adjustment.sent).map(|value| (adjustment.field.clone(), Some(value))),
    }
}

/// `max_tokens` sent as `{"max_completion_tokens": 1000}`: the new name, and the value under it.
fn renamed(adjustment: &Adjustment) -> Option<(&str, &Value)> {
    let sent = adjustment.sent.as_object().filter(|sent| sent.len() == 1)?;
    let (name, value) = sent.iter().next()?;
    let is_part_of_the_value = adjustment.asked.get(name).is_some();
    (*name != adjustment.field && !is_part_of_the_value).then_some((name.as_str(), value))
}

/// The fields of the request that go out as they were asked: name, asked, sent. `model` is the lane's own name for the model.
#[must_use]
pub fn same(plan: &Plan, model: &str) -> Vec<(String, String, String)> {
    let is_adjusted = |name: &str| {
        let named = |adjustment: &Adjustment| adjustment.field == name || renamed(adjustment).is_some_and(|(new, _)| new == name);
        plan.adjustments.iter().any(named)
    };
    let fields = plan.body.as_object().into_iter().flatten().filter(|(name, _)| !is_adjusted(name));
    fields
        .filter_map(|(name, value)| {
            let sent = shown(value)?;
            // On Azure the deployment's name goes out.
            let asked = if name == "model" { model.trim().to_owned() } else { sent.clone() };
            Some((name.clone(), asked, sent))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{same, sent_as};
    use lineup_core::{
        plan::{Adjustment, Plan, Reason},
        wire::Api,
    };
    use serde_json::{Value, json};

    fn adjustment(field: &str, asked: Value, sent: Value) -> Adjustment {
        let reason = Reason { en: String::new(), ko: String::new() };
        let (rule, setting) = (String::new(), field.to_owned());
        Adjustment { rule, field: field.to_owned(), setting, asked, sent, reason, server_words: None, optional: true }
    }

    #[test]
    fn what_is_sent_stands_under_its_own_name() {
        for (field, asked, sent, expected) in [
            ("temperature", json!(0.7), Value::Null, None),
            ("max_tokens", json!(1000), json!({"max_completion_tokens": 1000}), Some(("max_completion_tokens", "1000"))),
            ("reasoning_effort", json!("low"), json!({"reasoning": {"effort": "low"}}), Some(("reasoning", r#"{"effort":"low"}"#))),
            ("messages[].role", json!("system"), json!("developer"), Some(("messages[].role", "developer"))),
            ("tool", json!({"type": "a"}), json!({"type": "b"}), Some(("tool", r#"{"type":"b"}"#))),
        ] {
            let found = sent_as(&adjustment(field, asked, sent));
            assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))), "{field}");
        }
    }

    #[test]
    fn the_rest_stands_beside_itself() {
        let plan = Plan {
            api: Api::Chat,
            method: "POST",
            url: String::new(),
            origin: String::new(),
            headers: Vec::new(),
            body: json!({"model": "team-a", "max_completion_tokens": 1000, "stream": true}),
            stream: true,
            adjustments: vec![adjustment("max_tokens", json!(1000), json!({"max_completion_tokens": 1000}))],
            notices: Vec::new(),
            replayed: Vec::new(),
        };
        let row = |name: &str, asked: &str, sent: &str| (name.to_owned(), asked.to_owned(), sent.to_owned());
        assert_eq!(same(&plan, "o4-mini"), [row("model", "o4-mini", "team-a"), row("stream", "true", "true")]);
    }
}
