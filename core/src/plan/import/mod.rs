//! Requests of others, taken over as drafts.

mod chat_body;
mod messages;

pub use chat_body::{ImportError, Imported, chat_body};
