//! What goes out as code comes in again as the draft that it was.

use crate::cases::{cases, draft, endpoint, plan_at};
use lineup_core::draft::{ApiChoice, Flavour};
use lineup_core::plan::import::{Format, NoteKind, chat_body, paste, responses_body};
use lineup_core::plan::snippet::Language;
use lineup_core::wire::Api;
use proptest::prelude::*;
use serde_json::{Value, json};

/// The body that a plan of the pasted draft has.
fn again(text: &str, model: &str) -> (Format, Value) {
    let pasted = paste(text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let api = if pasted.api == Api::Responses { ApiChoice::Responses } else { ApiChoice::Chat };
    let stream = pasted.imported.stream == Some(true);
    let plan = plan_at(&pasted.imported.draft, model, api, stream, &endpoint(Flavour::OpenAi, ""));
    (pasted.format, plan.body)
}

#[test]
fn curl_and_batch_lines_come_in_as_they_went_out() {
    for case in cases(None).into_iter().filter(|case| case.flavour == Flavour::OpenAi) {
        let model = case.plan.body["model"].as_str().unwrap().to_owned();
        let (format, body) = again(&case.code(Language::Curl).text, &model);
        assert_eq!((format, &body), (Format::Curl, &case.plan.body), "{}", case.name);
        let (format, mut body) = again(&case.code(Language::Batch).text, &model);
        assert_eq!(format, Format::Batch);
        let mut planned = case.plan.body;
        for body in [&mut body, &mut planned] {
            body.as_object_mut().unwrap().retain(|key, _| !key.starts_with("stream"));
        }
        assert_eq!(body, planned, "{}", case.name);
    }
}

#[test]
fn a_key_in_a_command_is_reported_and_not_kept() {
    let text = r#"curl https://api.openai.com/v1/responses -H "Authorization: Bearer sk-secret" -H 'OpenAI-Project: p' -d '{"model":"o4-mini","input":"hi"}'"#;
    let pasted = paste(text).unwrap();
    let notes: Vec<_> = pasted.notes.iter().map(|note| (note.kind, note.what.as_str())).collect();
    assert_eq!(notes, [(NoteKind::Key, "Authorization"), (NoteKind::Header, "OpenAI-Project")]);
    assert_eq!(pasted.address.as_deref(), Some("https://api.openai.com/v1/responses"));
    assert!(!format!("{pasted:?}").contains("sk-secret"));
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", any::<String>(), Just("it's \"$HOME\" \\ `x`\nJSON\n{{y}} \\{{z}} ^\" ^".to_owned())]
}

fn item() -> impl Strategy<Value = Value> {
    prop_oneof![
        word().prop_map(|text| json!({"role": "user", "content": text})),
        word().prop_map(|text| json!({"role": "user", "content": [{"type": "input_text", "text": text}, {"type": "input_image", "image_url": "https://example.com/a.png", "detail": "low"}]})),
        word().prop_map(|text| json!({"role": "assistant", "content": text})),
        word().prop_map(|text| json!({"type": "message", "role": "assistant", "id": "msg_1", "status": "completed", "content": [{"type": "output_text", "text": text, "annotations": []}]})),
        word().prop_map(|text| json!({"type": "function_call", "call_id": "call_1", "name": "f", "arguments": text})),
        word().prop_map(|text| json!({"type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "f", "arguments": text})),
        word().prop_map(|text| json!({"type": "function_call_output", "call_id": "call_1", "output": text})),
        Just(json!({"type": "web_search_call", "id": "ws_1", "status": "completed"})),
        word().prop_map(|text| json!({"role": "developer", "content": text})),
    ]
}

fn field() -> impl Strategy<Value = (&'static str, Value)> {
    prop_oneof![
        word().prop_map(|text| ("instructions", json!(text))),
        (16_u32..9999).prop_map(|limit| ("max_output_tokens", json!(limit))),
        prop::sample::select(vec!["low", "medium", "high"]).prop_map(|effort| ("reasoning", json!({"effort": effort, "summary": "auto"}))),
        word().prop_map(|text| (
            "text",
            json!({"format": {"type": "json_schema", "name": "n", "schema": {"description": text}, "strict": true}})
        )),
        word().prop_map(|text| ("metadata", json!({"k": text}))),
        word().prop_map(|text| ("made_up", json!([text, null, 1.5]))),
        Just((
            "tools",
            json!([{"type": "function", "name": "f", "parameters": {"type": "object"}, "strict": false}, {"type": "web_search"}])
        )),
        Just(("tool_choice", json!({"type": "function", "name": "f"}))),
        Just(("previous_response_id", json!("resp_1"))),
        Just(("truncation", json!("auto"))),
        Just(("stream", json!(true))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_responses_body_comes_out_as_it_went_in(items in prop::collection::vec(item(), 0..6), fields in prop::collection::vec(field(), 0..5)) {
        let mut body = json!({"model": "o4-mini", "input": items});
        // The last turn is a question: a request without one is adjusted.
        body["input"].as_array_mut().unwrap().push(json!({"role": "user", "content": "hi"}));
        body.as_object_mut().unwrap().extend(fields.into_iter().filter(|(_, value)| *value != json!("")).map(|(key, value)| (key.to_owned(), value)));
        let (format, sent) = again(&body.to_string(), "o4-mini");
        prop_assert_eq!(format, Format::Responses);
        prop_assert_eq!(sent, body);
    }

    #[test]
    fn whatever_is_pasted_is_taken_or_refused(text in word(), curl in any::<bool>()) {
        let text = if curl { format!("curl {text}") } else { text };
        let _ = paste(&text);
    }
}

#[test]
fn both_bodies_of_one_question_are_one_draft() {
    let chat = chat_body(r#"{"model": "o4-mini", "messages": [{"role": "user", "content": "hi"}], "reasoning_effort": "low"}"#).unwrap();
    let responses = responses_body(r#"{"model": "o4-mini", "input": "hi", "reasoning": {"effort": "low"}}"#).unwrap();
    assert_eq!(chat.draft.conversation, responses.draft.conversation);
    assert_eq!((chat.model, chat.draft.settings.effort), (responses.model, responses.draft.settings.effort));
    assert_eq!(draft(&json!({"messages": [{"role": "user", "content": "hi"}]})).conversation, responses.draft.conversation);
}
