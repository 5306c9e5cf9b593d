//! One table, to be read: what becomes of a draft that sets everything, for every model, API and endpoint.

use crate::bodies::{APIS, FLAVOURS, models, plan_for, widest};
use lineup_core::plan::Adjustment;
use serde_json::Value;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
# What the plan changes in a draft that sets everything, by model, asked API and endpoint. Every body behind a line is checked:
# against the API's schema, against what the model refuses, and against the simulator's law.
# `rule(setting)`, `rule(setting: asked → sent)` where both are words; endpoints with the same changes share a line. Written by: LINEUP_BLESS=1 cargo test -p lineup-core --test plans
";

fn shown(change: &Adjustment) -> String {
    let Adjustment { rule, setting, asked, sent, .. } = change;
    match (asked, sent) {
        (Value::String(asked), Value::String(sent)) => format!("{rule}({setting}: {asked} → {sent})"),
        (Value::Bool(asked), Value::Bool(sent)) => format!("{rule}({setting}: {asked} → {sent})"),
        _ => format!("{rule}({setting})"),
    }
}

fn table() -> String {
    let draft = widest();
    let mut table = HEAD.to_owned();
    for model in models() {
        for (api, api_name) in APIS {
            let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
            for (flavour, endpoint) in FLAVOURS {
                let plan = plan_for(&draft, model, api, flavour).unwrap();
                let changes: Vec<String> = plan.adjustments.iter().map(shown).collect();
                let changes = changes.join(" ");
                match lines.iter_mut().find(|(same, _)| *same == changes) {
                    Some((_, endpoints)) => endpoints.push(endpoint),
                    None => lines.push((changes, vec![endpoint])),
                }
            }
            for (changes, endpoints) in lines {
                let endpoints = if endpoints.len() == FLAVOURS.len() { "everywhere".to_owned() } else { endpoints.join(", ") };
                writeln!(table, "{model} | {api_name} | {endpoints} | {changes}").unwrap();
            }
        }
    }
    table
}

#[test]
fn the_changes_are_those_of_the_reviewed_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/adjustments.txt");
    let table = table();
    if std::env::var_os("LINEUP_BLESS").is_some() {
        std::fs::write(&path, &table).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap();
    for (line, (new, old)) in table.lines().zip(reviewed.lines()).enumerate() {
        assert_eq!(new, old, "line {}", line + 1);
    }
    assert_eq!(table.lines().count(), reviewed.lines().count());
}
