//! A set-up that arrived by a link. It is shown in the place of the user's own, which waits: nothing is sent, and nothing that was kept
//! is written over until the user takes the visitor in.

use super::{LaneHandle, Play};
use crate::state::endpoints::SIMULATOR;
use leptos::prelude::*;
use lineup_core::{
    draft::{Endpoint, EndpointId, Flavour, Lane, LaneId},
    keep::State,
    share::{Arrival, Shared, TypedNote, Unseen, unseen},
};
use std::sync::Arc;

/// What arrived, as far as the user has something to decide or to know.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// The hash that brought it, without `#`.
    pub link: String,
    /// All of it, as it came.
    pub shared: Arc<Shared>,
    /// Lanes that want to go to a server that the user does not have. They are on the simulator until the user agrees.
    pub foreign: Vec<(LaneId, Endpoint)>,
    /// Lanes whose kind of server the user does not have, and whose address did not travel. They are on the simulator.
    pub missing: Vec<(LaneId, Flavour)>,
    /// Lanes that want to go to a server that the host of the page does not allow. They are on the simulator.
    pub barred: Vec<(LaneId, String)>,
    /// The kind of server that each lane asks for; `None` where the link does not say.
    pub asked: Vec<(LaneId, Option<Flavour>)>,
    /// What its texts hold and do not show.
    pub unseen: Option<Unseen>,
    /// Recorded runs are played in its lanes.
    pub is_recorded: bool,
    /// What a hand-written link said that was not understood.
    pub notes: Vec<TypedNote>,
    /// The user's own state, to go back to.
    mine: State,
}

fn simulator() -> EndpointId {
    EndpointId(SIMULATOR.to_owned())
}

fn state(shared: &Shared, lanes: Vec<Lane>) -> State {
    let Shared { draft, prompt, attached, lanes: _ } = shared.clone();
    State { draft, prompt, lanes, attached, runs: Vec::new() }
}

impl Play {
    /// Shows a set-up that arrived. Runs of the lanes before are stopped; they belong to the user's own set-up.
    pub fn visit(&self, link: &str, shared: &Shared, notes: Vec<TypedNote>) {
        // What was typed a moment ago is not kept yet.
        if self.visiting.with_untracked(Option::is_none) {
            self.save();
        }
        // Of two links after each other, the user's own state is what was before the first.
        let mine = self.visiting.with_untracked(|visit| visit.as_ref().map(|visit| visit.mine.clone())).unwrap_or_else(|| self.now_kept());
        let mut visit = Visit {
            link: link.to_owned(),
            shared: Arc::new(shared.clone()),
            foreign: Vec::new(),
            missing: Vec::new(),
            barred: Vec::new(),
            asked: Vec::new(),
            unseen: unseen(shared.texts()),
            is_recorded: false,
            notes,
            mine,
        };
        let usual = visit.mine.lanes.first().map_or_else(simulator, |lane| lane.endpoint.clone());
        let (lanes, wishes): (Vec<Lane>, Vec<_>) = self.arrived(shared, &usual).unzip();
        // A tab that is loaded anew finds the visitor as the user has changed it.
        let kept = self.kept_visit(link).filter(|kept| kept.lanes.len() == lanes.len() || lanes.is_empty());
        self.stop_all();
        // Before anything changes, so that no change is kept in the place of the user's own.
        self.visiting.set(Some(visit.clone()));
        let lanes = if lanes.is_empty() { visit.mine.lanes.clone() } else { lanes };
        self.take_up(kept.unwrap_or_else(|| state(shared, lanes)));
        let asked = shared.lanes.iter().map(|lane| lane.endpoint.as_ref().map(|endpoint| endpoint.flavour));
        visit.asked = self.lanes.get_untracked().into_iter().map(|lane| lane.id).zip(asked).collect();
        for (lane, arrival) in self.lanes.get_untracked().into_iter().zip(wishes) {
            // The user has decided before.
            if lane.lane.with_untracked(|lane| lane.endpoint.0 != SIMULATOR) {
                continue;
            }
            let id = lane.id;
            match arrival {
                Some(Arrival::Foreign(endpoint)) if self.ports.endpoints.are_pinned() => visit.barred.push((id, endpoint.base)),
                Some(Arrival::Foreign(endpoint)) => visit.foreign.push((id, *endpoint)),
                Some(Arrival::Missing(flavour)) => visit.missing.push((id, flavour)),
                Some(Arrival::Known(_)) | None => {}
            }
        }
        self.visiting.set(Some(visit));
    }

    /// Begins with what the host has set: a newcomer's own.
    pub(super) fn begin_with(&self, shared: &Shared) {
        let lanes = self.arrived(shared, &simulator()).map(|(lane, _)| lane).collect();
        self.take_up(state(shared, lanes));
    }

    /// The lanes of a set-up, each where it can go without asking, and where it wants to go. `usual`: for those that do not say.
    fn arrived(&self, shared: &Shared, usual: &EndpointId) -> impl Iterator<Item = (Lane, Option<Arrival>)> {
        let own = self.ports.endpoints.list.get_untracked();
        shared.lanes.iter().map(move |lane| {
            let arrival = lane.endpoint.as_ref().map(|endpoint| endpoint.arrive(lane.model.trim(), &own));
            let endpoint = match &arrival {
                None => usual.clone(),
                Some(Arrival::Known(id)) => id.clone(),
                Some(Arrival::Foreign(_) | Arrival::Missing(_)) => simulator(),
            };
            (lane.lane(LaneId(0), endpoint), arrival)
        })
    }

    /// Agrees to a server that a link named: it becomes one of the user's endpoints, and its lanes go there. It has no key, unless its
    /// origin is one that the user has given a key for.
    pub fn accept_endpoint(&self, endpoint: &Endpoint) {
        let id = self.ports.endpoints.new_id();
        self.ports.endpoints.upsert(Endpoint { id: id.clone(), ..endpoint.clone() });
        self.decide(endpoint, |lane| lane.lane.update(|lane| lane.endpoint = id.clone()));
    }

    /// Leaves the lanes of a server that a link named on the simulator.
    pub fn decline_endpoint(&self, endpoint: &Endpoint) {
        self.decide(endpoint, |_| {});
    }

    fn decide(&self, endpoint: &Endpoint, act: impl Fn(LaneHandle)) {
        let lanes = self.visiting.with_untracked(|visit| {
            let wanted = |(lane, other): &(LaneId, Endpoint)| (other == endpoint).then_some(*lane);
            visit.as_ref().map(|visit| visit.foreign.iter().filter_map(wanted).collect::<Vec<_>>()).unwrap_or_default()
        });
        lanes.into_iter().filter_map(|id| self.lane_now(id)).for_each(act);
        self.visiting.update(|visit| {
            if let Some(visit) = visit {
                visit.foreign.retain(|(_, other)| other != endpoint);
            }
        });
    }

    /// Takes what arrived for the user's own: from now on it is kept. What was before stays among the conversations.
    pub fn keep_visit(&self) {
        self.visiting.set(None);
        self.ports.keeping.begin_anew();
        self.save();
    }

    /// Back to the user's own set-up.
    pub fn leave_visit(&self) {
        let Some(visit) = self.visiting.get_untracked() else { return };
        self.stop_all();
        self.take_up(visit.mine);
        self.visiting.set(None);
    }

    /// The set-up as it would travel now, with the addresses that it came with.
    pub fn shared_now(&self) -> Shared {
        untrack(|| self.shared(true).0)
    }

    /// The set-up as it would travel now; followed.
    pub fn shared(&self, with_addresses: bool) -> (Shared, Vec<lineup_core::share::LeftOut>) {
        let lanes: Vec<Lane> = self.lanes.with(|lanes| lanes.iter().map(|lane| lane.lane.get()).collect());
        let endpoints = self.ports.endpoints.list.get();
        let (prompt, attached) = (self.prompt.get(), self.attached.parts.get());
        self.draft.with(|draft| Shared::of(draft, (&prompt, &attached), &lanes, &endpoints, with_addresses))
    }
}
