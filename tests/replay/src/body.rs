//! The bytes of an answer: a fixture's events with their pauses, and what each behaviour does to them.
//!
//! In a fixture, a comment `: pause 300` is not sent: it holds the stream for 300 ms.

use crate::behaviour::Behaviour;
use crate::connection::Reset;
use async_stream::stream;
use bytes::Bytes;
use futures_core::Stream;
use lineup_core::run::simulator::Chunk;
use std::io;
use std::time::Duration;

/// Which wire format, and whose dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fixture {
    Chat,
    AzureChat,
    Responses,
}

/// Opens a comment that holds the stream for so many milliseconds.
const PAUSE: &str = ": pause ";

/// Between two events without a pause of their own.
const BETWEEN_EVENTS: Duration = Duration::from_millis(25);

/// The size of the one huge event, in bytes.
const HUGE: usize = 50 << 20;

impl Fixture {
    pub fn of(path: &str) -> Self {
        match path {
            path if path.ends_with("/responses") => Self::Responses,
            path if path.contains("/openai/") => Self::AzureChat,
            _ => Self::Chat,
        }
    }

    fn events(self) -> &'static str {
        match self {
            Self::Chat => include_str!("../fixtures/chat.sse"),
            Self::AzureChat => include_str!("../fixtures/azure-chat.sse"),
            Self::Responses => include_str!("../fixtures/responses.sse"),
        }
    }

    pub fn whole(self) -> &'static str {
        match self {
            Self::Chat => include_str!("../fixtures/chat.json"),
            Self::AzureChat => include_str!("../fixtures/azure-chat.json"),
            Self::Responses => include_str!("../fixtures/responses.json"),
        }
    }

    /// A delta as this API writes it, around a text that is already JSON.
    fn delta(self, text: &str) -> String {
        match self {
            Self::Responses => format!(
                "event: response.output_text.delta\ndata: {{\"type\":\"response.output_text.delta\",\"sequence_number\":999,\"item_id\":\"msg_fixture\",\"output_index\":1,\"content_index\":0,\"delta\":{text},\"logprobs\":[]}}\n\n"
            ),
            _ => format!(
                "data: {{\"id\":\"chatcmpl-fixture\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"fixture\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":{text}}},\"finish_reason\":null}}]}}\n\n"
            ),
        }
    }

    fn error(self) -> &'static str {
        match self {
            Self::Responses => {
                "event: error\ndata: {\"type\":\"error\",\"sequence_number\":999,\"error\":{\"type\":\"server_error\",\"code\":\"server_error\",\"message\":\"The replay server failed on purpose.\",\"param\":null}}\n\n"
            }
            _ => {
                "data: {\"error\":{\"message\":\"The replay server failed on purpose.\",\"type\":\"server_error\",\"code\":\"server_error\"}}\n\n"
            }
        }
    }
}

type Sent = Result<Bytes, io::Error>;

/// The fixture, as the behaviour has it.
pub fn stream(behaviour: Behaviour, fixture: Fixture, reset: Reset) -> impl Stream<Item = Sent> {
    let events: Vec<&'static str> = fixture.events().split_inclusive("\n\n").collect();
    let is_pause = |event: &&str| event.starts_with(PAUSE);
    let middle = events.len() * 3 / 5;
    let middle = middle + events[middle..].iter().take_while(|event| is_pause(event)).count();
    stream! {
        if behaviour == Behaviour::SlowFirstByte {
            tokio::time::sleep(Duration::from_secs(3)).await;
        }
        if behaviour == Behaviour::Rapid {
            let mut step = tokio::time::interval(Duration::from_millis(10));
            for number in 0..60_000_u32 {
                if number % 10 == 0 { step.tick().await; }
                let end = if number % 25 == 24 { "\\n\\n" } else { " " };
                yield Ok(Bytes::from(fixture.delta(&format!("\"word {number}{end}\""))));
            }
            yield Ok(Bytes::from_static(b"data: [DONE]\n\n"));
            return;
        }
        for (at, event) in events.iter().enumerate() {
            if let Some(pause) = event.strip_prefix(PAUSE) {
                tokio::time::sleep(Duration::from_millis(pause.trim().parse().unwrap_or(0))).await;
                continue;
            }
            if at == middle {
                match behaviour {
                    Behaviour::CutClean => return,
                    Behaviour::CutReset => {
                        yield Ok(Bytes::from_static(&event.as_bytes()[..event.len() / 2]));
                        // What was written must arrive before the connection is thrown away.
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        reset.ask();
                        yield Err(io::Error::from(io::ErrorKind::ConnectionReset));
                        return;
                    }
                    Behaviour::Stalls => std::future::pending::<()>().await,
                    Behaviour::MidStreamError => {
                        yield Ok(Bytes::from_static(fixture.error().as_bytes()));
                        return;
                    }
                    Behaviour::InvalidUtf8 => {
                        let mut bad = fixture.delta("\" [@@] \"").into_bytes();
                        bad.iter_mut().filter(|byte| **byte == b'@').for_each(|byte| *byte = 0xff);
                        yield Ok(Bytes::from(bad));
                    }
                    Behaviour::MalformedEvent => yield Ok(Bytes::from_static(b"data: {\"this is not\": JSON\n\n")),
                    Behaviour::UnknownEvents => yield Ok(Bytes::from_static(
                        b": a comment\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\nevent: vendor.news\ndata: {\"type\":\"vendor.news\",\"items\":[1,2]}\n\ndata: {\"choices\":[]}\n\n",
                    )),
                    Behaviour::HugeEvent => {
                        let filler = Bytes::from(vec![b'x'; 1 << 20]);
                        let around = fixture.delta("\"@\"");
                        let (start, end) = around.split_once('@').unwrap_or((&around, ""));
                        yield Ok(Bytes::from(start.to_owned()));
                        for _ in 0..HUGE >> 20 { yield Ok(filler.clone()); }
                        yield Ok(Bytes::from(end.to_owned()));
                    }
                    _ => {}
                }
            }
            if behaviour == Behaviour::Endless && at == middle {
                for number in 0.. {
                    yield Ok(Bytes::from(fixture.delta(&format!("\" and {number}\""))));
                    tokio::time::sleep(BETWEEN_EVENTS).await;
                }
            }
            yield Ok(Bytes::from_static(event.as_bytes()));
            tokio::time::sleep(BETWEEN_EVENTS).await;
        }
    }
}

/// The simulator's chunks, each after its pause.
pub fn paced(chunks: Box<dyn Iterator<Item = Chunk> + Send>) -> impl Stream<Item = Sent> {
    stream! {
        for chunk in chunks {
            tokio::time::sleep(Duration::from_millis(u64::from(chunk.after_ms))).await;
            yield Ok(Bytes::from(chunk.bytes));
        }
    }
}
