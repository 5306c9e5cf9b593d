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

/// For a set-up that arrived by a link, and only for the tab.
const VISIT: Slot = Slot::first(Area::Session, "visit");

/// The state of the page, as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Kept {
    pub draft: Draft,
    pub prompt: String,
    pub lanes: Vec<Lane>,
    #[serde(default)]
    pub attached: Vec<Part>,
}

/// A visitor as the user has changed it, and the link that brought it: opened again, it is found as it was left.
#[derive(Serialize, Deserialize)]
struct KeptVisit<S> {
    link: String,
    state: S,
}

impl Play {
    pub(super) fn restore(&self) {
        let mut found = TAB.load::<Kept>();
        if found_nothing(&found) {
            found = LAST.load();
        }
        match found {
            Found::Value(kept) => self.take_up(kept),
            Found::Nothing => self.set_lanes(Vec::new()),
            Found::Unreadable => {
                self.ports.status.storage_trouble(StorageTrouble::Unreadable);
                self.set_lanes(Vec::new());
            }
        }
    }

    /// Puts a kept state in the place of what is there.
    pub(super) fn take_up(&self, kept: Kept) {
        let Kept { mut draft, prompt, lanes, attached } = kept;
        draft.conversation.repair();
        self.draft.set(draft);
        self.prompt.set(prompt);
        self.attached.parts.set(attached);
        self.set_lanes(lanes);
        self.forget_history();
    }

    /// What this tab has made of the set-up that this link brought.
    pub(super) fn kept_visit(&self, link: &str) -> Option<Kept> {
        match VISIT.load::<KeptVisit<Kept>>() {
            Found::Value(kept) if kept.link == link => Some(kept.state),
            _ => None,
        }
    }

    pub(super) fn now_kept(&self) -> Kept {
        Kept {
            draft: self.draft.get_untracked(),
            prompt: self.prompt.get_untracked(),
            lanes: self.lanes.with_untracked(|lanes| lanes.iter().map(|lane| lane.lane.get_untracked()).collect()),
            attached: self.attached.parts.get_untracked(),
        }
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

    pub(super) fn save(&self) {
        let state = self.now_kept();
        let link = self.visiting.with_untracked(|visit| visit.as_ref().map(|visit| visit.link.clone()));
        let save = |state: &Kept| match &link {
            Some(link) => VISIT.save(&KeptVisit { link: link.clone(), state }),
            None => TAB.save(state).and(LAST.save(state)),
        };
        let result = save(&state);
        if result == Err(NotKept::Full) {
            // Pictures do not fit beside everything else: at least no word is lost with them.
            _ = save(&without_data(state));
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
