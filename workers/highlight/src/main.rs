//! Highlights code line by line, and keeps the state of each block, so that only new lines travel.

mod classes;
mod highlighter;
#[cfg(all(test, not(target_family = "wasm")))]
mod hostile;

use highlighter::Highlighter;

fn main() {
    let mut highlighter = Highlighter::new();
    lineup_worker::serve(move |message| {
        let request = serde_json::from_str(message).ok()?;
        serde_json::to_string(&highlighter.answer(request)?).ok()
    });
}
