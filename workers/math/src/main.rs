//! Turns TeX into MathML. What it writes is only text to the page, which reads it through an allow-list.

#[cfg(all(test, not(target_family = "wasm")))]
mod hostile;

use lineup_core::document::mathml::{Answer, Request};
use pulldown_latex::{Parser, RenderConfig, Storage, config::DisplayMode, mathml::push_mathml};

/// A longer formula is shown as its source.
const MAX_TEX_BYTES: usize = 16 * 1024;

fn main() {
    lineup_worker::serve(answer);
}

fn answer(message: &str) -> Option<String> {
    let Request { id, tex, display } = serde_json::from_str(message).ok()?;
    serde_json::to_string(&Answer { id, mathml: mathml(&tex, display) }).ok()
}

/// `None` where the TeX has an error: the page shows its source, not half a formula.
fn mathml(tex: &str, display: bool) -> Option<String> {
    if tex.len() > MAX_TEX_BYTES {
        return None;
    }
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(tex, &storage).collect();
    if events.iter().any(Result::is_err) {
        return None;
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut mathml = String::new();
    push_mathml(&mut mathml, events.into_iter(), config).ok()?;
    Some(mathml)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lineup_core::document::mathml::{MathNode, read};

    fn names(node: &MathNode, into: &mut Vec<&'static str>) {
        if let MathNode::Element { name, children, .. } = node {
            into.push(name);
            children.iter().for_each(|child| names(child, into));
        }
    }

    #[test]
    fn what_is_written_is_read_whole() {
        for (tex, expected) in [
            (r"\frac{a}{b}", "mfrac"),
            (r"\sqrt[3]{x}", "mroot"),
            (r"\begin{aligned} a &= b \\ &= c \end{aligned}", "mtable"),
            (r"\sum_{i=0}^n i^2", "munderover"),
            (r"\text{if } x < 0", "mtext"),
            (r"\left( x \right)", "mo"),
        ] {
            let written = mathml(tex, true).unwrap_or_else(|| panic!("{tex} is refused"));
            let mut found = Vec::new();
            read(&written).iter().for_each(|node| names(node, &mut found));
            assert_eq!(found.first(), Some(&"math"), "{tex}: {written}");
            assert!(found.contains(&expected), "{tex}: {found:?}");
        }
    }

    #[test]
    fn an_error_gives_no_formula() {
        for tex in [r"\frac{a}", r"\unknowncommand{x}", r"a_", r"\begin{aligned}", r"{", &"x".repeat(MAX_TEX_BYTES + 1)] {
            assert_eq!(mathml(tex, false), None, "{tex}");
        }
    }

    #[test]
    fn a_message_is_answered_by_its_number() {
        let answer = answer(r#"{"id":7,"tex":"x","display":false}"#).unwrap();
        assert!(answer.starts_with(r#"{"id":7,"mathml":"<math"#), "{answer}");
        assert_eq!(super::answer("no request"), None);
    }
}
