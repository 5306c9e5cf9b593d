//! One file per language, to be read: the code of every case.

use crate::cases::cases;
use lineup_core::plan::snippet::Language;
use std::fmt::Write as _;
use std::path::Path;

fn printed(language: Language) -> String {
    let mut all = String::new();
    for case in cases(None) {
        let code = case.code(language);
        let notes = if code.notes.is_empty() { String::new() } else { format!(" {:?}", code.notes) };
        writeln!(all, "=== {}{notes}\n{}", case.name, code.text).unwrap();
    }
    all
}

#[test]
fn the_code_is_the_reviewed_code() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/snippets");
    for language in Language::ALL {
        let path = folder.join(format!("{language:?}.txt").to_lowercase());
        let all = printed(language);
        if std::env::var_os("LINEUP_BLESS").is_some() {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&path, &all).unwrap();
        }
        let reviewed = std::fs::read_to_string(&path).unwrap();
        for (line, (new, old)) in all.lines().zip(reviewed.lines()).enumerate() {
            assert_eq!(new, old, "{}:{}", path.display(), line + 1);
        }
        assert_eq!(all.lines().count(), reviewed.lines().count(), "{}", path.display());
    }
}
