//! A lane's handle: what it is set to, a snapshot of its run, and the run itself.

use super::{
    execution::{Execution, Start},
    head::{RunHead, RunId},
    tool_loop::Spent,
};
use crate::state::keeping::Recording;
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, Lane, LaneId, OutputFormat, Settings, mock::script::Ran},
    plan::{
        Plan, PlanError,
        snippet::{Language, PromptFile},
    },
    run::Run,
};
use std::{collections::BTreeMap, sync::Arc};

/// The pages of a lane's wire drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WirePage {
    Request,
    Code,
    Events,
    Response,
}

/// What a request can be taken away as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CodeForm {
    Code(Language),
    Prompt(PromptFile),
}

impl CodeForm {
    /// The name that a file of it usually has.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Code(language) => language.file_name(),
            Self::Prompt(form) => form.file_name(),
        }
    }
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
    /// The functions that answer its calls, by the call's id: `None` while one runs.
    pub functions: RwSignal<BTreeMap<String, Option<Ran>>>,
    /// The page of the wire drawer that is open.
    pub wire: RwSignal<Option<WirePage>>,
    /// The body of its request is being edited there.
    pub edits_body: RwSignal<bool>,
    /// What its code is printed as.
    pub language: RwSignal<CodeForm>,
    /// The record of its newest run.
    pub kept: RwSignal<Option<String>>,
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

    /// Reads a run of the lane: the newest, or one of its tool loop before it. `None` if it is neither.
    pub fn with_run_of<R>(&self, id: RunId, read: impl FnOnce(&Run) -> R) -> Option<R> {
        self.with_execution(|execution| {
            if execution.id == id { Some(read(&execution.run)) } else { execution.chain.step(id).map(|step| read(&step.run)) }
        })
        .flatten()
    }

    /// The form of answer that a run asked for. A tool loop asks for the same throughout.
    pub fn output_of(&self, id: RunId) -> Option<OutputFormat> {
        let known =
            |execution: &Execution| (execution.id == id || execution.chain.step(id).is_some()).then(|| execution.draft.filled_output());
        self.with_execution(known).flatten()
    }

    /// What was answered to a call of an earlier run of the tool loop.
    pub fn result_of(&self, id: RunId, call: &str) -> Option<String> {
        self.with_execution(|execution| execution.chain.step(id).and_then(|step| step.answered.outputs.get(call).cloned())).flatten()
    }

    /// The choice with which an earlier run of the tool loop was continued.
    pub fn choice_of(&self, id: RunId) -> Option<u32> {
        self.with_execution(|execution| execution.chain.step(id).map(|step| step.answered.choice)).flatten()
    }

    /// What the tool loop has used and cost before the newest run: tokens in, tokens out, and money where it is known of each.
    pub fn spent_before(&self) -> Spent {
        self.with_execution(|execution| execution.chain.spent()).unwrap_or_default()
    }

    /// The plan that the newest run sent.
    pub fn sent_plan(&self) -> Option<Arc<Plan>> {
        self.with_execution(|execution| execution.plan.clone())
    }

    /// The lane's settings as the newest run took them.
    pub fn sent_lane(&self) -> Option<Lane> {
        self.with_execution(|execution| execution.lane.clone())
    }

    /// The draft that the newest run asked with.
    pub fn sent_draft(&self) -> Option<Arc<Draft>> {
        self.with_execution(|execution| execution.draft.clone())
    }

    /// Puts a run that was read from its record in the place of the lane's run.
    pub(super) fn take_kept(&self, start: Start, run: Run, recording: Recording, made: String, interrupted: bool) {
        let mut execution = Execution::new(start);
        execution.made = made;
        execution.run = run;
        execution.recording = Some(recording);
        execution.interrupted = interrupted;
        self.execution.set_value(Some(execution));
        self.choice.set(0);
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
