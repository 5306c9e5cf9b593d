//! The user's own facts, laid over the built-in ones.
//!
//! Kept as a patch in the words of `models.json` (a merge patch: `null` takes a fact away), so that an override outlives newer
//! facts about everything that it does not name.

use super::catalogue::EMBEDDED;
use super::own::agree;
use super::{Cell, Fact, Kind, Lineup, Model, Theirs, classify, kind_by_name};
use crate::json;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The name of the model that an added one is like; `null` where its name alone speaks.
const LIKE: &str = "like";

/// Versioned JSON: `{"version": 1, "models": {"<id>": {"<fact>": …}}}`. An added model has a `like` among its facts: the model of the
/// catalogue whose facts, rules and prices it takes, or `null`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Overrides {
    version: u32,
    #[serde(default)]
    models: BTreeMap<String, Map<String, Value>>,
}

/// Why a text holds no overrides.
#[derive(Debug, thiserror::Error)]
pub enum OverridesError {
    #[error("these are no overrides of a line-up: {0}")]
    Shape(serde_json::Error),
    #[error("these overrides have version {found}; this program reads versions up to {}", Overrides::VERSION)]
    Newer { found: u32 },
}

/// An override that could not be taken; the built-in entry stands in its place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{model}: {why}")]
pub struct Unusable {
    pub model: String,
    /// The fact that cannot be taken, where it is one alone.
    pub fact: Option<String>,
    pub why: String,
}

impl Default for Overrides {
    fn default() -> Self {
        Self { version: Self::VERSION, models: BTreeMap::new() }
    }
}

impl Overrides {
    pub const VERSION: u32 = 1;

    /// Reads what [`Overrides::to_json`] wrote.
    ///
    /// # Errors
    /// The text is something else, or of a newer version.
    pub fn from_json(text: &str) -> Result<Self, OverridesError> {
        let read: Self = json::read(text).map_err(OverridesError::Shape)?;
        if read.version > Self::VERSION { Err(OverridesError::Newer { found: read.version }) } else { Ok(read) }
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        json!({"version": self.version, "models": self.models}).to_string()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.models.is_empty()
    }

    /// The ids that something is said about.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.models.keys().map(String::as_str)
    }

    /// What is said about one model.
    #[must_use]
    pub fn of(&self, id: &str) -> Option<&Map<String, Value>> {
        self.models.get(id)
    }

    /// Says one fact; [`Cell::Unknown`] says that it is unknown. For an id that the line-up does not have this adds the model.
    pub fn say(&mut self, id: &str, fact: Fact, cell: &Cell) {
        let facts = self.models.entry(id.trim().to_owned()).or_default();
        for (path, value) in fact.patch(cell) {
            put(facts, path, value);
        }
    }

    /// Adds a model: like one of the catalogue, or with nothing but its name; facts may follow.
    pub fn add(&mut self, id: &str, like: Option<&str>) {
        self.models.entry(id.trim().to_owned()).or_default().insert(LIKE.to_owned(), like.into());
    }

    /// Takes one fact back.
    pub fn take_back(&mut self, id: &str, fact: Fact) {
        let Some(facts) = self.models.get_mut(id) else { return };
        for path in fact.paths() {
            take(facts, path);
        }
        if facts.is_empty() {
            self.models.remove(id);
        }
    }

    /// Takes back everything about a model.
    pub fn remove(&mut self, id: &str) {
        self.models.remove(id);
    }

    /// Takes over another's overrides; where both speak of a fact, the newcomer wins.
    pub fn merge(&mut self, other: Self) {
        for (id, facts) in other.models {
            overlay(self.models.entry(id).or_default(), facts);
        }
    }
}

impl Lineup {
    /// The built-in line-up with the user's facts over it, each such entry marked as theirs. What cannot be taken is named.
    ///
    /// # Errors
    /// As [`Lineup::embedded`].
    pub fn with(overrides: &Overrides) -> Result<(Self, Vec<Unusable>), serde_json::Error> {
        Self::with_host(&Overrides::default(), overrides)
    }

    /// As [`Lineup::with`], with what the host of the page says in between. That is no mark of the user's; what of it cannot be taken is
    /// not named again.
    ///
    /// # Errors
    /// As [`Lineup::embedded`].
    pub fn with_host(host: &Overrides, overrides: &Overrides) -> Result<(Self, Vec<Unusable>), serde_json::Error> {
        let mut lineup = Self::embedded()?;
        if host.is_empty() && overrides.is_empty() {
            return Ok((lineup, Vec::new()));
        }
        let mut raw: Value = serde_json::from_str(EMBEDDED)?;
        let entries = raw["models"].as_array_mut().map(std::mem::take);
        let mut layers = Layers { entries: entries.unwrap_or_default(), models: std::mem::take(&mut lineup.models) };
        layers.lay(host);
        layers.models.iter_mut().for_each(|model| model.theirs = None);
        let unusable = layers.lay(overrides);
        lineup.models = layers.models;
        Ok((lineup, unusable))
    }
}

/// The models as they are so far, each with its entry in the words of `models.json`.
struct Layers {
    entries: Vec<Value>,
    models: Vec<Model>,
}

impl Layers {
    fn lay(&mut self, overrides: &Overrides) -> Vec<Unusable> {
        let mut unusable = Vec::new();
        // What they are like is what was there before them all.
        let before = self.entries.clone();
        for (id, facts) in &overrides.models {
            // By its id or another of Azure's names for it; a snapshot's facts are not the model's.
            let is = |model: &Model| [&model.id].into_iter().chain(&model.aliases).any(|name| name.eq_ignore_ascii_case(id));
            let at = self.models.iter().position(is);
            let base = at.and_then(|at| before.get(at)).cloned();
            match overridden(id, base, &before, facts) {
                Ok((entry, model)) => match at {
                    Some(at) => (self.entries[at], self.models[at]) = (entry, model),
                    None => {
                        self.entries.push(entry);
                        self.models.push(model);
                    }
                },
                Err((fact, why)) => unusable.push(Unusable { model: id.clone(), fact, why }),
            }
        }
        unusable
    }
}

/// The entry of a model with these facts, and what it says.
fn overridden(
    id: &str,
    base: Option<Value>,
    entries: &[Value],
    facts: &Map<String, Value>,
) -> Result<(Value, Model), (Option<String>, String)> {
    if id.is_empty() {
        return Err((None, "a model needs a name".into()));
    }
    let added = base.is_none();
    let like = facts.get(LIKE).and_then(Value::as_str).filter(|_| added);
    let mut entry = match (base, like) {
        (Some(base), _) => base,
        (None, Some(like)) => {
            alike(id, like, entries).ok_or_else(|| (Some(LIKE.to_owned()), format!("the line-up has no model {like}")))?
        }
        (None, None) => newcomer(id),
    };
    let own_id = entry["id"].clone();
    let before = entry.clone();
    let said: Map<String, Value> =
        facts.iter().filter(|(name, _)| *name != LIKE).map(|(name, value)| (name.clone(), value.clone())).collect();
    merge(&mut entry, &said);
    entry["id"] = own_id;
    let read = |entry: Value| serde_json::from_value::<Model>(entry).map_err(|error| error.to_string());
    let mut model = read(entry.clone()).map_err(|why| {
        // Which one it is: the first that cannot be taken alone either.
        let alone = |(name, value): (&String, &Value)| {
            let mut entry = before.clone();
            merge(&mut entry, &Map::from_iter([(name.clone(), value.clone())]));
            Some((Some(name.clone()), read(entry).err()?))
        };
        said.iter().find_map(alone).unwrap_or((None, why))
    })?;
    let mut leaves = Vec::new();
    leaves_of("", &said, &mut leaves);
    let theirs = Theirs { added, like: like.map(str::to_owned), facts: leaves };
    agree(&mut model, |fact| theirs.says(fact));
    model.theirs = Some(theirs);
    Ok((entry, model))
}

/// The entry of another model under a name of its own. Names and what is said of single snapshots stay the other's.
fn alike(id: &str, like: &str, entries: &[Value]) -> Option<Value> {
    let names = |entry: &Value| {
        let list = |key: &str| entry[key].as_array().into_iter().flatten().filter_map(Value::as_str);
        entry["id"].as_str().into_iter().chain(list("aliases")).chain(list("snapshots")).any(|name| name.eq_ignore_ascii_case(like))
    };
    let mut entry = entries.iter().find(|entry| names(entry))?.clone();
    let map = entry.as_object_mut()?;
    for own in ["aliases", "snapshots", "versions"] {
        map.shift_remove(own);
    }
    map.insert("id".to_owned(), id.into());
    Some(entry)
}

/// The dotted paths of everything that is said.
fn leaves_of(at: &str, facts: &Map<String, Value>, leaves: &mut Vec<String>) {
    for (name, value) in facts {
        let path = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        match value {
            Value::Object(inner) => leaves_of(&path, inner, leaves),
            _ => leaves.push(path),
        }
    }
}

/// An entry that says no more than the name suggests.
fn newcomer(id: &str) -> Value {
    let profile = classify(id);
    let kind = kind_by_name(id);
    let converses = matches!(kind, None | Some(Kind::Chat | Kind::Reasoning));
    let mut entry = json!({"id": id, "family": id, "kind": if profile.reasoning { "reasoning" } else { "chat" }, "openai": false});
    if converses {
        entry["chat"] = true.into();
        entry["role"] = if profile.reasoning { "developer" } else { "system" }.into();
    } else {
        entry["kind"] = "other".into();
        entry["chat"] = false.into();
    }
    if profile.reasoning {
        entry["limit"] = "max_completion_tokens".into();
        entry["refuses"] = json!({"chat": ["max_tokens"]});
    }
    entry
}

/// Puts a value at its place; what lies in the way gives way.
fn put(facts: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => _ = facts.insert((*last).to_owned(), value),
        [first, rest @ ..] => {
            let inner = facts.entry(*first).or_insert_with(|| json!({}));
            if !inner.is_object() {
                *inner = json!({});
            }
            if let Some(inner) = inner.as_object_mut() {
                put(inner, rest, value);
            }
        }
    }
}

/// Takes a value away, and what is empty without it.
fn take(facts: &mut Map<String, Value>, path: &[&str]) {
    match path {
        [] => {}
        [last] => _ = facts.shift_remove(*last),
        [first, rest @ ..] => {
            if let Some(inner) = facts.get_mut(*first).and_then(Value::as_object_mut) {
                take(inner, rest);
                if inner.is_empty() {
                    facts.shift_remove(*first);
                }
            }
        }
    }
}

/// One patch over another: unlike in a merge, a `null` stays.
fn overlay(target: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (target.get_mut(&name), value) {
            (Some(Value::Object(there)), Value::Object(inner)) => overlay(there, inner),
            (_, value) => _ = target.insert(name, value),
        }
    }
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Map<String, Value>) {
    if !target.is_object() {
        *target = json!({});
    }
    let Some(target) = target.as_object_mut() else { return };
    for (key, value) in patch {
        match value {
            Value::Null => {
                target.shift_remove(key);
            }
            Value::Object(inner) => merge(target.entry(key.clone()).or_insert_with(|| json!({})), inner),
            value => {
                target.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests;
