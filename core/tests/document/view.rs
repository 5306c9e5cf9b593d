//! The smallest view that a document's operations can be applied to. It checks that each operation names a live node.

use std::collections::HashMap;

use lineup_core::document::{Id, Kind, Node, Op, ROOT, Stream, whole};

#[derive(Debug)]
struct Element {
    kind: Kind,
    children: Vec<usize>,
    parent: usize,
}

/// Elements stay in their place for ever; ids come and go.
#[derive(Debug)]
pub struct View {
    elements: Vec<Element>,
    live: HashMap<Id, usize>,
    /// Elements that were settled: operations on them are counted.
    settled: Vec<bool>,
    pub late_changes: usize,
}

impl View {
    pub fn new() -> Self {
        let root = Element { kind: Kind::Quote, children: Vec::new(), parent: 0 };
        Self { elements: vec![root], live: HashMap::from([(ROOT, 0)]), settled: vec![false], late_changes: 0 }
    }

    fn find(&mut self, id: Id) -> usize {
        let element = *self.live.get(&id).unwrap_or_else(|| panic!("no live node {id}"));
        self.late_changes += usize::from(self.settled[element]);
        element
    }

    pub fn apply(&mut self, op: Op) {
        match op {
            Op::Append { parent, id, kind } => {
                let parent = self.find(parent);
                let element = self.elements.len();
                self.elements.push(Element { kind, children: Vec::new(), parent });
                self.settled.push(false);
                self.elements[parent].children.push(element);
                self.live.insert(id, element);
            }
            Op::Remove { id } => {
                let element = self.find(id);
                let parent = self.elements[element].parent;
                self.elements[parent].children.retain(|child| *child != element);
                self.live.remove(&id);
            }
            Op::Text { id, keep, add } => {
                let element = self.find(id);
                let (Kind::Text(text) | Kind::Line(text)) = &mut self.elements[element].kind else { panic!("{id} has no text") };
                let units: Vec<u16> = text.encode_utf16().take(keep).chain(add.encode_utf16()).collect();
                *text = String::from_utf16(&units).expect("cut at a character's edge");
            }
            Op::Kind { id, kind } => {
                let element = self.find(id);
                self.elements[element].kind = kind;
            }
            Op::Settle { id } => {
                let element = self.find(id);
                self.settle(element);
            }
        }
    }

    fn settle(&mut self, element: usize) {
        self.settled[element] = true;
        for child in self.elements[element].children.clone() {
            self.settle(child);
        }
    }

    /// The document as lines, one a node, indented. Adjacent texts are one.
    pub fn outline(&self) -> Vec<String> {
        let mut lines = Vec::new();
        self.outline_of(0, 0, &mut lines);
        lines
    }

    fn outline_of(&self, element: usize, depth: usize, lines: &mut Vec<String>) {
        let children = &self.elements[element].children;
        let paragraphs =
            children.iter().any(|item| self.elements[*item].children.iter().any(|child| self.elements[*child].kind == Kind::Paragraph));
        if depth > 0 {
            write(&self.elements[element].kind, paragraphs, depth, lines);
        }
        for child in children {
            self.outline_of(*child, depth + 1, lines);
        }
    }
}

/// The outline of a document that was parsed in one go.
pub fn outline_of_whole(text: &str) -> Vec<String> {
    fn walk(node: &Node, depth: usize, lines: &mut Vec<String>) {
        let paragraphs = node.children.iter().any(|item| item.children.iter().any(|child| child.kind == Kind::Paragraph));
        write(&node.kind, paragraphs, depth, lines);
        for child in &node.children {
            walk(child, depth + 1, lines);
        }
    }
    let mut lines = Vec::new();
    for node in whole(text) {
        walk(&node, 1, &mut lines);
    }
    lines
}

/// Whether a list is tight shows only where it holds paragraphs.
fn write(kind: &Kind, paragraphs: bool, depth: usize, lines: &mut Vec<String>) {
    let indent = "  ".repeat(depth);
    let last_is_text = |lines: &Vec<String>| lines.last().is_some_and(|line| line.starts_with(&format!("{indent}Text ")));
    match kind {
        Kind::Text(text) if last_is_text(lines) => {
            let last = lines.last_mut().expect("there is one");
            last.push_str(&text.escape_debug().to_string());
        }
        Kind::Text(text) => lines.push(format!("{indent}Text {}", text.escape_debug())),
        Kind::List { start, .. } if !paragraphs => lines.push(format!("{indent}List {start:?}")),
        kind => lines.push(format!("{indent}{kind:?}")),
    }
}

/// Streams the pieces and returns the view at the end.
pub fn stream<'a>(pieces: impl IntoIterator<Item = &'a str>) -> View {
    let mut stream = Stream::new();
    let mut view = View::new();
    for piece in pieces {
        stream.push(piece).into_iter().for_each(|op| view.apply(op));
    }
    stream.finish().into_iter().for_each(|op| view.apply(op));
    view
}

/// Says where two outlines part, or `None`.
pub fn difference(streamed: &[String], whole: &[String]) -> Option<String> {
    let at = streamed.iter().zip(whole).position(|(a, b)| a != b).unwrap_or(streamed.len().min(whole.len()));
    if at == streamed.len() && at == whole.len() {
        return None;
    }
    let line = |lines: &[String]| lines.get(at).cloned().unwrap_or_else(|| "(the end)".into());
    let before = whole[at.saturating_sub(3)..at].join("\n");
    Some(format!("the first difference is in line {at}, after\n{before}\nstreamed: {}\nwhole:    {}", line(streamed), line(whole)))
}
