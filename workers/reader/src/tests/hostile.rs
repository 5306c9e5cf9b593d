//! Texts that mean harm, and texts that are nothing.

use crate::recognise::read;
use lineup_core::plan::import::{NoteKind, PasteError};
use lineup_test_support::hostile::{Payload, all, each};
use proptest::prelude::*;
use rstest::rstest;

#[test]
fn whatever_is_pasted_is_taken_or_refused() {
    each(all(), |Payload { text, .. }| {
        for pasted in [
            text.clone(),
            format!("client.responses.create(model='m', input={text:?})"),
            format!("client.responses.create(model='m', input={text})"),
            format!("client.responses.create({{ model: 'm', input: `{text}` }});"),
            format!("messages:\n  - role: user\n    content: {text}\n"),
            format!("---\nname: x\nmodel: {text}\n---\nuser:\n{text}\n"),
        ] {
            _ = read(&pasted);
        }
    });
}

#[test]
fn an_alias_of_yaml_is_not_followed() {
    let mut bomb = String::from("name: bomb\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for (n, next) in ('b'..='z').enumerate() {
        let last = char::from(b'a' + u8::try_from(n).unwrap());
        bomb.push_str(&format!("{next}: &{next} [*{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}, *{last}]\n"));
    }
    bomb.push_str("messages:\n  - role: user\n    content: hi\n");
    let pasted = read(&bomb).unwrap();
    assert!(pasted.notes.iter().any(|note| note.kind == NoteKind::NotLiteral && note.what == "*" && note.line == Some(3)));
}

#[test]
fn names_that_stand_for_names_come_to_an_end() {
    let mut bomb = String::from("a0 = ['x'] * 1\na0 = ['x', 'x']\n");
    for n in 1..60 {
        bomb.push_str(&format!("a{n} = [a{0}, a{0}]\n", n - 1));
    }
    bomb.push_str("client.responses.create(model='m', input='hi', metadata=a59, user=user)\nuser = user\n");
    assert_eq!(read(&bomb).unwrap().imported.model.as_deref(), Some("m"));
}

#[rstest]
#[case("", PasteError::Unknown)]
#[case("hello world", PasteError::Unknown)]
#[case("name: x\nfoo: bar\n", PasteError::Unknown)]
#[case("import openai\nprint('hi')\n", PasteError::NoCall)]
#[case("- a\n- b\n", PasteError::Unknown)]
fn what_is_nothing_is_told_so(#[case] text: &str, #[case] wanted: PasteError) {
    assert_eq!(read(text).unwrap_err(), wanted);
}

#[rstest]
#[case("import openai\nclient.responses.create(\n    model='m',\n    input='hi'\nprint(1)\n", "Python", 5, 1)]
#[case("import openai\nclient.responses.create(model='m', input='안녕' '하세요' 1)\n", "Python", 2, 53)]
#[case("const r = await client.responses.create({\n  model: 'm',\n  input: 'hi',\n", "JavaScript", 3, 15)]
#[case("const r = await client.responses.create({ model: 'm', input: '안녕하세요' 1 });\n", "JavaScript", 1, 70)]
#[case("{\"messages\": [{\"role\": \"user\" \"content\": 1}]}", "JSON", 1, 31)]
#[case("{\"messages\": [", "JSON", 1, 15)]
fn what_breaks_says_where(#[case] text: &str, #[case] wanted: &str, #[case] at_line: u32, #[case] at_column: u32) {
    match read(text).unwrap_err() {
        PasteError::Broken { form, line, column, .. } => assert_eq!((form.as_str(), line, column), (wanted, at_line, at_column)),
        other => panic!("{other}"),
    }
}

#[test]
fn what_is_nested_or_long_beyond_measure_is_refused() {
    for text in
        ["[".repeat(100_000), "(".repeat(100_000), "- ".repeat(50_000), "{a: ".repeat(10_000), "x = ".to_owned() + &"[".repeat(9999)]
    {
        assert!(read(&text).is_err());
    }
    assert!(matches!(read(&"word ".repeat(400_000)), Err(PasteError::TooLong { .. })));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_is_pasted_is_read_or_refused(text in any::<String>(), before in prop::sample::select(vec!["", "---\nname: a\n---\n", "messages:\n", "client.responses.create(", "const x = `", "x = f'"])) {
        let _ = read(&format!("{before}{text}"));
    }

    /// What hides brackets or operators from the guard hides them from the parsers too: else they would run out of stack.
    #[test]
    fn no_text_hides_what_is_nested(pieces in prop::collection::vec(prop::sample::select(vec![
        "'", "\"", "'''", "\"\"\"", "`", "\\", "\n", "\r", "\r\n", "\u{2028}", "#", "//", "/*", "*/", "/", "f", "r", "rb", "t", "$", "${", "{", "}", "x", " ",
        "=", ",", "+", "<!--", "-->", "#!", "\u{c}", "DEEP", "DEEP", "CHAIN", "CHAIN",
    ]), 1..16)) {
        let text = pieces.concat().replace("DEEP", &"(".repeat(20_000)).replace("CHAIN", &"a ** ".repeat(20_000));
        let _ = read(&text);
        let _ = read(&format!("x = {text}"));
    }
}

#[test]
fn a_quote_in_a_comment_hides_no_chain() {
    for text in [
        format!("# it's\nx = a{}", " ** a".repeat(20_000)),
        format!("// it's\nx = a{}", " ** a".repeat(20_000)),
        format!("/* it's */ x = a{}", " ?? a".repeat(20_000)),
        format!("x = `'` + a{}", " ** a".repeat(20_000)),
    ] {
        let _ = read(&text);
    }
}
