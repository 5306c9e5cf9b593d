//! The shape of the file. Unknown names are errors: a misspelt `pinned` must not leave something open.

use super::{ConfigError, HostLanguage, MOST_BYTES, VERSION};
use crate::draft::{Auth, Flavour};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    #[expect(dead_code, reason = "read as a `Version` before, and known here so that it is not refused")]
    version: u32,
    pub language: Option<HostLanguage>,
    #[serde(default)]
    pub endpoints: Endpoints,
    #[serde(default)]
    pub models: Models,
    pub draft: Option<Draft>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Endpoints {
    #[serde(default)]
    pub list: Vec<Entry>,
    #[serde(default)]
    pub pinned: bool,
}

/// As `draft::Endpoint`, but nothing else than this.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub id: String,
    pub name: String,
    #[serde(default = "compatible")]
    pub flavour: Flavour,
    #[serde(default)]
    pub base: String,
    #[serde(default = "bearer")]
    pub auth: Auth,
    pub api_version: Option<String>,
    #[serde(default)]
    pub deployments: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Models {
    #[serde(default)]
    pub list: Vec<String>,
    #[serde(default)]
    pub facts: BTreeMap<String, Map<String, Value>>,
    #[serde(default)]
    pub pinned: bool,
}

/// `value` is a set-up as *Save as a file* writes it, or the query of a hand-written link.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft {
    pub value: Value,
    #[serde(default)]
    pub pinned: bool,
}

fn compatible() -> Flavour {
    Flavour::Compatible
}

fn bearer() -> Auth {
    Auth::Bearer
}

pub(super) fn read(text: &str) -> Result<File, ConfigError> {
    if text.len() > MOST_BYTES {
        return Err(ConfigError::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    let shape = |error: serde_json::Error| ConfigError::Shape(error.to_string());
    // A later version may have other names: it is told by its number, not by the first of them.
    let Version { version } = serde_json::from_str(text).map_err(shape)?;
    if version != VERSION {
        return Err(ConfigError::Version { found: version });
    }
    serde_json::from_str(text).map_err(shape)
}
