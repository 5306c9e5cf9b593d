//! `console.log` and its like: what a function says is kept for who writes it, and never sent to a model.

use std::cell::RefCell;

use boa_engine::{Context, JsResult, JsValue, NativeFunction, js_string, object::ObjectInitializer, property::Attribute};

/// More lines, and longer ones, are not kept.
const MOST_LINES: usize = 50;
const LONGEST_LINE: usize = 2_000;

thread_local! {
    /// Engine functions carry no state of ours; a worker runs one function at a time.
    static SAID: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Puts `console` into the engine.
pub fn install(context: &mut Context) -> JsResult<()> {
    SAID.take();
    let mut console = ObjectInitializer::new(context);
    for name in [js_string!("log"), js_string!("info"), js_string!("warn"), js_string!("error"), js_string!("debug")] {
        console.function(NativeFunction::from_fn_ptr(say), name, 0);
    }
    let console = console.build();
    context.register_global_property(js_string!("console"), console, Attribute::all())
}

/// What was said since [`install`].
pub fn said() -> Vec<String> {
    SAID.take()
}

fn say(_this: &JsValue, values: &[JsValue], _context: &mut Context) -> JsResult<JsValue> {
    let words = |value: &JsValue| match value.as_string() {
        Some(text) => text.to_std_string_lossy(),
        None => value.display().to_string(),
    };
    let line = values.iter().map(words).collect::<Vec<_>>().join(" ");
    SAID.with_borrow_mut(|said| {
        if said.len() < MOST_LINES {
            said.push(line.chars().take(LONGEST_LINE).collect());
        }
    });
    Ok(JsValue::undefined())
}
