//! Recorded runs: the controls of a replay, what could not be played, and saving a run.
//!
//! - [`ReplayBar`]: play, pause, step, seek, pace
//! - [`save`]: the dialog that says what is in a cassette; [`embed`] and [`report`] are its parts
//! - [`refusal`]: why something was not played

mod bar;
mod embed;
mod refusal;
mod report;
mod save;

pub use bar::ReplayBar;
pub use refusal::{NotPlayedNotice, not_played};
pub use save::SaveDialog;
