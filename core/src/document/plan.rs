//! [`Plan`]: which nodes have settled, and where the tail begins without them.

use super::frame::Frame;
use super::node::{Kind, Node};
use super::parse::{self, Parsed};

/// So many definitions of links in a row are let go, though no block has ended them.
const DEFINITIONS_IN_TAIL: usize = 64;

/// Deeper down nothing settles before its container does: below the parser's own limit the containers are not what they seem.
const MAX_FRAMES: usize = parse::MAX_DEPTH - 16;

/// What to let go of.
#[derive(Debug)]
pub(super) struct Plan {
    /// One for each level of containers, from the document down to the block at which the tail begins.
    pub steps: Vec<Step>,
    /// The containers that the tail stands in and that began above it.
    pub frames: Vec<Frame>,
    /// Where the tail begins.
    pub cut: usize,
}

/// One level.
#[derive(Debug)]
pub(super) struct Step {
    /// The child that is still open. Those before it have settled.
    pub last: usize,
    /// The child as a container, if the next step is inside it.
    pub frame: Option<Frame>,
}

impl Plan {
    /// `None` if nothing has settled. `known` are the frames that the scaffold opens.
    pub fn new(text: &str, scaffold: usize, known: &[Frame], parsed: &Parsed) -> Option<Self> {
        let mut steps = Vec::new();
        let mut cut = None;
        // Where the last node ends that settles.
        let mut settled = scaffold;
        let mut frames: Vec<Frame> = Vec::new();
        let mut nodes = &parsed.nodes[..];
        let mut known = known;
        loop {
            let indented = frames.last().is_some_and(|frame| matches!(frame.kind, Kind::Code { fenced: false, .. }));
            let settles = |index: usize| {
                // Two may begin on one line, and the tail begins at a line.
                let own_line = index == 0 || line_start(text, nodes[index].start) > nodes[index - 1].start;
                own_line && begun(text, &nodes[index], indented)
            };
            let Some(last) = (0..nodes.len()).rev().find(|index| settles(*index)) else { break };
            for pair in nodes[..=last].windows(2) {
                let inside = if matches!(pair[0].kind, Kind::Item { .. }) { &pair[0].children[..] } else { &[] };
                if blank_line_between(text, pair) || inside.windows(2).any(|pair| blank_line_between(text, pair)) {
                    loosen(&mut frames);
                }
            }
            if last > 0 {
                settled = settled.max(nodes[last - 1].end.max(nodes[last - 1].start + 1));
                known = &[];
            }
            let node = &nodes[last];
            if node.start >= scaffold {
                let start = line_start(text, node.start);
                let line = matches!(node.kind, Kind::Line(_) | Kind::Head | Kind::Row);
                cut = Some(if line { start } else { with_lines_above(text, start, settled) });
            }
            let frame = match known.split_first() {
                Some((frame, rest)) => {
                    known = rest;
                    Some(frame.at(node.start))
                }
                None => Frame::new(node, text, frames.last()),
            };
            let inside = !node.children.is_empty() && frames.len() < MAX_FRAMES;
            let inside = frame.as_ref().is_some_and(|frame| inside && !frame.is_paragraph());
            // With nothing in it yet it is the tail itself, unless it goes on from above.
            if inside || node.start < scaffold {
                frames.extend(frame.clone());
            }
            steps.push(Step { last, frame: frame.filter(|_| inside) });
            if !inside {
                break;
            }
            nodes = &node.children;
        }
        let cut = cut.or_else(|| definitions_end(parsed)).filter(|cut| *cut > scaffold)?;
        // What the deeper levels have shown.
        for (step, frame) in steps.iter_mut().zip(&frames) {
            if let Some(own) = &mut step.frame {
                own.loose = frame.loose;
            }
        }
        frames.retain(|frame| frame.start < cut);
        Some(Self { steps, frames, cut })
    }

    /// The nodes without those that have settled.
    pub fn rest(&self, nodes: &[Node]) -> Vec<Node> {
        rest(&self.steps, nodes)
    }
}

fn rest(steps: &[Step], nodes: &[Node]) -> Vec<Node> {
    let Some((step, steps)) = steps.split_first() else { return nodes.to_vec() };
    let [first, others @ ..] = &nodes[step.last..] else { return Vec::new() };
    let children = if step.frame.is_some() { rest(steps, &first.children) } else { first.children.clone() };
    let kind = match (&first.kind, &step.frame) {
        (Kind::List { start, tight }, Some(frame)) => Kind::List { start: *start, tight: *tight && !frame.loose },
        (kind, _) => kind.clone(),
    };
    let first = Node { kind, children, ..*first };
    [first].into_iter().chain(others.iter().cloned()).collect()
}

/// A list with a blank line between its items, or between two blocks of one item, is loose.
fn loosen(frames: &mut [Frame]) {
    match frames {
        [.., Frame { kind: Kind::List { .. }, loose, .. }] | [.., Frame { loose, .. }, Frame { kind: Kind::Item { .. }, .. }] => {
            *loose = true
        }
        _ => {}
    }
}

/// Whether the line has ended on which the node shows what it is. Of indented code a blank line does not count: whether it belongs
/// to the code shows later.
fn begun(text: &str, node: &Node, indented: bool) -> bool {
    let Some(rest) = text.get(node.start..) else { return false };
    let lines = rest.bytes().filter(|byte| *byte == b'\n').take(2).count();
    match &node.kind {
        Kind::Table => lines == 2,
        // Half a delimiter row makes the line above it a table's head, which ends a paragraph; the whole one may not.
        Kind::Paragraph => lines == 2 || (lines == 1 && blank_line_before(text, node.start)),
        Kind::Line(line) if indented => lines > 0 && !line.trim().is_empty(),
        _ => lines > 0,
    }
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn blank_line_before(text: &str, at: usize) -> bool {
    let start = line_start(text, at);
    let Some(before) = start.checked_sub(1).map(|end| &text[..end]) else { return false };
    before[line_start(before, before.len())..].bytes().all(is_prefix)
}

/// Whether a blank line parts two siblings. One at the end of a fence or a comment that was never closed is part of it.
fn blank_line_between(text: &str, pair: &[Node]) -> bool {
    let [node, next] = pair else { return false };
    let mut last = node;
    while let Some(child) = last.children.last().filter(|_| !matches!(last.kind, Kind::Code { .. } | Kind::Html)) {
        last = child;
    }
    let in_fence = matches!(last.kind, Kind::Code { fenced: true, .. } | Kind::Html) && last.end >= line_start(text, next.start);
    !in_fence && blank_line_before(text, next.start)
}

/// Whether a byte may stand before the text of a line that goes on in its containers.
fn is_prefix(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'>')
}

/// Where the last of many definitions begins, if there is nothing else.
fn definitions_end(parsed: &Parsed) -> Option<usize> {
    let many = parsed.nodes.is_empty() && parsed.definitions.len() > DEFINITIONS_IN_TAIL;
    many.then(|| parsed.definitions.iter().map(|(_, _, start, _)| *start).max()).flatten()
}

/// Where the tail must begin for the block that begins at `start`: with the lines right above it that belong to nothing that has
/// settled. They are definitions, and what follows one may be read as a paragraph that it would not be by itself.
fn with_lines_above(text: &str, mut start: usize, settled: usize) -> usize {
    while start > settled && !blank_line_before(text, start) {
        let above = line_start(text, start - 1);
        if above < settled {
            break;
        }
        start = above;
    }
    start
}
