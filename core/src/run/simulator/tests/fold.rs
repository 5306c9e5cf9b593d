//! What the simulator sends folds to what its script says.

use super::*;
use crate::run::{End, ItemBody, Millis, Outcome, ProblemKind, Reply, Run, Usage};

/// Feeds an answer to the usual consumer, in pieces of `split` bytes or as it was cut.
fn run(request: &SimRequest, scenario: Scenario, split: Option<usize>) -> Run {
    let answer = answer(request, scenario, 11);
    let mut run = Run::new(if request.path.ends_with("/responses") { Api::Responses } else { Api::Chat });
    let headers: Vec<_> = answer.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    run.headers(answer.status, None, &headers, Millis(1.0));
    let mut at = 1.0;
    for chunk in answer.chunks {
        at += f64::from(chunk.after_ms);
        for piece in chunk.bytes.chunks(split.unwrap_or(usize::MAX)) {
            run.bytes(piece, Millis(at));
        }
    }
    run.end(End::Closed, Millis(at));
    run
}

/// What one choice says: its calls, its text, its steps of thinking.
type Said = (Vec<String>, String, Vec<String>);

fn folded(request: &SimRequest, scenario: Scenario, split: Option<usize>) -> (Vec<Said>, Option<Usage>, Option<String>) {
    let run = run(request, scenario, split);
    let outcome = match run.outcome() {
        Some(Outcome::Finished { word }) => word.clone(),
        other => Some(format!("{other:?}")),
    };
    let said = |reply: &Reply| reply.choices.iter().map(|choice| (calls(choice.tool_calls()), choice.text(), steps(choice))).collect();
    (said(run.reply()), run.usage().cloned(), outcome)
}

fn calls<'a>(calls: impl Iterator<Item = &'a crate::run::ToolCall>) -> Vec<String> {
    calls.map(|call| format!("{}({})", call.name.as_deref().unwrap_or_default(), call.arguments)).collect()
}

fn steps(choice: &crate::run::Choice) -> Vec<String> {
    let parts =
        choice.items.iter().filter_map(|item| if let ItemBody::Reasoning(reasoning) = &item.body { Some(&reasoning.parts) } else { None });
    parts.flatten().map(|part| part.text.clone()).collect()
}

/// The options of a stream are for a stream.
fn options(stream: bool) -> Value {
    if stream { json!({"include_usage": true}) } else { Value::Null }
}

fn example(api: &str, stream: bool) -> SimRequest {
    match api {
        "chat" => chat(
            json!({"model": "o1", "messages": [{"role": "user", "content": PYTHON_API_PROMPT}], "stream": stream, "stream_options": options(stream)}),
        ),
        _ => responses(json!({"model": "o4-mini", "input": PYTHON_API_PROMPT, "stream": stream, "reasoning": {"summary": "auto"}})),
    }
}

#[test]
fn the_documented_example_folds_to_its_text_usage_and_verdicts() {
    for api in ["chat", "responses"] {
        for stream in [true, false] {
            let run = run(&example(api, stream), Scenario::Answer, None);
            let usage = run.usage().unwrap();
            let counts = (usage.input, usage.output, usage.reasoning, usage.cached, usage.total);
            assert_eq!(counts, (Some(20), Some(1_843), Some(448), Some(0), Some(1_863)), "{api} {stream}");
            assert_eq!(run.reply().text(0), include_str!("../texts/python_api.md"), "{api} {stream}");
            assert!(run.reply().prompt_filters.iter().any(|filter| filter.category == "jailbreak" && !filter.filtered), "{api} {stream}");
            let verdicts = &run.reply().choices[0].filters;
            assert!(verdicts.iter().any(|filter| filter.category == "protected_material_code"), "{api} {stream}");
        }
    }
}

#[test]
fn steps_of_thinking_have_titles_and_times_of_their_own() {
    let run = run(&example("responses", true), Scenario::Answer, None);
    let ItemBody::Reasoning(reasoning) = &run.reply().choices[0].items[0].body else { panic!("thinking comes first") };
    let titles: Vec<_> = reasoning.parts.iter().map(|part| part.title().unwrap_or_default()).collect();
    assert_eq!(titles[0], "Outlining the path of a beginner");
    assert_eq!(titles.len(), 4);
    for part in &reasoning.parts {
        assert!(part.ended.unwrap() > part.started, "{titles:?}");
    }
}

#[test]
fn whole_streamed_and_however_cut_an_answer_is_the_same() {
    let tool = |flat| json!([weather_tool(flat)]);
    let question = "Compare the weather in Seoul and Busan.";
    let requests = [
        example("chat", true),
        example("responses", true),
        responses(json!({"model": "o3", "input": GARBLED_SENTENCE, "stream": true, "reasoning": {"summary": "detailed"}})),
        responses(json!({"model": "gpt-oss-20b", "input": "showcase", "stream": true})),
        chat(
            json!({"model": "gpt-oss-20b", "messages": [{"role": "user", "content": "showcase"}], "stream": true, "stream_options": {"include_usage": true}}),
        ),
        responses(json!({"model": "o4-mini", "input": question, "stream": true, "tools": tool(true)})),
        chat(
            json!({"model": "gpt-4o", "messages": [{"role": "user", "content": question}], "stream": true, "stream_options": {"include_usage": true}, "tools": tool(false)}),
        ),
        chat(
            json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "수학 공식과 코드"}], "stream": true, "stream_options": {"include_usage": true}, "n": 2}),
        ),
    ];
    for request in requests {
        let as_cut = folded(&request, Scenario::Answer, None);
        for split in [1, 7, 4_096] {
            assert_eq!(folded(&request, Scenario::Answer, Some(split)), as_cut, "{request:?} in pieces of {split}");
        }
        let mut whole = request.clone();
        whole.body["stream"] = false.into();
        whole.body["stream_options"] = options(false);
        let (choices, usage, outcome) = folded(&whole, Scenario::Answer, None);
        assert_eq!((choices, outcome), (as_cut.0, as_cut.2), "{request:?}");
        let counts = |usage: Option<Usage>| usage.map(|usage| (usage.input, usage.output, usage.reasoning, usage.cached));
        assert_eq!(counts(usage), counts(as_cut.1), "{request:?}");
    }
}

#[test]
fn each_failure_is_understood_for_what_it_is_and_keeps_what_came() {
    let asks = |stream: bool| {
        [
            chat(
                json!({"model": "o4-mini", "messages": [{"role": "user", "content": "Tea?"}], "stream": stream, "stream_options": options(stream)}),
            ),
            responses(json!({"model": "o4-mini", "input": "Tea?", "stream": stream})),
        ]
    };
    for request in asks(true) {
        let failed = |scenario| match run(&request, scenario, None).outcome() {
            Some(Outcome::Failed(problem)) => (problem.kind, problem.retry_after, problem.server.clone()),
            other => panic!("{scenario:?} of {} ended as {other:?}", request.path),
        };
        assert_eq!(failed(Scenario::UnsupportedParameter).0, ProblemKind::Refused);
        assert_eq!(failed(Scenario::WrongKey).0, ProblemKind::Key);
        let (kind, delay, _) = failed(Scenario::RateLimited);
        assert_eq!((kind, delay), (ProblemKind::RateLimited, Some(Millis(3_600.0))));
        let (kind, _, words) = failed(Scenario::MidStreamError);
        assert_eq!(kind, ProblemKind::Server);
        assert!(words.unwrap().message.starts_with("The server had an error"));

        let cut = run(&request, Scenario::CutStream, None);
        assert!(matches!(cut.outcome(), Some(Outcome::Cut { .. })), "{:?}", cut.outcome());
        for broken in [Scenario::CutStream, Scenario::MidStreamError] {
            let kept = run(&request, broken, None).reply().text(0);
            let whole = run(&request, Scenario::Answer, None).reply().text(0);
            assert!(!kept.is_empty() && whole.starts_with(&kept) && kept.len() < whole.len(), "{kept}");
        }
    }
    for request in asks(true).into_iter().chain(asks(false)) {
        let spent = run(&request, Scenario::BudgetSpent, None);
        assert_eq!(spent.spent_on_thinking(), Some((2_048, 2_048)), "{request:?}");
        let filtered = run(&request, Scenario::ContentFilter, None);
        assert!(filtered.reply().choices[0].filters.iter().any(|filter| filter.category == "violence" && filter.filtered), "{request:?}");
        assert!(!filtered.reply().text(0).is_empty());
    }
}
