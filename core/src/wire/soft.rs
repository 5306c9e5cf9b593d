//! Reading fields whose type may not be what the documentation says.
//!
//! One field of an unexpected type must never cost a whole event: each of these readers gives "nothing" instead of an error,
//! and passes over the value.

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::Value;

/// A float that counts something: `12.0` is twelve, `-1.5` is nothing.
#[must_use]
pub fn whole(number: f64) -> Option<u64> {
    // 2^53: up to here every whole f64 is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    (number.fract() == 0.0 && (0.0..=EXACT).contains(&number)).then_some(number as u64)
}

/// A string; a number is taken as its digits.
pub(super) fn string<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    Value::deserialize(from).map(|value| match value {
        Value::String(text) => Some(text),
        // As a float is shown, not as JSON writes it: twelve is `12` also where it was sent as `12.0`.
        Value::Number(number) if number.is_f64() => number.as_f64().map(|number| number.to_string()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// A count; `12.0` is taken as twelve.
pub(super) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    Value::deserialize(from).map(|value| value.as_u64().or_else(|| value.as_f64().and_then(whole)))
}

/// An object of a known shape.
pub(super) fn object<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Option<T>, D::Error> {
    let value = Value::deserialize(from)?;
    if value.is_object() { T::deserialize(value).map(Some).map_err(D::Error::custom) } else { Ok(None) }
}

/// A list of objects; what is no object is skipped, and a lone object counts as a list of one.
pub(super) fn list<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<Vec<T>, D::Error> {
    let items = match Value::deserialize(from)? {
        Value::Array(items) => items,
        value => vec![value],
    };
    items.into_iter().filter(Value::is_object).map(|item| T::deserialize(item).map_err(D::Error::custom)).collect()
}

/// Any value but `null`.
pub(super) fn value<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(|value| (!value.is_null()).then_some(value))
}

/// An array of any values.
pub(super) fn array<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Value>>, D::Error> {
    Value::deserialize(from).map(|value| match value {
        Value::Array(items) => Some(items),
        _ => None,
    })
}
