//! The other tabs of the same page: which of them are open, and what they tell each other; and the room that the browser gives to all.

use super::{
    by_name::{call, construct, get, navigator, set},
    promise::settled,
};
use js_sys::{Array, Promise};
use std::cell::OnceCell;
use wasm_bindgen::{JsValue, closure::Closure};

const LOCK: &str = "lineup.page.";
const CHANNEL: &str = "lineup";

thread_local! {
    static NAME: OnceCell<String> = const { OnceCell::new() };
    static TOLD: OnceCell<Option<JsValue>> = const { OnceCell::new() };
}

/// The name of this page as it is now: another after every reload.
pub fn own_name() -> String {
    let new = || {
        let part = || (js_sys::Math::random() * f64::from(u32::MAX)) as u32;
        format!("{:08x}{:08x}", part(), part())
    };
    NAME.with(|name| name.get_or_init(new).clone())
}

/// Lets other tabs see that this one is open, for as long as it is: also while it is frozen, and not a moment longer.
pub fn show_oneself() {
    let Some(locks) = navigator("locks") else { return };
    // Held until the page is gone: the promise never ends.
    let hold = Closure::<dyn FnMut() -> Promise>::new(|| Promise::new(&mut |_, _| {}));
    let asked = call(&locks, "request", &[format!("{LOCK}{}", own_name()).into(), hold.into_js_value()]);
    // Refused in a few places (a sandbox, a page that is being closed): nothing to be done, and nothing to be logged.
    wasm_bindgen_futures::spawn_local(async move { _ = settled(asked).await });
}

/// The names of all open pages, this one among them; `None` where the browser cannot tell (no secure context).
pub async fn open_pages() -> Option<Vec<String>> {
    let held = get(&ask(&navigator("locks")?, "query").await?, "held")?;
    let name = |lock: JsValue| get(&lock, "name")?.as_string()?.strip_prefix(LOCK).map(str::to_owned);
    Some(Array::from(&held).iter().filter_map(name).collect())
}

fn channel() -> Option<JsValue> {
    TOLD.with(|channel| channel.get_or_init(|| construct("BroadcastChannel", &[CHANNEL.into()])).clone())
}

/// Tells all other tabs.
pub fn tell(what: &str) {
    if let Some(channel) = channel() {
        call(&channel, "postMessage", &[what.into()]);
    }
}

/// Calls `told` with whatever another tab tells. Once, for the life of the page.
pub fn on_told(told: impl Fn(&str) + 'static) {
    let Some(channel) = channel() else { return };
    let hear = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
        if let Some(what) = get(&event, "data").and_then(|data| data.as_string()) {
            told(&what);
        }
    });
    set(&channel, "onmessage", &hear.into_js_value());
}

/// What is used, and what may be; bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    pub used: f64,
    pub quota: f64,
    /// The browser has promised to delete nothing by itself.
    pub persisted: bool,
}

/// As the browser estimates it; `None` where it does not tell (no secure context).
pub async fn room() -> Option<Room> {
    let storage = navigator("storage")?;
    let estimate = ask(&storage, "estimate").await?;
    let number = |name| get(&estimate, name).and_then(|number| number.as_f64());
    let persisted = ask(&storage, "persisted").await.is_some_and(|persisted| persisted.is_truthy());
    Some(Room { used: number("usage")?, quota: number("quota")?, persisted })
}

/// Asks the browser to delete nothing by itself when the disk runs full. Whether it promises.
pub async fn persist() -> bool {
    match navigator("storage") {
        Some(storage) => ask(&storage, "persist").await.is_some_and(|persisted| persisted.is_truthy()),
        None => false,
    }
}

async fn ask(object: &JsValue, method: &str) -> Option<JsValue> {
    settled(call(object, method, &[])).await
}
