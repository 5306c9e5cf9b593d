//! The Rust code is compiled and run with `async-openai`: `cargo test -p lineup-core --test snippets-rust`.
//!
//! Not among the tests that run by themselves: compiling the crate and what it needs takes minutes of processor time.

#![allow(clippy::unwrap_used)]

mod cases;
#[expect(dead_code, reason = "what the other languages need")]
mod recorder;
#[expect(dead_code, reason = "what the other languages need")]
mod run;

use lineup_core::plan::snippet::Language;
use std::fs;
use std::process::Command;

const MANIFEST: &str = r#"[package]
name = "snippets"
version = "0.0.0"
edition = "2024"

[dependencies]
async-openai = { version = "=0.43.0", features = ["byot", "chat-completion", "responses"] }
azure_core = "=1.1.0"
azure_identity = "=1.0.0"
futures = "0.3"
serde_json = "1"
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }

[workspace]
"#;

#[test]
fn rust_sends_the_plan() {
    let recorder = recorder::Recorder::start();
    let folder = run::scratch("rust");
    let programs = folder.join("src/bin");
    fs::create_dir_all(&programs).unwrap();
    fs::write(folder.join("Cargo.toml"), MANIFEST).unwrap();
    // Those with Entra ID too: they are compiled, and not run.
    let cases = cases::cases(Some(&recorder.address));
    for (number, case) in cases.iter().enumerate() {
        fs::write(programs.join(format!("case-{number}.rs")), case.code(Language::Rust).text).unwrap();
    }
    let target = folder.join("target");
    run::finish(Command::new(env!("CARGO")).current_dir(&folder).args(["build", "--bins"]).env("CARGO_TARGET_DIR", &target));
    for (number, case) in cases.iter().enumerate().filter(|(_, case)| run::runs(case)) {
        let mut program = Command::new(target.join(format!("debug/case-{number}")));
        run::with_keys(&mut program);
        if run::goes_to_openai(case) {
            program.env("OPENAI_BASE_URL", format!("{}/v1", recorder.address));
        }
        let said = run::finish(&mut program);
        let received = recorder.take();
        assert_eq!(received.len(), 1, "{}", case.name);
        run::check(case, &received[0], &recorder.address);
        assert!(said.contains(recorder::ANSWER), "{}: {said}", case.name);
    }
}
