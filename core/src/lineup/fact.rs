//! The facts of a model one by one, in one form for tables, sorting and comparison.

use super::{Kind, Model, Provider, Stage};
use std::cmp::Ordering;

/// A fact that can be a column. A page translates its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fact {
    Family,
    Kind,
    Released,
    OpenAi,
    Azure,
    Apis,
    Context,
    MaxInput,
    MaxOutput,
    Input,
    Output,
    PriceInput,
    PriceCached,
    PriceOutput,
    PriceAudioInput,
    PriceAudioOutput,
    PriceImageInput,
    PriceImageOutput,
    PriceSecond,
    PriceCharacters,
    PricePicture,
    Effort,
    EffortDefault,
    Summary,
    Verbosity,
    Role,
    LimitName,
    StreamOpenAi,
    StreamAzure,
    Tools,
    ParallelTools,
    Structured,
    Vision,
    Pdf,
    Hosted,
    Tokenizer,
    Cutoff,
    AzureVersion,
}

/// What a price is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    MillionTokens,
    Second,
    MillionCharacters,
    /// From the cheapest picture on.
    Picture,
}

/// A fact's value. Unknown is a value of its own, and never "no".
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Unknown,
    Bool(bool),
    Text(String),
    /// An empty list is known to be empty: the setting is refused.
    List(Vec<String>),
    Tokens(u64),
    Usd(f64, Per),
    /// ISO date or month.
    Date(String),
    Kind(Kind),
    Stage(Stage),
}

impl Fact {
    /// All facts, in the order in which a table shows them.
    pub const ALL: [Self; 38] = [
        Self::Family,
        Self::Kind,
        Self::Released,
        Self::OpenAi,
        Self::Azure,
        Self::Apis,
        Self::Context,
        Self::MaxInput,
        Self::MaxOutput,
        Self::Input,
        Self::Output,
        Self::PriceInput,
        Self::PriceCached,
        Self::PriceOutput,
        Self::PriceAudioInput,
        Self::PriceAudioOutput,
        Self::PriceImageInput,
        Self::PriceImageOutput,
        Self::PriceSecond,
        Self::PriceCharacters,
        Self::PricePicture,
        Self::Effort,
        Self::EffortDefault,
        Self::Summary,
        Self::Verbosity,
        Self::Role,
        Self::LimitName,
        Self::StreamOpenAi,
        Self::StreamAzure,
        Self::Tools,
        Self::ParallelTools,
        Self::Structured,
        Self::Vision,
        Self::Pdf,
        Self::Hosted,
        Self::Tokenizer,
        Self::Cutoff,
        Self::AzureVersion,
    ];

    /// The fact's value for a model. `today` is an ISO date; only lifecycles look at it.
    #[must_use]
    pub fn of(self, model: &Model, today: &str) -> Cell {
        let price = model.price.as_ref();
        let tokens = |usd: Option<f64>| known(usd, |usd| Cell::Usd(usd, Per::MillionTokens));
        let text = |text: &Option<String>| known(text.clone(), Cell::Text);
        let refuses = |setting: &str| model.refuses.chat.iter().any(|refused| refused == setting);
        match self {
            Self::Family => Cell::Text(model.family.clone()),
            Self::Kind => Cell::Kind(model.kind),
            Self::Released => known(model.released.clone(), Cell::Date),
            Self::OpenAi => stage(model, Provider::OpenAi, today),
            Self::Azure => stage(model, Provider::Azure, today),
            Self::Apis => listed(&apis(model)),
            Self::Context => known(model.context, Cell::Tokens),
            Self::MaxInput => known(model.max_input, Cell::Tokens),
            Self::MaxOutput => known(model.max_output, Cell::Tokens),
            Self::Input => listed(&model.input),
            Self::Output => listed(&model.output),
            Self::PriceInput => tokens(price.and_then(|price| price.input)),
            Self::PriceCached => tokens(price.and_then(|price| price.cached)),
            Self::PriceOutput => tokens(price.and_then(|price| price.output)),
            Self::PriceAudioInput => tokens(price.and_then(|price| price.audio_input)),
            Self::PriceAudioOutput => tokens(price.and_then(|price| price.audio_output)),
            Self::PriceImageInput => tokens(price.and_then(|price| price.image_input)),
            Self::PriceImageOutput => tokens(price.and_then(|price| price.image_output)),
            Self::PriceSecond => known(price.and_then(|price| price.second), |usd| Cell::Usd(usd, Per::Second)),
            Self::PriceCharacters => known(price.and_then(|price| price.characters), |usd| Cell::Usd(usd, Per::MillionCharacters)),
            Self::PricePicture => {
                let cheapest = price.and_then(|price| price.images.iter().map(|image| image.usd).min_by(f64::total_cmp));
                known(cheapest, |usd| Cell::Usd(usd, Per::Picture))
            }
            Self::Effort if model.effort.values.is_empty() && refuses("effort") => Cell::List(Vec::new()),
            Self::Effort => listed(&model.effort.values),
            Self::EffortDefault => text(&model.effort.default),
            Self::Summary => known(model.summary.clone(), Cell::List),
            Self::Verbosity => known(model.verbosity.clone(), Cell::List),
            Self::Role => text(&model.role),
            Self::LimitName => text(&model.limit),
            Self::StreamOpenAi => known(model.stream.openai, Cell::Bool),
            Self::StreamAzure => known(model.stream.azure, Cell::Bool),
            Self::Tools => known(model.tools, Cell::Bool),
            Self::ParallelTools => known(model.parallel_tools, Cell::Bool),
            Self::Structured => known(model.structured, Cell::Bool),
            Self::Vision => known(model.vision, Cell::Bool),
            Self::Pdf => known(model.pdf, Cell::Bool),
            Self::Hosted => listed(&model.hosted),
            Self::Tokenizer => text(&model.tokenizer),
            Self::Cutoff => known(model.cutoff.clone(), Cell::Date),
            Self::AzureVersion => known(model.azure.as_ref().and_then(|azure| azure.min_api_version.clone()), Cell::Text),
        }
    }

    /// Sorts by this fact. Unknown stands last in both directions; equal models keep their order.
    pub fn sort(self, models: &mut [&Model], descending: bool, today: &str) {
        models.sort_by_cached_key(|model| Key { cell: self.of(model, today), descending });
    }
}

fn known<T>(value: Option<T>, cell: impl FnOnce(T) -> Cell) -> Cell {
    value.map_or(Cell::Unknown, cell)
}

/// A list that sources fill: an empty one is a list that nobody found.
fn listed(list: &[String]) -> Cell {
    if list.is_empty() { Cell::Unknown } else { Cell::List(list.to_vec()) }
}

fn stage(model: &Model, provider: Provider, today: &str) -> Cell {
    match model.stage(provider, today) {
        Stage::Unknown => Cell::Unknown,
        stage => Cell::Stage(stage),
    }
}

/// The names of the APIs that serve a model.
fn apis(model: &Model) -> Vec<String> {
    let own = [("chat", model.chat), ("responses", model.responses)];
    let own = own.into_iter().filter(|(_, served)| *served == Some(true)).map(|(name, _)| name.to_owned());
    own.chain(model.apis.iter().cloned()).collect()
}

/// Cells in the order of a table.
struct Key {
    cell: Cell,
    descending: bool,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Key {}
impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_value = match (&self.cell, &other.cell) {
            (Cell::Unknown, Cell::Unknown) => return Ordering::Equal,
            (Cell::Unknown, _) => return Ordering::Greater,
            (_, Cell::Unknown) => return Ordering::Less,
            (Cell::Bool(a), Cell::Bool(b)) => a.cmp(b),
            (Cell::Text(a), Cell::Text(b)) | (Cell::Date(a), Cell::Date(b)) => a.cmp(b),
            (Cell::List(a), Cell::List(b)) => (a.len(), a).cmp(&(b.len(), b)),
            (Cell::Tokens(a), Cell::Tokens(b)) => a.cmp(b),
            (Cell::Usd(a, _), Cell::Usd(b, _)) => a.total_cmp(b),
            (Cell::Kind(a), Cell::Kind(b)) => a.cmp(b),
            (Cell::Stage(a), Cell::Stage(b)) => order(a).cmp(&order(b)),
            // One fact gives one kind of cell, or none.
            _ => Ordering::Equal,
        };
        if self.descending { by_value.reverse() } else { by_value }
    }
}

/// The stages in the order of a life, and within one by the day.
fn order(stage: &Stage) -> (u8, &str) {
    match stage {
        Stage::Announced { on } => (0, on),
        Stage::Current => (1, ""),
        Stage::Retires { on } => (2, on),
        Stage::Retired { since } => (3, since),
        Stage::Unknown => (4, ""),
    }
}

/// One line of a comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    pub fact: Fact,
    /// In the order of the models.
    pub cells: Vec<Cell>,
    /// Whether known values differ. What is unknown of one model is no difference.
    pub differs: bool,
}

/// The models side by side: one line per fact that is known of at least one of them.
#[must_use]
pub fn compare(models: &[&Model], today: &str) -> Vec<Compared> {
    let line = |fact: Fact| {
        let cells: Vec<Cell> = models.iter().map(|model| fact.of(model, today)).collect();
        let mut known = cells.iter().filter(|cell| **cell != Cell::Unknown);
        let first = known.next()?;
        let differs = known.any(|cell| cell != first);
        Some(Compared { fact, cells, differs })
    };
    Fact::ALL.into_iter().filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineup::Lineup;
    use std::collections::BTreeSet;

    const TODAY: &str = "2026-11-20";

    #[test]
    fn all_facts_are_listed_once() {
        assert_eq!(Fact::ALL.into_iter().collect::<BTreeSet<_>>().len(), Fact::ALL.len());
        assert!(Fact::ALL.is_sorted(), "the list follows the type, so that a new fact is missed by neither");
        assert_eq!(Fact::ALL.last(), Some(&Fact::AzureVersion));
    }

    #[test]
    fn every_fact_is_known_of_some_model_and_unknown_is_never_no() {
        let lineup = Lineup::embedded().unwrap();
        for fact in Fact::ALL {
            assert!(lineup.models.iter().any(|model| fact.of(model, TODAY) != Cell::Unknown), "{fact:?}");
        }
        assert_eq!(Fact::Vision.of(lineup.get("gpt-image-1").unwrap(), TODAY), Cell::Unknown);
        assert_eq!(Fact::Effort.of(lineup.get("gpt-4o").unwrap(), TODAY), Cell::List(Vec::new()));
        assert_eq!(Fact::PricePicture.of(lineup.get("dall-e-3").unwrap(), TODAY), Cell::Usd(0.04, Per::Picture));
        assert_eq!(Fact::PriceSecond.of(lineup.get("whisper-1").unwrap(), TODAY), Cell::Usd(0.0001, Per::Second));
    }

    #[test]
    fn a_comparison_marks_what_differs_and_nothing_that_is_merely_unknown() {
        let lineup = Lineup::embedded().unwrap();
        let models: Vec<&Model> = ["o3", "o4-mini", "gpt-oss-20b"].map(|id| lineup.get(id).unwrap()).into();
        let lines = compare(&models, TODAY);
        let line = |fact| lines.iter().find(|line| line.fact == fact);
        assert!(line(Fact::PriceInput).unwrap().differs);
        assert!(line(Fact::Vision).unwrap().differs);
        assert!(!line(Fact::MaxOutput).unwrap().differs, "two agree and one is unknown");
        assert_eq!(line(Fact::PriceAudioInput), None, "known of none");
    }

    #[test]
    fn unknown_stands_last_in_both_directions() {
        let lineup = Lineup::embedded().unwrap();
        for fact in Fact::ALL {
            for descending in [false, true] {
                let mut models: Vec<&Model> = lineup.models.iter().collect();
                fact.sort(&mut models, descending, TODAY);
                let unknown: Vec<bool> = models.iter().map(|model| fact.of(model, TODAY) == Cell::Unknown).collect();
                assert!(unknown.is_sorted(), "{fact:?}");
            }
        }
        let mut models: Vec<&Model> = lineup.models.iter().collect();
        Fact::PriceOutput.sort(&mut models, true, TODAY);
        assert_eq!(models.first().map(|model| model.id.as_str()), Some("o1-pro"));
    }
}
