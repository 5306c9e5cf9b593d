//! Prompts that are kept in files, as the data that their YAML stands for.

use lineup_core::plan::import::{Format, NoteKind, Pasted, from_document, prompty};
use rstest::rstest;
use serde_json::{Value, json};

fn notes(pasted: &Pasted, kind: NoteKind) -> Vec<&str> {
    pasted.notes.iter().filter(|note| note.kind == kind).map(|note| note.what.as_str()).collect()
}

fn said(pasted: &Pasted) -> Vec<String> {
    pasted.imported.draft.conversation.branch_turns().filter_map(|(_, turn)| turn.body.plain_text()).collect()
}

#[test]
fn a_prompt_of_github_models_is_a_draft() {
    let pasted = from_document(json!({
        "name": "Summarizer", "model": "openai/gpt-4o-mini", "modelParameters": {"temperature": 0.5, "maxTokens": 100, "topP": 1},
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Summarize {{input}}"}],
        "responseFormat": "json_schema", "jsonSchema": "{\"name\": \"n\", \"schema\": {\"type\": \"object\"}}",
        "testData": [{"input": "x"}], "evaluators": [],
    }));
    let pasted = pasted.unwrap();
    let (draft, settings) = (&pasted.imported.draft, &pasted.imported.draft.settings);
    assert_eq!((pasted.format, pasted.imported.model.as_deref()), (Format::PromptYml, Some("gpt-4o-mini")));
    assert_eq!((draft.instructions.as_str(), said(&pasted)), ("Be brief.", vec!["Summarize {{input}}".to_owned()]));
    assert_eq!((settings.temperature, settings.max_output_tokens, settings.top_p), (Some(0.5), Some(100), Some(1.0)));
    assert!(matches!(&draft.output, lineup_core::draft::OutputFormat::JsonSchema { name, .. } if name == "n"));
    assert_eq!(notes(&pasted, NoteKind::ModelName), ["openai/gpt-4o-mini"]);
    assert_eq!(notes(&pasted, NoteKind::NoPlace), ["name", "testData", "evaluators"]);
}

#[rstest]
#[case(json!(["a {{x}}", "b"]), json!(["openai:gpt-5", "openai:o3"]), "gpt-5", "a {{x}}", 2)]
#[case(json!("one"), json!([{"id": "openai:chat:o3-mini", "config": {"max_completion_tokens": 5, "apiKey": "sk-1"}}]), "o3-mini", "one", 0)]
#[case(json!([{"raw": "r", "label": "l"}]), json!([{"openai:gpt-4.1": {"config": {"temperature": 0}}}]), "gpt-4.1", "r", 0)]
#[case(json!(["[{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"u\"}]"]), json!("openai:responses:gpt-5"), "gpt-5", "u", 0)]
fn a_configuration_of_promptfoo_is_a_draft(
    #[case] prompts: Value,
    #[case] providers: Value,
    #[case] model: &str,
    #[case] last: &str,
    #[case] others: usize,
) {
    let pasted = from_document(json!({"prompts": prompts, "providers": providers, "tests": []})).unwrap();
    assert_eq!((pasted.format, pasted.imported.model.as_deref()), (Format::Promptfoo, Some(model)));
    assert_eq!(said(&pasted).last().map(String::as_str), Some(last));
    assert_eq!(notes(&pasted, NoteKind::Another).len(), others);
    assert!(!format!("{pasted:?}").contains("sk-1"));
}

#[rstest]
#[case(json!({"name": "v1", "model": {"api": "chat", "configuration": {"type": "azure_openai", "azure_deployment": "m", "api_key": "sk-1"}, "parameters": {"max_tokens": 9}}}))]
#[case(json!({"name": "v2", "model": {"id": "m", "options": {"maxOutputTokens": 9}}}))]
fn a_file_of_prompty_is_a_draft(#[case] front: Value) {
    let pasted = prompty(front, "\nsystem:\nBe brief.\n# Customer\n{{name}}\n\nuser:\na\n\nAssistant:\nb\n# user:\nc\n").unwrap();
    assert_eq!((pasted.format, pasted.imported.model.as_deref()), (Format::Prompty, Some("m")));
    assert_eq!(pasted.imported.draft.instructions, "Be brief.\n# Customer\n{{name}}");
    assert_eq!((said(&pasted), pasted.imported.draft.settings.max_output_tokens), (vec!["a".into(), "b".into(), "c".into()], Some(9)));
    assert!(!format!("{pasted:?}").contains("sk-1"));
}

#[test]
fn a_document_of_another_kind_is_refused_and_a_body_in_yaml_is_taken() {
    assert!(from_document(json!({"name": "x", "services": {}})).is_err());
    assert!(from_document(json!("text")).is_err());
    let body = from_document(json!({"messages": [{"role": "user", "content": "hi"}], "temperature": 1})).unwrap();
    assert_eq!(body.format, Format::Chat);
}
