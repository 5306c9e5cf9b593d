//! JSON text and its places: errors by line and column, and where in the text a pointer points to.
//!
//! Lines and columns count from 1, columns in characters: what an editor shows. Ranges count UTF-16 units: what a text field of a
//! page selects by.

use super::pointer;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::error::Category;

/// Why a text is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextError {
    pub what: TextFault,
    pub spot: Spot,
    /// The parser's own words, in English, without the place.
    pub words: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFault {
    /// There is nothing but white space.
    Empty,
    /// It ends before it is complete.
    Unfinished,
    /// A comma before `}` or `]`, which JSON does not have.
    TrailingComma,
    /// It goes on after the value.
    More,
    /// `'` where JSON wants `"`.
    SingleQuote,
    /// Anything else.
    Syntax,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
    /// From the beginning of the text, in UTF-16 units.
    pub start: usize,
    /// Where it ends, as `start`.
    pub end: usize,
}

/// Reads a JSON text.
///
/// # Errors
/// The text is not JSON; the error says where.
pub fn read(text: &str) -> Result<Value, TextError> {
    serde_json::from_str(text).map_err(|error| {
        let at = byte_of(text, &error);
        let rest = text.get(at..).unwrap_or_default();
        let words = error.to_string();
        let words = words.split(" at line ").next().unwrap_or_default().to_owned();
        let what = match error.classify() {
            _ if text.trim().is_empty() => TextFault::Empty,
            Category::Eof => TextFault::Unfinished,
            _ if words.contains("trailing comma") => TextFault::TrailingComma,
            _ if words.contains("trailing characters") => TextFault::More,
            _ if rest.starts_with('\'') => TextFault::SingleQuote,
            _ => TextFault::Syntax,
        };
        let width = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
        TextError { what, spot: spot(text, at, at + width), words }
    })
}

/// Where serde_json stopped reading. It counts columns in bytes, which nobody sees who looks at a text of other letters than Latin's.
#[must_use]
pub fn place_of(text: &str, error: &serde_json::Error) -> Spot {
    let at = byte_of(text, error);
    spot(text, at, at)
}

/// An end that comes too soon is at the end, where the next letter is to be written.
fn byte_of(text: &str, error: &serde_json::Error) -> usize {
    if error.is_eof() { text.len() } else { offset(text, error.line(), error.column()) }
}

/// Where the value lies that a pointer points to; `None` if the text is no JSON or has no such value. The spot of a member begins
/// at its name.
#[must_use]
pub fn locate(text: &str, at: &str) -> Option<Spot> {
    let mut scan = Scan { text, at: 0 };
    scan.space();
    let mut named = None;
    let mut rest = at;
    while let Some(tail) = rest.strip_prefix('/') {
        let end = tail.find('/').unwrap_or(tail.len());
        let (_, member) = pointer::parent(&rest[..=end])?;
        named = Some(scan.enter(&member)?);
        rest = &tail[end..];
    }
    let value = scan.at;
    scan.value()?;
    Some(spot(text, named.unwrap_or(value), scan.at))
}

/// The byte at which a line and a column of serde_json lie: both count from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn spot(text: &str, from: usize, to: usize) -> Spot {
    let before = text.get(..from).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let utf16 = |text: &str| text.encode_utf16().count();
    let start = utf16(before);
    Spot {
        line: before.matches('\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
        start,
        end: start + text.get(from..to).map_or(0, utf16),
    }
}

/// Walks a text that is JSON; on any other it ends somewhere, with `None`.
struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl Scan<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, what: u8) -> Option<()> {
        (self.peek() == Some(what)).then(|| self.at += 1)
    }

    /// Past a string; its bytes with the quotes.
    fn string(&mut self) -> Option<std::ops::Range<usize>> {
        let from = self.at;
        self.take(b'"')?;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(from..self.at);
                }
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    /// Past a value. Not recursive: the text may be as deep as it likes.
    fn value(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            self.space();
            match self.peek()? {
                b'"' => _ = self.string()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1)?;
                    self.at += 1;
                }
                b',' | b':' => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    let rest = &self.text.as_bytes()[self.at..];
                    self.at += rest.iter().position(|c| b",:]} \t\r\n".contains(c)).unwrap_or(rest.len()).max(1);
                }
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// From the beginning of an object or array to that of its member; where the member's name begins, or its value in an array.
    fn enter(&mut self, member: &str) -> Option<usize> {
        let is_object = self.peek()? == b'{';
        if !is_object && self.peek()? != b'[' {
            return None;
        }
        self.at += 1;
        let mut found = None;
        let mut index = 0usize;
        loop {
            self.space();
            if matches!(self.peek()?, b'}' | b']') {
                break;
            }
            let named = self.at;
            let is_it = if is_object {
                let name = self.string()?;
                self.space();
                self.take(b':')?;
                self.space();
                serde_json::from_str::<String>(self.text.get(name)?).ok()? == member
            } else {
                index.to_string() == member
            };
            if is_it {
                // Of a name that stands twice the last one counts, as for the parser.
                found = Some((named, self.at));
                if !is_object {
                    break;
                }
            }
            self.value()?;
            index += 1;
            self.space();
            if self.take(b',').is_none() {
                break;
            }
        }
        let (named, value) = found?;
        self.at = value;
        Some(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("", TextFault::Empty, 1, 1)]
    #[case("{\n  \"a\": ", TextFault::Unfinished, 2, 8)]
    #[case("{\n  \"a\": 1,\n}", TextFault::TrailingComma, 3, 1)]
    #[case("{\"이름\": }", TextFault::Syntax, 1, 8)]
    #[case("{} {}", TextFault::More, 1, 4)]
    #[case("{'a': 1}", TextFault::SingleQuote, 1, 2)]
    #[case("{\"a\": tru}", TextFault::Syntax, 1, 10)]
    fn an_error_names_its_line_and_column(#[case] text: &str, #[case] what: TextFault, #[case] line: usize, #[case] column: usize) {
        let error = read(text).unwrap_err();
        assert_eq!((error.what, error.spot.line, error.spot.column), (what, line, column), "{error:?}");
        assert!(!error.words.contains("line"), "{}", error.words);
    }

    #[test]
    fn a_pointer_is_found_in_the_text() {
        let text = "{\n  \"a b\": [1, {\"x/y\": \"}\"}],\n  \"이름\": true\n}";
        let at = |pointer: &str| locate(text, pointer).map(|spot| (spot.line, spot.column, spot.end - spot.start));
        assert_eq!(at(""), Some((1, 1, text.encode_utf16().count())));
        assert_eq!(at("/a b"), Some((2, 3, 24)));
        assert_eq!(at("/a b/1/x~1y"), Some((2, 15, 10)));
        assert_eq!(at("/이름"), Some((3, 3, 10)));
        assert_eq!(at("/a b/2"), None);
        assert_eq!(at("/none"), None);
        assert_eq!(locate("no json", "/a"), None);
        assert_eq!(locate("{\"a\": 1, \"a\": 22}", "/a").map(|spot| spot.end - spot.start), Some(7), "the last of two counts");
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            ".{0,6}".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(".{0,4}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn pointers(value: &Value, at: &str, into: &mut Vec<String>) {
        into.push(at.to_owned());
        match value {
            Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| pointers(item, &pointer::join(at, &n.to_string()), into)),
            Value::Object(map) => map.iter().for_each(|(key, value)| pointers(value, &pointer::join(at, key), into)),
            _ => {}
        }
    }

    proptest! {
        #[test]
        fn every_value_of_a_text_is_found_where_it_stands(value in json()) {
            let text = serde_json::to_string_pretty(&value).unwrap();
            let utf16: Vec<u16> = text.encode_utf16().collect();
            let mut all = Vec::new();
            pointers(&value, "", &mut all);
            for at in all {
                let spot = locate(&text, &at).unwrap();
                let piece = String::from_utf16(&utf16[spot.start..spot.end]).unwrap();
                let in_object = pointer::parent(&at).is_some_and(|(holder, _)| value.pointer(holder).unwrap().is_object());
                let piece = if in_object { format!("{{{piece}}}") } else { piece };
                let there: Value = serde_json::from_str(&piece).unwrap();
                let there = if in_object { there.as_object().unwrap().values().next().unwrap() } else { &there };
                prop_assert_eq!(there, value.pointer(&at).unwrap());
            }
        }

        #[test]
        fn no_text_breaks_the_reader(text in ".{0,40}", at in "(/[a-z0-9~]{0,3}){0,3}") {
            if let Err(error) = read(&text) {
                prop_assert!(error.spot.line >= 1 && error.spot.column >= 1);
            }
            let _ = locate(&text, &at);
        }
    }
}
