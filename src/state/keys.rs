//! Keys: in memory only, each bound to the origin it was entered for. Nothing here is ever written anywhere.

use leptos::prelude::*;
use lineup_core::Secret;
use std::collections::BTreeMap;

/// The keys by origin (`https://api.openai.com`). An endpoint that moves to another origin finds no key there.
#[derive(Clone, Copy)]
pub struct Keys(RwSignal<BTreeMap<String, Secret>>);

impl Keys {
    #[allow(clippy::new_without_default, reason = "signals need an owner: making one by Default would hide that")]
    pub fn new() -> Self {
        Self(RwSignal::default())
    }

    /// The key for requests to `origin`. Not followed: it is read when a request is sent.
    pub fn for_origin(&self, origin: &str) -> Option<Secret> {
        self.0.with_untracked(|keys| keys.get(origin).cloned())
    }

    pub fn set(&self, origin: String, key: Secret) {
        self.0.update(|keys| _ = keys.insert(origin, key));
    }

    pub fn forget(&self, origin: &str) {
        self.0.update(|keys| _ = keys.remove(origin));
    }

    pub fn forget_all(&self) {
        self.0.update(BTreeMap::clear);
    }

    /// Forgets the keys of the origins that are not wanted any more: a key that no endpoint uses is a secret that nobody sees.
    pub fn retain(&self, wanted: impl Fn(&str) -> bool) {
        if self.0.with_untracked(|keys| keys.keys().any(|origin| !wanted(origin))) {
            self.0.update(|keys| keys.retain(|origin, _| wanted(origin)));
        }
    }

    /// Whether there is a key for `origin`, followed.
    pub fn has(&self, origin: impl Into<String>) -> Signal<bool> {
        let (keys, origin) = (self.0, origin.into());
        Signal::derive(move || keys.with(|keys| keys.contains_key(&origin)))
    }

    /// The origins that have a key, followed.
    pub fn origins(&self) -> Signal<Vec<String>> {
        let keys = self.0;
        Signal::derive(move || keys.with(|keys| keys.keys().cloned().collect()))
    }
}
