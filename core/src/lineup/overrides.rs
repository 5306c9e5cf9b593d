//! The user's own facts, laid over the built-in ones.
//!
//! Kept as a patch in the words of `models.json` (a merge patch: `null` takes a fact away), so that an override outlives newer
//! facts about everything that it does not name.

use super::catalogue::EMBEDDED;
use super::{Kind, Lineup, Model, Theirs, classify, kind_by_name};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Versioned JSON: `{"version": 1, "models": {"<id>": {"<fact>": …}}}`.
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
        let read: Self = serde_json::from_str(text).map_err(OverridesError::Shape)?;
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

    /// Says one fact, in the words of `models.json` (`context`, `price`); `null` says that it is unknown. For an id that the
    /// line-up does not have this adds the model.
    pub fn set(&mut self, id: &str, fact: &str, value: Value) {
        self.models.entry(id.trim().to_owned()).or_default().insert(fact.to_owned(), value);
    }

    /// Adds a model with nothing but its name; facts may follow.
    pub fn add(&mut self, id: &str) {
        self.models.entry(id.trim().to_owned()).or_default();
    }

    /// Takes one fact back.
    pub fn reset(&mut self, id: &str, fact: &str) {
        if let Some(facts) = self.models.get_mut(id) {
            facts.shift_remove(fact);
        }
    }

    /// Takes back everything about a model.
    pub fn remove(&mut self, id: &str) {
        self.models.remove(id);
    }

    /// Takes over another's overrides; where both speak of a fact, the newcomer wins.
    pub fn merge(&mut self, other: Self) {
        for (id, facts) in other.models {
            self.models.entry(id).or_default().extend(facts);
        }
    }
}

impl Lineup {
    /// The built-in line-up with the user's facts over it, each such entry marked as theirs. What cannot be taken is named.
    ///
    /// # Errors
    /// As [`Lineup::embedded`].
    pub fn with(overrides: &Overrides) -> Result<(Self, Vec<Unusable>), serde_json::Error> {
        let mut lineup = Self::embedded()?;
        let mut unusable = Vec::new();
        if overrides.is_empty() {
            return Ok((lineup, unusable));
        }
        let raw: Value = serde_json::from_str(EMBEDDED)?;
        let entries = raw["models"].as_array().map(Vec::as_slice).unwrap_or_default();
        for (id, facts) in &overrides.models {
            // By its id or another of Azure's names for it; a snapshot's facts are not the model's.
            let is = |model: &Model| [&model.id].into_iter().chain(&model.aliases).any(|name| name.eq_ignore_ascii_case(id));
            let at = lineup.models.iter().position(is);
            let base = at.and_then(|at| entries.get(at)).cloned();
            match overridden(id, base, facts) {
                Ok(model) => match at.and_then(|at| lineup.models.get_mut(at)) {
                    Some(there) => *there = model,
                    None => lineup.models.push(model),
                },
                Err(why) => unusable.push(Unusable { model: id.clone(), why }),
            }
        }
        Ok((lineup, unusable))
    }
}

fn overridden(id: &str, base: Option<Value>, facts: &Map<String, Value>) -> Result<Model, String> {
    if id.is_empty() {
        return Err("a model needs a name".into());
    }
    let added = base.is_none();
    let mut entry = base.unwrap_or_else(|| newcomer(id));
    let own_id = entry["id"].clone();
    merge(&mut entry, facts);
    entry["id"] = own_id;
    let mut model: Model = serde_json::from_value(entry).map_err(|error| error.to_string())?;
    model.theirs = Some(Theirs { added, facts: facts.keys().cloned().collect() });
    Ok(model)
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
mod tests {
    use super::*;

    #[test]
    fn a_fact_of_the_users_wins_and_is_marked_and_the_rest_stays() {
        let mut mine = Overrides::default();
        mine.set("gpt-4o", "price", json!({"input": 1.0}));
        mine.set("gpt-4o", "cutoff", Value::Null);
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        let (model, before) = (lineup.get("gpt-4o").unwrap(), Lineup::embedded().unwrap());
        let before = before.get("gpt-4o").unwrap();
        let (price, old) = (model.price.clone().unwrap(), before.price.clone().unwrap());
        assert_eq!((price.input, price.output), (Some(1.0), old.output));
        assert_eq!((&model.cutoff, &model.context), (&None, &before.context));
        assert_eq!(model.theirs, Some(Theirs { added: false, facts: vec!["price".into(), "cutoff".into()] }));
        assert_eq!(unusable, []);
        mine.remove("gpt-4o");
        assert_eq!(Lineup::with(&mine).unwrap().0, Lineup::embedded().unwrap());
    }

    #[test]
    fn a_model_of_the_users_starts_from_what_its_name_tells() {
        let mut mine = Overrides::default();
        mine.add(" o9-mini ");
        mine.set("house-llama", "context", json!(8192));
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        assert_eq!(unusable, []);
        let (o9, llama) = (lineup.get("o9-mini").unwrap(), lineup.get("house-llama").unwrap());
        assert_eq!((o9.kind, o9.role.as_deref(), o9.limit.as_deref()), (Kind::Reasoning, Some("developer"), Some("max_completion_tokens")));
        assert_eq!((llama.kind, llama.context, llama.role.as_deref()), (Kind::Chat, Some(8192), Some("system")));
        assert!(llama.theirs.as_ref().is_some_and(|theirs| theirs.added) && llama.runs_in_play());
    }

    #[test]
    fn another_name_of_a_model_is_that_model() {
        let mut mine = Overrides::default();
        mine.set("GPT-5.6", "context", json!(1000));
        mine.set("gpt-5.6", "id", json!("something-else"));
        let (lineup, _) = Lineup::with(&mine).unwrap();
        assert_eq!(lineup.models.len(), Lineup::embedded().unwrap().models.len());
        assert_eq!(lineup.get("gpt-5.6-sol").unwrap().theirs.as_ref().map(|theirs| theirs.added), Some(false));
    }

    #[test]
    fn what_cannot_be_taken_is_named_and_harms_nothing() {
        let mut mine = Overrides::default();
        mine.set("gpt-4o", "context", json!("long"));
        mine.set("", "context", json!(1));
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        assert_eq!(lineup, Lineup::embedded().unwrap());
        assert_eq!(unusable.iter().map(|bad| bad.model.as_str()).collect::<Vec<_>>(), ["", "gpt-4o"]);
    }

    #[test]
    fn overrides_are_kept_as_versioned_json() {
        let mut mine = Overrides::default();
        mine.set("gpt-4o", "context", json!(1000));
        assert_eq!(Overrides::from_json(&mine.to_json()).unwrap(), mine);
        let mut other = Overrides::default();
        other.set("gpt-4o", "context", json!(2000));
        mine.merge(other);
        assert_eq!(mine.of("gpt-4o").unwrap()["context"], 2000);
        mine.reset("gpt-4o", "context");
        assert!(mine.of("gpt-4o").unwrap().is_empty());
        assert!(matches!(Overrides::from_json(r#"{"version": 9}"#), Err(OverridesError::Newer { found: 9 })));
        assert!(matches!(Overrides::from_json("[]"), Err(OverridesError::Shape(_))));
    }
}
