//! The catalogue: parsed once, asked by name.

use super::{Model, Price, Version};
use crate::json;
use serde::Deserialize;

/// The facts that are built in.
pub(super) const EMBEDDED: &str = include_str!("models.json");

/// All models, with the day on which their facts were collected.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Lineup {
    /// ISO date.
    pub facts_date: String,
    pub models: Vec<Model>,
}

/// A model found by any of its names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Found<'a> {
    pub model: &'a Model,
    /// What the named snapshot does differently.
    pub version: Option<&'a Version>,
}

impl Lineup {
    /// The line-up that is built into the program.
    ///
    /// # Errors
    /// Never for a built program: the tests read the same bytes. The error is passed on so that no caller has to trust that.
    pub fn embedded() -> Result<Self, serde_json::Error> {
        Self::from_json(EMBEDDED)
    }

    /// Reads a line-up in the form of `models.json`.
    ///
    /// # Errors
    /// The text is not such a line-up.
    pub fn from_json(text: &str) -> Result<Self, serde_json::Error> {
        json::read(text)
    }

    /// The model of this id, alias, snapshot, fine-tuned id (`ft:…`) or id with a vendor (`openai/…`).
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Model> {
        self.find(name).map(|found| found.model)
    }

    /// As [`Lineup::get`], with the facts of the snapshot that was named.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<Found<'_>> {
        let name = base_name(name);
        let exact = |name: &str| self.models.iter().find(|model| model.names().any(|other| other.eq_ignore_ascii_case(name)));
        let model = exact(name).or_else(|| exact(without_date(name)?))?;
        let version = model.versions.iter().find(|(snapshot, _)| snapshot.eq_ignore_ascii_case(name)).map(|(_, facts)| facts);
        Some(Found { model, version })
    }

    /// What the model of this name costs, where that is known. A fine-tuned model (`ft:…`) takes its base's rules, not its price.
    #[must_use]
    pub fn price(&self, name: &str) -> Option<&Price> {
        self.get(name).filter(|_| !name.trim().starts_with("ft:"))?.price.as_ref()
    }

    /// The models in whose names or family every word of the query occurs: what a picker shows. Names that begin with the
    /// query come first, then the order of the catalogue.
    #[must_use]
    pub fn search(&self, query: &str) -> Vec<&Model> {
        let query = query.trim().to_ascii_lowercase();
        let words: Vec<&str> = query.split_whitespace().collect();
        let names = |model: &Model| model.names().chain([model.family.as_str()]).map(str::to_ascii_lowercase).collect::<Vec<_>>();
        let mut hits: Vec<&Model> = self
            .models
            .iter()
            .filter(|model| {
                let names = names(model);
                words.iter().all(|word| names.iter().any(|name| name.contains(word)))
            })
            .collect();
        hits.sort_by_key(|model| !model.id.to_ascii_lowercase().starts_with(&query));
        hits
    }
}

/// The name without `ft:…` and `vendor/` (quirks.md §0).
pub(super) fn base_name(name: &str) -> &str {
    let name = name.trim();
    if let Some(tuned) = name.strip_prefix("ft:") {
        return base_name(tuned.split(':').next().unwrap_or(tuned));
    }
    match name.rsplit_once('/') {
        // A router's variant (`openai/gpt-oss-20b:free`) is the same model.
        Some((_, bare)) => bare.split(':').next().unwrap_or(bare),
        None => name,
    }
}

/// `gpt-5.4-2026-08-01` → `gpt-5.4`: a snapshot that is newer than the catalogue.
fn without_date(name: &str) -> Option<&str> {
    let at = name.len().checked_sub("-2026-08-01".len())?;
    let (base, date) = name.split_at_checked(at)?;
    let shaped = date.bytes().enumerate().all(|(i, byte)| if matches!(i, 0 | 5 | 8) { byte == b'-' } else { byte.is_ascii_digit() });
    (shaped && !base.is_empty()).then_some(base)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn lineup() -> Lineup {
        Lineup::embedded().unwrap()
    }

    #[test]
    fn the_file_says_nothing_twice() {
        // The reader of the page would take the last.
        assert_eq!(serde_json::from_str::<Lineup>(EMBEDDED).unwrap(), lineup());
    }

    #[rstest]
    #[case("o4-mini", "o4-mini")]
    #[case(" O4-Mini ", "o4-mini")]
    #[case("o4-mini-2025-04-16", "o4-mini")]
    #[case("codex-mini", "codex-mini-latest")]
    #[case("gpt-5.6", "gpt-5.6-sol")]
    #[case("ft:gpt-4o-mini-2024-07-18:acme::9xYz", "gpt-4o-mini")]
    #[case("openai/gpt-5.4", "gpt-5.4")]
    #[case("openai/gpt-oss-20b:free", "gpt-oss-20b")]
    #[case("gpt-oss:20b", "gpt-oss-20b")]
    #[case("gpt-5.4-2026-08-01", "gpt-5.4")]
    fn a_model_is_found_by_every_name_it_goes_by(#[case] name: &str, #[case] id: &str) {
        assert_eq!(lineup().get(name).map(|model| model.id.as_str()), Some(id));
    }

    #[rstest]
    #[case("llama-3.3-70b")]
    #[case("")]
    #[case("my-deployment")]
    #[case("gpt-9-2026-08-01")]
    #[case("한글-이름-2026-08-01")]
    fn a_name_that_nobody_knows_is_not_guessed(#[case] name: &str) {
        assert_eq!(lineup().get(name), None);
    }

    #[test]
    fn a_snapshot_brings_its_own_facts() {
        let lineup = lineup();
        assert_eq!(lineup.find("gpt-4o-2024-05-13").unwrap().version.unwrap().structured, Some(false));
        assert_eq!(lineup.find("gpt-4o").unwrap().version, None);
    }

    #[test]
    fn search_takes_words_in_any_order_and_puts_prefixes_first() {
        let lineup = lineup();
        let ids = |query: &str| lineup.search(query).into_iter().map(|model| model.id.as_str()).collect::<Vec<_>>();
        assert_eq!(ids("").len(), lineup.models.len());
        assert_eq!(ids("mini o4").first(), Some(&"o4-mini"));
        assert_eq!(ids("gpt-5.6").first(), Some(&"gpt-5.6-sol"));
        assert!(ids("no such model").is_empty());
    }
}
