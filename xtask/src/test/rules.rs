//! House rules that no compiler checks, over the sources and the style of the page and its workers.

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

/// In the argument of `:has()`, these match what they do not name: then each node that comes into the page, whichever it is, makes the
/// browser look again at every element that has such a rule.
const WIDE: [&str; 2] = [":not(", "*"];

/// These hold the answers: to look again at one of them goes through all that is in it, in each frame of a stream.
const HOLDERS: [&str; 15] = [
    "html",
    "root",
    "body",
    "main",
    "page",
    "play",
    "play-right",
    "lanes",
    "lanes-frame",
    "lane",
    "lane-stage",
    "lane-body",
    "lane-content",
    "cell",
    "document",
];

/// Prints each breach; returns whether there was none.
pub fn check(project: &Project) -> Result<bool> {
    let mut clean = true;
    let mut tell = |path: &Path, line: usize, reason: &str| {
        clean = false;
        println!("{}:{line}: {reason}", path.strip_prefix(project.root()).unwrap_or(path).display());
    };
    for folder in ["src", "workers"] {
        walk(&project.join(folder), "rs", &mut |path, text| breaches(text).for_each(|(line, reason)| tell(path, line, reason)))?;
    }
    let reason = "a `:has()` on what holds answers, or with `:not()` or `*` in it, makes each frame of a stream costly: use a class";
    walk(&project.join("style"), "css", &mut |path, text| costly_has(text).for_each(|line| tell(path, line, reason)))?;
    Ok(clean)
}

fn walk(path: &Path, kind: &str, look: &mut impl FnMut(&Path, &str)) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            walk(&entry?.path(), kind, look)?;
        }
    } else if path.extension().is_some_and(|extension| extension == kind) {
        look(path, &fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    Ok(())
}

/// Line numbers from 1, with the reason. Comments may name what code may not do.
fn breaches(text: &str) -> impl Iterator<Item = (usize, &'static str)> {
    let code = text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
    code.flat_map(|(at, line)| FORBIDDEN.into_iter().filter(|(word, _)| line.contains(word)).map(move |(_, reason)| (at + 1, reason)))
}

/// The lines from 1 on which a `:has()` begins that costs too much.
fn costly_has(text: &str) -> impl Iterator<Item = usize> {
    const HAS: &str = ":has(";
    text.match_indices(HAS).filter_map(move |(at, _)| {
        let mut open = 1;
        let argument = text[at + HAS.len()..].split_inclusive(|character| {
            open += i32::from(character == '(') - i32::from(character == ')');
            open == 0
        });
        let argument = argument.into_iter().next().unwrap_or_default();
        let is_holder = names_before(&text[..at]).any(|name| HOLDERS.contains(&name));
        let is_wide = WIDE.iter().any(|wide| argument.contains(wide));
        (is_wide || is_holder).then(|| text[..at].matches('\n').count() + 1)
    })
}

/// The tag, the classes and the pseudo-classes of the compound at the end of a selector, without what stands in brackets.
fn names_before(selector: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut compound = selector.rsplit(move |character: char| {
        depth += i32::from(")]".contains(character)) - i32::from("([".contains(character));
        depth == 0 && (character.is_whitespace() || ",>+~{}/".contains(character))
    });
    let mut depth = 0;
    let names = compound.next().unwrap_or_default().split(move |character: char| {
        depth += i32::from("([".contains(character)) - i32::from(")]".contains(character));
        depth == 0 && ".:)]".contains(character)
    });
    names.filter_map(|name| name.split(['(', '[']).next()).filter(|name| !name.is_empty())
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
    fn has_names_what_it_looks_for_and_not_in_answers() {
        let text = ".lane .a[x=\".lane\"]:not(.lane):has(.y), .lane-head:has(.x), .a:has(> .b.open),\n.c:not(:has(.d)) > * {\n}\n.e:has(> .f:not([hidden])) {\n}\n.g:has(\n  > :is(.h, *)\n) {\n}\n.b > .lane:has(~ .c) {\n}\n";
        assert_eq!(costly_has(text).collect::<Vec<_>>(), [4, 6, 10]);
        for subject in ["article.lane", ".lane.open", ".x > .lane[hidden]", ".lane:hover", ".lane:not(.x, .y > .z)", "\n.document"] {
            assert_eq!(costly_has(&format!("{subject}:has(.c) {{}}")).count(), 1, "{subject}");
        }
    }

    #[test]
    fn comments_and_lawful_code_are_left_alone() {
        let text =
            "// never inner_html\n/// no style=\"…\"\n#[wasm_bindgen_test]\nview! { <p style:width=width></p> }\nlet style = \"a\";\n";
        assert_eq!(breaches(text).count(), 0);
    }
}
