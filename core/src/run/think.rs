//! `<think>…</think>` at the start of an answer, taken apart while it grows (facts: wire.md b.5, last row).
//!
//! Servers without a reasoning parser send the model's thinking inside the text. Splitting it off is a step that a page may
//! switch on or off; the fold never does it, so that the text stays what the server sent.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// Finds the border between thinking and answer in a text that only grows.
///
/// It keeps positions and no text: call [`ThinkSplit::advance`] with the whole text so far, and only what is new is looked at.
/// A tag may be split anywhere between two calls; characters that may be the beginning of a tag are held back until it is
/// clear. Only a tag at the very start counts (white space before it aside), and the first closing tag ends the thinking:
/// what looks like a tag inside is text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ThinkSplit {
    state: State,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// The text so far may still turn out to begin with the tag.
    #[default]
    Undecided,
    /// There is no thinking.
    Plain,
    /// `from..to` is thinking; behind `to` there may be the beginning of the closing tag.
    Open {
        from: usize,
        to: usize,
    },
    Closed {
        from: usize,
        to: usize,
        answer: Option<usize>,
        seen: usize,
    },
}

impl ThinkSplit {
    /// Looks at what has been added. `text` is the whole text so far; it must begin with what was given before.
    pub fn advance(&mut self, text: &str) {
        if self.state == State::Undecided {
            let start = text.len() - text.trim_start().len();
            let beginning = text.get(start..).unwrap_or_default();
            if beginning.starts_with(OPEN) {
                self.state = State::Open { from: start + OPEN.len(), to: start + OPEN.len() };
            } else if !OPEN.starts_with(beginning) {
                self.state = State::Plain;
            }
        }
        if let State::Open { from, to } = self.state {
            let rest = text.get(to..).unwrap_or_default();
            self.state = match rest.find(CLOSE) {
                Some(at) => State::Closed { from, to: to + at, answer: None, seen: to + at + CLOSE.len() },
                None => State::Open { from, to: to + rest.len() - held_back(rest) },
            };
        }
        if let State::Closed { from, to, answer: None, seen } = self.state {
            let rest = text.get(seen..).unwrap_or_default();
            let spaces = rest.len() - rest.trim_start().len();
            let answer = (spaces < rest.len()).then_some(seen + spaces);
            self.state = State::Closed { from, to, answer, seen: seen + spaces };
        }
    }

    /// The text is complete: nothing is held back any more.
    pub fn finish(&mut self, text: &str) {
        self.advance(text);
        self.state = match self.state {
            State::Undecided => State::Plain,
            State::Open { from, .. } => State::Open { from, to: text.len() },
            settled => settled,
        };
    }

    /// The thinking so far; `None` where there is none.
    #[must_use]
    pub fn thinking<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self.state {
            State::Undecided | State::Plain => None,
            State::Open { from, to } | State::Closed { from, to, .. } => text.get(from..to),
        }
    }

    /// The answer so far, without the white space between it and the thinking.
    #[must_use]
    pub fn answer<'t>(&self, text: &'t str) -> &'t str {
        match self.state {
            State::Plain => text,
            State::Closed { answer: Some(answer), .. } => text.get(answer..).unwrap_or_default(),
            State::Undecided | State::Open { .. } | State::Closed { .. } => "",
        }
    }

    /// Whether the thinking goes on.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Open { .. })
    }
}

/// How far an answer is whose thinking may stand inside its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// What has come may still become the tag.
    Undecided,
    Thinking,
    Answering,
}

/// Follows the newest text of an answer, whichever item it stands in: the cost does not grow with what came before.
#[derive(Clone, Debug, Default)]
pub struct ThinkWatch {
    key: Option<u32>,
    length: usize,
    split: ThinkSplit,
}

impl ThinkWatch {
    /// How far the text of the item with this key is. Another key begins anew, and so does a text that got shorter (a recorded run
    /// was wound back).
    pub fn stage(&mut self, key: u32, text: &str) -> Stage {
        if self.key != Some(key) || text.len() < self.length {
            *self = Self { key: Some(key), ..Self::default() };
        }
        self.length = text.len();
        self.split.advance(text);
        match self.split.state {
            State::Undecided => Stage::Undecided,
            State::Open { .. } | State::Closed { answer: None, .. } => Stage::Thinking,
            State::Plain | State::Closed { answer: Some(_), .. } => Stage::Answering,
        }
    }
}

/// How many bytes at the end may be the beginning of the closing tag.
fn held_back(text: &str) -> usize {
    (1..CLOSE.len()).rev().find(|length| CLOSE.get(..*length).is_some_and(|start| text.ends_with(start))).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{Stage, ThinkSplit, ThinkWatch};
    use proptest::prelude::*;

    fn whole(text: &str) -> (Option<&str>, &str, bool) {
        let mut split = ThinkSplit::default();
        split.finish(text);
        (split.thinking(text), split.answer(text), split.is_open())
    }

    #[test]
    fn thinking_at_the_start_is_split_off() {
        for (text, expected) in [
            ("<think>a</think>\n\nb", (Some("a"), "b", false)),
            ("\n <think>a</think>b", (Some("a"), "b", false)),
            ("<think></think>", (Some(""), "", false)),
            ("<think>never closed", (Some("never closed"), "", true)),
            ("<think>half a tag </thi", (Some("half a tag </thi"), "", true)),
            ("<think>1 < 2, <think> and <b></think>b</think>c", (Some("1 < 2, <think> and <b>"), "b</think>c", false)),
            ("no <think>here</think>", (None, "no <think>here</think>", false)),
            ("<thin", (None, "<thin", false)),
            ("<thinking>x", (None, "<thinking>x", false)),
            ("  ", (None, "  ", false)),
            ("", (None, "", false)),
            ("<think>생각</think>답", (Some("생각"), "답", false)),
        ] {
            assert_eq!(whole(text), expected, "{text:?}");
        }
    }

    #[test]
    fn thinking_inside_a_text_is_known_while_it_streams() {
        let mut watch = ThinkWatch::default();
        for (key, text, stage) in [
            (1, "\n<thi", Stage::Undecided),
            (1, "\n<think>hm", Stage::Thinking),
            (1, "\n<think>hm</think>\n", Stage::Thinking),
            (1, "\n<think>hm</think>\nYes", Stage::Answering),
            (1, "\n<think>h", Stage::Thinking),
            (3, "No", Stage::Answering),
            (4, "<think>", Stage::Thinking),
        ] {
            assert_eq!(watch.stage(key, text), stage, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_split_gives_the_same_and_both_parts_only_grow(
            text in r"[ \n]{0,2}(<think>)?([a-c<> \n한]|</think>|<think>|</th){0,12}", cuts in proptest::collection::vec(any::<proptest::sample::Index>(), 0..6)
        ) {
            let mut borders: Vec<usize> = cuts.iter().map(|cut| cut.index(text.len() + 1)).filter(|at| text.is_char_boundary(*at)).collect();
            borders.sort_unstable();
            let mut split = ThinkSplit::default();
            let (mut thinking, mut answer) = (String::new(), String::new());
            for border in borders {
                let so_far = &text[..border];
                split.advance(so_far);
                let now = split.thinking(so_far).unwrap_or_default();
                prop_assert!(now.starts_with(&thinking) && split.answer(so_far).starts_with(&answer));
                thinking = now.to_owned();
                answer = split.answer(so_far).to_owned();
            }
            split.finish(&text);
            prop_assert_eq!((split.thinking(&text), split.answer(&text), split.is_open()), whole(&text));
            prop_assert!(split.thinking(&text).unwrap_or_default().starts_with(&thinking));
            prop_assert!(split.answer(&text).starts_with(&answer));
        }
    }
}
