//! Models of a link that have retired since it was written.

use crate::draft::Flavour;
use crate::lineup::{Lineup, Provider, Stage};

/// A model that is not served any more where the link wants it to run.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Retired {
    pub model: String,
    /// Whose calendar says so.
    pub provider: Provider,
    /// ISO date.
    pub since: String,
    /// The model that takes its place.
    pub next: Option<String>,
}

/// Whether the model has retired at the kind of server that the link asks for; a link that names none means OpenAI, whose names it uses.
/// A compatible server has no calendar, and the simulator plays every model.
#[must_use]
pub fn retired(model: &str, asked: Option<Flavour>, lineup: &Lineup, today: &str) -> Option<Retired> {
    let provider = match asked {
        None | Some(Flavour::OpenAi) => Provider::OpenAi,
        Some(Flavour::AzureV1 | Flavour::AzureClassic) => Provider::Azure,
        Some(Flavour::Compatible | Flavour::Simulator) => return None,
    };
    let model = model.trim();
    let life = lineup.lifecycle(model, provider, today)?;
    let Stage::Retired { since } = life.stage else { return None };
    Some(Retired { model: model.to_owned(), provider, since, next: life.replacement })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TODAY: &str = "2026-11-21";

    #[rstest]
    #[case::said_by_hand(None, Some(Provider::OpenAi))]
    #[case::openai(Some(Flavour::OpenAi), Some(Provider::OpenAi))]
    #[case::azure(Some(Flavour::AzureV1), Some(Provider::Azure))]
    #[case::gateway(Some(Flavour::Compatible), None)]
    #[case::simulator(Some(Flavour::Simulator), None)]
    fn the_calendar_is_that_of_the_server_that_was_asked_for(#[case] asked: Option<Flavour>, #[case] provider: Option<Provider>) {
        let lineup = Lineup::embedded().unwrap();
        let found = retired(" o1-preview ", asked, &lineup, TODAY);
        assert_eq!(found.as_ref().map(|found| found.provider), provider);
        if let Some(found) = found {
            assert_eq!(found.model, "o1-preview");
            let next = found.next.unwrap();
            assert_eq!(retired(&next, asked, &lineup, TODAY), None, "{next} is served");
        }
    }

    #[test]
    fn what_is_served_or_unknown_is_not_retired() {
        let lineup = Lineup::embedded().unwrap();
        for (model, today) in [("gpt-5", TODAY), ("my-own", TODAY), ("", TODAY), ("o1-preview", "2025-01-01")] {
            assert_eq!(retired(model, None, &lineup, today), None, "{model}");
        }
    }
}
