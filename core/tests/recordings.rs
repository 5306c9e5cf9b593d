//! All recorded answers of real services fold to what an independent reference makes of them, whole and cut anywhere.
//!
//! The recordings lie outside the repository (`LINEUP_SHARED`); without them these tests count as skipped, and `fixtures.rs`
//! tests the same shapes with answers of our own.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

mod common;

use common::{Head, Places, api_of, example, run, same};
use lineup_core::run::{EventKind, ItemBody, Notice, ReasoningKind, Run};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

struct Recording {
    name: String,
    body: Vec<u8>,
    head: Head,
    expected: Value,
}

impl Recording {
    fn run<'a>(&'a self, chunks: impl IntoIterator<Item = &'a [u8]>) -> Run {
        run(api_of(&self.name), &self.head, chunks)
    }
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn recordings() -> Option<Vec<Recording>> {
    let folder = lineup_test_support::shared("streams")?;
    let meta = read(&folder.join("META.json"));
    let mut names: Vec<String> = meta.as_object().unwrap().keys().cloned().collect();
    names.sort();
    assert_eq!(names.len(), 60);
    Some(
        names
            .into_iter()
            .map(|name| {
                let head = &meta[&name];
                let headers =
                    head["headers"].as_object().unwrap().iter().map(|(key, value)| (key.clone(), value.as_str().unwrap().to_owned()));
                Recording {
                    body: std::fs::read(folder.join(&name)).unwrap(),
                    head: Head { status: u16::try_from(head["http_status"].as_u64().unwrap()).unwrap(), headers: headers.collect() },
                    expected: read(&folder.join(format!("{name}.expected.json"))),
                    name,
                }
            })
            .collect(),
    )
}

/// The reference leaves out what it has nothing to say about.
fn or(value: &Value, default: Value) -> Value {
    if value.is_null() { default } else { value.clone() }
}

fn only(object: &Value, names: &[&str]) -> Value {
    if object.is_null() {
        return Value::Null;
    }
    names.iter().map(|name| ((*name).to_owned(), object[*name].clone())).collect::<serde_json::Map<_, _>>().into()
}

fn calls(value: &Value) -> Value {
    value.as_array().into_iter().flatten().map(|call| only(call, &["id", "name", "arguments"])).collect()
}

#[test]
fn every_recording_folds_to_what_the_reference_says() {
    let Some(recordings) = recordings() else { return };
    for recording in &recordings {
        let (name, expected) = (&recording.name, &recording.expected);
        let run = recording.run([recording.body.as_slice()]);
        let printed = example::print(&run);
        assert_eq!(printed["model"], expected["model"], "{name}: model");
        for field in ["text", "reasoning_text"] {
            assert_eq!(printed[field], or(&expected[field], json!("")), "{name}: {field}");
        }
        for field in ["refusal", "finish"] {
            assert_eq!(printed[field], expected[field], "{name}: {field}");
        }
        assert_eq!(printed["tool_calls"], calls(&expected["tool_calls"]), "{name}: tool_calls");
        assert_eq!(printed["server_tools"], or(&expected["server_tools"], json!([])), "{name}: server_tools");
        assert_eq!(printed["error"], only(&expected["error"], &["message", "code", "type", "param"]), "{name}: error");
        assert_eq!(printed["usage"], only(&expected["usage"], &["input", "output", "total", "reasoning", "cached"]), "{name}: usage");
        let choices = expected["choices"].as_array().cloned().unwrap_or_default();
        assert_eq!(printed["choices"].as_array().map_or(0, Vec::len), choices.len(), "{name}: choices");
        for (position, choice) in choices.iter().enumerate() {
            let fields = ["index", "text", "reasoning_text", "refusal", "finish"];
            assert_eq!(only(&printed["choices"][position], &fields), only(choice, &fields), "{name}: choice {position}");
        }
        details(name, &run, expected);
    }
}

/// What the command line does not print.
fn details(name: &str, run: &Run, expected: &Value) {
    assert_eq!(json!(run.reply().id), expected["id"], "{name}: id");
    if let Some(wanted) = expected["usage"].as_object() {
        let usage = run.usage().unwrap();
        let counts = [
            ("audio_in", usage.audio_input),
            ("audio_out", usage.audio_output),
            ("image_in", usage.image_input),
            ("image_out", usage.image_output),
            ("cache_write", usage.cache_write),
        ];
        for (field, value) in counts {
            assert_eq!(json!(value), wanted[field], "{name}: {field}");
        }
        assert_eq!(usage.reported_cost, wanted["cost"].as_f64(), "{name}: cost");
        assert_eq!(usage.seconds, wanted["seconds"].as_f64(), "{name}: seconds");
        assert_eq!(usage.raw, expected["usage_raw"], "{name}: usage_raw");
    }
    if api_of(name) == lineup_core::wire::Api::Responses && expected.get("service_tier").is_some() {
        assert_eq!(json!(run.reply().service_tier), expected["service_tier"], "{name}: service_tier");
    }
    let items = || run.reply().choices.iter().take(1).flat_map(|choice| &choice.items);
    let parts = |kind: ReasoningKind| -> Vec<&str> {
        let found = items().filter_map(|item| match &item.body {
            ItemBody::Reasoning(reasoning) if reasoning.kind == kind => Some(&reasoning.parts),
            _ => None,
        });
        found.flatten().map(|part| part.text.as_str()).collect()
    };
    for (field, kind) in [("reasoning_summary_parts", ReasoningKind::Summary), ("reasoning_raw_parts", ReasoningKind::Raw)] {
        if expected.get(field).is_some() {
            assert_eq!(json!(parts(kind)), expected[field], "{name}: {field}");
        }
    }
    let annotations: usize = items().map(|item| if let ItemBody::Text(text) = &item.body { text.annotations.len() } else { 0 }).sum();
    assert_eq!(annotations, count(&expected["annotations"]), "{name}: annotations");
    if api_of(name) == lineup_core::wire::Api::Chat {
        let tokens: usize = run.reply().choices.iter().take(1).map(|choice| choice.logprob_tokens).sum();
        assert_eq!(tokens, count(&expected["logprob_tokens"]), "{name}: logprob_tokens");
    }
    let named = |wanted: &str| run.events().iter().filter(|record| run.events().name(record).ends_with(wanted)).count();
    if expected.get("partial_images").is_some() {
        assert_eq!(
            (named(".partial_image"), named(".completed")),
            (count(&expected["partial_images"]), count(&expected["completed_images"]))
        );
    }
    if let Some(status) = expected["error"]["status"].as_u64() {
        assert_eq!(run.status().map(u64::from), Some(status), "{name}: status");
    }
    for (position, choice) in expected["choices"].as_array().into_iter().flatten().enumerate() {
        let calls = run.reply().choices[position].tool_calls().count();
        assert_eq!(calls, choice["tool_calls"].as_array().map_or(0, Vec::len), "{name}: calls of choice {position}");
    }
    if let Some(types) = expected["event_types"].as_object() {
        let mut found = std::collections::BTreeMap::<&str, usize>::new();
        for record in run.events().iter().filter(|record| !matches!(record.kind, EventKind::Done)) {
            *found.entry(run.events().name(record)).or_default() += 1;
        }
        found.remove(":");
        let wanted: std::collections::BTreeMap<_, _> = types.iter().map(|(name, number)| (name.as_str(), count(number))).collect();
        assert_eq!(found, wanted, "{name}: event_types");
    }
    if let Some(sse) = expected["sse"].as_object() {
        let of = |kind: EventKind| run.events().iter().filter(|record| record.kind == kind).count();
        let comments = run.events().iter().filter(|record| run.events().name(record) == ":").count();
        assert_eq!(run.events().len() - comments, count(&sse["events"]), "{name}: events");
        assert_eq!(comments, count(&sse["comments"]), "{name}: comments");
        assert_eq!(of(EventKind::Done) > 0, sse["done_sentinel"] == true, "{name}: done_sentinel");
        let cut_off = run.notices().iter().any(|notice| matches!(notice, Notice::Unterminated { .. }));
        assert_eq!(!cut_off, sse["last_event_terminated"] == true, "{name}: last_event_terminated");
        assert_eq!(of(EventKind::Malformed) + of(EventKind::Unknown), 0, "{name}: every event is understood");
    }
}

fn count(value: &Value) -> usize {
    value.as_u64().map_or(0, |number| usize::try_from(number).unwrap())
}

/// Short ones at every byte, long ones at every event's border and 2,000 random places.
#[test]
fn every_recording_folds_the_same_wherever_it_is_cut() {
    let Some(recordings) = recordings() else { return };
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(recording) = recordings.get(next.fetch_add(1, Ordering::Relaxed)) {
                    cut_everywhere(recording);
                }
            });
        }
    });
}

fn cut_everywhere(recording: &Recording) {
    const SHORT: usize = 5_000;
    let body = recording.body.as_slice();
    let whole = recording.run([body]);
    let mut places = Places(20_261_120);
    let cuts: Vec<usize> = if body.len() <= SHORT {
        (0..=body.len()).collect()
    } else {
        let borders = whole.events().iter().flat_map(|record| [record.range.start, record.range.end]);
        borders.chain((0..2000).map(|_| places.below(body.len()))).collect()
    };
    for cut in cuts {
        let (head, tail) = body.split_at(cut);
        assert!(same(&recording.run([head, tail]), &whole), "{} cut at {cut}", recording.name);
    }
    assert!(same(&recording.run(body.chunks(1)), &whole), "{} byte by byte", recording.name);
}
