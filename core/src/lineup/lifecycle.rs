//! Where a model stands in its life, at one provider, on one day.

use super::Model;

/// Who serves the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Provider {
    OpenAi,
    Azure,
}

/// A stage of a model's life. Retired at one provider is not retired at another, and it never blocks: a gateway may still serve it.
#[derive(Clone, Debug, PartialEq, Eq)]
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
}
