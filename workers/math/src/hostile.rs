//! Whatever outsiders write as a formula: set, or refused; never more than what the page's allow-list knows, never for ever.

use crate::mathml;
use lineup_core::document::mathml::{MathNode, read};
use lineup_test_support::hostile::{Payload, all, each};

/// Commands with which TeX makes links, pictures and attributes elsewhere.
const AROUND: [(&str, &str); 8] = [
    ("", ""),
    ("\\text{", "}"),
    ("\\href{", "}{x}"),
    ("\\url{", "}"),
    ("\\includegraphics{", "}"),
    ("\\htmlData{a=", "}{x}"),
    ("\\style{", "}{x}"),
    ("\\frac{", "}{2}"),
];

fn nodes(nodes: &[MathNode]) -> usize {
    nodes.iter().map(|node| if let MathNode::Element { children, .. } = node { 1 + self::nodes(children) } else { 1 }).sum()
}

#[test]
fn a_formula_of_strangers_is_set_or_refused() {
    each(all(), |Payload { name, text, .. }| {
        for (before, after) in AROUND {
            let tex = format!("{before}{text}{after}");
            let Some(written) = mathml(&tex, false) else { continue };
            // Each byte makes an element or two; a formula that makes many of few would be a bomb.
            assert!(written.len() <= 4_000 + 400 * tex.len(), "{name}: {} bytes of {}", written.len(), tex.len());
            assert!(nodes(&read(&written)) <= 100 + 20 * tex.len(), "{name}");
        }
    });
}
