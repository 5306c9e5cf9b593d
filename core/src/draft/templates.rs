//! Where the templates of a draft stand: all that the user wrote and that is sent as text, and nothing that is a name.
//!
//! In JSON (tools, schemas, fields that no setting knows) the texts are templates, the names of members never; nor, in a schema, what
//! repeats such a name, or is a pattern. What a model or a tool said is none: it may speak of templates. Files are no texts.

use super::{Conversation, Draft, OutputFormat, Part, Settings, ToolChoice, TurnBody, TurnId};
use serde_json::{Map, Value};

/// Keywords of JSON Schema (2020-12) whose texts name members or schemas, or are patterns.
const NAMING: [&str; 8] = ["$anchor", "$dynamicRef", "$id", "$ref", "$schema", "format", "pattern", "required"];
/// Members of a tool that hold a schema, in either API.
const SCHEMAS: [&str; 3] = ["parameters", "schema", "input_schema"];

/// The templates of a draft, in the order of the request; of the conversation those of the branch that is sent.
pub(super) fn of<'a>(draft: &'a Draft, found: &mut Vec<&'a str>) {
    found.push(&draft.instructions);
    for (_, turn) in draft.conversation.branch_turns() {
        of_turn(&turn.body, found);
        if is_of_the_user(&turn.body) {
            turn.extra.iter().filter(|(name, _)| *name != CONTENT).for_each(|(_, value)| of_value(value, false, found));
        }
    }
    for tool in &draft.tools {
        found.push(&tool.description);
        of_value(&tool.parameters, true, found);
    }
    draft.other_tools.iter().for_each(|tool| of_value(tool, false, found));
    if let ToolChoice::Other(choice) = &draft.tool_choice {
        of_value(choice, false, found);
    }
    if let OutputFormat::JsonSchema { schema, description, .. } = &draft.output {
        found.extend(description.as_deref());
        of_value(schema, true, found);
    }
    of_settings(&draft.settings, found);
}

/// The member of a taken-over message that says its words a second time.
const CONTENT: &str = "content";

/// The templates of settings: words that are chosen from a list are none.
pub(super) fn of_settings<'a>(settings: &'a Settings, found: &mut Vec<&'a str>) {
    found.extend(settings.stop.iter().flatten().map(String::as_str));
    found.extend(settings.user.as_deref());
    let free = [settings.metadata.as_ref(), Some(&settings.extra)];
    free.into_iter().flatten().flat_map(Map::iter).for_each(|(name, value)| of_value(value, SCHEMAS.contains(&name.as_str()), found));
}

fn of_turn<'a>(body: &'a TurnBody, found: &mut Vec<&'a str>) {
    match body {
        TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, model: None, .. } => found.push(text),
        TurnBody::User { parts } => parts.iter().for_each(|part| match part {
            Part::Text { text } | Part::Image { url: text, .. } | Part::File { name: text, .. } if !is_file(text) => found.push(text),
            Part::Other { raw } => of_value(raw, false, found),
            Part::Text { .. } | Part::Image { .. } | Part::File { .. } | Part::Audio { .. } => {}
        }),
        TurnBody::Assistant { .. } | TurnBody::Tool { .. } => {}
    }
}

fn of_value<'a>(value: &'a Value, is_schema: bool, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if !is_file(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| of_value(item, is_schema, found)),
        Value::Object(members) => {
            let texts = members.iter().filter(|(name, value)| !(is_schema && is_naming(name, value)));
            texts.for_each(|(name, value)| of_value(value, is_schema || SCHEMAS.contains(&name.as_str()), found));
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Changes the templates of a draft: those that [`of`] finds, in the turns that are wanted.
pub(super) fn change(draft: &mut Draft, is_wanted: &dyn Fn(&TurnId) -> bool, change: &mut dyn FnMut(&mut String)) {
    change(&mut draft.instructions);
    change_turns(&mut draft.conversation, is_wanted, change);
    for tool in &mut draft.tools {
        change(&mut tool.description);
        change_value(&mut tool.parameters, true, change);
    }
    draft.other_tools.iter_mut().for_each(|tool| change_value(tool, false, change));
    if let ToolChoice::Other(choice) = &mut draft.tool_choice {
        change_value(choice, false, change);
    }
    change_output(&mut draft.output, change);
    change_settings(&mut draft.settings, change);
}

/// Changes the templates of a form of answer: those that [`of`] finds.
pub(super) fn change_output(output: &mut OutputFormat, change: &mut dyn FnMut(&mut String)) {
    if let OutputFormat::JsonSchema { schema, description, .. } = output {
        description.iter_mut().for_each(&mut *change);
        change_value(schema, true, change);
    }
}

/// Changes the templates of settings: those that [`of_settings`] finds.
pub(super) fn change_settings(settings: &mut Settings, change: &mut dyn FnMut(&mut String)) {
    settings.stop.iter_mut().flatten().chain(&mut settings.user).for_each(&mut *change);
    let free = settings.metadata.iter_mut().chain(std::iter::once(&mut settings.extra));
    free.flat_map(Map::iter_mut).for_each(|(name, value)| change_value(value, SCHEMAS.contains(&name.as_str()), change));
}

fn change_turns(conversation: &mut Conversation, is_wanted: &dyn Fn(&TurnId) -> bool, change: &mut dyn FnMut(&mut String)) {
    for (_, turn) in conversation.turns.iter_mut().filter(|(id, _)| is_wanted(id)) {
        let mut is_changed = false;
        let mut change_words = |text: &mut String| {
            let before = text.clone();
            change(text);
            is_changed |= *text != before;
        };
        match &mut turn.body {
            TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, model: None, .. } => change_words(text),
            TurnBody::User { parts } => parts.iter_mut().for_each(|part| match part {
                Part::Text { text } | Part::Image { url: text, .. } | Part::File { name: text, .. } if !is_file(text) => change_words(text),
                Part::Other { raw } => change_value(raw, false, &mut change_words),
                Part::Text { .. } | Part::Image { .. } | Part::File { .. } | Part::Audio { .. } => {}
            }),
            TurnBody::Assistant { .. } | TurnBody::Tool { .. } => {}
        }
        if is_changed {
            // It says the words as they were.
            turn.extra.remove(CONTENT);
        }
        if is_of_the_user(&turn.body) {
            turn.extra.iter_mut().filter(|(name, _)| *name != CONTENT).for_each(|(_, value)| change_value(value, false, change));
        }
    }
}

fn change_value(value: &mut Value, is_schema: bool, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) if !is_file(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| change_value(item, is_schema, change)),
        Value::Object(members) => {
            let texts = members.iter_mut().filter(|(name, value)| !(is_schema && is_naming(name, value)));
            texts.for_each(|(name, value)| change_value(value, is_schema || SCHEMAS.contains(&name.as_str()), change));
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A parameter may have such a name too: it stands for a schema then.
fn is_naming(name: &str, value: &Value) -> bool {
    NAMING.contains(&name) && !value.is_object()
}

/// Whether a text is the bytes of a file (RFC 2397). They can be megabytes, and hold nothing to be read.
pub(crate) fn is_file(text: &str) -> bool {
    const HEAD: usize = 128;
    text.starts_with("data:") && text[..text.floor_char_boundary(HEAD)].contains(";base64,")
}

fn is_of_the_user(body: &TurnBody) -> bool {
    matches!(body, TurnBody::Developer { .. } | TurnBody::System { .. } | TurnBody::User { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{FunctionTool, variables::Variable};
    use serde_json::json;

    /// A draft with a template in every place that has one, each of another name.
    fn everywhere() -> Draft {
        let mut draft = Draft { instructions: "{{a}}".into(), ..Draft::new() };
        let turn = draft.conversation.append(TurnBody::User {
            parts: vec![
                Part::Text { text: "{{b}}".into() },
                Part::Image { url: "https://h/{{c}}.png".into(), detail: None },
                Part::File { name: "{{d}}".into(), data: "data:;base64,AA".into() },
                Part::Other { raw: json!({"{{no}}": ["{{e}}", 1, null, "data:;base64,{{no}}", "data: {{e}}"]}) },
            ],
        });
        draft.conversation.turns.get_mut(&turn).unwrap().extra = Map::from_iter([("name".to_owned(), json!("{{f}}"))]);
        let parameters = json!({"type": "object", "description": "{{h}}", "required": ["{{no}}"], "properties": {
            "{{no}}": {"pattern": "{{no}}", "enum": ["{{i}}"]}, "pattern": {"description": "{{j}}"}}});
        draft.tools = vec![FunctionTool { name: "f".into(), description: "{{g}}".into(), parameters, strict: None }];
        draft.other_tools = vec![
            json!({"type": "web_search", "filters": {"allowed_domains": ["{{k}}"]}}),
            json!({"type": "x", "parameters": {"required": ["{{no}}"], "title": "{{l}}"}, "required": "{{m}}"}),
        ];
        draft.tool_choice = ToolChoice::Other(json!({"type": "custom", "name": "{{n}}"}));
        let schema = json!({"title": "{{p}}", "$ref": "{{no}}"});
        draft.output = OutputFormat::JsonSchema { name: "n".into(), schema, strict: None, description: Some("{{o}}".into()) };
        draft.settings.stop = Some(vec!["{{q}}".into()]);
        draft.settings.user = Some("{{r}}".into());
        draft.settings.metadata = Some(Map::from_iter([("{{no}}".to_owned(), json!("{{s}}"))]));
        draft.settings.extra = Map::from_iter([("prediction".to_owned(), json!({"type": "content", "content": "{{t}}"}))]);
        draft
    }

    #[test]
    fn every_text_that_is_sent_is_found_and_no_name() {
        let draft = everywhere();
        assert_eq!(draft.variable_names([]).concat(), "abcdefghijklmnopqrst");
        let lane = Settings { metadata: Some(Map::from_iter([("x".to_owned(), json!("{{lane}}"))])), ..Settings::default() };
        assert_eq!(draft.variable_names([&lane, &lane]).last().map(String::as_str), Some("lane"));
        assert_eq!(draft.unfilled([&lane]).len(), 21);
    }

    #[test]
    fn what_is_found_is_filled_and_nothing_else() {
        let mut draft = everywhere();
        let value = |name: String| (name, Variable { value: "V".into(), default: String::new() });
        draft.variables = draft.variable_names([]).into_iter().chain(["no".to_owned()]).map(value).collect();
        let filled = draft.filled().into_owned();
        let text = serde_json::to_string(&Draft { variables: Default::default(), ..filled.clone() }).unwrap();
        assert_eq!((text.matches("{{no}}").count(), text.matches("{{").count()), (8, 8), "{text}");
        assert_eq!(filled.variable_names([]), Vec::<String>::new());
        let lane = Settings { stop: Some(vec!["{{q}}".into(), "\\{{q}}".into()]), ..Settings::default() };
        assert_eq!(lane.filled(&draft.variables).stop, Some(vec!["V".to_owned(), "{{q}}".to_owned()]));
    }

    #[test]
    fn what_was_taken_literally_is_sent_as_it_was() {
        let text = serde_json::to_string(&everywhere()).unwrap().replace("{{", "\\\\{{");
        let sent: Draft = serde_json::from_str(&text).unwrap();
        let mut taken = sent.clone();
        taken.take_literally();
        assert_ne!(taken, sent);
        assert_eq!(taken.filled().into_owned(), sent);
    }
}
