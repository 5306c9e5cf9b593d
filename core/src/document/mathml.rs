//! MathML text to nodes through an allow-list.
//!
//! The TeX of a model is hostile, and what a converter writes from it is text. It is read as XML by a small tolerant reader, and only
//! the elements and attributes named here come out; everything else leaves its text at most. There is no `href`, no `annotation-xml`, no
//! `maction`, and no `style`: the few styles that formulas need become classes.

use serde::{Deserialize, Serialize};

/// To the worker that writes MathML, as a JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    pub id: u32,
    pub tex: String,
    pub display: bool,
}

/// From the worker. No `mathml` means that the TeX has an error; its source is shown then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub id: u32,
    pub mathml: Option<String>,
}

/// A node of a formula. Names and attributes are from the lists below, values are checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MathNode {
    Element { name: &'static str, attributes: Vec<(&'static str, String)>, children: Vec<MathNode> },
    Text(String),
}

const ELEMENTS: &[&str] = &[
    "math",
    "merror",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mpadded",
    "mphantom",
    "mprescripts",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &["annotation", "annotation-xml", "script", "style"];

/// How a value must look.
enum Value {
    Bool,
    /// A number with a unit of length or none.
    Length,
    Number,
    OneOf(&'static [&'static str]),
    /// Words, each of letters and hyphens; each gets the prefix [`CLASS_PREFIX`].
    Class,
}

const ATTRIBUTES: &[(&str, Value)] = &[
    ("accent", Value::Bool),
    ("class", Value::Class),
    ("columnspan", Value::Number),
    ("depth", Value::Length),
    ("display", Value::OneOf(&["block", "inline"])),
    ("displaystyle", Value::Bool),
    ("fence", Value::Bool),
    ("form", Value::OneOf(&["prefix", "infix", "postfix"])),
    ("height", Value::Length),
    ("largeop", Value::Bool),
    ("linethickness", Value::Length),
    ("lspace", Value::Length),
    ("mathvariant", Value::OneOf(&["normal"])),
    ("maxsize", Value::Length),
    ("minsize", Value::Length),
    ("movablelimits", Value::Bool),
    ("rspace", Value::Length),
    ("scriptlevel", Value::Number),
    ("separator", Value::Bool),
    ("stretchy", Value::Bool),
    ("symmetric", Value::Bool),
    ("voffset", Value::Length),
    ("width", Value::Length),
];

/// So that no formula can take a class of the page.
pub const CLASS_PREFIX: &str = "tex-";

/// Deeper elements leave their text only.
const MAX_DEPTH: usize = 64;

/// More nodes than this are cut off: a formula is read, not scrolled.
const MAX_NODES: usize = 20_000;

/// The nodes of a MathML text. Never fails: what cannot be read is text or nothing.
pub fn read(mathml: &str) -> Vec<MathNode> {
    let mut reader = Reader { rest: mathml, nodes: 0 };
    // What is open, innermost last; the first stands for the formula itself.
    let mut stack: Vec<(&str, Option<MathNode>)> = Vec::new();
    let mut roots = Vec::new();
    while let Some(token) = reader.next_token() {
        if reader.nodes > MAX_NODES {
            break;
        }
        match token {
            Token::Text(text) => put(&mut stack, &mut roots, MathNode::Text(text)),
            Token::Open { name, attributes, empty } => {
                let fits = stack.len() < MAX_DEPTH;
                let element = ELEMENTS.iter().find(|known| **known == name && fits).map(|known| MathNode::Element {
                    name: known,
                    attributes: allowed(&attributes),
                    children: Vec::new(),
                });
                if empty {
                    element.into_iter().for_each(|element| put(&mut stack, &mut roots, element));
                } else {
                    stack.push((name, element));
                }
            }
            Token::Close(name) => {
                if stack.iter().any(|(open, _)| *open == name) {
                    while let Some((open, element)) = stack.pop() {
                        element.into_iter().for_each(|element| put(&mut stack, &mut roots, element));
                        if open == name {
                            break;
                        }
                    }
                }
            }
        }
    }
    while let Some((_, element)) = stack.pop() {
        element.into_iter().for_each(|element| put(&mut stack, &mut roots, element));
    }
    roots
}

/// Puts a node into the innermost element that is allowed.
fn put(stack: &mut [(&str, Option<MathNode>)], roots: &mut Vec<MathNode>, node: MathNode) {
    match stack.iter_mut().rev().find_map(|(_, element)| element.as_mut()) {
        Some(MathNode::Element { children, .. }) => children.push(node),
        _ => roots.push(node),
    }
}

fn allowed(attributes: &[(String, String)]) -> Vec<(&'static str, String)> {
    let mut kept: Vec<(&'static str, String)> = Vec::new();
    for (name, value) in attributes {
        let Some((known, kind)) = ATTRIBUTES.iter().find(|(known, _)| known == name) else { continue };
        let value = value.trim();
        let value = match kind {
            Value::Bool => matches!(value, "true" | "false").then(|| value.to_owned()),
            Value::Number => is_number(value, "").then(|| value.to_owned()),
            Value::Length => ["em", "ex", "px", "pt", "%", ""].iter().any(|unit| is_number(value, unit)).then(|| value.to_owned()),
            Value::OneOf(values) => values.contains(&value).then(|| value.to_owned()),
            Value::Class => {
                let words = value.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'));
                Some(words.map(|word| format!("{CLASS_PREFIX}{word}")).collect::<Vec<_>>().join(" ")).filter(|class| !class.is_empty())
            }
        };
        if let Some(value) = value.filter(|_| kept.iter().all(|(name, _)| name != known)) {
            kept.push((known, value));
        }
    }
    kept
}

fn is_number(value: &str, unit: &str) -> bool {
    let Some(number) = value.strip_suffix(unit) else { return false };
    let digits = number.strip_prefix('-').unwrap_or(number);
    !digits.is_empty()
        && digits.len() < 12
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && number.parse::<f64>().is_ok()
}

enum Token<'a> {
    Text(String),
    Open { name: &'a str, attributes: Vec<(String, String)>, empty: bool },
    Close(&'a str),
}

struct Reader<'a> {
    rest: &'a str,
    nodes: usize,
}

impl<'a> Reader<'a> {
    fn next_token(&mut self) -> Option<Token<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        self.nodes += 1;
        if let Some(token) = self.tag() {
            return Some(token);
        }
        // A `<` that begins no tag is text.
        let end = self.rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(self.rest.len(), |(at, _)| at);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Token::Text(decode(text)))
    }

    fn tag(&mut self) -> Option<Token<'a>> {
        let inside = self.rest.strip_prefix('<')?;
        if let Some(close) = inside.strip_prefix('/') {
            let (name, rest) = name(close)?;
            self.rest = rest.trim_start().strip_prefix('>')?;
            return Some(Token::Close(name));
        }
        let (name, mut rest) = name(inside)?;
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>") {
                self.rest = after;
                return Some(Token::Open { name, attributes, empty: true });
            }
            if let Some(after) = rest.strip_prefix('>') {
                self.rest = if DROPPED.contains(&name) { skip(after, name) } else { after };
                return Some(Token::Open { name, attributes, empty: DROPPED.contains(&name) });
            }
            let (key, after) = self::name(rest)?;
            let after = after.trim_start().strip_prefix('=')?.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, after) = after[1..].split_once(quote)?;
            attributes.push((key.to_owned(), decode(value)));
            rest = after;
        }
    }
}

/// What follows the end of an element.
fn skip<'a>(text: &'a str, name: &str) -> &'a str {
    text.split_once(&format!("</{name}>")).map_or("", |(_, rest)| rest)
}

fn name(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == ':')).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// The five entities of XML, the one that the converter writes, and numbers.
fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let decoded = after.split_once(';').filter(|(entity, _)| entity.len() < 10).and_then(|(entity, rest)| {
            let number = entity.strip_prefix("#x").map(|hex| u32::from_str_radix(hex, 16));
            let number = number.or_else(|| entity.strip_prefix('#').map(str::parse)).and_then(Result::ok);
            let c = match entity {
                "lt" => '<',
                "gt" => '>',
                "amp" => '&',
                "quot" => '"',
                "apos" => '\'',
                "nbsp" => '\u{A0}',
                _ => char::from_u32(number?)?,
            };
            Some((c, rest))
        });
        let (c, after) = decoded.unwrap_or(('&', after));
        out.push(c);
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(name: &'static str, attributes: &[(&'static str, &str)], children: Vec<MathNode>) -> MathNode {
        let attributes = attributes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        MathNode::Element { name, attributes, children }
    }

    fn text(text: &str) -> MathNode {
        MathNode::Text(text.into())
    }

    #[test]
    fn what_the_converter_writes_comes_through() {
        let mathml = r#"<math display="block"><mrow class="menv-x"><mo stretchy="true"minsize="1.2em">&lt;</mo><mspace width="0.1667em" /></mrow></math>"#;
        let mo = element("mo", &[("stretchy", "true"), ("minsize", "1.2em")], vec![text("<")]);
        let row = element("mrow", &[("class", "tex-menv-x")], vec![mo, element("mspace", &[("width", "0.1667em")], vec![])]);
        assert_eq!(read(mathml), [element("math", &[("display", "block")], vec![row])]);
    }

    #[test]
    fn nothing_but_the_allowed_comes_out() {
        let hostile = [
            ("<math><script>alert(1)</script><mi>x</mi></math>", vec![element("math", &[], vec![element("mi", &[], vec![text("x")])])]),
            (
                "<mtext><img src=x onerror=\"alert(1)\"></mtext>",
                vec![element("mtext", &[], vec![text("<img src=x onerror=\"alert(1)\">")])],
            ),
            ("<mi href=\"javascript:alert(1)\" onclick='x' style=\"color:red\">x</mi>", vec![element("mi", &[], vec![text("x")])]),
            ("<maction actiontype=\"statusline\"><mi>x</mi></maction>", vec![element("mi", &[], vec![text("x")])]),
            ("<annotation-xml encoding=\"text/html\"><mi>x</mi></annotation-xml>y", vec![text("y")]),
            ("<svg><mi>x</mi></svg>", vec![element("mi", &[], vec![text("x")])]),
            ("<mspace width=\"calc(1px)\"/>", vec![element("mspace", &[], vec![])]),
            ("<mi class=\"a b(c) d\">", vec![element("mi", &[("class", "tex-a tex-d")], vec![])]),
            ("a < b &unknown; &#x41; &#xFFFFFFFF; </mi>", vec![text("a "), text("< b &unknown; A &#xFFFFFFFF; ")]),
        ];
        for (mathml, nodes) in hostile {
            assert_eq!(read(mathml), nodes, "{mathml}");
        }
    }

    #[test]
    fn depth_and_size_are_bounded() {
        let nodes = read(&"<mrow>".repeat(100_000));
        let mut depth = 0;
        let mut level = &nodes[..];
        while let [MathNode::Element { children, .. }] = level {
            depth += 1;
            level = children;
        }
        assert_eq!(depth, MAX_DEPTH);
    }
}
