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
    assert_eq!(played.raw(), run.raw());
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
    assert_eq!(entry["response"]["content"]["text"].as_str().map(str::as_bytes), Some(run.raw()));
    assert_eq!(entry["response"]["status"], 200);
    let total = ["send", "wait", "receive"].iter().filter_map(|part| entry["timings"][part].as_f64()).sum::<f64>();
    assert!((total - entry["time"].as_f64().unwrap()).abs() < 0.001, "{entry}");
}

#[test]
fn the_fast_pace_keeps_the_order_and_cuts_silences() {
    let chunk = |at, text: &str| Chunk { at: Millis(at), bytes: text.into() };
    let cassette = Cassette {
        made: String::new(),
        model: "m".into(),
        simulated: false,
        request: Request { api: Api::Chat, url: String::new(), headers: vec![], body: json!({}) },
        head: Some(Head { status: 200, headers: vec![], at: Millis(80.0) }),
        chunks: vec![chunk(160.0, "a"), chunk(60_160.0, "b")],
        end: End::Closed,
        end_at: Millis(60_160.0),
    };
    let waits = |pace| cassette.ticks(pace).map(|(_, wait, _)| wait).collect::<Vec<_>>();
    assert_eq!(waits(Pace::Recorded), [80.0, 80.0, 60_000.0, 0.0]);
    assert_eq!(waits(Pace::Fast), [10.0, 10.0, 1_000.0, 0.0]);
    assert_eq!(waits(Pace::Steps), [0.0; 4]);
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
    let times: Vec<f64> = cassette.ticks(Pace::Recorded).map(|(at, _, _)| at.0).collect();
    assert_eq!(times, [50.0, 50.0, 86_400_000.0, 86_400_000.0, 86_400_000.0]);
    assert_eq!(cassette.request.body, json!({"tools": [{}]}));
    let wrong = text.replace("/w==", "%%");
    assert!(matches!(Cassette::from_json(&wrong), Err(CassetteError::Shape(_))));
}

proptest! {
    #[test]
    fn any_bytes_survive_the_file(parts in proptest::collection::vec((0u32..5_000, proptest::collection::vec(any::<u8>(), 0..40)), 0..12)) {
        let mut at = 0.0;
        let chunks: Vec<Chunk> = parts.into_iter().map(|(wait, bytes)| { at += f64::from(wait); Chunk { at: Millis(at), bytes } }).collect();
        let cassette = Cassette {
            made: "now".into(),
            model: "m".into(),
            simulated: true,
            request: Request { api: Api::Responses, url: "https://h/x".into(), headers: vec![], body: json!({"a": 1}) },
            head: Some(Head { status: 200, headers: vec![("Content-Type".into(), "text/event-stream".into())], at: Millis(0.0) }),
            chunks,
            end: End::Broken(Some("network error".into())),
            end_at: Millis(at),
        };
        prop_assert_eq!(Cassette::from_json(&cassette.to_json()), Ok(cassette));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        _ = Cassette::from_json(&text);
    }
}
