//! The element of each kind.

use lineup_core::document::{Align, Kind, link};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlAnchorElement};

use super::Labels;

/// The headings of a document stand below those of the page and of the turn.
const HEADINGS_ABOVE: u8 = 2;

/// Makes elements. The only failure of `createElement` is a name that is none, and all names here are literals.
pub(super) struct Elements<'a> {
    pub document: &'a Document,
    pub labels: &'a Labels,
}

impl Elements<'_> {
    pub fn plain(&self, name: &str) -> Element {
        self.document.create_element(name).unwrap_or_else(|_| unreachable!("{name} is the name of an element"))
    }

    pub fn with_class(&self, name: &str, class: &str) -> Element {
        let element = self.plain(name);
        element.set_class_name(class);
        element
    }

    /// An element with a text in it.
    pub fn text(&self, name: &str, class: &str, text: &str) -> Element {
        let element = self.with_class(name, class);
        element.set_text_content(Some(text));
        element
    }

    /// The element of a kind that needs nothing but one, and where its children go.
    pub fn of(&self, kind: &Kind) -> (Element, Option<Element>) {
        let leaf = |element: Element| (element, None);
        let parent = |element: Element| (element.clone(), Some(element));
        match kind {
            Kind::Heading(level) => parent(self.heading(*level)),
            Kind::Quote => parent(self.plain("blockquote")),
            Kind::Item { task } => self.item(*task),
            Kind::Row | Kind::Head => parent(self.plain("tr")),
            Kind::Rule => leaf(self.plain("hr")),
            Kind::Break => leaf(self.plain("br")),
            Kind::Footnote(label) => {
                let note = self.with_class("div", "footnote");
                append(&note, &self.text("span", "footnote-label", label));
                let inside = self.plain("div");
                append(&note, &inside);
                (note, Some(inside))
            }
            Kind::FootnoteRef(label) => leaf(self.text("sup", "footnote-ref", &format!("[{label}]"))),
            Kind::Emphasis => parent(self.plain("em")),
            Kind::Strong => parent(self.plain("strong")),
            Kind::Strike => parent(self.plain("s")),
            Kind::InlineCode(code) => leaf(self.text("code", "", code)),
            Kind::Link { href, title } => parent(self.link(href, title)),
            Kind::Image { alt, src, href } => leaf(self.image(alt, src, href.as_deref())),
            Kind::Math { tex, display, .. } => {
                let formula = self.with_class("span", if *display { "math math-block" } else { "math" });
                append(&formula, &self.text("code", "", tex));
                leaf(formula)
            }
            // The painter makes these, which need more: texts, lines, paragraphs, lists, tables, code, and cells.
            Kind::Text(_)
            | Kind::Line(_)
            | Kind::Paragraph
            | Kind::List { .. }
            | Kind::Table
            | Kind::Code { .. }
            | Kind::Html
            | Kind::Cell(_) => parent(self.plain("span")),
        }
    }

    pub fn heading(&self, level: u8) -> Element {
        let shown = (level + HEADINGS_ABOVE).min(6);
        self.with_class(&format!("h{shown}"), &format!("heading-{level}"))
    }

    pub fn cell(&self, align: Align, head: bool) -> Element {
        let class = match align {
            Align::Start => "",
            Align::Left => "cell-left",
            Align::Center => "cell-center",
            Align::Right => "cell-right",
        };
        let cell = self.plain(if head { "th" } else { "td" });
        if !class.is_empty() {
            cell.set_class_name(class);
        }
        if head {
            set(&cell, "scope", "col");
        }
        cell
    }

    fn item(&self, task: Option<bool>) -> (Element, Option<Element>) {
        let item = self.plain("li");
        let Some(done) = task else { return (item.clone(), Some(item)) };
        item.set_class_name("task");
        let mark = self.with_class("span", if done { "task-mark task-done" } else { "task-mark" });
        set(&mark, "role", "img");
        set(&mark, "aria-label", if done { &self.labels.done } else { &self.labels.not_done });
        append(&item, &mark);
        let inside = self.plain("div");
        append(&item, &inside);
        (item, Some(inside))
    }

    /// A link says where it goes: its host stands beside its text, and its address in the title. The browser's own reading of the
    /// address is taken, so that a host in another script shows in its plain form.
    fn link(&self, href: &str, title: &str) -> Element {
        let link = self.plain("a");
        set(&link, "href", href);
        let anchor: &HtmlAnchorElement = link.unchecked_ref();
        // The core has checked the scheme; what the browser makes of it counts.
        if !matches!(anchor.protocol().as_str(), "https:" | "http:" | "mailto:") {
            _ = link.remove_attribute("href");
            return link;
        }
        let host = anchor.host();
        set(&link, "rel", "noopener noreferrer");
        set(&link, "target", "_blank");
        set(&link, "data-host", if host.is_empty() { link::host(href) } else { &host });
        let address = anchor.href();
        set(&link, "title", &if title.is_empty() { address } else { format!("{title}\n{address}") });
        link
    }

    /// A picture that is not fetched: its name and where it lies.
    fn image(&self, alt: &str, src: &str, href: Option<&str>) -> Element {
        let chip = match href {
            Some(href) => self.link(href, alt),
            None => self.plain("span"),
        };
        chip.set_class_name("image-chip");
        append(&chip, &self.text("span", "image-chip-label", &self.labels.image));
        append(&chip, &self.text("span", "image-chip-name", if alt.is_empty() { src } else { alt }));
        chip
    }
}

/// Setting an attribute fails only for a name that is none; all names here are literals.
pub(super) fn set(element: &Element, name: &str, value: &str) {
    _ = element.set_attribute(name, value);
}

/// Appending fails only where a node would come into itself.
pub(super) fn append(parent: &Element, child: &web_sys::Node) {
    _ = parent.append_child(child);
}
