//! One table, to be read: what becomes of a draft that sets everything, for every model, API and endpoint.

use crate::bodies::{APIS, FLAVOURS, everything, models, plan_for};
use lineup_core::plan::chat_body;
use std::fmt::Write as _;
use std::path::Path;

const HEAD: &str = "\
# What the plan changes in a Chat Completions body that sets everything, by model, asked API and endpoint.
# `rule(setting)`; endpoints with the same changes share a line. Written by: LINEUP_BLESS=1 cargo test -p lineup-core --test plans
";

fn table() -> String {
    let mut draft = chat_body(&everything().to_string()).unwrap().draft;
    draft.settings.summary = Some("concise".into());
    let mut table = HEAD.to_owned();
    for model in models() {
        for (api, api_name) in APIS {
            let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
            for (flavour, endpoint) in FLAVOURS {
                let plan = plan_for(&draft, model, api, flavour).unwrap();
                let changes: Vec<String> = plan.adjustments.iter().map(|change| format!("{}({})", change.rule, change.setting)).collect();
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
