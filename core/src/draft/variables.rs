//! Templates: `{{name}}` in what the user writes stands for a value that is filled in before sending.
//!
//! A name is made of letters of any language, digits, `_`, `-` and `.`, with spaces around it if one likes. `\{{name}}` is no
//! variable: it is sent without the backslash. Other braces are what they are. `templates` says where such texts stand.

use super::{Draft, OutputFormat, Settings, templates};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The values of a draft's variables, by name.
pub type Variables = BTreeMap<String, Variable>;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variable {
    pub value: String,
    /// Sent while there is no value.
    pub default: String,
}

impl Variable {
    /// What is sent in its place; `None` leaves the braces as they are.
    #[must_use]
    pub fn filled(&self) -> Option<&str> {
        [&self.value, &self.default].into_iter().find(|text| !text.is_empty()).map(String::as_str)
    }
}

/// A piece of a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece<'a> {
    Plain(&'a str),
    /// The name, and the place as it was written.
    Variable(&'a str, &'a str),
    /// Braces after a backslash, without it.
    Escaped(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain = 0;
    let mut at = 0;
    while let Some(open) = text[at..].find("{{").map(|found| at + found) {
        let Some((name, end)) = name_at(text, open) else {
            at = open + 1;
            continue;
        };
        let escaped = text[..open].ends_with('\\') && open > plain;
        let before = if escaped { open - 1 } else { open };
        if before > plain {
            pieces.push(Piece::Plain(&text[plain..before]));
        }
        pieces.push(if escaped { Piece::Escaped(&text[open..end]) } else { Piece::Variable(name, &text[open..end]) });
        (plain, at) = (end, end);
    }
    if plain < text.len() {
        pieces.push(Piece::Plain(&text[plain..]));
    }
    pieces
}

/// The name in the braces that open here, and where they end.
fn name_at(text: &str, open: usize) -> Option<(&str, usize)> {
    const LONGEST: usize = 128;
    let inside = text.get(open + 2..)?;
    // No farther than a name reaches: a text of nothing but open braces would be searched through for each of them.
    let mut end = inside.len().min(LONGEST + 2);
    while !inside.is_char_boundary(end) {
        end -= 1;
    }
    let close = inside[..end].find("}}")?;
    let name = inside[..close].trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    is_name.then_some((name, open + 2 + close + 2))
}

/// The names in a text, in their order, each once.
#[must_use]
pub fn names(text: &str) -> Vec<&str> {
    let mut seen = HashSet::new();
    let name = |piece| if let Piece::Variable(name, _) = piece { Some(name) } else { None };
    pieces(text).into_iter().filter_map(name).filter(|name| seen.insert(*name)).collect()
}

/// The text with its values; what has none stays as it was written.
#[must_use]
pub fn fill<'a>(text: &'a str, variables: &Variables) -> Cow<'a, str> {
    if !text.contains("{{") {
        return Cow::Borrowed(text);
    }
    let mut filled = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Plain(plain) | Piece::Escaped(plain) => filled.push_str(plain),
            Piece::Variable(name, written) => filled.push_str(variables.get(name).and_then(Variable::filled).unwrap_or(written)),
        }
    }
    Cow::Owned(filled)
}

/// A text that was no template as one that is filled in to what it was: a backslash before braces is written twice.
fn literally(text: &mut String) {
    if !text.contains("\\{{") {
        return;
    }
    let written = |piece| match piece {
        Piece::Plain(plain) | Piece::Variable(_, plain) => plain.to_owned(),
        Piece::Escaped(braces) => format!("\\\\{braces}"),
    };
    *text = pieces(text).into_iter().map(written).collect();
}

impl Draft {
    /// Takes the texts of a draft for what was sent, not for templates: of a body that was taken over, no backslash may be lost.
    pub(crate) fn take_literally(&mut self) {
        templates::change(self, &|_| true, &mut literally);
    }

    /// The draft as it is sent: with the values of its variables.
    #[must_use]
    pub fn filled(&self) -> Cow<'_, Self> {
        if !texts(self, []).into_iter().any(|text| text.contains("{{")) {
            return Cow::Borrowed(self);
        }
        let mut draft = self.clone();
        let shown: BTreeSet<_> = draft.conversation.path().into_iter().collect();
        templates::change(&mut draft, &|id| shown.contains(id), &mut |text| fill_in(text, &self.variables));
        Cow::Owned(draft)
    }

    /// The form of answer as it is asked for.
    #[must_use]
    pub fn filled_output(&self) -> OutputFormat {
        let mut output = self.output.clone();
        templates::change_output(&mut output, &mut |text| fill_in(text, &self.variables));
        output
    }

    /// The names of the variables in what is sent with the settings of these lanes, in their order, each once.
    #[must_use]
    pub fn variable_names<'a>(&'a self, lanes: impl IntoIterator<Item = &'a Settings>) -> Vec<String> {
        let mut seen = HashSet::new();
        texts(self, lanes).into_iter().flat_map(names).filter(|name| seen.insert(*name)).map(str::to_owned).collect()
    }

    /// Those of them that have neither a value nor a default: they would be sent as they stand there.
    #[must_use]
    pub fn unfilled<'a>(&'a self, lanes: impl IntoIterator<Item = &'a Settings>) -> Vec<String> {
        let has_value = |name: &String| self.variables.get(name).and_then(Variable::filled).is_some();
        self.variable_names(lanes).into_iter().filter(|name| !has_value(name)).collect()
    }
}

impl Settings {
    /// The settings of a lane as they are sent.
    #[must_use]
    pub fn filled(&self, variables: &Variables) -> Cow<'_, Self> {
        let mut found = Vec::new();
        templates::of_settings(self, &mut found);
        if !found.iter().any(|text| text.contains("{{")) {
            return Cow::Borrowed(self);
        }
        let mut settings = self.clone();
        templates::change_settings(&mut settings, &mut |text| fill_in(text, variables));
        Cow::Owned(settings)
    }
}

fn fill_in(text: &mut String, variables: &Variables) {
    if let Cow::Owned(filled) = fill(text, variables) {
        *text = filled;
    }
}

/// Everything in which variables are filled in.
fn texts<'a>(draft: &'a Draft, lanes: impl IntoIterator<Item = &'a Settings>) -> Vec<&'a str> {
    let mut found = Vec::new();
    templates::of(draft, &mut found);
    lanes.into_iter().for_each(|settings| templates::of_settings(settings, &mut found));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::TurnBody;
    use proptest::prelude::*;
    use rstest::rstest;

    fn values(pairs: &[(&str, &str)]) -> Variables {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Variable { value: (*value).to_owned(), default: String::new() })).collect()
    }

    #[rstest]
    #[case("In {{city}}, {{ city }}!", "In 서울, 서울!")]
    #[case("{{도시}} {{a.b-c_1}}", "부산 dotted")]
    #[case("{{nobody}} stays", "{{nobody}} stays")]
    #[case(r"\{{city}} is how it is written", "{{city}} is how it is written")]
    #[case(r"a \ {{city}}", r"a \ 서울")]
    #[case("{{}} {{ }} {{#if x}} {{a b}} { {city} }", "{{}} {{ }} {{#if x}} {{a b}} { {city} }")]
    #[case("{{{city}}}", "{서울}")]
    #[case("{{city", "{{city")]
    #[case("{{city}}{{city}}", "서울서울")]
    fn variables_take_their_values(#[case] text: &str, #[case] sent: &str) {
        assert_eq!(fill(text, &values(&[("city", "서울"), ("도시", "부산"), ("a.b-c_1", "dotted")])), sent);
    }

    #[test]
    fn a_value_that_looks_like_a_variable_is_not_filled_in_again() {
        assert_eq!(fill("{{a}}", &values(&[("a", "{{b}}"), ("b", "no")])), "{{b}}");
    }

    #[test]
    fn a_default_is_sent_while_there_is_no_value() {
        let mut draft = Draft { instructions: "Answer in {{language}}.".into(), ..Draft::new() };
        draft.conversation.append(TurnBody::user("Weather in {{city}}?"));
        assert_eq!(
            (draft.variable_names([]), draft.unfilled([])),
            (vec!["language".to_owned(), "city".to_owned()], vec!["language".to_owned(), "city".to_owned()])
        );
        draft.variables.insert("language".into(), Variable { value: String::new(), default: "Korean".into() });
        draft.variables.insert("city".into(), Variable { value: "Seoul".into(), default: "Busan".into() });
        let filled = draft.filled();
        assert_eq!(
            (filled.instructions.as_str(), filled.conversation.branch_turns().next().unwrap().1.body.words()),
            ("Answer in Korean.", "Weather in Seoul?".to_owned())
        );
        assert!(draft.unfilled([]).is_empty());
    }

    #[test]
    fn what_models_and_tools_said_is_left_alone() {
        let mut draft = Draft::new();
        let mut said = TurnBody::assistant("Write {{x}}.");
        if let TurnBody::Assistant { model, .. } = &mut said {
            *model = Some("o4-mini".into());
        }
        draft.conversation.append(said);
        draft.conversation.append(TurnBody::Tool { call_id: "c".into(), output: "{{x}}".into() });
        draft.variables = values(&[("x", "no")]);
        assert!(matches!(draft.filled(), Cow::Borrowed(_)) && draft.variable_names([]).is_empty());
        draft.conversation.append(TurnBody::assistant("{{x}}"));
        assert_eq!(draft.variable_names([]), ["x"], "but for an answer that the user wrote");
    }

    proptest! {
        #[test]
        fn without_values_only_the_escaped_braces_change(text in r"[a{}\\ ]{0,24}") {
            let sent = fill(&text, &Variables::new()).into_owned();
            prop_assert!(sent.len() <= text.len());
            if names(&text).is_empty() && !text.contains(r"\{{") {
                prop_assert_eq!(&sent, &text);
            }
        }

        #[test]
        fn every_name_that_is_found_is_filled(text in r"[ab{}\\ ]{0,24}") {
            let variables: Variables = names(&text).into_iter().map(|name| (name.to_owned(), Variable { value: "V".into(), default: String::new() })).collect();
            let filled = fill(&text, &variables).into_owned();
            prop_assert_eq!(variables.is_empty(), !filled.contains('V'));
        }
    }
}
