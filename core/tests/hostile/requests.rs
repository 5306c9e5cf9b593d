//! What goes out: a request says what its draft says, and code that sends it is no other code, whatever stands in it.

use crate::readback;
use lineup_core::doctor::{Case, Found, Page, Question};
use lineup_core::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, FunctionTool, Lane, LaneId, OutputFormat, TurnBody};
use lineup_core::lineup::Lineup;
use lineup_core::plan::snippet::{Credential, Language, Snippet, snippet};
use lineup_core::plan::{HeaderValue, Plan, list_models, plan};
use lineup_core::run::{Problem, ProblemKind};
use lineup_core::share::SharedLane;
use lineup_core::share::gate;
use lineup_test_support::hostile::{Payload, each, of, short};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub fn endpoint(flavour: Flavour, base: &str) -> Endpoint {
    let auth = if flavour == Flavour::AzureClassic { Auth::ApiKey } else { Auth::Bearer };
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth,
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

pub fn lane(model: &str, api: ApiChoice) -> Lane {
    Lane { api, stream: true, ..SharedLane::typed(model).lane(LaneId(1), EndpointId("e".into())) }
}

/// A question to a server that takes everything.
pub fn plain() -> (Draft, Lane, Endpoint) {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::user("hi"));
    (draft, lane("m", ApiChoice::Chat), endpoint(Flavour::Compatible, "http://localhost:8000/v1"))
}

/// The text wherever a draft has a place for it.
pub fn draft(text: &str) -> Draft {
    let mut draft = Draft::new();
    draft.instructions = format!("instructions {text}");
    draft.conversation.append(TurnBody::user(format!("before {text}")));
    draft.conversation.append(TurnBody::Assistant {
        text: format!("answer {text}"),
        tool_calls: vec![serde_json::from_value(json!({"id": "call_1", "name": text, "arguments": text})).unwrap()],
        reasoning: Some(text.into()),
        model: Some(text.into()),
        items: vec![],
        response: None,
    });
    draft.conversation.append(TurnBody::Tool { call_id: "call_1".into(), output: text.into() });
    draft.conversation.append(TurnBody::user(text));
    let schema = json!({"type": "object", "title": text, "properties": {text: {"type": "string", "description": text, "enum": [text]}},
        "required": [text], "additionalProperties": false});
    draft.tools.push(FunctionTool { name: text.into(), description: text.into(), parameters: schema.clone(), strict: Some(true) });
    draft.output = OutputFormat::JsonSchema { name: text.into(), schema, strict: Some(true), description: Some(text.into()) };
    draft.settings.stop = Some(vec![format!("stop {text}")]);
    draft.settings.user = Some(text.into());
    draft.settings.metadata = Some(Map::from_iter([(text.to_owned(), text.into())]));
    draft.settings.extra.insert("made_up".into(), json!({text: [text]}));
    draft
}

/// Every text in a value, keys included.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(members) => members.iter().for_each(|(key, value)| {
            into.push(key.clone());
            texts(value, into);
        }),
        _ => {}
    }
}

fn programs() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::Codex)
}

fn code(plan: &Plan, flavour: Flavour, language: Language) -> Snippet {
    snippet(plan, flavour, Credential::Key, language)
}

#[test]
fn a_request_says_what_its_draft_says_and_so_does_its_code() {
    let lineup = Lineup::embedded().unwrap();
    each(short(), move |Payload { name, text, .. }| {
        for (flavour, api, model) in
            [(Flavour::Compatible, ApiChoice::Chat, text.as_str()), (Flavour::OpenAi, ApiChoice::Responses, "gpt-4.1")]
        {
            let model = if model.trim().is_empty() { "m" } else { model };
            let base = if flavour == Flavour::OpenAi { "" } else { "http://localhost:8000/v1" };
            let Ok(plan) = plan(&draft(text), &lane(model, api), &endpoint(flavour, base), &lineup) else { continue };
            let mut said = Vec::new();
            texts(&plan.body, &mut said);
            assert!(said.iter().filter(|said| *said == text).count() > 6, "{name}: {:#}", plan.body);
            for language in programs() {
                let mut wanted = plan.body.clone();
                // A payload may be, as a name, that of a credential.
                gate::without_named(&mut wanted, &mut Vec::new());
                if language == Language::Batch {
                    wanted.as_object_mut().unwrap().retain(|key, _| !key.starts_with("stream"));
                }
                let printed = code(&plan, flavour, language).text;
                assert_eq!(readback::body(language, &printed), wanted, "{name}, {language:?}\n{printed}");
                let unseen = |c: char| {
                    (c.is_control() && !matches!(c, '\n' | '\t'))
                        || ('\u{2028}'..='\u{202e}').contains(&c)
                        || ('\u{2066}'..='\u{2069}').contains(&c)
                };
                assert!(!printed.contains(unseen), "{name}, {language:?}\n{printed:?}");
            }
        }
    });
}

/// A string of TOML.
fn toml(literal: &str) -> String {
    let inside = literal.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_else(|| panic!("no string: {literal}"));
    let mut out = String::new();
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        assert!(c != '"' && !c.is_control(), "{literal}");
        let escaped = if c == '\\' { rest.next() } else { None };
        out.push(match escaped {
            None => c,
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some(plain @ ('"' | '\\')) => plain,
            Some(long @ ('u' | 'U')) => {
                let hex: String = rest.by_ref().take(if long == 'u' { 4 } else { 8 }).collect();
                char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap()
            }
            Some(other) => panic!("TOML has no \\{other}: {literal}"),
        });
    }
    out
}

#[test]
fn a_configuration_names_the_model_and_nothing_else_comes_into_it() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, _, endpoint) = plain();
    let printed = |model: &str| {
        let plan = plan(&draft, &lane(model, ApiChoice::Chat), &endpoint, &lineup).ok()?;
        Some(code(&plan, Flavour::Compatible, Language::Codex).text)
    };
    let usual = printed("m").unwrap();
    for Payload { name, text, .. } in short() {
        let Some(printed) = printed(&text).filter(|_| !text.trim().is_empty()) else { continue };
        let line = printed.lines().find_map(|line| line.strip_prefix("model = ")).unwrap();
        assert_eq!(toml(line), text.trim(), "{name}");
        assert_eq!(printed.replacen(line, "\"m\"", 1), usual, "{name}");
    }
}

/// The words of a POSIX shell, as far as quotes and line ends are concerned; anything that a shell would do more is a fault.
fn shell_words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut begun) = (Vec::new(), String::new(), false);
    let mut rest = command.chars();
    while let Some(c) = rest.next() {
        match c {
            '\'' => {
                begun = true;
                word.extend(rest.by_ref().take_while(|c| *c != '\''));
            }
            '"' => {
                begun = true;
                let inside: String = rest.by_ref().take_while(|c| *c != '"').collect();
                assert!(!inside.contains(['`', '\\']) && !inside.contains("$("), "{command}");
                word.push_str(&inside);
            }
            '\\' => match rest.next() {
                Some('\n') | None => {}
                Some(c) => word.push(c),
            },
            ' ' | '\n' if begun || !word.is_empty() => {
                words.push(std::mem::take(&mut word));
                begun = false;
            }
            ' ' | '\n' => {}
            '$' | '`' | ';' | '&' | '|' | '(' | ')' | '>' | '*' | '?' | '~' | '#' | '!' => {
                panic!("a shell does something at {c}: {command}")
            }
            c => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}

/// An address or a header that no plan has, and a cassette of somebody else may: the code keeps it in its place.
#[test]
fn an_address_and_a_header_stay_in_their_places() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, lane, mut endpoint) = plain();
    endpoint.auth = Auth::Header("X-Front-Key".into());
    let usual = plan(&draft, &lane, &endpoint, &lineup).unwrap();
    let lines = |text: &str| text.lines().count();
    each(short(), move |Payload { name, text, .. }| {
        let mut plan = usual.clone();
        plan.url = format!("http://localhost:8000/v1/{text}/chat/completions");
        plan.origin = format!("http://localhost:8000{text}");
        plan.headers[1].0 = format!("X-{text}");
        for language in Language::ALL {
            let (printed, harmless) = (code(&plan, Flavour::Compatible, language).text, code(&usual, Flavour::Compatible, language).text);
            assert_eq!(lines(&printed), lines(&harmless), "{name}, {language:?}\n{printed}");
            assert!(
                language != Language::Http || !printed.split("\n\n").next().unwrap().replace("{{$processEnv", "").contains("{{"),
                "{name}\n{printed}"
            );
            assert!(
                !printed.contains(|c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202e}'),
                "{name}, {language:?}\n{printed:?}"
            );
        }
        let curl = code(&plan, Flavour::Compatible, Language::Curl).text;
        let command = curl.split("<<'JSON'").next().unwrap();
        assert_eq!(
            shell_words(command).len(),
            shell_words(code(&usual, Flavour::Compatible, Language::Curl).text.split("<<'JSON'").next().unwrap()).len(),
            "{name}\n{curl}"
        );
    });
}

/// What may stand in an address: nothing that ends a string or a line of any program, and nothing that only looks like a letter.
fn is_plain_address(url: &str) -> bool {
    url.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'`' | b'^' | b'{' | b'|' | b'}'))
}

#[test]
fn a_request_goes_to_the_host_that_the_endpoint_names() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, lane, _) = plain();
    for Payload { name, text, .. } in short() {
        for flavour in [Flavour::Compatible, Flavour::AzureV1, Flavour::AzureClassic, Flavour::OpenAi] {
            let endpoint = endpoint(flavour, &text);
            let Ok(plan) = plan(&draft, &lane, &endpoint, &lineup) else { continue };
            assert!(plan.url.starts_with("http://") || plan.url.starts_with("https://"), "{name}: {}", plan.url);
            assert!(is_plain_address(&plan.url) && plan.url.starts_with(&plan.origin), "{name}: {}", plan.url);
            let authority = plan.origin.split_once("://").unwrap().1;
            assert!(!authority.is_empty() && !authority.contains(['@', '/', '\\', '?', '#']), "{name}: {}", plan.origin);
            let list = list_models(&endpoint).unwrap().unwrap();
            assert!(is_plain_address(&list.url) && list.url.starts_with(&plan.origin), "{name}: {}", list.url);
        }
    }
}

#[test]
fn a_deployment_and_a_version_stay_in_their_part_of_the_address() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, mut lane, _) = plain();
    lane.model = "m".into();
    for Payload { name, text, .. } in short() {
        for flavour in [Flavour::AzureV1, Flavour::AzureClassic] {
            let mut endpoint = endpoint(flavour, "https://mine.openai.azure.com");
            endpoint.deployments.insert("m".into(), text.clone());
            endpoint.api_version = Some(text.clone());
            let Ok(plan) = plan(&draft, &lane, &endpoint, &lineup) else { continue };
            assert!(is_plain_address(&plan.url), "{name}: {}", plan.url);
            let rest = plan.url.strip_prefix("https://mine.openai.azure.com/openai/").unwrap_or_else(|| panic!("{name}: {}", plan.url));
            assert!(!rest.contains("..") || text.contains(".."), "{name}: {}", plan.url);
            assert!(!rest.split('?').next().unwrap().split('/').any(|part| part == ".." || part == "."), "{name}: {}", plan.url);
            assert!(rest.matches('?').count() <= 1 && !rest.contains('#'), "{name}: {}", plan.url);
        }
    }
}

#[test]
fn a_header_is_one_that_a_page_may_send_or_there_is_no_request() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, lane, mut endpoint) = plain();
    for Payload { name, text, .. } in short() {
        endpoint.auth = Auth::Header(text);
        let Ok(plan) = plan(&draft, &lane, &endpoint, &lineup) else { continue };
        for (header, value) in &plan.headers {
            let is_token =
                !header.is_empty() && header.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
            assert!(is_token, "{name}: {header:?}");
            assert!(!matches!(value, HeaderValue::Plain(value) if value.contains(['\r', '\n', '\0'])), "{name}");
        }
        let forbidden = ["host", "cookie", "content-length", "transfer-encoding", "origin", "sec-fetch-mode", "proxy-authorization"];
        assert!(
            !plan.headers.iter().any(|(header, _)| forbidden.contains(&header.to_ascii_lowercase().as_str())),
            "{name}: {:?}",
            plan.headers
        );
    }
}

#[test]
fn what_the_doctor_says_to_copy_is_made_of_addresses_only() {
    let page = Page { origin: "https://page.example".into(), online: true, permission: None };
    for Payload { name, text, .. } in short() {
        let mut own = endpoint(Flavour::Compatible, &text);
        own.name = text.clone();
        let Ok(Some(mut case)) = Case::open(own, page.clone(), true) else { continue };
        // Every question is answered with the payload as the server's words; the doctor must come to an end.
        let mut asked = 0;
        while let Some(question) = case.next() {
            asked += 1;
            assert!(asked < 20, "{name}: the doctor asks for ever");
            let words =
                Problem { kind: ProblemKind::Server, status: Some(500), server: None, retry_after: None, excerpt: Some(text.clone()) };
            let found = if matches!(question, Question::Knock(_)) { Found::Opaque } else { Found::Problem(Box::new(words)) };
            case.found(question, found);
        }
        for recipe in case.diagnosis().recipes {
            let origin = lineup_core::plan::origin(&case.endpoint).unwrap();
            assert!(is_plain_address(&origin) && !origin.contains('\''), "{name}: {origin}");
            assert!(recipe.lines.is_ascii() || recipe.lines.contains('…'), "{name}: {}", recipe.lines);
        }
    }
    let bases =
        of(&["hosts"]).into_iter().filter(|payload| Case::open(endpoint(Flavour::Compatible, &payload.text), page.clone(), true).is_ok());
    assert!(bases.count() > 5, "some are addresses after all");
}
