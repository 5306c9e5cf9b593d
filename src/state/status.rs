//! What the page tells: announcements for screen readers, alerts, and notices that stay until they are put away.

use super::stored::Found;
use crate::browser::storage::NotKept;
use leptos::{prelude::*, text_prop::TextProp};

/// How bad it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    #[default]
    Info,
    Ok,
    Warn,
    Danger,
}

/// Something about the whole page that the user has to know; shown below the header.
#[derive(Clone)]
pub struct Notice {
    /// One notice of a kind is shown at a time; a later one of the same id takes its place.
    pub id: &'static str,
    pub tone: Tone,
    /// Follows the language.
    pub text: TextProp,
}

/// What happened to the store, as the notices name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StorageTrouble {
    NotKept(NotKept),
    /// Something kept could not be read; it was set aside.
    Unreadable,
}

#[derive(Clone, Copy)]
pub struct Status {
    polite: RwSignal<String>,
    assertive: RwSignal<String>,
    notices: RwSignal<Vec<Notice>>,
    storage: RwSignal<Option<StorageTrouble>>,
}

impl Status {
    #[allow(clippy::new_without_default, reason = "signals need an owner: making one by Default would hide that")]
    pub fn new() -> Self {
        Self { polite: RwSignal::default(), assertive: RwSignal::default(), notices: RwSignal::default(), storage: RwSignal::default() }
    }

    /// Says something in the polite live region: screen readers speak it when they have finished what they are at.
    pub fn announce(&self, text: impl Into<String>) {
        say(self.polite, text.into());
    }

    /// Says something at once: for what went wrong. Breaks into what is being read, so use it sparingly.
    pub fn alert(&self, text: impl Into<String>) {
        say(self.assertive, text.into());
    }

    /// Shows a notice below the header until it is put away.
    pub fn notify(&self, notice: Notice) {
        self.notices.update(|notices| {
            notices.retain(|other| other.id != notice.id);
            notices.push(notice);
        });
    }

    pub fn dismiss(&self, id: &'static str) {
        self.notices.update(|notices| notices.retain(|notice| notice.id != id));
    }

    /// Something could not be kept or read. The shell shows one notice however often it happens.
    pub fn storage_trouble(&self, trouble: StorageTrouble) {
        if self.storage.get_untracked() != Some(trouble) {
            self.storage.set(Some(trouble));
        }
    }

    /// What was kept, or nothing in its place; says so where it could not be read: `status.found(slot.load())`.
    pub fn found<T: Default>(&self, found: Found<T>) -> T {
        match found {
            Found::Value(kept) => kept,
            Found::Nothing => T::default(),
            Found::Unreadable => {
                self.storage_trouble(StorageTrouble::Unreadable);
                T::default()
            }
        }
    }

    /// Tells the user when a write failed: `status.kept(slot.save(&value))`.
    pub fn kept(&self, result: Result<(), NotKept>) {
        if let Err(why) = result {
            self.storage_trouble(StorageTrouble::NotKept(why));
        }
    }

    pub fn polite_text(&self) -> Signal<String> {
        self.polite.into()
    }

    pub fn assertive_text(&self) -> Signal<String> {
        self.assertive.into()
    }

    pub fn notices(&self) -> Signal<Vec<Notice>> {
        self.notices.into()
    }

    pub fn trouble_with_storage(&self) -> Signal<Option<StorageTrouble>> {
        self.storage.into()
    }
}

/// A live region speaks when its text changes: the same sentence twice needs a difference that nobody hears or sees.
fn say(region: RwSignal<String>, text: String) {
    region.update(|now| *now = if *now == text { format!("{text}\u{a0}") } else { text });
}
