//! The way between the mark of a citation and its source.

use super::{
    dialog,
    paint::{MARK, SOURCE},
};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement};

/// The class of the place that was shown last; the style marks it.
const SHOWN: &str = "cited";

/// Brings the first mark of a source into view, marks what it stands behind, and lets the keyboard go on from it.
pub fn show(within: &Element, source: u32) {
    let Ok(Some(mark)) = within.query_selector(&format!(".{MARK}[{SOURCE}=\"{source}\"]")) else { return };
    let link = mark.parent_element().and_then(|mark| mark.previous_element_sibling()).filter(|before| before.has_attribute("href"));
    let block = || mark.closest("p, li, td, th, h3, h4, h5, h6").ok().flatten();
    if let Some(cited) = link.or_else(block) {
        single_out(within, &cited);
    }
    dialog::reveal_middle(&mark);
    focus(mark);
}

/// The number of the source whose mark was pressed.
pub fn pressed(event: &Event) -> Option<u32> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(&format!(".{MARK}")).ok()??.get_attribute(SOURCE)?.parse().ok()
}

/// Brings an entry of the list of sources into view and marks it. The keyboard goes on from its link, if it has one.
pub fn show_source(within: &Element, source: u32) {
    let Ok(Some(entry)) = within.query_selector(&format!(".sources li:nth-child({source})")) else { return };
    single_out(within, &entry);
    dialog::reveal_middle(&entry);
    if let Ok(Some(link)) = entry.query_selector("a, button") {
        focus(link);
    }
}

fn single_out(within: &Element, cited: &Element) {
    if let Ok(Some(before)) = within.query_selector(&format!(".{SHOWN}")) {
        _ = before.class_list().remove_1(SHOWN);
    }
    _ = cited.class_list().add_1(SHOWN);
}

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        dialog::focus(&element);
    }
}
