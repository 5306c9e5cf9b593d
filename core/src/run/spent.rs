//! What to do about an answer that is empty because the whole budget went to thinking ([`Run::spent_on_thinking`](super::Run)).

use crate::lineup::Model;

/// One change of the settings that gives an answer room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoreRoom {
    /// Tokens, for `max_output_tokens`.
    RaiseLimit(u64),
    LowerEffort(String),
}

/// What mends an answer that its limit ended, as far as the model can: a higher limit, a lower effort.
///
/// `limit` is the bound that was reached; `effort` the one that was sent, if any.
#[must_use]
pub fn more_room(limit: u64, effort: Option<&str>, model: Option<&Model>) -> Vec<MoreRoom> {
    let raise = higher_limit(limit, model.and_then(|model| model.max_output)).map(MoreRoom::RaiseLimit);
    let lower = model.and_then(|model| {
        let now = effort.or(model.effort.default.as_deref())?;
        lower_effort(&model.effort.values, now).map(|effort| MoreRoom::LowerEffort(effort.to_owned()))
    });
    raise.into_iter().chain(lower).collect()
}

/// An output limit that leaves room for an answer: four times the spent one, as a power of two, within what the model can
/// write. `None` if the model cannot write more.
fn higher_limit(spent: u64, model_max: Option<u64>) -> Option<u64> {
    let wished = spent.max(256).saturating_mul(4).checked_next_power_of_two().unwrap_or(u64::MAX);
    let limit = model_max.map_or(wished, |max| wished.min(max));
    (limit > spent).then_some(limit)
}

/// The next lower of a model's effort values (which stand from low to high); `None` at the bottom or for an unknown value.
fn lower_effort<'a>(values: &'a [String], now: &str) -> Option<&'a str> {
    let here = values.iter().position(|value| value == now)?;
    values.get(here.checked_sub(1)?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{MoreRoom, higher_limit, lower_effort, more_room};
    use crate::lineup::Lineup;

    #[test]
    fn the_higher_limit_is_one_that_the_model_can_write() {
        assert_eq!(higher_limit(2_048, None), Some(8_192));
        assert_eq!(higher_limit(2_000, None), Some(8_192));
        assert_eq!(higher_limit(2_048, Some(4_096)), Some(4_096));
        assert_eq!(higher_limit(4_096, Some(4_096)), None);
        assert_eq!(higher_limit(16, None), Some(1_024));
    }

    #[test]
    fn effort_goes_down_one_step() {
        let values = ["low", "medium", "high"].map(str::to_owned);
        assert_eq!(lower_effort(&values, "high"), Some("medium"));
        assert_eq!(lower_effort(&values, "low"), None);
        assert_eq!(lower_effort(&values, "odd"), None);
    }

    #[test]
    fn an_answer_gets_room_as_far_as_the_model_can_give_it() {
        let lineup = Lineup::embedded().unwrap();
        let room = |id: &str, limit, effort| more_room(limit, effort, lineup.get(id));
        let lower = |effort: &str| MoreRoom::LowerEffort(effort.into());
        assert_eq!(room("o4-mini", 2_048, None), [MoreRoom::RaiseLimit(8_192), lower("low")]);
        assert_eq!(room("o4-mini", 100_000, Some("high")), [lower("medium")]);
        assert_eq!(room("gpt-5", 2_048, Some("minimal")), [MoreRoom::RaiseLimit(8_192)]);
        assert_eq!(room("gpt-5.1", 2_048, Some("low")), [MoreRoom::RaiseLimit(8_192), lower("none")]);
        assert_eq!(room("some-llama", 2_048, Some("high")), [MoreRoom::RaiseLimit(8_192)]);
    }
}
