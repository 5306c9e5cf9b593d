//! Why no request can be made at all.

use crate::lineup::Kind;

/// What is missing or wrong. The text names the fault and never repeats a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("the lane names no model")]
    NoModel,
    #[error("there is nothing to send: the conversation is empty")]
    Empty,
    #[error("the endpoint has no address")]
    NoBase,
    #[error("the endpoint's address is not usable: {0}")]
    BadBase(&'static str),
    /// `https://key@host`: a key in an address would travel to logs and links.
    #[error("the endpoint's address holds a user name or a key before the @: take it out and enter the key as a key")]
    KeyInAddress,
    #[error("{0:?} cannot be the name of the header that carries the key: {1}")]
    BadHeader(String, &'static str),
    #[error("{model} is served neither by Chat Completions nor by Responses ({kind:?})")]
    NotConversational { model: String, kind: Kind },
}
