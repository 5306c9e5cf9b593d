//! What ChatGPT writes into a text for its own page: a word, and what belongs to it, between characters that are nobody's.
//!
//! A citation becomes the link that the message names for it, or goes, and is counted.

use super::super::report::NoteKind;
use super::left::Left;
use serde_json::Value;
use std::collections::HashMap;

const OPEN: char = '\u{e200}';
const CLOSE: char = '\u{e201}';
const BETWEEN: char = '\u{e202}';
/// Citations before 2025: `【8†source】`, which can be read as it is. None is longer, in bytes.
const LONGEST_OLD: usize = 120;

const fn is_mark(c: char) -> bool {
    matches!(c, '\u{e200}'..='\u{e206}')
}

/// The text as it can be read elsewhere. `metadata` is the message's own: it says what stands for which mark.
pub(super) fn plain(text: &str, metadata: &Value, left: &mut Left) -> String {
    if !text.contains(|c| is_mark(c) || c == '【') {
        return text.to_owned();
    }
    let references = references(text, metadata);
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // Where one mark has no end, no later one has.
    let mut is_open = false;
    while let Some(start) = rest.find([OPEN, '【']) {
        let (before, tail) = rest.split_at(start);
        out.extend(before.chars().filter(|c| !is_mark(*c)));
        let end = if tail.starts_with(OPEN) {
            (!is_open).then(|| tail.find(CLOSE)).flatten().map(|end| end + CLOSE.len_utf8())
        } else {
            let near = tail.char_indices().take_while(|(at, _)| *at < LONGEST_OLD).find(|(_, c)| *c == '】');
            near.map(|(end, c)| end + c.len_utf8()).filter(|end| references.get(&tail[..*end]).is_some_and(Option::is_some))
        };
        is_open |= end.is_none() && tail.starts_with(OPEN);
        let first = tail.chars().next().map_or(0, char::len_utf8);
        let (mark, after) = tail.split_at(end.unwrap_or(first));
        match end {
            Some(_) => put(&mut out, mark, references.get(mark).and_then(Option::as_ref), left),
            None => out.extend(mark.chars().filter(|c| !is_mark(*c))),
        }
        rest = after;
    }
    out.extend(rest.chars().filter(|c| !is_mark(*c)));
    out
}

/// Mark → what is to be read in its place, if that is known.
fn references<'a>(text: &'a str, metadata: &'a Value) -> HashMap<&'a str, Option<String>> {
    let list = |name: &str| metadata[name].as_array().into_iter().flatten();
    // Until 2024 a citation said where its mark stands, in characters.
    let is_old = list("citations").next().is_some();
    let places: Vec<usize> = if is_old { text.char_indices().map(|(at, _)| at).chain([text.len()]).collect() } else { Vec::new() };
    let old = list("citations").filter_map(|one| {
        let place = |name: &str| places.get(usize::try_from(one[name].as_u64()?).ok()?).copied();
        let mark = text.get(place("start_ix")?..place("end_ix")?).filter(|mark| mark.starts_with('【'))?;
        Some((mark, one.pointer("/metadata/url").and_then(Value::as_str).and_then(link).map(|link| format!(" {link}"))))
    });
    let new = list("content_references").filter_map(|one| {
        let alt = one["alt"].as_str().filter(|alt| !alt.is_empty()).map(str::to_owned);
        let told = alt.or_else(|| one.pointer("/items/0/url").and_then(Value::as_str).and_then(link));
        Some((one["matched_text"].as_str()?, told))
    });
    old.chain(new).collect()
}

fn put(out: &mut String, mark: &str, told: Option<&String>, left: &mut Left) {
    let mut words = mark.trim_matches([OPEN, CLOSE]).split(BETWEEN);
    let kind = words.next().unwrap_or_default();
    let said = || match kind {
        // `["people", "Ada Lovelace", "mathematician"]`: a name that could be clicked.
        "entity" => serde_json::from_str::<Value>(words.next()?).ok()?[1].as_str().map(str::to_owned),
        _ => None,
    };
    match told.cloned().or_else(said) {
        Some(told) => out.push_str(&told),
        None => left.add(NoteKind::NoPlace, &kind.chars().take(40).collect::<String>()),
    }
}

fn link(url: &str) -> Option<String> {
    let is_plain = url.starts_with("http") && !url.contains(|c: char| c.is_whitespace() || c.is_control() || "<>".contains(c));
    is_plain.then(|| format!("(<{url}>)"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[rstest]
    #[case("plain 【not one】", json!([]), "plain 【not one】", &[])]
    #[case("So.\u{e200}cite\u{e202}turn0search1\u{e201} Next.", json!([]), "So. Next.", &["cite"])]
    #[case("So. \u{e200}cite\u{e202}turn0search1\u{e201}", json!([{"matched_text": "\u{e200}cite\u{e202}turn0search1\u{e201}", "alt": "([a](https://a.example))"}]), "So. ([a](https://a.example))", &[])]
    #[case("\u{e200}cite\u{e202}t\u{e201}", json!([{"matched_text": "\u{e200}cite\u{e202}t\u{e201}", "alt": null, "items": [{"url": "https://a.example"}]}]), "(<https://a.example>)", &[])]
    #[case("Old【8†source】.", json!([{"matched_text": "【8†source】", "alt": "[b](https://b.example)"}]), "Old[b](https://b.example).", &[])]
    #[case("é【8†source】.", json!([{"start_ix": 1, "end_ix": 11, "metadata": {"url": "https://b.example"}}, {"start_ix": 0, "end_ix": 99}]), "é (<https://b.example>).", &[])]
    #[case("\u{e200}entity\u{e202}[\"people\",\"Ada\",\"x\"]\u{e201} wrote \u{e203}this\u{e204}\u{e206}.", json!([]), "Ada wrote this.", &[])]
    #[case("a\u{e200}b\u{e200}c", json!("none"), "abc", &[])]
    fn marks_become_links_or_go(#[case] text: &str, #[case] references: Value, #[case] wanted: &str, #[case] gone: &[&str]) {
        let mut left = Left::default();
        let metadata =
            if references[0]["start_ix"].is_u64() { json!({"citations": references}) } else { json!({"content_references": references}) };
        assert_eq!(plain(text, &metadata, &mut left), wanted);
        assert_eq!(left.notes().into_iter().map(|note| note.what).collect::<Vec<_>>(), gone);
    }

    #[test]
    fn marks_without_an_end_take_no_longer_than_others() {
        for text in ["\u{e200}".repeat(1_000_000), "【".repeat(1_000_000), format!("{}】", "【".repeat(1_000_000))] {
            plain(&text, &Value::Null, &mut Left::default());
        }
    }
}
