//! Reads sizes from the first bytes of pictures and sound.

/// Width and height of a PNG, GIF, WebP or JPEG.
pub(super) fn pixels(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = if bytes.starts_with(b"\x89PNG") {
        (be32(bytes, 16)?, be32(bytes, 20)?)
    } else if bytes.starts_with(b"GIF8") {
        (le16(bytes, 6)?, le16(bytes, 8)?)
    } else if bytes.starts_with(b"RIFF") {
        webp(bytes)?
    } else {
        jpeg(bytes)?
    };
    (width > 0 && height > 0).then_some((width, height))
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((le16(bytes, 26)? & 0x3fff, le16(bytes, 28)? & 0x3fff)),
        b"VP8L" => {
            let bits = le32(bytes, 21)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some(((le32(bytes, 24)? & 0xff_ffff) + 1, (le32(bytes, 27)? & 0xff_ffff) + 1)),
        _ => None,
    }
}

/// Walks the segments to the frame header.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    if !bytes.starts_with(&[0xff, 0xd8]) {
        return None;
    }
    let mut at = 2;
    loop {
        let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
        match marker {
            // Padding, and markers without a length.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => return Some((be16(bytes, at + 7)?, be16(bytes, at + 5)?)),
            _ => at += 2 + usize::try_from(be16(bytes, at + 2)?).ok()?.max(2),
        }
    }
}

/// The length of a WAV file of so many bytes.
pub(super) fn wav_seconds(bytes: &[u8], length: usize) -> Option<f64> {
    let mut at = 12;
    let mut rate = None;
    loop {
        let size = le32(bytes, at + 4)?;
        match bytes.get(at..at + 4)? {
            b"fmt " => rate = le32(bytes, at + 16).filter(|rate| *rate > 0),
            b"data" => {
                // A recorder that could not go back leaves the size open.
                let rest = length.saturating_sub(at + 8);
                let data = usize::try_from(size).map_or(rest, |size| size.min(rest));
                return rate.map(|rate| data as f64 / f64::from(rate));
            }
            _ => {}
        }
        at += 8 + usize::try_from(size).ok()?.checked_add(1)? / 2 * 2;
    }
}

fn be16(bytes: &[u8], at: usize) -> Option<u32> {
    let [a, b] = *bytes.get(at..at + 2)? else { return None };
    Some(u32::from(a) << 8 | u32::from(b))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn le16(bytes: &[u8], at: usize) -> Option<u32> {
    let [a, b] = *bytes.get(at..at + 2)? else { return None };
    Some(u32::from(b) << 8 | u32::from(a))
}

fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}
