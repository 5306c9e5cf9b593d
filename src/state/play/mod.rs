//! The Play page's store: one draft, one to six lanes, and their runs.
//!
//! - [`lane`], [`head`]: what a component reads of a lane
//! - [`lanes`]: add, remove, move, duplicate
//! - [`conversation`]: turns, branches, continuing with an answer
//! - [`running`]: Run, Stop, Regenerate; what would be sent
//! - [`tool_loop`]: answering calls by hand or by mocks, and going on
//! - [`repairing`]: what a server refused, changed and sent again
//! - [`resuming`]: runs in the background, after a cut and after a reload
//! - [`tape`]: recorded runs, played again
//! - [`visit`]: a set-up that arrived by a link
//! - [`wires`]: the same draft on every wire
//! - [`transport`]: the way of the bytes, from the network or from the simulator, into the run
//! - [`reading`]: what runs are read with, loaded later
//! - [`undo`]: undo and redo; [`importing`]: a request of others in the place of the draft
//! - [`frames`]: snapshots once a frame, and what is announced
//! - [`attaching`]: files, pictures and sound beside the prompt
//! - [`autosave`]: what survives a reload; runs of before

mod attaching;
mod autosave;
mod conversation;
mod execution;
mod frames;
mod head;
mod importing;
mod lane;
mod lanes;
mod reading;
mod repairing;
mod resuming;
mod running;
mod tape;
mod tool_loop;
mod transport;
mod undo;
mod visit;
mod wires;

pub use attaching::{Attached, NotAttached, Why, shrunk};
pub use conversation::Continuation;
pub use head::{NotSent, Phase, Retrying, RunHead, RunId};
pub use lane::{CodeForm, LaneHandle, WirePage};
pub use lanes::MOST_LANES;
pub use reading::{is_here, reader};
pub use tape::Replay;
pub use tool_loop::Spent;
pub use visit::Visit;
pub use wires::EveryWire;

use super::{
    endpoints::Endpoints,
    host::Host,
    keeping::{Keeping, Opened},
    keys::Keys,
    learned::LearnedRules,
    own_models::OwnModels,
    prefs::Prefs,
    status::Status,
};
use crate::{
    browser::{
        clock,
        frame::{self, Role},
    },
    i18n::I18n,
};
use frames::Frames;
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, LaneId},
    lineup::Lineup,
    run::UsageBar,
};
use std::sync::Arc;
use undo::Steps;

/// The store. Copy it freely; it is made once and lives as long as the page.
#[derive(Clone, Copy)]
pub struct Play {
    /// What is asked: instructions, conversation, settings, tools.
    pub draft: RwSignal<Draft>,
    /// The composer's text. Run takes it into the conversation.
    pub prompt: RwSignal<String>,
    /// What goes along with the prompt.
    pub attached: Attached,
    pub lanes: RwSignal<Vec<LaneHandle>>,
    /// The lane that a phone shows.
    pub focus: RwSignal<LaneId>,
    /// The lane whose draft is shown on every wire, in the place of the lanes.
    pub on_every_wire: RwSignal<Option<LaneId>>,
    /// The lane whose wire drawer is enlarged over all lanes.
    pub large_wire: RwSignal<Option<LaneId>>,
    /// What arrived by a link, until the user takes it in or goes back.
    pub visiting: RwSignal<Option<Visit>>,
    /// The page's clock, which ticks while something runs: what running times are shown by.
    pub now: RwSignal<f64>,
    /// What the next Run would send: the draft with the answer that it continues and the composer's text.
    next: Memo<Arc<Draft>>,
    running: Memo<bool>,
    /// Tokens that the full width of every lane's usage bar stands for.
    scale: Memo<u64>,
    frames: Frames,
    steps: Steps,
    ports: Ports,
}

/// The other stores that this one uses.
#[derive(Clone, Copy)]
struct Ports {
    host: Host,
    endpoints: Endpoints,
    keys: Keys,
    learned: LearnedRules,
    own: OwnModels,
    keeping: Keeping,
    status: Status,
    i18n: I18n,
    role: Role,
    /// Signals live as long as the page, whatever component asked for them.
    owner: StoredValue<Owner>,
}

/// The stores that are opened before this one.
pub struct Before {
    pub host: Host,
    pub prefs: Prefs,
    pub endpoints: Endpoints,
    pub keys: Keys,
    pub learned: LearnedRules,
    pub own: OwnModels,
    pub keeping: Keeping,
    pub status: Status,
}

impl Play {
    /// Takes up what the last visit left, or starts with one lane on the simulator. Has to run inside an owner that lives as
    /// long as the page.
    pub fn open(stores: &Before, opened: Opened) -> Self {
        let Before { host, prefs, endpoints, keys, learned, own, keeping, status } = *stores;
        let i18n = I18n::new(Signal::derive(move || prefs.lang.get().into()));
        let ports = Ports {
            host,
            endpoints,
            keys,
            learned,
            own,
            keeping,
            status,
            i18n,
            role: frame::role(),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        let draft = RwSignal::new(Draft::default());
        let prompt = RwSignal::new(String::new());
        let attached = Attached::new();
        let lanes = RwSignal::new(Vec::new());
        let continuation = Memo::new(move |_| conversation::continuation(draft, lanes));
        let next = Memo::new(move |_| conversation::next(draft, prompt, attached, lanes, continuation));
        let running = Memo::new(move |_| lanes.with(|lanes: &Vec<LaneHandle>| lanes.iter().any(|lane| lane.run.with(RunHead::is_moving))));
        let total = |lane: &LaneHandle| lane.run.with(|run| run.usage.as_ref().map_or(0, |usage| UsageBar::of(usage).total()));
        let scale = Memo::new(move |_| lanes.with(|lanes| lanes.iter().map(total).max().unwrap_or(0)));
        let play = Self {
            draft,
            prompt,
            attached,
            lanes,
            focus: RwSignal::new(LaneId(1)),
            on_every_wire: RwSignal::new(None),
            large_wire: RwSignal::new(None),
            visiting: RwSignal::new(None),
            now: RwSignal::new(clock::now()),
            next,
            running,
            scale,
            frames: Frames::default(),
            steps: Steps::new(),
            ports,
        };
        play.restore(opened);
        keeping.warn_when_nearly_full(i18n);
        play.keep();
        play.follow_steps();
        play.tick();
        play
    }

    /// Every model as data, the user's own among them; followed.
    pub fn lineup(&self) -> Arc<Lineup> {
        self.ports.own.lineup()
    }

    /// As [`Play::lineup`], for what happens at one moment.
    pub fn lineup_now(&self) -> Arc<Lineup> {
        self.ports.own.lineup_now()
    }

    /// What the next Run would send: the draft with the composer's text; followed.
    pub fn next_draft(&self) -> Arc<Draft> {
        self.next.get()
    }

    /// Tokens that the full width of every lane's usage bar stands for; followed.
    pub fn usage_scale(&self) -> Signal<u64> {
        self.scale.into()
    }

    /// The lane of that id; follows the list.
    pub fn lane(&self, id: LaneId) -> Option<LaneHandle> {
        self.lanes.with(|lanes| lanes.iter().find(|lane| lane.id == id).copied())
    }

    /// Where a lane stands, from 0; followed.
    pub fn place_of(&self, id: LaneId) -> usize {
        self.lanes.with(|lanes| lanes.iter().position(|lane| lane.id == id).unwrap_or_default())
    }

    fn lane_now(&self, id: LaneId) -> Option<LaneHandle> {
        self.lanes.with_untracked(|lanes| lanes.iter().find(|lane| lane.id == id).copied())
    }
}
