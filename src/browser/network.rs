//! What the browser says about the network.

use js_sys::{Function, Object, Promise, Reflect};
use lineup_core::doctor::Permission;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// `navigator.onLine`; a browser that does not say counts as online.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The names of the permission to reach the local network: Chrome split the first one in two.
const NAMES: [&str; 3] = ["local-network-access", "local-network", "loopback-network"];

/// Whether this page may reach the local network: the strictest that the browser says; `None` where it has no such permission.
pub async fn local_network() -> Option<Permission> {
    let mut strictest = None;
    for name in NAMES {
        let state = permission(name).await;
        strictest = match (strictest, state) {
            (Some(Permission::Denied), _) | (_, Some(Permission::Denied)) => Some(Permission::Denied),
            (Some(Permission::Prompt), _) | (_, Some(Permission::Prompt)) => Some(Permission::Prompt),
            (known, state) => state.or(known),
        };
    }
    strictest
}

/// `None` for a name that the browser does not know, which it says by a rejection.
async fn permission(name: &str) -> Option<Permission> {
    let navigator = web_sys::window()?.navigator();
    // Undefined outside a secure context.
    let permissions = Reflect::get(&navigator, &"permissions".into()).ok().filter(JsValue::is_object)?;
    let query: Function = Reflect::get(&permissions, &"query".into()).ok()?.dyn_into().ok()?;
    let wanted = Object::new();
    Reflect::set(&wanted, &"name".into(), &name.into()).ok()?;
    let promise: Promise = query.call1(&permissions, &wanted).ok()?.dyn_into().ok()?;
    let status = JsFuture::from(promise).await.ok()?;
    match Reflect::get(&status, &"state".into()).ok()?.as_string()?.as_str() {
        "granted" => Some(Permission::Granted),
        "denied" => Some(Permission::Denied),
        _ => Some(Permission::Prompt),
    }
}
