//! What is needed of media devices, canvases, databases and locks is called by name: the binding crate has each of these interfaces as
//! a feature, and every feature makes the whole page compile anew for a handful of calls.

use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A member that is there.
pub fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null())
}

/// Calls a method. `None` if there is none, or if it throws.
pub fn call(object: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function = get(object, name)?.dyn_into::<Function>().ok()?;
    Reflect::apply(&function, object, &arguments.iter().collect::<Array>()).ok()
}

/// A new object of a class of the browser.
pub fn construct(name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let constructor = get(&js_sys::global(), name)?.dyn_into::<Function>().ok()?;
    Reflect::construct(&constructor, &arguments.iter().collect::<Array>()).ok()
}

/// Sets a member. Nothing happens where that is refused.
pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    _ = Reflect::set(object, &name.into(), value);
}

/// A member of `navigator` that is there, such as `storage`.
pub fn navigator(name: &str) -> Option<JsValue> {
    get(&web_sys::window()?.navigator(), name)
}
