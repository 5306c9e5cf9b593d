//! Whatever stands in a request, the code of every language sends it as it is, and is what it looks like.

use crate::cases::cases;
use crate::readback::body;
use lineup_core::plan::HeaderValue;
use lineup_core::plan::snippet::{Language, Note, snippet};
use proptest::prelude::*;
use serde_json::{Map, Number, Value, json};

/// A batch is not streamed.
fn unstreamed(mut body: Value) -> Value {
    for field in ["stream", "stream_options"] {
        body.as_object_mut().unwrap().shift_remove(field);
    }
    body
}

fn programs() -> impl Iterator<Item = Language> {
    Language::ALL.into_iter().filter(|language| *language != Language::Codex)
}

#[test]
fn every_case_is_read_back_as_the_plan_has_it() {
    for case in cases(None) {
        for language in programs() {
            let wanted = if language == Language::Batch { unstreamed(case.plan.body.clone()) } else { case.plan.body.clone() };
            assert_eq!(body(language, &case.code(language).text), wanted, "{}, {language:?}", case.name);
        }
    }
}

#[test]
fn no_code_shows_what_cannot_be_seen_or_leaves_a_place_open() {
    for case in cases(None) {
        for language in Language::ALL {
            let text = case.code(language).text;
            let unseen = |c: char| (c.is_control() && !matches!(c, '\n' | '\t')) || ('\u{2028}'..='\u{202e}').contains(&c);
            assert!(!text.contains(unseen), "{}, {language:?}", case.name);
            let open = text.replace("«body»", "");
            assert!(!open.contains(['«', '»']), "{}, {language:?}", case.name);
            assert!(text.lines().all(|line| !line.starts_with('?') && line.trim_end() == line), "{}, {language:?}: {text}", case.name);
        }
    }
}

#[test]
fn the_key_is_an_environment_variable_everywhere() {
    for case in cases(None) {
        for language in programs().filter(|language| *language != Language::Batch) {
            let text = case.code(language).text;
            let secret = ["_API_KEY", "AZURE_OPENAI_TOKEN", "DefaultAzureCredential", "DeveloperToolsCredential", "az account"];
            let named = secret.iter().any(|word| text.contains(word)) || text.contains("API_KEY");
            assert_eq!(named, !case.name.contains("without a key"), "{}, {language:?}: {text}", case.name);
        }
    }
}

#[test]
fn a_header_name_cannot_leave_its_quotes() {
    let mut case = cases(None).into_iter().find(|case| case.name.contains("its own header")).unwrap();
    case.plan.headers[1].0 = "X'$(id)`id`".into();
    assert!(case.code(Language::Curl).text.contains(r#"-H 'X'\''$(id)`id`'": $API_KEY""#));
    assert!(case.code(Language::Python).text.contains(r#"default_headers={"X'$(id)`id`": "#));
}

#[test]
fn a_header_beside_the_key_is_in_the_code_and_cannot_leave_its_quotes() {
    let mut case = cases(None).into_iter().find(|case| case.name == "azure v1, responses, pictures").unwrap();
    for language in programs().filter(|language| *language != Language::Batch) {
        let text = case.code(language).text;
        assert!(text.contains("x-ms-oai-image-generation-deployment") && text.contains("my pictures"), "{language:?}: {text}");
    }
    assert!(case.code(Language::Batch).notes.contains(&Note::NoHeaders));
    *case.plan.headers.last_mut().unwrap() = ("x-a".into(), HeaderValue::Plain("'\"$(id)\r\nx-b: c".into()));
    assert!(case.code(Language::Curl).text.contains(r#"-H 'x-a: '\''"$(id)%0D%0Ax-b: c' \"#), "{}", case.code(Language::Curl).text);
    assert!(
        case.code(Language::Go).text.contains(r#"option.WithHeader("x-a", "'\"$(id)%0D%0Ax-b: c"),"#),
        "{}",
        case.code(Language::Go).text
    );
    assert!(case.code(Language::Http).text.lines().all(|line| !line.starts_with("x-b")));
}

#[test]
fn a_header_beside_one_of_the_users_naming_is_sent_too() {
    let mut case = cases(None).into_iter().find(|case| case.name.contains("its own header")).unwrap();
    case.plan.headers.push(("x-more".into(), HeaderValue::Plain("1".into())));
    let has = |language, line: &str| assert!(case.code(language).text.contains(line), "{}", case.code(language).text);
    has(Language::Python, r#"default_headers={"X-Front-Key": os.environ["API_KEY"], "x-more": "1"},"#);
    has(Language::JavaScript, r#"defaultHeaders: { ["X-Front-Key"]: process.env.API_KEY, ["x-more"]: "1" },"#);
    has(Language::Rust, r#"let call = call.header("x-more", "1")?;"#);
}

#[test]
fn what_javascript_rounds_is_said() {
    let mut case = cases(None).into_iter().next().unwrap();
    for (number, rounded) in [(json!(9_007_199_254_740_992_u64), false), (json!(9_007_199_254_740_993_u64), true), (json!(i64::MIN), true)]
    {
        case.plan.body["metadata"] = json!([{"a": number}]);
        assert_eq!(case.code(Language::JavaScript).notes.contains(&Note::Rounded), rounded, "{number}");
    }
}

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "`",
        "\\",
        "\\u0041",
        "\\U",
        "\\n",
        "\n",
        "\r",
        "\t",
        "\0",
        "$",
        "${x}",
        "$(id)",
        "%",
        "%s",
        "{{x}}",
        "}}",
        "{",
        "#",
        "\"#",
        "\"##",
        "«body»",
        "?chat: ",
        "\nJSON\n",
        "//",
        "*/",
        "\u{2028}",
        "\u{202e}",
        "\u{feff}",
        "\u{e0041}",
        "한",
        "👩‍🚀",
        "__proto__",
        "True",
        "None",
        ": ",
        "=",
    ]);
    prop_oneof![prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat()), any::<String>(), "[a-z_]{1,8}",]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        // Eighths are exact however they are read.
        (-800_000_i32..800_000).prop_map(|eighths| Number::from_f64(f64::from(eighths) / 8.0).map_or(Value::Null, Value::Number)),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((text(), inner), 0..5).prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_body_is_read_back_from_any_language(model in text(), messages in value(), extra in prop::collection::vec((text(), value()), 0..4), which in 0_usize..17) {
        let mut case = cases(None).into_iter().nth(which).unwrap();
        let mut sent = Map::from_iter([("model".to_owned(), model.into()), ("messages".to_owned(), messages)]);
        // Python's own name for the others cannot be one of them.
        sent.extend(extra.into_iter().filter(|(key, _)| key != "extra_body"));
        case.plan.body = Value::Object(sent);
        for language in programs() {
            let code = snippet(&case.plan, case.flavour, case.credential, language);
            let wanted = if language == Language::Batch { unstreamed(case.plan.body.clone()) } else { case.plan.body.clone() };
            prop_assert_eq!(body(language, &code.text), wanted, "{:?}\n{}", language, code.text);
        }
    }
}
