//! What a cassette's request asked, as a set-up that can be looked at, changed and run; and its plan, for looking at.

use super::Cassette;
use crate::draft::{ApiChoice, Draft, TurnBody};
use crate::plan::{HeaderValue, Plan, chat_body};
use crate::share::{Shared, SharedLane};
use crate::wire::Api;
use serde_json::Value;

impl Cassette {
    /// The draft and the lane: as they were recorded, else as far as the request tells. Without an endpoint the reader's own is taken.
    #[must_use]
    pub fn asked(&self) -> Shared {
        if let Some(set_up) = &self.set_up {
            let mut shared = (**set_up).clone();
            // One cassette is one lane.
            shared.lanes.truncate(1);
            if shared.lanes.is_empty() {
                shared.lanes.push(self.lane());
            }
            return shared;
        }
        Shared { draft: self.draft(), prompt: String::new(), attached: Vec::new(), lanes: vec![self.lane()] }
    }

    fn lane(&self) -> SharedLane {
        let api = match self.request.api {
            Api::Chat => ApiChoice::Chat,
            Api::Responses => ApiChoice::Responses,
            Api::Images | Api::Transcribe => ApiChoice::Auto,
        };
        let stream = self.request.body.get("stream").is_some_and(|stream| *stream == Value::Bool(true));
        SharedLane { api, stream, ..SharedLane::typed(&self.model) }
    }

    fn draft(&self) -> Draft {
        let body = &self.request.body;
        if self.request.api == Api::Chat
            && let Ok(imported) = chat_body(&body.to_string())
        {
            return imported.draft;
        }
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut draft = Draft::new();
        draft.instructions = body.get("instructions").and_then(text).unwrap_or_default();
        let asked = match body.get("input") {
            Some(Value::Array(items)) => items.iter().rev().find(|item| item["role"] == "user").map(|item| words(&item["content"])),
            Some(input) => text(input),
            None => body.get("prompt").and_then(text),
        };
        if let Some(asked) = asked.filter(|asked| !asked.is_empty()) {
            draft.conversation.append(TurnBody::user(asked));
        }
        draft
    }

    /// All texts that a reader of the cassette can see: what [`crate::share::scan()`] looks through. The answer is folded: a secret could
    /// be cut apart by its events.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        strings(&self.request.body, &mut texts);
        texts.extend(self.set_up.iter().flat_map(|set_up| set_up.texts().map(str::to_owned)));
        if let Some(answer) = self.play().response_json() {
            strings(&answer, &mut texts);
        }
        texts
    }

    /// The request for looking at: nothing is sent by it.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let origin = self.request.url.split_once("://").map(|(scheme, rest)| {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
            format!("{scheme}://{host}")
        });
        let header = |(name, value): &(String, String)| {
            let value = match value.as_str() {
                "***" => HeaderValue::Credential { prefix: "" },
                "Bearer ***" => HeaderValue::Credential { prefix: "Bearer " },
                plain => HeaderValue::Plain(plain.to_owned()),
            };
            (name.clone(), value)
        };
        Plan {
            api: self.request.api,
            method: "POST",
            url: self.request.url.clone(),
            origin: origin.unwrap_or_default(),
            headers: self.request.headers.iter().map(header).collect(),
            body: self.request.body.clone(),
            stream: self.request.body.get("stream").is_some_and(|stream| *stream == Value::Bool(true)),
            adjustments: Vec::new(),
            notices: Vec::new(),
            replayed: Vec::new(),
        }
    }
}

fn strings(value: &Value, texts: &mut Vec<String>) {
    match value {
        Value::String(text) => texts.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, texts)),
        Value::Object(members) => members.values().for_each(|member| strings(member, texts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The text of a content: a string, or the text parts of a list.
fn words(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().filter_map(|part| part["text"].as_str()).collect::<Vec<_>>().join("\n"),
        _ => String::new(),
    }
}
