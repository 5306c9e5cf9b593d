//! What the simulator sends is valid for the published description of the APIs.

use super::*;
use jsonschema::Validator;

/// The schema of a definition. OpenAPI's `nullable` becomes what JSON Schema says for it.
fn validator(file: &str, definition: &str) -> Option<Validator> {
    let path = lineup_test_support::shared(format!("facts/openapi/{file}"))?;
    let mut schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    allow_null(&mut schema);
    schema["$ref"] = format!("#/$defs/{definition}").into();
    Some(jsonschema::validator_for(&schema).expect("the schema itself is valid"))
}

fn allow_null(schema: &mut Value) {
    match schema {
        Value::Object(rules) => {
            // An older draft's way to say "this schema again"; the places that use it are no concern of these tests.
            rules.retain(|name, _| name != "$recursiveAnchor" && name != "$recursiveRef");
            rules.values_mut().for_each(allow_null);
            if rules.get("nullable") == Some(&Value::Bool(true)) {
                if let Some(kind) = rules.get("type").and_then(Value::as_str).map(str::to_owned) {
                    rules.insert("type".into(), json!([kind, "null"]));
                }
                if let Some(Value::Array(options)) = rules.get_mut("enum") {
                    options.push(Value::Null);
                }
            }
        }
        Value::Array(parts) => parts.iter_mut().for_each(allow_null),
        _ => {}
    }
}

fn check(validator: &Validator, value: &Value) {
    let errors: Vec<_> = validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).take(3).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{}", value.to_string().chars().take(1_500).collect::<String>());
}

fn prompts(flat: bool) -> Vec<(Value, Value)> {
    let none = json!([]);
    let tools = json!([weather_tool(flat)]);
    vec![
        (json!(GARBLED_SENTENCE), none.clone()),
        (json!("Hello"), none.clone()),
        (json!("maths and code"), none),
        (json!("Weather in Seoul and Busan?"), tools),
    ]
}

#[test]
fn chat_answers_are_valid() {
    let (Some(chunk), Some(whole)) = (
        validator("chat_completions.response.json", "CreateChatCompletionStreamResponse"),
        validator("chat_completions.response.json", "CreateChatCompletionResponse"),
    ) else {
        return;
    };
    for (prompt, tools) in prompts(false) {
        for model in ["o4-mini", "gpt-4o", "gpt-oss-20b"] {
            let mut request = json!({"model": model, "messages": [{"role": "user", "content": prompt}], "tools": tools, "n": 2});
            check(&whole, &body(answer(&chat(request.clone()), Scenario::Answer, 2)));
            request["stream"] = true.into();
            request["stream_options"] = json!({"include_usage": true});
            for mut event in events(answer(&chat(request), Scenario::Answer, 2)) {
                // The description has no null for it; the servers send one on every chunk but the last.
                if event["usage"].is_null() {
                    event.as_object_mut().unwrap().remove("usage");
                }
                check(&chunk, &event);
            }
        }
    }
}

#[test]
fn responses_answers_are_valid() {
    let (Some(event), Some(whole)) =
        (validator("responses.events.json", "ResponseStreamEvent"), validator("responses.response.json", "Response"))
    else {
        return;
    };
    for (prompt, tools) in prompts(true) {
        for (model, summary) in [("o4-mini", json!("auto")), ("gpt-4o", Value::Null), ("gpt-oss-20b", Value::Null)] {
            let mut request = json!({"model": model, "input": prompt, "tools": tools, "reasoning": {"summary": summary}, "store": false});
            check(&whole, &body(answer(&responses(request.clone()), Scenario::Answer, 2)));
            request["stream"] = true.into();
            for scenario in [Scenario::Answer, Scenario::BudgetSpent, Scenario::MidStreamError, Scenario::ContentFilter] {
                for (expected, mut sent) in events(answer(&responses(request.clone()), scenario, 2)).into_iter().enumerate() {
                    // As on Chat: no null in the description, a null from the servers until the end.
                    if let Some(response) = sent["response"].as_object_mut().filter(|response| response["usage"].is_null()) {
                        response.remove("usage");
                    }
                    check(&event, &sent);
                    assert_eq!(sent["sequence_number"], expected);
                }
            }
        }
    }
}

#[test]
fn refusals_are_valid() {
    let Some(error) = validator("errors_models.json", "ErrorResponse") else { return };
    for scenario in [Scenario::UnsupportedParameter, Scenario::WrongKey, Scenario::RateLimited] {
        check(&error, &body(answer(&responses(json!({"model": "o3", "input": "Hi"})), scenario, 2)));
    }
}
