//! What is changed and left out: each kind of thing once, with its count. A long conversation has hundreds of the same.

use super::super::report::{Note, NoteKind};
use std::collections::HashMap;

/// Nobody reads more lines than these.
const MOST: usize = 1000;

#[derive(Default)]
pub(super) struct Left {
    counted: Vec<(NoteKind, String, usize)>,
    places: HashMap<(NoteKind, String), usize>,
}

impl Left {
    pub fn add(&mut self, kind: NoteKind, what: &str) {
        let known = self.places.get(&(kind, what.to_owned())).copied();
        match known.and_then(|at| self.counted.get_mut(at)) {
            Some((_, _, count)) => *count += 1,
            None if self.places.len() < MOST => {
                self.places.insert((kind, what.to_owned()), self.counted.len());
                self.counted.push((kind, what.to_owned(), 1));
            }
            None => {}
        }
    }

    pub fn notes(self) -> Vec<Note> {
        let what = |what: String, count: usize| if count > 1 { format!("{count} × {what}") } else { what };
        self.counted.into_iter().map(|(kind, name, count)| Note::new(kind, what(name, count))).collect()
    }
}
