//! Texts as people paste them.

use lineup_core::plan::import::{Format, PasteError, Pasted, paste};
use lineup_core::wire::Api;
use rstest::rstest;
use serde_json::{Value, json};

/// What was said last, by whom, and the settings that are set.
fn summary(pasted: &Pasted) -> Value {
    let draft = &pasted.imported.draft;
    let last = draft.conversation.branch_turns().last().map(|(_, turn)| serde_json::to_value(&turn.body).unwrap());
    let mut settings = serde_json::to_value(&draft.settings).unwrap();
    settings.as_object_mut().unwrap().retain(|key, value| !value.is_null() && key != "spelled");
    json!({"model": pasted.imported.model, "turns": draft.conversation.turns.len(), "instructions": draft.instructions,
           "last": last.map(|turn| turn.get("text").cloned().unwrap_or_else(|| turn["parts"][0]["text"].clone())), "settings": settings})
}

#[rstest]
// OpenAI's guide, with double quotes around the key.
#[case("curl https://api.openai.com/v1/chat/completions \\\n  -H \"Content-Type: application/json\" \\\n  -H \"Authorization: Bearer $OPENAI_API_KEY\" \\\n  -d '{\n    \"model\": \"gpt-4.1\",\n    \"messages\": [\n      {\"role\": \"developer\", \"content\": \"You are helpful.\"},\n      {\"role\": \"user\", \"content\": \"Hello!\"}\n    ]\n  }'",
    Api::Chat, json!({"model": "gpt-4.1", "turns": 1, "instructions": "You are helpful.", "last": "Hello!", "settings": {}}))]
#[case("curl \"https://api.openai.com/v1/responses\" -H \"Content-Type: application/json\" -H \"Authorization: Bearer $OPENAI_API_KEY\" -d '{\"model\":\"gpt-5\",\"input\":\"Write a haiku\",\"reasoning\":{\"effort\":\"low\"}}'",
    Api::Responses, json!({"model": "gpt-5", "turns": 1, "instructions": "", "last": "Write a haiku", "settings": {"effort": "low"}}))]
// Azure, with the key in its own header and an apostrophe that the shell makes hard.
#[case("curl -X POST \"https://me.openai.azure.com/openai/deployments/o1/chat/completions?api-version=2024-12-01-preview\" -H \"api-key: $KEY\" -d '{\"messages\":[{\"role\":\"user\",\"content\":\"What'\\''s up?\"}],\"max_completion_tokens\":5000}'",
    Api::Chat, json!({"model": "o1", "turns": 1, "instructions": "", "last": "What's up?", "settings": {"max_output_tokens": 5000}}))]
// A browser's "copy as cURL".
#[case("curl 'https://api.openai.com/v1/chat/completions' -H 'authorization: Bearer x' --data-raw $'{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"it\\'s \\u00e9\"}],\"stream\":true}' --compressed",
    Api::Chat, json!({"model": "gpt-4o", "turns": 1, "instructions": "", "last": "it's é", "settings": {}}))]
// Safari's and older browsers', with halves of a character outside of the first plane.
#[case("curl 'https://api.openai.com/v1/responses' \\\n  -X 'POST' \\\n  -H 'content-type: application/json' \\\n  --data-raw $'{\"model\":\"gpt-5\",\"input\":\"\\ud83d\\ude00 line\\\\nnext \\u0021\"}'",
    Api::Responses, json!({"model": "gpt-5", "turns": 1, "instructions": "", "last": "😀 line\nnext !", "settings": {}}))]
// "Copy as cURL (cmd)".
#[case("curl ^\"https://api.openai.com/v1/chat/completions^\" ^\r\n  -H ^\"accept: */*^\" ^\r\n  -H ^\"authorization: Bearer x^\" ^\r\n  --data-raw ^\"^{^\\^\"model^\\^\":^\\^\"gpt-4o^\\^\",^\\^\"messages^\\^\":^[^{^\\^\"role^\\^\":^\\^\"user^\\^\",^\\^\"content^\\^\":^\\^\"50^% ^& ^\\^\\n ^\\^\\^\\^\"up^\\^\\^\\^\"^\\^\"^}^]^}^\"",
    Api::Chat, json!({"model": "gpt-4o", "turns": 1, "instructions": "", "last": "50% & \n \"up\"", "settings": {}}))]
// A text that cmd would read otherwise.
#[case("curl https://api.openai.com/v1/responses -H \"Authorization: Bearer $K\" -d '{\"model\":\"gpt-5\",\"input\":\"What is ^\",\"metadata\":{\"^\":\"a ^^ b\"}}'",
    Api::Responses, json!({"model": "gpt-5", "turns": 1, "instructions": "", "last": "What is ^", "settings": {"metadata": {"^": "a ^^ b"}}}))]
// Azure's guides: the new address with a key, and with a token of Entra ID.
#[case("curl -X POST https://YOUR-RESOURCE-NAME.openai.azure.com/openai/v1/responses \\\n  -H \"Content-Type: application/json\" \\\n  -H \"api-key: $AZURE_OPENAI_API_KEY\" \\\n  -d '{\n     \"model\": \"gpt-4.1-nano\",\n     \"input\": \"This is a test\"\n    }'",
    Api::Responses, json!({"model": "gpt-4.1-nano", "turns": 1, "instructions": "", "last": "This is a test", "settings": {}}))]
#[case("curl -X POST https://YOUR-RESOURCE-NAME.openai.azure.com/openai/v1/chat/completions \\\n  -H \"Content-Type: application/json\" \\\n  -H \"Authorization: Bearer $AZURE_OPENAI_AUTH_TOKEN\" \\\n  -d '{\n      \"model\": \"o3-mini\",\n      \"messages\": [{\"role\": \"developer\", \"content\": \"You are a helpful assistant.\"}, {\"role\": \"user\", \"content\": \"Hi\"}],\n      \"reasoning_effort\": \"medium\"\n  }'",
    Api::Chat, json!({"model": "o3-mini", "turns": 1, "instructions": "You are a helpful assistant.", "last": "Hi", "settings": {"effort": "medium"}}))]
// An option that is not known here, with a value, before the address.
#[case("curl --max-redirs 3 'http://localhost:8080/v1/chat/completions' -d '{\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}'",
    Api::Chat, json!({"model": null, "turns": 1, "instructions": "", "last": "hi", "settings": {}}))]
// cmd.
#[case("curl.exe -s http://localhost:11434/v1/chat/completions ^\n -H \"Content-Type: application/json\" ^\n -d \"{\\\"model\\\":\\\"qwen3\\\",\\\"messages\\\":[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]}\"",
    Api::Chat, json!({"model": "qwen3", "turns": 1, "instructions": "", "last": "hi", "settings": {}}))]
// PowerShell's continuation.
#[case("curl http://localhost:8000/v1/chat/completions `\n  --json '{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"temperature\":0.2}'",
    Api::Chat, json!({"model": "m", "turns": 1, "instructions": "", "last": "hi", "settings": {"temperature": 0.2}}))]
// A here-document.
#[case("curl -sS --url https://api.deepseek.com/chat/completions -H 'Authorization: Bearer x' -d @- <<EOF\n{\"model\": \"deepseek-reasoner\", \"messages\": [{\"role\": \"user\", \"content\": \"9.11 or 9.8?\"}]}\nEOF\n",
    Api::Chat, json!({"model": "deepseek-reasoner", "turns": 1, "instructions": "", "last": "9.11 or 9.8?", "settings": {}}))]
// A pipe behind it, letters joined, a prompt before it.
#[case("$ curl -sSXPOST https://openrouter.ai/api/v1/chat/completions -H'Authorization: Bearer x' -d '{\"model\":\"a/b\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"provider\":{\"sort\":\"price\"}}' | jq .",
    Api::Chat, json!({"model": "a/b", "turns": 1, "instructions": "", "last": "hi", "settings": {"extra": {"provider": {"sort": "price"}}}}))]
// In a fence of Markdown, the address last, a user agent and a limit of time.
#[case("```bash\ncurl -N -m 60 -A test -d '{\"model\":\"o4-mini\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"hi\"}]}],\"max_output_tokens\":64}' https://api.openai.com/v1/responses\n```",
    Api::Responses, json!({"model": "o4-mini", "turns": 1, "instructions": "", "last": "hi", "settings": {"max_output_tokens": 64}}))]
#[case("curl --request POST --header 'Content-Type: application/json' --data-binary '{\"model\":\"o3\",\"instructions\":\"Be brief.\",\"input\":\"hi\",\"store\":false}' --output out.json https://api.openai.com/v1/responses",
    Api::Responses, json!({"model": "o3", "turns": 1, "instructions": "Be brief.", "last": "hi", "settings": {"store": false}}))]
fn curl_commands(#[case] text: &str, #[case] api: Api, #[case] wanted: Value) {
    let pasted = paste(text).unwrap();
    assert_eq!((pasted.format, pasted.api), (Format::Curl, api));
    assert_eq!(summary(&pasted), wanted);
    assert!(pasted.address.unwrap().starts_with("http"));
}

#[rstest]
#[case(json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hi"}]), Format::Messages, 1, "hi")]
#[case(json!([{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}]), Format::Messages, 3, "c")]
#[case(json!({"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]}), Format::Chat, 1, "hi")]
#[case(json!({"model": "o4-mini", "input": "hi", "background": true, "include": ["reasoning.encrypted_content"]}), Format::Responses, 1, "hi")]
#[case(json!({"input": [{"type": "message", "role": "user", "content": "a"}, {"type": "reasoning", "id": "rs_1", "summary": []},
              {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "b"}]}, {"role": "user", "content": "c"}]}), Format::Responses, 3, "c")]
#[case(json!({"input": [{"role": "user", "content": "a"}, {"type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "c", "output": "1"}, {"role": "user", "content": "b"}]}), Format::Responses, 4, "b")]
#[case(json!({"custom_id": "1", "method": "POST", "url": "/v1/chat/completions", "body": {"model": "m", "messages": [{"role": "user", "content": "hi"}]}}), Format::Batch, 1, "hi")]
#[case(json!({"prompt": {"id": "pmpt_1", "variables": {"city": "Seoul"}}, "input": "hi"}), Format::Responses, 1, "hi")]
#[case(json!({"title": "t", "current_node": "c", "mapping": {
    "a": {"message": null, "parent": null, "children": ["b", "x"]},
    "x": {"message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["other branch"]}}, "parent": "a", "children": []},
    "b": {"message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["hi"]}}, "parent": "a", "children": ["c"]},
    "c": {"message": {"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["hello"]}, "metadata": {"model_slug": "gpt-4o"}}, "parent": "b", "children": []}}}),
    Format::ChatGpt, 3, "hello")]
#[case(json!([{"mapping": {"a": {"message": {"author": {"role": "user"}, "content": {"parts": ["hi"]}}, "parent": "a", "children": []}}}, {"mapping": {}}]), Format::ChatGpt, 1, "hi")]
fn json_of_any_kind(#[case] body: Value, #[case] format: Format, #[case] turns: usize, #[case] last: &str) {
    let pasted = paste(&serde_json::to_string_pretty(&body).unwrap()).unwrap();
    let found = summary(&pasted);
    assert_eq!((pasted.format, &found["turns"], found["last"].as_str()), (format, &json!(turns), Some(last)));
}

#[test]
fn a_stored_prompt_is_sent_as_it_is() {
    let pasted = paste(r#"{"id": "pmpt_1", "version": "2", "variables": {"city": "Seoul"}}"#).unwrap();
    assert_eq!((pasted.format, pasted.api), (Format::Prompt, Api::Responses));
    assert_eq!(pasted.imported.draft.settings.extra["prompt"]["variables"]["city"], "Seoul");
}

#[rstest]
#[case("", "of no known form")]
#[case("hello", "of no known form")]
#[case("{\"messages\": [", "begins like JSON")]
#[case("{}", "neither messages nor input")]
#[case("[1, 2]", "neither messages nor input")]
#[case("curl https://api.openai.com/v1/models", "sends nothing")]
#[case("curl https://x -d @body.json", "body.json")]
#[case("curl https://x -d 'a=b'", "begins like JSON")]
#[case("{\"input\": 5}", "a text or a list of items")]
#[case("{\"input\": [5]}", "input[0] is no object")]
#[case("{\"input\": [{\"content\": \"x\"}]}", "input[0] has no role")]
fn what_cannot_be_taken_says_why(#[case] text: &str, #[case] why: &str) {
    let said = paste(text).unwrap_err().to_string();
    assert!(said.contains(why), "{said}");
}

#[test]
fn broken_json_in_a_command_is_shown_where_it_stands() {
    let text = "curl https://x \\\n  -d '{\n  \"input\": hi\n}'";
    assert!(matches!(paste(text), Err(PasteError::Broken { line: 3, column: 12, .. })), "{:?}", paste(text));
    assert!(matches!(paste("curl https://x -d '{,}'"), Err(PasteError::Broken { line: 1, column: 21, .. })));
}

#[rstest]
#[case("{\"input\": \"왜 하늘은 파란가요?\", \"model\": }", 1, 35)]
#[case("{\n  \"이름\": 예\n}", 2, 9)]
#[case("\n\n {\"가\": x}", 3, 8)]
#[case("{\"가\": \"나", 1, 9)]
#[case("curl https://x -H '이름: 값' -d '{\"가\": x}'", 1, 37)]
fn a_place_is_counted_in_characters(#[case] text: &str, #[case] line: u32, #[case] column: u32) {
    let Err(PasteError::Broken { line: l, column: c, .. }) = paste(text) else { panic!("{:?}", paste(text)) };
    assert_eq!((l, c), (line, column));
}

#[test]
fn ten_megabytes_are_read_at_once() {
    let body = json!({"messages": [{"role": "user", "content": "x".repeat(10_000_000)}]});
    assert_eq!(paste(&body.to_string()).unwrap().format, Format::Chat);
    assert!(paste(&" ".repeat(13_000_000)).unwrap_err().to_string().contains("longer than"));
    assert!(paste(&"[".repeat(10_000_000)).is_err());
    assert!(paste(&format!("curl {}", "'".repeat(10_000_001))).is_err());
}
