//! What a file is, whatever it is called, and how it goes into a turn: pictures, sound, documents.
//!
//! - [`of_file`] decides by the first bytes, then by the name; a file that no API takes is refused with the reason.
//! - [`Facts`] are read from the part itself: size, width and height, seconds.

mod header;

use super::Part;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The most that one request may carry in pictures, and in files, after OpenAI's guides "Images and vision" and "File inputs".
pub const MOST_BYTES: usize = 50 * 1024 * 1024;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A picture of this MIME type, which the APIs take as it is.
    Picture(&'static str),
    /// `wav` or `mp3`.
    Sound(&'static str),
    /// Sound or speech that a browser can usually read and that has to become WAV.
    OtherSound,
    /// A document of this MIME type.
    Document(&'static str),
}

/// Why a file cannot be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("the file is empty")]
    Empty,
    /// More than [`MOST_BYTES`].
    #[error("the file is larger than an API takes")]
    TooLarge,
    /// A picture that no API reads: TIFF, BMP, HEIC, AVIF, SVG.
    #[error("a picture that no API reads")]
    PictureFormat,
    #[error("moving pictures are not taken")]
    Film,
    /// A program, an archive, or something that nobody knows.
    #[error("a file that no API reads")]
    Unknown,
}

/// Documents by the ending of their name: OpenAI's guide "File inputs" lists PDF, text and code, office documents.
const DOCUMENTS: [(&str, &str); 40] = [
    ("pdf", "application/pdf"),
    ("txt", "text/plain"),
    ("md", "text/markdown"),
    ("csv", "text/csv"),
    ("tsv", "text/tab-separated-values"),
    ("json", "application/json"),
    ("jsonl", "text/plain"),
    ("xml", "text/xml"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("css", "text/css"),
    ("yaml", "text/yaml"),
    ("yml", "text/yaml"),
    ("toml", "text/plain"),
    ("ini", "text/plain"),
    ("log", "text/plain"),
    ("rtf", "application/rtf"),
    ("tex", "text/x-tex"),
    ("js", "text/javascript"),
    ("mjs", "text/javascript"),
    ("ts", "text/x-typescript"),
    ("tsx", "text/x-typescript"),
    ("jsx", "text/javascript"),
    ("py", "text/x-python"),
    ("rs", "text/x-rust"),
    ("go", "text/x-golang"),
    ("java", "text/x-java"),
    ("c", "text/x-c"),
    ("h", "text/x-c"),
    ("cpp", "text/x-c++"),
    ("cs", "text/x-csharp"),
    ("rb", "text/x-ruby"),
    ("php", "text/x-php"),
    ("sh", "text/x-sh"),
    ("sql", "text/x-sql"),
    ("swift", "text/plain"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
];

/// What these bytes are.
///
/// # Errors
/// No API takes such a file.
pub fn kind(name: &str, bytes: &[u8]) -> Result<Kind, Unfit> {
    if bytes.is_empty() {
        return Err(Unfit::Empty);
    }
    if bytes.len() > MOST_BYTES {
        return Err(Unfit::TooLarge);
    }
    if let Some(known) = by_bytes(bytes) {
        return known;
    }
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if matches!(ending.as_str(), "svg") {
        return Err(Unfit::PictureFormat);
    }
    let document = DOCUMENTS.iter().find(|(known, _)| *known == ending);
    match document {
        // A PDF says so in its bytes; so do the office documents, which are archives.
        Some((_, mime)) if is_text(bytes) == mime_is_text(mime) && ending != "pdf" => Ok(Kind::Document(mime)),
        None if is_text(bytes) => Ok(Kind::Document("text/plain")),
        _ => Err(Unfit::Unknown),
    }
}

fn by_bytes(bytes: &[u8]) -> Option<Result<Kind, Unfit>> {
    let begins = |magic: &[u8]| bytes.starts_with(magic);
    let at = |from: usize, magic: &[u8]| bytes.get(from..from + magic.len()) == Some(magic);
    Some(match bytes {
        _ if begins(b"\x89PNG\r\n\x1a\n") => Ok(Kind::Picture("image/png")),
        _ if begins(b"\xff\xd8\xff") => Ok(Kind::Picture("image/jpeg")),
        _ if begins(b"GIF87a") || begins(b"GIF89a") => Ok(Kind::Picture("image/gif")),
        _ if begins(b"RIFF") && at(8, b"WEBP") => Ok(Kind::Picture("image/webp")),
        _ if begins(b"RIFF") && at(8, b"WAVE") => Ok(Kind::Sound("wav")),
        _ if begins(b"RIFF") && at(8, b"AVI ") => Err(Unfit::Film),
        _ if begins(b"ID3") => Ok(Kind::Sound("mp3")),
        // An MPEG frame of layer 3: eleven bits of sync, then version and layer.
        [0xff, second, ..] if second & 0xe6 == 0xe2 => Ok(Kind::Sound("mp3")),
        _ if begins(b"OggS") || begins(b"fLaC") => Ok(Kind::OtherSound),
        _ if begins(b"\x1a\x45\xdf\xa3") => Ok(Kind::OtherSound),
        _ if at(4, b"ftyp") => match bytes.get(8..12) {
            Some(b"heic" | b"heix" | b"hevc" | b"mif1" | b"msf1" | b"avif" | b"avis") => Err(Unfit::PictureFormat),
            Some(b"M4A " | b"M4B ") => Ok(Kind::OtherSound),
            _ => Err(Unfit::Film),
        },
        _ if begins(b"II*\0") || begins(b"MM\0*") || begins(b"BM") => Err(Unfit::PictureFormat),
        _ if begins(b"%PDF-") => Ok(Kind::Document("application/pdf")),
        _ => return None,
    })
}

fn mime_is_text(mime: &str) -> bool {
    mime.starts_with("text/") || matches!(mime, "application/json" | "application/rtf")
}

fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8_192)];
    // The cut may go through a character.
    let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    is_utf8 && !head.contains(&0)
}

/// The file as a part of a turn.
///
/// # Errors
/// No API takes it, or it has to become WAV first ([`Kind::OtherSound`] gives [`Unfit::Unknown`] here).
pub fn of_file(name: &str, bytes: &[u8]) -> Result<Part, Unfit> {
    let data = |mime: &str| format!("data:{mime};base64,{}", STANDARD.encode(bytes));
    match kind(name, bytes)? {
        Kind::Picture(mime) => Ok(Part::Image { url: data(mime), detail: None }),
        Kind::Sound(format) => Ok(Part::Audio { data: STANDARD.encode(bytes), format: format.to_owned() }),
        Kind::Document(mime) => Ok(Part::File { name: name.to_owned(), data: data(mime) }),
        Kind::OtherSound => Err(Unfit::Unknown),
    }
}

/// A picture at an address: `https:` (or `http:` on this machine), nothing else.
#[must_use]
pub fn of_address(address: &str) -> Option<Part> {
    let address = address.trim();
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = !host.is_empty() && !host.contains('@') && !address.contains(char::is_whitespace);
    is_plain.then(|| Part::Image { url: address.to_owned(), detail: None })
}

/// What can be read from a part without asking anybody.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Facts {
    /// Of the file, not of its base64; `None` for what lies at an address.
    pub bytes: Option<usize>,
    pub pixels: Option<(u32, u32)>,
    pub seconds: Option<f64>,
}

impl Facts {
    #[must_use]
    pub fn of(part: &Part) -> Self {
        match part {
            Part::Text { .. } | Part::Other { .. } => Self::default(),
            Part::Image { url, .. } => {
                let Some(data) = base64_of(url) else { return Self::default() };
                Self { bytes: Some(decoded_len(data)), pixels: header::pixels(&head(data)), seconds: None }
            }
            Part::File { data, .. } => Self { bytes: base64_of(data).map(decoded_len), ..Self::default() },
            Part::Audio { data, format } => {
                let bytes = decoded_len(data);
                let seconds = (format == "wav").then(|| header::wav_seconds(&head(data), bytes)).flatten();
                Self { bytes: Some(bytes), pixels: None, seconds }
            }
        }
    }
}

/// The base64 of a `data:` URL.
#[must_use]
pub fn base64_of(url: &str) -> Option<&str> {
    url.strip_prefix("data:")?.split_once(";base64,").map(|(_, data)| data)
}

fn decoded_len(base64: &str) -> usize {
    base64.trim_end_matches('=').len() * 3 / 4
}

/// Enough of the beginning for any header; a JPEG may carry a preview before its size.
fn head(base64: &str) -> Vec<u8> {
    const CHARS: usize = 256 * 1024;
    let cut = base64.get(..base64.len().min(CHARS) / 4 * 4).unwrap_or_default();
    STANDARD.decode(cut).unwrap_or_default()
}

/// Samples of one channel, from −1 to 1, as a WAV file of 16 bits.
#[must_use]
pub fn wav(samples: &[f32], rate: u32) -> Vec<u8> {
    let bytes = samples.len() * 2;
    let mut file = wav_head(bytes, rate);
    file.reserve_exact(bytes);
    #[expect(clippy::cast_possible_truncation, reason = "clamped to the range")]
    file.extend(samples.iter().flat_map(|sample| ((sample.clamp(-1.0, 1.0) * f32::from(i16::MAX)) as i16).to_le_bytes()));
    file
}

/// The head of a WAV file, before so many bytes of samples of one channel, 16 bits each, little-endian.
pub(crate) fn wav_head(bytes: usize, rate: u32) -> Vec<u8> {
    let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
    let mut head = Vec::with_capacity(44);
    head.extend_from_slice(b"RIFF");
    head.extend_from_slice(&bytes.saturating_add(36).to_le_bytes());
    head.extend_from_slice(b"WAVEfmt ");
    head.extend_from_slice(&16_u32.to_le_bytes());
    // PCM, one channel.
    head.extend_from_slice(&[1, 0, 1, 0]);
    head.extend_from_slice(&rate.to_le_bytes());
    head.extend_from_slice(&(rate * 2).to_le_bytes());
    head.extend_from_slice(&[2, 0, 16, 0]);
    head.extend_from_slice(b"data");
    head.extend_from_slice(&bytes.to_le_bytes());
    head
}

#[cfg(test)]
mod tests;
