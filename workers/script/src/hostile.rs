//! Whatever outsiders write as a function, or hand to one: it ends, and what is said of it is text.

use crate::{answer, run};
use lineup_core::draft::mock::script::{Answer, Told};
use lineup_test_support::hostile::{Payload, each, of, short};
use serde_json::json;

#[test]
fn code_of_strangers_ends() {
    each(of(&["code", "templates", "breakouts", "shell", "html", "names", "controls", "direction"]), |Payload { text, .. }| {
        for code in [text.clone(), format!("() => {text}"), format!("() => `{text}`")] {
            _ = run::run(&code, &json!({}));
        }
    });
}

#[test]
fn what_a_function_is_given_comes_back_as_it_was() {
    each(short(), |Payload { name, text, .. }| {
        let message = json!({"id": 1, "ask": {"what": "run", "code": "input => input", "input": {text: text}}}).to_string();
        let told: Answer = serde_json::from_str(&answer(&message).expect("a request")).expect("an answer");
        let Told::Ran(ran) = told.told else { panic!("{name}: it was run") };
        assert_eq!(ran.result.as_deref().ok(), Some(json!({text: text}).to_string().as_str()), "{name}");
    });
}

#[test]
fn nothing_of_the_browser_is_there() {
    for code in [
        "() => typeof fetch + typeof XMLHttpRequest + typeof importScripts + typeof WebAssembly + typeof self",
        "() => [typeof window, typeof document, typeof postMessage, typeof indexedDB, typeof navigator].join('')",
    ] {
        assert_eq!(run::run(code, &json!({})).result.ok(), Some("undefined".repeat(5)), "{code}");
    }
}
