//! What survives a reload: the draft, the prompt and the lanes. Never a key, and no endpoint beyond its id.
//!
//! Kept for the tab (two tabs do not overwrite each other), and as the last state for a tab that is opened new.

use super::{LaneHandle, Play};
use crate::{
    browser::storage::Area,
    state::{
        status::StorageTrouble,
        stored::{Found, Slot},
    },
};
use leptos::prelude::*;
use lineup_core::draft::{Draft, Lane};
use serde::{Deserialize, Serialize};
use std::time::Duration;

const TAB: Slot = Slot::first(Area::Session, "play");
const LAST: Slot = Slot::first(Area::Local, "play");
/// Typing is kept this long after the last key.
const QUIET: Duration = Duration::from_millis(400);

#[derive(Serialize, Deserialize)]
struct Kept {
    draft: Draft,
    prompt: String,
    lanes: Vec<Lane>,
}

impl Play {
    pub(super) fn restore(&self) {
        let mut found = TAB.load::<Kept>();
        if found_nothing(&found) {
            found = LAST.load();
        }
        let lanes = match found {
            Found::Value(kept) => {
                let mut draft = kept.draft;
                draft.conversation.repair();
                self.draft.set(draft);
                self.prompt.set(kept.prompt);
                kept.lanes
            }
            Found::Nothing => Vec::new(),
            Found::Unreadable => {
                self.ports.status.storage_trouble(StorageTrouble::Unreadable);
                Vec::new()
            }
        };
        self.set_lanes(lanes);
    }

    /// Keeps every change: shortly after it, and at once when the page is put away.
    pub(super) fn keep(&self) {
        let play = *self;
        let timer = StoredValue::new_local(None::<TimeoutHandle>);
        let save_now = move || {
            if let Some(timer) = timer.try_update_value(Option::take).flatten() {
                timer.clear();
                play.save();
            }
        };
        Effect::new(move |first: Option<()>| {
            play.draft.track();
            play.prompt.track();
            play.lanes.with(|lanes| lanes.iter().for_each(|lane: &LaneHandle| lane.lane.track()));
            if first.is_none() {
                return;
            }
            if let Some(old) = timer.try_update_value(Option::take).flatten() {
                old.clear();
            }
            timer.set_value(set_timeout_with_handle(save_now, QUIET).ok());
        });
        window_event_listener(leptos::ev::pagehide, move |_| save_now());
        window_event_listener(leptos::ev::visibilitychange, move |_| save_now());
    }

    fn save(&self) {
        let kept = Kept {
            draft: self.draft.get_untracked(),
            prompt: self.prompt.get_untracked(),
            lanes: self.lanes.with_untracked(|lanes| lanes.iter().map(|lane| lane.lane.get_untracked()).collect()),
        };
        self.ports.status.kept(TAB.save(&kept).and(LAST.save(&kept)));
    }
}

fn found_nothing<T>(found: &Found<T>) -> bool {
    matches!(found, Found::Nothing)
}
