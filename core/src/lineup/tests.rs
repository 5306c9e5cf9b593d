//! Claims about the data itself.

use super::{Kind, Lineup, Model};
use std::collections::BTreeSet;

fn lineup() -> Lineup {
    Lineup::embedded().unwrap()
}

fn is_date(text: &str) -> bool {
    let shape: String = text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    shape == "0000-00-00"
}

fn for_each(check: impl Fn(&Model) -> Result<(), String>) {
    let wrong: Vec<String> =
        lineup().models.iter().filter_map(|model| check(model).err().map(|why| format!("{}: {why}", model.id))).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn all_79_models_are_there_and_no_name_means_two() {
    let lineup = lineup();
    assert_eq!(lineup.models.len(), 79);
    assert!(is_date(&lineup.facts_date));
    let mut names = BTreeSet::new();
    for model in &lineup.models {
        for name in std::iter::once(&model.id).chain(&model.aliases).chain(&model.snapshots) {
            assert!(names.insert(name.to_ascii_lowercase()), "{name} stands twice");
        }
    }
}

/// The models that the project grew from.
pub(super) const NAMED: [&str; 20] = [
    "o1-preview",
    "o1-mini",
    "o1",
    "o1-pro",
    "o3-mini",
    "o3",
    "o3-pro",
    "o4-mini",
    "gpt-4",
    "gpt-4-turbo",
    "gpt-4o",
    "gpt-4o-mini",
    "dall-e-2",
    "dall-e-3",
    "whisper-1",
    "gpt-4o-transcribe",
    "gpt-4o-mini-transcribe",
    "gpt-4o-mini-tts",
    "gpt-4o-audio-preview",
    "gpt-oss-120b",
];

#[test]
fn every_model_that_the_seed_documents_name_is_there() {
    let lineup = lineup();
    for name in NAMED {
        assert!(lineup.get(name).is_some(), "{name}");
    }
}

#[test]
fn what_is_spelled_wrong_in_the_data_is_found_here() {
    const KNOWN_APIS: [&str; 8] = ["images", "image_edits", "transcribe", "translate", "speech", "realtime", "embeddings", "batch"];
    const LADDER: [&str; 7] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
    for_each(|model| {
        let ends = [&model.ends.openai, &model.ends.azure, &model.released];
        let ends = ends.into_iter().flatten().chain(model.ends.azure_versions.values());
        if let Some(end) = ends.into_iter().find(|end| !is_date(end)) {
            return Err(format!("{end} is no date"));
        }
        if let Some(api) = model.apis.iter().find(|api| !KNOWN_APIS.contains(&api.as_str())) {
            return Err(format!("unknown api {api}"));
        }
        let steps: Vec<_> = model.effort.values.iter().map(|value| LADDER.iter().position(|step| step == value)).collect();
        if steps.contains(&None) || !steps.is_sorted() {
            return Err(format!("efforts {:?}", model.effort.values));
        }
        if model.kind == Kind::Other {
            return Err("unknown kind".into());
        }
        match model.role.as_deref() {
            None | Some("developer" | "system" | "user") => Ok(()),
            Some(role) => Err(format!("role {role}")),
        }
    });
}

#[test]
fn the_facts_of_a_model_do_not_contradict_each_other() {
    for_each(|model| {
        let listed = |value: &String| model.effort.values.contains(value);
        if model.effort.default.as_ref().is_some_and(|default| !listed(default)) || !model.effort.responses_only.iter().all(listed) {
            return Err("an effort that is not listed".into());
        }
        if model.refuses.chat.iter().any(|field| field == "effort") && !model.effort.values.is_empty() {
            return Err("refuses effort and lists values".into());
        }
        if model.runs_in_play() != matches!(model.kind, Kind::Chat | Kind::Reasoning) {
            return Err("kind and APIs disagree".into());
        }
        if model.runs_in_play() && model.role.is_none() {
            return Err("no role for instructions".into());
        }
        if model.kind == Kind::Reasoning && model.chat == Some(true) && model.limit.is_none() {
            return Err("no name for the output limit".into());
        }
        if model.json_schema.is_some() && model.structured == Some(true) {
            return Err("falls back from structured outputs that it has".into());
        }
        let snapshots: Vec<&String> = model.versions.keys().filter(|version| !model.snapshots.contains(version)).collect();
        if !snapshots.is_empty() {
            return Err(format!("facts of unlisted snapshots {snapshots:?}"));
        }
        let price = model.price.clone().unwrap_or_default();
        let prices = [price.input, price.cached, price.output, price.audio_input, price.audio_output, price.image_input, price.second];
        if prices.into_iter().flatten().any(|price| !(0.0..=1000.0).contains(&price)) {
            return Err("a price outside 0..1000".into());
        }
        if price.cached.is_some_and(|cached| price.input.is_some_and(|input| cached > input)) {
            return Err("cached input dearer than fresh".into());
        }
        Ok(())
    });
}

#[test]
fn no_fact_in_the_file_goes_unread() {
    let file: serde_json::Value = serde_json::from_str(include_str!("models.json")).unwrap();
    const MODEL: [&str; 34] = [
        "id",
        "aliases",
        "snapshots",
        "family",
        "kind",
        "released",
        "ends",
        "openai",
        "chat",
        "responses",
        "apis",
        "stream",
        "context",
        "max_input",
        "max_output",
        "input",
        "output",
        "price",
        "effort",
        "summary",
        "verbosity",
        "modes",
        "role",
        "limit",
        "refuses",
        "sampling",
        "tools",
        "parallel_tools",
        "chat_tools",
        "structured",
        "json_schema",
        "vision",
        "pdf",
        "versions",
    ];
    const MORE: [&str; 6] = ["hosted", "tokenizer", "cutoff", "azure", "rules", "next"];
    const PRICE: [&str; 17] = [
        "input",
        "cached",
        "cache_write",
        "output",
        "audio_input",
        "audio_cached",
        "audio_output",
        "image_input",
        "image_cached",
        "image_output",
        "second",
        "characters",
        "images",
        "flex",
        "priority",
        "batch",
        "long",
    ];
    const AZURE: [&str; 4] = ["name", "min_api_version", "v1", "accepts"];
    for model in file["models"].as_array().unwrap() {
        let unread = |object: &serde_json::Value, known: &[&str]| {
            object.as_object().into_iter().flatten().map(|(key, _)| key.clone()).find(|key| !known.contains(&key.as_str()))
        };
        assert_eq!(unread(model, &[&MODEL[..], &MORE[..]].concat()), None, "{}", model["id"]);
        assert_eq!(unread(&model["price"], &[&PRICE[..], &["host_specific"]].concat()), None, "{}", model["id"]);
        assert_eq!(unread(&model["azure"], &AZURE), None, "{}", model["id"]);
    }
}
