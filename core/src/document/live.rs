//! The nodes that may still change, and the operations that change them.
//!
//! New nodes are compared with the live ones by position. Growth at the end is cheap, and that is how a document grows; a node whose
//! kind changed is removed with all that follows it and made again, which happens only inside the open tail.

use super::node::{Kind, Node};

/// The name of a live node. Small numbers, given again once their node is gone or settled.
pub type Id = u32;

/// The document itself.
pub const ROOT: Id = 0;

/// One change of the view. Ids name nodes that are live: appended and neither removed nor settled.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    /// A new node, the last child of `parent` so far.
    Append { parent: Id, id: Id, kind: Kind },
    /// The node goes, with everything in it.
    Remove { id: Id },
    /// The text of a [`Kind::Text`] or [`Kind::Line`]: its first `keep` UTF-16 units stay, then comes `add`.
    Text { id: Id, keep: usize, add: String },
    /// The node stays with its children and becomes another kind: a list that turned loose, a paragraph that turned out to be a heading.
    Kind { id: Id, kind: Kind },
    /// Neither the node nor anything in it will be addressed again, but for a late link definition.
    Settle { id: Id },
}

/// A node that is on the page and may still change, and its children that may.
#[derive(Debug)]
pub(super) struct Live {
    pub id: Id,
    pub kind: Kind,
    pub children: Vec<Live>,
}

impl Live {
    pub fn root() -> Self {
        Self { id: ROOT, kind: Kind::Quote, children: Vec::new() }
    }
}

/// Writes down operations and gives out ids.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub ops: Vec<Op>,
    free: Vec<Id>,
    last: Id,
}

impl Log {
    fn id(&mut self) -> Id {
        self.free.pop().unwrap_or_else(|| {
            self.last += 1;
            self.last
        })
    }

    fn append(&mut self, parent: Id, node: &Node) -> Live {
        let id = self.id();
        self.ops.push(Op::Append { parent, id, kind: node.kind.clone() });
        let children = node.children.iter().map(|child| self.append(id, child)).collect();
        Live { id, kind: node.kind.clone(), children }
    }

    /// Gives the ids of a node and its children free.
    pub fn release(&mut self, live: &Live) {
        self.free.push(live.id);
        for child in &live.children {
            self.release(child);
        }
    }

    /// The node has settled: it will not be addressed again.
    pub fn settle(&mut self, live: &Live) {
        self.ops.push(Op::Settle { id: live.id });
        self.release(live);
    }

    /// As [`Log::settle`], but the ids stay taken, because a late definition may come for it.
    pub fn settle_for_now(&mut self, live: &Live) {
        self.ops.push(Op::Settle { id: live.id });
    }

    /// Makes the children of `parent` what `nodes` say.
    pub fn update(&mut self, parent: Id, live: &mut Vec<Live>, nodes: &[Node]) {
        let same = live.iter_mut().zip(nodes).position(|(live, node)| !self.patch(live, node));
        let same = same.unwrap_or(live.len().min(nodes.len()));
        for gone in live.drain(same..) {
            self.ops.push(Op::Remove { id: gone.id });
            self.release(&gone);
        }
        for node in &nodes[same..] {
            live.push(self.append(parent, node));
        }
    }

    /// Changes `live` in place, if it can become `node` so.
    pub fn patch(&mut self, live: &mut Live, node: &Node) -> bool {
        match (&mut live.kind, &node.kind) {
            (Kind::Text(old), Kind::Text(new)) | (Kind::Line(old), Kind::Line(new)) => {
                if old != new {
                    let shared = shared_prefix(old, new);
                    let keep = old[..shared].chars().map(char::len_utf16).sum();
                    self.ops.push(Op::Text { id: live.id, keep, add: new[shared..].to_owned() });
                    old.truncate(shared);
                    old.push_str(&new[shared..]);
                }
                return true;
            }
            (old, new) if old == new => {}
            (Kind::List { start: old, .. }, Kind::List { start: new, .. }) if old == new => self.turn(live, &node.kind),
            (Kind::Paragraph, Kind::Heading(_)) => self.turn(live, &node.kind),
            _ => return false,
        }
        let id = live.id;
        self.update(id, &mut live.children, &node.children);
        true
    }

    fn turn(&mut self, live: &mut Live, kind: &Kind) {
        self.ops.push(Op::Kind { id: live.id, kind: kind.clone() });
        live.kind = kind.clone();
    }
}

/// The length in bytes of what both begin with, at a character's edge.
fn shared_prefix(a: &str, b: &str) -> usize {
    if b.starts_with(a) {
        return a.len();
    }
    let mut shared = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    while !a.is_char_boundary(shared) {
        shared -= 1;
    }
    shared
}
