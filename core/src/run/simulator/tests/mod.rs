//! The simulator from the outside: what it sends, and when.

mod attachments;
mod fold;
mod schema;

use super::*;
use crate::draft::examples::{GARBLED_SENTENCE, PYTHON_API_PROMPT};
use proptest::prelude::*;
use serde_json::json;

fn chat(body: Value) -> SimRequest {
    SimRequest { path: "/v1/chat/completions".into(), body }
}

fn responses(body: Value) -> SimRequest {
    SimRequest { path: "/v1/responses".into(), body }
}

fn bytes(answer: Simulated) -> Vec<u8> {
    answer.chunks.flat_map(|chunk| chunk.bytes).collect()
}

fn body(answer: Simulated) -> Value {
    serde_json::from_slice(&bytes(answer)).expect("one JSON object")
}

/// The events of a stream, read with no regard to how it was cut.
fn events(answer: Simulated) -> Vec<Value> {
    let text = String::from_utf8(bytes(answer)).expect("valid UTF-8 as a whole");
    let data = text.lines().filter_map(|line| line.strip_prefix("data: ")).filter(|data| *data != "[DONE]");
    data.map(|data| serde_json::from_str(data).expect("an event is JSON")).collect()
}

fn content(events: &[Value], choice: usize) -> String {
    let choices = events.iter().flat_map(|event| event["choices"].as_array().into_iter().flatten());
    choices.filter(|object| object["index"] == choice).filter_map(|object| object["delta"]["content"].as_str()).collect()
}

fn ask(model: &str, prompt: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": prompt}], "stream": true, "stream_options": {"include_usage": true}})
}

fn weather_tool(flat: bool) -> Value {
    let function = json!({"name": "get_weather", "description": "The weather in a city now", "parameters": {"type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}}, "required": ["city", "unit"], "additionalProperties": false}});
    if flat {
        let mut tool = json!({"type": "function"});
        tool.as_object_mut().unwrap().extend(function.as_object().unwrap().clone());
        tool
    } else {
        json!({"type": "function", "function": function})
    }
}

#[test]
fn the_documented_example_costs_what_the_document_says_and_is_counted_so() {
    let events = events(answer(&chat(ask("o1", PYTHON_API_PROMPT)), Scenario::Answer, 1));
    let usage = &events.last().unwrap()["usage"];
    assert_eq!(usage["prompt_tokens"], 20);
    assert_eq!(usage["completion_tokens"], 1_843);
    assert_eq!(usage["total_tokens"], 1_863);
    assert_eq!(usage["completion_tokens_details"]["reasoning_tokens"], 448);
    assert_eq!(usage["prompt_tokens_details"]["cached_tokens"], 0);
    assert_eq!(vocabulary::count(&content(&events, 0)), 1_843 - 448);
    assert_eq!(events[0]["choices"], json!([]));
    assert_eq!(events[0]["prompt_filter_results"][0]["content_filter_results"]["jailbreak"], json!({"filtered": false, "detected": false}));
    assert_eq!(events[2]["choices"][0]["content_filter_results"]["protected_material_code"], json!({"filtered": false, "detected": false}));
}

#[test]
fn the_documented_example_costs_the_same_on_responses() {
    let request = responses(json!({"model": "o4-mini", "input": PYTHON_API_PROMPT, "stream": true, "reasoning": {"summary": "auto"}}));
    let events = events(answer(&request, Scenario::Answer, 1));
    let last = &events.last().unwrap()["response"];
    assert_eq!(last["usage"]["output_tokens"], 1_843);
    assert_eq!(last["usage"]["output_tokens_details"]["reasoning_tokens"], 448);
    assert_eq!(last["content_filters"][0]["source_type"], "prompt");
    let titles: Vec<_> = last["output"][0]["summary"].as_array().unwrap().iter().filter_map(|part| part["text"].as_str()).collect();
    assert_eq!(titles.len(), 4);
    assert!(titles.iter().all(|text| text.starts_with("**") && text.contains("**\n\n")), "{titles:?}");
}

#[test]
fn a_model_that_does_not_think_says_so_in_its_usage() {
    let events = events(answer(&chat(ask("gpt-4o", PYTHON_API_PROMPT)), Scenario::Answer, 1));
    let usage = &events.last().unwrap()["usage"];
    assert_eq!(usage["completion_tokens_details"]["reasoning_tokens"], 0);
    assert_eq!(usage["completion_tokens"], vocabulary::count(&content(&events, 0)));
}

#[test]
fn effort_costs_tokens_and_time() {
    let cost = |effort: &str| {
        let mut body = ask("o3", "Why is the sky blue?");
        body["reasoning_effort"] = effort.into();
        let request = chat(body);
        let time: u64 = answer(&request, Scenario::Answer, 3).chunks.map(|chunk| u64::from(chunk.after_ms)).sum();
        let usage = events(answer(&request, Scenario::Answer, 3)).pop().unwrap();
        (usage["usage"]["completion_tokens_details"]["reasoning_tokens"].as_u64().unwrap(), time)
    };
    let (low, medium, high) = (cost("low"), cost("medium"), cost("high"));
    assert!(low.0 < medium.0 && medium.0 < high.0, "{low:?} {medium:?} {high:?}");
    assert!(low.1 < medium.1 && medium.1 < high.1, "{low:?} {medium:?} {high:?}");
}

#[test]
fn no_usage_comes_where_none_was_asked_for() {
    let mut body = ask("gpt-4o", "Hello");
    body.as_object_mut().unwrap().remove("stream_options");
    let events = events(answer(&chat(body), Scenario::Answer, 1));
    assert!(events.iter().all(|event| event.get("usage").is_none()));
    let kept = bytes(answer(&chat(ask("gpt-4o", "Hello")), Scenario::Answer, 1));
    assert!(kept.ends_with(b"data: [DONE]\n\n"));
}

#[test]
fn the_garbled_sentence_is_explained_in_the_language_of_the_request() {
    let cases = [
        (GARBLED_SENTENCE.to_owned(), "바로잡은 문장", "음절 해독하기"),
        (format!("Repair this sentence and explain: {GARBLED_SENTENCE}"), "In English", "Decoding the syllables"),
    ];
    for (prompt, text, title) in cases {
        let request = responses(json!({"model": "o3", "input": prompt, "reasoning": {"summary": "detailed"}}));
        let response = body(answer(&request, Scenario::Answer, 1));
        assert!(response["output"][0]["summary"][0]["text"].as_str().unwrap().contains(title));
        let answer = response["output"][1]["content"][0]["text"].as_str().unwrap();
        assert!(answer.contains(text) && answer.contains("지구상 어떤 번역기도 읽을 수 없지만"), "{answer}");
    }
}

#[test]
fn a_tool_is_called_once_for_each_place_and_its_results_are_used() {
    let question = json!({"role": "user", "content": "Compare the weather in Seoul and Busan."});
    let request = chat(json!({"model": "gpt-4o", "messages": [question], "tools": [weather_tool(false)]}));
    let first = body(answer(&request, Scenario::Answer, 1));
    let calls = first["choices"][0]["message"]["tool_calls"].as_array().unwrap().clone();
    assert_eq!(first["choices"][0]["finish_reason"], "tool_calls");
    let arguments: Vec<_> = calls.iter().map(|call| call["function"]["arguments"].as_str().unwrap()).collect();
    assert_eq!(arguments, [r#"{"city":"Seoul","unit":"celsius"}"#, r#"{"city":"Busan","unit":"celsius"}"#]);
    let mut messages = vec![question, first["choices"][0]["message"].clone()];
    for (call, degrees) in calls.iter().zip([7, 12]) {
        messages.push(json!({"role": "tool", "tool_call_id": call["id"], "content": json!({"degrees": degrees}).to_string()}));
    }
    let second = body(answer(&chat(json!({"model": "gpt-4o", "messages": messages, "tools": [weather_tool(false)]})), Scenario::Answer, 1));
    let text = second["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(text.contains("| call | degrees |") && text.contains("Busan") && text.contains("| 12 |"), "{text}");
    assert!(second["usage"]["prompt_tokens_details"]["cached_tokens"].as_u64().unwrap() > 0);
}

#[test]
fn without_parallel_calls_there_is_one() {
    let request = responses(
        json!({"model": "gpt-4o", "input": "Weather in Seoul and Busan?", "tools": [weather_tool(true)], "parallel_tool_calls": false}),
    );
    let output = body(answer(&request, Scenario::Answer, 1))["output"].clone();
    assert_eq!(output.as_array().unwrap().len(), 1);
    assert_eq!(output[0]["type"], "function_call");
}

#[test]
fn no_tool_is_called_where_the_request_forbids_it() {
    let request = responses(json!({"model": "gpt-4o", "input": "Weather in Seoul?", "tools": [weather_tool(true)], "tool_choice": "none"}));
    assert_eq!(body(answer(&request, Scenario::Answer, 1))["output"][0]["type"], "message");
}

#[test]
fn a_structured_answer_is_valid_for_its_schema() {
    let schema = json!({"type": "object", "properties": {"steps": {"type": "array", "items": {"type": "string"}}, "done": {"type": "boolean"}}, "required": ["steps", "done"], "additionalProperties": false});
    let request = responses(
        json!({"model": "gpt-4o", "input": "Solve it", "text": {"format": {"type": "json_schema", "name": "s", "schema": schema}}}),
    );
    let text = body(answer(&request, Scenario::Answer, 1))["output"][0]["content"][0]["text"].as_str().unwrap().to_owned();
    let value: Value = serde_json::from_str(&text).expect("the text is JSON");
    assert!(jsonschema::is_valid(&schema, &value), "{value}");
}

#[test]
fn a_small_limit_ends_the_answer_and_on_a_thinking_model_is_spent_on_thinking() {
    let mut quick = ask("gpt-4o", PYTHON_API_PROMPT);
    quick["max_tokens"] = 10.into();
    let quick = events(answer(&chat(quick), Scenario::Answer, 1));
    assert_eq!(vocabulary::count(&content(&quick, 0)), 10);
    assert_eq!(quick[quick.len() - 2]["choices"][0]["finish_reason"], "length");

    let mut slow = ask("o4-mini", PYTHON_API_PROMPT);
    slow["max_completion_tokens"] = 300.into();
    let slow = events(answer(&chat(slow), Scenario::Answer, 1));
    assert_eq!(content(&slow, 0), "");
    assert_eq!(slow[slow.len() - 2]["choices"][0]["finish_reason"], "length");
    let usage = &slow.last().unwrap()["usage"];
    assert_eq!((&usage["completion_tokens"], &usage["completion_tokens_details"]["reasoning_tokens"]), (&json!(300), &json!(300)));
}

#[test]
fn several_choices_stream_in_turns() {
    let mut body = ask("gpt-4o", "Hello there");
    body["n"] = 3.into();
    let events = events(answer(&chat(body), Scenario::Answer, 1));
    for choice in 0..3 {
        assert!(content(&events, choice).contains(&format!("Answer {} of 3", choice + 1)));
    }
    let order: Vec<_> = events
        .iter()
        .filter(|event| event["choices"][0]["delta"]["content"].is_string())
        .map(|event| event["choices"][0]["index"].as_u64().unwrap())
        .take(9)
        .collect();
    assert!(order.windows(2).any(|pair| pair[0] != pair[1]), "{order:?}");
}

#[test]
fn each_failure_fails_in_its_own_way() {
    let prompt = "Tell me something long about tea.";
    let request = chat(ask("o4-mini", prompt));
    let whole = content(&events(answer(&request, Scenario::Answer, 5)), 0);
    for (scenario, status, code) in [
        (Scenario::UnsupportedParameter, 400, json!("unsupported_parameter")),
        (Scenario::WrongKey, 401, json!("invalid_api_key")),
        (Scenario::RateLimited, 429, json!("rate_limit_exceeded")),
    ] {
        let refused = answer(&request, scenario, 5);
        assert_eq!(refused.status, status);
        assert_eq!(body(refused)["error"]["code"], code);
    }
    assert!(answer(&request, Scenario::RateLimited, 5).headers.contains(&("retry-after", "4".into())));

    let cut = String::from_utf8_lossy(&bytes(answer(&request, Scenario::CutStream, 5))).into_owned();
    assert!(!cut.ends_with('\n') && !cut.contains("[DONE]") && !cut.contains("\"stop\""), "{}", &cut[cut.len() - 200..]);

    let failed = events(answer(&request, Scenario::MidStreamError, 5));
    assert_eq!(failed.last().unwrap()["error"]["type"], "server_error");
    let kept = content(&failed, 0);
    assert!(whole.starts_with(&kept) && !kept.is_empty() && kept.len() < whole.len());

    let filtered = events(answer(&request, Scenario::ContentFilter, 5));
    let finish = &filtered[filtered.len() - 2]["choices"][0];
    assert_eq!(finish["finish_reason"], "content_filter");
    assert_eq!(finish["content_filter_results"]["violence"]["filtered"], true);

    let spent = body(answer(&responses(json!({"model": "o4-mini", "input": prompt})), Scenario::BudgetSpent, 5));
    assert_eq!(spent["incomplete_details"]["reason"], "max_output_tokens");
    assert_eq!(spent["usage"]["output_tokens_details"]["reasoning_tokens"], spent["usage"]["output_tokens"]);
    assert!(spent["output"].as_array().unwrap().iter().all(|item| item["type"] == "reasoning"));
}

#[test]
fn a_refused_parameter_is_one_that_was_sent() {
    let mut body_with_temperature = ask("o4-mini", "Hi");
    body_with_temperature["temperature"] = 0.5.into();
    let refused = body(answer(&chat(body_with_temperature), Scenario::UnsupportedParameter, 1));
    assert_eq!(refused["error"]["param"], "temperature");
}

#[test]
fn a_long_answer_has_twenty_thousand_lines_and_is_made_while_it_is_read() {
    let request = responses(json!({"model": "gpt-4o", "input": "Go on", "stream": true}));
    let first = answer(&request, Scenario::LongTable, 1).chunks.nth(2).expect("it begins at once");
    assert!(first.bytes.len() < 20_000, "{} bytes in one chunk", first.bytes.len());
    let events = events(answer(&request, Scenario::LongTable, 1));
    let deltas: Vec<_> = events.iter().filter(|event| event["type"] == "response.output_text.delta").collect();
    let text: String = deltas.iter().filter_map(|event| event["delta"].as_str()).collect();
    assert_eq!(text.lines().count(), long::LINES);
    assert_eq!(events.last().unwrap()["response"]["output"][0]["content"][0]["text"], text);
    let four: usize = deltas[..deltas.len() - 1].iter().filter(|event| vocabulary::count(event["delta"].as_str().unwrap()) == 4).count();
    assert!(four * 10 > deltas.len() * 9, "{four} of {} deltas have four tokens", deltas.len());
}

#[test]
fn unknown_paths_and_empty_requests_are_refused_in_words() {
    let nowhere = SimRequest { path: "/v1/images/generations".into(), body: json!({"model": "gpt-image-1"}) };
    assert_eq!(answer(&nowhere, Scenario::Answer, 1).status, 404);
    let empty = body(answer(&chat(json!({"model": "gpt-4o", "messages": []})), Scenario::Answer, 1));
    assert_eq!(empty["error"]["param"], "messages");
}

#[test]
fn a_classic_azure_path_names_the_model_and_brings_verdicts() {
    let request = SimRequest {
        path: "/openai/deployments/o3-mini/chat/completions?api-version=2024-12-01-preview".into(),
        body: json!({"messages": [{"role": "user", "content": "Hello"}]}),
    };
    let answer = body(answer(&request, Scenario::Answer, 1));
    assert_eq!(answer["model"], "o3-mini-2025-01-31");
    assert!(answer["prompt_filter_results"].is_array());
}

#[test]
fn some_chunks_end_within_a_character() {
    let request = chat(ask("o3", GARBLED_SENTENCE));
    let torn = answer(&request, Scenario::Answer, 1).chunks.filter(|chunk| std::str::from_utf8(&chunk.bytes).is_err()).count();
    assert!(torn > 5, "{torn}");
}

fn scenarios() -> impl Strategy<Value = Scenario> {
    use Scenario::*;
    prop::sample::select(vec![Answer, UnsupportedParameter, WrongKey, RateLimited, CutStream, MidStreamError, ContentFilter, BudgetSpent])
}

fn requests() -> impl Strategy<Value = SimRequest> {
    let model = prop::sample::select(vec!["o3", "o4-mini", "gpt-4o", "gpt-5.1", "gpt-oss-20b", "anything"]);
    let prompt = prop_oneof![
        Just(PYTHON_API_PROMPT.to_owned()),
        Just(GARBLED_SENTENCE.to_owned()),
        Just("maths and code".to_owned()),
        any::<String>()
    ];
    (model, prompt, any::<[bool; 5]>(), prop::option::of(16..600_u64)).prop_map(
        |(model, prompt, [on_responses, stream, tools, summary, usage], cap)| {
            let mut body = json!({"model": model, "stream": stream});
            if tools {
                body["tools"] = json!([weather_tool(on_responses)]);
            }
            if on_responses {
                body["input"] = json!([{"role": "user", "content": prompt}]);
                if summary {
                    body["reasoning"] = json!({"summary": "auto"});
                }
                if let Some(cap) = cap {
                    body["max_output_tokens"] = cap.into();
                }
                responses(body)
            } else {
                body["messages"] = json!([{"role": "user", "content": prompt}]);
                if usage && stream {
                    body["stream_options"] = json!({"include_usage": true});
                }
                if let Some(cap) = cap {
                    body["max_completion_tokens"] = cap.into();
                }
                chat(body)
            }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_same_request_and_seed_give_the_same_chunks(request in requests(), scenario in scenarios(), seed in any::<u64>()) {
        let once = answer(&request, scenario, seed);
        let again = answer(&request, scenario, seed);
        prop_assert_eq!((once.status, &once.headers), (again.status, &again.headers));
        prop_assert!(once.chunks.eq(again.chunks));
    }

    #[test]
    fn no_chunk_is_empty_and_usage_holds_its_parts(request in requests(), scenario in scenarios(), seed in any::<u64>()) {
        let chunks: Vec<_> = answer(&request, scenario, seed).chunks.collect();
        prop_assert!(chunks.iter().all(|chunk| !chunk.bytes.is_empty()));
        let text = String::from_utf8_lossy(&chunks.into_iter().flat_map(|chunk| chunk.bytes).collect::<Vec<_>>()).into_owned();
        for usage in text.split("\"usage\":").skip(1).filter(|rest| rest.starts_with('{')) {
            let mut reader = serde_json::Deserializer::from_str(usage).into_iter::<Value>();
            let Some(Ok(usage)) = reader.next() else { continue };
            let number = |chat: &str, responses: &str| usage.pointer(chat).or(usage.pointer(responses)).and_then(Value::as_u64).unwrap();
            let output = number("/completion_tokens", "/output_tokens");
            prop_assert!(number("/completion_tokens_details/reasoning_tokens", "/output_tokens_details/reasoning_tokens") <= output);
            let input = number("/prompt_tokens", "/input_tokens");
            prop_assert!(number("/prompt_tokens_details/cached_tokens", "/input_tokens_details/cached_tokens") <= input);
            prop_assert_eq!(number("/total_tokens", "/total_tokens"), input + output);
        }
    }
}
