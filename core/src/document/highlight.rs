//! Classes and spans of highlighted code, and the messages of its worker.
//!
//! The worker keeps the state of each block of code, so that only new lines travel. Messages are JSON texts.

use super::languages::LANGUAGES;
use serde::{Deserialize, Serialize};

/// What a piece of code is. The colours are the style sheet's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "u8", from = "u8")]
pub enum Class {
    Plain = 0,
    Keyword,
    String,
    Number,
    Comment,
    Function,
    Type,
    Variable,
    Constant,
    Punctuation,
    Markup,
    Inserted,
    Deleted,
}

impl Class {
    const ALL: [Self; 13] = [
        Self::Plain,
        Self::Keyword,
        Self::String,
        Self::Number,
        Self::Comment,
        Self::Function,
        Self::Type,
        Self::Variable,
        Self::Constant,
        Self::Punctuation,
        Self::Markup,
        Self::Inserted,
        Self::Deleted,
    ];

    /// The class of its element; `None` for text that needs none.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Self::Plain => return None,
            Self::Keyword => "hl-keyword",
            Self::String => "hl-string",
            Self::Number => "hl-number",
            Self::Comment => "hl-comment",
            Self::Function => "hl-function",
            Self::Type => "hl-type",
            Self::Variable => "hl-variable",
            Self::Constant => "hl-constant",
            Self::Punctuation => "hl-punctuation",
            Self::Markup => "hl-markup",
            Self::Inserted => "hl-inserted",
            Self::Deleted => "hl-deleted",
        })
    }
}

impl From<Class> for u8 {
    fn from(class: Class) -> Self {
        class as Self
    }
}

impl From<u8> for Class {
    /// A number that is not known is plain text.
    fn from(number: u8) -> Self {
        Self::ALL.get(usize::from(number)).copied().unwrap_or(Self::Plain)
    }
}

/// So many bytes of a line, and what they are. What a line has beyond its spans is plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span(pub usize, pub Class);

/// To the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// The next lines of a block. Lines of one block come in order; the first ones begin it.
    Lines { block: u32, lang: String, lines: Vec<String> },
    /// The block is complete or gone: its state is not needed any more.
    End { block: u32 },
}

/// From the worker. A [`crate::document::highlight::Answer`] without a block is the greeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub block: u32,
    /// One list for each line of the request, in order.
    pub lines: Vec<Vec<Span>>,
}

/// The worker's name of a language, by the word of an info string; `None` if it is not known.
pub fn language(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase();
    LANGUAGES.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(name, _)| *name)
}

/// The worker's names of all languages.
pub fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(name, _)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_small_and_read_back() {
        let answer = Answer { block: 3, lines: vec![vec![Span(2, Class::Keyword), Span(4, Class::Plain)], vec![]] };
        let json = serde_json::to_string(&answer).unwrap();
        assert_eq!(json, r#"{"block":3,"lines":[[[2,1],[4,0]],[]]}"#);
        assert_eq!(serde_json::from_str::<Answer>(&json).unwrap(), answer);
        assert_eq!(serde_json::from_str::<Span>("[1,200]").unwrap(), Span(1, Class::Plain));
    }

    #[test]
    fn a_language_is_found_by_its_names_in_any_case() {
        assert_eq!(language("Rust"), Some("rs"));
        assert_eq!(language("C++"), Some("cpp"));
        assert_eq!(language("text"), None);
        assert_eq!(language(""), None);
    }

    #[test]
    fn every_class_has_its_number() {
        for class in Class::ALL {
            assert_eq!(Class::from(u8::from(class)), class);
        }
    }
}
