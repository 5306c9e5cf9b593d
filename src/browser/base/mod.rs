//! The page's own database: a few stores of texts and bytes under names. IndexedDB, or memory where the browser has none or refuses.
//!
//! - [`idb`]: IndexedDB, thinly: requests and transactions as futures
//! - [`memory`]: the same in memory, gone with the page
//!
//! A change is one transaction: all of it is kept, or nothing.

mod idb;
mod memory;

use super::storage::NotKept;
use idb::Idb;
use lineup_core::json;
use memory::Memory;
use serde::de::DeserializeOwned;
use std::{cell::RefCell, rc::Rc};

/// Where something lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Store {
    /// Small values by their names.
    Values,
    /// One line for each conversation.
    Drafts,
    /// The conversations themselves.
    States,
    /// One line for each run.
    Runs,
    /// What each run was asked.
    Asked,
    /// What came back, in pieces: the run's id, `/`, and the number of the piece.
    Tapes,
    /// What can be found of each run.
    Texts,
    /// Pictures, sound and files that the others mention.
    Parts,
}

impl Store {
    pub const ALL: [Self; 8] = [Self::Values, Self::Drafts, Self::States, Self::Runs, Self::Asked, Self::Tapes, Self::Texts, Self::Parts];

    fn name(self) -> &'static str {
        match self {
            Self::Values => "values",
            Self::Drafts => "drafts",
            Self::States => "states",
            Self::Runs => "runs",
            Self::Asked => "asked",
            Self::Tapes => "tapes",
            Self::Texts => "texts",
            Self::Parts => "parts",
        }
    }
}

/// What lies there.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    Text(String),
    Bytes(Vec<u8>),
}

impl Content {
    pub fn text(self) -> Option<String> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A text that was written from a value, as that value; `None` for anything else.
    pub fn parsed<T: DeserializeOwned>(self) -> Option<T> {
        json::read(&self.text()?).ok()
    }
}

/// One change.
#[derive(Clone, Debug)]
pub enum Change {
    Put(Store, String, Content),
    Delete(Store, String),
    /// Everything from one name up to, but without, another.
    DeleteRange(Store, String, String),
    Clear(Store),
}

impl Change {
    pub fn put(store: Store, name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Put(store, name.into(), Content::Text(text.into()))
    }

    /// How many bytes it writes.
    pub fn size(&self) -> usize {
        match self {
            Self::Put(_, _, Content::Text(text)) => text.len(),
            Self::Put(_, _, Content::Bytes(bytes)) => bytes.len(),
            Self::Delete(..) | Self::DeleteRange(..) | Self::Clear(_) => 0,
        }
    }
}

enum Kind {
    Idb(Idb),
    Memory(Memory),
}

thread_local! {
    static BASE: RefCell<Option<Rc<Kind>>> = const { RefCell::new(None) };
}

fn base() -> Rc<Kind> {
    BASE.with_borrow_mut(|base| base.get_or_insert_with(|| Rc::new(Kind::Memory(Memory::default()))).clone())
}

/// Opens the database; memory takes its place where that fails or takes too long. To be awaited once, before anything else of this.
pub async fn open() {
    if let Some(idb) = Idb::open().await {
        BASE.set(Some(Rc::new(Kind::Idb(idb))));
    }
}

/// Whether what is written outlives the page.
pub fn is_kept() -> bool {
    matches!(*base(), Kind::Idb(_))
}

/// What lies under a name.
///
/// # Errors
/// The database cannot be read.
pub async fn get(store: Store, name: &str) -> Result<Option<Content>, NotKept> {
    match &*base() {
        Kind::Idb(idb) => idb.get(store, name).await,
        Kind::Memory(memory) => Ok(memory.get(store, name)),
    }
}

/// At most so many names and contents, from one name up to, but without, another, in the order of the names.
///
/// # Errors
/// The database cannot be read.
pub async fn range(store: Store, from: &str, to: &str, most: u32) -> Result<Vec<(String, Content)>, NotKept> {
    match &*base() {
        Kind::Idb(idb) => idb.range(store, from, to, most).await,
        Kind::Memory(memory) => Ok(memory.range(store, from, to, most)),
    }
}

/// Everything of a store.
///
/// # Errors
/// The database cannot be read.
pub async fn all(store: Store) -> Result<Vec<(String, Content)>, NotKept> {
    range(store, "", LAST, u32::MAX).await
}

/// The names of a store.
///
/// # Errors
/// The database cannot be read.
pub async fn names(store: Store) -> Result<Vec<String>, NotKept> {
    match &*base() {
        Kind::Idb(idb) => idb.names(store).await,
        Kind::Memory(memory) => Ok(memory.range(store, "", LAST, u32::MAX).into_iter().map(|(name, _)| name).collect()),
    }
}

/// After every name: names are plain ASCII.
pub const LAST: &str = "\u{ffff}";

/// Makes all of these changes.
///
/// # Errors
/// None of them was made. [`NotKept::Full`]: there is no room. Where memory stands in for the database, they are made there.
pub async fn change(changes: Vec<Change>) -> Result<(), NotKept> {
    match &*base() {
        Kind::Idb(idb) => idb.change(changes).await,
        Kind::Memory(memory) => {
            memory.change(changes);
            Err(NotKept::Refused)
        }
    }
}

/// Makes the changes that `decide` wants when it has seen what lies under a name; nothing of another tab comes in between. Whether it
/// wanted any.
///
/// # Errors
/// As [`change`].
pub async fn change_after(store: Store, name: &str, decide: impl FnOnce(Option<Content>) -> Vec<Change>) -> Result<bool, NotKept> {
    match &*base() {
        Kind::Idb(idb) => idb.change_after(store, name, decide).await,
        Kind::Memory(memory) => {
            let changes = decide(memory.get(store, name));
            let some = !changes.is_empty();
            memory.change(changes);
            if some { Err(NotKept::Refused) } else { Ok(false) }
        }
    }
}
