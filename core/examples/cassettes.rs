//! `cargo run -p lineup-core --example cassettes [FOLDER]` writes the cassettes that ship with the page; without a folder to
//! `assets/cassettes`. They are made by the simulator and the same whenever they are made.

use lineup_core::run::cassette::samples::samples;
use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder =
        std::env::args().nth(1).map_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/cassettes")), PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    for sample in samples() {
        let path = folder.join(format!("{}.json", sample.name));
        let text = sample.cassette.to_json();
        println!("{}: {} bytes", path.display(), text.len());
        std::fs::write(path, text)?;
    }
    Ok(())
}
