//! Patterns of error messages. A few holes in fixed words are all that they need; a regular expression engine would weigh more
//! than the rest of the plan.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Words with holes: `{1}` … `{9}` take what stands between their neighbours, as little as possible; a hole at the end takes one
/// word, and `{1*}` all that is left.
///
/// A pattern that begins with `…` may begin anywhere; else it begins where the message begins. Its end is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern(pub &'static str);

/// What the holes took, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Taken(BTreeMap<u8, String>);

impl Taken {
    /// What a hole took; `""` if the pattern has no such hole.
    pub fn get(&self, hole: u8) -> &str {
        self.0.get(&hole).map_or("", String::as_str)
    }
}

impl Taken {
    /// Puts the holes' content into a sentence.
    pub fn fill(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, (hole, content)| text.replace(&format!("{{{hole}}}"), content))
    }
}

impl Pattern {
    /// The holes' content, if the message has these words.
    pub fn find(self, message: &str) -> Option<Taken> {
        match self.0.strip_prefix('…') {
            None => matched(self.0, message),
            Some(words) => message.char_indices().find_map(|(at, _)| matched(words, message.get(at..)?)),
        }
    }
}

/// Matches from the beginning of the text.
fn matched(pattern: &str, text: &str) -> Option<Taken> {
    let mut taken = Taken::default();
    let mut rest = text;
    let mut pattern = pattern;
    while !pattern.is_empty() {
        let Some((hole, all, after)) = hole(pattern) else {
            let literal = pattern.find('{').filter(|at| *at > 0).unwrap_or(pattern.len());
            let (words, left) = pattern.split_at(literal);
            rest = rest.strip_prefix(words)?;
            pattern = left;
            continue;
        };
        let next = after.split('{').next().unwrap_or(after);
        let end = match next {
            "" if all => rest.len(),
            "" => rest.find([' ', '\'', ',']).unwrap_or(rest.len()),
            next => rest.find(next)?,
        };
        let (inside, left) = rest.split_at(end);
        // A quoted name ends at its quote.
        let torn = next.starts_with('\'') && inside.contains('\'');
        if inside.is_empty() || torn {
            return None;
        }
        taken.0.insert(hole, inside.to_owned());
        rest = left;
        pattern = after;
    }
    Some(taken)
}

/// `{3} and more` → (3, false, " and more").
fn hole(pattern: &str) -> Option<(u8, bool, &str)> {
    let inner = pattern.strip_prefix('{')?;
    let (number, after) = inner.split_once('}')?;
    let (number, all) = number.strip_suffix('*').map_or((number, false), |number| (number, true));
    Some((number.parse().ok()?, all, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn holes_take_what_stands_between_the_words() {
        let pattern = Pattern("Unsupported value: '{1}' does not support {2} with this model.");
        let taken = pattern.find("Unsupported value: 'a.b' does not support \"x y\" with this model. And more.").unwrap();
        assert_eq!((taken.get(1), taken.get(2), taken.get(3)), ("a.b", "\"x y\"", ""));
        assert_eq!(pattern.find("So: Unsupported value: 'a' does not support 1 with this model."), None);
        assert_eq!(
            pattern.find("Unsupported value: 'a' is not; 'b' does not support 1 with this model."),
            None,
            "a quoted name ends at its quote"
        );
        assert_eq!(pattern.find("Unsupported value: '' does not support 1 with this model."), None);
    }

    #[test]
    fn a_floating_pattern_begins_anywhere_and_a_last_hole_takes_a_word() {
        let pattern = Pattern("…enabled only for api versions {1} and later");
        assert_eq!(
            pattern.find("모델 is enabled only for api versions 2024-12-01-preview and later").unwrap().get(1),
            "2024-12-01-preview"
        );
        assert_eq!(Pattern("…supplied: {1}").find("argument supplied: effort, sorry").unwrap().get(1), "effort");
        assert_eq!(Pattern("…supplied: {1}").find("argument supplied: "), None);
    }

    proptest! {
        #[test]
        fn no_message_panics(message in any::<String>()) {
            for rule in super::super::RULES {
                for pattern in rule.patterns {
                    pattern.find(&message);
                }
            }
        }
    }
}
