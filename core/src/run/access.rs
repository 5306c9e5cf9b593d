//! Reading a run: at any time, before and after its end.

use super::consumer::{Body, Run};
use super::log::{EventLog, Notice};
use super::outcome::{Outcome, ServerError};
use super::{RawBytes, Reply, Timing, Usage, verdict};
use crate::wire::Api;
use std::ops::Range;

impl Run {
    #[must_use]
    pub fn api(&self) -> Api {
        self.api
    }

    #[must_use]
    pub fn reply(&self) -> &Reply {
        &self.fold.reply
    }

    /// As the server reported it last; `None` until it did.
    #[must_use]
    pub fn usage(&self) -> Option<&Usage> {
        self.fold.usage.as_ref()
    }

    #[must_use]
    pub fn timing(&self) -> &Timing {
        &self.timing
    }

    /// `None` while the run goes on.
    #[must_use]
    pub fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// The error that the server sent, as soon as it came.
    #[must_use]
    pub fn server_error(&self) -> Option<ServerError> {
        self.fold.error.as_ref().map(verdict::server_error)
    }

    #[must_use]
    pub fn events(&self) -> &EventLog {
        &self.log
    }

    /// The body as it came.
    #[must_use]
    pub fn raw(&self) -> &RawBytes {
        &self.raw
    }

    #[must_use]
    pub fn notices(&self) -> &[Notice] {
        &self.notices.list
    }

    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    #[must_use]
    pub fn response_headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// Whether the answer came in one piece and not as a stream.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self.body, Body::Whole)
    }

    /// Whether nothing more can be read, because the limit was exceeded: the transport should abort.
    #[must_use]
    pub fn gave_up(&self) -> bool {
        matches!(self.body, Body::TooLarge)
    }

    /// The thinking of a choice as one text.
    #[must_use]
    pub fn reasoning_text(&self, choice: u32) -> String {
        let between = if self.api == Api::Responses { "\n\n" } else { "" };
        self.reply().choice(choice).map(|choice| choice.reasoning_text(between)).unwrap_or_default()
    }

    /// Tokens of reasoning, and the bound on the output, where the answer is empty because the whole budget went to thinking
    /// (wire.md b.1): `length` on Chat, `incomplete:max_output_tokens` on Responses.
    ///
    /// Chat does not repeat the bound; there the output that reached it stands in.
    #[must_use]
    pub fn spent_on_thinking(&self) -> Option<(u64, u64)> {
        let choice = self.reply().choices.first()?;
        let at_limit = matches!(choice.finish.as_deref(), Some("length" | "incomplete:max_output_tokens"));
        let usage = self.usage()?;
        let reasoning = usage.reasoning.filter(|reasoning| *reasoning > 0)?;
        (at_limit && !choice.has_answer()).then_some((reasoning, self.fold.output_limit.or(usage.output)?))
    }

    /// The terminal event of a Responses stream, in the raw bytes.
    pub(super) fn terminal_range(&self) -> Option<Range<usize>> {
        self.terminal.clone()
    }

    /// Whether the body came whole.
    pub(super) fn came_whole(&self) -> bool {
        matches!(self.body, Body::Whole)
    }
}
