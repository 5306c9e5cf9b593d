//! What both writers need to know about the run: names, ids, padding.

use super::beats::Beat;
use super::random::Random;
use serde_json::Value;

/// How the ids begin, after what they name: of an answer that a server would keep, and of one that it would not.
pub(super) const STORED: &str = "sim";
pub(super) const UNSTORED: &str = "unkept";

/// The same for all events of one answer.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    /// As the server names it.
    pub model: String,
    pub thinks: bool,
    pub include_usage: bool,
    /// Azure's filter results are part of the answer.
    pub verdicts: bool,
    obfuscate: bool,
    id: String,
    random: Random,
}

impl Stage {
    pub fn new(model: &str, thinks: bool, include_usage: bool, obfuscate: bool, verdicts: bool, mut random: Random) -> Self {
        let id = format!("{STORED}{}", random.hex(29));
        Self { model: model.to_owned(), thinks, include_usage, verdicts, obfuscate, id, random }
    }

    /// The same answer, which is not stored: its ids say so.
    pub fn unstored(mut self) -> Self {
        self.id = self.id.replacen(STORED, UNSTORED, 1);
        self
    }

    /// An id of this answer; the kind tells what it names.
    pub fn id(&self, kind: &str) -> String {
        format!("{kind}{}", self.id)
    }

    /// Seconds since 1970, always the same: the simulator has no clock. It is the moment of the documented example.
    pub fn created(&self) -> u64 {
        1_728_073_417
    }

    /// Random padding against guessing from sizes; `None` where it was declined.
    pub fn padding(&mut self) -> Option<String> {
        let length = 2 + self.random.below(14) as usize;
        self.obfuscate.then(|| self.random.letters(length))
    }
}

/// Turns moments into the bytes of one of the APIs.
pub(super) trait Writer: Send {
    /// Appends the events of a moment.
    fn write(&mut self, beat: &Beat, out: &mut Vec<u8>);

    /// The whole answer as one object, for requests that do not stream.
    fn whole(&self) -> Value;
}
