//! From a message to the changed request.

use super::*;
use crate::draft::{ApiChoice, Flavour, TurnBody};
use crate::plan::LearnedError;
use crate::plan::testing;
use rstest::rstest;
use serde_json::json;
use std::collections::BTreeSet;

const TODAY: &str = "2026-11-20";

fn rule_of(message: &str) -> Option<&'static str> {
    RULES.iter().find(|rule| rule.patterns.iter().any(|pattern| pattern.find(message).is_some())).map(|rule| rule.id)
}

#[test]
fn every_message_is_read_by_the_rule_that_is_meant_for_it() {
    let fixtures: Value = serde_json::from_str(include_str!("../fixtures.json")).unwrap();
    let fixtures = fixtures.as_array().unwrap();
    assert_eq!((fixtures.len(), RULES.len()), (28, 23));
    for fixture in fixtures {
        let message = fixture["message"].as_str().unwrap();
        assert_eq!(rule_of(message), fixture["rule"].as_str(), "{message}");
    }
    for (message, rule) in [
        ("Your organization must be verified to generate reasoning summaries. Please go to: https://x", "verify_summary"),
        ("Your organization must be verified to use the model `gpt-5`.", "verify_model"),
        ("Rate limit reached for o3. Please try again in 3.6s. Visit https://x", "retry_after"),
    ] {
        assert_eq!(rule_of(message), Some(rule));
    }
    assert_eq!(rule_of("The server had an error while processing your request."), None);
}

#[test]
fn the_shared_fixtures_are_read_in_the_same_way() {
    let Some(file) = lineup_test_support::shared("facts/error_rules.json") else { return };
    let facts: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let ids: Vec<&str> = facts["rules"].as_array().unwrap().iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert_eq!(ids, RULES.iter().map(|rule| rule.id).collect::<Vec<_>>());
    for fixture in facts["fixtures"].as_array().unwrap() {
        assert_eq!(rule_of(fixture["message"].as_str().unwrap()), fixture["expect"].as_str());
    }
}

#[test]
fn every_rule_speaks_both_languages_and_names_only_holes_that_its_words_have() {
    let mut ids = BTreeSet::new();
    for rule in RULES {
        assert!(ids.insert(rule.id), "{} twice", rule.id);
        assert!(rule.ko.chars().any(|c| ('가'..='힣').contains(&c)) && rule.en.ends_with('.') && rule.ko.ends_with('.'), "{}", rule.id);
        for hole in ["{1}", "{2}", "{3}"] {
            let starred = hole.replace('}', "*}");
            let taken = rule.patterns.iter().any(|pattern| pattern.0.contains(hole) || pattern.0.contains(&starred));
            assert!(taken || !(rule.en.contains(hole) || rule.ko.contains(hole)), "{} names {hole}", rule.id);
        }
    }
}

/// A request on Chat or Responses that sets these things, to an unknown model, so that no other rule meddles.
fn asking(set: &Value) -> (Draft, Value) {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::user("hi"));
    draft.instructions = set["instructions"].as_str().unwrap_or_default().to_owned();
    let mut settings = set.as_object().cloned().unwrap_or_default();
    settings.shift_remove("instructions");
    for (name, value) in settings {
        draft.settings.extra.insert(name, value);
    }
    (draft, set.clone())
}

fn remedy_for(message: &str, param: Option<&str>, set: &Value, api: ApiChoice, learned: &Learned, tried: &[LearnedRule]) -> Option<Remedy> {
    let (draft, _) = asking(set);
    let lane = Lane { api, stream: true, ..testing::lane("house-model") };
    let endpoint = testing::endpoint(Flavour::OpenAi);
    remedy(Refusal { message, param }, &draft, &lane, &endpoint, &Lineup::embedded().unwrap(), learned, tried, TODAY)
}

fn changes(remedy: Option<Remedy>) -> Vec<(String, Value, Value)> {
    let Some(Remedy::Repair(proposal)) = remedy else { panic!("no repair: {remedy:?}") };
    let plain = |value: Option<Value>| value.unwrap_or_default();
    proposal.changes.into_iter().map(|change| (change.path, plain(change.before), plain(change.after))).collect()
}

#[rstest]
#[case("Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.", None,
    json!({"max_tokens": 100}), ApiChoice::Chat, &[("max_tokens", json!(100), json!(null)), ("max_completion_tokens", json!(null), json!(100))])]
#[case("Unsupported parameter: 'reasoning_effort'. In the Responses API, this parameter has moved to 'reasoning.effort'.", None,
    json!({"thinking": "low"}), ApiChoice::Responses, &[])]
#[case("Unsupported parameter: 'thinking'. In the Responses API, this parameter has moved to 'reasoning.thinking'.", None,
    json!({"thinking": "low"}), ApiChoice::Responses, &[("thinking", json!("low"), json!(null)), ("reasoning", json!(null), json!({"thinking": "low"}))])]
#[case("Unsupported value: 'temperature' does not support 0.2 with this model. Only the default (1) value is supported.", Some("temperature"),
    json!({"temperature": 0.2}), ApiChoice::Chat, &[("temperature", json!(0.2), json!(null))])]
#[case("Unsupported value: 'stream' does not support true with this model. Supported values are: false.", None,
    json!({}), ApiChoice::Responses, &[("stream", json!(true), json!(false))])]
#[case("Unsupported value: 'minimal' is not supported with the 'gpt-5.1' model. Supported values are: 'none', 'low', 'medium', and 'high'.", Some("reasoning.effort"),
    json!({"reasoning_effort": "minimal"}), ApiChoice::Responses, &[("reasoning.effort", json!("minimal"), json!("low"))])]
#[case("Unsupported value: 'concise' is not supported with the 'gpt-5-2025-08-07' model. Supported values are: 'detailed'.", None,
    json!({"reasoning": {"summary": "concise", "effort": "low"}}), ApiChoice::Responses, &[("reasoning.summary", json!("concise"), json!("detailed"))])]
#[case("Unsupported parameter: 'reasoning.generate_summary' is not supported with the 'o3-mini-2025-01-31' model.", None,
    json!({"reasoning": {"summary": "auto"}}), ApiChoice::Responses, &[("reasoning", json!({"summary": "auto"}), json!(null))])]
#[case("Your organization must be verified to generate reasoning summaries. Please go to: https://platform.openai.com/x", Some("reasoning.summary"),
    json!({"reasoning": {"summary": "auto", "effort": "low"}}), ApiChoice::Responses, &[("reasoning.summary", json!("auto"), json!(null))])]
#[case("Unrecognized request argument supplied: reasoning_effort", None,
    json!({"reasoning_effort": "low"}), ApiChoice::Chat, &[("reasoning_effort", json!("low"), json!(null))])]
#[case("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.", None,
    json!({"response_format": {"type": "json_object"}}), ApiChoice::Responses, &[("text", json!({"format": {"type": "json_object"}}), json!(null))])]
#[case("Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 32, but got 20 instead.", None,
    json!({"max_output_tokens": 20}), ApiChoice::Responses, &[("max_output_tokens", json!(20), json!(32))])]
#[case("Deep research models require at least one of 'web_search_preview' or 'mcp' tools.", None,
    json!({}), ApiChoice::Responses, &[("tools", json!(null), json!([{"type": "web_search_preview"}]))])]
#[case("Item with id 'rs_1' not found. Items are not persisted when `store` is set to false.", None,
    json!({}), ApiChoice::Responses, &[("store", json!(null), json!(false))])]
#[case("tools is not supported in this model. For a list of supported models, refer to https://x", None,
    json!({"tools": [{"type": "web_search"}], "tool_choice": "auto"}), ApiChoice::Responses,
    &[("tools", json!([{"type": "web_search"}]), json!(null)), ("tool_choice", json!("auto"), json!(null))])]
#[case("Unsupported value: 'messages[0].role' does not support 'system' with this model.", Some("messages[0].role"),
    json!({"instructions": "Be brief."}), ApiChoice::Chat,
    &[("messages", json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]), json!([{"role": "user", "content": "Be brief.\n\nhi"}]))])]
fn a_refusal_becomes_a_changed_request(
    #[case] message: &str,
    #[case] param: Option<&str>,
    #[case] set: Value,
    #[case] api: ApiChoice,
    #[case] expected: &[(&str, Value, Value)],
) {
    let found = remedy_for(message, param, &set, api, &Learned::default(), &[]);
    if expected.is_empty() {
        assert_eq!(found, None, "the field is not in the request, so nothing follows");
        return;
    }
    let expected: Vec<(String, Value, Value)> =
        expected.iter().map(|(path, before, after)| ((*path).to_owned(), before.clone(), after.clone())).collect();
    assert_eq!(changes(found), expected);
}

#[rstest]
#[case("This model is only supported in v1/responses and not in v1/chat/completions.")]
#[case("Function tools with reasoning_effort are not supported for gpt-9 in /v1/chat/completions. Please use /v1/responses instead.")]
fn a_request_moves_to_the_api_that_takes_it(#[case] message: &str) {
    let changed = changes(remedy_for(message, None, &json!({}), ApiChoice::Chat, &Learned::default(), &[]));
    assert_eq!(changed[0].0, "url");
    assert!(changed[0].2.as_str().unwrap().ends_with("/responses"));
    assert_eq!(remedy_for(message, None, &json!({}), ApiChoice::Responses, &Learned::default(), &[]), None, "it is there already");
}

#[test]
fn only_stream_and_summary_are_repaired_without_asking() {
    let own = |message: &str, set: Value, api| match remedy_for(message, None, &set, api, &Learned::default(), &[]) {
        Some(Remedy::Repair(proposal)) => proposal.by_itself,
        other => panic!("{other:?}"),
    };
    assert!(own("Your organization must be verified to stream this model. Please go to: https://x", json!({}), ApiChoice::Chat));
    let summary = json!({"reasoning": {"summary": "auto"}});
    assert!(own("Your organization must be verified to generate reasoning summaries", summary, ApiChoice::Responses));
    assert!(!own("Unrecognized request argument supplied: seed", json!({"seed": 1}), ApiChoice::Chat));
}

#[test]
fn without_its_stream_a_chat_request_loses_the_options_too() {
    let message = "Your organization must be verified to stream this model.";
    let changed = changes(remedy_for(message, None, &json!({}), ApiChoice::Chat, &Learned::default(), &[]));
    let paths: Vec<&str> = changed.iter().map(|(path, _, _)| path.as_str()).collect();
    assert_eq!(paths, ["stream", "stream_options"]);
}

#[rstest]
#[case(
    "Your organization must be verified to use the model `gpt-5`. Please go to: https://platform.openai.com/settings/x.",
    "verify https://platform.openai.com/settings/x"
)]
#[case("The API deployment for this resource does not exist. If you created …", "deployment")]
#[case("The response was filtered due to the prompt triggering Azure OpenAI's content management policy.", "filtered")]
#[case("Rate limit reached. Please retry after 86400 seconds.", "wait 86400000")]
#[case("Rate limit reached. Please try again in 3.6s. Visit", "wait 3600")]
#[case("Rate limit reached. Please try again in 250ms. Visit", "wait 250")]
fn what_no_change_mends_is_said(#[case] message: &str, #[case] expected: &str) {
    let said = match remedy_for(message, None, &json!({}), ApiChoice::Chat, &Learned::default(), &[]) {
        Some(Remedy::Verify { link, .. }) => format!("verify {link}"),
        Some(Remedy::NameDeployment { .. }) => "deployment".into(),
        Some(Remedy::Filtered { .. }) => "filtered".into(),
        Some(Remedy::Wait { ms, .. }) => format!("wait {ms}"),
        other => format!("{other:?}"),
    };
    assert_eq!(said, expected);
}

#[test]
fn no_field_is_repaired_twice_and_no_send_more_than_three_times() {
    let delete = |field: &str| format!("Unrecognized request argument supplied: {field}");
    let set = json!({"seed": 1, "user": "u", "n": 2, "top_p": 0.5});
    let mut learned = Learned::default();
    let mut tried = Vec::new();
    for field in ["seed", "user", "n"] {
        let Some(Remedy::Repair(proposal)) = remedy_for(&delete(field), None, &set, ApiChoice::Chat, &learned, &tried) else {
            panic!("{field} is not repaired")
        };
        learned.learn(proposal.learn.clone());
        tried.push(proposal.learn);
    }
    let fourth = remedy_for(&delete("top_p"), None, &set, ApiChoice::Chat, &learned, &tried);
    assert_eq!(fourth, Some(Remedy::Exhausted { field: "top_p".into() }));
    let again = remedy_for(&delete("top_p"), None, &set, ApiChoice::Chat, &learned, &tried[..1]);
    assert!(matches!(again, Some(Remedy::Repair(_))));
    let minded = "Unsupported value: 'service_tier' does not support \"slow\" with this model. Supported values are: 'auto'.";
    let tiers = json!({"service_tier": "slow"});
    let Some(Remedy::Repair(first)) = remedy_for(minded, None, &tiers, ApiChoice::Chat, &Learned::default(), &[]) else { panic!() };
    let more = "Unsupported parameter: 'service_tier' is not supported with this model.";
    let learned = Learned::default().with(first.learn.clone());
    let twice = remedy_for(more, None, &tiers, ApiChoice::Chat, &learned, &[first.learn]);
    assert_eq!(twice, Some(Remedy::Exhausted { field: "service_tier".into() }));
}

#[test]
fn what_was_learned_is_an_adjustment_and_stands_aside_when_told_to() {
    let (draft, _) = asking(&json!({"seed": 1}));
    let mut lane = Lane { api: ApiChoice::Chat, ..testing::lane("house-model") };
    let (endpoint, lineup) = (testing::endpoint(Flavour::OpenAi), Lineup::embedded().unwrap());
    let refusal = Refusal { message: "Unrecognized request argument supplied: seed", param: None };
    let Some(Remedy::Repair(proposal)) = remedy(refusal, &draft, &lane, &endpoint, &lineup, &Learned::default(), &[], TODAY) else {
        panic!()
    };
    let learned = Learned::default().with(proposal.learn);
    let made = plan_learned(&draft, &lane, &endpoint, &lineup, &learned).unwrap();
    assert_eq!((made.body.get("seed"), made.adjustments[0].rule.as_str()), (None, "R-unrecognized:seed"));
    assert!(made.adjustments[0].reason.en.contains("seed") && made.adjustments[0].reason.ko.contains("seed"));
    // Another model, and the same model elsewhere, know nothing of it.
    let other = Lane { model: "another".into(), ..lane.clone() };
    assert_eq!(plan_learned(&draft, &other, &endpoint, &lineup, &learned).unwrap().body["seed"], 1);
    let elsewhere = testing::endpoint(Flavour::Compatible);
    assert_eq!(plan_learned(&draft, &lane, &elsewhere, &lineup, &learned).unwrap().body["seed"], 1);
    lane.send_anyway.insert("R-unrecognized:seed".into());
    assert_eq!(plan_learned(&draft, &lane, &endpoint, &lineup, &learned).unwrap().body["seed"], 1);
}

#[test]
fn an_azure_version_that_was_learned_is_used() {
    let (draft, _) = asking(&json!({}));
    let lane = Lane { api: ApiChoice::Chat, ..testing::lane("team-a") };
    let mut endpoint = testing::endpoint(Flavour::AzureClassic);
    endpoint.api_version = Some("2024-06-01".into());
    let lineup = Lineup::embedded().unwrap();
    let refusal = Refusal { message: "Model {modelName} is enabled only for api versions 2024-12-01-preview and later", param: None };
    let found = changes(remedy(refusal, &draft, &lane, &endpoint, &lineup, &Learned::default(), &[], TODAY));
    assert!(found[0].2.as_str().unwrap().ends_with("api-version=2024-12-01-preview"), "{found:?}");
}

#[test]
fn what_was_learned_is_kept_as_versioned_json() {
    let Some(Remedy::Repair(proposal)) = remedy_for(
        "Unsupported value: 'minimal' is not supported with the 'x' model. Supported values are: 'low'.",
        Some("reasoning_effort"),
        &json!({"reasoning_effort": "minimal"}),
        ApiChoice::Chat,
        &Learned::default(),
        &[],
    ) else {
        panic!()
    };
    let mut learned = Learned::default().with(proposal.learn.clone());
    assert_eq!(Learned::from_json(&learned.to_json()).unwrap(), learned);
    assert_eq!(learned.rules()[0].reason(), proposal.reason);
    learned.merge(Learned::default().with(proposal.learn.clone()));
    assert_eq!(learned.rules().len(), 1, "the same thing is learned once");
    let later = learned.to_json().replace("\"among\"", "\"something_of_a_later_day\"");
    assert_eq!(Learned::from_json(&later).unwrap().rules(), []);
    assert!(matches!(Learned::from_json(r#"{"version": 7, "rules": []}"#), Err(LearnedError::Newer { found: 7 })));
    assert!(matches!(Learned::from_json("{}"), Err(LearnedError::Shape(_))));
    learned.forget(&proposal.learn);
    assert_eq!(learned, Learned::default());
}
