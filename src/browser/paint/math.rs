//! Formulas: the nodes that the core has let through, as MathML elements.

use lineup_core::document::mathml::MathNode;
use web_sys::{Document, Element, Node};

const NAMESPACE: &str = "http://www.w3.org/1998/Math/MathML";

/// Puts a formula where its source stood.
pub(super) fn paint(document: &Document, holder: &Element, formula: &[MathNode]) {
    holder.set_text_content(None);
    for node in formula {
        build(document, holder, node);
    }
}

/// The depth is bounded where the formula was read.
fn build(document: &Document, parent: &Node, node: &MathNode) {
    match node {
        MathNode::Text(text) => _ = parent.append_child(&document.create_text_node(text)),
        MathNode::Element { name, attributes, children } => {
            let Ok(element) = document.create_element_ns(Some(NAMESPACE), name) else { return };
            for (name, value) in attributes {
                _ = element.set_attribute(name, value);
            }
            for child in children {
                build(document, &element, child);
            }
            _ = parent.append_child(&element);
        }
    }
}
