//! Highlighted lines of a block of code.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
};

use lineup_core::document::highlight::{Class, Span};
use web_sys::{Document, Text};

/// A block whose lines are highlighted by the worker as they settle.
#[derive(Debug)]
pub(super) struct Block {
    pub lang: &'static str,
    /// The worker's number for the block, once it has seen it.
    pub number: Cell<Option<u32>>,
    /// Settled lines that the worker has not seen.
    pub fresh: RefCell<Vec<Line>>,
    /// Lines that the worker has and has not answered.
    pub sent: RefCell<VecDeque<Line>>,
    /// No more lines come.
    pub ended: Cell<bool>,
}

/// A line in the page, its text without the newline, and whether one follows.
#[derive(Debug)]
pub(super) struct Line {
    node: Text,
    pub text: String,
    is_ended: bool,
}

impl Block {
    pub fn new(lang: &'static str) -> Self {
        Self { lang, number: Cell::default(), fresh: RefCell::default(), sent: RefCell::default(), ended: Cell::default() }
    }

    pub fn settle(&self, node: Text) {
        let line = Line::new(&node.data(), node);
        self.fresh.borrow_mut().push(line);
    }
}

impl Line {
    /// `text` is what stands in the node.
    pub fn new(text: &str, node: Text) -> Self {
        let (text, is_ended) = text.strip_suffix('\n').map_or((text, false), |line| (line, true));
        Self { node, text: text.to_owned(), is_ended }
    }

    /// Whether this is what stood in the node.
    pub fn is(&self, text: &str) -> bool {
        match text.strip_suffix('\n') {
            Some(line) => self.is_ended && line == self.text,
            None => !self.is_ended && text == self.text,
        }
    }

    /// Puts elements where the text was, for the spans that have a class.
    pub fn paint(&self, document: &Document, spans: &[Span]) {
        let Some(parent) = self.node.parent_node().filter(|_| spans.iter().any(|span| span.1 != Class::Plain)) else { return };
        let fragment = document.create_document_fragment();
        let mut rest = &self.text[..];
        let mut plain = String::new();
        for Span(length, class) in spans {
            let Some((piece, after)) = rest.split_at_checked(*length) else { break };
            rest = after;
            match class.name() {
                None => plain.push_str(piece),
                Some(name) => {
                    if !plain.is_empty() {
                        _ = fragment.append_child(&document.create_text_node(&std::mem::take(&mut plain)));
                    }
                    if let Ok(element) = document.create_element("span") {
                        element.set_class_name(name);
                        element.set_text_content(Some(piece));
                        _ = fragment.append_child(&element);
                    }
                }
            }
        }
        plain.push_str(rest);
        if self.is_ended {
            plain.push('\n');
        }
        _ = fragment.append_child(&document.create_text_node(&plain));
        _ = parent.replace_child(&fragment, &self.node);
    }
}
