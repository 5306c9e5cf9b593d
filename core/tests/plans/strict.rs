//! The plan against the simulator, which is as strict as the API and shares no code with the rules: what the plan sends is
//! never refused, and what is sent anyway is refused, repaired and remembered.

use crate::bodies::{APIS, FLAVOURS, LINEUP, asking, endpoint, lane, models, widest};
use crate::cases::{Case, cases};
use lineup_core::draft::{ApiChoice, Draft, Flavour, Lane, Scenario, ToolChoice, TurnBody};
use lineup_core::plan::{Learned, Plan, Refusal, Remedy, chat_body, plan, plan_learned, remedy};
use lineup_core::run::simulator::{SimRequest, answer};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The server's refusal of a request, if it refuses it.
pub fn refusal(plan: &Plan) -> Option<Value> {
    let path = plan.url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| rest[at..].to_owned()));
    let request = SimRequest { path: path.unwrap_or_else(|| plan.url.clone()), body: plan.body.clone() };
    let answer = answer(&request, Scenario::Answer, 1);
    if answer.status < 400 {
        return None;
    }
    let bytes: Vec<u8> = answer.chunks.flat_map(|chunk| chunk.bytes).collect();
    let body: Value = serde_json::from_slice(&bytes).unwrap();
    Some(body["error"].clone())
}

#[test]
fn a_draft_that_sets_everything_is_refused_by_no_model_anywhere() {
    let draft = widest();
    let mut refused = Vec::new();
    for model in models() {
        for (api, name) in APIS {
            for (flavour, endpoint_name) in FLAVOURS {
                for stream in [true, false] {
                    let plan = plan(&draft, &lane(model, api, stream), &endpoint(flavour), &LINEUP).unwrap();
                    refused.extend(refusal(&plan).map(|error| format!("{model} {name} {endpoint_name}: {}", error["message"])));
                }
            }
        }
    }
    assert_eq!(refused, Vec::<String>::new());
}

fn value_of(name: &'static str) -> BoxedStrategy<Value> {
    let words = |words: &'static [&'static str]| prop::sample::select(words).prop_map(Value::from).boxed();
    match name {
        "reasoning_effort" => words(&["none", "minimal", "low", "medium", "high", "xhigh", "max"]),
        "summary" => words(&["auto", "concise", "detailed"]),
        "verbosity" => words(&["low", "medium", "high"]),
        "temperature" | "top_p" => prop::sample::select(vec![json!(0), json!(0.3), json!(1), json!(1.5)]).boxed(),
        "presence_penalty" | "frequency_penalty" => Just(json!(0.5)).boxed(),
        "max_tokens" | "max_completion_tokens" => (1..5_000u32).prop_map(Value::from).boxed(),
        "n" | "seed" | "top_logprobs" => (1..4u32).prop_map(Value::from).boxed(),
        "logprobs" | "parallel_tool_calls" | "store" | "background" => any::<bool>().prop_map(Value::from).boxed(),
        "stop" => prop::sample::select(vec![json!("END"), json!(["a", "b"])]).boxed(),
        "logit_bias" => Just(json!({"1": 1})).boxed(),
        "tools" => prop::sample::select(vec![
            json!([{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}]),
            json!([{"type": "web_search"}]),
            json!([{"type": "mcp", "server_label": "s", "server_url": "https://example.com"},
                   {"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {}}}}]),
        ])
        .boxed(),
        "tool_choice" => words(&["auto", "none", "required"]),
        "response_format" => prop::sample::select(vec![
            json!({"type": "text"}),
            json!({"type": "json_object"}),
            json!({"type": "json_schema", "json_schema": {"name": "n", "schema": {"type": "object"}}}),
        ])
        .boxed(),
        "stream_options" => prop::sample::select(vec![json!({"include_usage": true}), json!({"include_obfuscation": false})]).boxed(),
        "prompt_cache_retention" => Just(json!("24h")).boxed(),
        "truncation" => Just(json!("auto")).boxed(),
        "include" => Just(json!(["file_search_call.results"])).boxed(),
        "previous_response_id" => Just(json!("resp_1")).boxed(),
        _ => Just(json!("x")).boxed(),
    }
}

const FIELDS: [&str; 29] = [
    "reasoning_effort",
    "summary",
    "verbosity",
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "max_tokens",
    "max_completion_tokens",
    "n",
    "seed",
    "top_logprobs",
    "logprobs",
    "parallel_tool_calls",
    "store",
    "background",
    "stop",
    "logit_bias",
    "tools",
    "tool_choice",
    "response_format",
    "stream_options",
    "prompt_cache_retention",
    "truncation",
    "include",
    "previous_response_id",
    "user",
    "service_tier",
    "metadata",
];

fn some_draft() -> impl Strategy<Value = Draft> {
    let fields: Vec<_> = FIELDS.into_iter().map(|name| prop::option::weighted(0.35, value_of(name)).prop_map(move |v| (name, v))).collect();
    let role = prop::sample::select(vec!["system", "developer", "both", "none"]);
    (fields, role, any::<[bool; 3]>()).prop_map(|(fields, role, [replays, torn, later])| {
        let mut messages = vec![json!({"role": "user", "content": "hi"})];
        for (at, own) in ["developer", "system"].into_iter().enumerate() {
            if role == own || role == "both" {
                messages.insert(0, json!({"role": own, "content": format!("Be brief {at}.")}));
            }
        }
        if later {
            messages.push(json!({"role": "developer", "content": "Now in Korean."}));
        }
        let mut body: Map<String, Value> = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        let summary = body.shift_remove("summary");
        body.insert("messages".into(), messages.into());
        if body.get("metadata").is_some() {
            body.insert("metadata".into(), json!({"a": "b"}));
        }
        let mut draft = chat_body(&Value::Object(body).to_string()).unwrap().draft;
        draft.settings.summary = summary.and_then(|summary| summary.as_str().map(str::to_owned));
        if replays {
            let thought = json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": if later { json!("x") } else { Value::Null }});
            let said = json!({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": "yes"}]});
            let items = if torn { vec![said, thought] } else { vec![thought, said] };
            draft.conversation.append(TurnBody::Assistant { text: "yes".into(), tool_calls: Vec::new(), reasoning: None, model: None, items, response: None });
            draft.conversation.append(TurnBody::user("more"));
        }
        draft
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_is_asked_the_api_never_says_400(
        draft in some_draft(), nth in 0usize..1000, flavour in 0usize..4, api in 0usize..3, stream: bool,
        version in prop::option::of(prop::sample::select(vec!["2024-06-01", "2024-10-21", "2025-04-01-preview"])),
    ) {
        let names: Vec<&str> = models()
            .chain(["some-llama", "gpt-9-nova", "my-deployment", "o4-mini-2025-04-16", "ft:gpt-4o-2024-08-06:acme::1", "gpt-4o-2024-05-13"])
            .collect();
        let api = [ApiChoice::Auto, ApiChoice::Chat, ApiChoice::Responses][api];
        let mut endpoint = endpoint(FLAVOURS[flavour].0);
        endpoint.api_version = version.map(str::to_owned);
        let plan = plan(&draft, &lane(names[nth % names.len()], api, stream), &endpoint, &LINEUP).unwrap();
        let refused = refusal(&plan);
        prop_assert!(refused.is_none(), "{}\n{}\n{}", refused.unwrap_or_default()["message"], plan.url, serde_json::to_string_pretty(&plan.body).unwrap());
    }
}

/// Runs, repairs and runs again, as a page would with a user who always agrees. What was learned comes back.
fn until_it_works(draft: &Draft, lane: &Lane, flavour: Flavour) -> Result<(Learned, Plan), String> {
    let endpoint = endpoint(flavour);
    let (mut learned, mut tried) = (Learned::default(), Vec::new());
    loop {
        let made = plan_learned(draft, lane, &endpoint, &LINEUP, &learned).unwrap();
        let Some(error) = refusal(&made) else { return Ok((learned, made)) };
        let words = error["message"].as_str().unwrap_or_default().to_owned();
        let said = Refusal { message: &words, param: error["param"].as_str() };
        match remedy(said, draft, lane, &endpoint, &LINEUP, &learned, &tried, "2026-11-20") {
            Some(Remedy::Repair(proposal)) => {
                assert!(!proposal.changes.is_empty());
                learned.learn(proposal.learn.clone());
                tried.push(proposal.learn);
            }
            other => return Err(format!("{words}: {other:?}")),
        }
    }
}

fn sent_anyway(case: &Case) -> (Draft, Lane) {
    let mut lane = lane(case.model, case.api, true);
    lane.send_anyway.insert(case.rule.to_owned());
    (asking(&case.ask), lane)
}

/// Rules whose words no repair reads: the field is unknown to the API, or what it needs is not known.
const NO_REPAIR: [&str; 4] = ["L-RESPONSES-LACKS", "L-NO-TOOLS", "L-CHAT-HOSTED", "L-STREAM-OPTIONS"];

#[test]
fn what_is_sent_anyway_is_refused_repaired_and_works() {
    let (mut refused, mut silent, mut broken) = (0, Vec::new(), Vec::new());
    for case in cases() {
        let (draft, lane) = sent_anyway(&case);
        let endpoint = endpoint(case.flavour);
        let explained = plan(&asking(&case.ask), &crate::bodies::lane(case.model, case.api, true), &endpoint, &LINEUP).unwrap();
        let adjustment = explained.adjustments.iter().find(|change| change.rule == case.rule).unwrap();
        let Some(error) = refusal(&plan(&draft, &lane, &endpoint, &LINEUP).unwrap()) else {
            if adjustment.optional && adjustment.server_words.is_some() {
                silent.push(format!("{} on {}", case.rule, case.model));
            }
            continue;
        };
        refused += 1;
        if NO_REPAIR.contains(&case.rule) {
            continue;
        }
        if let Err(why) = until_it_works(&draft, &lane, case.flavour) {
            broken.push(format!("{} on {}: {} then {why}", case.rule, case.model, error["message"]));
        }
    }
    assert_eq!(broken, Vec::<String>::new());
    assert!(refused >= 25, "only {refused} of the rules were put to the test");
    // Words of the facts that the server has only for requests which these cases do not make.
    assert_eq!(silent, ["L-REFUSED on gpt-5", "Q-STORE-FALSE on o4-mini"]);
}

#[test]
fn the_walk_from_gpt_4o_to_o4_mini_ends_in_a_remembered_repair() {
    let mut draft = Draft { instructions: "Be brief.".into(), tool_choice: ToolChoice::Auto, ..Draft::new() };
    draft.conversation.append(TurnBody::user("hi"));
    draft.settings.temperature = Some(0.7);
    draft.settings.max_output_tokens = Some(900);
    let mut lane = lane("o4-mini", ApiChoice::Chat, true);
    let made = plan(&draft, &lane, &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!((made.adjustments.len(), refusal(&made)), (3, None));
    lane.send_anyway.insert("Q-TEMP".into());
    let refused = refusal(&plan(&draft, &lane, &endpoint(Flavour::OpenAi), &LINEUP).unwrap()).unwrap();
    assert!(refused["message"].as_str().unwrap().starts_with("Unsupported value: 'temperature' does not support 0.7"));
    let (learned, works) = until_it_works(&draft, &lane, Flavour::OpenAi).unwrap();
    assert_eq!(learned.rules().iter().map(|rule| rule.id()).collect::<Vec<_>>(), ["R-value_default:temperature"]);
    assert!(works.body.get("temperature").is_none() && works.adjustments.iter().any(|change| change.rule == "R-value_default:temperature"));
    // The next draft profits.
    draft.settings.temperature = Some(0.1);
    assert_eq!(refusal(&plan_learned(&draft, &lane, &endpoint(Flavour::OpenAi), &LINEUP, &learned).unwrap()), None);
}
