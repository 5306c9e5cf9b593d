//! What the tests of the reading half share.
#![allow(dead_code)] // every test crate uses its own part of this

#[path = "../../examples/fold.rs"]
pub mod example;

use lineup_core::run::{End, Millis, Run};
use lineup_core::wire::Api;

/// The API that stands in a file's name.
pub fn api_of(name: &str) -> Api {
    match name.split("--").nth(1) {
        Some("responses") => Api::Responses,
        Some("images") => Api::Images,
        Some("transcribe") => Api::Transcribe,
        _ => Api::Chat,
    }
}

/// What an HTTP answer came with, beside its body.
#[derive(Clone, Default)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

impl Head {
    pub fn ok(content_type: &str) -> Self {
        Self { status: 200, headers: vec![("content-type".into(), content_type.into())] }
    }
}

/// Feeds the chunks and ends in order.
pub fn run<'a>(api: Api, head: &Head, chunks: impl IntoIterator<Item = &'a [u8]>) -> Run {
    let mut run = Run::new(api);
    run.headers(head.status, None, &head.headers, Millis(1.0));
    for chunk in chunks {
        run.bytes(chunk, Millis(2.0));
    }
    run.end(End::Closed, Millis(3.0));
    run
}

/// A stream of Chat or Responses events, from their data.
pub fn stream(events: &[&str]) -> Vec<u8> {
    events.iter().flat_map(|data| format!("data: {data}\n\n").into_bytes()).collect()
}

pub fn run_stream(api: Api, events: &[&str]) -> Run {
    run(api, &Head::ok("text/event-stream"), [stream(events).as_slice()])
}

pub fn run_json(api: Api, status: u16, body: &str) -> Run {
    run(api, &Head { status, ..Head::ok("application/json") }, [body.as_bytes()])
}

/// Whether two runs agree in everything that may not depend on how the bytes were cut.
pub fn same(a: &Run, b: &Run) -> bool {
    let named = |run: &Run, position: usize| run.events().get(position).map(|record| run.events().name(record).to_owned());
    a.reply() == b.reply()
        && a.usage() == b.usage()
        && a.outcome() == b.outcome()
        && a.notices() == b.notices()
        && a.events().len() == b.events().len()
        && a.events().iter().zip(b.events().iter()).all(|(a, b)| (&a.range, a.kind) == (&b.range, b.kind))
        && named(a, a.events().len() / 2) == named(b, b.events().len() / 2)
}

/// A small reproducible generator (splitmix64): the places are random, and the same in every run.
pub struct Places(pub u64);

impl Places {
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % bound.max(1) as u64).unwrap_or(0)
    }
}
