//! The bytes of a link under a passphrase. The browser derives the key (PBKDF2-SHA-256) and encrypts (AES-256-GCM); this says only
//! where everything stands, and by which numbers it was made, so that a link of today can be read when the numbers have grown.
//!
//! `rounds / 10,000` (2 bytes, big-endian) · salt (16) · nonce (12) · ciphertext with its tag (at least 16)

/// Rounds of PBKDF2-SHA-256 for new links (OWASP's floor of 2023 is 600,000).
pub const ROUNDS: u32 = 600_000;
/// More rounds than this keep a page busy for minutes: a hostile link.
const MOST_ROUNDS: u32 = 10_000_000;
const UNIT: u32 = 10_000;

pub const SALT: usize = 16;
pub const NONCE: usize = 12;
const TAG: usize = 16;
const HEAD: usize = 2;

/// A sealed link, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sealed {
    pub rounds: u32,
    pub salt: [u8; SALT],
    pub nonce: [u8; NONCE],
    pub ciphertext: Vec<u8>,
}

impl Sealed {
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let rounds = u16::try_from(self.rounds / UNIT).unwrap_or(u16::MAX).to_be_bytes();
        [rounds.as_slice(), &self.salt, &self.nonce, &self.ciphertext].concat()
    }

    /// `None` if it is too short, or asks for fewer rounds than are safe or more than are sensible.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<HEAD>()?;
        let (salt, rest) = rest.split_first_chunk::<SALT>()?;
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>()?;
        let rounds = u32::from(u16::from_be_bytes(*head)) * UNIT;
        let sensible = (ROUNDS..=MOST_ROUNDS).contains(&rounds) && ciphertext.len() >= TAG;
        sensible.then(|| Self { rounds, salt: *salt, nonce: *nonce, ciphertext: ciphertext.to_vec() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_comes_apart_as_it_was_put_together() {
        let sealed = Sealed { rounds: ROUNDS, salt: [1; SALT], nonce: [2; NONCE], ciphertext: vec![3; 40] };
        assert_eq!(Sealed::from_bytes(&sealed.to_bytes()), Some(sealed));
    }

    #[test]
    fn too_short_too_weak_and_too_slow_are_refused() {
        let sealed = |rounds, length| Sealed { rounds, salt: [1; SALT], nonce: [2; NONCE], ciphertext: vec![3; length] }.to_bytes();
        for bytes in [vec![], vec![0; 45], sealed(10_000, 40), sealed(20_000_000, 40), sealed(ROUNDS, 15)] {
            assert_eq!(Sealed::from_bytes(&bytes), None, "{bytes:?}");
        }
    }
}
