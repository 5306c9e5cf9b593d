//! Which addresses may become links, and text that lies about its direction.
//!
//! The text of a model is hostile: it may carry `javascript:` addresses, and characters that make one address look like another.

use std::borrow::Cow;

/// The address, if it is one that may stand in a link: `http:`, `https:` or `mailto:`, with nothing in it that a browser drops or
/// that cannot be seen. Everything else is shown as text.
pub fn allowed(address: &str) -> Option<String> {
    let address = address.trim();
    if address.chars().any(|c| c.is_control() || c.is_whitespace() || is_invisible(c)) {
        return None;
    }
    let (scheme, rest) = address.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" => {
            let host = rest.strip_prefix("//")?;
            // No user part: `https://bank.example@evil.example` shows one host and opens another. A backslash is a slash to a browser.
            let authority = host.split(['/', '?', '#']).next().unwrap_or_default();
            let plain = !authority.is_empty() && !authority.contains(['@', '\\']) && !authority.starts_with(':');
            plain.then(|| format!("{scheme}:{rest}"))
        }
        "mailto" => rest.contains('@').then(|| format!("{scheme}:{rest}")),
        _ => None,
    }
}

/// The address, if it is one of the web that may stand in a link: as [`allowed`], without `mailto:`.
pub fn web(address: &str) -> Option<String> {
    allowed(address).filter(|url| !url.starts_with("mailto:"))
}

/// The host of an address that [`allowed`] has passed; of a mail address what stands behind the `@`.
pub fn host(address: &str) -> &str {
    let rest = address.split_once(':').map_or(address, |(_, rest)| rest);
    match rest.strip_prefix("//") {
        Some(rest) => rest.split(['/', '?', '#']).next().unwrap_or_default(),
        None => rest.split('?').next().unwrap_or_default().rsplit('@').next().unwrap_or_default(),
    }
}

/// Characters that reorder what follows them: embeddings, overrides and isolates.
fn reorders(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Characters that take no space and tell nothing where an address or its name is read.
fn is_invisible(c: char) -> bool {
    reorders(c)
        || matches!(c, '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2065}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E007F}')
}

/// The text with every character that reorders shown as what it is, `[U+202E]`: neither a sentence nor a line of code can then read
/// other than it is stored.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, reorders)
}

/// The text of a link, with every character that cannot be seen shown as well.
pub fn visible_in_link(text: &str) -> Cow<'_, str> {
    shown(text, is_invisible)
}

/// The text of somebody else as it may stand amid the words of the interface: whatever letters and marks are in it, what stands
/// before and behind it is read in its own order. It is one line.
///
/// ```
/// use lineup_core::document::link::apart;
/// assert_eq!(apart("o4-mini"), "o4-mini");
/// assert_eq!(apart("שלום"), "\u{2068}שלום\u{2069}");
/// assert_eq!(apart("a\u{202E}b"), "a[U+202E]b");
/// ```
pub fn apart(text: &str) -> Cow<'_, str> {
    if !text.contains(|c| ends_line(c) || reorders(c) || reads_from_the_right(c)) {
        return Cow::Borrowed(text);
    }
    // An isolate reaches no farther than its line, and a mark in the text could end it.
    let line = text.replace(ends_line, " ");
    let line = if is_closed(&line) { line } else { visible(&line).into_owned() };
    let turned = line.contains(|c| reorders(c) || reads_from_the_right(c));
    Cow::Owned(if turned { format!("\u{2068}{line}\u{2069}") } else { line })
}

/// Whether each isolate in the text ends in it, and nothing else in it reorders: what [`apart`] has written is not taken apart again.
fn is_closed(text: &str) -> bool {
    let mut open = 0_u32;
    for c in text.chars().filter(|c| reorders(*c)) {
        match c {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' if open > 0 => open -= 1,
            _ => return false,
        }
    }
    open == 0
}

/// What ends a paragraph where directions are worked out (UAX #9, class B).
fn ends_line(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2029}')
}

/// Letters, digits and marks of scripts that are written from the right (UAX #9, classes R, AL and AN), and the marks that stand for
/// one of either side.
fn reads_from_the_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8FF}' | '\u{200E}' | '\u{200F}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}')
        || matches!(c, '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
}

fn shown(text: &str, hidden: fn(char) -> bool) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hidden(c) {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_that_say_where_they_go_become_links() {
        let good = ["https://example.com", "HTTP://example.com/a?b#c", "mailto:a@b.example", " https://example.com/ä "];
        for address in good {
            assert!(allowed(address).is_some(), "{address}");
        }
        let bad = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,<script>alert(1)</script>",
            "vbscript:x",
            "file:///etc/passwd",
            "blob:https://example.com/1",
            "//example.com",
            "/path",
            "#fragment",
            "https:example.com",
            "https:///path",
            "https://bank.example@evil.example",
            "https://evil.example\\@bank.example",
            "https://exam\u{202E}ple.com",
            "https://exam\u{200B}ple.com",
            "ftp://example.com",
            "mailto:nobody",
            "",
        ];
        for address in bad {
            assert_eq!(allowed(address), None, "{address:?}");
        }
    }

    #[test]
    fn the_host_is_what_stands_between_the_slashes() {
        assert_eq!(host("https://example.com:8080/a/b?c"), "example.com:8080");
        assert_eq!(host("mailto:a@b.example?subject=x@y"), "b.example");
    }

    #[test]
    fn a_text_amid_others_is_one_line_that_turns_nothing() {
        for (text, shown) in [
            ("gpt-5", "gpt-5"),
            ("한국어 모델", "한국어 모델"),
            ("a\nb\u{2029}c", "a b c"),
            ("\u{2069}\u{202E}x", "[U+2069][U+202E]x"),
            ("\u{200F}x", "\u{2068}\u{200F}x\u{2069}"),
            ("مرحبا\u{2069}", "\u{2068}مرحبا[U+2069]\u{2069}"),
        ] {
            assert_eq!(apart(text), shown, "{text:?}");
            // A text that stands in a text that stands in another.
            let twice = apart(&apart(text)).replace(['\u{2068}', '\u{2069}'], "");
            assert_eq!(twice, shown.replace(['\u{2068}', '\u{2069}'], ""), "{text:?}");
        }
    }

    #[test]
    fn reordering_characters_are_shown() {
        assert_eq!(visible("a\u{202E}b"), "a[U+202E]b");
        assert_eq!(visible("نص \u{200F}x"), "نص \u{200F}x");
        assert_eq!(visible_in_link("pay\u{200B}pal"), "pay[U+200B]pal");
    }
}
