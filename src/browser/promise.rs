//! Promises of the browser, and work that begins before it is awaited.

use js_sys::Promise;
use std::{cell::RefCell, future::Future, rc::Rc};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// What a promise comes to. `None` if it is refused, or none was made.
pub(super) async fn settled(promise: Option<JsValue>) -> Option<JsValue> {
    JsFuture::from(promise?.dyn_into::<Promise>().ok()?).await.ok()
}

/// Begins at once, and goes on by itself until somebody awaits it.
pub fn begun<T: 'static>(work: impl Future<Output = T> + 'static) -> impl Future<Output = T> {
    let found = Rc::new(RefCell::new(None));
    let kept = found.clone();
    let done = future_to_promise(async move {
        let value = work.await;
        *kept.borrow_mut() = Some(value);
        Ok(JsValue::UNDEFINED)
    });
    async move {
        loop {
            // The promise has no way to be refused, so that what it brings is there the first time.
            _ = JsFuture::from(done.clone()).await;
            if let Some(value) = found.borrow_mut().take() {
                return value;
            }
        }
    }
}
