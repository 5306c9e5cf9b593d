//! The Rust code is compiled with `async-openai`, and run.

use crate::cases::cases;
use crate::recorder::{ANSWER, Recorder};
use crate::run::{check, finish, goes_to_openai, runs, scratch, with_keys};
use lineup_core::plan::snippet::Language;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

#[test]
fn rust_sends_the_plan() {
    let recorder = Recorder::start();
    let cases: Vec<_> = cases(Some(&recorder.address)).into_iter().filter(runs).collect();
    let codes: Vec<String> = cases.iter().map(|case| case.code(Language::Rust).text).collect();
    let Some(program) = built(&codes) else { return };
    for (number, case) in cases.iter().enumerate() {
        let mut program = Command::new(&program);
        with_keys(&mut program).arg(number.to_string());
        if goes_to_openai(case) {
            program.env("OPENAI_BASE_URL", format!("{}/v1", recorder.address));
        }
        let said = finish(&mut program);
        let received = recorder.take();
        assert_eq!(received.len(), 1, "{}", case.name);
        check(case, &received[0], &recorder.address);
        assert!(said.contains(ANSWER), "{}: {said}", case.name);
    }
}

/// One program of all the codes, each a module as it stands: linking one is what costs time. It runs the code whose number it is given.
fn built(codes: &[String]) -> Option<PathBuf> {
    let folder = scratch("rust");
    let source = folder.join("src");
    fs::create_dir_all(&source).unwrap();
    fs::write(folder.join("Cargo.toml"), include_str!("rust/Cargo.toml")).unwrap();
    fs::write(folder.join("Cargo.lock"), include_str!("rust/Cargo.lock")).unwrap();
    let (mut modules, mut arms) = (String::new(), String::new());
    for (number, code) in codes.iter().enumerate() {
        fs::write(source.join(format!("case_{number}.rs")), format!("{code}\npub fn run() {{\n    main().unwrap();\n}}\n")).unwrap();
        modules += &format!("mod case_{number};\n");
        arms += &format!("        Some(\"{number}\") => case_{number}::run(),\n");
    }
    let main =
        format!("{modules}\nfn main() {{\n    match std::env::args().nth(1).as_deref() {{\n{arms}        _ => panic!(),\n    }}\n}}\n");
    fs::write(source.join("main.rs"), main).unwrap();
    let cargo = |verb: &str| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo.current_dir(&folder).args([verb, "--locked", "--quiet"]);
        // A target of its own: what the workspace is built with (for wasm, with other flags) is none of its business.
        cargo.env("CARGO_TARGET_DIR", folder.join("target")).env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        cargo
    };
    if !cargo("fetch").status().is_ok_and(|status| status.success()) {
        lineup_test_support::skipped("there is no crates.io here");
        return None;
    }
    finish(&mut cargo("build"));
    Some(folder.join(format!("target/debug/snippets{}", std::env::consts::EXE_SUFFIX)))
}
