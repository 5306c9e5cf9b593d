//! The plan on the command line: what it prints for a small draft, as text, and what it says of wrong words.

#[path = "../examples/plan.rs"]
#[allow(dead_code)] // its `main` is called by nobody here
mod example;

use std::path::{Path, PathBuf};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/plan").join(name)
}

fn run(words: &str, file: &Path) -> Result<String, String> {
    let words = words.split_whitespace().map(str::to_owned).chain([file.display().to_string()]);
    example::run(words).map_err(|error| error.to_string())
}

#[test]
fn a_small_draft_is_printed_as_the_request_that_it_becomes() {
    for (name, words, file) in [
        ("openai-responses.json", "--model o4-mini --api responses --endpoint openai --stream", "draft.json"),
        ("azure-classic-chat.json", "--model o4-mini --api chat --endpoint azure-classic --deployment mine", "draft.json"),
        ("from-chat.json", "--model o4-mini --api responses --endpoint compatible --base http://localhost:9/v1 --from chat", "body.json"),
    ] {
        let printed = run(words, &golden(file)).expect(name) + "\n";
        let path = golden(name);
        if std::env::var_os("LINEUP_BLESS").is_some() {
            std::fs::write(&path, &printed).expect(name);
        }
        assert_eq!(printed, std::fs::read_to_string(&path).expect(name), "{name}");
    }
}

#[test]
fn wrong_words_are_named() {
    let draft = golden("draft.json");
    for (words, why) in [
        ("--api chat --endpoint openai", "--model is missing"),
        ("--model o4-mini --endpoint openai", "--api is missing"),
        ("--model o4-mini --api chat --endpoint mars", "there is no endpoint \"mars\""),
        ("--model o4-mini --api chat --endpoint openai --loud", "there is no --loud"),
        ("--model o4-mini --api chat --endpoint openai other.json", "one file at a time"),
    ] {
        let said = run(words, &draft).expect_err(words);
        assert!(said.starts_with(why), "{words}: {said}");
    }
    assert!(run("--model o4-mini --api chat --endpoint openai", &golden("missing.json")).expect_err("no file").contains("missing.json"));
}
