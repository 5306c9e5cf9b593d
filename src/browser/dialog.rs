//! Dialogs, popovers and focus: the browser's own, called from here.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDialogElement, HtmlElement};

/// Opens as a modal: the rest of the page becomes inert, focus goes inside and comes back at the end.
pub fn show_modal(dialog: &HtmlDialogElement) {
    if !dialog.open() {
        // Fails only for a dialog that is not in the document, and then there is nothing to show.
        _ = dialog.show_modal();
    }
}

pub fn close(dialog: &HtmlDialogElement) {
    if dialog.open() {
        dialog.close();
    }
}

/// Which edge of the opener a popover keeps to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    #[default]
    Start,
    End,
}

/// Shows a popover in the top layer, at its opener: below it, or above where there is more room.
pub fn show_popover(popover: &HtmlElement, opener: &Element, edge: Edge) {
    if popover.show_popover().is_ok() {
        place(popover, opener, edge);
    }
}

pub fn hide_popover(popover: &HtmlElement) {
    // Fails only where it is not shown.
    _ = popover.hide_popover();
}

/// Pixels between popover, opener and the border of the window.
const GAP: f64 = 4.0;

/// Puts a popover that is shown where it belongs.
pub fn place(popover: &HtmlElement, opener: &Element, edge: Edge) {
    let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) else {
        return;
    };
    let (width, height) = (f64::from(root.client_width()), f64::from(root.client_height()));
    let (anchor, own) = (opener.get_bounding_client_rect(), popover.get_bounding_client_rect());
    let left = match edge {
        Edge::Start => anchor.left(),
        Edge::End => anchor.right() - own.width(),
    };
    let (below, above) = (height - anchor.bottom() - 2.0 * GAP, anchor.top() - 2.0 * GAP);
    let top = if own.height() <= below || below >= above { anchor.bottom() + GAP } else { anchor.top() - GAP - own.height() };
    let style = popover.style();
    for (property, value) in [
        ("left", left.min(width - own.width() - 2.0 * GAP).max(2.0 * GAP)),
        ("top", top.min(height - own.height() - 2.0 * GAP).max(2.0 * GAP)),
    ] {
        _ = style.set_property(property, &format!("{}px", value.round()));
    }
}

/// The elements inside `container` that match, in document order.
pub fn inside(container: &Element, selector: &str) -> Vec<HtmlElement> {
    let Ok(list) = container.query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.item(index)?.dyn_into().ok()).collect()
}

/// Puts the focus on an element.
pub fn focus(element: &HtmlElement) {
    // Fails only in a document without a window.
    _ = element.focus();
}

/// The element that has the focus.
pub fn focused() -> Option<HtmlElement> {
    web_sys::window()?.document()?.active_element()?.dyn_into().ok()
}

/// Moves the focus among the matching elements inside `container`, round and round: `by` steps from the one that has it, or to the
/// first (last, for negative steps) when none has.
pub fn rove(container: &Element, selector: &str, by: isize) {
    let items = inside(container, selector);
    let here = focused().and_then(|focused| items.iter().position(|item| **item == *focused));
    let count = items.len() as isize;
    if count == 0 {
        return;
    }
    let next = match here {
        Some(here) => (here as isize + by).rem_euclid(count),
        None if by < 0 => count - 1,
        None => 0,
    };
    if let Some(item) = items.get(next as usize) {
        focus(item);
    }
}

/// Whether the element that had the focus is gone: the browser then gives it to the whole page.
pub fn is_focus_lost() -> bool {
    focused().is_none_or(|focused| focused.tag_name() == "BODY")
}

/// Puts the focus into a text field and selects a part of its text, counted in UTF-16 units.
pub fn select(id: &str, start: usize, end: usize) {
    if let Some(field) = by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlTextAreaElement>().ok()) {
        focus(&field);
        let unit = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        _ = field.set_selection_range(unit(start), unit(end));
    }
}

/// The element under `id`.
pub fn by_id(id: &str) -> Option<HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Brings an element into view by the shortest way.
pub fn reveal(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Brings an element into the middle of what scrolls it.
pub fn reveal_middle(element: &Element) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Center);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Whether a modal dialog lies over the page.
pub fn is_modal_open() -> bool {
    is_there("dialog[open]")
}

/// Whether a menu or the like is open.
pub fn is_popover_open() -> bool {
    is_there(":popover-open")
}

fn is_there(selector: &str) -> bool {
    web_sys::window().and_then(|window| window.document()).is_some_and(|document| matches!(document.query_selector(selector), Ok(Some(_))))
}
