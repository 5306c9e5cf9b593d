//! The database in memory, for pages whose browser has none to give.

use super::{Change, Content, Store};
use std::{cell::RefCell, collections::BTreeMap};

#[derive(Default)]
pub struct Memory {
    kept: RefCell<BTreeMap<(Store, String), Content>>,
}

impl Memory {
    pub fn get(&self, store: Store, name: &str) -> Option<Content> {
        self.kept.borrow().get(&(store, name.to_owned())).cloned()
    }

    pub fn range(&self, store: Store, from: &str, to: &str, most: u32) -> Vec<(String, Content)> {
        let kept = self.kept.borrow();
        let inside = kept.range((store, from.to_owned())..(store, to.to_owned()));
        inside.take(most as usize).map(|((_, name), content)| (name.clone(), content.clone())).collect()
    }

    pub fn change(&self, changes: Vec<Change>) {
        let mut kept = self.kept.borrow_mut();
        for change in changes {
            match change {
                Change::Put(store, name, content) => _ = kept.insert((store, name), content),
                Change::Delete(store, name) => _ = kept.remove(&(store, name)),
                Change::DeleteRange(store, from, to) => kept.retain(|(at, name), _| *at != store || *name < from || *name >= to),
                Change::Clear(store) => kept.retain(|(at, _), _| *at != store),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_keeps_finds_and_forgets_as_a_database_does() {
        let memory = Memory::default();
        let put = |name: &str| Change::put(Store::Tapes, name, name);
        memory.change(vec![put("a/0"), put("a/1"), put("b/0"), Change::put(Store::Runs, "a/0", "row")]);
        let names = |from: &str, to: &str| memory.range(Store::Tapes, from, to, 9).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("a/", "a0"), ["a/0", "a/1"]);
        assert_eq!(memory.range(Store::Tapes, "", super::super::LAST, 2).len(), 2);
        memory.change(vec![Change::DeleteRange(Store::Tapes, "a/".into(), "a0".into()), Change::Delete(Store::Tapes, "c".into())]);
        assert_eq!(names("", super::super::LAST), ["b/0"]);
        memory.change(vec![Change::Clear(Store::Tapes)]);
        assert_eq!(memory.get(Store::Tapes, "b/0"), None);
        assert_eq!(memory.get(Store::Runs, "a/0"), Some(Content::Text("row".into())));
    }
}
