//! No body holds what its model refuses. Written from the facts of each model, not from the rules.

use crate::bodies::{APIS, FLAVOURS, LINEUP, everything, models, plan_for};
use lineup_core::draft::{ApiChoice, Flavour};
use lineup_core::lineup::{ChatTools, Model, Sampling};
use lineup_core::plan::{Plan, chat_body};
use lineup_core::wire::Api;
use serde_json::{Value, json};

fn refused(model: &Model, flavour: Flavour, plan: &Plan) -> Vec<String> {
    let body = &plan.body;
    let mut found = Vec::new();
    let (list, path) = match plan.api {
        Api::Responses => (&model.refuses.responses, "/reasoning/effort"),
        _ => (&model.refuses.chat, "/reasoning_effort"),
    };
    let effort = body.pointer(path).and_then(Value::as_str);
    let effective = effort.or(model.effort.default.as_deref());
    let open = model.sampling == Some(Sampling::EffortNone) && effective == Some("none");
    let azure = matches!(flavour, Flavour::AzureV1 | Flavour::AzureClassic);
    let accepted = |name: &String| azure && model.azure.as_ref().is_some_and(|facts| facts.accepts.contains(name));
    for name in list.iter().filter(|name| !accepted(name)) {
        let there = match name.as_str() {
            "effort" => effort.is_some(),
            "summary" => body.pointer("/reasoning/summary").is_some(),
            "verbosity" => body.get("verbosity").or(body.pointer("/text/verbosity")).is_some(),
            "response_format:json_schema" => body.pointer("/response_format/type") == Some(&json!("json_schema")),
            "temperature" | "top_p" if open || (plan.api == Api::Chat && body.get(name) == Some(&json!(1))) => false,
            "logprobs" if open => false,
            _ => body.get(name).is_some(),
        };
        if there {
            found.push(name.clone());
        }
    }
    if let Some(effort) = effort {
        let only = plan.api == Api::Chat && model.effort.responses_only.iter().any(|value| value == effort);
        if only || (!model.effort.values.is_empty() && !model.effort.values.iter().any(|value| value == effort)) {
            found.push(format!("effort {effort}"));
        }
    }
    let summary = body.pointer("/reasoning/summary").and_then(Value::as_str);
    if let (Some(values), Some(summary)) = (&model.summary, summary)
        && !values.iter().any(|value| value == summary)
    {
        found.push(format!("summary {summary}"));
    }
    let tools = plan.api == Api::Chat && body.get("tools").is_some();
    match model.chat_tools {
        Some(ChatTools::Never) if tools => found.push("tools on Chat".into()),
        Some(ChatTools::EffortNone) if tools && effort != Some("none") => found.push("tools without effort none".into()),
        Some(ChatTools::WithoutEffort) if tools && effort.is_some_and(|effort| effort != "none") => found.push("tools with effort".into()),
        _ => {}
    }
    if model.serves(plan.api) == Some(false) {
        found.push(format!("{:?}", plan.api));
    }
    let streams = if azure { model.stream.azure.or(model.stream.openai) } else { model.stream.openai };
    if plan.stream && streams == Some(false) {
        found.push("stream".into());
    }
    let roles = [body.pointer("/messages"), body.pointer("/input")];
    let has = |role: &str| roles.iter().flatten().filter_map(|list| list.as_array()).flatten().any(|message| message["role"] == role);
    if model.role.as_deref() == Some("user") && (has("system") || has("developer") || body.get("instructions").is_some()) {
        found.push("instructions".into());
    }
    if has("system") && has("developer") {
        found.push("both roles".into());
    }
    if body["max_output_tokens"].as_u64().is_some_and(|limit| limit < 16) {
        found.push("max_output_tokens below 16".into());
    }
    found
}

#[test]
fn no_body_holds_what_its_model_refuses() {
    let efforts = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
    let mut wrong = Vec::new();
    for effort in efforts.map(Some).into_iter().chain([None]) {
        for (heat, limit) in [(0.2, 100), (1.0, 5)] {
            let mut body = everything();
            let fields = body.as_object_mut().unwrap();
            match effort {
                Some(effort) => fields.insert("reasoning_effort".into(), effort.into()),
                None => fields.shift_remove("reasoning_effort"),
            };
            fields.insert("temperature".into(), heat.into());
            fields.insert("max_tokens".into(), limit.into());
            if limit == 5 {
                fields.retain(|name, _| name != "tools" && name != "tool_choice");
            }
            let mut draft = chat_body(&body.to_string()).unwrap().draft;
            draft.settings.summary = Some("concise".into());
            for id in models() {
                let model = LINEUP.get(id).unwrap();
                for (api, _) in APIS {
                    for (flavour, endpoint) in FLAVOURS {
                        let plan = plan_for(&draft, id, api, flavour).unwrap();
                        let refused = refused(model, flavour, &plan);
                        wrong.extend(refused.into_iter().map(|what| format!("{id} {api:?} {endpoint} effort {effort:?}: {what}")));
                    }
                }
            }
        }
    }
    assert_eq!(wrong.iter().take(10).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn snapshots_and_tuned_models_follow_their_base() {
    let draft = chat_body(&everything().to_string()).unwrap().draft;
    let rules = |model: &str| {
        let plan = plan_for(&draft, model, ApiChoice::Chat, Flavour::OpenAi).unwrap();
        plan.adjustments.into_iter().map(|change| change.rule).collect::<Vec<_>>()
    };
    assert_eq!(rules("o4-mini-2025-04-16"), rules("o4-mini"));
    assert_eq!(rules("ft:o4-mini-2025-04-16:acme::1"), rules("o4-mini"));
    assert_eq!(rules("openai/o4-mini"), rules("o4-mini"));
}

#[test]
fn an_unknown_model_keeps_everything_that_the_wire_can_carry() {
    let mut draft = chat_body(&everything().to_string()).unwrap().draft;
    draft.settings.extra.shift_remove("stream_options");
    for model in ["some-llama", "my-deployment"] {
        for (flavour, endpoint) in FLAVOURS {
            let plan = plan_for(&draft, model, ApiChoice::Chat, flavour).unwrap();
            assert_eq!(plan.adjustments, [], "{model} {endpoint}");
            assert_eq!(plan.body["max_tokens"], 100);
        }
    }
}
