//! What to do about an answer that is empty because the whole budget went to thinking ([`Run::spent_on_thinking`](super::Run)).

/// An output limit that leaves room for an answer: four times the spent one, as a power of two, within what the model can
/// write. `None` if the model cannot write more.
#[must_use]
pub fn higher_limit(spent: u64, model_max: Option<u64>) -> Option<u64> {
    let wished = spent.max(256).saturating_mul(4).checked_next_power_of_two().unwrap_or(u64::MAX);
    let limit = model_max.map_or(wished, |max| wished.min(max));
    (limit > spent).then_some(limit)
}

/// The next lower of a model's effort values (which stand from low to high); `None` at the bottom or for an unknown value.
#[must_use]
pub fn lower_effort<'a>(values: &'a [String], now: &str) -> Option<&'a str> {
    let here = values.iter().position(|value| value == now)?;
    values.get(here.checked_sub(1)?).map(String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{higher_limit, lower_effort};

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
}
