//! What servers and models say, folded: kept letter by letter, whatever the letters are.

use lineup_core::Echo;
use lineup_core::lineup::{Lineup, Live};
use lineup_core::plan::{Learned, Refusal, Remedy, remedy};
use lineup_core::run::{End, ItemBody, Millis, Outcome, Run};
use lineup_core::wire::Api;
use lineup_test_support::hostile::{Payload, all, each, of, short};
use serde_json::{Value, json};

const APIS: [Api; 4] = [Api::Chat, Api::Responses, Api::Images, Api::Transcribe];

fn run(api: Api, status: u16, content_type: &str, headers: &[(String, String)], body: &[u8], piece: usize) -> Run {
    let mut run = Run::new(api);
    let mut headers = headers.to_vec();
    headers.push(("content-type".into(), content_type.into()));
    run.headers(status, None, &headers, Millis(1.0));
    body.chunks(piece).for_each(|chunk| run.bytes(chunk, Millis(2.0)));
    run.end(End::Closed, Millis(3.0));
    run
}

fn stream(api: Api, events: &[Value]) -> Run {
    let body: String = events.iter().map(|event| format!("data: {event}\n\n")).collect();
    run(api, 200, "text/event-stream", &[], body.as_bytes(), 7_000)
}

#[test]
fn an_answer_of_chat_is_kept_letter_by_letter() {
    each(all(), |Payload { name, text, .. }| {
        let delta = json!({"reasoning_content": text, "content": text, "refusal": text, "tool_calls":
            [{"index": 0, "id": text, "type": "function", "function": {"name": text, "arguments": text}}]});
        let events = [
            json!({"id": text, "model": text, "service_tier": text, "system_fingerprint": text, "choices": [{"index": 0, "delta": {"role": text}}]}),
            json!({"choices": [{"index": 0, "delta": delta}]}),
            json!({"choices": [{"index": 0, "delta": {}, "finish_reason": text}], "usage": {text: text}, text: text}),
        ];
        let run = stream(Api::Chat, &events);
        let choice = run.reply().choice(0).unwrap();
        assert_eq!((&choice.text(), run.reply().model.as_deref().unwrap_or_default()), (text, text.as_str()), "{name}");
        if !text.is_empty() {
            assert_eq!((choice.refusal().as_ref(), &choice.reasoning_text("\n\n")), (Some(text), text), "{name}");
            let call = choice.tool_calls().next().unwrap();
            assert_eq!((call.name.as_ref(), &call.arguments, call.call_id.as_ref()), (Some(text), text, Some(text)), "{name}");
            assert_eq!(run.outcome(), Some(&Outcome::Finished { word: Some(text.clone()) }), "{name}");
        }
    });
}

#[test]
fn an_answer_of_responses_is_kept_letter_by_letter() {
    each(all(), |Payload { name, text, .. }| {
        let note = json!({"type": "url_citation", "url": text, "title": text, "start_index": 0, "end_index": 99});
        let content = json!([{"type": "output_text", "text": text, "annotations": [note]}, {"type": "refusal", "refusal": text}]);
        let output = json!([
            {"type": "reasoning", "id": text, "summary": [{"type": "summary_text", "text": text}], "encrypted_content": text},
            {"type": "message", "id": text, "role": text, "status": text, "content": content},
            {"type": "function_call", "id": text, "call_id": text, "name": text, "arguments": text},
            {"type": "web_search_call", "id": text, "status": text, "action": {"type": text, "query": text, "url": text}},
            {"type": "mcp_call", "id": text, "server_label": text, "name": text, "arguments": text, "output": text, "error": text},
            {"type": "code_interpreter_call", "code": text, "outputs": [{"type": "logs", "logs": text}, {"type": "image", "url": text}]},
            {"type": "image_generation_call", "result": text, "output_format": text, "revised_prompt": text},
            {"type": text, text: text},
        ]);
        let whole = json!({"id": text, "object": "response", "model": text, "status": "completed", "output": output});
        let mut events = vec![json!({"type": "response.created", "response": {"id": text, "model": text, "output": []}})];
        for (at, item) in output.as_array().unwrap().iter().enumerate() {
            events.push(json!({"type": "response.output_item.done", "output_index": at, "item": item}));
        }
        events.push(json!({"type": "response.completed", "response": whole}));
        for run in [stream(Api::Responses, &events), run(Api::Responses, 200, "application/json", &[], whole.to_string().as_bytes(), 9_000)]
        {
            let choice = run.reply().choice(0).unwrap();
            assert_eq!(&choice.text(), text, "{name}");
            let titles = choice.items.iter().filter_map(|item| match &item.body {
                ItemBody::Text(said) => said.annotations.first(),
                _ => None,
            });
            assert!(titles.clone().count() > 0, "{name}");
            titles.for_each(|note| assert_eq!(note.url.as_deref().unwrap_or_default(), text, "{name}"));
            let call = choice.tool_calls().next().unwrap();
            assert_eq!((call.name.as_deref().unwrap_or_default(), &call.arguments), (text.as_str(), text), "{name}");
            assert_eq!(run.outcome(), Some(&Outcome::Finished { word: Some("completed".into()) }), "{name}");
        }
    });
}

#[test]
fn what_is_said_aloud_and_what_a_shell_runs_are_kept_letter_by_letter() {
    each(all(), |Payload { name, text, .. }| {
        let audio = json!({"id": text, "transcript": text, "data": text, "expires_at": text});
        let said = stream(Api::Chat, &[json!({"choices": [{"index": 0, "delta": {"audio": audio}, "finish_reason": "stop"}]})]);
        assert_eq!(&said.reply().text(0), text, "{name}");
        let printed = json!({"stdout": text, "stderr": text});
        let events = [
            json!({"type": "response.shell_call_command.added", "output_index": 0, "command_index": 0, "command": text}),
            json!({"type": "response.shell_call_output_content.delta", "output_index": 1, "command_index": 0, "delta": printed}),
            json!({"type": "response.audio.transcript.delta", "delta": text}),
        ];
        let run = stream(Api::Responses, &events);
        assert_eq!(&run.reply().text(0), text, "{name}");
        let steps = run.reply().choices[0].items.iter().filter_map(|item| match &item.body {
            ItemBody::ServerTool(tool) => tool.shell.get(&0),
            _ => None,
        });
        let steps: Vec<_> = steps.map(|step| (&step.command, &step.stdout, &step.stderr)).collect();
        let empty = String::new();
        assert_eq!(steps, [(text, &empty, &empty), (&empty, text, text)], "{name}");
    });
}

#[test]
fn the_words_of_a_refusal_are_kept_and_no_remedy_is_lost_in_them() {
    let lineup = Lineup::embedded().unwrap();
    let (draft, lane, endpoint) = crate::requests::plain();
    each(all(), move |Payload { name, text, .. }| {
        let error = json!({"error": {"message": text, "type": text, "code": text, "param": text, "innererror": {"code": text,
            "content_filter_result": {text: {"filtered": true, "severity": text}}}, "metadata": {"provider_name": text, "raw": text}}});
        let headers = [("retry-after".to_owned(), text.clone()), (text.clone(), text.clone())];
        for (status, body) in [(400, error.to_string()), (429, error.to_string()), (500, text.clone()), (200, text.clone())] {
            let run = run(Api::Chat, status, "application/json", &headers, body.as_bytes(), 9_000);
            let Some(Outcome::Failed(problem)) = run.outcome() else { continue };
            assert!(problem.excerpt.as_deref().is_none_or(|excerpt| excerpt.len() < 10_000), "{name}");
            if let Some(said) = problem.server.as_ref().filter(|_| status < 500 && status > 200 && !text.is_empty()) {
                assert_eq!((&said.message, said.param.as_ref()), (text, Some(text)), "{name}");
                let refusal = Refusal { message: said.innermost(), param: said.param.as_deref() };
                match remedy(refusal, &draft, &lane, &endpoint, &lineup, &Learned::default(), &[], "2026-11-22") {
                    Some(Remedy::Verify { link, .. }) => assert!(link.starts_with("https://platform.openai.com/"), "{name}: {link}"),
                    Some(Remedy::Repair(proposal)) => assert!(!proposal.by_itself, "{name}"),
                    _ => {}
                }
            }
        }
    });
}

#[test]
fn bytes_that_are_no_answer_come_to_an_end_and_are_kept() {
    each(all(), |Payload { name, text, .. }| {
        let bodies =
            [text.clone(), format!("data: {text}\n\n"), format!("event: {text}\nid: {text}\nretry: {text}\n: {text}\n\ndata: [DONE]\n\n")];
        for (at, body) in bodies.iter().enumerate() {
            let label = if at == 0 { text.as_str() } else { "text/event-stream" };
            for api in APIS {
                let run = run(api, 200, label, &[], body.as_bytes(), 5_000);
                assert!(run.outcome().is_some(), "{name}");
                assert_eq!(&*run.raw().whole(), body.as_bytes(), "{name}");
            }
        }
    });
}

#[test]
fn events_of_the_wrong_shape_cost_only_themselves() {
    let before = json!({"choices": [{"index": 0, "delta": {"content": "Hello"}}]});
    let first = json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "Hello"});
    for Payload { name, text, .. } in of(&["events"]) {
        for (api, known) in [(Api::Chat, &before), (Api::Responses, &first)] {
            let body = format!("data: {known}\n\ndata: {text}\n\ndata: {known}\n\n");
            let run = run(api, 200, "text/event-stream", &[], body.as_bytes(), 3);
            assert!(run.reply().text(0).starts_with("Hello"), "{name}: {text}");
            assert!(run.reply().choices.len() < 4 && run.reply().choices.iter().all(|choice| choice.items.len() < 8), "{name}: {text}");
        }
    }
}

#[test]
fn a_list_of_models_is_read_whatever_they_are_called_and_however_many_there_are() {
    let lineup = Lineup::embedded().unwrap();
    let names: Vec<String> = short().into_iter().map(|payload| payload.text).filter(|text| !text.is_empty()).collect();
    let list = json!({"data": names.iter().map(|name| json!({"id": name, "owned_by": name, "created": name})).collect::<Vec<_>>()});
    let live = Live::read(&list, &lineup).unwrap();
    assert!(live.models.len() > 500);
    each(of(&["floods"]).into_iter().take(1).collect(), move |_| {
        let many = json!({"data": (0..100_000).map(|n| json!({"id": format!("model-{n:09}")})).collect::<Vec<_>>()});
        assert!(!Live::read(&many, &lineup).unwrap().models.is_empty());
    });
}

#[test]
fn the_search_for_an_echoed_key_ends_whatever_comes() {
    let key = lineup_core::Secret::parse("sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab");
    each(all(), move |Payload { name, text, .. }| {
        let mut echo = Echo::new(key.as_ref());
        let mut passed = Vec::new();
        text.as_bytes().chunks(1_000).for_each(|chunk| passed.extend(echo.pass(chunk.to_vec())));
        passed.extend(echo.rest());
        assert!(passed == text.as_bytes(), "{name}: what holds no key is passed as it is");
        assert_eq!(&echo.text(text), text, "{name}");
    });
}
