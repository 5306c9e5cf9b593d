//! Where a model stands in its life, at one provider, on one day.

use super::{Lineup, Model, days_between};

/// A model that goes within so many days is no place to move to.
const SOON: i64 = 90;

/// Who serves the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Provider {
    OpenAi,
    Azure,
}

/// A stage of a model's life. Retired at one provider is not retired at another, and it never blocks: a gateway may still serve it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The provider does not serve it, or nobody knows.
    Unknown,
    /// Announced for this day.
    Announced { on: String },
    /// Served, and no end is announced.
    Current,
    /// Served until this day: deprecated.
    Retires { on: String },
    /// No longer served since this day.
    Retired { since: String },
}

impl Model {
    /// The stage at a provider. `today` is an ISO date (`2026-11-20`): ISO dates order as text.
    #[must_use]
    pub fn stage(&self, provider: Provider, today: &str) -> Stage {
        let (served, end) = match provider {
            Provider::OpenAi => (self.openai, self.ends.openai.as_ref()),
            Provider::Azure => (self.azure.is_some(), self.ends.azure.as_ref()),
        };
        match (end, &self.released) {
            (Some(end), _) if end.as_str() <= today => Stage::Retired { since: end.clone() },
            (_, Some(released)) if served && released.as_str() > today => Stage::Announced { on: released.clone() },
            (Some(end), _) => Stage::Retires { on: end.clone() },
            (None, _) if served => Stage::Current,
            (None, _) => Stage::Unknown,
        }
    }
}

impl Stage {
    /// Whether requests can be expected to work on that day.
    #[must_use]
    pub fn serves(&self) -> bool {
        matches!(self, Self::Current | Self::Retires { .. })
    }
}

/// A model's stage at a provider, and where to go when it ends.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lifecycle {
    pub stage: Stage,
    /// Days until the provider shuts it down, where a day is announced and has not come.
    pub days_left: Option<i64>,
    /// The id of a model that takes its place; only for a model that has gone or goes.
    pub replacement: Option<String>,
}

impl Lineup {
    /// The life of the model of this name. `None` if the line-up does not know it.
    #[must_use]
    pub fn lifecycle(&self, name: &str, provider: Provider, today: &str) -> Option<Lifecycle> {
        let model = self.get(name)?;
        let stage = model.stage(provider, today);
        let days_left = match &stage {
            Stage::Retires { on } => days_between(today, on),
            _ => None,
        };
        let goes = matches!(stage, Stage::Retires { .. } | Stage::Retired { .. });
        let replacement = if goes { self.replacement(model, provider, today).map(|next| next.id.clone()) } else { None };
        Some(Lifecycle { stage, days_left, replacement })
    }

    /// The first model further down the same line that the provider serves and goes on serving for a while; failing that, one
    /// that it serves today.
    #[must_use]
    pub fn replacement(&self, model: &Model, provider: Provider, today: &str) -> Option<&Model> {
        let mut line: Vec<&Model> = Vec::new();
        let mut at = model;
        while let Some(next) = at.next.as_deref().and_then(|id| self.get(id)) {
            // The user may have written a circle.
            if next.id == model.id || line.iter().any(|seen| seen.id == next.id) {
                break;
            }
            line.push(next);
            at = next;
        }
        let lasts = |model: &&&Model| match model.stage(provider, today) {
            Stage::Current => true,
            Stage::Retires { on } => days_between(today, &on).is_none_or(|days| days > SOON),
            _ => false,
        };
        line.iter().find(lasts).or_else(|| line.iter().find(|model| model.stage(provider, today).serves())).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{Provider, Stage};
    use crate::lineup::Lineup;
    use rstest::rstest;

    #[rstest]
    #[case("o4-mini", Provider::OpenAi, "2024-01-01", Stage::Announced { on: "2025-04-16".into() })]
    #[case("o4-mini", Provider::OpenAi, "2026-10-22", Stage::Retires { on: "2026-10-23".into() })]
    #[case("o4-mini", Provider::OpenAi, "2026-10-23", Stage::Retired { since: "2026-10-23".into() })]
    #[case("o4-mini", Provider::Azure, "2026-10-23", Stage::Retires { on: "2027-10-16".into() })]
    #[case("gpt-5.5", Provider::OpenAi, "2026-11-20", Stage::Current)]
    #[case("gpt-5.2-pro", Provider::Azure, "2026-11-20", Stage::Unknown)]
    #[case("gpt-oss-20b", Provider::OpenAi, "2026-11-20", Stage::Unknown)]
    fn a_model_retires_at_each_provider_on_its_own_day(
        #[case] id: &str,
        #[case] provider: Provider,
        #[case] today: &str,
        #[case] stage: Stage,
    ) {
        assert_eq!(Lineup::embedded().unwrap().get(id).unwrap().stage(provider, today), stage);
    }

    #[rstest]
    #[case("o1-preview", Provider::OpenAi, "2025-08-01", Some("o1"))]
    #[case("o4-mini", Provider::OpenAi, "2026-11-20", Some("gpt-5.4-mini"))]
    #[case("gpt-4o", Provider::OpenAi, "2026-11-20", Some("gpt-5.1"))]
    #[case("gpt-4o", Provider::Azure, "2026-11-20", Some("gpt-4.1"))]
    #[case("dall-e-3", Provider::OpenAi, "2026-11-20", Some("gpt-image-2"))]
    #[case("gpt-5.5", Provider::OpenAi, "2026-11-20", None)]
    #[case("o3-deep-research", Provider::OpenAi, "2026-11-20", None)]
    fn a_model_that_goes_has_a_place_to_move_to_that_stays(
        #[case] id: &str,
        #[case] provider: Provider,
        #[case] today: &str,
        #[case] replacement: Option<&str>,
    ) {
        let life = Lineup::embedded().unwrap().lifecycle(id, provider, today).unwrap();
        assert_eq!(life.replacement.as_deref(), replacement);
    }

    #[test]
    fn the_days_that_are_left_are_counted() {
        let life = |id| Lineup::embedded().unwrap().lifecycle(id, Provider::OpenAi, "2026-11-20").unwrap();
        assert_eq!(life("gpt-5").days_left, Some(21));
        assert_eq!(life("o4-mini").days_left, None);
        assert_eq!(Lineup::embedded().unwrap().lifecycle("some-llama", Provider::OpenAi, "2026-11-20"), None);
    }

    #[test]
    fn every_line_ends_and_every_step_is_a_model() {
        let lineup = Lineup::embedded().unwrap();
        for model in &lineup.models {
            let mut at = model;
            for step in 0.. {
                assert!(step < lineup.models.len(), "{} goes in a circle", model.id);
                let Some(next) = &at.next else { break };
                at = lineup.get(next).unwrap_or_else(|| panic!("{} moves to {next}, which is no model", at.id));
                assert_eq!(at.runs_in_play(), model.runs_in_play(), "{} would become {}", model.id, at.id);
            }
        }
    }
}
