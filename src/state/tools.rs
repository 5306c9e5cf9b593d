//! Tools as they are edited: a working copy beside the draft, and the ways from one to the other.

use super::params::schema_of;
use leptos::prelude::*;
use lineup_core::draft::ExampleLanguage;
use lineup_core::draft::{
    Draft, FunctionTool, OutputFormat, ToolChoice,
    mock::{Mock, ReadyTool},
    schema::name::{Misnomer, misnomer},
};
use serde_json::{Value, json};

/// What is edited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    #[default]
    Function,
    /// A free-form tool.
    Custom,
    /// The schema of the answer.
    Output,
}

/// What a custom tool's input has to look like.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grammar {
    /// `lark` or `regex`; empty for any text.
    pub syntax: String,
    pub definition: String,
}

/// The working copy of a tool or of the answer's schema.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolForm {
    pub subject: Subject,
    /// The place among its like; `None` for a new one.
    pub at: Option<usize>,
    pub name: String,
    pub description: String,
    /// The schema as a text: it may be unfinished.
    pub schema: String,
    pub strict: bool,
    pub mock: Option<Mock>,
    pub grammar: Grammar,
}

/// Why a working copy cannot be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsaved {
    Name(Misnomer),
    /// Another tool has the name.
    Taken,
    NotJson,
}

/// The working copy, which outlives its dialog: closing it loses nothing.
#[derive(Clone, Copy, Default)]
pub struct ToolsView {
    pub open: RwSignal<bool>,
    pub form: RwSignal<ToolForm>,
    /// As it was when it was opened; `None` while nothing is edited.
    pub original: RwSignal<Option<ToolForm>>,
}

impl ToolsView {
    /// Opens the dialog with this working copy.
    pub fn edit(self, form: ToolForm) {
        self.form.set(form.clone());
        self.original.set(Some(form));
        self.open.set(true);
    }

    /// Whether something was changed and not saved; followed.
    pub fn is_unsaved(self) -> bool {
        self.original.with(|original| original.as_ref().is_some_and(|original| self.form.with(|form| form != original)))
    }

    pub fn discard(self) {
        self.open.set(false);
        self.original.set(None);
    }
}

impl ToolForm {
    /// A new function without parameters.
    pub fn function() -> Self {
        Self { schema: format!("{:#}", schema_of(&[], true)), strict: true, ..Self::default() }
    }

    pub fn custom() -> Self {
        Self { subject: Subject::Custom, ..Self::default() }
    }

    /// A ready-made tool under a name that is free.
    pub fn ready(draft: &Draft, ready: ReadyTool, language: ExampleLanguage) -> Self {
        let tool = ready.tool(language);
        let taken = |name: &str| names(draft).any(|other| other == name);
        let numbered = |n: usize| if n == 1 { tool.name.clone() } else { format!("{}_{n}", tool.name) };
        let name = (1..).map(numbered).find(|name| !taken(name)).unwrap_or_default();
        Self { name, mock: Some(ready.mock()), ..Self::of_function(&tool) }
    }

    /// The draft's tool at this place.
    pub fn of(draft: &Draft, subject: Subject, at: usize) -> Option<Self> {
        let form = match subject {
            Subject::Function => Self::of_function(draft.tools.get(at)?),
            Subject::Custom => {
                let raw = draft.other_tools.get(at).filter(|raw| is_custom(raw))?;
                let inner = raw.get("custom").unwrap_or(raw);
                let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
                let format = &inner["format"];
                let grammar = format.get("grammar").unwrap_or(format);
                let grammar = Grammar { syntax: text(&grammar["syntax"]), definition: text(&grammar["definition"]) };
                Self { subject, name: text(&inner["name"]), description: text(&inner["description"]), grammar, ..Self::default() }
            }
            Subject::Output => return Some(Self::of_output(draft)),
        };
        let mock = draft.mocks.get(&form.name).cloned();
        Some(Self { at: Some(at), mock, ..form })
    }

    fn of_function(tool: &FunctionTool) -> Self {
        let FunctionTool { name, description, parameters, strict } = tool.clone();
        Self { name, description, schema: format!("{parameters:#}"), strict: strict == Some(true), ..Self::default() }
    }

    /// The schema of the answer; where there is none, an empty one.
    pub fn of_output(draft: &Draft) -> Self {
        let form = match &draft.output {
            OutputFormat::JsonSchema { name, schema, strict, description } => Self {
                name: name.clone(),
                description: description.clone().unwrap_or_default(),
                schema: format!("{schema:#}"),
                strict: *strict == Some(true),
                ..Self::default()
            },
            _ => Self { name: "answer".to_owned(), ..Self::function() },
        };
        Self { subject: Subject::Output, ..form }
    }

    /// Puts it into the draft.
    ///
    /// # Errors
    /// What has to be mended first; nothing is changed then.
    pub fn save(&self, draft: &mut Draft) -> Result<(), Unsaved> {
        if let Some(wrong) = misnomer(&self.name) {
            return Err(Unsaved::Name(wrong));
        }
        if self.subject == Subject::Output {
            let schema = self.parsed()?;
            let description = Some(self.description.clone()).filter(|text| !text.is_empty());
            draft.output = OutputFormat::JsonSchema { name: self.name.clone(), schema, strict: Some(self.strict), description };
            return Ok(());
        }
        let old = self.at.and_then(|at| Self::of(draft, self.subject, at)).map(|form| form.name);
        if old.as_ref() != Some(&self.name) && names(draft).any(|name| name == self.name) {
            return Err(Unsaved::Taken);
        }
        match self.subject {
            Subject::Custom => put(&mut draft.other_tools, self.at, self.custom_tool()),
            _ => {
                let (name, description) = (self.name.clone(), self.description.clone());
                put(&mut draft.tools, self.at, FunctionTool { name, description, parameters: self.parsed()?, strict: Some(self.strict) });
            }
        }
        if let Some(old) = old.filter(|old| *old != self.name) {
            draft.mocks.remove(&old);
            if draft.tool_choice == choice_of(self.subject, &old) {
                draft.tool_choice = choice_of(self.subject, &self.name);
            }
        }
        match &self.mock {
            Some(mock) => _ = draft.mocks.insert(self.name.clone(), mock.clone()),
            None => _ = draft.mocks.remove(&self.name),
        }
        Ok(())
    }

    fn parsed(&self) -> Result<Value, Unsaved> {
        serde_json::from_str(&self.schema).map_err(|_| Unsaved::NotJson)
    }

    fn custom_tool(&self) -> Value {
        let Grammar { syntax, definition } = &self.grammar;
        let mut tool = json!({"type": "custom", "name": self.name});
        if !self.description.is_empty() {
            tool["description"] = self.description.as_str().into();
        }
        if !syntax.is_empty() {
            tool["format"] = json!({"type": "grammar", "syntax": syntax, "definition": definition});
        }
        tool
    }
}

/// Takes a tool out of the draft, with its mock.
pub fn remove(draft: &mut Draft, subject: Subject, at: usize) {
    let Some(name) = ToolForm::of(draft, subject, at).map(|form| form.name) else { return };
    match subject {
        Subject::Function => drop(draft.tools.remove(at)),
        Subject::Custom => drop(draft.other_tools.remove(at)),
        Subject::Output => return,
    }
    draft.mocks.remove(&name);
    if draft.tool_choice == choice_of(subject, &name) {
        draft.tool_choice = ToolChoice::Auto;
    }
}

/// The choice of exactly this tool.
pub fn choice_of(subject: Subject, name: &str) -> ToolChoice {
    match subject {
        Subject::Custom => ToolChoice::Other(json!({"type": "custom", "name": name})),
        _ => ToolChoice::Function(name.to_owned()),
    }
}

pub fn is_custom(raw: &Value) -> bool {
    raw["type"] == "custom"
}

fn names(draft: &Draft) -> impl Iterator<Item = &str> {
    let custom = draft.other_tools.iter().filter_map(|raw| raw.get("custom").unwrap_or(raw)["name"].as_str());
    draft.tools.iter().map(|tool| tool.name.as_str()).chain(custom)
}

fn put<T>(list: &mut Vec<T>, at: Option<usize>, item: T) {
    match at.and_then(|at| list.get_mut(at)) {
        Some(there) => *there = item,
        None => list.push(item),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> ToolForm {
        ToolForm { name: name.into(), mock: Some(Mock::Clock), ..ToolForm::function() }
    }

    #[test]
    fn a_saved_tool_is_read_back_as_it_was() {
        let mut draft = Draft::new();
        let form = ToolForm { description: "about".into(), ..named("look") };
        form.save(&mut draft).unwrap();
        assert_eq!(ToolForm::of(&draft, Subject::Function, 0), Some(ToolForm { at: Some(0), ..form }));
        let grammar = Grammar { syntax: "regex".into(), definition: "[a-z]+".into() };
        let form = ToolForm { name: "free".into(), grammar, ..ToolForm::custom() };
        form.save(&mut draft).unwrap();
        assert_eq!(ToolForm::of(&draft, Subject::Custom, 0), Some(ToolForm { at: Some(0), ..form }));
        let form = ToolForm { strict: false, ..ToolForm::of_output(&draft) };
        form.save(&mut draft).unwrap();
        assert_eq!(ToolForm::of_output(&draft), form);
    }

    #[test]
    fn a_new_name_takes_mock_and_choice_along() {
        let mut draft = Draft::new();
        named("old").save(&mut draft).unwrap();
        draft.tool_choice = ToolChoice::Function("old".into());
        ToolForm { at: Some(0), ..named("new") }.save(&mut draft).unwrap();
        assert_eq!(draft.tools.len(), 1);
        assert_eq!(draft.tool_choice, ToolChoice::Function("new".into()));
        assert_eq!(draft.mocks.keys().collect::<Vec<_>>(), ["new"]);
        remove(&mut draft, Subject::Function, 0);
        assert_eq!((draft.tools.len(), draft.mocks.len(), &draft.tool_choice), (0, 0, &ToolChoice::Auto));
    }

    #[test]
    fn what_cannot_be_saved_changes_nothing() {
        let mut draft = Draft::new();
        named("one").save(&mut draft).unwrap();
        let before = draft.clone();
        assert_eq!(named("one").save(&mut draft), Err(Unsaved::Taken));
        assert_eq!(named("a b").save(&mut draft), Err(Unsaved::Name(Misnomer::Character(' '))));
        assert_eq!(ToolForm { schema: "{".into(), ..named("two") }.save(&mut draft), Err(Unsaved::NotJson));
        assert_eq!(draft, before);
    }

    #[test]
    fn a_ready_made_tool_finds_a_free_name() {
        let mut draft = Draft::new();
        for expected in ["get_time", "get_time_2"] {
            let form = ToolForm::ready(&draft, ReadyTool::Clock, ExampleLanguage::English);
            assert_eq!(form.name, expected);
            form.save(&mut draft).unwrap();
        }
    }
}
