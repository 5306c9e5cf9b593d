//! Tools that run on the server: the one header more, and the answers to what a remote server's tools ask.

use crate::bodies::{LINEUP, asking, endpoint, lane};
use crate::cases::{CHAT, RESPONSES};
use lineup_core::draft::{APPROVED, Draft, Endpoint, Flavour, TurnBody, hosted::HostedTool};
use lineup_core::plan::{Plan, plan};
use serde_json::{Value, json};

fn header(flavour: Flavour, tool: Value, deployments: &[(&str, &str)]) -> Option<String> {
    let mut draft = asking(&json!({}));
    draft.other_tools = vec![tool];
    let deployments = deployments.iter().map(|(model, name)| ((*model).to_owned(), (*name).to_owned())).collect();
    let endpoint = Endpoint { deployments, ..endpoint(flavour) };
    let plan = plan(&draft, &lane("gpt-4.1", RESPONSES, true), &endpoint, &LINEUP).unwrap();
    let named = plan.headers.iter().find(|(name, _)| name == "x-ms-oai-image-generation-deployment");
    assert_eq!(named.is_some(), plan.adjustments.iter().any(|change| change.rule == "L-AZ-IMAGE"), "it is explained");
    named.map(|(_, value)| value.masked())
}

#[test]
fn only_azure_gets_the_header_of_image_generation() {
    let plain = || HostedTool::ImageGeneration.begin();
    let model = |model: &str| json!({"type": "image_generation", "model": model});
    let mapped = [("gpt-4.1", "team"), ("gpt-image-1", "pictures"), ("gpt-image-2", "better")];
    assert_eq!(header(Flavour::OpenAi, plain(), &mapped), None);
    assert_eq!(header(Flavour::AzureV1, HostedTool::WebSearch.begin(), &mapped), None);
    assert_eq!(header(Flavour::AzureV1, plain(), &mapped).as_deref(), Some("pictures"));
    assert_eq!(header(Flavour::AzureV1, model("gpt-image-2"), &mapped).as_deref(), Some("better"));
    assert_eq!(header(Flavour::AzureV1, model("my-images"), &mapped).as_deref(), Some("my-images"), "it may be the deployment's own name");
    assert_eq!(header(Flavour::AzureV1, plain(), &[]).as_deref(), Some("gpt-image-1"));
}

fn answered(word: &str, store: Option<bool>, model: &str, api: lineup_core::draft::ApiChoice) -> Plan {
    let mut draft = Draft::new();
    draft.settings.store = store;
    draft.conversation.append(TurnBody::user("look it up"));
    let question = json!({"type": "mcp_approval_request", "id": "mcpr_1", "server_label": "docs", "name": "search", "arguments": "{}"});
    draft.conversation.append(TurnBody::Assistant {
        text: String::new(),
        tool_calls: Vec::new(),
        reasoning: None,
        model: Some("gpt-4.1".into()),
        items: vec![question],
        response: None,
    });
    draft.conversation.append(TurnBody::Tool { call_id: "mcpr_1".into(), output: word.into() });
    draft.other_tools = vec![json!({"type": "mcp", "server_label": "docs", "server_url": "https://mcp.example"})];
    plan(&draft, &lane(model, api, true), &endpoint(Flavour::OpenAi), &LINEUP).unwrap()
}

#[test]
fn a_decision_answers_its_question_by_its_id() {
    for store in [None, Some(false)] {
        let allowed = answered(APPROVED, store, "gpt-4.1", RESPONSES);
        assert_eq!(allowed.body["input"][1]["id"], "mcpr_1", "{store:?}");
        assert_eq!(allowed.body["input"][2], json!({"type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": true}));
    }
    assert_eq!(answered("denied", None, "gpt-4.1", RESPONSES).body["input"][2]["approve"], false);
}

#[test]
fn where_the_question_is_not_sent_its_answer_is_not_either() {
    let other = answered(APPROVED, None, "gpt-4o", RESPONSES);
    assert_eq!(other.body["input"].as_array().unwrap().len(), 1, "{}", other.body);
    let chat = answered(APPROVED, None, "gpt-4.1", CHAT);
    assert!(!chat.body["messages"].to_string().contains("mcpr_1"), "{}", chat.body);
}
