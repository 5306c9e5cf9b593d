use super::*;
use crate::draft::{Auth, Endpoint, EndpointId, Flavour};
use crate::plan::HeaderValue;
use crate::run::{Problem, ProblemKind, ServerError};
use std::collections::BTreeMap;

fn endpoint(flavour: Flavour, base: &str) -> Endpoint {
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth: if matches!(flavour, Flavour::AzureClassic | Flavour::AzureV1) { Auth::ApiKey } else { Auth::Bearer },
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

fn compatible(base: &str) -> Endpoint {
    endpoint(Flavour::Compatible, base)
}

fn page(origin: &str) -> Page {
    Page { origin: origin.into(), online: true, permission: None }
}

fn problem(kind: ProblemKind, status: u16, code: &str, message: &str) -> Found {
    let server = ServerError { message: message.into(), code: Some(code.into()), ..ServerError::default() };
    Found::Problem(Box::new(Problem { kind, status: Some(status), server: Some(server), retry_after: None, excerpt: None }))
}

fn not_found() -> Found {
    problem(ProblemKind::NotFound, 404, "404", "Resource not found")
}

fn refused(status: u16) -> Found {
    let kind = if status == 401 { ProblemKind::Key } else { ProblemKind::Refused };
    problem(kind, status, "x", "the server's words")
}

/// Puts every question that the case has.
fn examine(endpoint: Endpoint, page: Page, has_key: bool, answer: impl Fn(&Question) -> Found) -> (Diagnosis, usize) {
    let mut case = Case::open(endpoint, page, has_key).unwrap().unwrap();
    let mut asked = 0;
    while let Some(question) = case.next() {
        asked += 1;
        assert!(asked <= 8, "it goes on asking: {question:?}");
        let found = answer(&question);
        case.found(question, found);
    }
    (case.diagnosis(), asked)
}

/// A server that answers nobody.
fn nobody(_: &Question) -> Found {
    Found::Nothing
}

/// A server that answers, and lets no page read.
fn closed(question: &Question) -> Found {
    if matches!(question, Question::Knock(_)) { Found::Opaque } else { Found::Nothing }
}

#[test]
fn what_answers_as_it_should_is_well() {
    let (diagnosis, asked) = examine(compatible("https://llm.example.com"), page("https://lineup.example"), true, |_| Found::List);
    assert_eq!((diagnosis.cause, diagnosis.is_sure, asked), (Cause::Works, true, 1));
}

#[test]
fn a_readable_refusal_says_what_it_is() {
    for (found, has_key, cause) in [
        (refused(401), true, Cause::WrongKey),
        (refused(401), false, Cause::NoKey),
        (refused(403), true, Cause::Forbidden),
        (refused(429), true, Cause::Busy),
        (problem(ProblemKind::Server, 503, "x", "busy"), true, Cause::ServerFails),
    ] {
        let (diagnosis, asked) = examine(compatible("https://llm.example.com"), page("https://a"), has_key, |_| found.clone());
        assert_eq!((diagnosis.cause, diagnosis.is_sure, asked), (cause, true, 1));
        assert!(diagnosis.clues.iter().any(|clue| matches!(clue, Clue::Words(_))), "{:?}", diagnosis.clues);
    }
}

#[test]
fn a_refusal_without_cors_headers_is_told_from_a_server_that_lets_no_page_in() {
    let lets_header = |question: &Question| match question {
        Question::Knock(_) => Found::Opaque,
        Question::Header(inquiry) => {
            let made_up = HeaderValue::Plain("Bearer connection-check".into());
            assert_eq!(inquiry.headers, [("Authorization".to_owned(), made_up)], "never the key itself");
            assert_eq!(inquiry.method, "OPTIONS");
            refused(400)
        }
        _ => Found::Nothing,
    };
    let (diagnosis, _) = examine(compatible("http://localhost:8000"), page("http://localhost:8080"), true, lets_header);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::WrongKey, false));
    assert!(diagnosis.clues.contains(&Clue::HeaderPasses("Authorization".into())));

    let (diagnosis, _) = examine(compatible("http://localhost:11434"), page("http://localhost:8080"), true, closed);
    assert_eq!(diagnosis.cause, Cause::Cors { header: None });
    assert_eq!(diagnosis.recipes[0].lines, "OLLAMA_ORIGINS=http://localhost:8080 ollama serve");

    let only_without_key = |question: &Question| match question {
        Question::Open(inquiry) => {
            assert!(inquiry.headers.is_empty());
            Found::List
        }
        other => closed(other),
    };
    let (diagnosis, _) = examine(compatible("http://localhost:8000"), page("http://localhost:8080"), true, only_without_key);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::Cors { header: Some("Authorization".into()) }, true));

    let keyless = Endpoint { auth: Auth::None, ..compatible("http://localhost:8000") };
    let (diagnosis, asked) = examine(keyless, page("http://localhost:8080"), false, closed);
    assert_eq!((diagnosis.cause, diagnosis.is_sure, asked), (Cause::Cors { header: None }, true, 2), "there is no key to be wrong");
}

#[test]
fn openai_lets_pages_in_so_silence_with_a_key_is_likely_the_key() {
    let (diagnosis, _) = examine(endpoint(Flavour::OpenAi, ""), page("https://lineup.example"), true, closed);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::WrongKey, false));
    assert!(diagnosis.clues.contains(&Clue::OpenAiLetsPages));
}

#[test]
fn what_the_browser_forbids_is_not_asked() {
    let mixed = examine(compatible("http://192.168.1.5:8000"), page("https://lineup.example"), true, nobody);
    assert_eq!((mixed.0.cause, mixed.0.is_sure, mixed.1), (Cause::MixedContent, true, 0));
    let offline = Page { online: false, ..page("https://lineup.example") };
    let (diagnosis, asked) = examine(compatible("https://llm.example.com"), offline.clone(), true, nobody);
    assert_eq!((diagnosis.cause, asked), (Cause::Offline, 0));
    let (diagnosis, _) = examine(compatible("http://localhost:8000"), offline, true, |_| Found::List);
    assert_eq!(diagnosis.cause, Cause::Works, "this machine is there without a network");
    let denied = Page { permission: Some(Permission::Denied), ..page("https://lineup.example") };
    let (diagnosis, asked) = examine(compatible("http://localhost:8000"), denied, true, nobody);
    assert_eq!((diagnosis.cause, diagnosis.is_sure, asked), (Cause::LocalNetwork, true, 0));
    let own = Page { permission: Some(Permission::Denied), ..page("http://localhost:8080") };
    let (diagnosis, _) = examine(compatible("http://localhost:8000"), own, true, nobody);
    assert_eq!(diagnosis.cause, Cause::ServerDown, "a page of this machine needs no permission to reach it");
    let unasked = Page { permission: Some(Permission::Prompt), ..page("https://lineup.example") };
    let (diagnosis, _) = examine(compatible("http://localhost:8000"), unasked, true, nobody);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::LocalNetwork, false));
}

#[test]
fn silence_is_read_by_what_else_is_known() {
    let (diagnosis, _) = examine(compatible("http://127.0.0.1:9"), page("http://localhost:8080"), true, nobody);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::ServerDown, true));
    let (diagnosis, _) = examine(compatible("http://192.168.1.5:8000"), page("http://localhost:8080"), true, nobody);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::ServerDown, false), "a firewall may swallow it");
    let (diagnosis, asked) = examine(compatible("https://llm.exmaple.com"), page("https://lineup.example"), true, nobody);
    assert_eq!((diagnosis.cause, diagnosis.is_sure, asked), (Cause::NoSuchHost, false, 2), "at its usual port already");
    let elsewhere = |question: &Question| match question {
        Question::KnockHost(address) => {
            assert_eq!(address, "https://llm.example.com/");
            Found::Opaque
        }
        _ => Found::Nothing,
    };
    let (diagnosis, _) = examine(compatible("https://llm.example.com:8443/v1"), page("https://lineup.example"), true, elsewhere);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::ServerDown, true));
}

#[test]
fn the_right_path_is_looked_for() {
    let at_api = |question: &Question| match question {
        Question::Elsewhere(inquiry) if inquiry.url == "https://llm.example.com/api/v1/models" => Found::List,
        _ => not_found(),
    };
    let (diagnosis, asked) = examine(compatible("https://llm.example.com/v2"), page("https://a"), true, at_api);
    assert_eq!(diagnosis.cause, Cause::WrongPath { right: Some("https://llm.example.com/api/v1".into()) });
    assert_eq!(asked, 3);
    let html = |_: &Question| problem(ProblemKind::Html, 200, "", "");
    let (diagnosis, _) = examine(compatible("https://llm.example.com"), page("https://a"), true, html);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::WrongPath { right: None }, false));
    assert!(diagnosis.clues.contains(&Clue::WebPage));
}

#[test]
fn azure_is_asked_for_its_version_and_its_deployment() {
    let mut azure = endpoint(Flavour::AzureClassic, "https://swc.openai.azure.com");
    azure.api_version = Some("2023-05-15".into());
    azure.deployments = BTreeMap::from([("o4-mini".to_owned(), "my-o4".to_owned())]);
    let old = |question: &Question| if matches!(question, Question::Newest(_)) { Found::List } else { not_found() };
    let (diagnosis, _) = examine(azure.clone(), page("https://a"), true, old);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::OldVersion, true));
    let missing = |question: &Question| match question {
        Question::Deployment(inquiry) => {
            assert_eq!(inquiry.url, "https://swc.openai.azure.com/openai/deployments/my-o4/chat/completions?api-version=2023-05-15");
            assert_eq!(inquiry.body.as_deref(), Some(r#"{"model":"my-o4"}"#), "nothing that a model could answer");
            problem(ProblemKind::NotFound, 404, "DeploymentNotFound", "The API deployment for this resource does not exist.")
        }
        _ => Found::List,
    };
    let (diagnosis, _) = examine(azure.clone(), page("https://a"), true, missing);
    assert_eq!((diagnosis.cause, diagnosis.is_sure), (Cause::WrongDeployment { name: "my-o4".into() }, true));
    let there = |question: &Question| if matches!(question, Question::Deployment(_)) { refused(400) } else { Found::List };
    let (diagnosis, _) = examine(azure.clone(), page("https://a"), true, there);
    assert_eq!(diagnosis.cause, Cause::Works);
    assert!(diagnosis.clues.contains(&Clue::DeploymentAnswers("my-o4".into())));
    let (diagnosis, _) = examine(azure, page("https://lineup.example"), true, closed);
    assert_eq!(diagnosis.recipes[0].server, "Azure API Management");
    assert!(diagnosis.recipes[0].lines.contains("<origin>https://lineup.example</origin>"));
    let worker = diagnosis.recipes.iter().find(|recipe| recipe.server == "Cloudflare Workers").unwrap();
    assert!(worker.lines.contains("api-key, content-type, x-ms-oai-image-generation-deployment\""), "{}", worker.lines);
}

#[test]
fn a_bad_address_is_diagnosis_enough_and_the_simulator_has_no_ills() {
    assert!(Case::open(compatible("ftp://host"), page("https://a"), true).is_err());
    assert!(Case::open(endpoint(Flavour::Simulator, ""), page("https://a"), true).unwrap().is_none());
}
