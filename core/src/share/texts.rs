//! The texts of a set-up, wherever they stand: what is looked through before it leaves, and when it arrives.

use super::Shared;
use crate::draft::mock::Mock;
use crate::draft::templates::is_file;
use crate::draft::{FunctionTool, OutputFormat, Part, ToolChoice, TurnBody};
use serde_json::{Map, Value};

impl Shared {
    /// All texts that a reader of the link can see: what [`super::scan()`] looks through. Pictures and files are not read.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let Self { draft, prompt, attached, lanes } = self;
        let mut texts = vec![draft.instructions.as_str(), prompt];
        for turn in draft.conversation.turns.values() {
            texts.extend(texts_of(&turn.body));
            turn.extra.values().for_each(|value| strings(value, &mut texts));
        }
        texts_of_parts(attached, &mut texts);
        for FunctionTool { name, description, parameters, strict: _ } in &draft.tools {
            texts.extend([name.as_str(), description]);
            strings(parameters, &mut texts);
        }
        draft.other_tools.iter().for_each(|tool| strings(tool, &mut texts));
        match &draft.tool_choice {
            ToolChoice::Function(name) => texts.push(name),
            ToolChoice::Other(choice) => strings(choice, &mut texts),
            ToolChoice::Auto | ToolChoice::None | ToolChoice::Required => {}
        }
        if let OutputFormat::JsonSchema { name, schema, strict: _, description } = &draft.output {
            texts.extend(std::iter::once(name.as_str()).chain(description.as_deref()));
            strings(schema, &mut texts);
        }
        texts.extend(draft.mocks.values().filter_map(Mock::text));
        texts.extend(draft.variables.values().flat_map(|variable| [variable.value.as_str(), variable.default.as_str()]));
        for settings in std::iter::once(&draft.settings).chain(lanes.iter().map(|lane| &lane.settings)) {
            texts.extend(settings.stop.iter().flatten().map(String::as_str));
            let free = [Some(&settings.extra), settings.metadata.as_ref(), settings.logit_bias.as_ref()];
            free.into_iter().flatten().flat_map(Map::values).for_each(|value| strings(value, &mut texts));
        }
        texts.into_iter()
    }
}

fn texts_of(body: &TurnBody) -> Vec<&str> {
    match body {
        TurnBody::Developer { text } | TurnBody::System { text } => vec![text],
        TurnBody::User { parts } => {
            let mut texts = Vec::new();
            texts_of_parts(parts, &mut texts);
            texts
        }
        TurnBody::Assistant { text, tool_calls, reasoning, .. } => {
            let calls = tool_calls.iter().map(|call| call.arguments.as_str());
            [text.as_str()].into_iter().chain(reasoning.as_deref()).chain(calls).collect()
        }
        TurnBody::Tool { output, .. } => vec![output],
    }
}

fn texts_of_parts<'a>(parts: &'a [Part], texts: &mut Vec<&'a str>) {
    for part in parts {
        match part {
            Part::Text { text } => texts.push(text),
            Part::Image { url, .. } if !is_file(url) => texts.push(url),
            Part::File { name, .. } => texts.push(name),
            Part::Other { raw } => strings(raw, texts),
            Part::Image { .. } | Part::Audio { .. } => {}
        }
    }
}

/// The texts in a value, at any depth, without files that are written as text.
fn strings<'a>(value: &'a Value, texts: &mut Vec<&'a str>) {
    match value {
        Value::String(text) if !is_file(text) => texts.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => members.values().for_each(|member| strings(member, texts)),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Draft, Settings};
    use crate::share::{SharedLane, scan};
    use serde_json::json;

    /// Put together here, so that no scanner of repositories takes this file for a leak.
    fn key(number: usize) -> String {
        format!("sk-proj-{number}{}", "a1B2c3D4e5F6g7H8i9J0")
    }

    #[test]
    fn a_key_is_found_in_every_field_that_is_free() {
        let map = |key: String| Map::from_iter([("note".to_owned(), json!([{"deep": key}]))]);
        let mut draft = Draft::new();
        let turn = draft.conversation.append(TurnBody::User { parts: vec![Part::Other { raw: json!({"x": key(0)}) }] });
        draft.conversation.turns.get_mut(&turn).unwrap().extra = map(key(1));
        draft.settings = Settings { metadata: Some(map(key(2))), extra: map(key(3)), stop: Some(vec![key(4)]), ..Settings::default() };
        draft.other_tools = vec![json!({"type": "mcp", "server_description": key(5)})];
        let parameters = json!({"type": "object", "properties": {"a": {"default": key(6)}}});
        draft.tools = vec![FunctionTool { name: "f".into(), description: String::new(), parameters, strict: None }];
        draft.tool_choice = ToolChoice::Other(json!({"type": "custom", "name": key(7)}));
        let schema = json!({"type": "object", "description": key(8)});
        draft.output = OutputFormat::JsonSchema { name: "n".into(), schema, strict: None, description: Some(key(9)) };
        let mut lane = SharedLane::typed("o3");
        lane.settings.metadata = Some(map(key(10)));
        lane.settings.extra = map(key(11));
        let attached = vec![Part::Text { text: key(12) }];
        let shared = Shared { draft, prompt: String::new(), attached, lanes: vec![lane] };
        let texts: Vec<&str> = shared.texts().collect();
        for number in 0..13 {
            assert!(texts.iter().any(|text| text.contains(&key(number))), "{number}");
        }
        assert!(!scan(shared.texts()).is_empty());
    }

    #[test]
    fn the_bytes_of_files_are_not_read() {
        let mut draft = Draft::new();
        let picture = || "data:image/png;base64,AAAA".to_owned();
        let parts = vec![
            Part::Image { url: picture(), detail: None },
            Part::Other { raw: json!({"image_url": {"url": picture()}, "name": "kept"}) },
        ];
        draft.conversation.append(TurnBody::User { parts });
        let shared = Shared { draft, prompt: String::new(), attached: Vec::new(), lanes: Vec::new() };
        assert_eq!(shared.texts().filter(|text| !text.is_empty()).collect::<Vec<_>>(), ["kept"]);
    }
}
