//! Whatever leaves: no link, file, cassette, archive, code or address holds a secret that was planted in the state, wherever it was
//! planted.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

use lineup_core::draft::{
    ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Part, ResponseRef, Settings, ToolChoice, TurnBody,
};
use lineup_core::keep::{Asked, Record, RunRow, State, Tape, asked::Beginning, html, markdown};
use lineup_core::lineup::Lineup;
use lineup_core::plan::snippet::{Credential, Language, Note, PromptFile, prompt_file, snippet};
use lineup_core::plan::{Plan, plan};
use lineup_core::run::cassette::Cassette;
use lineup_core::run::{End, Millis, Run};
use lineup_core::share::gate::{self, LeftOut};
use lineup_core::share::{Shared, SharedLane, link, results};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Fields that can hold anything.
const FREE: usize = 14;
/// What belongs to an account or to the user alone: the user's own files have it, a link and a cassette do not.
const OWN: usize = 4;
const NAMES: [&str; 10] = [
    "authorization",
    "proxy-authorization",
    "x-goog-api-key",
    "token",
    "auth",
    "api_secret",
    "azure_ad_token",
    "sessionCookie",
    "dbPassword",
    "key",
];

/// JSON with the secret at several depths, under this name and in an address.
fn free(secret: &str, name: &str) -> Map<String, Value> {
    let headers = json!({"X-Team": secret});
    let value = json!({
        name: secret, "kept": "kept", "list": [{"deep": {name: {"value": secret}}}], "extra_headers": headers,
        "server_url": format!("https://me:{secret}@mcp.example/sse?api_key={secret}&v=2"),
    });
    value.as_object().cloned().unwrap()
}

/// The state with the secret in those places.
fn planted(secret: &str, name: &str, in_place: &[bool], api: ApiChoice) -> (State, Endpoint) {
    let at = |place: usize| in_place.get(place).copied().unwrap_or(false);
    let map = |place: usize| free(if at(place) { secret } else { "harmless" }, name);
    let value = |place: usize| Value::Object(map(place));
    let own = |place: usize| if at(FREE + place) { secret } else { "harmless" };
    let mut draft = Draft::new();
    let mut lane = Lane { api, ..SharedLane::typed("gpt-4o").lane(LaneId(1), EndpointId("own".into())) };
    lane.settings = Settings { extra: map(0), metadata: Some(map(1)), logit_bias: Some(map(2)), ..Settings::default() };
    draft.settings = Settings { extra: map(3), metadata: Some(map(4)), logit_bias: Some(map(5)), ..Settings::default() };
    draft.settings.extra.insert("prompt".into(), json!({"id": "pmpt_1", "variables": value(6)}));
    draft.settings.extra.insert("tools_of_another_kind".into(), json!([value(7)]));
    let mut tool = map(8);
    tool.extend([("type".to_owned(), "mcp".into()), ("server_label".to_owned(), "x".into())]);
    draft.other_tools.push(Value::Object(tool));
    draft.tool_choice = ToolChoice::Other(json!({"type": "allowed_tools", "mode": "auto", "tools": [value(9)]}));
    let parts = vec![
        Part::Text { text: "hello".into() },
        Part::Image { url: format!("https://a:{0}@pictures.example/a.png?sig={0}", if at(10) { secret } else { "x" }), detail: None },
        Part::Other { raw: value(11) },
    ];
    let first = draft.conversation.append(TurnBody::User { parts });
    draft.conversation.turns.get_mut(&first).unwrap().extra = map(12);
    if at(FREE) {
        // Edited away: it stands on another branch.
        draft.conversation.branch(first, TurnBody::user("hello"));
        if let Some(TurnBody::User { parts }) = draft.conversation.turns.get_mut(&first).map(|turn| &mut turn.body) {
            parts.push(Part::Text { text: secret.into() });
        }
    }
    draft.conversation.append(TurnBody::Assistant {
        text: "hi".into(),
        tool_calls: vec![],
        reasoning: None,
        model: None,
        items: vec![json!({"type": "reasoning", "encrypted_content": own(1), "more": value(13)})],
        response: Some(ResponseRef { id: own(1).into(), endpoint: EndpointId("own".into()), stored: true, edited: false }),
    });
    draft.conversation.append(TurnBody::user("go on"));
    draft.settings.user = at(FREE + 2).then(|| secret.to_owned());
    let endpoint = Endpoint {
        id: EndpointId("own".into()),
        name: own(3).to_owned(),
        flavour: Flavour::Compatible,
        base: "https://own.example/v1".into(),
        auth: Auth::Header(if at(FREE + 3) { format!("X-{secret}") } else { "X-Key".into() }),
        api_version: None,
        deployments: BTreeMap::new(),
    };
    let attached = vec![Part::Other { raw: value(11) }];
    (State { draft, lanes: vec![lane], attached, ..State::default() }, endpoint)
}

fn played(plan: &Plan) -> Run {
    let mut run = Run::new(plan.api);
    run.headers(200, None, &[("set-cookie".into(), "s".into()), ("content-type".into(), "text/event-stream".into())], Millis(1.0));
    run.bytes(
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n",
        Millis(2.0),
    );
    run.end(End::Closed, Millis(3.0));
    run
}

/// What goes to others.
fn public(state: &State, endpoint: &Endpoint, plan: &Plan, with_address: bool) -> Vec<String> {
    let (draft, lanes) = (&state.draft, &state.lanes);
    let (shared, left) = Shared::of(draft, ("", &state.attached), lanes, std::slice::from_ref(endpoint), with_address);
    let mut texts = vec![shared.to_json().to_string(), format!("{left:?}")];
    let (mut cassette, left) = Cassette::record(plan, &played(plan), "gpt-4o", "", false, with_address);
    cassette.set_up = Some(Box::new(shared.clone()));
    texts.extend([cassette.to_json(), cassette.to_har().to_string(), format!("{left:?}"), format!("{:?}", cassette.plan())]);
    // Packed texts are searched as what they unpack to.
    let in_cell = Cassette::from_link(&cassette.to_link()).unwrap();
    let text = results::write(&shared, &[Some(cassette)]);
    texts.extend([in_cell.to_json(), format!("{:?}", link::read(&text).unwrap()), format!("{:?}", results::read(&text, 1).unwrap())]);
    texts
}

/// The user's own files, and code, which is passed on.
fn files(state: &State, endpoint: &Endpoint, plan: &Plan) -> Vec<String> {
    let (draft, lane) = (&state.draft, &state.lanes[0]);
    let beginning = Beginning { plan, draft, lane, known_as: "", made: "", simulated: false, answers: None };
    let asked = Asked::of(&beginning);
    let clean = state.clone().without_credentials();
    let cassette = asked.cassette(Tape::default());
    // What was kept by an older page is not clean.
    let kept = Asked { draft: draft.clone(), lane: lane.clone(), ..asked.clone() };
    let row = Box::new(RunRow { id: "r".into(), ..RunRow::default() });
    let own = Endpoint { name: "own".into(), auth: Auth::Bearer, ..endpoint.clone() };
    let mut texts = vec![
        serde_json::to_string(&asked).unwrap(),
        markdown::write("t", &clean.draft),
        html::write("t", &clean.draft),
        clean.to_value().to_string(),
        Record::Conversation { id: "c".into(), at: 0.0, state: Box::new(state.clone()) }.line(),
        Record::Run { row, asked: Box::new(kept), cassette: Box::new(cassette) }.line(),
        Record::Value { name: "prompts".into(), content: json!({"version": 1, "value": [{"name": "p", "draft": draft}]}) }.line(),
        Record::Value { name: "endpoints".into(), content: json!({"version": 1, "value": [own]}) }.line(),
    ];
    for language in Language::ALL {
        texts.push(snippet(plan, endpoint.flavour, Credential::Key, language).text);
    }
    let settings = lane.settings.over(&draft.settings);
    for form in PromptFile::ALL {
        texts.push(prompt_file(draft, &settings, &lane.model, form).text);
    }
    texts
}

fn planned(state: &State, endpoint: &Endpoint) -> Plan {
    plan(&state.draft, &state.lanes[0], endpoint, &Lineup::embedded().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn no_artefact_holds_a_planted_secret(
        secret in "[a-z]{3}Planted[A-Za-z0-9]{16}",
        name in prop::sample::select(NAMES.to_vec()),
        places in proptest::collection::vec(any::<bool>(), FREE + OWN),
        with_address in any::<bool>(),
        responses in any::<bool>(),
    ) {
        let api = if responses { ApiChoice::Responses } else { ApiChoice::Chat };
        let (state, endpoint) = planted(&secret, name, &places, api);
        for text in public(&state, &endpoint, &planned(&state, &endpoint), with_address) {
            prop_assert!(!text.contains(&secret), "{name} {places:?}: {text}");
        }
        let (state, endpoint) = planted(&secret, name, &places[..FREE], api);
        for text in files(&state, &endpoint, &planned(&state, &endpoint)) {
            prop_assert!(!text.contains(&secret), "{name} {places:?}: {text}");
        }
    }
}

#[test]
fn what_is_planted_is_there_and_what_is_harmless_stays() {
    for api in [ApiChoice::Chat, ApiChoice::Responses] {
        let (state, endpoint) = planted("thePlantedSecret", "token", &[true; FREE], api);
        let plan = planned(&state, &endpoint);
        assert!(plan.body.to_string().contains("thePlantedSecret"), "it is sent, as the user wishes");
        for text in files(&state, &endpoint, &plan).iter().filter(|text| text.contains("settings")) {
            assert!(text.contains("kept"), "{text}");
        }
        let code = snippet(&plan, endpoint.flavour, Credential::Key, Language::Python);
        assert!(code.text.contains("kept") && code.notes.contains(&Note::Credential), "{code:?}");
    }
}

#[test]
fn an_archive_keeps_what_has_only_the_name_of_a_credential() {
    let (_, endpoint) = planted("x", "token", &[], ApiChoice::Auto);
    let mut draft = Draft::new();
    draft.variables.insert("token".into(), lineup_core::draft::variables::Variable { value: "mine".into(), default: String::new() });
    let prompts = Record::Value { name: "prompts".into(), content: json!({"version": 1, "value": [{"name": "p", "draft": draft}]}) }.line();
    assert!(prompts.contains("mine"), "{prompts}");
    let endpoints = Record::Value { name: "endpoints".into(), content: json!({"version": 1, "value": [endpoint]}) }.line();
    assert!(endpoints.contains(r#""auth":{"header":"X-Key"}"#), "{endpoints}");
}

#[test]
fn a_secret_in_the_prompt_itself_travels_and_is_found_by_the_scanner() {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::user("my key is sk-proj-7Hq2vX9rT4mWc8LzaB3"));
    let (state, endpoint) = planted("x", "token", &[], ApiChoice::Auto);
    let (shared, _) = Shared::of(&draft, ("", &[]), &state.lanes, &[endpoint], false);
    assert!(shared.to_json().to_string().contains("7Hq2vX9rT4mWc8LzaB3"), "what the user wrote is not changed unseen");
    assert!(!lineup_core::share::scan(shared.texts()).is_empty());
}

/// An object of each schema that has properties, with all of them set.
fn objects(schema: &Value, into: &mut Vec<Value>) {
    if let Some(properties) = schema["properties"].as_object() {
        let value = |schema: &Value| {
            let first = schema.pointer("/enum/0").or_else(|| schema.get("const")).or_else(|| schema.get("default"));
            first.cloned().unwrap_or_else(|| if schema["type"] == "number" { json!(0.5) } else { json!("x") })
        };
        into.push(properties.iter().map(|(name, schema)| (name.clone(), value(schema))).collect());
    }
    match schema {
        Value::Array(list) => list.iter().for_each(|inner| objects(inner, into)),
        Value::Object(members) => members.values().for_each(|inner| objects(inner, into)),
        _ => {}
    }
}

#[test]
fn no_field_of_the_apis_is_taken_for_a_credential() {
    let Some(folder) = lineup_test_support::shared("facts/openapi") else { return };
    // A remote server's credentials, and those that a container may use.
    let meant = BTreeSet::from(["authorization", "headers", "domain_secrets"]);
    for file in ["chat_completions.request.json", "responses.request.json"] {
        let schemas: Value = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
        let mut all = Vec::new();
        objects(&schemas, &mut all);
        assert!(all.len() > 40, "{file}: {}", all.len());
        for mut object in all {
            let (before, mut left) = (object.to_string(), Vec::new());
            gate::without_credentials(&mut object, "", &mut left);
            for out in left {
                assert!(matches!(&out, LeftOut::Credential { path } if meant.contains(path.as_str())), "{file}: {out:?} of {before}");
            }
        }
    }
}
