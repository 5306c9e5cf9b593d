//! What a run reads its answer with.
//!
//! The types of four APIs are the larger part of what a run weighs as WebAssembly. A page that shows itself before anything has run wants
//! them later: it makes its runs without ([`Run::unread`]) and hands a [`Reader`] in before the first byte.

use super::consumer::Run;
use super::log::EventKind;
use super::outcome::Problem;
use super::resume::Rest;
use super::{Millis, turn};
use crate::draft::{Lane, TurnBody};
use std::ops::Range;

/// The functions that know what the APIs say.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    pub(super) event: fn(&mut Run, Said<'_>, Millis) -> (EventKind, String),
    pub(super) whole: fn(&mut Run, Millis) -> Option<Problem>,
    pub(super) pending: fn(&Run) -> Option<Rest>,
    pub(super) turn: fn(&Run, u32, &Lane) -> Option<TurnBody>,
}

/// One event of a stream, as the decoder gave it.
pub(super) struct Said<'a> {
    pub data: &'a str,
    pub name: Option<&'a str>,
    /// Its number in the list of events, and where it stands among the bytes.
    pub position: usize,
    pub range: &'a Range<usize>,
}

impl Reader {
    /// Reads all that this program knows. Whatever names it holds all of that.
    pub const FULL: Self = Self { event: Run::said, whole: Run::read_whole, pending: Run::pending, turn: turn::assistant_turn };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{End, EventKind, Outcome};
    use crate::wire::Api;

    const STREAM: &[u8] =
        b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    #[test]
    fn a_run_reads_with_what_it_was_given_and_keeps_the_bytes_without() {
        let mut unread = Run::unread(Api::Chat);
        let mut run = Run::unread(Api::Chat);
        run.read_by(Reader::FULL);
        let mut whole = Run::new(Api::Chat);
        for run in [&mut unread, &mut run, &mut whole] {
            run.headers(200, Some("text/event-stream"), &[], Millis(1.0));
            run.bytes(STREAM, Millis(2.0));
            run.end(End::Closed, Millis(3.0));
        }
        assert_eq!((run.reply(), run.outcome()), (whole.reply(), whole.outcome()));
        let lane: Lane = serde_json::from_str(r#"{"id": 1, "model": "o4-mini", "endpoint": "simulator"}"#).unwrap();
        assert_eq!(run.assistant_turn(0, &lane), whole.assistant_turn(0, &lane));
        assert!(run.assistant_turn(0, &lane).is_some());
        assert_eq!(&*unread.raw().whole(), STREAM);
        assert_eq!(unread.events().get(0).map(|event| event.kind), Some(EventKind::Unknown));
        assert_eq!((unread.reply().choices.len(), unread.assistant_turn(0, &lane)), (0, None));
    }

    #[test]
    fn a_run_that_never_got_a_reader_can_end() {
        let mut run = Run::unread(Api::Responses);
        run.end(End::Broken(None), Millis(1.0));
        assert_eq!((run.outcome(), run.rest()), (Some(&Outcome::Cut { detail: None }), None));
    }
}
