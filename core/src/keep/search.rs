//! Words in texts: no index, but plain looking through, which finds parts of words in every language.

use super::row::question;
use crate::draft::Draft;
use crate::run::{ItemBody, Run};

/// Of one run no more than this is looked through.
const MOST_TEXT: usize = 200_000;
/// The most words of a query that count.
const MOST_WORDS: usize = 16;

/// What is looked for: words that must all be there, in any order and any case; `"in quotes"` as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<String>,
}

/// A place where something was found: the text around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    pub before: String,
    pub hit: String,
    pub after: String,
}

impl Query {
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut words = Vec::new();
        for (at, piece) in text.split('"').enumerate() {
            // Every second piece stands in quotes.
            if at % 2 == 1 {
                words.push(piece.trim().to_lowercase());
            } else {
                words.extend(piece.split_whitespace().map(str::to_lowercase));
            }
        }
        words.retain(|word| !word.is_empty());
        words.truncate(MOST_WORDS);
        Self { words }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    #[must_use]
    pub fn finds(&self, text: &str) -> bool {
        let text = text.to_lowercase();
        self.words.iter().all(|word| text.contains(word.as_str()))
    }

    /// Where the first of the words stands, with about so many characters on either side.
    #[must_use]
    pub fn excerpt(&self, text: &str, around: usize) -> Option<Excerpt> {
        // A letter may become several in lower case: each remembers where it stood.
        let lower: Vec<(usize, char)> =
            text.char_indices().flat_map(|(at, letter)| letter.to_lowercase().map(move |lower| (at, lower))).collect();
        let found = self.words.iter().filter_map(|word| {
            let word: Vec<char> = word.chars().collect();
            let at = lower.windows(word.len()).position(|window| window.iter().map(|(_, letter)| letter).eq(word.iter()))?;
            Some((at, word.len()))
        });
        let (at, length) = found.min()?;
        let place = |index: usize| lower.get(index).map_or(text.len(), |(at, _)| *at);
        let (start, end) = (place(at), place(at + length));
        let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let from = place(at.saturating_sub(around));
        let to = place((at + length).saturating_add(around));
        let (before, after) = (text.get(from..start)?, text.get(end..to)?);
        let space = |is: bool| if is { " " } else { "" };
        Some(Excerpt {
            before: format!("{}{}{}", if from > 0 { "…" } else { "" }, line(before), space(before.ends_with(char::is_whitespace))),
            hit: text.get(start..end)?.to_owned(),
            after: format!("{}{}{}", space(after.starts_with(char::is_whitespace)), line(after), if to < text.len() { "…" } else { "" }),
        })
    }
}

/// What can be found of a run: the question, the instructions, the answer, what was thought, and the calls.
#[must_use]
pub fn text_of(draft: &Draft, run: &Run) -> String {
    let mut text = question(draft);
    let mut add = |more: &str| {
        if !more.trim().is_empty() && text.len() < MOST_TEXT {
            text.push('\n');
            text.push_str(more.get(..more.floor_char_boundary(MOST_TEXT)).unwrap_or_default());
        }
    };
    add(&draft.instructions);
    for choice in &run.reply().choices {
        add(&choice.text());
        for item in &choice.items {
            match &item.body {
                ItemBody::Reasoning(reasoning) => reasoning.parts.iter().for_each(|part| add(&part.text)),
                ItemBody::ToolCall(call) => {
                    add(call.name.as_deref().unwrap_or_default());
                    add(&call.arguments);
                }
                _ => {}
            }
        }
    }
    if let Some(error) = run.server_error() {
        add(&error.words());
    }
    text.truncate(text.floor_char_boundary(MOST_TEXT));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("sky blue", "Why is the BLUE sky?", true)]
    #[case("\"blue sky\"", "Why is the blue  sky?", false)]
    #[case("\"blue sky\"", "the Blue Sky", true)]
    #[case("sky green", "Why is the blue sky?", false)]
    #[case("하늘", "왜 하늘은 파란가", true)]
    #[case("STRASSE", "die Straße", false)]
    #[case("ÄRGER", "ärger", true)]
    #[case("", "anything", true)]
    #[case("\"", "anything", true)]
    fn words_are_found_in_any_order_and_case(#[case] query: &str, #[case] text: &str, #[case] found: bool) {
        assert_eq!(Query::parse(query).finds(text), found);
    }

    #[test]
    fn an_excerpt_stands_around_the_first_hit() {
        let text = "one two three\nfour five six seven";
        let excerpt = Query::parse("FIVE").excerpt(text, 6).unwrap();
        assert_eq!((excerpt.before.as_str(), excerpt.hit.as_str(), excerpt.after.as_str()), ("…four ", "five", " six s…"));
        let whole = Query::parse("one").excerpt("One.", 9).unwrap();
        assert_eq!((whole.before.as_str(), whole.hit.as_str(), whole.after.as_str()), ("", "One", "."));
        assert_eq!(Query::parse("nine").excerpt(text, 6), None);
    }

    proptest! {
        #[test]
        fn what_is_found_has_an_excerpt(text in "\\PC{0,80}", word in "\\PC{1,3}") {
            // A capital sigma at a word's end has a lower case of its own, which only whole texts tell: found, and not shown.
            prop_assume!(!text.contains('Σ') && !word.contains('Σ'));
            let query = Query::parse(&word);
            prop_assert!(query.is_empty() || !query.finds(&text) || query.excerpt(&text, 5).is_some());
        }
    }
}
