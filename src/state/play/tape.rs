//! Recorded runs in lanes: the bytes come from a cassette, at its pace, faster, or event by event; all else is as with any run.
//! Nothing is sent.

use super::{
    LaneHandle, MOST_LANES, Play, RunId,
    execution::{Execution, Start},
    reading,
    tool_loop::Chain,
};
use crate::browser::{abort::Abort, clock};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    draft::{Endpoint, Lane, LaneId},
    run::{
        Millis, Reader,
        cassette::{Cassette, Pace, Player},
    },
    share::{LeftOut, Shared},
};
use std::{collections::BTreeMap, sync::Arc};

/// A cassette that is being played.
pub struct Tape {
    player: Player,
    pace: Pace,
    is_playing: bool,
}

/// Where a recorded run is; for the controls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replay {
    /// The recorder's time.
    pub at: Millis,
    pub end: Millis,
    /// Events that have come.
    pub event: usize,
    /// Events in all.
    pub events: usize,
    pub pace: Pace,
    pub is_playing: bool,
    pub is_over: bool,
}

impl Tape {
    pub fn replay(&self, event: usize) -> Replay {
        Replay {
            at: self.player.at(),
            end: self.player.cassette().end_at,
            event,
            events: self.player.events(),
            pace: self.pace,
            is_playing: self.is_playing,
            is_over: self.player.is_over(),
        }
    }
}

impl Play {
    /// Shows recorded runs in the place of the user's own set-up, each in a lane, and plays them. `link` names where they came from.
    pub fn visit_recorded(&self, link: &str, cassettes: Vec<Cassette>) {
        let Some(first) = cassettes.first() else { return };
        let mut shared = first.asked();
        shared.lanes = cassettes.iter().take(MOST_LANES).flat_map(|cassette| cassette.asked().lanes).collect();
        self.visit(link, &shared, Vec::new());
        self.show_in_lanes(&self.lanes.get_untracked(), cassettes.into_iter().map(Some).collect(), true);
    }

    /// Puts recorded runs into these lanes of a visitor, in their order: plays them, or shows them as they ended. A lane that is gone by
    /// then, or has a run of its own, is left alone.
    pub fn show_in_lanes(&self, lanes: &[LaneHandle], cassettes: Vec<Option<Cassette>>, plays: bool) {
        let play = *self;
        let pairs: Vec<_> = lanes.iter().copied().zip(cassettes).filter_map(|(lane, cassette)| Some((lane, cassette?))).collect();
        reading::with_reader(move |reader| {
            let there = play.lanes.get_untracked();
            let is_free = |lane: &LaneHandle| {
                there.iter().any(|other| other.run == lane.run)
                    && lane.run.with_untracked(|run| run.id.is_none())
                    && lane.kept.with_untracked(Option::is_none)
            };
            let free: Vec<_> = pairs.into_iter().filter(|(lane, _)| is_free(lane)).collect();
            if free.is_empty() {
                return;
            }
            play.visiting.update(|visit| {
                if let Some(visit) = visit {
                    visit.is_recorded = true;
                }
            });
            for (lane, cassette) in free {
                play.load(lane, Arc::new(cassette), reader);
                if plays {
                    play.replay_go(lane.id);
                } else {
                    play.replay_seek(lane.id, usize::MAX);
                }
            }
        });
    }

    /// Which lanes have a run that is over; followed.
    pub fn has_results(&self) -> bool {
        self.lanes.with(|lanes| lanes.iter().any(|lane| lane.run.with(|head| head.outcome().is_some())))
    }

    /// The runs of the lanes that are over, as small as a link wants them; followed.
    pub fn results(&self) -> Vec<Option<Cassette>> {
        let endpoints = self.ports.endpoints.list.get();
        let result = |lane: &LaneHandle| {
            let is_over = lane.run.with(|head| head.outcome().is_some());
            is_over.then(|| lane.cassette(&endpoints, false)).flatten().map(|(cassette, _)| cassette.small())
        };
        self.lanes.with(|lanes| lanes.iter().map(result).collect())
    }

    fn load(&self, handle: LaneHandle, cassette: Arc<Cassette>, reader: Reader) {
        let Some(abort) = Abort::new() else { return };
        let draft = Arc::new(self.draft.get_untracked());
        let mut execution = Execution::new(Start {
            id: RunId::next(),
            known_as: cassette.model.clone(),
            lane: Lane { model: cassette.model.clone(), ..handle.lane.get_untracked() },
            plan: Arc::new(cassette.plan()),
            tried: Arc::default(),
            simulated: cassette.simulated,
            answers: draft.conversation.tip,
            draft,
            chain: Chain::default(),
            abort,
            now: clock::now(),
        });
        execution.tape = Some(Tape { player: Player::read_by(cassette, reader), pace: Pace::Recorded, is_playing: false });
        handle.execution.set_value(Some(execution));
        handle.choice.set(0);
        handle.answers.set(BTreeMap::new());
        handle.functions.set(BTreeMap::new());
        self.frames.show(*self, handle);
    }

    /// Goes on playing; from the beginning where it was over.
    pub fn replay_go(&self, id: LaneId) {
        let Some(handle) = self.lane_now(id) else { return };
        let is_over = handle.with_tape(|_, tape| tape.player.is_over());
        if is_over == Some(true) {
            handle.seek(0);
        }
        let Some(wake) = Abort::new() else { return };
        let run = handle.with_execution_mut(|execution| {
            let tape = execution.tape.as_mut().filter(|tape| !tape.is_playing)?;
            tape.is_playing = true;
            execution.wake = Some(wake.clone());
            Some(execution.id)
        });
        self.frames.show(*self, handle);
        if let Some(run) = run.flatten() {
            spawn_local(drive(*self, handle, run, wake));
        }
    }

    /// Waits where it is.
    pub fn replay_pause(&self, id: LaneId) {
        let Some(handle) = self.lane_now(id) else { return };
        handle.pauses_tape();
        self.frames.show(*self, handle);
    }

    /// Plays at another pace from now on.
    pub fn replay_pace(&self, id: LaneId, pace: Pace) {
        let Some(handle) = self.lane_now(id) else { return };
        let was_playing = handle.with_tape(|_, tape| {
            tape.pace = pace;
            tape.is_playing
        });
        if was_playing == Some(true) {
            // The wait that goes on was measured by the old pace.
            handle.pauses_tape();
            self.replay_go(id);
        }
        self.frames.show(*self, handle);
    }

    /// Waits after the next event.
    pub fn replay_step(&self, id: LaneId) {
        let Some(handle) = self.lane_now(id) else { return };
        handle.pauses_tape();
        handle.with_execution_mut(|execution| {
            if let Some(tape) = &mut execution.tape {
                tape.player.step_event(&mut execution.run);
                execution.started = clock::now() - tape.player.at().0;
            }
        });
        self.frames.show(*self, handle);
    }

    /// Waits after so many events.
    pub fn replay_seek(&self, id: LaneId, events: usize) {
        let Some(handle) = self.lane_now(id) else { return };
        handle.pauses_tape();
        handle.seek(events);
        self.frames.show(*self, handle);
    }
}

impl LaneHandle {
    fn with_tape<R>(&self, act: impl FnOnce(RunId, &mut Tape) -> R) -> Option<R> {
        self.with_execution_mut(|execution| execution.tape.as_mut().map(|tape| act(execution.id, tape))).flatten()
    }

    /// Pauses a recorded run. `false` if it is none.
    pub(super) fn pauses_tape(&self) -> bool {
        let paused = self.with_execution_mut(|execution| {
            let tape = execution.tape.as_mut()?;
            tape.is_playing = false;
            if let Some(wake) = execution.wake.take() {
                wake.abort();
            }
            Some(())
        });
        paused.flatten().is_some()
    }

    /// The run as it was after so many events. It is another run for whoever has painted this one.
    fn seek(&self, events: usize) {
        self.with_execution_mut(|execution| {
            if let Some(tape) = &mut execution.tape {
                let run = tape.player.seek(events);
                execution.id = RunId::next();
                execution.run = run;
                execution.started = clock::now() - tape.player.at().0;
            }
        });
    }

    /// When a recorded run was recorded; `None` for one of the page's own.
    pub fn recorded_at(&self) -> Option<String> {
        self.with_tape(|_, tape| tape.player.cassette().made.clone())
    }

    /// The newest run as a cassette, and what stays out of it.
    pub fn cassette(&self, endpoints: &[Endpoint], with_address: bool) -> Option<(Cassette, Vec<LeftOut>)> {
        let recorded = self.recorded_at();
        self.with_execution(|execution| {
            let made = recorded.unwrap_or_else(|| clock::iso(execution.started));
            let (plan, run, lane) = (&execution.plan, &execution.run, &execution.lane);
            let (mut cassette, mut left) = Cassette::record(plan, run, &lane.model, &made, execution.simulated, with_address);
            let (shared, more) = Shared::of(&execution.draft, ("", &[]), std::slice::from_ref(lane), endpoints, with_address);
            cassette.set_up = Some(Box::new(shared));
            left.extend(more);
            left.sort();
            left.dedup();
            (cassette, left)
        })
    }
}

/// Feeds a run until it is over, paused, or no longer the lane's.
async fn drive(play: Play, handle: LaneHandle, id: RunId, wake: Abort) {
    /// After so many milliseconds without a pause the browser gets its turn: a cassette may hold a hundred thousand events at once.
    const SLICE: f64 = 8.0;
    let of_this = |act: &dyn Fn(&mut Execution) -> Option<f64>| {
        handle.with_execution_mut(|execution| if execution.id == id { act(execution) } else { None }).flatten()
    };
    let mut due = clock::now();
    let mut slice = due;
    while let Some(wait) = of_this(&|execution| execution.tape.as_ref().and_then(|tape| tape.player.wait(tape.pace))) {
        due += wait;
        let now = clock::now();
        // A timer that comes late delivers all that is due, so that the pace does not depend on the timers.
        if due > now || now - slice > SLICE {
            if !clock::pause((due - now).max(0.0), &wake).await {
                return;
            }
            slice = clock::now();
        }
        of_this(&|execution| {
            let tape = execution.tape.as_mut()?;
            tape.player.step(&mut execution.run);
            execution.started = clock::now() - tape.player.at().0;
            None
        });
        play.frames.soon(play, handle);
    }
    of_this(&|execution| {
        execution.tape.as_mut()?.is_playing = false;
        execution.wake = None;
        None
    });
    play.frames.soon(play, handle);
}
