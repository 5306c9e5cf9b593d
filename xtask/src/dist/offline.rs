//! Makes a built folder work offline: the service worker with the build and its files written into it, and the build named in the documents.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use super::config;
use crate::site::{cell, html};

/// The service worker, beside index.html; its template has the same name.
pub const WORKER: &str = "sw.js";
/// `src/browser/offline.rs` and the worker read it.
const META: &str = "lineup-build";
/// Where the template has room. It is a script as it stands, so that editors and linters can read it.
const BUILD: &str = "\"{{build}}\"";
const FILES: &str = "[\"{{files}}\"]";
/// What is not of the build: what hosts read or set, and the worker itself.
const NOT_KEPT: [&str; 5] = ["_headers", super::NOT_FOUND, super::NO_JEKYLL, config::FILE, WORKER];

/// Writes the worker, and names the build in index.html and cell.html. The folder is complete but for `_headers`.
///
/// # Errors
/// When the documents are not there or name a build already, or the template has no room for what is written into it.
pub fn add(folder: &Path, template: &Path) -> Result<()> {
    let template = fs::read_to_string(template).with_context(|| format!("cannot read {}", template.display()))?;
    let mut names = super::files(folder)?;
    names.retain(|name| !NOT_KEPT.contains(&name.as_str()));
    let build = build(folder, &names, &template)?;
    fs::write(folder.join(WORKER), worker(&template, &build, &names)?).context("cannot write the service worker")?;
    for document in ["index.html", cell::FILE] {
        let path = folder.join(document);
        let page = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        fs::write(&path, marked(&page, &build)?).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// Whether the name, or a folder in it, carries a hash: such a file never changes. Trunk writes 64 bits in hex digits without leading zeros. `assets/sw.js` has the same rule.
pub fn is_hashed(name: &str) -> bool {
    name.match_indices('-').any(|(at, _)| {
        let digits = name[at + 1..].bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')).count();
        (12..=16).contains(&digits)
    })
}

/// 16 hex digits over everything that the browser will keep, and over how it keeps it.
fn build(folder: &Path, names: &[String], template: &str) -> Result<String> {
    let mut hash = Sha256::new_with_prefix(template);
    for name in names {
        let content = fs::read(folder.join(name)).with_context(|| format!("cannot read {name}"))?;
        hash.update(format!("{name}\n{}\n", content.len()));
        hash.update(content);
    }
    Ok(hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn worker(template: &str, build: &str, names: &[String]) -> Result<String> {
    for place in [BUILD, FILES] {
        ensure!(template.matches(place).count() == 1, "the template of the service worker has no place, or several, for {place}");
    }
    // Hosts lead from `index.html` to the folder, and browsers refuse a kept answer that was led elsewhere.
    let files: Vec<_> = names.iter().map(|name| if name == "index.html" { "./" } else { name }).collect();
    Ok(template.replace(BUILD, &serde_json::to_string(build)?).replace(FILES, &serde_json::to_string_pretty(&files)?))
}

fn marked(page: &str, build: &str) -> Result<String> {
    ensure!(!html::tags(page).iter().any(|tag| tag.attribute("name") == Some(META)), "the page names a build already");
    html::with_head(page, &format!("<meta name=\"{META}\" content=\"{build}\">"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;
    use std::path::PathBuf;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let folder = Self(std::env::temp_dir().join(format!("lineup-offline-{name}-{}", std::process::id())));
            fs::create_dir_all(folder.0.join("cassettes")).unwrap();
            for (name, text) in [("index.html", PAGE), ("cell.html", PAGE), ("cassettes/a.json", "{}")].iter().chain(files) {
                fs::write(folder.0.join(name), text).unwrap();
            }
            folder
        }

        /// Makes it work offline with the template of the repository; returns the build.
        fn made(&self) -> String {
            add(&self.0, &Project::find().unwrap().join("assets").join(WORKER)).unwrap();
            let page = self.read("index.html");
            let (_, rest) = page.split_once("<meta charset=\"utf-8\"><meta name=\"lineup-build\" content=\"").unwrap();
            rest.split('"').next().unwrap().to_owned()
        }

        fn read(&self, name: &str) -> String {
            fs::read_to_string(self.0.join(name)).unwrap()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const PAGE: &str = "<html><head><meta charset=\"utf-8\"><title>x</title></head></html>";

    #[test]
    fn the_worker_keeps_every_file_but_itself_and_the_hosts() {
        let folder = Folder::new("list", &[("_headers", "/*"), ("lineup.config.json", "{}"), ("lineup-0123456789abcdef.js", "1")]);
        let build = folder.made();
        let worker = folder.read(WORKER);
        assert!(worker.contains(&format!("const BUILD = \"{build}\";")), "{worker}");
        let (_, list) = worker.split_once("const FILES = ").unwrap();
        let files: Vec<String> = serde_json::from_str(list.split_once(';').unwrap().0).unwrap();
        assert_eq!(files, ["cassettes/a.json", "cell.html", "./", "lineup-0123456789abcdef.js"]);
        assert!(folder.read("cell.html").contains(&build), "the cell is of the same build");
        assert!(!worker.contains("{{"), "nothing is left of the template");
    }

    #[test]
    fn another_file_or_another_content_makes_another_build() {
        let build = |name: &str, files: &[(&str, &str)]| Folder::new(name, files).made();
        let first = build("one", &[("a.js", "1")]);
        assert_eq!(first.len(), 16);
        assert_eq!(first, build("same", &[("a.js", "1"), ("_headers", "x")]));
        assert_ne!(first, build("content", &[("a.js", "2")]));
        assert_ne!(first, build("name", &[("b.js", "1")]));
    }

    #[test]
    fn a_template_without_room_and_a_second_time_are_errors() {
        let names = ["index.html".to_owned()];
        assert!(worker("const BUILD = \"{{build}}\";", "0", &names).is_err());
        assert!(worker("const FILES = [\"{{files}}\"];", "0", &names).is_err());
        let page = marked(PAGE, "0123456789abcdef").unwrap();
        assert!(marked(&page, "0123456789abcdef").is_err());
    }

    #[test]
    fn a_hash_is_a_number_of_64_bits_after_a_hyphen() {
        for (name, hashed) in [
            ("lineup-fbe8c9429fb36312_bg.wasm", true),
            ("highlight-61474574314b7ff6_loader.js", true),
            ("snippets/wasm-streams-42e57edbcd526312/inline0.js", true),
            ("details.json", false),
            ("sw.js", false),
            ("cassettes/deadbeef.json", false),
            ("lineup-fbe8c9429fb3631.js", true),
            ("lineup-fbe8c942.js", false),
            ("lineup-fbe8c9429fb363120.js", false),
        ] {
            assert_eq!(is_hashed(name), hashed, "{name}");
        }
    }
}
