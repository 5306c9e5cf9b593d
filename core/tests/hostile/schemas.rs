//! Schemas as anybody writes them: objections come, repairs repair, and nothing follows a reference round and round.

use lineup_core::draft::schema::lint::{Level, lint};
use lineup_core::draft::schema::{Fix, check, from_sample, make_strict, name, text};
use lineup_test_support::hostile::{Payload, all, each, of, short};
use serde_json::{Value, json};

/// More than this is more than anybody reads, and more than a page should have to show.
const MOST_FINDINGS: usize = 100_000;

fn examine(name: &str, schema: &Value) {
    let printed = schema.to_string();
    for level in [Level::Plain, Level::Strict] {
        let findings = lint(schema, level);
        assert!(findings.len() < MOST_FINDINGS, "{name}: {} findings", findings.len());
        for finding in findings.iter().take(200) {
            _ = text::locate(&printed, &finding.at);
            if let Some(fix) = &finding.fix {
                let mut repaired = schema.clone();
                fix.apply(&mut repaired, &finding.at);
            }
        }
    }
    let strict = make_strict(schema).schema;
    assert_eq!(make_strict(&strict).schema, strict, "{name}: what was made strict is strict");
}

#[test]
fn a_hostile_schema_is_examined_and_repaired_to_an_end() {
    each(of(&["schemas"]), |Payload { name, text, .. }| {
        if let Ok(schema) = text::read(text) {
            examine(name, &schema);
            examine(name, &json!({"type": "object", "properties": {"a": schema, "b": schema}}));
        }
    });
}

#[test]
fn any_text_may_stand_anywhere_in_a_schema() {
    each(short(), |Payload { name, text, .. }| {
        examine(
            name,
            &json!({"type": text, "title": text, "description": text, "format": text, "pattern": text, "$ref": text, "$id": text,
            "$defs": {text: {"$ref": format!("#/$defs/{text}")}}, "properties": {text: {"type": "string", "enum": [text], "const": text}},
            "required": [text, text], text: {text: text}}),
        );
        _ = name::misnomer(text);
    });
}

#[test]
fn what_the_worker_is_asked_it_answers() {
    each(all(), |Payload { name, text, .. }| {
        for ask in [
            check::Ask::Lint { text: text.clone(), level: Level::Strict },
            check::Ask::Strict { text: text.clone() },
            check::Ask::Sample { text: text.clone() },
            check::Ask::Repair { text: text.clone(), at: text.clone(), fix: Fix::Remove { keywords: vec![text.clone()] } },
        ] {
            assert!(check::answer(&ask).is_some(), "{name}");
        }
        if let Err(error) = text::read(text) {
            let units = text.encode_utf16().count();
            assert!(error.spot.start <= error.spot.end.max(error.spot.start) && error.spot.start <= units, "{name}: {:?}", error.spot);
        }
    });
}

#[test]
fn a_schema_from_a_sample_is_bounded_and_strict() {
    each(all(), |Payload { name, text, .. }| {
        for sample in [json!({text: text}), json!([{text: [text]}]), text::read(text).unwrap_or_default()] {
            let schema = from_sample(&sample);
            assert_eq!(make_strict(&schema).schema, schema, "{name}");
        }
    });
}
