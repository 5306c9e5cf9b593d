//! Packs the syntaxes that the worker knows, out of the collection that `bat` uses.

use std::{collections::BTreeSet, env, path::PathBuf};

use syntect::{
    dumps::dump_to_uncompressed_file,
    parsing::{SyntaxSet, SyntaxSetBuilder},
};

// Not the crate itself: it would be compiled once more for this script.
#[path = "../../core/src/document/languages.rs"]
mod languages;

/// Syntaxes that others include, and the one of all that has none.
const INCLUDED: &[&str] = &[
    "Plain Text",
    "Regular Expression",
    "Regular Expressions (Python)",
    "Regular Expressions (Javascript)",
    "commands-builtin-shell-bash",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../core/src/document/languages.rs");
    let all: SyntaxSet = two_face::syntax::extra_newlines();
    let mut wanted: BTreeSet<String> = INCLUDED.iter().map(|name| (*name).to_owned()).collect();
    for (language, _) in languages::LANGUAGES {
        let syntax = all.find_syntax_by_token(language).ok_or_else(|| format!("there is no syntax for `{language}`"))?;
        wanted.insert(syntax.name.clone());
    }
    let mut builder = SyntaxSetBuilder::new();
    for syntax in all.into_builder().syntaxes() {
        let mut syntax = syntax.clone();
        if !wanted.contains(&syntax.name) {
            // The contexts of the collection name each other by place: one that is not wanted keeps its place, and nothing else.
            for context in syntax.contexts.values_mut() {
                context.patterns.clear();
                context.prototype = None;
            }
            syntax.file_extensions.clear();
            syntax.first_line_match = None;
            syntax.variables.clear();
        }
        builder.add(syntax);
    }
    let file = PathBuf::from(env::var("OUT_DIR")?).join("syntaxes.bin");
    dump_to_uncompressed_file(&builder.build(), file)?;
    Ok(())
}
