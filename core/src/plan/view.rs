//! Which settings a lane's model takes at its endpoint: what a page offers, and what it strikes through, with the reason.

use super::address::Base;
use super::facts::Facts;
use super::request::settle;
use super::{Adjustment, Reason};
use crate::draft::{Draft, Endpoint, FunctionTool, Lane, OutputFormat, Settings};
use crate::lineup::Lineup;
use serde_json::{Map, Value, json};

/// One setting, as the model at the endpoint takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct SettingView {
    /// In the words of the draft: `temperature`.
    pub setting: &'static str,
    pub state: SettingState,
    /// The values that it can take; `None` where they are open or unknown.
    pub values: Option<Vec<String>>,
    /// What the server takes when nothing is sent, where known.
    pub default: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum SettingState {
    Accepted,
    /// Not sent: to be struck through, not hidden.
    Refused {
        rule: String,
        reason: Reason,
        server_words: Option<String>,
        /// Whether "send it anyway" makes sense.
        optional: bool,
    },
}

/// A value of each setting that only a model which takes the setting would accept. The rules themselves say what becomes of it:
/// there is no second table of what is refused.
const PROBES: [(&str, &str); 33] = [
    ("effort", "\"low\""),
    ("summary", "\"auto\""),
    ("verbosity", "\"medium\""),
    ("max_output_tokens", "4096"),
    ("temperature", "0.5"),
    ("top_p", "0.5"),
    ("presence_penalty", "0.5"),
    ("frequency_penalty", "0.5"),
    ("stop", "[\"#\"]"),
    ("seed", "7"),
    ("n", "2"),
    ("logprobs", "true"),
    ("top_logprobs", "2"),
    ("logit_bias", "{\"1\":1}"),
    ("parallel_tool_calls", "true"),
    ("service_tier", "\"auto\""),
    ("store", "true"),
    ("metadata", "{}"),
    ("user", "\"u\""),
    ("prediction", "{\"type\":\"content\",\"content\":\"x\"}"),
    ("background", "true"),
    ("audio", "{\"voice\":\"alloy\",\"format\":\"pcm16\"}"),
    ("reasoning.mode", "\"standard\""),
    ("reasoning.context", "\"auto\""),
    ("max_tool_calls", "1"),
    ("truncation", "\"disabled\""),
    ("conversation", "\"conv_1\""),
    ("prompt", "{\"id\":\"pmpt_1\"}"),
    ("prompt_cache_key", "\"k\""),
    ("prompt_cache_retention", "\"24h\""),
    ("safety_identifier", "\"u\""),
    ("tools", ""),
    ("output", ""),
];

/// Every setting with its state in this lane, in the order in which a page shows them; `stream` comes last.
#[must_use]
pub fn settings_view(draft: &Draft, lane: &Lane, endpoint: &Endpoint, lineup: &Lineup) -> Vec<SettingView> {
    // An endpoint whose address is still being typed has settings too.
    let base = Base::of(endpoint).ok().flatten();
    let bare = draft.without_words();
    let probe = |setting: &'static str, value: &str| {
        let (mut draft, mut lane) = (bare.clone(), Lane { stream: true, ..lane.clone() });
        match setting {
            "tools" => {
                draft.tools.push(FunctionTool { name: "probe".into(), description: String::new(), parameters: json!({}), strict: None })
            }
            "output" => {
                draft.output = OutputFormat::JsonSchema { name: "probe".into(), schema: json!({}), strict: None, description: None };
            }
            "stream" => {}
            _ => {
                let value: Value = serde_json::from_str(value).unwrap_or_default();
                let only: Map<String, Value> = [(setting.to_owned(), value)].into_iter().collect();
                let mut set = serde_json::from_value::<Settings>(Value::Object(only.clone())).unwrap_or_default();
                if set == Settings::default() {
                    // The draft has no place of its own for it: it is kept as the API writes it.
                    set.extra = only;
                }
                lane.settings = set.over(&lane.settings);
            }
        }
        let asked = settle(&draft, &lane, endpoint, base.as_ref(), Facts::of(&lane, endpoint, lineup), Vec::new());
        let refusal = asked.adjustments.iter().find(|adjustment| adjustment.setting == setting && refuses(adjustment));
        let state = refusal.map_or(SettingState::Accepted, |adjustment| SettingState::Refused {
            rule: adjustment.rule.clone(),
            reason: adjustment.reason.clone(),
            server_words: adjustment.server_words.clone(),
            optional: adjustment.optional,
        });
        let default = asked.facts.model().and_then(|model| model.effort.default.clone()).filter(|_| setting == "effort");
        SettingView { setting, state, values: asked.facts.values(asked.api, setting).filter(|values| !values.is_empty()), default }
    };
    PROBES.into_iter().chain([("stream", "")]).map(|(setting, value)| probe(setting, value)).collect()
}

/// Nothing is sent of what was asked (a stream that becomes no stream, a schema that becomes words).
fn refuses(adjustment: &Adjustment) -> bool {
    adjustment.sent.is_null()
        || adjustment.sent == Value::Bool(false)
        || (adjustment.setting == "output" && adjustment.rule.starts_with("Q-JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{ApiChoice, Flavour};
    use crate::plan::testing::{endpoint, lane};
    use rstest::rstest;

    fn view(model: &str, api: ApiChoice, flavour: Flavour) -> Vec<SettingView> {
        let lane = Lane { api, ..lane(model) };
        settings_view(&Draft::new(), &lane, &endpoint(flavour), &Lineup::embedded().unwrap())
    }

    fn refused(views: &[SettingView]) -> Vec<&str> {
        views.iter().filter(|view| view.state != SettingState::Accepted).map(|view| view.setting).collect()
    }

    /// What only Responses has a place for.
    const OF_RESPONSES: [&str; 7] =
        ["background", "reasoning.mode", "reasoning.context", "max_tool_calls", "truncation", "conversation", "prompt"];

    #[rstest]
    #[case("gpt-4o", ApiChoice::Chat, &["effort", "summary", "parallel_tool_calls"], &OF_RESPONSES)]
    #[case("gpt-4o", ApiChoice::Responses, &["effort", "summary", "presence_penalty", "frequency_penalty", "stop", "seed", "n", "logit_bias"],
        &["prediction", "audio"])]
    #[case("some-llama", ApiChoice::Chat, &["summary"], &OF_RESPONSES)]
    fn a_lane_shows_what_its_model_refuses(
        #[case] model: &str,
        #[case] api: ApiChoice,
        #[case] expected: &[&str],
        #[case] places: &[&str],
    ) {
        assert_eq!(refused(&view(model, api, Flavour::OpenAi)), [expected, places].concat());
    }

    #[test]
    fn values_and_default_come_with_the_setting() {
        let views = view("gpt-5.6-sol", ApiChoice::Chat, Flavour::OpenAi);
        let effort = views.iter().find(|view| view.setting == "effort").unwrap();
        assert_eq!(effort.values.as_deref().unwrap().last().map(String::as_str), Some("xhigh"), "max is for Responses only");
        assert_eq!(effort.default.as_deref(), Some("medium"));
    }

    #[test]
    fn azure_says_that_o1_does_not_stream() {
        let views = view("o1", ApiChoice::Chat, Flavour::AzureV1);
        let stream = views.iter().find(|view| view.setting == "stream").unwrap();
        assert!(matches!(&stream.state, SettingState::Refused { rule, .. } if rule == "Q-STREAM-AZ"), "{stream:?}");
    }
}
