//! Joins `style/main.css` and the sheets that it imports into one file. The rules stand at the top of that file.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail, ensure};

/// A statement of main.css.
#[derive(Debug, PartialEq, Eq)]
enum Statement<'a> {
    /// `@layer a, b;`: the order of the layers.
    Order(&'a str),
    /// `@import "file.css" layer(name);`
    Import { file: &'a str, layer: &'a str },
}

/// Writes the joined sheet, unless it is there already with the same text (a rewrite would wake Trunk's watcher).
///
/// # Errors
/// When main.css holds anything else than its rules allow, or names a sheet that is missing, or leaves one out.
pub fn join(folder: &Path, output: &Path) -> Result<()> {
    let main = read(&folder.join("main.css"))?;
    let sheets = sheets_in(folder)?;
    let joined = joined(&main, &sheets, |file| read(&folder.join(file)))?;
    if fs::read_to_string(output).is_ok_and(|old| old == joined) {
        return Ok(());
    }
    if let Some(parent) = output.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::write(output, joined).with_context(|| format!("cannot write {}", output.display()))
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Every sheet below the folder but main.css, as main.css has to name it: `tokens.css`, `components/button.css`.
fn sheets_in(folder: &Path) -> Result<BTreeSet<String>> {
    let mut sheets = BTreeSet::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            sheets.extend(sheets_in(&entry.path())?.into_iter().map(|sheet| format!("{name}/{sheet}")));
        } else if name.ends_with(".css") && name != "main.css" {
            sheets.insert(name);
        }
    }
    Ok(sheets)
}

fn joined(main: &str, sheets: &BTreeSet<String>, read: impl Fn(&str) -> Result<String>) -> Result<String> {
    let mut text = String::new();
    let mut left_out = sheets.clone();
    for statement in statements(main)? {
        match statement {
            Statement::Order(order) => text.push_str(&format!("@layer {order};\n")),
            Statement::Import { file, layer } => {
                let sheet = without_comments(&read(file)?);
                ensure!(!sheet.contains("@import"), "style/{file} has an @import: only style/main.css may have one");
                ensure!(left_out.remove(file), "style/main.css imports {file} twice, or it lies outside style/");
                text.push_str(&format!("@layer {layer} {{\n{}\n}}\n", sheet.trim()));
            }
        }
    }
    if let Some(file) = left_out.first() {
        bail!("style/{file} is not imported: add `@import \"{file}\" layer(…);` to style/main.css");
    }
    Ok(text)
}

/// The sheet as it travels: comments are for its readers here. A string that looks like one stays.
fn without_comments(sheet: &str) -> String {
    let mut text = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let length = match (after.strip_prefix("/*"), after.chars().next()) {
            (Some(comment), _) => {
                rest = comment.split_once("*/").map_or("", |(_, rest)| rest);
                continue;
            }
            (None, Some(quote @ ('"' | '\''))) => end_of_string(after, quote),
            _ => 1,
        };
        text.push_str(&after[..length]);
        rest = &after[length..];
    }
    text.push_str(rest);
    text
}

/// How long the string is that begins here, its quotes included. A backslash takes the next character with it.
fn end_of_string(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn statements(main: &str) -> Result<Vec<Statement<'_>>> {
    let mut found = Vec::new();
    let mut rest = main.trim_start();
    while !rest.is_empty() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").context("style/main.css has a comment without an end")?.1.trim_start();
            continue;
        }
        let (statement, after) = rest.split_once(';').unwrap_or((rest, ""));
        rest = after.trim_start();
        found.push(
            parse(statement.trim()).with_context(|| format!("style/main.css takes @layer and @import only, not `{}`", statement.trim()))?,
        );
    }
    Ok(found)
}

fn parse(statement: &str) -> Option<Statement<'_>> {
    if let Some(order) = statement.strip_prefix("@layer ") {
        return (!order.contains('{')).then_some(Statement::Order(order));
    }
    let (file, layer) = statement.strip_prefix("@import \"")?.split_once('"')?;
    let layer = layer.trim().strip_prefix("layer(")?.strip_suffix(')')?;
    Some(Statement::Import { file, layer })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn join_texts(main: &str, sheets: &[(&str, &str)]) -> Result<String> {
        let names = sheets.iter().map(|(name, _)| (*name).to_owned()).collect();
        joined(main, &names, |file| sheets.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned()).context("missing"))
    }

    #[test]
    fn sheets_are_joined_in_order_each_in_its_layer() {
        let main = "/* rules; */\n@layer base, parts;\n\n@import \"b.css\" layer(base);\n@import \"a.css\" layer(parts);\n";
        let joined = join_texts(main, &[("a.css", ".a { color: red }\n"), ("b.css", "b {}")]).unwrap();
        assert_eq!(joined, "@layer base, parts;\n@layer base {\nb {}\n}\n@layer parts {\n.a { color: red }\n}\n");
    }

    #[test]
    fn comments_go_and_strings_stay() {
        for (sheet, expected) in [
            ("/* a */p{/* b */}/**/", "p{}"),
            ("a::after{content:\"/* no comment */\"}", "a::after{content:\"/* no comment */\"}"),
            ("a{content:'it\\'s /* text'}/* it's gone */b{}", "a{content:'it\\'s /* text'}b{}"),
            ("a{inset:1px/2px;background:url(a/b)}", "a{inset:1px/2px;background:url(a/b)}"),
            ("a{}/* open", "a{}"),
            ("a{content:\"open", "a{content:\"open"),
            ("한{content:'글'}/* 말 */", "한{content:'글'}"),
        ] {
            assert_eq!(without_comments(sheet), expected);
        }
    }

    #[test]
    fn a_sheet_that_nobody_imports_is_an_error() {
        let error = join_texts("@layer base;", &[("lost.css", "")]).unwrap_err().to_string();
        assert!(error.contains("lost.css") && error.contains("@import"), "{error}");
    }

    #[test]
    fn what_main_css_may_not_hold_is_refused() {
        let cases = [
            "body { color: red }",
            "@import \"a.css\";",
            "@import url(a.css) layer(base);",
            "@layer base { a {} }",
            "@import \"a.css\" layer(base);\n@import \"a.css\" layer(base);",
            "@import \"gone.css\" layer(base);",
            "/* open",
        ];
        for main in cases {
            assert!(join_texts(main, &[("a.css", "")]).is_err(), "{main}");
        }
        assert!(join_texts("@import \"a.css\" layer(base);", &[("a.css", "@import 'b.css';")]).is_err(), "nested import");
    }

    #[test]
    fn the_sheets_of_this_repository_join() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let output = std::env::temp_dir().join(format!("lineup-style-{}", std::process::id())).join("lineup.css");
        join(&root.join("style"), &output).unwrap();
        let text = fs::read_to_string(&output).unwrap();
        let written = fs::metadata(&output).unwrap().modified().unwrap();
        join(&root.join("style"), &output).unwrap();
        assert_eq!(fs::metadata(&output).unwrap().modified().unwrap(), written, "an unchanged sheet is not written again");
        fs::remove_dir_all(output.parent().unwrap()).unwrap();
        assert!(text.starts_with("@layer "), "{text}");
    }
}
