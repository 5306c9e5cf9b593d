//! The address of the page, of which Lineup uses the part after `#` only: that works on any static host and under any sub-path.

use leptos::prelude::window_event_listener;

/// `https://host[:port]` of the page; what other servers see as its `Origin`.
pub fn origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// The part of the address between `?` and `#`, without either.
pub fn search() -> String {
    let search = web_sys::window().and_then(|window| window.location().search().ok()).unwrap_or_default();
    search.trim_start_matches('?').to_owned()
}

/// The whole of an address of the page's own origin, relative to the page; `None` where it leads elsewhere, or is none.
pub fn own_address(text: &str) -> Option<String> {
    let url = web_sys::Url::new_with_base(text, &page()).ok()?;
    let is_own = url.origin() == origin() && matches!(url.protocol().as_str(), "http:" | "https:");
    (is_own && url.username().is_empty() && url.password().is_empty()).then(|| url.href())
}

/// The part of the address after `#`, without it, as the browser has it (percent-encoded).
pub fn hash() -> String {
    web_sys::window()
        .and_then(|window| window.location().hash().ok())
        .map(|hash| hash.trim_start_matches('#').to_owned())
        .unwrap_or_default()
}

/// A text as a part of an address.
pub fn encode(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// What [`encode`] wrote, or a browser in its place; a text that is not so written is returned as it came.
pub fn decode(part: &str) -> String {
    js_sys::decode_uri_component(part).map_or_else(|_| part.to_owned(), String::from)
}

/// Goes to another hash; makes an entry in the history.
pub fn set_hash(hash: &str) {
    if let Some(window) = web_sys::window() {
        // Fails only where the document may not navigate itself (a sandboxed frame).
        _ = window.location().set_hash(hash);
    }
}

/// The address of the page without its hash.
pub fn page() -> String {
    let address = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

/// The whole address, hash included.
pub fn href() -> String {
    web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default()
}

/// The address of a file beside the page.
pub fn beside(name: &str) -> String {
    web_sys::Url::new_with_base(name, &page()).map_or_else(|_| name.to_owned(), |url| url.href())
}

/// Puts another hash into the address without an entry in the history. Nobody is told: pages do not change by it.
pub fn replace_hash(hash: &str) {
    let history = web_sys::window().and_then(|window| window.history().ok());
    if let Some(history) = history {
        // Fails only where the document may not navigate itself.
        _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(hash));
    }
}

/// Calls `changed` with every new hash. For the life of the page.
pub fn on_hash_change(changed: impl Fn(String) + 'static) {
    window_event_listener(leptos::ev::hashchange, move |_| changed(hash()));
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // Fails only where the document may not navigate itself.
        _ = window.location().reload();
    }
}
