//! Which API a lane uses.

use super::address::{Base, lacks_responses};
use super::facts::Facts;
use crate::draft::{ApiChoice, Endpoint, Flavour, Lane};
use crate::wire::Api;

/// The API that the lane asks for. `Auto` is Responses where the model has it at this endpoint, else Chat; compatible servers: Chat.
pub(super) fn asked_api(lane: &Lane, endpoint: &Endpoint, base: Option<&Base>, facts: &Facts<'_>) -> Api {
    match lane.api {
        ApiChoice::Chat => Api::Chat,
        ApiChoice::Responses => Api::Responses,
        ApiChoice::Auto if facts.serves(Api::Chat) == Some(false) => Api::Responses,
        ApiChoice::Auto if endpoint.flavour == Flavour::Compatible || lacks_responses(endpoint, base) => Api::Chat,
        ApiChoice::Auto => match facts.serves(Api::Responses) {
            Some(true) => Api::Responses,
            Some(false) => Api::Chat,
            // A name like OpenAI's newer ones; on Azure the name of a deployment tells nothing.
            None if facts.model().is_none() && facts.profile.reasoning && !facts.azure() => Api::Responses,
            None => Api::Chat,
        },
    }
}
