//! The embedded stand-in endpoint: speaks real Chat Completions and Responses bytes, needs no key and no network.
//!
//! [`answer`] is pure: the same request, scenario and seed give the same bytes with the same pauses, which a transport paces and
//! the usual decoder and fold read. What it says is always recognisable as simulated; what it counts is counted in its own
//! vocabulary.

mod answers;
mod ask;
mod beats;
mod chat;
mod chunks;
mod echo;
mod envelope;
mod law;
mod long;
mod models;
mod places;
mod random;
mod refusals;
mod responses;
mod schema;
mod script;
mod stage;
mod verdicts;
mod vocabulary;

use crate::draft::Scenario;
use crate::wire::Api;
use ask::Ask;
use beats::{Breach, Tempo};
use chunks::{Chunks, Rush};
use random::Random;
use script::{Finish, Performance};
use serde_json::Value;
use stage::{Stage, Writer};
use std::sync::Arc;

/// A request as the plan sends it.
#[derive(Clone, Debug, PartialEq)]
pub struct SimRequest {
    /// The URL's path (a query may follow): says which API, and whether it is Azure.
    pub path: String,
    pub body: Value,
}

/// What comes back.
pub struct Simulated {
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(&'static str, String)>,
    /// Made while they are read; a stream that is cut ends in the middle of an event.
    pub chunks: Box<dyn Iterator<Item = Chunk> + Send>,
}

/// Some bytes, as a network would deliver them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Milliseconds to wait since the chunk before (or since the request).
    pub after_ms: u32,
    pub bytes: Vec<u8>,
}

/// What the budget of a thinking-only answer is where the request sets none.
const DEFAULT_BUDGET: u64 = 2_048;

/// A value that fits a JSON Schema, as the simulator writes one.
#[must_use]
pub fn example_of(schema: &Value) -> Value {
    schema::instance(schema, schema::Hints { prompt: "", place: None })
}

/// Answers a request as an endpoint would.
pub fn answer(request: &SimRequest, scenario: Scenario, seed: u64) -> Simulated {
    let ask = match Ask::read(request) {
        Ok(ask) => ask,
        Err(why) => return refusals::unreadable(&why, &request.path),
    };
    match scenario {
        Scenario::UnsupportedParameter => return refusals::unsupported_parameter(&ask),
        Scenario::WrongKey => return refusals::wrong_key(),
        Scenario::RateLimited => return refusals::rate_limited(&ask),
        _ => {}
    }
    if let Some(verdict) = law::judge(&ask, &request.path) {
        return refusals::judged(verdict);
    }
    if scenario == Scenario::MidStreamError && !ask.stream {
        return refusals::failed();
    }
    let performance = Arc::new(perform(&ask, scenario, seed));
    let body = request.body.to_string();
    let random = |purpose: &str| Random::of(&[purpose, &request.path, &body], seed);
    let thinks = performance.reasoning > 0;
    let verdicts = ask.azure || answers::is_documented_example(&ask);
    let stage = Stage::new(models::snapshot(&ask.model), thinks, ask.include_usage, ask.obfuscate, verdicts, random("stage"));
    let unstored = ask.api == Api::Responses && ask.body["store"] == false;
    let mut stage = if unstored { stage.unstored() } else { stage };
    stage.alternatives = ask.alternatives();
    let request_id = stage.id("req_");
    let tempo = Tempo::of(&performance, &ask.model, random("tempo"));
    let writer: Box<dyn Writer> = match ask.api {
        Api::Responses => Box::new(responses::ResponsesWriter::new(stage, performance.clone(), ask.body.clone())),
        _ => Box::new(chat::ChatWriter::new(stage, performance.clone())),
    };
    let mut answer = if ask.stream {
        let long = matches!(scenario, Scenario::Long | Scenario::LongCode | Scenario::LongList | Scenario::LongTable);
        let breach = match scenario {
            Scenario::CutStream => Some(Breach::Cut),
            Scenario::MidStreamError => Some(Breach::Error),
            _ => None,
        };
        let chunks = Chunks {
            beats: beats::beats(&performance, if long { 4 } else { 1 }, breach),
            writer,
            tempo,
            random: random("chunks"),
            // About two thousand deltas a second.
            rush: long.then_some(Rush { moments: 32, every: 16.0 }),
            held: Vec::new(),
            due: 0.0,
        };
        let headers = vec![("content-type", "text/event-stream; charset=utf-8".to_owned())];
        Simulated { status: 200, headers, chunks: Box::new(chunks) }
    } else {
        let mut bytes = serde_json::to_vec_pretty(&writer.whole()).unwrap_or_default();
        if scenario == Scenario::CutStream {
            bytes.truncate(bytes.len() * 2 / 5);
        }
        one_chunk(200, tempo.whole(&performance) as u32, bytes)
    };
    answer.headers.push(("x-request-id", request_id));
    answer
}

/// The script within the limits of the request and the scenario.
fn perform(ask: &Ask, scenario: Scenario, seed: u64) -> Performance {
    let script = answers::script(ask, scenario, seed);
    let mut performance = Performance::of(script, ask);
    match scenario {
        Scenario::BudgetSpent => {
            performance.reasoning = ask.cap.unwrap_or(DEFAULT_BUDGET);
            for part in &mut performance.parts {
                part.limit = Some(0);
                part.finish = Finish::Length;
            }
        }
        Scenario::ContentFilter => {
            for part in &mut performance.parts {
                part.limit = Some(part.cost() * 2 / 5);
                part.finish = Finish::ContentFilter;
            }
        }
        _ => {}
    }
    performance
}

fn one_chunk(status: u16, after_ms: u32, bytes: Vec<u8>) -> Simulated {
    let headers = vec![("content-type", "application/json".to_owned())];
    Simulated { status, headers, chunks: Box::new(std::iter::once(Chunk { after_ms, bytes })) }
}

#[cfg(test)]
mod tests;
