//! Laws of the reading half: any split gives the same, nothing panics, and the decoder agrees with one that others wrote.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

mod common;

use common::{Head, run, same};
use eventsource_stream::Eventsource;
use futures_util::StreamExt;
use lineup_core::run::Run;
use lineup_core::wire::Api;
use lineup_core::wire::responses::EventType;
use lineup_core::wire::sse::{Decoder, Event, Frame};
use proptest::prelude::*;

fn decode<'a>(chunks: impl IntoIterator<Item = &'a [u8]>) -> Vec<Frame> {
    let mut decoder = Decoder::default();
    let mut frames = Vec::new();
    for mut chunk in chunks {
        while let Some(frame) = decoder.next(&mut chunk).unwrap() {
            frames.push(frame);
        }
    }
    frames.extend(std::iter::from_fn(|| decoder.finish()));
    frames
}

fn events(frames: Vec<Frame>) -> Vec<Event> {
    frames.into_iter().filter_map(|frame| if let Frame::Event(event) = frame { Some(event) } else { None }).collect()
}

/// Pieces that streams are made of, and that go wrong at their borders.
fn stream_text() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just("data: ".to_owned()),
        Just("data:".to_owned()),
        Just("data".to_owned()),
        Just("event: x".to_owned()),
        Just("event".to_owned()),
        Just("id: 1".to_owned()),
        Just("retry: 5".to_owned()),
        Just(": note".to_owned()),
        Just("\n".to_owned()),
        Just("\r".to_owned()),
        Just("\r\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n\r\n".to_owned()),
        Just("\u{feff}".to_owned()),
        Just("한😀".to_owned()),
        Just("[DONE]".to_owned()),
        Just("{\"a\":1}".to_owned()),
        "[ -~]{0,8}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat().into_bytes())
}

fn cut<'a>(body: &'a [u8], cuts: &[prop::sample::Index]) -> Vec<&'a [u8]> {
    let mut borders: Vec<usize> = cuts.iter().map(|at| at.index(body.len() + 1)).chain([0, body.len()]).collect();
    borders.sort_unstable();
    borders.windows(2).map(|pair| &body[pair[0]..pair[1]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn a_decoder_gives_the_same_frames_for_every_split(body in stream_text(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8)) {
        prop_assert_eq!(decode(cut(&body, &cuts)), decode([body.as_slice()]));
    }

    /// The other one drops what is not terminated and reports no comments. It also differs from the standard in two ways that
    /// are avoided here: it gives an empty event for a lone `event:` line, and it strips a byte order mark only sometimes. A last
    /// carriage return it holds back, as the first half of a line end that never comes.
    #[test]
    fn the_decoder_agrees_with_an_independent_one(body in stream_text()) {
        let text = String::from_utf8(body).unwrap().replace('\u{feff}', "");
        let text = text.trim_end_matches('\r').to_owned();
        let ours: Vec<(String, String)> = events(decode([text.as_bytes()]))
            .into_iter()
            .filter(|event| event.terminated && !event.data.is_empty())
            .map(|event| (event.name.unwrap_or_else(|| "message".to_owned()), event.data))
            .collect();
        let chunks = vec![Ok::<_, std::convert::Infallible>(text.into_bytes())];
        let theirs: Vec<(String, String)> = futures_executor::block_on(
            futures_util::stream::iter(chunks).eventsource().map(|event| event.unwrap()).map(|event| (event.event, event.data)).collect::<Vec<_>>(),
        );
        let theirs: Vec<_> = theirs.into_iter().filter(|(_, data)| !data.is_empty()).collect();
        prop_assert_eq!(ours, theirs);
    }

    #[test]
    fn whatever_bytes_come_nothing_panics_and_every_split_gives_the_same(
        body in prop_oneof![prop::collection::vec(any::<u8>(), 0..300), stream_text()],
        cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        status in prop_oneof![Just(200u16), Just(404), Just(429)],
    ) {
        for api in [Api::Chat, Api::Responses, Api::Images, Api::Transcribe] {
            let head = Head { status, headers: Vec::new() };
            let pieces = run(api, &head, cut(&body, &cuts));
            prop_assert!(same(&pieces, &run(api, &head, [body.as_slice()])));
            prop_assert!(pieces.outcome().is_some());
            prop_assert_eq!(&*pieces.raw().whole(), body.as_slice());
            prop_assert!(pieces.events().iter().all(|record| record.range.start <= record.range.end && record.range.end <= body.len()));
        }
    }

    /// JSON of the right words and the wrong types.
    #[test]
    fn whatever_json_comes_nothing_panics_and_text_only_grows(events in prop::collection::vec(odd_event(), 0..20)) {
        for api in [Api::Chat, Api::Responses, Api::Images, Api::Transcribe] {
            let mut run = Run::new(api);
            let mut texts: Vec<String> = Vec::new();
            for event in &events {
                run.bytes(format!("data: {event}\n\n").as_bytes(), lineup_core::run::Millis(1.0));
                let now: Vec<String> = run.reply().choices.iter().map(|choice| choice.text()).collect();
                prop_assert!(texts.iter().map(String::len).sum::<usize>() <= now.iter().map(String::len).sum::<usize>());
                texts = now;
            }
            run.end(lineup_core::run::End::Closed, lineup_core::run::Millis(2.0));
            prop_assert!(run.outcome().is_some());
        }
    }
}

fn odd_event() -> impl Strategy<Value = serde_json::Value> {
    use serde_json::{Value, json};
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1i64..4).prop_map(Value::from),
        Just(json!(1.5)),
        "[a-z]{0,4}".prop_map(Value::from),
        Just(json!("message")),
        Just(json!("function_call")),
        Just(json!("reasoning")),
        Just(json!("response.output_text.delta")),
        Just(json!("response.output_item.done")),
        Just(json!("response.completed")),
        Just(json!("response.reasoning_summary_text.delta")),
        Just(json!("response.function_call_arguments.delta")),
        Just(json!("response.shell_call_command.delta")),
        Just(json!("response.shell_call_output_content.done")),
        Just(json!("response.audio.delta")),
        Just(json!("shell_call_output")),
        Just(json!("error")),
        Just(json!("transcript.text.delta")),
        Just(json!("image_generation.partial_image")),
        Just(json!("output_text")),
    ];
    let key = prop::sample::select(vec![
        "id",
        "model",
        "choices",
        "index",
        "delta",
        "message",
        "content",
        "tool_calls",
        "function",
        "arguments",
        "name",
        "finish_reason",
        "usage",
        "error",
        "type",
        "text",
        "item",
        "response",
        "output",
        "output_index",
        "content_index",
        "summary_index",
        "summary",
        "status",
        "code",
        "reasoning",
        "reasoning_details",
        "prompt_filter_results",
        "content_filter_results",
        "call_id",
        "data",
        "b64_json",
        "audio",
        "transcript",
        "command_index",
        "command",
        "commands",
        "action",
        "stdout",
        "content_filter_offsets",
        "start_offset",
        "metadata",
        "raw",
    ]);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..7).prop_map(|fields| fields
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}

#[test]
fn the_rules_of_the_standard_hold() {
    let event = |name: Option<&str>, data: &str| (name.map(str::to_owned), data.to_owned());
    for (text, expected) in [
        ("data: a\n\n", vec![event(None, "a")]),
        ("data:a\r\rdata: b\r\n\r\n", vec![event(None, "a"), event(None, "b")]),
        ("data:  two spaces\n\n", vec![event(None, " two spaces")]),
        ("data: a\ndata\ndata: b\n\n", vec![event(None, "a\n\nb")]),
        ("data\n\n", vec![event(None, "")]),
        ("event: x\n\ndata: a\n\n", vec![event(None, "a")]),
        ("event: x\nevent: y\ndata: a\n\n", vec![event(Some("y"), "a")]),
        ("event: x\nevent\ndata: a\n\n", vec![event(None, "a")]),
        ("\u{feff}data: a\n\n", vec![event(None, "a")]),
        ("\u{feff}\u{feff}data: a\n\n", vec![]),
        ("dataset: a\nDATA: b\n data: c\n\n", vec![]),
        (": note\ndata: a\n: note\n\n", vec![event(None, "a")]),
        ("data: a: b\n\n", vec![event(None, "a: b")]),
        ("data: a\n", vec![event(None, "a")]),
        ("data: a", vec![event(None, "a")]),
        ("data: a\n: note", vec![event(None, "a")]),
    ] {
        let found: Vec<_> = events(decode([text.as_bytes()])).into_iter().map(|event| (event.name, event.data)).collect();
        assert_eq!(found, expected, "{text:?}");
    }
}

#[test]
fn an_event_knows_where_it_stands_and_whether_it_was_ended() {
    let body = b": note\r\n\r\nevent: x\r\ndata: a\r\n\r\ndata: b";
    let found = events(decode([&body[..]]));
    assert_eq!(&body[found[0].range.clone()], b"event: x\r\ndata: a\r\n\r");
    assert_eq!((&body[found[1].range.clone()], found[1].terminated), (&b"data: b"[..], false));
}

/// The events that may change nothing, and why.
const NO_EFFECT: [(&str, &str); 2] = [
    ("response.content_part.added", "its part is empty, and the deltas name their place themselves"),
    ("response.audio.transcript.done", "it carries nothing, and `response.audio.done` ends the sound with its words"),
];

/// Whether an event with every field that its kind may have changes what is read: each field holds something that is new.
fn has_effect(name: &str) -> bool {
    let full = serde_json::json!({
        "type": name, "output_index": 1, "content_index": 0, "summary_index": 0, "annotation_index": 0, "command_index": 1, "item_id": "x_1",
        "partial_image_index": 0, "partial_image_b64": "AAEC", "text": "more", "refusal": "more", "arguments": "{}", "input": "more",
        "code": "more", "message": "more", "name": "more", "command": "more",
        "delta": if name.contains("shell_call_output") { serde_json::json!({"stdout": "more"}) } else { "more".into() },
        "output": [{"stdout": "more", "stderr": "", "outcome": {"type": "exit", "exit_code": 0}}],
        "annotation": {"type": "url_citation", "url": "https://x.example"},
        "part": {"type": if name.contains("summary") { "summary_text" } else { "output_text" }, "text": "more"},
        "item": {"type": "web_search_call", "id": "ws_1", "status": "completed"},
        "response": {"id": "resp_2", "status": "completed", "output": []},
    })
    .to_string();
    // Something must be there for what only ends it.
    let before = r#"{"type":"response.audio.delta","output_index":1,"delta":"AAEC"}"#;
    let read = |events: &[&str]| {
        let mut run = Run::new(Api::Responses);
        for event in events {
            run.bytes(format!("data: {event}\n\n").as_bytes(), lineup_core::run::Millis(1.0));
        }
        run
    };
    let (without, with) = (read(&[before]), read(&[before, &full]));
    without.reply() != with.reply() || with.server_error().is_some()
}

/// wire.md c.5: the 58 types of the specification.
#[test]
fn all_event_types_of_the_specification_are_known_and_used() {
    let types = "created queued in_progress completed incomplete failed output_item.added output_item.done content_part.added \
        content_part.done output_text.annotation.added output_text.delta output_text.done refusal.delta refusal.done \
        reasoning_summary_part.added reasoning_summary_part.done reasoning_summary_text.delta reasoning_summary_text.done \
        reasoning_text.delta reasoning_text.done function_call_arguments.delta function_call_arguments.done custom_tool_call_input.delta \
        custom_tool_call_input.done web_search_call.completed web_search_call.in_progress web_search_call.searching \
        file_search_call.completed file_search_call.in_progress file_search_call.searching code_interpreter_call.completed \
        code_interpreter_call.in_progress code_interpreter_call.interpreting code_interpreter_call_code.delta \
        code_interpreter_call_code.done image_generation_call.completed image_generation_call.generating \
        image_generation_call.in_progress image_generation_call.partial_image mcp_call.completed mcp_call.failed mcp_call.in_progress \
        mcp_call_arguments.delta mcp_call_arguments.done mcp_list_tools.completed mcp_list_tools.failed mcp_list_tools.in_progress \
        shell_call_command.added shell_call_command.delta shell_call_command.done shell_call_output_content.delta \
        shell_call_output_content.done audio.delta audio.done audio.transcript.delta audio.transcript.done";
    let types: Vec<String> = types.split_whitespace().map(|name| format!("response.{name}")).chain(["error".to_owned()]).collect();
    assert_eq!(types.len(), 58);
    let without_effect: Vec<&str> = types.iter().map(String::as_str).filter(|name| !has_effect(name)).collect();
    assert_eq!(without_effect, NO_EFFECT.map(|(name, _)| name));
    for name in &types {
        assert_ne!(EventType::of(name), EventType::Unknown, "{name}");
    }
    assert_eq!(EventType::of("response.dream.delta"), EventType::Unknown);
    assert_eq!(EventType::of("keepalive"), EventType::KeepAlive);
}
