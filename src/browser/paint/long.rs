//! Long documents, lists, tables and code, in parts that the browser may skip.
//!
//! A list goes on in another list with the right first number; a table in another table with the same columns, whose widths are fixed
//! when the first part is full. Parts are gathered in groups, and these in larger ones, which the browser lays out and paints only when they
//! come into sight (`content-visibility`, see document.css), so that the work of a frame does not grow with what lies above.
//!
//! What was shown once keeps its boxes, and the browser looks through all of them whenever it clears its memory. So it lets go of those of a
//! larger group when two others have come after it.
//!
//! Only groups are skipped, and from their beginning: one that becomes skipped later makes the browser walk the whole document. In each frame
//! it looks at each skipped element, unless that lies in another one; so the groups themselves are gathered.

use js_sys::Object;
use lineup_core::document::Kind;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use super::element::{Elements, append, set};
use crate::browser::by_name;

/// Blocks of the document in one part.
const BLOCKS: u32 = 16;

/// Items of a list, rows of a table, lines of code in one part.
const ITEMS: u32 = 32;

/// So many parts stand by themselves, and so many are in each group after them.
const PARTS: u32 = 4;

/// So many groups stand by themselves, and so many are in each larger group after them.
const GROUPS: u32 = 8;

/// A container whose children are spread over parts.
#[derive(Debug)]
pub(super) struct Long {
    holder: Element,
    part: Element,
    /// Where parts go: the container, later the last group in it.
    group: Element,
    in_group: u32,
    /// Where groups go: the container, later the last larger group in it.
    groups: Element,
    in_groups: u32,
    /// The larger group before the last.
    before: Option<Element>,
    /// How many children there are in all, and in the last part.
    count: u64,
    in_part: u32,
    sort: Sort,
}

#[derive(Debug)]
enum Sort {
    Document,
    List {
        start: Option<u64>,
    },
    /// `head` is the first row of the table, if it has come; `columns` are measured when the first part is full, and once: to measure
    /// makes the browser lay out what it has not yet.
    Table {
        head: Option<Element>,
        label: String,
        columns: Option<Columns>,
    },
    Lines,
}

impl Long {
    pub fn document(elements: &Elements, root: &Element) -> Self {
        Self::of(elements, root.clone(), Sort::Document)
    }

    /// The container of a list, a table or lines; `None` for any other kind.
    pub fn new(elements: &Elements, kind: &Kind) -> Option<Self> {
        let (holder, sort) = match kind {
            Kind::List { start, tight } => (elements.with_class("div", list_class(*tight)), Sort::List { start: *start }),
            Kind::Table => {
                let scroll = elements.with_class("div", "table-scroll");
                // What scrolls must be reachable by keyboard.
                set(&scroll, "tabindex", "0");
                (scroll, Sort::Table { head: None, label: elements.labels.continued.clone(), columns: None })
            }
            Kind::Code { .. } | Kind::Html => (elements.plain("code"), Sort::Lines),
            _ => return None,
        };
        Some(Self::of(elements, holder, sort))
    }

    fn of(elements: &Elements, holder: Element, sort: Sort) -> Self {
        let mut long = Self {
            part: holder.clone(),
            group: holder.clone(),
            in_group: 0,
            groups: holder.clone(),
            in_groups: 0,
            before: None,
            holder,
            count: 0,
            in_part: 0,
            sort,
        };
        long.part = long.new_part(elements);
        long
    }

    /// The element that stands in the document.
    pub fn holder(&self) -> &Element {
        &self.holder
    }

    /// Adds a child, to a new part if the last is full.
    pub fn append(&mut self, elements: &Elements, child: &web_sys::Node, kind: &Kind) {
        let full = if matches!(self.sort, Sort::Document) { BLOCKS } else { ITEMS };
        if let (Sort::Table { head, .. }, Kind::Head) = (&mut self.sort, kind) {
            let section = elements.plain("thead");
            append(&section, child);
            _ = self.part.parent_element().map(|table| table.prepend_with_node_1(&section));
            *head = child.dyn_ref::<Element>().cloned();
            return;
        }
        if self.in_part >= full {
            self.part = self.new_part(elements);
            self.in_part = 0;
        }
        if let (Sort::List { start: Some(start) }, 0, 1..) = (&self.sort, self.in_part, self.count) {
            set(&self.part, "start", &(start + self.count).to_string());
        }
        append(&self.part, child);
        self.count += 1;
        self.in_part += 1;
    }

    /// A child at the end is gone.
    pub fn removed(&mut self) {
        self.count = self.count.saturating_sub(1);
        self.in_part = self.in_part.saturating_sub(1);
    }

    fn new_part(&mut self, elements: &Elements) -> Element {
        let (outer, part) = match &mut self.sort {
            Sort::Document => same(elements.with_class("div", "doc-part")),
            Sort::List { start: None } => same(elements.plain("ul")),
            Sort::List { start: Some(start) } => {
                let list = elements.plain("ol");
                if *start + self.count != 1 {
                    set(&list, "start", &(*start + self.count).to_string());
                }
                same(list)
            }
            Sort::Table { head, label, columns } => {
                let outer = elements.with_class("div", "table-part");
                let table = elements.plain("table");
                if let Some(head) = head {
                    if columns.is_none()
                        && let Some(measured) = Columns::of(head)
                    {
                        if let Some(before) = self.part.parent_element() {
                            measured.fix(elements, &before);
                            before.parent_element().iter().for_each(|outer| measured.widen(outer));
                        }
                        *columns = Some(measured);
                    }
                    if let Some(columns) = columns {
                        columns.fix(elements, &table);
                        columns.widen(&outer);
                    }
                    set(&table, "aria-label", label);
                }
                let body = elements.plain("tbody");
                append(&table, &body);
                append(&outer, &table);
                (outer, body)
            }
            Sort::Lines => same(elements.with_class("span", "code-part")),
        };
        if self.in_group == PARTS {
            let name = if matches!(self.sort, Sort::Lines) { "span" } else { "div" };
            if self.in_groups == GROUPS {
                let many = elements.with_class(name, "parts parts-many");
                append(&self.holder, &many);
                let last = std::mem::replace(&mut self.groups, many);
                // The first groups stand in the holder itself.
                if last != self.holder
                    && let Some(far) = self.before.replace(last)
                {
                    let_go(&far);
                }
                self.in_groups = 0;
            }
            self.group = elements.with_class(name, "parts");
            append(&self.groups, &self.group);
            self.in_groups += 1;
            self.in_group = 0;
        }
        append(&self.group, &outer);
        self.in_group += 1;
        part
    }
}

/// Gives back the boxes of a group that is out of sight: one that comes into the document gets none until somebody looks at it. A group in
/// which something is selected or has the focus counts as in sight, and keeps its boxes for good. What was scrolled sideways in one that
/// lets go stands at its beginning again.
fn let_go(group: &Element) {
    let options = Object::new();
    by_name::set(&options, "contentVisibilityAuto", &JsValue::TRUE);
    let Some(inside) = group.first_element_child() else { return };
    let is_seen = by_name::call(&inside, "checkVisibility", &[options.into()]);
    if is_seen == Some(JsValue::FALSE)
        && let Some(parent) = group.parent_node()
    {
        _ = parent.insert_before(group, group.next_sibling().as_ref());
    }
}

/// A part that is its own outer element.
fn same(part: Element) -> (Element, Element) {
    (part.clone(), part)
}

pub(super) fn list_class(tight: bool) -> &'static str {
    if tight { "list list-tight" } else { "list" }
}

/// The widths of a table's columns, in pixels, as they stood on the page when they were measured.
#[derive(Debug)]
struct Columns(Vec<i32>);

impl Columns {
    /// `None` where the table is not laid out, in a lane that is not shown.
    fn of(head: &Element) -> Option<Self> {
        let cells = head.children();
        let width = |index| cells.item(index).and_then(|cell| cell.dyn_into::<HtmlElement>().ok()).map_or(0, |cell| cell.offset_width());
        let widths: Vec<i32> = (0..cells.length()).map(width).collect();
        widths.iter().any(|width| *width > 0).then_some(Self(widths))
    }

    fn fix(&self, elements: &Elements, table: &Element) {
        let group = elements.plain("colgroup");
        for width in &self.0 {
            let column = elements.plain("col");
            set_width(&column, *width);
            append(&group, &column);
        }
        _ = table.prepend_with_node_1(&group);
        table.set_class_name("table-fixed");
        self.widen(table);
    }

    /// Makes an element as wide as the table: a skipped one has no content to take its width from.
    fn widen(&self, element: &Element) {
        set_width(element, self.0.iter().sum());
    }
}

/// Through the object model, which the policy of the page allows; an attribute it would refuse.
fn set_width(element: &Element, pixels: i32) {
    if pixels > 0 {
        _ = element.unchecked_ref::<HtmlElement>().style().set_property("width", &format!("{pixels}px"));
    }
}
