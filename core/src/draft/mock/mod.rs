//! How calls of tools are answered without leaving the page: a canned text, or one of the ready-made tools.
//!
//! A mock belongs to a tool by its name and is never sent. All of it is pure: the clock is told the time.

mod calculator;
mod clock;
mod ready;
mod table;
mod weather;

pub use ready::{READY_TOOLS, ReadyTool};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// How the calls of one tool are answered. A tool without one is answered by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Mock {
    /// Always the same words.
    Text { text: String },
    /// An expression is worked out.
    Calculator,
    /// The time now.
    Clock,
    /// A made-up sky, the same for the same city.
    Weather,
    /// Rows of a table, as CSV or as a JSON list of objects, that fit the arguments.
    Table { rows: String },
}

/// The moment of a call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Milliseconds since 1970, UTC.
    pub unix_ms: f64,
    /// Minutes that the user's clock is ahead of UTC.
    pub offset_minutes: i32,
}

/// What to do with the calls of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ToolLoop {
    /// Whether a lane goes on by itself where every call has a mock.
    pub automatic: bool,
    /// How often it may go on so for one question.
    pub turns: u32,
}

impl ToolLoop {
    /// More turns than this are not for a playground.
    pub const MOST_TURNS: u32 = 20;
}

impl Default for ToolLoop {
    fn default() -> Self {
        Self { automatic: false, turns: 4 }
    }
}

impl Mock {
    /// The result of a call with these arguments. What cannot be worked out is an answer too, which says why: the model reads it.
    #[must_use]
    pub fn answer(&self, arguments: &str, now: Now) -> String {
        let parsed = || match serde_json::from_str::<Value>(arguments) {
            Ok(value) if value.is_object() => Ok(value),
            // A call without arguments, as some servers send it.
            _ if arguments.trim().is_empty() => Ok(json!({})),
            Ok(_) => Err("the arguments are not a JSON object".to_owned()),
            Err(error) => Err(format!("the arguments are not JSON: {error}")),
        };
        let answer = match self {
            Self::Text { text } => return text.clone(),
            Self::Calculator => parsed().and_then(|arguments| calculator::answer(&arguments)),
            Self::Clock => Ok(clock::answer(now)),
            Self::Weather => parsed().and_then(|arguments| weather::answer(&arguments)),
            Self::Table { rows } => parsed().and_then(|arguments| table::answer(rows, &arguments)),
        };
        answer.unwrap_or_else(|error| json!({ "error": error })).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NOW: Now = Now { unix_ms: 1_795_271_400_000.0, offset_minutes: 540 };

    #[rstest]
    #[case(Mock::Text { text: "canned".into() }, "not json", "canned")]
    #[case(Mock::Calculator, r#"{"expression": "2*(3+4)"}"#, r#"{"result":14}"#)]
    #[case(Mock::Calculator, "{", r#"{"error":"the arguments are not JSON: EOF while parsing an object at line 1 column 1"}"#)]
    #[case(Mock::Calculator, "[]", r#"{"error":"the arguments are not a JSON object"}"#)]
    #[case(Mock::Clock, "", r#"{"utc":"2026-11-21T14:30:00Z","local":"2026-11-21T23:30:00+09:00"}"#)]
    #[case(Mock::Table { rows: "sku,price\nA1,3\n".into() }, r#"{"sku": "a1"}"#, r#"{"rows":[{"sku":"A1","price":3}],"found":1}"#)]
    fn every_mock_answers_whatever_the_model_wrote(#[case] mock: Mock, #[case] arguments: &str, #[case] expected: &str) {
        assert_eq!(mock.answer(arguments, NOW), expected);
    }
}
