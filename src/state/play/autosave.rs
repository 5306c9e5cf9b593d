//! What survives a reload: the draft, the prompt and the lanes. Never a key, and no endpoint beyond its id.
//!
//! Kept for the tab (two tabs do not overwrite each other), and as the last state for a tab that is opened new.

use super::{LaneHandle, Play};
use crate::{
    browser::storage::{Area, NotKept},
    state::{
        status::StorageTrouble,
        stored::{Found, Slot},
    },
};
use leptos::prelude::*;
use lineup_core::draft::{Draft, Lane, Part, TurnBody};
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
    #[serde(default)]
    attached: Vec<Part>,
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
                self.attached.parts.set(kept.attached);
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
            play.attached.parts.track();
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
            attached: self.attached.parts.get_untracked(),
        };
        let result = TAB.save(&kept).and(LAST.save(&kept));
        if result == Err(NotKept::Full) {
            // Pictures do not fit beside everything else: at least no word is lost with them.
            let words = without_data(kept);
            _ = TAB.save(&words).and(LAST.save(&words));
        }
        self.ports.status.kept(result);
    }
}

/// The same without pictures, sound and files that lie in the draft itself.
fn without_data(mut kept: Kept) -> Kept {
    let is_small = |part: &Part| match part {
        Part::Image { url: data, .. } | Part::Audio { data, .. } | Part::File { data, .. } => data.len() < 2_048,
        Part::Text { .. } | Part::Other { .. } => true,
    };
    kept.attached.retain(is_small);
    for turn in kept.draft.conversation.turns.values_mut() {
        if let TurnBody::User { parts } = &mut turn.body {
            parts.retain(is_small);
        }
    }
    kept
}

fn found_nothing<T>(found: &Found<T>) -> bool {
    matches!(found, Found::Nothing)
}
