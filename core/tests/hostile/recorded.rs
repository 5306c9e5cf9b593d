//! Recorded runs: what a cassette holds comes out as it went in, and a cassette of somebody else does nothing but play.

use crate::requests::{draft, endpoint, lane};
use lineup_core::draft::{ApiChoice, Flavour};
use lineup_core::lineup::Lineup;
use lineup_core::plan::plan;
use lineup_core::run::cassette::{Cassette, Player};
use lineup_core::run::{End, Millis, Run};
use lineup_core::wire::Api;
use lineup_test_support::hostile::{Payload, all, each, short};
use serde_json::{Value, json};
use std::sync::Arc;

#[test]
fn a_run_is_recorded_written_read_and_played_as_it_was() {
    let lineup = Lineup::embedded().unwrap();
    each(all(), move |Payload { name, text, is_short }| {
        let model = if text.trim().is_empty() { "m" } else { text };
        let at = endpoint(Flavour::Compatible, "https://own.example/v1");
        let Ok(plan) = plan(&draft(text), &lane(model, ApiChoice::Chat), &at, &lineup) else { return };
        let mut run = Run::new(plan.api);
        run.headers(200, None, &[("content-type".into(), "text/event-stream".into()), ("retry-after".into(), text.clone())], Millis(1.0));
        let event = json!({"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": "stop"}]});
        run.bytes(format!("data: {event}\n\n: {text}\n\ndata: {text}\n\n").as_bytes(), Millis(2.0));
        run.end(End::Broken(Some(text.clone())), Millis(3.0));
        let (cassette, _) = Cassette::record(&plan, &run, model, text, false, true);
        let back = Cassette::from_json(&cassette.to_json()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(back == cassette || !is_short, "{name}");
        assert!(back.chunks == cassette.chunks, "{name}");
        assert_eq!(back.play().reply(), run.reply(), "{name}");
        let har: Value = serde_json::from_str(&cassette.to_har().to_string()).unwrap();
        assert_eq!(
            har["log"]["entries"][0]["response"]["content"]["text"].as_str(),
            std::str::from_utf8(&run.raw().whole()).ok(),
            "{name}"
        );
        if let Ok(small) = Cassette::from_link(&cassette.to_link()) {
            assert_eq!(small.play().reply().text(0), run.reply().text(0), "{name}");
        }
    });
}

/// A cassette whose every field somebody else wrote.
fn foreign(text: &str) -> Value {
    json!({"lineup_cassette": 1, "made": text, "model": text, "simulated": false,
        "request": {"api": "chat", "url": text, "headers": [[text, text], ["Authorization", text]], "body": {"model": text, "messages":
            [{"role": text, "content": text}, {"role": "user", "content": [{"type": "image_url", "image_url": {"url": text}}]}], text: text}},
        "response": {"status": 200, "at": 0, "headers": [[text, text], ["content-type", text]], "chunks": [[0, text], [1, text]]},
        "end": {"how": "broken", "at": 2, "words": text}})
}

#[test]
fn a_cassette_of_somebody_else_plays_or_is_refused() {
    each(all(), |Payload { name, text, .. }| {
        let Ok(cassette) = Cassette::from_json(&foreign(text).to_string()) else { return };
        let asked = cassette.asked();
        assert_eq!(asked.lanes.len(), 1, "{name}");
        assert!(asked.lanes[0].endpoint.is_none(), "{name}: it brings no server along");
        _ = (cassette.texts(), cassette.to_har(), cassette.plan());
        let mut player = Player::new(Arc::new(cassette));
        let mut run = Run::new(Api::Chat);
        let mut steps = 0;
        while player.step(&mut run) {
            steps += 1;
            assert!(steps < 1_000_000, "{name}: it plays for ever");
        }
        assert!(run.outcome().is_some(), "{name}");
    });
}

#[test]
fn a_draft_made_from_a_request_keeps_its_words() {
    for Payload { name, text, .. } in short() {
        let Ok(mut cassette) = Cassette::from_json(&foreign("x").to_string()) else { panic!("the plain one is read") };
        cassette.request.body = json!({"model": "m", "messages": [{"role": "user", "content": text}]});
        let draft = cassette.asked().draft;
        let said: Vec<String> = draft.filled().conversation.branch_turns().filter_map(|(_, turn)| turn.body.plain_text()).collect();
        assert_eq!(said, [text], "{name}");
    }
}
