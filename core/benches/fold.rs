//! How much one event costs, early and late in a stream.
//!
//! `cargo bench -p lineup-core --bench fold` prints, for streams of 10, 10,000 and 100,000 events, the time per event over the
//! whole stream and over its last tenth: if they differ, the cost grows with what has come before.

use lineup_core::run::{End, Millis, Run};
use lineup_core::wire::Api;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Enough events that the clock's resolution does not matter.
const EVENTS_PER_MEASUREMENT: usize = 400_000;

fn main() {
    // `cargo test --all-targets` runs benches too, without this flag: then it is enough that it works.
    let events_per_measurement = if std::env::args().any(|argument| argument == "--bench") { EVENTS_PER_MEASUREMENT } else { 1 };
    println!("{:<10} {:>8} {:>16} {:>16} {:>12}", "api", "events", "ns/event", "ns/event at end", "MB/s");
    for (name, api, line) in [
        (
            "chat",
            Api::Chat,
            r#"data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1764661832,"model":"m","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":" tokens"},"logprobs":null,"finish_reason":null}],"usage":null}"#,
        ),
        (
            "responses",
            Api::Responses,
            r#"data: {"type":"response.output_text.delta","sequence_number":7,"item_id":"msg_1","output_index":0,"content_index":0,"delta":" tokens","logprobs":[],"obfuscation":"abcdefgh"}"#,
        ),
    ] {
        let event = format!("{line}\n\n");
        for events in [10, 10_000, 100_000] {
            let tail = (events / 10).max(1);
            let (mut whole, mut end) = (Duration::ZERO, Duration::ZERO);
            let rounds = (events_per_measurement / events).max(1);
            for _ in 0..rounds {
                let mut run = Run::new(api);
                run.headers(200, Some("text/event-stream"), &[], Millis(0.0));
                let start = Instant::now();
                feed(&mut run, event.as_bytes(), events - tail);
                let late = Instant::now();
                feed(&mut run, event.as_bytes(), tail);
                end += late.elapsed();
                whole += start.elapsed();
                run.end(End::Closed, Millis(0.0));
                black_box(run.reply());
            }
            let per = |time: Duration, count: usize| time.as_secs_f64() * 1e9 / (count * rounds) as f64;
            let speed = (event.len() * events * rounds) as f64 / whole.as_secs_f64() / 1e6;
            println!("{name:<10} {events:>8} {:>16.0} {:>16.0} {speed:>12.0}", per(whole, events), per(end, tail));
        }
    }
}

fn feed(run: &mut Run, event: &[u8], times: usize) {
    for _ in 0..times {
        run.bytes(black_box(event), Millis(1.0));
    }
}
