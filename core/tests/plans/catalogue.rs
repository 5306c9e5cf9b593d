//! The catalogue and the rules say the same: what a model offers, no rule takes away.

use crate::bodies::{APIS, LINEUP, asking, models, plan_for};
use lineup_core::draft::Flavour;
use lineup_core::lineup::Model;
use lineup_core::plan::{NOTICES, RULES};
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

/// Listed for models, and the business of others: the repair of an error, the reading of an answer, APIs that Play does not run.
const NO_RULE_OF_THE_PLAN: [&str; 9] = [
    "Q-VERIFY-STREAM",
    "Q-VERIFY-SUMMARY",
    "Q-VERIFY-MODEL",
    // The facts' `sampling` says it, and the rules of each parameter ask that.
    "Q-SAMPLING-NONE",
    "Q-COMPAT-REASONING",
    "Q-IMG",
    "Q-STT-FORMAT",
    "Q-TTS",
    "Q-REALTIME-KEY",
];

#[test]
fn every_rule_that_a_model_lists_is_one_that_is_there() {
    let there = |id: &str| {
        RULES.iter().copied().flatten().any(|rule| rule.id == id)
            || NOTICES.iter().any(|notice| notice.id == id)
            || NO_RULE_OF_THE_PLAN.contains(&id)
    };
    for model in &LINEUP.models {
        let unknown: Vec<&String> = model.rules.iter().filter(|id| !there(id)).collect();
        assert_eq!(unknown, Vec::<&String>::new(), "{}", model.id);
    }
}
