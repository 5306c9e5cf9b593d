//! A cassette as the text of an address (`cell.html#/c/…`), packed as a link is, and small enough for one.

use super::{Cassette, CassetteError, Head, Request};
use crate::share::{LinkError, link};
use serde_json::Value;

/// The most characters that are read as an address: browsers take two million.
const MOST_TEXT: usize = 2_000_000;
/// The most bytes that it may hold once unpacked.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// Why an address holds no cassette.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CassetteLinkError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Cassette(#[from] CassetteError),
}

impl Cassette {
    /// What a replay needs and no more: without the request, which the draft repeats, and without headers.
    #[must_use]
    pub fn small(&self) -> Self {
        Self {
            request: Request { api: self.request.api, url: String::new(), headers: Vec::new(), body: Value::Null },
            head: self.head.as_ref().map(|head| Head { status: head.status, headers: Vec::new(), at: head.at }),
            ..self.clone()
        }
    }

    /// The text of an address.
    #[must_use]
    pub fn to_link(&self) -> String {
        link::plain(&self.small().to_json())
    }

    /// Reads what [`Cassette::to_link`] wrote, or anyone.
    ///
    /// # Errors
    /// It is damaged, of a newer version, too large, or no cassette.
    pub fn from_link(text: &str) -> Result<Self, CassetteLinkError> {
        let bytes = link::read_plain(text, MOST_TEXT, MOST_BYTES)?;
        let json = String::from_utf8(bytes).map_err(|_| LinkError::Damaged)?;
        Ok(Self::from_json(&json)?)
    }
}
