//! The code of a plan: compared by eye, read back by each language's rules, and run.

// Helpers are no `#[test]` functions, so clippy does not see that a panic in them is a test's failure.
#![allow(clippy::unwrap_used)]

mod back;
mod bodies;
mod cases;
mod chatgpt;
mod edited;
mod files;
mod golden;
mod hostile;
mod parsed;
mod pasted;
mod readback;
mod recorder;
mod run;
mod rust;
