//! Puts a document into the page: applies the operations of [`lineup_core::document`] to real nodes.
//!
//! Nodes are made one by one from what the core names; text becomes text nodes and nothing else, so that nothing in a document can
//! become an element, an attribute or a request. [`DocumentView`] is the handle; it works in frames, with a budget.
//!
//! | module | owns |
//! | --- | --- |
//! | `view` | [`DocumentView`]: text in, frames, what the workers send back |
//! | `painter` | operations to nodes, and which node has which id |
//! | `element` | the element of each kind |
//! | `long` | long documents, lists, tables and code, in parts that the browser may skip |
//! | `prose` | long paragraphs, in parts |
//! | `code` | highlighted lines |
//! | `listing` | [`Listing`]: a whole text in highlighted lines |
//! | `math` | formulas |
//! | `cite` | the marks of citations |

mod cite;
mod code;
mod element;
mod listing;
mod long;
mod math;
mod painter;
mod prose;
mod view;

pub use cite::{Cite, MARK, SOURCE};
pub use listing::Listing;
pub use view::DocumentView;

/// The words that a document needs, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// On the button of a block of code.
    pub copy: String,
    /// The same after it was pressed.
    pub copied: String,
    /// What a block of code without a language is called.
    pub code: String,
    /// Before the name of a picture that is not loaded.
    pub image: String,
    /// Spoken for the box of a task.
    pub done: String,
    pub not_done: String,
    /// Spoken for a table's next part.
    pub continued: String,
}
