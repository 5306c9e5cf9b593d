//! Scrolling: where a box stands, its end, and being told when what lies in it changes its size.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Element, ResizeObserver};

/// Where a scrolled box stands, in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Position {
    pub top: f64,
    /// Of the content.
    pub height: f64,
    /// Of what is seen of it.
    pub seen: f64,
}

pub fn position(scroller: &Element) -> Position {
    Position {
        top: f64::from(scroller.scroll_top()),
        height: f64::from(scroller.scroll_height()),
        seen: f64::from(scroller.client_height()),
    }
}

pub fn to_end(scroller: &Element) {
    scroller.set_scroll_top(scroller.scroll_height());
}

/// Brings the beginning of an element to the upper edge of what scrolls it.
pub fn to_start_of(element: &Element) {
    element.scroll_into_view_with_bool(true);
}

pub fn to(scroller: &Element, top: f64) {
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    scroller.set_scroll_top(top.max(0.0) as i32);
}

/// Watches sizes until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

/// Calls `changed` after the layout and before the picture whenever one of these has another size: whoever scrolls there forces no
/// second layout.
pub fn on_resize(elements: &[&Element], changed: impl FnMut() + 'static) -> Option<SizeWatch> {
    let changed = Closure::<dyn FnMut()>::new(changed);
    let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
    elements.iter().for_each(|element| observer.observe(element));
    Some(SizeWatch { observer, _changed: changed })
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
