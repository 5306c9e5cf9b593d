//! A part of a reasoning summary as a step: its title and its text, also while the title is still arriving.

use lineup_core::run::ReasoningPart;

/// The title and what stands below it. A title that is not closed yet is a title already, so that it does not jump out of the text.
pub fn step(part: &ReasoningPart) -> (Option<&str>, &str) {
    if let Some(title) = part.title() {
        return (Some(title), part.body());
    }
    match part.text.trim_start().strip_prefix("**") {
        Some(opened) if !opened.contains('\n') && !opened.trim_end_matches('*').contains("**") => {
            (Some(opened.trim_end_matches('*').trim()).filter(|title| !title.is_empty()), "")
        }
        _ => (None, part.text.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::step;
    use lineup_core::run::{Millis, ReasoningPart};

    #[test]
    fn a_title_is_one_from_its_first_letter() {
        for (text, title, body) in [
            ("**", None, ""),
            ("**Dec", Some("Dec"), ""),
            ("**Decoding*", Some("Decoding"), ""),
            ("**Decoding**", Some("Decoding"), ""),
            ("**Decoding**\n\nFirst", Some("Decoding"), "First"),
            ("**Bold** words", None, "**Bold** words"),
            ("plain", None, "plain"),
        ] {
            let part = ReasoningPart { text: text.to_owned(), started: Millis(0.0), ended: None };
            assert_eq!(step(&part), (title, body), "{text:?}");
        }
    }
}
