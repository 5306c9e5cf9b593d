//! Prompts that are kept in files.

use super::seen;
use crate::recognise::read;
use lineup_core::draft::OutputFormat;
use lineup_core::plan::import::Format;
use rstest::rstest;
use serde_json::{Value, json};

#[rstest]
// GitHub's documentation.
#[case("name: Text Summarizer\ndescription: Summarizes input text concisely\nmodel: openai/gpt-4o-mini\nmodelParameters:\n  temperature: 0.5\nmessages:\n  - role: system\n    content: You are a text summarizer. Your only job is to summarize text given to you.\n  - role: user\n    content: |\n      Summarize the given text, beginning with \"Summary -\":\n      <text>\n      {{input}}\n      </text>\n",
    json!(["gpt-4o-mini", 1, "You are a text summarizer. Your only job is to summarize text given to you.", "Summarize the given text, beginning with \"Summary -\":\n<text>\n{{input}}\n</text>\n", {"temperature": 0.5}]), &["openai/gpt-4o-mini", "name", "description"])]
#[case("messages:\n- {role: user, content: hi}\nmodel: gpt-4.1\nmodelParameters: {maxCompletionTokens: 100, topP: 0.9}\n", json!(["gpt-4.1", 1, "", "hi", {"max_output_tokens": 100, "top_p": 0.9}]), &[])]
#[case("# a comment\nname: A\nmodel: o4-mini\nmessages:\n  - role: user\n    content: >-\n      folded\n      text\ntestData:\n  - input: a\n    expected: b\nevaluators:\n  - name: similar\n    uses: github/similarity\n",
    json!(["o4-mini", 1, "", "folded text", {}]), &["name", "testData", "evaluators"])]
#[case("name: B\nmessages:\n  - role: developer\n    content: 'It''s terse.'\n  - role: user\n    content: \"a\\tb\"\nmodel: mistral-ai/mistral-small-2503\n", json!(["mistral-ai/mistral-small-2503", 1, "It's terse.", "a\tb", {}]), &["name"])]
#[case("description: three turns\nmessages:\n  - role: user\n    content: a\n  - role: assistant\n    content: b\n  - role: user\n    content: c\n", json!([null, 3, "", "c", {}]), &["description"])]
#[case("name: 이름\nmodel: openai/gpt-4.1\nmessages:\n  - role: user\n    content: 안녕하세요\n", json!(["gpt-4.1", 1, "", "안녕하세요", {}]), &["openai/gpt-4.1", "name"])]
#[case("---\nname: C\nmessages:\n  - role: user\n    content: yes\n", json!([null, 1, "", "yes", {}]), &["name"])]
#[case("name: D\nmodelParameters:\n  max_tokens: 5\n  reasoningEffort: low\nmessages:\n  - content: hi\n    role: user\n", json!([null, 1, "", "hi", {"max_output_tokens": 5, "effort": "low"}]), &["name"])]
#[case("name: E\nmodel: openai/o3\nresponseFormat: json_object\nmessages: [{role: user, content: 'JSON, please'}]\n", json!(["o3", 1, "", "JSON, please", {}]), &["openai/o3", "name"])]
#[case("name: F\nmodel: openai/o3\nfile: none\napi_key: sk-1\nmessages:\r\n  - role: user\r\n    content: hi\r\n", json!(["o3", 1, "", "hi", {}]), &["openai/o3", "name", "file", "api_key"])]
fn prompts_of_github_models(#[case] text: &str, #[case] wanted: Value, #[case] notes: &[&str]) {
    let (format, summary, mut said) = seen(text);
    assert_eq!((format, summary), (Format::PromptYml, wanted));
    let mut notes = notes.to_vec();
    notes.sort_unstable();
    said.sort_unstable();
    assert_eq!(said, notes);
}

#[test]
fn a_schema_in_a_prompt_is_the_drafts_output() {
    let text = "name: G\nmodel: openai/gpt-4.1\nmessages:\n  - role: user\n    content: an animal\nresponseFormat: json_schema\njsonSchema: |-\n  {\"name\": \"animal\", \"strict\": true, \"schema\": {\"type\": \"object\", \"properties\": {\"name\": {\"type\": \"string\"}}, \"additionalProperties\": false, \"required\": [\"name\"]}}\n";
    let pasted = read(text).unwrap();
    assert!(matches!(&pasted.imported.draft.output, OutputFormat::JsonSchema { name, strict: Some(true), .. } if name == "animal"));
}

#[rstest]
// promptfoo's documentation.
#[case("prompts:\n  - 'Convert this English to {{language}}: {{input}}'\n  - 'Translate to {{language}}: {{input}}'\nproviders:\n  - openai:gpt-5\n  - openai:gpt-5-mini\ntests:\n  - vars:\n      language: French\n      input: Hello world\n",
    json!(["gpt-5", 1, "", "Convert this English to {{language}}: {{input}}", {}]))]
#[case("description: d\nprompts: ['hi']\nproviders:\n  - id: openai:chat:o3-mini\n    label: mini\n    config:\n      max_completion_tokens: 500\n      reasoning_effort: low\n      apiKey: sk-1\n", json!(["o3-mini", 1, "", "hi", {"max_output_tokens": 500, "effort": "low"}]))]
#[case("prompts:\n  - |-\n    [\n      {\"role\": \"system\", \"content\": \"Be brief.\"},\n      {\"role\": \"user\", \"content\": \"{{q}}\"}\n    ]\nproviders: openai:gpt-4.1\n", json!(["gpt-4.1", 1, "Be brief.", "{{q}}", {}]))]
#[case("prompts:\n  - id: first\n    label: First\n    raw: Say {{word}}\nproviders:\n  - openai:gpt-4.1:\n      config:\n        temperature: 0\n", json!(["gpt-4.1", 1, "", "Say {{word}}", {"temperature": 0.0}]))]
#[case("prompts: [a]\nproviders:\n  - id: openai:responses:gpt-5\n    config: {max_output_tokens: 5, reasoning: {effort: low}}\n", json!(["gpt-5", 1, "", "a", {"effort": "low", "max_output_tokens": 5}]))]
#[case("prompts: [a]\nproviders:\n  - id: azure:chat:my-deployment\n    config:\n      apiHost: me.openai.azure.com\n", json!(["my-deployment", 1, "", "a", {}]))]
#[case("# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json\nprompts: [a]\ntargets: [openai:gpt-4o]\n", json!(["gpt-4o", 1, "", "a", {}]))]
#[case("prompts: one prompt\nproviders: [openai:chat:gpt-4o-mini]\ndefaultTest:\n  assert:\n    - type: llm-rubric\n      value: ok\n", json!(["gpt-4o-mini", 1, "", "one prompt", {}]))]
#[case("prompts:\n  - \"multi\\nline\"\ntests: tests.csv\n", json!([null, 1, "", "multi\nline", {}]))]
#[case("prompts: ['{{a}}']\nproviders:\n  - id: openai:gpt-4o\n    config:\n      tools: [{type: function, function: {name: f, parameters: {type: object, properties: {}}}}]\n      tool_choice: auto\n      response_format: {type: json_object}\n", json!(["gpt-4o", 1, "", "{{a}}", {}]))]
fn configurations_of_promptfoo(#[case] text: &str, #[case] wanted: Value) {
    let (format, summary, said) = seen(text);
    assert_eq!((format, summary), (Format::Promptfoo, wanted), "{said:?}");
    assert!(!format!("{:?}", read(text)).contains("sk-"));
}

const FRONT: &str = "---\nname: Basic Prompt\ndescription: A basic prompt\nauthors:\n  - me\nmodel:\n  api: chat\n  configuration:\n    type: azure_openai\n    azure_deployment: gpt-35-turbo\n    api_key: sk-1\n  parameters:\n    max_tokens: 128\n    temperature: 0.2\ninputs:\n  question:\n    type: string\n---\n";

#[rstest]
// Prompty's documentation.
#[case(&format!("{FRONT}system:\nYou are an AI assistant who helps people find information.\n\n# Customer\nYou are helping {{{{name}}}}.\n\nuser:\n{{{{question}}}}\n"), json!(["gpt-35-turbo", 1, "You are an AI assistant who helps people find information.\n\n# Customer\nYou are helping {{name}}.", "{{question}}", {"max_output_tokens": 128, "temperature": 0.2}]))]
#[case(&format!("{FRONT}user:\na\n\nassistant:\nb\n\nuser:\nc"), json!(["gpt-35-turbo", 3, "", "c", {"max_output_tokens": 128, "temperature": 0.2}]))]
#[case("---\nname: v2\nmodel:\n  id: gpt-4o\n  provider: openai\n  options:\n    temperature: 0.7\n    maxOutputTokens: 100\n---\nsystem:\nA\nuser:\nB\n", json!(["gpt-4o", 1, "A", "B", {"temperature": 0.7, "max_output_tokens": 100}]))]
#[case("---\nname: short\nmodel: gpt-4.1\n---\nuser:\nhi\n", json!(["gpt-4.1", 1, "", "hi", {}]))]
#[case("---\nname: openai\nmodel:\n  configuration:\n    type: openai\n    name: gpt-4o\n---\n# system:\nA\n# user:\nB\n", json!(["gpt-4o", 1, "A", "B", {}]))]
#[case("---\r\nname: crlf\r\nmodel: m\r\n---\r\nsystem:\r\nA\r\nuser:\r\nB\r\n", json!(["m", 1, "A", "B", {}]))]
#[case("---\nname: no role\n---\nAll of this is the system's.\n", json!([null, 0, "All of this is the system's.", null, {}]))]
#[case("---\nname: spaced\nmodel: m\n---\n\n  User :\n  hi there\n", json!(["m", 1, "", "hi there", {}]))]
#[case("---\nname: format\nmodel:\n  parameters:\n    response_format: {type: json_object}\n    top_p: 1\n---\nuser:\nJSON\n", json!([null, 1, "", "JSON", {"top_p": 1.0}]))]
#[case("---\nname: sample\nsample:\n  q: \"---\"\nmodel: m\n---\nuser:\n{{q}}\n---\nstill the user's\n", json!(["m", 1, "", "{{q}}\n---\nstill the user's", {}]))]
fn files_of_prompty(#[case] text: &str, #[case] wanted: Value) {
    let (format, summary, _) = seen(text);
    assert_eq!((format, summary), (Format::Prompty, wanted));
    assert!(!format!("{:?}", read(text)).contains("sk-"));
}
