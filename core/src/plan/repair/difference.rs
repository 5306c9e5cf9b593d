//! What differs between two requests.

use crate::plan::Plan;
use serde_json::Value;

/// One place that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// A dotted path in the body; `url` for the address.
    pub path: String,
    /// `None`: nothing stands there.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// The places at which two plans differ, in the order of the bodies. For a repair's proposal, and for a move to another model.
#[must_use]
pub fn difference(before: &Plan, after: &Plan) -> Vec<Change> {
    let mut changes = Vec::new();
    if before.url != after.url {
        let url = |plan: &Plan| Some(Value::from(plan.url.as_str()));
        changes.push(Change { path: "url".into(), before: url(before), after: url(after) });
    }
    walk("", Some(&before.body), Some(&after.body), &mut changes);
    changes
}

fn walk(path: &str, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    if before == after {
        return;
    }
    let inside = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            for (key, value) in old {
                walk(&inside(key), Some(value), new.get(key), changes);
            }
            for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
                walk(&inside(key), None, Some(value), changes);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
            for (at, (old, new)) in old.iter().zip(new).enumerate() {
                walk(&format!("{path}[{at}]"), Some(old), Some(new), changes);
            }
        }
        _ => changes.push(Change { path: path.to_owned(), before: before.cloned(), after: after.cloned() }),
    }
}
