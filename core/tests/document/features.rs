//! What Markdown becomes.

use lineup_core::document::{Align, Kind, Node, whole};

/// The only block of a document.
fn block(markdown: &str) -> Node {
    let mut nodes = whole(markdown);
    assert_eq!(nodes.len(), 1, "{markdown:?}: {nodes:#?}");
    nodes.remove(0)
}

fn kinds(node: &Node) -> Vec<&Kind> {
    node.children.iter().map(|child| &child.kind).collect()
}

fn math(tex: &str, display: bool) -> Kind {
    Kind::Math { tex: tex.into(), display, open: false }
}

fn text(text: &str) -> Kind {
    Kind::Text(text.into())
}

#[test]
fn formulas_are_found_in_all_four_notations() {
    for (markdown, formula) in [
        ("$x_1$", math("x_1", false)),
        ("\\(x_1 * y_1 * z\\)", math("x_1 * y_1 * z", false)),
        ("$$x$$", math("x", true)),
        ("\\[\nx\n+ y\n\\]", math("x\n+ y", true)),
        ("$$\n- x\n= y\n$$", math("- x\n= y", true)),
        ("\\(\\text{a $x$ b}\\)", math("\\text{a $x$ b}", false)),
    ] {
        assert_eq!(kinds(&block(markdown)), [&formula], "{markdown}");
    }
    let quote = block("> \\[\n> x\n> + y\n> \\]");
    assert_eq!(kinds(&quote.children[0]), [&math("x\n+ y", true)]);
}

#[test]
fn prices_and_code_are_no_formulas() {
    for markdown in
        ["from $5 to $10", "$5-$10", "US$3 or C$4", "cost: $5, $6.", "escaped \\\\(x\\\\)", "\\(\\)", "$ x $", "$$", "\\[x\n\ny\\]"]
    {
        for node in whole(markdown) {
            assert!(node.children.iter().all(|child| matches!(child.kind, Kind::Text(_))), "{markdown}: {node:?}");
        }
    }
    assert_eq!(kinds(&block("`\\(x\\) $y$`")), [&Kind::InlineCode("\\(x\\) $y$".into())]);
    assert_eq!(kinds(&block("```\n$$\n\\[x\\]\n```")), [&Kind::Line("$$".into()), &Kind::Line("\\[x\\]".into())]);
}

#[test]
fn an_address_that_is_not_allowed_is_shown_as_text() {
    assert_eq!(kinds(&block("[a](javascript:alert(1)) b")), [&text("[a](javascript:alert(1)) b")]);
    assert_eq!(block("[**a**](data:x)").children[1].kind, Kind::Strong);
    assert_eq!(kinds(&block("<javascript:x>")), [&text("javascript:x")]);
    let link = Kind::Link { href: "https://e.example".into(), title: "t".into() };
    assert_eq!(kinds(&block("[a](https://e.example \"t\")")), [&link]);
    let mail = Kind::Link { href: "mailto:a@e.example".into(), title: String::new() };
    assert_eq!(kinds(&block("<a@e.example>")), [&mail]);
}

#[test]
fn html_is_text() {
    assert_eq!(block("<script>\nx\n</script>").kind, Kind::Html);
    assert_eq!(kinds(&block("a <b onclick=x>b</b>")), [&text("a <b onclick=x>b</b>")]);
}

#[test]
fn a_picture_keeps_its_address_and_is_no_link_if_that_is_not_allowed() {
    let image = |src: &str, href: Option<&str>| Kind::Image { alt: "a b".into(), src: src.into(), href: href.map(str::to_owned) };
    assert_eq!(kinds(&block("![a *b*](https://e.example/p.png)")), [&image("https://e.example/p.png", Some("https://e.example/p.png"))]);
    assert_eq!(kinds(&block("![a b](data:image/png;base64,x)")), [&image("data:image/png;base64,x", None)]);
}

#[test]
fn reordering_characters_are_shown_in_text_and_code() {
    assert_eq!(kinds(&block("a\u{202E}b")), [&text("a[U+202E]b")]);
    assert_eq!(kinds(&block("```\na\u{2067}b\n```")), [&Kind::Line("a[U+2067]b".into())]);
    assert_eq!(block("[pay\u{200B}pal](https://e.example)").children[0].text(), "pay[U+200B]pal");
}

#[test]
fn cells_have_the_alignment_of_their_column() {
    let table = block("|a|b|c|d|\n|---|:--|:-:|--:|\n|1|2|3|4|");
    let row: Vec<_> = table.children[1].children.iter().map(|cell| cell.kind.clone()).collect();
    assert_eq!(row, [Align::Start, Align::Left, Align::Center, Align::Right].map(Kind::Cell));
}

#[test]
fn a_task_item_knows_whether_it_is_ticked() {
    let list = block("- [ ] a\n- [x] b\n- c");
    let tasks: Vec<_> = list.children.iter().map(|item| item.kind.clone()).collect();
    assert_eq!(tasks, [Some(false), Some(true), None].map(|task| Kind::Item { task }));
}

#[test]
fn the_language_is_the_first_word_of_the_info_string() {
    for (info, lang) in [("rust", "rust"), ("rust,ignore", "rust"), ("js {1,3}", "js"), ("", ""), ("C++ title=x", "C++")] {
        assert_eq!(block(&format!("```{info}\nx\n```")).kind, Kind::Code { lang: lang.into(), fenced: true });
    }
}

#[test]
fn only_numbered_footnotes_are_references() {
    assert_eq!(kinds(&block("a[^1]")), [&text("a"), &Kind::FootnoteRef("1".into())]);
    assert_eq!(kinds(&block("a[^b-z]")), [&text("a[^b-z]")]);
}

/// Neither the parser's stack nor ours is used up.
#[test]
fn deep_nesting_ends_somewhere() {
    for open in [">", "> ", "- ", "1. ", "*a _b ", "[", "![", "**", "\\("] {
        let nodes = whole(&format!("{}x", open.repeat(20_000)));
        let mut deepest = 0;
        let mut level: Vec<&Node> = nodes.iter().collect();
        while !level.is_empty() {
            deepest += 1;
            level = level.into_iter().flat_map(|node| &node.children).collect();
        }
        assert!(deepest < 60, "{open:?}: {deepest}");
    }
}
