//! The tool loop of a lane: its calls are answered by hand or by mocks, and the run goes on. The turns belong to the lane's run;
//! they come into the conversation with the answer, when it is continued.

use super::{LaneHandle, Play, RunId, execution::Execution, running::Tries};
use crate::browser::{clock, workers::script};
use crate::later::split;
use leptos::prelude::*;
use lineup_core::{
    draft::{
        APPROVED, Draft, LaneId, ToolCallTurn, TurnBody, TurnId,
        mock::{
            Now, Reply,
            script::{Fault, Ran},
        },
    },
    run::{Choice, Outcome, Run, Usage},
};
use std::{collections::BTreeMap, rc::Rc, sync::Arc};
use wasm_bindgen_futures::spawn_local;

/// The steps of a loop so far. Cheap to copy.
#[derive(Clone, Default)]
pub struct Chain {
    /// The turn of the conversation that the first step answers; `None` where there was no step.
    first: Option<Option<TurnId>>,
    steps: Rc<[Rc<Step>]>,
    /// The turns of steps whose runs belong to the history: those of a run that was opened again.
    before: Rc<[TurnBody]>,
}

/// A finished run whose calls were answered.
pub struct Step {
    pub id: RunId,
    pub run: Run,
    pub answered: Answered,
}

/// The answers with which a finished run is continued; it becomes a step when the next run begins.
#[derive(Clone)]
pub struct Answered {
    pub choice: u32,
    /// By the call's id.
    pub outputs: BTreeMap<String, String>,
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
    /// The chain of a run that was read from its record: the turn that it answers, and the turns in between.
    pub fn kept(first: Option<TurnId>, before: Vec<TurnBody>) -> Self {
        Self { first: (!before.is_empty()).then_some(first), steps: Rc::default(), before: before.into() }
    }

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
        self.before.iter().cloned().chain(self.steps.iter().flat_map(|step| step.answered.turns.iter().cloned()))
    }

    pub fn spent(&self) -> Spent {
        let total = |of: fn(&Usage) -> Option<u64>| self.steps.iter().filter_map(|step| of(step.run.usage()?)).sum();
        Spent {
            steps: self.steps.len(),
            input: total(|usage| usage.input),
            output: total(|usage| usage.output),
            usd: self.steps.iter().map(|step| step.answered.usd).sum(),
        }
    }

    /// The loop of a finished run with that run as its last step.
    pub fn after(run: Execution, answered: Answered) -> Self {
        let Execution { id, run, chain, answers, .. } = run;
        let step = Rc::new(Step { id, run, answered });
        let steps = chain.steps.iter().cloned().chain(std::iter::once(step)).collect();
        Self { first: Some(answers), steps, before: chain.before }
    }
}

impl Play {
    /// Sends the results of the lane's calls and goes on. A call without a result gets an empty one. Other lanes keep theirs.
    pub fn answer_calls(&self, id: LaneId, outputs: &BTreeMap<String, String>) {
        let Some(handle) = self.lane_now(id) else { return };
        let choice = handle.choice.get_untracked();
        let usd = handle.run.with_untracked(|head| head.cost.as_ref().map(|cost| cost.usd.0));
        let prepared = handle.with_execution(|execution| {
            let (turn, tool_calls) = asking_turn(execution, choice)?;
            let asked: Vec<String> = tool_calls.into_iter().map(|call| call.id).chain(approvals_of(execution, choice)).collect();
            let outputs: BTreeMap<String, String> =
                asked.iter().map(|id| (id.clone(), outputs.get(id).cloned().unwrap_or_default())).collect();
            let results =
                asked.iter().map(|id| TurnBody::Tool { call_id: id.clone(), output: outputs.get(id).cloned().unwrap_or_default() });
            let turns: Vec<TurnBody> = std::iter::once(turn).chain(results).collect();
            let mut draft: Draft = (*execution.draft).clone();
            turns.iter().cloned().for_each(|turn| _ = draft.conversation.append(turn));
            Some((execution.lane.clone(), Arc::new(draft), Answered { choice, outputs, turns, usd }))
        });
        if let Some((lane, draft, answered)) = prepared.flatten() {
            self.send_one(handle, lane, &draft, Tries { answered: Some(answered), ..Tries::default() });
        }
    }

    /// Fills in the results that mocks give to the calls of a finished run, and goes on where that is wished and every call has one.
    pub fn answer_by_mocks(&self, handle: LaneHandle) {
        if calls_of(handle).is_some() {
            let play = *self;
            spawn_local(async move { _ = by_mocks(play, handle).await });
        }
    }

    fn answer_by_mocks_now(&self, handle: LaneHandle) {
        let Some((run, calls)) = calls_of(handle) else { return };
        let (unix_ms, offset_minutes) = clock::wall();
        let now = Now { unix_ms, offset_minutes };
        let (mut answers, mut functions) = (BTreeMap::new(), Vec::new());
        self.draft.with_untracked(|draft| {
            for call in calls {
                match draft.mocks.get(&call.name).map(|mock| mock.answer(&call, now)) {
                    None => {}
                    Some(Reply::Text(text)) => _ = answers.insert(call.id, text),
                    Some(Reply::Function { code, input }) => functions.push((call.id, code, input)),
                }
            }
        });
        handle.answers.set(answers);
        handle.functions.set(functions.iter().map(|(call, _, _)| (call.clone(), None)).collect());
        for (call, code, input) in functions {
            let play = *self;
            script::run(code, input, move |ran| play.function_ended(handle, run, call, ran));
        }
        self.go_on_by_itself(handle);
    }

    /// Lets a tool of a remote server run, or not. Where nothing else is asked, the lane goes on with the last decision.
    pub fn allow_tool(&self, handle: LaneHandle, id: &str, allow: bool) {
        let word = if allow { APPROVED } else { "denied" };
        handle.answers.update(|answers| _ = answers.insert(id.to_owned(), word.to_owned()));
        if calls_of(handle).is_none() && all_decided(handle) {
            self.answer_calls(handle.id, &handle.answers.get_untracked());
        }
    }

    /// Takes a function's result. One that comes for an older run of the lane is dropped.
    fn function_ended(&self, handle: LaneHandle, run: RunId, call: String, ran: Ran) {
        let is_newest = handle.run.try_with_untracked(|head| head.id == Some(run));
        if is_newest != Some(true) {
            return;
        }
        let text = ran.result.clone().unwrap_or_else(|fault| fault.told());
        handle.answers.update(|answers| _ = answers.insert(call.clone(), text));
        handle.functions.update(|functions| _ = functions.insert(call, Some(ran)));
        self.go_on_by_itself(handle);
    }

    /// Sends the results where that is wished, every call has a mock, and all have answered. What went wrong in a user's function is
    /// for the user to see first, unless the function itself threw: that is an answer.
    fn go_on_by_itself(&self, handle: LaneHandle) {
        let Some((_, calls)) = calls_of(handle) else { return };
        let (all_mocked, settings) =
            self.draft.with_untracked(|draft| (calls.iter().all(|call| draft.mocks.contains_key(&call.name)), draft.tool_loop));
        let have_answered = handle.functions.with_untracked(|functions| {
            let is_fine = |ran: &Ran| ran.result.as_ref().err().is_none_or(Fault::is_for_the_model);
            functions.values().all(|ran| ran.as_ref().is_some_and(is_fine))
        });
        let taken = handle.with_execution(|execution| execution.chain.steps.len()).unwrap_or(0);
        if settings.automatic && all_mocked && have_answered && all_decided(handle) && taken < settings.turns as usize {
            self.answer_calls(handle.id, &handle.answers.get_untracked());
        }
    }
}

split! { in answers: fn by_mocks(play: Play, handle: LaneHandle) -> () { play.answer_by_mocks_now(handle) } }

/// What the lane's run asks to be allowed.
fn approvals_of(execution: &Execution, choice: u32) -> Vec<String> {
    execution.run.reply().choice(choice).map(|choice| choice.approvals().map(str::to_owned).collect()).unwrap_or_default()
}

fn all_decided(handle: LaneHandle) -> bool {
    let choice = handle.choice.get_untracked();
    let asked = handle.with_execution(|execution| approvals_of(execution, choice)).unwrap_or_default();
    handle.answers.with_untracked(|answers| asked.iter().all(|id| answers.contains_key(id)))
}

/// The calls with which the lane's finished run ends; `None` where there are none.
fn calls_of(handle: LaneHandle) -> Option<(RunId, Vec<ToolCallTurn>)> {
    let choice = handle.choice.try_get_untracked()?;
    let asked = handle.with_execution(|execution| asking_turn(execution, choice).map(|(_, calls)| (execution.id, calls))).flatten();
    asked.filter(|(_, calls)| !calls.is_empty())
}

/// The turn of a finished run that waits for the results of its calls, and the calls.
fn asking_turn(execution: &Execution, choice: u32) -> Option<(TurnBody, Vec<ToolCallTurn>)> {
    // Asked first: the turn of a long answer is dear to make, and most answers call nothing.
    let asks = execution.run.reply().choice(choice).is_some_and(Choice::asks_for_tools);
    if !asks || !matches!(execution.run.outcome(), Some(Outcome::Finished { .. })) {
        return None;
    }
    let turn = execution.run.assistant_turn(choice, &execution.lane)?;
    let TurnBody::Assistant { tool_calls, .. } = &turn else { return None };
    let tool_calls = tool_calls.clone();
    Some((turn, tool_calls))
}
