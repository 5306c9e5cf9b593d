//! A cassette's bytes once more, into a run: moment by moment at a pace, event by event, or up to any event.

use super::Cassette;
use crate::run::{Millis, Reader, Run};
use std::ops::Range;
use std::sync::Arc;

/// How fast a cassette is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pace {
    /// As it was.
    #[default]
    Recorded,
    /// Eight times as fast, and no silence above a second.
    Fast,
}

impl Pace {
    const FASTER: f64 = 8.0;
    const LONGEST_SILENCE: f64 = 1_000.0;

    /// How long to wait in the place of this silence; milliseconds.
    #[must_use]
    pub fn wait(self, silence: f64) -> f64 {
        match self {
            Self::Recorded => silence.max(0.0),
            Self::Fast => (silence / Self::FASTER).clamp(0.0, Self::LONGEST_SILENCE),
        }
    }
}

/// One moment of a recording: never more than one event.
#[derive(Clone, Debug)]
struct Moment {
    at: Millis,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Head,
    /// A part of a chunk.
    Bytes(usize, Range<usize>),
    End,
}

/// Plays one cassette. What it has fed into a run is remembered by its position only: the caller has the run.
#[derive(Clone, Debug)]
pub struct Player {
    cassette: Arc<Cassette>,
    reader: Reader,
    moments: Vec<Moment>,
    next: usize,
    events: usize,
}

impl Player {
    #[must_use]
    pub fn new(cassette: Arc<Cassette>) -> Self {
        Self::read_by(cassette, Reader::FULL)
    }

    /// As [`Player::new`], with a reader that was loaded later.
    #[must_use]
    pub fn read_by(cassette: Arc<Cassette>, reader: Reader) -> Self {
        let whole = cassette.play_by(reader);
        let mut ends = whole.events().iter().map(|record| record.range.end).peekable();
        let mut moments = Vec::with_capacity(cassette.chunks.len() + 2);
        moments.extend(cassette.head.iter().map(|head| Moment { at: head.at, what: What::Head }));
        let mut offset = 0;
        for (number, chunk) in cassette.chunks.iter().enumerate() {
            let mut from = 0;
            let mut push = |to: usize| {
                if to > from {
                    moments.push(Moment { at: chunk.at, what: What::Bytes(number, from..to) });
                    from = to;
                }
            };
            while let Some(end) = ends.next_if(|end| *end <= offset + chunk.bytes.len()) {
                push(end.saturating_sub(offset));
            }
            push(chunk.bytes.len());
            offset += chunk.bytes.len();
        }
        moments.push(Moment { at: cassette.end_at, what: What::End });
        let events = whole.events().len();
        Self { cassette, reader, moments, next: 0, events }
    }

    #[must_use]
    pub fn cassette(&self) -> &Arc<Cassette> {
        &self.cassette
    }

    /// How many events it has in all.
    #[must_use]
    pub fn events(&self) -> usize {
        self.events
    }

    /// The recorder's time of the last moment that was fed.
    #[must_use]
    pub fn at(&self) -> Millis {
        self.next.checked_sub(1).and_then(|last| self.moments.get(last)).map(|moment| moment.at).unwrap_or_default()
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next >= self.moments.len()
    }

    /// How long to wait for the next moment, in milliseconds; `None` after the last.
    #[must_use]
    pub fn wait(&self, pace: Pace) -> Option<f64> {
        self.moments.get(self.next).map(|moment| pace.wait(moment.at.0 - self.at().0))
    }

    /// Feeds the next moment. `false` after the last.
    pub fn step(&mut self, run: &mut Run) -> bool {
        let Some(Moment { at, what }) = self.moments.get(self.next) else { return false };
        match what {
            What::Head => {
                if let Some(head) = &self.cassette.head {
                    run.headers(head.status, None, &head.headers, *at);
                }
            }
            What::Bytes(chunk, range) => {
                let bytes = self.cassette.chunks.get(*chunk).and_then(|chunk| chunk.bytes.get(range.clone()));
                run.bytes(bytes.unwrap_or_default(), *at);
            }
            What::End => run.end(self.cassette.end.clone(), *at),
        }
        self.next += 1;
        true
    }

    /// Feeds up to the next event, or to the end where none follows.
    pub fn step_event(&mut self, run: &mut Run) {
        let before = run.events().len();
        while run.events().len() == before && self.step(run) {}
        // Nothing but the end is left: a reader who has seen the last event has seen how it ended.
        if run.events().len() == self.events {
            while self.step(run) {}
        }
    }

    /// The run as it was after so many events; none is before the first byte.
    pub fn seek(&mut self, events: usize) -> Run {
        let mut run = Run::unread(self.cassette.request.api);
        run.read_by(self.reader);
        self.next = 0;
        while run.events().len() < events.min(self.events) {
            self.step_event(&mut run);
        }
        run
    }
}
