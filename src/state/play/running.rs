//! Run, Stop, Regenerate, and what would be sent.

use super::{
    LaneHandle, NotSent, Phase, Play, RunHead, RunId,
    execution::{Execution, Start},
    tool_loop::{Answered, Chain},
    transport,
};
use crate::browser::{abort::Abort, clock, frame::Role};
use crate::state::keeping::Writing;
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    draft::{Draft, Endpoint, Flavour, Lane, LaneId, TurnBody},
    plan::{HeaderValue, LearnedRule, Plan, PlanError, known_name},
    run::End,
};
use std::{collections::BTreeMap, sync::Arc, time::Duration};

/// How often running times are shown anew.
const TICK: Duration = Duration::from_millis(100);

/// What a send goes on from.
#[derive(Clone, Default)]
pub(super) struct Tries {
    /// The repairs that it has had.
    pub repairs: Arc<[LearnedRule]>,
    /// The tool loop that it continues.
    pub chain: Chain,
    /// The results with which it continues the lane's run.
    pub answered: Option<Answered>,
}

impl Play {
    /// Takes the composer's text into the conversation and sends it through every lane. With an empty composer the conversation
    /// as it stands is sent once more. When no lane can send, nothing changes and each lane says why.
    pub fn run_all(&self) {
        let lanes = self.lanes.get_untracked();
        self.send_next(&lanes);
    }

    /// The same through one lane.
    pub fn run(&self, id: LaneId) {
        if let Some(lane) = self.lane_now(id) {
            self.send_next(&[lane]);
        }
    }

    /// Asks one lane its last question again; the composer stays as it is.
    pub fn regenerate(&self, id: LaneId) {
        let Some(lane) = self.lane_now(id) else { return };
        let mut draft = self.draft.get_untracked();
        if let Some(asked) = lane.run.with_untracked(|run| run.answers) {
            // A question that was deleted meanwhile cannot be asked again: then the conversation as it stands is.
            draft.conversation.set_tip(Some(asked));
        }
        self.send(&[lane], &Arc::new(draft));
    }

    /// Stops one lane. What has come stays. A run in the background is ended at the server too.
    pub fn stop(&self, id: LaneId) {
        let Some(lane) = self.lane_now(id) else { return };
        if lane.pauses_tape() {
            return self.frames.show(*self, lane);
        }
        let now = clock::now();
        self.end_at_server(lane);
        lane.with_execution_mut(|execution| {
            execution.retrying = None;
            let at = execution.at(now);
            execution.run.end(End::Stopped, at);
            execution.abort.abort();
            if let Some(wake) = execution.wake.take() {
                wake.abort();
            }
        });
        self.frames.show(*self, lane);
        // Its run may be taken away next.
        self.write_run(lane, Writing::AtOnce);
    }

    pub fn stop_all(&self) {
        for lane in self.lanes.get_untracked() {
            if lane.run.with_untracked(RunHead::is_running) {
                self.stop(lane.id);
            }
        }
    }

    /// Ends the pause before an automatic retry.
    pub fn retry_now(&self, id: LaneId) {
        if let Some(wake) = self.lane_now(id).and_then(|lane| lane.with_execution_mut(|execution| execution.wake.take()).flatten()) {
            wake.abort();
        }
    }

    /// Whether this is the cell, which sends nothing.
    pub fn only_replays(&self) -> bool {
        self.ports.role == Role::Cell
    }

    /// Whether any lane is running; followed.
    pub fn is_running(&self) -> Signal<bool> {
        self.running.into()
    }

    /// Whether there is something to send: a prompt, or a question (or result) at the end of the conversation; followed.
    pub fn can_run(&self) -> Signal<bool> {
        let play = *self;
        Signal::derive(move || {
            let is_question = |draft: &Draft| {
                let tip = draft.conversation.tip.and_then(|tip| draft.conversation.turns.get(&tip));
                tip.is_some_and(|tip| !matches!(tip.body, TurnBody::Assistant { .. }))
            };
            let is_written = play.prompt.with(|prompt| !prompt.trim().is_empty()) || play.attached.parts.with(|parts| !parts.is_empty());
            is_written || play.draft.with(is_question)
        })
    }

    /// What the lane would send with the composer's text; followed.
    pub fn plan_of(&self, id: LaneId) -> Signal<Result<Plan, PlanError>> {
        match self.lane_now(id) {
            Some(lane) => lane.plan.into(),
            None => Signal::stored(Err(PlanError::NoBase)),
        }
    }

    /// Why the lane could not send if Run were pressed now; followed.
    pub fn obstacle(&self, id: LaneId) -> Signal<Option<NotSent>> {
        let play = *self;
        Signal::derive(move || {
            let lane = play.lane(id)?;
            let (endpoint, model) = lane.lane.with(|lane| (lane.endpoint.clone(), lane.model.clone()));
            let Some(endpoint) = play.ports.endpoints.get(&endpoint) else { return Some(NotSent::NoEndpoint(endpoint)) };
            if let Err(why) = play.is_offered(&model, &endpoint) {
                return Some(why);
            }
            match lane.plan.get() {
                Err(error) => Some(NotSent::Plan(error)),
                Ok(plan) => {
                    (needs_key(&plan, &endpoint) && !play.ports.keys.has(plan.origin.clone()).get()).then(|| play.without_key(plan.origin))
                }
            }
        })
    }

    /// The hosts that the next Run sends to, each once, in the order of the lanes; followed.
    pub fn hosts(&self) -> Signal<Vec<String>> {
        let play = *self;
        Signal::derive(move || {
            let mut hosts = Vec::new();
            for lane in play.lanes.get() {
                let endpoint = lane.lane.with(|lane| lane.endpoint.clone());
                let origin = play.ports.endpoints.get(&endpoint).and_then(|endpoint| lineup_core::plan::origin(&endpoint).ok());
                if let Some(host) = origin.map(|origin| origin.split_once("://").map_or(origin.clone(), |(_, host)| host.to_owned()))
                    && !hosts.contains(&host)
                {
                    hosts.push(host);
                }
            }
            hosts
        })
    }

    /// Why there is no key; followed.
    pub(super) fn without_key(&self, origin: String) -> NotSent {
        if self.ports.keys.is_locked(&origin) { NotSent::KeyLocked { origin } } else { NotSent::NoKey { origin } }
    }

    fn is_offered(&self, model: &str, endpoint: &Endpoint) -> Result<(), NotSent> {
        let is_offered = self.ports.host.models.allow(model, endpoint.flavour);
        is_offered.then_some(()).ok_or_else(|| NotSent::NotOffered { model: model.to_owned() })
    }

    pub(super) fn would_send(&self, lane: RwSignal<Lane>) -> Result<Plan, PlanError> {
        let endpoint = lane.with(|lane| lane.endpoint.clone());
        let endpoint = self.ports.endpoints.get(&endpoint).ok_or(PlanError::NoBase)?;
        self.next.with(|next| lane.with(|lane| self.plan_repaired(next, lane, &endpoint, &[])))
    }

    /// What the lane would send now, and what with another model in its place; followed. Where nothing is asked yet, a word stands
    /// for it. `None` where one of them cannot be made.
    pub fn plans_with(&self, handle: LaneHandle, model: &str) -> Option<(Plan, Plan)> {
        let endpoint = handle.lane.with(|lane| lane.endpoint.clone());
        let endpoint = self.ports.endpoints.get(&endpoint)?;
        let (draft, _) = self.next_or_stand_in();
        let plan = |lane: &Lane| self.plan_repaired(&draft, lane, &endpoint, &[]).ok();
        let lane = handle.lane.get();
        let other = plan(&Lane { model: model.to_owned(), ..lane.clone() })?;
        Some((plan(&lane)?, other))
    }

    fn send_next(&self, lanes: &[LaneHandle]) {
        let next = self.next.get_untracked();
        // A step back brings what was asked back into the composer.
        self.remember();
        if self.send(lanes, &next) && self.draft.with_untracked(|draft| draft.conversation != next.conversation) {
            self.draft.set((*next).clone());
            self.prompt.set(String::new());
            self.attached.clear();
        }
    }

    /// Sends the draft through these lanes. `false` if not one of them could send.
    pub(super) fn send(&self, lanes: &[LaneHandle], draft: &Arc<Draft>) -> bool {
        let mut sent = false;
        for handle in lanes {
            sent |= self.send_one(*handle, handle.lane.get_untracked(), draft, Tries::default());
        }
        sent
    }

    /// Sends the draft through one lane, set like this, as one more try. `false` if it could not be sent; the lane says why.
    pub(super) fn send_one(&self, handle: LaneHandle, lane: Lane, draft: &Arc<Draft>, tries: Tries) -> bool {
        if self.only_replays() {
            return false;
        }
        match self.prepare(&lane, draft, &tries.repairs) {
            Ok((plan, endpoint)) => {
                self.stop(handle.id);
                self.start(handle, lane, plan, &endpoint, draft, tries);
                true
            }
            Err(why) => {
                handle.run.update(|run| run.not_sent = Some(why));
                false
            }
        }
    }

    fn prepare(&self, lane: &Lane, draft: &Draft, tried: &[LearnedRule]) -> Result<(Plan, Endpoint), NotSent> {
        let endpoint = untrack(|| self.ports.endpoints.get(&lane.endpoint)).ok_or(NotSent::NoEndpoint(lane.endpoint.clone()))?;
        self.is_offered(&lane.model, &endpoint)?;
        let plan = untrack(|| self.plan_repaired(draft, lane, &endpoint, tried)).map_err(NotSent::Plan)?;
        if needs_key(&plan, &endpoint) && self.ports.keys.for_origin(&plan.origin).is_none() {
            return Err(untrack(|| self.without_key(plan.origin)));
        }
        Ok((plan, endpoint))
    }

    fn start(&self, handle: LaneHandle, lane: Lane, plan: Plan, endpoint: &Endpoint, draft: &Arc<Draft>, tries: Tries) {
        let Some(abort) = Abort::new() else { return };
        let id = RunId::next();
        let simulated = endpoint.flavour == Flavour::Simulator;
        let finished = tries.answered.and_then(|answered| Some((handle.execution.try_update_value(Option::take)??, answered)));
        let chain = finished.map_or(tries.chain, |(run, answered)| Chain::after(run, answered));
        let start = Start {
            id,
            known_as: known_name(&lane, endpoint, &self.lineup_now()).to_owned(),
            lane,
            draft: draft.clone(),
            plan: Arc::new(plan),
            tried: tries.repairs,
            simulated,
            answers: chain.answers().unwrap_or(draft.conversation.tip),
            chain,
            abort,
            now: clock::now(),
        };
        let mut execution = Execution::new(start);
        execution.made = js_sys::Date::new_0().to_iso_string().into();
        handle.execution.set_value(Some(execution));
        handle.choice.set(0);
        handle.answers.set(BTreeMap::new());
        handle.functions.set(BTreeMap::new());
        self.record(handle, &endpoint.name);
        self.frames.show(*self, handle);
        let key = self.ports.keys.for_origin(&handle.sent_plan().map(|plan| plan.origin.clone()).unwrap_or_default());
        spawn_local(transport::drive(*self, handle, id, key));
    }

    /// The lane as if it had not run.
    pub(super) fn forget_run(&self, lane: LaneHandle) {
        self.stop(lane.id);
        lane.execution.set_value(None);
        lane.kept.set(None);
        lane.run.set(RunHead::default());
    }

    /// Moves the page's clock while something runs.
    pub(super) fn tick(&self) {
        let play = *self;
        self.while_running(TICK, move || {
            play.now.set(clock::now());
            play.end_the_silent();
        });
    }

    /// Does this every so often while something runs, and when that begins or ends. For the life of the page.
    pub(super) fn while_running(&self, every: Duration, act: impl Fn() + Copy + 'static) {
        let running = self.running;
        let ticker = StoredValue::new_local(None::<IntervalHandle>);
        Effect::new(move |_| {
            let running = running.get();
            if let Some(old) = ticker.try_update_value(Option::take).flatten() {
                old.clear();
            }
            untrack(act);
            if running {
                ticker.set_value(set_interval_with_handle(act, every).ok());
            }
        });
    }

    /// Ends runs whose server never answered: long after anybody would have pressed Stop, but never a silent hang.
    fn end_the_silent(&self) {
        let now = self.now.get_untracked();
        for lane in self.lanes.get_untracked() {
            let silent = lane.run.with_untracked(|run| {
                run.phase == Phase::Waiting && run.timing.last_bytes.is_none() && run.silence(now) > Some(transport::NO_ANSWER_MS)
            });
            if silent {
                lane.with_execution_mut(|execution| {
                    let at = execution.at(now);
                    execution.run.end(End::TimedOut, at);
                    execution.abort.abort();
                });
                self.frames.show(*self, lane);
            }
        }
    }
}

pub(super) fn needs_key(plan: &Plan, endpoint: &Endpoint) -> bool {
    endpoint.flavour != Flavour::Simulator && plan.headers.iter().any(|(_, value)| matches!(value, HeaderValue::Credential { .. }))
}
