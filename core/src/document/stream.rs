//! [`Stream`]: text in, operations out, what has settled let go.
//!
//! The buffer holds the scaffold (see [`super::frame`]) and the tail. It is parsed again with each delta, compared with the live nodes,
//! and then shortened: a block has settled as soon as the next one in the same container begins on a line that has ended, because
//! nothing that comes later can reach back over that. So the tail is mostly one paragraph, one line of code, one row or one item.

use super::cut;
use super::frame::{self, Frame};
use super::late::Late;
use super::live::{Live, Log, Op};
use super::node::{Kind, Node};
use super::parse::{self, Parsed, Targets};
use super::plan::{self, Plan};

/// The input is taken in pieces that end at multiples of this many bytes, counted from the beginning of the document, and a long
/// paragraph is cut only there: so where it is cut depends on the text alone, and not on how it was split on the way.
const STEP_BYTES: usize = 1024;

/// A document that arrives in pieces.
///
/// ```
/// use lineup_core::document::{Kind, Op, ROOT, Stream};
/// let mut stream = Stream::new();
/// let ops = stream.push("# He");
/// assert_eq!(ops[0], Op::Append { parent: ROOT, id: 1, kind: Kind::Heading(1) });
/// assert_eq!(stream.push("llo"), [Op::Text { id: 2, keep: 2, add: "llo".into() }]);
/// ```
#[derive(Debug)]
pub struct Stream {
    buffer: String,
    /// How much of the buffer is scaffold.
    scaffold: usize,
    frames: Vec<Frame>,
    root: Live,
    log: Log,
    targets: Targets,
    late: Late,
    /// Bytes taken so far, for [`STEP_BYTES`].
    taken: usize,
    /// The last piece ended with a carriage return; whether it was half of a line's end shows with the next.
    carriage_return: bool,
    finished: bool,
}

impl Default for Stream {
    fn default() -> Self {
        Self::new()
    }
}

impl Stream {
    pub fn new() -> Self {
        Self {
            buffer: String::new(),
            scaffold: 0,
            frames: Vec::new(),
            root: Live::root(),
            log: Log::default(),
            targets: Targets::default(),
            late: Late::default(),
            taken: 0,
            carriage_return: false,
            finished: false,
        }
    }

    /// Takes the next piece of text and returns what changes. Nothing changes after [`Stream::finish`].
    pub fn push(&mut self, text: &str) -> Vec<Op> {
        if self.finished || text.is_empty() {
            return Vec::new();
        }
        let held = if self.carriage_return { "\r" } else { "" };
        self.carriage_return = text.ends_with('\r');
        let text = text.strip_suffix('\r').unwrap_or(text);
        self.take(&normalise(&format!("{held}{text}")));
        std::mem::take(&mut self.log.ops)
    }

    /// The text is complete. Link definitions that came late are applied now.
    pub fn finish(&mut self) -> Vec<Op> {
        if self.finished {
            return Vec::new();
        }
        if std::mem::take(&mut self.carriage_return) {
            self.take("\n");
        }
        self.finished = true;
        let parsed = self.refresh();
        self.define(&parsed, usize::MAX);
        for live in std::mem::take(&mut self.root.children) {
            self.log.settle(&live);
        }
        self.late.release(&mut self.log);
        self.buffer = String::new();
        self.frames = Vec::new();
        std::mem::take(&mut self.log.ops)
    }

    fn take(&mut self, mut text: &str) {
        while !text.is_empty() {
            let mut room = (STEP_BYTES - self.taken % STEP_BYTES).min(text.len());
            while !text.is_char_boundary(room) {
                room += 1;
            }
            let (now, later) = text.split_at(room);
            let step = self.taken / STEP_BYTES;
            self.buffer.push_str(now);
            self.taken += now.len();
            self.advance();
            if self.taken / STEP_BYTES > step {
                self.cut_paragraph();
            }
            text = later;
        }
    }

    fn advance(&mut self) {
        let parsed = self.refresh();
        self.settle(&parsed);
    }

    /// Parses the buffer and brings the live nodes to it.
    fn refresh(&mut self) -> Parsed {
        let mut parsed = parse::parse(&self.buffer, &self.targets, self.finished);
        let line = plan::line_start(&self.buffer, self.buffer.len());
        if !self.finished && line > self.scaffold && parsed.definitions.iter().any(|(_, _, _, end)| *end > line) {
            // A definition shows nothing; but what refers to it must not settle on half an address.
            parsed = parse::parse(&self.buffer[..line], &self.targets, false);
        }
        let found = frame::adopt(&self.frames, &mut parsed.nodes);
        self.abandon(found);
        self.log.update(self.root.id, &mut self.root.children, &parsed.nodes);
        parsed
    }

    /// Lets go of the containers from `depth` on, which the parser did not find again.
    fn abandon(&mut self, depth: usize) {
        if depth == self.frames.len() {
            return;
        }
        let mut live = &mut self.root;
        for _ in 0..depth {
            let Some(child) = live.children.first_mut() else { return };
            live = child;
        }
        for gone in live.children.drain(..) {
            self.log.settle(&gone);
        }
        self.frames.truncate(depth);
    }

    /// Lets go of what has settled, and of its text.
    fn settle(&mut self, parsed: &Parsed) {
        let Some(plan) = Plan::new(&self.buffer, self.scaffold, &self.frames, parsed) else { return };
        let (buffer, scaffold) = self.reopened(&plan.frames, plan.cut);
        self.define(parsed, plan.cut);
        // Markdown has corners in which the rest means something else by itself. Then nothing settles for now.
        let mut rest = parse::parse(&buffer, &self.targets, false).nodes;
        frame::adopt(&plan.frames, &mut rest);
        if rest != plan.rest(&parsed.nodes) {
            return;
        }
        let letting = LetGo { text: &self.buffer, unresolved: &parsed.unresolved };
        letting.settled(&mut self.log, &mut self.late, &mut self.root, &parsed.nodes, &plan, &self.frames);
        self.buffer = buffer;
        self.scaffold = scaffold;
        self.frames = plan.frames;
    }

    /// A buffer whose tail begins at `cut`, inside `frames`, and how much of it is scaffold.
    fn reopened(&self, frames: &[Frame], cut: usize) -> (String, usize) {
        let mut buffer = frame::scaffold(frames);
        let scaffold = buffer.len();
        buffer.push_str(&self.buffer[cut..]);
        (buffer, scaffold)
    }

    /// Keeps the definitions that stand before `end`, and brings what referred to them up to date.
    fn define(&mut self, parsed: &Parsed, end: usize) {
        let mut new = false;
        for (label, target, _, _) in parsed.definitions.iter().filter(|(_, _, _, ends)| *ends <= end) {
            if !self.targets.contains_key(label) {
                self.targets.insert(label.clone(), target.clone());
                new = true;
            }
        }
        if new {
            self.late.resolve(&mut self.log, &self.targets);
        }
    }

    /// Cuts the paragraph at the end of the tail, if it has become long.
    fn cut_paragraph(&mut self) {
        let Some(at) = cut::place(&self.buffer, self.scaffold) else { return };
        let rest = self.buffer.split_off(at);
        let parsed = self.refresh();
        // Down to the paragraph, which is the last of the last.
        let mut frames: Vec<Frame> = Vec::new();
        let mut nodes = &parsed.nodes[..];
        let mut live = &mut self.root;
        let mut known = self.frames.clone().into_iter();
        // Where something else has begun on the line that has not ended, the next step is soon enough.
        while let ([node], [child]) = (nodes, &mut live.children[..]) {
            live = child;
            if node.kind == Kind::Paragraph {
                for gone in live.children.drain(..) {
                    self.log.settle(&gone);
                }
                frames.push(Frame::paragraph(Kind::Paragraph));
                self.define(&parsed, at);
                (self.buffer, self.scaffold) = self.reopened(&frames, at);
                self.frames = frames;
                break;
            }
            let frame = match known.next() {
                Some(frame) => frame.at(node.start),
                None => match Frame::new(node, &self.buffer, frames.last()) {
                    Some(frame) => frame,
                    None => break,
                },
            };
            frames.push(frame);
            nodes = &node.children;
        }
        self.buffer.push_str(&rest);
        self.advance();
    }
}

/// What is needed to let go of nodes.
struct LetGo<'a> {
    text: &'a str,
    unresolved: &'a [(String, usize)],
}

impl LetGo<'_> {
    /// Lets go of what the plan says has settled. `known` are the containers that began above the tail.
    fn settled(&self, log: &mut Log, late: &mut Late, root: &mut Live, nodes: &[Node], plan: &Plan, known: &[Frame]) {
        let (mut live, mut nodes, mut known) = (root, nodes, known);
        let mut path = Vec::new();
        for (last, frame) in plan.steps.iter().map(|step| (step.last, &step.frame)) {
            if last > 0 {
                self.children(log, late, live.children.drain(..last), &nodes[..=last], &mut path, std::mem::take(&mut known));
            }
            known = known.get(1..).unwrap_or_default();
            let (Some(child), Some(frame)) = (live.children.first_mut(), frame) else { return };
            path.push(frame.clone());
            live = child;
            nodes = &nodes[last].children;
        }
    }

    /// Lets go of siblings. Each ends where the next of `nodes` begins, and the last where the text ends.
    fn children(
        &self,
        log: &mut Log,
        late: &mut Late,
        gone: impl Iterator<Item = Live>,
        nodes: &[Node],
        path: &mut Vec<Frame>,
        mut known: &[Frame],
    ) {
        let ends = nodes.iter().skip(1).map(|next| plan::line_start(self.text, next.start)).chain([self.text.len()]);
        for ((live, node), end) in gone.zip(nodes).zip(ends) {
            let inside = LetGo { text: &self.text[..end], unresolved: self.unresolved };
            inside.node(log, late, live, node, path, std::mem::take(&mut known));
        }
    }

    /// Lets go of a node and what is in it. Of a container that began above the tail (the first of `known`) only the last children are
    /// at hand, and each goes by itself.
    fn node(&self, log: &mut Log, late: &mut Late, mut live: Live, node: &Node, path: &mut Vec<Frame>, known: &[Frame]) {
        let Some((frame, known)) = known.split_first() else {
            late.settle(log, live, node, self.text, path, self.unresolved);
            return;
        };
        if !frame.is_paragraph() {
            path.push(frame.at(node.start));
            self.children(log, late, live.children.drain(..), &node.children, path, known);
            path.pop();
        }
        log.settle(&live);
    }
}

/// Text with `\n` at the end of each line, and without the character that Markdown forbids.
pub(super) fn normalise(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cost of a delta is the length of the buffer, which is parsed with each. It must not grow with the document.
    #[test]
    fn the_tail_stays_short_in_a_long_block() {
        let item = |n: usize| format!("- item {n} with *some* words\n");
        type Line = Box<dyn Fn(usize) -> String>;
        let shapes: [(&str, &str, Line); 8] = [
            ("paragraphs", "", Box::new(|n| format!("Paragraph {n} with `code`.\n\n"))),
            ("fence", "```rust\n", Box::new(|n| format!("    let line_{n} = {n};\n"))),
            ("list", "", Box::new(item)),
            ("nested list", "1. a\n   - b\n\n     text\n", Box::new(move |n| format!("     {}", item(n)))),
            ("loose list", "", Box::new(move |n| item(n) + "\n")),
            ("table", "| a | b |\n|---|---|\n", Box::new(|n| format!("| {n} | text |\n"))),
            ("quoted fence", "> - x\n>   ```\n", Box::new(|n| format!(">   line {n}\n"))),
            ("one paragraph", "", Box::new(|n| format!("Line {n} of a *long* paragraph\n"))),
        ];
        for (name, first, line) in shapes {
            let mut stream = Stream::new();
            stream.push(first);
            let mut longest = 0;
            for n in 0..2_000 {
                for piece in line(n).split_inclusive(' ') {
                    stream.push(piece);
                    longest = longest.max(stream.buffer.len());
                }
            }
            assert!(longest < 6 * 1024, "{name}: {longest} bytes");
        }
    }
}
