//! A conversation of ChatGPT, as its export and its share pages hold it: a tree of messages, all of whose branches are taken over. A
//! list of its messages, as its page sends them, is a tree of one branch.
//!
//! - `tree`: which message follows which; `told`: what each becomes
//! - `content`: what a message says; `marks`: what ChatGPT writes into a text for its own page
//! - `slug`: what the API calls a model; `left`: what is left out, counted

mod content;
mod left;
mod marks;
mod slug;
mod told;
mod tree;

use super::chat_body::Imported;
use super::paste::{PasteError, Pasted};
use super::report::{Format, Note, NoteKind};
use crate::wire::Api;
use left::Left;
use serde_json::Value;
use told::{At, Teller};
use tree::Tree;

/// Where a conversation stands in the data of a share page.
const WITHIN: [&str; 3] = ["/props/pageProps/serverResponse/data", "/pageProps/serverResponse/data", "/serverResponse/data"];

/// The conversation that this is, or holds.
pub(super) fn find(value: &Value) -> Option<&Value> {
    let holds = |value: &&Value| value.get("mapping").is_some_and(Value::is_object) || tree::list(value).is_some();
    Some(value).filter(holds).or_else(|| WITHIN.into_iter().find_map(|place| value.pointer(place).filter(holds)))
}

/// The first conversation of an export that says anything; the others are counted.
pub(super) fn first_of(list: &[Value]) -> Result<Pasted, PasteError> {
    let mut pasted = list.iter().filter_map(find).find_map(|export| conversation(export).ok()).ok_or(PasteError::NoRequest)?;
    if let Some(others) = list.len().checked_sub(1).filter(|others| *others > 0) {
        pasted.notes.push(Note::new(NoteKind::Another, format!("{others} × conversation")));
    }
    Ok(pasted)
}

/// Takes a conversation over.
pub(super) fn conversation(export: &Value) -> Result<Pasted, PasteError> {
    let tree = Tree::of(export);
    let mut left = Left::default();
    if export["title"].as_str().is_some_and(|title| !title.trim().is_empty()) {
        left.add(NoteKind::NoPlace, "title");
    }
    // The instructions of a GPT or of a project belong to it.
    if export["gizmo_id"].is_string() || export["conversation_template_id"].is_string() {
        left.add(NoteKind::Elsewhere, "gizmo_id");
    }
    let mut teller = Teller::new(left);
    let mut tip = None;
    let mut is_told = vec![false; tree.messages.len()];
    for root in tree.roots() {
        let mut next = vec![(root, At::default())];
        while let Some((node, at)) = next.pop() {
            if std::mem::replace(&mut is_told[node], true) {
                continue;
            }
            let at = teller.tell(tree.messages[node], at);
            if tree.shown == Some(node) {
                tip = at.tip;
            }
            next.extend(tree.children[node].iter().rev().map(|child| (*child, at)));
        }
    }
    let (mut draft, mut left) = teller.end();
    if draft.instructions.is_empty() && draft.conversation.turns.is_empty() {
        return Err(PasteError::NoRequest);
    }
    if tip.is_some() {
        draft.conversation.set_tip(tip);
    }
    let mut model = None;
    if let Some(slug) = slug::of(export, &tree) {
        let named = slug::named(slug);
        match &named {
            None => left.add(NoteKind::NoPlace, slug),
            Some((name, _)) if name != slug => left.add(NoteKind::OtherName, slug),
            Some(_) => {}
        }
        if let Some((name, effort)) = named {
            (model, draft.settings.effort) = (Some(name), effort.map(str::to_owned));
        }
    }
    draft.take_literally();
    let imported = Imported { draft, model, stream: None };
    Ok(Pasted { format: Format::ChatGpt, api: Api::Chat, imported, address: None, notes: left.notes() })
}
