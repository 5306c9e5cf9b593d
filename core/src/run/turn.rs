//! From an answer to a turn of the conversation, so that the next prompt can continue it.

use super::think::ThinkSplit;
use super::{Choice, ItemBody, Outcome, ReasoningKind, Run, ToolKind};
use crate::draft::{Lane, ResponseRef, ToolCallTurn, TurnBody};
use crate::wire::Api;
use crate::wire::sse::{Decoder, Frame};
use serde_json::Value;

/// The answer as the assistant's turn; `None` where there is nothing to continue with.
///
/// A call without an id (Chat's old `function_call`) takes its name as id. The output items of Responses go along, to be
/// replayed there (wire.md c.6), but only those of a finished answer: half an item is refused.
pub(super) fn assistant_turn(run: &Run, choice: u32, lane: &Lane) -> Option<TurnBody> {
    let answer = run.reply().choice(choice)?;
    let mut text = answer.text();
    if lane.split_think {
        let mut split = ThinkSplit::default();
        split.finish(&text);
        text = split.answer(&text).to_owned();
    }
    let tool_calls = answer.tool_calls().map(|call| {
        let name = call.name.clone().unwrap_or_default();
        ToolCallTurn {
            id: call.call_id.clone().filter(|id| !id.is_empty()).unwrap_or_else(|| name.clone()),
            name,
            arguments: call.arguments.clone(),
            custom: call.kind == ToolKind::Custom,
        }
    });
    let tool_calls: Vec<_> = tool_calls.collect();
    // A question to the user is something to go on from too.
    if text.trim().is_empty() && tool_calls.is_empty() && answer.approvals().next().is_none() {
        return None;
    }
    // Half an answer is neither stored nor replayed, and making its document anew would cost as much as it is long.
    let response = if run.api() == Api::Responses && is_whole(run) { run.response_json() } else { None };
    Some(TurnBody::Assistant {
        text,
        tool_calls,
        reasoning: raw_reasoning(answer),
        model: Some(lane.model.clone()),
        items: response.as_ref().map(|response| items(run, response)).unwrap_or_default(),
        response: response.as_ref().and_then(|response| response_ref(response, lane)),
    })
}

/// The answer as its server knows it. What it says itself counts; a lane that asked for nothing to be kept is believed too.
fn response_ref(response: &Value, lane: &Lane) -> Option<ResponseRef> {
    let id = response["id"].as_str().filter(|id| !id.is_empty())?;
    let stored = response["store"].as_bool().or(lane.settings.store).unwrap_or(true) && response["status"] == "completed";
    Some(ResponseRef { id: id.to_owned(), endpoint: lane.endpoint.clone(), stored, edited: false })
}

/// The model's own words, as servers of open models want them back; a summary is the server's and goes nowhere.
fn raw_reasoning(choice: &Choice) -> Option<String> {
    let parts = choice.items.iter().filter_map(|item| match &item.body {
        ItemBody::Reasoning(reasoning) if reasoning.kind == ReasoningKind::Raw => Some(&reasoning.parts),
        _ => None,
    });
    let text: String = parts.flatten().map(|part| part.text.as_str()).collect();
    (!text.is_empty()).then_some(text)
}

fn is_whole(run: &Run) -> bool {
    matches!(run.outcome(), Some(Outcome::Finished { word: Some(word) }) if word == "completed")
}

fn items(run: &Run, response: &Value) -> Vec<Value> {
    let output = response["output"].as_array().cloned().unwrap_or_default();
    // Some servers end with an empty output after they have streamed the items (wire.md c.5).
    if output.is_empty() { streamed(&run.raw().whole()) } else { output }
}

/// The items as their own last events gave them.
fn streamed(raw: &[u8]) -> Vec<Value> {
    let mut decoder = Decoder::default();
    let mut bytes = raw;
    let mut items = Vec::new();
    while let Ok(Some(frame)) = decoder.next(&mut bytes) {
        if let Frame::Event(event) = frame
            && let Ok(mut event) = serde_json::from_str::<Value>(&event.data)
            && event["type"] == "response.output_item.done"
        {
            items.push((event["output_index"].as_u64(), event["item"].take()));
        }
    }
    items.sort_by_key(|(index, _)| *index);
    items.into_iter().map(|(_, item)| item).filter(Value::is_object).collect()
}

#[cfg(test)]
mod tests {
    use super::assistant_turn;
    use crate::draft::{ApiChoice, EndpointId, Lane, LaneId, TurnBody};
    use crate::run::{End, Millis, Run};
    use crate::wire::Api;

    fn lane(split_think: bool) -> Lane {
        Lane {
            id: LaneId(1),
            model: "o4-mini".to_owned(),
            endpoint: EndpointId("simulator".to_owned()),
            api: ApiChoice::Auto,
            stream: true,
            settings: crate::draft::Settings::default(),
            send_anyway: std::collections::BTreeSet::new(),
            scenario: crate::draft::Scenario::Answer,
            split_think,
        }
    }

    fn run(api: Api, body: &str, end: End) -> Run {
        let mut run = Run::new(api);
        run.headers(200, Some("application/json"), &[], Millis(1.0));
        run.bytes(body.as_bytes(), Millis(2.0));
        run.end(end, Millis(3.0));
        run
    }

    #[test]
    fn a_chat_answer_becomes_a_turn_with_its_calls() {
        let body = r#"{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"content":"Let me look.","reasoning_content":"hm",
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}}]}"#;
        let Some(TurnBody::Assistant { text, tool_calls, reasoning, model, items, response }) =
            assistant_turn(&run(Api::Chat, body, End::Closed), 0, &lane(true))
        else {
            panic!("no turn")
        };
        assert_eq!((text.as_str(), reasoning.as_deref(), model.as_deref()), ("Let me look.", Some("hm"), Some("o4-mini")));
        assert_eq!((tool_calls[0].id.as_str(), tool_calls[0].arguments.as_str()), ("call_1", "{\"a\":1}"));
        assert!(items.is_empty() && response.is_none());
    }

    #[test]
    fn thinking_inside_the_text_stays_out_where_it_is_split_off() {
        let body = r#"{"choices":[{"index":0,"finish_reason":"stop","message":{"content":"<think>hm</think>\nYes."}}]}"#;
        let text = |split| match assistant_turn(&run(Api::Chat, body, End::Closed), 0, &lane(split)) {
            Some(TurnBody::Assistant { text, .. }) => text,
            other => panic!("{other:?}"),
        };
        assert_eq!(text(true), "Yes.");
        assert!(text(false).starts_with("<think>"));
    }

    #[test]
    fn the_items_of_responses_go_along_when_they_are_whole() {
        let body = |status: &str| {
            format!(
                r#"{{"object":"response","status":"{status}","output":[{{"type":"reasoning","id":"rs_1","summary":[]}},
                {{"type":"message","id":"msg_1","role":"assistant","status":"{status}","content":[{{"type":"output_text","text":"Yes."}}]}}]}}"#
            )
        };
        let items = |status| match assistant_turn(&run(Api::Responses, &body(status), End::Closed), 0, &lane(true)) {
            Some(TurnBody::Assistant { items, .. }) => items.len(),
            other => panic!("{other:?}"),
        };
        assert_eq!(items("completed"), 2);
        assert_eq!(items("incomplete"), 0);
    }

    #[test]
    fn items_that_were_only_streamed_go_along_too() {
        let event = |data: &str| format!("data: {data}\n\n");
        let body = [
            ": keep-alive\n\n".to_owned(),
            event(r#"{"type":"response.created","response":{"id":"resp_1","status":"in_progress","output":[]}}"#),
            event(r#"{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":"Yes."}"#),
            event(
                r#"{"type":"response.output_item.done","output_index":1,"item":{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Yes."}]}}"#,
            ),
            event(
                r#"{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"x"}}"#,
            ),
            event(r#"{"type":"response.completed","response":{"id":"resp_1","status":"completed","store":false,"output":[]}}"#),
        ];
        let mut run = Run::new(Api::Responses);
        run.headers(200, Some("text/event-stream"), &[], Millis(1.0));
        run.bytes(body.concat().as_bytes(), Millis(2.0));
        run.end(End::Closed, Millis(3.0));
        let Some(TurnBody::Assistant { items, response: Some(response), .. }) = assistant_turn(&run, 0, &lane(true)) else {
            panic!("no turn")
        };
        assert_eq!(items.iter().map(|item| item["id"].as_str().unwrap_or_default()).collect::<Vec<_>>(), ["rs_1", "msg_1"]);
        assert!(response.id == "resp_1" && !response.stored);
    }

    #[test]
    fn an_empty_answer_is_no_turn() {
        let body = r#"{"choices":[{"index":0,"finish_reason":"length","message":{"content":""}}]}"#;
        assert_eq!(assistant_turn(&run(Api::Chat, body, End::Closed), 0, &lane(true)), None);
        assert_eq!(assistant_turn(&Run::new(Api::Chat), 0, &lane(true)), None);
    }
}
