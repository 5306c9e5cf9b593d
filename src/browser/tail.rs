//! Plain text that grows at its end, painted at a cost that depends on what is new only.

use web_sys::{Element, Text};

/// Paints a growing text into an element, one block per line: the browser then lays out the last line anew and nothing else.
pub struct Tail {
    parent: Element,
    line: Option<Text>,
    /// Bytes of the text that are painted.
    painted: usize,
}

impl Tail {
    pub fn new(parent: Element) -> Self {
        Self { parent, line: None, painted: 0 }
    }

    /// Shows the text as far as it has come. A text that became shorter is painted anew.
    pub fn show(&mut self, whole: &str) {
        match whole.get(self.painted..) {
            Some(rest) => self.append(rest),
            None => self.replace(whole),
        }
        self.painted = whole.len();
    }

    /// Shows another text.
    pub fn replace(&mut self, whole: &str) {
        self.parent.set_text_content(None);
        self.line = None;
        self.append(whole);
        self.painted = whole.len();
    }

    fn append(&mut self, rest: &str) {
        for (index, piece) in rest.split('\n').enumerate() {
            if index > 0 {
                self.line = None;
                // An empty line has no text, and still its height.
                self.open();
            }
            if !piece.is_empty() {
                if self.line.is_none() {
                    self.open();
                }
                if let Some(line) = &self.line {
                    // Appending to a text node cannot fail.
                    _ = line.append_data(piece);
                }
            }
        }
    }

    fn open(&mut self) {
        let document = leptos::prelude::document();
        let text = document.create_text_node("");
        if let Ok(block) = document.create_element("div") {
            block.set_class_name("line");
            _ = block.append_child(&text);
            _ = self.parent.append_child(&block);
            self.line = Some(text);
        }
    }
}
