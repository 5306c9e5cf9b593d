//! The bodies are valid by the API's own schema.

use crate::bodies::{APIS, FLAVOURS, models, plan_for, widest};
use jsonschema::Validator;
use lineup_core::draft::{Part, TurnBody};
use lineup_core::wire::Api;
use serde_json::{Value, json};
use std::path::Path;

/// The schema says `oneOf` where several alternatives overlap (an input message matches two of its own forms): `anyOf` is meant.
fn any_of(value: &mut Value) {
    match value {
        Value::Object(map) => {
            if let Some(list) = map.shift_remove("oneOf") {
                map.insert("anyOf".into(), list);
            }
            // A keyword of an older draft, which the newer one reads as something else.
            map.shift_remove("$recursiveAnchor");
            map.values_mut().for_each(any_of);
        }
        Value::Array(list) => list.iter_mut().for_each(any_of),
        _ => {}
    }
}

fn validator(folder: &Path, file: &str, name: &str) -> Validator {
    let mut schema: Value = serde_json::from_slice(&std::fs::read(folder.join(file)).unwrap()).unwrap();
    any_of(&mut schema);
    schema["$ref"] = json!(format!("#/$defs/{name}"));
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn a_draft_that_sets_everything_becomes_a_valid_body_for_every_model_everywhere() {
    let Some(folder) = lineup_test_support::shared("facts/openapi") else { return };
    let chat = validator(&folder, "chat_completions.request.json", "CreateChatCompletionRequest");
    let responses = validator(&folder, "responses.request.json", "CreateResponse");
    let mut draft = widest();
    let sound = Part::Audio { data: "AA==".into(), format: "wav".into() };
    draft.conversation.append(TurnBody::User { parts: vec![Part::Text { text: "Hear".into() }, sound] });
    draft.conversation.append(TurnBody::Assistant {
        text: "Heard.".into(),
        tool_calls: Vec::new(),
        reasoning: Some("hm".into()),
        model: None,
        items: vec![
            json!({"type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "x"}),
            json!({"type": "message", "id": "msg_1", "status": "completed", "role": "assistant",
                   "content": [{"type": "output_text", "text": "Heard.", "annotations": [], "logprobs": []}]}),
        ],
        response: None,
    });
    draft.conversation.append(TurnBody::Developer { text: "Now in Korean.".into() });
    draft.conversation.append(TurnBody::user("Go on."));
    let mut wrong = Vec::new();
    let mut checked = 0;
    for model in models() {
        for (api, _) in APIS {
            for (flavour, endpoint) in FLAVOURS {
                let plan = plan_for(&draft, model, api, flavour).unwrap();
                let validator = if plan.api == Api::Responses { &responses } else { &chat };
                checked += 1;
                wrong.extend(
                    validator
                        .iter_errors(&plan.body)
                        .map(|error| format!("{model} {:?} {endpoint}: {} {error}", plan.api, error.instance_path())),
                );
            }
        }
    }
    assert!(checked > 300);
    assert_eq!(wrong.iter().take(5).collect::<Vec<_>>(), Vec::<&String>::new());
}
