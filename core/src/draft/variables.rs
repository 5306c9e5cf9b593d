//! Templates: `{{name}}` in what the user writes stands for a value that is filled in before sending.
//!
//! A name is made of letters of any language, digits, `_`, `-` and `.`, with spaces around it if one likes. `\{{name}}` is no
//! variable: it is sent without the backslash. Other braces are what they are. What a model or a tool said is never filled in: it
//! may speak of templates.

use super::{Conversation, Draft, Part, TurnBody};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
        literally(&mut self.instructions);
        self.tools.iter_mut().for_each(|tool| literally(&mut tool.description));
        for raw in &mut self.other_tools {
            if let Some(Value::String(text)) = raw.get_mut("description") {
                literally(text);
            }
        }
        for turn in self.conversation.turns.values_mut() {
            match &mut turn.body {
                TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, model: None, .. } => literally(text),
                TurnBody::User { parts } => parts.iter_mut().for_each(|part| {
                    if let Part::Text { text } = part {
                        literally(text);
                    }
                }),
                TurnBody::Assistant { .. } | TurnBody::Tool { .. } => {}
            }
        }
    }

    /// The draft as it is sent: with the values of its variables.
    #[must_use]
    pub fn filled(&self) -> Cow<'_, Self> {
        if !texts(self).any(|text| text.contains("{{")) {
            return Cow::Borrowed(self);
        }
        let mut draft = self.clone();
        let variables = std::mem::take(&mut draft.variables);
        let fill_in = |text: &mut String| match fill(text, &variables) {
            Cow::Owned(filled) if filled != *text => {
                *text = filled;
                true
            }
            _ => false,
        };
        fill_in(&mut draft.instructions);
        draft.tools.iter_mut().for_each(|tool| _ = fill_in(&mut tool.description));
        let custom = draft.other_tools.iter_mut().filter_map(|raw| raw.get_mut("description"));
        custom.for_each(|description| {
            if let Value::String(text) = description {
                fill_in(text);
            }
        });
        let shown: BTreeSet<_> = draft.conversation.path().into_iter().collect();
        for (_, turn) in draft.conversation.turns.iter_mut().filter(|(id, _)| shown.contains(id)) {
            let changed = match &mut turn.body {
                TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, model: None, .. } => fill_in(text),
                TurnBody::User { parts } => {
                    let texts = parts.iter_mut().filter_map(|part| if let Part::Text { text } = part { Some(text) } else { None });
                    // Each of them, not only the first that changes.
                    texts.filter_map(|text| fill_in(text).then_some(())).count() > 0
                }
                TurnBody::Assistant { .. } | TurnBody::Tool { .. } => false,
            };
            if changed {
                // A taken-over content array says the words without their values.
                turn.extra.remove("content");
            }
        }
        draft.variables = variables;
        Cow::Owned(draft)
    }

    /// The names of the variables in what is sent, in their order, each once.
    #[must_use]
    pub fn variable_names(&self) -> Vec<String> {
        let mut seen = HashSet::new();
        texts(self).flat_map(names).filter(|name| seen.insert(*name)).map(str::to_owned).collect()
    }

    /// Those of them that have neither a value nor a default: they would be sent as they stand there.
    #[must_use]
    pub fn unfilled(&self) -> Vec<String> {
        let has_value = |name: &String| self.variables.get(name).and_then(Variable::filled).is_some();
        self.variable_names().into_iter().filter(|name| !has_value(name)).collect()
    }
}

/// Everything in which variables are filled in.
fn texts(draft: &Draft) -> impl Iterator<Item = &str> {
    let tools = draft.tools.iter().map(|tool| tool.description.as_str());
    let others = draft.other_tools.iter().filter_map(|raw| raw["description"].as_str());
    std::iter::once(draft.instructions.as_str()).chain(written(&draft.conversation)).chain(tools).chain(others)
}

/// What the user wrote, in the branch that is sent.
fn written(conversation: &Conversation) -> impl Iterator<Item = &str> {
    conversation.branch_turns().flat_map(|(_, turn)| {
        let texts: Vec<&str> = match &turn.body {
            TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, model: None, .. } => vec![text],
            TurnBody::User { parts } => parts.iter().filter_map(Part::text).collect(),
            TurnBody::Assistant { .. } | TurnBody::Tool { .. } => Vec::new(),
        };
        texts
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::FunctionTool;
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
            (draft.variable_names(), draft.unfilled()),
            (vec!["language".to_owned(), "city".to_owned()], vec!["language".to_owned(), "city".to_owned()])
        );
        draft.variables.insert("language".into(), Variable { value: String::new(), default: "Korean".into() });
        draft.variables.insert("city".into(), Variable { value: "Seoul".into(), default: "Busan".into() });
        let filled = draft.filled();
        assert_eq!(
            (filled.instructions.as_str(), filled.conversation.branch_turns().next().unwrap().1.body.words()),
            ("Answer in Korean.", "Weather in Seoul?".to_owned())
        );
        assert!(draft.unfilled().is_empty());
    }

    #[test]
    fn the_descriptions_of_tools_are_templates_too_and_their_schemas_are_not() {
        let mut draft = Draft::new();
        let parameters = serde_json::json!({"type": "object", "description": "{{city}}"});
        draft.tools.push(FunctionTool {
            name: "f".into(),
            description: "Weather in {{city}}".into(),
            parameters: parameters.clone(),
            strict: None,
        });
        draft.other_tools.push(serde_json::json!({"type": "custom", "name": "g", "description": "Speak {{language}}"}));
        draft.other_tools.push(serde_json::json!({"type": "web_search"}));
        assert_eq!(draft.variable_names(), ["city", "language"]);
        draft.variables = values(&[("city", "서울"), ("language", "Korean")]);
        let filled = draft.filled();
        assert_eq!((filled.tools[0].description.as_str(), &filled.tools[0].parameters), ("Weather in 서울", &parameters));
        assert_eq!(filled.other_tools[0]["description"], "Speak Korean");
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
        assert!(matches!(draft.filled(), Cow::Borrowed(_)) && draft.variable_names().is_empty());
        draft.conversation.append(TurnBody::assistant("{{x}}"));
        assert_eq!(draft.variable_names(), ["x"], "but for an answer that the user wrote");
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
