//! What both writers need to know about the run: names, ids, padding.

use super::beats::Beat;
use super::random::Random;
use serde_json::{Value, json};

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
    /// How many alternatives each token comes with; `None` where probabilities were not asked for.
    pub alternatives: Option<usize>,
    obfuscate: bool,
    id: String,
    random: Random,
}

impl Stage {
    pub fn new(model: &str, thinks: bool, include_usage: bool, obfuscate: bool, verdicts: bool, mut random: Random) -> Self {
        let id = format!("{STORED}{}", random.hex(29));
        Self { model: model.to_owned(), thinks, include_usage, verdicts, alternatives: None, obfuscate, id, random }
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

    /// The pieces of a text as tokens with made-up probabilities, where they were asked for; the same for the same text.
    pub fn chances<'t>(&self, pieces: impl Iterator<Item = &'t str>) -> Option<Vec<Value>> {
        const OTHERS: [&str; 20] = [
            " the", " a", ".", ",", " and", " so", " it", " is", " of", " to", "\n", " that", " one", " with", " for", " not", " then",
            " as", " in", " on",
        ];
        let alternatives = self.alternatives?;
        let one = |token: &str, chance: f64| json!({"token": token, "logprob": chance.ln(), "bytes": token.as_bytes()});
        let token = |piece: &'t str| {
            let mut random = Random::of(&["chance", piece], 0);
            // Most tokens are as good as certain; every sixth is in doubt.
            let doubt =
                if random.below(6) == 0 { 0.2 + random.below(60) as f64 / 100.0 } else { 0.002 + random.below(80) as f64 / 1_000.0 };
            let others = OTHERS.into_iter().filter(|other| *other != piece);
            let considered =
                std::iter::once((piece, 1.0 - doubt)).chain(others.zip(1..).map(|(other, rank)| (other, doubt * 0.5_f64.powi(rank))));
            let mut token = one(piece, 1.0 - doubt);
            token["top_logprobs"] = considered.take(alternatives).map(|(other, chance)| one(other, chance)).collect();
            token
        };
        Some(pieces.map(token).collect())
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
