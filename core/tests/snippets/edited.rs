//! A body that is edited flows back into the draft that it was printed from.

use crate::cases::{draft, endpoint, hostile, plan_at, question};
use lineup_core::draft::variables::Variable;
use lineup_core::draft::{ApiChoice, Draft, Flavour, TurnBody};
use lineup_core::plan::import::{Imported, Source, flow_back, paste};
use rstest::rstest;
use serde_json::{Value, json};

/// What becomes of the draft when somebody edits the body that it is sent as.
fn edited(draft: &Draft, flavour: Flavour, api: ApiChoice, edit: impl Fn(&mut Value)) -> Imported {
    let at = endpoint(flavour, if flavour == Flavour::OpenAi { "" } else { "https://my-resource.openai.azure.com" });
    let plan = plan_at(draft, "o4-mini", api, true, &at);
    let mut body = plan.body.clone();
    edit(&mut body);
    let source = Source { draft: draft.clone(), settings: draft.settings.clone(), body: plan.body };
    flow_back(paste(&serde_json::to_string_pretty(&body).unwrap()).unwrap(), source).imported
}

#[rstest]
#[case(question())]
#[case(hostile())]
#[case(json!({"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": [{"type": "text", "text": "c"}, {"type": "image_url", "image_url": {"url": "https://a/b.png"}}]}],
              "parallel_tool_calls": false, "store": true, "response_format": {"type": "json_object"}}))]
fn what_is_not_touched_stays_as_it_was(#[case] body: Value) {
    let draft = draft(&body);
    for api in [ApiChoice::Chat, ApiChoice::Responses] {
        for flavour in [Flavour::OpenAi, Flavour::AzureV1, Flavour::AzureClassic] {
            let back = edited(&draft, flavour, api, |_| {});
            assert_eq!((back.draft, back.model, back.stream), (draft.clone(), None, None), "{flavour:?} {api:?}");
        }
    }
}

#[test]
fn the_templates_of_settings_and_tools_stay_where_nothing_was_changed() {
    let mut draft = template();
    let pair = |name: &str| (name.to_owned(), json!("in {{language}}"));
    draft.settings.metadata = Some([pair("one"), pair("two")].into_iter().collect());
    draft.settings.extra.insert("made_up".into(), json!({"a": ["{{language}}"]}));
    draft.other_tools = vec![json!({"type": "web_search", "user_location": {"type": "approximate", "city": "{{language}}"}})];
    let back = edited(&draft, Flavour::OpenAi, ApiChoice::Responses, |body| {
        assert_eq!((&body["metadata"]["one"], &body["made_up"]["a"][0]), (&json!("in Korean"), &json!("Korean")));
        assert_eq!(body["tools"][0]["user_location"]["city"], "Korean");
        body["metadata"]["two"] = json!("2");
    });
    draft.settings.metadata.as_mut().unwrap().insert("two".into(), json!("2"));
    assert_eq!((back.draft.settings.metadata, back.draft.settings.extra), (draft.settings.metadata, draft.settings.extra));
    assert_eq!(back.draft.other_tools, draft.other_tools);
}

fn template() -> Draft {
    let mut draft = Draft::new();
    draft.instructions = "You speak {{language}}.".into();
    draft.variables.insert("language".into(), Variable { value: "Korean".into(), default: String::new() });
    draft.conversation.append(TurnBody::user("Say {{language}}."));
    draft.conversation.append(TurnBody::assistant("한국어"));
    draft.conversation.append(TurnBody::user("Again."));
    draft.settings.effort = Some("low".into());
    draft
}

#[rstest]
#[case(ApiChoice::Chat, "reasoning_effort")]
#[case(ApiChoice::Responses, "reasoning")]
fn what_is_changed_flows_back_and_the_template_stays(#[case] api: ApiChoice, #[case] effort: &str) {
    let draft = template();
    let back = edited(&draft, Flavour::OpenAi, api, |body| {
        body.as_object_mut().unwrap().shift_remove(effort);
        body["user"] = json!("me");
        body["made_up"] = json!({"a": [1]});
        body["stream"] = json!(false);
    });
    let mut wanted = draft;
    (wanted.settings.effort, wanted.settings.user) = (None, Some("me".into()));
    wanted.settings.extra.insert("made_up".into(), json!({"a": [1]}));
    let spelled = back.draft.settings.spelled.clone();
    wanted.settings.spelled = spelled;
    assert_eq!((back.draft, back.stream), (wanted, Some(false)));
}

#[rstest]
#[case(ApiChoice::Chat, "/messages/3/content")]
#[case(ApiChoice::Responses, "/input/2/content")]
fn another_question_is_a_branch_beside_the_old_one(#[case] api: ApiChoice, #[case] place: &str) {
    let draft = template();
    let back = edited(&draft, Flavour::OpenAi, api, |body| *body.pointer_mut(place).unwrap() = json!("Once more."));
    let said: Vec<_> = back.draft.conversation.branch_turns().filter_map(|(_, turn)| turn.body.plain_text()).collect();
    assert_eq!(said, ["Say {{language}}.", "한국어", "Once more."]);
    assert_eq!(back.draft.conversation.turns.len(), 4, "the old question is a branch");
    assert_eq!(back.draft.instructions, draft.instructions);
}

#[test]
fn a_deployment_is_no_new_model_and_another_model_is() {
    let kept = edited(&template(), Flavour::AzureV1, ApiChoice::Chat, |body| assert_eq!(body["model"], "my-o4-mini"));
    assert_eq!(kept.model, None);
    let other = edited(&template(), Flavour::AzureV1, ApiChoice::Chat, |body| body["model"] = json!("gpt-4.1"));
    assert_eq!(other.model.as_deref(), Some("gpt-4.1"));
}

#[test]
fn what_is_taken_out_is_gone() {
    let draft = draft(&hostile());
    let back = edited(&draft, Flavour::OpenAi, ApiChoice::Chat, |body| {
        for name in ["tools", "top_k", "a b"] {
            body.as_object_mut().unwrap().shift_remove(name);
        }
    });
    assert!(back.draft.tools.is_empty());
    assert_eq!(back.draft.settings.extra.keys().collect::<Vec<_>>(), ["chat_template_kwargs"]);
}
