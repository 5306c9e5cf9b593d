//! What travels: the shapes of the APIs, read tolerantly and written exactly.
//!
//! Every enum that comes from outside has an unknown arm, every incoming field is optional unless nothing works without it, and
//! nothing here knows about lanes, drafts or pages.

pub mod audio;
pub mod chat;
pub mod error;
pub mod images;
pub mod responses;
pub mod soft;
pub mod sse;

use serde::{Deserialize, Serialize};

/// Which of the wire formats a body speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Api {
    /// `POST /chat/completions`
    Chat,
    /// `POST /responses`
    Responses,
    /// `POST /images/generations`
    Images,
    /// `POST /audio/transcriptions`
    Transcribe,
}
