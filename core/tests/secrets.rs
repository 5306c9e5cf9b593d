//! Whatever leaves: no link, file, cassette, archive or address holds a secret that was planted in the state, wherever it was planted.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

use lineup_core::draft::{Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Part, ResponseRef, TurnBody};
use lineup_core::lineup::Lineup;
use lineup_core::plan::plan;
use lineup_core::run::cassette::Cassette;
use lineup_core::run::{End, Millis, Run};
use lineup_core::share::{Shared, SharedLane, link, results};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;

const PLACES: usize = 12;

/// The state with the secret in those places.
fn planted(secret: &str, in_place: &[bool]) -> (Draft, Lane, Endpoint) {
    let at = |place: usize| in_place.get(place).copied().unwrap_or(false);
    let put = |place: usize| if at(place) { secret } else { "harmless" };
    let mut draft = Draft::new();
    let mut lane = SharedLane::typed("gpt-4o").lane(LaneId(1), EndpointId("own".into()));
    draft.other_tools.push(json!({"type": "mcp", "server_label": "x", "authorization": put(0), "headers": {"X-Key": put(1)},
        "server_url": format!("https://me:{}@mcp.example/sse?api_key={}", put(2), put(3))}));
    draft.settings.extra.insert("extra_headers".into(), json!({"Authorization": put(4)}));
    draft.settings.extra.insert("client".into(), json!([{"api-key": put(5)}]));
    draft.settings.metadata = Some([("password".to_owned(), put(6).into())].into_iter().collect());
    lane.settings.extra.insert("accessToken".into(), put(7).into());
    draft.settings.user = Some(put(8).to_owned());
    let parts = vec![
        Part::Text { text: "hello".into() },
        Part::Image { url: format!("https://a:{}@pictures.example/a.png?sig={}", put(9), put(9)), detail: None },
    ];
    let first = draft.conversation.append(TurnBody::User { parts });
    if at(10) {
        // Edited away: it stands on another branch.
        draft.conversation.branch(first, TurnBody::user("hello"));
        if let Some(TurnBody::User { parts }) = draft.conversation.turns.get_mut(&first).map(|turn| &mut turn.body) {
            parts.push(Part::Text { text: secret.into() });
        }
        draft.conversation.append(TurnBody::Assistant {
            text: "hi".into(),
            tool_calls: vec![],
            reasoning: None,
            model: None,
            items: vec![json!({"type": "reasoning", "encrypted_content": secret})],
            response: Some(ResponseRef { id: secret.into(), endpoint: EndpointId("own".into()), stored: true, edited: false }),
        });
        draft.conversation.append(TurnBody::user("go on"));
    }
    let endpoint = Endpoint {
        id: EndpointId("own".into()),
        name: put(11).to_owned(),
        flavour: Flavour::Compatible,
        base: "https://own.example/v1".into(),
        auth: Auth::Header(if at(11) { format!("X-{secret}") } else { "X-Key".into() }),
        api_version: None,
        deployments: BTreeMap::new(),
    };
    (draft, lane, endpoint)
}

fn artefacts(draft: &Draft, lane: &Lane, endpoint: &Endpoint, with_address: bool) -> Vec<String> {
    let (shared, left) = Shared::of(draft, ("", &[]), std::slice::from_ref(lane), std::slice::from_ref(endpoint), with_address);
    let mut texts = vec![shared.to_json().to_string(), format!("{left:?}")];
    let plan = plan(draft, lane, endpoint, &Lineup::embedded().unwrap()).unwrap();
    let mut run = Run::new(plan.api);
    run.headers(200, None, &[("set-cookie".into(), "s".into()), ("content-type".into(), "text/event-stream".into())], Millis(1.0));
    run.bytes(
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        Millis(2.0),
    );
    run.end(End::Closed, Millis(3.0));
    let (mut cassette, left) = Cassette::record(&plan, &run, &lane.model, "", false, with_address);
    cassette.set_up = Some(Box::new(shared.clone()));
    texts.extend([cassette.to_json(), cassette.to_har().to_string(), format!("{left:?}"), format!("{:?}", cassette.plan())]);
    // Packed texts are searched as what they unpack to.
    let in_cell = Cassette::from_link(&cassette.to_link()).unwrap();
    let text = results::write(&shared, &[Some(cassette)]);
    texts.extend([in_cell.to_json(), format!("{:?}", link::read(&text).unwrap()), format!("{:?}", results::read(&text, 1).unwrap())]);
    texts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_artefact_holds_a_planted_secret(
        secret in "[a-z]{3}Planted[A-Za-z0-9]{16}",
        places in proptest::collection::vec(any::<bool>(), PLACES),
        with_address in any::<bool>(),
    ) {
        let (draft, lane, endpoint) = planted(&secret, &places);
        for text in artefacts(&draft, &lane, &endpoint, with_address) {
            prop_assert!(!text.contains(&secret), "{places:?}: {text}");
        }
    }
}

#[test]
fn a_secret_in_the_prompt_itself_travels_and_is_found_by_the_scanner() {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::user("my key is sk-proj-7Hq2vX9rT4mWc8LzaB3"));
    let (_, lane, endpoint) = planted("x", &[]);
    let (shared, _) = Shared::of(&draft, ("", &[]), &[lane], &[endpoint], false);
    assert!(shared.to_json().to_string().contains("7Hq2vX9rT4mWc8LzaB3"), "what the user wrote is not changed unseen");
    assert!(!lineup_core::share::scan(shared.texts()).is_empty());
}
