//! Each rule: when it applies, what it does, and that it stands aside where the user says so.

use crate::bodies::{LINEUP, asking, endpoint, lane};
use crate::cases::{Case, cases};
use lineup_core::plan::{Plan, RULES, Then, plan};
use serde_json::Value;
use std::collections::BTreeSet;

fn made(case: &Case, anyway: &[&str]) -> Plan {
    let mut lane = lane(case.model, case.api, true);
    lane.send_anyway = anyway.iter().map(|id| (*id).to_owned()).collect();
    plan(&asking(&case.ask), &lane, &endpoint(case.flavour), &LINEUP).unwrap()
}

#[test]
fn each_rule_does_what_it_says() {
    for case in cases() {
        let plan = made(&case, &[]);
        let name = format!("{} on {} {:?}: {:#?}", case.rule, case.model, case.flavour, plan);
        assert!(plan.adjustments.iter().any(|change| change.rule == case.rule), "not applied: {name}");
        for (place, expected) in &case.sent {
            assert_eq!(plan.body.pointer(place).unwrap_or(&Value::Null), expected, "{place}: {name}");
        }
    }
}

#[test]
fn a_rule_stands_aside_where_the_user_says_so() {
    for case in cases() {
        let before = made(&case, &[]);
        let optional = before.adjustments.iter().filter(|change| change.rule == case.rule).all(|change| change.optional);
        let after = made(&case, &[case.rule]);
        let applied = after.adjustments.iter().any(|change| change.rule == case.rule);
        assert_eq!(applied, !optional, "{} on {}", case.rule, case.model);
    }
}

/// Rules that are decided where the address or the conversation is written, and have tests of their own below and beside the address.
const ELSEWHERE: [&str; 10] = [
    "L-AZ-IMAGE",
    "L-AZ-V1-VERSION",
    "L-HISTORY",
    "L-NO-HEARING",
    "L-NO-PLACE",
    "L-NO-SIGHT",
    "Q-AZ-APIVER",
    "Q-AZ-PATH",
    "Q-DEEPSEEK-ECHO",
    "Q-REASON-ORDER",
];

#[test]
fn every_rule_has_a_case_and_words_in_both_languages() {
    let tried: BTreeSet<&str> = cases().iter().map(|case| case.rule).chain(ELSEWHERE).collect();
    for rule in RULES.iter().copied().flatten() {
        assert!(tried.contains(rule.id), "{} has no case", rule.id);
        assert!(rule.en.ends_with('.') && rule.ko.ends_with('.') && rule.en != rule.ko, "{}", rule.id);
        assert!(rule.ko.chars().any(|c| ('가'..='힣').contains(&c)), "{}", rule.id);
        assert_eq!(ELSEWHERE.contains(&rule.id) || rule.id == "Q-STORE-FALSE", rule.then == Then::Elsewhere, "{}", rule.id);
    }
}
