//! A cassette's bytes once more.

use super::Cassette;
use crate::run::{Millis, Run};

/// How fast a cassette is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    /// As it was.
    #[default]
    Recorded,
    /// Eight times as fast, and no silence above a second.
    Fast,
    /// One event after the other, when asked.
    Steps,
}

/// One moment of a replay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tick<'a> {
    Head,
    Bytes(&'a [u8]),
    End,
}

const FASTER: f64 = 8.0;
const LONGEST_SILENCE: f64 = 1_000.0;

impl Cassette {
    /// Everything that happened, each with the time that it happened at on the recorder's clock, and how long to wait for it, in
    /// milliseconds. [`Pace::Steps`] waits for nothing: whoever asks for the next moment decides.
    pub fn ticks(&self, pace: Pace) -> impl Iterator<Item = (Millis, f64, Tick<'_>)> {
        let head = self.head.iter().map(|head| (head.at, Tick::Head));
        let bytes = self.chunks.iter().map(|chunk| (chunk.at, Tick::Bytes(&chunk.bytes)));
        let mut before = 0.0;
        head.chain(bytes).chain([(self.end_at, Tick::End)]).map(move |(at, tick)| {
            let silence = (at.0 - before).max(0.0);
            before = at.0;
            let wait = match pace {
                Pace::Recorded => silence,
                Pace::Fast => (silence / FASTER).min(LONGEST_SILENCE),
                Pace::Steps => 0.0,
            };
            (at, wait, tick)
        })
    }

    /// Feeds one moment into a run.
    pub fn feed(&self, run: &mut Run, at: Millis, tick: Tick<'_>) {
        match (tick, &self.head) {
            (Tick::Head, Some(head)) => run.headers(head.status, None, &head.headers, at),
            (Tick::Head, None) => {}
            (Tick::Bytes(bytes), _) => run.bytes(bytes, at),
            (Tick::End, _) => run.end(self.end.clone(), at),
        }
    }

    /// The run as it was, all at once.
    #[must_use]
    pub fn play(&self) -> Run {
        let mut run = Run::new(self.request.api);
        for (at, _, tick) in self.ticks(Pace::Steps) {
            self.feed(&mut run, at, tick);
        }
        run
    }
}
