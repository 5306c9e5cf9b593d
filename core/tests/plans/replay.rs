//! The chain of errors that people meet when they send earlier answers back (wire.md c.6), step by step: the simulator refuses what
//! the servers refuse, and the plan's request passes.

use crate::bodies::{LINEUP, endpoint, lane};
use crate::requests::rules_of;
use crate::strict::refusal;
use lineup_core::draft::{ApiChoice, Draft, Flavour, FunctionTool, History, Lane, Scenario, TurnBody};
use lineup_core::plan::{Fate, Plan, plan};
use lineup_core::run::simulator::{SimRequest, answer};
use lineup_core::run::{End, Millis, Run};
use serde_json::{Value, json};

fn asking(store: Option<bool>) -> Draft {
    let mut draft = Draft::new();
    draft.settings.store = store;
    draft.tools.push(FunctionTool {
        name: "get_weather".into(),
        description: "Tells the weather in a city".into(),
        parameters: json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}),
        strict: None,
    });
    draft.conversation.append(TurnBody::user("Compare the weather in Seoul and Busan."));
    draft
}

fn planned(draft: &Draft, lane: &Lane) -> Plan {
    plan(draft, lane, &endpoint(Flavour::OpenAi), &LINEUP).unwrap()
}

/// What the simulator answers, as the page would take it into the conversation.
fn answered(draft: &Draft, lane: &Lane) -> TurnBody {
    let plan = planned(draft, lane);
    let request = SimRequest { path: "/v1/responses".into(), body: plan.body.clone() };
    let answer = answer(&request, Scenario::Answer, 1);
    assert_eq!(answer.status, 200);
    let mut run = Run::new(plan.api);
    let headers: Vec<(String, String)> = answer.headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    run.headers(answer.status, Some("text/event-stream"), &headers, Millis(1.0));
    for chunk in answer.chunks {
        run.bytes(&chunk.bytes, Millis(2.0));
    }
    run.end(End::Closed, Millis(3.0));
    run.assistant_turn(0, lane).unwrap()
}

/// A conversation whose calls were answered: the next request sends reasoning, two calls and two results.
fn after_calls(store: Option<bool>) -> (Draft, Lane) {
    let lane = lane("o4-mini", ApiChoice::Responses, true);
    let mut draft = asking(store);
    let turn = answered(&draft, &lane);
    let TurnBody::Assistant { tool_calls, .. } = &turn else { panic!("{turn:?}") };
    let ids: Vec<String> = tool_calls.iter().map(|call| call.id.clone()).collect();
    assert_eq!(ids.len(), 2, "two calls in parallel");
    draft.conversation.append(turn);
    for call_id in ids {
        draft.conversation.append(TurnBody::Tool { call_id, output: "3 degrees".into() });
    }
    (draft, lane)
}

fn says(plan: &Plan, change: impl FnOnce(&mut Value)) -> String {
    let mut plan = plan.clone();
    change(&mut plan.body);
    refusal(&plan).map(|error| error["message"].as_str().unwrap_or_default().to_owned()).unwrap_or_default()
}

fn kinds(plan: &Plan) -> Vec<String> {
    plan.body["input"].as_array().unwrap().iter().map(|item| item["type"].as_str().unwrap_or("message").to_owned()).collect()
}

#[test]
fn step_1_unstored_items_go_back_without_ids_and_with_encrypted_content() {
    let (draft, lane) = after_calls(Some(false));
    let plan = planned(&draft, &lane);
    let came = draft.conversation.branch_turns().find_map(|(_, turn)| match &turn.body {
        TurnBody::Assistant { items, .. } => Some(items.clone()),
        _ => None,
    });
    let came = came.unwrap();
    let naive = says(&plan, |body| {
        body["input"].as_array_mut().unwrap().splice(1..=came.len(), came.clone());
    });
    assert!(naive.starts_with("Item with id 'rs_") && naive.contains("Items are not persisted"), "{naive}");
    let unreadable = says(&plan, |body| {
        body["input"][1].as_object_mut().unwrap().shift_remove("encrypted_content");
    });
    assert!(unreadable.contains("not found"), "{unreadable}");
    assert_eq!(says(&plan, |_| ()), "");
    assert_eq!(kinds(&plan), ["message", "reasoning", "function_call", "function_call", "function_call_output", "function_call_output"]);
    assert!(plan.body["include"].as_array().unwrap().contains(&json!("reasoning.encrypted_content")));
    assert!(plan.replayed.iter().all(|item| item.fate == Fate::WithoutId && item.turn == 2), "{:?}", plan.replayed);
}

#[test]
fn step_2_calls_go_back_with_the_reasoning_that_led_to_them() {
    let (draft, lane) = after_calls(None);
    let plan = planned(&draft, &lane);
    let naive = says(&plan, |body| _ = body["input"].as_array_mut().unwrap().remove(1));
    assert!(naive.contains("of type 'function_call' was provided without its required 'reasoning' item: 'rs_"), "{naive}");
    assert_eq!(says(&plan, |_| ()), "");
    assert_eq!(
        plan.replayed.iter().map(|item| (item.kind.as_str(), item.fate)).collect::<Vec<_>>(),
        [("reasoning", Fate::Whole), ("function_call", Fate::Whole), ("function_call", Fate::Whole)]
    );
}

#[test]
fn step_3_reasoning_goes_back_with_the_item_that_follows_it() {
    let (draft, lane) = after_calls(None);
    let plan = planned(&draft, &lane);
    let naive = says(&plan, |body| _ = body["input"].as_array_mut().unwrap().drain(2..));
    assert!(naive.contains("of type 'reasoning' was provided without its required following item"), "{naive}");
    // A turn whose last item is reasoning was stopped while it thought.
    let mut stopped = draft.clone();
    let answer = stopped.conversation.path()[1];
    stopped.conversation.set_tip(Some(answer));
    if let Some(TurnBody::Assistant { items, tool_calls, text, .. }) =
        stopped.conversation.turns.get_mut(&answer).map(|turn| &mut turn.body)
    {
        items.truncate(1);
        tool_calls.clear();
        "Let me".clone_into(text);
    }
    stopped.conversation.append(TurnBody::user("And?"));
    let plan = planned(&stopped, &lane);
    assert_eq!((says(&plan, |_| ()), rules_of(&plan)), (String::new(), vec!["Q-REASON-ORDER"]));
    assert_eq!(plan.replayed[0].fate, Fate::LeftOut);
}

#[test]
fn step_4_only_a_stored_answer_is_gone_on_from() {
    let (mut draft, lane) = after_calls(None);
    draft.history = History::Stored;
    let plan = planned(&draft, &lane);
    let id = plan.body["previous_response_id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("resp_"));
    assert_eq!(kinds(&plan), ["function_call_output", "function_call_output"], "the server knows the rest");
    assert_eq!((says(&plan, |_| ()), plan.replayed[0].fate), (String::new(), Fate::Kept));
    assert!(plan.notices.iter().any(|notice| notice.rule == "Q-PREVID"));

    let (mut unstored, lane) = after_calls(Some(false));
    let naive = match &unstored.conversation.branch_turns().nth(1).unwrap().1.body {
        TurnBody::Assistant { response: Some(response), .. } => response.id.clone(),
        other => panic!("{other:?}"),
    };
    let said = says(&plan, |body| body["previous_response_id"] = naive.into());
    assert!(said.starts_with("Previous response with id 'resp_") && said.ends_with("not found."), "{said}");
    unstored.history = History::Stored;
    let plan = planned(&unstored, &lane);
    assert_eq!((says(&plan, |_| ()), &plan.body["previous_response_id"]), (String::new(), &Value::Null));
    assert!(rules_of(&plan).contains(&"L-HISTORY"));
}

#[test]
fn a_stored_answer_is_not_gone_on_from_after_an_edit_or_elsewhere() {
    let (mut draft, lane) = after_calls(None);
    draft.history = History::Stored;
    let mut edited = draft.clone();
    let question = edited.conversation.path()[0];
    edited.conversation.set_text(question, "Only Seoul.");
    assert_eq!(planned(&edited, &lane).body["previous_response_id"], Value::Null);
    let elsewhere = Lane { endpoint: lineup_core::draft::EndpointId("another".into()), ..lane.clone() };
    let plan = planned(&draft, &elsewhere);
    assert_eq!((&plan.body["previous_response_id"], plan.replayed[0].fate), (&Value::Null, Fate::Rewritten));
    assert!(!plan.body.to_string().contains("encrypted_content"), "another server cannot read it");
}

#[test]
fn what_was_not_stored_is_not_asked_for_by_id_when_storing_is_on_again() {
    let (mut draft, lane) = after_calls(Some(false));
    draft.settings.store = None;
    let plan = planned(&draft, &lane);
    assert_eq!(says(&plan, |_| ()), "");
    assert!(plan.replayed.iter().all(|item| item.fate == Fate::WithoutId));
}

#[test]
fn results_and_calls_come_together() {
    let (draft, lane) = after_calls(None);
    let plan = planned(&draft, &lane);
    let lost = says(&plan, |body| _ = body["input"].as_array_mut().unwrap().drain(1..4));
    assert!(lost.starts_with("No tool call found for function call output with call_id call_"), "{lost}");
    let open = says(&plan, |body| _ = body["input"].as_array_mut().unwrap().pop());
    assert!(open.starts_with("No tool output found for function call call_"), "{open}");
}
