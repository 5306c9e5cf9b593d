//! House rules that no compiler checks, over the sources of the page and its workers.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::project::Project;

/// A text that must not stand in the code, and why.
const FORBIDDEN: [(&str, &str); 5] = [
    ("inner_html", "model output is never HTML: build nodes"),
    ("outer_html", "model output is never HTML: build nodes"),
    ("insert_adjacent_html", "model output is never HTML: build nodes"),
    (" style=\"", "the policy forbids style attributes: use a class, or style:name="),
    (" style=move", "the policy forbids style attributes: use a class, or style:name="),
];

/// Prints each breach; returns whether there was none.
pub fn check(project: &Project) -> Result<bool> {
    let mut clean = true;
    for folder in ["src", "workers"] {
        walk(&project.join(folder), &mut |path, text| {
            for (line, reason) in breaches(text) {
                clean = false;
                println!("{}:{line}: {reason}", path.strip_prefix(project.root()).unwrap_or(path).display());
            }
        })?;
    }
    Ok(clean)
}

fn walk(path: &Path, look: &mut impl FnMut(&Path, &str)) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            walk(&entry?.path(), look)?;
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        look(path, &fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(())
}

/// Line numbers from 1, with the reason. Comments may name what code may not do.
fn breaches(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(at, line)| FORBIDDEN.into_iter().filter(|(word, _)| line.contains(word)).map(move |(_, reason)| (at + 1, reason)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_breach_is_found_at_its_line() {
        let text = "fn a() {}\nfn b() { element.set_inner_html(x) }\nview! { <p style=\"x\"></p> }\n";
        assert_eq!(breaches(text).map(|(line, _)| line).collect::<Vec<_>>(), [2, 3]);
    }

    #[test]
    fn comments_and_lawful_code_are_left_alone() {
        let text =
            "// never inner_html\n/// no style=\"…\"\n#[wasm_bindgen_test]\nview! { <p style:width=width></p> }\nlet style = \"a\";\n";
        assert_eq!(breaches(text).count(), 0);
    }
}
