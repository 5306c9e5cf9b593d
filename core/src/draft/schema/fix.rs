//! Repairs of a schema, one finding at a time or all at once. A fix changes as little as makes the server take it.

use super::keywords::TYPES;
use super::lint::{Finding, Level, Weight, lint, types};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What can be done about a finding, at its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Fix {
    /// Puts the root into an object with one property.
    Wrap,
    /// `additionalProperties: false`.
    Close,
    /// Requires these properties, and lets each be null: what was optional stays so.
    Require {
        names: Vec<String>,
    },
    /// Takes these names out of `required`.
    Unrequire {
        names: Vec<String>,
    },
    Remove {
        keywords: Vec<String>,
    },
    Rename {
        from: String,
        to: String,
    },
    /// Joins the parts of an `allOf`.
    Merge,
    SetType {
        kind: String,
    },
    /// OpenAPI's `nullable` as JSON Schema says it.
    Nullable,
    /// Items of text, where none are described.
    Items,
    /// Free keys as a list of pairs.
    Pairs,
}

/// The outcome of [`make_strict`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Strict {
    pub schema: Value,
    /// How many findings were repaired.
    pub repaired: usize,
    /// What is still refused, or doubtful.
    pub left: Vec<Finding>,
}

/// Applies every fix of what is refused, until none is left. What is only doubtful stays as it is.
#[must_use]
pub fn make_strict(schema: &Value) -> Strict {
    // Each round repairs everything that it finds; a repair can bring up what it hid. More rounds than this help nothing.
    const ROUNDS: usize = 16;
    let mut schema = schema.clone();
    let mut repaired = 0;
    for _ in 0..ROUNDS {
        let before = repaired;
        // From the last to the first: children before their parents, whose repair may move them.
        for finding in lint(&schema, Level::Strict).iter().rev().filter(|finding| finding.weight == Weight::Refused) {
            let done = finding.fix.as_ref().is_some_and(|fix| fix.apply(&mut schema, &finding.at));
            repaired += usize::from(done);
        }
        if repaired == before {
            break;
        }
    }
    let left = lint(&schema, Level::Strict);
    Strict { schema, repaired, left }
}

impl Fix {
    /// Changes the schema at that place. `false` if nothing there could be changed.
    pub fn apply(&self, schema: &mut Value, at: &str) -> bool {
        if *self == Self::Wrap {
            return wrap(schema);
        }
        let Some(map) = schema.pointer_mut(at).and_then(Value::as_object_mut) else { return false };
        match self {
            Self::Wrap => return false,
            Self::Close => drop(map.insert("additionalProperties".into(), false.into())),
            Self::Require { names } => require(map, names),
            Self::Unrequire { names } => {
                let Some(Value::Array(required)) = map.get_mut("required") else { return false };
                required.retain(|name| !name.as_str().is_some_and(|name| names.iter().any(|other| other == name)));
            }
            Self::Remove { keywords } => keywords.iter().for_each(|keyword| drop(map.shift_remove(keyword))),
            Self::Rename { from, to } => {
                let Some(value) = map.shift_remove(from) else { return false };
                map.insert(to.clone(), value);
            }
            Self::Merge => return merge(map),
            Self::SetType { kind } => drop(map.insert("type".into(), kind.as_str().into())),
            Self::Nullable => {
                if map.shift_remove("nullable") == Some(Value::Bool(true)) {
                    nullable(map);
                }
            }
            Self::Items => drop(map.insert("items".into(), json!({"type": "string"}))),
            Self::Pairs => return pairs(map),
        }
        true
    }

    /// Whether [`Fix::Wrap`] keeps every reference whole: those into the definitions move with them, others would break.
    pub(super) fn wraps(root: &Value) -> bool {
        fn movable(value: &Value) -> bool {
            match value {
                Value::Object(map) => {
                    let target = map.get("$ref").and_then(Value::as_str);
                    let stays = target.is_none_or(|target| target.starts_with("#/$defs/") || target.starts_with("#/definitions/"));
                    stays && map.values().all(movable)
                }
                Value::Array(items) => items.iter().all(movable),
                _ => true,
            }
        }
        root.is_object() && movable(root)
    }

    /// Whether the parts of an `allOf` can be joined: no two say different things about the same keyword.
    pub(super) fn merges(map: &Map<String, Value>) -> bool {
        merge(&mut map.clone())
    }

    /// The type that a schema without one means, as far as its other keywords tell.
    pub(super) fn type_of(map: &Map<String, Value>) -> Option<String> {
        let has = |words: &[&str]| words.iter().any(|word| map.contains_key(*word));
        let kind_of = |value: &Value| match value {
            Value::String(_) => "string",
            Value::Number(number) if number.is_f64() => "number",
            Value::Number(_) => "integer",
            Value::Bool(_) => "boolean",
            Value::Null => "null",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let kind = if let Some(values) = map.get("enum").and_then(Value::as_array) {
            let kind = kind_of(values.first()?);
            values.iter().all(|value| kind_of(value) == kind).then_some(kind)?
        } else if let Some(value) = map.get("const") {
            kind_of(value)
        } else if has(&["properties", "required", "additionalProperties"]) {
            "object"
        } else if has(&["items", "minItems", "maxItems"]) {
            "array"
        } else if has(&["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]) {
            "number"
        } else if has(&["pattern", "format", "minLength", "maxLength", "description", "title"]) {
            "string"
        } else {
            return None;
        };
        TYPES.contains(&kind).then(|| kind.to_owned())
    }
}

/// The name of the property that a wrapped root gets.
const WRAPPED: &str = "answer";

fn wrap(schema: &mut Value) -> bool {
    if !Fix::wraps(schema) {
        return false;
    }
    let mut inner = schema.take();
    let mut outer = json!({"type": "object", "properties": {}, "required": [WRAPPED], "additionalProperties": false});
    for moved in ["$schema", "$defs", "definitions"] {
        if let Some(value) = inner.as_object_mut().and_then(|inner| inner.shift_remove(moved)) {
            outer[moved] = value;
        }
    }
    outer["properties"][WRAPPED] = inner;
    *schema = outer;
    true
}

fn require(map: &mut Map<String, Value>, names: &[String]) {
    for name in names {
        if let Some(Value::Object(property)) = map.get_mut("properties").and_then(|properties| properties.get_mut(name)) {
            nullable(property);
        }
    }
    let required = map.entry("required").or_insert_with(|| json!([]));
    if !required.is_array() {
        *required = json!([]);
    }
    if let Value::Array(required) = required {
        required.extend(names.iter().map(|name| Value::from(name.as_str())));
    }
}

/// Lets a value be null as well.
fn nullable(map: &mut Map<String, Value>) {
    if types(map).any(|kind| kind == "null") || map.get("const") == Some(&Value::Null) {
        return;
    }
    if let Some(Value::Array(branches)) = map.get_mut("anyOf") {
        let null = json!({"type": "null"});
        if !branches.contains(&null) {
            branches.push(null);
        }
        return;
    }
    // A constant or a reference cannot also be null by its type.
    if map.contains_key("$ref") || map.contains_key("const") || map.get("type").is_none() {
        let whole = std::mem::take(map);
        map.insert("anyOf".into(), json!([whole, {"type": "null"}]));
        return;
    }
    if let Some(Value::Array(values)) = map.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    let kinds: Vec<Value> = types(map).map(Value::from).chain(["null".into()]).collect();
    map.insert("type".into(), kinds.into());
}

/// `false`, and nothing changed, where two parts disagree.
fn merge(map: &mut Map<String, Value>) -> bool {
    let Some(Value::Array(parts)) = map.get("allOf") else { return false };
    let mut joined = map.clone();
    joined.shift_remove("allOf");
    for part in parts {
        let Value::Object(part) = part else { return false };
        if part.contains_key("$ref") {
            return false;
        }
        for (keyword, value) in part {
            match (joined.get_mut(keyword), value) {
                (None, value) => drop(joined.insert(keyword.clone(), value.clone())),
                (Some(there), value) if there == value => {}
                (Some(Value::Object(there)), Value::Object(more)) if keyword == "properties" => {
                    if more.iter().any(|(name, property)| there.get(name).is_some_and(|other| other != property)) {
                        return false;
                    }
                    there.extend(more.clone());
                }
                (Some(Value::Array(there)), Value::Array(more)) if keyword == "required" => {
                    let new: Vec<_> = more.iter().filter(|name| !there.contains(name)).cloned().collect();
                    there.extend(new);
                }
                (Some(_), _) if matches!(keyword.as_str(), "description" | "title") => {}
                _ => return false,
            }
        }
    }
    *map = joined;
    true
}

/// An object of free keys becomes a list of `{key, value}`.
fn pairs(map: &mut Map<String, Value>) -> bool {
    let Some(value) = map.get("additionalProperties").filter(|value| value.is_object()).cloned() else { return false };
    for keyword in
        ["additionalProperties", "properties", "required", "propertyNames", "patternProperties", "minProperties", "maxProperties"]
    {
        map.shift_remove(keyword);
    }
    let may_be_null = types(map).any(|kind| kind == "null");
    map.insert("type".into(), if may_be_null { json!(["array", "null"]) } else { "array".into() });
    map.insert(
        "items".into(),
        json!({"type": "object", "properties": {"key": {"type": "string"}, "value": value}, "required": ["key", "value"], "additionalProperties": false}),
    );
    true
}
