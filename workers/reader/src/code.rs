//! What matters of a program, in one shape for Python and JavaScript.

use serde_json::Value;

/// Values and calls, in the order in which they stand in the text.
#[derive(Debug, Default)]
pub struct Program {
    pub steps: Vec<Step>,
    /// The program is nothing but this expression.
    pub only: Option<Node>,
}

#[derive(Debug)]
pub enum Step {
    Assign { name: String, value: Node },
    Call(Call),
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Node {
    pub line: u32,
    pub kind: Kind,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Literal(Value),
    List(Vec<Node>),
    /// Without a name: something that is spread, or a name that is computed.
    Map(Vec<(Option<String>, Node)>),
    /// `a.b.c`
    Path(Vec<String>),
    /// Pieces of one text.
    Text(Vec<Node>),
    Call(Box<Call>),
    Other,
}

#[derive(Clone, Debug)]
pub struct Call {
    pub line: u32,
    /// `client.responses.create`; calls on the way are passed through.
    pub path: Vec<String>,
    pub arguments: Vec<Node>,
    /// Python's keywords. Without a name: `**spread`.
    pub named: Vec<(Option<String>, Node)>,
}

/// Line numbers by place.
pub struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    /// From 1.
    pub fn at(&self, offset: usize) -> u32 {
        u32::try_from(self.0.partition_point(|end| *end < offset) + 1).unwrap_or(u32::MAX)
    }
}

/// Why a text is no program of that language, and where: line and column from 1, the column in characters.
#[derive(Debug)]
pub struct SyntaxError {
    pub line: u32,
    pub column: u32,
    pub offset: usize,
    pub said: String,
}

impl SyntaxError {
    /// `offset` is a place in the text, in bytes.
    pub fn at(text: &str, offset: usize, said: String) -> Self {
        let before = &text[..text.floor_char_boundary(offset)];
        let line = before.rsplit('\n').next().unwrap_or_default();
        let number = |count: usize| u32::try_from(count + 1).unwrap_or(u32::MAX);
        Self { line: number(before.matches('\n').count()), column: number(line.chars().count()), offset, said }
    }
}
