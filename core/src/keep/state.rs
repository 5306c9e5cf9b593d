//! What the user works on, as it is kept.

use crate::draft::{Draft, Lane, Part, ToolChoice, TurnBody};
use crate::share::gate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A draft with its conversation, the prompt that is being written, and the lanes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct State {
    pub draft: Draft,
    #[serde(default)]
    pub prompt: String,
    #[serde(default)]
    pub lanes: Vec<Lane>,
    /// What goes along with the prompt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Part>,
    /// The kept run that each lane shows, in the order of the lanes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<Option<String>>,
}

/// The version of [`State`] that is written.
const VERSION: u64 = 1;

/// One line of the list of conversations.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftRow {
    pub id: String,
    /// When it was last changed: milliseconds since 1970.
    pub at: f64,
    /// The page that works on it, or did last: two pages never write the same draft.
    pub page: String,
    pub title: String,
    pub turns: usize,
    pub models: Vec<String>,
    /// When it was deleted: it is hidden, and goes for good in a while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<f64>,
    /// The [`super::parts`] that it mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

impl State {
    /// Whether there is nothing in it that somebody has written.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        let Draft { instructions, conversation, tools, other_tools, .. } = &self.draft;
        let bare = conversation.turns.is_empty() && tools.is_empty() && other_tools.is_empty();
        bare && self.attached.is_empty() && instructions.trim().is_empty() && self.prompt.trim().is_empty()
    }

    /// Its line in the list.
    #[must_use]
    pub fn row(&self, id: &str, page: &str, at: f64) -> DraftRow {
        let mut models: Vec<String> = self.lanes.iter().map(|lane| lane.model.clone()).collect();
        models.dedup();
        let turns = &self.draft.conversation.turns;
        let (id, page) = (id.to_owned(), page.to_owned());
        DraftRow { id, at, page, title: self.title(), turns: turns.len(), models, ..DraftRow::default() }
    }

    /// What it begins with: the first question, the prompt, the instructions. Empty where nothing is written.
    #[must_use]
    pub fn title(&self) -> String {
        let asked = self.draft.conversation.branch_turns().find(|(_, turn)| matches!(turn.body, TurnBody::User { .. }));
        let asked = asked.map(|(_, turn)| turn.body.words()).unwrap_or_default();
        let texts = [asked.as_str(), self.prompt.as_str(), self.draft.instructions.as_str()];
        beginning(texts.into_iter().find(|text| !text.trim().is_empty()).unwrap_or_default(), 160)
    }

    /// As versioned JSON.
    #[must_use]
    pub fn to_value(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        if let Some(members) = value.as_object_mut() {
            members.insert("version".to_owned(), VERSION.into());
        }
        value
    }

    /// Reads what [`State::to_value`] wrote, or an older version. A conversation that is no tree is repaired. `None` if it is
    /// something else, or newer.
    #[must_use]
    pub fn from_value(value: Value) -> Option<Self> {
        // The first version, in localStorage, said none.
        if value.get("version").is_some_and(|version| version.as_u64().is_none_or(|version| version > VERSION)) {
            return None;
        }
        let mut state: Self = serde_json::from_value(value).ok()?;
        state.draft.conversation.repair();
        Some(state)
    }

    /// Takes credentials and headers out of the free fields, as for everything that leaves.
    #[must_use]
    pub fn without_credentials(mut self) -> Self {
        clean_draft(&mut self.draft);
        self.lanes.iter_mut().for_each(clean_lane);
        self.attached.iter_mut().for_each(clean_part);
        self
    }
}

/// Takes credentials and headers out of a draft's free fields: all of them, on every branch.
pub(super) fn clean_draft(draft: &mut Draft) {
    draft.other_tools.iter_mut().for_each(clean);
    if let ToolChoice::Other(choice) = &mut draft.tool_choice {
        clean(choice);
    }
    gate::free_fields(&mut draft.settings, &mut Vec::new());
    for turn in draft.conversation.turns.values_mut() {
        gate::free(&mut turn.extra, "", &mut Vec::new());
        match &mut turn.body {
            TurnBody::User { parts } => parts.iter_mut().for_each(clean_part),
            TurnBody::Assistant { items, .. } => items.iter_mut().for_each(clean),
            TurnBody::Developer { .. } | TurnBody::System { .. } | TurnBody::Tool { .. } => {}
        }
    }
}

/// As [`clean_draft`], for a lane.
pub(super) fn clean_lane(lane: &mut Lane) {
    gate::free_fields(&mut lane.settings, &mut Vec::new());
}

fn clean(value: &mut Value) {
    gate::without_credentials(value, "", &mut Vec::new());
}

fn clean_part(part: &mut Part) {
    match part {
        Part::Other { raw } => clean(raw),
        Part::Image { url, .. } if !url.starts_with("data:") => {
            if let Some(bare) = gate::bare_url(url) {
                *url = bare;
            }
        }
        Part::Text { .. } | Part::Image { .. } | Part::Audio { .. } | Part::File { .. } => {}
    }
}

/// The first characters of a text, in one line.
pub(super) fn beginning(text: &str, most: usize) -> String {
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > most * 4 {
            break;
        }
    }
    match line.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default().trim_end()),
        None => line,
    }
}
