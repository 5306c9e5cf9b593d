//! What kind of body it is: decided by its first bytes, and only then by its `Content-Type`.
//!
//! Servers mislabel: JSON comes as an event stream, event streams as JSON, and a proxy's login page as either (wire.md d.3).

/// What a body turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Stream,
    /// JSON, HTML or text: read when it is complete.
    Whole,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";
const FIELDS: [&[u8]; 4] = [b"data", b"event", b"id", b"retry"];

/// Looks at the beginning of a body. `None` while it is too short to tell.
pub(super) fn sniff(start: &[u8], content_type: Option<&str>) -> Option<Kind> {
    if start.len() < BOM.len() && BOM.starts_with(start) {
        return None;
    }
    let text = start.strip_prefix(BOM).unwrap_or(start).trim_ascii_start();
    let labelled_stream = content_type.is_some_and(is_event_stream);
    match text.first()? {
        b'{' | b'[' | b'<' | b'"' => Some(Kind::Whole),
        b':' => Some(Kind::Stream),
        _ if labelled_stream => Some(Kind::Stream),
        _ => {
            let end = text.iter().position(|byte| matches!(byte, b':' | b'\n' | b'\r'));
            let word = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
            match end {
                Some(_) if FIELDS.contains(&word) => Some(Kind::Stream),
                None if FIELDS.iter().any(|field| field.starts_with(word)) => None,
                _ => Some(Kind::Whole),
            }
        }
    }
}

pub(super) fn is_event_stream(content_type: &str) -> bool {
    content_type.trim_start().get(..17).is_some_and(|start| start.eq_ignore_ascii_case("text/event-stream"))
}

pub(super) fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_decide_before_the_label_does() {
        let (json, sse) = (Some("application/json"), Some("text/event-stream; charset=utf-8"));
        for (start, label, kind) in [
            ("data: {", json, Some(Kind::Stream)),
            ("data", json, None),
            ("dat", None, None),
            ("event: x", None, Some(Kind::Stream)),
            (": PROCESSING", json, Some(Kind::Stream)),
            ("\u{feff}data:{", None, Some(Kind::Stream)),
            ("\n\n  {\"id\"", sse, Some(Kind::Whole)),
            ("<!DOCTYPE html>", sse, Some(Kind::Whole)),
            ("hello", sse, Some(Kind::Stream)),
            ("hello", None, Some(Kind::Whole)),
            ("database error: x", None, Some(Kind::Whole)),
            ("upstream timeout", Some("text/plain"), Some(Kind::Whole)),
            ("", sse, None),
            (" \n", None, None),
        ] {
            assert_eq!(sniff(start.as_bytes(), label), kind, "{start:?} {label:?}");
        }
        assert_eq!(sniff(b"\xEF\xBB", sse), None, "half a byte order mark tells nothing");
    }
}
