//! Streamed equals whole.

use proptest::prelude::*;

use crate::cases::CASES;
use crate::view::{difference, outline_of_whole, stream};

fn characters(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, c)| &text[at..at + c.len_utf8()])
}

/// The text in pieces of the given numbers of characters, taken in turn.
fn pieces<'a>(text: &'a str, lengths: &[usize]) -> Vec<&'a str> {
    let mut rest = text;
    let mut lengths = lengths.iter().cycle();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let length = lengths.next().copied().unwrap_or(1).max(1);
        let end = rest.char_indices().nth(length).map_or(rest.len(), |(at, _)| at);
        let (piece, later) = rest.split_at(end);
        pieces.push(piece);
        rest = later;
    }
    pieces
}

#[test]
fn each_case_streams_to_what_it_is_as_a_whole() {
    let mut wrong = Vec::new();
    for case in CASES {
        let whole = outline_of_whole(case);
        for (how, pieces) in
            [("by characters", characters(case).collect()), ("by lines", case.split_inclusive('\n').collect()), ("at once", vec![*case])]
        {
            let result = std::panic::catch_unwind(|| stream(pieces).outline());
            match result {
                Ok(streamed) => {
                    if let Some(difference) = difference(&streamed, &whole) {
                        wrong.push(format!("{case:?} {how}: {difference}"));
                    }
                }
                Err(_) => wrong.push(format!("{case:?} {how}: panic")),
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn each_pair_of_cases_streams_to_what_it_is_as_a_whole() {
    for first in CASES {
        for second in CASES {
            let text = format!("{first}\n{second}");
            let streamed = stream(pieces(&text, &[3, 1, 7])).outline();
            if let Some(difference) = difference(&streamed, &outline_of_whole(&text)) {
                panic!("{text:?}: {difference}");
            }
        }
    }
}

/// Pieces of Markdown that mean something at the beginning of a line, or anywhere.
fn fragment() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "a",
        "word",
        "한글",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n",
        "\n\n",
        "- ",
        "- ",
        "1. ",
        "2) ",
        "* ",
        "> ",
        ">",
        "# ",
        "```",
        "```rs\n",
        "~~~",
        "---",
        "===",
        "| a | b |\n",
        "|---|---|\n",
        "| c |\n",
        "|",
        "*",
        "**",
        "_",
        "`",
        "[",
        "]",
        "(",
        ")",
        "[a]",
        "[a]: https://a.example\n",
        "https://b.example",
        "<",
        ">",
        "<div>\n",
        "<!-- ",
        "-->",
        "$",
        "$$",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\",
        "~~",
        "!",
        "[ ] ",
        "[x] ",
        "[^1]",
        "[^1]: ",
        "&amp;",
        "  \n",
        "\r\n",
    ])
    .prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_streams_to_what_it_is_as_a_whole(
        fragments in prop::collection::vec(fragment(), 0..40),
        lengths in prop::collection::vec(1_usize..12, 1..8),
    ) {
        let text = fragments.concat();
        let streamed = stream(pieces(&text, &lengths)).outline();
        if let Some(difference) = difference(&streamed, &outline_of_whole(&text)) {
            prop_assert!(false, "{text:?}: {difference}");
        }
    }

    #[test]
    fn any_text_streams_without_a_panic(text in any::<String>(), lengths in prop::collection::vec(1_usize..5, 1..4)) {
        let streamed = stream(pieces(&text, &lengths)).outline();
        prop_assert_eq!(difference(&streamed, &stream([&text[..]]).outline()), None);
    }
}

/// A paragraph so long that it is cut streams to the same, however it is split on the way; and to what it is as a whole, as long as
/// nothing in it stays open for long.
#[test]
fn a_long_paragraph_streams_to_the_same_however_it_is_split() {
    let sentence = "Some words with *emphasis*, **strong\nwords**, `code`, [a link](https://example.com), 2 * 3 and 한국어 문장. ";
    for (text, equal) in [
        (sentence.repeat(120), true),
        (format!("> - {}\n\n- next", sentence.replace('\n', " ").repeat(80)), true),
        (format!("{}\n===\n\nafter", sentence.repeat(100)), true),
        (format!("*open {}", sentence.repeat(350)), false),
        ("x".repeat(20_000), true),
        (format!("{}\n\n[late]: https://example.com", sentence.repeat(60)), true),
    ] {
        let whole = outline_of_whole(&text);
        let at_once = stream([&text[..]]).outline();
        for lengths in [&[25, 17, 2][..], &[900, 1]] {
            let streamed = stream(pieces(&text, lengths)).outline();
            assert_eq!(difference(&streamed, &at_once), None, "in pieces of {lengths:?}");
        }
        if equal {
            assert_eq!(difference(&at_once, &whole), None);
        }
    }
}

/// Only a late definition may change what has settled.
#[test]
fn settled_nodes_are_never_touched_again() {
    for case in CASES.iter().filter(|case| !case.contains("late") && !case.contains("[p]")) {
        assert_eq!(stream(characters(case)).late_changes, 0, "{case:?}");
    }
}
