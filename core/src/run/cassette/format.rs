//! A cassette as JSON, version 1:
//!
//! ```json
//! {"lineup_cassette": 1, "made": "2026-11-21T12:00:00Z", "model": "o4-mini", "simulated": true,
//!  "request": {"api": "responses", "url": "…", "headers": [["Content-Type", "application/json"]], "body": {}},
//!  "response": {"status": 200, "at": 210.0, "headers": [], "chunks": [[215.5, "event: …"], [230.0, {"base64": "/w=="}]]},
//!  "end": {"how": "closed", "at": 1200.0}}
//! ```
//!
//! Times are milliseconds since the request was sent. Bytes that are no UTF-8 by themselves stand in base64. `set_up` is optional: the
//! draft and its lane, as a link carries them. `docs/cassettes.md` describes all of it for others.

use super::{Cassette, Chunk, End, Head, Millis, Request};
use crate::json;
use crate::run::MAX_BODY_BYTES;
use crate::share::{Shared, gate};
use crate::wire::Api;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that is written.
const VERSION: u32 = 1;
/// The most chunks that are read: more than any answer of [`MAX_BODY_BYTES`] had so far.
const MOST_CHUNKS: usize = 2_000_000;

/// The longest name or address that is read, in characters.
const LONGEST_NAME: usize = 4_000;
/// The most headers that are read.
const MOST_HEADERS: usize = 200;

/// Why a text is no cassette.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CassetteError {
    #[error("this is not JSON: {0}")]
    Json(String),
    #[error("this is JSON, but not a cassette")]
    Foreign,
    #[error("this cassette has version {0}; this program reads versions up to {VERSION}")]
    Newer(u64),
    #[error("this cassette cannot be read: {0}")]
    Shape(String),
    #[error("this cassette holds more than an answer may hold")]
    TooBig,
}

#[derive(Serialize, Deserialize)]
struct File {
    lineup_cassette: u32,
    #[serde(default)]
    made: String,
    #[serde(default)]
    model: String,
    #[serde(default)]
    simulated: bool,
    request: FileRequest,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    response: Option<FileResponse>,
    end: FileEnd,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    set_up: Option<Value>,
}

#[derive(Serialize, Deserialize)]
struct FileRequest {
    api: FileApi,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    url: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Value::is_null")]
    body: Value,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum FileApi {
    Chat,
    Responses,
    Images,
    Transcribe,
}

#[derive(Serialize, Deserialize)]
struct FileResponse {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(default)]
    at: f64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    headers: Vec<(String, String)>,
    #[serde(default)]
    chunks: Vec<(f64, Bytes)>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Bytes {
    Text(String),
    Base64 { base64: String },
}

#[derive(Serialize, Deserialize)]
struct FileEnd {
    how: How,
    #[serde(default)]
    at: f64,
    /// The browser's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    words: Option<String>,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum How {
    Closed,
    Stopped,
    Broken,
    TimedOut,
    Unreachable,
}

impl How {
    fn of(end: &End) -> (Self, Option<String>) {
        match end {
            End::Closed => (Self::Closed, None),
            End::Stopped => (Self::Stopped, None),
            End::Broken(words) => (Self::Broken, words.clone()),
            End::TimedOut => (Self::TimedOut, None),
            End::Unreachable(words) => (Self::Unreachable, words.clone()),
        }
    }

    fn end(self, words: Option<String>) -> End {
        match self {
            Self::Closed => End::Closed,
            Self::Stopped => End::Stopped,
            Self::Broken => End::Broken(words),
            Self::TimedOut => End::TimedOut,
            Self::Unreachable => End::Unreachable(words),
        }
    }
}

/// An end as JSON, in the words of the format.
pub(crate) fn end_words(end: &End) -> Vec<u8> {
    json::write(&How::of(end)).into_bytes()
}

/// Reads what [`end_words`] wrote.
pub(crate) fn end_of(json: &[u8]) -> Option<End> {
    let (how, words): (How, Option<String>) = json::read_bytes(json).ok()?;
    Some(how.end(words))
}

impl Cassette {
    /// Writes the cassette.
    #[must_use]
    pub fn to_json(&self) -> String {
        let (how, words) = How::of(&self.end);
        let request = FileRequest {
            api: self.request.api.into(),
            url: self.request.url.clone(),
            headers: self.request.headers.clone(),
            body: self.request.body.clone(),
        };
        let response = (self.head.is_some() || !self.chunks.is_empty()).then(|| FileResponse {
            status: self.head.as_ref().map(|head| head.status),
            at: self.head.as_ref().map_or(0.0, |head| rounded(head.at)),
            headers: self.head.as_ref().map(|head| head.headers.clone()).unwrap_or_default(),
            chunks: self.chunks.iter().map(|chunk| (rounded(chunk.at), Bytes::of(&chunk.bytes))).collect(),
        });
        let file = File {
            lineup_cassette: VERSION,
            made: self.made.clone(),
            model: self.model.clone(),
            simulated: self.simulated,
            request,
            response,
            end: FileEnd { how, at: rounded(self.end_at), words },
            set_up: self.set_up.as_ref().map(|set_up| set_up.to_json()),
        };
        // Its keys are texts and its numbers finite: it can be written.
        json::write(&file)
    }

    /// Reads a cassette. It may come from anyone: sizes are bounded, times go forward, credentials in its body are taken out.
    ///
    /// # Errors
    /// No JSON, no cassette, one of a newer version, or more than an answer may hold.
    pub fn from_json(text: &str) -> Result<Self, CassetteError> {
        // Text in JSON is at most six times as long as what it says.
        if text.len() > MAX_BODY_BYTES.saturating_mul(6) {
            return Err(CassetteError::TooBig);
        }
        let value: Value = serde_json::from_str(text).map_err(|error| CassetteError::Json(error.to_string()))?;
        match value["lineup_cassette"].as_u64() {
            Some(1) => {}
            Some(newer) if newer > u64::from(VERSION) => return Err(CassetteError::Newer(newer)),
            _ => return Err(CassetteError::Foreign),
        }
        let file: File = serde_json::from_value(value).map_err(|error| CassetteError::Shape(error.to_string()))?;
        file.cassette()
    }
}

impl File {
    fn cassette(self) -> Result<Cassette, CassetteError> {
        let mut clock = Clock(0.0);
        let mut body = self.request.body;
        gate::without_credentials(&mut body, "", &mut Vec::new());
        let (head, chunks) = match self.response {
            None => (None, Vec::new()),
            Some(response) => {
                let at = clock.next(response.at);
                let head = response.status.map(|status| Head { status, headers: bounded(response.headers), at });
                if response.chunks.len() > MOST_CHUNKS {
                    return Err(CassetteError::TooBig);
                }
                let mut size = 0_usize;
                let mut chunks = Vec::with_capacity(response.chunks.len());
                for (at, bytes) in response.chunks {
                    let bytes = bytes.read()?;
                    size = size.saturating_add(bytes.len());
                    if size > MAX_BODY_BYTES {
                        return Err(CassetteError::TooBig);
                    }
                    chunks.push(Chunk { at: clock.next(at), bytes });
                }
                (head, chunks)
            }
        };
        let end = self.end.how.end(self.end.words);
        Ok(Cassette {
            made: short(self.made),
            model: short(self.model),
            simulated: self.simulated,
            request: Request { api: self.request.api.into(), url: short(self.request.url), headers: bounded(self.request.headers), body },
            head,
            chunks,
            end,
            end_at: clock.next(self.end.at),
            // The run can be played without it: what cannot be read of it is no reason to refuse the rest.
            set_up: self.set_up.and_then(Shared::from_json).map(Box::new),
        })
    }
}

fn short(text: String) -> String {
    if text.len() <= LONGEST_NAME { text } else { text.chars().take(LONGEST_NAME).collect() }
}

fn bounded(mut headers: Vec<(String, String)>) -> Vec<(String, String)> {
    headers.truncate(MOST_HEADERS);
    headers.into_iter().map(|(name, value)| (short(name), short(value))).collect()
}

/// Times as they must be: they go forward, and none is so late that nobody would see it.
struct Clock(f64);

impl Clock {
    /// A day: no answer takes longer.
    const LATEST: f64 = 86_400_000.0;

    fn next(&mut self, at: f64) -> Millis {
        if at.is_finite() {
            self.0 = at.clamp(self.0, Self::LATEST);
        }
        Millis(self.0)
    }
}

impl Bytes {
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64 { base64: STANDARD.encode(bytes) },
        }
    }

    fn read(self) -> Result<Vec<u8>, CassetteError> {
        match self {
            Self::Text(text) => Ok(text.into_bytes()),
            Self::Base64 { base64 } => STANDARD.decode(base64).map_err(|error| CassetteError::Shape(error.to_string())),
        }
    }
}

impl From<Api> for FileApi {
    fn from(api: Api) -> Self {
        match api {
            Api::Chat => Self::Chat,
            Api::Responses => Self::Responses,
            Api::Images => Self::Images,
            Api::Transcribe => Self::Transcribe,
        }
    }
}

impl From<FileApi> for Api {
    fn from(api: FileApi) -> Self {
        match api {
            FileApi::Chat => Self::Chat,
            FileApi::Responses => Self::Responses,
            FileApi::Images => Self::Images,
            FileApi::Transcribe => Self::Transcribe,
        }
    }
}

/// A tenth of a millisecond is as exact as a browser's clock is.
fn rounded(at: Millis) -> f64 {
    (at.0 * 10.0).round() / 10.0
}
