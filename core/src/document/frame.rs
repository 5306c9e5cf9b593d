//! The open containers, and how to open them again above the tail.
//!
//! Only the tail of the document is parsed, but it stands inside containers that began earlier: the list whose last item is still
//! growing, the quote, the fence, the table. Each is kept as a [`Frame`], and a short piece of Markdown that opens them all again, the
//! scaffold, is put before the tail. What the scaffold adds to the result is taken away by [`adopt`].

use super::node::{Kind, Node};

/// Stands in a paragraph that goes on, so that its rest is read as text. It is a letter, because what stands before it was one.
const WORD: char = 'x';

/// An open container that began above the tail.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub kind: Kind,
    opening: Opening,
    /// A list with a blank line among what has settled.
    pub loose: bool,
    /// Where it begins in the text that was parsed last.
    pub start: usize,
}

/// How a container is opened again. Columns are counted from 0 with tab stops of 4.
#[derive(Clone, Debug)]
enum Opening {
    /// By what is in it: a list by its item, indented code by its indentation.
    Inside,
    /// By `>` at this column.
    Quote { column: usize },
    /// By its marker; the content begins at a column of its own.
    Item { column: usize, marker: String, content: usize },
    /// By its first lines: a fence, the head of a table, the first line of HTML.
    Lines { column: usize, lines: Vec<String> },
    /// By a word.
    Paragraph,
}

impl Frame {
    /// A frame for a container in the parsed text; `None` if it is not one, or not one that can be opened again. `above` is where its
    /// parent begins.
    pub fn new(node: &Node, text: &str, above: Option<&Frame>) -> Option<Self> {
        let start = node.start;
        let column = column(text, start)?;
        let opening = match &node.kind {
            Kind::List { .. } | Kind::Code { fenced: false, .. } => Opening::Inside,
            Kind::Quote => {
                let at = marker_at(text, start)?;
                text[at..].starts_with('>').then_some(Opening::Quote { column: self::column(text, at)? })?
            }
            Kind::Item { .. } => item_opening(text, start, above)?,
            Kind::Code { fenced: true, .. } | Kind::Html => Opening::Lines { column, lines: vec![line(text, start)?.to_owned()] },
            Kind::Table => {
                let second = start + text[start..].find('\n')? + 1;
                let delimiters = line(text, second)?.trim_start_matches([' ', '\t', '>']);
                Opening::Lines { column, lines: vec![line(text, start)?.to_owned(), delimiters.to_owned()] }
            }
            _ => return None,
        };
        Some(Self { kind: node.kind.clone(), opening, loose: false, start })
    }

    /// A frame for a paragraph that has been cut.
    pub fn paragraph(kind: Kind) -> Self {
        Self { kind, opening: Opening::Paragraph, loose: false, start: 0 }
    }

    /// The same container, which begins at `start` in the text that was parsed now.
    pub fn at(&self, start: usize) -> Self {
        Self { start, ..self.clone() }
    }

    pub fn is_paragraph(&self) -> bool {
        matches!(self.opening, Opening::Paragraph)
    }

    /// Whether a parsed node may be this container.
    fn is(&self, kind: &Kind) -> bool {
        match (&self.kind, kind) {
            (Kind::List { start: a, .. }, Kind::List { start: b, .. }) => a.is_some() == b.is_some(),
            (Kind::Code { fenced: a, .. }, Kind::Code { fenced: b, .. }) => a == b,
            (Kind::Paragraph, Kind::Heading(_)) => true,
            (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
        }
    }

    /// What a parsed node is, once it is known to be this container.
    fn corrected(&self, kind: &Kind) -> Kind {
        match (&self.kind, kind) {
            (Kind::List { start, .. }, Kind::List { tight, .. }) => Kind::List { start: *start, tight: *tight && !self.loose },
            (Kind::Paragraph, _) => kind.clone(),
            (own, _) => own.clone(),
        }
    }
}

/// Markdown that opens the frames again. What follows it is the tail, from the beginning of a line; or, if the last frame is a
/// paragraph, from the place where it was cut.
pub(super) fn scaffold(frames: &[Frame]) -> String {
    let mut text = String::new();
    // What each line needs in front, up to the container at hand.
    let mut prefix = String::new();
    let mut content = 0;
    for frame in frames {
        match &frame.opening {
            Opening::Inside => {}
            Opening::Quote { column } => {
                pad(&mut prefix, *column);
                prefix.push('>');
                content = column + 2;
            }
            Opening::Item { column, marker, content: inside } => {
                let mut line = prefix.clone();
                pad(&mut line, *column);
                line.push_str(marker);
                pad(&mut line, *inside);
                // An empty heading: it begins the item, needs no blank line after it, and nothing continues it.
                line.push_str("#\n");
                text.push_str(&line);
                content = *inside;
            }
            Opening::Lines { column, lines } => {
                for line in lines {
                    text.push_str(&prefix);
                    let mut indent = prefix.clone();
                    pad(&mut indent, *column);
                    text.push_str(&indent[prefix.len()..]);
                    text.push_str(line);
                    text.push('\n');
                }
            }
            Opening::Paragraph => {
                pad(&mut prefix, content);
                text.push_str(&prefix);
                text.push(WORD);
            }
        }
    }
    text
}

/// Takes what the scaffold added out of parsed nodes, and makes the continued containers what they are. Returns how many frames were
/// found again: all of them, unless the text closed them in a way that the scaffold could not foresee.
pub(super) fn adopt(frames: &[Frame], nodes: &mut Vec<Node>) -> usize {
    let mut nodes = nodes;
    for (found, frame) in frames.iter().enumerate() {
        let Some(node) = nodes.first_mut().filter(|node| frame.is(&node.kind)) else { return found };
        node.kind = frame.corrected(&node.kind);
        match (&frame.opening, node.children.first_mut().map(|child| &mut child.kind)) {
            (Opening::Item { .. }, Some(Kind::Heading(_))) => _ = node.children.remove(0),
            (Opening::Lines { .. }, Some(Kind::Head)) => _ = node.children.remove(0),
            (Opening::Lines { .. }, Some(Kind::Line(_))) if frame.kind == Kind::Html => _ = node.children.remove(0),
            (Opening::Paragraph, Some(Kind::Text(text))) => {
                if text.starts_with(WORD) {
                    text.remove(0);
                }
                if text.is_empty() {
                    node.children.remove(0);
                }
            }
            _ => {}
        }
        nodes = &mut node.children;
    }
    frames.len()
}

fn item_opening(text: &str, start: usize, above: Option<&Frame>) -> Option<Opening> {
    let at = marker_at(text, start)?;
    // With tabs the parser's place may lie before the marker; another item's marker must not be taken for this one.
    if above.is_some_and(|above| at < above.start) {
        return None;
    }
    let rest = &text[at..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let width = match (digits, rest[digits..].chars().next()?) {
        (0, '-' | '*' | '+') => 1,
        (1..=9, '.' | ')') => digits + 1,
        _ => return None,
    };
    let column = column(text, at)?;
    let after = column + width;
    let line = line(text, at)?;
    let blanks = line[width..].len() - line[width..].trim_start_matches([' ', '\t']).len();
    let reached = self::column(text, at + width + blanks)?;
    let content = if line.len() == width + blanks || reached > after + 4 || reached == after { after + 1 } else { reached };
    Some(Opening::Item { column, marker: rest[..width].to_owned(), content })
}

/// Where the marker of a container stands that begins at `start`.
fn marker_at(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    Some(start + rest.len() - rest.trim_start_matches([' ', '\t']).len())
}

/// The column of a place in the text.
fn column(text: &str, at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let line = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    Some(line.chars().fold(0, |column, c| if c == '\t' { (column / 4 + 1) * 4 } else { column + 1 }))
}

/// The rest of the line from `at`, without its newline.
fn line(text: &str, at: usize) -> Option<&str> {
    text.get(at..)?.split('\n').next()
}

/// Fills up with spaces to a column. A scaffold has no tabs and no character that is wider than a byte before that place.
fn pad(line: &mut String, column: usize) {
    let width = line.len();
    line.extend(std::iter::repeat_n(' ', column.saturating_sub(width)));
}
