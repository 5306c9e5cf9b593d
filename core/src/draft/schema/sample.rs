//! A schema from a sample: what a developer has at hand is more often an answer that they want than the schema of it.

use serde_json::{Map, Value, json};

/// A schema that the sample fits, within the strict subset. The root of an answer is an object, so a list becomes the property
/// `items` of one, and any other value its property `value`.
#[must_use]
pub fn from_sample(sample: &Value) -> Value {
    Shape::of(&rooted(sample)).schema()
}

/// The sample as the schema of [`from_sample`] describes it: in an object, where it is none.
#[must_use]
pub fn rooted(sample: &Value) -> Value {
    match sample {
        Value::Object(_) => sample.clone(),
        Value::Array(_) => json!({"items": sample}),
        _ => json!({"value": sample}),
    }
}

/// What the values of one place have in common.
#[derive(Clone, Debug, Default)]
struct Shape {
    null: bool,
    boolean: bool,
    integer: bool,
    number: bool,
    /// The format that all texts have; the inner `None` if they have none in common.
    text: Option<Option<&'static str>>,
    list: Option<Box<Shape>>,
    object: Option<Object>,
}

#[derive(Clone, Debug)]
struct Object {
    properties: Vec<(String, Shape)>,
    count: usize,
    /// In how many objects each property stood.
    seen: Vec<usize>,
}

impl Shape {
    fn of(value: &Value) -> Self {
        let mut shape = Self::default();
        shape.add(value);
        shape
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Null => self.null = true,
            Value::Bool(_) => self.boolean = true,
            Value::Number(number) if number.is_f64() => self.number = true,
            Value::Number(_) => self.integer = true,
            Value::String(text) => {
                let format = format_of(text);
                self.text = Some(self.text.map_or(format, |known| known.filter(|known| Some(*known) == format)));
            }
            Value::Array(items) => {
                let list = self.list.get_or_insert_default();
                items.iter().for_each(|item| list.add(item));
            }
            Value::Object(map) => {
                let object = self.object.get_or_insert_with(|| Object { properties: Vec::new(), count: 0, seen: Vec::new() });
                object.add(map);
            }
        }
    }

    fn schema(&self) -> Value {
        let mut branches = Vec::new();
        if self.boolean {
            branches.push(json!({"type": "boolean"}));
        }
        if self.number {
            branches.push(json!({"type": "number"}));
        } else if self.integer {
            branches.push(json!({"type": "integer"}));
        }
        if let Some(format) = self.text {
            branches.push(match format {
                Some(format) => json!({"type": "string", "format": format}),
                None => json!({"type": "string"}),
            });
        }
        if let Some(list) = &self.list {
            branches.push(json!({"type": "array", "items": list.schema()}));
        }
        if let Some(object) = &self.object {
            branches.push(object.schema());
        }
        match (branches.len(), self.null) {
            // Nothing but null, or the items of an empty list: a text is the least that can be said.
            (0, true) => json!({"type": ["string", "null"]}),
            (0, false) => json!({"type": "string"}),
            (1, false) => branches.remove(0),
            (1, true) => {
                let mut only = branches.remove(0);
                only["type"] = json!([only["type"], "null"]);
                only
            }
            (_, null) => {
                if null {
                    branches.push(json!({"type": "null"}));
                }
                json!({"anyOf": branches})
            }
        }
    }
}

impl Object {
    fn add(&mut self, map: &Map<String, Value>) {
        self.count += 1;
        for (name, value) in map {
            let at = self.properties.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
                self.properties.push((name.clone(), Shape::default()));
                self.seen.push(0);
                self.properties.len() - 1
            });
            self.properties[at].1.add(value);
            self.seen[at] += 1;
        }
    }

    fn schema(&self) -> Value {
        let mut properties = Map::new();
        for ((name, shape), seen) in self.properties.iter().zip(&self.seen) {
            // What some objects of a list lack may be null: every property is required.
            let shape = Shape { null: shape.null || *seen < self.count, ..shape.clone() };
            properties.insert(name.clone(), shape.schema());
        }
        let required: Vec<_> = properties.keys().cloned().collect();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    }
}

/// The format that a text surely has, of those that a strict schema may name.
fn format_of(text: &str) -> Option<&'static str> {
    let shape: String = text.chars().take(40).map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let month = || text.get(5..7).and_then(|month| month.parse::<u8>().ok()).is_some_and(|month| (1..=12).contains(&month));
    let day = || text.get(8..10).and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=28).contains(&day));
    let hour = || text.get(11..13).and_then(|hour| hour.parse::<u8>().ok()).is_some_and(|hour| hour < 24);
    let minutes =
        || [14..16, 17..19].into_iter().all(|at| text.get(at).and_then(|part| part.parse::<u8>().ok()).is_some_and(|part| part < 60));
    match shape.as_str() {
        "0000-00-00" if month() && day() => Some("date"),
        "0000-00-00T00:00:00Z" | "0000-00-00T00:00:00.000Z" if month() && day() && hour() && minutes() => Some("date-time"),
        _ => {
            let groups: Vec<_> = text.split('-').collect();
            let is_uuid = groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
                && groups.iter().all(|group| group.bytes().all(|c| c.is_ascii_hexdigit()));
            is_uuid.then_some("uuid")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::schema::{Level, Weight, lint};
    use proptest::prelude::*;

    #[test]
    fn a_sample_becomes_the_schema_that_one_would_write() {
        let sample = json!({"name": "Busan", "when": "2026-05-04", "degrees": [3, 4.5], "rain": true,
            "hours": [{"at": 1, "note": "x"}, {"at": 2}], "none": null, "empty": []});
        let schema = from_sample(&sample);
        assert_eq!(schema["properties"]["when"], json!({"type": "string", "format": "date"}));
        assert_eq!(schema["properties"]["degrees"], json!({"type": "array", "items": {"type": "number"}}));
        assert_eq!(schema["properties"]["hours"]["items"]["properties"]["note"], json!({"type": ["string", "null"]}));
        assert_eq!(schema["properties"]["none"], json!({"type": ["string", "null"]}));
        assert_eq!(schema["required"], json!(["name", "when", "degrees", "rain", "hours", "none", "empty"]));
    }

    #[test]
    fn values_of_several_kinds_become_a_choice() {
        let schema = from_sample(&json!([1, "a", null, {"x": 1}]));
        let kinds: Vec<_> =
            schema["properties"]["items"]["items"]["anyOf"].as_array().unwrap().iter().map(|branch| branch["type"].clone()).collect();
        assert_eq!(kinds, [json!("integer"), json!("string"), json!("object"), json!("null")]);
    }

    #[test]
    fn a_format_is_named_only_where_every_text_has_it() {
        let items = |texts: Value| from_sample(&json!({"x": texts}))["properties"]["x"]["items"].clone();
        assert_eq!(items(json!(["2026-01-02", "2026-03-04"]))["format"], "date");
        assert_eq!(items(json!(["2026-01-02", "soon"])), json!({"type": "string"}));
        assert_eq!(items(json!(["2026-99-99"])), json!({"type": "string"}));
        assert_eq!(items(json!(["123e4567-e89b-12d3-a456-426614174000"]))["format"], "uuid");
        assert_eq!(items(json!(["2026-01-02T03:04:05Z"]))["format"], "date-time");
    }

    fn samples() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            (-1e6..1e6f64).prop_map(Value::from),
            "[a-z0-9T:-]{0,12}".prop_map(Value::from),
            Just(json!("2026-02-28")),
        ];
        leaf.prop_recursive(4, 32, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map("[a-z]{1,3}", inner, 0..4).prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    /// What a sample lacks becomes null there, as the schema says; so each object of a list gets the keys of its neighbours.
    fn filled(value: &Value, schema: &Value) -> Value {
        let branches = schema["anyOf"].as_array().cloned().unwrap_or_else(|| vec![schema.clone()]);
        let of =
            |kind: &str| branches.iter().find(|branch| branch["type"] == kind || branch["type"][0] == kind).cloned().unwrap_or_default();
        match value {
            Value::Array(items) => items.iter().map(|item| filled(item, &of("array")["items"])).collect(),
            Value::Object(map) => {
                let schema = of("object");
                let properties = schema["properties"].as_object().cloned().unwrap_or_default();
                let fill = |(name, property): (&String, &Value)| {
                    (name.clone(), map.get(name).map_or(Value::Null, |value| filled(value, property)))
                };
                Value::Object(properties.iter().map(fill).collect())
            }
            other => other.clone(),
        }
    }

    proptest! {
        #[test]
        fn every_sample_fits_its_schema_and_the_schema_is_strict(sample in samples()) {
            let schema = from_sample(&sample);
            let refused: Vec<_> = lint(&schema, Level::Strict).into_iter().filter(|finding| finding.weight == Weight::Refused).collect();
            prop_assert_eq!(refused, vec![]);
            let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            let whole = filled(&rooted(&sample), &schema);
            prop_assert!(validator.is_valid(&whole), "{} for {}", whole, schema);
        }
    }
}
