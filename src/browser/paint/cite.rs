//! The marks of citations: a number behind what is cited, which leads to the entry in the list of sources.

use std::cmp::Reverse;

use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node, Text};

use super::element::{append, set};

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
pub(super) fn paint(document: &Document, root: &Element, cites: &[Cite]) -> Vec<u32> {
    let texts = Texts::of(document, root);
    let mut free: Vec<Element> = links(root);
    let mut placed = Vec::new();
    let mut in_texts = Vec::new();
    for cite in cites {
        let is_to = |link: &Element| cite.address.is_some() && link.get_attribute("href") == cite.address;
        if let Some(at) = free.iter().position(is_to) {
            let link = free.remove(at);
            let outermost = after_marks(link.into());
            insert_after(&outermost, &mark(document, cite));
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
        texts.insert(end, &mark(document, cite));
    }
    placed
}

fn mark(document: &Document, cite: &Cite) -> Element {
    let make = |name: &str| document.create_element(name).unwrap_or_else(|_| unreachable!("{name} is the name of an element"));
    let (sup, button) = (make("sup"), make("button"));
    sup.set_class_name("cite");
    button.set_class_name(MARK);
    set(&button, "type", "button");
    set(&button, SOURCE, &cite.source.to_string());
    set(&button, "aria-label", &cite.label);
    set(&button, "title", &cite.label);
    button.set_text_content(Some(&cite.source.to_string()));
    append(&sup, &button);
    sup
}

fn links(root: &Element) -> Vec<Element> {
    let Ok(list) = root.query_selector_all("a[href]") else { return Vec::new() };
    (0..list.length()).filter_map(|at| list.item(at)?.dyn_into().ok()).collect()
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
