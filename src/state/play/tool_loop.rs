//! The tool loop of a lane: its calls are answered by hand or by mocks, and the run goes on. The turns belong to the lane's run;
//! they come into the conversation with the answer, when it is continued.

use super::{LaneHandle, Play, RunId, execution::Execution, running::Tries};
use crate::browser::clock;
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, LaneId, ToolCallTurn, TurnBody, TurnId, mock::Now},
    run::{Outcome, Run, Usage, assistant_turn},
};
use std::{collections::BTreeMap, rc::Rc, sync::Arc};

/// The steps of a loop so far. Cheap to copy.
#[derive(Clone, Default)]
pub struct Chain {
    /// The turn of the conversation that the first step answers; `None` where there was no step.
    first: Option<Option<TurnId>>,
    steps: Rc<[Rc<Step>]>,
}

/// A finished run whose calls were answered.
pub struct Step {
    pub id: RunId,
    pub run: Run,
    pub choice: u32,
    /// By the call's id.
    pub outputs: BTreeMap<String, String>,
    turns: Vec<TurnBody>,
    usd: Option<f64>,
}

/// The answers with which a finished run is continued; it becomes a step when the next run begins.
#[derive(Clone)]
pub struct Answered {
    choice: u32,
    outputs: BTreeMap<String, String>,
    turns: Vec<TurnBody>,
    usd: Option<f64>,
}

/// What a loop has used before its newest run.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spent {
    pub steps: usize,
    pub input: u64,
    pub output: u64,
    /// Where the price of every step is known.
    pub usd: Option<f64>,
}

impl Chain {
    pub fn answers(&self) -> Option<Option<TurnId>> {
        self.first
    }

    pub fn ids(&self) -> Arc<[RunId]> {
        self.steps.iter().map(|step| step.id).collect()
    }

    pub fn step(&self, id: RunId) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == id).map(Rc::as_ref)
    }

    pub fn turns(&self) -> impl Iterator<Item = TurnBody> {
        self.steps.iter().flat_map(|step| step.turns.iter().cloned())
    }

    pub fn spent(&self) -> Spent {
        let total = |of: fn(&Usage) -> Option<u64>| self.steps.iter().filter_map(|step| of(step.run.usage()?)).sum();
        Spent {
            steps: self.steps.len(),
            input: total(|usage| usage.input),
            output: total(|usage| usage.output),
            usd: self.steps.iter().map(|step| step.usd).sum(),
        }
    }

    /// The loop of a finished run with that run as its last step.
    pub fn after(run: Execution, answered: Answered) -> Self {
        let Execution { id, run, chain, answers, .. } = run;
        let Answered { choice, outputs, turns, usd } = answered;
        let step = Rc::new(Step { id, run, choice, outputs, turns, usd });
        Self { first: Some(answers), steps: chain.steps.iter().cloned().chain(std::iter::once(step)).collect() }
    }
}

impl Play {
    /// Sends the results of the lane's calls and goes on. A call without a result gets an empty one. Other lanes keep theirs.
    pub fn answer_calls(&self, id: LaneId, outputs: &BTreeMap<String, String>) {
        let Some(handle) = self.lane_now(id) else { return };
        let choice = handle.choice.get_untracked();
        let usd = handle.run.with_untracked(|head| head.cost.as_ref().map(|cost| cost.usd.0));
        let prepared = handle.with_execution(|execution| {
            let turn = assistant_turn(&execution.run, choice, &execution.lane)?;
            let TurnBody::Assistant { tool_calls, .. } = &turn else { return None };
            if tool_calls.is_empty() || !matches!(execution.run.outcome(), Some(Outcome::Finished { .. })) {
                return None;
            }
            let outputs: BTreeMap<String, String> =
                tool_calls.iter().map(|call| (call.id.clone(), outputs.get(&call.id).cloned().unwrap_or_default())).collect();
            let results = tool_calls
                .iter()
                .map(|call| TurnBody::Tool { call_id: call.id.clone(), output: outputs.get(&call.id).cloned().unwrap_or_default() });
            let turns: Vec<TurnBody> = std::iter::once(turn.clone()).chain(results).collect();
            let mut draft: Draft = (*execution.draft).clone();
            turns.iter().cloned().for_each(|turn| _ = draft.conversation.append(turn));
            Some((execution.lane.clone(), Arc::new(draft), Answered { choice, outputs, turns, usd }))
        });
        if let Some((lane, draft, answered)) = prepared.flatten() {
            self.send_one(handle, lane, &draft, Tries { answered: Some(answered), ..Tries::default() });
        }
    }

    /// Fills in the results that mocks give to the calls of a finished run, and goes on where that is wished and every call has one.
    pub(super) fn answer_by_mocks(&self, handle: LaneHandle) {
        let choice = handle.choice.get_untracked();
        let calls = handle.with_execution(|execution| {
            let is_finished = matches!(execution.run.outcome(), Some(Outcome::Finished { .. }));
            match assistant_turn(&execution.run, choice, &execution.lane).filter(|_| is_finished) {
                Some(TurnBody::Assistant { tool_calls, .. }) => tool_calls,
                _ => Vec::new(),
            }
        });
        let calls: Vec<ToolCallTurn> = calls.unwrap_or_default();
        if calls.is_empty() {
            return;
        }
        let (unix_ms, offset_minutes) = clock::wall();
        let now = Now { unix_ms, offset_minutes };
        let (mocked, settings) = self.draft.with_untracked(|draft| {
            let mocked: BTreeMap<String, String> = calls
                .iter()
                .filter_map(|call| Some((call.id.clone(), draft.mocks.get(&call.name)?.answer(&call.arguments, now))))
                .collect();
            (mocked, draft.tool_loop)
        });
        let all = mocked.len() == calls.len();
        handle.answers.set(mocked.clone());
        let taken = handle.with_execution(|execution| execution.chain.steps.len()).unwrap_or(0);
        if all && settings.automatic && taken < settings.turns as usize {
            self.answer_calls(handle.id, &mocked);
        }
    }
}
