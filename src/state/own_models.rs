//! The user's own models and facts, laid over the built-in line-up and what the host says. Kept in the page's database.

use super::{
    host::Host,
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area};
use leptos::prelude::*;
use lineup_core::lineup::{Cell, Fact, Lineup, Overrides, OverridesError, Unusable};
use std::sync::{Arc, OnceLock};

const SLOT: Slot = Slot::first(Area::Base, "own-models");

/// The one line-up of the page: what is built in, what the host says over it, and what the user says over that.
#[derive(Clone, Copy)]
pub struct OwnModels {
    overrides: RwSignal<Overrides>,
    lineup: Memo<Arc<Lineup>>,
    host: Host,
    status: Status,
}

/// Why something of the user's could not be taken. Nothing is changed then.
#[derive(Clone, Debug, PartialEq)]
pub enum NotTaken {
    NoName,
    /// The line-up has a model of this name; its facts can be changed on its card.
    Exists(String),
    Unusable(Unusable),
    /// The file holds something else.
    NoOverrides,
    /// The file was written by a newer version.
    Newer(u32),
    /// The file names no model.
    Empty,
}

/// What is built in. Parsed once, when first asked for.
pub fn catalogue() -> Arc<Lineup> {
    static CATALOGUE: OnceLock<Arc<Lineup>> = OnceLock::new();
    // The text is part of the program and read by its tests: it cannot fail here. Were it ever to, models would be unknown, not the page gone.
    let read = || Arc::new(Lineup::embedded().unwrap_or_else(|_| Lineup { facts_date: String::new(), models: Vec::new() }));
    CATALOGUE.get_or_init(read).clone()
}

impl OwnModels {
    pub fn open(host: Host, status: Status) -> Self {
        let kept = status.found(SLOT.load());
        let overrides = RwSignal::new(kept);
        storage::on_change_elsewhere(move |name| {
            if name == SLOT.name {
                match SLOT.load() {
                    Found::Value(kept) => overrides.set(kept),
                    Found::Nothing => overrides.set(Overrides::default()),
                    Found::Unreadable => {}
                }
            }
        });
        let lineup = Memo::new(move |_| overrides.with(|overrides| laid_over(&host.models.facts, overrides)));
        Self { overrides, lineup, host, status }
    }

    /// Every model as data, the user's own among them; followed.
    pub fn lineup(&self) -> Arc<Lineup> {
        self.lineup.get()
    }

    /// As [`OwnModels::lineup`], for what happens at one moment.
    pub fn lineup_now(&self) -> Arc<Lineup> {
        self.lineup.get_untracked()
    }

    /// Of how many models the user has said something; followed.
    pub fn count(&self) -> usize {
        self.overrides.with(|overrides| overrides.ids().count())
    }

    /// Says one fact of a model.
    ///
    /// # Errors
    /// The fact does not fit.
    pub fn say(&self, id: &str, fact: Fact, cell: &Cell) -> Result<(), NotTaken> {
        self.change(|overrides| overrides.say(id, fact, cell))
    }

    /// Takes one fact back: what the catalogue says, holds again.
    pub fn take_back(&self, id: &str, fact: Fact) {
        // What was there without the fact can be there again.
        _ = self.change(|overrides| overrides.take_back(id, fact));
    }

    /// Adds a model: like one of the catalogue, or with what its name alone tells.
    ///
    /// # Errors
    /// It has no name, or one that the line-up has.
    pub fn add(&self, id: &str, like: Option<&str>) -> Result<(), NotTaken> {
        let id = id.trim();
        if id.is_empty() {
            return Err(NotTaken::NoName);
        }
        let taken = |lineup: &Arc<Lineup>| {
            lineup.models.iter().find(|model| model.names().any(|name| name.eq_ignore_ascii_case(id))).map(|model| model.id.clone())
        };
        if let Some(taken) = self.lineup.with_untracked(taken) {
            return Err(NotTaken::Exists(taken));
        }
        self.change(|overrides| overrides.add(id, like))
    }

    /// Takes back everything about a model.
    pub fn remove(&self, id: &str) {
        _ = self.change(|overrides| overrides.remove(id));
    }

    /// The built-in line-up alone.
    pub fn remove_all(&self) {
        _ = self.change(|overrides| *overrides = Overrides::default());
    }

    /// The text of a file that [`OwnModels::import`] reads.
    pub fn export(&self) -> String {
        self.overrides.with_untracked(Overrides::to_json)
    }

    /// Takes over what a file holds; where both speak of a fact, the file wins. Gives the number of its models.
    ///
    /// # Errors
    /// The file holds something else, or something that does not fit: nothing is changed then.
    pub fn import(&self, text: &str) -> Result<usize, NotTaken> {
        let read = read(&self.host.models.facts, text)?;
        let count = read.ids().count();
        self.change(|overrides| overrides.merge(read))?;
        Ok(count)
    }

    fn change(&self, change: impl FnOnce(&mut Overrides)) -> Result<(), NotTaken> {
        let before = self.overrides.get_untracked();
        let mut next = before.clone();
        change(&mut next);
        if let Some(bad) = newly_unusable(&self.host.models.facts, &before, &next) {
            return Err(NotTaken::Unusable(bad));
        }
        self.overrides.set(next);
        self.status.kept(self.overrides.with_untracked(|overrides| SLOT.save(overrides)));
        Ok(())
    }
}

fn laid_over(host: &Overrides, overrides: &Overrides) -> Arc<Lineup> {
    match Lineup::with_host(host, overrides) {
        Ok((lineup, _)) if !(host.is_empty() && overrides.is_empty()) => Arc::new(lineup),
        _ => catalogue(),
    }
}

/// What could not be taken is kept as it is: a later version may know it. Only what is new must fit.
fn newly_unusable(host: &Overrides, before: &Overrides, next: &Overrides) -> Option<Unusable> {
    let unusable = |overrides: &Overrides| Lineup::with_host(host, overrides).map(|(_, unusable)| unusable).unwrap_or_default();
    let known = unusable(before);
    unusable(next).into_iter().find(|bad| !known.contains(bad))
}

fn read(host: &Overrides, text: &str) -> Result<Overrides, NotTaken> {
    let read = Overrides::from_json(text).map_err(|error| match error {
        OverridesError::Shape(_) => NotTaken::NoOverrides,
        OverridesError::Newer { found } => NotTaken::Newer(found),
    })?;
    // By itself: what is wrong in the file is not mended by what is there already.
    match newly_unusable(host, &Overrides::default(), &read) {
        Some(bad) => Err(NotTaken::Unusable(bad)),
        None if read.is_empty() => Err(NotTaken::Empty),
        None => Ok(read),
    }
}

#[cfg(test)]
mod tests {
    use super::{NotTaken, Overrides, catalogue, laid_over, newly_unusable, read};
    use lineup_core::lineup::{Cell, Fact};
    use std::sync::LazyLock;

    /// A host that says nothing.
    static NONE: LazyLock<Overrides> = LazyLock::new(Overrides::default);

    #[test]
    fn without_a_word_of_the_users_the_line_up_is_the_catalogue() {
        assert_eq!(laid_over(&NONE, &Overrides::default()), catalogue());
        let mut mine = Overrides::default();
        mine.add("house-fast", Some("gpt-4o"));
        assert_eq!(laid_over(&NONE, &mine).models.len(), catalogue().models.len() + 1);
    }

    #[test]
    fn a_file_is_taken_whole_or_says_what_is_wrong_with_it() {
        let mut mine = Overrides::default();
        mine.say("gpt-4o", Fact::Context, &Cell::Tokens(1000));
        assert_eq!(read(&NONE, &mine.to_json()), Ok(mine));
        for (text, wrong) in [
            ("", NotTaken::NoOverrides),
            ("[]", NotTaken::NoOverrides),
            (r#"{"models": {}}"#, NotTaken::NoOverrides),
            (r#"{"version": 9, "models": {}}"#, NotTaken::Newer(9)),
            (r#"{"version": 1, "models": {}}"#, NotTaken::Empty),
        ] {
            assert_eq!(read(&NONE, text), Err(wrong), "{text}");
        }
        let bad = read(&NONE, r#"{"version": 1, "models": {"gpt-4o": {"cutoff": "2031", "context": "long"}}}"#);
        assert!(matches!(bad, Err(NotTaken::Unusable(bad)) if bad.model == "gpt-4o" && bad.fact.as_deref() == Some("context")));
    }

    #[test]
    fn what_did_not_fit_before_is_no_reason_to_refuse_what_does() {
        let before = Overrides::from_json(r#"{"version": 1, "models": {"gpt-4o": {"context": "long"}}}"#).unwrap_or_default();
        let mut next = before.clone();
        next.add("mine", None);
        assert_eq!(newly_unusable(&NONE, &before, &next), None);
        next.add("other", Some("gpt-99"));
        assert_eq!(newly_unusable(&NONE, &before, &next).map(|bad| bad.model).as_deref(), Some("other"));
    }
}
