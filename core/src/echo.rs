//! A key that a server sends back.
//!
//! Some servers repeat the header they refused in the text of the error. What an answer holds is shown, copied and saved, so the key is
//! taken out of it where the bytes come in.

use crate::Secret;

/// What stands in place of the key.
const MASK: &[u8] = b"***";

/// Shorter keys are left: a word like `test` stands in answers for other reasons, and is no secret.
const MIN_BYTES: usize = 8;

/// Takes one key out of bytes that arrive in pieces.
///
/// ```
/// use lineup_core::{Echo, Secret};
/// let mut echo = Echo::new(Secret::parse("sk-very-secret").as_ref());
/// let shown = [echo.pass(b"no such key: sk-very-".to_vec()), echo.pass(b"secret.".to_vec()), echo.rest()].concat();
/// assert_eq!(shown, b"no such key: ***.");
/// ```
#[derive(Clone, Default)]
pub struct Echo {
    key: Vec<u8>,
    /// The beginning of the key, at the end of what came so far.
    held: Vec<u8>,
}

impl Echo {
    /// Without a key, or with a very short one, everything passes.
    #[must_use]
    pub fn new(key: Option<&Secret>) -> Self {
        let key = key.map(|key| key.expose().as_bytes()).filter(|key| key.len() >= MIN_BYTES);
        Self { key: key.unwrap_or_default().to_vec(), held: Vec::new() }
    }

    /// The next bytes with the key masked. Bytes at the end that may begin it come with the next ones, or with [`Echo::rest`].
    #[must_use]
    pub fn pass(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        let Some(first) = self.key.first().copied() else { return bytes };
        if self.held.is_empty() && !bytes.contains(&first) {
            return bytes;
        }
        let mut text = std::mem::take(&mut self.held);
        text.extend(bytes);
        let mut out = Vec::with_capacity(text.len());
        let mut rest = text.as_slice();
        while let Some(at) = rest.iter().position(|byte| *byte == first) {
            out.extend_from_slice(&rest[..at]);
            rest = &rest[at..];
            if rest.starts_with(&self.key) {
                out.extend_from_slice(MASK);
                rest = &rest[self.key.len()..];
            } else if self.key.starts_with(rest) {
                self.held = rest.to_vec();
                return out;
            } else {
                out.push(first);
                rest = &rest[1..];
            }
        }
        out.extend_from_slice(rest);
        out
    }

    /// What was held back, once no more comes.
    #[must_use]
    pub fn rest(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.held)
    }

    /// A whole text, such as a header's value, with the key masked.
    #[must_use]
    pub fn text(&self, text: &str) -> String {
        match std::str::from_utf8(&self.key) {
            Ok(key) if !key.is_empty() => text.replace(key, "***"),
            _ => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(key: &str, body: &[u8], cuts: &[usize]) -> Vec<u8> {
        let mut echo = Echo::new(Secret::parse(key).as_ref());
        let mut out = Vec::new();
        let mut from = 0;
        for cut in cuts.iter().map(|cut| cut % (body.len() + 1)).chain([body.len()]) {
            if cut > from {
                out.extend(echo.pass(body[from..cut].to_vec()));
                from = cut;
            }
        }
        out.extend(echo.rest());
        out
    }

    proptest! {
        #[test]
        fn no_split_lets_a_key_through_or_changes_anything_else(
            pieces in prop::collection::vec(prop_oneof!["[a-c]{0,6}", Just("abababac".to_owned()), Just("abab".to_owned())], 0..8),
            mut cuts in prop::collection::vec(0usize..100, 0..6),
        ) {
            cuts.sort_unstable();
            let body = pieces.concat();
            prop_assert_eq!(split("abababac", body.as_bytes(), &cuts), body.replace("abababac", "***").into_bytes());
        }
    }

    #[test]
    fn a_short_key_and_no_key_let_everything_pass() {
        assert_eq!(split("test", b"a test", &[3]), b"a test");
        let mut none = Echo::new(None);
        assert_eq!(none.pass(b"sk-very-secret".to_vec()), b"sk-very-secret");
        assert_eq!(none.text("sk"), "sk");
    }

    #[test]
    fn a_header_is_masked_too() {
        let echo = Echo::new(Secret::parse("sk-very-secret").as_ref());
        assert_eq!(echo.text("Bearer sk-very-secret, again sk-very-secret"), "Bearer ***, again ***");
    }
}
