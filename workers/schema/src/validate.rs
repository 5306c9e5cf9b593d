//! An answer against its schema.

use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
use lineup_core::draft::schema::check::{Fault, Misfit, Told};
use lineup_core::draft::schema::text;
use serde_json::Value;

/// More are never read: the first few say what went wrong.
const MOST: usize = 50;

/// Bytes of a pattern that is read. The time that the reader of patterns takes grows faster than a pattern does: some ten thousand bytes
/// of brackets keep it busy for a minute.
const LONGEST_PATTERN: usize = 1_000;

/// Every place where the answer does not fit.
pub fn check(schema: &Value, answer: &str) -> Told {
    let instance = match text::read(answer) {
        Ok(instance) => instance,
        Err(error) => return Told::Unreadable { error },
    };
    if has_long_pattern(schema) {
        return Told::NoSchema { words: format!("a pattern is longer than {LONGEST_PATTERN} bytes") };
    }
    // The formats are checked: a strict model keeps to them.
    match jsonschema::options().should_validate_formats(true).build(schema) {
        Ok(validator) => Told::Faults { faults: validator.iter_errors(&instance).take(MOST).map(|error| fault(&error, answer)).collect() },
        Err(error) => Told::NoSchema { words: error.to_string() },
    }
}

/// In whatever place: a name may mean something else there, and a schema that is not checked is no harm.
fn has_long_pattern(schema: &Value) -> bool {
    match schema {
        Value::Object(members) => members.iter().any(|(name, value)| {
            let patterns = value.as_object().filter(|_| name == "patternProperties");
            let is_long = |pattern: &str| pattern.len() > LONGEST_PATTERN;
            (name == "pattern" && value.as_str().is_some_and(is_long))
                || patterns.is_some_and(|patterns| patterns.keys().any(|pattern| is_long(pattern)))
                || has_long_pattern(value)
        }),
        Value::Array(items) => items.iter().any(has_long_pattern),
        _ => false,
    }
}

fn fault(error: &ValidationError<'_>, answer: &str) -> Fault {
    let at = error.instance_path().as_str().to_owned();
    // Without the value: it may be the whole answer.
    let words = error.masked_with("the value").to_string();
    Fault { what: misfit(error), words, spot: text::locate(answer, &at), at }
}

fn misfit(error: &ValidationError<'_>) -> Misfit {
    let bound = |sign: &str, limit: String| Misfit::Bound { bound: format!("{sign} {limit}") };
    match error.kind() {
        Kind::Type { .. } => Misfit::Type { wanted: wanted(error) },
        Kind::Required { property } => Misfit::Missing { name: property.as_str().unwrap_or_default().to_owned() },
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            Misfit::Extra { names: unexpected.clone() }
        }
        Kind::Enum { options } => Misfit::NotOneOf { values: short(&options.to_string()) },
        Kind::Constant { expected_value } => Misfit::NotOneOf { values: short(&expected_value.to_string()) },
        Kind::AnyOf { .. } | Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } => Misfit::NoBranch,
        Kind::Format { format } => Misfit::Format { format: format.clone() },
        Kind::Pattern { pattern } => Misfit::Pattern { pattern: pattern.clone() },
        Kind::Minimum { limit } => bound("≥", limit.to_string()),
        Kind::Maximum { limit } => bound("≤", limit.to_string()),
        Kind::ExclusiveMinimum { limit } => bound(">", limit.to_string()),
        Kind::ExclusiveMaximum { limit } => bound("<", limit.to_string()),
        Kind::MinItems { limit } | Kind::MinLength { limit } | Kind::MinProperties { limit } => bound("≥", limit.to_string()),
        Kind::MaxItems { limit } | Kind::MaxLength { limit } | Kind::MaxProperties { limit } => bound("≤", limit.to_string()),
        _ => Misfit::Other,
    }
}

/// The types that are wanted, as the schema names them.
fn wanted(error: &ValidationError<'_>) -> String {
    use jsonschema::error::TypeKind;
    match error.kind() {
        Kind::Type { kind: TypeKind::Single(kind) } => kind.to_string(),
        Kind::Type { kind: TypeKind::Multiple(kinds) } => kinds.iter().map(|kind| kind.to_string()).collect::<Vec<_>>().join(" | "),
        _ => String::new(),
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 120;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::check;
    use lineup_core::draft::schema::check::{Misfit, Told};
    use serde_json::{Value, json};

    fn schema() -> Value {
        json!({"type": "object", "properties": {
            "city": {"type": "string", "maxLength": 5},
            "unit": {"type": "string", "enum": ["c", "f"]},
            "days": {"type": "array", "items": {"type": ["number", "null"], "minimum": 0}},
            "when": {"type": "string", "format": "date"},
        }, "required": ["city", "unit"], "additionalProperties": false})
    }

    fn faults(answer: &str) -> Vec<(String, Misfit, usize)> {
        match check(&schema(), answer) {
            Told::Faults { faults } => {
                faults.into_iter().map(|fault| (fault.at, fault.what, fault.spot.map_or(0, |spot| spot.line))).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_that_fits_has_no_faults() {
        assert_eq!(faults(r#"{"city": "Busan", "unit": "c", "days": [1, null], "when": "2026-01-02"}"#), []);
    }

    #[test]
    fn every_fault_names_its_place_and_line() {
        let answer = "{\n\"city\": \"Daejeon\",\n\"days\": [1,\n\"x\",\n-1],\n\"when\": \"soon\",\n\"more\": 1}";
        let mut found = faults(answer);
        found.sort_by_key(|(at, _, line)| (*line, at.clone()));
        assert_eq!(
            found,
            [
                (String::new(), Misfit::Missing { name: "unit".into() }, 1),
                (String::new(), Misfit::Extra { names: vec!["more".into()] }, 1),
                ("/city".into(), Misfit::Bound { bound: "≤ 5".into() }, 2),
                ("/days/1".into(), Misfit::Type { wanted: "null | number".into() }, 4),
                ("/days/2".into(), Misfit::Bound { bound: "≥ 0".into() }, 5),
                ("/when".into(), Misfit::Format { format: "date".into() }, 6),
            ]
        );
    }

    #[test]
    fn what_is_no_json_and_what_is_no_schema_are_told_apart() {
        assert!(matches!(check(&schema(), "{\"city\": "), Told::Unreadable { error } if error.spot.line == 1));
        assert!(matches!(check(&json!({"type": "text"}), "{}"), Told::NoSchema { .. }));
        assert!(matches!(check(&json!({"$ref": "https://elsewhere.example/x.json"}), "{}"), Told::NoSchema { .. }), "nothing is fetched");
    }
}
