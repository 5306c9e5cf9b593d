//! JSON texts and types, by way of [`serde_json::Value`].
//!
//! A derived reader is compiled once for every source that it reads from, and a derived writer for every place that it writes to; as
//! WebAssembly, those of the stored types are as large as all the rest of the core. So there is one of each.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Error;

/// Reads a text. Of a key that stands twice in an object, which JSON allows and some servers send, the last one wins; half an emoji, in
/// the bytes of a token say, is read as U+FFFD.
///
/// # Errors
/// The text is not JSON, or of another shape. Only the first tells a line.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let value = serde_json::from_str(text).or_else(|error| match mended(text) {
        Some(text) => serde_json::from_str(&text),
        None => Err(error),
    });
    serde_json::from_value(value?)
}

/// The text with U+FFFD in the place of escapes that are half of a surrogate pair; `None` if it has none.
fn mended(text: &str) -> Option<String> {
    const ESCAPE: usize = r"\uD800".len();
    let unit = |at: usize| {
        let digits = text.get(at..at + ESCAPE)?.strip_prefix(r"\u")?;
        u16::from_str_radix(digits, 16).ok()
    };
    let mut out = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.get(at..).and_then(|rest| rest.find('\\')) {
        at += next;
        at = match (unit(at), unit(at + ESCAPE)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => at + 2 * ESCAPE,
            (Some(0xD800..=0xDFFF), _) => {
                out.push_str(&text[from..at]);
                out.push_str(r"\ufffd");
                from = at + ESCAPE;
                from
            }
            // Whatever is escaped is one character, and none of those is half of anything.
            _ => at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    (from > 0).then(|| out + &text[from..])
}

/// Reads bytes that should be JSON in UTF-8, and are taken as they are: half an emoji is refused.
///
/// # Errors
/// As [`read`]; bytes that are no text hold no JSON.
pub fn read_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let text = std::str::from_utf8(bytes).map_err(serde::de::Error::custom)?;
    serde_json::from_value(serde_json::from_str(text)?)
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
        assert_eq!(read::<Pair>(r#"{"one":1,"other":"\ud83d"}"#).unwrap(), Pair { one: 1, two: None }, "half an emoji, not asked for");
        assert!(read::<Pair>("{\n!}").unwrap_err().to_string().contains("line 2"));
        assert!(read::<Pair>("[]").is_err());
        assert!(read_bytes::<Pair>(b"{\"one\":\xff}").is_err());
    }

    #[test]
    fn half_an_emoji_is_read_as_a_replacement_and_a_whole_one_as_itself() {
        for (text, read_as) in [
            (r#""\ud83d\ude00 \ud83d""#, "\u{1F600} \u{FFFD}"),
            (r#""\ude00\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
            (r#""\ud83d\ud83d\ude00\n""#, "\u{FFFD}\u{1F600}\n"),
            (r#""\\ud83d \ud83d""#, "\\ud83d \u{FFFD}"),
            (r#""\ud83dude00 한""#, "\u{FFFD}ude00 한"),
        ] {
            assert_eq!(read::<String>(text).unwrap(), read_as, "{text}");
        }
        assert_eq!(read::<String>(r#""\\ud83d""#).unwrap(), r"\ud83d", "no escape of a character");
        for text in [r#""\ud83d"#, r#""\u12""#, r#""\"#, r#""\한""#] {
            assert!(read::<String>(text).is_err(), "{text}");
        }
    }
}
