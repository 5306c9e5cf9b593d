//! How calls of tools are answered without leaving the page: a canned text, one of the ready-made tools, or a function of the user's.
//!
//! A mock belongs to a tool by its name and is never sent. All of it is pure: the clock is told the time, and a function is run by
//! `workers/script`.

mod calculator;
mod clock;
mod ready;
pub mod script;
mod table;
mod weather;

pub use ready::{READY_TOOLS, ReadyTool};

use super::ToolCallTurn;
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
    /// JavaScript: see [`script`].
    Function { code: String },
}

/// What a mock says to a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Text(String),
    /// This function has to be run, with this input.
    Function {
        code: String,
        input: Value,
    },
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

    /// Whether it is as in a new draft: then it is not written down.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for ToolLoop {
    fn default() -> Self {
        Self { automatic: false, turns: 4 }
    }
}

impl Mock {
    /// What its author wrote into it.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text { text } | Self::Table { rows: text } | Self::Function { code: text } => Some(text),
            Self::Calculator | Self::Clock | Self::Weather => None,
        }
    }

    /// The result of a call. What cannot be worked out is an answer too, which says why: the model reads it.
    #[must_use]
    pub fn answer(&self, call: &ToolCallTurn, now: Now) -> Reply {
        let arguments = call.arguments.as_str();
        let parsed = || match serde_json::from_str::<Value>(arguments) {
            Ok(value) if value.is_object() => Ok(value),
            // A call without arguments, as some servers send it.
            _ if arguments.trim().is_empty() => Ok(json!({})),
            Ok(_) => Err("the arguments are not a JSON object".to_owned()),
            Err(error) => Err(format!("the arguments are not JSON: {error}")),
        };
        let answer = match self {
            Self::Text { text } => return Reply::Text(text.clone()),
            Self::Calculator => parsed().and_then(|arguments| calculator::answer(&arguments)),
            Self::Clock => Ok(clock::answer(now)),
            Self::Weather => parsed().and_then(|arguments| weather::answer(&arguments)),
            Self::Table { rows } => parsed().and_then(|arguments| table::answer(rows, &arguments)),
            // The input of a free-form tool is a text by nature.
            Self::Function { code } => match if call.custom { Ok(arguments.into()) } else { parsed() } {
                Ok(input) => return Reply::Function { code: code.clone(), input },
                Err(error) => Err(error),
            },
        };
        Reply::Text(answer.unwrap_or_else(|error| json!({ "error": error })).to_string())
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
        assert_eq!(mock.answer(&call(arguments, false), NOW), Reply::Text(expected.to_owned()));
    }

    fn call(arguments: &str, custom: bool) -> ToolCallTurn {
        ToolCallTurn { id: "a".into(), name: "f".into(), arguments: arguments.into(), custom }
    }

    #[test]
    fn a_function_gets_an_object_and_a_free_form_tool_its_text() {
        let mock = Mock::Function { code: "x => x".into() };
        let input = |arguments: &str, custom: bool| match mock.answer(&call(arguments, custom), NOW) {
            Reply::Function { input, .. } => Ok(input),
            Reply::Text(text) => Err(text),
        };
        assert_eq!(input(r#"{"a": 1}"#, false), Ok(json!({"a": 1})));
        assert_eq!(input("{", true), Ok(json!("{")));
        assert!(input("{", false).unwrap_err().contains("not JSON"), "the model's fault is told to the model");
    }
}
