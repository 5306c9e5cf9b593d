//! What every worker does: say of which build it is, then answer messages. Messages are texts.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// The build that this worker belongs to; the page refuses any other (see `browser::workers` in the app).
const BUILD: &str = match option_env!("LINEUP_BUILD") {
    Some(build) => build,
    None => "development",
};

/// Greets the page and answers its messages from now on. `None` as an answer sends nothing.
pub fn serve(mut answer: impl FnMut(&str) -> Option<String> + 'static) {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let page = scope.clone();
    let hear: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |event: MessageEvent| {
        if let Some(answer) = event.data().as_string().and_then(|text| answer(&text)) {
            _ = page.post_message(&answer.into());
        }
    });
    scope.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget();
    _ = scope.post_message(&format!(r#"{{"build":"{BUILD}"}}"#).into());
}
