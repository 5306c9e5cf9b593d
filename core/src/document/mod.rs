//! Markdown that is still arriving, as blocks that settle one after the other.
//!
//! [`Stream`] takes the text as it comes and answers with [`Op`]s: append this node, remove that one, this text grew. What has
//! settled is never addressed again, and only the open tail of the document is parsed: the last paragraph, the last item of a list,
//! the last row of a table, the last lines of a fence. So the cost of a delta does not grow with the document.
//!
//! | module | owns |
//! | --- | --- |
//! | [`node`] | what a document is made of: [`Kind`] and [`Node`] |
//! | `parse` | a piece of Markdown to nodes, by pulldown-cmark |
//! | `mask` | TeX in `\( \)`, `\[ \]` and `$$`, hidden from the Markdown parser |
//! | `frame` | the open containers, and how to open them again above the tail |
//! | `live` | the nodes that may still change, and the operations that change them |
//! | `stream` | [`Stream`]: text in, operations out, what has settled let go |
//! | `plan` | what has settled |
//! | `cut` | where a long open paragraph may be cut |
//! | `late` | references whose definition comes later |
//! | [`link`] | which addresses may become links, and text that lies about its direction |
//! | [`mathml`] | MathML text to nodes through an allow-list |
//! | [`highlight`] | classes and spans of highlighted code, and the messages of its worker |

mod cut;
mod frame;
pub mod highlight;
mod languages;
mod late;
pub mod link;
mod live;
mod mask;
pub mod mathml;
pub mod node;
mod parse;
mod plan;
mod stream;

pub use live::{Id, Op, ROOT};
pub use node::{Align, Kind, Node};
pub use stream::Stream;

/// The nodes of a document that is there in full, parsed in one go: no paragraph is cut, no state is kept.
///
/// It is what a [`Stream`] of the same text must end with.
pub fn whole(markdown: &str) -> Vec<Node> {
    let text = stream::normalise(markdown);
    parse::parse(&text, &Default::default(), true).nodes
}
