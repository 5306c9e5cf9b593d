//! A draft goes out as code and comes in again: as Python, JavaScript, a curl command, a line of a batch, a list of messages. What the
//! plan could send of it, the code holds; what the code holds, the reader finds.

use super::drafts::draft;
use crate::recognise::read;
use lineup_core::draft::{
    ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, OutputFormat, Part, Scenario, Settings, TurnBody,
};
use lineup_core::lineup::Lineup;
use lineup_core::plan::import::{Format, Note, NoteKind, Pasted, from_value};
use lineup_core::plan::snippet::{Credential, Language, snippet};
use lineup_core::plan::{Plan, plan};
use lineup_core::wire::Api;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static LINEUP: LazyLock<Lineup> = LazyLock::new(|| Lineup::embedded().unwrap());

/// Where a draft goes.
#[derive(Clone, Debug)]
struct Goal {
    model: &'static str,
    api: Api,
    stream: bool,
    endpoint: Endpoint,
    credential: Credential,
}

fn goal() -> impl Strategy<Value = Goal> {
    let models =
        prop::sample::select(vec!["gpt-4.1", "gpt-4o", "o4-mini", "gpt-5", "gpt-5.2", "deepseek-r1", "qwen/qwen3:free", "a \"b\" 'c'"]);
    let places = prop::sample::select(vec![
        (Flavour::OpenAi, "", Auth::Bearer),
        (Flavour::Simulator, "", Auth::Bearer),
        (Flavour::AzureV1, "https://me.openai.azure.com", Auth::ApiKey),
        (Flavour::AzureClassic, "https://me.openai.azure.com", Auth::ApiKey),
        (Flavour::Compatible, "http://localhost:8000/v1", Auth::Bearer),
        (Flavour::Compatible, "http://localhost:8000/v1", Auth::None),
        (Flavour::Compatible, "https://gateway.example/it's/v1", Auth::Header("X-Front".into())),
    ]);
    (models, places, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(model, (flavour, base, auth), responses, stream, entra)| {
        Goal {
            model,
            api: if responses { Api::Responses } else { Api::Chat },
            stream,
            endpoint: Endpoint {
                id: EndpointId("e".into()),
                name: "e".into(),
                flavour,
                base: base.into(),
                auth,
                api_version: None,
                deployments: BTreeMap::from([("gpt-5".to_owned(), "my-gpt-5".to_owned())]),
            },
            credential: if entra { Credential::Entra } else { Credential::Key },
        }
    })
}

fn planned(draft: &Draft, model: &str, api: Api, stream: bool, endpoint: &Endpoint) -> Plan {
    let lane = Lane {
        id: LaneId(0),
        model: model.into(),
        endpoint: endpoint.id.clone(),
        api: if api == Api::Responses { ApiChoice::Responses } else { ApiChoice::Chat },
        stream,
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    };
    plan(draft, &lane, endpoint, &LINEUP).unwrap()
}

/// JavaScript has one kind of number.
fn rounded(value: &Value) -> Value {
    match value {
        Value::Number(number) => json!(number.as_f64()),
        Value::Array(list) => list.iter().map(rounded).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(name, value)| (name.clone(), rounded(value))).collect()),
        other => other.clone(),
    }
}

/// A list of one text says what the text says: the rest of it, a sound, is nothing that Responses takes.
fn in_words_of(language: Language, value: &Value) -> Value {
    let mut value = if language == Language::JavaScript { rounded(value) } else { value.clone() };
    for item in value.get_mut("input").and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some([only]) = item["content"].as_array().map(Vec::as_slice)
            && only["type"] == "input_text"
        {
            item["content"] = only["text"].clone();
        }
    }
    value
}

/// A batch is not streamed.
fn unstreamed(mut body: Value) -> Value {
    body.as_object_mut().unwrap().retain(|name, _| !name.starts_with("stream"));
    body
}

/// What was changed on the way out, by the name of the setting.
fn is_explained(plan: &Plan, setting: &str) -> bool {
    plan.adjustments.iter().any(|change| change.setting == setting)
}

/// The conversation with its instructions, as far as the API can say it. A role that only tells who instructs is the plan's business.
fn said(draft: &Draft, api: Api) -> Vec<Value> {
    let instructed = |text: &str| json!({"instructions": text});
    let mut all = Vec::new();
    if !draft.instructions.is_empty() {
        all.push(instructed(&draft.instructions));
    }
    for (_, turn) in draft.conversation.branch_turns() {
        all.push(match &turn.body {
            TurnBody::Developer { text } | TurnBody::System { text } => instructed(text),
            TurnBody::User { parts } => {
                let heard = |part: &&Part| api == Api::Chat || !matches!(part, Part::Audio { .. });
                let seen = |part: &Part| match part {
                    // Responses says so where Chat is silent.
                    Part::Image { url, detail: None } if api == Api::Responses => {
                        json!(Part::Image { url: url.clone(), detail: Some("auto".into()) })
                    }
                    part => json!(part),
                };
                let parts: Vec<Value> = parts.iter().filter(heard).map(seen).collect();
                if parts.is_empty() {
                    continue;
                }
                json!({ "user": parts })
            }
            TurnBody::Assistant { text, tool_calls, .. } => json!({"assistant": text, "calls": tool_calls}),
            TurnBody::Tool { call_id, output } => json!({"result": output, "of": call_id}),
        });
    }
    all
}

/// What of the draft did not come back and is not explained by the plan.
fn lost(sent: &Draft, plan: &Plan, back: &Pasted, language: Language) -> Vec<String> {
    let mut lost = Vec::new();
    let draft = &*back.imported.draft.filled();
    let mut check = |what: &str, was: Value, is: Value| {
        if in_words_of(language, &was) != in_words_of(language, &is) {
            lost.push(format!("{what}: {was} → {is}"));
        }
    };
    let is_reshaped = ["role", "messages", "attachments", "output"].iter().any(|setting| is_explained(plan, setting));
    if !is_reshaped {
        check("conversation", said(sent, plan.api).into(), said(draft, plan.api).into());
    }
    let fields = |settings: &Settings| json!(settings).as_object().cloned().unwrap_or_default();
    let (was, is) = (fields(&sent.settings), fields(&draft.settings));
    for (name, was) in was.iter().filter(|(name, _)| !matches!(name.as_str(), "spelled" | "extra")) {
        // Responses asks for them in its `include`.
        let elsewhere = plan.api == Api::Responses && name == "logprobs";
        if !elsewhere && !is_explained(plan, name) {
            check(name, was.clone(), is[name].clone());
        }
    }
    for (name, was) in &sent.settings.extra {
        check(name, was.clone(), draft.settings.extra.get(name).cloned().unwrap_or_default());
    }
    if !is_explained(plan, "tools") {
        let tools = |draft: &Draft| {
            let strict = |strict: Option<bool>| if plan.api == Api::Responses { Some(strict == Some(true)) } else { strict };
            draft.tools.iter().map(|tool| json!([tool.name, tool.description, tool.parameters, strict(tool.strict)])).collect::<Value>()
        };
        check("tools", tools(sent), tools(draft));
    }
    if !is_explained(plan, "tool_choice") && !is_explained(plan, "tools") {
        check("tool_choice", json!(sent.tool_choice), json!(draft.tool_choice));
    }
    if !is_explained(plan, "output") {
        check("output", json!(sent.output), json!(draft.output));
    }
    lost
}

/// What is printed in every language that is read here.
fn printed(plan: &Plan, goal: &Goal) -> Vec<(Language, Format, String)> {
    [
        (Language::Python, Format::Python),
        (Language::JavaScript, Format::JavaScript),
        (Language::Curl, Format::Curl),
        (Language::Batch, Format::Batch),
    ]
    .into_iter()
    .map(|(language, format)| (language, format, snippet(plan, goal.endpoint.flavour, goal.credential, language).text))
    .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_draft_comes_back_from_its_code(sent in draft(), goal in goal()) {
        let plan = planned(&sent, goal.model, goal.api, goal.stream, &goal.endpoint);
        let filled = sent.filled();
        let body = from_value(plan.body.clone()).unwrap();
        for (language, format, code) in printed(&plan, &goal) {
            let back = read(&code).unwrap_or_else(|error| panic!("{language:?}: {error}\n{code}"));
            prop_assert_eq!((back.format, back.api), (format, plan.api));
            let is_usual = |note: &Note| matches!(note.kind, NoteKind::Key | NoteKind::Header | NoteKind::AsIs);
            prop_assert!(back.notes.iter().all(is_usual), "{:?} {:?}\n{}", language, back.notes, &code);
            // The reader finds what stands in the body.
            let mut wanted = body.imported.clone();
            if language == Language::Batch {
                wanted = from_value(unstreamed(plan.body.clone())).unwrap().imported;
            }
            prop_assert_eq!(in_words_of(language, &json!(&back.imported)), in_words_of(language, &json!(&wanted)), "{:?}\n{}", language, &code);
            // Nothing of the draft was lost that could be sent.
            let lost = lost(&filled, &plan, &back, language);
            prop_assert!(lost.is_empty(), "{:?} {:?}\n{}", language, lost, &code);
            // And it goes out again as it did.
            let model = back.imported.model.clone().unwrap_or_default();
            let stream = back.imported.stream.unwrap_or(false);
            let again = planned(&back.imported.draft, &model, plan.api, stream, &goal.endpoint).body;
            let sent_before = if language == Language::Batch { unstreamed(plan.body.clone()) } else { plan.body.clone() };
            prop_assert_eq!(in_words_of(language, &again), in_words_of(language, &sent_before), "{:?}\n{}", language, &code);
        }
    }

    #[test]
    fn a_list_of_messages_comes_back(sent in draft(), is_python in any::<bool>()) {
        let endpoint = Endpoint { id: EndpointId("e".into()), name: "e".into(), flavour: Flavour::OpenAi, base: String::new(), auth: Auth::Bearer, api_version: None, deployments: BTreeMap::new() };
        let sent = Draft { settings: Settings::default(), tools: Vec::new(), other_tools: Vec::new(), output: OutputFormat::Text, ..sent };
        let plan = planned(&sent, "gpt-4.1", Api::Chat, false, &endpoint);
        let list = &plan.body["messages"];
        let text = if is_python {
            // Nothing but the argument's value, as somebody copies it.
            let code = snippet(&plan, Flavour::OpenAi, Credential::Key, Language::Python).text;
            code.split_once("    messages=").and_then(|(_, rest)| rest.split_once(",\n)")).unwrap().0.to_owned()
        } else {
            list.to_string()
        };
        let back = read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let wanted = from_value(list.clone()).unwrap();
        prop_assert_eq!(&back.imported.draft.conversation, &wanted.imported.draft.conversation);
        prop_assert_eq!(&back.imported.draft.instructions, &wanted.imported.draft.instructions);
    }
}
