//! Makes `cell.html`, the embeddable document, of the built page: the same program and the same style, told apart by an attribute of the
//! root element. What it shows is `src/ui/cell`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::html;

/// The name of the document, beside index.html.
pub const FILE: &str = "cell.html";
/// `src/browser/frame.rs` reads it.
const ATTRIBUTE: &str = " data-lineup=\"cell\"";

/// Writes cell.html beside the index.html of a freshly built folder.
///
/// # Errors
/// When there is no index.html, or it has no root element.
pub fn make(built: &Path) -> Result<()> {
    let page = built.join("index.html");
    let html = fs::read_to_string(&page).with_context(|| format!("cannot read {}", page.display()))?;
    let cell = built.join(FILE);
    fs::write(&cell, marked(&html)?).with_context(|| format!("cannot write {}", cell.display()))
}

fn marked(html: &str) -> Result<String> {
    let root = html::tags(html).into_iter().find(|tag| tag.name == "html").context("the built page has no <html>")?;
    let (before, after) = html.split_at(root.end - 1);
    Ok(format!("{before}{ATTRIBUTE}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_is_the_page_with_a_mark_on_its_root() {
        let page = "<!doctype html><!-- <html> --><html lang=\"en\"><head></head></html>";
        let cell = marked(page).unwrap();
        assert_eq!(cell, "<!doctype html><!-- <html> --><html lang=\"en\" data-lineup=\"cell\"><head></head></html>");
        let root = html::tags(&cell).into_iter().find(|tag| tag.name == "html");
        assert_eq!(root.and_then(|root| root.attribute("data-lineup")), Some("cell"));
        assert!(marked("<p>").is_err());
    }
}
