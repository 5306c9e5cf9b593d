//! Keys at rest: which bytes lie in the browser's store, and by which numbers they were made. The browser does the cryptography.
//!
//! A random data key (AES-256-GCM) seals every entry, each with a nonce of its own and the origin as additional data, so that an entry
//! cannot be moved to another origin. The data key is wrapped by a key derived from the passphrase (PBKDF2-SHA-256). Neither the
//! passphrase nor any key stands here.

use crate::json;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;

/// Rounds of PBKDF2-SHA-256 for new vaults.
pub const ROUNDS: u32 = 600_000;
/// More rounds than this keep a page busy for minutes.
const MOST_ROUNDS: u32 = 10_000_000;
pub const SALT: usize = 16;
pub const NONCE: usize = 12;
/// The tag that AES-GCM puts behind what it seals.
const TAG: usize = 16;
const VERSION: u32 = 1;
const MOST_ENTRIES: usize = 200;

/// Bytes that no one can read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    nonce: Base64,
    sealed: Base64,
}

impl Sealed {
    #[must_use]
    pub fn new(nonce: [u8; NONCE], sealed: Vec<u8>) -> Self {
        Self { nonce: Base64(nonce.to_vec()), sealed: Base64(sealed) }
    }

    #[must_use]
    pub fn nonce(&self) -> &[u8] {
        &self.nonce.0
    }

    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.sealed.0
    }

    fn is_sound(&self) -> bool {
        self.nonce.0.len() == NONCE && self.sealed.0.len() >= TAG
    }
}

/// The vault as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vault {
    version: u32,
    rounds: u32,
    salt: Base64,
    /// The data key, wrapped.
    data_key: Sealed,
    /// By origin.
    pub keys: BTreeMap<String, Sealed>,
}

impl Vault {
    /// An empty vault with this data key.
    #[must_use]
    pub fn new(salt: [u8; SALT], data_key: Sealed) -> Self {
        Self { version: VERSION, rounds: ROUNDS, salt: Base64(salt.to_vec()), data_key, keys: BTreeMap::new() }
    }

    #[must_use]
    pub fn rounds(&self) -> u32 {
        self.rounds
    }

    #[must_use]
    pub fn salt(&self) -> &[u8] {
        &self.salt.0
    }

    #[must_use]
    pub fn data_key(&self) -> &Sealed {
        &self.data_key
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        // Its names are texts: it can be written.
        json::write(self)
    }

    /// `None` if it is no vault, of a newer version, or made by fewer rounds than are safe or more than are sensible.
    #[must_use]
    pub fn from_json(text: &str) -> Option<Self> {
        let vault: Self = json::read(text).ok()?;
        let sound = vault.version == VERSION
            && (ROUNDS..=MOST_ROUNDS).contains(&vault.rounds)
            && vault.salt.0.len() == SALT
            && vault.data_key.is_sound()
            && vault.keys.len() <= MOST_ENTRIES
            && vault.keys.values().all(Sealed::is_sound);
        sound.then_some(vault)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Base64(Vec<u8>);

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        STANDARD.decode(text).map(Self).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        let mut vault = Vault::new([1; SALT], Sealed::new([2; NONCE], vec![3; 48]));
        vault.keys.insert("https://api.openai.com".into(), Sealed::new([4; NONCE], vec![5; 40]));
        vault
    }

    #[test]
    fn it_comes_back_as_it_was_kept() {
        assert_eq!(Vault::from_json(&vault().to_json()), Some(vault()));
        assert!(vault().rounds() >= 600_000);
    }

    #[test]
    fn too_weak_too_slow_and_broken_vaults_are_refused() {
        let with = |change: &dyn Fn(&mut Vault)| {
            let mut vault = vault();
            change(&mut vault);
            Vault::from_json(&vault.to_json())
        };
        assert_eq!(with(&|vault| vault.rounds = 1_000), None);
        assert_eq!(with(&|vault| vault.rounds = 20_000_000), None);
        assert_eq!(with(&|vault| vault.version = 2), None);
        assert_eq!(with(&|vault| vault.salt = Base64(vec![])), None);
        assert_eq!(with(&|vault| vault.data_key = Sealed::new([0; NONCE], vec![])), None);
        assert_eq!(with(&|vault| _ = vault.keys.insert("x".into(), Sealed::new([0; NONCE], vec![1]))), None);
        for text in ["", "{}", "null", r#"{"version":1,"rounds":600000,"salt":"%%"}"#] {
            assert_eq!(Vault::from_json(text), None, "{text}");
        }
    }
}
