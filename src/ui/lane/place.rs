//! The place of one item of an answer: what a component needs to read it while it grows.

use crate::state::play::{LaneHandle, Play, RunHead, RunId};
use leptos::prelude::*;
use lineup_core::run::{Item, Outcome, Run};

/// Names an item. Another run of the lane has other places, so that a component about to go reads nothing of it.
#[derive(Clone, Copy, PartialEq)]
pub struct Place {
    pub handle: LaneHandle,
    pub run: RunId,
    pub choice: u32,
    /// [`Item::key`].
    pub key: u32,
}

impl Place {
    /// Reads the item as it is now.
    pub fn read<R>(&self, read: impl FnOnce(&Item, &Run) -> R) -> Option<R> {
        let find = |run: &Run| {
            let item = run.reply().choice(self.choice)?.items.iter().find(|item| item.key == self.key)?;
            Some(read(item, run))
        };
        self.handle.with_run_of(self.run, find).flatten()
    }

    /// Calls `paint` in every frame in which something may have come to the item, and once more when the run is over. A settled
    /// item costs nothing.
    pub fn follow(self, mut paint: impl FnMut(&Item, &Run) + 'static) {
        let is_over = self.is_over();
        Effect::new(move |settled: Option<bool>| {
            let was_over = is_over.get();
            if settled != Some(true) {
                self.handle.run.track();
            }
            self.read(|item, run| {
                paint(item, run);
                item.ended.is_some() || was_over
            })
            .unwrap_or(true)
        });
    }

    /// Something of the item, followed as [`Place::follow`] does.
    pub fn watch<T: PartialEq + Send + Sync + 'static>(self, of: impl Fn(&Item, &Run) -> T + Send + Sync + 'static) -> Memo<Option<T>> {
        Memo::new(move |_| {
            self.handle.run.track();
            self.read(|item, run| of(item, run))
        })
    }

    /// Whether what the model asked for can be answered: only a finished answer of the newest run has asked it whole, and a cell sends
    /// nothing; followed.
    pub fn can_answer(self, play: Play) -> Memo<bool> {
        let (handle, run) = (self.handle, self.run);
        let is_whole = move |head: &RunHead| head.id == Some(run) && matches!(head.outcome(), Some(Outcome::Finished { .. }));
        Memo::new(move |_| !play.only_replays() && handle.run.with(is_whole))
    }

    /// Whether the run is over; followed.
    pub fn is_over(self) -> Memo<bool> {
        let (handle, run) = (self.handle, self.run);
        Memo::new(move |_| handle.run.with(|head| head.id != Some(run) || !head.is_running()))
    }
}
