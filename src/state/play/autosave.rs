//! What survives a reload, a crash and a closed tab: the draft, the prompt, the lanes with their answers, and every run. Never a key, and
//! no endpoint beyond its id.

use super::{
    LaneHandle, Phase, Play, RunId,
    execution::{Execution, Start},
    reading,
    tool_loop::Chain,
};
use crate::{
    browser::{abort::Abort, clock, storage::Area},
    state::{
        keeping::{Keeping, KeptRun, Opened, Recording, Writing},
        stored::{Found, Slot},
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    keep::{Ended, State},
    run::Reader,
};
use serde::{Deserialize, Serialize};
use std::{sync::Arc, time::Duration};

/// What was changed is kept so long after the first change: typing without a pause must not put it off.
const SOON: Duration = Duration::from_millis(400);
/// So often what came back is written.
const PIECE: Duration = Duration::from_millis(500);

/// For a set-up that arrived by a link, and only for the tab.
const VISIT: Slot = Slot::first(Area::Session, "visit");

/// A visitor as the user has changed it, and the link that brought it: opened again, it is found as it was left.
#[derive(Serialize, Deserialize)]
struct KeptVisit {
    link: String,
    state: State,
}

impl Play {
    pub(super) fn restore(&self, opened: Opened) {
        match opened.state {
            Some(state) => self.take_up(state),
            None => match &self.ports.host.draft {
                Some(draft) => self.begin_with(&draft.value),
                None => self.set_lanes(Vec::new()),
            },
        }
    }

    /// Puts a kept state in the place of what is there; the answers of its lanes follow when they are read.
    pub(super) fn take_up(&self, kept: State) {
        let State { mut draft, prompt, lanes, attached, runs } = kept;
        draft.conversation.repair();
        self.draft.set(draft);
        self.prompt.set(prompt);
        self.attached.parts.set(attached);
        self.set_lanes(lanes);
        self.forget_steps();
        let play = *self;
        for (handle, run) in self.lanes.get_untracked().into_iter().zip(runs) {
            let Some(run) = run else { continue };
            // Noted at once, so that it is not forgotten by what is saved before it is read.
            handle.kept.set(Some(run.clone()));
            spawn_local(async move {
                // A new run may have begun meanwhile.
                let is_wanted = || handle.kept.try_with_untracked(|kept| kept.as_ref() == Some(&run)) == Some(true);
                let (kept, reader) = (play.ports.keeping.run(&run).await, reading::reader().await);
                if let (Some(kept), Some(reader)) = (kept.filter(|_| is_wanted()), reader) {
                    play.show_kept(handle, kept, reader);
                }
            });
        }
    }

    /// Shows a run of before in a lane, through the same fold.
    fn show_kept(&self, handle: LaneHandle, kept: KeptRun, reader: Reader) {
        let Some(abort) = Abort::new() else { return };
        let KeptRun { row, asked, cassette, has_end, pieces } = kept;
        let run = cassette.play_by(reader);
        let interrupted = !has_end || row.ended == Ended::Interrupted;
        let start = Start {
            id: RunId::next(),
            known_as: asked.known_as.clone(),
            plan: Arc::new(asked.plan()),
            chain: Chain::kept(asked.answers, asked.steps()),
            answers: asked.answers,
            lane: asked.lane,
            draft: Arc::new(asked.draft),
            tried: Arc::default(),
            simulated: asked.simulated,
            abort,
            now: clock::now() - cassette.end_at.0,
        };
        // A copy in another page leaves it to the page that began it.
        let is_ours = !has_end && row.draft == untrack(|| self.ports.keeping.draft_id());
        handle.take_kept(start, run, Recording::of_kept(row, pieces), asked.made, interrupted);
        let lineup = self.lineup_now();
        if let Some(head) = handle.with_execution_mut(|execution| execution.head(&lineup)) {
            handle.run.set(head);
        }
        if is_ours {
            self.go_on_with(handle);
        }
    }

    /// What this tab has made of the set-up that this link brought.
    pub(super) fn kept_visit(&self, link: &str) -> Option<State> {
        match VISIT.load::<KeptVisit>() {
            Found::Value(kept) if kept.link == link => Some(kept.state),
            _ => None,
        }
    }

    /// The state of the page, as it is kept.
    pub fn now_kept(&self) -> State {
        let lanes = self.lanes.get_untracked();
        State {
            draft: self.draft.get_untracked(),
            prompt: self.prompt.get_untracked(),
            runs: lanes.iter().map(|lane| lane.kept.get_untracked()).collect(),
            lanes: lanes.iter().map(|lane| lane.lane.get_untracked()).collect(),
            attached: self.attached.parts.get_untracked(),
        }
    }

    /// Keeps every change: shortly after it, and at once when the page is put away.
    pub(super) fn keep(&self) {
        let play = *self;
        let timer = StoredValue::new_local(None::<TimeoutHandle>);
        let save_now = move |how: fn(Keeping, State)| {
            if let Some(timer) = timer.try_update_value(Option::take).flatten() {
                timer.clear();
                play.save_by(how);
            }
        };
        Effect::new(move |first: Option<()>| {
            play.draft.track();
            play.prompt.track();
            play.attached.parts.track();
            play.lanes.with(|lanes| {
                lanes.iter().for_each(|lane: &LaneHandle| {
                    lane.lane.track();
                    lane.kept.track();
                });
            });
            if first.is_none() || timer.with_value(Option::is_some) {
                return;
            }
            timer.set_value(set_timeout_with_handle(move || save_now(Keeping::save), SOON).ok());
        });
        let put_away = move || {
            save_now(Keeping::put_away);
            play.write_runs(Writing::AtOnce);
        };
        Effect::new(move |before: Option<()>| {
            play.ports.keeping.freed.track();
            if before.is_some() {
                untrack(put_away);
                play.save();
            }
        });
        window_event_listener(leptos::ev::pagehide, move |_| put_away());
        window_event_listener(leptos::ev::visibilitychange, move |_| put_away());
        self.write_while_running();
    }

    /// Keeps the state as it is now.
    pub fn save(&self) {
        self.save_by(Keeping::save);
    }

    fn save_by(&self, how: fn(Keeping, State)) {
        let state = self.now_kept();
        match self.visiting.with_untracked(|visit| visit.as_ref().map(|visit| visit.link.clone())) {
            Some(link) => self.ports.status.kept(VISIT.save(&KeptVisit { link, state })),
            None => how(self.ports.keeping, state),
        }
    }

    /// Keeps the state, and goes on with a conversation of its own: the one before stays as it is, unless nothing is written in it.
    pub(super) fn leave_conversation(&self) {
        if self.visiting.with_untracked(Option::is_none) && !self.now_kept().is_blank() {
            self.save();
            self.ports.keeping.begin_anew();
        }
    }

    /// Begins the record of the run that a lane is about to send.
    pub(super) fn record(&self, handle: LaneHandle, endpoint: &str) {
        let draft = untrack(|| self.ports.keeping.draft_id());
        let id = handle.with_execution_mut(|execution| {
            let recording = Recording::begin(&execution.asked(), &execution.plan, endpoint, draft);
            execution.recording.insert(recording).id().to_owned()
        });
        handle.kept.set(id);
        self.write_run(handle, Writing::InTurns);
    }

    /// Writes what has come of a lane's run.
    pub(super) fn write_run(&self, handle: LaneHandle, writing: Writing) {
        let (keeping, lineup) = (self.ports.keeping, self.lineup_now());
        handle.with_execution_mut(|execution| {
            let is_over = matches!(execution.phase(), Phase::Done(_));
            let over = is_over.then(|| (execution.cost(&lineup), execution.draft.clone()));
            let asked = execution.recording.as_ref().filter(|recording| recording.tries() != execution.tries).map(|_| execution.asked());
            let Some(recording) = &mut execution.recording else { return };
            if let Some(asked) = asked {
                recording.begin_again(&asked, execution.tries);
            }
            recording.write(keeping, &execution.run, over, writing);
        });
    }

    /// The runs of the lanes as they are now, whether they could be written or not.
    pub fn runs_now(&self) -> Vec<KeptRun> {
        let lineup = self.lineup_now();
        let kept = |execution: &Execution| {
            let recording = execution.recording.as_ref()?;
            Some(recording.now(execution.asked(), &execution.run, execution.cost(&lineup).as_ref()))
        };
        self.lanes.get_untracked().into_iter().filter_map(|lane| lane.with_execution(kept).flatten()).collect()
    }

    fn write_runs(&self, writing: Writing) {
        for handle in self.lanes.get_untracked() {
            self.write_run(handle, writing);
        }
    }

    /// Writes every half second while something runs, and when all is over.
    fn write_while_running(&self) {
        let play = *self;
        self.while_running(PIECE, move || play.write_runs(Writing::InTurns));
    }

    /// Opens a run of before with what it was asked, beside the user's conversation. Sends nothing. `false` if it cannot be read.
    pub async fn open_run(&self, id: &str) -> bool {
        let Some(KeptRun { asked, .. }) = self.ports.keeping.run(id).await else { return false };
        let state = State { draft: asked.draft, lanes: vec![asked.lane], runs: vec![Some(id.to_owned())], ..State::default() };
        self.put_away_visit();
        self.leave_conversation();
        self.take_up(state);
        true
    }

    /// Asks again what a run of before was asked, beside it.
    pub async fn run_again(&self, id: &str) -> bool {
        let Some(KeptRun { asked, .. }) = self.ports.keeping.run(id).await else { return false };
        self.put_away_visit();
        self.leave_conversation();
        let draft = Arc::new(asked.draft.clone());
        self.take_up(State { draft: asked.draft, lanes: vec![asked.lane], ..State::default() });
        self.send(&self.lanes.get_untracked(), &draft);
        true
    }

    /// Opens a kept conversation. `false` if it cannot be read.
    pub async fn open_conversation(&self, id: &str) -> bool {
        self.put_away_visit();
        self.save();
        let Some(state) = self.ports.keeping.take_up(id).await else { return false };
        self.take_up(state);
        true
    }

    /// What is opened from the history takes the place of the user's own, not of the visitor's.
    fn put_away_visit(&self) {
        self.stop_all();
        if self.visiting.with_untracked(Option::is_some) {
            self.leave_visit();
        }
    }
}
