//! A body that did not come as a stream: an answer, an error, or something else.

use super::Millis;
use super::consumer::Run;
use super::event::ReplyEvent;
use super::log::{EventKind, Notice};
use super::outcome::{Problem, ProblemKind};
use super::{map_chat, map_media, map_responses, verdict};
use crate::json;
use crate::wire::audio::transcribe::Transcript;
use crate::wire::error::ErrorBody;
use crate::wire::{Api, chat, responses};
use serde_json::Value;

impl Run {
    /// Reads a body that did not come as a stream. Gives the problem where it is no answer.
    pub(super) fn read_whole(&mut self, at: Millis) -> Option<Problem> {
        let raw = std::mem::take(&mut self.raw);
        let problem = self.read_body(&raw.whole(), at);
        self.raw = raw;
        problem
    }

    fn read_body(&mut self, raw: &[u8], at: Millis) -> Option<Problem> {
        let text = String::from_utf8_lossy(raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw));
        let text = text.trim();
        self.timing.first_event.get_or_insert(at);
        self.timing.last_event = Some(at);
        if std::str::from_utf8(raw).is_err() {
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
        let mut is_pending = false;
        let out = &mut |event| news.push(event);
        let is_object = text.starts_with('{');
        let read = match self.api {
            Api::Chat if is_object => json::read::<chat::Completion>(text).map(|answer| {
                let is_answer = answer.choices.is_some();
                if is_answer {
                    map_chat::map(answer, true, |_| true, out);
                }
                is_answer
            }),
            Api::Responses if is_object => json::read::<responses::Response>(text).map(|answer| {
                let is_answer = answer.output.is_some();
                is_pending = answer.is_pending();
                if is_answer {
                    map_responses::map_whole(answer, out);
                }
                is_answer
            }),
            Api::Images if is_object => json::read(text).map(|answer| map_media::images_whole(answer, out)),
            Api::Transcribe if is_object => json::read(text).map(|answer| map_media::transcript_whole(answer, out)),
            // `response_format` text, srt, vtt (wire.md e.2).
            Api::Transcribe if is_text && self.status.is_none_or(|status| status < 400) && !text.starts_with('[') => {
                map_media::transcript_whole(Transcript { text: Some(text.to_owned()), ..Default::default() }, out);
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
        self.said_done |= kind == EventKind::Body && !is_pending;
        self.apply_all(news, at);
        problem
    }
}
