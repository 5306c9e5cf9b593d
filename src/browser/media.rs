//! What the browser says about the reader and the screen: languages, platform, media queries.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

/// The reader's languages, the preferred one first, as BCP 47 tags.
pub fn languages() -> Vec<String> {
    web_sys::window().map(|window| window.navigator().languages().iter().filter_map(|tag| tag.as_string()).collect()).unwrap_or_default()
}

/// Whether the reader's keyboard has ⌘ in the place of Ctrl.
pub fn is_apple() -> bool {
    web_sys::window()
        .and_then(|window| window.navigator().platform().ok())
        .is_some_and(|platform| ["Mac", "iPhone", "iPad", "iPod"].iter().any(|apple| platform.starts_with(apple)))
}

/// `scheme://host[:port]` of the page, which CORS settings of a server have to name.
pub fn page_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Keeps `--keyboard`, the height of an on-screen keyboard that covers the page, on the root element for the style to leave free. Some
/// browsers make the page smaller by themselves (`interactive-widget`); those on iOS only say so here.
pub fn follow_keyboard() {
    let Some(window) = web_sys::window() else { return };
    let (Some(seen), Some(root)) = (window.visual_viewport(), window.document().and_then(|document| document.document_element())) else {
        return;
    };
    let changed = {
        let seen = seen.clone();
        Closure::<dyn FnMut()>::new(move || {
            let page = web_sys::window().and_then(|window| window.inner_height().ok()).and_then(|height| height.as_f64()).unwrap_or(0.0);
            // A reader who has zoomed in sees less of the page, and no keyboard.
            let zoomed = (seen.scale() - 1.0).abs() > 0.01;
            let covered = if zoomed { 0.0 } else { (page - seen.height() - seen.offset_top()).max(0.0) };
            _ = root.unchecked_ref::<web_sys::HtmlElement>().style().set_property("--keyboard", &format!("{}px", covered.round()));
        })
    };
    // For as long as the page is there.
    _ = seen.add_event_listener_with_callback("resize", changed.into_js_value().unchecked_ref());
}

/// Whether the media query holds, followed as it changes: `matches("(width < 700px)")`.
pub fn matches(query: &str) -> Signal<bool> {
    let Some(list) = web_sys::window().and_then(|window| window.match_media(query).ok().flatten()) else {
        return Signal::from(false);
    };
    let holds = RwSignal::new(list.matches());
    let changed = {
        let list = list.clone();
        Closure::<dyn FnMut()>::new(move || holds.set(list.matches()))
    };
    if list.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref()).is_ok() {
        let listener = StoredValue::new_local((list, changed));
        on_cleanup(move || {
            if let Some((list, changed)) = listener.try_update_value(|pair| (pair.0.clone(), pair.1.as_ref().clone())) {
                _ = list.remove_event_listener_with_callback("change", changed.unchecked_ref());
            }
        });
    }
    holds.into()
}

/// Sets the `lang` of the document: screen readers choose their voice by it, browsers their line breaks.
pub fn set_language(tag: &str) {
    set_root("lang", Some(tag));
}

/// Sets `data-theme` of the document; `None` follows the system.
pub fn set_theme(theme: Option<&str>) {
    set_root("data-theme", theme);
}

/// Sets the title of the document.
pub fn set_title(title: &str) {
    if let Some(document) = web_sys::window().and_then(|window| window.document()) {
        document.set_title(title);
    }
}

fn set_root(attribute: &str, value: Option<&str>) {
    let root = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element());
    if let Some(root) = root {
        // Both attribute names are constants of this file, so neither call can fail.
        _ = match value {
            Some(value) => root.set_attribute(attribute, value),
            None => root.remove_attribute(attribute),
        };
    }
}
