//! Where things are in a reply that grows, and the small steps of growing.

use super::event::{Call, CallKey, How};
use super::{Image, Item, ItemBody, Millis, Reasoning, ReasoningKind, ReasoningPart, ToolCall, ToolKind};
use std::collections::{BTreeMap, BTreeSet};

/// Where the items of one choice are.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// For Responses: what each item is, in the order of the items.
    pub at: Vec<At>,
    /// For Chat: the item of each call.
    pub calls: BTreeMap<CallKey, usize>,
    pub last_call: Option<CallKey>,
    /// The keys of calls whose arguments the first delta replaces.
    pub provisional: BTreeSet<u32>,
    /// For Responses: which part of its item a numbered reasoning part is. Numbers need not begin at zero.
    pub parts: BTreeMap<(At, u64), usize>,
}

/// The place of an item in a Responses answer; the order of the fields is the order of reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct At {
    pub output: u64,
    pub part: u64,
    pub class: Class,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Reasoning,
    /// Raw text beside a summary, or the other way round.
    SecondReasoning,
    Text,
    Refusal,
    Audio,
    Call,
    Tool,
    Image,
    Other,
}

/// Some servers send several whole calls under one index (Gemini's compatible endpoint): another id and another name behind
/// complete arguments are another call. A new id alone is not: old vLLM gave every piece of a call a new id.
pub(super) fn is_another(known: &ToolCall, news: &Call) -> bool {
    let named = |name: &Option<String>| name.as_ref().is_some_and(|name| !name.is_empty());
    named(&news.call_id)
        && named(&news.name)
        && known.call_id.is_some()
        && known.call_id != news.call_id
        && serde_json::from_str::<serde::de::IgnoredAny>(&known.arguments).is_ok()
}

/// Writes into a text and says whether it grew.
pub(super) fn write(known: &mut String, news: &str, how: How) -> bool {
    match how {
        How::Append => known.push_str(news),
        How::Settle if known != news => news.clone_into(known),
        How::Fill | How::Provisional if known.is_empty() => known.push_str(news),
        How::Fill | How::Settle | How::Provisional => return false,
    }
    !news.is_empty()
}

pub(super) fn begin_part(reasoning: &mut Reasoning, now: Millis) {
    if let Some(before) = reasoning.parts.last_mut() {
        before.ended.get_or_insert(now);
    }
    reasoning.parts.push(ReasoningPart { text: String::new(), started: now, ended: None });
}

pub(super) fn end(item: &mut Item, now: Millis) {
    item.ended.get_or_insert(now);
    if let ItemBody::Reasoning(reasoning) = &mut item.body
        && let Some(part) = reasoning.parts.last_mut()
    {
        part.ended.get_or_insert(now);
    }
}

pub(super) fn empty_reasoning(kind: ReasoningKind) -> ItemBody {
    ItemBody::Reasoning(Reasoning { kind, parts: Vec::new(), replay: None })
}

pub(super) fn empty_call() -> ItemBody {
    ItemBody::ToolCall(ToolCall { call_id: None, kind: ToolKind::Function, name: None, arguments: String::new(), replay: None })
}

pub(super) fn empty_image() -> Image {
    Image { base64: None, url: None, format: None, partial: true, revised_prompt: None }
}
