//! The service worker that keeps the page in this browser (`assets/sw.js`): its registration, what it is told and what is heard of it.

use super::{
    abort::Abort,
    by_name::{call, get, navigator, set},
    fetch, location, network,
    promise::settled,
};
use js_sys::{Array, Object};
use std::{cell::Cell, rc::Rc, time::Duration};
use wasm_bindgen::{JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;

/// `cargo xtask dist` names the build in this element (`xtask/src/dist/offline.rs`).
const META: &str = "meta[name=lineup-build]";
const SCRIPT: &str = "sw.js";
/// How long the host has to show that it is there.
const PATIENCE: Duration = Duration::from_secs(4);

/// The build of this page; `None` for a page that no worker keeps, such as one in development.
pub fn build() -> Option<String> {
    let element = web_sys::window()?.document()?.query_selector(META).ok()??;
    element.get_attribute("content")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The browser has all files: the page works without a network.
    Kept,
    /// A newer build lies ready and waits for the user's consent.
    Waits,
    /// Another build has taken over, with consent given here or in another tab. This page is still of the build before.
    TookOver,
}

/// The worker's registration.
#[derive(Clone)]
pub struct Registration(JsValue);

/// Registers the worker for a page of this build and tells what becomes of it, for the life of the page. `None` where the browser has no
/// workers, refuses them, or cannot reach the script.
pub async fn register(build: &str, hear: impl Fn(News) + 'static) -> Option<Registration> {
    let container = navigator("serviceWorker")?;
    let options = Object::new();
    // The script must never come out of a cache: it is what tells of a newer build.
    set(&options, "updateViaCache", &"none".into());
    // Without a network there is at most an earlier registration, and trying would leave an error in the console.
    let method = if network::is_online() { "register" } else { "getRegistration" };
    let registration = settled(call(&container, method, &[SCRIPT.into(), options.into()])).await.filter(JsValue::is_object)?;

    let hear = Rc::new(hear);
    let controlled = Cell::new(get(&container, "controller").is_some());
    on(&container, "controllerchange", {
        let hear = Rc::clone(&hear);
        // The first worker of a page comes because the page has asked for it.
        move || {
            if controlled.replace(true) {
                hear(News::TookOver);
            }
        }
    });
    let look: Rc<dyn Fn()> = Rc::new({
        let (registration, claim) = (registration.clone(), JsValue::from(format!("claim {build}")));
        move || {
            let is_controlled = get(&container, "controller").is_some();
            // A page that came past the worker (a forced reload) may be of the newer build itself.
            if is_controlled && get(&registration, "waiting").is_some() {
                hear(News::Waits);
            }
            if let Some(active) = get(&registration, "active") {
                if !is_controlled {
                    call(&active, "postMessage", std::slice::from_ref(&claim));
                }
                hear(News::Kept);
            }
        }
    });
    let follow = {
        let (registration, look) = (registration.clone(), Rc::clone(&look));
        move || {
            if let Some(coming) = get(&registration, "installing") {
                let look = Rc::clone(&look);
                on(&coming, "statechange", move || look());
            }
        }
    };
    // It may have been found before anybody listened.
    follow();
    on(&registration, "updatefound", follow);
    look();
    Some(Registration(registration))
}

impl Registration {
    /// Asks the host for a newer build. Nothing happens where it cannot be asked.
    pub fn check(&self) {
        if network::is_online() {
            let asking = call(&self.0, "update", &[]);
            spawn_local(async move { _ = settled(asking).await });
        }
    }

    /// Lets the build that waits take over: the user has agreed. `false` if none waits.
    pub fn take_over(&self) -> bool {
        get(&self.0, "waiting").is_some_and(|waiting| call(&waiting, "postMessage", &["take over".into()]).is_some())
    }
}

/// Takes the page out of this browser, if it can be loaded again: who erases what is kept without a network would be left with nothing.
pub async fn forget() {
    let (Some(container), Some(caches)) = (navigator("serviceWorker"), get(&js_sys::global(), "caches")) else { return };
    let Some(registration) = settled(call(&container, "getRegistration", &[])).await.filter(JsValue::is_object) else { return };
    let Some(abort) = Abort::after(PATIENCE) else { return };
    if !fetch::knock(&location::beside(SCRIPT), &abort).await {
        return;
    }
    let scope = get(&registration, "scope").and_then(|scope| scope.as_string());
    let path = scope.and_then(|scope| web_sys::Url::new(&scope).ok()).map(|scope| scope.pathname()).unwrap_or_default();
    // As the worker names them: other pages of the origin have caches of their own.
    let ours = format!("lineup {path} ");
    if let Some(names) = settled(call(&caches, "keys", &[])).await {
        for name in Array::from(&names).iter().filter(|name| name.as_string().is_some_and(|name| name.starts_with(&ours))) {
            settled(call(&caches, "delete", &[name])).await;
        }
    }
    settled(call(&registration, "unregister", &[])).await;
}

/// Listens for the life of the page.
fn on(target: &JsValue, event: &str, heard: impl Fn() + 'static) {
    call(target, "addEventListener", &[event.into(), Closure::<dyn Fn()>::new(heard).into_js_value()]);
}
