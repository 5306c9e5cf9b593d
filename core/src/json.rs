//! JSON texts and types, by way of [`serde_json::Value`].
//!
//! A derived reader is compiled once for every source that it reads from, and a derived writer for every place that it writes to; as
//! WebAssembly, those of the stored types are as large as all the rest of the core. So there is one of each.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Error;

/// Reads a text. Of a key that stands twice in an object, which JSON allows and some servers send, the last one wins.
///
/// # Errors
/// The text is not JSON, or of another shape. Only the first tells a line.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(serde_json::from_str(text)?)
}

/// As [`read`], for bytes that should be UTF-8.
///
/// # Errors
/// As [`read`]; bytes that are no text hold no JSON.
pub fn read_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    serde_json::from_value(std::str::from_utf8(bytes).map_or(Err(serde::de::Error::custom("not UTF-8")), serde_json::from_str)?)
}

/// Writes a value that can be written: its keys are texts, and it refuses nothing of itself. Empty for any other.
#[must_use]
pub fn write(value: &impl Serialize) -> String {
    serde_json::to_value(value).map_or_else(|_| String::new(), |value| value.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Pair {
        one: u64,
        two: Option<f64>,
    }

    #[test]
    fn texts_become_types_and_texts_again() {
        let pair = Pair { one: u64::MAX, two: Some(0.1) };
        let text = r#"{"one":18446744073709551615,"two":0.1}"#;
        assert_eq!(read::<Pair>(text).unwrap(), pair);
        assert_eq!(read_bytes::<Pair>(text.as_bytes()).unwrap(), pair);
        assert_eq!(write(&pair), text);
        assert_eq!(read::<Pair>(r#"{"one":1,"one":2}"#).unwrap(), Pair { one: 2, two: None }, "the last of two");
        assert!(read::<Pair>("{\n!}").unwrap_err().to_string().contains("line 2"));
        assert!(read::<Pair>("[]").is_err());
        assert!(read_bytes::<Pair>(b"{\"one\":\xff}").is_err());
    }
}
