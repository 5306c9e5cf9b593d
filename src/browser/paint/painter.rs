//! Operations to nodes, and which node has which id.

use std::rc::Rc;

use lineup_core::document::{Id, Kind, Op, ROOT, highlight, link};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Node, Text};

use super::{
    Labels,
    cite::{self, Cite},
    code::Block,
    element::{Elements, append, set},
    long::{Long, list_class},
    prose::Prose,
};

/// What the painter has to ask for: it comes later.
pub(super) enum Wish {
    Formula {
        holder: Element,
        tex: String,
        display: bool,
    },
    /// The block has settled lines that are not highlighted, or has ended.
    Highlight(Rc<Block>),
}

/// Applies operations to the nodes below one element.
pub(super) struct Painter {
    document: Document,
    root: Element,
    labels: Labels,
    /// By id, and where each stands.
    places: Vec<Option<Place>>,
    /// Blocks of code whose lines are highlighted and that may still grow.
    open_codes: Vec<Id>,
    pub wishes: Vec<Wish>,
}

/// A node on the page that may still change.
struct Place {
    node: Node,
    parent: Id,
    sort: Sort,
}

enum Sort {
    /// Children go into this element.
    Parent(Element),
    Prose(Prose),
    Leaf,
    Text,
    /// A text that ends with a newline.
    Line,
    Link {
        inside: Element,
        host: String,
    },
    /// The row of a table; its cells are heads or not.
    Row {
        inside: Element,
        head: bool,
    },
    Long(Long),
    Code {
        long: Long,
        highlighted: Option<Rc<Block>>,
        lines: Vec<Id>,
    },
}

impl Painter {
    pub fn new(document: Document, root: Element, labels: Labels) -> Self {
        let mut painter = Self { document, root, labels, places: Vec::new(), open_codes: Vec::new(), wishes: Vec::new() };
        painter.clear();
        painter
    }

    /// Empties the page and forgets every node.
    pub fn clear(&mut self) {
        self.root.set_text_content(None);
        let long = Long::document(&self.elements(), &self.root);
        self.places = vec![Some(Place { node: self.root.clone().into(), parent: ROOT, sort: Sort::Long(long) })];
        self.open_codes.clear();
        self.wishes.clear();
    }

    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Puts the marks of citations into the document, which is whole. Returns the numbers of the sources whose place was found.
    pub fn cite(&self, cites: &[Cite]) -> Vec<u32> {
        cite::paint(&self.elements(), &self.root, cites)
    }

    fn elements(&self) -> Elements<'_> {
        Elements { document: &self.document, labels: &self.labels }
    }

    fn place(&mut self, id: Id) -> Option<&mut Place> {
        self.places.get_mut(id as usize)?.as_mut()
    }

    pub fn apply(&mut self, op: Op) {
        match op {
            Op::Append { parent, id, kind } => self.append(parent, id, &kind),
            Op::Remove { id } => self.remove(id),
            Op::Text { id, keep, add } => self.change_text(id, keep, &add),
            Op::Kind { id, kind } => self.change_kind(id, &kind),
            Op::Settle { id } => self.settle(id),
        }
    }

    fn append(&mut self, parent: Id, id: Id, kind: &Kind) {
        let Some((node, sort)) = self.make(parent, kind) else { return };
        // Taken out for the call, because the elements borrow the painter too.
        let Some(mut above) = self.places.get_mut(parent as usize).and_then(Option::take) else { return };
        match &mut above.sort {
            Sort::Long(long) => long.append(&self.elements(), &node, kind),
            Sort::Code { long, lines, .. } => {
                long.append(&self.elements(), &node, kind);
                lines.push(id);
            }
            Sort::Parent(inside) | Sort::Row { inside, .. } => append(inside, &node),
            Sort::Prose(prose) => prose.append(&self.elements(), &node, kind),
            Sort::Link { inside, host } => {
                append(inside, &node);
                // The text says where the link goes already.
                if matches!(kind, Kind::Text(text) if text.contains(host.as_str())) {
                    _ = inside.class_list().add_1("link-plain");
                }
            }
            Sort::Leaf | Sort::Text | Sort::Line => {}
        }
        self.places[parent as usize] = Some(above);
        if self.places.len() <= id as usize {
            self.places.resize_with(id as usize + 1, || None);
        }
        if let Sort::Code { highlighted: Some(_), .. } = sort {
            self.open_codes.push(id);
        }
        self.places[id as usize] = Some(Place { node, parent, sort });
    }

    /// Makes the node of a kind.
    fn make(&mut self, parent: Id, kind: &Kind) -> Option<(Node, Sort)> {
        let elements = Elements { document: &self.document, labels: &self.labels };
        Some(match kind {
            Kind::Text(text) => (self.document.create_text_node(text).into(), Sort::Text),
            Kind::Line(text) => (self.document.create_text_node(&format!("{text}\n")).into(), Sort::Line),
            Kind::Cell(align) => {
                let head = matches!(self.places.get(parent as usize), Some(Some(Place { sort: Sort::Row { head: true, .. }, .. })));
                let cell = elements.cell(*align, head);
                (cell.clone().into(), Sort::Parent(cell))
            }
            Kind::Row | Kind::Head => {
                let row = elements.plain("tr");
                (row.clone().into(), Sort::Row { inside: row, head: *kind == Kind::Head })
            }
            Kind::Link { href, .. } => {
                let (link, _) = elements.of(kind);
                let host = link.get_attribute("data-host").unwrap_or_else(|| link::host(href).to_owned());
                (link.clone().into(), Sort::Link { inside: link, host })
            }
            Kind::List { .. } | Kind::Table => {
                let long = Long::new(&elements, kind)?;
                (long.holder().clone().into(), Sort::Long(long))
            }
            Kind::Code { lang, .. } => {
                let long = Long::new(&elements, kind)?;
                let frame = code_frame(&elements, lang, long.holder());
                let highlighted = highlight::language(lang).map(|lang| Rc::new(Block::new(lang)));
                (frame.into(), Sort::Code { long, highlighted, lines: Vec::new() })
            }
            Kind::Html => {
                let long = Long::new(&elements, kind)?;
                let frame = elements.with_class("pre", "html-source");
                set(&frame, "tabindex", "0");
                append(&frame, long.holder());
                (frame.into(), Sort::Code { long, highlighted: None, lines: Vec::new() })
            }
            Kind::Paragraph => {
                let paragraph = elements.plain("p");
                (paragraph.clone().into(), Sort::Prose(Prose::new(paragraph)))
            }
            Kind::Math { tex, display, open } => {
                let (holder, _) = elements.of(kind);
                if !open {
                    self.wishes.push(Wish::Formula { holder: holder.clone(), tex: tex.clone(), display: *display });
                }
                (holder.into(), Sort::Leaf)
            }
            kind => {
                let (element, inside) = elements.of(kind);
                (element.into(), inside.map_or(Sort::Leaf, Sort::Parent))
            }
        })
    }

    fn remove(&mut self, id: Id) {
        let Some(place) = self.places.get_mut(id as usize).and_then(Option::take) else { return };
        if let Some(parent) = place.node.parent_node() {
            _ = parent.remove_child(&place.node);
        }
        match self.place(place.parent).map(|above| &mut above.sort) {
            Some(Sort::Long(long)) if !matches!(place.sort, Sort::Row { head: true, .. }) => long.removed(),
            Some(Sort::Code { long, lines, .. }) => {
                long.removed();
                lines.retain(|line| *line != id);
            }
            _ => {}
        }
    }

    fn change_text(&mut self, id: Id, keep: usize, add: &str) {
        let Some(place) = self.place(id) else { return };
        let Some(text) = place.node.dyn_ref::<Text>() else { return };
        let end = text.length() - u32::from(matches!(place.sort, Sort::Line));
        let keep = u32::try_from(keep).unwrap_or(end).min(end);
        _ = text.replace_data(keep, end - keep, add);
        let parent = place.parent;
        if let Some(Sort::Prose(prose)) = self.place(parent).map(|above| &mut above.sort) {
            prose.grow(add.len());
        }
    }

    fn change_kind(&mut self, id: Id, kind: &Kind) {
        let heading = if let Kind::Heading(level) = kind { Some(self.elements().heading(*level)) } else { None };
        let Some(place) = self.place(id) else { return };
        let inside = match &place.sort {
            Sort::Parent(inside) => inside,
            Sort::Prose(prose) => prose.paragraph(),
            Sort::Long(long) => {
                if let Kind::List { tight, .. } = kind {
                    long.holder().set_class_name(list_class(*tight));
                }
                return;
            }
            _ => return,
        };
        let Some(heading) = heading else { return };
        while let Some(child) = inside.first_child() {
            append(&heading, &child);
        }
        _ = inside.replace_with_with_node_1(&heading);
        place.node = heading.clone().into();
        place.sort = Sort::Parent(heading);
    }

    fn settle(&mut self, id: Id) {
        let Some(place) = self.places.get_mut(id as usize).and_then(Option::as_mut) else { return };
        match &mut place.sort {
            Sort::Line => {
                let (node, parent) = (place.node.clone(), place.parent);
                if let Some(Sort::Code { highlighted, lines, .. }) = self.place(parent).map(|above| &mut above.sort) {
                    lines.retain(|line| *line != id);
                    if let Some(block) = highlighted.clone() {
                        block.settle(node.unchecked_into());
                        self.wishes.push(Wish::Highlight(block));
                    }
                }
            }
            Sort::Code { highlighted, lines, .. } => {
                let (block, lines) = (highlighted.take(), std::mem::take(lines));
                let Some(block) = block else { return };
                self.open_codes.retain(|open| *open != id);
                for line in lines {
                    if let Some(text) = self.place(line).and_then(|line| line.node.dyn_ref::<Text>()) {
                        block.settle(text.clone());
                    }
                }
                block.ended.set(true);
                self.wishes.push(Wish::Highlight(block));
            }
            // A list or a quote settles with the code in it.
            Sort::Parent(_) | Sort::Long(_) => self.settle_code_in(id),
            _ => {}
        }
    }

    /// Ends the blocks of code that lie in a container that has settled as a whole.
    fn settle_code_in(&mut self, container: Id) {
        let inside = |id: &Id| {
            let mut above = *id;
            while above != ROOT && above != container {
                above = self.places.get(above as usize).and_then(Option::as_ref).map_or(ROOT, |place| place.parent);
            }
            above == container
        };
        // One that was removed is in no place any more, or another node has its id.
        let is_code =
            |id: &Id| matches!(self.places.get(*id as usize), Some(Some(Place { sort: Sort::Code { highlighted: Some(_), .. }, .. })));
        self.open_codes.retain(is_code);
        let codes: Vec<Id> = self.open_codes.iter().copied().filter(inside).collect();
        for code in codes {
            self.settle(code);
        }
    }
}

/// The frame around code: its language, the button that copies it, and the code.
fn code_frame(elements: &Elements, lang: &str, code: &Element) -> Element {
    let frame = elements.with_class("div", "code-block");
    let head = elements.with_class("div", "code-head");
    append(&head, &elements.text("span", "code-lang", if lang.is_empty() { &elements.labels.code } else { lang }));
    let copy = elements.text("button", "btn btn-ghost btn-small code-copy", &elements.labels.copy);
    set(&copy, "type", "button");
    append(&head, &copy);
    append(&frame, &head);
    let pre = elements.plain("pre");
    // What scrolls must be reachable by keyboard.
    set(&pre, "tabindex", "0");
    append(&pre, code);
    append(&frame, &pre);
    frame
}
