//! Everything of Lineup that needs no browser.
//!
//! The way of the data, one direction:
//! [`draft`] ──[`plan`]──▶ plan ──transport──▶ bytes ──[`wire::sse`]──▶ events ──[`run`]──▶ reply · usage · timing.
//!
//! `config, doctor, keep → plan, run, document, share → draft, lineup → wire`: a module may use what stands to its right, never to its left.

pub mod config;
pub mod doctor;
pub mod document;
pub mod draft;
mod echo;
pub mod json;
pub mod keep;
pub mod lineup;
pub mod message;
pub mod plan;
pub mod run;
mod secret;
pub mod share;
pub mod vault;
pub mod wire;

pub use echo::Echo;
pub use secret::Secret;
