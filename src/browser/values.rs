//! The small values of the database: read whole before the page is shown, so that they can be read at once; written behind.

use super::{
    base::{self, Change, Store},
    storage::{self, Area, NotKept},
    tabs,
};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc};
use wasm_bindgen_futures::spawn_local;

type Told<T> = Rc<dyn Fn(T)>;
/// Told the name of a value that another tab has changed.
type Listener = Rc<dyn Fn(&str)>;

thread_local! {
    static VALUES: RefCell<BTreeMap<String, String>> = RefCell::default();
    static CHANGED: RefCell<Vec<Listener>> = RefCell::default();
    static TROUBLE: RefCell<Option<Told<NotKept>>> = RefCell::default();
}

/// Begins what one tab tells another of a value.
const TOLD: &str = "value ";

/// Reads them all. Those of `moved` that an earlier version kept in localStorage are taken from there, once.
pub async fn load(moved: &[&str]) {
    if !base::is_kept() {
        return;
    }
    let found = base::all(Store::Values).await.unwrap_or_default();
    let mut values: BTreeMap<String, String> = found.into_iter().filter_map(|(name, content)| Some((name, content.text()?))).collect();
    for name in moved {
        let Some(text) = storage::read(Area::Local, name) else { continue };
        if !values.contains_key(*name) {
            if base::change(vec![Change::put(Store::Values, *name, text.as_str())]).await.is_err() {
                // It stays where it is, and is tried again with the next page.
                values.insert((*name).to_owned(), text);
                continue;
            }
            values.insert((*name).to_owned(), text);
        }
        storage::remove(Area::Local, name);
    }
    VALUES.set(values);
}

pub fn read(name: &str) -> Option<String> {
    VALUES.with_borrow(|values| values.get(name).cloned())
}

pub fn names() -> Vec<String> {
    VALUES.with_borrow(|values| values.keys().cloned().collect())
}

pub fn write(name: &str, text: &str) {
    VALUES.with_borrow_mut(|values| values.insert(name.to_owned(), text.to_owned()));
    behind(name, Change::put(Store::Values, name, text));
}

pub fn remove(name: &str) {
    VALUES.with_borrow_mut(|values| values.remove(name));
    behind(name, Change::Delete(Store::Values, name.to_owned()));
}

fn behind(name: &str, change: Change) {
    let name = name.to_owned();
    spawn_local(async move {
        match base::change(vec![change]).await {
            Ok(()) => tabs::tell(&format!("{TOLD}{name}")),
            Err(why) => {
                if let Some(told) = TROUBLE.with_borrow(Option::clone) {
                    told(why);
                }
            }
        }
    });
}

/// Calls `told` when something could not be kept.
pub fn on_trouble(told: impl Fn(NotKept) + 'static) {
    TROUBLE.set(Some(Rc::new(told)));
}

/// Calls `changed` with the name of a value that another tab has changed. For the life of the page.
pub fn on_change_elsewhere(changed: impl Fn(&str) + 'static) {
    CHANGED.with_borrow_mut(|listeners| listeners.push(Rc::new(changed)));
}

/// Takes up what another tab has told, if it is about a value.
pub fn hear(told: &str) {
    let Some(name) = told.strip_prefix(TOLD).map(str::to_owned) else { return };
    spawn_local(async move {
        let Ok(found) = base::get(Store::Values, &name).await else { return };
        VALUES.with_borrow_mut(|values| match found.and_then(base::Content::text) {
            Some(text) => _ = values.insert(name.clone(), text),
            None => _ = values.remove(&name),
        });
        // Not while the list is borrowed: a listener may add another.
        for listener in CHANGED.with_borrow(Clone::clone) {
            listener(&name);
        }
    });
}
