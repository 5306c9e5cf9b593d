//! The catalogue and the rules say the same: what a model offers, no rule takes away.

use crate::bodies::{APIS, LINEUP, asking, models, plan_for};
use lineup_core::draft::Flavour;
use lineup_core::lineup::Model;
use lineup_core::wire::Api;
use serde_json::{Value, json};

/// What becomes of one setting, where a rule changes its value (a rename does not).
fn clamped(model: &Model, setting: &str, field: &str, values: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for value in values {
        for (choice, api_name) in APIS {
            let plan = plan_for(&asking(&json!({ field: value })), &model.id, choice, Flavour::OpenAi).unwrap();
            if plan.api == Api::Chat && setting == "effort" && model.effort.responses_only.contains(value) {
                continue;
            }
            let sent = match (plan.api, setting) {
                (Api::Responses, "effort") => plan.body.pointer("/reasoning/effort"),
                (Api::Responses, _) => plan.body.pointer("/text/verbosity"),
                _ => plan.body.get(field),
            };
            if sent.and_then(Value::as_str) != Some(value) {
                found.push(format!("{} {api_name}: {setting} {value} becomes {sent:?}", model.id));
            }
        }
    }
    found
}

#[test]
fn no_model_offers_an_effort_or_a_verbosity_that_its_rules_clamp() {
    let mut found = Vec::new();
    for id in models() {
        let model = LINEUP.get(id).unwrap();
        found.extend(clamped(model, "effort", "reasoning_effort", &model.effort.values));
        found.extend(clamped(model, "verbosity", "verbosity", model.verbosity.as_deref().unwrap_or_default()));
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn no_model_offers_a_summary_that_its_rules_change() {
    for id in models() {
        let model = LINEUP.get(id).unwrap();
        for value in model.summary.iter().flatten() {
            let mut draft = asking(&json!({}));
            draft.settings.summary = Some(value.clone());
            let plan = plan_for(&draft, id, lineup_core::draft::ApiChoice::Responses, Flavour::OpenAi).unwrap();
            if plan.api == Api::Responses {
                assert_eq!(plan.body.pointer("/reasoning/summary"), Some(&json!(value)), "{id}");
            }
        }
    }
}
