//! What became of a pasted text: what it was, what was changed, what was left out.
//!
//! Data, so that the page says it in its own words. A credential is among what is left out, by its name and never by its value.

use crate::share::gate::{is_credential, is_credential_of};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a text was recognised as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    Curl,
    /// A body of Chat Completions.
    Chat,
    /// A body of Responses.
    Responses,
    /// A line of a batch's input.
    Batch,
    /// A bare list of messages.
    Messages,
    /// A stored prompt of OpenAI: `{"id": "pmpt_…", "version": …, "variables": …}`.
    Prompt,
    /// A conversation exported from ChatGPT.
    ChatGpt,
    /// `.prompt.yml` of GitHub Models.
    PromptYml,
    Promptfoo,
    Prompty,
    /// Code with the `openai` package of PyPI.
    Python,
    /// Code with the `openai` package of npm.
    JavaScript,
}

impl Format {
    /// Whether its texts are written to be filled in. What is sent is not.
    pub(super) const fn is_template(self) -> bool {
        matches!(self, Self::Messages | Self::Prompt | Self::PromptYml | Self::Promptfoo | Self::Prompty)
    }

    /// As its makers write it: the same in every language of the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Chat => "Chat Completions JSON",
            Self::Responses => "Responses JSON",
            Self::Batch => "Batch JSONL",
            Self::Messages => "messages",
            Self::Prompt => "OpenAI prompt",
            Self::ChatGpt => "ChatGPT",
            Self::PromptYml => ".prompt.yml",
            Self::Promptfoo => "promptfoo",
            Self::Prompty => "Prompty",
            Self::Python => "Python",
            Self::JavaScript => "JavaScript",
        }
    }
}

/// What happened to a part of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// Changed: no setting knows it; it is kept and sent as it is.
    AsIs,
    /// Changed: a value that the code computes became a variable of the template.
    Variable,
    /// Changed: a name of a vendor was taken from the model's name.
    ModelName,
    /// Changed: the API calls the model otherwise than ChatGPT does.
    OtherName,
    /// Changed: a tool of ChatGPT's own. Its calls and results are turns; what it is, the text does not say.
    OwnTool,
    /// Left out: a credential.
    Key,
    /// Left out: a header, or a part of the address that says more than where.
    Header,
    /// Left out: it is computed, and only what stands there literally can be taken over.
    NotLiteral,
    /// Left out: more of what a draft has once (other conversations, prompts, models, calls). `what` names it.
    Another,
    /// Left out: a draft has no place for it.
    NoPlace,
    /// Left out: it lies in a file of its own, or with a service.
    Elsewhere,
    /// Left out: who read the conversation did not see it.
    Hidden,
}

impl NoteKind {
    /// Whether the draft lacks it.
    #[must_use]
    pub const fn is_left_out(self) -> bool {
        !matches!(self, Self::AsIs | Self::Variable | Self::ModelName | Self::OtherName | Self::OwnTool)
    }
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    pub kind: NoteKind,
    /// Its name in the text.
    pub what: String,
    /// Where, counted from 1, if the text has lines of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl Note {
    pub fn new(kind: NoteKind, what: impl Into<String>) -> Self {
        Self { kind, what: what.into(), line: None }
    }

    #[must_use]
    pub fn at(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }
}

/// Takes credentials and headers out of a body, and says which.
pub(super) fn scrub(body: &mut Map<String, Value>, notes: &mut Vec<Note>) {
    let names: Vec<String> = body.keys().cloned().collect();
    for name in names {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
        let value = body.get(&name);
        match plain.as_str() {
            _ if value.is_some_and(Value::is_string) && is_credential_of(&name, body) => {
                body.shift_remove(&name);
                notes.push(Note::new(NoteKind::Key, name));
            }
            "headers" | "extraheaders" | "defaultheaders" | "httpheaders" if value.is_some_and(Value::is_object) => {
                if let Some(Value::Object(headers)) = body.shift_remove(&name) {
                    notes.extend(headers.into_iter().map(|(name, _)| Note::new(header_kind(&name), name)));
                }
            }
            // A schema names its fields as it likes, and a variable is the user's own word.
            "parameters" | "schema" | "jsonschema" | "inputschema" | "metadata" | "variables" | "arguments" => {}
            _ => match body.get_mut(&name) {
                Some(Value::Object(inner)) => scrub(inner, notes),
                Some(Value::Array(list)) => {
                    for inner in list.iter_mut().filter_map(Value::as_object_mut) {
                        scrub(inner, notes);
                    }
                }
                _ => {}
            },
        }
    }
}

/// What a header, or a parameter of an address, is left out as.
#[must_use]
pub fn header_kind(name: &str) -> NoteKind {
    if is_credential(name) { NoteKind::Key } else { NoteKind::Header }
}

/// The address without what must not be shown: a user and a password, and whatever of the query is no version. `None` if it is no
/// address of the web.
#[must_use]
pub fn address(url: &str, notes: &mut Vec<Note>) -> Option<String> {
    let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "https"))?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').map_or((rest, None), |(path, query)| (path, Some(query)));
    let (host, path) = path.split_once('/').map_or((path, String::new()), |(host, path)| (host, format!("/{path}")));
    let host = match host.rsplit_once('@') {
        Some((_, host)) => {
            notes.push(Note::new(NoteKind::Key, "user:password@"));
            host
        }
        None => host,
    };
    let mut kept = String::new();
    for (name, value) in query.into_iter().flat_map(|query| query.split('&')).map(|pair| pair.split_once('=').unwrap_or((pair, ""))) {
        if name == "api-version" {
            kept = format!("?api-version={value}");
        } else if !name.is_empty() {
            notes.push(Note::new(header_kind(name), format!("?{name}=")));
        }
    }
    Some(format!("{scheme}://{host}{path}{kept}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case("https://api.openai.com/v1/responses", "https://api.openai.com/v1/responses", 0)]
    #[case("https://me:sk-1@h/v1?api-version=2024-10-21&subscription-key=sk-2&x=1#sk-3", "https://h/v1?api-version=2024-10-21", 3)]
    fn an_address_says_only_where(#[case] url: &str, #[case] shown: &str, #[case] said: usize) {
        let mut notes = Vec::new();
        assert_eq!(address(url, &mut notes).as_deref(), Some(shown));
        assert_eq!(notes.len(), said);
        assert!(!format!("{notes:?}").contains("sk-"));
    }

    #[test]
    fn credentials_are_taken_from_any_depth_and_schemas_keep_their_names() {
        let mut body = json!({
            "api_key": "sk-1", "extra_headers": {"X-Team": "a", "Authorization": "Bearer sk-2"},
            "tools": [{"type": "mcp", "server_url": "https://a", "authorization": "sk-3", "headers": {"Authorization": "sk-4"}},
                      {"type": "function", "name": "f", "parameters": {"properties": {"password": {"type": "string"}, "api_key": "kept"}}}],
            "max_tokens": 5, "metadata": {"secret": "of the user's naming"},
        });
        let mut notes = Vec::new();
        scrub(body.as_object_mut().unwrap(), &mut notes);
        assert!(!body.to_string().contains("sk-"), "{body}");
        assert!(!format!("{notes:?}").contains("sk-"));
        assert_eq!(body["tools"][1]["parameters"]["properties"]["api_key"], "kept");
        assert_eq!(notes.iter().filter(|note| note.kind == NoteKind::Key).count(), 4);
        assert_eq!(notes.iter().filter(|note| note.kind == NoteKind::Header).count(), 1);
    }
}
