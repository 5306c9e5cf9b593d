//! Where a long open paragraph may be cut.
//!
//! What follows a cut is parsed as if the paragraph began with a plain word. So nothing before it may pair with anything after it: no
//! emphasis, bracket, code span, formula or tag may be open there. A paragraph in which something stays open for
//! [`MAX_OPEN_BYTES`] is cut all the same, and what is open then stays text: else a single `*` would make a long paragraph slow.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::mask::Masked;
use super::parse::OPTIONS;

/// A paragraph is left whole up to this length.
const MIN_BYTES: usize = 2 * 1024;

/// So much stays in the tail, because it may still pair with what comes.
const KEEP_BYTES: usize = 512;

/// Nothing pairs over more than this in a paragraph.
const MAX_OPEN_BYTES: usize = 32 * 1024;

/// The place at which to cut the paragraph that ends the buffer, if it is long and has such a place.
pub(super) fn place(text: &str, scaffold: usize) -> Option<usize> {
    if text.len() - scaffold < MIN_BYTES {
        return None;
    }
    let masked = Masked::new(text, false);
    let (paragraph, texts) = last_paragraph(&masked.text)?;
    let begin = paragraph.start.max(scaffold);
    let forced = text.len() - begin >= MAX_OPEN_BYTES;
    // A bracket may begin a definition, whose title may be long.
    if text.len() - begin < MIN_BYTES || paragraph.end < text.trim_end().len() || (text[begin..].starts_with('[') && !forced) {
        return None;
    }
    let limit = text.len() - KEEP_BYTES;
    let place = |forced| search(&masked.text, begin, limit, &texts, forced);
    place(false).or_else(|| forced.then(|| place(true).or_else(|| anywhere(&masked.text, begin, limit, &texts)))?)
}

/// The last paragraph, if it ends the text, and its pieces of plain text with whether each lies in nothing else.
#[allow(clippy::type_complexity)]
fn last_paragraph(text: &str) -> Option<(Range<usize>, Vec<(Range<usize>, bool)>)> {
    let mut paragraph: Option<Range<usize>> = None;
    let mut texts = Vec::new();
    let mut depth = 0_usize;
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }) => depth += 1,
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => depth -= 1,
            Event::Text(shown) => {
                // The text of a tight item comes without a paragraph around it.
                let begun = paragraph.get_or_insert(range.clone());
                begun.end = begun.end.max(range.end);
                let plain = text.get(range.clone()) == Some(&*shown);
                texts.push((range, depth == 0 && plain));
            }
            Event::Start(Tag::Paragraph) => {
                paragraph = Some(range);
                texts.clear();
            }
            Event::Start(_) | Event::Rule | Event::End(_) if depth == 0 && !matches!(event, Event::End(TagEnd::Paragraph)) => {
                // Another block: what stood before it is not the last paragraph. The ends of containers come after it.
                if !matches!(event, Event::End(TagEnd::Item | TagEnd::List(_) | TagEnd::BlockQuote(_))) {
                    paragraph = None;
                    texts.clear();
                }
            }
            _ => {
                if let Some(begun) = &mut paragraph {
                    begun.end = begun.end.max(range.end);
                }
            }
        }
    }
    paragraph.map(|paragraph| (paragraph, texts))
}

/// The last place before `limit` inside a piece of text without white space, for a text of nothing but signs.
fn anywhere(text: &str, begin: usize, limit: usize, texts: &[(Range<usize>, bool)]) -> Option<usize> {
    let range = texts.iter().map(|(range, _)| range).rfind(|range| range.start < limit && range.end > begin + 1)?;
    let mut at = range.end.min(limit);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let is_sign = |c: char| !c.is_whitespace() && c != '\\';
    let fits = at > range.start.max(begin) && text[..at].ends_with(is_sign) && text[at..].starts_with(is_sign);
    fits.then_some(at)
}

/// The last place before `limit` between a letter and white space with nothing open before it, so that the rest may stand on a new line;
/// where there is no white space, between two letters; or, if `forced`, whatever is open.
fn search(text: &str, begin: usize, limit: usize, texts: &[(Range<usize>, bool)], forced: bool) -> Option<usize> {
    let (mut space, mut inside) = (None, None);
    let mut brackets = 0_i32;
    for (range, plain) in texts {
        let mut before = text[..range.start].chars().next_back().unwrap_or(' ');
        let escaped = before == '\\';
        let mut chars = text[range.clone()].char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let at = range.start + at;
            if at >= limit {
                return space.or(inside);
            }
            let next = chars.peek().map_or_else(|| text[at + c.len_utf8()..].chars().next().unwrap_or(' '), |(_, next)| *next);
            let fits = before.is_alphanumeric() && (c.is_alphanumeric() || c == ' ' || c == '\n');
            // Behind the edge of the text something else may stand, so only places inside it count.
            if fits && *plain && at > range.start && at > begin && (brackets == 0 || forced) {
                *(if c.is_alphanumeric() { &mut inside } else { &mut space }) = Some(at);
            }
            let literal = escaped && at == range.start;
            let opens = match c {
                _ if literal => false,
                '*' | '~' => !next.is_whitespace(),
                '_' => !next.is_whitespace() && !before.is_alphanumeric(),
                '`' => true,
                '$' => !next.is_whitespace(),
                '<' => next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'),
                '[' => {
                    brackets += 1;
                    false
                }
                ']' => {
                    brackets -= 1;
                    false
                }
                _ => false,
            };
            if opens && !forced {
                return space.or(inside);
            }
            before = c;
        }
    }
    space.or(inside)
}
