//! Checks a `lineup.config.json` as the page does. Prints where requests can go: one origin in each line, or `*` where the endpoints are
//! not pinned.

use lineup_core::config::HostConfig;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file] = arguments.as_slice() else {
        eprintln!("usage: config FILE");
        return ExitCode::FAILURE;
    };
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("cannot read {file}: {error}");
            return ExitCode::FAILURE;
        }
    };
    match HostConfig::read(&text) {
        Ok(config) => {
            match config.origins() {
                Some(origins) => origins.iter().for_each(|origin| println!("{origin}")),
                None => println!("*"),
            }
            ExitCode::SUCCESS
        }
        Err(errors) => {
            for error in errors {
                eprintln!("{file}: {error}");
            }
            ExitCode::FAILURE
        }
    }
}
