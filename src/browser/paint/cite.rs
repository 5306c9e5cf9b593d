//! The marks of citations: a number behind what is cited, which leads to the entry in the list of sources.

use std::cmp::Reverse;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, Node, Text};

use super::element::{Elements, append, set};
use crate::browser::dialog::inside;

/// Texts, of what a tree holds: `NodeFilter.SHOW_TEXT`.
const SHOW_TEXT: u32 = 4;

/// The class of a mark, and the attribute with the number of its source.
pub const MARK: &str = "cite-mark";
pub const SOURCE: &str = "data-source";

/// One citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// The number of its source in the list, from 1.
    pub source: u32,
    /// What the mark is called.
    pub label: String,
    /// The address that is cited: a link to it in the text is where the mark goes.
    pub address: Option<String>,
    /// Else the mark goes behind these words…
    pub words: String,
    /// …where they stand for this time, from 0.
    pub nth: usize,
}

/// Puts the marks into a document that will not change any more. Returns the numbers of the sources whose place was found.
pub(super) fn paint(elements: &Elements, root: &Element, cites: &[Cite]) -> Vec<u32> {
    // To read a long document takes longer than a frame may.
    if cites.is_empty() {
        return Vec::new();
    }
    let texts = Texts::of(elements.document, root);
    let mut free = inside(root, "a[href]");
    let mut placed = Vec::new();
    let mut in_texts = Vec::new();
    for cite in cites {
        let is_to = |link: &HtmlElement| cite.address.is_some() && link.get_attribute("href") == cite.address;
        if let Some(at) = free.iter().position(is_to) {
            let link = free.remove(at);
            let outermost = after_marks(link.into());
            insert_after(&outermost, &mark(elements, cite));
            placed.push(cite.source);
        } else if let Some(end) = texts.end_of(&cite.words, cite.nth) {
            in_texts.push((end, cite));
            placed.push(cite.source);
        }
    }
    // From the end, because a text that is cut moves what stands behind; of several at one place the last first.
    in_texts.reverse();
    in_texts.sort_by_key(|(end, _)| Reverse(*end));
    for (end, cite) in in_texts {
        texts.insert(end, &mark(elements, cite));
    }
    placed
}

fn mark(elements: &Elements, cite: &Cite) -> Element {
    let number = cite.source.to_string();
    let (sup, button) = (elements.with_class("sup", "cite"), elements.text("button", MARK, &number));
    set(&button, "type", "button");
    set(&button, SOURCE, &number);
    set(&button, "aria-label", &cite.label);
    set(&button, "title", &cite.label);
    append(&sup, &button);
    sup
}

/// The last of the marks that stand behind a node already, or the node.
fn after_marks(node: Node) -> Node {
    let mut last = node;
    while let Some(next) = last.next_sibling().filter(|next| next.dyn_ref::<Element>().is_some_and(|next| next.class_name() == "cite")) {
        last = next;
    }
    last
}

fn insert_after(node: &Node, new: &Element) {
    if let Some(parent) = node.parent_node() {
        _ = parent.insert_before(new, node.next_sibling().as_ref());
    }
}

/// The texts of a document, one behind the other.
struct Texts {
    whole: String,
    /// Each text with its place in `whole`.
    nodes: Vec<(usize, Text)>,
}

impl Texts {
    fn of(document: &Document, root: &Element) -> Self {
        let mut texts = Self { whole: String::new(), nodes: Vec::new() };
        let Ok(walker) = document.create_tree_walker_with_what_to_show(root, SHOW_TEXT) else { return texts };
        while let Ok(Some(node)) = walker.next_node() {
            if let Ok(text) = node.dyn_into::<Text>() {
                let start = texts.whole.len();
                texts.whole.push_str(&text.data());
                texts.nodes.push((start, text));
            }
        }
        texts
    }

    /// Where the words end that stand there for the `nth` time; the last time, if there are not so many.
    fn end_of(&self, words: &str, nth: usize) -> Option<usize> {
        if words.is_empty() {
            return None;
        }
        let start = self.whole.match_indices(words).take(nth + 1).last()?.0;
        Some(start + words.len())
    }

    /// Cuts the text that `end` lies in, and puts the mark there.
    fn insert(&self, end: usize, mark: &Element) {
        let at = self.nodes.partition_point(|(start, _)| *start < end).saturating_sub(1);
        let Some((start, text)) = self.nodes.get(at) else { return };
        let Some(before) = self.whole.get(*start..end) else { return };
        let units = u32::try_from(before.encode_utf16().count()).unwrap_or(u32::MAX);
        if units < text.length() {
            _ = text.split_text(units);
        }
        insert_after(text, mark);
    }
}
