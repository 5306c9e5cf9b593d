//! Links and what is kept: what comes back is what went, and what is none of it is refused within bounds.

use crate::requests::{draft, endpoint, lane};
use lineup_core::draft::{ApiChoice, Draft, Flavour, Part};
use lineup_core::lineup::{Lineup, Overrides};
use lineup_core::plan::Learned;
use lineup_core::run::cassette::Cassette;
use lineup_core::share::link::{self, Link, LinkError};
use lineup_core::share::{Shared, SharedLane, results, scan, typed};
use lineup_core::vault::Vault;
use lineup_test_support::hostile::{Payload, all, each, short};
use miniz_oxide::deflate::compress_to_vec;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The text wherever a link has a place for it.
fn shared(text: &str) -> Shared {
    let attached = vec![
        Part::File { name: text.into(), data: "data:text/plain;base64,eA==".into() },
        Part::Image { url: format!("https://pictures.example/{}", text.len()), detail: Some(text.into()) },
    ];
    let mut endpoint = endpoint(Flavour::Compatible, "https://own.example/v1");
    endpoint.name = text.into();
    Shared::of(&draft(text), (text, &attached), &[lane(text, ApiChoice::Chat)], &[endpoint], true).0
}

#[test]
fn a_link_brings_what_it_took() {
    each(all(), |Payload { name, text, .. }| {
        let shared = shared(text);
        match link::read(&link::write(&shared)) {
            Ok(Link::Plain(back)) => assert!(*back == shared, "{name}"),
            // A megabyte that does not pack is no link; a file is offered then.
            Err(LinkError::TooBig) => assert!(text.len() > 20_000, "{name}"),
            other => panic!("{name}: {other:?}"),
        }
        assert!(Shared::from_json(shared.to_json()).as_ref() == Some(&shared), "{name}");
    });
}

#[test]
fn a_link_by_hand_takes_the_text_as_a_value_and_as_a_name() {
    each(all(), |Payload { name, text, .. }| {
        for parameter in typed::PARAMETERS {
            let query: String =
                form_urlencoded::Serializer::new(String::new()).append_pair("model", "m").append_pair(parameter, text).finish();
            if let Some(read) = typed::read(&query) {
                assert!(read.shared.lanes.len() <= 6, "{name}");
                let base = read.shared.lanes.iter().filter_map(|lane| lane.endpoint.as_ref()?.base.as_deref());
                assert!(base.clone().all(|base| !base.contains('@')), "{name}: a key in {:?}", base.collect::<Vec<_>>());
                if parameter == "prompt" && query.len() < 60_000 {
                    assert_eq!(read.shared.prompt, text.trim(), "{name}");
                }
            }
        }
        let unknown: String = form_urlencoded::Serializer::new(String::new()).append_pair(text, text).finish();
        for query in [unknown, text.clone(), format!("model={text}&{text}={text}")] {
            _ = typed::read(&query);
            _ = typed::cassette(&query);
        }
    });
}

/// Reads the bytes as everything that is kept or comes from elsewhere.
fn read_as_everything(bytes: &[u8]) {
    _ = link::unpack(bytes);
    _ = results::unpack(bytes, 6);
    _ = results::from_json(bytes, 6);
    let text = String::from_utf8_lossy(bytes);
    _ = link::read(&text);
    _ = results::read(&text, 6);
    _ = Cassette::from_json(&text);
    _ = Cassette::from_link(&text);
    _ = Draft::from_json(&text);
    _ = Vault::from_json(&text);
    _ = Learned::from_json(&text);
    if let Ok(overrides) = Overrides::from_json(&text) {
        _ = Lineup::with(&overrides);
    }
    _ = typed::read(&text);
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        _ = Shared::from_json(value);
    }
}

#[test]
fn whatever_text_comes_is_read_or_refused() {
    each(all(), |Payload { text, .. }| {
        read_as_everything(text.as_bytes());
        read_as_everything(format!("1.{text}").as_bytes());
        read_as_everything(json!({"lineup_cassette": 1, "version": 1, text: text}).to_string().as_bytes());
        read_as_everything(&compress_to_vec(text.as_bytes(), 1));
        _ = scan([text.as_str()]);
    });
}

#[test]
fn a_bomb_is_refused_before_it_has_unfolded() {
    // 256 MB of zeros in a quarter of a megabyte: one that unfolded here would be seen.
    let mut bomb = compress_to_vec(&vec![b' '; 256 << 20], 1);
    bomb.truncate(bomb.len().min(4 << 20));
    assert_eq!(link::unpack(&bomb), Err(LinkError::TooBig));
    assert!(results::unpack(&bomb, 6).is_err());
    // Nested so deep that a reader without a bound would use its stack up.
    for deep in ["[".repeat(1 << 20), "{\"a\":".repeat(1 << 19)] {
        assert_eq!(link::unpack(&compress_to_vec(deep.as_bytes(), 1)), Err(LinkError::Damaged));
    }
}

#[test]
fn more_than_a_page_holds_is_not_read() {
    let lane = serde_json::to_value(SharedLane::typed("m")).unwrap();
    let turn = json!({"parent": null, "body": {"role": "user", "parts": [{"type": "text", "text": "x"}]}});
    let turns: serde_json::Map<String, Value> = (0..50_000).map(|n| (n.to_string(), turn.clone())).collect();
    let mut value = Shared::of(&Draft::new(), ("", &[]), &[], &[], false).0.to_json();
    value["lanes"] = vec![lane; 50_000].into();
    value["draft"]["conversation"] = json!({"turns": turns, "tip": 0});
    if let Some(read) = Shared::from_json(value) {
        assert!(read.lanes.len() <= 6 && read.draft.conversation.turns.len() <= 2_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_as_everything(&bytes);
        let coded: String = bytes.iter().map(|byte| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[usize::from(byte % 64)])).collect();
        read_as_everything(format!("1.{coded}").as_bytes());
    }

    /// Bytes that begin well are read further than others.
    #[test]
    fn a_changed_link_is_read_or_refused(at in any::<prop::sample::Index>(), with in any::<u8>(), cut in any::<prop::sample::Index>()) {
        let good = link::pack(&shared("x"));
        let mut bytes = good.clone();
        bytes[at.index(good.len())] ^= with;
        bytes.truncate(cut.index(good.len()) + 1);
        read_as_everything(&bytes);
    }
}

#[test]
fn a_secret_is_found_among_hostile_words() {
    for Payload { name, text, .. } in short() {
        let found = scan([format!("{text} sk-proj-7Hq2vX9rT4mWc8LzaB3dE6fG {text}").as_str()]);
        assert!(!found.is_empty(), "{name}");
        assert!(found.iter().all(|finding| !finding.hint.contains("LzaB3dE6fG")), "{name}");
    }
}
