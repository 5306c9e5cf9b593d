//! Drafts, lanes and endpoints for these tests.

use lineup_core::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, Settings};
use lineup_core::lineup::Lineup;
use lineup_core::plan::{Plan, PlanError, chat_body, plan};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

pub static LINEUP: LazyLock<Lineup> = LazyLock::new(|| Lineup::embedded().unwrap());

pub const FLAVOURS: [(Flavour, &str); 4] = [
    (Flavour::OpenAi, "openai"),
    (Flavour::AzureV1, "azure-v1"),
    (Flavour::AzureClassic, "azure-classic"),
    (Flavour::Compatible, "compatible"),
];

pub const APIS: [(ApiChoice, &str); 2] = [(ApiChoice::Chat, "chat"), (ApiChoice::Responses, "responses")];

pub fn endpoint(flavour: Flavour) -> Endpoint {
    let (base, auth) = match flavour {
        Flavour::Simulator | Flavour::OpenAi => ("", Auth::Bearer),
        Flavour::AzureV1 | Flavour::AzureClassic => ("https://me.openai.azure.com", Auth::ApiKey),
        Flavour::Compatible => ("http://localhost:8000/v1", Auth::Bearer),
    };
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth,
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

pub fn lane(model: &str, api: ApiChoice, stream: bool) -> Lane {
    Lane {
        id: LaneId(1),
        model: model.into(),
        endpoint: EndpointId("e".into()),
        api,
        stream,
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    }
}

pub fn plan_for(draft: &Draft, model: &str, api: ApiChoice, flavour: Flavour) -> Result<Plan, PlanError> {
    plan(draft, &lane(model, api, true), &endpoint(flavour), &LINEUP)
}

/// The names of all models that Play can run.
pub fn models() -> impl Iterator<Item = &'static str> {
    LINEUP.models.iter().filter(|model| model.runs_in_play()).map(|model| model.id.as_str())
}

/// A Chat body that sets everything that Chat knows.
pub fn everything() -> Value {
    json!({
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "name": "ann", "content": [
                {"type": "text", "text": "What is this?"},
                {"type": "image_url", "image_url": {"url": "https://example.com/a.png", "detail": "low"}},
                {"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,AA=="}}
            ]},
            {"role": "assistant", "content": null, "tool_calls": [
                {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{}"}},
                {"id": "call_2", "type": "custom", "custom": {"name": "shell", "input": "ls"}}
            ]},
            {"role": "tool", "tool_call_id": "call_1", "content": "a cat"},
            {"role": "tool", "tool_call_id": "call_2", "content": "cat.png"},
            {"role": "assistant", "content": "A cat."},
            {"role": "user", "content": "Sure?"}
        ],
        "temperature": 0.7, "top_p": 0.9, "presence_penalty": 0.1, "frequency_penalty": 0.1,
        "max_tokens": 100, "stop": ["END"], "seed": 7, "n": 2,
        "logprobs": true, "top_logprobs": 3, "logit_bias": {"50256": -100},
        "reasoning_effort": "minimal", "verbosity": "low",
        "tools": [
            {"type": "function", "function": {"name": "look", "description": "Looks.", "parameters": {"type": "object", "properties": {}}, "strict": true}},
            {"type": "custom", "custom": {"name": "shell", "format": {"type": "grammar", "grammar": {"syntax": "regex", "definition": ".*"}}}}
        ],
        "tool_choice": {"type": "function", "function": {"name": "look"}},
        "parallel_tool_calls": true,
        "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {"type": "object"}, "strict": true, "description": "An answer."}},
        "service_tier": "auto", "store": true, "metadata": {"a": "b"}, "user": "u",
        "prompt_cache_key": "k", "prompt_cache_retention": "24h", "safety_identifier": "s",
        "prediction": {"type": "content", "content": "A cat."},
        "stream_options": {"include_obfuscation": false}
    })
}

/// The draft of that body, with what only Responses knows, and a tool that the server runs.
pub fn widest() -> Draft {
    let mut draft = chat_body(&everything().to_string()).unwrap().draft;
    draft.settings.summary = Some("concise".into());
    draft.other_tools.push(json!({"type": "web_search"}));
    let only_responses =
        json!({"truncation": "auto", "include": ["web_search_call.action.sources"], "background": false, "max_tool_calls": 3});
    draft.settings.extra.extend(only_responses.as_object().unwrap().clone());
    draft
}

/// The draft of a Chat body with nothing but a question and these fields.
pub fn asking(fields: &Value) -> Draft {
    let mut body = json!({"messages": [{"role": "user", "content": "hi"}]});
    body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    chat_body(&body.to_string()).unwrap().draft
}
