//! Runs, written while they go on: what was asked first and in one, what comes back in pieces, and a line of the history that is
//! renewed when the run is over. What could not be written is tried again with the next piece.

use super::{Keeping, KeptRun};
use crate::browser::{
    base::{self, Change, Content, Store},
    clock,
    storage::{self, NotKept},
    tabs,
};
use crate::state::play::reader;
use leptos::task::spawn_local;
use lineup_core::{
    draft::Draft,
    json,
    keep::{Asked, Ended, RunRow, Tape, TapeWriter, parts, search},
    plan::Plan,
    run::{Cost, Run},
};
use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::Rc,
    sync::Arc,
};

/// What is written in one task of the page is about as much, because the browser copies it at once.
const TURN_BYTES: usize = 512 * 1024;

/// How what waits is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writing {
    /// In turns, so that a long answer's end does not hold the page up.
    InTurns,
    /// No other turn may come, or the record is read next: the page is put away, the run is taken away.
    AtOnce,
}

/// What is to be written.
#[derive(Default)]
struct Waiting {
    /// In the order in which they came. The changes of one are made together or not at all.
    units: RefCell<VecDeque<Vec<Change>>>,
    /// Somebody is taking turns.
    is_taken: Cell<bool>,
    /// The run is over, and all of it was added.
    is_over: Cell<bool>,
}

impl Waiting {
    fn add(&self, unit: Vec<Change>) {
        self.units.borrow_mut().push_back(unit);
    }

    /// What is next.
    fn take(&self, writing: Writing) -> Vec<Change> {
        let mut units = self.units.borrow_mut();
        let mut size = 0;
        let fits = |(at, unit): &(usize, &Vec<Change>)| {
            size += unit.iter().map(Change::size).sum::<usize>();
            *at == 0 || size <= TURN_BYTES || writing == Writing::AtOnce
        };
        let count = units.iter().enumerate().take_while(fits).count();
        units.drain(..count).flatten().collect()
    }

    /// What could not be written waits again, before what was added meanwhile.
    fn put_back(&self, mut changes: Vec<Change>) {
        let says_the_end = changes.iter().any(|change| matches!(change, Change::Put(Store::Texts, ..)));
        if self.is_over.get() && !says_the_end {
            // The line that says how it ended may be written by now.
            changes.retain(|change| !matches!(change, Change::Put(Store::Runs, ..)));
        }
        self.units.borrow_mut().push_front(changes);
    }

    /// Writes what waits. Where nothing can be kept, that is no news.
    async fn write(&self, writing: Writing) -> Result<(), NotKept> {
        // After the page was closed for writing, what is erased stays erased.
        while !storage::is_closed() {
            let changes = self.take(writing);
            if changes.is_empty() {
                break;
            }
            if let Err(why) = base::change(changes.clone()).await
                && base::is_kept()
            {
                self.put_back(changes);
                return Err(why);
            }
            if writing == Writing::AtOnce {
                break;
            }
        }
        Ok(())
    }
}

/// The record of one run.
pub struct Recording {
    row: RunRow,
    writer: TapeWriter,
    tries: u32,
    pieces: u32,
    waiting: Rc<Waiting>,
}

/// The name of a piece: pieces sort as they were written.
pub(super) fn piece_name(id: &str, number: u32) -> String {
    format!("{id}/{number:08}")
}

pub(super) fn piece_number(name: &str) -> Option<u32> {
    name.rsplit_once('/')?.1.parse().ok()
}

/// Everything whose name begins with the run's id and a slash.
pub(super) fn pieces_of(id: &str) -> (String, String) {
    (format!("{id}/"), format!("{id}0"))
}

pub(super) fn put_row(row: &RunRow) -> Change {
    Change::put(Store::Runs, row.id.as_str(), json::write(row))
}

/// What keeping the question changes; the parts that it mentions are noted in the row.
pub(super) fn put_asked(asked: &Asked, row: &mut RunRow) -> Vec<Change> {
    let mut value = serde_json::to_value(asked).unwrap_or_default();
    let taken = parts::take_out(&mut value);
    row.parts = taken.iter().map(|part| part.name.clone()).collect();
    let mut changes = vec![Change::put(Store::Asked, row.id.as_str(), value.to_string())];
    changes.extend(taken.into_iter().map(|part| Change::put(Store::Parts, part.name, part.text)));
    changes
}

impl Recording {
    /// Begins the record of a run that is about to be sent.
    pub fn begin(asked: &Asked, plan: &Plan, endpoint: &str, draft: String) -> Self {
        let at = clock::wall().0;
        let mut row = RunRow::begun(&RunRow::new_id(at, js_sys::Math::random()), at, plan.api, &asked.draft);
        row.page = tabs::own_name();
        row.draft = draft;
        row.model.clone_from(&asked.lane.model);
        row.endpoint = endpoint.to_owned();
        row.simulated = asked.simulated;
        let mut changes = put_asked(asked, &mut row);
        changes.push(put_row(&row));
        let waiting = Rc::<Waiting>::default();
        waiting.add(changes);
        Self { row, writer: TapeWriter::default(), tries: 0, pieces: 0, waiting }
    }

    /// The record of a run that was opened: there is nothing to add, unless it is begun again.
    pub fn of_kept(row: RunRow, pieces: u32) -> Self {
        Self {
            row,
            writer: TapeWriter::default(),
            tries: 0,
            pieces,
            waiting: Rc::new(Waiting { is_over: Cell::new(true), ..Waiting::default() }),
        }
    }

    pub fn id(&self) -> &str {
        &self.row.id
    }

    /// The run as it is now, whether it could be written or not.
    pub fn now(&self, asked: Asked, run: &Run, cost: Option<&Cost>) -> KeptRun {
        let mut row = self.row.clone();
        // Of one that was opened the line says more: that it was interrupted.
        if !self.waiting.is_over.get() {
            row.take(run, cost);
        }
        let mut tape = Tape::default();
        TapeWriter::default().last(run).iter().for_each(|piece| tape.read(piece));
        KeptRun { row, cassette: asked.cassette(tape), asked, has_end: run.outcome().is_some(), pieces: self.pieces }
    }

    /// Another try has begun, perhaps with another request, or the run goes on where it was cut: what came before is written anew, if
    /// it still belongs to it.
    pub fn begin_again(&mut self, asked: &Asked, tries: u32) {
        self.tries = tries;
        self.waiting.is_over.set(false);
        self.row.ended = Ended::Running;
        self.row.page = tabs::own_name();
        let mut changes = put_asked(asked, &mut self.row);
        changes.push(put_row(&self.row));
        self.waiting.add(changes);
        let again = self.writer.again();
        self.add_pieces(vec![again]);
    }

    fn add_pieces(&mut self, pieces: Vec<Vec<u8>>) {
        for piece in pieces {
            self.waiting.add(vec![Change::Put(Store::Tapes, piece_name(&self.row.id, self.pieces), Content::Bytes(piece))]);
            self.pieces += 1;
        }
    }

    /// The tries that it knows of.
    pub fn tries(&self) -> u32 {
        self.tries
    }

    /// Writes what has come since. `over`: with what it cost, where that is known, and
    /// what was asked, so that it can be found; nothing more will come.
    pub fn write(&mut self, keeping: Keeping, run: &Run, over: Option<(Option<Cost>, Arc<Draft>)>, writing: Writing) {
        if !self.waiting.is_over.get() {
            match over {
                None => {
                    let pieces = self.writer.pieces(run);
                    self.add_pieces(pieces);
                }
                Some((cost, draft)) => {
                    let pieces = self.writer.last(run);
                    self.add_pieces(pieces);
                    self.row.take(run, cost.as_ref());
                    self.waiting.is_over.set(true);
                    let text = Change::put(Store::Texts, self.row.id.as_str(), search::text_of(&draft, run));
                    self.waiting.add(vec![put_row(&self.row), text]);
                }
            }
        }
        self.flush(keeping, writing);
    }

    fn flush(&self, keeping: Keeping, writing: Writing) {
        if storage::is_closed() || self.waiting.units.borrow().is_empty() {
            return;
        }
        // What is added meanwhile is taken in another turn by whoever is at it.
        let is_in_turns = writing == Writing::InTurns;
        if is_in_turns && self.waiting.is_taken.replace(true) {
            return;
        }
        let waiting = self.waiting.clone();
        spawn_local(async move {
            let written = waiting.write(writing).await;
            if is_in_turns {
                waiting.is_taken.set(false);
            }
            let is_over = waiting.is_over.get();
            match written {
                Err(why) => keeping.status.kept(Err(why)),
                Ok(()) if is_over => keeping.has_changed(),
                Ok(()) => {}
            }
            if is_over && base::is_kept() {
                keeping.look_at_room().await;
            }
        });
    }
}

impl Keeping {
    /// Runs whose page is gone: what had come is looked at, and they are marked.
    pub(super) async fn mend(self) {
        let open = tabs::open_pages().await;
        let is_gone = |row: &RunRow| match &open {
            Some(open) => !open.contains(&row.page),
            // Nobody can tell: a run that long ago is over.
            None => row.page != tabs::own_name() && clock::wall().0 - row.at > 30.0 * 60_000.0,
        };
        let mut mended = false;
        for row in super::history::rows().await.unwrap_or_default() {
            if row.ended == Ended::Running && is_gone(&row) {
                mended |= self.mend_one(row).await.is_ok();
            }
        }
        if mended {
            self.has_changed();
        }
    }

    async fn mend_one(self, mut row: RunRow) -> Result<(), NotKept> {
        let before = row.clone();
        let mut changes = Vec::new();
        let mut has_end = false;
        if let Some(kept) = self.run(&row.id).await {
            // Left as it is where it cannot be read: another time it can.
            let Some(reader) = reader().await else { return Err(NotKept::Refused) };
            let run = kept.cassette.play_by(reader);
            row.take(&run, None);
            changes.push(Change::put(Store::Texts, row.id.as_str(), search::text_of(&kept.asked.draft, &run)));
            has_end = kept.has_end;
        }
        if !has_end {
            row.ended = Ended::Interrupted;
            row.word = None;
        }
        changes.push(put_row(&row));
        // A page may have gone on with it meanwhile.
        let decide = |seen: Option<Content>| {
            let now = seen.and_then(Content::parsed::<RunRow>);
            if now.is_some_and(|now| now == before) { changes } else { Vec::new() }
        };
        base::change_after(Store::Runs, &row.id, decide).await.map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::{TURN_BYTES, Waiting, Writing};
    use crate::browser::base::{Change, Content, Store};

    fn piece(name: &str, size: usize) -> Change {
        Change::Put(Store::Tapes, name.to_owned(), Content::Bytes(vec![0; size]))
    }

    fn names(changes: &[Change]) -> Vec<&str> {
        changes.iter().map(|change| if let Change::Put(_, name, _) | Change::Delete(_, name) = change { name } else { "" }).collect()
    }

    #[test]
    fn a_turn_takes_what_fits_and_never_half_of_a_unit() {
        let waiting = Waiting::default();
        waiting.add(vec![piece("large", 3 * TURN_BYTES), Change::Delete(Store::Parts, "with it".into())]);
        waiting.add(vec![Change::Delete(Store::Parts, "nothing".into())]);
        waiting.add(vec![piece("a", TURN_BYTES / 2)]);
        waiting.add(vec![piece("b", 1), piece("b with it", TURN_BYTES)]);
        waiting.add(vec![piece("c", 1)]);
        assert_eq!(names(&waiting.take(Writing::InTurns)), ["large", "with it"]);
        assert_eq!(names(&waiting.take(Writing::InTurns)), ["nothing", "a"]);
        waiting.add(vec![piece("d", 1)]);
        assert_eq!(names(&waiting.take(Writing::AtOnce)), ["b", "b with it", "c", "d"]);
        assert!(waiting.take(Writing::InTurns).is_empty());
    }

    #[test]
    fn what_could_not_be_written_is_first_again_but_for_a_line_that_is_out_of_date() {
        let waiting = Waiting::default();
        let (begun, over) = (Change::put(Store::Runs, "begun", "{}"), Change::put(Store::Runs, "over", "{}"));
        waiting.add(vec![begun, piece("a", 1)]);
        let failed = waiting.take(Writing::InTurns);
        waiting.add(vec![piece("b", 1)]);
        waiting.put_back(failed.clone());
        assert_eq!(names(&waiting.take(Writing::AtOnce)), ["begun", "a", "b"]);
        waiting.is_over.set(true);
        waiting.put_back(failed);
        assert_eq!(names(&waiting.take(Writing::AtOnce)), ["a"]);
        waiting.put_back(vec![over, Change::put(Store::Texts, "text", "")]);
        assert_eq!(names(&waiting.take(Writing::AtOnce)), ["over", "text"]);
    }
}
