//! Whatever was pasted: recognised by itself, turned into a draft, with a report.

use super::chat_body::{ImportError, Imported, chat_value};
use super::report::{Format, Note, NoteKind, address, header_kind, scrub};
use super::responses_body::responses_value;
use super::{chatgpt, curl};
use crate::draft::schema::text::place_of;
use crate::wire::Api;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Nothing longer is read: what people mean to send is far shorter, and attachments come in by other ways.
pub const MOST_BYTES: usize = 12 * 1024 * 1024;

/// A pasted text as a draft, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pasted {
    pub format: Format,
    pub api: Api,
    pub imported: Imported,
    /// Where it went: shown, and never taken as an endpoint.
    pub address: Option<String>,
    /// What was changed, and what was left out.
    pub notes: Vec<Note>,
}

/// Why a text cannot be taken over. Nothing of it is kept then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum PasteError {
    #[error("this is of no known form")]
    Unknown,
    #[error("this is longer than {most} bytes")]
    TooLong { most: usize },
    /// It began as this form, and breaks it there.
    #[error("this begins like {form}, but line {line}, column {column}: {said}")]
    Broken { form: String, line: u32, column: u32, said: String },
    #[error("this curl command sends nothing that can be read here")]
    NoBody,
    #[error("this curl command reads its body from the file {name}: paste the file's content")]
    File { name: String },
    #[error("this is no request: it has neither messages nor input")]
    NoRequest,
    #[error("this code calls neither chat.completions nor responses")]
    NoCall,
    #[error("{said}")]
    Body { said: String },
}

impl From<ImportError> for PasteError {
    fn from(error: ImportError) -> Self {
        Self::Body { said: error.to_string() }
    }
}

impl PasteError {
    fn json(text: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default().to_owned();
        let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let spot = place_of(text, error);
        Self::Broken { form: "JSON".into(), line: place(spot.line), column: place(spot.column), said }
    }

    /// The place in the whole text, of which `part` is a part; as it was, where the text writes it in another way.
    fn within(mut self, text: &str, part: &str) -> Self {
        if let (Self::Broken { line, column, .. }, Some(before)) = (&mut self, text.find(part).and_then(|at| text.get(..at))) {
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            if *line == 1 {
                *column += count(before.rsplit('\n').next().unwrap_or_default().chars().count());
            }
            *line += count(before.matches('\n').count());
        }
        self
    }
}

/// Recognises a curl command or JSON of any kind, and turns it into a draft. What is written in other languages needs their parsers;
/// what those give comes in by [`from_value`], [`from_body`] and [`super::from_document`].
///
/// # Errors
/// The text is of no known form, or it is broken.
pub fn paste(text: &str) -> Result<Pasted, PasteError> {
    if text.len() > MOST_BYTES {
        return Err(PasteError::TooLong { most: MOST_BYTES });
    }
    let whole = text;
    let text = bare(text);
    if text.split_whitespace().next().is_some_and(|word| word == "curl" || word == "curl.exe") {
        return from_curl(text);
    }
    if !text.starts_with(['{', '[']) {
        return Err(PasteError::Unknown);
    }
    match serde_json::from_str(text) {
        Ok(value) => from_value(value),
        // Several lines of JSON: the first request is taken, and the others are counted.
        Err(error) => from_lines(text).unwrap_or_else(|| Err(PasteError::json(text, &error).within(whole, text))),
    }
}

/// Without what stands around code: a fence of Markdown, a shell's prompt, a mark of the byte order.
#[must_use]
pub fn bare(text: &str) -> &str {
    let text = text.trim_start_matches('\u{feff}').trim();
    let text = match text.strip_prefix("```") {
        Some(fenced) => fenced.split_once('\n').map_or(fenced, |(_, code)| code).trim_end().trim_end_matches('`'),
        None => text,
    };
    text.strip_prefix("$ ").unwrap_or(text).trim()
}

fn from_curl(text: &str) -> Result<Pasted, PasteError> {
    let command = curl::read(text);
    let Some(body) = command.body else {
        return Err(command.file.map_or(PasteError::NoBody, |name| PasteError::File { name }));
    };
    let mut pasted = from_value(serde_json::from_str(&body).map_err(|error| PasteError::json(&body, &error).within(text, &body))?)?;
    pasted.format = Format::Curl;
    pasted.address = command.url.and_then(|url| address(&url, &mut pasted.notes));
    // Azure names the model in the path.
    let deployment = pasted.address.as_deref().and_then(|url| url.split_once("/deployments/")?.1.split(['/', '?']).next());
    pasted.imported.model = pasted.imported.model.or(deployment.map(str::to_owned));
    let own = |name: &str| ["content-type", "accept", "content-length", "host"].iter().any(|own| name.eq_ignore_ascii_case(own));
    let headers = command.headers.into_iter().map(|(name, _)| name).filter(|name| !own(name));
    pasted.notes.extend(headers.map(|name| Note::new(header_kind(&name), name)));
    Ok(pasted)
}

fn from_lines(text: &str) -> Option<Result<Pasted, PasteError>> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let first = from_value(serde_json::from_str(lines.next()?).ok()?);
    let others = lines.count();
    Some(first.map(|mut pasted| {
        pasted.notes.push(Note::new(NoteKind::Another, format!("{others} × JSON")));
        pasted
    }))
}

/// A request that came as data, in whatever language it was written.
///
/// # Errors
/// It is no request.
pub fn from_value(value: Value) -> Result<Pasted, PasteError> {
    if let Some(export) = chatgpt::find(&value) {
        return chatgpt::conversation(export);
    }
    match value {
        Value::Object(object) => from_object(object),
        Value::Array(list) if list.iter().any(|one| chatgpt::find(one).is_some()) => chatgpt::first_of(&list),
        Value::Array(list) if list.first().is_some_and(|first| first.get("role").is_some()) => {
            // Items of Responses are written as lists too; only they have these.
            let items = list.iter().any(|item| item.get("call_id").is_some() || item.pointer("/content/0/type").is_some_and(is_input));
            let (name, format) = if items { ("input", Format::Responses) } else { ("messages", Format::Messages) };
            let mut body = Map::from_iter([(name.to_owned(), Value::Array(list))]);
            let mut notes = Vec::new();
            scrub(&mut body, &mut notes);
            if items { responses(format, body, notes) } else { chat(format, body, notes) }
        }
        _ => Err(PasteError::NoRequest),
    }
}

fn is_input(kind: &Value) -> bool {
    kind.as_str().is_some_and(|kind| kind.starts_with("input_") || kind == "output_text")
}

fn from_object(mut object: Map<String, Value>) -> Result<Pasted, PasteError> {
    if object.contains_key("custom_id")
        && let Some(Value::Object(body)) = object.shift_remove("body")
    {
        return Ok(Pasted { format: Format::Batch, ..from_object(body)? });
    }
    let mut notes = Vec::new();
    scrub(&mut object, &mut notes);
    if object.get("id").and_then(Value::as_str).is_some_and(|id| id.starts_with("pmpt_")) {
        let body = Map::from_iter([("prompt".to_owned(), json!(object))]);
        return responses(Format::Prompt, body, notes);
    }
    if object.contains_key("messages") {
        return chat(Format::Chat, object, notes);
    }
    if ["input", "prompt", "instructions"].iter().any(|key| object.contains_key(*key)) {
        return responses(Format::Responses, object, notes);
    }
    Err(PasteError::NoRequest)
}

pub(super) fn chat(format: Format, body: Map<String, Value>, notes: Vec<Note>) -> Result<Pasted, PasteError> {
    Ok(pasted(format, Api::Chat, chat_value(body)?, notes))
}

pub(super) fn responses(format: Format, body: Map<String, Value>, notes: Vec<Note>) -> Result<Pasted, PasteError> {
    Ok(pasted(format, Api::Responses, responses_value(body)?, notes))
}

fn pasted(format: Format, api: Api, mut imported: Imported, mut notes: Vec<Note>) -> Pasted {
    if !format.is_template() {
        imported.draft.take_literally();
    }
    let extra = imported.draft.settings.unknown();
    notes.extend(extra.map(|name| Note::new(NoteKind::AsIs, name)));
    Pasted { format, api, imported, address: None, notes }
}

/// A body that was read from a program; `url` is where the program sends it.
///
/// # Errors
/// It is no body of that API.
pub fn from_body(
    format: Format,
    api: Api,
    mut body: Map<String, Value>,
    mut notes: Vec<Note>,
    url: Option<&str>,
) -> Result<Pasted, PasteError> {
    scrub(&mut body, &mut notes);
    let place = url.and_then(|url| address(url, &mut notes));
    let pasted = if api == Api::Responses { responses(format, body, notes) } else { chat(format, body, notes) };
    pasted.map(|pasted| Pasted { address: place, ..pasted })
}
