//! Answers as documents: text and harmless links, whatever stands in them.

use crate::view::{difference, outline_of_whole, stream};
use lineup_core::document::mathml::{self, MathNode};
use lineup_core::document::{Kind, Node, Op, Stream, highlight, link, whole};
use lineup_test_support::hostile::{Payload, all, each, floods, of, short};

/// Marks that turn the direction of what follows them.
fn turns(text: &str) -> bool {
    text.contains(|c| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
}

fn seen(text: &str, from: &str) {
    assert!(!turns(text), "{text:?} turns what stands beside it, from {from:?}");
}

/// Only what a browser opens as a page, at the host that can be read.
fn harmless(href: &str, from: &str) {
    let fine = ["https://", "http://", "mailto:"].iter().any(|scheme| href.starts_with(scheme));
    assert!(fine && link::allowed(href).as_deref() == Some(href), "{href:?} from {from:?}");
    let authority = link::host(href);
    assert!(!authority.is_empty() && !authority.contains(['@', '\\', ' ', '<', '"']), "{href:?} from {from:?}");
}

fn check(kind: &Kind, from: &str) {
    match kind {
        Kind::Link { href, title } => {
            harmless(href, from);
            seen(title, from);
        }
        Kind::Image { alt, src, href } => {
            href.iter().for_each(|href| harmless(href, from));
            seen(alt, from);
            seen(src, from);
        }
        Kind::Text(text) | Kind::Line(text) | Kind::InlineCode(text) | Kind::Footnote(text) | Kind::FootnoteRef(text) => seen(text, from),
        Kind::Code { lang, .. } => seen(lang, from),
        Kind::Math { tex, .. } => seen(tex, from),
        _ => {}
    }
}

fn check_all(nodes: &[Node], from: &str) {
    for node in nodes {
        check(&node.kind, from);
        check_all(&node.children, from);
    }
}

/// The payload where Markdown has a place for it.
fn places(text: &str) -> Vec<String> {
    vec![
        text.to_owned(),
        format!("before {text} after"),
        format!("[x]({text})"),
        format!("[x](<{text}> \"{text}\")"),
        format!("[{text}](https://bank.example)"),
        format!("![{text}]({text})"),
        format!("<{text}>"),
        format!("[x][r] ![y][r]\n\n[r]: {text} '{text}'"),
        format!("[{text}]: https://bank.example\n\n[{text}]"),
        format!("[^{text}]: {text}\n\n[^{text}]"),
        format!("# {text}\n\n> {text}\n\n- [x] {text}\n1. {text}"),
        format!("| {text} | {text} |\n|---|---|\n| {text} | `{text}` |"),
        format!("```{text}\n{text}\n```\n\n    {text}"),
        format!("`{text}` *{text}* ~~{text}~~ $\\text{{{text}}}$"),
        format!("\\[\n{text}\n\\]\n\n$${text}$$ \\({text}\\)"),
        format!("<div>{text}\n</div>\n<!-- {text} -->"),
    ]
}

#[test]
fn only_text_and_harmless_links_come_of_a_document() {
    each(short(), |Payload { text, .. }| {
        for markdown in places(text) {
            check_all(&whole(&markdown), &markdown);
        }
    });
}

#[test]
fn a_hostile_document_that_arrives_piece_by_piece_ends_as_the_same() {
    each(short(), |Payload { name, text, .. }| {
        let pieces = text.split_inclusive(|c: char| !c.is_alphanumeric());
        assert_eq!(difference(&stream(pieces).outline(), &outline_of_whole(text)), None, "{name}");
    });
}

/// What an operation writes.
fn written(op: &Op) -> usize {
    match op {
        Op::Text { add, .. } => add.len() + 1,
        Op::Append { kind: Kind::Text(text) | Kind::Line(text) | Kind::InlineCode(text), .. } => text.len() + 1,
        _ => 1,
    }
}

/// Streams a text in so many pieces (with each the tail is parsed again), and counts what the page would write.
fn taken_in(name: &str, text: &str, pieces: usize) {
    let mut stream = Stream::new();
    let mut rest = text;
    let mut work = 0;
    let mut take = |ops: Vec<Op>| {
        for op in ops {
            work += written(&op);
            match &op {
                Op::Append { kind, .. } => check(kind, name),
                Op::Text { add, .. } => seen(add, name),
                _ => {}
            }
        }
    };
    while !rest.is_empty() {
        let mut end = (text.len() / pieces).max(512).min(rest.len());
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        take(stream.push(&rest[..end]));
        rest = &rest[end..];
    }
    take(stream.finish());
    // A mark of direction is written out as eight letters; the tail may be written anew with every piece.
    let bound = 16 * text.len() + 40_000;
    assert!(work <= bound, "{name}: {work} units of work for {} bytes", text.len());
}

#[test]
fn a_flood_is_taken_in_with_little_work() {
    let floods = all().into_iter().filter(|payload| !payload.is_short).collect();
    each(floods, |Payload { name, text, .. }| taken_in(name, text, 32));
}

#[test]
fn lines_of_megabytes_and_huge_tables_are_taken_in_whole() {
    let large: Vec<_> = floods().into_iter().filter(|payload| payload.text.len() >= 300_000).collect();
    assert!(large.len() > 10);
    each(large, |Payload { name, text, .. }| taken_in(name, text, 8));
}

#[test]
fn formulas_are_elements_of_the_list_or_text() {
    fn bounded(nodes: &[MathNode], depth: usize, count: &mut usize) {
        assert!(depth <= 64);
        for node in nodes {
            *count += 1;
            if let MathNode::Element { name, attributes, children } = node {
                assert!(name.starts_with('m'), "{name}");
                for (attribute, value) in attributes {
                    assert!(!["href", "style", "src", "id"].contains(attribute) && !attribute.starts_with("on"), "{attribute}={value}");
                    assert!(!value.contains(['(', ':', '"', '<']), "{attribute}={value}");
                }
                bounded(children, depth + 1, count);
            }
        }
    }
    each(all(), |Payload { text, .. }| {
        for mathml in [
            text.clone(),
            format!("<math><mi>{text}</mi></math>"),
            format!("<math class=\"{text}\" href='{text}' {text}>x</math>"),
            format!("<{text}>x</{text}>"),
        ] {
            let mut count = 0;
            bounded(&mathml::read(&mathml), 0, &mut count);
            assert!(count <= 20_002);
        }
    });
}

#[test]
fn an_address_that_is_let_through_goes_where_it_says() {
    for Payload { text, .. } in of(&["schemes", "hosts"]) {
        if let Some(href) = link::allowed(&text) {
            harmless(&href, &text);
            assert!(!href.contains(|c: char| c.is_control() || c.is_whitespace()), "{href:?}");
        }
        seen(&link::visible_in_link(&text), &text);
    }
    for Payload { text, .. } in of(&["schemes"]) {
        assert_eq!(link::allowed(&text), None, "{text:?}");
    }
}

#[test]
fn the_word_behind_a_fence_chooses_a_language_of_the_list_or_none() {
    for Payload { text, .. } in all() {
        if let Some(language) = highlight::language(&text) {
            assert!(highlight::languages().any(|known| known == language), "{text:?}");
        }
    }
}
