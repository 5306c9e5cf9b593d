//! A draft as a prompt that is kept in a file: `.prompt.yml` of GitHub Models, promptfoo, Prompty, a list of messages, and the name of a
//! prompt that OpenAI keeps. They hold texts and some settings; what they cannot hold is said. `plan::import` reads them back.

use super::{Note, Snippet};
use crate::draft::{Draft, OutputFormat, Role, Settings, TurnBody};
use crate::share::gate;
use serde_json::{Map, Value, json};

/// What a prompt can be kept as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PromptFile {
    /// `.prompt.yml` of GitHub Models.
    GitHub,
    Promptfoo,
    Prompty,
    /// A list of messages, as JSON.
    Messages,
    /// The `prompt` object of Responses: the id of a prompt that OpenAI keeps, its version and variables.
    Stored,
}

impl PromptFile {
    pub const ALL: [Self; 5] = [Self::GitHub, Self::Promptfoo, Self::Prompty, Self::Messages, Self::Stored];

    /// Whether it can hold a request with these settings at all: a prompt that OpenAI keeps has to be one.
    #[must_use]
    pub fn holds(self, settings: &Settings) -> bool {
        self != Self::Stored || settings.extra.get(PROMPT).is_some_and(Value::is_object)
    }

    /// As its makers write it: the same in every language of the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::GitHub => "GitHub Models (.prompt.yml)",
            Self::Promptfoo => "promptfoo",
            Self::Prompty => "Prompty",
            Self::Messages => "messages (JSON)",
            Self::Stored => "OpenAI prompt",
        }
    }

    /// The name that a file of it usually has.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::GitHub => "request.prompt.yml",
            Self::Promptfoo => "promptfooconfig.yaml",
            Self::Prompty => "request.prompty",
            Self::Messages => "messages.json",
            Self::Stored => "prompt.json",
        }
    }

    /// The setting's name in this form; `None` if it has no place for it.
    fn setting(self, name: &str) -> Option<&str> {
        match (self, name) {
            (Self::GitHub, "temperature") => Some("temperature"),
            (Self::GitHub, "top_p") => Some("topP"),
            (Self::GitHub, "max_output_tokens") => Some("maxTokens"),
            (Self::GitHub | Self::Messages | Self::Stored, _) | (_, "summary" | "extra") => None,
            (_, "effort") => Some("reasoning_effort"),
            (_, "max_output_tokens") => Some("max_completion_tokens"),
            (_, name) => Some(name),
        }
    }
}

/// The field of Responses that names such a prompt.
const PROMPT: &str = "prompt";

/// Prints a draft; `settings` are those of the lane over the draft's.
#[must_use]
pub fn prompt_file(draft: &Draft, settings: &Settings, model: &str, form: PromptFile) -> Snippet {
    let mut notes = Vec::new();
    let (mut settings, mut left) = (settings.clone(), Vec::new());
    gate::free_fields(&mut settings, &mut left);
    let messages = messages(draft, &mut notes);
    let mut parameters = parameters(&settings, form, &mut notes);
    if form != PromptFile::Promptfoo && !(draft.tools.is_empty() && draft.other_tools.is_empty()) {
        notes.push(Note::NoTools);
    }
    let output = output(&draft.output);
    let text = match form {
        PromptFile::Messages => {
            if output.is_some() {
                notes.push(Note::NoSettings);
            }
            serde_json::to_string_pretty(&said(&messages)).unwrap_or_default()
        }
        PromptFile::Stored => {
            notes = vec![Note::PromptOnly];
            settings.extra.get(PROMPT).and_then(|prompt| serde_json::to_string_pretty(prompt).ok()).unwrap_or_default()
        }
        PromptFile::GitHub => github(model, &parameters, &draft.output, &messages),
        PromptFile::Promptfoo => {
            parameters.extend(output.map(|format| ("response_format".to_owned(), format)));
            let tools: Vec<Value> = draft
                .tools
                .iter()
                .map(|tool| {
                    let mut function = json!({"name": tool.name, "parameters": tool.parameters});
                    if !tool.description.is_empty() {
                        function["description"] = json!(tool.description);
                    }
                    if let Some(strict) = tool.strict {
                        function["strict"] = json!(strict);
                    }
                    json!({"type": "function", "function": function})
                })
                .collect();
            if !draft.other_tools.is_empty() {
                notes.push(Note::NoTools);
            }
            if !tools.is_empty() {
                parameters.insert("tools".into(), Value::Array(tools));
            }
            promptfoo(model, &parameters, &messages)
        }
        PromptFile::Prompty => {
            parameters.extend(output.map(|format| ("response_format".to_owned(), format)));
            if messages.iter().any(|(_, text)| text.lines().any(names_role) || text.trim() != text || text.contains('\r')) {
                notes.push(Note::Reshaped);
            }
            prompty(model, &parameters, &messages)
        }
    };
    if !left.is_empty() {
        notes.push(Note::Credential);
    }
    notes.sort_unstable();
    notes.dedup();
    Snippet { text, notes }
}

type Message<'a> = (&'static str, std::borrow::Cow<'a, str>);

fn messages<'a>(draft: &'a Draft, notes: &mut Vec<Note>) -> Vec<Message<'a>> {
    let mut messages = Vec::new();
    if !draft.instructions.is_empty() {
        let role = if draft.instructions_role == Some(Role::Developer) { "developer" } else { "system" };
        messages.push((role, draft.instructions.as_str().into()));
    }
    for (_, turn) in draft.conversation.branch_turns() {
        let role = match turn.body.role() {
            Role::Developer => "developer",
            Role::System => "system",
            Role::User => "user",
            Role::Assistant => "assistant",
            Role::Tool => "tool",
        };
        let is_plain = turn.extra.is_empty() && !matches!(&turn.body, TurnBody::Assistant { items, .. } if !items.is_empty());
        match turn.body.plain_text() {
            Some(text) => {
                if !is_plain {
                    notes.push(Note::TextOnly);
                }
                messages.push((role, text.into()));
            }
            None => notes.push(Note::TextOnly),
        }
    }
    messages
}

fn said(messages: &[Message<'_>]) -> Value {
    messages.iter().map(|(role, text)| json!({"role": role, "content": text})).collect()
}

fn parameters(settings: &Settings, form: PromptFile, notes: &mut Vec<Note>) -> Map<String, Value> {
    let mut parameters = Map::new();
    let Ok(Value::Object(all)) = serde_json::to_value(settings) else { return parameters };
    for (name, value) in all {
        if value.is_null() || name == "spelled" {
            continue;
        }
        match form.setting(&name) {
            Some(name) => _ = parameters.insert(name.to_owned(), value),
            None => notes.push(Note::NoSettings),
        }
    }
    parameters
}

/// As Chat Completions writes it.
fn output(output: &OutputFormat) -> Option<Value> {
    match output {
        OutputFormat::Text => None,
        OutputFormat::JsonObject => Some(json!({"type": "json_object"})),
        OutputFormat::JsonSchema { .. } => schema(output).map(|schema| json!({"type": "json_schema", "json_schema": schema})),
    }
}

fn schema(output: &OutputFormat) -> Option<Value> {
    let OutputFormat::JsonSchema { name, schema, strict, description } = output else { return None };
    let mut inner = json!({"name": name, "schema": schema});
    if let Some(strict) = strict {
        inner["strict"] = json!(strict);
    }
    if let Some(description) = description {
        inner["description"] = json!(description);
    }
    Some(inner)
}

fn github(model: &str, parameters: &Map<String, Value>, output: &OutputFormat, messages: &[Message<'_>]) -> String {
    // GitHub names a model with its vendor.
    let is_openai = model.starts_with("gpt-") || (model.starts_with('o') && model.chars().nth(1).is_some_and(|c| c.is_ascii_digit()));
    let model = if is_openai { format!("openai/{model}") } else { model.to_owned() };
    let mut text = format!("name: Request\nmodel: {}\n", scalar(&model, 0));
    if !parameters.is_empty() {
        text.push_str("modelParameters:\n");
        fields(&mut text, parameters, 1);
    }
    match output {
        OutputFormat::Text => {}
        OutputFormat::JsonObject => text.push_str("responseFormat: json_object\n"),
        OutputFormat::JsonSchema { .. } => {
            let schema = schema(output).and_then(|schema| serde_json::to_string_pretty(&schema).ok()).unwrap_or_default();
            text.push_str(&format!("responseFormat: json_schema\njsonSchema: {}\n", scalar(&schema, 0)));
        }
    }
    text.push_str("messages:\n");
    for (role, said) in messages {
        text.push_str(&format!("  - role: {role}\n    content: {}\n", scalar(said, 2)));
    }
    if messages.is_empty() {
        text.push_str("  []\n");
    }
    text
}

fn promptfoo(model: &str, parameters: &Map<String, Value>, messages: &[Message<'_>]) -> String {
    let prompt = match messages {
        [("user", only)] if serde_json::from_str::<Value>(only).is_err() && !only.starts_with("file://") => only.to_string(),
        _ => serde_json::to_string_pretty(&said(messages)).unwrap_or_default(),
    };
    let mut text = format!("prompts:\n  - {}\nproviders:\n  - id: {}\n", scalar(&prompt, 1), scalar(&format!("openai:chat:{model}"), 2));
    if !parameters.is_empty() {
        text.push_str("    config:\n");
        fields(&mut text, parameters, 3);
    }
    text.push_str("tests:\n  - description: one run\n");
    text
}

fn prompty(model: &str, parameters: &Map<String, Value>, messages: &[Message<'_>]) -> String {
    let mut text = format!("---\nname: Request\nmodel:\n  api: chat\n  configuration:\n    type: openai\n    name: {}\n", scalar(model, 2));
    if !parameters.is_empty() {
        text.push_str("  parameters:\n");
        fields(&mut text, parameters, 2);
    }
    text.push_str("---\n");
    for (role, said) in messages {
        text.push_str(&format!("{role}:\n{}\n\n", said.trim()));
    }
    text
}

/// Whether Prompty takes a line for the name of a role.
fn names_role(line: &str) -> bool {
    let line = line.trim().trim_start_matches('#').trim();
    line.strip_suffix(':')
        .is_some_and(|role| ["system", "developer", "user", "assistant"].iter().any(|known| role.trim_end().eq_ignore_ascii_case(known)))
}

fn fields(text: &mut String, map: &Map<String, Value>, level: usize) {
    for (name, value) in map {
        let value = match value {
            Value::String(value) => scalar(value, level),
            // JSON is YAML.
            value => value.to_string(),
        };
        text.push_str(&format!("{}{}: {value}\n", "  ".repeat(level), scalar(name, level)));
    }
}

/// A text as YAML: bare where it is one plain word, a block where it has lines, else in quotes as JSON writes them.
fn scalar(text: &str, level: usize) -> String {
    const NO_TEXTS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "_-./".contains(c))
        && !NO_TEXTS.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_word {
        return text.to_owned();
    }
    let body = text.strip_suffix('\n').unwrap_or(text);
    // White space at the end of a file gets lost on the way, when it is pasted at the latest.
    let is_block = text.contains('\n')
        && !body.ends_with(char::is_whitespace)
        && !body.is_empty()
        && !text.starts_with([' ', '\n'])
        && text.chars().all(|c| c == '\n' || !(c.is_control() || matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')))
        && body.lines().all(|line| line.is_empty() || !line.trim().is_empty());
    if !is_block {
        return Value::from(text).to_string();
    }
    let indent = "  ".repeat(level + 1);
    let keep = if text.ends_with('\n') { "|" } else { "|-" };
    let lines: Vec<String> = body.split('\n').map(|line| if line.is_empty() { String::new() } else { format!("{indent}{line}") }).collect();
    format!("{keep}\n{}", lines.join("\n"))
}
