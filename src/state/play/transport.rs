//! The way of the bytes, from the network or from the simulator, into the run; and what is done when a server says no before it
//! said anything: wait and try again, or ask for less.
//!
//! Whoever feeds a run names its id: news for an older run of the lane is dropped.

use super::{LaneHandle, Play, Retrying, RunId, execution::Execution, reading, resuming};
use crate::browser::{
    abort::Abort,
    clock,
    fetch::{self, Answer, Head},
};
use crate::{later::split, state::keeping::Writing};
use leptos::prelude::*;
use lineup_core::{
    Secret,
    draft::Scenario,
    plan::{Plan, Remedy},
    run::{
        End, Problem, pause_before_retry, refuses_to_stream,
        simulator::{self, SimRequest, Simulated},
    },
};
use std::sync::Arc;

/// After this much silence from the start a run is given up. Reasoning models without streaming may think for many minutes.
pub const NO_ANSWER_MS: f64 = 20.0 * 60_000.0;

/// Runs a lane's plan to its end, with the retries that are made without asking.
pub async fn drive(play: Play, lane: LaneHandle, id: RunId, key: Option<Secret>) {
    let feed = Feed { play, lane, id };
    let asked = clock::now();
    // Nothing is sent whose answer could not be read; the notices say why.
    let Some(reader) = reading::reader().await else {
        feed.end(End::Stopped);
        return feed.over();
    };
    let goes_on = feed.with(|execution| {
        // The server is not to blame for this wait.
        execution.started += clock::now() - asked;
        execution.run.read_by(reader);
        execution.run.outcome().is_none()
    });
    if goes_on != Some(true) {
        return feed.over();
    }
    loop {
        let known = feed.with(|execution| (execution.plan.clone(), execution.abort.clone(), source(execution)));
        let Some((plan, abort, source)) = known else { return };
        let end = match source {
            Source::Simulator(..) => simulate(&feed, &plan, source, 0, &abort).await,
            Source::Network => request(&feed, &plan, key.as_ref(), &abort).await,
        };
        let end = resuming::the_rest(&feed, &plan, source, key.as_ref(), &abort, end).await;
        feed.end(end);
        if !feed.try_again().await {
            return feed.over();
        }
    }
}

/// Asks for the rest of a run in the background whose connection was cut.
pub async fn go_on(play: Play, lane: LaneHandle, id: RunId, key: Option<Secret>) {
    let feed = Feed { play, lane, id };
    let known = feed.with(|execution| (execution.plan.clone(), execution.abort.clone(), source(execution)));
    let Some((plan, abort, source)) = known else { return };
    let end = resuming::the_rest(&feed, &plan, source, key.as_ref(), &abort, End::Broken(None)).await;
    feed.end(end);
    feed.over();
}

/// Where a run's bytes come from; from the simulator, in this scenario, after so many retries.
#[derive(Clone, Copy)]
pub(super) enum Source {
    Network,
    Simulator(Scenario, u32),
}

fn source(execution: &Execution) -> Source {
    if execution.simulated { Source::Simulator(execution.lane.scenario, execution.retries) } else { Source::Network }
}

/// A run that can be fed, as long as it is the lane's newest.
#[derive(Clone, Copy)]
pub(super) struct Feed {
    play: Play,
    lane: LaneHandle,
    id: RunId,
}

impl Feed {
    pub fn with<R>(&self, act: impl FnOnce(&mut Execution) -> R) -> Option<R> {
        self.lane.with_execution_mut(|execution| (execution.id == self.id).then(|| act(execution))).flatten()
    }

    fn end(&self, end: End) {
        self.with(|execution| {
            let at = execution.at(clock::now());
            execution.run.end(end, at);
        });
    }

    /// Nothing more is tried.
    fn over(&self) {
        self.play.frames.soon(self.play, self.lane);
        if self.with(|_| ()).is_some() {
            self.play.answer_by_mocks(self.lane);
        }
    }

    fn head(&self, status: u16, headers: &[(String, String)]) {
        let repairs = self.with(|execution| {
            let at = execution.at(clock::now());
            execution.run.headers(status, None, headers, at);
            execution.tried.clone()
        });
        if let Some(repairs) = repairs.filter(|_| (200..300).contains(&status)) {
            self.play.learn(&repairs);
        }
        self.play.frames.soon(self.play, self.lane);
    }

    /// `false` if nothing more is wanted: a newer run, or more than a run can hold.
    fn bytes(&self, bytes: &[u8]) -> bool {
        let wanted = self.with(|execution| {
            let at = execution.at(clock::now());
            execution.run.bytes(bytes, at);
            (!execution.run.gave_up() && execution.run.outcome().is_none(), execution.is_new_in_background())
        });
        let (wanted, is_new) = wanted.unwrap_or_default();
        if is_new {
            // What can be gone on with after a reload is written at once.
            self.play.write_run(self.lane, Writing::AtOnce);
        }
        self.play.frames.soon(self.play, self.lane);
        wanted
    }

    /// Prepares another try where one is worth it; waits for its time. `false` if the run is over.
    async fn try_again(&self) -> bool {
        let Some(problem) = self.with(|execution| execution.refused().cloned()).flatten() else { return false };
        let now = clock::now();
        let remedy = self.play.remedy(self.lane);
        if let Some(Remedy::Repair(proposal)) = &remedy
            && proposal.by_itself
            && self.play.repair_by_itself(self.lane, proposal)
        {
            return true;
        }
        // In words that no rule knows.
        if remedy.is_none() && refuses_to_stream(&problem) {
            let again = self.with(|execution| {
                let possible = execution.plan.stream && !execution.unstreamed;
                if possible {
                    execution.unstreamed = true;
                    execution.begin_again(Arc::new(without_stream(&execution.plan)), now);
                }
                possible
            });
            return again.unwrap_or(false);
        }
        let again = self.wait_for_retry(&problem).await;
        if !again {
            self.with(|execution| execution.remedy = remedy.map(Arc::new));
        }
        again
    }

    async fn wait_for_retry(&self, problem: &Problem) -> bool {
        let (Some(wake), Some(retries)) = (Abort::new(), self.with(|execution| execution.retries)) else { return false };
        let Some(pause) = pause_before_retry(problem, retries, js_sys::Math::random()) else { return false };
        self.with(|execution| {
            execution.retries += 1;
            execution.retrying = Some(Retrying { until: clock::now() + pause.0, number: execution.retries, status: problem.status });
            execution.wake = Some(wake.clone());
        });
        self.play.frames.soon(self.play, self.lane);
        // Ended early by "Retry now" and by Stop; Stop has taken the plan to retry away.
        clock::pause(pause.0, &wake).await;
        let again = self.with(|execution| {
            let wanted = execution.retrying.take().is_some();
            execution.wake = None;
            if wanted {
                execution.begin_again(execution.plan.clone(), clock::now());
            }
            wanted
        });
        again.unwrap_or(false)
    }
}

/// The same request for one whole answer.
fn without_stream(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.stream = false;
    if let Some(body) = plan.body.as_object_mut() {
        body.insert("stream".to_owned(), false.into());
        body.shift_remove("stream_options");
    }
    plan
}

async fn request(feed: &Feed, plan: &Plan, key: Option<&Secret>, abort: &Abort) -> End {
    let mut answer = match fetch::send(plan, &plan.body.to_string(), key, abort).await {
        Ok(answer) => answer,
        Err(end) => return end,
    };
    let Head { status, headers } = &answer.head;
    feed.head(*status, headers);
    pour(feed, &mut answer, abort).await
}

/// All bytes of an answer, and how it ended.
pub(super) async fn pour(feed: &Feed, answer: &mut Answer, abort: &Abort) -> End {
    loop {
        match answer.next(abort).await {
            Ok(bytes) => {
                if !feed.bytes(&bytes) {
                    abort.abort();
                    return End::Stopped;
                }
            }
            Err(end) => return end,
        }
    }
}

split! { in answers: fn simulated(request: SimRequest, scenario: Scenario, seed: u64) -> Simulated { simulator::answer(&request, scenario, seed) } }

/// Performs a simulated answer; the first `known` bytes are there without a pause, for they came before.
pub(super) async fn simulate(feed: &Feed, plan: &Plan, source: Source, known: usize, abort: &Abort) -> End {
    let Source::Simulator(scenario, retries) = source else { return End::Closed };
    let path = plan.url.split_once("://").map_or(plan.url.as_str(), |(_, rest)| rest);
    let path = path.find('/').map_or(path, |at| &path[at..]).to_owned();
    // The limit is lifted when the wait is over, as it would be.
    let scenario = if scenario == Scenario::RateLimited && retries > 0 { Scenario::Answer } else { scenario };
    // By its place, so that the same lanes answer the same after a reload.
    let place = feed.play.lanes.with_untracked(|lanes| lanes.iter().position(|lane| lane.id == feed.lane.id)).unwrap_or(0);
    let Some(answer) = simulated(SimRequest { path, body: plan.body.clone() }, scenario, place as u64).await else {
        return End::Broken(None);
    };
    let headers: Vec<_> = answer.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let mut due = clock::now();
    let mut is_first = known == 0;
    let mut given = 0;
    for chunk in answer.chunks {
        if given >= known {
            due += f64::from(chunk.after_ms);
        }
        given += chunk.bytes.len();
        // A timer that comes late delivers all that is due, so that the pace does not depend on the timers.
        if due > clock::now() && !clock::pause(due - clock::now(), abort).await {
            return End::Stopped;
        }
        if is_first {
            is_first = false;
            feed.head(answer.status, &headers);
        }
        if !feed.bytes(&chunk.bytes) {
            return End::Stopped;
        }
    }
    if is_first {
        feed.head(answer.status, &headers);
    }
    if scenario == Scenario::CutStream { End::Broken(None) } else { End::Closed }
}
