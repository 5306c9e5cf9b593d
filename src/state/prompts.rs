//! Saved prompts: drafts under a name of the user's, on this device, in the page's database.

use super::{
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area, NotKept};
use leptos::prelude::*;
use lineup_core::draft::Draft;
use serde::{Deserialize, Serialize};

const KEPT: Slot = Slot::first(Area::Base, "prompts");

/// A draft under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SavedPrompt {
    pub name: String,
    pub draft: Draft,
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
    pub fn take_in(&self, prompt: SavedPrompt) -> bool {
        let SavedPrompt { name, mut draft } = prompt;
        draft.conversation.repair();
        let free = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name} ({number})")));
        for name in free {
            match self.get(&name) {
                Some(there) if there == draft => return false,
                Some(_) => {}
                None => return self.save(&name, draft).is_ok(),
            }
        }
        false
    }

    /// The names, in the order of the alphabet; followed.
    pub fn names(&self) -> Vec<String> {
        self.list.with(|list| list.iter().map(|saved| saved.name.clone()).collect())
    }

    pub fn get(&self, name: &str) -> Option<Draft> {
        self.list.with_untracked(|list| list.iter().find(|saved| saved.name == name).map(|saved| saved.draft.clone()))
    }

    /// Keeps the draft under the name, in the place of one of the same name.
    ///
    /// # Errors
    /// The browser does not keep it; what was saved before is still there.
    pub fn save(&self, name: &str, draft: Draft) -> Result<(), NotKept> {
        let mut list = self.list.get_untracked();
        list.retain(|saved| saved.name != name);
        list.push(SavedPrompt { name: name.to_owned(), draft });
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
