use super::*;
use crate::draft::{Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, TurnBody};
use crate::lineup::Lineup;
use crate::plan::plan;
use crate::run::simulator::{self, SimRequest};
use crate::share::SharedLane;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;

fn lane(api: crate::draft::ApiChoice) -> Lane {
    Lane { api, ..SharedLane::typed("o4-mini").lane(LaneId(1), EndpointId("e".into())) }
}

fn endpoint(flavour: Flavour, base: &str, auth: Auth) -> Endpoint {
    Endpoint {
        id: EndpointId("e".into()),
        name: "mine".into(),
        flavour,
        base: base.into(),
        auth,
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

/// A run of the simulator, with a plan for another server where that is asked for.
fn recorded(api: crate::draft::ApiChoice, at: &Endpoint, scenario: Scenario) -> (Plan, Run) {
    let mut draft = Draft { instructions: "짧게".into(), ..Draft::new() };
    draft.conversation.append(TurnBody::user("Why is the sky blue? 🌍"));
    draft.settings.user = Some("me@example.org".into());
    let plan = plan(&draft, &lane(api), at, &Lineup::embedded().unwrap()).unwrap();
    let path = plan.url.split_once("://").map_or(plan.url.as_str(), |(_, rest)| rest);
    let path = path.find('/').map_or("", |at| &path[at..]).to_owned();
    let answer = simulator::answer(&SimRequest { path, body: plan.body.clone() }, scenario, 7);
    let mut run = Run::new(plan.api);
    let headers: Vec<_> = answer.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    run.headers(answer.status, None, &headers, Millis(100.0));
    let mut clock = 100.0;
    for chunk in answer.chunks {
        clock += f64::from(chunk.after_ms);
        run.bytes(&chunk.bytes, Millis(clock));
    }
    run.end(if scenario == Scenario::CutStream { End::Broken(None) } else { End::Closed }, Millis(clock));
    (plan, run)
}

fn simulator() -> Endpoint {
    endpoint(Flavour::Simulator, "", Auth::None)
}

#[rstest]
#[case(crate::draft::ApiChoice::Chat, Scenario::Answer)]
#[case(crate::draft::ApiChoice::Responses, Scenario::Answer)]
#[case(crate::draft::ApiChoice::Responses, Scenario::CutStream)]
#[case(crate::draft::ApiChoice::Chat, Scenario::MidStreamError)]
#[case(crate::draft::ApiChoice::Chat, Scenario::WrongKey)]
fn a_cassette_plays_what_was_recorded(#[case] api: crate::draft::ApiChoice, #[case] scenario: Scenario) {
    let (plan, run) = recorded(api, &simulator(), scenario);
    let (cassette, _) = Cassette::record(&plan, &run, "o4-mini", "2026-11-21T12:00:00Z", true, false);
    let read = Cassette::from_json(&cassette.to_json()).unwrap();
    let played = read.play();
    assert_eq!(played.raw().whole(), run.raw().whole());
    assert_eq!(played.reply(), run.reply());
    assert_eq!(played.usage(), run.usage());
    assert_eq!(played.outcome(), run.outcome());
    assert_eq!(played.status(), run.status());
    assert_eq!(played.events().len(), run.events().len());
    let times = |run: &Run| run.events().iter().map(|event| event.at.0.round()).collect::<Vec<_>>();
    assert_eq!(times(&played), times(&run));
}

#[test]
fn what_identifies_a_person_or_a_server_stays_out() {
    let own = endpoint(Flavour::Compatible, "https://llm.secret-team.example/v1?key=abc", Auth::Header("X-Team-Key".into()));
    let (plan, run) = recorded(crate::draft::ApiChoice::Chat, &own, Scenario::Answer);
    let (cassette, left) = Cassette::record(&plan, &run, "o4-mini", "", false, false);
    assert_eq!(left, [LeftOut::User, LeftOut::KeyHeader, LeftOut::Address]);
    for text in [cassette.to_json(), cassette.to_har().to_string()] {
        for gone in ["secret-team", "X-Team-Key", "abc", "me@example.org"] {
            assert!(!text.contains(gone), "{gone} in {text}");
        }
        assert!(text.contains("https://endpoint.invalid/v1/chat/completions"), "{text}");
    }
    let (with, left) = Cassette::record(&plan, &run, "o4-mini", "", false, true);
    assert_eq!(left, [LeftOut::User, LeftOut::KeyHeader]);
    assert!(with.request.url.starts_with("https://llm.secret-team.example/v1/chat/completions"));
}

#[test]
fn the_texts_of_a_cassette_are_those_that_a_reader_sees() {
    let secret = "sk-proj-7Hq2vX9rT4mWc8LzaB3";
    let (half, other) = secret.split_at(9);
    let cassette = by_hand(vec![content(1.0, &["my key is ", half, other])], End::Closed, Millis(2.0));
    let texts = cassette.texts();
    assert!(texts.iter().any(|text| text.contains(secret)), "{texts:?}");
    assert!(!crate::share::scan(texts.iter().map(String::as_str)).is_empty());
}

#[test]
fn a_deployment_belongs_to_the_address() {
    assert_eq!(
        without_host("https://r.openai.azure.com/openai/deployments/mine/chat/completions?api-version=2024-10-21"),
        "https://endpoint.invalid/openai/deployments/***/chat/completions?api-version=2024-10-21"
    );
}

#[test]
fn a_har_holds_the_request_and_the_whole_answer() {
    let (plan, run) = recorded(crate::draft::ApiChoice::Responses, &simulator(), Scenario::Answer);
    let (cassette, _) = Cassette::record(&plan, &run, "o4-mini", "2026-11-21T12:00:00Z", true, false);
    let har = cassette.to_har();
    let entry = &har["log"]["entries"][0];
    assert_eq!(har["log"]["version"], "1.2");
    assert_eq!(entry["response"]["content"]["text"].as_str().map(str::as_bytes), Some(&*run.raw().whole()));
    assert_eq!(entry["response"]["status"], 200);
    let total = ["send", "wait", "receive"].iter().filter_map(|part| entry["timings"][part].as_f64()).sum::<f64>();
    assert!((total - entry["time"].as_f64().unwrap()).abs() < 0.001, "{entry}");
}

fn by_hand(chunks: Vec<Chunk>, end: End, end_at: Millis) -> Cassette {
    Cassette {
        made: "now".into(),
        model: "m".into(),
        simulated: true,
        request: Request { api: Api::Chat, url: "https://h/x".into(), headers: vec![], body: json!({"a": 1}) },
        head: Some(Head { status: 200, headers: vec![("Content-Type".into(), "text/event-stream".into())], at: Millis(0.0) }),
        chunks,
        end,
        end_at,
        set_up: None,
    }
}

fn content(at: f64, words: &[&str]) -> Chunk {
    let event = |word: &&str| format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}}}}]}}\n\n");
    Chunk { at: Millis(at), bytes: words.iter().map(event).collect::<String>().into_bytes() }
}

#[test]
fn the_fast_pace_keeps_the_order_and_cuts_silences() {
    let chunks = vec![content(160.0, &["a"]), content(60_160.0, &["b"])];
    let cassette = Arc::new(by_hand(chunks, End::Closed, Millis(60_160.0)));
    let waits = |pace| {
        let (mut player, mut run, mut waits) = (Player::new(cassette.clone()), Run::new(Api::Chat), Vec::new());
        while let Some(wait) = player.wait(pace) {
            waits.push(wait);
            player.step(&mut run);
        }
        waits
    };
    assert_eq!(waits(Pace::Recorded), [0.0, 160.0, 60_000.0, 0.0]);
    assert_eq!(waits(Pace::Fast), [0.0, 20.0, 1_000.0, 0.0]);
}

#[test]
fn events_that_came_together_are_stepped_through_one_by_one() {
    let cassette = Arc::new(by_hand(vec![content(10.0, &["a", "b"]), content(20.0, &["c"])], End::Closed, Millis(30.0)));
    let text = |run: &Run| run.response_json().map(|json| json["choices"][0]["message"]["content"].clone()).unwrap_or_default();
    let (mut player, mut run) = (Player::new(cassette), Run::new(Api::Chat));
    assert_eq!(player.events(), 3);
    for (events, said, at) in [(1, "a", 10.0), (2, "ab", 10.0), (3, "abc", 30.0)] {
        player.step_event(&mut run);
        assert_eq!((run.events().len(), text(&run), player.at()), (events, json!(said), Millis(at)));
    }
    assert!(player.is_over() && run.outcome().is_some());
    let back = player.seek(2);
    assert_eq!((text(&back), back.outcome(), player.at()), (json!("ab"), None, Millis(10.0)));
    assert_eq!(player.seek(0).events().len(), 0);
    assert!(player.seek(usize::MAX).outcome().is_some());
}

#[test]
fn a_whole_answer_is_one_step() {
    let body = json!({"choices": [{"index": 0, "message": {"content": "hi"}, "finish_reason": "stop"}]}).to_string().into_bytes();
    let (mut run, cassette) = (Run::new(Api::Chat), by_hand(vec![Chunk { at: Millis(5.0), bytes: body }], End::Closed, Millis(6.0)));
    let mut player = Player::new(Arc::new(cassette));
    player.step_event(&mut run);
    assert!(player.is_over() && run.outcome().is_some());
}

#[test]
fn a_draft_is_read_from_the_request_where_none_was_recorded() {
    let (plan, run) = recorded(crate::draft::ApiChoice::Chat, &simulator(), Scenario::Answer);
    let (chat, _) = Cassette::record(&plan, &run, "o4-mini", "", true, false);
    let (plan, run) = recorded(crate::draft::ApiChoice::Responses, &simulator(), Scenario::Answer);
    let (responses, _) = Cassette::record(&plan, &run, "o4-mini", "", true, false);
    for cassette in [chat, responses] {
        let shared = cassette.asked();
        assert!(shared.texts().any(|text| text == "Why is the sky blue? 🌍"), "{shared:?}");
        assert_eq!(shared.lanes[0].model, "o4-mini");
        assert_eq!(cassette.plan().body, cassette.request.body);
    }
}

#[test]
fn a_cassette_fits_into_an_address_and_takes_no_header_along() {
    let sample = samples::samples().remove(0).cassette;
    let text = sample.to_link();
    assert!(text.len() < 32_000, "{} characters", text.len());
    let read = Cassette::from_link(&text).unwrap();
    assert_eq!(read, sample.small());
    assert_eq!(read.play().reply(), sample.play().reply());
    assert!(read.request.headers.is_empty() && read.head.is_some_and(|head| head.headers.is_empty()));
    assert_eq!(read.set_up, sample.set_up);
    assert!(Cassette::from_link(&text[..text.len() / 2]).is_err());
    assert!(Cassette::from_link("2.AAAA").is_err());
}

#[rstest]
#[case("", CassetteError::Json("EOF while parsing a value at line 1 column 0".into()))]
#[case("[]", CassetteError::Foreign)]
#[case("{}", CassetteError::Foreign)]
#[case(r#"{"lineup_cassette": 0}"#, CassetteError::Foreign)]
#[case(r#"{"lineup_cassette": 7}"#, CassetteError::Newer(7))]
fn what_cannot_be_read_says_why(#[case] text: &str, #[case] error: CassetteError) {
    assert_eq!(Cassette::from_json(text), Err(error));
}

#[test]
fn hostile_times_and_bodies_are_tamed() {
    let text = r#"{"lineup_cassette":1,"request":{"api":"chat","body":{"tools":[{"authorization":"t"}]}},
        "response":{"status":200,"at":50,"chunks":[[-5,"data: 1\n\n"],[9e300,"data: 2\n\n"],[1,{"base64":"/w=="}]]},"end":{"how":"closed","at":3}}"#;
    let cassette = Cassette::from_json(text).unwrap();
    let times: Vec<f64> = cassette.chunks.iter().map(|chunk| chunk.at.0).chain([cassette.end_at.0]).collect();
    assert_eq!(times, [50.0, 86_400_000.0, 86_400_000.0, 86_400_000.0]);
    assert_eq!(cassette.request.body, json!({"tools": [{}]}));
    let wrong = text.replace("/w==", "%%");
    assert!(matches!(Cassette::from_json(&wrong), Err(CassetteError::Shape(_))));
}

proptest! {
    #[test]
    fn any_bytes_survive_the_file(parts in proptest::collection::vec((0u32..5_000, proptest::collection::vec(any::<u8>(), 0..40)), 0..12)) {
        let mut at = 0.0;
        let chunks: Vec<Chunk> = parts.into_iter().map(|(wait, bytes)| { at += f64::from(wait); Chunk { at: Millis(at), bytes } }).collect();
        let cassette = by_hand(chunks, End::Broken(Some("network error".into())), Millis(at));
        prop_assert_eq!(Cassette::from_json(&cassette.to_json()), Ok(cassette));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        _ = Cassette::from_json(&text);
        _ = Cassette::from_link(&text);
    }

    #[test]
    fn a_player_ends_as_the_run_did_whatever_the_bytes(parts in proptest::collection::vec("[ -~\\n]{0,30}", 0..8), at in 0usize..20) {
        let chunks = parts.into_iter().map(|text| Chunk { at: Millis(1.0), bytes: text.into_bytes() }).collect();
        let cassette = Arc::new(by_hand(chunks, End::Closed, Millis(2.0)));
        let mut player = Player::new(cassette.clone());
        let mut run = player.seek(at);
        while player.step(&mut run) {}
        let whole = cassette.play();
        prop_assert_eq!((run.raw().whole(), run.outcome(), run.reply()), (whole.raw().whole(), whole.outcome(), whole.reply()));
    }
}
