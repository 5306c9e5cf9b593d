//! What is known of the model at hand, whether the line-up has it or only its name speaks.

use crate::draft::{Endpoint, Flavour, Lane};
use crate::lineup::{Found, JsonFallback, Lineup, Model, Profile, Sampling, classify};
use crate::wire::Api;

/// The model's facts, as far as they bear on a request.
pub(super) struct Facts<'a> {
    /// The lane's name for the model.
    pub name: &'a str,
    pub found: Option<Found<'a>>,
    pub profile: Profile,
    pub flavour: Flavour,
    /// Azure only: whether the endpoint says which deployment serves the model.
    pub mapped: bool,
}

/// The name by which the line-up may know what a lane runs: the lane's own, or, where that is an Azure deployment, the name of the
/// model behind it.
#[must_use]
pub fn known_name<'a>(lane: &'a Lane, endpoint: &'a Endpoint, lineup: &Lineup) -> &'a str {
    let name = lane.model.trim();
    if lineup.get(name).is_some() {
        return name;
    }
    let deployed = endpoint.deployments.iter().find(|(model, deployment)| *deployment == name && lineup.get(model).is_some());
    deployed.map_or(name, |(model, _)| model)
}

impl<'a> Facts<'a> {
    pub fn of(lane: &'a Lane, endpoint: &'a Endpoint, lineup: &'a Lineup) -> Self {
        let name = lane.model.trim();
        let found = lineup.find(known_name(lane, endpoint, lineup));
        let known_as = found.map_or(name, |found| found.model.id.as_str());
        let mapped = endpoint.deployments.iter().any(|(model, deployment)| model == name || model == known_as || deployment == name);
        Self { name, found, profile: classify(name), flavour: endpoint.flavour, mapped }
    }

    pub fn model(&self) -> Option<&'a Model> {
        self.found.map(|found| found.model)
    }

    pub fn azure(&self) -> bool {
        matches!(self.flavour, Flavour::AzureV1 | Flavour::AzureClassic)
    }

    pub fn compatible(&self) -> bool {
        self.flavour == Flavour::Compatible
    }

    pub fn listed(&self, rule: &str) -> bool {
        self.model().is_some_and(|model| model.rules.iter().any(|listed| listed == rule))
    }

    /// Whether the model refuses a setting. An unknown model refuses nothing.
    pub fn refuses(&self, api: Api, setting: &str) -> bool {
        // Responses has no place for these, so its list does not name them; the model refuses them all the same.
        const NOT_LISTED_ON_RESPONSES: [&str; 5] = ["presence_penalty", "frequency_penalty", "logprobs", "logit_bias", "stop"];
        let Some(model) = self.model() else { return false };
        if self.azure() && model.azure.as_ref().is_some_and(|azure| azure.accepts.iter().any(|accepted| accepted == setting)) {
            return false;
        }
        let on = |list: &[String]| list.iter().any(|refused| refused == setting);
        match api {
            Api::Responses => on(&model.refuses.responses) || (NOT_LISTED_ON_RESPONSES.contains(&setting) && on(&model.refuses.chat)),
            _ => on(&model.refuses.chat),
        }
    }

    /// Whether Chat wants the new name of the output limit.
    pub fn refuses_max_tokens(&self) -> bool {
        match self.model() {
            Some(_) => self.refuses(Api::Chat, "max_tokens"),
            None => self.profile.reasoning,
        }
    }

    /// Values that a setting can take with this model over this API; `None` is unknown.
    pub fn values(&self, api: Api, setting: &str) -> Option<Vec<String>> {
        let model = self.model()?;
        let values = match setting {
            "effort" if model.effort.values.is_empty() => return None,
            "effort" => {
                let refused = |value: &&String| api == Api::Chat && model.effort.responses_only.contains(value);
                return Some(model.effort.values.iter().filter(|value| !refused(value)).cloned().collect());
            }
            "summary" => &model.summary,
            "verbosity" => &model.verbosity,
            _ => &None,
        };
        values.clone()
    }

    /// The role for instructions; unknown models get what their name suggests.
    pub fn role(&self) -> &str {
        match self.model() {
            Some(model) => model.role.as_deref().unwrap_or("system"),
            None if self.profile.reasoning => "developer",
            None => "system",
        }
    }

    /// What takes the place of a JSON Schema that this model, or this snapshot of it, refuses.
    pub fn json_fallback(&self) -> Option<JsonFallback> {
        let found = self.found?;
        found.version.and_then(|version| version.json_schema).or(found.model.json_schema)
    }

    pub fn sampling(&self) -> Option<Sampling> {
        self.model().and_then(|model| model.sampling)
    }

    pub fn serves(&self, api: Api) -> Option<bool> {
        self.model().and_then(|model| model.serves(api))
    }

    /// Whether the answer can be streamed here; `None` is unknown.
    pub fn streams(&self) -> Option<bool> {
        let model = self.model()?;
        match model.stream.azure {
            Some(azure) if self.azure() => Some(azure),
            _ => model.stream.openai,
        }
    }
}
