//! A set-up as the text of a link: JSON → raw deflate → base64url, after a tag that says the format's version.
//!
//! `1.…` is plain, `1p.…` is under a passphrase ([`super::sealed`]). A version once written stays readable for ever.
//! The text belongs into the fragment of an address, which browsers do not send to any server.

use super::Shared;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use miniz_oxide::{
    deflate::compress_to_vec,
    inflate::{TINFLStatus, decompress_to_vec_with_limit},
};
use serde_json::Value;

/// Above this many characters chat programs begin to cut links off.
pub const LONG: usize = 2_000;
/// Above this many characters some browsers and servers do.
pub const VERY_LONG: usize = 8_000;
/// Above this many characters it is no link any more: a file is offered instead.
pub const TOO_LONG: usize = 32_000;
/// The most characters that are read as a link.
const MOST_TEXT: usize = 256 * 1024;
/// The most bytes that a link may hold once unpacked.
const MOST_BYTES: usize = 8 * 1024 * 1024;
/// The strongest that the packer knows: a link is made once and read often.
const LEVEL: u8 = 9;

const PLAIN: &str = "1.";
const SEALED: &str = "1p.";

/// Why a text is no link of Lineup.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    #[error("this link was made by a newer version of Lineup")]
    Newer,
    #[error("this is not a link of Lineup")]
    Foreign,
    #[error("the link is damaged: some of its characters are missing or were changed")]
    Damaged,
    #[error("the link holds more than a link may hold")]
    TooBig,
}

/// A link as it was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Link {
    Plain(Box<Shared>),
    /// Packed and encrypted: salt, nonce and ciphertext, as [`super::sealed`] lays them out.
    Sealed(Vec<u8>),
}

/// The text of a plain link.
#[must_use]
pub fn write(shared: &Shared) -> String {
    plain(&shared.to_json().to_string())
}

/// A JSON text as a plain link carries it.
pub(crate) fn plain(json: &str) -> String {
    encoded(&packed(json))
}

/// Packed bytes as the text of a plain link.
pub(crate) fn encoded(packed: &[u8]) -> String {
    format!("{PLAIN}{}", URL_SAFE_NO_PAD.encode(packed))
}

/// A JSON text as the bytes of a link.
pub(crate) fn packed(json: &str) -> Vec<u8> {
    compress_to_vec(json.as_bytes(), LEVEL)
}

/// What [`packed`] packed; bounded.
pub(crate) fn unpacked(packed: &[u8]) -> Result<Vec<u8>, LinkError> {
    inflated(packed, MOST_BYTES)
}

/// The packed bytes of a plain link.
pub(crate) fn plain_bytes(text: &str) -> Result<Vec<u8>, LinkError> {
    match opened(text, MOST_TEXT)? {
        (kind, data) if kind.is_empty() => Ok(data),
        _ => Err(LinkError::Newer),
    }
}

/// The text of a link under a passphrase, from what the browser has encrypted.
#[must_use]
pub fn write_sealed(sealed: &[u8]) -> String {
    format!("{SEALED}{}", URL_SAFE_NO_PAD.encode(sealed))
}

/// The bytes that are encoded, or encrypted and then encoded.
#[must_use]
pub fn pack(shared: &Shared) -> Vec<u8> {
    packed(&shared.to_json().to_string())
}

/// Unpacks what [`pack`] has packed; bounded in size, and in depth by the JSON reader.
///
/// # Errors
/// Damaged, or more than a link may hold.
pub fn unpack(packed: &[u8]) -> Result<Shared, LinkError> {
    let bytes = unpacked(packed)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| LinkError::Damaged)?;
    let value: Value = serde_json::from_str(text).map_err(|_| LinkError::Damaged)?;
    let newer =
        value.pointer("/draft/version").and_then(Value::as_u64).is_some_and(|version| version > u64::from(crate::draft::Draft::VERSION));
    if newer {
        return Err(LinkError::Newer);
    }
    Shared::from_json(value).ok_or(LinkError::Damaged)
}

/// Reads the text of a link. White space that a mail program or a chat put into it is not part of it.
///
/// # Errors
/// No link, a damaged one, one of a newer version, or one that holds too much.
pub fn read(text: &str) -> Result<Link, LinkError> {
    let (kind, data) = opened(text, MOST_TEXT)?;
    match kind.as_str() {
        "" => unpack(&data).map(|shared| Link::Plain(Box::new(shared))),
        "p" => Ok(Link::Sealed(data)),
        _ => Err(LinkError::Newer),
    }
}

/// Reads what [`plain`] wrote: at most so many characters, and so many bytes once unpacked.
///
/// # Errors
/// As [`read`].
pub(crate) fn read_plain(text: &str, most_text: usize, most_bytes: usize) -> Result<Vec<u8>, LinkError> {
    match opened(text, most_text)? {
        (kind, data) if kind.is_empty() => inflated(&data, most_bytes),
        _ => Err(LinkError::Newer),
    }
}

fn inflated(packed: &[u8], most: usize) -> Result<Vec<u8>, LinkError> {
    decompress_to_vec_with_limit(packed, most).map_err(|error| match error.status {
        TINFLStatus::HasMoreOutput => LinkError::TooBig,
        _ => LinkError::Damaged,
    })
}

/// The kind of a link, and its bytes.
fn opened(text: &str, most: usize) -> Result<(String, Vec<u8>), LinkError> {
    if text.len() > most {
        return Err(LinkError::TooBig);
    }
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (tag, data) = text.split_once('.').ok_or(LinkError::Foreign)?;
    let version: String = tag.chars().take_while(char::is_ascii_digit).collect();
    let kind = tag.get(version.len()..).unwrap_or_default();
    match version.parse::<u32>() {
        Ok(1) => {}
        Ok(later) if later > 1 => return Err(LinkError::Newer),
        _ => return Err(LinkError::Foreign),
    }
    let data = URL_SAFE_NO_PAD.decode(data.trim_end_matches('=')).map_err(|_| LinkError::Damaged)?;
    Ok((kind.to_owned(), data))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Draft, TurnBody};
    use crate::share::SharedLane;
    use proptest::prelude::*;
    use rstest::rstest;

    fn shared() -> Shared {
        let mut draft = Draft { instructions: "Answer in Korean. 한국어로.".into(), ..Draft::new() };
        draft.conversation.append(TurnBody::user("Why is the sky blue?"));
        Shared {
            draft,
            prompt: "And at dusk?".into(),
            attached: vec![],
            lanes: vec![SharedLane::typed("o4-mini"), SharedLane::typed("gpt-4o")],
        }
    }

    /// Links that were once given out. They stay readable for ever: this list only grows.
    #[rstest]
    #[case::first(
        "1.TY89bsMwDIWvInB2ghTI5CXo3AN0KIJCsdlYiCwKEtXWMHyMdsrSA3RrL9WfO4R0hmSRyAe-75EjtMk-MdQjPGPKjgLUNxW4kDmVhqXPUMNtyC-YjAvmjhLasDT_b8ef78-_96_fj-MSKmgoqN_yTBiBS1LnCCt9ok0YJCQU7yvYUTuomsijwEvGJASZYXE8iHeIqjO-sujzV8N9NxiXDXdo8mEwO19wA9N2miYZcRHqlRQZmV3Ya7DKRF6J23P52HTkGiXbwiRkKhzLfPp1ogJjoj7yfHhrLJu25MNGHN4GPO_YU4teBmi96F1wMFUXbR95sSZd7gQ"
    )]
    fn a_link_of_any_age_is_read(#[case] text: &str) {
        assert_eq!(read(text), Ok(Link::Plain(Box::new(shared()))));
    }

    #[test]
    fn a_link_comes_back_as_it_went_and_is_short() {
        let text = write(&shared());
        assert_eq!(read(&text), Ok(Link::Plain(Box::new(shared()))));
        assert!(text.len() < 400, "{} characters: {text}", text.len());
        let broken: String = text.as_bytes().chunks(60).map(|line| format!("{} \r\n", String::from_utf8_lossy(line))).collect();
        assert_eq!(read(&broken), Ok(Link::Plain(Box::new(shared()))), "as a mail program breaks it");
    }

    #[rstest]
    #[case("", LinkError::Foreign)]
    #[case("hello", LinkError::Foreign)]
    #[case("x.AAAA", LinkError::Foreign)]
    #[case("0.AAAA", LinkError::Foreign)]
    #[case("2.AAAA", LinkError::Newer)]
    #[case("1z.AAAA", LinkError::Newer)]
    #[case("1.", LinkError::Damaged)]
    #[case("1.%%%", LinkError::Damaged)]
    #[case("1.AAAA", LinkError::Damaged)]
    fn what_cannot_be_read_says_why(#[case] text: &str, #[case] error: LinkError) {
        assert_eq!(read(text), Err(error));
    }

    #[test]
    fn a_cut_link_is_damaged_wherever_it_is_cut() {
        let text = write(&shared());
        for end in PLAIN.len()..text.len() {
            assert_eq!(read(&text[..end]), Err(LinkError::Damaged), "{end}");
        }
    }

    #[test]
    fn a_bomb_is_refused_before_it_unfolds() {
        let bomb = compress_to_vec(&vec![b' '; 64 * 1024 * 1024], 9);
        let text = format!("{PLAIN}{}", URL_SAFE_NO_PAD.encode(&bomb));
        assert_eq!(read(&text), Err(LinkError::TooBig));
        let deep = format!("{{\"draft\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(unpack(&compress_to_vec(deep.as_bytes(), 9)), Err(LinkError::Damaged));
    }

    #[test]
    fn a_newer_draft_says_so() {
        let packed = compress_to_vec(br#"{"draft":{"version":99}}"#, 9);
        assert_eq!(unpack(&packed), Err(LinkError::Newer));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}", bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            _ = read(&text);
            _ = read(&format!("1.{}", URL_SAFE_NO_PAD.encode(&bytes)));
            _ = unpack(&compress_to_vec(&bytes, 1));
            _ = unpack(&compress_to_vec(text.as_bytes(), 1));
        }

        #[test]
        fn a_changed_byte_never_panics(at in 0usize..300, with in any::<u8>()) {
            let mut packed = pack(&shared());
            let at = at % packed.len();
            packed[at] ^= with;
            _ = unpack(&packed);
        }
    }
}
