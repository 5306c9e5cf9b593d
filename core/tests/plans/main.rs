//! What the plan promises, checked from outside: valid bodies, nothing refused in them, every change explained.

// Helpers are no `#[test]` functions, so clippy does not see that a panic in them is a test's failure.
#![allow(clippy::unwrap_used)]

mod bodies;
mod cases;
mod catalogue;
mod golden;
mod hosted;
mod lossless;
mod notices;
mod refusals;
mod replay;
mod requests;
mod rules;
mod schema;
mod strict;
