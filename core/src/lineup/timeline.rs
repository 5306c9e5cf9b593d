//! Releases and retirements in the order of their days.

use super::{Lineup, Provider};

/// One day in the life of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// ISO date.
    pub date: String,
    /// The model's id.
    pub model: String,
    pub what: Happening,
    /// Whether the day has come.
    pub past: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    Released,
    /// The provider shuts it down.
    Retires(Provider),
}

impl Lineup {
    /// All known days, the earliest first. A model whose days nobody knows is not in it. `today` is an ISO date.
    #[must_use]
    pub fn timeline(&self, today: &str) -> Vec<Moment> {
        let mut moments: Vec<Moment> = Vec::new();
        for model in &self.models {
            let days = [
                (&model.released, Happening::Released),
                (&model.ends.openai, Happening::Retires(Provider::OpenAi)),
                (&model.ends.azure, Happening::Retires(Provider::Azure)),
            ];
            moments.extend(days.into_iter().filter_map(|(date, what)| {
                let date = date.clone()?;
                Some(Moment { past: date.as_str() <= today, date, model: model.id.clone(), what })
            }));
        }
        moments.sort_by(|a, b| (&a.date, a.what, &a.model).cmp(&(&b.date, b.what, &b.model)));
        moments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_stand_in_order_and_today_divides_them() {
        let timeline = Lineup::embedded().unwrap().timeline("2026-11-20");
        assert!(timeline.is_sorted_by(|a, b| a.date <= b.date));
        assert!(timeline.is_sorted_by_key(|moment| !moment.past));
        let of = |id: &str| timeline.iter().filter(|moment| moment.model == id).cloned().collect::<Vec<_>>();
        let at = |date: &str, what, past| Moment { date: date.into(), model: "o4-mini".into(), what, past };
        assert_eq!(
            of("o4-mini"),
            [
                at("2025-04-16", Happening::Released, true),
                at("2026-10-23", Happening::Retires(Provider::OpenAi), true),
                at("2027-10-16", Happening::Retires(Provider::Azure), false),
            ]
        );
        assert_eq!(of("gpt-image-2"), []);
    }
}
