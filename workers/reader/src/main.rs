//! Turns whatever was pasted into a draft, with a report. Code is read by real parsers and never run: what stands there literally is
//! taken over, and everything else is named with its line.
//!
//! - [`recognise`]: which form a text has
//! - [`yaml`]: data, without aliases
//! - [`depth`]: how deep a parser may go
//! - [`code`]: what calls and names are in a program, in one shape for both languages; [`python`], [`javascript`] read it
//! - [`literal`]: the values that stand there literally; [`call`]: the request that the code makes

mod call;
mod code;
mod depth;
mod javascript;
mod literal;
mod python;
mod recognise;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;
mod yaml;

use lineup_core::plan::import::flow_back;
use lineup_core::plan::import::message::{Answer, Ask, Request};

fn main() {
    lineup_worker::serve(answer);
}

fn answer(message: &str) -> Option<String> {
    let Request { id, ask: Ask { text, source } } = serde_json::from_str(message).ok()?;
    let told = recognise::read(&text).map(|pasted| match source {
        Some(source) => flow_back(pasted, *source),
        None => pasted,
    });
    serde_json::to_string(&Answer { id, told }).ok()
}
