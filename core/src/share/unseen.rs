//! Characters in the texts of strangers that nobody sees and a model reads all the same: a prompt can say more than it shows.

use crate::document::link::visible_in_link;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    pub count: usize,
    /// The first of them with the words around it, each shown as what it is: `Hello[U+200B]`.
    pub excerpt: String,
}

/// Characters on either side of the first in the excerpt.
const AROUND: usize = 24;

/// Looks through texts. `None` where everything in them can be seen.
///
/// Joiners, marks of direction, soft hyphens and variation selectors belong to many scripts and to emoji; several of them in a row belong
/// to none. Whole alphabets can be hidden in tags (U+E0000) and in the selectors of the supplement (U+E0100).
pub fn unseen<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Unseen> {
    let mut found: Option<Unseen> = None;
    for text in texts {
        let places = places(text);
        let Some(first) = places.first() else { continue };
        let count = places.len();
        match &mut found {
            Some(found) => found.count += count,
            None => found = Some(Unseen { count, excerpt: excerpt(text, *first) }),
        }
    }
    found
}

/// Where in the text they stand, by bytes.
fn places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut before = None;
    let mut in_flag = false;
    for (at, c) in text.char_indices() {
        in_flag = (in_flag && is_tag(c)) || c == BLACK_FLAG;
        let is_hidden = if is_tag(c) { !in_flag } else { is_never_needed(c) || is_doubled(before, c) };
        if is_hidden {
            places.push(at);
        }
        before = Some(c);
    }
    places
}

/// The flags of regions (England, Wales) are this one with tags behind it (Unicode Technical Standard 51).
const BLACK_FLAG: char = '\u{1F3F4}';

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0000}'..='\u{E007F}')
}

/// No script needs them in a text: spaces without width, overrides of direction, fillers, invisible operators.
fn is_never_needed(c: char) -> bool {
    matches!(c, '\u{180E}' | '\u{200B}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{115F}' | '\u{1160}' | '\u{FFA0}')
}

/// Needed one at a time.
fn is_doubled(before: Option<char>, c: char) -> bool {
    let of = |c: char| match c {
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' => Some(0),
        '\u{00AD}' | '\u{061C}' | '\u{200C}'..='\u{200F}' | '\u{3164}' => Some(1),
        _ => None,
    };
    of(c).is_some() && before.and_then(of) == of(c)
}

fn excerpt(text: &str, at: usize) -> String {
    let (before, after) = text.split_at(at);
    let start = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(start, _)| start);
    let end = after.char_indices().nth(AROUND).map_or(after.len(), |(end, _)| end);
    let cut = |is_cut: bool| if is_cut { "…" } else { "" };
    let words = visible_in_link(&text[start..at + end]).into_owned();
    format!("{}{words}{}", cut(start > 0), cut(end < after.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("Why is the sky blue?")]
    #[case::korean("하늘은 왜 파란가요? ㅤ")]
    #[case::emoji("👩\u{200D}👩\u{200D}👧 ❤\u{FE0F}\u{200D}🔥 1\u{FE0F}\u{20E3}")]
    #[case::flag("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}")]
    #[case::persian("می\u{200C}خواهم")]
    #[case::hebrew("שלום (hi)\u{200F}.")]
    #[case::soft_hyphen("Donau\u{AD}dampf\u{AD}schiff")]
    #[case::ideographic_variation("葛\u{E0100}城")]
    fn what_a_script_needs_is_no_finding(#[case] text: &str) {
        assert_eq!(unseen([text]), None);
    }

    #[rstest]
    #[case::zero_width("a\u{200B}b", 1, "a[U+200B]b")]
    #[case::tags("hi\u{E0041}\u{E0042}", 2, "hi[U+E0041][U+E0042]")]
    #[case::tags_after_a_flag("🏴\u{E0067}\u{E007F} \u{E0041}", 1, "[U+E0041]")]
    #[case::override_of_direction("a\u{202E}b", 1, "[U+202E]")]
    #[case::joiners_in_a_row("a\u{200C}\u{200D}\u{200C}b", 2, "[U+200C]")]
    #[case::selectors_in_a_row("x\u{FE00}\u{E0101}\u{FE02}", 2, "x")]
    fn what_is_hidden_is_counted_and_shown(#[case] text: &str, #[case] count: usize, #[case] shown: &str) {
        let found = unseen([text]).unwrap();
        assert_eq!(found.count, count);
        assert!(found.excerpt.contains(shown), "{}", found.excerpt);
    }

    #[test]
    fn the_excerpt_is_short_and_of_the_first() {
        let long = format!("{}\u{200B}{}", "a".repeat(100), "b".repeat(100));
        let found = unseen(["clean", &long, "c\u{FEFF}"]).unwrap();
        assert_eq!(found.count, 2);
        assert_eq!(found.excerpt, format!("…{}[U+200B]{}…", "a".repeat(24), "b".repeat(23)));
    }
}
