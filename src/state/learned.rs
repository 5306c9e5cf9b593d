//! What was learned from refusals, per endpoint and model. Kept in the page's database; every plan of the page takes it into account.

use super::{
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area};
use leptos::prelude::*;
use lineup_core::plan::{Learned, LearnedError, LearnedRule};
use serde_json::Value;

const SLOT: Slot = Slot::first(Area::Base, "learned");

/// The rules, in the order in which they were learned.
#[derive(Clone, Copy)]
pub struct LearnedRules {
    pub all: RwSignal<Learned>,
    status: Status,
}

/// What a file of rules brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    pub taken: usize,
    /// Rules of a later version, which this one cannot follow.
    pub left_out: usize,
}

impl LearnedRules {
    pub fn open(status: Status) -> Self {
        let kept = status.found(load());
        let learned = Self { all: RwSignal::new(kept), status };
        storage::on_change_elsewhere(move |name| {
            if name == SLOT.name
                && let Found::Value(kept) = load()
            {
                learned.all.set(kept);
            }
        });
        learned
    }

    /// Remembers a rule; what is known already is not learned again.
    pub fn learn(&self, rule: LearnedRule) {
        if !self.all.with_untracked(|all| all.rules().contains(&rule)) {
            self.change(|all| all.learn(rule));
        }
    }

    pub fn forget(&self, rule: &LearnedRule) {
        self.change(|all| all.forget(rule));
    }

    pub fn forget_all(&self) {
        self.change(|all| *all = Learned::default());
    }

    /// Forgets what was learned at an origin.
    pub fn forget_origin(&self, origin: &str) {
        let gone = |all: &Learned| all.rules().iter().filter(|rule| rule.origin == origin).cloned().collect::<Vec<_>>();
        let gone = self.all.with_untracked(gone);
        if !gone.is_empty() {
            self.change(|all| gone.iter().for_each(|rule| all.forget(rule)));
        }
    }

    /// Takes over the rules of a file that [`Learned::to_json`] wrote; they win over what is known of the same fields.
    ///
    /// # Errors
    /// The text holds no such rules, or those of a newer version. Nothing is changed then.
    pub fn import(&self, text: &str) -> Result<Imported, LearnedError> {
        let (found, imported) = read(text)?;
        if imported.taken > 0 {
            self.change(|all| all.merge(found));
        }
        Ok(imported)
    }

    fn change(&self, change: impl FnOnce(&mut Learned)) {
        self.all.update(change);
        self.status.kept(self.all.with_untracked(|all| SLOT.save(all)));
    }
}

/// Reads as an import does: one rule of a later version is no reason to set all of them aside.
fn load() -> Found<Learned> {
    SLOT.load_as(|kept| Learned::from_json(&kept.to_string()).ok())
}

fn read(text: &str) -> Result<(Learned, Imported), LearnedError> {
    let found = Learned::from_json(text)?;
    let written = serde_json::from_str::<Value>(text).ok().and_then(|raw| raw["rules"].as_array().map(Vec::len)).unwrap_or(0);
    let taken = found.rules().len();
    Ok((found, Imported { taken, left_out: written.saturating_sub(taken) }))
}

#[cfg(test)]
mod tests {
    use super::{Imported, LearnedError, read};

    const RULE: &str = r#"{"origin": "https://a.example", "model": "m", "rule": "delete", "fix": {"do": "delete", "path": "seed"}}"#;

    #[test]
    fn a_file_says_how_many_of_its_rules_could_be_taken() {
        let later = RULE.replace("\"do\": \"delete\"", "\"do\": \"something_of_a_later_day\"");
        let (found, imported) = read(&format!(r#"{{"version": 1, "rules": [{RULE}, {later}]}}"#)).unwrap();
        assert_eq!(imported, Imported { taken: 1, left_out: 1 });
        assert_eq!(found.rules()[0].id(), "R-delete:seed");
        assert_eq!(read(r#"{"version": 1}"#).unwrap().1, Imported { taken: 0, left_out: 0 });
    }

    #[test]
    fn other_files_are_refused_whole() {
        for text in ["", "[]", "{}", r#"{"version": "1", "rules": []}"#, r#"{"version": 1, "rules": {}}"#] {
            assert!(matches!(read(text), Err(LearnedError::Shape(_))), "{text}");
        }
        assert!(matches!(read(r#"{"version": 2, "rules": []}"#), Err(LearnedError::Newer { found: 2 })));
    }
}
