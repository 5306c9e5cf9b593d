//! The cassettes that ship with the page are those that the simulator makes, and each plays.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

use lineup_core::run::cassette::{Cassette, samples};
use lineup_core::run::{Choice, Outcome};
use std::path::Path;

fn shipped(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/cassettes");
    std::fs::read_to_string(folder.join(format!("{name}.json"))).unwrap()
}

#[test]
fn they_are_what_the_simulator_makes() {
    let made = samples::samples();
    assert_eq!(made.iter().map(|sample| sample.name).collect::<Vec<_>>(), samples::NAMES);
    for sample in made {
        let text = shipped(sample.name);
        assert!(text == sample.cassette.to_json(), "{} is old: `cargo run -p lineup-core --example cassettes`", sample.name);
        assert!(text.len() < 96 * 1024, "{} is not small: {} bytes", sample.name, text.len());
    }
}

#[test]
fn each_plays_to_the_end_that_its_name_says() {
    let play = |name| Cassette::from_json(&shipped(name)).unwrap().play();
    let thinking = play("thinking");
    assert!(!thinking.reasoning_text(0).is_empty() && thinking.reply().choices.iter().any(Choice::has_answer));
    assert!(play("tools").reply().choices.iter().any(Choice::asks_for_tools));
    assert!(matches!(play("cut").outcome(), Some(Outcome::Cut { .. })));
}
