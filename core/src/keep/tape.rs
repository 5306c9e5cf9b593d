//! What came back, appended while it comes: a run's record is written in pieces and never rewritten, so that a token costs the same
//! however much came before it, and a page that goes away in the middle leaves all that had been written.
//!
//! A piece is a row of entries, each one byte of kind, eight of time (a little-endian `f64`, milliseconds since the request was sent),
//! four of length (little-endian `u32`), and its content:
//!
//! | kind | content |
//! | --- | --- |
//! | 0 | nothing: what came before belongs to an earlier try, and is forgotten |
//! | 1 | status and headers, as JSON |
//! | 2 | bytes of the body |
//! | 3 | how it ended, as JSON |
//!
//! An entry of another kind is passed over. A tape without an end was interrupted.

use crate::json;
use crate::run::cassette::{Chunk, Head, end, end_of, end_words, response_headers};
use crate::run::{End, MAX_BODY_BYTES, Millis, Run};

const AGAIN: u8 = 0;
const HEAD: u8 = 1;
const BYTES: u8 = 2;
const END: u8 = 3;
/// Kind, time and length.
const ENTRY: usize = 13;

/// So many bytes of the body are in a piece, and no more: a piece is written at one go. The last event of a long answer holds all of it
/// once more, in megabytes.
const PIECE_BYTES: usize = 256 * 1024;

/// Writes pieces; remembers what of the run is written.
#[derive(Clone, Debug, Default)]
pub struct TapeWriter {
    has_head: bool,
    has_end: bool,
    events: usize,
    bytes: usize,
}

impl TapeWriter {
    /// What has come since the last piece; none where nothing has. Their cost is that of the news alone.
    pub fn pieces(&mut self, run: &Run) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        let mut piece = Vec::new();
        if !self.has_head
            && let Some(status) = run.status()
        {
            self.has_head = true;
            let head = json::write(&(status, response_headers(run))).into_bytes();
            push(&mut piece, HEAD, run.timing().headers.unwrap_or_default(), &head);
        }
        let raw = run.raw();
        let mut bytes = |to: usize, at: Millis, from: &mut usize| {
            while *from < to {
                let end = to.min(*from + PIECE_BYTES.saturating_sub(piece.len()).max(1));
                let Some(news) = raw.get(*from..end) else { return };
                push(&mut piece, BYTES, at, &news);
                *from = end;
                if piece.len() >= PIECE_BYTES {
                    pieces.push(std::mem::take(&mut piece));
                }
            }
        };
        // Cut where events ended: the run keeps each event's time, and no finer one.
        for record in run.events().iter().skip(self.events) {
            bytes(record.range.end, record.at, &mut self.bytes);
        }
        self.events = run.events().len();
        bytes(raw.len(), run.timing().last_bytes.unwrap_or_default(), &mut self.bytes);
        if !piece.is_empty() {
            pieces.push(piece);
        }
        pieces
    }

    /// The last pieces: what is left, and the end. None if they were written before.
    pub fn last(&mut self, run: &Run) -> Vec<Vec<u8>> {
        if std::mem::replace(&mut self.has_end, true) {
            return Vec::new();
        }
        let mut pieces = self.pieces(run);
        let at = run.timing().end.or(run.timing().last_bytes).unwrap_or_default();
        let mut end_of_it = Vec::new();
        push(&mut end_of_it, END, at, &end_words(&end(run)));
        match pieces.last_mut() {
            Some(last) => last.extend_from_slice(&end_of_it),
            None => pieces.push(end_of_it),
        }
        pieces
    }

    /// The piece that begins another try.
    pub fn again(&mut self) -> Vec<u8> {
        *self = Self::default();
        let mut piece = Vec::new();
        push(&mut piece, AGAIN, Millis(0.0), &[]);
        piece
    }
}

fn push(piece: &mut Vec<u8>, kind: u8, at: Millis, content: &[u8]) {
    // A run's body is bounded far below this.
    let Ok(length) = u32::try_from(content.len()) else { return };
    piece.push(kind);
    piece.extend_from_slice(&at.0.to_le_bytes());
    piece.extend_from_slice(&length.to_le_bytes());
    piece.extend_from_slice(content);
}

/// What was written, read again.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tape {
    pub head: Option<Head>,
    pub chunks: Vec<Chunk>,
    /// `None` where the page went away before the run was over.
    pub end: Option<(End, Millis)>,
    size: usize,
}

impl Tape {
    /// Reads the next piece. What is cut off in its middle is left out; more than an answer may hold is too.
    pub fn read(&mut self, mut piece: &[u8]) {
        while let Some((entry, rest)) = piece.split_at_checked(ENTRY) {
            let number = |from: usize| entry.get(from..from + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
            let time = entry.get(1..9).and_then(|bytes| bytes.try_into().ok()).map(f64::from_le_bytes);
            let (Some(kind), Some(at), Some(length)) = (entry.first(), time, number(9)) else { return };
            let Some((content, rest)) = rest.split_at_checked(length as usize) else { return };
            piece = rest;
            self.entry(*kind, Millis(if at.is_finite() { at.max(0.0) } else { 0.0 }), content);
        }
    }

    fn entry(&mut self, kind: u8, at: Millis, content: &[u8]) {
        match kind {
            AGAIN => *self = Self::default(),
            HEAD => {
                if let Ok((status, headers)) = json::read_bytes(content) {
                    self.head = Some(Head { status, headers, at });
                }
            }
            BYTES => {
                self.size = self.size.saturating_add(content.len());
                match self.chunks.last_mut() {
                    _ if self.size > MAX_BODY_BYTES => {}
                    // A large event was cut into pieces, perhaps in the middle of a character.
                    Some(last) if last.at == at => last.bytes.extend_from_slice(content),
                    _ => self.chunks.push(Chunk { at, bytes: content.to_vec() }),
                }
            }
            END => {
                self.end = end_of(content).map(|end| (end, at));
            }
            _ => {}
        }
    }

    /// When the last of it came.
    #[must_use]
    pub fn last(&self) -> Millis {
        self.chunks.last().map(|chunk| chunk.at).or(self.head.as_ref().map(|head| head.at)).unwrap_or_default()
    }
}
