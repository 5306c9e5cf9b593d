//! Saved prompts: drafts under a name of the user's with what stood in the composer, on this device, in the page's database.

use super::{
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area, NotKept};
use leptos::prelude::*;
use lineup_core::draft::{Draft, Part};
use serde::{Deserialize, Serialize};

const KEPT: Slot = Slot::first(Area::Base, "prompts");

/// What is saved under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedPrompt {
    pub name: String,
    pub draft: Draft,
    /// What stood in the composer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prompt: String,
    /// What was attached to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Part>,
}

/// The store of saved prompts.
#[derive(Clone, Copy)]
pub struct Prompts {
    list: RwSignal<Vec<SavedPrompt>>,
}

impl Prompts {
    pub fn open(status: Status) -> Self {
        let mut list: Vec<SavedPrompt> = status.found(KEPT.load());
        list.iter_mut().for_each(|saved| saved.draft.conversation.repair());
        let prompts = Self { list: RwSignal::new(list) };
        storage::on_change_elsewhere(move |name| {
            if name == KEPT.name
                && let Found::Value(list) = KEPT.load()
            {
                prompts.list.set(list);
            }
        });
        prompts
    }

    /// Takes in a prompt of a file; another of the same name stays beside it. `false` if it is here already, or cannot be kept.
    pub fn take_in(&self, mut prompt: SavedPrompt) -> bool {
        prompt.draft.conversation.repair();
        let first = prompt.name.clone();
        let free = (2..).map(|number| format!("{first} ({number})"));
        for name in std::iter::once(first.clone()).chain(free) {
            prompt.name = name;
            match self.get(&prompt.name) {
                Some(there) if there == prompt => return false,
                Some(_) => {}
                None => return self.save(prompt).is_ok(),
            }
        }
        false
    }

    /// The names, in the order of the alphabet; followed.
    pub fn names(&self) -> Vec<String> {
        self.list.with(|list| list.iter().map(|saved| saved.name.clone()).collect())
    }

    pub fn get(&self, name: &str) -> Option<SavedPrompt> {
        self.list.with_untracked(|list| list.iter().find(|saved| saved.name == name).cloned())
    }

    /// Keeps the prompt, in the place of one of the same name.
    ///
    /// # Errors
    /// The browser does not keep it; what was saved before is still there.
    pub fn save(&self, prompt: SavedPrompt) -> Result<(), NotKept> {
        let mut list = self.list.get_untracked();
        list.retain(|saved| saved.name != prompt.name);
        list.push(prompt);
        list.sort_by_key(|saved| saved.name.to_lowercase());
        self.keep(list)
    }

    /// Forgets the prompt of that name.
    ///
    /// # Errors
    /// The browser refuses even that; the prompt is still there.
    pub fn delete(&self, name: &str) -> Result<(), NotKept> {
        let mut list = self.list.get_untracked();
        list.retain(|saved| saved.name != name);
        self.keep(list)
    }

    fn keep(&self, list: Vec<SavedPrompt>) -> Result<(), NotKept> {
        KEPT.save(&list)?;
        self.list.set(list);
        Ok(())
    }
}
