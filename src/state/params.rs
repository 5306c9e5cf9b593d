//! The parameters of a function as rows of a form: the common case of a schema. What a form cannot show stays a text.

use serde_json::{Map, Value, json};

/// The types that a row can have.
pub const KINDS: [&str; 5] = ["string", "number", "integer", "boolean", "array"];

/// One parameter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Param {
    pub name: String,
    /// One of [`KINDS`]; a list is one of texts.
    pub kind: String,
    pub description: String,
    /// What is not required may be null where the schema is strict.
    pub required: bool,
    /// The values that a text may have; empty for any.
    pub options: Vec<String>,
}

/// The rows of a schema, and whether it is strict; `None` if it says more than rows can.
pub fn rows_of(schema: &Value) -> Option<Vec<Param>> {
    let is_strict = schema["additionalProperties"] == false;
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let none = Map::new();
    let properties = schema.get("properties").map_or(Some(&none), Value::as_object)?;
    let rows: Option<Vec<Param>> = properties
        .iter()
        .map(|(name, property)| {
            let (kind, may_be_null) = match &property["type"] {
                Value::String(kind) => (kind.clone(), false),
                Value::Array(kinds) if kinds.len() == 2 && kinds[1] == "null" => (kinds[0].as_str()?.to_owned(), true),
                _ => return None,
            };
            if !KINDS.contains(&kind.as_str()) {
                return None;
            }
            let options = property["enum"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
            let description = property["description"].as_str().unwrap_or_default().to_owned();
            let required = required.contains(&name.as_str()) && !may_be_null;
            Some(Param { name: name.clone(), kind, description, required, options })
        })
        .collect();
    let rows = rows?;
    // Exactly what the form would write: nothing of the text is lost by using it.
    (schema_of(&rows, is_strict) == *schema).then_some(rows)
}

/// The schema of these rows.
pub fn schema_of(rows: &[Param], is_strict: bool) -> Value {
    let property = |row: &Param| {
        let may_be_null = is_strict && !row.required;
        let mut property = json!({"type": if may_be_null { json!([row.kind, "null"]) } else { json!(row.kind) }});
        if row.kind == "array" {
            property["items"] = json!({"type": "string"});
        }
        if !row.description.is_empty() {
            property["description"] = row.description.as_str().into();
        }
        if row.kind == "string" && !row.options.is_empty() {
            let null = may_be_null.then_some(Value::Null);
            property["enum"] = row.options.iter().map(|option| Value::from(option.as_str())).chain(null).collect();
        }
        property
    };
    let properties: Map<String, Value> = rows.iter().map(|row| (row.name.clone(), property(row))).collect();
    let required: Vec<&str> = rows.iter().filter(|row| is_strict || row.required).map(|row| row.name.as_str()).collect();
    let mut schema = json!({"type": "object", "properties": properties, "required": required});
    if is_strict {
        schema["additionalProperties"] = false.into();
    }
    schema
}

/// A name that no row has yet.
pub fn free_name(rows: &[Param]) -> String {
    let name = |n: usize| format!("parameter_{n}");
    (1..).map(name).find(|name| rows.iter().all(|row| row.name != *name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Param> {
        let row = |name: &str, kind: &str, required: bool, options: &[&str]| Param {
            name: name.into(),
            kind: kind.into(),
            description: if required { "what it is".into() } else { String::new() },
            required,
            options: options.iter().map(|option| (*option).to_owned()).collect(),
        };
        vec![
            row("city", "string", true, &[]),
            row("unit", "string", false, &["c", "f"]),
            row("days", "integer", false, &[]),
            row("tags", "array", true, &[]),
        ]
    }

    #[test]
    fn rows_survive_the_schema() {
        for strict in [true, false] {
            assert_eq!(rows_of(&schema_of(&rows(), strict)), Some(rows()), "strict: {strict}");
        }
        assert_eq!(schema_of(&rows(), true)["properties"]["unit"], json!({"type": ["string", "null"], "enum": ["c", "f", null]}));
    }

    #[test]
    fn what_says_more_than_rows_can_is_left_to_the_text() {
        let of =
            |property: Value| json!({"type": "object", "properties": {"a": property}, "required": ["a"], "additionalProperties": false});
        for property in [
            json!({"type": "object"}),
            json!({"type": "string", "pattern": "x"}),
            json!({"anyOf": []}),
            json!({"type": "array", "items": {"type": "number"}}),
            json!(true),
        ] {
            assert_eq!(rows_of(&of(property.clone())), None, "{property}");
        }
        assert_eq!(rows_of(&json!([])), None);
        assert_eq!(rows_of(&schema_of(&[], true)), Some(Vec::new()));
    }

    #[test]
    fn a_new_row_has_a_name_of_its_own() {
        let mut rows = rows();
        rows.push(Param { name: "parameter_1".into(), ..Param::default() });
        assert_eq!(free_name(&rows), "parameter_2");
    }
}
