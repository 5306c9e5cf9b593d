//! The user's own facts, laid over the built-in ones.
//!
//! Kept as a patch in the words of `models.json` (a merge patch: `null` takes a fact away), so that an override outlives newer
//! facts about everything that it does not name.

use super::catalogue::EMBEDDED;
use super::own::agree;
use super::{Cell, Fact, Kind, Lineup, Model, Theirs, classify, kind_by_name};
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
            match overridden(id, base, entries, facts) {
                Ok(model) => match at.and_then(|at| lineup.models.get_mut(at)) {
                    Some(there) => *there = model,
                    None => lineup.models.push(model),
                },
                Err((fact, why)) => unusable.push(Unusable { model: id.clone(), fact, why }),
            }
        }
        Ok((lineup, unusable))
    }
}

fn overridden(id: &str, base: Option<Value>, entries: &[Value], facts: &Map<String, Value>) -> Result<Model, (Option<String>, String)> {
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
    let mut model = read(entry).map_err(|why| {
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
    Ok(model)
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
mod tests {
    use super::*;
    use crate::lineup::Per;

    fn usd(usd: f64) -> Cell {
        Cell::Usd(usd, Per::MillionTokens)
    }

    #[test]
    fn a_fact_of_the_users_wins_and_is_marked_and_the_rest_stays() {
        let mut mine = Overrides::default();
        mine.say("gpt-4o", Fact::PriceInput, &usd(1.0));
        mine.say("gpt-4o", Fact::Cutoff, &Cell::Unknown);
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        let (model, before) = (lineup.get("gpt-4o").unwrap(), Lineup::embedded().unwrap());
        let before = before.get("gpt-4o").unwrap();
        let (price, old) = (model.price.clone().unwrap(), before.price.clone().unwrap());
        assert_eq!((price.input, price.output), (Some(1.0), old.output));
        assert_eq!((&model.cutoff, &model.context), (&None, &before.context));
        assert_eq!(model.theirs, Some(Theirs { added: false, like: None, facts: vec!["price.input".into(), "cutoff".into()] }));
        assert!(model.is_theirs(Fact::PriceInput) && !model.is_theirs(Fact::PriceOutput));
        assert_eq!(unusable, []);
        mine.take_back("gpt-4o", Fact::PriceInput);
        mine.take_back("gpt-4o", Fact::Cutoff);
        assert!(mine.is_empty(), "nothing is left of it");
    }

    #[test]
    fn a_model_of_the_users_starts_from_what_its_name_tells() {
        let mut mine = Overrides::default();
        mine.add(" o9-mini ", None);
        mine.say("house-llama", Fact::Context, &Cell::Tokens(8192));
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        assert_eq!(unusable, []);
        let (o9, llama) = (lineup.get("o9-mini").unwrap(), lineup.get("house-llama").unwrap());
        assert_eq!((o9.kind, o9.role.as_deref(), o9.limit.as_deref()), (Kind::Reasoning, Some("developer"), Some("max_completion_tokens")));
        assert_eq!((llama.kind, llama.context, llama.role.as_deref()), (Kind::Chat, Some(8192), Some("system")));
        assert!(llama.theirs.as_ref().is_some_and(|theirs| theirs.added) && llama.runs_in_play());
        assert_eq!(lineup.price("o9-mini"), None, "a name tells no price");
        mine.say("o9-mini", Fact::Context, &Cell::Tokens(1));
        mine.take_back("o9-mini", Fact::Context);
        assert!(mine.of("o9-mini").is_some(), "it is still added");
    }

    #[test]
    fn a_name_of_a_gateway_takes_the_facts_of_the_model_behind_it() {
        let mut mine = Overrides::default();
        mine.add("house-fast", Some("o4-mini-2025-04-16"));
        mine.say("house-fast", Fact::PriceInput, &usd(2.0));
        let (lineup, unusable) = Lineup::with(&mine).unwrap();
        assert_eq!(unusable, []);
        let (fast, real) = (lineup.get("house-fast").unwrap(), lineup.get("o4-mini").unwrap());
        assert_eq!((&fast.refuses, &fast.effort, fast.context), (&real.refuses, &real.effort, real.context));
        assert_eq!(
            lineup.price("house-fast").map(|price| (price.input, price.output)),
            Some((Some(2.0), real.price.as_ref().unwrap().output))
        );
        assert_eq!(fast.theirs.as_ref().and_then(|theirs| theirs.like.as_deref()), Some("o4-mini-2025-04-16"));
        assert_eq!(lineup.get("o4-mini-2025-04-16").map(|model| model.id.as_str()), Some("o4-mini"), "its names stay its own");
    }

    #[test]
    fn another_name_of_a_model_is_that_model() {
        let mut mine = Overrides::default();
        mine.say("GPT-5.6", Fact::Context, &Cell::Tokens(1000));
        let (lineup, _) = Lineup::with(&mine).unwrap();
        assert_eq!(lineup.models.len(), Lineup::embedded().unwrap().models.len());
        assert_eq!(lineup.get("gpt-5.6-sol").unwrap().theirs.as_ref().map(|theirs| theirs.added), Some(false));
    }

    #[test]
    fn what_cannot_be_taken_is_named_and_harms_nothing() {
        let text = r#"{"version": 1, "models": {
            "gpt-4o": {"id": "other", "cutoff": "2031-01", "context": "long"}, "": {"context": 1}, "mine": {"like": "gpt-99"}}}"#;
        let (lineup, unusable) = Lineup::with(&Overrides::from_json(text).unwrap()).unwrap();
        assert_eq!(lineup, Lineup::embedded().unwrap());
        let named: Vec<_> = unusable.iter().map(|bad| (bad.model.as_str(), bad.fact.as_deref())).collect();
        assert_eq!(named, [("", None), ("gpt-4o", Some("context")), ("mine", Some("like"))]);
    }

    #[test]
    fn overrides_are_kept_as_versioned_json_and_merged_fact_by_fact() {
        let mut mine = Overrides::default();
        mine.say("gpt-4o", Fact::PriceInput, &usd(1.0));
        mine.say("gpt-4o", Fact::Context, &Cell::Tokens(1000));
        assert_eq!(Overrides::from_json(&mine.to_json()).unwrap(), mine);
        let mut other = Overrides::default();
        other.say("gpt-4o", Fact::PriceOutput, &usd(3.0));
        other.say("gpt-4o", Fact::Context, &Cell::Unknown);
        mine.merge(other);
        assert_eq!(
            mine.of("gpt-4o").map(|facts| Value::from(facts.clone())),
            Some(json!({"price": {"input": 1.0, "output": 3.0}, "context": null}))
        );
        assert!(matches!(Overrides::from_json(r#"{"version": 9}"#), Err(OverridesError::Newer { found: 9 })));
        assert!(matches!(Overrides::from_json("[]"), Err(OverridesError::Shape(_))));
    }
}
