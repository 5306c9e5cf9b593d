//! From moments to chunks, as a network delivers them: now and then joined, now and then cut in the middle of a line or of a
//! character.

use super::Chunk;
use super::beats::{Beat, Tempo};
use super::random::Random;
use super::stage::Writer;

/// The bytes of a streamed answer, made while they are read.
pub(super) struct Chunks {
    pub beats: Box<dyn Iterator<Item = Beat> + Send>,
    pub writer: Box<dyn Writer>,
    pub tempo: Tempo,
    pub random: Random,
    pub rush: Option<Rush>,
    /// Bytes that were written but not yet delivered.
    pub held: Vec<u8>,
    /// What the tempo asked for and no chunk has waited for yet, in milliseconds.
    pub due: f64,
}

/// A long answer comes as fast as a page can be expected to show it: so many moments in one chunk, so far apart.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rush {
    pub moments: usize,
    pub every: f64,
}

impl Chunks {
    fn deliver(&mut self, length: usize) -> Chunk {
        let rest = self.held.split_off(length);
        let bytes = std::mem::replace(&mut self.held, rest);
        // What is lost by rounding is owed to the next chunk.
        let after_ms = self.due.floor();
        self.due -= after_ms;
        Chunk { after_ms: after_ms as u32, bytes }
    }

    fn write(&mut self, beat: &Beat) {
        let pause = self.tempo.pause(beat);
        if self.rush.is_none() || !matches!(beat, Beat::TextDelta { .. }) {
            self.due += pause;
        }
        self.writer.write(beat, &mut self.held);
    }

    fn rushed(&mut self, rush: Rush) -> Option<Chunk> {
        let mut deltas = 0;
        while deltas < rush.moments {
            let Some(beat) = self.beats.next() else { break };
            self.write(&beat);
            if !matches!(beat, Beat::TextDelta { .. }) {
                break;
            }
            deltas += 1;
        }
        if deltas > 0 {
            self.due += rush.every;
        }
        (!self.held.is_empty()).then(|| self.deliver(self.held.len()))
    }

    /// Where to cut: preferably within a character, else anywhere.
    fn cut(&mut self) -> usize {
        let within: Vec<usize> = (1..self.held.len()).filter(|&at| self.held[at] & 0xc0 == 0x80).collect();
        match within.len() as u64 {
            0 => 1 + self.random.below(self.held.len() as u64 - 1) as usize,
            several => within[self.random.below(several) as usize],
        }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(rush) = self.rush {
                match self.rushed(rush) {
                    Some(chunk) => return Some(chunk),
                    // A moment that writes nothing (Chat has some) is not the end.
                    None => match self.beats.next() {
                        Some(beat) => self.write(&beat),
                        None => return None,
                    },
                }
                continue;
            }
            let Some(beat) = self.beats.next() else {
                return (!self.held.is_empty()).then(|| self.deliver(self.held.len()));
            };
            self.write(&beat);
            let streams = matches!(beat, Beat::TextDelta { .. } | Beat::CallDelta { .. } | Beat::StepDelta { .. });
            match self.random.below(16) {
                _ if self.held.is_empty() => {}
                0 if streams => {}
                1 | 2 if streams && self.held.len() > 1 => {
                    let at = self.cut();
                    return Some(self.deliver(at));
                }
                _ => return Some(self.deliver(self.held.len())),
            }
        }
    }
}
