//! Content filter verdicts: an open map, read by its shape and not by a list of names (facts: wire.md b.4).

use super::FilterResult;
use serde_json::Value;

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
    Some(FilterResult { category, filtered: filtered.unwrap_or(false), detected, severity, raw })
}

/// Every chunk repeats the categories: the gravest verdict on each stays.
pub(super) fn merge(known: &mut Vec<FilterResult>, news: Vec<FilterResult>) {
    for new in news {
        match known.iter_mut().find(|old| old.category == new.category) {
            Some(old) if gravity(&new) >= gravity(old) => *old = new,
            Some(_) => {}
            None => known.push(new),
        }
    }
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
    fn prompt_results_may_be_unsorted_empty_and_singular() {
        let results = read_prompt(json!([
            {"prompt_index": 1, "content_filter_result": {"sexual": {"filtered": false, "severity": "low"}}},
            {}, {"prompt_index": 0, "content_filter_results": {"sexual": {"filtered": false, "severity": "safe"}}}
        ]));
        assert_eq!(results.len(), 1);
        assert_eq!(results[0].severity.as_deref(), Some("low"), "the graver verdict stays");
    }
}
