//! What is pasted: taken over, or refused with a reason; never fetched, never run, never for ever.

use lineup_core::draft::Part;
use lineup_core::draft::attachment::{self, Facts};
use lineup_core::draft::{Draft, TurnBody, variables};
use lineup_core::plan::import::{chat_body, from_document, paste, prompty, responses_body};
use lineup_core::plan::snippet::{PromptFile, prompt_file};
use lineup_test_support::hostile::{Payload, all, each, of, short};
use serde_json::{Value, json};

#[test]
fn whatever_is_pasted_is_taken_or_refused() {
    each(all(), |Payload { text, .. }| {
        for pasted in [
            text.clone(),
            format!("curl {text}"),
            format!("curl http://canary.invalid/v1/chat/completions -H '{text}' -d '{text}'"),
            format!("{{\"messages\":{text}}}"),
            format!("data: {text}"),
        ] {
            _ = paste(&pasted);
            _ = chat_body(&pasted);
            _ = responses_body(&pasted);
        }
        _ = prompty(json!({text: text, "model": text}), text);
        _ = from_document(json!({"messages": text, "prompts": [text], "providers": [text], text: text}));
    });
}

#[test]
fn the_words_of_a_body_come_through_as_they_are() {
    // A tool without a name is none that the form knows.
    each(short().into_iter().filter(|payload| !payload.text.is_empty()).collect(), |Payload { name, text, .. }| {
        let body = json!({"model": "m", "messages": [{"role": "user", "content": text}], "tools":
            [{"type": "function", "function": {"name": text, "description": text, "parameters": {"properties": {text: {}}}}}]});
        // As it will be sent: a backslash before braces is written twice in the draft.
        let draft = paste(&body.to_string()).unwrap().imported.draft.filled().into_owned();
        let said: Vec<String> = draft.conversation.branch_turns().filter_map(|(_, turn)| turn.body.plain_text()).collect();
        assert_eq!(said, [text.as_str()], "{name}");
        assert_eq!((&draft.tools[0].name, &draft.tools[0].description), (text, text), "{name}");
    });
}

/// What the page would load by itself: nothing but what lies in the draft.
#[test]
fn a_part_that_came_from_elsewhere_is_shown_by_its_name() {
    each(all(), |Payload { name, text, .. }| {
        if let Some(Part::Image { url, .. }) = attachment::of_address(text) {
            assert!(url.starts_with("https://") || url.starts_with("http://"), "{name}: {url}");
        }
        for part in [
            Part::Image { url: text.clone(), detail: Some(text.clone()) },
            Part::Audio { data: text.clone(), format: text.clone() },
            Part::File { name: text.clone(), data: text.clone() },
        ] {
            _ = Facts::of(&part);
        }
        for bytes in
            [text.as_bytes(), b"\x89PNG\r\n\x1a\n", b"%PDF-", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>", b"PK\x03\x04"]
        {
            match attachment::of_file(text, bytes) {
                Ok(Part::File { name: kept, .. }) => assert_eq!(&kept, text, "{name}"),
                Ok(Part::Image { url, .. }) => assert!(
                    ["png", "jpeg", "gif", "webp"].iter().any(|kind| url.starts_with(&format!("data:image/{kind};base64,"))),
                    "{name}: {url}"
                ),
                Ok(other) => assert!(matches!(other, Part::Audio { .. }), "{name}"),
                Err(_) => {}
            }
        }
    });
}

#[test]
fn braces_are_filled_once_and_never_run() {
    each(all(), |Payload { name, text, .. }| {
        let names = variables::names(text);
        assert!(names.len() <= text.len() / 4, "{name}");
        let mut draft = Draft::new();
        draft.instructions = format!("{{{{a}}}} {text}");
        draft.conversation.append(TurnBody::user(text.clone()));
        let value = |value: &str| variables::Variable { value: value.into(), ..Default::default() };
        draft.variables.insert("a".into(), value(&format!("{{{{b}}}} {text}")));
        draft.variables.insert("b".into(), value("never"));
        let filled = draft.filled();
        if !text.contains("{{") && !text.contains('\\') {
            assert_eq!(filled.instructions, format!("{{{{b}}}} {text} {text}"), "{name}: what was filled in is not looked through again");
        }
    });
}

/// A list of messages is JSON, whatever is said in it. The forms in YAML are read back by the worker that has a parser of it.
#[test]
fn a_prompt_file_of_messages_says_what_the_draft_says() {
    each(short(), |Payload { name, text, .. }| {
        let draft = crate::requests::draft(text);
        let printed = prompt_file(&draft, &draft.settings, text, PromptFile::Messages).text;
        let messages: Value = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{name}: {error}"));
        let last = messages.as_array().and_then(|messages| messages.last()).unwrap();
        assert_eq!(last["content"].as_str(), Some(text.as_str()), "{name}: {printed}");
    });
}

#[test]
fn the_corpus_has_requests_of_every_kind() {
    let requests = of(&["requests"]);
    let has = |what: &str| assert!(requests.iter().any(|payload| payload.text.contains(what)), "{what}");
    ["curl ", "messages", "input", "__proto__", "!!js", "import", "await"].into_iter().for_each(has);
}
