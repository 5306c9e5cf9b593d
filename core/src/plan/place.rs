//! Where an endpoint's requests go, whatever is asked there.

use super::{PlanError, plan};
use crate::draft::{ApiChoice, Draft, Endpoint, Lane, LaneId, Scenario, Settings};
use crate::lineup::Lineup;
use std::collections::BTreeSet;

/// The model that stands for any where the address depends on one.
const SOME_MODEL: &str = "o4-mini";

/// The URL that a request of this endpoint has: made by the plan itself, for the first model that has a deployment, or any.
///
/// # Errors
/// The address or the name of the key's header cannot be used.
pub fn address_of(endpoint: &Endpoint, api: ApiChoice) -> Result<String, PlanError> {
    let draft = Draft { instructions: "?".to_owned(), ..Draft::new() };
    let lane = Lane {
        id: LaneId(0),
        model: endpoint.deployments.keys().next().cloned().unwrap_or_else(|| SOME_MODEL.to_owned()),
        endpoint: endpoint.id.clone(),
        api,
        stream: false,
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::default(),
        split_think: false,
    };
    // The rules of models move requests between the APIs; an empty line-up keeps them out of a question about the address.
    let lineup = Lineup { facts_date: String::new(), models: Vec::new() };
    plan(&draft, &lane, endpoint, &lineup).map(|plan| plan.url)
}
