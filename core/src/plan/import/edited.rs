//! A body that was edited by hand, taken back into the draft that it was printed from: what was not touched stays as it was, with
//! everything that a body does not hold (templates, mocks, other branches, the name that a deployment stands for).

use super::paste::{Pasted, from_value};
use crate::draft::{Conversation, Draft, Settings, Turn};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a body was printed from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// As it would be sent: with the composer's text.
    pub draft: Draft,
    /// Those of the lane over those of the draft.
    pub settings: Settings,
    /// The body, before it was edited.
    pub body: Value,
}

/// Takes back what was changed. The draft's settings are those of the lane then; a model or a way of answering that was not changed is
/// `None`.
#[must_use]
pub fn flow_back(mut pasted: Pasted, source: Source) -> Pasted {
    let Ok(before) = from_value(source.body) else { return pasted };
    let (old, new) = (before.imported, &mut pasted.imported);
    if new.model == old.model {
        new.model = None;
    }
    new.stream = (new.stream != old.stream).then(|| new.stream.unwrap_or(false));
    let (old, new) = (old.draft, &mut new.draft);
    let mut draft = source.draft;
    change(&mut draft.instructions, &old.instructions, &mut new.instructions);
    change(&mut draft.instructions_role, &old.instructions_role, &mut new.instructions_role);
    change(&mut draft.tools, &old.tools, &mut new.tools);
    change(&mut draft.other_tools, &old.other_tools, &mut new.other_tools);
    change(&mut draft.tool_choice, &old.tool_choice, &mut new.tool_choice);
    change(&mut draft.output, &old.output, &mut new.output);
    if new.conversation != old.conversation {
        continue_from(&mut draft.conversation, &old.conversation, &new.conversation);
    }
    draft.settings = settings(&source.settings, &old.settings, &new.settings);
    *new = draft;
    pasted
}

fn change<T: PartialEq + Default>(mine: &mut T, old: &T, new: &mut T) {
    if new != old {
        *mine = std::mem::take(new);
    }
}

/// A branch that leaves the old one where the body begins to differ.
fn continue_from(mine: &mut Conversation, old: &Conversation, new: &Conversation) {
    let turns = |conversation: &Conversation| conversation.branch_turns().map(|(_, turn)| turn.clone()).collect::<Vec<_>>();
    let (path, old, new) = (mine.path(), turns(old), turns(new));
    let is_same = |(old, new): &(&Turn, &Turn)| old.body == new.body && old.extra == new.extra;
    // A body that says the turns in another number (several items of one answer, only the newest turn) tells nothing of their places.
    let same = if path.len() == old.len() { old.iter().zip(&new).take_while(is_same).count() } else { 0 };
    mine.set_tip(same.checked_sub(1).and_then(|last| path.get(last).copied()));
    for turn in new.into_iter().skip(same) {
        let parent = mine.tip;
        mine.insert(Turn { parent, ..turn });
    }
}

fn settings(mine: &Settings, old: &Settings, new: &Settings) -> Settings {
    let [mut changed, old, new] = [mine, old, new].map(fields);
    merge(&mut changed, &old, &new);
    serde_json::from_value(Value::Object(changed)).unwrap_or_else(|_| mine.clone())
}

fn fields(settings: &Settings) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// Takes over what differs between the old and the new; of the fields that no setting knows and of metadata, each by itself.
fn merge(mine: &mut Map<String, Value>, old: &Map<String, Value>, new: &Map<String, Value>) {
    let gone = old.keys().filter(|name| !new.contains_key(*name)).cloned().collect::<Vec<_>>();
    for name in new.keys().cloned().chain(gone) {
        let (old, new) = (old.get(&name), new.get(&name));
        if old == new {
            continue;
        }
        let is_pairs = name == "metadata" && [old, new].iter().all(|value| value.is_some_and(Value::is_object));
        if is_pairs || matches!(name.as_str(), "extra" | "spelled") {
            let map = |value: Option<&Value>| value.and_then(Value::as_object).cloned().unwrap_or_default();
            let mut inner = map(mine.get(&name));
            merge(&mut inner, &map(old), &map(new));
            mine.insert(name, Value::Object(inner));
        } else if let Some(new) = new {
            mine.insert(name, new.clone());
        } else {
            mine.shift_remove(&name);
        }
    }
}
