//! What a model's card says beyond the facts that running it needs: what it is for, notes, sources.
//!
//! `details.json` is no part of the program: a page fetches it when somebody first opens the line-up, so that the first load
//! does not carry the prose.

use crate::json;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The content of `details.json`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Details {
    /// Abbreviation → the document.
    pub sources: BTreeMap<String, Source>,
    /// Family → card of the models that have none of their own.
    pub families: BTreeMap<String, Words>,
    /// Model id → its details.
    pub models: BTreeMap<String, Detail>,
}

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Words {
    pub en: String,
    pub ko: String,
}

/// Where a fact was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Package, repository and commit, or address.
    pub what: String,
    /// The day of the document; without one, what stood there on the day of [`Lineup::facts_date`](super::Lineup).
    pub date: Option<String>,
}

/// Details of one model. Notes are in English, in the words of the sources.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// What it is for.
    pub card: Option<Words>,
    /// Role → whether the API takes it. A role that is not here is unknown.
    pub roles: BTreeMap<String, bool>,
    /// Values of `reasoning.context`.
    pub contexts: Vec<String>,
    /// Whether reasoning can be had encrypted, to be sent back.
    pub encrypted: Option<bool>,
    pub azure: AzureDetail,
    /// Subject (`life`, `stream`, `price`, `effort`, `roles`, `tools`, `hosted`) → note.
    pub notes: BTreeMap<String, String>,
    /// Where sources contradict each other, and which one was followed.
    pub conflicts: Vec<String>,
    /// Key of [`Details::sources`].
    pub price_source: Option<String>,
    /// Keys of [`Details::sources`].
    pub sources: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct AzureDetail {
    /// api-versions that a source lists.
    pub versions: Vec<String>,
    pub deployments: Vec<String>,
    pub regions: Option<String>,
    /// Whether access must be asked for.
    pub access: Option<String>,
    pub notes: Option<String>,
}

impl Details {
    /// Reads `details.json`.
    ///
    /// # Errors
    /// The text is not such a file: another version of it, or an error page in its place.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        json::read(text)
    }

    #[must_use]
    pub fn of(&self, model: &super::Model) -> Option<&Detail> {
        self.models.get(&model.id)
    }

    /// What the model is for: its own card, or its family's.
    #[must_use]
    pub fn card(&self, model: &super::Model) -> Option<&Words> {
        self.of(model).and_then(|detail| detail.card.as_ref()).or_else(|| self.families.get(&model.family))
    }

    /// The documents behind a model's facts.
    pub fn sources_of<'a>(&'a self, model: &super::Model) -> impl Iterator<Item = (&'a str, &'a Source)> {
        let keys = self.of(model).map(|detail| detail.sources.as_slice()).unwrap_or_default();
        keys.iter().filter_map(|key| Some((key.as_str(), self.sources.get(key)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineup::{Lineup, tests::NAMED};

    const FILE: &str = include_str!("details.json");

    #[test]
    fn every_model_has_details_a_card_in_both_languages_and_known_sources() {
        let lineup = Lineup::embedded().unwrap();
        let details = Details::from_json(FILE).unwrap();
        assert_eq!(serde_json::from_str::<Details>(FILE).unwrap(), details, "nothing is said twice");
        for model in &lineup.models {
            let detail = details.of(model).unwrap_or_else(|| panic!("{} has no details", model.id));
            let card = details.card(model).unwrap_or_else(|| panic!("{} has no card", model.id));
            assert!(card.en.ends_with('.') && card.ko.ends_with('.'), "{}", model.id);
            assert!(card.ko.chars().any(|c| ('가'..='힣').contains(&c)), "{}", model.id);
            assert_eq!(details.sources_of(model).count(), detail.sources.len(), "{} names a source that is not there", model.id);
            assert!(!detail.sources.is_empty(), "{} has no source", model.id);
            assert!(detail.price_source.as_ref().is_none_or(|key| details.sources.contains_key(key)), "{}", model.id);
            if let (Some(role), true) = (&model.role, model.id != "o1-preview" && model.id != "o1-mini") {
                assert_ne!(detail.roles.get(role), Some(&false), "{}: the role that is sent is refused", model.id);
            }
        }
        assert!(details.models.keys().all(|id| lineup.models.iter().any(|model| model.id == *id)), "details of no model");
        assert!(details.families.keys().all(|family| lineup.models.iter().any(|model| model.family == *family)), "card of no family");
    }

    /// The models that the project grew from are described by themselves, not by their family.
    #[test]
    fn the_first_models_have_cards_of_their_own() {
        let details = Details::from_json(FILE).unwrap();
        for id in NAMED {
            assert!(details.models.get(id).is_some_and(|detail| detail.card.is_some()), "{id}");
        }
    }

    #[test]
    fn nothing_in_the_file_goes_unread() {
        let text: serde_json::Value = serde_json::from_str(FILE).unwrap();
        let known = ["card", "roles", "contexts", "encrypted", "azure", "notes", "conflicts", "price_source", "sources"].map(str::to_owned);
        let azure = ["versions", "deployments", "regions", "access", "notes"].map(str::to_owned);
        for (id, detail) in text["models"].as_object().unwrap() {
            assert!(detail.as_object().unwrap().keys().all(|key| known.contains(key)), "{id}");
            let of_azure = detail["azure"].as_object();
            assert!(of_azure.is_none_or(|of_azure| of_azure.keys().all(|key| azure.contains(key))), "{id}");
        }
    }
}
