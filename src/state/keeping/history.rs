//! The runs of before.

use super::{
    Keeping, UNDO, drafts,
    recorder::{piece_number, pieces_of, put_row},
};
use crate::browser::{
    base::{self, Change, Content, LAST, Store},
    clock,
    storage::NotKept,
    tabs,
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    keep::{Asked, DraftRow, Query, RunRow, Tape, search::Excerpt},
    run::cassette::Cassette,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// So many texts are looked through at a time: in between the page can do something else.
const AT_ONCE: usize = 200;
/// Characters on either side of what was found.
const AROUND: usize = 60;

/// A kept run with everything that was recorded.
#[derive(Clone, Debug)]
pub struct KeptRun {
    pub row: RunRow,
    pub asked: Asked,
    pub cassette: Cassette,
    /// Whether its record has an end: a run without one was interrupted, or goes on.
    pub has_end: bool,
    /// The number that its record's next piece takes.
    pub pieces: u32,
}

/// A run in which something was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub id: String,
    pub excerpt: Option<Excerpt>,
}

pub(super) async fn rows() -> Result<Vec<RunRow>, NotKept> {
    Ok(base::all(Store::Runs).await?.into_iter().filter_map(|(_, content)| content.parsed()).collect())
}

impl Keeping {
    /// The lines of all runs, the newest first.
    pub async fn rows(self) -> Vec<RunRow> {
        let mut rows = rows().await.unwrap_or_default();
        rows.retain(|row| row.deleted.is_none());
        rows.reverse();
        rows
    }

    /// One run with everything.
    pub async fn run(self, id: &str) -> Option<KeptRun> {
        let row: RunRow = base::get(Store::Runs, id).await.ok()??.parsed()?;
        let asked = base::get(Store::Asked, id).await.ok()??.text()?;
        let asked = Asked::from_value(drafts::whole(&asked).await?)?;
        let (from, to) = pieces_of(id);
        let mut tape = Tape::default();
        let mut pieces = 0;
        for (name, piece) in base::range(Store::Tapes, &from, &to, u32::MAX).await.ok()? {
            pieces = piece_number(&name).map_or(pieces, |number| number + 1);
            if let Content::Bytes(piece) = piece {
                tape.read(&piece);
            }
        }
        let has_end = tape.end.is_some();
        let cassette = asked.cassette(tape);
        Some(KeptRun { row, asked, cassette, has_end, pieces })
    }

    /// Looks through the texts of these runs, in their order, and tells what it finds as it goes. Ends when `told` wants no more.
    pub async fn search(self, query: Query, ids: Vec<String>, told: impl Fn(Vec<Found>) -> bool) {
        for ids in ids.chunks(AT_ONCE) {
            let (Some(least), Some(most)) = (ids.iter().min(), ids.iter().max()) else { continue };
            let to = format!("{most}{LAST}");
            let texts = base::range(Store::Texts, least, &to, u32::MAX).await.unwrap_or_default();
            let texts: BTreeMap<String, String> = texts.into_iter().filter_map(|(id, content)| Some((id, content.text()?))).collect();
            let look = |id: &String| {
                let text = texts.get(id).filter(|text| query.finds(text))?;
                Some(Found { id: id.clone(), excerpt: query.excerpt(text, AROUND) })
            };
            if !told(ids.iter().filter_map(look).collect()) {
                return;
            }
        }
    }

    /// Hides these runs; they go for good in a while, unless they are brought back. `false`: there is no room even for that, and they
    /// are gone at once.
    pub async fn delete_runs(self, ids: Vec<String>) -> bool {
        let marked = self.mark_runs(&ids, Some(clock::wall().0)).await;
        if marked == Err(NotKept::Full) {
            self.status_of(base::change(ids.iter().flat_map(|id| removal(id)).collect()).await);
            self.has_changed();
            self.has_room();
            return false;
        }
        set_timeout(move || spawn_local(self.purge()), UNDO + Duration::from_secs(1));
        true
    }

    pub async fn bring_back_runs(self, ids: Vec<String>) {
        let marked = self.mark_runs(&ids, None).await;
        self.status_of(marked);
    }

    async fn mark_runs(self, ids: &[String], deleted: Option<f64>) -> Result<(), NotKept> {
        let mut changes = Vec::new();
        for id in ids {
            if let Some(row) = base::get(Store::Runs, id).await?.and_then(Content::parsed::<RunRow>) {
                changes.push(put_row(&RunRow { deleted, ..row }));
            }
        }
        let made = base::change(changes).await;
        // Memory stands in for the database, and has it.
        if base::is_kept() {
            made?;
        }
        self.has_changed();
        Ok(())
    }

    /// Hides a conversation, or brings it back. Its runs stay.
    pub async fn mark_conversation(self, id: &str, deleted: bool) {
        let deleted = deleted.then(|| clock::wall().0);
        let decide = |seen: Option<Content>| {
            let row = seen.and_then(Content::parsed::<DraftRow>);
            row.map(|row| drafts::put_row(&DraftRow { deleted, ..row })).into_iter().collect()
        };
        self.status_of(base::change_after(Store::Drafts, id, decide).await.map(|_| ()));
        self.has_changed();
    }

    fn status_of(self, result: Result<(), NotKept>) {
        if base::is_kept() {
            self.status.kept(result);
        }
    }

    /// Removes for good what was deleted a while ago, and the parts that nothing mentions any more.
    pub(super) async fn purge(self) {
        let now = clock::wall().0;
        let is_gone = |deleted: Option<f64>| deleted.is_some_and(|at| now - at > UNDO.as_secs_f64() * 1_000.0);
        let (Ok(runs), drafts) = (rows().await, drafts::rows().await) else { return };
        let mut changes = Vec::new();
        let mut mentioned = BTreeSet::new();
        for row in &runs {
            if is_gone(row.deleted) {
                changes.extend(removal(&row.id));
            } else {
                mentioned.extend(row.parts.iter().cloned());
            }
        }
        let own = tabs::own_name();
        for row in &drafts {
            if is_gone(row.deleted) && row.page != own {
                changes.extend([Store::Drafts, Store::States].map(|store| Change::Delete(store, row.id.clone())));
            } else {
                mentioned.extend(row.parts.iter().cloned());
            }
        }
        if changes.is_empty() {
            return;
        }
        for name in base::names(Store::Parts).await.unwrap_or_default() {
            if !mentioned.contains(&name) {
                changes.push(Change::Delete(Store::Parts, name));
            }
        }
        self.status_of(base::change(changes).await);
        self.look_at_room().await;
        self.has_room();
    }

    fn has_room(self) {
        self.freed.update(|freed| *freed += 1);
    }

    /// Removes everything for good.
    pub async fn erase(self) {
        self.status_of(base::change(Store::ALL.map(Change::Clear).to_vec()).await);
    }
}

/// Everything of a run.
fn removal(id: &str) -> Vec<Change> {
    let (from, to) = pieces_of(id);
    let one = |store| Change::Delete(store, id.to_owned());
    vec![one(Store::Runs), one(Store::Asked), one(Store::Texts), Change::DeleteRange(Store::Tapes, from, to)]
}
