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

    /// From 1, in bytes.
    pub fn column(&self, offset: usize) -> u32 {
        let before = self.0.partition_point(|end| *end < offset);
        let start = before.checked_sub(1).and_then(|n| self.0.get(n)).map_or(0, |end| end + 1);
        u32::try_from(offset.saturating_sub(start) + 1).unwrap_or(u32::MAX)
    }
}

/// Why a text is no program of that language.
#[derive(Debug)]
pub struct SyntaxError {
    pub line: u32,
    pub column: u32,
    pub offset: usize,
    pub said: String,
}

/// The parsers call themselves for what is nested; deeper than this nobody writes by hand.
const DEEPEST: usize = 200;
/// Operators in one expression, outside of texts: `a ** a ** a` is nested as deep as it is long.
const LONGEST: usize = 1_000;

/// Whether brackets or operators are nested deeper than a parser can be trusted with. Brackets in texts count too, and a lone quote hides
/// what follows: it is a guard, not a reader.
pub fn is_too_deep(text: &str) -> bool {
    let (mut depth, mut signs, mut operators) = (0_usize, 0_usize, 0_usize);
    let mut quote = None;
    let (mut is_escaped, mut line_ended, mut after_operator) = (false, false, false);
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'-' | b'+' | b'~' | b'!' | b'*' => signs += 1,
            b' ' | b'\n' => {}
            _ => signs = 0,
        }
        match (byte, quote) {
            _ if is_escaped => {}
            // A backtick opens a text in one of the two languages only.
            (b'"' | b'\'', None) => quote = Some(byte),
            (_, Some(open)) if byte == open => quote = None,
            (_, Some(_)) | (b' ' | b'\t' | b'\r', None) => {}
            (b'\n', None) => line_ended = true,
            (b',' | b';', None) => operators = 0,
            (_, None) => {
                // Brackets behind each other too: `a[0][0][0]`.
                let is_operator = b"+-*/%&|^<>=?.:@([".contains(&byte);
                // An expression goes on in the next line where it has no end, or where that begins with an operator.
                if line_ended && !is_operator && !after_operator && depth == 0 {
                    operators = 0;
                }
                operators += usize::from(is_operator);
                (line_ended, after_operator) = (false, is_operator);
            }
        }
        is_escaped = byte == b'\\' && !is_escaped;
        depth > DEEPEST || signs > 2 * DEEPEST || operators > LONGEST
    })
}
