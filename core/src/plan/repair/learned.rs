//! What was learned, per endpoint and model: kept, shown, exported, imported, forgotten.

use super::pattern::Taken;
use super::{Fix, RULES};
use crate::plan::Reason;
use serde::{Deserialize, Serialize};

/// One repair that helped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedRule {
    /// The endpoint's origin: `scheme://host[:port]`.
    pub origin: String,
    /// The lane's name for the model.
    pub model: String,
    /// The id of the rule that it came from.
    pub rule: String,
    pub fix: Fix,
    /// What stood in the error's words.
    #[serde(default)]
    pub(super) taken: Taken,
    /// The server's own words.
    #[serde(default)]
    pub words: String,
    /// ISO date.
    #[serde(default)]
    pub learned: String,
}

impl LearnedRule {
    /// The id of the adjustment that it makes, which "send it anyway" names.
    #[must_use]
    pub fn id(&self) -> String {
        format!("R-{}:{}", self.rule, self.fix.field())
    }

    /// Why, in one sentence. A rule of a later version speaks in the server's words.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match RULES.iter().find(|rule| rule.id == self.rule) {
            Some(rule) => Reason { en: self.taken.fill(rule.en), ko: self.taken.fill(rule.ko) },
            None => Reason { en: self.words.clone(), ko: self.words.clone() },
        }
    }

    /// Whether it speaks of the same thing as another.
    fn replaces(&self, other: &Self) -> bool {
        (&self.origin, &self.model, self.fix.field()) == (&other.origin, &other.model, other.fix.field())
    }
}

/// Everything that was learned. Versioned JSON; holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    version: u32,
    #[serde(default)]
    rules: Vec<LearnedRule>,
}

/// Why a text holds no learned rules.
#[derive(Debug, thiserror::Error)]
pub enum LearnedError {
    #[error("these are no learned rules: {0}")]
    Shape(serde_json::Error),
    #[error("these learned rules have version {found}; this program reads versions up to {}", Learned::VERSION)]
    Newer { found: u64 },
}

impl Default for Learned {
    fn default() -> Self {
        Self { version: Self::VERSION, rules: Vec::new() }
    }
}

impl Learned {
    pub const VERSION: u32 = 1;

    /// In the order in which they were learned.
    #[must_use]
    pub fn rules(&self) -> &[LearnedRule] {
        &self.rules
    }

    /// Those for a model at an endpoint.
    pub fn of<'a>(&'a self, origin: &'a str, model: &'a str) -> impl Iterator<Item = &'a LearnedRule> {
        self.rules.iter().filter(move |rule| rule.origin == origin && rule.model == model)
    }

    /// Remembers a rule, in the place of what was known of the same field.
    pub fn learn(&mut self, rule: LearnedRule) {
        self.rules.retain(|known| !rule.replaces(known));
        self.rules.push(rule);
    }

    /// These and one more, for a look at what it would do.
    #[must_use]
    pub fn with(&self, rule: LearnedRule) -> Self {
        let mut more = self.clone();
        more.learn(rule);
        more
    }

    /// Forgets one rule.
    pub fn forget(&mut self, rule: &LearnedRule) {
        self.rules.retain(|known| known != rule);
    }

    /// Takes over another's rules; where both know of a field, the newcomer wins.
    pub fn merge(&mut self, other: Self) {
        other.rules.into_iter().for_each(|rule| self.learn(rule));
    }

    /// Reads what [`Learned::to_json`] wrote. A rule of a later program that this one cannot follow is left out.
    ///
    /// # Errors
    /// The text is something else, or of a newer version.
    pub fn from_json(text: &str) -> Result<Self, LearnedError> {
        #[derive(Deserialize)]
        struct Raw {
            version: u64,
            #[serde(default)]
            rules: Vec<serde_json::Value>,
        }
        let raw: Raw = serde_json::from_str(text).map_err(LearnedError::Shape)?;
        if raw.version > u64::from(Self::VERSION) {
            return Err(LearnedError::Newer { found: raw.version });
        }
        let rules = raw.rules.into_iter().filter_map(|rule| serde_json::from_value(rule).ok()).collect();
        Ok(Self { version: Self::VERSION, rules })
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::json!({"version": self.version, "rules": self.rules}).to_string()
    }
}
