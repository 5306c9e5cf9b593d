//! YAML as data. An alias is not followed: ten lines of them can stand for more than there is room for.

use lineup_core::plan::import::{Note, NoteKind};
use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};
use serde_json::{Map, Value, json};

/// Deeper than this nobody writes by hand.
const DEEPEST: usize = 100;

/// The first document, and what it has beyond that.
#[derive(Debug)]
pub struct Document {
    pub value: Value,
    pub notes: Vec<Note>,
}

#[derive(Debug)]
pub struct YamlError {
    pub line: u32,
    pub column: u32,
    pub said: String,
}

impl From<ScanError> for YamlError {
    fn from(error: ScanError) -> Self {
        Self { line: number(error.marker().line()), column: number(error.marker().col() + 1), said: error.info().to_owned() }
    }
}

enum Open {
    List(Vec<Value>),
    /// With the key whose value comes next.
    Map(Map<String, Value>, Option<String>),
}

pub fn read(text: &str) -> Result<Document, YamlError> {
    let mut stack: Vec<Open> = Vec::new();
    let mut notes = Vec::new();
    let mut first = None;
    let mut documents = 0;
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        let line = number(span.start.line());
        let wrong = |said: &str| YamlError { line, column: number(span.start.col() + 1), said: said.to_owned() };
        let done = match event {
            Event::DocumentStart(_) => {
                documents += 1;
                None
            }
            Event::SequenceStart(..) => {
                stack.push(Open::List(Vec::new()));
                None
            }
            Event::MappingStart(..) => {
                stack.push(Open::Map(Map::new(), None));
                None
            }
            Event::SequenceEnd | Event::MappingEnd => stack.pop().map(|open| match open {
                Open::List(list) => Value::Array(list),
                Open::Map(map, _) => Value::Object(map),
            }),
            Event::Scalar(text, style, ..) => {
                Some(if style == ScalarStyle::Plain { plain(&text) } else { Value::String(text.into_owned()) })
            }
            Event::Alias(_) => {
                notes.push(Note::new(NoteKind::NotLiteral, "*").at(line));
                Some(Value::Null)
            }
            _ => None,
        };
        if stack.len() > DEEPEST {
            return Err(wrong("nested too deep"));
        }
        let Some(value) = done else { continue };
        match stack.last_mut() {
            None if first.is_none() => first = Some(value),
            None => {}
            Some(Open::List(list)) => list.push(value),
            Some(Open::Map(map, key)) => match key.take() {
                Some(key) => _ = map.insert(key, value),
                None => {
                    *key = Some(match value {
                        Value::String(text) => text,
                        value if value.is_object() || value.is_array() => return Err(wrong("a key is a list or a mapping")),
                        value => value.to_string(),
                    });
                }
            },
        }
    }
    if documents > 1 {
        notes.push(Note::new(NoteKind::Another, format!("{} × ---", documents - 1)));
    }
    Ok(Document { value: first.unwrap_or_default(), notes })
}

/// An unquoted scalar, by the core schema of YAML 1.2.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return json!(true),
        "false" | "False" | "FALSE" => return json!(false),
        _ => {}
    }
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return json!(text);
    }
    if let Ok(int) = text.parse::<i64>() {
        return json!(int);
    }
    let is_float = digits.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse::<f64>() {
        Ok(float) if is_float && float.is_finite() => json!(float),
        _ => json!(text),
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
