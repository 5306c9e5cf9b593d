//! What the browser tests of components share: a page with stores of its own, and waiting for the browser.

use crate::{
    i18n::{I18n, Locale},
    state::Stores,
};
use js_sys::Promise;
use leptos::{mount::mount_to, prelude::*};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test_configure;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

pub fn document() -> Document {
    web_sys::window().and_then(|window| window.document()).expect("tests run in a page")
}

pub fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).expect("a selector")
}

/// Mounts a component alone on the page, in English, with stores as after the first visit. It is gone when the guard is.
pub async fn mounted<V: IntoView + 'static>(component: impl FnOnce(Stores) -> V + 'static) -> (Stores, impl Drop) {
    let place: HtmlElement = document().create_element("div").expect("an element").unchecked_into();
    // The runner writes its results into the page, so only the place of the test before goes.
    if let Some(before) = find("#place") {
        before.remove();
    }
    place.set_id("place");
    document().body().expect("a body").append_child(&place).expect("appended");
    crate::browser::storage::erase_all();
    let (send, receive) = std::sync::mpsc::channel();
    let guard = mount_to(place, move || {
        let stores = Stores::open(Default::default(), Default::default());
        provide_context(stores);
        provide_context(I18n::new(Signal::stored(Locale::en)));
        send.send(stores).expect("the test waits for it");
        component(stores)
    });
    settle().await;
    (receive.recv().expect("the component was made"), guard)
}

/// Lets effects, frames and queued events pass.
pub async fn settle() {
    let promise = Promise::new(&mut |resolve, _| {
        let window = web_sys::window().expect("tests run in a page");
        window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 60).expect("a timer");
    });
    JsFuture::from(promise).await.expect("a timer does not fail");
}

/// Writes into a field as a user would.
pub async fn type_into(field: &HtmlElement, text: &str) {
    if let Some(area) = field.dyn_ref::<HtmlTextAreaElement>() {
        area.set_value(text);
    } else if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        input.set_value(text);
    }
    field.dispatch_event(&web_sys::Event::new("input").expect("an event")).expect("dispatched");
    settle().await;
}

/// Presses and releases a key; returns whether the browser was left to do what it does with it.
pub async fn press(target: &HtmlElement, key: &str, change: impl FnOnce(&KeyboardEventInit)) -> bool {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_code(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    change(&init);
    let event = |name| KeyboardEvent::new_with_keyboard_event_init_dict(name, &init).expect("an event");
    let is_left = target.dispatch_event(&event("keydown")).expect("dispatched");
    target.dispatch_event(&event("keyup")).expect("dispatched");
    settle().await;
    is_left
}
