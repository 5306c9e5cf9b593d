//! JSON Schemas as people write them for tools and for answers: read with line and column, checked against the strict subset,
//! repaired, and made from a sample.
//!
//! - [`text`]: JSON text ↔ value, errors by line and column, where in the text a pointer points to
//! - [`lint`]: what a server would refuse, each finding with its place and, where there is one, its [`Fix`]
//! - [`sample`]: a schema that a sample fits
//! - [`check`]: an answer against its schema: the messages of the worker that does it
//! - [`name`]: what tools and schemas may be called
//!
//! All of it is pure. The page calls it through `workers/schema`, so that its first load stays small.

pub mod check;
mod fix;
mod keywords;
mod limits;
pub mod lint;
pub mod name;
mod pointer;
pub mod sample;
#[cfg(test)]
mod tests;
pub mod text;

pub use fix::{Fix, Strict, make_strict};
pub use lint::{Finding, Level, Problem, Weight, lint};
pub use pointer::{join, parent};
pub use sample::from_sample;
