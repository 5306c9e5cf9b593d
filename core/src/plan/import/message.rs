//! What the page and the worker that reads pasted texts say to each other.

use super::{PasteError, Pasted, Source};
use crate::message;
use serde::{Deserialize, Serialize};

pub type Request = message::Request<Ask>;

pub type Answer = message::Answer<Result<Pasted, PasteError>>;

/// A text to be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    pub text: String,
    /// What a body that is edited was printed from: what was changed flows back into it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<Source>>,
}
