//! What outlives the page: the forms in which it is kept, looked through and carried away. Where it lies is the page's business.
//!
//! - [`state`]: what the user works on: a draft with its conversation, the prompt, the lanes
//! - [`row`]: one line of the history for every run, and what is asked of those lines
//! - [`asked`]: what a run was asked, without its secrets, and the run again from what was recorded
//! - [`tape`]: what came back, appended while it comes
//! - [`parts`]: pictures, sound and files, kept once however often they are mentioned
//! - [`search`]: words in texts, and the place where they stand
//! - [`archive`]: everything in one file
//! - [`difference`]: of two answers
//! - [`markdown`], [`html`]: one conversation for readers

pub mod archive;
pub mod asked;
pub mod difference;
pub mod html;
pub mod markdown;
pub mod parts;
pub mod row;
pub mod search;
pub mod state;
pub mod tape;
#[cfg(test)]
mod tests;

pub use archive::{Archive, ArchiveError, Record};
pub use asked::Asked;
pub use difference::{Piece, difference};
pub use row::{Ended, Filter, RunRow, said};
pub use search::Query;
pub use state::{DraftRow, State};
pub use tape::{Tape, TapeWriter};
