//! One draft as every wire would carry it, side by side.

use super::{Adjustment, Learned, Plan, PlanError, plan_learned};
use crate::draft::{ApiChoice, Auth, Draft, Endpoint, Flavour, Lane};
use crate::lineup::Lineup;
use crate::wire::Api;
use serde_json::Value;

/// Stands for the resource where the lane's endpoint is no Azure resource.
pub const SOME_RESOURCE: &str = "https://your-resource.openai.azure.com";

/// The four ways to write a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wire {
    Chat,
    Responses,
    AzureV1,
    AzureClassic,
}

impl Wire {
    pub const ALL: [Self; 4] = [Self::Chat, Self::Responses, Self::AzureV1, Self::AzureClassic];

    /// The wire that a request to such an endpoint takes.
    #[must_use]
    pub fn of(flavour: Flavour, api: Api) -> Self {
        match (flavour, api) {
            (Flavour::AzureV1, _) => Self::AzureV1,
            (Flavour::AzureClassic, _) => Self::AzureClassic,
            (_, Api::Responses) => Self::Responses,
            _ => Self::Chat,
        }
    }
}

/// The draft on one wire.
#[derive(Clone, Debug, PartialEq)]
pub struct Side {
    pub wire: Wire,
    pub plan: Result<Plan, PlanError>,
}

impl Side {
    /// What this side cannot carry: to be shown as a warning, with its reason.
    pub fn losses(&self) -> impl Iterator<Item = &Adjustment> {
        self.plan.iter().flat_map(|plan| &plan.adjustments).filter(|change| change.loses())
    }

    /// The API that the request really takes, where it is not the one that the side is about.
    #[must_use]
    pub fn moved_to(&self) -> Option<Api> {
        let meant = match self.wire {
            Wire::Chat => Api::Chat,
            Wire::Responses => Api::Responses,
            Wire::AzureV1 | Wire::AzureClassic => return None,
        };
        self.plan.as_ref().ok().map(|plan| plan.api).filter(|api| *api != meant)
    }
}

impl Adjustment {
    /// Whether something that the user asked for does not go out at all. A new name, a raised limit or a nearer value is no loss.
    #[must_use]
    pub fn loses(&self) -> bool {
        // Said twice in a taken-over body: the other saying goes out.
        let twice = self.rule == "L-OWN" || self.setting == "max_tokens";
        let housekeeping = self.setting == "stream_options" || self.setting == "base" || self.setting == "api_version";
        let gone = self.sent.is_null() || (self.sent == Value::Bool(false) && self.asked == Value::Bool(true));
        (gone || self.rule.starts_with("Q-JSON")) && !self.asked.is_null() && !twice && !housekeeping
    }
}

/// The lane's request as Chat Completions, Responses, Azure v1 and Azure classic. The lane's own endpoint is used where it is of
/// that kind. On Azure the API is the lane's choice.
#[must_use]
pub fn every_wire(draft: &Draft, lane: &Lane, endpoint: &Endpoint, lineup: &Lineup, learned: &Learned) -> [Side; 4] {
    Wire::ALL.map(|wire| {
        let api = match wire {
            Wire::Chat => ApiChoice::Chat,
            Wire::Responses => ApiChoice::Responses,
            Wire::AzureV1 | Wire::AzureClassic => lane.api,
        };
        let lane = Lane { api, ..lane.clone() };
        let endpoint = match wire {
            Wire::Chat | Wire::Responses => plain(endpoint),
            Wire::AzureV1 => azure(endpoint, Flavour::AzureV1),
            Wire::AzureClassic => azure(endpoint, Flavour::AzureClassic),
        };
        Side { wire, plan: plan_learned(draft, &lane, &endpoint, lineup, learned) }
    })
}

fn is_azure(endpoint: &Endpoint) -> bool {
    matches!(endpoint.flavour, Flavour::AzureV1 | Flavour::AzureClassic)
}

fn plain(endpoint: &Endpoint) -> Endpoint {
    match endpoint.flavour {
        Flavour::OpenAi | Flavour::Compatible => endpoint.clone(),
        _ => Endpoint { flavour: Flavour::OpenAi, base: String::new(), auth: Auth::Bearer, api_version: None, ..endpoint.clone() },
    }
}

fn azure(endpoint: &Endpoint, flavour: Flavour) -> Endpoint {
    if is_azure(endpoint) {
        // A dated version belongs to the classic address only.
        let api_version = endpoint.api_version.clone().filter(|_| endpoint.flavour == flavour);
        return Endpoint { flavour, api_version, ..endpoint.clone() };
    }
    Endpoint { flavour, base: SOME_RESOURCE.into(), auth: Auth::ApiKey, api_version: None, ..endpoint.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::TurnBody;
    use crate::plan::testing;
    use serde_json::json;

    fn sides(model: &str, set: Value, flavour: Flavour) -> [Side; 4] {
        let mut draft = Draft::new();
        draft.conversation.append(TurnBody::user("hi"));
        draft.settings = serde_json::from_value(set["settings"].clone()).unwrap_or_default();
        draft.other_tools = set["tools"].as_array().cloned().unwrap_or_default();
        let lineup = Lineup::embedded().unwrap();
        every_wire(&draft, &testing::lane(model), &testing::endpoint(flavour), &lineup, &Learned::default())
    }

    fn lost(side: &Side) -> Vec<&str> {
        side.losses().map(|change| change.setting.as_str()).collect()
    }

    #[test]
    fn the_four_sides_go_where_they_should() {
        let urls = |flavour| sides("gpt-4o", json!({}), flavour).map(|side| side.plan.unwrap().url);
        assert_eq!(
            urls(Flavour::OpenAi),
            [
                "https://api.openai.com/v1/chat/completions",
                "https://api.openai.com/v1/responses",
                "https://your-resource.openai.azure.com/openai/v1/responses",
                "https://your-resource.openai.azure.com/openai/responses?api-version=2025-04-01-preview",
            ]
        );
        assert!(urls(Flavour::AzureV1)[3].starts_with("https://me.openai.azure.com/openai/responses?"));
        assert_eq!(urls(Flavour::Compatible)[0], "http://localhost:8000/v1/chat/completions");
        assert_eq!(urls(Flavour::Simulator)[1], "https://api.openai.com/v1/responses");
    }

    #[test]
    fn each_side_warns_of_what_it_cannot_carry() {
        let set = json!({
            "settings": {"n": 2, "presence_penalty": 0.5, "logit_bias": {"1": 1}, "temperature": 0.5, "max_output_tokens": 100,
                         "extra": {"previous_response_id": "resp_1", "truncation": "auto"}},
            "tools": [{"type": "web_search"}],
        });
        let [chat, responses, azure, _] = sides("gpt-4o", set, Flavour::OpenAi);
        assert_eq!(lost(&chat), ["tools", "previous_response_id", "truncation"]);
        assert_eq!(lost(&responses), ["presence_penalty", "n", "logit_bias"]);
        assert_eq!(lost(&azure), lost(&responses));
    }

    #[test]
    fn a_side_that_the_model_does_not_have_says_where_it_went() {
        let [chat, responses, ..] = sides("o3-pro", json!({}), Flavour::OpenAi);
        assert_eq!((chat.moved_to(), responses.moved_to()), (Some(Api::Responses), None));
        let [chat, responses, ..] = sides("o1-mini", json!({}), Flavour::OpenAi);
        assert_eq!((chat.moved_to(), responses.moved_to()), (None, Some(Api::Chat)));
        assert!(sides("dall-e-3", json!({}), Flavour::OpenAi).iter().all(|side| side.plan.is_err()));
    }

    #[test]
    fn a_new_name_or_a_nearer_value_is_no_loss() {
        let set = json!({"settings": {"max_output_tokens": 9, "effort": "minimal", "temperature": 0.5}});
        let [chat, responses, ..] = sides("o4-mini", set, Flavour::OpenAi);
        assert_eq!((lost(&chat), lost(&responses)), (vec!["temperature"], vec!["temperature"]));
    }
}
