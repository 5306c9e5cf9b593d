//! Time: a monotonic clock, pauses that an abort ends early, and a ticker.

use super::abort::Abort;
use js_sys::{Function, Promise};
use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::JsFuture;

/// Milliseconds on a clock that never jumps (High Resolution Time); only differences mean something.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or_else(js_sys::Date::now, |performance| performance.now())
}

/// The wall clock: milliseconds since 1970, and the minutes by which the user's time is ahead of UTC.
pub fn wall() -> (f64, i32) {
    let date = js_sys::Date::new_0();
    #[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
    let offset = -date.get_timezone_offset() as i32;
    (date.get_time(), offset)
}

/// The wall clock at a moment of [`now`]'s clock, as ISO 8601 in UTC.
pub fn iso(moment: f64) -> String {
    let then = js_sys::Date::now() - (now() - moment);
    js_sys::Date::new(&then.into()).to_iso_string().into()
}

/// What the future comes to within this time; `None` after it.
pub async fn within<T>(limit: Duration, future: impl Future<Output = T>) -> Option<T> {
    let abort = Abort::new()?;
    let (mut future, mut time) = (pin!(future), pin!(pause(limit.as_secs_f64() * 1_000.0, &abort)));
    let first = poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => time.as_mut().poll(context).map(|_| None),
    });
    let found = first.await;
    abort.abort();
    found
}

/// Pauses for at least `ms` milliseconds, or until the abort. `false` if it was aborted.
///
/// Browsers stretch the timers of a hidden tab to a second or more: who paces something must look at the clock afterwards.
pub async fn pause(ms: f64, abort: &Abort) -> bool {
    if abort.is_aborted() {
        return false;
    }
    #[expect(clippy::cast_possible_truncation, reason = "bounded before")]
    let ms = ms.clamp(0.0, f64::from(i32::MAX)).ceil() as i32;
    let mut timer = None;
    let mut on_abort = None;
    let waiting = Promise::new(&mut |resolve: Function, _| {
        timer = web_sys::window().and_then(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).ok());
        let wake = Closure::once(move || _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED));
        abort.signal().set_onabort(Some(wake.as_ref().unchecked_ref()));
        on_abort = Some(wake);
    });
    // The promise has no way to reject.
    _ = JsFuture::from(waiting).await;
    abort.signal().set_onabort(None);
    if let (Some(window), Some(timer)) = (web_sys::window(), timer) {
        window.clear_timeout_with_handle(timer);
    }
    drop(on_abort);
    !abort.is_aborted()
}
