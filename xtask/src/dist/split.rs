//! Takes the page's program apart: what is declared with `later!` (`src/ui/later.rs`) goes into files that the page loads on need.
//!
//! Trunk does not know of such files. It has linked the whole program with its relocations, which tell what refers to what; out of that,
//! this makes a folder with a hash in its name, in whose files all names stay as they are, and puts it into the place of Trunk's files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::process;
use crate::project::Project;
use crate::site::{cell, html, programs};
use crate::tools::{Toolbox, WASM};

/// `build.rs` reads it: the program is to be linked so that it can be taken apart.
pub const VARIABLE: &str = "LINEUP_SPLIT";
/// The script that fetches the files; wasm-split gives it its name.
const LOADER: &str = "__wasm_split.js";
/// How wasm-split starts a file, and how we do: hosts differ in the type that they give to WebAssembly, and an error page is no program.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const CHECKED: &str = "src.then((answer) => answer.ok ? answer.arrayBuffer() : Promise.reject(new Error(`status ${answer.status}`)))\
    .then((bytes) => WebAssembly.instantiate(bytes, imports))";

/// Puts the parts of the page's program into the freshly built folder, and their names into its documents.
///
/// # Errors
/// When a tool fails, or the folder is not as Trunk leaves it.
pub fn take_apart(project: &Project, toolbox: &Toolbox, folder: &Path) -> Result<()> {
    let source = fs::read_to_string(project.join("index.html")).context("cannot read index.html")?;
    let programs = programs::listed(&source)?;
    let page = programs.iter().find(|program| !program.is_worker).context("index.html lists no page")?;
    let linked = project.target()?.join(WASM).join(page.profile).join(format!("{}.wasm", page.bin));
    let parts = Parts::make(project, toolbox, page, &linked)?;
    parts.put(folder, page.bin)
}

/// The files by name, and where they lie.
struct Parts {
    folder: PathBuf,
    names: Vec<String>,
}

impl Parts {
    fn make(project: &Project, toolbox: &Toolbox, page: &programs::Program<'_>, linked: &Path) -> Result<Self> {
        let scratch = project.scratch().join("split");
        if scratch.exists() {
            fs::remove_dir_all(&scratch).with_context(|| format!("cannot remove {}", scratch.display()))?;
        }
        let [cut, folder] = ["cut", "page"].map(|name| scratch.join(name));
        for folder in [&cut, &folder] {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        process::run(toolbox.command(project, toolbox.find("wasm-split-cli")?).arg(linked).arg(&cut).args(["--out-name", page.bin]))?;

        let main = format!("{}.wasm", page.bin);
        let bound = format!("{}_bg.wasm", page.bin);
        let mut bindgen = toolbox.command(project, toolbox.find("wasm-bindgen")?);
        // The parts share the table of functions, which nothing of wasm-bindgen's own needs.
        bindgen
            .args(["--target=web", "--no-typescript", "--keep-lld-exports", "--out-name", page.bin, "--out-dir"])
            .arg(&folder)
            .arg(cut.join(&main));
        process::run(&mut bindgen)?;

        let optimiser = toolbox.find("wasm-opt")?;
        let optimise = |from: &Path, name: &str| {
            let mut command = toolbox.command(project, &optimiser);
            command.arg("-Oz").args(&page.wasm_opt).arg(from).arg("--output").arg(folder.join(name));
            command
        };
        let later: Vec<_> = super::files(&cut)?.into_iter().filter(|name| name.ends_with(".wasm") && *name != main).collect();
        ensure!(!later.is_empty(), "{} was not linked to be taken apart: {VARIABLE} was not set for it", linked.display());
        let small = later.iter().map(|name| optimise(&cut.join(name), name)).collect();
        // The main part takes as long as all others.
        both(vec![optimise(&folder.join(&bound), &bound)], small)?;

        let loader = fs::read_to_string(cut.join(LOADER)).context("wasm-split left no loader")?;
        ensure!(loader.contains(STREAMED), "wasm-split writes its loader in another way than it did");
        fs::write(folder.join(LOADER), loader.replace(STREAMED, CHECKED)).context("cannot write the loader")?;
        let names = super::files(&folder)?;
        Ok(Self { folder, names })
    }

    /// Puts the files into the place of those that Trunk has made of the whole program.
    fn put(&self, built: &Path, program: &str) -> Result<()> {
        let contents: BTreeMap<_, _> = self
            .names
            .iter()
            .map(|name| Ok((name, fs::read(self.folder.join(name)).with_context(|| format!("cannot read {name}"))?)))
            .collect::<Result<_>>()?;
        let mut hash = Sha256::new();
        for (name, content) in &contents {
            hash.update(format!("{name}\n{}\n", content.len()));
            hash.update(content);
        }
        let hash: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let place = format!("{program}-{hash}");
        for (name, content) in &contents {
            let path = built.join(&place).join(name);
            fs::create_dir_all(path.parent().context("a file lies in a folder")?)?;
            fs::write(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let index = read(&built.join("index.html"))?;
        let whole = whole(&index, program)?;
        for document in ["index.html", cell::FILE] {
            let path = built.join(document);
            fs::write(&path, renamed(&read(&path)?, &whole, &place, program)?)
                .with_context(|| format!("cannot write {}", path.display()))?;
        }
        for ending in [".js", "_bg.wasm"] {
            let old = built.join(format!("{whole}{ending}"));
            fs::remove_file(&old).with_context(|| format!("Trunk left no {}", old.display()))?;
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Runs the commands of each list one after the other, and the two lists side by side.
fn both(first: Vec<Command>, second: Vec<Command>) -> Result<()> {
    let run = |commands: Vec<Command>| commands.into_iter().try_for_each(|mut command| process::run(&mut command));
    thread::scope(|scope| {
        let beside = scope.spawn(move || run(second));
        let done = run(first);
        let Ok(beside) = beside.join() else { bail!("a thread panicked") };
        done.and(beside)
    })
}

/// The name that Trunk has given to the files of the whole program, without its endings: `lineup-0f3a…`.
fn whole(page: &str, program: &str) -> Result<String> {
    let script = html::tags(page)
        .into_iter()
        .filter(|tag| tag.name == "link" && tag.attribute("rel") == Some("modulepreload"))
        .find_map(|tag| tag.attribute("href")?.strip_prefix("./")?.strip_suffix(".js"))
        // One in a folder has been taken apart already.
        .filter(|name| name.starts_with(program) && !name.contains('/'));
    Ok(script.context("the built page does not preload its program")?.to_owned())
}

/// The document with the names of the parts in it. Its loader is preloaded too: the program waits for it.
fn renamed(page: &str, whole: &str, place: &str, program: &str) -> Result<String> {
    let preload = format!("<link rel=\"modulepreload\" href=\"./{whole}.js\" crossorigin=\"anonymous\">");
    ensure!(page.matches(&preload).count() == 1, "the built page does not preload its program in the way that it did");
    let loader = format!("{preload}<link rel=\"modulepreload\" href=\"./{place}/{LOADER}\" crossorigin=\"anonymous\">");
    Ok(page
        .replace(&preload, &loader)
        .replace(&format!("{whole}."), &format!("{place}/{program}."))
        .replace(&format!("{whole}_bg."), &format!("{place}/{program}_bg.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><script type=\"module\">import init from './lineup-b36f1f11d09695a6.js';\
        init({ module_or_path: './lineup-b36f1f11d09695a6_bg.wasm' });</script>\
        <link rel=\"stylesheet\" href=\"./lineup-272ab1dde2f44662.css\"/>\
        <link rel=\"modulepreload\" href=\"./lineup-b36f1f11d09695a6.js\" crossorigin=\"anonymous\">\
        <link rel=\"preload\" href=\"./lineup-b36f1f11d09695a6_bg.wasm\" as=\"fetch\"></head></html>";

    #[test]
    fn the_page_names_the_parts_in_the_place_of_the_whole() {
        let root = std::env::temp_dir().join(format!("lineup-split-{}", std::process::id()));
        let [from, built] = ["from", "built"].map(|name| root.join(name));
        for (folder, files) in [
            (&from, vec![("lineup.js", "1"), ("lineup_bg.wasm", "2"), (LOADER, "3"), ("split_history.wasm", "4")]),
            (
                &built,
                vec![
                    ("index.html", PAGE),
                    ("cell.html", PAGE),
                    ("lineup-b36f1f11d09695a6.js", ""),
                    ("lineup-b36f1f11d09695a6_bg.wasm", ""),
                ],
            ),
        ] {
            fs::create_dir_all(folder).unwrap();
            for (name, text) in files {
                fs::write(folder.join(name), text).unwrap();
            }
        }
        let parts = Parts { names: super::super::files(&from).unwrap(), folder: from };
        parts.put(&built, "lineup").unwrap();
        let names = super::super::files(&built).unwrap();
        let pages = ["index.html", "cell.html"].map(|name| fs::read_to_string(built.join(name)).unwrap());
        let again = parts.put(&built, "lineup");
        fs::remove_dir_all(&root).unwrap();
        assert!(again.is_err(), "twice");
        let place = names.iter().find_map(|name| name.strip_suffix("/split_history.wasm")).unwrap();
        assert!(super::super::offline::is_hashed(place), "{place}");
        assert_eq!(names.len(), 6, "{names:?}");
        for page in pages {
            assert!(!page.contains("b36f1f11d09695a6"), "{page}");
            assert!(page.contains("lineup-272ab1dde2f44662.css"), "the style keeps its name");
            assert!(page.contains(&format!("from './{place}/lineup.js'")), "{page}");
            assert!(page.contains(&format!("'./{place}/lineup_bg.wasm'")), "{page}");
            assert!(page.contains(&format!("href=\"./{place}/{LOADER}\"")), "{page}");
        }
    }
}
