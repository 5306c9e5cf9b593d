//! The simulator's own vocabulary: how it cuts text into tokens. Its counts are real in its world, and only there.
//!
//! A token is a word of up to eight letters with the space before it, up to three digits, two Hangul syllables, a run of one
//! punctuation mark, or white space.

use std::sync::Arc;

/// How many bytes of `rest` the next token takes; 0 only for an empty text.
fn token_length(rest: &str) -> usize {
    let mut characters = rest.chars().peekable();
    let Some(first) = characters.next() else { return 0 };
    let (lead, class) = match (first, characters.peek()) {
        (' ', Some(&next)) if Class::of(next) != Class::White => (1, Class::of(next)),
        _ => (0, Class::of(first)),
    };
    let word = &rest[lead..];
    let longest = match class {
        Class::Letter => 8,
        Class::Digit => 3,
        Class::Hangul => 2,
        Class::Wide => 1,
        Class::Mark => 4,
        Class::White => 16,
    };
    let start = word.chars().next();
    let same = |c: char| Class::of(c) == class && (class != Class::Mark || Some(c) == start);
    lead + word.chars().take(longest).take_while(|&c| same(c)).map(char::len_utf8).sum::<usize>()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    Hangul,
    /// Other scripts and pictures: a token each.
    Wide,
    Mark,
    White,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            c if c.is_whitespace() => Self::White,
            c if c.is_ascii_alphabetic() => Self::Letter,
            c if c.is_ascii_digit() => Self::Digit,
            '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' | '\u{ac00}'..='\u{d7a3}' => Self::Hangul,
            c if c.is_ascii() => Self::Mark,
            _ => Self::Wide,
        }
    }
}

/// The tokens of a text, one after the other; holds the text, so that it can outlive who asked.
#[derive(Clone, Debug)]
pub(super) struct Tokens {
    text: Arc<str>,
    at: usize,
}

impl Tokens {
    pub fn of(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), at: 0 }
    }
}

impl Iterator for Tokens {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let rest = self.text.get(self.at..)?;
        let length = token_length(rest);
        self.at += length;
        (length > 0).then(|| rest[..length].to_owned())
    }
}

/// How many tokens a text has.
pub(super) fn count(text: &str) -> u64 {
    let mut rest = text;
    let mut tokens = 0;
    while !rest.is_empty() {
        rest = &rest[token_length(rest)..];
        tokens += 1;
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_digits_syllables_and_marks_are_tokens() {
        let tokens: Vec<_> = Tokens::of("Hello world, 1234 안녕하세요!\n\n```rust").collect();
        assert_eq!(tokens, ["Hello", " world", ",", " 123", "4", " 안녕", "하세", "요", "!", "\n\n", "```", "rust"]);
    }

    proptest! {
        #[test]
        fn tokens_are_the_text_cut_up_and_never_empty(text in any::<String>()) {
            let tokens: Vec<_> = Tokens::of(text.as_str()).collect();
            prop_assert_eq!(tokens.concat(), text.clone());
            prop_assert!(tokens.iter().all(|token| !token.is_empty()));
            prop_assert_eq!(tokens.len() as u64, count(&text));
        }
    }
}
