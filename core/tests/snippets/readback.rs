//! A body read back from the code of each language, by that language's own rules.

use lineup_core::plan::snippet::Language;
use serde_json::{Map, Value};

/// The body that the code sends.
pub fn body(language: Language, code: &str) -> Value {
    match language {
        Language::Curl => json(between(code, "<<'JSON'\n", "\nJSON\n")),
        Language::Http => {
            let (_, body) = code.split_once("\n\n").unwrap();
            assert!(!body.contains("{{"), "a REST client would replace something here: {body}");
            json(body)
        }
        // What the closing quotes are indented by is taken off each line.
        Language::CSharp => json(&between(code, "(\"\"\"\n", "\"\"\"").replace("\n    ", "\n")),
        Language::Go => json(between(code, "const request = `", "`")),
        Language::Java => json(&text_block(between(code, "REQUEST = \"\"\"\n", "\"\"\""))),
        Language::Rust => json(raw_string(code.split_once("&str = r").unwrap().1)),
        Language::Batch => json(code)["body"].clone(),
        Language::Python => arguments(between(code, "create(\n", "\n)\n"), '=', "extra_body"),
        Language::JavaScript => arguments(between(code, "create({\n", "\n});\n"), ':', "..."),
        Language::Codex => panic!("a configuration holds no body"),
    }
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn between<'a>(code: &'a str, start: &str, end: &str) -> &'a str {
    code.split_once(start).and_then(|(_, rest)| rest.split_once(end)).unwrap_or_else(|| panic!("no {start}…{end}: {code}")).0
}

/// The only escape that the code needs is that of a backslash; so no `\u` is left that Java would read before all else.
fn text_block(text: &str) -> String {
    let mut parts = text.split("\\\\");
    assert!(parts.all(|part| !part.contains('\\')), "{text}");
    text.replace("\\\\", "\\")
}

fn raw_string(code: &str) -> &str {
    let (hashes, rest) = code.split_once('"').unwrap();
    assert!(!rest.contains('\r') || !rest.split_once("\"#").unwrap().0.contains('\r'), "a bare line end");
    rest.split_once(&format!("\"{hashes}")).unwrap().0
}

/// `name=value,` or `name: value,`, and what stands in `others` as if it stood beside them.
fn arguments(text: &str, sign: char, others: &str) -> Value {
    let text = as_json(text);
    let mut rest = text.trim();
    let mut body = Map::new();
    while !rest.is_empty() {
        let name_end = if rest.starts_with("...") { 3 } else { rest.find(sign).unwrap() + 1 };
        let (name, after) = rest.split_at(name_end);
        let name = name.trim_end_matches(sign).trim_matches('"');
        let mut values = serde_json::Deserializer::from_str(after).into_iter::<Value>();
        let value = values.next().unwrap().unwrap_or_else(|error| panic!("{error}: {after}"));
        match value {
            Value::Object(more) if name == others => body.extend(more),
            value => {
                body.insert(name.to_owned(), value);
            }
        }
        rest = after[values.byte_offset()..].trim_start().strip_prefix(',').unwrap().trim_start();
    }
    Value::Object(body)
}

/// A literal of Python or JavaScript as JSON: words of Python, long escapes, keys without quotes or in brackets.
fn as_json(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '"' {
            let end = string_end(rest);
            out.push_str(&short_escapes(&rest[..end]));
            rest = &rest[end..];
        } else if let Some(after) = rest.strip_prefix("[\"__proto__\"]:") {
            out.push_str("\"__proto__\":");
            rest = after;
        } else if c.is_ascii_alphabetic() || c == '_' {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            match word {
                _ if after.starts_with(':') => out.push_str(&format!("\"{word}\"")),
                "None" => out.push_str("null"),
                "True" => out.push_str("true"),
                "False" => out.push_str("false"),
                _ => out.push_str(word),
            }
            rest = after;
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Where a string ends that begins here.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            '\n' => break,
            _ => {}
        }
    }
    panic!("a string without an end: {text}")
}

/// `\U000e0041` as JSON writes it.
fn short_escapes(string: &str) -> String {
    let mut out = String::new();
    let mut rest = string;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        if let Some(hex) = after.strip_prefix('U') {
            out.push(char::from_u32(u32::from_str_radix(&hex[..8], 16).unwrap()).unwrap());
            rest = &hex[8..];
        } else {
            let (escape, tail) = after.split_at(1);
            out.push('\\');
            out.push_str(escape);
            rest = tail;
        }
    }
    out + rest
}
