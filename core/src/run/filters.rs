//! Content filter verdicts: an open map, read by its shape and not by a list of names (facts: wire.md b.4).

use super::event::Verdicts;
use super::{Choice, FilterResult, Passage};
use crate::wire::chat::FilterOffsets;
use serde_json::Value;

/// How many characters of a passage are shown: enough to find it.
const FIRST_WORDS: usize = 60;

impl FilterResult {
    /// Whether the filter found something.
    #[must_use]
    pub fn is_match(&self) -> bool {
        self.filtered || self.detected == Some(true)
    }

    /// The names of the user's own blocklists that matched: `custom_blocklists.details[].id`, or the older list.
    pub fn blocklists(&self) -> impl Iterator<Item = &str> {
        let lists = self.raw.as_array().or_else(|| self.raw.get("details")?.as_array());
        let matched = lists.into_iter().flatten().filter(|list| list.get("filtered").and_then(Value::as_bool) != Some(false));
        matched.filter_map(|list| list.get("id")?.as_str())
    }
}

impl Choice {
    /// The first words of what a filter objects to. Azure asks to take back everything from there (wire.md b.4); what has come stays,
    /// and the reader is told.
    ///
    /// Offsets count the prompt as the server sees it, whose length nobody else knows. But what is judged of an answer begins with
    /// its beginning, so the smallest offset stands for that.
    #[must_use]
    pub fn objected(&self, result: &FilterResult) -> Option<String> {
        let passage = result.passage.filter(|_| result.is_match())?;
        let start = usize::try_from(passage.start.checked_sub(self.filtered_from?)?).ok()?;
        let length = passage.end.and_then(|end| usize::try_from(end.saturating_sub(passage.start)).ok()).unwrap_or(FIRST_WORDS);
        let words: String = self.text().chars().skip(start).take(length.min(FIRST_WORDS)).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        (!words.is_empty()).then_some(words)
    }
}

/// The verdicts on an answer with the text that they are about; `None` where nothing is said.
pub(super) fn verdicts(maps: impl IntoIterator<Item = Value>, offsets: Option<FilterOffsets>, raw: Option<Vec<Value>>) -> Option<Verdicts> {
    let results: Vec<_> = maps.into_iter().flat_map(read).collect();
    let about = offsets.and_then(|offsets| Some(Passage { start: offsets.start_offset?, end: offsets.end_offset }));
    let raw = raw.unwrap_or_default();
    (!results.is_empty() || about.is_some() || !raw.is_empty()).then_some(Verdicts { results, about, raw })
}

/// Takes the verdicts on an answer in.
pub(super) fn take(choice: &mut Choice, verdicts: Verdicts) {
    let Verdicts { mut results, about, raw } = verdicts;
    if let Some(about) = about {
        choice.filtered_from = Some(choice.filtered_from.map_or(about.start, |known| known.min(about.start)));
    }
    results.iter_mut().for_each(|result| result.passage = about);
    choice.filter_raw.extend(raw);
    merge(&mut choice.filters, results);
}

/// Reads `content_filter_results`: every key whose value carries a verdict.
pub(super) fn read(map: Value) -> Vec<FilterResult> {
    let Value::Object(map) = map else { return Vec::new() };
    map.into_iter().filter_map(|(category, verdict)| one(category, verdict)).collect()
}

/// Reads `prompt_filter_results`: a list that need not be sorted, with empty entries and a singular spelling.
pub(super) fn read_prompt(list: Value) -> Vec<FilterResult> {
    let Value::Array(entries) = list else { return Vec::new() };
    let mut results = Vec::new();
    for mut entry in entries {
        for name in ["content_filter_results", "content_filter_result"] {
            if let Some(map) = entry.get_mut(name) {
                merge(&mut results, read(map.take()));
            }
        }
    }
    results
}

fn one(category: String, raw: Value) -> Option<FilterResult> {
    let flag = |value: &Value, name: &str| value.get(name).and_then(Value::as_bool);
    let (filtered, detected) = match &raw {
        Value::Object(_) => (flag(&raw, "filtered"), flag(&raw, "detected")),
        // An older form of `custom_blocklists`.
        Value::Array(lists) => (lists.iter().filter_map(|list| flag(list, "filtered")).reduce(|a, b| a || b), None),
        _ => (None, None),
    };
    if filtered.is_none() && detected.is_none() {
        return None;
    }
    let severity = raw.get("severity").and_then(Value::as_str).map(str::to_owned);
    Some(FilterResult { category, filtered: filtered.unwrap_or(false), detected, severity, passage: None, raw })
}

/// Every chunk repeats the categories: the gravest verdict on each stays.
pub(super) fn merge(known: &mut Vec<FilterResult>, news: Vec<FilterResult>) {
    for new in news {
        match known.iter_mut().find(|old| old.category == new.category) {
            Some(old) => {
                let passage = match (old.is_match(), new.is_match()) {
                    (true, true) => both(old.passage, new.passage),
                    (true, false) => old.passage,
                    (false, _) => new.passage,
                };
                if gravity(&new) >= gravity(old) {
                    *old = new;
                }
                old.passage = passage;
            }
            None => known.push(new),
        }
    }
}

/// From where the first begins to where the last ends.
fn both(a: Option<Passage>, b: Option<Passage>) -> Option<Passage> {
    let (Some(a), Some(b)) = (a, b) else { return a.or(b) };
    Some(Passage { start: a.start.min(b.start), end: a.end.zip(b.end).map(|(a, b)| a.max(b)) })
}

fn gravity(result: &FilterResult) -> (bool, bool, u8) {
    let severity = match result.severity.as_deref() {
        Some("high") => 3,
        Some("medium") => 2,
        Some("low") => 1,
        _ => 0,
    };
    (result.filtered, result.detected.unwrap_or(false), severity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::{Millis, Run};
    use crate::wire::Api;
    use serde_json::json;

    #[test]
    fn any_key_with_a_verdict_is_a_category() {
        let results = read(json!({
            "hate": {"filtered": true, "severity": "high"}, "jailbreak": {"filtered": false, "detected": false},
            "newcomer": {"filtered": false}, "custom_blocklists": [{"filtered": true, "id": "pizza"}], "error": {"code": "x"}
        }));
        let names: Vec<_> = results.iter().map(|result| (result.category.as_str(), result.filtered)).collect();
        assert_eq!(names, [("hate", true), ("jailbreak", false), ("newcomer", false), ("custom_blocklists", true)]);
    }

    #[test]
    fn a_late_violation_names_the_passage_and_loses_nothing() {
        let of = |offsets: Value, results: Value| json!({"index": 0, "content_filter_results": results, "content_filter_offsets": offsets});
        let at = |start: u64, end: u64| json!({"check_offset": start, "start_offset": start, "end_offset": end});
        let hate = |filtered: bool| json!({"hate": {"filtered": filtered, "severity": if filtered { "high" } else { "safe" }}});
        let mut run = Run::new(Api::Chat);
        for choice in [
            json!({"index": 0, "delta": {"content": "Färben ist erlaubt. Das hier\n nicht."}}),
            // 44 characters of prompt come before the answer.
            of(at(44, 60), hate(false)),
            json!({"index": 0, "delta": {}, "finish_reason": "stop"}),
            of(at(72, 81), hate(true)),
            of(at(64, 81), hate(true)),
            of(at(44, 81), json!({"violence": {"filtered": false, "severity": "safe"}})),
            json!({"index": 0, "content_filter_raw": [{"x": 1}], "content_filter_results": {}}),
        ] {
            run.bytes(format!("data: {}\n\n", json!({"choices": [choice]})).as_bytes(), Millis(1.0));
        }
        let choice = run.reply().choice(0).unwrap();
        assert_eq!(choice.text(), "Färben ist erlaubt. Das hier\n nicht.");
        let said: Vec<_> = choice.filters.iter().map(|result| (result.category.as_str(), choice.objected(result))).collect();
        assert_eq!(said, [("hate", Some("Das hier nicht.".to_owned())), ("violence", None)]);
        assert_eq!((choice.filtered_from, choice.filters[0].passage), (Some(44), Some(Passage { start: 64, end: Some(81) })));
        assert_eq!(run.response_json().unwrap()["choices"][0]["content_filter_raw"], json!([{"x": 1}]));
    }

    #[test]
    fn odd_offsets_name_no_passage() {
        for offsets in [json!({}), json!(7), json!({"start_offset": -3}), json!({"start_offset": u64::MAX}), json!({"end_offset": 4})] {
            let mut run = Run::new(Api::Chat);
            for choice in [
                json!({"index": 0, "delta": {"content": "abc"}, "content_filter_offsets": {"start_offset": 1, "end_offset": 2}}),
                json!({"index": 0, "content_filter_results": {"hate": {"filtered": true}}, "content_filter_offsets": offsets}),
            ] {
                run.bytes(format!("data: {}\n\n", json!({"choices": [choice]})).as_bytes(), Millis(1.0));
            }
            let choice = run.reply().choice(0).unwrap();
            assert_eq!((choice.filters.len(), choice.objected(&choice.filters[0])), (1, None), "{offsets}");
        }
    }

    #[test]
    fn the_blocklists_that_matched_are_named() {
        for (lists, names) in [
            (json!({"filtered": true, "details": [{"filtered": true, "id": "pizza"}, {"filtered": false, "id": "pasta"}]}), vec!["pizza"]),
            (json!([{"filtered": true, "id": "old"}]), vec!["old"]),
            (json!({"filtered": true, "details": [7, {"id": 3}]}), vec![]),
            (json!({"filtered": true}), vec![]),
        ] {
            let results = read(json!({"custom_blocklists": lists}));
            assert_eq!(results[0].blocklists().collect::<Vec<_>>(), names, "{lists}");
        }
    }

    #[test]
    fn prompt_results_may_be_unsorted_empty_and_singular() {
        let results = read_prompt(json!([
            {"prompt_index": 1, "content_filter_result": {"sexual": {"filtered": false, "severity": "low"}}},
            {}, {"prompt_index": 0, "content_filter_results": {"sexual": {"filtered": false, "severity": "safe"}}}
        ]));
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].severity.as_deref(), Some("low"), "the graver verdict stays");
    }
}
