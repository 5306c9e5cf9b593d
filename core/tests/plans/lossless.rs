//! A Chat body that is taken over comes out again as it went in, but for what an adjustment explains.

use crate::bodies::{FLAVOURS, LINEUP, asking, endpoint, everything, lane, models};
use lineup_core::draft::{ApiChoice, Flavour};
use lineup_core::plan::{Plan, chat_body, plan};
use lineup_core::wire::Api;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Map, Value, json};

fn through(body: &Value, model: &str, api: ApiChoice, flavour: Flavour, stream: bool) -> Plan {
    let imported = chat_body(&body.to_string()).unwrap();
    plan(&imported.draft, &lane(model, api, stream), &endpoint(flavour), &LINEUP).unwrap()
}

#[rstest]
#[case(json!({"messages": [{"role": "user", "content": "hi"}]}))]
#[case(json!({"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}))]
#[case(json!({"messages": [{"role": "system", "content": "a"}, {"role": "system", "content": "b"}, {"role": "user", "content": "hi"}]}))]
#[case(json!({"messages": [{"role": "developer", "content": [{"type": "text", "text": "a"}]}, {"role": "user", "content": "hi", "name": "x"}]}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": [{"type": "refusal", "refusal": "no"}], "audio": {"id": "a"}}]}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": "", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}", "x": 1}}]}]}))]
#[case(json!({"messages": [{"role": "tool", "tool_call_id": "c", "content": [{"type": "text", "text": "a"}]}, {"role": "user", "content": ""}]}))]
#[case(json!({"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}, {"type": "image_url", "image_url": {"url": "https://a.example/b.png", "detail": "low"}}]}]}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "stop": "END", "n": 1, "temperature": 2, "service_tier": "flex"}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "max_completion_tokens": 5, "logit_bias": {"1": 5}, "response_format": {"type": "text"}}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "response_format": {"type": "json_schema", "json_schema": {"name": "n", "x-more": 1, "schema": {}}}}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}}], "tool_choice": "auto"}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f", "description": ""}}], "tool_choice": "required"}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "custom", "custom": {"name": "c"}}], "tool_choice": {"type": "custom", "custom": {"name": "c"}}}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "tools": [{"type": "function", "function": {"name": "f"}}],
       "tool_choice": {"type": "allowed_tools", "allowed_tools": {"mode": "auto", "tools": [{"type": "function", "function": {"name": "f"}}]}}}))]
#[case(json!({"messages": [{"role": "user", "content": "hi"}], "seed": "seven", "temperature": "hot", "made_up": {"a": [1, null]}}))]
fn what_the_model_takes_comes_out_as_it_went_in(#[case] body: Value) {
    let plan = through(&body, "gpt-4o", ApiChoice::Chat, Flavour::OpenAi, false);
    assert_eq!(plan.adjustments, []);
    let mut sent = plan.body;
    assert_eq!(sent.as_object_mut().unwrap().shift_remove("model"), Some(json!("gpt-4o")));
    assert_eq!(sent, body);
}

#[test]
fn old_functions_become_tools_and_say_so() {
    let body = json!({
        "messages": [{"role": "user", "content": "hi"}, {"role": "assistant", "content": null, "function_call": {"name": "f", "arguments": "{}"}},
                     {"role": "function", "name": "f", "content": "1"}],
        "functions": [{"name": "f", "parameters": {"type": "object"}}], "function_call": {"name": "f"}
    });
    let plan = through(&body, "gpt-4o", ApiChoice::Chat, Flavour::OpenAi, false);
    assert_eq!(plan.body["tools"], json!([{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}]));
    assert_eq!(plan.body["tool_choice"], json!({"type": "function", "function": {"name": "f"}}));
    assert_eq!(plan.body["messages"][1]["tool_calls"][0]["id"], plan.body["messages"][2]["tool_call_id"]);
    assert!(plan.adjustments.iter().all(|change| change.rule == "L-FUNCTIONS") && plan.adjustments.len() == 2);
}

#[rstest]
#[case("", "not JSON")]
#[case("[]", "JSON object")]
#[case("{}", "list of messages")]
#[case(r#"{"messages": ["hi"]}"#, "messages[0] is no object")]
#[case(r#"{"messages": [{"content": "hi"}]}"#, "messages[0] has no role")]
#[case(r#"{"messages": [{"role": "critic"}]}"#, "\"critic\"")]
#[case(r#"{"messages": [{"role": "tool", "content": "x"}]}"#, "no tool_call_id")]
fn what_is_no_chat_body_says_why(#[case] text: &str, #[case] why: &str) {
    let error = chat_body(text).unwrap_err().to_string();
    assert!(error.contains(why), "{error}");
}

/// Where a field of Chat stands on Responses, if it stands there by another name.
fn on_responses(field: &str) -> &str {
    match field {
        "reasoning_effort" => "/reasoning/effort",
        "verbosity" => "/text/verbosity",
        _ => "",
    }
}

/// The fields that neither came out as they went in nor have an adjustment.
fn unexplained(body: &Value, plan: &Plan) -> Vec<String> {
    let fields = body.as_object().unwrap();
    let differs = |(name, asked): (&String, &Value)| {
        let moved = (plan.api == Api::Responses).then(|| on_responses(name)).filter(|path| !path.is_empty());
        let sent = moved.map_or_else(|| plan.body.get(name), |path| plan.body.pointer(path));
        // The same thing in the flat form of Responses.
        let flat = plan.api == Api::Responses && matches!(name.as_str(), "tools" | "tool_choice") && sent.is_some();
        let explained =
            plan.adjustments.iter().any(|change| change.field == *name || (name == "response_format" && change.setting == "output"));
        // Usage is asked for besides.
        let more = name == "stream_options"
            && sent.is_some_and(|sent| asked.as_object().unwrap().iter().all(|(key, value)| sent.get(key) == Some(value)));
        (sent != Some(asked) && !flat && !more && !explained).then(|| name.clone())
    };
    fields.iter().filter(|(name, _)| *name != "messages").filter_map(differs).collect()
}

/// Every model × API × endpoint, with a body that sets everything: what differs is explained, and no text of a message is lost.
#[test]
fn every_model_sends_or_explains_all_of_a_body_that_sets_everything() {
    let body = everything();
    for model in models() {
        for api in [ApiChoice::Chat, ApiChoice::Responses] {
            for (flavour, name) in FLAVOURS {
                let plan = through(&body, model, api, flavour, true);
                assert_eq!(unexplained(&body, &plan), Vec::<String>::new(), "{model} {api:?} {name}");
                assert_eq!(unexplained_messages(&body, &plan), Vec::<String>::new(), "{model} {api:?} {name}");
            }
        }
    }
}

/// Roles and texts of messages that neither came out as they went in nor have an adjustment.
fn unexplained_messages(body: &Value, plan: &Plan) -> Vec<String> {
    let list = |value: &Value, name: &str| value[name].as_array().cloned().unwrap_or_default();
    let explained = plan.adjustments.iter().any(|change| change.setting == "role");
    let role = |message: &Value| message["role"].as_str().unwrap_or_default().to_owned();
    let asked = list(body, "messages");
    let mut found = Vec::new();
    if plan.api == Api::Chat && !explained {
        let sent = list(&plan.body, "messages");
        if asked.iter().map(role).ne(sent.iter().map(role)) {
            found.push(format!("roles: {:?}", sent.iter().map(role).collect::<Vec<_>>()));
        }
    }
    let sent = plan.body.to_string();
    for text in asked.iter().flat_map(texts) {
        if !sent.contains(&Value::from(text.as_str()).to_string()[1..].trim_end_matches('"').to_owned()) {
            found.push(format!("text: {text}"));
        }
    }
    found
}

/// What a message says: its content, as one text or in parts.
fn texts(message: &Value) -> Vec<String> {
    let parts = message["content"].as_array().cloned().unwrap_or_default();
    let whole = message["content"].as_str().map(str::to_owned);
    whole.into_iter().chain(parts.iter().filter_map(|part| Some(part["text"].as_str()?.to_owned()))).collect()
}

fn some_body() -> impl Strategy<Value = Value> {
    let all = everything();
    let fields: Vec<(String, Value)> = all.as_object().unwrap().iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    let efforts = prop_oneof![Just("none"), Just("minimal"), Just("low"), Just("xhigh"), Just("max"), Just("enormous")];
    let chosen = proptest::collection::vec(any::<bool>(), fields.len());
    (chosen, efforts, 1u32..40, prop_oneof![Just(json!(0)), Just(json!(0.5)), Just(json!(1))], any::<bool>()).prop_map(
        move |(chosen, effort, limit, heat, newer)| {
            let mut body: Map<String, Value> =
                fields.iter().zip(chosen).filter(|((name, _), keep)| *keep || name == "messages").map(|(field, _)| field.clone()).collect();
            for (name, value) in
                [("reasoning_effort", json!(effort)), ("max_tokens", json!(limit)), ("temperature", heat.clone()), ("top_p", heat.clone())]
            {
                if body.contains_key(name) {
                    body.insert(name.into(), value);
                }
            }
            if newer && let Some(limit) = body.shift_remove("max_tokens") {
                body.insert("max_completion_tokens".into(), limit);
            }
            Value::Object(body)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn whatever_is_asked_is_sent_or_explained(body in some_body(), nth in 0usize..1000, flavour in 0usize..4, responses: bool, stream: bool) {
        let names: Vec<&str> = models().chain(["some-llama", "gpt-9-nova", "my-deployment"]).collect();
        let api = if responses { ApiChoice::Responses } else { ApiChoice::Chat };
        let plan = through(&body, names[nth % names.len()], api, FLAVOURS[flavour].0, stream);
        prop_assert_eq!(unexplained(&body, &plan), Vec::<String>::new());
        for change in &plan.adjustments {
            prop_assert_ne!(&change.asked, &change.sent);
            for text in [&change.reason.en, &change.reason.ko] {
                prop_assert!(!text.is_empty() && !text.contains('{'), "{}", text);
            }
        }
    }

    #[test]
    fn no_fields_of_others_panic_or_get_lost_with_an_unknown_model(
        name in "[a-z_]{1,12}",
        value in prop_oneof![Just(json!(1)), Just(json!("x")), Just(json!([null])), Just(json!({"a": {"b": 2}})), Just(json!(false))],
        flavour in 0usize..4,
    ) {
        // `stream` is the lane's; these two are names of the plan's own.
        prop_assume!(!["messages", "model", "stream", "role", "api"].contains(&name.as_str()));
        let draft = asking(&json!({name.clone(): value.clone()}));
        let plan = plan(&draft, &lane("some-llama", ApiChoice::Chat, false), &endpoint(FLAVOURS[flavour].0), &LINEUP).unwrap();
        let kept = plan.body.get(&name) == Some(&value);
        prop_assert!(kept || !plan.adjustments.is_empty(), "{} {}", name, plan.body);
    }
}
