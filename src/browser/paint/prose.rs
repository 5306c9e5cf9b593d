//! Long paragraphs, in parts.
//!
//! The browser breaks all lines of a paragraph again when a word comes, so a very long paragraph goes on in another box, on a new line.

use lineup_core::document::Kind;
use web_sys::{Element, Node};

use super::element::{Elements, append};

/// From this length on a part ends at the next white space: three pages, which hardly any paragraph has.
const PART_BYTES: usize = 8 * 1024;

/// A text without white space goes on in another part all the same.
const WORD_BYTES: usize = 3 * PART_BYTES;

/// A paragraph whose children are spread over parts.
#[derive(Debug)]
pub(super) struct Prose {
    paragraph: Element,
    part: Element,
    bytes: usize,
}

impl Prose {
    pub fn new(paragraph: Element) -> Self {
        Self { part: paragraph.clone(), paragraph, bytes: 0 }
    }

    /// The element that stands in the document.
    pub fn paragraph(&self) -> &Element {
        &self.paragraph
    }

    /// Adds a child, to a new part if the last is full.
    pub fn append(&mut self, elements: &Elements, child: &Node, kind: &Kind) {
        let text = match kind {
            Kind::Text(text) => text.as_str(),
            _ => "",
        };
        if self.bytes >= WORD_BYTES || (self.bytes >= PART_BYTES && text.starts_with(char::is_whitespace)) {
            self.part = elements.with_class("span", "text-part");
            append(&self.paragraph, &self.part);
            self.bytes = 0;
        }
        append(&self.part, child);
        self.grow(text.len());
    }

    /// The text of a child has grown.
    pub fn grow(&mut self, bytes: usize) {
        self.bytes += bytes;
    }
}
