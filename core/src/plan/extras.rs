//! What of a request no setting of the form knows.

use super::Plan;
use crate::draft::Settings;

/// The names of the fields that are in the request only because a body was taken over or edited; `settings` are those of the lane over
/// the draft's. A part of an object is named with its object: `reasoning.context`.
#[must_use]
pub fn extras(plan: &Plan, settings: &Settings) -> Vec<String> {
    let is_sent = |name: &&str| plan.body.get(name).or_else(|| plan.body.pointer(&format!("/{}", name.replace('.', "/")))).is_some();
    settings.unknown().filter(is_sent).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::extras;
    use crate::draft::{Draft, Flavour, Settings};
    use crate::lineup::Lineup;
    use crate::plan::plan;
    use crate::plan::testing::{endpoint, lane};
    use serde_json::{Value, json};

    fn extra(fields: &Value) -> Settings {
        Settings { extra: fields.as_object().cloned().unwrap(), ..Settings::default() }
    }

    #[test]
    fn what_the_form_knows_is_no_extra_and_the_drafts_own_are_some() {
        let settings = extra(&json!({"truncation": "auto", "reasoning.context": "x", "background": true, "top_k": 4}));
        let draft = Draft { instructions: "hi".into(), settings, ..Draft::new() };
        let mut lane = lane("gpt-4.1");
        lane.settings = extra(&json!({"prediction": {"type": "content", "content": "x"}, "max_tool_calls": 3}));
        let mut plan = plan(&draft, &lane, &endpoint(Flavour::OpenAi), &Lineup::embedded().unwrap()).unwrap();
        plan.body = json!({"truncation": "auto", "reasoning": {"context": "x"}, "background": true, "prediction": {}, "max_tool_calls": 3});
        let both = lane.settings.over(&draft.settings);
        assert_eq!(extras(&plan, &both), ["truncation", "reasoning.context", "max_tool_calls"]);
    }

    #[test]
    fn a_value_that_the_form_cannot_show_is_an_extra() {
        let settings = extra(&json!({"background": "later", "prediction": {"type": "content", "content": [{"type": "text"}]}}));
        assert_eq!(settings.unknown().collect::<Vec<_>>(), ["background", "prediction"]);
        let settings = extra(&json!({"background": false, "prediction": {"type": "content", "content": ""}}));
        assert_eq!(settings.unknown().count(), 0);
    }
}
