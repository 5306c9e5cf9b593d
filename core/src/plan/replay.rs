//! Earlier answers in a new request: which of their items go along, in which form, and why (wire.md c.6).

use super::asked::Asked;
use super::{Reason, rules};
use crate::draft::{History, ResponseRef, Turn, TurnBody, TurnId};
use serde::Serialize;
use serde_json::{Value, json};

/// What became of one piece of an earlier answer. What the inspector shows beside the request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Replayed {
    /// The turn's place in the conversation, from 1.
    pub turn: usize,
    /// The item's type, such as `reasoning`; `message` for a turn without items.
    pub kind: String,
    pub fate: Fate,
    pub why: Reason,
}

/// How it goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Fate {
    /// With its id, as it came.
    Whole,
    WithoutId,
    /// As a message and calls, written anew from the turn.
    Rewritten,
    LeftOut,
    /// Not at all: the server keeps it.
    Kept,
}

const KEPT: (&str, &str) = (
    "The server keeps this answer and what led to it; previous_response_id names it.",
    "서버가 이 답변과 그 앞의 턴을 보관하고 있어 previous_response_id로 가리킵니다.",
);
const BY_HAND: (&str, &str) = (
    "No output items of Responses are known for it: it was written or edited by hand, stopped, or came by Chat Completions.",
    "이 턴의 Responses 출력 항목이 없습니다. 직접 쓰거나 고쳤거나, 중단되었거나, Chat Completions로 온 답변입니다.",
);
const OTHER_MODEL: (&str, &str) =
    ("Another model said it, and only that model can read its reasoning.", "다른 모델의 답변입니다. 그 추론은 그 모델만 읽을 수 있습니다.");
const OTHER_PLACE: (&str, &str) = (
    "Another endpoint gave it: its ids and its encrypted reasoning mean nothing here.",
    "다른 엔드포인트의 답변입니다. 그 id와 암호화된 추론은 여기서 쓸 수 없습니다.",
);
const BY_ID: (&str, &str) = ("The server keeps it and finds it by its id.", "서버가 보관하고 있어 id로 찾습니다.");
const LED_TO: (&str, &str) = (
    "It stands before the item that it led to; the server keeps both.",
    "이 추론에서 나온 항목 바로 앞에 둡니다. 서버가 둘 다 보관하고 있습니다.",
);
const ENCRYPTED: (&str, &str) = (
    "The server does not keep it: its encrypted content brings the reasoning back, before the item that it led to.",
    "서버가 보관하지 않습니다. 암호화된 내용이 추론을 되살리며, 여기서 나온 항목 바로 앞에 둡니다.",
);
const UNKEPT: (&str, &str) =
    ("The server does not keep it, so its id would not be found.", "서버가 보관하지 않으므로 id로는 찾을 수 없습니다.");
const UNREADABLE: (&str, &str) = (
    "The server does not keep it, and it came without the encrypted content that could bring it back.",
    "서버가 보관하지 않으며, 되살릴 암호화된 내용도 없습니다.",
);
const QUESTION: (&str, &str) = ("The answer to it names it by its id.", "이에 대한 답이 id로 이 질문을 가리킵니다.");
const ORPHAN: (&str, &str) = ("The item that it led to is missing.", "이 추론에서 나온 항목이 없습니다.");
const ECHOED: (&str, &str) = (
    "The turn called tools: this server wants its reasoning_content back.",
    "도구를 호출한 턴이므로 서버가 reasoning_content를 다시 받아야 합니다.",
);
const NOT_ECHOED: (&str, &str) = (
    "The turn called no tools: this server does not want its reasoning_content.",
    "도구를 호출하지 않은 턴이므로 서버가 reasoning_content를 받지 않습니다.",
);

impl Asked<'_> {
    fn log(&mut self, turn: usize, kind: &str, fate: Fate, (en, ko): (&str, &str)) {
        let why = Reason { en: en.to_owned(), ko: ko.to_owned() };
        self.replayed.push(Replayed { turn, kind: kind.to_owned(), fate, why });
    }

    /// A turn whose reasoning text a Chat server does or does not want back.
    pub(super) fn log_echo(&mut self, turn: usize, sent: bool) {
        let (fate, why) = if sent { (Fate::Whole, ECHOED) } else { (Fate::LeftOut, NOT_ECHOED) };
        self.log(turn, "reasoning_content", fate, why);
    }
}

/// The answer that the server keeps and the request goes on from: its place among the turns, and its id. Notes why there is none
/// where one is wished.
pub(super) fn stored(turns: &[(TurnId, &Turn)], asked: &mut Asked<'_>) -> Option<(usize, String)> {
    if asked.history != History::Stored || asked.fields.contains_key("previous_response_id") {
        return None;
    }
    let answers = |(at, (_, turn)): (usize, &(TurnId, &Turn))| match &turn.body {
        TurnBody::Assistant { response, .. } => Some((at, response.clone())),
        _ => None,
    };
    // The last turn is what is asked; an answer there is nothing to go on from.
    let (at, response) = turns.iter().enumerate().rev().skip(1).find_map(answers)?;
    let here = response.filter(|response: &ResponseRef| response.stored && !response.edited && response.endpoint == *asked.endpoint);
    match here {
        Some(response) => {
            asked.log(at + 1, "response", Fate::Kept, KEPT);
            Some((at, response.id))
        }
        None => {
            note_not_stored(asked);
            None
        }
    }
}

/// The wish to go on from a stored answer cannot be met.
pub(super) fn note_not_stored(asked: &mut Asked<'_>) {
    asked.note(rules::rule("L-HISTORY"), "previous_response_id", "previous_response_id".into(), Value::Null);
}

/// The input items of an earlier answer; `None` where it has to be written anew from the turn.
pub(super) fn items(turn: usize, body: &TurnBody, asked: &mut Asked<'_>) -> Option<Vec<Value>> {
    let TurnBody::Assistant { model, items: came, response, .. } = body else { return None };
    let anew = if came.is_empty() {
        Some(BY_HAND)
    } else if !same_model(asked, model.as_deref()) {
        Some(OTHER_MODEL)
    } else if response.as_ref().is_some_and(|response| response.endpoint != *asked.endpoint) {
        Some(OTHER_PLACE)
    } else {
        None
    };
    if let Some(why) = anew {
        asked.log(turn, "message", Fate::Rewritten, why);
        return None;
    }
    let mut kept = came.clone();
    if !asked.anyway.contains("Q-REASON-ORDER") {
        // A run that was stopped while it thought left reasoning without what it led to.
        while kept.last().is_some_and(is_reasoning) {
            let orphan = kept.pop().unwrap_or_default();
            asked.log(turn, "reasoning", Fate::LeftOut, ORPHAN);
            asked.note(rules::rule("Q-REASON-ORDER"), "items", orphan, Value::Null);
        }
    }
    let unkept = response.as_ref().is_some_and(|response| !response.stored);
    let by_id = !(store_is_off(asked) || unkept) || asked.anyway.contains("Q-STORE-FALSE");
    kept.retain_mut(|item| {
        let thought = is_reasoning(item);
        let kind = item["type"].as_str().unwrap_or("unknown").to_owned();
        if !by_id && kind == "mcp_approval_request" {
            asked.log(turn, &kind, Fate::Whole, QUESTION);
            return true;
        }
        if by_id {
            asked.log(turn, &kind, Fate::Whole, if thought { LED_TO } else { BY_ID });
            return true;
        }
        // Without an id only the encrypted content can bring the reasoning back.
        if thought && !item["encrypted_content"].is_string() {
            asked.log(turn, &kind, Fate::LeftOut, UNREADABLE);
            asked.note(rules::rule("Q-STORE-FALSE"), "items", item.clone(), Value::Null);
            return false;
        }
        asked.log(turn, &kind, Fate::WithoutId, if thought { ENCRYPTED } else { UNKEPT });
        if let Some(id) = item.as_object_mut().and_then(|item| item.shift_remove("id")) {
            asked.note(rules::rule("Q-STORE-FALSE"), "items", json!({"id": id}), Value::Null);
        }
        true
    });
    Some(kept)
}

pub(super) fn store_is_off(asked: &Asked<'_>) -> bool {
    asked.get("store") == Some(&Value::Bool(false))
}

fn is_reasoning(item: &Value) -> bool {
    item["type"] == "reasoning"
}

/// Whether the items of a turn are this model's own: another model cannot read them.
fn same_model(asked: &Asked<'_>, said_by: Option<&str>) -> bool {
    let Some(said_by) = said_by else { return true };
    let named = |name: &str, model: &crate::lineup::Model| {
        model.id == name || model.snapshots.iter().chain(&model.aliases).any(|other| other == name)
    };
    said_by == asked.facts.name || asked.facts.model().is_some_and(|model| named(said_by, model))
}
