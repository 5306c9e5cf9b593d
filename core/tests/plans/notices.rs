//! What the plan says without changing anything.

use crate::bodies::{LINEUP, asking, endpoint, lane};
use crate::cases::{CHAT, RESPONSES};
use lineup_core::draft::{ApiChoice, Draft, Flavour};
use lineup_core::plan::{NOTICES, Offer, plan};
use rstest::rstest;
use serde_json::{Value, json};
use std::collections::BTreeSet;

fn said(draft: &Draft, model: &str, api: ApiChoice, flavour: Flavour) -> Vec<(String, Option<Offer>)> {
    let plan = plan(draft, &lane(model, api, true), &endpoint(flavour), &LINEUP).unwrap();
    for notice in &plan.notices {
        assert!(!notice.words.en.contains('{') && !notice.words.ko.contains('{') && notice.words.en != notice.words.ko, "{notice:?}");
    }
    plan.notices.into_iter().map(|notice| (notice.rule, notice.offer)).collect()
}

#[rstest]
#[case("Q-FORMATTING", "o3-mini", CHAT, Flavour::OpenAi, json!({}), true)]
#[case("Q-FORMATTING", "o3-mini", CHAT, Flavour::OpenAi, json!({"messages": [{"role": "developer", "content": "Formatting re-enabled\nBe brief."}, {"role": "user", "content": "hi"}]}), false)]
#[case("Q-FORMATTING", "gpt-5", CHAT, Flavour::OpenAi, json!({}), false)]
#[case("Q-PTC-MIN", "gpt-5", RESPONSES, Flavour::OpenAi, json!({"parallel_tool_calls": true, "reasoning_effort": "minimal"}), true)]
#[case("Q-PTC-MIN", "gpt-5", RESPONSES, Flavour::OpenAi, json!({"parallel_tool_calls": true, "reasoning_effort": "low"}), false)]
#[case("Q-PTC-MIN", "o3", RESPONSES, Flavour::OpenAi, json!({"parallel_tool_calls": true}), true)]
#[case("Q-PTC-MIN", "o3", RESPONSES, Flavour::OpenAi, json!({"parallel_tool_calls": false}), false)]
#[case("Q-BACKGROUND", "gpt-5-pro", RESPONSES, Flavour::OpenAi, json!({}), true)]
#[case("Q-BACKGROUND", "gpt-5.4", RESPONSES, Flavour::AzureV1, json!({"reasoning_effort": "xhigh"}), true)]
#[case("Q-BACKGROUND", "gpt-5.4", RESPONSES, Flavour::OpenAi, json!({"reasoning_effort": "medium"}), false)]
#[case("Q-BACKGROUND", "gpt-5-pro", RESPONSES, Flavour::OpenAi, json!({"background": true}), false)]
#[case("Q-AZ-DEPLOY", "gpt-4o", CHAT, Flavour::AzureV1, json!({}), true)]
#[case("Q-AZ-DEPLOY", "gpt-4o", CHAT, Flavour::OpenAi, json!({}), false)]
#[case("Q-PREVID", "gpt-4o", RESPONSES, Flavour::OpenAi, json!({"previous_response_id": "resp_1"}), true)]
fn a_notice_is_given_where_it_is_due(
    #[case] rule: &str,
    #[case] model: &str,
    #[case] api: ApiChoice,
    #[case] flavour: Flavour,
    #[case] ask: Value,
    #[case] due: bool,
) {
    let said = said(&asking(&ask), model, api, flavour);
    assert_eq!(said.iter().any(|(said, _)| said == rule), due, "{said:?}");
}

#[test]
fn a_deployment_that_is_named_needs_no_notice() {
    let mut azure = endpoint(Flavour::AzureV1);
    azure.deployments.insert("gpt-4o".into(), "team-a".into());
    for name in ["gpt-4o", "gpt-4o-2024-08-06", "team-a"] {
        let plan = plan(&asking(&json!({})), &lane(name, CHAT, true), &azure, &LINEUP).unwrap();
        assert_eq!(plan.notices, [], "{name}");
    }
}

#[test]
fn each_notice_has_its_test_above() {
    let tested: BTreeSet<&str> = ["Q-AZ-DEPLOY", "Q-FORMATTING", "Q-PTC-MIN", "Q-BACKGROUND", "Q-PREVID"].into();
    assert_eq!(NOTICES.iter().map(|notice| notice.id).collect::<BTreeSet<_>>(), tested);
}
