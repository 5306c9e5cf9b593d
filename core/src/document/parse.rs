//! A piece of Markdown to nodes, by pulldown-cmark.

use std::cell::RefCell;
use std::collections::HashMap;

use pulldown_cmark::{Alignment, BrokenLink, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag};

use super::link;
use super::mask::Masked;
use super::node::{Align, Kind, Node};

/// Deeper nodes are put into the last one that is still allowed: a document must not use up the stack.
pub(super) const MAX_DEPTH: usize = 48;

/// Footnotes of the older kind, because there a reference needs no definition that may come much later.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_OLD_FOOTNOTES)
    .union(Options::ENABLE_MATH);

/// Where a reference link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub dest: String,
    pub title: String,
}

/// Link definitions by their folded label. The first one counts.
pub(super) type Targets = HashMap<String, Target>;

/// What a piece of Markdown holds.
#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub nodes: Vec<Node>,
    /// Definitions that stand in this piece: folded label, target, where they begin and end.
    pub definitions: Vec<(String, Target, usize, usize)>,
    /// Labels that something refers to and nothing defines, with the place of the reference.
    pub unresolved: Vec<(String, usize)>,
}

/// Labels are compared without regard to case and to the kind of white space.
pub(super) fn fold_label(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Parses `text`. `known` are the definitions that stand before it; `finished` says that nothing follows it.
pub(super) fn parse(text: &str, known: &Targets, finished: bool) -> Parsed {
    let masked = Masked::new(text, finished);
    let (parsed, taken) = read(text, &masked, known);
    if taken.len() == masked.masks.len() {
        return parsed;
    }
    // The others stand where Markdown has no text, in an address perhaps.
    let not: Vec<usize> = masked.masks.iter().map(|mask| mask.start).filter(|start| !taken.contains(start)).collect();
    let masked = Masked::without(text, finished, &not);
    let (parsed, taken) = read(text, &masked, known);
    if taken.len() == masked.masks.len() { parsed } else { read(text, &Masked::none(text), known).0 }
}

/// Parses a masked text; also returns where the masked formulas stand that the parser took as formulas.
fn read(text: &str, masked: &Masked, known: &Targets) -> (Parsed, Vec<usize>) {
    let unresolved = RefCell::new(Vec::new());
    let resolve = |link: BrokenLink| {
        let label = fold_label(&link.reference);
        match known.get(&label) {
            Some(target) => Some((CowStr::from(target.dest.clone()), CowStr::from(target.title.clone()))),
            None => {
                unresolved.borrow_mut().push((label, link.span.start));
                None
            }
        }
    };
    let parser = Parser::new_with_broken_link_callback(&masked.text, OPTIONS, Some(resolve));
    let definitions = parser
        .reference_definitions()
        .iter()
        .map(|(label, definition)| {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            (fold_label(label), Target { dest: definition.dest.to_string(), title }, definition.span.start, definition.span.end)
        })
        .collect();
    let mut builder = Builder::new(text, masked, known);
    for (event, range) in parser.into_offset_iter() {
        builder.take(event, range.start, range.end);
    }
    let (nodes, formulas) = builder.finish();
    (Parsed { nodes, definitions, unresolved: unresolved.into_inner() }, formulas)
}

/// An element that has begun.
struct Open {
    node: Node,
    /// A paragraph that the Markdown parser leaves out: the text of a tight item.
    implied: bool,
    /// What to write behind a link that may not be one.
    tail: Option<String>,
}

struct Builder<'a> {
    text: &'a str,
    masked: &'a Masked<'a>,
    known: &'a Targets,
    stack: Vec<Open>,
    /// For each begun tag whether it opened an element.
    opened: Vec<bool>,
    /// In how many links we are.
    links: usize,
    /// Where the masked formulas stand that came out as formulas.
    formulas: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, masked: &'a Masked<'a>, known: &'a Targets) -> Self {
        let root = Open { node: Node::new(Kind::Quote, 0), implied: false, tail: None };
        Self { text, masked, known, stack: vec![root], opened: Vec::new(), links: 0, formulas: Vec::new() }
    }

    fn finish(mut self) -> (Vec<Node>, Vec<usize>) {
        while self.stack.len() > 1 {
            self.close();
        }
        let nodes = self.stack.pop().map(|root| root.node.children).unwrap_or_default();
        (nodes, self.formulas)
    }

    fn take(&mut self, event: Event, start: usize, end: usize) {
        if let Some(open) = self.stack.last_mut().filter(|open| open.implied) {
            open.node.end = open.node.end.max(end);
        }
        match event {
            Event::Start(tag) => self.begin(tag, start, end),
            Event::End(_) => {
                if self.opened.pop() == Some(true) {
                    self.close_implied();
                    self.close();
                }
            }
            Event::Text(text) => match self.text.get(start..end) {
                // As it was before anything was masked.
                Some(original) if self.masked.text.get(start..end) == Some(&*text) => self.text(original, start),
                _ => self.text(&text, start),
            },
            Event::Html(html) => self.text(&html, start),
            Event::InlineHtml(html) => self.text(&html, start),
            Event::Code(code) => self.leaf(Kind::InlineCode(link::visible(&code).into_owned()), start),
            Event::InlineMath(tex) => self.inline_math(&tex, start, end),
            Event::DisplayMath(tex) => self.display_math(&tex, start),
            Event::FootnoteReference(label) => {
                if label.bytes().all(|b| b.is_ascii_digit()) {
                    self.leaf(Kind::FootnoteRef(label.to_string()), start);
                } else {
                    self.text(&format!("[^{label}]"), start);
                }
            }
            Event::SoftBreak => self.text("\n", start),
            Event::HardBreak => self.leaf(Kind::Break, start),
            Event::Rule => self.block_leaf(Kind::Rule, start),
            Event::TaskListMarker(ticked) => {
                if let Some(open) = self.stack.iter_mut().rev().find(|open| matches!(open.node.kind, Kind::Item { .. })) {
                    open.node.kind = Kind::Item { task: Some(ticked) };
                }
            }
        }
    }

    fn begin(&mut self, tag: Tag, mut start: usize, end: usize) {
        let mut tail = None;
        if matches!(tag, Tag::List(_) | Tag::Item) {
            // The parser takes columns for bytes here, and with a tab ends up before the line.
            let rest = self.text.get(start..).unwrap_or_default();
            start += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '>']).len();
        }
        let kind = match tag {
            Tag::Paragraph => {
                self.loosen();
                Kind::Paragraph
            }
            Tag::Heading { level, .. } => Kind::Heading(level_number(level)),
            Tag::BlockQuote(_) => Kind::Quote,
            Tag::CodeBlock(CodeBlockKind::Indented) => Kind::Code { lang: String::new(), fenced: false },
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                let lang = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
                Kind::Code { lang: link::visible(lang).into_owned(), fenced: true }
            }
            Tag::HtmlBlock => Kind::Html,
            Tag::List(start) => Kind::List { start, tight: true },
            Tag::Item => Kind::Item { task: None },
            Tag::FootnoteDefinition(label) => Kind::Footnote(link::visible(&label).into_owned()),
            Tag::Table(align) => {
                let row = align.iter().map(|align| Node::new(Kind::Cell(alignment(*align)), 0));
                self.open(Open { node: Node { end, ..Node::new(Kind::Table, start) }, implied: false, tail: None }, false);
                // The columns wait as cells in the table until its rows have taken their alignment from them.
                if let Some(open) = self.stack.last_mut() {
                    open.node.children = row.collect();
                }
                return;
            }
            Tag::TableHead => Kind::Head,
            Tag::TableRow => Kind::Row,
            Tag::TableCell => Kind::Cell(self.column()),
            Tag::Emphasis => Kind::Emphasis,
            Tag::Strong => Kind::Strong,
            Tag::Strikethrough => Kind::Strike,
            Tag::Link { link_type, dest_url, title, id } => {
                let (dest, title) = self.target(link_type, &dest_url, &title, &id);
                match link::allowed(&dest) {
                    Some(href) => {
                        self.links += 1;
                        Kind::Link { href, title: link::visible_in_link(&title).into_owned() }
                    }
                    None => {
                        // Text in brackets, as it was written; an address in angles is its own text.
                        let named = !matches!(link_type, LinkType::Autolink | LinkType::Email);
                        if named {
                            self.text("[", start);
                        }
                        tail = named.then(|| format!("]({dest})"));
                        Kind::Text(String::new())
                    }
                }
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let (src, _) = self.target(link_type, &dest_url, &title, &id);
                Kind::Image { alt: String::new(), href: link::allowed(&src), src: link::visible_in_link(&src).into_owned() }
            }
            _ => {
                self.opened.push(false);
                return;
            }
        };
        let inline = is_inline(&kind);
        self.open(Open { node: Node { end, ..Node::new(kind, start) }, implied: false, tail }, inline);
    }

    /// Where a link goes. The parser sees only this piece of the document, so a definition that stands before it goes first.
    fn target(&self, kind: LinkType, dest: &str, title: &str, id: &str) -> (String, String) {
        match kind {
            LinkType::Email => (format!("mailto:{dest}"), title.to_owned()),
            LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut => match self.known.get(&fold_label(id)) {
                Some(target) => (target.dest.clone(), target.title.clone()),
                None => (dest.to_owned(), title.to_owned()),
            },
            _ => (dest.to_owned(), title.to_owned()),
        }
    }

    /// The alignment of the cell that begins now.
    fn column(&self) -> Align {
        let mut above = self.stack.iter().rev();
        let index = above.next().map_or(0, |row| row.node.children.len());
        match above.next().and_then(|table| table.node.children.get(index)) {
            Some(Node { kind: Kind::Cell(align), .. }) => *align,
            _ => Align::Start,
        }
    }

    /// A paragraph of its own in an item makes the list loose.
    fn loosen(&mut self) {
        if let [.., list, item] = &mut self.stack[..]
            && matches!(item.node.kind, Kind::Item { .. })
            && let Kind::List { tight, .. } = &mut list.node.kind
        {
            *tight = false;
        }
    }

    fn open(&mut self, open: Open, inline: bool) {
        if inline {
            self.imply(open.node.start);
        } else {
            self.close_implied();
        }
        let fits = self.stack.len() < MAX_DEPTH;
        if fits {
            self.stack.push(open);
        }
        self.opened.push(fits);
    }

    /// Inlines that stand in an item directly get the paragraph that a loose list would give them.
    fn imply(&mut self, start: usize) {
        if matches!(self.stack.last(), Some(Open { node: Node { kind: Kind::Item { .. }, .. }, .. })) {
            let node = Node { end: start + 1, ..Node::new(Kind::Paragraph, start) };
            self.stack.push(Open { node, implied: true, tail: None });
        }
    }

    fn close_implied(&mut self) {
        if self.stack.last().is_some_and(|open| open.implied) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some(mut open) = self.stack.pop() else { return };
        let mut node = match open.node.kind {
            // Not a link after all: its content goes where it stood.
            Kind::Text(_) => {
                for child in open.node.children {
                    self.put(child);
                }
                if let Some(tail) = open.tail.take() {
                    self.text(&tail, open.node.start);
                }
                return;
            }
            Kind::Image { src, href, .. } => {
                let alt = open.node.children.iter().map(Node::text).collect();
                Node::new(Kind::Image { alt, src, href }, open.node.start)
            }
            _ => open.node,
        };
        match node.kind {
            Kind::Link { .. } => self.links = self.links.saturating_sub(1),
            Kind::Table => node.children.retain(|child| !matches!(child.kind, Kind::Cell(_))),
            Kind::Code { .. } | Kind::Html => {
                for line in &mut node.children {
                    if let Kind::Line(text) = &mut line.kind
                        && text.ends_with('\n')
                    {
                        text.pop();
                    }
                }
            }
            _ => {}
        }
        self.put(node);
    }

    fn put(&mut self, node: Node) {
        let Some(open) = self.stack.last_mut() else { return };
        match (open.node.children.last_mut().map(|last| &mut last.kind), &node.kind) {
            (Some(Kind::Text(last)), Kind::Text(text)) => last.push_str(text),
            _ => open.node.children.push(node),
        }
    }

    fn leaf(&mut self, kind: Kind, start: usize) {
        self.imply(start);
        self.put(Node::new(kind, start));
    }

    fn block_leaf(&mut self, kind: Kind, start: usize) {
        self.close_implied();
        self.put(Node::new(kind, start));
    }

    fn text(&mut self, text: &str, start: usize) {
        match self.stack.last() {
            Some(Open { node: Node { kind: Kind::Code { .. } | Kind::Html, .. }, .. }) => self.lines(text, start),
            _ => {
                let text = if self.links > 0 { link::visible_in_link(text) } else { link::visible(text) };
                self.leaf(Kind::Text(text.into_owned()), start);
            }
        }
    }

    /// Text of a block of lines; each line keeps its newline until the block is closed.
    fn lines(&mut self, text: &str, start: usize) {
        let Some(block) = self.stack.last_mut() else { return };
        let mut offset = start;
        for piece in text.split_inclusive('\n') {
            let shown = link::visible(piece);
            match block.node.children.last_mut().map(|line| &mut line.kind) {
                Some(Kind::Line(line)) if !line.ends_with('\n') => line.push_str(&shown),
                _ => block.node.children.push(Node::new(Kind::Line(shown.into_owned()), offset)),
            }
            offset += piece.len();
        }
    }

    fn inline_math(&mut self, tex: &str, start: usize, end: usize) {
        // Prices are no formula: "$5-$10" closes before a digit.
        let price = self.text.as_bytes().get(end).is_some_and(u8::is_ascii_digit);
        if price {
            let source = self.text.get(start..end).unwrap_or(tex).to_owned();
            self.text(&source, start);
        } else {
            self.leaf(Kind::Math { tex: link::visible(tex).into_owned(), display: false, open: false }, start);
        }
    }

    fn display_math(&mut self, tex: &str, start: usize) {
        let kind = match self.masked.masks.iter().find(|mask| mask.start == start) {
            Some(mask) => {
                self.formulas.push(start);
                Kind::Math { tex: link::visible(&mask.tex).into_owned(), display: mask.display, open: mask.open }
            }
            None => Kind::Math { tex: link::visible(tex).into_owned(), display: true, open: false },
        };
        self.leaf(kind, start);
    }
}

fn is_inline(kind: &Kind) -> bool {
    matches!(kind, Kind::Emphasis | Kind::Strong | Kind::Strike | Kind::Link { .. } | Kind::Image { .. } | Kind::Text(_))
}

fn alignment(align: Alignment) -> Align {
    match align {
        Alignment::None => Align::Start,
        Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}
