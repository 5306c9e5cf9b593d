//! References whose definition comes later.
//!
//! `[label]` in a block that has settled may be defined at the end of the document. Such a block keeps its text, and when the
//! definition comes it is parsed again: the only case in which settled nodes change. Only so many blocks are kept, and none of
//! which a part has been cut off; in the others a reference stays the text that it was.

use super::frame::{self, Frame};
use super::live::{Live, Log};
use super::node::Node;
use super::parse::{self, Targets, fold_label};

/// Blocks that wait for a definition.
const MAX_BLOCKS: usize = 256;

/// A longer block does not wait.
const MAX_BLOCK_BYTES: usize = 16 * 1024;

#[derive(Debug, Default)]
pub(super) struct Late {
    blocks: Vec<Block>,
}

/// A settled block with a reference that leads nowhere yet.
#[derive(Debug)]
struct Block {
    labels: Vec<String>,
    live: Live,
    /// Its Markdown, under a scaffold.
    text: String,
    /// What the scaffold opens.
    frames: Vec<Frame>,
    /// How deep the block lies.
    depth: usize,
}

impl Late {
    /// A node has settled. `text` ends where it ends; `path` are the containers that it lies in.
    pub fn settle(&mut self, log: &mut Log, live: Live, node: &Node, text: &str, path: &[Frame], unresolved: &[(String, usize)]) {
        let start = text.get(..node.start).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
        let labels: Vec<String> =
            unresolved.iter().filter(|(_, at)| (start..text.len()).contains(at)).map(|(label, _)| label.clone()).collect();
        if labels.is_empty() || self.blocks.len() >= MAX_BLOCKS || text.len() - start > MAX_BLOCK_BYTES {
            log.settle(&live);
            return;
        }
        log.settle_for_now(&live);
        let frames: Vec<Frame> = path.iter().filter(|frame| frame.start < start).cloned().collect();
        let text = frame::scaffold(&frames) + &text[start..];
        self.blocks.push(Block { labels, live, text, frames, depth: path.len() });
    }

    /// Parses the blocks again that wait for something that is now known.
    pub fn resolve(&mut self, log: &mut Log, targets: &Targets) {
        for block in &mut self.blocks {
            if !block.labels.iter().any(|label| targets.contains_key(label)) {
                continue;
            }
            let mut parsed = parse::parse(&block.text, targets, true);
            if frame::adopt(&block.frames, &mut parsed.nodes) < block.frames.len() {
                continue;
            }
            block.labels.retain(|label| !targets.contains_key(&fold_label(label)));
            let mut nodes = &parsed.nodes[..];
            for _ in 0..block.depth {
                nodes = nodes.first().map_or(&[], |node| &node.children[..]);
            }
            if let Some(node) = nodes.first() {
                log.patch(&mut block.live, node);
            }
        }
        self.blocks.retain(|block| {
            let waits = !block.labels.is_empty();
            if !waits {
                log.release(&block.live);
            }
            waits
        });
    }

    /// No definition comes any more.
    pub fn release(&mut self, log: &mut Log) {
        for block in self.blocks.drain(..) {
            log.release(&block.live);
        }
    }
}
