//! The values that stand literally in a program: through names that were set before, and through the pieces of a text.

use crate::code::{Call, Kind, Node, Program, Step};
use lineup_core::plan::import::{Note, NoteKind};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// So many values are looked at in all: names that stand for names can stand for more than there is room for.
const MOST_STEPS: usize = 200_000;

/// Where what is computed becomes a variable of the template, because a text is wanted.
const TEXTS: [&str; 6] = ["content", "text", "input", "instructions", "prompt", "output"];

pub struct Values<'p> {
    /// Name → what it was set to, and at which step.
    set: HashMap<&'p str, Vec<(usize, &'p Node)>>,
    /// Name → what was put behind its list.
    added: HashMap<&'p str, Vec<(usize, &'p Node)>>,
    steps: usize,
    pub notes: Vec<Note>,
}

impl<'p> Values<'p> {
    pub fn of(program: &'p Program) -> Self {
        let mut values = Self { set: HashMap::new(), added: HashMap::new(), steps: 0, notes: Vec::new() };
        for (at, step) in program.steps.iter().enumerate() {
            match step {
                Step::Assign { name, value } => values.set.entry(name).or_default().push((at, value)),
                Step::Call(Call { path, arguments, .. }) => {
                    if let ([name, verb], [item]) = (path.as_slice(), arguments.as_slice())
                        && matches!(verb.as_str(), "append" | "push")
                    {
                        values.added.entry(name).or_default().push((at, item));
                    }
                }
            }
        }
        values
    }

    /// The value of an expression before a step. `None`, and a note, if it does not stand there; of a list or an object only the part
    /// that does not is left out.
    pub fn value(&mut self, node: &Node, before: usize, name: &str) -> Option<Value> {
        self.steps += 1;
        if self.steps > MOST_STEPS {
            return self.lacks(node, name);
        }
        match &node.kind {
            Kind::Literal(value) => Some(value.clone()),
            Kind::List(items) => Some(items.iter().filter_map(|item| self.value(item, before, name)).collect()),
            Kind::Map(fields) => {
                let mut map = Map::new();
                for (field, value) in fields {
                    let Some(field) = field else {
                        // What is spread may be known.
                        match self.value(value, before, name) {
                            Some(Value::Object(spread)) => map.extend(spread),
                            Some(_) => _ = self.lacks(value, name),
                            None => {}
                        }
                        continue;
                    };
                    if let Some(value) = self.value(value, before, field) {
                        map.insert(field.clone(), value);
                    }
                }
                Some(Value::Object(map))
            }
            Kind::Text(pieces) => self.text(pieces, before, node, name).map(Value::String),
            Kind::Path(path) => match path.as_slice() {
                [only] if self.place(only, before).is_some() => self.named(only, before, name),
                _ if TEXTS.contains(&name) => Some(json!(self.variable(node, path))),
                _ => self.lacks(node, name),
            },
            Kind::Call(call) => match (call.path.last().map(String::as_str), call.arguments.as_slice()) {
                (Some("stringify" | "dumps"), [argument, ..]) => self.value(argument, before, name).map(|value| json!(value.to_string())),
                _ => self.lacks(node, name),
            },
            Kind::Other => self.lacks(node, name),
        }
    }

    fn place(&self, name: &str, before: usize) -> Option<(usize, &'p Node)> {
        self.set.get(name)?.iter().rev().find(|(at, _)| *at < before).copied()
    }

    /// What a name stands for: always something that was set earlier, so this comes to an end.
    fn named(&mut self, only: &str, before: usize, name: &str) -> Option<Value> {
        let (at, node) = self.place(only, before)?;
        let mut value = self.value(node, at, name)?;
        let added = self.added.get(only).cloned().unwrap_or_default();
        for (place, item) in added.into_iter().filter(|(place, _)| (at..before).contains(place)) {
            let item = self.value(item, place, name);
            if let Value::Array(list) = &mut value {
                list.extend(item);
            }
        }
        Some(value)
    }

    /// Pieces that do not stand there become variables of the template.
    fn text(&mut self, pieces: &[Node], before: usize, node: &Node, name: &str) -> Option<String> {
        let mut text = String::new();
        for piece in pieces {
            match &piece.kind {
                Kind::Path(path) => match path.as_slice() {
                    [only] if self.place(only, before).is_some() => match self.named(only, before, name)? {
                        Value::String(known) => text.push_str(&known),
                        known if known.is_number() => text.push_str(&known.to_string()),
                        _ => return self.lacks(piece, name).map(|_| text),
                    },
                    _ => text.push_str(&self.variable(piece, path)),
                },
                Kind::Other | Kind::Call(_) => text.push_str(&self.variable(piece, &["value".to_owned()])),
                _ => match self.value(piece, before, name)? {
                    Value::String(known) => text.push_str(&known),
                    known if known.is_number() => text.push_str(&known.to_string()),
                    _ => return self.lacks(node, name).map(|_| text),
                },
            }
        }
        Some(text)
    }

    fn variable(&mut self, node: &Node, path: &[String]) -> String {
        let variable = path.join("_");
        self.notes.push(Note::new(NoteKind::Variable, &variable).at(node.line));
        format!("{{{{{variable}}}}}")
    }

    fn lacks(&mut self, node: &Node, name: &str) -> Option<Value> {
        if self.notes.len() < 1000 {
            self.notes.push(Note::new(NoteKind::NotLiteral, name).at(node.line));
        }
        None
    }
}
