//! Whatever outsiders write as code: coloured or plain, never lost, never for ever.

use crate::highlighter::Highlighter;
use lineup_core::document::highlight::Request;
use lineup_test_support::hostile::{Payload, all, each, of, short};
use std::cell::RefCell;

/// Languages whose grammars work in different ways; the last is none.
const LANGUAGES: [&str; 9] = ["rust", "javascript", "python", "html", "markdown", "json", "bash", "sql", "<script>"];

/// So many lines of a text: the grammars go by lines, and are slow where they are not optimised.
const LINES: usize = 60;

thread_local! {
    /// One for all, as in the page: unpacking the grammars takes longer than using them.
    static HIGHLIGHTER: RefCell<Highlighter> = RefCell::new(Highlighter::new());
}

fn coloured(lang: &str, name: &str, text: &str) {
    let lines: Vec<String> = text.split('\n').take(LINES).map(str::to_owned).collect();
    let request = Request::Lines { block: 1, lang: lang.to_owned(), lines: lines.clone() };
    let answer = HIGHLIGHTER.with_borrow_mut(|highlighter| {
        let answer = highlighter.answer(request);
        highlighter.answer(Request::End { block: 1 });
        answer
    });
    let answer = answer.expect("lines are answered");
    assert_eq!(answer.lines.len(), lines.len(), "{name} as {lang}");
    for (spans, line) in answer.lines.iter().zip(&lines) {
        let coloured: usize = spans.iter().map(|span| span.0).sum();
        assert!(coloured <= line.len(), "{name} as {lang}: {line}");
    }
}

#[test]
fn code_of_strangers_is_coloured_or_stays_plain() {
    each(all(), |Payload { name, text, .. }| coloured("javascript", name, text));
}

#[test]
fn no_language_trips_over_it() {
    each(of(&["code", "shell", "html", "fences", "controls"]), |Payload { name, text, .. }| {
        LANGUAGES.into_iter().for_each(|lang| coloured(lang, name, text));
    });
}

#[test]
fn the_name_of_a_language_is_anybodys() {
    each(short(), |Payload { name, text, .. }| coloured(text, name, "let a = 1;"));
}
