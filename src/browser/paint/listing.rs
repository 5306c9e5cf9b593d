//! [`Listing`]: a whole text with its lines highlighted, which may become another one.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use lineup_core::document::highlight::language;
use web_sys::{Document, Element};

use super::{code::Line, element::append};
use crate::browser::workers::highlight;

/// A longer text stays plain: to colour it would take longer than a frame may.
const MOST_BYTES: usize = 48 << 10;

/// So many lines travel together, and are painted in one task.
const TOGETHER: usize = 100;

/// A text inside an element. The lines that a new text shares with the one before stay as they are on the page, with their colours: a
/// request that is looked at while its prompt is typed does not flicker.
pub struct Listing {
    document: Document,
    root: Element,
    lines: Rc<RefCell<Vec<Row>>>,
    /// In which the lines are coloured.
    language: Cell<Option<&'static str>>,
    /// The worker's number of the text that is shown.
    block: Cell<Option<u32>>,
}

/// A line on the page.
struct Row {
    /// Holds the line and, but for the last line, what ends it.
    holder: Element,
    line: Line,
    is_painted: bool,
}

impl Listing {
    /// A listing that fills `root`. `None` outside a document.
    pub fn new(root: Element) -> Option<Self> {
        let document = root.owner_document()?;
        Some(Self { document, root, lines: Rc::default(), language: Cell::default(), block: Cell::default() })
    }

    /// Shows a text, plain at once and in colours when the worker has read it. `word` names its language, as a file's ending does.
    pub fn show(&self, text: &str, word: &str) {
        self.leave();
        let language = language(word).filter(|_| text.len() <= MOST_BYTES);
        if self.language.replace(language) != language {
            self.lines.borrow_mut().clear();
        }
        let Some(language) = language else {
            self.root.set_text_content(Some(text));
            return;
        };
        let texts: Vec<&str> = text.split_inclusive('\n').collect();
        self.replace(&texts);
        self.ask(language);
    }

    /// Makes the rows those of `texts`: what both begin and end with stays.
    fn replace(&self, texts: &[&str]) {
        let mut rows = self.lines.borrow_mut();
        if rows.is_empty() {
            self.root.set_text_content(None);
        }
        let most = rows.len().min(texts.len());
        let before = rows.iter().zip(texts).take_while(|(row, text)| row.line.is(text)).count();
        let after = rows.iter().rev().zip(texts.iter().rev()).take(most - before).take_while(|(row, text)| row.line.is(text)).count();
        let next = rows.get(rows.len() - after).map(|row| row.holder.clone());
        let new: Vec<Row> = texts[before..texts.len() - after].iter().filter_map(|text| self.row(text)).collect();
        for row in &new {
            match &next {
                Some(next) => _ = self.root.insert_before(&row.holder, Some(next)),
                None => append(&self.root, &row.holder),
            }
        }
        let end = rows.len() - after;
        rows.splice(before..end, new).for_each(|gone| gone.holder.remove());
    }

    fn row(&self, text: &str) -> Option<Row> {
        let holder = self.document.create_element("span").ok()?;
        let node = self.document.create_text_node(text);
        append(&holder, &node);
        Some(Row { holder, line: Line::new(text, node), is_painted: false })
    }

    /// Has the worker read the text, for the rows that are new: they are painted with what it finds.
    fn ask(&self, language: &'static str) {
        let known = self.lines.borrow();
        if known.iter().all(|row| row.is_painted) {
            return;
        }
        let (rows, document, at) = (Rc::downgrade(&self.lines), self.document.clone(), Cell::new(0));
        let number = highlight::open(move |lines| {
            let Some(rows) = rows.upgrade() else { return };
            for spans in lines {
                if let Some(row) = rows.borrow_mut().get_mut(at.replace(at.get() + 1)).filter(|row| !row.is_painted) {
                    row.line.paint(&document, &spans);
                    row.is_painted = true;
                }
            }
        });
        self.block.set(Some(number));
        for rows in known.chunks(TOGETHER) {
            let lines = rows.iter().map(|row| row.line.text.clone()).collect();
            if !highlight::lines(number, language, lines) {
                return;
            }
        }
        highlight::end(number);
    }

    /// What is under way is not wanted any more.
    fn leave(&self) {
        if let Some(number) = self.block.take() {
            highlight::close(number);
        }
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        self.leave();
    }
}
