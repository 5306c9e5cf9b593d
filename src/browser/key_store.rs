//! The one cryptographic key that this browser keeps for Lineup: it seals what is kept for a session. It lies in IndexedDB as a `CryptoKey`
//! that no script can read out, and seals nothing that outlives the tab.
//!
//! What is needed of IndexedDB is called by name, as in `files`: it is a handful of calls, and each interface would be a feature.

use super::crypto::DataKey;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "lineup-session-key";
const STORE: &str = "keys";
const NAME: &str = "session";

/// The session's key; made where there is none. `None` where the browser keeps nothing, or has no cryptography.
pub async fn session_key() -> Option<DataKey> {
    if let Some(key) = stored().await {
        return Some(key);
    }
    let database = open().await?;
    let key = DataKey::random().await?;
    let store = store(&database, "readwrite")?;
    // Fails where another tab has been faster: then its key is the one.
    let added = done(&call(&store, "add", &[key.as_js(), NAME.into()])?).await;
    call(&database, "close", &[]);
    if added.is_some() { Some(key) } else { stored().await }
}

async fn stored() -> Option<DataKey> {
    let database = open().await?;
    let found = match store(&database, "readonly").and_then(|store| call(&store, "get", &[NAME.into()])) {
        Some(request) => done(&request).await,
        None => None,
    };
    call(&database, "close", &[]);
    DataKey::from_js(found?)
}

/// Forgets it, and with it whatever it has sealed.
pub fn forget() {
    if let Some(factory) = factory() {
        call(&factory, "deleteDatabase", &[DATABASE.into()]);
    }
}

fn factory() -> Option<JsValue> {
    // A getter that throws where site data are blocked.
    Reflect::get(&js_sys::global(), &"indexedDB".into()).ok().filter(JsValue::is_object)
}

async fn open() -> Option<JsValue> {
    let request = call(&factory()?, "open", &[DATABASE.into(), 1.into()])?;
    let opening = request.clone();
    let make = Closure::once_into_js(move || {
        if let Ok(database) = Reflect::get(&opening, &"result".into()) {
            call(&database, "createObjectStore", &[STORE.into()]);
        }
    });
    _ = Reflect::set(&request, &"onupgradeneeded".into(), &make);
    done(&request).await
}

fn store(database: &JsValue, mode: &str) -> Option<JsValue> {
    let transaction = call(database, "transaction", &[STORE.into(), mode.into()])?;
    call(&transaction, "objectStore", &[STORE.into()])
}

/// The result of a request, once it has come; `None` if it failed.
async fn done(request: &JsValue) -> Option<JsValue> {
    let waiting = Promise::new(&mut |resolve, reject| {
        _ = Reflect::set(request, &"onsuccess".into(), &resolve);
        let failed = Closure::once_into_js(move |event: JsValue| {
            // Told here; nobody else has to hear of it.
            call(&event, "preventDefault", &[]);
            _ = reject.call0(&JsValue::UNDEFINED);
        });
        _ = Reflect::set(request, &"onerror".into(), &failed);
    });
    JsFuture::from(waiting).await.ok()?;
    Reflect::get(request, &"result".into()).ok()
}

fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function = Reflect::get(object, &name.into()).ok()?.dyn_into::<Function>().ok()?;
    Reflect::apply(&function, object, &arguments.iter().collect::<Array>()).ok()
}
