//! The same draft on every wire, for the view that shows all of them while it is edited.

use super::{LaneHandle, Play};
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, Lane, TurnBody},
    plan::{Learned, Plan, PlanError, Side, Wire, every_wire, plan_learned},
};
use std::sync::Arc;

/// Stands for the question that is still to be written.
const STAND_IN: &str = "…";

/// What a lane would send, and what it would be elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub struct EveryWire {
    /// The lane's own request.
    pub own: Result<Plan, PlanError>,
    /// Which of the sides that is.
    pub own_wire: Option<Wire>,
    /// In the order of [`Wire::ALL`].
    pub sides: [Side; 4],
    /// Whether a word stands for the question, because none is written yet.
    pub stand_in: bool,
}

impl Play {
    /// The draft with the composer's text on every wire; followed. `None` if the lane's endpoint was removed.
    pub fn every_wire(&self, handle: LaneHandle) -> Option<EveryWire> {
        let endpoint = handle.lane.with(|lane| lane.endpoint.clone());
        let endpoint = self.ports.endpoints.get(&endpoint)?;
        let (draft, stand_in) = self.next_or_stand_in();
        let lineup = self.lineup();
        let both = |lane: &Lane, learned: &Learned| {
            let own = plan_learned(&draft, lane, &endpoint, &lineup, learned);
            let own_wire = own.as_ref().ok().map(|plan| Wire::of(endpoint.flavour, plan.api));
            let sides = every_wire(&draft, lane, &endpoint, &lineup, learned);
            EveryWire { own, own_wire, sides, stand_in }
        };
        Some(handle.lane.with(|lane| self.ports.learned.all.with(|learned| both(lane, learned))))
    }

    /// What the next Run would send, with a word for the question where none is written yet, and whether it is so; followed.
    pub(super) fn next_or_stand_in(&self) -> (Arc<Draft>, bool) {
        let mut draft = self.next.get();
        let stand_in = draft.conversation.branch_turns().next().is_none();
        if stand_in {
            Arc::make_mut(&mut draft).conversation.append(TurnBody::user(STAND_IN));
        }
        (draft, stand_in)
    }
}
