//! What servers should not send, and do: each gives a clear outcome, and what had arrived stays.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

mod common;

use common::{Head, run, run_json, run_stream, stream};
use lineup_core::run::{End, EventKind, Millis, Notice, Outcome, Problem, ProblemKind, Run};
use lineup_core::wire::Api;

const HELLO: &str = r#"{"model":"m","choices":[{"index":0,"delta":{"content":"Hello"}}]}"#;

fn problem(run: &Run) -> &Problem {
    match run.outcome() {
        Some(Outcome::Failed(problem)) => problem,
        other => panic!("not failed but {other:?}"),
    }
}

fn with(status: u16, content_type: &str, body: &[u8]) -> Run {
    run(Api::Chat, &Head { status, ..Head::ok(content_type) }, [body])
}

#[test]
fn html_in_place_of_an_answer_is_named_and_shown() {
    for (status, label) in [(200, "text/html"), (200, "application/json"), (200, "text/event-stream"), (502, "text/html")] {
        let run = with(status, label, b"\n<!DOCTYPE html><title>Sign in</title>");
        assert_eq!((problem(&run).kind, problem(&run).status), (ProblemKind::Html, Some(status)), "{label}");
        assert!(problem(&run).excerpt.as_deref().unwrap().contains("Sign in"));
    }
}

#[test]
fn json_under_the_label_of_a_stream_is_read_as_json() {
    let body = r#"{"model":"m","choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]}"#;
    let run = with(200, "text/event-stream", body.as_bytes());
    assert_eq!(run.reply().text(0), "Hi");
    assert!(matches!(run.notices(), [Notice::Mislabelled { is_stream: false, .. }]));
    assert_eq!(run.response_json().unwrap()["model"], "m");
}

#[test]
fn a_stream_under_the_label_of_json_is_read_as_a_stream() {
    let run = with(200, "application/json", &stream(&[HELLO, "[DONE]"]));
    assert_eq!((run.reply().text(0).as_str(), run.outcome()), ("Hello", Some(&Outcome::Finished { word: None })));
    assert!(matches!(run.notices(), [Notice::Mislabelled { is_stream: true, .. }]));
}

#[test]
fn invalid_utf8_is_replaced_and_flagged() {
    let mut body = stream(&[r#"{"choices":[{"delta":{"content":"a?b"},"finish_reason":"stop"}]}"#]);
    let at = body.iter().position(|byte| *byte == b'?').unwrap();
    body[at] = 0xFF;
    let run = with(200, "text/event-stream", &body);
    assert_eq!(run.reply().text(0), "a\u{fffd}b");
    assert_eq!(run.notices(), [Notice::InvalidUtf8 { event: 0 }]);
}

#[test]
fn truncated_json_says_so_and_keeps_its_bytes() {
    let body = br#"{"id":"x","choices":[{"message":{"content":"Hel"#;
    let run = with(200, "application/json", body);
    assert_eq!(problem(&run).kind, ProblemKind::BadJson);
    assert!(problem(&run).excerpt.as_deref().unwrap().ends_with("Hel"));
    assert_eq!(*run.raw().whole(), *body);
}

#[test]
fn a_malformed_event_costs_only_itself() {
    let run =
        run_stream(Api::Chat, &[HELLO, r#"{"choices":[{"delta"#, r#"{"choices":[{"delta":{"content":"!"},"finish_reason":"stop"}]}"#]);
    assert_eq!(run.reply().text(0), "Hello!");
    assert!(matches!(run.notices(), [Notice::Malformed { event: 1, .. }]));
    assert_eq!(run.events().get(1).map(|record| record.kind), Some(EventKind::Malformed));
}

#[test]
fn unknown_events_end_nothing_and_are_reported_once_per_type() {
    let unknown = r#"{"type":"response.dream.delta","delta":"x"}"#;
    let text = r#"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"a"}"#;
    let end = r#"{"type":"response.completed","response":{"status":"completed"}}"#;
    let run = run_stream(Api::Responses, &[unknown, text, unknown, text, end]);
    assert_eq!(run.reply().text(0), "aa");
    assert_eq!(run.notices(), [Notice::UnknownEvent { event: 0, name: "response.dream.delta".into() }]);
    assert_eq!(run.outcome(), Some(&Outcome::Finished { word: Some("completed".into()) }));
}

#[test]
fn an_event_of_50_megabytes_is_read() {
    const SIZE: usize = 50 * 1024 * 1024;
    let mut run = Run::new(Api::Images);
    run.headers(200, Some("text/event-stream"), &[], Millis(0.0));
    run.bytes(br#"data: {"type":"image_generation.completed","b64_json":""#, Millis(1.0));
    let piece = vec![b'A'; 64 * 1024];
    (0..SIZE / piece.len()).for_each(|_| run.bytes(&piece, Millis(2.0)));
    run.bytes(b"\"}\n\n", Millis(3.0));
    run.end(End::Closed, Millis(4.0));
    let item = &run.reply().choices[0].items[0].body;
    assert!(matches!(item, lineup_core::run::ItemBody::Image(image) if image.base64.as_ref().is_some_and(|data| data.len() == SIZE)));
    assert_eq!(run.outcome(), Some(&Outcome::Finished { word: None }));
}

#[test]
fn an_event_above_the_limit_ends_the_run_and_keeps_what_came_before() {
    let mut run = Run::with_limit(Api::Chat, 1000);
    run.headers(200, Some("text/event-stream"), &[], Millis(0.0));
    run.bytes(&stream(&[HELLO]), Millis(1.0));
    run.bytes(b"data: ", Millis(1.0));
    for _ in 0..2000 {
        run.bytes(b"xxxxxxxxxx", Millis(2.0));
    }
    assert!(run.gave_up());
    assert!(run.raw().len() <= 4000, "memory is bounded");
    run.end(End::Closed, Millis(3.0));
    assert_eq!(problem(&run).kind, ProblemKind::TooLarge);
    assert_eq!(run.reply().text(0), "Hello");
}

#[test]
fn endless_empty_data_lines_are_bounded_too() {
    let mut run = Run::with_limit(Api::Chat, 1000);
    (0..2000).for_each(|_| run.bytes(b"data:\n", Millis(1.0)));
    assert!(run.gave_up());
}

#[test]
fn a_rate_limit_names_its_delay_by_header_or_in_words() {
    let body = br#"{"error":{"message":"Rate limit reached. Please try again in 1.5s.","type":"tokens","code":"rate_limit_exceeded"}}"#;
    let mut head = Head { status: 429, ..Head::ok("application/json") };
    let hidden = run(Api::Chat, &head, [&body[..]]);
    assert_eq!((problem(&hidden).kind, problem(&hidden).retry_after), (ProblemKind::RateLimited, Some(Millis(1500.0))));
    head.headers.push(("Retry-After".into(), "20".into()));
    assert_eq!(problem(&run(Api::Chat, &head, [&body[..]])).retry_after, Some(Millis(20_000.0)));
}

#[test]
fn a_status_without_readable_words_is_still_told_apart() {
    for (status, body, kind) in [
        (401, "", ProblemKind::Key),
        (403, "no", ProblemKind::Forbidden),
        (404, "{}", ProblemKind::NotFound),
        (429, "slow down, retry after 5 seconds", ProblemKind::RateLimited),
        (500, "Internal Server Error", ProblemKind::Server),
        (503, "[1", ProblemKind::Server),
    ] {
        let run = with(status, "text/plain", body.as_bytes());
        assert_eq!(problem(&run).kind, kind, "{status}");
        assert_eq!(problem(&run).excerpt.as_deref().unwrap_or_default(), body, "{status}");
    }
    assert_eq!(problem(&with(429, "text/plain", b"retry after 5 seconds")).retry_after, Some(Millis(5000.0)));
}

#[test]
fn json_that_is_no_answer_is_named() {
    for body in [r#"{"models":[]}"#, "[]", "7", r#"{"choices_":1}"#] {
        assert_eq!(problem(&run_json(Api::Chat, 200, body)).kind, ProblemKind::UnknownShape, "{body}");
    }
    assert_eq!(problem(&with(200, "text/plain", b"hello")).kind, ProblemKind::NotJson);
}

#[test]
fn the_end_is_told_by_the_server_before_the_transport() {
    let finish = r#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#;
    let ended = |events: &[&str], end: End| {
        let mut run = Run::new(Api::Chat);
        run.headers(200, Some("text/event-stream"), &[], Millis(0.0));
        run.bytes(&stream(events), Millis(1.0));
        run.end(end, Millis(2.0));
        run.outcome().cloned().unwrap()
    };
    let stop = || Outcome::Finished { word: Some("stop".into()) };
    for end in [End::Closed, End::Stopped, End::Broken(None), End::TimedOut] {
        assert_eq!(ended(&[HELLO, finish], end.clone()), stop(), "{end:?} after the finish");
    }
    assert_eq!(ended(&[HELLO], End::Closed), Outcome::Cut { detail: None });
    assert_eq!(ended(&[HELLO], End::Stopped), Outcome::Stopped);
    assert_eq!(ended(&[HELLO], End::Broken(Some("reset".into()))), Outcome::Cut { detail: Some("reset".into()) });
    assert!(matches!(ended(&[HELLO], End::TimedOut), Outcome::Failed(Problem { kind: ProblemKind::NoAnswer, .. })));
    assert!(matches!(ended(&[], End::Closed), Outcome::Cut { .. }), "an empty body");
}

/// With `n` > 1 the run is over only when every answer that began has said its last word.
#[test]
fn of_several_answers_one_in_the_middle_is_cut_off() {
    let text = |index: u32| format!(r#"{{"choices":[{{"index":{index},"delta":{{"content":"a"}}}}]}}"#);
    let word = |index: u32, word: &str| format!(r#"{{"choices":[{{"index":{index},"delta":{{}},"finish_reason":"{word}"}}]}}"#);
    let verdict = r#"{"choices":[{"index":2,"content_filter_results":{"hate":{"filtered":false}}}]}"#.to_owned();
    let done = || "[DONE]".to_owned();
    let (first, second, both) = (word(0, "stop"), word(1, "length"), vec![text(0), text(1)]);
    let stop = || Outcome::Finished { word: Some("stop".into()) };
    let server = |outcome: &Outcome| matches!(outcome, Outcome::Failed(Problem { kind: ProblemKind::Server, .. }));
    for (more, end, expected) in [
        (vec![first.clone()], End::Closed, Some(Outcome::Cut { detail: None })),
        (vec![second.clone()], End::Closed, Some(Outcome::Cut { detail: None })),
        (vec![first.clone()], End::Stopped, Some(Outcome::Stopped)),
        (vec![first.clone()], End::Broken(Some("reset".into())), Some(Outcome::Cut { detail: Some("reset".into()) })),
        (vec![first.clone(), second.clone()], End::Closed, Some(stop())),
        (vec![first.clone(), second.clone()], End::Stopped, Some(stop())),
        (vec![second, first.clone(), verdict], End::Closed, Some(stop())),
        (vec![first.clone(), done()], End::Closed, Some(stop())),
        (vec![first, word(1, "error")], End::Closed, None),
    ] {
        let events: Vec<String> = both.iter().chain(&more).cloned().collect();
        let mut run = Run::new(Api::Chat);
        run.headers(200, Some("text/event-stream"), &[], Millis(0.0));
        run.bytes(&stream(&events.iter().map(String::as_str).collect::<Vec<_>>()), Millis(1.0));
        run.end(end.clone(), Millis(2.0));
        let outcome = run.outcome().cloned().unwrap();
        match expected {
            Some(expected) => assert_eq!(outcome, expected, "{more:?} {end:?}"),
            None => assert!(server(&outcome), "{more:?}: {outcome:?}"),
        }
    }
}

#[test]
fn no_answer_at_all_is_unreachable_with_the_browsers_words() {
    let mut run = Run::new(Api::Chat);
    run.end(End::Unreachable(Some("Failed to fetch".into())), Millis(9.0));
    assert_eq!((problem(&run).kind, problem(&run).excerpt.as_deref()), (ProblemKind::Unreachable, Some("Failed to fetch")));
}

#[test]
fn an_empty_answer_whose_budget_went_to_thinking_is_recognised() {
    let chat = r#"{"choices":[{"delta":{"content":""},"finish_reason":"length"}],"usage":{"completion_tokens":16,"completion_tokens_details":{"reasoning_tokens":16}}}"#;
    assert_eq!(run_stream(Api::Chat, &[chat]).spent_on_thinking(), Some((16, 16)));
    let responses = r#"{"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"max_output_tokens":40,"usage":{"output_tokens":32,"output_tokens_details":{"reasoning_tokens":32}}}}"#;
    assert_eq!(run_stream(Api::Responses, &[responses]).spent_on_thinking(), Some((32, 40)));
    let with_text = chat.replace(r#""content":"""#, r#""content":"so""#);
    assert_eq!(run_stream(Api::Chat, &[&with_text]).spent_on_thinking(), None);
}

#[test]
fn the_clock_reads_each_moment_once() {
    let mut run = Run::new(Api::Chat);
    let at = |run: &mut Run, text: &str, time: f64| run.bytes(&stream(&[text]), Millis(time));
    run.headers(200, Some("text/event-stream"), &[], Millis(10.0));
    run.bytes(b": hello\n\n", Millis(20.0));
    at(&mut run, r#"{"choices":[{"delta":{"role":"assistant","content":""}}]}"#, 30.0);
    at(&mut run, r#"{"choices":[{"delta":{"reasoning":"hm"}}]}"#, 40.0);
    at(&mut run, r#"{"choices":[{"delta":{"content":"a"}}]}"#, 90.0);
    at(&mut run, r#"{"choices":[{"delta":{"content":"b"},"finish_reason":"stop"}]}"#, 100.0);
    run.bytes(b": bye\n\n", Millis(110.0));
    run.end(End::Closed, Millis(120.0));
    let timing = run.timing();
    let moments = [
        timing.headers,
        timing.first_event,
        timing.first_reasoning,
        timing.first_visible,
        timing.last_event,
        timing.last_bytes,
        timing.end,
    ];
    assert_eq!(moments, [10.0, 30.0, 40.0, 90.0, 100.0, 110.0, 120.0].map(|time| Some(Millis(time))));
    assert_eq!(timing.longest_gap, Some(Millis(50.0)));
    let items = &run.reply().choices[0].items;
    assert_eq!((items[0].started, items[0].ended), (Millis(40.0), Some(Millis(90.0))), "the answer's begin ends the thinking");
}

#[test]
fn a_flood_of_white_space_is_decided_by_its_label_however_it_is_cut() {
    const BLANK: usize = 200_000;
    let json = r#"{"object":"chat.completion","choices":[{"index":0,"message":{"content":"late"},"finish_reason":"stop"}]}"#;
    let stream = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"late\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    for (label, body, is_whole) in [("application/json", json, true), ("text/event-stream", stream, false)] {
        let bytes = format!("{}{body}", "\n".repeat(BLANK));
        for size in [1, 700, bytes.len()] {
            let mut run = Run::new(Api::Chat);
            run.headers(200, Some(label), &[], Millis(0.0));
            bytes.as_bytes().chunks(size).for_each(|chunk| run.bytes(chunk, Millis(1.0)));
            run.end(End::Closed, Millis(2.0));
            assert_eq!(run.is_whole(), is_whole, "{label} by {size}");
            assert_eq!(run.reply().choices[0].text(), "late", "{label} by {size}");
            assert_eq!(run.raw().len(), bytes.len());
        }
        for blank in [10, BLANK] {
            let run = with(200, label, &vec![b'\n'; blank]);
            assert_eq!((run.outcome(), run.events().len()), (Some(&Outcome::Cut { detail: None }), 0), "{blank} bytes of {label}");
        }
    }
}
