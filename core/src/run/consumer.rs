//! The one consumer of an answer's bytes, whatever transport they come by.

use super::body::{self, Kind};
use super::event::ReplyEvent;
use super::fold::{Effect, Fold};
use super::log::{EventKind, EventLog, Notice, Notices};
use super::map_chat::{self, truthy};
use super::map_media::{self, Standing as Media};
use super::map_responses::{self, Outputs, Standing};
use super::outcome::{Outcome, Problem, ProblemKind, ServerError};
use super::{Millis, Reply, Timing, Usage, verdict};
use crate::wire::error::ErrorBody;
use crate::wire::responses::EventType;
use crate::wire::sse::{Decoder, Event, Frame, MAX_EVENT_BYTES};
use crate::wire::{Api, chat, responses, soft};
use serde_json::Value;
use std::ops::Range;

/// The most that one answer may hold in all: the raw bytes are kept.
pub const MAX_BODY_BYTES: usize = 4 * MAX_EVENT_BYTES;

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
    api: Api,
    status: Option<u16>,
    content_type: Option<String>,
    headers: Vec<(String, String)>,
    raw: Vec<u8>,
    limit: usize,
    body: Body,
    fold: Fold,
    outputs: Outputs,
    log: EventLog,
    notices: Notices,
    timing: Timing,
    last_output: Option<Millis>,
    /// The server has said that it was done: `[DONE]` or a terminal event.
    said_done: bool,
    /// Images that are complete.
    pictures: u64,
    /// Where the terminal event of a Responses stream stands.
    terminal: Option<Range<usize>>,
    outcome: Option<Outcome>,
}

#[derive(Debug)]
enum Body {
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
        Self {
            api,
            status: None,
            content_type: None,
            headers: Vec::new(),
            raw: Vec::new(),
            limit,
            body: Body::Undecided,
            fold: Fold::default(),
            outputs: Outputs::default(),
            log: EventLog::default(),
            notices: Notices::default(),
            timing: Timing::default(),
            last_output: None,
            said_done: false,
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
        let before = self.raw.len();
        self.raw.extend_from_slice(chunk);
        match self.body {
            Body::Undecided => {
                if let Some(kind) = body::sniff(&self.raw, self.content_type.as_deref()) {
                    self.decide(kind, at);
                }
            }
            Body::Stream(_) => self.decode(before, at),
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
        if matches!(self.body, Body::Undecided) && !self.raw.trim_ascii().is_empty() {
            let labelled = self.content_type.as_deref().is_some_and(body::is_event_stream);
            self.decide(if labelled { Kind::Stream } else { Kind::Whole }, last);
        }
        let unreadable = match &mut self.body {
            Body::Stream(decoder) => {
                let rest: Vec<Frame> = std::iter::from_fn(|| decoder.finish()).collect();
                rest.into_iter().for_each(|frame| self.frame(frame, last));
                None
            }
            Body::Whole => self.read_whole(last),
            Body::Undecided | Body::TooLarge => None,
        };
        self.timing.end = Some(at);
        self.fold.close_all(at);
        self.outcome = Some(self.judge(end, unreadable));
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
            self.decode(0, at);
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

    fn decode(&mut self, from: usize, at: Millis) {
        let Body::Stream(mut decoder) = std::mem::replace(&mut self.body, Body::TooLarge) else { return };
        let mut position = from;
        loop {
            let mut rest = self.raw.get(position..).unwrap_or_default();
            let frame = decoder.next(&mut rest);
            position = self.raw.len() - rest.len();
            match frame {
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
        let (kind, label) = match self.api {
            _ if !data.starts_with('{') => self.odd(data, name, position),
            Api::Chat => self.chat_event(data, name, position, at),
            Api::Responses => self.responses_event(data, name, position, &event.range, at),
            Api::Images | Api::Transcribe => self.media_event(data, name, position, at),
        };
        self.log.push(event.range, at, kind, &label);
    }

    fn chat_event(&mut self, data: &str, name: Option<&str>, position: usize, at: Millis) -> (EventKind, String) {
        let chunk: chat::Completion = match soft::parse(data) {
            Ok(chunk) => chunk,
            Err(error) => return self.malformed(&error, name, position),
        };
        if name == Some("error") && chunk.error.is_none() || chunk.choices.is_none() && chunk.usage.is_none() {
            return self.odd_or(chunk, data, name, position, at);
        }
        self.chat_chunk(chunk, at)
    }

    /// Chat events without `choices`: an error without its envelope, a gateway's ping, or something new.
    fn odd_or(&mut self, chunk: chat::Completion, data: &str, name: Option<&str>, position: usize, at: Millis) -> (EventKind, String) {
        if chunk.error.as_ref().is_some_and(truthy) {
            return self.chat_chunk(chunk, at);
        }
        let value: Value = serde_json::from_str(data).unwrap_or_default();
        let says = |field: &str| value.get(field).and_then(Value::as_str);
        let kind = says("type").or(says("object")).or(name).unwrap_or_default().to_owned();
        if (name == Some("error") || kind == "error")
            && let Some(error) = ErrorBody::find(&value)
        {
            self.apply(ReplyEvent::Error(error), at);
            return (EventKind::Error, "error".to_owned());
        }
        if chunk.prompt_filter_results.is_some() || chunk.prompt_annotations.is_some() {
            return self.chat_chunk(chunk, at);
        }
        if EventType::of(&kind) == EventType::KeepAlive {
            return (EventKind::KeepAlive, kind);
        }
        self.unknown(&kind, position)
    }

    fn chat_chunk(&mut self, chunk: chat::Completion, at: Millis) -> (EventKind, String) {
        let mut news = Vec::new();
        let reply = &self.fold.reply;
        let fresh = |index: u32| reply.choice(index).is_none_or(|choice| choice.items.is_empty());
        let label = map_chat::map(chunk, false, fresh, &mut |event| news.push(event)).unwrap_or("chunk");
        self.apply_all(news, at);
        (if label == "error" { EventKind::Error } else { EventKind::Data }, label.to_owned())
    }

    fn responses_event(
        &mut self,
        data: &str,
        name: Option<&str>,
        position: usize,
        range: &Range<usize>,
        at: Millis,
    ) -> (EventKind, String) {
        let event: responses::Event = match soft::parse(data) {
            Ok(event) => event,
            Err(error) => return self.malformed(&error, name, position),
        };
        let label = event.kind.clone().or_else(|| name.map(str::to_owned)).unwrap_or_default();
        let kind = match EventType::of(&label) {
            // A bare envelope in the middle of a stream (wire.md c.8).
            EventType::Unknown if event.error.as_ref().is_some_and(truthy) && !label.starts_with("response.") => EventType::Error,
            kind => kind,
        };
        let mut news = Vec::new();
        let next = self.fold.next_output();
        let standing = map_responses::map(event, kind, &mut self.outputs, &self.fold.reply, next, &mut |event| news.push(event));
        // Of an error event and the error inside the response that failed, the event came first and says more.
        if kind != EventType::Error && self.fold.error.is_some() {
            news.retain(|event| !matches!(event, ReplyEvent::Error(_)));
        }
        self.apply_all(news, at);
        match standing {
            Standing::Terminal => {
                self.said_done = true;
                self.terminal = Some(range.clone());
            }
            Standing::KeepAlive => return (EventKind::KeepAlive, label),
            Standing::Unknown => return self.unknown(&label, position),
            Standing::Going => {}
        }
        let is_error = matches!(kind, EventType::Error | EventType::Terminal("failed"));
        (if is_error { EventKind::Error } else { EventKind::Data }, if label.is_empty() { "error".to_owned() } else { label })
    }

    fn media_event(&mut self, data: &str, name: Option<&str>, position: usize, at: Millis) -> (EventKind, String) {
        let mut news = Vec::new();
        let mut out = |event| news.push(event);
        let (standing, label, error) = if self.api == Api::Images {
            match soft::parse::<crate::wire::images::Images>(data) {
                Ok(mut event) => {
                    let label = event.kind.clone().or_else(|| name.map(str::to_owned)).unwrap_or_default();
                    let error = event.error.take();
                    // A preview after the final picture belongs to that picture, and is dropped by the fold.
                    let place = if label.ends_with("partial_image") { self.pictures.saturating_sub(1) } else { self.pictures };
                    (map_media::image_event(event, &label, place, &mut out), label, error)
                }
                Err(error) => return self.malformed(&error, name, position),
            }
        } else {
            match soft::parse::<crate::wire::audio::transcribe::Transcript>(data) {
                Ok(mut event) => {
                    let label = event.kind.clone().or_else(|| name.map(str::to_owned)).unwrap_or_default();
                    let error = event.error.take();
                    (map_media::transcript_event(event, &label, &mut out), label, error)
                }
                Err(error) => return self.malformed(&error, name, position),
            }
        };
        self.apply_all(news, at);
        match standing {
            Media::Terminal => {
                self.said_done = true;
                self.pictures += 1;
            }
            Media::Going => {}
            Media::Unknown if label == "error" || error.as_ref().is_some_and(truthy) => {
                let body = serde_json::from_str(data).ok().as_ref().and_then(ErrorBody::find).unwrap_or_default();
                self.apply(ReplyEvent::Error(body), at);
                return (EventKind::Error, "error".to_owned());
            }
            Media::Unknown if EventType::of(&label) == EventType::KeepAlive => return (EventKind::KeepAlive, label),
            Media::Unknown => return self.unknown(&label, position),
        }
        (EventKind::Data, label)
    }

    /// Data that is no JSON object: an error in words, or in a list (Gemini's compatible endpoint), or a broken event.
    fn odd(&mut self, data: &str, name: Option<&str>, position: usize) -> (EventKind, String) {
        let at = self.timing.last_event.unwrap_or_default();
        let value = serde_json::from_str::<Value>(data);
        let error = match &value {
            Ok(list @ Value::Array(_)) => ErrorBody::find(list),
            Ok(Value::String(text)) if name == Some("error") => Some(ErrorBody { message: text.clone(), ..ErrorBody::default() }),
            Err(_) if name == Some("error") => Some(ErrorBody { message: data.to_owned(), ..ErrorBody::default() }),
            _ => None,
        };
        match (error, value) {
            (Some(error), _) => {
                self.apply(ReplyEvent::Error(error), at);
                (EventKind::Error, "error".to_owned())
            }
            (None, Ok(_)) => self.unknown(name.unwrap_or("message"), position),
            (None, Err(error)) => self.malformed(&error, name, position),
        }
    }

    fn malformed(&mut self, error: &serde_json::Error, name: Option<&str>, event: usize) -> (EventKind, String) {
        self.notices.push(Notice::Malformed { event, detail: error.to_string() });
        (EventKind::Malformed, name.unwrap_or("message").to_owned())
    }

    fn unknown(&mut self, name: &str, event: usize) -> (EventKind, String) {
        self.notices.unknown(event, name);
        (EventKind::Unknown, name.to_owned())
    }

    /// Reads a body that did not come as a stream. Gives the problem where it is no answer.
    fn read_whole(&mut self, at: Millis) -> Option<Problem> {
        let raw = std::mem::take(&mut self.raw);
        let problem = self.read_body(&raw, at);
        self.raw = raw;
        problem
    }

    fn read_body(&mut self, raw: &[u8], at: Millis) -> Option<Problem> {
        let text = String::from_utf8_lossy(raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw));
        let text = text.trim();
        self.timing.first_event.get_or_insert(at);
        self.timing.last_event = Some(at);
        if matches!(text, "") || std::str::from_utf8(raw).is_err() {
            self.notices.push(Notice::InvalidUtf8 { event: 0 });
        }
        let failure = |kind| Some(verdict::unreadable(kind, self.status, &self.headers, raw));
        let is_text = self.content_type.as_deref().is_some_and(|label| label.trim_start().starts_with("text/"));
        if text.starts_with('<') {
            let problem = failure(ProblemKind::Html);
            self.log.push(0..raw.len(), at, EventKind::Malformed, "html");
            return problem;
        }
        let mut news = Vec::new();
        let out = &mut |event| news.push(event);
        let is_object = text.starts_with('{');
        let read = match self.api {
            Api::Chat if is_object => soft::parse::<chat::Completion>(text).map(|answer| {
                let is_answer = answer.choices.is_some();
                if is_answer {
                    map_chat::map(answer, true, |_| true, out);
                }
                is_answer
            }),
            Api::Responses if is_object => soft::parse::<responses::Response>(text).map(|answer| {
                let is_answer = answer.output.is_some();
                if is_answer {
                    map_responses::map_whole(answer, out);
                }
                is_answer
            }),
            Api::Images if is_object => soft::parse(text).map(|answer| map_media::images_whole(answer, out)),
            Api::Transcribe if is_object => soft::parse(text).map(|answer| map_media::transcript_whole(answer, out)),
            // `response_format` text, srt, vtt (wire.md e.2).
            Api::Transcribe if is_text && self.status.is_none_or(|status| status < 400) && !text.starts_with('[') => {
                map_media::transcript_whole(
                    crate::wire::audio::transcribe::Transcript { text: Some(text.to_owned()), ..Default::default() },
                    out,
                );
                Ok(true)
            }
            _ => serde_json::from_str::<Value>(text).map(|_| false),
        };
        let (problem, kind) = match read {
            Ok(true) => (None, EventKind::Body),
            Ok(false) => match serde_json::from_str(text).ok().as_ref().and_then(ErrorBody::find) {
                Some(error) => {
                    news.push(ReplyEvent::Error(error));
                    (None, EventKind::Error)
                }
                None => (failure(ProblemKind::UnknownShape), EventKind::Unknown),
            },
            Err(_) if is_object || text.starts_with('[') => (failure(ProblemKind::BadJson), EventKind::Malformed),
            Err(_) => (failure(ProblemKind::NotJson), EventKind::Malformed),
        };
        self.log.push(0..raw.len(), at, kind, "body");
        self.said_done |= kind == EventKind::Body;
        self.apply_all(news, at);
        problem
    }

    fn apply_all(&mut self, news: Vec<ReplyEvent>, at: Millis) {
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

    fn apply(&mut self, event: ReplyEvent, at: Millis) {
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
        let word = self.fold.reply.choices.iter().find_map(|choice| choice.finish.clone());
        // OpenRouter's and the Responses API's words for a failure that brought no error object.
        if matches!(word.as_deref(), Some("error" | "failed")) {
            return Outcome::Failed(verdict::bare(ProblemKind::Server, status));
        }
        let refused = status.filter(|status| *status >= 400);
        if refused.is_none() && (self.said_done || word.is_some()) {
            return Outcome::Finished { word };
        }
        match end {
            End::Stopped => Outcome::Stopped,
            End::Unreachable(detail) => Outcome::Failed(Problem { excerpt: detail, ..verdict::bare(ProblemKind::Unreachable, status) }),
            End::TimedOut => Outcome::Failed(verdict::bare(ProblemKind::NoAnswer, status)),
            End::Broken(detail) => Outcome::Cut { detail },
            End::Closed => match (unreadable, refused) {
                (Some(problem), _) => Outcome::Failed(problem),
                (None, Some(_)) => Outcome::Failed(verdict::unreadable(ProblemKind::NotJson, status, &self.headers, &self.raw)),
                (None, None) => Outcome::Cut { detail: None },
            },
        }
    }
}

/// Reading a run: at any time, before and after its end.
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
    pub fn raw(&self) -> &[u8] {
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
