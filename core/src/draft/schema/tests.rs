//! The linter and its repairs, as claims.

use super::*;
use proptest::prelude::*;
use rstest::rstest;
use serde_json::{Value, json};

fn keys(schema: &Value, level: Level) -> Vec<(String, String)> {
    let key = |problem: &Problem| serde_json::to_value(problem).unwrap()["key"].as_str().unwrap().to_owned();
    lint(schema, level).iter().map(|finding| (finding.at.clone(), key(&finding.problem))).collect()
}

fn object(properties: Value) -> Value {
    let required: Vec<_> = properties.as_object().unwrap().keys().cloned().collect();
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

#[test]
fn the_documented_example_is_clean() {
    let schema = json!({
        "type": "object",
        "properties": {"steps": {"type": "array", "items": {"$ref": "#/$defs/step"}}, "final_answer": {"type": ["string", "null"], "enum": ["a", null]}},
        "$defs": {"step": object(json!({"explanation": {"type": "string", "pattern": "^x"}, "next": {"anyOf": [{"$ref": "#/$defs/step"}, {"type": "null"}]}}))},
        "required": ["steps", "final_answer"],
        "additionalProperties": false,
    });
    assert_eq!(lint(&schema, Level::Strict), vec![]);
}

#[rstest]
#[case(json!({"type": "array", "items": {"type": "string"}}), "", "root_not_object")]
#[case(json!({"anyOf": [object(json!({}))]}), "", "root_any_of")]
#[case(json!(true), "", "not_a_schema")]
#[case(json!({"type": "object", "properties": {}}), "", "open_object")]
#[case(json!({"type": "object", "properties": {}, "additionalProperties": true}), "", "open_object")]
#[case(json!({"type": "object", "additionalProperties": {"type": "string"}}), "", "dictionary")]
#[case(json!({"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": false}), "", "optional")]
#[case(json!({"type": "object", "properties": {}, "required": ["b"], "additionalProperties": false}), "", "extra_required")]
#[case(object(json!({"a": {}})), "/properties/a", "no_type")]
#[case(object(json!({"a": {"type": "text"}})), "/properties/a", "bad_type")]
#[case(object(json!({"a": {"type": "array"}})), "/properties/a", "no_items")]
#[case(object(json!({"a": {"type": "string", "format": "uri"}})), "/properties/a", "format")]
#[case(object(json!({"a": {"type": "string", "default": "x"}})), "/properties/a", "doubtful_keyword")]
#[case(object(json!({"a": {"type": "string", "requird": true}})), "/properties/a", "unknown_keyword")]
#[case(object(json!({"a": {"type": "string", "nullable": true}})), "/properties/a", "nullable")]
#[case(object(json!({"a": {"type": "array", "items": {"type": "string"}, "uniqueItems": true}})), "/properties/a", "keyword")]
#[case(object(json!({"a": {"type": "string", "enum": []}})), "/properties/a", "empty_enum")]
#[case(object(json!({"a": {"oneOf": [{"type": "string"}, {"type": "null"}]}})), "/properties/a", "keyword")]
#[case(object(json!({"a": {"$ref": "#/$defs/b"}})), "/properties/a", "ref_nowhere")]
#[case(object(json!({"a": {"$ref": "https://x.example/b"}})), "/properties/a", "ref_outside")]
#[case(object(json!({"a": {"$ref": "#", "description": "itself"}})), "/properties/a", "ref_with_others")]
fn each_refusal_is_found_at_its_place(#[case] schema: Value, #[case] at: &str, #[case] key: &str) {
    assert_eq!(keys(&schema, Level::Strict), [(at.to_owned(), key.to_owned())], "{schema}");
}

#[test]
fn without_strict_only_what_no_server_takes_is_found() {
    let loose = json!({"type": "object", "properties": {"a": {"type": "string", "format": "uri"}, "b": {"oneOf": []}}});
    assert_eq!(lint(&loose, Level::Plain), vec![]);
    assert_eq!(
        keys(&json!({"type": "object", "properties": {"a": {"type": "array"}}}), Level::Plain),
        [("/properties/a".to_owned(), "no_items".to_owned())]
    );
    assert_eq!(keys(&json!({}), Level::Plain), [(String::new(), "root_not_object".to_owned())]);
}

#[test]
fn limits_are_those_of_the_guide() {
    let deep = |levels: usize| (1..levels).fold(object(json!({"x": {"type": "string"}})), |inner, _| object(json!({"in": inner})));
    let keys_of = |schema: &Value| keys(schema, Level::Strict).into_iter().map(|(_, key)| key).collect::<Vec<_>>();
    assert_eq!(keys_of(&deep(10)), Vec::<String>::new());
    assert_eq!(keys_of(&deep(11)), ["too_deep"]);
    let wide = |count: usize| object(Value::Object((0..count).map(|n| (format!("p{n}"), json!({"type": "string"}))).collect()));
    assert_eq!(keys_of(&wide(5_000)), Vec::<String>::new());
    assert_eq!(keys_of(&wide(5_001)), ["too_many_properties"]);
    let choice = |count: usize, length: usize| {
        object(json!({"e": {"type": "string", "enum": (0..count).map(|n| format!("{n:0length$}")).collect::<Vec<_>>()}}))
    };
    assert_eq!(keys_of(&choice(1_000, 4)), Vec::<String>::new());
    assert_eq!(keys_of(&choice(1_001, 4)), ["too_many_enum_values"]);
    assert_eq!(keys_of(&choice(250, 61)), Vec::<String>::new(), "a small enum may be as long as it likes");
    assert_eq!(keys_of(&choice(251, 60)), ["long_enum"]);
    assert_eq!(keys_of(&choice(100, 1_201)), ["too_long"]);
}

#[rstest]
// What was optional may be null.
#[case(json!({"type": "object", "properties": {"a": {"type": "string", "enum": ["x"]}}}),
    json!({"type": "object", "properties": {"a": {"type": ["string", "null"], "enum": ["x", null]}}, "additionalProperties": false, "required": ["a"]}))]
#[case(json!({"type": "object", "properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}, "additionalProperties": false}),
    json!({"type": "object", "properties": {"a": {"anyOf": [{"$ref": "#/$defs/n"}, {"type": "null"}]}}, "$defs": {"n": {"type": "integer"}}, "additionalProperties": false, "required": ["a"]}))]
// A list at the root gets an object around it, and its definitions move with it.
#[case(json!({"type": "array", "items": {"$ref": "#/$defs/n"}, "$defs": {"n": {"type": "integer"}}}),
    json!({"type": "object", "properties": {"answer": {"type": "array", "items": {"$ref": "#/$defs/n"}}}, "required": ["answer"], "additionalProperties": false, "$defs": {"n": {"type": "integer"}}}))]
#[case(json!({"type": "object", "properties": {"m": {"type": "object", "additionalProperties": {"type": "number"}}}, "required": ["m"], "additionalProperties": false}),
    object(json!({"m": {"type": "array", "items": object(json!({"key": {"type": "string"}, "value": {"type": "number"}}))}})))]
#[case(json!({"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}, {"properties": {"b": {"type": "string"}}, "required": ["b"]}]}),
    object(json!({"a": {"type": "string"}, "b": {"type": "string"}})))]
#[case(object(json!({"a": {"oneOf": [{"type": "string", "format": "uri"}, {"enum": [1, 2]}]}})),
    object(json!({"a": {"anyOf": [{"type": "string"}, {"enum": [1, 2], "type": "integer"}]}})))]
#[case(json!({"properties": {"a": {"type": "string", "nullable": true}}}), object(json!({"a": {"type": ["string", "null"]}})))]
fn making_it_strict_keeps_what_was_meant(#[case] schema: Value, #[case] strict: Value) {
    let made = make_strict(&schema);
    assert_eq!(made.schema, strict);
    assert!(made.repaired > 0 && made.left.is_empty(), "{:?}", made.left);
}

#[test]
fn what_cannot_be_repaired_is_left_and_said() {
    for schema in [
        object(json!({"a": {"allOf": [{"type": "string"}, {"type": "number"}]}})),
        object(json!({"a": {"$ref": "elsewhere.json"}})),
        json!({"type": "array", "items": {"$ref": "#"}}),
    ] {
        let made = make_strict(&schema);
        assert_eq!(made.schema, schema);
        assert_eq!(made.left.len(), 1, "{:?}", made.left);
    }
}

/// Schemas as people and generators write them, right and wrong.
fn schemas() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(json!({"type": "string"})),
        Just(json!({"type": "string", "format": "uri", "minLength": 1})),
        Just(json!({"type": "integer", "default": 3})),
        Just(json!({"enum": ["a", "b"]})),
        Just(json!({"const": 7})),
        Just(json!({"description": "anything"})),
        Just(json!({"type": "array"})),
        Just(json!({"type": "string", "nullable": true})),
        Just(json!({"type": "object", "additionalProperties": {"type": "number"}})),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            (proptest::collection::btree_map("[a-c]", inner.clone(), 0..3), any::<bool>(), any::<bool>()).prop_map(
                |(properties, required, closed)| {
                    let mut schema = json!({"type": "object", "properties": properties});
                    if required {
                        schema["required"] = json!(["a"]);
                    }
                    if closed {
                        schema["additionalProperties"] = json!(false);
                    }
                    schema
                }
            ),
            inner.clone().prop_map(|items| json!({"type": "array", "items": items, "uniqueItems": true})),
            proptest::collection::vec(inner.clone(), 1..3).prop_map(|branches| json!({"oneOf": branches})),
            proptest::collection::vec(inner, 1..3).prop_map(|branches| json!({"anyOf": branches})),
        ]
    })
}

proptest! {
    #[test]
    fn what_was_made_strict_has_nothing_left_to_refuse(schema in schemas()) {
        let made = make_strict(&schema);
        let refused: Vec<_> = made.left.iter().filter(|finding| finding.weight == Weight::Refused).collect();
        prop_assert!(refused.is_empty(), "{:?} in {} from {}", refused, made.schema, schema);
        prop_assert_eq!(make_strict(&made.schema).repaired, 0, "once is enough");
        prop_assert!(jsonschema::validator_for(&made.schema).is_ok());
    }

    #[test]
    fn no_value_breaks_the_linter(value in "[\\[\\]{}\":,a-z$#/0-9]{0,40}") {
        if let Ok(value) = text::read(&value) {
            let _ = make_strict(&value);
            let _ = lint(&value, Level::Plain);
        }
    }
}
