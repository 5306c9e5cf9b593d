//! Which document this is: Lineup itself, the cell, or Lineup in somebody else's frame.

/// The root element of `cell.html` has this attribute; the build writes it (`xtask/src/site/cell.rs`).
const ATTRIBUTE: &str = "data-lineup";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Page,
    /// `cell.html`: it only replays, in a frame or by itself.
    Cell,
    /// `index.html` in a frame: a page around it could lay things over it and take its clicks.
    Framed,
}

pub fn role() -> Role {
    let Some(window) = web_sys::window() else { return Role::Framed };
    let root = window.document().and_then(|document| document.document_element());
    if root.and_then(|root| root.get_attribute(ATTRIBUTE)).as_deref() == Some("cell") {
        return Role::Cell;
    }
    // What cannot be asked for its top is in a frame.
    let is_top = window.top().ok().flatten().is_some_and(|top| top == window);
    if is_top { Role::Page } else { Role::Framed }
}
