//! Finds a passage in a text that was painted, and shows where it is.

use super::dialog;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The class of the place that was shown last; the style marks it.
const SHOWN: &str = "cited";

/// Brings the citation into view and marks it: the link to its address, or else the block of text that holds the words before it.
/// `false` if there is neither.
pub fn show(within: &Element, words: &str, address: Option<&str>) -> bool {
    let found = address.and_then(|address| link_to(within, address)).or_else(|| block_with(within, words));
    for before in all(within, &format!(".{SHOWN}")) {
        _ = before.class_list().remove_1(SHOWN);
    }
    let Some(found) = found else { return false };
    _ = found.class_list().add_1(SHOWN);
    dialog::reveal_middle(&found);
    // A link is where the keyboard goes on from.
    if found.has_attribute("href")
        && let Ok(link) = found.dyn_into::<HtmlElement>()
    {
        dialog::focus(&link);
    }
    true
}

fn link_to(within: &Element, address: &str) -> Option<Element> {
    all(within, "a[href]").find(|link| link.get_attribute("href").as_deref() == Some(address) && is_text(link))
}

/// The list of sources and the tools' cards hold the same links and words: they are not the text.
fn is_text(element: &Element) -> bool {
    !matches!(element.closest(".sources, .call"), Ok(Some(_)))
}

fn block_with(within: &Element, words: &str) -> Option<Element> {
    let holds = |block: &Element| block.text_content().is_some_and(|text| text.contains(words)) && is_text(block);
    (!words.is_empty()).then(|| all(within, "p, li, td, th, h1, h2, h3, h4, h5, h6").filter(holds).last()).flatten()
}

fn all(within: &Element, selector: &str) -> impl Iterator<Item = Element> {
    let list = within.query_selector_all(selector).ok();
    let count = list.as_ref().map_or(0, web_sys::NodeList::length);
    (0..count).filter_map(move |at| list.as_ref()?.item(at)?.dyn_into().ok())
}
