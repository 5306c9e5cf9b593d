//! Conversations: the one that this page works on, and the list of all. A page takes a conversation for its own, and writes no other;
//! one that another page works on is continued as a copy.

use super::Keeping;
use crate::browser::{
    base::{self, Change, Content, Store},
    clock,
    storage::{self, Area},
    tabs,
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    json,
    keep::{DraftRow, RunRow, State, parts},
};
use serde_json::Value;

/// The names that this tab keeps for itself: its conversation, and its page before a reload.
pub const DRAFT: &str = "draft";
pub const PAGE: &str = "page";
/// Where earlier versions kept the state.
const FORMER: &str = "play";

/// What the page begins with.
#[derive(Clone, Debug, Default)]
pub struct Opened {
    pub id: String,
    pub state: Option<State>,
    pub parts: Vec<String>,
    /// There was something that could not be read. It stays where it is.
    pub unreadable: bool,
}

/// An id that sorts by time.
fn new_id() -> String {
    RunRow::new_id(clock::wall().0, js_sys::Math::random())
}

pub(super) async fn rows() -> Vec<DraftRow> {
    base::all(Store::Drafts).await.unwrap_or_default().into_iter().filter_map(|(_, content)| content.parsed()).collect()
}

/// Finds what the page begins with, and takes it. `anew`: in another tab than before, with a conversation of its own.
pub(super) async fn begin(anew: bool) -> Opened {
    let own = storage::read(Area::Session, DRAFT);
    let before = storage::read(Area::Session, PAGE);
    _ = storage::write(Area::Session, PAGE, &tabs::own_name());
    if let Some(opened) = former().await {
        _ = storage::write(Area::Session, DRAFT, &opened.id);
        return opened;
    }
    let rows = rows().await;
    let newest = || rows.iter().filter(|row| row.deleted.is_none() && !anew).max_by(|a, b| a.at.total_cmp(&b.at));
    let Some(row) = own.and_then(|own| rows.iter().find(|row| row.id == own)).or_else(newest) else {
        return fresh(None);
    };
    let mut opened = match load(&row.id).await {
        Ok(Some(state)) => Opened { id: row.id.clone(), state: Some(state), parts: row.parts.clone(), unreadable: false },
        Ok(None) => Opened { unreadable: true, ..fresh(None) },
        Err(_) => fresh(None),
    };
    if opened.id == row.id && !(is_free(row, before.as_deref()).await && claim(row).await) {
        opened = fresh(opened.state);
    }
    _ = storage::write(Area::Session, DRAFT, &opened.id);
    opened
}

/// A conversation of an id of its own; it is kept when something in it is changed.
fn fresh(state: Option<State>) -> Opened {
    let id = new_id();
    _ = storage::write(Area::Session, DRAFT, &id);
    Opened { id, state, ..Opened::default() }
}

/// What an earlier version has kept, for the tab or from the last one; brought into the database once.
async fn former() -> Option<Opened> {
    let (area, text) = [Area::Session, Area::Local].into_iter().find_map(|area| Some((area, storage::read(area, FORMER)?)))?;
    let state = serde_json::from_str::<Value>(&text).ok().and_then(|kept| State::from_value(kept.get("value")?.clone()));
    let Some(state) = state else {
        _ = storage::write(area, &format!("{FORMER}.unreadable-1"), &text);
        storage::remove(area, FORMER);
        return Some(Opened { unreadable: true, ..fresh(None) });
    };
    let opened = Opened { id: new_id(), state: Some(state.clone()), ..Opened::default() };
    if base::is_kept() {
        let (changes, parts) = changes(&opened.id, &state, &[]);
        if base::change(changes).await.is_ok() {
            storage::remove(area, FORMER);
            return Some(Opened { parts, ..opened });
        }
    }
    Some(opened)
}

/// Whether no other open page works on it.
async fn is_free(row: &DraftRow, before: Option<&str>) -> bool {
    // A reload may be faster than the end of the page before it; a tab that was duplicated has that name too, but its page stays.
    for _ in 0..4 {
        match tabs::open_pages().await {
            Some(open) if !open.contains(&row.page) => return true,
            Some(_) if before == Some(row.page.as_str()) => {}
            Some(_) => return false,
            // Nobody can tell: what this tab had before is its own.
            None => return before == Some(row.page.as_str()),
        }
        if let Some(abort) = crate::browser::abort::Abort::new() {
            clock::pause(60.0, &abort).await;
        }
    }
    false
}

/// Puts this page's name on it, unless another page was faster.
async fn claim(row: &DraftRow) -> bool {
    let decide = |seen: Option<Content>| match seen.and_then(Content::parsed::<DraftRow>) {
        Some(now) if now.page == row.page => vec![put_row(&DraftRow { page: tabs::own_name(), deleted: None, ..now })],
        _ => Vec::new(),
    };
    base::change_after(Store::Drafts, &row.id, decide).await == Ok(true)
}

pub(super) fn put_row(row: &DraftRow) -> Change {
    Change::put(Store::Drafts, row.id.as_str(), json::write(row))
}

/// What keeping a state changes, and the parts that it mentions; those of `known` lie there already.
pub(super) fn changes(id: &str, state: &State, known: &[String]) -> (Vec<Change>, Vec<String>) {
    let mut value = state.to_value();
    let taken = parts::take_out(&mut value);
    let names: Vec<String> = taken.iter().map(|part| part.name.clone()).collect();
    let row = DraftRow { parts: names.clone(), ..state.row(id, &tabs::own_name(), clock::wall().0) };
    let mut changes = vec![put_row(&row), Change::put(Store::States, id, value.to_string())];
    let new = taken.into_iter().filter(|part| !known.contains(&part.name));
    changes.extend(new.map(|part| Change::put(Store::Parts, part.name, part.text)));
    (changes, names)
}

/// JSON with everything that it mentions.
pub(super) async fn whole(text: &str) -> Option<Value> {
    let mut value: Value = serde_json::from_str(text).ok()?;
    let mut found = std::collections::BTreeMap::new();
    for name in parts::mentioned(&mut value) {
        if let Some(text) = base::get(Store::Parts, &name).await.ok().flatten().and_then(Content::text) {
            found.insert(name, text);
        }
    }
    parts::put_back(&mut value, |name| found.get(name).cloned());
    Some(value)
}

/// A kept conversation. `Ok(None)`: it cannot be read.
pub(super) async fn load(id: &str) -> Result<Option<State>, storage::NotKept> {
    let Some(text) = base::get(Store::States, id).await?.and_then(Content::text) else { return Ok(None) };
    Ok(whole(&text).await.and_then(State::from_value))
}

impl Keeping {
    /// Keeps the state under this page's conversation. If another page has taken that meanwhile, under a new one.
    pub fn save(self, state: State) {
        if storage::is_closed() {
            return;
        }
        let id = self.draft.get_untracked();
        let known = self.parts.get_value();
        let (changes, names) = changes(&id, &state, &known);
        spawn_local(async move {
            let decide = |seen: Option<Content>| {
                let is_own = seen.and_then(Content::parsed::<DraftRow>).is_none_or(|row| row.page == tabs::own_name());
                if is_own { changes } else { Vec::new() }
            };
            let result = base::change_after(Store::Drafts, &id, decide).await;
            match result {
                // The page may have gone on with another meanwhile.
                Ok(true) if self.draft.get_untracked() == id => self.parts.set_value(names),
                Ok(false) if self.draft.get_untracked() == id => {
                    self.begin_draft(new_id());
                    self.save(state);
                }
                Ok(_) => {}
                Err(why) => self.status.kept(Err(why)),
            }
        });
    }

    /// As [`Self::save`], in one step: a page that goes away sees no second one. Nobody else writes this conversation as long as the
    /// page is open.
    pub fn put_away(self, state: State) {
        if storage::is_closed() {
            return;
        }
        let id = self.draft.get_untracked();
        let (changes, names) = changes(&id, &state, &self.parts.get_value());
        spawn_local(async move {
            match base::change(changes).await {
                Ok(()) if self.draft.get_untracked() == id => self.parts.set_value(names),
                Ok(()) => {}
                Err(why) => self.status.kept(Err(why)),
            }
        });
    }

    /// From now on this page works on a conversation of its own, beside the one before.
    pub fn begin_anew(self) {
        self.begin_draft(new_id());
    }

    fn begin_draft(self, id: String) {
        _ = storage::write(Area::Session, DRAFT, &id);
        self.parts.set_value(Vec::new());
        self.draft.set(id);
    }

    /// The kept conversations, the newest first.
    pub async fn conversations(self) -> Vec<DraftRow> {
        let mut rows = rows().await;
        rows.retain(|row| row.deleted.is_none() && !row.title.is_empty());
        rows.sort_by(|a, b| b.at.total_cmp(&a.at));
        rows
    }

    /// Opens a kept conversation: it is this page's from now on, or a copy of it where another page works on it.
    pub async fn take_up(self, id: &str) -> Option<State> {
        let row = rows().await.into_iter().find(|row| row.id == id)?;
        let state = load(id).await.ok()??;
        if row.page == tabs::own_name() || (is_free(&row, None).await && claim(&row).await) {
            self.begin_draft(row.id);
            self.parts.set_value(row.parts);
        } else {
            self.begin_anew();
        }
        Some(state)
    }
}
