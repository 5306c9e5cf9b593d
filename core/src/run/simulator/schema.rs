//! A value that is valid for a JSON Schema, as far as the schemas of structured outputs and function tools go: types, enums,
//! constants, references, unions, bounds and the common formats. Texts are taken from the prompt where that makes sense.

use super::places;
use serde_json::{Map, Value, json};

/// Where texts come from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hints<'a> {
    pub prompt: &'a str,
    /// The place that this value is about, if the prompt names one.
    pub place: Option<&'a str>,
}

/// Deeper than any schema that strict mode accepts (5 levels when it was introduced, 10 now).
const DEEPEST: usize = 24;

/// A value for the schema. A schema that cannot be satisfied gets the nearest value.
pub(super) fn instance(schema: &Value, hints: Hints) -> Value {
    Maker { root: schema, hints }.make(schema, "", 0)
}

struct Maker<'a> {
    root: &'a Value,
    hints: Hints<'a>,
}

impl Maker<'_> {
    fn make(&self, schema: &Value, name: &str, depth: usize) -> Value {
        let Some(rules) = schema.as_object().filter(|_| depth < DEEPEST) else { return Value::Null };
        if let Some(value) = rules.get("const") {
            return value.clone();
        }
        if let Some(options) = rules.get("enum").and_then(Value::as_array) {
            return self.choose(options);
        }
        if let Some(target) = rules.get("$ref").and_then(Value::as_str) {
            return self.make(self.resolve(target), name, depth + 1);
        }
        if let Some(all) = rules.get("allOf").and_then(Value::as_array) {
            return self.make(&merge(rules, all), name, depth + 1);
        }
        if let Some(options) = rules.get("anyOf").or_else(|| rules.get("oneOf")).and_then(Value::as_array) {
            return self.make(self.shallowest(options, depth), name, depth + 1);
        }
        match kind(rules) {
            "object" => self.object(rules, depth),
            "array" => self.array(rules, name, depth),
            "integer" => number(rules, true),
            "number" => number(rules, false),
            "boolean" => Value::Bool(true),
            "null" => Value::Null,
            _ => Value::String(self.text(rules, name)),
        }
    }

    /// In a recursive schema the way out is the option that refers to nothing: taken once it goes deep.
    fn shallowest<'s>(&self, options: &'s [Value], depth: usize) -> &'s Value {
        let is_null = |option: &&Value| option["type"] == "null";
        let refers = |option: &&Value| option.to_string().contains("\"$ref\"");
        let way_out = || options.iter().find(is_null).or_else(|| options.iter().find(|option| !refers(option)));
        let usual = || options.iter().find(|option| !is_null(option));
        let chosen = if depth > 6 { way_out().or_else(usual) } else { usual() };
        chosen.or(options.first()).unwrap_or(&Value::Null)
    }

    fn resolve(&self, target: &str) -> &Value {
        target.strip_prefix('#').and_then(|pointer| self.root.pointer(pointer)).unwrap_or(&Value::Null)
    }

    /// The option that the prompt names, else the first.
    fn choose(&self, options: &[Value]) -> Value {
        let prompt = self.hints.prompt.to_lowercase();
        let named =
            options.iter().find(|option| option.as_str().is_some_and(|word| !word.is_empty() && prompt.contains(&word.to_lowercase())));
        named.or(options.first()).cloned().unwrap_or_default()
    }

    fn object(&self, rules: &Map<String, Value>, depth: usize) -> Value {
        let required: Vec<_> = rules.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        for (name, schema) in rules.get("properties").and_then(Value::as_object).into_iter().flatten() {
            // An optional field that leads deeper is left out, so that a recursive schema ends.
            if depth < 6 || required.contains(&name.as_str()) {
                object.insert(name.clone(), self.make(schema, name, depth + 1));
            }
        }
        for name in required {
            if !object.contains_key(name) {
                object.insert(name.to_owned(), Value::String(self.plain_text(name)));
            }
        }
        Value::Object(object)
    }

    fn array(&self, rules: &Map<String, Value>, name: &str, depth: usize) -> Value {
        let least = rules.get("minItems").and_then(Value::as_u64).unwrap_or(0) as usize;
        let most = rules.get("maxItems").and_then(Value::as_u64).map_or(usize::MAX, |most| most as usize);
        let usual = if depth > 6 { 0 } else { 2 };
        let length = usual.max(least).min(most).min(64);
        let no_rule = json!({});
        let items = rules.get("items").unwrap_or(&no_rule);
        let distinct = items.get("enum").and_then(Value::as_array);
        let make = |at: usize| match distinct {
            Some(options) => options.get(at % options.len().max(1)).cloned().unwrap_or_default(),
            None => match self.make(items, name, depth + 1) {
                Value::String(text) if at > 0 && !items["format"].is_string() && items["maxLength"].is_null() => {
                    Value::String(format!("{text} {}", at + 1))
                }
                other => other,
            },
        };
        let length = if rules.get("uniqueItems") == Some(&Value::Bool(true)) {
            distinct.map_or(length.min(1.max(least)), |options| length.min(options.len()))
        } else {
            length
        };
        Value::Array((0..length).map(make).collect())
    }

    fn text(&self, rules: &Map<String, Value>, name: &str) -> String {
        let formatted = match rules.get("format").and_then(Value::as_str) {
            Some("date") => Some("2026-11-20"),
            Some("date-time") => Some("2026-11-20T09:00:00Z"),
            Some("time") => Some("09:00:00Z"),
            Some("duration") => Some("PT1H"),
            Some("email") => Some("reader@example.com"),
            Some("hostname") => Some("example.com"),
            Some("ipv4") => Some("192.0.2.1"),
            Some("ipv6") => Some("2001:db8::1"),
            Some("uuid") => Some("123e4567-e89b-42d3-a456-426614174000"),
            Some("uri" | "uri-reference") => Some("https://example.com/"),
            _ => None,
        };
        if let Some(text) = formatted {
            return text.to_owned();
        }
        let least = rules.get("minLength").and_then(Value::as_u64).unwrap_or(0) as usize;
        let most = rules.get("maxLength").and_then(Value::as_u64).map_or(200, |most| most as usize);
        let mut text: String = self.plain_text(name).chars().take(most).collect();
        while text.chars().count() < least.min(4_096) {
            text.push('.');
        }
        text
    }

    fn plain_text(&self, name: &str) -> String {
        let lower = name.to_lowercase();
        let about = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        if about(&["city", "place", "location", "town", "region"]) {
            let place = self.hints.place.or_else(|| places::in_text(self.hints.prompt).first().copied());
            return place.unwrap_or("Seoul").to_owned();
        }
        if about(&["query", "question", "prompt", "input", "expression", "text"]) && !self.hints.prompt.is_empty() {
            return self.hints.prompt.chars().take(120).collect();
        }
        if name.is_empty() { "simulated".to_owned() } else { format!("simulated {}", name.replace('_', " ")) }
    }
}

/// The type of a schema: the first that is not null where there are several, else what its rules imply.
fn kind(rules: &Map<String, Value>) -> &str {
    let named = match rules.get("type") {
        Some(Value::String(kind)) => Some(kind.as_str()),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null").or(Some("null")),
        _ => None,
    };
    let implied = if rules.contains_key("properties") || rules.contains_key("required") {
        "object"
    } else if rules.contains_key("items") {
        "array"
    } else {
        "string"
    };
    named.unwrap_or(implied)
}

/// All rules in one object: fields are joined, for the rest the last one counts.
fn merge(rules: &Map<String, Value>, all: &[Value]) -> Value {
    let mut merged = rules.clone();
    merged.remove("allOf");
    for part in all.iter().filter_map(Value::as_object) {
        for (key, value) in part {
            match (merged.get_mut(key), value) {
                (Some(Value::Object(known)), Value::Object(more)) => known.extend(more.clone()),
                (Some(Value::Array(known)), Value::Array(more)) => known.extend(more.clone()),
                _ => drop(merged.insert(key.clone(), value.clone())),
            }
        }
    }
    Value::Object(merged)
}

/// A number within the bounds, 1 where that fits.
fn number(rules: &Map<String, Value>, whole: bool) -> Value {
    let bound = |name: &str| rules.get(name).and_then(Value::as_f64);
    let step = bound("multipleOf").filter(|step| *step > 0.0).unwrap_or(if whole { 1.0 } else { 0.5 });
    let least = bound("minimum").or_else(|| bound("exclusiveMinimum").map(|least| least + step));
    let most = bound("maximum").or_else(|| bound("exclusiveMaximum").map(|most| most - step));
    let mut value = 1.0_f64;
    if let Some(least) = least {
        value = value.max(least);
    }
    if let Some(most) = most {
        value = value.min(most);
    }
    let stepped = if bound("multipleOf").is_some() || whole { (value / step).ceil() * step } else { value };
    // The next multiple may lie above the upper bound; the one below it then fits or none does.
    let value = if most.is_some_and(|most| stepped > most) { (value / step).floor() * step } else { stepped };
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instances_are_valid_for_their_schemas() {
        let schemas = [
            json!({"type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}}, "required": ["city", "unit"], "additionalProperties": false}),
            json!({"type": "object", "properties": {"n": {"type": "integer", "minimum": 3, "exclusiveMaximum": 5}, "x": {"type": "number", "maximum": -2.5}}}),
            json!({"type": "array", "items": {"type": "string", "maxLength": 4}, "minItems": 5}),
            json!({"type": "array", "items": {"enum": ["a", "b", "c"]}, "uniqueItems": true, "minItems": 2}),
            json!({"$defs": {"node": {"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}, "required": ["next"], "additionalProperties": false}}, "$ref": "#/$defs/node"}),
            json!({"allOf": [{"type": "object", "properties": {"a": {"type": "boolean"}}, "required": ["a"]}, {"properties": {"b": {"const": 7}}, "required": ["b"]}]}),
            json!({"type": ["string", "null"], "minLength": 12}),
            json!({"type": "object", "properties": {"when": {"type": "string", "format": "date-time"}, "id": {"type": "string", "format": "uuid"}}, "required": ["when", "id"]}),
            json!({"type": "integer", "multipleOf": 5, "minimum": 12, "maximum": 19}),
            json!({"type": "object", "required": ["free"]}),
            json!({"oneOf": [{"type": "null"}, {"type": "object", "properties": {"steps": {"type": "array", "items": {"type": "object", "properties": {"explanation": {"type": "string"}}, "required": ["explanation"]}}}, "required": ["steps"]}]}),
        ];
        for schema in schemas {
            let value = instance(&schema, Hints { prompt: "Is it warm in Busan, in fahrenheit?", place: None });
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema itself is valid");
            assert!(validator.is_valid(&value), "{value} for {schema}");
        }
    }

    #[test]
    fn the_prompt_chooses_options_and_places() {
        let schema = json!({"type": "object", "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}}});
        let value = instance(&schema, Hints { prompt: "Is it warm in Busan, in Fahrenheit?", place: None });
        assert_eq!(value, json!({"city": "Busan", "unit": "fahrenheit"}));
    }
}
