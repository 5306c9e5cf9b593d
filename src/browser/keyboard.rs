//! Keys, as far as the page reads them itself.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// Whether the key belongs to an input method that is composing (Hangul, kana, pinyin …): such a key commits a syllable and must
/// trigger nothing.
///
/// `isComposing` is false on the `keydown` that ends a composition in Safari; that one has the key code 229 (UI Events, "keyCode").
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether the event goes to something that takes text: single-letter shortcuts must leave it alone.
pub fn is_typing(event: &KeyboardEvent) -> bool {
    let Some(target) = event.target() else { return false };
    if target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable) {
        return true;
    }
    target.dyn_ref::<Element>().is_some_and(|element| {
        let tag = element.tag_name();
        let takes_no_text = || {
            matches!(
                element.get_attribute("type").as_deref(),
                Some("checkbox" | "radio" | "button" | "submit" | "reset" | "range" | "color")
            )
        };
        tag == "TEXTAREA" || tag == "SELECT" || (tag == "INPUT" && !takes_no_text())
    })
}
