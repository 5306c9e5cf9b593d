//! How a run ended. Each end keeps what had come.

use super::{FilterResult, Millis};
use crate::wire::error::Upstream;
use serde::Serialize;

/// The ends of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Outcome {
    /// The server said that it was done: Chat's `finish_reason` or the Responses `status`; also `length`,
    /// `content_filter` and `incomplete:…`, which are ends in order, not errors.
    Finished { word: Option<String> },
    /// The user pressed Stop.
    Stopped,
    /// The connection closed or broke before the server said that it was done.
    Cut { detail: Option<String> },
    /// An error, before or in the middle of the answer.
    Failed(Problem),
}

/// What went wrong, in a form that the page can explain and translate.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// HTTP status, where an answer came.
    pub status: Option<u16>,
    /// What the server itself said: shown verbatim.
    pub server: Option<ServerError>,
    /// How long the server asks to wait: from `retry-after-ms`, `retry-after` or its own words (wire.md d.2).
    pub retry_after: Option<Millis>,
    /// The beginning of a body that could not be read (bounded), to be shown as text.
    pub excerpt: Option<String>,
}

/// What kind of trouble it is; the page has a sentence and an advice for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum ProblemKind {
    /// 400 and other refusals of the request itself.
    Refused,
    /// 401: the key is wrong or missing.
    Key,
    /// 403.
    Forbidden,
    /// 404: model, deployment or path.
    NotFound,
    /// 429 with a delay after which it may work.
    RateLimited,
    /// 429 `insufficient_quota`: waiting does not help.
    Quota,
    /// Refused or ended by a content filter.
    ContentFilter,
    /// 5xx, or an error event in the stream.
    Server,
    /// The body is HTML: a login page, a proxy, a wrong base URL.
    Html,
    /// The body is neither JSON nor an event stream.
    NotJson,
    /// JSON that ends in the middle or is malformed.
    BadJson,
    /// JSON, but no shape that an answer has.
    UnknownShape,
    /// One event (or a whole body) above the limit.
    TooLarge,
    /// `fetch` failed without a reason that a page may read: CORS, DNS, refused connection, mixed content …
    Unreachable,
    /// Nothing came within the time limit.
    NoAnswer,
}

/// The server's error object, whichever envelope it came in (wire.md d.1).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ServerError {
    pub message: String,
    /// String, number or null on the wire; numbers are kept as their digits.
    pub code: Option<String>,
    /// Whether `code` was a number on the wire (the command line prints it back as it came).
    pub numeric_code: bool,
    pub kind: Option<String>,
    pub param: Option<String>,
    /// Azure's `innererror.content_filter_result`.
    pub filters: Vec<FilterResult>,
    /// Of a router: what the provider behind it said.
    pub upstream: Option<Box<Upstream>>,
}

impl ServerError {
    /// All that was said, to be shown where there is one text: the server's message, and the words of a provider behind it.
    #[must_use]
    pub fn words(&self) -> String {
        let Some(Upstream { provider, words }) = self.upstream.as_deref() else { return self.message.clone() };
        let behind: Vec<&str> = [provider, words].into_iter().flatten().map(String::as_str).collect();
        format!("{}\n{}", self.message, behind.join(": "))
    }

    /// The words of the one who refused: they say what can be done about it.
    #[must_use]
    pub fn innermost(&self) -> &str {
        self.upstream.as_ref().and_then(|upstream| upstream.words.as_deref()).unwrap_or(&self.message)
    }
}
