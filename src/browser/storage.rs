//! What the browser keeps for the page under names: localStorage and sessionStorage, probed once, with memory in their place where they
//! are refused; and the small values of the page's database.

use super::values;
use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};
use web_sys::Storage;

/// Every name that the page uses begins so: a host may put Lineup beside other pages of the same origin.
const PREFIX: &str = "lineup.";
/// `DOMException.name` of a full store (Storage standard, "setItem"); Firefox has its own word.
const FULL: [&str; 2] = ["QuotaExceededError", "NS_ERROR_DOM_QUOTA_REACHED"];

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Area {
    /// Until the user erases it.
    Local,
    /// As long as the tab is open; survives a reload.
    Session,
    /// Until the user erases it, in the database, where there is far more room; in localStorage where there is no database.
    Base,
}

/// Why something could not be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    #[error("the browser refuses to store anything for this page")]
    Refused,
    #[error("the store of this page is full")]
    Full,
}

thread_local! {
    static WITHOUT: Cell<bool> = const { Cell::new(false) };
    static CLOSED: Cell<bool> = const { Cell::new(false) };
    static AREAS: [Kept; 2] = [Kept::open(Area::Local), Kept::open(Area::Session)];
}

/// One area: the browser's store, or memory where the browser refuses (private windows, blocked site data).
struct Kept {
    store: Option<Storage>,
    memory: RefCell<HashMap<String, String>>,
}

impl Kept {
    fn open(area: Area) -> Self {
        let store = web_sys::window().and_then(|window| match area {
            Area::Local | Area::Base => window.local_storage().ok().flatten(),
            Area::Session => window.session_storage().ok().flatten(),
        });
        // A store may exist and still refuse every write. A full one is not a refusal: what lies in it can be read.
        let works = |store: &Storage| {
            let probe = format!("{PREFIX}probe");
            match store.set_item(&probe, "1") {
                Ok(()) => store.remove_item(&probe).is_ok(),
                Err(error) => is_full(&error),
            }
        };
        let store = store.filter(|_| !WITHOUT.get());
        Self { store: store.filter(works), memory: RefCell::default() }
    }
}

fn with<T>(area: Area, act: impl FnOnce(&Kept) -> T) -> T {
    AREAS.with(|[local, session]| {
        act(match area {
            Area::Local | Area::Base => local,
            Area::Session => session,
        })
    })
}

fn is_full(error: &wasm_bindgen::JsValue) -> bool {
    js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).is_some_and(|name| FULL.contains(&name.as_str()))
}

/// Whether the area is the database, and there is one.
fn in_base(area: Area) -> bool {
    area == Area::Base && super::base::is_kept()
}

/// Whether what is written to the area outlives the page; `false` means memory only.
pub fn is_kept(area: Area) -> bool {
    in_base(area) || with(area, |kept| kept.store.is_some())
}

/// What lies under `name`.
pub fn read(area: Area, name: &str) -> Option<String> {
    if in_base(area) {
        return values::read(name);
    }
    with(area, |kept| match &kept.store {
        Some(store) => store.get_item(&format!("{PREFIX}{name}")).ok().flatten(),
        None => kept.memory.borrow().get(name).cloned(),
    })
}

/// Puts `text` under `name`.
///
/// # Errors
/// [`NotKept::Full`] when the quota is reached: what lay there before is still there. [`NotKept::Refused`] when there is no store; the
/// text is then kept in memory, and lost with the page. The database is written behind: what goes wrong there is told later, to
/// [`values::on_trouble`].
pub fn write(area: Area, name: &str, text: &str) -> Result<(), NotKept> {
    if CLOSED.get() {
        return Ok(());
    }
    if in_base(area) {
        values::write(name, text);
        return Ok(());
    }
    with(area, |kept| match &kept.store {
        Some(store) => {
            store.set_item(&format!("{PREFIX}{name}"), text).map_err(|error| if is_full(&error) { NotKept::Full } else { NotKept::Refused })
        }
        None => {
            kept.memory.borrow_mut().insert(name.to_owned(), text.to_owned());
            Err(NotKept::Refused)
        }
    })
}

/// Removes what lies under `name`.
pub fn remove(area: Area, name: &str) {
    if in_base(area) {
        return values::remove(name);
    }
    with(area, |kept| match &kept.store {
        Some(store) => _ = store.remove_item(&format!("{PREFIX}{name}")),
        None => _ = kept.memory.borrow_mut().remove(name),
    });
}

/// The names in use.
pub fn names(area: Area) -> Vec<String> {
    if in_base(area) {
        return values::names();
    }
    with(area, |kept| match &kept.store {
        Some(store) => (0..store.length().unwrap_or_default())
            .filter_map(|index| store.key(index).ok().flatten())
            .filter_map(|name| name.strip_prefix(PREFIX).map(str::to_owned))
            .collect(),
        None => kept.memory.borrow().keys().cloned().collect(),
    })
}

/// UTF-16 bytes that an entry takes, its name included: what the browser's quota counts.
pub fn bytes_used(area: Area, name: &str) -> usize {
    let text = read(area, name).unwrap_or_default();
    2 * (PREFIX.len() + name.encode_utf16().count() + text.encode_utf16().count())
}

/// Removes everything of this page from localStorage and sessionStorage, and nothing of other pages of the same origin.
pub fn erase_all() {
    for area in [Area::Local, Area::Session] {
        for name in names(area) {
            remove(area, &name);
        }
    }
}

/// Reads and keeps nothing: for a document that shall know nothing of the user's. Has to come before anything else of this module.
pub fn keep_nothing() {
    WITHOUT.set(true);
}

/// Whether [`close`] was called.
pub fn is_closed() -> bool {
    CLOSED.get()
}

/// Writes nothing from now on, until the page is loaded anew: whatever still wants to save itself while the page goes would bring back
/// what the user has erased.
pub fn close() {
    CLOSED.set(true);
}

/// Calls `changed` with the name whenever another tab changes something in localStorage or among the values of the database. For the
/// life of the page.
pub fn on_change_elsewhere(changed: impl Fn(&str) + 'static) {
    let changed = std::rc::Rc::new(changed);
    values::on_change_elsewhere({
        let changed = changed.clone();
        move |name| changed(name)
    });
    leptos::prelude::window_event_listener(leptos::ev::storage, move |event| {
        if let Some(name) = event.key().as_deref().and_then(|key| key.strip_prefix(PREFIX)) {
            changed(name);
        }
    });
}
