//! Which models the table shows, and in which order. Pure.

use lineup_core::lineup::{Cell, Fact, Kind, Lineup, Live, Model, Provider, Stage};
use std::collections::BTreeSet;

/// What is looked for; every part that is set has to hold.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words of a name or family.
    pub query: String,
    pub kind: Option<Kind>,
    pub family: Option<String>,
    /// In the words of the catalogue: `chat`, `responses`, `images` …
    pub api: Option<String>,
    pub provider: Option<Provider>,
    pub life: Option<Life>,
    /// Only what Play can run.
    pub runs: bool,
    /// Only what the endpoint that was asked lists.
    pub listed: bool,
}

/// Where a model stands in its life: at the provider that is looked for, else at whichever serves it longest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Life {
    Current,
    /// Served, and the end is announced.
    Ending,
    Retired,
}

impl Filter {
    /// How many parts are set, the query aside.
    pub fn count(&self) -> usize {
        let set = [
            self.kind.is_some(),
            self.family.is_some(),
            self.api.is_some(),
            self.provider.is_some(),
            self.life.is_some(),
            self.runs,
            self.listed,
        ];
        set.into_iter().filter(|set| *set).count()
    }

    fn keeps(&self, model: &Model, live: Option<&Live>, today: &str) -> bool {
        self.kind.is_none_or(|kind| model.kind == kind)
            && self.family.as_ref().is_none_or(|family| model.family == *family)
            && self.api.as_ref().is_none_or(|api| served_by(model).contains(api))
            && self.provider.is_none_or(|provider| is_at(model, provider))
            && self.life.is_none_or(|life| life_of(model, self.provider, today) == Some(life))
            && (!self.runs || model.runs_in_play())
            && (!self.listed || live.is_none_or(|live| live.entry(model).is_some()))
    }

    /// Of a model that only an endpoint knows, no more is known than its name, and perhaps its kind.
    fn keeps_unknown(&self, id: &str, kind: Option<Kind>) -> bool {
        let id = id.to_lowercase();
        self.query.to_lowercase().split_whitespace().all(|word| id.contains(word))
            && self.kind.is_none_or(|wanted| kind == Some(wanted))
            && self.family.is_none()
            && self.api.is_none()
            && self.provider.is_none()
            && self.life.is_none()
            && (!self.runs || kind.is_none_or(|kind| matches!(kind, Kind::Reasoning | Kind::Chat)))
    }
}

/// The APIs that serve a model, in the words of the catalogue.
pub fn served_by(model: &Model) -> Vec<String> {
    // No fact but a life depends on the day.
    if let Cell::List(apis) = Fact::Apis.of(model, "") { apis } else { Vec::new() }
}

fn is_at(model: &Model, provider: Provider) -> bool {
    match provider {
        Provider::OpenAi => model.openai,
        Provider::Azure => model.azure.is_some(),
    }
}

fn life_of(model: &Model, provider: Option<Provider>, today: &str) -> Option<Life> {
    let at = |provider| match model.stage(provider, today) {
        Stage::Current => Some(Life::Current),
        Stage::Retires { .. } => Some(Life::Ending),
        Stage::Retired { .. } => Some(Life::Retired),
        Stage::Announced { .. } | Stage::Unknown => None,
    };
    let rank = |life: &Life| match life {
        Life::Current => 0,
        Life::Ending => 1,
        Life::Retired => 2,
    };
    match provider {
        Some(provider) => at(provider),
        None => [Provider::OpenAi, Provider::Azure].into_iter().filter_map(at).min_by_key(rank),
    }
}

/// A column that the table can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Name,
    Fact(Fact),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    pub by: Column,
    pub descending: bool,
}

impl Sort {
    /// What pressing a column's head leads to: rising, falling, and back to the order of the catalogue.
    pub fn next(now: Option<Self>, by: Column) -> Option<Self> {
        match now.filter(|sort| sort.by == by) {
            None => Some(Self { by, descending: false }),
            Some(Self { descending: false, .. }) => Some(Self { by, descending: true }),
            Some(_) => None,
        }
    }
}

/// What stands in a column of prices for models that are not sold by tokens: their price in another unit.
pub fn other_units(fact: Fact) -> &'static [Fact] {
    match fact {
        Fact::PriceInput => &[Fact::PriceSecond, Fact::PriceCharacters],
        Fact::PriceOutput => &[Fact::PriceImageOutput, Fact::PriceAudioOutput, Fact::PricePicture],
        _ => &[],
    }
}

/// One row of the table, by the model's id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    Known(String),
    /// Listed by the endpoint that was asked, and not in the catalogue.
    Listed(String),
}

/// The rows of the table. What only an endpoint knows stands last: of every fact, unknown does.
pub fn rows(lineup: &Lineup, live: Option<&Live>, filter: &Filter, sort: Option<Sort>, today: &str) -> Vec<Row> {
    let mut models: Vec<&Model> = lineup.search(&filter.query);
    models.retain(|model| filter.keeps(model, live, today));
    match sort {
        Some(Sort { by: Column::Fact(fact), descending }) => {
            // Prices in another unit cannot be ranked among these: each unit by itself, before what is unknown.
            for other in other_units(fact).iter().rev().chain([&fact]) {
                other.sort(&mut models, descending, today);
            }
        }
        Some(Sort { by: Column::Name, descending }) => {
            models.sort_by(|a, b| if descending { b.id.cmp(&a.id) } else { a.id.cmp(&b.id) });
        }
        None => {}
    }
    let known = models.into_iter().map(|model| Row::Known(model.id.clone()));
    // The user may have added what was unknown when the endpoint was asked.
    let is_new = |id: &str| lineup.get(id).is_none();
    let unknown = live
        .into_iter()
        .flat_map(Live::unknown)
        .filter(|entry| is_new(&entry.id))
        .filter(|entry| filter.keeps_unknown(&entry.id, entry.kind));
    known.chain(unknown.map(|entry| Row::Listed(entry.id.clone()))).collect()
}

/// The kinds that the catalogue has.
pub fn kinds(lineup: &Lineup) -> Vec<Kind> {
    lineup.models.iter().map(|model| model.kind).collect::<BTreeSet<_>>().into_iter().collect()
}

/// The families that the catalogue has, in its order.
pub fn families(lineup: &Lineup) -> Vec<String> {
    let mut families: Vec<String> = Vec::new();
    for model in &lineup.models {
        if !families.contains(&model.family) {
            families.push(model.family.clone());
        }
    }
    families
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TODAY: &str = "2026-11-20";

    fn shown(filter: Filter, sort: Option<Sort>) -> Vec<String> {
        let lineup = Lineup::embedded().unwrap();
        let id = |row| match row {
            Row::Known(id) | Row::Listed(id) => id,
        };
        rows(&lineup, None, &filter, sort, TODAY).into_iter().map(id).collect()
    }

    #[test]
    fn without_a_filter_the_whole_catalogue_is_shown_in_its_order() {
        let lineup = Lineup::embedded().unwrap();
        assert_eq!(shown(Filter::default(), None), lineup.models.iter().map(|model| model.id.clone()).collect::<Vec<_>>());
    }

    #[test]
    fn every_part_of_a_filter_narrows() {
        let plain = Filter::default;
        for (filter, within, without) in [
            (Filter { kind: Some(Kind::Image), ..plain() }, "dall-e-3", "o4-mini"),
            (Filter { family: Some("gpt-4o".into()), ..plain() }, "gpt-4o-mini", "gpt-4.1"),
            (Filter { api: Some("responses".into()), ..plain() }, "o1-pro", "o1-mini"),
            (Filter { api: Some("transcribe".into()), ..plain() }, "whisper-1", "tts-1"),
            (Filter { provider: Some(Provider::Azure), ..plain() }, "o4-mini", "gpt-5.2-pro"),
            (Filter { life: Some(Life::Current), ..plain() }, "gpt-5.5", "o1-preview"),
            (Filter { life: Some(Life::Retired), ..plain() }, "o1-preview", "o4-mini"),
            (Filter { life: Some(Life::Retired), provider: Some(Provider::OpenAi), ..plain() }, "o4-mini", "gpt-5.5"),
            (Filter { life: Some(Life::Ending), provider: Some(Provider::Azure), ..plain() }, "o4-mini", "o1-preview"),
            (Filter { runs: true, ..plain() }, "o3", "gpt-image-1"),
            (Filter { query: "mini o4".into(), ..plain() }, "o4-mini", "o3-mini"),
        ] {
            let ids = shown(filter.clone(), None);
            assert!(ids.iter().any(|id| id == within), "{within} is missing: {filter:?}");
            assert!(!ids.iter().any(|id| id == without), "{without} is there: {filter:?}");
            assert_eq!(filter.count() > 0, filter.query.is_empty(), "{filter:?}");
        }
    }

    #[test]
    fn a_column_goes_up_then_down_then_back() {
        let by = Column::Fact(Fact::Context);
        let up = Sort::next(None, by);
        let down = Sort::next(up, by);
        assert_eq!((up, down), (Some(Sort { by, descending: false }), Some(Sort { by, descending: true })));
        assert_eq!(Sort::next(down, by), None);
        assert_eq!(Sort::next(down, Column::Name), Some(Sort { by: Column::Name, descending: false }));
    }

    #[test]
    fn prices_in_another_unit_stand_together_between_the_known_and_the_unknown() {
        let lineup = Lineup::embedded().unwrap();
        for (fact, descending) in
            [(Fact::PriceInput, false), (Fact::PriceInput, true), (Fact::PriceOutput, false), (Fact::PriceOutput, true)]
        {
            let ids = shown(Filter::default(), Some(Sort { by: Column::Fact(fact), descending }));
            let rank = |id: &String| {
                let known = |fact: &Fact| fact.of(lineup.get(id).unwrap(), TODAY) != Cell::Unknown;
                if known(&fact) {
                    0
                } else if other_units(fact).iter().any(known) {
                    1
                } else {
                    2
                }
            };
            let ranks: Vec<i32> = ids.iter().map(rank).collect();
            assert!(ranks.is_sorted() && ranks.contains(&1), "{fact:?} {ranks:?}");
        }
    }

    #[test]
    fn names_sort_both_ways() {
        let up = shown(Filter::default(), Some(Sort { by: Column::Name, descending: false }));
        let mut down = shown(Filter::default(), Some(Sort { by: Column::Name, descending: true }));
        assert!(up.is_sorted());
        down.reverse();
        assert_eq!(up, down);
    }

    #[test]
    fn what_only_the_endpoint_knows_stands_last_and_claims_nothing() {
        let lineup = Lineup::embedded().unwrap();
        let live =
            Live::read(&json!({"data": [{"id": "gpt-9-nova"}, {"id": "house-llama"}, {"id": "o4-mini-2025-04-16"}]}), &lineup).unwrap();
        let shown = |filter: Filter| rows(&lineup, Some(&live), &filter, Some(Sort { by: Column::Name, descending: true }), TODAY);
        let listed = |id: &str| Row::Listed(id.to_owned());
        let all = shown(Filter::default());
        assert_eq!(all.get(lineup.models.len()..), Some([listed("gpt-9-nova"), listed("house-llama")].as_slice()));
        let only = shown(Filter { listed: true, ..Filter::default() });
        assert_eq!(only, [Row::Known("o4-mini".into()), listed("gpt-9-nova"), listed("house-llama")]);
        assert_eq!(shown(Filter { query: "nova".into(), ..Filter::default() }), [listed("gpt-9-nova")]);
        let reasoning = shown(Filter { kind: Some(Kind::Reasoning), listed: true, ..Filter::default() });
        assert_eq!(reasoning, [Row::Known("o4-mini".into()), listed("gpt-9-nova")]);
        let current = shown(Filter { life: Some(Life::Current), listed: true, ..Filter::default() });
        assert!(!current.contains(&listed("gpt-9-nova")), "its life is unknown");
    }

    #[test]
    fn the_lists_to_choose_from_come_from_the_catalogue() {
        let lineup = Lineup::embedded().unwrap();
        assert_eq!(kinds(&lineup).len(), 7);
        assert_eq!(families(&lineup).first().map(String::as_str), Some("o1"));
        assert!(families(&lineup).len() > 20);
    }
}
