//! A JSON value as a literal: of JSON itself, of Python, of JavaScript; and a text as a string literal of each language.
//!
//! What cannot be seen is always escaped (controls, marks of direction, characters without width): code must be what it looks like.

use serde_json::{Map, Value};
use std::fmt::Write as _;

/// How wide a value may be and still stand on one line.
const WIDTH: usize = 72;

/// How a language writes values.
pub(super) struct Syntax {
    /// null, true, false
    words: [&'static str; 3],
    unicode: Unicode,
    /// Keys without quotes, where they are names.
    bare_keys: bool,
    indent: &'static str,
}

/// How a character that must be escaped is written.
enum Unicode {
    /// `\u202e`, beyond 16 bits as two of them.
    Utf16,
    /// `\u202e`, beyond 16 bits `\U000e0001`.
    Long,
    /// `\u{202e}`
    Braces,
}

const WORDS: [&str; 3] = ["null", "true", "false"];
pub(super) const JSON: Syntax = Syntax { words: WORDS, unicode: Unicode::Utf16, bare_keys: false, indent: "  " };
pub(super) const JAVASCRIPT: Syntax = Syntax { words: WORDS, unicode: Unicode::Utf16, bare_keys: true, indent: "  " };
pub(super) const PYTHON: Syntax = Syntax { words: ["None", "True", "False"], unicode: Unicode::Long, bare_keys: false, indent: "    " };
pub(super) const C_LIKE: Syntax = Syntax { words: WORDS, unicode: Unicode::Long, bare_keys: false, indent: "    " };
pub(super) const GO: Syntax = Syntax { words: WORDS, unicode: Unicode::Long, bare_keys: false, indent: "\t" };
pub(super) const RUST: Syntax = Syntax { words: WORDS, unicode: Unicode::Braces, bare_keys: false, indent: "    " };

impl Syntax {
    /// The value, on one line where it is short.
    pub fn value(&self, value: &Value) -> String {
        let mut out = String::new();
        self.put(&mut out, value, 0);
        out
    }

    /// The value on one line, however long.
    pub fn line(&self, value: &Value) -> String {
        let mut out = String::new();
        self.put_inline(&mut out, value);
        out
    }

    pub fn string(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 2);
        self.put_string(&mut out, text);
        out
    }

    /// The key of a member.
    pub fn key(&self, key: &str) -> String {
        let name = |(at, c): (usize, char)| c.is_ascii_alphabetic() || c == '_' || (at > 0 && c.is_ascii_digit());
        match key {
            _ if !self.bare_keys => self.string(key),
            // As a plain member it would set the prototype.
            "__proto__" => "[\"__proto__\"]".to_owned(),
            _ if !key.is_empty() && key.chars().enumerate().all(name) => key.to_owned(),
            _ => self.string(key),
        }
    }

    fn put(&self, out: &mut String, value: &Value, depth: usize) {
        if fits(value, WIDTH).is_some() {
            return self.put_inline(out, value);
        }
        let newline = |out: &mut String, depth: usize| {
            out.push('\n');
            (0..depth).for_each(|_| out.push_str(self.indent));
        };
        match value {
            Value::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    newline(out, depth + 1);
                    self.put(out, item, depth + 1);
                }
                newline(out, depth);
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (at, (key, value)) in members.iter().enumerate() {
                    out.push_str(if at > 0 { "," } else { "" });
                    newline(out, depth + 1);
                    out.push_str(&self.key(key));
                    out.push_str(": ");
                    self.put(out, value, depth + 1);
                }
                newline(out, depth);
                out.push('}');
            }
            _ => self.put_inline(out, value),
        }
    }

    fn put_inline(&self, out: &mut String, value: &Value) {
        match value {
            Value::Null => out.push_str(self.words[0]),
            Value::Bool(true) => out.push_str(self.words[1]),
            Value::Bool(false) => out.push_str(self.words[2]),
            Value::Number(number) => out.push_str(&number.to_string()),
            Value::String(text) => self.put_string(out, text),
            Value::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    out.push_str(if at > 0 { ", " } else { "" });
                    self.put_inline(out, item);
                }
                out.push(']');
            }
            Value::Object(members) => self.put_members(out, members),
        }
    }

    fn put_members(&self, out: &mut String, members: &Map<String, Value>) {
        let space = if self.bare_keys && !members.is_empty() { " " } else { "" };
        out.push('{');
        out.push_str(space);
        for (at, (key, value)) in members.iter().enumerate() {
            out.push_str(if at > 0 { ", " } else { "" });
            out.push_str(&self.key(key));
            out.push_str(": ");
            self.put_inline(out, value);
        }
        out.push_str(space);
        out.push('}');
    }

    fn put_string(&self, out: &mut String, text: &str) {
        out.push('"');
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if is_unseen(c) => self.put_escaped(out, c),
                c => out.push(c),
            }
        }
        out.push('"');
    }

    fn put_escaped(&self, out: &mut String, c: char) {
        let code = u32::from(c);
        // Writing to a String cannot fail.
        let _ = match self.unicode {
            Unicode::Braces => write!(out, "\\u{{{code:x}}}"),
            Unicode::Long if code > 0xFFFF => write!(out, "\\U{code:08x}"),
            _ => c.encode_utf16(&mut [0; 2]).iter().try_for_each(|unit| write!(out, "\\u{unit:04x}")),
        };
    }
}

/// How much of a width is left behind a value, if it fits. Counts bytes: a wide script is wide on the screen too.
fn fits(value: &Value, width: usize) -> Option<usize> {
    match value {
        Value::String(text) => width.checked_sub(text.len() + 2),
        Value::Array(items) => items.iter().try_fold(width.checked_sub(2)?, |left, item| fits(item, left)?.checked_sub(2)),
        Value::Object(members) => members
            .iter()
            .try_fold(width.checked_sub(2)?, |left, (key, value)| fits(value, left.checked_sub(key.len() + 4)?)?.checked_sub(2)),
        _ => width.checked_sub(6),
    }
}

/// Controls, line ends of any kind, marks that turn the direction of the text, what has no width, tags, what is no character.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// A text as an address can hold it, in one line: white space, and what cannot be seen, is written in percent.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || is_unseen(c) {
            // Writing to a String cannot fail.
            let _ = c.encode_utf8(&mut [0; 4]).bytes().try_for_each(|byte| write!(out, "%{byte:02X}"));
        } else {
            out.push(c);
        }
    }
    out
}

/// As [`plain`], for a header, in which spaces may stand.
pub(super) fn line(text: &str) -> String {
    text.split(' ').map(plain).collect::<Vec<_>>().join(" ")
}

/// A word of a POSIX shell.
pub(super) fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// As many `#` as a raw string of Rust needs around this text.
pub(super) fn rust_hashes(text: &str) -> String {
    let longest = text.split('"').skip(1).map(|after| after.len() - after.trim_start_matches('#').len()).max();
    "#".repeat(longest.unwrap_or(0) + 1)
}

/// Whether JavaScript's one kind of number would round one of these.
pub(super) fn rounds(value: &Value) -> bool {
    const EXACT: u64 = 1 << 53;
    match value {
        Value::Number(number) => number.as_i64().map(i64::unsigned_abs).or(number.as_u64()).is_some_and(|number| number > EXACT),
        Value::Array(items) => items.iter().any(rounds),
        Value::Object(members) => members.values().any(rounds),
        _ => false,
    }
}
