//! What the one who hosts the page sets: `lineup.config.json` beside index.html. `docs/hosting.md` describes it.
//!
//! The file is as public as the page: no field of it can hold a key, and whatever looks like one is refused.
//! Each part is *free*, something to begin with that users may change, or *pinned*, which they cannot.
//!
//! - [`file`]: the text and its shape
//! - [`check`]: everything about it that a shape cannot say

mod check;
mod file;
#[cfg(test)]
mod tests;

use crate::draft::{Endpoint, Flavour};
use crate::lineup::Overrides;
use crate::plan;
use crate::share::Shared;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The name of the file.
pub const FILE: &str = "lineup.config.json";
/// The most bytes that are read: room for a default draft with a picture.
pub const MOST_BYTES: usize = 4 * 1024 * 1024;
/// The version that is read.
pub const VERSION: u32 = 1;

/// What the host sets. By default nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostConfig {
    pub language: Option<HostLanguage>,
    pub endpoints: HostEndpoints,
    pub models: HostModels,
    pub draft: Option<HostDraft>,
}

/// The language that the page begins with, or stays in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HostLanguage {
    pub value: Language,
    #[serde(default)]
    pub pinned: bool,
}

/// A language of the page, by its BCP 47 tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    En,
    Ko,
}

/// The endpoints that the host offers. Pinned: there are no others, but for the simulator, which sends nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostEndpoints {
    pub list: Vec<Endpoint>,
    pub pinned: bool,
}

/// The models that the host offers, the first one for new lanes. Pinned: no other is sent anywhere.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostModels {
    pub list: Vec<String>,
    /// Laid over the built-in line-up, below the user's own facts.
    pub facts: Overrides,
    pub pinned: bool,
}

/// The set-up that the page begins with. Pinned: so does every visit and every new conversation, whatever was there before.
#[derive(Clone, Debug, PartialEq)]
pub struct HostDraft {
    pub value: Shared,
    pub pinned: bool,
}

/// Why a configuration cannot be used. None of it is used then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("it is larger than {} MB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// With the words of the JSON reader, which name line and column.
    #[error("{0}")]
    Shape(String),
    #[error("it has version {found}; this page reads version {VERSION}")]
    Version { found: u32 },
    /// `place` is a path such as `endpoints.list.0.base`.
    #[error("{place}: {why}")]
    Value { place: String, why: String },
}

impl HostConfig {
    /// Reads the file's text.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(text: &str) -> Result<Self, Vec<ConfigError>> {
        check::checked(file::read(text).map_err(|error| vec![error])?)
    }

    /// Whether the file says nothing but its version, as the one that comes with the page: then there is nothing to check.
    #[must_use]
    pub fn is_silent(text: &str) -> bool {
        serde_json::from_str::<Value>(text).is_ok_and(|value| value == json!({"version": VERSION}))
    }

    /// The origins to which requests can go at all, each once; `None` where users may add others.
    #[must_use]
    pub fn origins(&self) -> Option<BTreeSet<String>> {
        let origin = |endpoint: &Endpoint| plan::origin(endpoint).ok();
        self.endpoints.pinned.then(|| self.endpoints.list.iter().filter_map(origin).collect())
    }
}

impl HostModels {
    /// Whether a lane at such an endpoint may run a model of this name. The simulator plays any.
    #[must_use]
    pub fn allow(&self, model: &str, flavour: Flavour) -> bool {
        !self.pinned || flavour == Flavour::Simulator || self.offer(model)
    }

    /// Whether the model is one of those that the host offers.
    #[must_use]
    pub fn offer(&self, model: &str) -> bool {
        self.list.iter().any(|offered| offered.eq_ignore_ascii_case(model.trim()))
    }
}
