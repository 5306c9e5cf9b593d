//! The list of what arrived: for each event a range of the raw bytes, a time and a name.

use super::Millis;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;

/// How many different names are kept; a server that invents more gets the rest under one name.
const MAX_NAMES: usize = 512;
/// The longest name that is kept, in bytes.
const MAX_NAME: usize = 96;

/// One entry of the list. Its size is constant, whatever the event holds.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRecord {
    /// Where in the run's raw bytes it stands.
    pub range: Range<usize>,
    pub at: Millis,
    pub kind: EventKind,
    name: u16,
}

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum EventKind {
    /// Understood and applied.
    Data,
    /// The `[DONE]` sentinel.
    Done,
    /// A comment, or an event that only keeps the connection open.
    KeepAlive,
    /// It carried an error.
    Error,
    /// JSON of a type that is not known here.
    Unknown,
    /// Not JSON.
    Malformed,
    /// A whole answer that was not streamed.
    Body,
}

/// All entries of a run, in the order of their arrival.
#[derive(Clone, Debug, Default)]
pub struct EventLog {
    records: Vec<EventRecord>,
    names: Vec<Box<str>>,
    ids: HashMap<Box<str>, u16>,
}

impl EventLog {
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    #[must_use]
    pub fn get(&self, position: usize) -> Option<&EventRecord> {
        self.records.get(position)
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &EventRecord> + ExactSizeIterator {
        self.records.iter()
    }

    /// The type of the event, or a word for what it carried (`content`, `reasoning`, `usage` …).
    #[must_use]
    pub fn name(&self, record: &EventRecord) -> &str {
        self.names.get(usize::from(record.name)).map_or("", |name| name)
    }

    pub(super) fn push(&mut self, range: Range<usize>, at: Millis, kind: EventKind, name: &str) {
        let name = self.intern(name);
        self.records.push(EventRecord { range, at, kind, name });
    }

    fn intern(&mut self, name: &str) -> u16 {
        let short = name.get(..floor_char_boundary(name, MAX_NAME)).unwrap_or_default();
        if let Some(id) = self.ids.get(short) {
            return *id;
        }
        if self.names.len() >= MAX_NAMES && short != "…" {
            return self.intern("…");
        }
        let id = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        self.names.push(short.into());
        self.ids.insert(short.into(), id);
        id
    }
}

/// The last character boundary at or before `at`.
pub(super) fn floor_char_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|index| text.is_char_boundary(*index)).unwrap_or(0)
}

/// Something about the stream that a careful reader wants to know, though it did not stop the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Notice {
    /// An event is not JSON. `event` is its place in the list.
    Malformed { event: usize, detail: String },
    /// The first event of a type that is not known here.
    UnknownEvent { event: usize, name: String },
    /// The stream ended inside its last event, before the blank line.
    Unterminated { event: usize },
    /// Bytes that were not UTF-8 were replaced.
    InvalidUtf8 { event: usize },
    /// The body is another kind than its `Content-Type` says; it was read as what it is.
    Mislabelled { content_type: String, is_stream: bool },
    /// More notices than are kept.
    More,
}

/// The notices of a run, bounded.
#[derive(Clone, Debug, Default)]
pub(super) struct Notices {
    pub list: Vec<Notice>,
    unknown: std::collections::HashSet<String>,
}

impl Notices {
    const MAX: usize = 100;

    pub(super) fn push(&mut self, notice: Notice) {
        match self.list.len() {
            len if len < Self::MAX => self.list.push(notice),
            Self::MAX => self.list.push(Notice::More),
            _ => {}
        }
    }

    /// Once per type: a server with its own events sends them all the time.
    pub(super) fn unknown(&mut self, event: usize, name: &str) {
        let short = name.get(..floor_char_boundary(name, MAX_NAME)).unwrap_or_default();
        if self.unknown.len() < Self::MAX && self.unknown.insert(short.to_owned()) {
            self.push(Notice::UnknownEvent { event, name: short.to_owned() });
        }
    }
}
