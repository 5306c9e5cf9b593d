//! What keeps a lane from running, told at the composer before anything is sent.

use crate::{
    i18n::{I18n, t_string},
    state::{Stores, play::NotSent},
};
use leptos::prelude::*;
use lineup_core::plan::{PlanError, Reason};

/// A lane that cannot run, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Blocked {
    /// The lane's model, or its number where it names none.
    pub lane: String,
    /// The endpoint's name; empty where it was removed.
    endpoint: String,
    why: NotSent,
}

/// The lanes that cannot run, in their order; followed. An empty draft is no obstacle yet: it is still being written.
pub fn blocked(stores: Stores) -> Vec<Blocked> {
    let of_lane = |(at, handle): (usize, crate::state::play::LaneHandle)| {
        let why = stores.play.obstacle(handle.id).get().filter(|why| *why != NotSent::Plan(PlanError::Empty))?;
        let (model, endpoint) = handle.lane.with(|lane| (lane.model.clone(), lane.endpoint.clone()));
        let endpoint = stores.endpoints.get(&endpoint).map(|endpoint| endpoint.name).unwrap_or_default();
        Some(Blocked { lane: if model.trim().is_empty() { (at + 1).to_string() } else { model }, endpoint, why })
    };
    stores.play.lanes.get().into_iter().enumerate().filter_map(of_lane).collect()
}

/// The lanes whose model cannot take what is attached, and what becomes of it; followed.
pub fn left_out(stores: Stores) -> Vec<(String, Reason)> {
    let mut found: Vec<(String, Reason)> = Vec::new();
    for handle in stores.play.lanes.get() {
        let model = handle.lane.with(|lane| lane.model.clone());
        let Ok(plan) = stores.play.plan_of(handle.id).get() else { continue };
        let reasons = plan.adjustments.into_iter().filter(|change| change.setting == "attachments" || change.asked == "input_audio");
        for change in reasons {
            if !found.iter().any(|(lane, reason)| *lane == model && *reason == change.reason) {
                found.push((model.clone(), change.reason));
            }
        }
    }
    found
}

impl Blocked {
    /// The reason in the language of the page; followed.
    pub fn reason(&self, i18n: I18n) -> String {
        match &self.why {
            NotSent::NotOffered { .. } => t_string!(i18n, host.blocked).to_owned(),
            NotSent::NoEndpoint(_) => t_string!(i18n, draft.blocked_no_endpoint).to_owned(),
            NotSent::NoKey { origin } => t_string!(i18n, draft.blocked_no_key, host = host_of(origin).to_owned()),
            NotSent::KeyLocked { origin } => t_string!(i18n, keys.blocked_locked, host = host_of(origin).to_owned()),
            NotSent::Plan(error) => no_plan(i18n, error, &self.endpoint),
        }
    }

    /// Whether Settings is the place to mend it.
    pub fn is_for_settings(&self) -> bool {
        let elsewhere = |error: &PlanError| matches!(error, PlanError::NoModel | PlanError::Empty | PlanError::NotConversational { .. });
        !matches!(&self.why, NotSent::NoEndpoint(_) | NotSent::NotOffered { .. })
            && !matches!(&self.why, NotSent::Plan(error) if elsewhere(error))
    }
}

/// Why no request can be made, in the language of the page; followed.
pub fn no_plan(i18n: I18n, error: &PlanError, endpoint: &str) -> String {
    let endpoint = endpoint.to_owned();
    match error {
        PlanError::NoModel => t_string!(i18n, draft.blocked_no_model).to_owned(),
        PlanError::Empty => t_string!(i18n, draft.blocked_empty).to_owned(),
        PlanError::NoBase => t_string!(i18n, draft.blocked_no_address, endpoint = endpoint),
        PlanError::BadBase(_) => t_string!(i18n, draft.blocked_bad_address, endpoint = endpoint),
        PlanError::KeyInAddress => t_string!(i18n, draft.blocked_key_in_address, endpoint = endpoint),
        PlanError::BadHeader(header, _) => t_string!(i18n, draft.blocked_bad_header, header = header.clone()),
        PlanError::NotConversational { model, .. } => t_string!(i18n, draft.blocked_not_runnable, model = model.clone()),
    }
}

/// `https://api.openai.com` → `api.openai.com`.
fn host_of(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
