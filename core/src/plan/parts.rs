//! Which pictures and sounds of a turn go out: a model that cannot see or hear gets the words alone, and the plan says so.

use super::asked::Asked;
use super::rules;
use crate::draft::Part;
use serde_json::Value;

/// The parts that the model can take. What is left out is noted, once for each kind.
pub(super) fn usable<'p>(parts: &'p [Part], asked: &mut Asked<'_>) -> Vec<&'p Part> {
    parts.iter().filter(|part| keep(part, asked)).collect()
}

fn keep(part: &Part, asked: &mut Asked<'_>) -> bool {
    let (sense, rule, kind) = match part {
        Part::Image { .. } => ("image", "L-NO-SIGHT", "image"),
        Part::Audio { .. } => ("audio", "L-NO-HEARING", "audio"),
        Part::Text { .. } | Part::File { .. } | Part::Other { .. } => return true,
    };
    if asked.facts.model().is_none_or(|model| model.may_take(sense)) || asked.anyway.contains(rule) {
        return true;
    }
    if !asked.adjustments.iter().any(|change| change.rule == rule) {
        asked.note(rules::rule(rule), "attachments", kind.into(), Value::Null);
    }
    false
}
