//! The one consumer of an answer's bytes, whatever transport they come by.

use super::body::{self, Kind};
use super::event::ReplyEvent;
use super::fold::{Effect, Fold};
use super::log::{EventKind, EventLog, Notice, Notices};
use super::map_responses::Outputs;
use super::outcome::{Outcome, Problem, ProblemKind};
use super::raw::RawBytes;
use super::reader::{Reader, Said};
use super::{Millis, Timing, verdict};
use crate::draft::{Lane, TurnBody};
use crate::wire::Api;
use crate::wire::sse::{Decoder, Event, Frame, MAX_EVENT_BYTES};
use std::ops::Range;

/// The most that one answer may hold in all: the raw bytes are kept.
pub const MAX_BODY_BYTES: usize = 4 * MAX_EVENT_BYTES;

/// The kind of a body is told by the first of its bytes. Some servers send empty lines until the answer is there, but not so many.
const SNIFFED_BYTES: usize = 16 * 1024;

/// How the transport says that no more bytes will come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The server closed the connection in order.
    Closed,
    /// The user pressed Stop.
    Stopped,
    /// The connection broke in the middle; the browser's words, if any.
    Broken(Option<String>),
    /// Nothing came within the time limit.
    TimedOut,
    /// There was no answer at all: CORS, DNS, refused connection … The browser's words, if any.
    Unreachable(Option<String>),
}

/// One run: bytes in, reply out.
///
/// Feed it in this order: [`Run::headers`] once, [`Run::bytes`] for every chunk, [`Run::end`] once. Any split of the bytes gives
/// the same reply. Everything can be read at any time in between.
#[derive(Debug)]
pub struct Run {
    pub(super) api: Api,
    /// Without one nothing is read; the bytes are kept.
    pub(super) reader: Option<Reader>,
    pub(super) status: Option<u16>,
    pub(super) content_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) raw: RawBytes,
    pub(super) limit: usize,
    pub(super) body: Body,
    pub(super) fold: Fold,
    pub(super) outputs: Outputs,
    pub(super) log: EventLog,
    pub(super) notices: Notices,
    pub(super) timing: Timing,
    pub(super) last_output: Option<Millis>,
    /// The server has said that it was done: `[DONE]` or a terminal event.
    pub(super) said_done: bool,
    /// The number of the last event that came, where the server numbers them.
    pub(super) sequence: Option<u64>,
    /// The last of them before another connection went on.
    pub(super) known_until: Option<u64>,
    /// Images that are complete.
    pub(super) pictures: u64,
    /// Where the terminal event of a Responses stream stands.
    pub(super) terminal: Option<Range<usize>>,
    pub(super) outcome: Option<Outcome>,
}

#[derive(Debug)]
pub(super) enum Body {
    /// Too little has come to tell.
    Undecided,
    Stream(Decoder),
    Whole,
    /// Above the limit: nothing more is read.
    TooLarge,
}

impl Run {
    #[must_use]
    pub fn new(api: Api) -> Self {
        Self::with_limit(api, MAX_EVENT_BYTES)
    }

    /// A run that takes events of at most `limit` bytes, and four times as many in all.
    #[must_use]
    pub fn with_limit(api: Api, limit: usize) -> Self {
        Self { reader: Some(Reader::FULL), ..Self::limited(api, limit) }
    }

    /// A run that cannot read yet.
    #[must_use]
    pub fn unread(api: Api) -> Self {
        Self::limited(api, MAX_EVENT_BYTES)
    }

    /// What the run reads with, to be said before the first byte comes.
    pub fn read_by(&mut self, reader: Reader) {
        self.reader = Some(reader);
    }

    pub(super) fn limited(api: Api, limit: usize) -> Self {
        Self {
            api,
            reader: None,
            status: None,
            content_type: None,
            headers: Vec::new(),
            raw: RawBytes::default(),
            limit,
            body: Body::Undecided,
            fold: Fold::default(),
            outputs: Outputs::default(),
            log: EventLog::default(),
            notices: Notices::default(),
            timing: Timing::default(),
            last_output: None,
            said_done: false,
            sequence: None,
            known_until: None,
            pictures: 0,
            terminal: None,
            outcome: None,
        }
    }

    /// Status and headers have arrived. A browser shows a page only the headers that the server exposes.
    pub fn headers(&mut self, status: u16, content_type: Option<&str>, headers: &[(String, String)], at: Millis) {
        self.status = Some(status);
        let named = || headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.clone());
        self.content_type = content_type.map(str::to_owned).or_else(named);
        self.headers = headers.to_vec();
        self.timing.headers = Some(at);
    }

    /// A chunk of the body has arrived. After the end, or above the limit, bytes are not kept.
    pub fn bytes(&mut self, chunk: &[u8], at: Millis) {
        if self.outcome.is_some() || chunk.is_empty() || matches!(self.body, Body::TooLarge) {
            return;
        }
        self.timing.last_bytes = Some(at);
        if self.raw.len().saturating_add(chunk.len()) > self.limit.saturating_mul(4) {
            self.body = Body::TooLarge;
            return;
        }
        self.raw.push(chunk);
        match self.body {
            Body::Undecided => {
                let kind = body::sniff(&self.raw.beginning(SNIFFED_BYTES), self.content_type.as_deref());
                // So much white space says nothing, and more of it would say no more.
                let by_label = || (self.raw.len() > SNIFFED_BYTES).then(|| self.labelled());
                if let Some(kind) = kind.or_else(by_label) {
                    self.decide(kind, at);
                }
            }
            Body::Stream(_) => self.decode(chunk, at),
            Body::Whole => self.check_size(),
            Body::TooLarge => {}
        }
    }

    /// The body is over. Only the first end counts.
    pub fn end(&mut self, end: End, at: Millis) {
        if self.outcome.is_some() {
            return;
        }
        let last = self.timing.last_bytes.unwrap_or(at);
        if matches!(self.body, Body::Undecided) && !self.raw.is_blank() {
            self.decide(self.labelled(), last);
        }
        let unreadable = match &mut self.body {
            Body::Stream(decoder) => {
                let rest: Vec<Frame> = std::iter::from_fn(|| decoder.finish()).collect();
                rest.into_iter().for_each(|frame| self.frame(frame, last));
                None
            }
            // So much white space that its label had to decide, and then nothing.
            Body::Whole if self.raw.is_blank() => None,
            Body::Whole => self.reader.and_then(|reader| (reader.whole)(self, last)),
            Body::Undecided | Body::TooLarge => None,
        };
        self.timing.end = Some(at);
        self.fold.close_all(at);
        self.outcome = Some(self.judge(end, unreadable));
    }

    /// The kind that the server says it is.
    fn labelled(&self) -> Kind {
        if self.content_type.as_deref().is_some_and(body::is_event_stream) { Kind::Stream } else { Kind::Whole }
    }

    fn decide(&mut self, kind: Kind, at: Millis) {
        let is_stream = kind == Kind::Stream;
        if let Some(label) = &self.content_type {
            let wrong = if is_stream { body::is_json(label) } else { body::is_event_stream(label) };
            if wrong {
                self.notices.push(Notice::Mislabelled { content_type: label.clone(), is_stream });
            }
        }
        if is_stream {
            self.body = Body::Stream(Decoder::with_limit(self.limit));
            let begun = self.raw.whole().into_owned();
            self.decode(&begun, at);
        } else {
            self.body = Body::Whole;
            self.check_size();
        }
    }

    /// A whole body is one event.
    fn check_size(&mut self) {
        if self.raw.len() > self.limit {
            self.body = Body::TooLarge;
        }
    }

    fn decode(&mut self, mut chunk: &[u8], at: Millis) {
        let Body::Stream(mut decoder) = std::mem::replace(&mut self.body, Body::TooLarge) else { return };
        loop {
            match decoder.next(&mut chunk) {
                Ok(Some(frame)) => self.frame(frame, at),
                Ok(None) => break,
                // The body stays `TooLarge`.
                Err(_) => return,
            }
        }
        self.body = Body::Stream(decoder);
    }

    fn frame(&mut self, frame: Frame, at: Millis) {
        match frame {
            Frame::Comment(range) => self.log.push(range, at, EventKind::KeepAlive, ":"),
            Frame::Event(event) => self.event(event, at),
        }
    }

    fn event(&mut self, event: Event, at: Millis) {
        let position = self.log.len();
        if !event.terminated {
            self.notices.push(Notice::Unterminated { event: position });
        }
        if event.repaired {
            self.notices.push(Notice::InvalidUtf8 { event: position });
        }
        let data = event.data.trim();
        self.timing.first_event.get_or_insert(at);
        self.timing.last_event = Some(at);
        if data.starts_with("[DONE]") {
            self.said_done = true;
            return self.log.push(event.range, at, EventKind::Done, "[DONE]");
        }
        if data.is_empty() {
            return self.log.push(event.range, at, EventKind::KeepAlive, event.name.as_deref().unwrap_or("message"));
        }
        let name = event.name.as_deref();
        let (kind, label) = match self.reader {
            Some(reader) => (reader.event)(self, Said { data, name, position, range: &event.range }, at),
            None => (EventKind::Unknown, name.unwrap_or("message").to_owned()),
        };
        self.log.push(event.range, at, kind, &label);
    }

    pub(super) fn said(&mut self, said: Said<'_>, at: Millis) -> (EventKind, String) {
        let Said { data, name, position, range } = said;
        match self.api {
            _ if !data.starts_with('{') => self.odd(data, name, position),
            Api::Chat => self.chat_event(data, name, position, at),
            Api::Responses => self.responses_event(data, name, position, range, at),
            Api::Images | Api::Transcribe => self.media_event(data, name, position, at),
        }
    }

    /// The answer as the assistant's turn, so that the next prompt can continue it; `None` where there is nothing to continue with.
    #[must_use]
    pub fn assistant_turn(&self, choice: u32, lane: &Lane) -> Option<TurnBody> {
        (self.reader?.turn)(self, choice, lane)
    }

    pub(super) fn apply_all(&mut self, news: Vec<ReplyEvent>, at: Millis) {
        let mut effect = Effect::NONE;
        for event in news {
            let one = self.fold.apply(event, at);
            effect = Effect {
                reasoning: effect.reasoning || one.reasoning,
                visible: effect.visible || one.visible,
                tool_input: effect.tool_input || one.tool_input,
            };
        }
        self.clock(effect, at);
    }

    pub(super) fn apply(&mut self, event: ReplyEvent, at: Millis) {
        let effect = self.fold.apply(event, at);
        self.clock(effect, at);
    }

    fn clock(&mut self, effect: Effect, at: Millis) {
        if effect.reasoning {
            self.timing.first_reasoning.get_or_insert(at);
        }
        if effect.visible {
            self.timing.first_visible.get_or_insert(at);
        }
        if effect.is_output()
            && let Some(before) = self.last_output.replace(at)
        {
            let gap = at.0 - before.0;
            if self.timing.longest_gap.is_none_or(|longest| gap > longest.0) {
                self.timing.longest_gap = Some(Millis(gap));
            }
        }
    }

    fn judge(&self, end: End, unreadable: Option<Problem>) -> Outcome {
        let status = self.status;
        if matches!(self.body, Body::TooLarge) {
            return Outcome::Failed(verdict::bare(ProblemKind::TooLarge, status));
        }
        if let Some(error) = &self.fold.error {
            return Outcome::Failed(verdict::from_server(error, status, &self.headers));
        }
        let words = || self.fold.reply.choices.iter().filter_map(|choice| choice.finish.as_deref());
        // OpenRouter's and the Responses API's words for a failure that brought no error object.
        if words().any(|word| matches!(word, "error" | "failed")) {
            return Outcome::Failed(verdict::bare(ProblemKind::Server, status));
        }
        let refused = status.filter(|status| *status >= 400);
        let word = words().next().map(str::to_owned);
        // Of several answers (`n` > 1) none may be in the middle; a choice that has only verdicts of a filter never began.
        let all_said = || self.fold.reply.choices.iter().all(|choice| choice.finish.is_some() || choice.items.is_empty());
        if refused.is_none() && (self.said_done || word.is_some() && all_said()) {
            return Outcome::Finished { word };
        }
        match end {
            End::Stopped => Outcome::Stopped,
            End::Unreachable(detail) => Outcome::Failed(Problem { excerpt: detail, ..verdict::bare(ProblemKind::Unreachable, status) }),
            End::TimedOut => Outcome::Failed(verdict::bare(ProblemKind::NoAnswer, status)),
            End::Broken(detail) => Outcome::Cut { detail },
            End::Closed => match (unreadable, refused) {
                (Some(problem), _) => Outcome::Failed(problem),
                (None, Some(_)) => Outcome::Failed(verdict::unreadable(
                    ProblemKind::NotJson,
                    status,
                    &self.headers,
                    &self.raw.beginning(verdict::EXCERPT_BYTES),
                )),
                (None, None) => Outcome::Cut { detail: None },
            },
        }
    }
}
