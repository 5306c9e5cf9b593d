//! What a model said aloud: the sound, put together from its pieces, and as something that a browser plays.

use crate::draft::attachment::wav_head;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Serialize;
use std::borrow::Cow;

/// Servers differ in whether they fill a piece up.
const TOLERANT: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent));

/// Samples per second of `pcm16`: mono, 16 bits, little-endian (OpenAI's guide to audio).
const PCM_RATE: u32 = 24_000;

/// An answer in sound (Chat: `message.audio`, wire.md b.6; Responses: the `response.audio.*` events, c.5).
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Audio {
    /// By which a later request may refer to it.
    pub id: Option<String>,
    /// What is said, in words.
    pub transcript: String,
    /// The sound, in whatever format was asked for.
    pub data: Vec<u8>,
    /// Until when the server knows the id, in seconds since 1970.
    pub expires_at: Option<u64>,
    /// The end of a piece that is no whole group of base64 yet.
    #[serde(skip)]
    rest: String,
}

impl Audio {
    /// Takes a piece of base64 in and says whether there is more to hear. Pieces are encoded each for itself (OpenAI), or one text
    /// is cut anywhere. What is no base64 is left out; it stays in the raw bytes.
    pub(super) fn hear(&mut self, piece: &str) -> bool {
        let is_base64 = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=');
        if !piece.chars().all(|c| is_base64(c) || c.is_ascii_whitespace()) {
            return false;
        }
        self.rest.extend(piece.chars().filter(|c| !c.is_ascii_whitespace()));
        let whole = if self.rest.ends_with('=') { self.rest.len() } else { self.rest.len() / 4 * 4 };
        let behind = self.rest.split_off(whole);
        let groups = std::mem::replace(&mut self.rest, behind);
        match TOLERANT.decode(groups) {
            Ok(bytes) => {
                self.data.extend_from_slice(&bytes);
                !bytes.is_empty()
            }
            Err(_) => false,
        }
    }

    /// Whether there is nothing in it, neither sound nor words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.data.is_empty() && self.transcript.trim().is_empty()
    }

    /// The kind of sound, by its first bytes: the answer does not name it. Of the formats that can be asked for, only `pcm16` has no
    /// mark of its own (wav, aac, mp3, flac, opus: [spec] `audio.format`).
    #[must_use]
    pub fn format(&self) -> &'static str {
        match self.data.as_slice() {
            [b'R', b'I', b'F', b'F', ..] => "wav",
            [b'f', b'L', b'a', b'C', ..] => "flac",
            [b'O', b'g', b'g', b'S', ..] => "ogg",
            [b'I', b'D', b'3', ..] => "mpeg",
            // The sync word of MPEG audio; with the layer zero, of an ADTS frame.
            [0xFF, second, ..] if second & 0xF6 == 0xF0 => "aac",
            [0xFF, second, ..] if second & 0xE0 == 0xE0 && second & 0x06 != 0 && *second != 0xFF => "mpeg",
            _ => "pcm16",
        }
    }

    /// The sound as an address that a player takes. `None` where there is none.
    #[must_use]
    pub fn address(&self) -> Option<String> {
        if self.data.is_empty() {
            return None;
        }
        let (kind, file) = match self.format() {
            // No browser plays bare samples.
            "pcm16" => ("wav", Cow::Owned([wav_head(self.data.len(), PCM_RATE).as_slice(), &self.data].concat())),
            kind => (kind, Cow::Borrowed(self.data.as_slice())),
        };
        Some(format!("data:audio/{kind};base64,{}", TOLERANT.encode(file)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Millis, Run};
    use crate::wire::Api;

    fn heard(pieces: &[&str]) -> Vec<u8> {
        let mut audio = Audio::default();
        for piece in pieces {
            audio.hear(piece);
        }
        audio.data
    }

    #[test]
    fn pieces_are_put_together_however_they_were_cut() {
        for pieces in
            [&["AAECAwQF"][..], &["AAE=", "AgMEBQ=="], &["AA", "ECA", "wQF"], &["AAEC", "", "Aw\nQF"], &["AAEC", "not base64!", "AwQF"]]
        {
            assert_eq!(heard(pieces), [0, 1, 2, 3, 4, 5], "{pieces:?}");
        }
        assert_eq!(heard(&["한", "==", "A"]), Vec::<u8>::new());
    }

    #[test]
    fn an_empty_object_of_sound_comes_not_between_the_pieces_of_a_text() {
        let mut run = Run::new(Api::Chat);
        for piece in ["a", "b"] {
            let chunk = format!(r#"{{"choices":[{{"delta":{{"content":"{piece}","audio":{{}}}}}}]}}"#);
            run.bytes(format!("data: {chunk}\n\n").as_bytes(), Millis(1.0));
        }
        assert_eq!((run.reply().choices[0].items.len(), run.reply().text(0).as_str()), (1, "ab"));
    }

    #[test]
    fn the_kind_of_sound_follows_from_its_first_bytes() {
        for (start, format) in [
            (&b"RIFF...."[..], "wav"),
            (b"fLaC", "flac"),
            (b"OggS", "ogg"),
            (b"ID3\x04", "mpeg"),
            (&[0xFF, 0xFB, 0x90], "mpeg"),
            (&[0xFF, 0xF1, 0x50], "aac"),
            (&[0xFF, 0xFF, 0xFF, 0xFF], "pcm16"),
            (&[0, 1], "pcm16"),
        ] {
            assert_eq!(Audio { data: start.to_vec(), ..Audio::default() }.format(), format, "{start:?}");
        }
    }

    #[test]
    fn bare_samples_become_a_file_that_can_be_played() {
        let audio = Audio { data: vec![1, 2, 3, 4], ..Audio::default() };
        let address = audio.address().unwrap();
        let file = TOLERANT.decode(address.strip_prefix("data:audio/wav;base64,").unwrap()).unwrap();
        assert_eq!(
            (file.len(), &file[..4], &file[4..8], &file[40..44]),
            (48, &b"RIFF"[..], &40_u32.to_le_bytes()[..], &4_u32.to_le_bytes()[..])
        );
        assert_eq!((&file[24..28], &file[44..]), (&24_000_u32.to_le_bytes()[..], &[1, 2, 3, 4][..]));
        let mp3 = Audio { data: b"ID3x".to_vec(), ..Audio::default() };
        assert_eq!(mp3.address().as_deref(), Some("data:audio/mpeg;base64,SUQzeA=="));
        assert_eq!(Audio::default().address(), None);
    }
}
