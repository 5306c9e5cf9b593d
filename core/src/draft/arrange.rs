//! Changing the conversation in place: putting a turn between others, taking one out, changing places, writing other words into one.
//!
//! An edit that should leave the old words to be found is a branch ([`Conversation::branch`]). These change the branches that run
//! through the place, so that nothing has to be said twice; the tree stays a tree.

use super::{Conversation, Part, ToolCallTurn, Turn, TurnBody, TurnId};
use serde_json::Map;
use std::collections::BTreeSet;

impl Conversation {
    /// Puts a turn after another one, or in front of everything; what followed there follows it now, in every branch.
    pub fn insert_after(&mut self, after: Option<TurnId>, body: TurnBody) -> TurnId {
        let after = after.filter(|after| self.turns.contains_key(after));
        let followers = self.children(after);
        let (tip, was_tip) = (self.tip, self.tip == after);
        let id = self.insert(Turn { parent: after, body, extra: Map::new() });
        for follower in followers {
            if let Some(turn) = self.turns.get_mut(&follower) {
                turn.parent = Some(id);
            }
        }
        self.tip = if was_tip { Some(id) } else { tip };
        self.edited(id);
        id
    }

    /// Takes one turn out; what followed it follows its parent now. `None` if there is no such turn.
    pub fn take_out(&mut self, id: TurnId) -> Option<Turn> {
        self.edited(id);
        let taken = self.turns.remove(&id)?;
        for turn in self.turns.values_mut().filter(|turn| turn.parent == Some(id)) {
            turn.parent = taken.parent;
        }
        if self.tip == Some(id) {
            self.tip = taken.parent;
        }
        Some(taken)
    }

    /// The neighbours of a turn in the branch that is shown: before it, and after it.
    #[must_use]
    pub fn neighbours(&self, id: TurnId) -> (Option<TurnId>, Option<TurnId>) {
        let path = self.path();
        let Some(at) = path.iter().position(|other| *other == id) else { return (None, None) };
        (at.checked_sub(1).and_then(|before| path.get(before)).copied(), path.get(at + 1).copied())
    }

    /// The question that a turn is, or that it answers: where asking again begins.
    #[must_use]
    pub fn asked_before(&self, id: TurnId) -> Option<TurnId> {
        let turn = self.turns.get(&id)?;
        if matches!(turn.body, TurnBody::Assistant { .. }) { turn.parent } else { Some(id) }
    }

    /// Two turns change places: each keeps its place in the tree and takes what the other said. `false` if one is missing.
    pub fn swap(&mut self, one: TurnId, other: TurnId) -> bool {
        let (Some(a), Some(b)) = (self.turns.get(&one).cloned(), self.turns.get(&other).cloned()) else { return false };
        self.turns.insert(one, Turn { parent: a.parent, ..b });
        self.turns.insert(other, Turn { parent: b.parent, ..a });
        self.edited(one);
        self.edited(other);
        true
    }

    /// Writes other words into a turn. What follows stays. `false` if there is no such turn.
    pub fn set_text(&mut self, id: TurnId, text: &str) -> bool {
        let Some(turn) = self.turns.get_mut(&id) else { return false };
        turn.body.set_text(text);
        // A taken-over content array says the old words.
        turn.extra.remove("content");
        self.edited(id);
        true
    }

    /// Gives an assistant's turn other calls. What follows stays. `false` if there is no such turn.
    pub fn set_calls(&mut self, id: TurnId, calls: Vec<ToolCallTurn>) -> bool {
        let Some(turn) = self.turns.get_mut(&id) else { return false };
        turn.body.set_calls(calls);
        turn.extra.remove("tool_calls");
        self.edited(id);
        true
    }

    /// An id that no call has: none of the conversation, and none of those beside it, which are being written and stand in no turn yet.
    /// Nor does a result that has lost its call: the new one would be answered by it.
    #[must_use]
    pub fn free_call_id(&self, beside: &[ToolCallTurn]) -> String {
        let calls = || self.turns.values().flat_map(|turn| turn.body.calls()).chain(beside);
        let is_free = |id: &String| calls().all(|call| call.id != *id) && !self.has_result(id);
        (1_u32..).map(|number| format!("call_{number}")).find(is_free).unwrap_or_default()
    }

    /// Whether a turn answers this call.
    #[must_use]
    pub fn has_result(&self, call: &str) -> bool {
        self.turns.values().any(|turn| matches!(&turn.body, TurnBody::Tool { call_id, .. } if call_id == call))
    }

    /// Puts an empty result of a call after the turn that made it, behind the results that stand there, and returns it.
    pub fn insert_result(&mut self, of: TurnId, call: &str) -> TurnId {
        let path = self.path();
        let at = path.iter().position(|id| *id == of).map_or(path.len(), |at| at + 1);
        let is_result = |id: &&TurnId| self.turns.get(id).is_some_and(|turn| matches!(turn.body, TurnBody::Tool { .. }));
        let last = path.get(at..).unwrap_or_default().iter().take_while(is_result).last().copied().unwrap_or(of);
        self.insert_after(Some(last), TurnBody::Tool { call_id: call.to_owned(), output: String::new() })
    }

    /// Adds a part to a user's turn: a picture goes before the words about it.
    pub fn add_part(&mut self, id: TurnId, part: Part) {
        let Some(Turn { body: TurnBody::User { parts }, extra, .. }) = self.turns.get_mut(&id) else { return };
        let at = parts.iter().position(|part| matches!(part, Part::Text { .. })).unwrap_or(parts.len());
        parts.insert(at, part);
        extra.remove("content");
        self.edited(id);
    }

    /// Puts another part in the place of one of a user's turn, or takes it away.
    pub fn change_part(&mut self, id: TurnId, at: usize, part: Option<Part>) {
        let Some(Turn { body: TurnBody::User { parts }, extra, .. }) = self.turns.get_mut(&id) else { return };
        match (parts.get_mut(at), part) {
            (Some(there), Some(part)) => *there = part,
            (Some(_), None) => _ = parts.remove(at),
            (None, _) => return,
        }
        extra.remove("content");
        self.edited(id);
    }

    /// Notes that something was changed here or above: what a server keeps of a later answer no longer holds these turns.
    pub(super) fn edited(&mut self, id: TurnId) {
        let mut below = BTreeSet::from([id]);
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            open.extend(self.children(Some(next)).into_iter().filter(|child| below.insert(*child)));
        }
        for id in below {
            if let Some(Turn { body: TurnBody::Assistant { response: Some(response), .. }, .. }) = self.turns.get_mut(&id) {
                response.edited = true;
            }
        }
    }
}

impl TurnBody {
    /// Other words for this turn. Pictures and files of a user's turn stay; items that hold the old words do not.
    pub fn set_text(&mut self, new: &str) {
        match self {
            Self::Developer { text } | Self::System { text } | Self::Tool { output: text, .. } => new.clone_into(text),
            Self::Assistant { text, items, .. } => {
                new.clone_into(text);
                items.clear();
            }
            Self::User { parts } => {
                let at = parts.iter().position(|part| matches!(part, Part::Text { .. })).unwrap_or(0);
                parts.retain(|part| !matches!(part, Part::Text { .. }));
                if !new.is_empty() || parts.is_empty() {
                    parts.insert(at.min(parts.len()), Part::Text { text: new.to_owned() });
                }
            }
        }
    }

    /// Other calls for an assistant's turn; items that hold the old ones do not stay.
    pub fn set_calls(&mut self, new: Vec<ToolCallTurn>) {
        if let Self::Assistant { tool_calls, items, .. } = self
            && *tool_calls != new
        {
            *tool_calls = new;
            items.clear();
        }
    }

    /// The calls that a turn makes.
    #[must_use]
    pub fn calls(&self) -> &[ToolCallTurn] {
        if let Self::Assistant { tool_calls, .. } = self { tool_calls } else { &[] }
    }

    /// The words of a turn, whatever else it holds: what an edit begins with.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Developer { text } | Self::System { text } | Self::Assistant { text, .. } | Self::Tool { output: text, .. } => {
                text.clone()
            }
            Self::User { parts } => {
                let texts: Vec<_> = parts.iter().filter_map(Part::text).collect();
                texts.join("\n")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{EndpointId, ResponseRef};

    fn talk() -> (Conversation, [TurnId; 3]) {
        let mut talk = Conversation::default();
        let ids = ["a", "b", "c"].map(|text| talk.append(TurnBody::user(text)));
        (talk, ids)
    }

    fn said(talk: &Conversation) -> String {
        talk.branch_turns().map(|(_, turn)| turn.body.words()).collect()
    }

    #[test]
    fn what_is_put_in_and_taken_out_again_leaves_no_trace() {
        let (whole, ids) = talk();
        for after in [None, Some(ids[0]), Some(ids[2])] {
            let mut talk = whole.clone();
            let new = talk.insert_after(after, TurnBody::user("x"));
            let at = after.map_or(0, |after| ids.iter().position(|id| *id == after).unwrap_or(0) + 1);
            let mut expected = "abc".to_owned();
            expected.insert(at, 'x');
            assert_eq!(said(&talk), expected);
            assert_eq!(talk.take_out(new).map(|turn| turn.body), Some(TurnBody::user("x")));
            assert_eq!(talk, whole);
        }
    }

    #[test]
    fn what_is_taken_out_takes_no_branch_with_it() {
        let (mut talk, ids) = talk();
        talk.branch(ids[2], TurnBody::user("d"));
        talk.take_out(ids[1]);
        assert_eq!(said(&talk), "ad");
        talk.show(ids[2]);
        assert_eq!(said(&talk), "ac");
        assert_eq!(talk.take_out(TurnId(77)), None);
    }

    #[test]
    fn turns_change_places_and_back() {
        let (whole, ids) = talk();
        let mut talk = whole.clone();
        assert_eq!(talk.neighbours(ids[1]), (Some(ids[0]), Some(ids[2])));
        assert!(talk.swap(ids[0], ids[1]) && said(&talk) == "bac");
        assert!(talk.swap(ids[0], ids[1]) && talk == whole);
        assert!(!talk.swap(ids[0], TurnId(77)));
    }

    #[test]
    fn other_words_keep_the_pictures_and_what_follows() {
        let (mut talk, ids) = talk();
        let picture = Part::Image { url: "https://a/b.png".into(), detail: None };
        talk.turns.get_mut(&ids[0]).unwrap().body = TurnBody::User { parts: vec![picture.clone(), Part::Text { text: "a".into() }] };
        assert!(talk.set_text(ids[0], "A"));
        assert_eq!(talk.turns[&ids[0]].body, TurnBody::User { parts: vec![picture.clone(), Part::Text { text: "A".into() }] });
        assert_eq!(said(&talk), "Abc");
        talk.set_text(ids[0], "");
        assert_eq!(talk.turns[&ids[0]].body, TurnBody::User { parts: vec![picture] }, "a picture needs no empty text");
    }

    #[test]
    fn calls_are_written_and_answered_by_hand() {
        let (mut talk, ids) = talk();
        let answer = talk.insert_after(Some(ids[0]), TurnBody::assistant(""));
        let call =
            |talk: &Conversation| ToolCallTurn { id: talk.free_call_id(&[]), name: "f".into(), arguments: "{}".into(), custom: false };
        let first = call(&talk);
        assert!(talk.set_calls(answer, vec![first.clone()]));
        let second = ToolCallTurn { name: "g".into(), ..call(&talk) };
        assert_eq!((first.id.as_str(), second.id.as_str()), ("call_1", "call_2"));
        assert!(talk.set_calls(answer, vec![first.clone(), second.clone()]) && !talk.has_result("call_1"));
        let one = talk.insert_result(answer, "call_2");
        let other = talk.insert_result(answer, "call_1");
        assert!(talk.set_text(one, "two") && talk.set_text(other, "one"));
        assert!(talk.has_result("call_1") && talk.has_result("call_2"));
        assert_eq!(said(&talk), "atwoonebc", "results stand behind the calls, in the order in which they were written");
        assert!(!talk.set_calls(TurnId(77), Vec::new()));
    }

    #[test]
    fn a_new_call_has_an_id_of_its_own_in_the_conversation_and_beside_it() {
        let call = |id: &str| ToolCallTurn { id: id.into(), name: "f".into(), arguments: "{}".into(), custom: false };
        let (mut talk, ids) = talk();
        assert_eq!(talk.free_call_id(&[]), "call_1");
        let answer = talk.insert_after(Some(ids[0]), TurnBody::assistant(""));
        talk.set_calls(answer, vec![call("call_1"), call("call_3")]);
        talk.branch(answer, TurnBody::assistant(""));
        for (beside, free) in [
            (&[][..], "call_2"),
            (&["call_2"], "call_4"),
            (&["call_2", "call_4"], "call_5"),
            (&["call_1", "call_3"], "call_2"),
            (&["fc_1", "call_2_2"], "call_2"),
        ] {
            let calls: Vec<_> = beside.iter().map(|id| call(id)).collect();
            assert_eq!(talk.free_call_id(&calls), free, "{beside:?}: another branch counts too");
        }
        talk.insert_result(ids[0], "call_2");
        assert_eq!(talk.free_call_id(&[]), "call_4", "a result without its call");
    }

    #[test]
    fn other_calls_let_go_of_the_items_that_hold_the_old_ones() {
        let call = ToolCallTurn { id: "c".into(), name: "f".into(), arguments: "{}".into(), custom: false };
        let whole = TurnBody::Assistant {
            text: "x".into(),
            tool_calls: vec![call.clone()],
            reasoning: None,
            model: None,
            items: vec![serde_json::json!({"type": "function_call"})],
            response: None,
        };
        let items = |body: &TurnBody| if let TurnBody::Assistant { items, .. } = body { items.len() } else { 0 };
        let mut body = whole.clone();
        body.set_calls(vec![call.clone()]);
        assert_eq!(body, whole);
        body.set_calls(vec![ToolCallTurn { arguments: "{\"a\":1}".into(), ..call }]);
        assert_eq!((items(&body), body.calls()[0].arguments.as_str()), (0, "{\"a\":1}"));
    }

    #[test]
    fn a_file_is_added_before_the_words() {
        let (mut talk, ids) = talk();
        let picture = |url: &str| Part::Image { url: url.into(), detail: None };
        talk.add_part(ids[0], picture("https://a/1.png"));
        talk.add_part(ids[0], picture("https://a/2.png"));
        let parts = vec![picture("https://a/1.png"), picture("https://a/2.png"), Part::Text { text: "a".into() }];
        assert_eq!(talk.turns[&ids[0]].body, TurnBody::User { parts });
    }

    #[test]
    fn a_stored_answer_is_known_to_hold_other_turns_once_they_were_edited() {
        let stored = |talk: &Conversation, id: TurnId| match &talk.turns[&id].body {
            TurnBody::Assistant { response: Some(response), .. } => !response.edited,
            _ => false,
        };
        let change: [fn(&mut Conversation, [TurnId; 3]); 5] = [
            |talk, ids| _ = talk.set_text(ids[0], "x"),
            |talk, ids| _ = talk.insert_after(Some(ids[0]), TurnBody::user("x")),
            |talk, ids| _ = talk.take_out(ids[0]),
            |talk, ids| _ = talk.swap(ids[0], ids[1]),
            |talk, ids| _ = talk.set_role(ids[0], crate::draft::Role::Developer),
        ];
        for change in change {
            let (mut talk, ids) = talk();
            let mut body = TurnBody::assistant("yes");
            if let TurnBody::Assistant { response, .. } = &mut body {
                *response = Some(ResponseRef { id: "resp_1".into(), endpoint: EndpointId("e".into()), stored: true, edited: false });
            }
            let answer = talk.append(body);
            talk.insert_after(Some(answer), TurnBody::user("later"));
            assert!(stored(&talk, answer), "what comes after it changes nothing");
            change(&mut talk, ids);
            assert!(!stored(&talk, answer));
        }
    }
}
