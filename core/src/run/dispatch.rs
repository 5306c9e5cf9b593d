//! One event of a stream: parsed as what the API sends, mapped, applied, and named for the list of events.

use super::Millis;
use super::consumer::Run;
use super::event::ReplyEvent;
use super::log::{EventKind, Notice};
use super::map_chat::{self, truthy};
use super::map_media::{self, Standing as Media};
use super::map_responses::{self, Standing};
use crate::json;
use crate::wire::audio::transcribe::Transcript;
use crate::wire::error::ErrorBody;
use crate::wire::images::Images;
use crate::wire::responses::EventType;
use crate::wire::{Api, chat, responses};
use serde_json::Value;
use std::ops::Range;

impl Run {
    pub(super) fn chat_event(&mut self, data: &str, name: Option<&str>, position: usize, at: Millis) -> (EventKind, String) {
        let chunk: chat::Completion = match json::read(data) {
            Ok(chunk) => chunk,
            Err(error) => return self.malformed(&error, name, position),
        };
        if name == Some("error") && chunk.error.is_none() || chunk.choices.is_none() && chunk.usage.is_none() {
            return self.without_choices(chunk, data, name, position, at);
        }
        self.chat_chunk(chunk, at)
    }

    /// Chat events without `choices`: an error without its envelope, a gateway's ping, or something new.
    fn without_choices(
        &mut self,
        chunk: chat::Completion,
        data: &str,
        name: Option<&str>,
        position: usize,
        at: Millis,
    ) -> (EventKind, String) {
        if chunk.error.as_ref().is_some_and(truthy) {
            return self.chat_chunk(chunk, at);
        }
        let value: Value = serde_json::from_str(data).unwrap_or_default();
        let says = |field: &str| value.get(field).and_then(Value::as_str);
        let kind = says("type").or(says("object")).or(name).unwrap_or_default().to_owned();
        // vLLM says it in `object`, and in `type` what kind of error it is.
        if (name == Some("error") || kind == "error" || says("object") == Some("error"))
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

    pub(super) fn responses_event(
        &mut self,
        data: &str,
        name: Option<&str>,
        position: usize,
        range: &Range<usize>,
        at: Millis,
    ) -> (EventKind, String) {
        let event: responses::Event = match json::read(data) {
            Ok(event) => event,
            Err(error) => return self.malformed(&error, name, position),
        };
        let label = event.kind.clone().or_else(|| name.map(str::to_owned)).unwrap_or_default();
        let kind = match EventType::of(&label) {
            // A bare envelope in the middle of a stream (wire.md c.8).
            EventType::Unknown if event.error.as_ref().is_some_and(truthy) && !label.starts_with("response.") => EventType::Error,
            kind => kind,
        };
        if let Some(number) = event.sequence_number {
            // Taken up again, a stream may repeat its last events.
            if self.known_until.is_some_and(|last| number <= last) {
                return (EventKind::KeepAlive, label);
            }
            self.sequence = Some(number);
        }
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

    pub(super) fn media_event(&mut self, data: &str, name: Option<&str>, position: usize, at: Millis) -> (EventKind, String) {
        let mut news = Vec::new();
        let mut out = |event| news.push(event);
        let (standing, label, error) = if self.api == Api::Images {
            match json::read::<Images>(data) {
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
            match json::read::<Transcript>(data) {
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
    pub(super) fn odd(&mut self, data: &str, name: Option<&str>, position: usize) -> (EventKind, String) {
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
}
