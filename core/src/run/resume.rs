//! Going on after the connection was lost, or the page: a run in the background goes on without it (wire.md c.7).

use super::Outcome;
use super::consumer::{Body, Run};
use super::log::Notice;
use crate::json;
use crate::wire::{Api, responses};

/// What of a run in the background is still to come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rest {
    /// The response's id.
    pub id: String,
    /// The number of the last event that came. `None` where the answer does not come as events: it is asked for whole.
    pub after: Option<u64>,
}

impl Run {
    /// What can still be asked for: the server took the request and has not said that it is done, and nobody stopped it.
    #[must_use]
    pub fn rest(&self) -> Option<Rest> {
        let is_open = self.api == Api::Responses
            && matches!(self.outcome, None | Some(Outcome::Cut { .. }))
            && !self.said_done
            && self.status.is_some_and(|status| (200..300).contains(&status));
        if !is_open {
            return None;
        }
        match self.body {
            Body::Stream(_) => Some(Rest { id: self.fold.reply.id.clone()?, after: Some(self.sequence?) }),
            Body::Whole => (self.reader?.pending)(self),
            Body::Undecided | Body::TooLarge => None,
        }
    }

    /// As [`Run::rest`], where the answer does not stream: the response that it shows is not over.
    pub(super) fn pending(&self) -> Option<Rest> {
        let response: responses::Response = json::read(std::str::from_utf8(&self.raw.whole()).ok()?).ok()?;
        let is_pending = response.is_pending();
        Some(Rest { id: response.id.filter(|_| is_pending)?, after: None })
    }

    /// The run as it stood after its last whole event: another connection goes on from there. Half an event comes again.
    #[must_use]
    pub fn reopened(&self) -> Self {
        let is_stream = matches!(self.body, Body::Stream(_));
        let mut run = Self { reader: self.reader, ..Self::limited(self.api, self.limit) };
        let kind = if is_stream { "text/event-stream" } else { "application/json" };
        run.headers(self.status.unwrap_or(200), Some(kind), &[], self.timing.headers.unwrap_or_default());
        run.headers.clone_from(&self.headers);
        let bytes = |from: usize, to: usize| self.raw.get(from..to).unwrap_or_default();
        if is_stream {
            let is_half = |at: usize| self.notices().iter().any(|notice| matches!(notice, Notice::Unterminated { event } if *event == at));
            let mut from = 0;
            for (_, record) in self.events().iter().enumerate().take_while(|(at, _)| !is_half(*at)) {
                run.bytes(&bytes(from, record.range.end), record.at);
                from = record.range.end;
            }
        } else {
            run.bytes(&bytes(0, self.raw.len()), self.timing.last_bytes.unwrap_or_default());
        }
        run.known_until = run.sequence;
        run
    }
}

#[cfg(test)]
mod tests {
    use super::Rest;
    use crate::run::{End, Millis, Outcome, Run};
    use crate::wire::Api;
    use serde_json::{Value, json};

    fn events() -> Vec<Value> {
        let delta = |number: u64, text: &str| json!({"type": "response.output_text.delta", "sequence_number": number, "output_index": 0, "content_index": 0, "delta": text});
        vec![
            json!({"type": "response.created", "sequence_number": 0, "response": {"id": "resp_1", "status": "queued"}}),
            delta(1, "One "),
            delta(2, "two "),
            delta(3, "three."),
            json!({"type": "response.completed", "sequence_number": 4, "response": {"id": "resp_1", "status": "completed", "output": []}}),
        ]
    }

    fn line(event: &Value) -> String {
        format!("event: {}\ndata: {event}\n\n", event["type"].as_str().unwrap_or_default())
    }

    /// A connection that is lost, whether that was noticed or not.
    fn lost(is_noticed: bool, bytes: &[u8]) -> Run {
        let mut run = Run::new(Api::Responses);
        run.headers(200, Some("text/event-stream"), &[], Millis(1.0));
        run.bytes(bytes, Millis(2.0));
        if is_noticed {
            run.end(End::Broken(None), Millis(3.0));
        }
        run
    }

    #[test]
    fn wherever_and_however_a_stream_is_lost_the_rest_completes_it() {
        let events = events();
        let whole: String = events.iter().map(line).collect();
        for cut in line(&events[0]).len()..whole.len() - line(&events[4]).len() {
            for (how, repeats) in [(false, 0), (true, 0), (false, 1), (true, 1)] {
                let mut run = lost(how, &whole.as_bytes()[..cut]).reopened();
                let Rest { id, after } = run.rest().unwrap();
                assert_eq!(id, "resp_1");
                // A server that repeats what came already changes nothing.
                let is_later = |event: &&Value| event["sequence_number"].as_u64().map(|number| number + repeats) > after;
                events.iter().filter(is_later).map(line).for_each(|line| run.bytes(line.as_bytes(), Millis(3.0)));
                assert_eq!(run.rest(), None);
                run.end(End::Closed, Millis(4.0));
                assert_eq!(run.reply().text(0), "One two three.", "cut at {cut}, {how}");
                assert!(matches!(run.outcome(), Some(Outcome::Finished { .. })));
                assert!(run.notices().is_empty(), "{:?}", run.notices());
                // What is kept are the bytes of one whole stream.
                assert!(repeats > 0 || *run.raw().whole() == *whole.as_bytes());
            }
        }
    }

    #[test]
    fn what_was_never_taken_or_is_over_cannot_be_gone_on_with() {
        let mut run = Run::new(Api::Responses);
        assert_eq!(run.rest(), None);
        run.headers(200, Some("text/event-stream"), &[], Millis(1.0));
        run.bytes(line(&events()[0]).as_bytes(), Millis(2.0));
        assert!(run.rest().is_some());
        run.end(End::Stopped, Millis(3.0));
        assert_eq!(run.rest(), None);
    }

    #[test]
    fn an_answer_that_does_not_stream_is_waited_for() {
        let state = |status: &str| json!({"id": "resp_1", "object": "response", "status": status, "output": []}).to_string();
        for (status, rest) in [("queued", true), ("in_progress", true), ("completed", false), ("failed", false), ("cancelled", false)] {
            let mut run = Run::new(Api::Responses);
            run.headers(200, Some("application/json"), &[], Millis(1.0));
            run.bytes(state(status).as_bytes(), Millis(2.0));
            assert_eq!(run.rest().is_some(), rest, "{status}");
            run.end(End::Closed, Millis(3.0));
            assert_eq!(matches!(run.outcome(), Some(Outcome::Cut { .. })), rest, "{status}");
            let rest = rest.then(|| Rest { id: "resp_1".into(), after: None });
            assert_eq!(run.rest(), rest);
            assert!(rest.is_none() || run.reopened().rest() == rest);
        }
    }
}
