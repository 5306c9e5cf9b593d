//! Everything in one file, version 1: a line of JSON for each thing, so that a file of any size is written and read piece by piece, and
//! a damaged line costs that line only.
//!
//! ```json
//! {"lineup_archive":1,"made":"2026-11-21T12:00:00Z"}
//! {"value":"prompts","content":{"version":1,"value":[]}}
//! {"conversation":"01963f…","at":1796000000000,"state":{"version":1,"draft":{},"prompt":"","lanes":[]}}
//! {"run":{"id":"01963f…","at":1796000000000},"asked":{"version":1},"cassette":{"lineup_cassette":1}}
//! ```
//!
//! It never holds a key: credentials and headers in free fields are taken out on the way out, and on the way in.

use super::asked::Asked;
use super::row::{Ended, RunRow};
use super::state::{State, clean_draft, clean_lane};
use crate::draft::{Draft, Endpoint};
use crate::json;
use crate::run::cassette::Cassette;
use crate::share::gate;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json, value::RawValue};

/// The version that is written.
const VERSION: u64 = 1;
/// The most bytes that are read.
pub const MOST_BYTES: u32 = 512 * 1024 * 1024;
/// The most lines that are read.
const MOST_LINES: usize = 500_000;

/// Why a text is no archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    #[error("this is no archive of Lineup")]
    Foreign,
    #[error("this archive has version {0}; this program reads versions up to {VERSION}")]
    Newer(u64),
    #[error("this archive holds more than is read")]
    TooBig,
}

/// One thing of an archive.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// One of the small values of the page, by its name, as it is stored.
    Value {
        name: String,
        content: Value,
    },
    Conversation {
        id: String,
        at: f64,
        state: Box<State>,
    },
    Run {
        row: Box<RunRow>,
        asked: Box<Asked>,
        cassette: Box<Cassette>,
    },
}

#[derive(Serialize, Deserialize)]
struct Head {
    lineup_archive: u64,
    #[serde(default)]
    made: String,
}

#[derive(Deserialize)]
struct Line<'a> {
    value: Option<String>,
    content: Option<Value>,
    conversation: Option<String>,
    at: Option<f64>,
    state: Option<Value>,
    run: Option<Value>,
    asked: Option<Value>,
    #[serde(borrow)]
    cassette: Option<&'a RawValue>,
}

/// An archive that is being read: its records, one after the other. A line that cannot be read is `None`.
pub struct Archive<'a> {
    /// When it was made, as ISO 8601.
    pub made: String,
    lines: Box<dyn Iterator<Item = &'a str> + 'a>,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// The text does not begin as an archive does, is one of a newer version, or is too long.
    pub fn read(text: &'a str) -> Result<Self, ArchiveError> {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        let head: Head = serde_json::from_str(lines.next().unwrap_or_default()).map_err(|_| ArchiveError::Foreign)?;
        match head.lineup_archive {
            1 => {}
            newer if newer > VERSION => return Err(ArchiveError::Newer(newer)),
            _ => return Err(ArchiveError::Foreign),
        }
        if text.len() > MOST_BYTES as usize || text.bytes().filter(|byte| *byte == b'\n').count() > MOST_LINES {
            return Err(ArchiveError::TooBig);
        }
        Ok(Self { made: head.made, lines: Box::new(lines) })
    }
}

impl Iterator for Archive<'_> {
    type Item = Option<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        self.lines.next().map(|line| serde_json::from_str::<Line<'_>>(line).ok().and_then(Line::record))
    }
}

impl Line<'_> {
    fn record(self) -> Option<Record> {
        let record = if let (Some(name), Some(content)) = (self.value, self.content) {
            Record::Value { name, content }
        } else if let (Some(id), Some(state)) = (self.conversation, self.state) {
            Record::Conversation { id, at: time(self.at.unwrap_or_default()), state: Box::new(State::from_value(state)?) }
        } else {
            let mut row: RunRow = serde_json::from_value(self.run?).ok()?;
            let (asked, cassette) = (Asked::from_value(self.asked?)?, Cassette::from_json(self.cassette?.get()).ok()?);
            row.at = time(row.at);
            let asked = Asked { request: cassette.request.clone(), ..asked };
            Record::Run { row: Box::new(row), asked: Box::new(asked), cassette: Box::new(cassette) }
        };
        is_id(record.id()).then(|| record.cleaned())
    }
}

/// A time that a calendar has: up to the year 9999.
fn time(at: f64) -> f64 {
    if at.is_finite() { at.clamp(0.0, 253_402_300_799_000.0) } else { 0.0 }
}

/// Ids are names in a store, and parts of other names there.
fn is_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

impl Record {
    /// The first line of an archive.
    #[must_use]
    pub fn head(made: &str) -> String {
        json::write(&Head { lineup_archive: VERSION, made: made.to_owned() })
    }

    /// The line of this record, without its line break.
    #[must_use]
    pub fn line(self) -> String {
        match self.cleaned() {
            Self::Value { name, content } => format!(r#"{{"value":{},"content":{content}}}"#, json::write(&name)),
            Self::Conversation { id, at, state } => {
                format!(r#"{{"conversation":{},"at":{},"state":{}}}"#, json::write(&id), json::write(&at), state.to_value())
            }
            Self::Run { row, mut asked, cassette } => {
                // The cassette has it too.
                asked.request.body = Value::Null;
                format!(r#"{{"run":{},"asked":{},"cassette":{}}}"#, json::write(&*row), json::write(&*asked), cassette.to_json())
            }
        }
    }

    fn id(&self) -> &str {
        match self {
            Self::Value { name, .. } => name,
            Self::Conversation { id, .. } => id,
            Self::Run { row, .. } => &row.id,
        }
    }

    /// Without credentials and headers, and without what means something only where it was kept.
    fn cleaned(self) -> Self {
        match self {
            Self::Value { name, mut content } => {
                clean_content(&mut content);
                Self::Value { name, content }
            }
            Self::Conversation { id, at, state } => Self::Conversation { id, at, state: Box::new(state.without_credentials()) },
            Self::Run { mut row, mut asked, mut cassette } => {
                row.page.clear();
                row.deleted = None;
                row.parts.clear();
                if row.ended == Ended::Running {
                    row.ended = Ended::Interrupted;
                }
                clean_draft(&mut asked.draft);
                clean_lane(&mut asked.lane);
                gate::without_credentials(&mut cassette.request.body, "", &mut Vec::new());
                asked.request = cassette.request.clone();
                Self::Run { row, asked, cassette }
            }
        }
    }
}

/// Takes credentials out of a stored value. An endpoint and the draft of a saved prompt are known by their shape, and keep what has only
/// the name of a credential: the kind of key that the endpoint asks for, variables and mocks under names of the user's.
fn clean_content(content: &mut Value) {
    if let Value::Array(items) = content {
        return items.iter_mut().for_each(clean_content);
    }
    if let Ok(mut endpoint) = Endpoint::deserialize(&*content) {
        endpoint.base = gate::bare_url(&endpoint.base).unwrap_or(endpoint.base);
        *content = json!(endpoint);
        return;
    }
    let known = ["value", "draft"].into_iter().find_map(|name| content.get_mut(name).map(|inner| (name, inner.take())));
    gate::without_credentials(content, "", &mut Vec::new());
    if let Some((name, mut inner)) = known {
        match Draft::deserialize(&inner) {
            Ok(mut draft) if name == "draft" => {
                clean_draft(&mut draft);
                inner = json!(draft);
            }
            _ => clean_content(&mut inner),
        }
        content[name] = inner;
    }
}
