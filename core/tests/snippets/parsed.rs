//! Code whose compilers are not at hand is read by the grammars of tree-sitter, which come from PyPI: it has no syntax error.

use crate::cases::cases;
use crate::run::{finish, python, scratch};
use lineup_core::plan::snippet::Language;
use std::fs;
use std::process::Command;

/// Prints the line and the text of the first place in each file that the grammar does not know.
const READ: &str = "
import sys
import tree_sitter, tree_sitter_c_sharp, tree_sitter_go, tree_sitter_java
grammars = {'cs': tree_sitter_c_sharp, 'go': tree_sitter_go, 'java': tree_sitter_java}

def wrong(node):
    if node.is_error or node.is_missing:
        return node
    return next((found for child in node.children if child.has_error for found in [wrong(child)] if found), None)

for path in sys.argv[1:]:
    parser = tree_sitter.Parser(tree_sitter.Language(grammars[path.rsplit('.', 1)[1]].language()))
    root = parser.parse(open(path, 'rb').read()).root_node
    if root.has_error:
        node = wrong(root)
        print(f'{path}:{node.start_point[0] + 1}: {node.type} {node.text[:200]}')
print('read', len(sys.argv) - 1)
";

#[test]
fn code_of_other_languages_has_no_syntax_error() {
    let Some(python) = python() else { return };
    let folder = scratch("parsed");
    let mut files = Vec::new();
    for (language, ending) in [(Language::CSharp, "cs"), (Language::Go, "go"), (Language::Java, "java")] {
        for (number, case) in cases(None).iter().enumerate() {
            let path = folder.join(format!("case-{number}.{ending}"));
            fs::write(&path, case.code(language).text).unwrap();
            files.push(path);
        }
    }
    let broken = folder.join("broken.go");
    fs::write(&broken, "package main\nfunc main() { x := `a }\n").unwrap();
    let said = finish(Command::new(python).args(["-c", READ]).args(&files).arg(&broken));
    let wrong: Vec<&str> = said.lines().filter(|line| !line.contains("broken.go")).collect();
    assert_eq!(wrong, [format!("read {}", files.len() + 1)]);
    assert!(said.contains("broken.go:2"), "what is broken is found: {said}");
}
