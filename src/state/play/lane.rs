//! A lane's handle: what it is set to, a snapshot of its run, and the run itself.

use super::{execution::Execution, head::RunHead};
use leptos::prelude::*;
use lineup_core::{
    draft::{Lane, LaneId, Settings},
    plan::{Plan, PlanError},
    run::Run,
};
use std::{collections::BTreeMap, sync::Arc};

/// The pages of a lane's wire drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WirePage {
    Request,
    Events,
    Response,
}

/// Copied freely; keyed by [`LaneHandle::id`].
#[derive(Clone, Copy)]
pub struct LaneHandle {
    pub id: LaneId,
    /// What the user has set.
    pub lane: RwSignal<Lane>,
    /// A snapshot of the newest run, renewed at most once a frame.
    pub run: RwSignal<RunHead>,
    /// The choice that is shown, where there are several.
    pub choice: RwSignal<u32>,
    /// Answers to tool calls that are being written, by the call's id: they outlive the card that shows them.
    pub answers: RwSignal<BTreeMap<String, String>>,
    /// The page of the wire drawer that is open.
    pub wire: RwSignal<Option<WirePage>>,
    /// The retired model that the user wants to keep all the same.
    pub kept_model: RwSignal<Option<String>>,
    pub(super) plan: Memo<Result<Plan, PlanError>>,
    pub(super) execution: StoredValue<Option<Execution>, LocalStorage>,
}

impl PartialEq for LaneHandle {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && self.lane == other.lane
    }
}

impl LaneHandle {
    /// Reads the newest run; `None` if the lane has not run. Not followed: follow [`RunHead::frame`].
    pub fn with_run<R>(&self, read: impl FnOnce(&Run) -> R) -> Option<R> {
        self.with_execution(|execution| read(&execution.run))
    }

    /// The plan that the newest run sent.
    pub fn sent_plan(&self) -> Option<Arc<Plan>> {
        self.with_execution(|execution| execution.plan.clone())
    }

    /// The lane's settings as the newest run took them.
    pub fn sent_lane(&self) -> Option<Lane> {
        self.with_execution(|execution| execution.lane.clone())
    }

    pub(super) fn with_execution<R>(&self, read: impl FnOnce(&Execution) -> R) -> Option<R> {
        self.execution.try_with_value(|execution| execution.as_ref().map(read)).flatten()
    }

    pub(super) fn with_execution_mut<R>(&self, change: impl FnOnce(&mut Execution) -> R) -> Option<R> {
        self.execution.try_update_value(|execution| execution.as_mut().map(change)).flatten()
    }

    /// The settings that the newest run asked for: the lane's own over the draft's, as they were.
    pub fn sent_settings(&self) -> Option<Settings> {
        self.with_execution(|execution| execution.lane.settings.over(&execution.draft.settings))
    }
}
