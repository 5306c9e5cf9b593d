//! The one cryptographic key that this browser keeps for Lineup: it seals what is kept for a session. It lies in IndexedDB as a `CryptoKey`
//! that no script can read out, and seals nothing that outlives the tab.

use super::{
    by_name::{call, get, set},
    crypto::DataKey,
};
use js_sys::Promise;
use wasm_bindgen::{JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;

const DATABASE: &str = "lineup-session-key";
const STORE: &str = "keys";
const NAME: &str = "session";

/// The session's key; made where there is none. `None` where the browser keeps nothing, or has no cryptography.
pub async fn session_key() -> Option<DataKey> {
    let database = open().await?;
    let key = found_or_made(&database).await;
    call(&database, "close", &[]);
    key
}

async fn found_or_made(database: &JsValue) -> Option<DataKey> {
    if let Some(key) = stored(database).await {
        return Some(key);
    }
    let key = DataKey::random().await?;
    // Fails where another tab has been faster: then its key is the one.
    match done(call(&store(database, "readwrite")?, "add", &[key.as_js(), NAME.into()])).await {
        Some(_) => Some(key),
        None => stored(database).await,
    }
}

async fn stored(database: &JsValue) -> Option<DataKey> {
    DataKey::from_js(done(call(&store(database, "readonly")?, "get", &[NAME.into()])).await?)
}

/// Forgets it, and with it whatever it has sealed.
pub fn forget() {
    if let Some(factory) = factory() {
        call(&factory, "deleteDatabase", &[DATABASE.into()]);
    }
}

fn factory() -> Option<JsValue> {
    // A getter that throws where site data are blocked.
    get(&js_sys::global(), "indexedDB")
}

async fn open() -> Option<JsValue> {
    let request = call(&factory()?, "open", &[DATABASE.into(), 1.into()])?;
    let opening = request.clone();
    let make = Closure::once_into_js(move || {
        if let Some(database) = get(&opening, "result") {
            call(&database, "createObjectStore", &[STORE.into()]);
        }
    });
    set(&request, "onupgradeneeded", &make);
    done(Some(request)).await
}

fn store(database: &JsValue, mode: &str) -> Option<JsValue> {
    let transaction = call(database, "transaction", &[STORE.into(), mode.into()])?;
    call(&transaction, "objectStore", &[STORE.into()])
}

/// The result of a request, once it has come; `None` if it failed.
async fn done(request: Option<JsValue>) -> Option<JsValue> {
    let request = request?;
    let waiting = Promise::new(&mut |resolve, reject| {
        set(&request, "onsuccess", &resolve);
        let failed = Closure::once_into_js(move |event: JsValue| {
            // Told here; nobody else has to hear of it.
            call(&event, "preventDefault", &[]);
            _ = reject.call0(&JsValue::UNDEFINED);
        });
        set(&request, "onerror", &failed);
    });
    JsFuture::from(waiting).await.ok()?;
    Some(get(&request, "result").unwrap_or_default())
}
