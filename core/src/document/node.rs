//! What a document is made of.

/// How the cells of a table's column are aligned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    /// The source asks for nothing: the start of the line.
    #[default]
    Start,
    Left,
    Center,
    Right,
}

/// What a node is. Blocks first, then inlines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Paragraph,
    /// Level 1 to 6.
    Heading(u8),
    Quote,
    /// `start` is the first number of an ordered list. A tight list has no space between its items; items always hold
    /// paragraphs, so that a blank line that comes late changes one property and no node.
    List {
        start: Option<u64>,
        tight: bool,
    },
    /// `task` tells a task item and whether it is ticked.
    Item {
        task: Option<bool>,
    },
    /// Fenced or indented code; its children are [`Kind::Line`]. `lang` is the first word of the info string.
    Code {
        lang: String,
        fenced: bool,
    },
    /// A block of HTML, to be shown as the text it is; its children are [`Kind::Line`].
    Html,
    /// One line of code or HTML, without its newline.
    Line(String),
    /// Its children are one [`Kind::Head`] and then [`Kind::Row`]s.
    Table,
    Head,
    Row,
    Cell(Align),
    Rule,
    /// The definition of a footnote, by its label.
    Footnote(String),

    /// Text as it is to be shown; a newline is a soft break.
    Text(String),
    Emphasis,
    Strong,
    Strike,
    InlineCode(String),
    /// `href` has passed [`super::link::allowed`].
    Link {
        href: String,
        title: String,
    },
    /// A picture that is not fetched. `src` is what the text says, unchecked; `href` is it again where it may become a link.
    Image {
        alt: String,
        src: String,
        href: Option<String>,
    },
    /// TeX. `open` while its end has not come.
    Math {
        tex: String,
        display: bool,
        open: bool,
    },
    /// A reference to a numbered footnote.
    FootnoteRef(String),
    Break,
}

/// A node and what is in it.
#[derive(Clone, Debug)]
pub struct Node {
    pub kind: Kind,
    pub children: Vec<Node>,
    /// Where it begins in the text that was parsed, in bytes. Not part of what the node is.
    pub(super) start: usize,
    /// Where it ends there, at the least.
    pub(super) end: usize,
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind && self.children == other.children
    }
}

impl Node {
    pub(super) fn new(kind: Kind, start: usize) -> Self {
        Self { kind, children: Vec::new(), start, end: start }
    }

    /// The text in it, without any markup.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.collect_text(&mut text);
        text
    }

    fn collect_text(&self, into: &mut String) {
        match &self.kind {
            Kind::Text(text) | Kind::Line(text) | Kind::InlineCode(text) | Kind::Math { tex: text, .. } => into.push_str(text),
            Kind::Image { alt, .. } => into.push_str(alt),
            Kind::Break => into.push('\n'),
            _ => {}
        }
        for child in &self.children {
            child.collect_text(into);
        }
    }
}
