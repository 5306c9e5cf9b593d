//! What the page asks the worker `schema`, and what it answers: texts go in and come out, with every place by line and column.

use super::fix::{Fix, make_strict};
use super::lint::{Finding, Level, Weight, lint};
use super::sample::from_sample;
use super::text::{self, Spot, TextError};
use crate::message;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A message to the worker.
pub type Request = message::Request<Ask>;

/// A message from the worker.
pub type Answer = message::Answer<Told>;

/// What can be asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Ask {
    /// What is wrong with the schema.
    Lint { text: String, level: Level },
    /// The schema with one thing repaired.
    Repair { text: String, at: String, fix: Fix },
    /// The schema with everything repaired that is refused.
    Strict { text: String },
    /// A schema for this sample.
    Sample { text: String },
    /// Whether an answer fits its schema.
    Check { schema: Value, answer: String },
}

/// What is answered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Told {
    /// The text is not JSON.
    Unreadable {
        error: TextError,
    },
    Findings {
        findings: Vec<Spotted>,
    },
    /// A new text in the place of the old one.
    Text {
        text: String,
    },
    /// Every place where the answer does not fit; none if it fits.
    Faults {
        faults: Vec<Fault>,
    },
    /// The schema itself is none, in the validator's words.
    NoSchema {
        words: String,
    },
}

/// A finding with its place in the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spotted {
    pub finding: Finding,
    pub spot: Option<Spot>,
}

/// One place where an answer does not fit its schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fault {
    /// JSON pointer into the answer.
    pub at: String,
    pub what: Misfit,
    /// The validator's words, in English, for what has no words of its own.
    pub words: String,
    pub spot: Option<Spot>,
}

/// In which way it does not fit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Misfit {
    Type {
        wanted: String,
    },
    Missing {
        name: String,
    },
    Extra {
        names: Vec<String>,
    },
    NotOneOf {
        values: String,
    },
    NoBranch,
    Format {
        format: String,
    },
    Pattern {
        pattern: String,
    },
    /// A bound on a number, a length or a count.
    Bound {
        bound: String,
    },
    Other,
}

/// Answers what needs no validator; `None` for [`Ask::Check`].
#[must_use]
pub fn answer(ask: &Ask) -> Option<Told> {
    let (given, change): (&str, Box<dyn Fn(Value) -> Told>) = match ask {
        Ask::Check { .. } => return None,
        Ask::Lint { text, level } => (text, Box::new(|schema| Told::Findings { findings: spotted(text, lint(&schema, *level)) })),
        Ask::Repair { text, at, fix } => (
            text,
            Box::new(|mut schema| {
                fix.apply(&mut schema, at);
                told_text(&schema)
            }),
        ),
        Ask::Strict { text } => (text, Box::new(|schema| told_text(&make_strict(&schema).schema))),
        Ask::Sample { text } => (text, Box::new(|sample| told_text(&from_sample(&sample)))),
    };
    Some(match text::read(given) {
        Ok(value) => change(value),
        Err(error) => Told::Unreadable { error },
    })
}

/// The findings with their places; what is refused stands before what is doubtful.
fn spotted(text: &str, findings: Vec<Finding>) -> Vec<Spotted> {
    let (refused, doubtful): (Vec<_>, Vec<_>) = findings.into_iter().partition(|finding| finding.weight == Weight::Refused);
    let all = refused.into_iter().chain(doubtful);
    all.map(|finding| Spotted { spot: text::locate(text, &finding.at), finding }).collect()
}

fn told_text(schema: &Value) -> Told {
    // A JSON value always prints.
    Told::Text { text: serde_json::to_string_pretty(schema).unwrap_or_default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::schema::Problem;

    #[test]
    fn findings_come_with_their_line() {
        let text = "{\n  \"type\": \"object\",\n  \"properties\": {\n    \"a\": {\"type\": \"string\", \"default\": 1}\n  },\n  \"required\": [\"a\"]\n}".to_owned();
        let Some(Told::Findings { findings }) = answer(&Ask::Lint { text, level: Level::Strict }) else { panic!("no findings") };
        let lines: Vec<_> = findings.iter().map(|spotted| (spotted.finding.problem.clone(), spotted.spot.unwrap().line)).collect();
        assert_eq!(lines, [(Problem::OpenObject, 1), (Problem::DoubtfulKeyword { keyword: "default".into() }, 4)]);
    }

    #[test]
    fn a_repair_changes_one_thing() {
        let text = r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#.to_owned();
        let Some(Told::Text { text }) = answer(&Ask::Repair { text, at: String::new(), fix: Fix::Close }) else { panic!("no text") };
        assert!(text.contains("\"additionalProperties\": false") && !text.contains("required"), "{text}");
    }

    #[test]
    fn what_is_no_json_says_where() {
        for ask in
            [Ask::Strict { text: "{,}".into() }, Ask::Sample { text: "{,}".into() }, Ask::Lint { text: "{,}".into(), level: Level::Plain }]
        {
            let Some(Told::Unreadable { error }) = answer(&ask) else { panic!("{ask:?}") };
            assert_eq!((error.spot.line, error.spot.column), (1, 2));
        }
        assert_eq!(answer(&Ask::Check { schema: Value::Null, answer: String::new() }), None);
    }
}
