//! Whole requests: what stays, which API, where it goes, what is replayed.

use crate::bodies::{LINEUP, asking, endpoint, lane};
use crate::cases::{CHAT, RESPONSES};
use lineup_core::draft::{ApiChoice, Draft, Endpoint, Flavour, Part, Turn, TurnBody};
use lineup_core::plan::{Plan, chat_body, plan};
use rstest::rstest;
use serde_json::{Value, json};

/// What no rule may touch.
#[rstest]
#[case("o4-mini", CHAT, json!({"temperature": 1, "top_p": 1}))]
#[case("gpt-5.1", CHAT, json!({"temperature": 0.2, "top_p": 0.5, "logprobs": true}))]
#[case("gpt-5.5", CHAT, json!({"reasoning_effort": "none", "temperature": 0.2}))]
#[case("gpt-5.6-sol", CHAT, json!({"reasoning_effort": "xhigh"}))]
#[case("gpt-4o", CHAT, json!({"max_completion_tokens": 5}))]
#[case("o3", CHAT, json!({"max_completion_tokens": 5, "reasoning_effort": "high"}))]
fn what_is_fine_stays_as_it_is(#[case] model: &str, #[case] api: ApiChoice, #[case] ask: Value) {
    let plan = plan(&asking(&ask), &lane(model, api, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(plan.adjustments, []);
    for (name, value) in ask.as_object().unwrap() {
        assert_eq!(plan.body[name].as_f64(), value.as_f64());
        assert!(plan.body.get(name).is_some());
    }
}

pub fn rules_of(plan: &Plan) -> Vec<&str> {
    plan.adjustments.iter().map(|change| change.rule.as_str()).collect()
}

#[test]
fn switching_from_gpt_4o_to_o4_mini_is_three_explained_changes() {
    let mut draft = Draft { instructions: "Be brief.".into(), ..Draft::new() };
    draft.conversation.append(TurnBody::user("hi"));
    draft.settings.temperature = Some(0.7);
    draft.settings.max_output_tokens = Some(500);
    let on = |model| plan(&draft, &lane(model, CHAT, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(on("gpt-4o").adjustments, []);
    assert_eq!(on("gpt-4o").body["max_tokens"], 500);
    assert_eq!(rules_of(&on("o4-mini")), ["Q-TEMP", "Q-MAXTOK", "Q-DEVROLE"]);
    assert_eq!(on("o4-mini").adjustments[1].setting, "max_output_tokens");
}

#[rstest]
#[case("o4-mini", Flavour::OpenAi, None, "/responses")]
#[case("o1-mini", Flavour::OpenAi, None, "/chat/completions")]
#[case("o4-mini", Flavour::Compatible, None, "/chat/completions")]
#[case("o3-pro", Flavour::Compatible, None, "/responses")]
#[case("some-llama", Flavour::OpenAi, None, "/chat/completions")]
#[case("gpt-9-nova", Flavour::OpenAi, None, "/responses")]
#[case("my-deployment", Flavour::AzureV1, None, "/chat/completions")]
#[case("o4-mini", Flavour::AzureClassic, Some("2024-10-21"), "/chat/completions")]
#[case("o4-mini", Flavour::AzureClassic, Some("2025-04-01-preview"), "/responses")]
fn auto_takes_responses_where_the_model_has_it(
    #[case] model: &str,
    #[case] flavour: Flavour,
    #[case] version: Option<&str>,
    #[case] call: &str,
) {
    let endpoint = Endpoint { api_version: version.map(str::to_owned), ..endpoint(flavour) };
    let plan = plan(&asking(&json!({})), &lane(model, ApiChoice::Auto, true), &endpoint, &LINEUP).unwrap();
    assert!(plan.url.split('?').next().unwrap().ends_with(call), "{}", plan.url);
}

#[test]
fn azure_gets_the_deployment_the_version_and_the_path_that_it_needs() {
    let mut azure = Endpoint {
        base: "https://me.openai.azure.com/openai/v1".into(),
        api_version: Some("2024-06-01".into()),
        ..endpoint(Flavour::AzureClassic)
    };
    azure.deployments.insert("o3-mini".into(), "team a".into());
    let chat = plan(&asking(&json!({})), &lane("o3-mini", CHAT, true), &azure, &LINEUP).unwrap();
    assert_eq!(chat.url, "https://me.openai.azure.com/openai/deployments/team%20a/chat/completions?api-version=2024-12-01-preview");
    assert_eq!((rules_of(&chat), &chat.body["model"]), (vec!["Q-AZ-APIVER", "Q-AZ-PATH"], &json!("team a")));
    let v1 = Endpoint { flavour: Flavour::AzureV1, ..azure.clone() };
    let v1 = plan(&asking(&json!({})), &lane("o3-mini-2025-01-31", CHAT, true), &v1, &LINEUP).unwrap();
    assert_eq!((v1.url.as_str(), rules_of(&v1)), ("https://me.openai.azure.com/openai/v1/chat/completions", vec!["L-AZ-V1-VERSION"]));
    assert_eq!(v1.body["model"], "team a");
    // A lane may name the deployment; the model behind it decides.
    let by_deployment = plan(&asking(&json!({"temperature": 0.2})), &lane("team a", CHAT, true), &azure, &LINEUP).unwrap();
    assert!(by_deployment.adjustments.iter().any(|change| change.rule == "Q-TEMP") && by_deployment.body["model"] == "team a");
}

fn replayed(store: Option<bool>, model: &str, items: Vec<Value>) -> Plan {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::user("hi"));
    let body = TurnBody::Assistant {
        text: "yes".into(),
        tool_calls: Vec::new(),
        reasoning: None,
        model: Some("o4-mini-2025-04-16".into()),
        items,
        response: None,
    };
    draft.conversation.append(body);
    draft.conversation.append(TurnBody::user("more"));
    draft.settings.store = store;
    plan(&draft, &lane(model, RESPONSES, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap()
}

#[test]
fn earlier_items_are_replayed_whole_to_the_model_that_made_them() {
    let thought = json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"});
    let unreadable = json!({"type": "reasoning", "id": "rs_2", "summary": []});
    let said = json!({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [{"type": "output_text", "text": "yes"}]});
    let kept = replayed(None, "o4-mini", vec![thought.clone(), said.clone()]);
    assert_eq!((&kept.body["input"][1], &kept.body["input"][2], kept.adjustments.len()), (&thought, &said, 0));
    let unstored = replayed(Some(false), "o4-mini", vec![thought.clone(), unreadable, said.clone()]);
    assert_eq!(unstored.body["input"].as_array().unwrap().len(), 4, "what only its id could bring back is left out");
    assert!(unstored.body["input"].as_array().unwrap().iter().all(|item| item.get("id").is_none()));
    assert!(rules_of(&unstored).iter().all(|rule| *rule == "Q-STORE-FALSE"));
    let stopped = replayed(None, "o4-mini", vec![said.clone(), thought.clone()]);
    assert_eq!((rules_of(&stopped), stopped.body["input"].as_array().unwrap().len()), (vec!["Q-REASON-ORDER"], 3));
    let other = replayed(None, "gpt-4o", vec![thought, said]);
    assert_eq!(other.body["input"][1], json!({"role": "assistant", "content": "yes"}));
}

#[test]
fn deepseek_gets_its_reasoning_back_only_with_tool_calls() {
    let body = json!({"messages": [
        {"role": "user", "content": "hi"}, {"role": "assistant", "content": "a", "reasoning_content": "plain"},
        {"role": "assistant", "content": null, "reasoning_content": "for the call", "tool_calls": [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c", "content": "1"}
    ]});
    let draft = chat_body(&body.to_string()).unwrap().draft;
    let deepseek = plan(&draft, &lane("deepseek-reasoner", CHAT, true), &endpoint(Flavour::Compatible), &LINEUP).unwrap();
    assert_eq!((rules_of(&deepseek), &deepseek.body["messages"][1]["reasoning_content"]), (vec!["Q-DEEPSEEK-ECHO"], &Value::Null));
    assert_eq!(deepseek.body["messages"][2]["reasoning_content"], "for the call");
    let openai = plan(&draft, &lane("gpt-4o", CHAT, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert!(!openai.body.to_string().contains("reasoning_content"));
}

#[test]
fn what_responses_has_no_place_for_is_left_out_and_named() {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::User {
        parts: vec![Part::Text { text: "hear".into() }, Part::Audio { data: "AA==".into(), format: "wav".into() }],
    });
    let named = Turn {
        parent: draft.conversation.tip,
        body: TurnBody::user("hi"),
        extra: [("name".to_owned(), json!("ann"))].into_iter().collect(),
    };
    draft.conversation.turns.insert(lineup_core::draft::TurnId(9), named);
    draft.conversation.set_tip(Some(lineup_core::draft::TurnId(9)));
    let plan = plan(&draft, &lane("some-model", RESPONSES, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(
        plan.adjustments.iter().map(|change| change.asked.clone()).collect::<Vec<_>>(),
        [json!("input_audio"), json!("messages[].name")]
    );
    assert_eq!(plan.body["input"][0]["content"], json!([{"type": "input_text", "text": "hear"}]));
}

#[test]
fn no_header_goes_out_but_the_credential_and_the_content_type() {
    use lineup_core::draft::Auth;
    let headers = |flavour, auth: Auth| {
        let endpoint = Endpoint { auth, ..endpoint(flavour) };
        let plan = plan(&asking(&json!({})), &lane("o4-mini", CHAT, true), &endpoint, &LINEUP).unwrap();
        plan.headers.iter().map(|(name, value)| format!("{name}: {}", value.masked())).collect::<Vec<_>>()
    };
    let json = "Content-Type: application/json".to_owned();
    assert_eq!(headers(Flavour::OpenAi, Auth::Bearer), [json.clone(), "Authorization: Bearer ***".into()]);
    assert_eq!(headers(Flavour::AzureV1, Auth::ApiKey), [json.clone(), "api-key: ***".into()]);
    assert_eq!(headers(Flavour::Compatible, Auth::Header("X-Front".into())), [json.clone(), "X-Front: ***".into()]);
    assert_eq!(headers(Flavour::Compatible, Auth::None), std::slice::from_ref(&json));
    assert_eq!(headers(Flavour::Simulator, Auth::Bearer), [json]);
}

#[rstest]
#[case("dall-e-3", "served neither")]
#[case("whisper-1", "served neither")]
#[case("  ", "names no model")]
fn what_cannot_converse_is_an_error(#[case] model: &str, #[case] why: &str) {
    let error = plan(&asking(&json!({})), &lane(model, CHAT, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap_err();
    assert!(error.to_string().contains(why), "{error}");
}

#[test]
fn an_empty_conversation_is_an_error_and_instructions_alone_are_not() {
    let on = |draft: &Draft, api| plan(draft, &lane("o4-mini", api, true), &endpoint(Flavour::OpenAi), &LINEUP);
    assert!(on(&Draft::new(), CHAT).is_err());
    let draft = Draft { instructions: "Say hi.".into(), ..Draft::new() };
    assert_eq!(on(&draft, CHAT).unwrap().body["messages"][0]["role"], "developer");
    assert_eq!(on(&draft, RESPONSES).unwrap().body["input"][0]["content"], "Say hi.");
}

#[test]
fn variables_are_filled_in_in_what_a_lane_sets_too() {
    let mut draft = Draft { instructions: "hi".into(), ..Draft::new() };
    draft.variables.insert("team".into(), lineup_core::draft::variables::Variable { value: "blue".into(), ..Default::default() });
    draft.settings.metadata = Some(json!({"of": "the draft {{gone}}"}).as_object().cloned().unwrap());
    let mut lane = lane("gpt-4.1", RESPONSES, true);
    lane.settings.metadata = Some(json!({"{{team}}": "{{team}} {{nobody}}"}).as_object().cloned().unwrap());
    let plan = plan(&draft, &lane, &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(plan.body["metadata"], json!({"{{team}}": "blue {{nobody}}"}));
    let said = format!("{:?}", plan.notices);
    assert!(said.contains("{{nobody}}"), "{said}");
}

#[test]
fn variables_are_filled_in_and_the_unfilled_are_named() {
    let mut draft = Draft { instructions: "Answer in {{language}}.".into(), ..Draft::new() };
    draft.conversation.append(TurnBody::user("Weather in {{city}}? Keep \\{{this}}."));
    draft.variables.insert("city".into(), lineup_core::draft::variables::Variable { value: "Seoul".into(), default: String::new() });
    let plan = plan(&draft, &lane("gpt-4o", CHAT, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(plan.body["messages"][1]["content"], "Weather in Seoul? Keep {{this}}.");
    assert_eq!(plan.body["messages"][0]["content"], "Answer in {{language}}.");
    let notice = plan.notices.iter().find(|notice| notice.rule == "L-UNFILLED").unwrap();
    assert!(notice.words.en.starts_with("{{language}}:"), "{}", notice.words.en);
}

#[test]
fn who_cannot_see_or_hear_gets_the_words_alone() {
    let mut draft = Draft::new();
    draft.conversation.append(TurnBody::User {
        parts: vec![
            Part::Image { url: "data:image/png;base64,AA==".into(), detail: Some("low".into()) },
            Part::Image { url: "https://a.example/b.png".into(), detail: None },
            Part::Audio { data: "AA==".into(), format: "wav".into() },
            Part::Text { text: "What is it?".into() },
        ],
    });
    let made = |model: &str, anyway: &[&str]| {
        let mut lane = lane(model, CHAT, true);
        lane.send_anyway.extend(anyway.iter().map(|rule| (*rule).to_owned()));
        plan(&draft, &lane, &endpoint(Flavour::OpenAi), &LINEUP).unwrap()
    };
    let blind = made("o3-mini", &[]);
    assert_eq!((rules_of(&blind), &blind.body["messages"][0]["content"]), (vec!["L-NO-SIGHT", "L-NO-HEARING"], &json!("What is it?")));
    let kinds = |plan: &Plan| -> Vec<String> {
        let parts = plan.body["messages"][0]["content"].as_array().unwrap();
        parts.iter().map(|part| part["type"].as_str().unwrap().to_owned()).collect()
    };
    let deaf = made("gpt-4o", &[]);
    assert_eq!((rules_of(&deaf), kinds(&deaf)), (vec!["L-NO-HEARING"], vec!["image_url".into(), "image_url".into(), "text".into()]));
    assert_eq!(kinds(&made("gpt-audio", &[])), ["input_audio", "text"]);
    assert_eq!(kinds(&made("some-llama", &[])).len(), 4, "of an unknown model nothing is known to be missing");
    // A taken-over content array says the same once more.
    let mut taken = draft.clone();
    let turn = taken.conversation.turns.values_mut().next().unwrap();
    turn.extra.insert("content".into(), json!([{"type": "input_audio", "input_audio": {"data": "AA==", "format": "wav"}}]));
    let plan = plan(&taken, &lane("o3-mini", CHAT, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap();
    assert_eq!(plan.body["messages"][0]["content"], "What is it?");
    assert_eq!(kinds(&made("o3-mini", &["L-NO-SIGHT", "L-NO-HEARING"])).len(), 4);
}
