//! Functions of users that answer calls: the messages between the page and the worker that runs them, and what can go wrong.

use crate::message;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What the function is called, where the code is more than the function.
pub const NAME: &str = "answer";

/// What a new function begins with.
pub const BEGINNING: &str = "function answer({ city }) {\n  return { city, degrees: 21 };\n}\n";

/// A message to the worker.
pub type Request = message::Request<Ask>;

/// A message from the worker.
pub type Answer = message::Answer<Told>;

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Ask {
    /// Whether it listens: from then on the time of a run is counted.
    Ready,
    /// One call of a function.
    Run {
        code: String,
        /// The arguments; a text for a free-form tool.
        input: Value,
    },
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    Ready,
    Ran(Ran),
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ran {
    /// The result as it is sent to the model.
    pub result: Result<String, Fault>,
    /// The lines of `console.log`.
    pub said: Vec<String>,
}

/// A place in the code; both count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    pub line: u32,
    pub column: u32,
}

/// Why there is no result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Fault {
    /// The code cannot be read, in the parser's words.
    Syntax { words: String, spot: Option<Spot> },
    /// It threw, in its own words.
    Thrown { words: String, spot: Option<Spot> },
    /// A loop did not end.
    Endless,
    /// Functions within functions, too many of them.
    Deep,
    /// The code is no function and has none of the agreed name.
    NoFunction,
    /// It returned nothing that could be sent.
    Nothing,
    /// Its promise stays open.
    Pending,
    /// Its result is too long.
    Long { bytes: usize },
    /// It took longer than it may, and was ended.
    Time { seconds: u32 },
    /// The engine broke off: memory or stack ran out.
    Broken,
    /// The engine could not be loaded.
    Unavailable,
}

impl Fault {
    /// Whether the function itself said no: a model can read that and do better. Any other fault is for who wrote the function.
    #[must_use]
    pub fn is_for_the_model(&self) -> bool {
        matches!(self, Self::Thrown { .. })
    }

    /// The place in the code.
    #[must_use]
    pub fn spot(&self) -> Option<Spot> {
        match self {
            Self::Syntax { spot, .. } | Self::Thrown { spot, .. } => *spot,
            _ => None,
        }
    }

    /// The result that a model reads instead.
    #[must_use]
    pub fn told(&self) -> String {
        let words = match self {
            Self::Thrown { words, .. } => words.as_str(),
            Self::Time { .. } | Self::Endless => "the tool did not end in time",
            _ => "the tool failed",
        };
        json!({ "error": words }).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_a_function_throws_is_told_in_its_words() {
        let thrown = Fault::Thrown { words: "no such city".into(), spot: Some(Spot { line: 2, column: 1 }) };
        assert_eq!((thrown.told().as_str(), thrown.is_for_the_model()), (r#"{"error":"no such city"}"#, true));
        let syntax = Fault::Syntax { words: "unexpected token".into(), spot: None };
        assert_eq!((syntax.told().as_str(), syntax.is_for_the_model()), (r#"{"error":"the tool failed"}"#, false));
        assert!(Fault::Time { seconds: 3 }.told().contains("in time"));
    }
}
