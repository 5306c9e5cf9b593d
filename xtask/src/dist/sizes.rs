//! What each file of the release weighs, plain and compressed, and what the first visit loads.

use std::fmt;
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::site::html;
use crate::site::workers::MANIFEST_ID;

/// The most that a first visit may load, in bytes: what it was when this was written, and a little room. Whoever needs more puts code
/// into a part that comes later (`split!` and `later!` in `src/`), or raises it and says why.
const MOST_FIRST_LOAD: usize = 645_000;

/// The sizes of a folder's files.
pub struct Sizes(Vec<File>);

struct File {
    name: String,
    /// Loaded by the page itself, and WebAssembly, JavaScript or CSS.
    first: bool,
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Sizes {
    /// Measures every file below the folder. `page` is its index.html: it tells what the first visit loads.
    pub fn of(folder: &Path, page: &str) -> Result<Self> {
        let named_by_page = without_manifest(page);
        let mut files = Vec::new();
        for name in super::files(folder)? {
            let content = fs::read(folder.join(&name)).with_context(|| format!("cannot read {name}"))?;
            let first = is_code(&name) && named_by_page.contains(&name);
            files.push(File { first, raw: content.len(), gzip: gzip(&content)?, brotli: brotli(&content)?, name });
        }
        Ok(Self(files))
    }

    /// Fails where the first visit has become too heavy.
    ///
    /// # Errors
    /// It loads more than [`MOST_FIRST_LOAD`].
    pub fn check(&self) -> Result<()> {
        let bytes = self.first_load();
        ensure!(bytes <= MOST_FIRST_LOAD, "the first load has {} bytes, and {} is the most", grouped(bytes), grouped(MOST_FIRST_LOAD));
        Ok(())
    }

    /// Bytes of WebAssembly, JavaScript and CSS of a first visit, as brotli sends them.
    fn first_load(&self) -> usize {
        self.0.iter().filter(|file| file.first).map(|file| file.brotli).sum()
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|file| file.name.len()).max().unwrap_or(0).max(4);
        writeln!(f, "  {:width$}  {:>11}  {:>11}  {:>11}", "file", "raw", "gzip", "brotli")?;
        for file in &self.0 {
            let mark = if file.first { '*' } else { ' ' };
            writeln!(
                f,
                "{mark} {:width$}  {:>11}  {:>11}  {:>11}",
                file.name,
                grouped(file.raw),
                grouped(file.gzip),
                grouped(file.brotli)
            )?;
        }
        let bytes = self.first_load();
        write!(f, "* first load (wasm + JS + CSS, brotli): {} bytes = {:.1} KB", grouped(bytes), bytes as f64 / 1000.0)
    }
}

/// The page names its workers in the manifest, but loads them later.
fn without_manifest(page: &str) -> String {
    let manifest = html::tags(page).into_iter().find(|tag| tag.attribute("id") == Some(MANIFEST_ID)).map_or("", |tag| tag.text);
    if manifest.is_empty() { page.to_owned() } else { page.replace(manifest, "") }
}

fn is_code(name: &str) -> bool {
    [".wasm", ".js", ".css"].iter().any(|ending| name.ends_with(ending))
}

fn gzip(content: &[u8]) -> Result<usize> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

/// Quality 11 and a window of 16 MB: what a host that compresses ahead of time sends.
fn brotli(content: &[u8]) -> Result<usize> {
    let mut compressed = Vec::new();
    brotli::CompressorReader::new(content, 1 << 16, 11, 24).read_to_end(&mut compressed)?;
    Ok(compressed.len())
}

/// `1234567` as `1,234,567`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, first: bool, size: usize) -> File {
        File { name: name.into(), first, raw: size * 3, gzip: size * 2, brotli: size }
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_table_aligns_and_ends_with_the_first_load() {
        let sizes = Sizes(vec![file("a.wasm", true, 200_000), file("b.js", true, 5_000), file("worker.wasm", false, 900_000)]);
        let table = sizes.to_string();
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines[0], "  file                 raw         gzip       brotli");
        assert_eq!(lines[1], "* a.wasm           600,000      400,000      200,000");
        assert_eq!(lines[4], "* first load (wasm + JS + CSS, brotli): 205,000 bytes = 205.0 KB");
    }

    #[test]
    fn a_first_load_that_is_too_heavy_stops_the_build_and_later_files_do_not() {
        assert!(Sizes(vec![file("a.wasm", true, MOST_FIRST_LOAD), file("b.wasm", false, 5_000_000)]).check().is_ok());
        assert!(Sizes(vec![file("a.wasm", true, MOST_FIRST_LOAD), file("b.js", true, 1)]).check().is_err());
    }

    #[test]
    fn the_first_load_is_what_the_page_names_and_its_workers_are_not() {
        let folder = std::env::temp_dir().join(format!("lineup-sizes-{}", std::process::id()));
        fs::create_dir_all(folder.join("snippets")).unwrap();
        for name in ["page.js", "page_bg.wasm", "worker.js", "index.html", "snippets/s.js"] {
            fs::write(folder.join(name), "x".repeat(1000)).unwrap();
        }
        let page = r#"<script type="application/json" id="lineup-workers">{"w":"worker.js"}</script>
            <link href="./page_bg.wasm"><link href="./snippets/s.js"><script type="module">import './page.js'</script>"#;
        let sizes = Sizes::of(&folder, page).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        let first: Vec<_> = sizes.0.iter().filter(|file| file.first).map(|file| file.name.as_str()).collect();
        assert_eq!(first, ["page.js", "page_bg.wasm", "snippets/s.js"]);
        assert!(sizes.0.iter().all(|file| file.brotli < 100 && file.gzip < 100 && file.raw == 1000));
    }
}
