//! TeX in `\( \)`, `\[ \]` and `$$`, hidden from the Markdown parser.
//!
//! Markdown would read `\(` as an escaped parenthesis, `_` in a formula as emphasis, and a line of a formula that begins with `+` as
//! a list. So each such formula is replaced by `$$xxx$$` of the same length before parsing; the parser takes that as display maths,
//! and by its place we find the TeX again.
//!
//! The rules, which depend on the text alone and not on how it arrived: `\( \)` stands on one line. `\[ \]` and `$$ $$` stand on
//! one line, or begin a line and end before the next blank line or fence and within [`MAX_FORMULA_BYTES`]. Nothing in code is a formula. A
//! formula that begins a line and whose end has not come yet reaches to the end of the text, so that nothing in it settles as Markdown.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::parse::OPTIONS;

/// A formula of several lines that is longer is none.
const MAX_FORMULA_BYTES: usize = 8 * 1024;

/// Stands for the dollars of a `$$` that is no formula, so that the parser does not pair it with one that is. The text shown is
/// taken from the original.
const INERT: u8 = b'%';

/// A formula that was hidden.
#[derive(Debug)]
pub(super) struct Mask {
    pub start: usize,
    pub tex: String,
    pub display: bool,
    /// Its end has not come.
    pub open: bool,
}

/// A text with its formulas hidden, of the same length.
#[derive(Debug)]
pub(super) struct Masked<'a> {
    pub text: Cow<'a, str>,
    pub masks: Vec<Mask>,
}

/// A formula as it stands in the text, with its delimiters.
struct Formula {
    range: Range<usize>,
    display: bool,
    open: bool,
}

impl<'a> Masked<'a> {
    pub fn none(text: &'a str) -> Self {
        Self { text: Cow::Borrowed(text), masks: Vec::new() }
    }

    pub fn new(text: &'a str, finished: bool) -> Self {
        Self::without(text, finished, &[])
    }

    /// As [`Masked::new`], but the formulas that begin at `not` are left as they are.
    pub fn without(text: &'a str, finished: bool, not: &[usize]) -> Self {
        if !text.contains("\\(") && !text.contains("\\[") && !text.contains("$$") {
            return Self::none(text);
        }
        let mut bytes = text.as_bytes().to_vec();
        let mut masks = Vec::new();
        let (formulas, dollars) = formulas(text, finished);
        for at in dollars {
            bytes[at..at + 2].fill(INERT);
        }
        for Formula { range, display, open } in formulas.into_iter().filter(|formula| !not.contains(&formula.range.start)) {
            let end = if open { range.end } else { range.end - 2 };
            let inside = range.start + 2..end;
            bytes[range.clone()].fill(b'x');
            for place in [range.start, range.end - 2] {
                bytes[place..place + 2].fill(b'$');
            }
            masks.push(Mask { start: range.start, tex: tex(text, inside), display, open });
        }
        match String::from_utf8(bytes) {
            Ok(masked) => Self { text: Cow::Owned(masked), masks },
            Err(_) => Self::none(text),
        }
    }
}

/// The TeX of a formula without the quote marks and the indentation of its lines.
fn tex(text: &str, inside: Range<usize>) -> String {
    let before = &text[..inside.start];
    let quoted = before[before.rfind('\n').map_or(0, |at| at + 1)..].trim_start().starts_with('>');
    let lines = text[inside].lines().enumerate().map(|(index, line)| match index {
        0 => line,
        _ if quoted => line.trim_start_matches([' ', '\t', '>']),
        _ => line.trim_start(),
    });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Where the formulas stand, and where `$$` stands for itself; in order.
fn formulas(text: &str, finished: bool) -> (Vec<Formula>, Vec<usize>) {
    let bytes = text.as_bytes();
    let code = code_ranges(text);
    let mut code = code.iter().peekable();
    let mut found = Vec::new();
    let mut dollars = Vec::new();
    // Up to where a search for this end was in vain: a line of nothing but beginnings is searched once, not once for each of them.
    let mut vain = [(b"\\)", 0), (b"\\]", 0), (b"$$", 0)];
    let mut at = 0;
    while at + 1 < bytes.len() {
        while code.next_if(|range| range.end <= at).is_some() {}
        if let Some(range) = code.peek()
            && range.contains(&at)
        {
            at = range.end;
            continue;
        }
        let close: &[u8; 2] = match &bytes[at..at + 2] {
            b"\\(" => b"\\)",
            b"\\[" => b"\\]",
            b"$$" => b"$$",
            [b'\\', _] => {
                at += 2;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let display = close != b"\\)";
        let many_lines = display && begins_line(text, at);
        let is_vain = !many_lines && vain.iter().any(|(end, until)| *end == close && at < *until);
        let end = if is_vain { Err(NoEnd::OnLine(at)) } else { end_of_formula(text, at, close, many_lines, finished) };
        match end {
            Ok((end, open)) => {
                found.push(Formula { range: at..end, display, open });
                at = end;
            }
            Err(none) => {
                if let (NoEnd::OnLine(until), Some(known)) = (none, vain.iter_mut().find(|(end, _)| *end == close)) {
                    known.1 = known.1.max(until);
                }
                if close == b"$$" {
                    dollars.push(at);
                }
                at += 2;
            }
        }
    }
    (found, dollars)
}

/// Why something that looks like the beginning of a formula is none.
enum NoEnd {
    /// Its end does not come before this place, where its line ends.
    OnLine(usize),
    Other,
}

/// Where the formula ends that begins at `start`, and whether it is still open there.
fn end_of_formula(text: &str, start: usize, close: &[u8; 2], many_lines: bool, finished: bool) -> Result<(usize, bool), NoEnd> {
    let bytes = text.as_bytes();
    let mut at = start + 2;
    let mut content = false;
    while at < bytes.len() {
        if many_lines && at - start > MAX_FORMULA_BYTES {
            return Err(NoEnd::Other);
        }
        if bytes[at..].starts_with(close) {
            return if content { Ok((at + 2, false)) } else { Err(NoEnd::Other) };
        }
        match bytes[at] {
            b'\\' if at + 1 < bytes.len() && bytes[at + 1] != b'\n' => {
                content = true;
                at += 2;
            }
            b'\n' if !many_lines => return Err(NoEnd::OnLine(at)),
            b'\n' => {
                let next = &text[at + 1..];
                let line = next.split('\n').next().unwrap_or_default();
                let whole = line.len() < next.len();
                let content = line.trim_matches([' ', '\t', '>']);
                let fence = content.starts_with("```") || content.starts_with("~~~");
                if fence || (content.is_empty() && whole) {
                    return Err(NoEnd::Other);
                }
                at += 1;
            }
            byte => {
                content |= !byte.is_ascii_whitespace();
                at += 1;
            }
        }
    }
    // Long enough to hold both delimiters of the mask.
    let open = many_lines && !finished && bytes.len() - start >= 5;
    match (open, many_lines) {
        (true, _) => Ok((bytes.len(), true)),
        (false, true) => Err(NoEnd::Other),
        (false, false) => Err(NoEnd::OnLine(bytes.len())),
    }
}

/// Whether only the marks of containers stand before `at` on its line.
fn begins_line(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let mut rest = &before[before.rfind('\n').map_or(0, |newline| newline + 1)..];
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        if rest.is_empty() {
            return true;
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let marker = match (digits, rest[digits..].chars().next()) {
            (0, Some('-' | '*' | '+')) => 1,
            (1..=9, Some('.' | ')')) => digits + 1,
            _ => return false,
        };
        rest = &rest[marker..];
        if !rest.starts_with([' ', '\t']) {
            return false;
        }
    }
}

/// Where code and HTML stand, in order.
fn code_ranges(text: &str) -> Vec<Range<usize>> {
    Parser::new_ext(text, OPTIONS)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::Code(_)))
        .map(|(_, range)| range)
        .collect()
}
