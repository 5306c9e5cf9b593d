//! Runs in the background: taken up again after a cut or a reload, and ended at the server.
//!
//! Keys are forgotten with the page. A run that needs one waits for it.

use super::{
    LaneHandle, Play,
    execution::Execution,
    reading,
    running::needs_key,
    transport::{self, Feed, Source},
};
use crate::browser::{abort::Abort, clock, fetch};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    Secret,
    draft::Scenario,
    plan::{Plan, cancel, origin, resume, runs_in_background},
    run::{End, Rest},
};

/// So often in a row is a run asked for in vain.
const TRIES: u32 = 4;
/// Between two questions whether an answer that does not stream is done.
const BETWEEN_MS: f64 = 2_000.0;
/// The most of a server's words about a run that it does not give.
const MOST_WORDS: usize = 600;

impl Play {
    /// Goes on with a run that was left with the page, now that its record has been read: at once, or when its key is there.
    pub(super) fn go_on_with(&self, handle: LaneHandle) {
        let Some(plan) = handle.sent_plan().filter(|_| handle.can_be_taken_up()) else { return };
        let endpoint = handle.sent_lane().and_then(|lane| untrack(|| self.ports.endpoints.get(&lane.endpoint)));
        // A record may come from a file: nothing is asked of a server that is not the user's.
        let Some(endpoint) = endpoint.filter(|endpoint| origin(endpoint).is_ok_and(|origin| origin == plan.origin)) else { return };
        let has_key = self.ports.keys.has(plan.origin.clone());
        if !needs_key(&plan, &endpoint) || has_key.get_untracked() {
            return self.ask_for_rest(handle);
        }
        let (play, id) = (*self, handle.run.with_untracked(|head| head.id));
        // Once, when the key is there.
        Effect::new(move |done: Option<bool>| {
            let now = done != Some(true) && has_key.get();
            if now && handle.run.try_with_untracked(|head| head.id == id) == Some(true) {
                untrack(|| play.ask_for_rest(handle));
            }
            now || done == Some(true)
        });
    }

    /// Asks for the rest of a lane's run that was cut.
    pub fn ask_for_rest(&self, handle: LaneHandle) {
        let Some(abort) = Abort::new() else { return };
        let Some(plan) = handle.sent_plan().filter(|_| handle.can_be_taken_up()) else { return };
        let simulated = handle.with_execution(|execution| execution.simulated).unwrap_or(false);
        let key = self.ports.keys.for_origin(&plan.origin);
        let asks_for_key = plan.headers.iter().any(|(_, value)| matches!(value, lineup_core::plan::HeaderValue::Credential { .. }));
        if asks_for_key && key.is_none() && !simulated {
            let why = untrack(|| self.without_key(plan.origin.clone()));
            return handle.run.update(|run| run.not_sent = Some(why));
        }
        let id = handle.with_execution_mut(|execution| {
            execution.run = execution.run.reopened();
            execution.abort = abort;
            execution.interrupted = false;
            execution.tries += 1;
            execution.id
        });
        self.frames.show(*self, handle);
        if let Some(id) = id {
            spawn_local(transport::go_on(*self, handle, id, key));
        }
    }

    /// Ends a lane's run at the server, where it would go on without the page.
    pub(super) fn end_at_server(&self, lane: LaneHandle) {
        let cancel = lane.with_execution(|execution| {
            let rest = rest_of(execution).filter(|_| !execution.simulated)?;
            cancel(&execution.plan, &rest.id)
        });
        let Some(cancel) = cancel.flatten() else { return };
        let key = self.ports.keys.for_origin(&cancel.origin);
        // Nobody waits for it: where it fails, the run ends by itself.
        spawn_local(async move {
            if let Some(abort) = Abort::new() {
                _ = fetch::send(&cancel, &cancel.body.to_string(), key.as_ref(), &abort).await;
            }
        });
    }
}

impl LaneHandle {
    /// Whether the newest run was cut, and goes on at the server.
    pub fn can_be_taken_up(&self) -> bool {
        let is_open = |execution: &Execution| execution.run.outcome().is_some() && rest_of(execution).is_some();
        self.with_execution(is_open).unwrap_or(false)
    }
}

/// What is still to come of a run in the background. Nothing is asked about a recorded one.
fn rest_of(execution: &Execution) -> Option<Rest> {
    execution.run.rest().filter(|_| runs_in_background(&execution.plan) && execution.tape.is_none())
}

/// A run in the background goes on without its connection: where that was cut, its later events are asked for, and where it does not
/// stream, whether it is done (wire.md c.7). As long as each question brings something, there is another.
pub(super) async fn the_rest(feed: &Feed, plan: &Plan, source: Source, key: Option<&Secret>, abort: &Abort, mut end: End) -> End {
    let mut tries = 0;
    while runs_in_background(plan) && tries < TRIES && !matches!(end, End::Stopped | End::TimedOut) {
        let Some(rest) = feed.with(|execution| execution.run.rest()).flatten() else { break };
        let pause = match (rest.after, tries) {
            (None, _) => BETWEEN_MS,
            (Some(_), 0) => 0.0,
            (Some(_), tries) => 500.0 * f64::from(1 << tries),
        };
        if !clock::pause(pause, abort).await {
            return End::Stopped;
        }
        tries += 1;
        if let Source::Simulator(scenario, _) = source {
            let scenario = if scenario == Scenario::CutStream { Scenario::Answer } else { scenario };
            let known = feed.with(reopen).unwrap_or_default();
            end = transport::simulate(feed, plan, Source::Simulator(scenario, 0), known, abort).await;
            continue;
        }
        let Some(request) = resume(plan, &rest.id, rest.after) else { break };
        match fetch::list(&request, key, abort).await {
            Ok(mut answer) if (200..300).contains(&answer.head.status) => {
                end = if rest.after.is_some() {
                    feed.with(reopen);
                    transport::pour(feed, &mut answer, abort).await
                } else {
                    renew(feed, &mut answer, abort).await
                };
                let now = feed.with(|execution| execution.run.rest()).flatten();
                let is_news = now.is_none_or(|now| if rest.after.is_some() { now.after > rest.after } else { end == End::Closed });
                if is_news {
                    tries = 0;
                }
            }
            Ok(answer) => {
                let may_pass = answer.head.status == 429 || answer.head.status >= 500;
                end = End::Broken(words_of(answer, abort).await);
                if !may_pass {
                    break;
                }
            }
            Err(why) => end = why,
        }
    }
    end
}

/// The number of bytes that are known.
fn reopen(execution: &mut Execution) -> usize {
    execution.run = execution.run.reopened();
    execution.taken_up += 1;
    // Half an event that had come is gone.
    execution.tries += 1;
    execution.run.raw().len()
}

/// Puts the response as it stands now in the place of the last state.
async fn renew(feed: &Feed, answer: &mut fetch::Answer, abort: &Abort) -> End {
    let mut bytes = Vec::new();
    let end = loop {
        match answer.next(abort).await {
            Ok(more) => bytes.extend(more),
            Err(end) => break end,
        }
    };
    if end == End::Closed {
        feed.with(|execution| {
            let at = execution.at(clock::now());
            execution.tries += 1;
            execution.run = reading::run(execution.plan.api);
            execution.run.headers(answer.head.status, None, &answer.head.headers, at);
            execution.run.bytes(&bytes, at);
        });
    }
    end
}

/// What the server says in the place of the rest.
async fn words_of(mut answer: fetch::Answer, abort: &Abort) -> Option<String> {
    let mut bytes = Vec::new();
    while bytes.len() < MOST_WORDS {
        match answer.next(abort).await {
            Ok(more) => bytes.extend(more),
            Err(_) => break,
        }
    }
    let words: String = String::from_utf8_lossy(&bytes).trim().chars().take(MOST_WORDS).collect();
    (!words.is_empty()).then_some(words)
}
