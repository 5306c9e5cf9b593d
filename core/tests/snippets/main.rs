//! The code of a plan: compared by eye, read back by each language's rules, and run.

// Helpers are no `#[test]` functions, so clippy does not see that a panic in them is a test's failure.
#![allow(clippy::unwrap_used)]

mod cases;
mod golden;
mod hostile;
mod readback;
mod recorder;
mod run;
