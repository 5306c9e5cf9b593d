//! The bytes of an answer as they came, in pieces that do not move once they are full: one long buffer would be copied whenever it doubles, and the copy of
//! 32 MiB is a pause that a reader sees.

use std::borrow::Cow;
use std::ops::Range;

/// A piece takes no more than this, unless one chunk alone is larger. The first begins small and grows, because most answers are short.
const PIECE_BYTES: usize = 256 * 1024;

/// Bytes that only grow. Offsets are those of the whole.
#[derive(Clone, Debug, Default)]
pub struct RawBytes {
    pieces: Vec<Piece>,
    len: usize,
}

#[derive(Clone, Debug)]
struct Piece {
    from: usize,
    bytes: Vec<u8>,
}

impl RawBytes {
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The bytes of a range, borrowed where they lie in one piece; `None` where it ends behind the last byte or before its beginning.
    #[must_use]
    pub fn get(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        let Range { start, end } = range;
        if start > end || end > self.len {
            return None;
        }
        let first = self.pieces.partition_point(|piece| piece.from + piece.bytes.len() <= start);
        let within = |piece: &'_ Piece| start.saturating_sub(piece.from)..(end - piece.from).min(piece.bytes.len());
        let mut parts = self.pieces.iter().skip(first).take_while(|piece| piece.from < end).map(|piece| &piece.bytes[within(piece)]);
        let one = parts.next().unwrap_or_default();
        if one.len() == end - start {
            return Some(Cow::Borrowed(one));
        }
        let mut all = Vec::with_capacity(end - start);
        all.extend_from_slice(one);
        parts.for_each(|part| all.extend_from_slice(part));
        Some(Cow::Owned(all))
    }

    /// All of them as one, copied where there are several pieces.
    #[must_use]
    pub fn whole(&self) -> Cow<'_, [u8]> {
        self.get(0..self.len).unwrap_or_default()
    }

    /// All of them as text; what is not UTF-8 is U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8(self.whole().into_owned()).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }

    /// Whether there is nothing but white space.
    pub(super) fn is_blank(&self) -> bool {
        self.pieces.iter().all(|piece| piece.bytes.iter().all(u8::is_ascii_whitespace))
    }

    /// The first bytes, at most so many.
    pub(super) fn beginning(&self, most: usize) -> Cow<'_, [u8]> {
        self.get(0..self.len.min(most)).unwrap_or_default()
    }

    pub(super) fn push(&mut self, chunk: &[u8]) {
        match self.pieces.last_mut() {
            Some(last) if last.bytes.len() + chunk.len() <= PIECE_BYTES => last.bytes.extend_from_slice(chunk),
            last => {
                let mut bytes = Vec::with_capacity(if last.is_some() { chunk.len().max(PIECE_BYTES) } else { chunk.len() });
                bytes.extend_from_slice(chunk);
                self.pieces.push(Piece { from: self.len, bytes });
            }
        }
        self.len += chunk.len();
    }
}

#[cfg(test)]
mod tests {
    use super::{PIECE_BYTES, RawBytes};
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn pieces_never_move() {
        let mut raw = RawBytes::default();
        assert!(raw.is_empty() && raw.whole().is_empty() && raw.beginning(9).is_empty() && raw.get(0..1).is_none());
        raw.push(b"ab");
        raw.push(&[b'c'; PIECE_BYTES]);
        let second = raw.pieces[1].bytes.as_ptr();
        for _ in 0..1000 {
            raw.push(b"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
        }
        assert_eq!(raw.pieces[1].bytes.as_ptr(), second);
        assert_eq!(raw.pieces.len(), 3);
        assert_eq!((&*raw.beginning(1), &*raw.beginning(4)), (&b"a"[..], &b"abcc"[..]));
        assert!(matches!(raw.get(2..PIECE_BYTES), Some(Cow::Borrowed(_))));
        assert_eq!(raw.get(1..4).as_deref(), Some(&b"bcc"[..]), "over two of them");
        #[expect(clippy::reversed_empty_ranges, reason = "what a broken record may ask for")]
        let backwards = raw.get(4..1);
        assert_eq!((backwards, raw.get(5..raw.len() + 1)), (None, None));
    }

    proptest! {
        #[test]
        fn every_range_is_as_in_one_buffer(
            sizes in proptest::collection::vec(prop_oneof![Just(0_usize), 1..9_usize, 100_000..300_000_usize], 0..8),
            from in 0.0..=1.0_f64,
            to in prop_oneof![Just(1.0), 0.0..=1.0_f64],
        ) {
            let (mut raw, mut flat) = (RawBytes::default(), Vec::new());
            for (round, size) in sizes.into_iter().enumerate() {
                let chunk: Vec<u8> = (0..size).map(|at| u8::try_from((at * 7 + round) % 251).unwrap()).collect();
                raw.push(&chunk);
                flat.extend_from_slice(&chunk);
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place within it")]
            let place = |share: f64| (share * flat.len() as f64) as usize;
            let (start, end) = (place(from.min(to)), place(from.max(to)));
            let (part, whole) = (raw.get(start..end), raw.whole());
            prop_assert_eq!(part.as_deref(), flat.get(start..end));
            prop_assert_eq!(&*whole, flat.as_slice());
            prop_assert_eq!(raw.len(), flat.len());
        }
    }
}
