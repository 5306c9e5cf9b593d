//! What a lane's head and foot know of its run: a small snapshot, renewed at most once a frame.

use super::tape::Replay;
use lineup_core::{
    draft::{EndpointId, TurnId},
    plan::{LearnedRule, PlanError, Remedy},
    run::{Cost, Millis, Outcome, Timing, Usage},
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

/// A run of the page. News from an older run of a lane is dropped by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RunId(pub u64);

impl RunId {
    /// One that no run has had.
    pub fn next() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// Where a run is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Phase {
    /// The lane has not run yet.
    #[default]
    Idle,
    /// Sent; nothing to read yet.
    Waiting,
    Thinking,
    Answering,
    Done(Outcome),
}

impl Phase {
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Waiting | Self::Thinking | Self::Answering)
    }
}

/// Why a lane did not send at all. Nothing is lost: the prompt stays in the composer.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSent {
    /// No request can be made.
    Plan(PlanError),
    /// The lane's endpoint was removed.
    NoEndpoint(EndpointId),
    /// The host of the page lets other models be sent only.
    NotOffered { model: String },
    /// The endpoint wants a key, and there is none for its origin.
    NoKey { origin: String },
    /// Its key lies in the vault, which is locked.
    KeyLocked { origin: String },
}

/// A pause before an automatic retry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Retrying {
    /// When it ends, on [`crate::browser::clock::now`]'s clock.
    pub until: f64,
    /// 1 for the first retry.
    pub number: u32,
    /// What made it necessary: the status, where there was one.
    pub status: Option<u16>,
}

/// The snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RunHead {
    pub id: Option<RunId>,
    pub phase: Phase,
    /// The model as the lane named it when the run began.
    pub model: String,
    pub simulated: bool,
    /// When the request was sent, on [`crate::browser::clock::now`]'s clock; what [`RunHead::timing`] counts from.
    pub started: f64,
    pub timing: Timing,
    /// As reported so far; [`RunHead::usage_is_final`] says whether more can come.
    pub usage: Option<Arc<Usage>>,
    /// What it cost, where the price is known or the server says it.
    pub cost: Option<Cost>,
    /// Tokens that the model's context holds, where known.
    pub context: Option<u64>,
    /// The server's word for the end, such as `stop` or `incomplete:max_output_tokens`.
    pub finish: Option<String>,
    /// Entries of the event list.
    pub events: usize,
    /// Bytes of the body.
    pub bytes: usize,
    /// The choices' indexes: several with `n` > 1.
    pub choices: Vec<u32>,
    /// Whether there is text that a conversation can continue with.
    pub has_text: bool,
    pub retrying: Option<Retrying>,
    /// The server refused to stream, so that the request was repeated without.
    pub unstreamed: bool,
    /// A stream was asked for, and the server answered in one piece.
    pub in_one_piece: bool,
    /// How often it was taken up after a cut.
    pub taken_up: u32,
    /// What was changed in the request after refusals, the first change first.
    pub repairs: Arc<[LearnedRule]>,
    /// What can be done about the refusal that ended the run; `None` once the user has put it away.
    pub remedy: Option<Arc<Remedy>>,
    /// The turn that the run answers.
    pub answers: Option<TurnId>,
    /// The runs of the tool loop before this one, the first one first.
    pub earlier: Arc<[RunId]>,
    /// Whether the reply ends with calls that want results.
    pub asks_for_tools: bool,
    /// Its page was closed before it was over: what is shown is what had been written by then.
    pub interrupted: bool,
    /// Counts the frames in which something new came: what the lane's body follows.
    pub frame: u64,
    /// Why the last press of Run sent nothing.
    pub not_sent: Option<NotSent>,
    /// Where a recorded run is; `None` for one of the page's own.
    pub replay: Option<Replay>,
}

impl RunHead {
    pub fn is_running(&self) -> bool {
        self.phase.is_running()
    }

    /// Whether something comes by itself: not in a recorded run that waits for its reader.
    pub fn is_moving(&self) -> bool {
        self.is_running() && self.replay.is_none_or(|replay| replay.is_playing)
    }

    /// How long it has been running.
    pub fn elapsed(&self, now: f64) -> Millis {
        match self.replay {
            Some(replay) if !replay.is_playing => replay.at,
            _ => Millis(now - self.started),
        }
    }

    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.phase {
            Phase::Done(outcome) => Some(outcome),
            _ => None,
        }
    }

    /// Whether the counts can still grow.
    pub fn usage_is_final(&self) -> bool {
        matches!(self.phase, Phase::Done(Outcome::Finished { .. }))
    }

    /// When it was over, on the page's clock.
    pub fn ended(&self) -> Option<f64> {
        self.timing.end.map(|end| self.started + end.0)
    }

    /// How long nothing has come, in milliseconds, of a run that goes on.
    pub fn silence(&self, now: f64) -> Option<f64> {
        let last = self.started + self.timing.last_bytes.or(self.timing.headers).map_or(0.0, |at| at.0);
        (self.is_running() && self.retrying.is_none() && self.replay.is_none()).then_some((now - last).max(0.0))
    }
}
