//! IndexedDB, thinly: requests and transactions as futures. Inside a transaction nothing is awaited but its own requests: browsers end
//! one that has nothing to do.

use super::{
    super::{
        by_name::{call, get, set},
        storage::NotKept,
    },
    Change, Content, Store,
};
use js_sys::{Array, Promise, Uint8Array};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Other pages of the same origin have names of their own.
const NAME: &str = "lineup";
/// Raised when a store is added; what a newer page has made, an older one does not open.
const VERSION: u32 = 1;
/// A database that does not open by then is not waited for: the page has to be there.
const PATIENCE: Duration = Duration::from_secs(4);

pub struct Idb {
    database: JsValue,
}

/// What an event's target, a request or a transaction, says went wrong.
fn why(event: &JsValue) -> NotKept {
    let error = get(event, "target").and_then(|target| get(&target, "error"));
    let name = error.and_then(|error| get(&error, "name")).and_then(|name| name.as_string());
    if name.as_deref() == Some("QuotaExceededError") { NotKept::Full } else { NotKept::Refused }
}

/// The result of a request.
async fn result(request: Option<JsValue>) -> Result<JsValue, NotKept> {
    let request = request.ok_or(NotKept::Refused)?;
    let done = Promise::new(&mut |resolve, reject| {
        set(&request, "onsuccess", &resolve);
        set(&request, "onerror", &reject);
    });
    JsFuture::from(done).await.map_err(|event| why(&event))?;
    Ok(get(&request, "result").unwrap_or_default())
}

fn content(value: &JsValue) -> Option<Content> {
    match value.as_string() {
        Some(text) => Some(Content::Text(text)),
        None => value.dyn_ref::<Uint8Array>().map(|bytes| Content::Bytes(bytes.to_vec())),
    }
}

fn value(content: Content) -> JsValue {
    match content {
        Content::Text(text) => text.into(),
        Content::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
    }
}

/// The names from one up to, but without, another.
fn between(from: &str, to: &str) -> Option<JsValue> {
    let ranges = get(&js_sys::global(), "IDBKeyRange")?;
    call(&ranges, "bound", &[from.into(), to.into(), false.into(), true.into()])
}

impl Idb {
    pub async fn open() -> Option<Self> {
        let factory = get(&js_sys::global(), "indexedDB")?;
        let request = call(&factory, "open", &[NAME.into(), VERSION.into()])?;
        let upgrade = {
            let request = request.clone();
            Closure::<dyn FnMut()>::new(move || {
                let Some(database) = get(&request, "result") else { return };
                for store in Store::ALL {
                    // One that is there already throws, and stays.
                    call(&database, "createObjectStore", &[store.name().into()]);
                }
            })
        };
        set(&request, "onupgradeneeded", upgrade.as_ref());
        let done = Promise::new(&mut |resolve, reject| {
            set(&request, "onsuccess", &resolve);
            set(&request, "onerror", &reject);
            leptos::prelude::set_timeout(move || _ = reject.call0(&JsValue::UNDEFINED), PATIENCE);
        });
        JsFuture::from(done).await.ok()?;
        drop(upgrade);
        let database = get(&request, "result")?;
        // A newer page wants to change the form: this one lets go, and what it writes from then on is told as not kept.
        let leave = {
            let database = database.clone();
            Closure::<dyn FnMut()>::new(move || _ = call(&database, "close", &[]))
        };
        set(&database, "onversionchange", &leave.into_js_value());
        Some(Self { database })
    }

    fn begin(&self, stores: &[Store], writes: bool) -> Result<JsValue, NotKept> {
        let names: Array = stores.iter().map(|store| JsValue::from(store.name())).collect();
        let mode = if writes { "readwrite" } else { "readonly" };
        call(&self.database, "transaction", &[names.into(), mode.into()]).ok_or(NotKept::Refused)
    }

    pub async fn get(&self, store: Store, name: &str) -> Result<Option<Content>, NotKept> {
        let transaction = self.begin(&[store], false)?;
        Ok(content(&result(request(&transaction, store, "get", &[name.into()])).await?))
    }

    pub async fn range(&self, store: Store, from: &str, to: &str, most: u32) -> Result<Vec<(String, Content)>, NotKept> {
        let transaction = self.begin(&[store], false)?;
        let range = between(from, to).ok_or(NotKept::Refused)?;
        let what = [range, most.into()];
        // Both are asked for before either is awaited: the transaction has something to do all the time.
        let (names, values) = (request(&transaction, store, "getAllKeys", &what), request(&transaction, store, "getAll", &what));
        let (names, values) = (result(names).await?, result(values).await?);
        let named = |(name, value): (JsValue, JsValue)| Some((name.as_string()?, content(&value)?));
        Ok(Array::from(&names).iter().zip(Array::from(&values).iter()).filter_map(named).collect())
    }

    pub async fn names(&self, store: Store) -> Result<Vec<String>, NotKept> {
        let transaction = self.begin(&[store], false)?;
        let names = result(request(&transaction, store, "getAllKeys", &[])).await?;
        Ok(Array::from(&names).iter().filter_map(|name| name.as_string()).collect())
    }

    pub async fn change(&self, changes: Vec<Change>) -> Result<(), NotKept> {
        if changes.is_empty() {
            return Ok(());
        }
        let transaction = self.begin(&Store::ALL, true)?;
        make(&transaction, changes);
        finished(&transaction).await
    }

    pub async fn change_after(
        &self,
        store: Store,
        name: &str,
        decide: impl FnOnce(Option<Content>) -> Vec<Change>,
    ) -> Result<bool, NotKept> {
        let transaction = self.begin(&Store::ALL, true)?;
        let seen = content(&result(request(&transaction, store, "get", &[name.into()])).await?);
        let changes = decide(seen);
        if changes.is_empty() {
            return Ok(false);
        }
        make(&transaction, changes);
        finished(&transaction).await.map(|()| true)
    }
}

fn request(transaction: &JsValue, store: Store, method: &str, what: &[JsValue]) -> Option<JsValue> {
    let store = call(transaction, "objectStore", &[store.name().into()])?;
    call(&store, method, what)
}

/// One that cannot even be asked for ends the transaction: all or nothing.
fn make(transaction: &JsValue, changes: Vec<Change>) {
    for change in changes {
        let asked = match change {
            Change::Put(store, name, content) => request(transaction, store, "put", &[value(content), name.into()]),
            Change::Delete(store, name) => request(transaction, store, "delete", &[name.into()]),
            Change::DeleteRange(store, from, to) => between(&from, &to).and_then(|range| request(transaction, store, "delete", &[range])),
            Change::Clear(store) => request(transaction, store, "clear", &[]),
        };
        if asked.is_none() {
            call(transaction, "abort", &[]);
            return;
        }
    }
}

async fn finished(transaction: &JsValue) -> Result<(), NotKept> {
    let done = Promise::new(&mut |resolve, reject| {
        set(transaction, "oncomplete", &resolve);
        set(transaction, "onabort", &reject);
    });
    // Not waited for the end of the task, which a page that is being closed may not see.
    call(transaction, "commit", &[]);
    JsFuture::from(done).await.map(|_| ()).map_err(|event| why(&event))
}
