//! Names the files of the workers by their content, and writes into the page which name each worker has.
//!
//! Trunk hashes the names of the page's own files, but leaves a worker's name as it is: after an update, a browser could start an old
//! cached worker under a new page. The manifest stands in the page itself, not in a file of its own, for the same reason:
//!
//! ```html
//! <script type="application/json" id="lineup-workers">{"highlight":"highlight-0f3a….js"}</script>
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use super::{html, programs};

/// The id of the element that holds the manifest: worker name to the script that starts it, relative to the page.
pub const MANIFEST_ID: &str = "lineup-workers";

/// Renames the workers' files in the freshly built folder, and puts the manifest into its index.html.
///
/// # Errors
/// When index.html lists a worker without `data-bin`, or Trunk left no file of that name.
pub fn name_by_content(source_html: &Path, built: &Path) -> Result<()> {
    let source = fs::read_to_string(source_html).with_context(|| format!("cannot read {}", source_html.display()))?;
    let mut manifest = BTreeMap::new();
    for worker in programs::listed(&source)?.iter().filter(|program| program.is_worker) {
        let entry = rename(built, worker.bin).with_context(|| format!("cannot name the files of the worker `{}`", worker.bin))?;
        manifest.insert(worker.bin.to_owned(), entry);
    }
    let page = built.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    fs::write(&page, with_manifest(&html, &manifest)?).with_context(|| format!("cannot write {}", page.display()))
}

/// Gives the worker's files one hash over all their contents, in the places where Trunk puts it: the glue finds its module by its own
/// name. Returns the script to start.
fn rename(folder: &Path, worker: &str) -> Result<String> {
    let mut files = vec![read(folder, worker, "_bg.wasm")?, read(folder, worker, ".js")?];
    let has_loader = folder.join(format!("{worker}_loader.js")).is_file();
    if has_loader {
        files.push(read(folder, worker, "_loader.js")?);
    }
    let named = format!("{worker}-{}", content_hash(&files));
    for (ending, content) in &files {
        fs::write(folder.join(format!("{named}{ending}")), renamed_within(content, worker, &named))?;
        fs::remove_file(folder.join(format!("{worker}{ending}")))?;
    }
    Ok(format!("{named}{}", if has_loader { "_loader.js" } else { ".js" }))
}

/// The ending of a worker's file, and its content.
type File = (&'static str, Vec<u8>);

fn read(folder: &Path, worker: &str, ending: &'static str) -> Result<File> {
    let content = fs::read(folder.join(format!("{worker}{ending}"))).with_context(|| format!("the build left no {worker}{ending}"))?;
    Ok((ending, content))
}

/// The names of the files, where a script says them. A module is no text and names none.
fn renamed_within(content: &[u8], worker: &str, named: &str) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(content) else { return content.to_vec() };
    // Trunk's loader hands over the module in a way that wasm-bindgen warns about.
    let loaded = (format!("wasm_bindgen(\"./{worker}_bg.wasm\")"), format!("wasm_bindgen({{module_or_path:\"./{worker}_bg.wasm\"}})"));
    let module = (format!("{worker}_bg.wasm"), format!("{named}_bg.wasm"));
    let glue = (format!("{worker}.js"), format!("{named}.js"));
    [loaded, module, glue].iter().fold(text.to_owned(), |text, (old, new)| text.replace(old, new)).into_bytes()
}

/// 16 hex digits: enough to tell builds apart, short enough to read.
fn content_hash(files: &[File]) -> String {
    let digest = files.iter().fold(Sha256::new(), |hash, (_, content)| hash.chain_update(content)).finalize();
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn with_manifest(html: &str, manifest: &BTreeMap<String, String>) -> Result<String> {
    let has_one = html::tags(html).iter().any(|tag| tag.attribute("id") == Some(MANIFEST_ID));
    ensure!(!has_one, "the built page has a worker manifest already");
    let (head, rest) = html.split_once("</head>").context("the built page has no </head>")?;
    let json = serde_json::to_string(manifest)?;
    Ok(format!("{head}<script type=\"application/json\" id=\"{MANIFEST_ID}\">{json}</script></head>{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r#"<html><head><!-- <link data-trunk data-type="worker"> -->
        <link data-trunk rel="rust" data-bin="lineup">
        <link data-trunk rel="rust" data-type="worker" href="workers/highlight/Cargo.toml" data-bin="highlight"></head></html>"#;

    struct Folder(std::path::PathBuf);

    impl Folder {
        fn new(name: &str, files: &[(&str, &str)]) -> Self {
            let path = std::env::temp_dir().join(format!("lineup-workers-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            for (name, text) in files {
                fs::write(path.join(name), text).unwrap();
            }
            Self(path)
        }

        fn names(&self) -> Vec<String> {
            let mut names: Vec<_> = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn every_file_is_named_by_its_content_and_the_page_knows_the_entry() {
        let folder = Folder::new(
            "all",
            &[
                ("source.html", SOURCE),
                ("index.html", "<html><head></head></html>"),
                ("highlight_bg.wasm", "wasm"),
                ("highlight.js", "new URL('highlight_bg.wasm')"),
                ("highlight_loader.js", r#"importScripts("./highlight.js");wasm_bindgen("./highlight_bg.wasm");"#),
            ],
        );
        name_by_content(&folder.0.join("source.html"), &folder.0).unwrap();
        let names = folder.names();
        let [module, glue, loader] = ["_bg.wasm", ".js", "_loader.js"].map(|ending| {
            let fits = |name: &&String| {
                name.strip_prefix("highlight-").and_then(|rest| rest.strip_suffix(ending)).is_some_and(|hash| hash.len() == 16)
            };
            names.iter().find(fits).unwrap_or_else(|| panic!("no {ending} in {names:?}"))
        });
        assert_eq!(names.len(), 5, "the old names are gone: {names:?}");
        assert!(fs::read_to_string(folder.0.join(glue)).unwrap().contains(module.as_str()));
        let expected = format!(r#"importScripts("./{glue}");wasm_bindgen({{module_or_path:"./{module}"}});"#);
        assert_eq!(fs::read_to_string(folder.0.join(loader)).unwrap(), expected);
        let page = fs::read_to_string(folder.0.join("index.html")).unwrap();
        assert!(page.contains(&format!(r#"id="lineup-workers">{{"highlight":"{loader}"}}</script></head>"#)), "{page}");
    }

    #[test]
    fn another_module_gives_the_glue_another_name_too() {
        let named = |wasm: &str| {
            let folder = Folder::new(wasm, &[("w_bg.wasm", wasm), ("w.js", "w_bg.wasm")]);
            rename(&folder.0, "w").unwrap()
        };
        assert_ne!(named("one"), named("two"));
        assert_eq!(named("one"), named("one"));
    }

    #[test]
    fn a_worker_without_a_build_is_an_error() {
        let folder = Folder::new("none", &[]);
        assert!(format!("{:#}", rename(&folder.0, "highlight").unwrap_err()).contains("highlight_bg.wasm"));
    }

    #[test]
    fn a_page_without_workers_has_an_empty_manifest() {
        let html = with_manifest("<head><!-- id=\"lineup-workers\" --></head>", &BTreeMap::new()).unwrap();
        assert!(html.ends_with(r#"<script type="application/json" id="lineup-workers">{}</script></head>"#), "{html}");
        assert!(with_manifest(&html, &BTreeMap::new()).is_err(), "twice");
        assert!(with_manifest("<p>", &BTreeMap::new()).is_err(), "no head");
    }
}
