//! What a server would refuse in a schema: the strict subset of OpenAI's structured outputs and strict function tools.
//!
//! The server says one thing at a time; this says all at once, each with its place and, where there is one, its [`Fix`].

use super::fix::Fix;
use super::keywords::{FORMATS, Kind, TYPES, kind};
use super::limits::Counts;
use super::pointer::join;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How much is asked of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// What every function tool and every answer's schema has to be.
    Plain,
    /// The strict subset.
    Strict,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weight {
    /// The server refuses it.
    Refused,
    /// Some models or servers refuse it, or it does nothing.
    Doubtful,
}

/// One thing that is wrong, or may be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// JSON pointer to the schema that it is about; `""` is the root.
    pub at: String,
    pub problem: Problem,
    pub weight: Weight,
    pub fix: Option<Fix>,
}

/// What is wrong. The page says it, by [`Problem::key`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "key", rename_all = "snake_case")]
pub enum Problem {
    /// Not an object of keywords.
    NotASchema,
    /// The root is not `type: object`.
    RootNotObject,
    /// The root is an `anyOf`.
    RootAnyOf,
    /// `additionalProperties: false` is missing.
    OpenObject,
    /// An object with free keys, whose values have a schema.
    Dictionary,
    /// Properties that are not in `required`.
    Optional {
        names: Vec<String>,
    },
    /// Names in `required` that are no properties.
    ExtraRequired {
        names: Vec<String>,
    },
    /// A keyword outside the subset.
    Keyword {
        keyword: String,
    },
    /// A keyword that not every server takes.
    DoubtfulKeyword {
        keyword: String,
    },
    /// A word that JSON Schema does not have.
    UnknownKeyword {
        keyword: String,
    },
    /// OpenAPI's `nullable`.
    Nullable,
    /// Neither `type` nor anything that stands for it.
    NoType,
    /// A type that JSON does not have.
    BadType {
        kind: String,
    },
    /// An array without `items`.
    NoItems,
    Format {
        format: String,
    },
    /// `$ref` beside other keywords.
    RefWithOthers {
        keywords: Vec<String>,
    },
    /// `$ref` to another document.
    RefOutside {
        target: String,
    },
    /// `$ref` to nothing.
    RefNowhere {
        target: String,
    },
    /// An `enum` without values.
    EmptyEnum,
    TooDeep {
        count: usize,
        most: usize,
    },
    TooManyProperties {
        count: usize,
        most: usize,
    },
    TooManyEnumValues {
        count: usize,
        most: usize,
    },
    LongEnum {
        count: usize,
        most: usize,
    },
    TooLong {
        count: usize,
        most: usize,
    },
}

impl Finding {
    pub(super) fn refused(at: &str, problem: Problem, fix: Option<Fix>) -> Self {
        Self { at: at.to_owned(), problem, weight: Weight::Refused, fix }
    }
}

/// Finds everything, in the order of the schema; the limits come last.
#[must_use]
pub fn lint(schema: &Value, level: Level) -> Vec<Finding> {
    let mut lint = Lint { root: schema, strict: level == Level::Strict, found: Vec::new(), counts: Counts::default() };
    lint.root();
    lint.schema(schema, "", 1);
    if lint.strict {
        lint.found.extend(lint.counts.findings());
    }
    lint.found
}

struct Lint<'a> {
    root: &'a Value,
    strict: bool,
    found: Vec<Finding>,
    counts: Counts,
}

impl Lint<'_> {
    fn refuse(&mut self, at: &str, problem: Problem, fix: Option<Fix>) {
        self.found.push(Finding::refused(at, problem, fix));
    }

    fn doubt(&mut self, at: &str, problem: Problem, fix: Option<Fix>) {
        self.found.push(Finding { at: at.to_owned(), problem, weight: Weight::Doubtful, fix });
    }

    fn root(&mut self) {
        let Some(map) = self.root.as_object() else { return };
        let wrap = Fix::wraps(self.root).then_some(Fix::Wrap);
        if map.contains_key("anyOf") && self.strict {
            self.refuse("", Problem::RootAnyOf, wrap);
        } else if map.get("type").and_then(Value::as_str) != Some("object") {
            let forgotten = !map.contains_key("type") && (map.is_empty() || map.contains_key("properties"));
            // The parts of an `allOf` are to be joined, and may be an object then.
            let fix = if forgotten { Some(Fix::SetType { kind: "object".into() }) } else { wrap.filter(|_| !Fix::merges(map)) };
            self.refuse("", Problem::RootNotObject, fix);
        }
    }

    fn schema(&mut self, schema: &Value, at: &str, level: usize) {
        let Some(map) = schema.as_object() else {
            // `true` and `false` are schemas to JSON Schema, and to no server.
            self.refuse(at, Problem::NotASchema, None);
            return;
        };
        self.definitions(map, at);
        if let Some(target) = map.get("$ref").and_then(Value::as_str) {
            return self.reference(map, target, at);
        }
        if self.strict {
            self.keywords(map, at);
        }
        self.kind_of_value(map, at);
        let has = |name: &str| types(map).any(|kind| kind == name);
        if has("object") || map.contains_key("properties") {
            self.object(map, at, level);
        }
        if (has("array") || map.contains_key("items")) && !map.contains_key("prefixItems") {
            match map.get("items") {
                Some(items) => self.schema(items, &join(at, "items"), level),
                None => self.refuse(at, Problem::NoItems, Some(Fix::Items)),
            }
        }
        // `oneOf` is walked too: it becomes an `anyOf`.
        for branches in ["anyOf", "oneOf"] {
            for (n, branch) in map.get(branches).and_then(Value::as_array).into_iter().flatten().enumerate() {
                self.schema(branch, &join(&join(at, branches), &n.to_string()), level);
            }
        }
    }

    fn definitions(&mut self, map: &Map<String, Value>, at: &str) {
        for place in ["$defs", "definitions"] {
            let Some(definitions) = map.get(place).and_then(Value::as_object) else { continue };
            self.counts.names(definitions, false);
            for (name, definition) in definitions {
                self.schema(definition, &join(&join(at, place), name), 1);
            }
        }
    }

    fn reference(&mut self, map: &Map<String, Value>, target: &str, at: &str) {
        let others: Vec<String> = map.keys().filter(|key| !matches!(key.as_str(), "$ref" | "$defs" | "definitions")).cloned().collect();
        if self.strict && !others.is_empty() {
            self.refuse(at, Problem::RefWithOthers { keywords: others.clone() }, Some(Fix::Remove { keywords: others }));
        }
        match target.strip_prefix('#') {
            None => self.refuse(at, Problem::RefOutside { target: target.to_owned() }, None),
            Some(inner) if self.root.pointer(inner).is_none() => self.refuse(at, Problem::RefNowhere { target: target.to_owned() }, None),
            Some(_) => {}
        }
    }

    fn keywords(&mut self, map: &Map<String, Value>, at: &str) {
        for (keyword, value) in map {
            let name = || keyword.clone();
            let remove = || Some(Fix::Remove { keywords: vec![keyword.clone()] });
            match kind(keyword) {
                Kind::Fine => {}
                Kind::Refused => {
                    let fix = match keyword.as_str() {
                        "oneOf" if !map.contains_key("anyOf") => Some(Fix::Rename { from: "oneOf".into(), to: "anyOf".into() }),
                        "oneOf" => None,
                        "allOf" => Fix::merges(map).then_some(Fix::Merge),
                        "prefixItems" => None,
                        _ => remove(),
                    };
                    self.refuse(at, Problem::Keyword { keyword: name() }, fix);
                }
                Kind::Doubtful => self.doubt(at, Problem::DoubtfulKeyword { keyword: name() }, remove()),
                Kind::Nullable => self.refuse(at, Problem::Nullable, Some(Fix::Nullable)),
                Kind::Unknown => self.doubt(at, Problem::UnknownKeyword { keyword: name() }, remove()),
            }
            match (keyword.as_str(), value) {
                ("format", Value::String(format)) if !FORMATS.contains(&format.as_str()) => {
                    self.refuse(at, Problem::Format { format: format.clone() }, remove());
                }
                ("enum", Value::Array(values)) => {
                    let large = self.counts.one_of(values, at);
                    self.found.extend(large);
                    if values.is_empty() {
                        self.refuse(at, Problem::EmptyEnum, remove());
                    }
                }
                ("const", value) => self.counts.constant(value),
                _ => {}
            }
        }
    }

    fn kind_of_value(&mut self, map: &Map<String, Value>, at: &str) {
        for bad in types(map).filter(|kind| !TYPES.contains(kind)).map(str::to_owned).collect::<Vec<_>>() {
            self.refuse(at, Problem::BadType { kind: bad }, None);
        }
        let stands_for_it = ["type", "anyOf", "oneOf", "allOf"].iter().any(|keyword| map.contains_key(*keyword));
        // The root has a finding of its own.
        if self.strict && !stands_for_it && !at.is_empty() {
            self.refuse(at, Problem::NoType, Fix::type_of(map).map(|kind| Fix::SetType { kind }));
        }
    }

    fn object(&mut self, map: &Map<String, Value>, at: &str, level: usize) {
        self.counts.object(at, level);
        let none = Map::new();
        let properties = map.get("properties").and_then(Value::as_object).unwrap_or(&none);
        if self.strict {
            self.counts.names(properties, true);
            match map.get("additionalProperties") {
                Some(Value::Bool(false)) => {}
                Some(Value::Object(_)) if properties.is_empty() => self.refuse(at, Problem::Dictionary, Some(Fix::Pairs)),
                _ => self.refuse(at, Problem::OpenObject, Some(Fix::Close)),
            }
            let required: Vec<&str> =
                map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
            let names: Vec<String> = properties.keys().filter(|name| !required.contains(&name.as_str())).cloned().collect();
            if !names.is_empty() {
                self.refuse(at, Problem::Optional { names: names.clone() }, Some(Fix::Require { names }));
            }
            let names: Vec<String> =
                required.iter().filter(|name| !properties.contains_key(**name)).map(|name| (*name).to_owned()).collect();
            if !names.is_empty() {
                self.refuse(at, Problem::ExtraRequired { names: names.clone() }, Some(Fix::Unrequire { names }));
            }
        }
        let place = join(at, "properties");
        for (name, property) in properties {
            self.schema(property, &join(&place, name), level + 1);
        }
    }
}

/// The types that a schema names.
pub(super) fn types(map: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let (one, many) = match map.get("type") {
        Some(Value::String(kind)) => (Some(kind.as_str()), None),
        Some(Value::Array(kinds)) => (None, Some(kinds)),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten().filter_map(Value::as_str))
}
