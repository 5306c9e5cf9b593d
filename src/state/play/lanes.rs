//! The list of lanes: one to six.

use super::{CodeForm, LaneHandle, Play, RunHead};
use crate::state::endpoints::SIMULATOR;
use leptos::prelude::*;
use lineup_core::{
    draft::{ApiChoice, EndpointId, Lane, LaneId, Scenario, Settings, examples::ExampleLane},
    plan::snippet::Language,
};
use std::{
    collections::BTreeSet,
    sync::atomic::{AtomicU32, Ordering},
};

/// More cannot be read side by side.
pub const MOST_LANES: usize = 6;

/// What a newcomer's first lane runs, on the simulator.
const FIRST_MODEL: &str = "o4-mini";

impl Play {
    /// Adds a lane: the model and endpoint of the last one, nothing else of it.
    pub fn add_lane(&self) {
        let last = self.lanes.with_untracked(|lanes| lanes.last().map(|lane| lane.lane.get_untracked()));
        let lane = match last {
            Some(last) => Lane { endpoint: last.endpoint, ..bare(&last.model) },
            None => self.first_lane(),
        };
        self.insert(lane, usize::MAX);
    }

    /// Gives a model a lane: in the place of another's model, whose settings stay, or one of its own. Without an endpoint it goes
    /// where that lane, or the last one, goes.
    pub fn open_model(&self, model: &str, endpoint: Option<EndpointId>, in_place_of: Option<LaneId>) {
        if let Some(handle) = in_place_of.and_then(|id| self.lane_now(id)) {
            handle.lane.update(|lane| {
                model.clone_into(&mut lane.model);
                lane.endpoint = endpoint.unwrap_or_else(|| lane.endpoint.clone());
            });
            self.focus.set(handle.id);
            return;
        }
        let last = self.lanes.with_untracked(|lanes| lanes.last().map(|lane| lane.lane.with_untracked(|lane| lane.endpoint.clone())));
        let lane = bare(model);
        self.insert(Lane { endpoint: endpoint.or(last).unwrap_or_else(|| lane.endpoint.clone()), ..lane }, usize::MAX);
    }

    /// Puts a copy beside the lane, settings included: to change one thing and compare.
    pub fn duplicate(&self, id: LaneId) {
        let Some(at) = self.place(id) else { return };
        let Some(lane) = self.lane_now(id).map(|lane| lane.lane.get_untracked()) else { return };
        self.insert(lane, at + 1);
    }

    /// Takes a lane away, and stops it. The last one stays.
    pub fn remove(&self, id: LaneId) {
        let Some(at) = self.place(id).filter(|_| self.lanes.with_untracked(Vec::len) > 1) else { return };
        let Some(handle) = self.lane_now(id) else { return };
        self.stop(id);
        self.lanes.update(|lanes| _ = lanes.remove(at));
        handle.execution.set_value(None);
        let left = self.lanes.with_untracked(|lanes| lanes.get(at.min(lanes.len().saturating_sub(1))).map(|lane| lane.id));
        if let Some(left) = left.filter(|_| self.focus.get_untracked() == id) {
            self.focus.set(left);
        }
    }

    /// Moves a lane by so many places; it stays at either end.
    pub fn move_lane(&self, id: LaneId, by: isize) {
        let Some(from) = self.place(id) else { return };
        let to = from.saturating_add_signed(by).min(self.lanes.with_untracked(Vec::len).saturating_sub(1));
        if from != to {
            self.lanes.update(|lanes| {
                let lane = lanes.remove(from);
                lanes.insert(to, lane);
            });
        }
    }

    /// Whether another lane fits; followed.
    pub fn has_room(&self) -> Signal<bool> {
        let lanes = self.lanes;
        Signal::derive(move || lanes.with(Vec::len) < MOST_LANES)
    }

    /// Puts these in the place of all lanes there are. Without any there is the newcomer's one.
    pub(super) fn set_lanes(&self, lanes: Vec<Lane>) {
        for lane in self.lanes.get_untracked() {
            self.stop(lane.id);
            lane.execution.set_value(None);
        }
        self.lanes.set(Vec::new());
        let lanes = if lanes.is_empty() { vec![self.first_lane()] } else { lanes };
        for lane in lanes.into_iter().take(MOST_LANES) {
            self.insert(lane, usize::MAX);
        }
        if let Some(first) = self.lanes.with_untracked(|lanes| lanes.first().map(|lane| lane.id)) {
            self.focus.set(first);
        }
    }

    fn insert(&self, lane: Lane, at: usize) {
        if self.lanes.with_untracked(Vec::len) >= MOST_LANES {
            return;
        }
        let handle = self.new_lane(lane);
        self.lanes.update(|lanes| lanes.insert(at.min(lanes.len()), handle));
        self.focus.set(handle.id);
    }

    fn new_lane(&self, lane: Lane) -> LaneHandle {
        // Never used again, not even when all lanes are replaced at once: what is keyed by it would take the new lane for the old.
        static NEXT: AtomicU32 = AtomicU32::new(1);
        let id = LaneId(NEXT.fetch_add(1, Ordering::Relaxed));
        let play = *self;
        self.ports.owner.with_value(|owner| {
            owner.with(|| {
                let lane = RwSignal::new(Lane { id, ..lane });
                LaneHandle {
                    id,
                    lane,
                    run: RwSignal::new(RunHead::default()),
                    choice: RwSignal::new(0),
                    answers: RwSignal::default(),
                    functions: RwSignal::default(),
                    wire: RwSignal::new(None),
                    edits_body: RwSignal::new(false),
                    language: RwSignal::new(CodeForm::Code(Language::Curl)),
                    kept: RwSignal::new(None),
                    kept_model: RwSignal::new(None),
                    plan: Memo::new(move |_| play.would_send(lane)),
                    execution: StoredValue::new_local(None),
                }
            })
        })
    }

    /// A lane of the first model that the host offers, or of the page's own choice; on the simulator.
    fn first_lane(&self) -> Lane {
        bare(self.ports.host.models.list.first().map_or(FIRST_MODEL, String::as_str))
    }

    fn place(&self, id: LaneId) -> Option<usize> {
        self.lanes.with_untracked(|lanes| lanes.iter().position(|lane| lane.id == id))
    }
}

fn bare(model: &str) -> Lane {
    Lane {
        id: LaneId(0),
        model: model.to_owned(),
        endpoint: EndpointId(SIMULATOR.to_owned()),
        api: ApiChoice::Auto,
        stream: true,
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    }
}

/// A lane that an example proposes.
pub(super) fn example_lane(lane: &ExampleLane) -> Lane {
    Lane { api: lane.api, settings: lane.settings.clone(), ..bare(lane.model) }
}
