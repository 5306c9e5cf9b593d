//! The state of each block of code, and lines to spans.

use std::collections::HashMap;

use lineup_core::document::highlight::{Answer, Class, Request, Span};
use syntect::{
    dumps::from_uncompressed_data,
    parsing::{ParseState, ScopeStack, SyntaxSet},
};

use crate::classes::Classes;

/// A longer line is minified or data: it stays plain and costs nothing.
const MAX_LINE_BYTES: usize = 2_000;

pub struct Highlighter {
    syntaxes: SyntaxSet,
    classes: Classes,
    blocks: HashMap<u32, Block>,
}

struct Block {
    /// `None` once the syntax has failed: the rest stays plain.
    parser: Option<ParseState>,
    scopes: ScopeStack,
}

impl Highlighter {
    pub fn new() -> Self {
        let syntaxes = from_uncompressed_data(include_bytes!(concat!(env!("OUT_DIR"), "/syntaxes.bin")));
        // Packed by our own build; without it all code stays plain.
        Self { syntaxes: syntaxes.unwrap_or_default(), classes: Classes::new(), blocks: HashMap::new() }
    }

    pub fn answer(&mut self, request: Request) -> Option<Answer> {
        match request {
            Request::Lines { block, lang, lines } => {
                let lines = lines.iter().map(|line| self.line(block, &lang, line)).collect();
                Some(Answer { block, lines })
            }
            Request::End { block } => {
                self.blocks.remove(&block);
                None
            }
        }
    }

    fn line(&mut self, block: u32, lang: &str, line: &str) -> Vec<Span> {
        let syntaxes = &self.syntaxes;
        let state = self
            .blocks
            .entry(block)
            .or_insert_with(|| Block { parser: syntaxes.find_syntax_by_token(lang).map(ParseState::new), scopes: ScopeStack::new() });
        if line.len() > MAX_LINE_BYTES {
            return Vec::new();
        }
        let Some(parser) = &mut state.parser else { return Vec::new() };
        // The syntaxes want each line with its newline.
        let Ok(ops) = parser.parse_line(&format!("{line}\n"), syntaxes) else {
            state.parser = None;
            return Vec::new();
        };
        let mut spans = Vec::new();
        let mut at = 0;
        for (place, op) in ops {
            let place = place.min(line.len());
            if place > at {
                push(&mut spans, place - at, self.classes.of(state.scopes.as_slice()));
                at = place;
            }
            if state.scopes.apply(&op).is_err() {
                state.parser = None;
                return Vec::new();
            }
        }
        if line.len() > at {
            push(&mut spans, line.len() - at, self.classes.of(state.scopes.as_slice()));
        }
        // What is plain at the end needs no span.
        while spans.last().is_some_and(|span| span.1 == Class::Plain) {
            spans.pop();
        }
        spans
    }
}

fn push(spans: &mut Vec<Span>, length: usize, class: Class) {
    match spans.last_mut() {
        Some(last) if last.1 == class => last.0 += length,
        _ => spans.push(Span(length, class)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lineup_core::document::highlight::languages;

    /// The pieces of the lines that have a class.
    fn pieces(lang: &str, lines: &[&str]) -> Vec<(String, Class)> {
        let mut highlighter = Highlighter::new();
        let mut pieces = Vec::new();
        for line in lines {
            let request = Request::Lines { block: 1, lang: lang.into(), lines: vec![(*line).to_owned()] };
            let answer = highlighter.answer(request).unwrap();
            let mut rest = *line;
            for Span(length, class) in &answer.lines[0] {
                let (piece, after) = rest.split_at(*length);
                pieces.push((piece.to_owned(), *class));
                rest = after;
            }
        }
        pieces.retain(|(_, class)| *class != Class::Plain);
        pieces
    }

    #[test]
    fn every_language_is_there_and_marks_something() {
        let code = "/* note */ # note\n-- note\nfn function class let if 1 \"text\" 'text' <a b=\"c\"> key: 1 [x] - y @@ -1 +1 @@\n+ added\nFROM x";
        for lang in languages() {
            let lines: Vec<_> = code.lines().collect();
            assert!(!pieces(lang, &lines).is_empty(), "{lang}");
        }
    }

    #[test]
    fn classes_are_what_a_reader_expects() {
        let found = pieces("rs", &["fn main() { let x = \"한글\"; } // note"]);
        for (piece, class) in [
            ("fn", Class::Keyword),
            ("main", Class::Function),
            ("let", Class::Keyword),
            ("\"한글\"", Class::String),
            ("// note", Class::Comment),
        ] {
            assert!(found.iter().any(|(text, found)| text.trim() == piece && *found == class), "{piece}: {found:?}");
        }
    }

    #[test]
    fn names_of_members_are_no_values() {
        for (lang, line) in [("json", "{\"name\": \"value\"}"), ("py", "x = {\"name\": \"value\"}")] {
            let found = pieces(lang, &[line]);
            assert!(found.contains(&("\"name\"".into(), Class::Variable)), "{lang}: {found:?}");
            assert!(found.contains(&("\"value\"".into(), Class::String)), "{lang}: {found:?}");
        }
    }

    #[test]
    fn a_block_remembers_what_is_open() {
        let found = pieces("rs", &["/* begins", "goes on", "ends */ 1"]);
        assert!(found.contains(&("goes on".into(), Class::Comment)), "{found:?}");
        assert_eq!(found.last(), Some(&("1".into(), Class::Number)));
    }

    #[test]
    fn what_is_unknown_or_too_long_stays_plain() {
        assert!(pieces("no such language", &["let x"]).is_empty());
        assert!(pieces("rs", &[&"let ".repeat(1_000)]).is_empty());
    }

    #[test]
    fn an_ended_block_begins_anew() {
        let mut highlighter = Highlighter::new();
        let line = |text: &str| Request::Lines { block: 1, lang: "rs".into(), lines: vec![text.into()] };
        highlighter.answer(line("/* open"));
        assert_eq!(highlighter.answer(Request::End { block: 1 }), None);
        let answer = highlighter.answer(line("let")).unwrap();
        assert_eq!(answer.lines, [[Span(3, Class::Keyword)]]);
    }
}
