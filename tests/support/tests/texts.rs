//! The languages of the page say the same things: same namespaces, same keys, same placeholders, same plural forms.
#![cfg(test)]

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales")
}

fn files(language: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(locales().join(language)).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// `namespace.key.path` → text.
fn texts(language: &str) -> BTreeMap<String, String> {
    fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, found)),
            Value::String(text) => _ = found.insert(path.to_owned(), text.clone()),
            other => panic!("{path}: a text or a group of texts was expected, not {other}"),
        }
    }
    let mut found = BTreeMap::new();
    for file in files(language) {
        let json: Value = serde_json::from_str(&fs::read_to_string(locales().join(language).join(&file)).unwrap()).unwrap();
        walk(file.trim_end_matches(".json"), &json, &mut found);
    }
    found
}

/// The names in `{{ name }}` and `<name>`.
fn placeholders(text: &str) -> BTreeSet<String> {
    let between = |open: &'static str, close: &'static str| {
        text.split(open).skip(1).filter_map(move |rest| rest.split_once(close)).map(move |(name, _)| format!("{open}{}", name.trim()))
    };
    between("{{", "}}").chain(between("<", ">")).collect()
}

#[test]
fn both_languages_have_the_same_namespaces() {
    assert_eq!(files("en"), files("ko"));
}

#[test]
fn both_languages_have_the_same_keys() {
    let keys = |language| texts(language).into_keys().collect::<BTreeSet<_>>();
    let (en, ko) = (keys("en"), keys("ko"));
    assert!(!en.is_empty());
    assert_eq!(en.symmetric_difference(&ko).collect::<Vec<_>>(), Vec::<&String>::new(), "in one language only");
}

#[test]
fn both_languages_have_the_same_placeholders() {
    let ko = texts("ko");
    for (key, text) in texts("en") {
        assert_eq!(placeholders(&text), ko.get(&key).map(|text| placeholders(text)).unwrap_or_default(), "{key}");
    }
}

#[test]
fn plural_forms_take_the_same_placeholders() {
    let en = texts("en");
    for (key, text) in &en {
        if let Some(group) = key.strip_suffix(".one") {
            let other = en.get(&format!("{group}.other")).unwrap_or_else(|| panic!("{group} has no form `other`"));
            assert_eq!(placeholders(text), placeholders(other), "{group}");
        }
    }
}

#[test]
fn no_text_is_empty() {
    for language in ["en", "ko"] {
        for (key, text) in texts(language) {
            assert!(!text.trim().is_empty(), "{language} {key}");
        }
    }
}

#[test]
fn korean_texts_are_korean() {
    // What is the same in every language: names, formats, and the words that go over the wire.
    let shared = |text: &str| !text.chars().any(char::is_alphabetic) || text.split_whitespace().count() <= 3 || text.starts_with("http");
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for (key, text) in texts("ko") {
        let bare: String = text.split("{{").map(|part| part.split_once("}}").map_or(part, |(_, rest)| rest)).collect();
        assert!(hangul(&bare) || shared(&bare), "{key} is not translated: {text}");
    }
}
