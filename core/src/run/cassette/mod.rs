//! A recorded run: the plan without its secrets, and the answer's raw bytes with their arrival times. It can be replayed anywhere,
//! without a key and without a network, through the same decoder and fold as the answer itself.
//!
//! - [`Cassette`]: the parts, and how a run becomes one
//! - `format`: its JSON, versioned and bounded
//! - `har`: the same run as an HTTP archive, for the tools that read those
//! - `link`: a cassette as the text of an address, for the embeddable cell
//! - `player`: the bytes again, at their pace, faster, or event by event
//! - `set_up`: what was asked, as a draft
//! - `samples`: the cassettes that ship with the page, made by the simulator

mod format;
mod har;
mod link;
mod player;
pub mod samples;
mod set_up;

pub use format::CassetteError;
pub(crate) use format::{end_of, end_words};
pub use link::CassetteLinkError;
pub use player::{Pace, Player};

use super::{End, Millis, Outcome, Reader, Run};
use crate::plan::{HeaderValue, Plan};
use crate::share::Shared;
use crate::share::gate::{self, LeftOut};
use crate::share::url::Pieces;
use crate::wire::Api;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A recorded run.
#[derive(Clone, Debug, PartialEq)]
pub struct Cassette {
    /// When it was recorded, as ISO 8601; the recorder's clock.
    pub made: String,
    /// The model as the lane named it.
    pub model: String,
    /// Whether the simulator answered.
    pub simulated: bool,
    pub request: Request,
    /// `None` where no answer came.
    pub head: Option<Head>,
    pub chunks: Vec<Chunk>,
    pub end: End,
    pub end_at: Millis,
    /// The draft and the lane that made the request, as a link would carry them.
    pub set_up: Option<Box<Shared>>,
}

/// What was sent, without its secrets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    pub api: Api,
    pub url: String,
    /// Names and values; a credential's value is `***`.
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

/// The beginning of an answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub at: Millis,
}

/// Bytes that came together.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    pub at: Millis,
    pub bytes: Vec<u8>,
}

/// Stands for the host of a server whose address was not chosen to be shared (RFC 2606 keeps `.invalid` from ever existing).
const NO_HOST: &str = "endpoint.invalid";

/// Response headers that say nothing about an account, lower case; those of rate limits come by their beginning.
const HEADERS: [&str; 6] = ["content-type", "openai-processing-ms", "openai-version", "retry-after", "retry-after-ms", "x-should-retry"];

impl Cassette {
    /// Records a run. `with_address`: the address of an own server may be in it. What stays out is told in the second value.
    #[must_use]
    pub fn record(plan: &Plan, run: &Run, model: &str, made: &str, simulated: bool, with_address: bool) -> (Self, Vec<LeftOut>) {
        let mut left = Vec::new();
        let mut body = plan.body.clone();
        gate::without_credentials(&mut body, "", &mut left);
        if let Some(body) = body.as_object_mut() {
            let named = ["user", "safety_identifier"].map(|name| body.shift_remove(name).is_some());
            if named.contains(&true) {
                left.push(LeftOut::User);
            }
        }
        let known = simulated || plan.origin == "https://api.openai.com";
        let url = if known || with_address {
            gate::bare_url(&plan.url).unwrap_or_else(|| plan.url.clone())
        } else {
            left.push(LeftOut::Address);
            without_host(&plan.url)
        };
        let cassette = Self {
            made: made.to_owned(),
            model: model.to_owned(),
            simulated,
            request: Request { api: plan.api, url, headers: request_headers(plan, &mut left), body },
            head: run.status().map(|status| Head { status, headers: response_headers(run), at: run.timing().headers.unwrap_or_default() }),
            chunks: chunks(run),
            end: end(run),
            end_at: run.timing().end.or(run.timing().last_bytes).unwrap_or_default(),
            set_up: None,
        };
        left.sort();
        left.dedup();
        (cassette, left)
    }

    /// The raw bytes in one piece.
    #[must_use]
    pub fn raw(&self) -> Vec<u8> {
        self.chunks.iter().flat_map(|chunk| chunk.bytes.iter().copied()).collect()
    }
}

impl Cassette {
    /// The run as it was, all at once.
    #[must_use]
    pub fn play(&self) -> Run {
        self.play_by(Reader::FULL)
    }

    /// As [`Cassette::play`], read by a reader that was loaded later.
    #[must_use]
    pub fn play_by(&self, reader: Reader) -> Run {
        let mut run = Run::unread(self.request.api);
        run.read_by(reader);
        if let Some(head) = &self.head {
            run.headers(head.status, None, &head.headers, head.at);
        }
        for chunk in &self.chunks {
            run.bytes(&chunk.bytes, chunk.at);
        }
        run.end(self.end.clone(), self.end_at);
        run
    }
}

/// Path and query stay: they say which API and which version.
fn without_host(url: &str) -> String {
    let bare = gate::bare_url(url).unwrap_or_default();
    let Pieces { path, tail, .. } = Pieces::of(&bare);
    // A deployment's name belongs to the address.
    let path = match path.split_once("/deployments/") {
        Some((before, after)) => {
            let rest = after.find('/').map_or("", |at| after.get(at..).unwrap_or_default());
            format!("{before}/deployments/***{rest}")
        }
        None => path.to_owned(),
    };
    format!("https://{NO_HOST}{path}{tail}")
}

fn request_headers(plan: &Plan, left: &mut Vec<LeftOut>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for (name, value) in &plan.headers {
        let standard = ["authorization", "api-key", "content-type"].iter().any(|known| name.eq_ignore_ascii_case(known));
        match value {
            _ if standard => headers.push((name.clone(), value.masked())),
            HeaderValue::Credential { .. } => left.push(LeftOut::KeyHeader),
            HeaderValue::Plain(_) => {}
        }
    }
    headers
}

pub(crate) fn response_headers(run: &Run) -> Vec<(String, String)> {
    let harmless = |name: &str| {
        let name = name.to_ascii_lowercase();
        HEADERS.contains(&name.as_str()) || name.starts_with("x-ratelimit-")
    };
    run.response_headers().iter().filter(|(name, _)| harmless(name)).cloned().collect()
}

/// The bytes, cut where events ended: the run keeps each event's time, and no finer one.
fn chunks(run: &Run) -> Vec<Chunk> {
    let raw = run.raw();
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut start = 0;
    let mut push = |end: usize, at: Millis| {
        let bytes = raw.get(start..end).unwrap_or_default();
        start = start.max(end);
        match chunks.last_mut() {
            _ if bytes.is_empty() => {}
            Some(last) if last.at == at => last.bytes.extend_from_slice(&bytes),
            _ => chunks.push(Chunk { at, bytes: bytes.into_owned() }),
        }
    };
    for record in run.events().iter() {
        push(record.range.end, record.at);
    }
    push(raw.len(), run.timing().last_bytes.unwrap_or_default());
    chunks
}

/// How the transport had ended, as far as the outcome tells.
pub(crate) fn end(run: &Run) -> End {
    match run.outcome() {
        None | Some(Outcome::Stopped) => End::Stopped,
        Some(Outcome::Cut { detail }) => End::Broken(detail.clone()),
        Some(Outcome::Failed(problem)) => match problem.kind {
            super::ProblemKind::Unreachable => End::Unreachable(problem.excerpt.clone()),
            super::ProblemKind::NoAnswer => End::TimedOut,
            _ => End::Closed,
        },
        Some(Outcome::Finished { .. }) => End::Closed,
    }
}

#[cfg(test)]
mod tests;
