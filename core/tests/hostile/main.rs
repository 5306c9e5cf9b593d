//! Whatever outsiders write: the payloads of `tests/hostile` go through every pure place that reads, keeps or prints text.

// Helpers are no `#[test]` functions, so clippy does not see that a panic in them is a test's failure.
#![allow(clippy::unwrap_used)]

mod answers;
mod documents;
mod imports;
mod links;
#[path = "../snippets/readback.rs"]
mod readback;
mod recorded;
mod requests;
mod schemas;
#[path = "../document/view.rs"]
mod view;
