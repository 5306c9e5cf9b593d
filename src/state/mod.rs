//! Reactive stores and use-cases: the pure core joined with the effects.
//!
//! Each store is `Copy` and holds signals; [`Stores`] carries all of them through the context.

pub mod commands;
pub mod data;
pub mod doctor;
pub mod endpoint_form;
pub mod endpoints;
pub mod history;
pub mod host;
pub mod keeping;
pub mod keys;
pub mod learned;
pub mod line_up;
pub mod offline;
pub mod own_models;
pub mod params;
pub mod play;
pub mod prefs;
pub mod presets;
pub mod prompts;
pub mod replays;
pub mod route;
pub mod share;
pub mod status;
pub mod stored;
pub mod tools;

use commands::Commands;
use endpoints::Endpoints;
use host::Host;
use keeping::{Keeping, Opened};
use keys::Keys;
use learned::LearnedRules;
use leptos::prelude::*;
use line_up::LineUp;
use offline::Offline;
use own_models::OwnModels;
use play::Play;
use prefs::Prefs;
use prompts::Prompts;
use replays::Replays;
use route::RouteStore;
use share::Share;
use status::Status;

/// Everything that the page knows; `use_stores()` takes it from the context.
#[derive(Clone, Copy)]
pub struct Stores {
    pub host: Host,
    pub prefs: Prefs,
    pub route: RouteStore,
    pub endpoints: Endpoints,
    pub keys: Keys,
    pub learned: LearnedRules,
    pub own: OwnModels,
    pub keeping: Keeping,
    pub prompts: Prompts,
    pub status: Status,
    pub commands: Commands,
    pub play: Play,
    pub replays: Replays,
    pub share: Share,
    pub line_up: LineUp,
    pub offline: Offline,
}

impl Stores {
    /// Opens the stores from what the host has set and the browser has kept; [`keeping::boot`] comes before it. Has to run inside a reactive owner that lives as long as the page.
    pub fn open(host: Host, opened: Opened) -> Self {
        let status = Status::new();
        let keeping = Keeping::open(&opened, status);
        let (prefs, keys) = (Prefs::open(host, status), Keys::open(status));
        let learned = LearnedRules::open(status);
        let endpoints = Endpoints::open(host, keys, learned, status);
        let own = OwnModels::open(host, status);
        let route = RouteStore::open();
        let play = Play::open(&play::Before { host, prefs, endpoints, keys, learned, own, keeping, status }, opened);
        keeping.tidy();
        Self {
            host,
            prefs,
            route,
            endpoints,
            keys,
            learned,
            own,
            keeping,
            prompts: Prompts::open(status),
            status,
            commands: Commands::new(),
            play,
            replays: Replays::open(play, route),
            share: Share::open(play, route),
            line_up: LineUp::new(keys),
            offline: Offline::new(),
        }
    }
}

/// The stores from the context.
pub fn use_stores() -> Stores {
    expect_context()
}
