//! What can be done to a conversation. Every change keeps it a tree, keeps the tip on a turn that exists, and loses nothing but by
//! [`Conversation::delete`].

use super::{Conversation, Part, Role, Turn, TurnBody, TurnId};
use serde_json::Map;
use std::collections::BTreeSet;

impl TurnBody {
    /// Whether the answer asked the user to allow this.
    pub(crate) fn asks_for_approval(&self, id: &str) -> bool {
        let asks = |item: &serde_json::Value| item["type"] == "mcp_approval_request" && item["id"] == id;
        matches!(self, Self::Assistant { items, .. } if items.iter().any(asks))
    }
}

impl Conversation {
    /// Whether an answer asked the user to allow this (Responses, `mcp_approval_request`): what answers it is no tool's result.
    #[must_use]
    pub fn asks_for_approval(&self, id: &str) -> bool {
        self.turns.values().any(|turn| turn.body.asks_for_approval(id))
    }

    /// A new turn after the tip; it becomes the tip.
    pub fn append(&mut self, body: TurnBody) -> TurnId {
        self.insert(Turn { parent: self.tip, body, extra: Map::new() })
    }

    /// A new turn beside this one, with the same parent: how an edited or regenerated turn becomes a branch. It becomes the tip.
    /// Without such a turn it is appended.
    pub fn branch(&mut self, beside: TurnId, body: TurnBody) -> TurnId {
        let parent = self.turns.get(&beside).map_or(self.tip, |turn| turn.parent);
        self.insert(Turn { parent, body, extra: Map::new() })
    }

    /// Puts the turn into the tree as it is, if its parent is there, and makes it the tip.
    pub(crate) fn insert(&mut self, mut turn: Turn) -> TurnId {
        turn.parent = turn.parent.filter(|parent| self.turns.contains_key(parent));
        let id = self.free_id();
        self.turns.insert(id, turn);
        self.given = self.given.max(Some(id));
        self.tip = Some(id);
        id
    }

    /// Passes on no id that was given in `later`, a state of the same conversation from which this one was gone back to.
    pub fn keep_ids_of(&mut self, later: &Self) {
        self.given = self.given.max(later.highest_id());
    }

    fn highest_id(&self) -> Option<TurnId> {
        self.given.max(self.turns.last_key_value().map(|(id, _)| *id))
    }

    /// The turns from the first to the tip: what is shown and sent.
    #[must_use]
    pub fn path(&self) -> Vec<TurnId> {
        self.tip.map(|tip| self.path_to(tip)).unwrap_or_default()
    }

    /// The turns from the first to this one.
    #[must_use]
    pub fn path_to(&self, id: TurnId) -> Vec<TurnId> {
        let mut path = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = Some(id);
        while let Some(id) = next.filter(|id| seen.insert(*id)) {
            let Some(turn) = self.turns.get(&id) else { break };
            path.push(id);
            next = turn.parent;
        }
        path.reverse();
        path
    }

    /// The turns from the first to the tip, with what they say.
    pub fn branch_turns(&self) -> impl Iterator<Item = (TurnId, &Turn)> {
        self.path().into_iter().filter_map(|id| self.turns.get(&id).map(|turn| (id, turn)))
    }

    /// The turns that share this one's parent, itself among them, oldest first: what "2 of 3" counts.
    #[must_use]
    pub fn siblings(&self, id: TurnId) -> Vec<TurnId> {
        self.turns.get(&id).map(|turn| self.children(turn.parent)).unwrap_or_default()
    }

    /// The turns that answer this one; of `None`, the first turns.
    #[must_use]
    pub fn children(&self, parent: Option<TurnId>) -> Vec<TurnId> {
        self.turns.iter().filter(|(_, turn)| turn.parent == parent).map(|(id, _)| *id).collect()
    }

    /// Shows the branch that goes through this turn, down its newest children. `false` if there is no such turn.
    pub fn show(&mut self, id: TurnId) -> bool {
        if !self.turns.contains_key(&id) {
            return false;
        }
        let mut tip = id;
        while let Some(child) = self.children(Some(tip)).last() {
            tip = *child;
        }
        self.tip = Some(tip);
        true
    }

    /// Makes exactly this turn the tip (`None`: an empty branch, to begin anew beside the others). `false` if there is no such turn.
    pub fn set_tip(&mut self, tip: Option<TurnId>) -> bool {
        let there = tip.is_none_or(|tip| self.turns.contains_key(&tip));
        if there {
            self.tip = tip;
        }
        there
    }

    /// Removes a turn with everything that follows it, and returns what was removed, so that it can be undone with
    /// [`Conversation::restore`]. A tip among them moves to the newest sibling's branch, else to the parent.
    pub fn delete(&mut self, id: TurnId) -> Vec<(TurnId, Turn)> {
        let Some(parent) = self.turns.get(&id).map(|turn| turn.parent) else { return Vec::new() };
        let mut doomed = vec![id];
        let mut at = 0;
        while let Some(next) = doomed.get(at).copied() {
            doomed.extend(self.children(Some(next)));
            at += 1;
        }
        let removed: Vec<_> = doomed.iter().filter_map(|id| self.turns.remove(id).map(|turn| (*id, turn))).collect();
        if self.tip.is_some_and(|tip| !self.turns.contains_key(&tip)) {
            match self.children(parent).last().copied() {
                Some(sibling) => {
                    self.show(sibling);
                }
                None => self.tip = parent,
            }
        }
        removed
    }

    /// Puts deleted turns back. A turn whose place was taken meanwhile stays out.
    pub fn restore(&mut self, removed: Vec<(TurnId, Turn)>) {
        for (id, turn) in removed {
            let rooted = turn.parent.is_none_or(|parent| self.turns.contains_key(&parent));
            if rooted && !self.turns.contains_key(&id) {
                self.turns.insert(id, turn);
                self.tip = Some(id);
            }
        }
    }

    /// Gives a turn another role, keeping its text. Pictures, calls and results belong to their role: such a turn stays, and the
    /// answer is `false`.
    pub fn set_role(&mut self, id: TurnId, role: Role) -> bool {
        let Some(turn) = self.turns.get_mut(&id) else { return false };
        let Some(text) = turn.body.plain_text() else { return false };
        if turn.body.role() == role {
            return true;
        }
        turn.body = match role {
            Role::Developer => TurnBody::Developer { text },
            Role::System => TurnBody::System { text },
            Role::User => TurnBody::user(text),
            Role::Assistant => TurnBody::assistant(text),
            Role::Tool => return false,
        };
        turn.extra.clear();
        self.edited(id);
        true
    }

    /// Repairs a tree that was read from outside: a missing parent, a cycle or a missing tip. Nothing is removed: what hung
    /// nowhere becomes a first turn.
    pub fn repair(&mut self) {
        let ids: Vec<TurnId> = self.turns.keys().copied().collect();
        for id in &ids {
            let parent = self.turns.get(id).and_then(|turn| turn.parent);
            let adrift = parent.is_some_and(|parent| !self.turns.contains_key(&parent) || self.path_to(parent).contains(id));
            if adrift && let Some(turn) = self.turns.get_mut(id) {
                turn.parent = None;
            }
        }
        if self.tip.is_some_and(|tip| !self.turns.contains_key(&tip)) {
            self.tip = ids.last().copied();
        }
    }

    /// An id that no turn had: after the highest, and where that is taken, the first gap.
    fn free_id(&self) -> TurnId {
        let after = self.highest_id().map_or(Some(0), |id| id.0.checked_add(1));
        let free = after.or_else(|| (0..u32::MAX).find(|id| !self.turns.contains_key(&TurnId(*id))));
        TurnId(free.unwrap_or(u32::MAX))
    }
}

impl TurnBody {
    /// A user's turn of plain text.
    #[must_use]
    pub fn user(text: impl Into<String>) -> Self {
        Self::User { parts: vec![Part::Text { text: text.into() }] }
    }

    /// An assistant's turn of plain text.
    #[must_use]
    pub fn assistant(text: impl Into<String>) -> Self {
        Self::Assistant { text: text.into(), tool_calls: Vec::new(), reasoning: None, model: None, items: Vec::new(), response: None }
    }

    #[must_use]
    pub fn role(&self) -> Role {
        match self {
            Self::Developer { .. } => Role::Developer,
            Self::System { .. } => Role::System,
            Self::User { .. } => Role::User,
            Self::Assistant { .. } => Role::Assistant,
            Self::Tool { .. } => Role::Tool,
        }
    }

    /// The text of a turn that is nothing but text.
    #[must_use]
    pub fn plain_text(&self) -> Option<String> {
        match self {
            Self::Developer { text } | Self::System { text } => Some(text.clone()),
            Self::User { parts } => parts.iter().map(Part::text).collect(),
            Self::Assistant { text, tool_calls, .. } => tool_calls.is_empty().then(|| text.clone()),
            Self::Tool { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(conversation: &Conversation) -> Vec<String> {
        conversation.branch_turns().filter_map(|(_, turn)| turn.body.plain_text()).collect()
    }

    #[test]
    fn an_edit_makes_a_branch_and_the_old_one_can_be_shown_again() {
        let mut talk = Conversation::default();
        let question = talk.append(TurnBody::user("2+2?"));
        talk.append(TurnBody::assistant("4"));
        let edited = talk.branch(question, TurnBody::user("3+3?"));
        assert_eq!(said(&talk), ["3+3?"]);
        assert_eq!(talk.siblings(edited), [question, edited]);
        assert!(talk.show(question));
        assert_eq!(said(&talk), ["2+2?", "4"]);
    }

    #[test]
    fn deleting_takes_what_follows_and_shows_the_other_branch() {
        let mut talk = Conversation::default();
        let question = talk.append(TurnBody::user("a"));
        let first = talk.append(TurnBody::assistant("b"));
        let second = talk.branch(first, TurnBody::assistant("c"));
        talk.append(TurnBody::user("d"));
        let removed = talk.delete(second);
        assert_eq!((removed.len(), said(&talk)), (2, vec!["a".into(), "b".into()]));
        talk.restore(removed);
        assert_eq!(said(&talk), ["a", "c", "d"]);
        talk.delete(question);
        assert_eq!(talk, Conversation::default());
    }

    #[test]
    fn an_id_is_given_once_even_when_its_turn_is_gone() {
        let mut talk = Conversation::default();
        let first = talk.append(TurnBody::user("a"));
        let before = talk.clone();
        let second = talk.append(TurnBody::user("b"));
        talk.take_out(second);
        assert_eq!(talk, before);
        assert!(talk.append(TurnBody::user("c")) > second);
        let mut undone = before.clone();
        undone.keep_ids_of(&talk);
        assert_eq!(undone, before);
        assert!(first < second && undone.append(TurnBody::user("d")) > talk.tip.unwrap());
    }

    #[test]
    fn only_text_changes_its_role() {
        let mut talk = Conversation::default();
        let text = talk.append(TurnBody::user("be brief"));
        let picture = talk.append(TurnBody::User { parts: vec![Part::Image { url: "https://a/b.png".into(), detail: None }] });
        assert!(talk.set_role(text, Role::Developer));
        assert_eq!(talk.turns[&text].body, TurnBody::Developer { text: "be brief".into() });
        assert!(!talk.set_role(picture, Role::System) && !talk.set_role(text, Role::Tool) && !talk.set_role(TurnId(99), Role::User));
    }

    #[test]
    fn a_broken_tree_from_outside_loses_no_turn() {
        let turn = |parent: Option<u32>| Turn { parent: parent.map(TurnId), body: TurnBody::user("x"), extra: Map::new() };
        let mut talk = Conversation {
            turns: [(TurnId(1), turn(Some(2))), (TurnId(2), turn(Some(1))), (TurnId(3), turn(Some(9)))].into(),
            tip: Some(TurnId(7)),
            ..Conversation::default()
        };
        talk.repair();
        assert_eq!(talk.turns.len(), 3);
        assert_tree(&talk);
    }

    #[test]
    fn the_last_id_does_not_end_the_conversation() {
        let mut talk = Conversation::default();
        talk.turns.insert(TurnId(u32::MAX), Turn { parent: None, body: TurnBody::user("last"), extra: Map::new() });
        let id = talk.append(TurnBody::user("one more"));
        assert_eq!((id, talk.turns.len()), (TurnId(0), 2));
    }

    fn assert_tree(talk: &Conversation) {
        for id in talk.turns.keys() {
            let path = talk.path_to(*id);
            assert_eq!(path.last(), Some(id));
            assert_eq!(talk.turns[&path[0]].parent, None, "every path begins at a first turn");
        }
        assert!(talk.tip.is_none_or(|tip| talk.turns.contains_key(&tip)));
    }

    #[derive(Clone, Debug)]
    enum Edit {
        Append,
        Branch(usize),
        Show(usize),
        Tip(Option<usize>),
        Role(usize),
        Delete(usize),
        DeleteAndRestore(usize),
    }

    fn edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            3 => Just(Edit::Append),
            3 => (0usize..20).prop_map(Edit::Branch),
            2 => (0usize..20).prop_map(Edit::Show),
            1 => proptest::option::of(0usize..20).prop_map(Edit::Tip),
            1 => (0usize..20).prop_map(Edit::Role),
            1 => (0usize..20).prop_map(Edit::Delete),
            1 => (0usize..20).prop_map(Edit::DeleteAndRestore),
        ]
    }

    proptest! {
        #[test]
        fn any_edits_keep_it_a_tree_and_only_delete_loses(edits in proptest::collection::vec(edit(), 0..40)) {
            let mut talk = Conversation::default();
            for (count, edit) in edits.into_iter().enumerate() {
                let nth = |n: usize| talk.turns.keys().nth(n % talk.turns.len().max(1)).copied().unwrap_or(TurnId(77));
                let before: BTreeSet<TurnId> = talk.turns.keys().copied().collect();
                let text = || TurnBody::user(count.to_string());
                let mut gone = BTreeSet::new();
                match edit {
                    Edit::Append => { talk.append(text()); }
                    Edit::Branch(n) => { let id = nth(n); talk.branch(id, text()); }
                    Edit::Show(n) => { let id = nth(n); talk.show(id); }
                    Edit::Tip(n) => { let id = n.map(nth); talk.set_tip(id); }
                    Edit::Role(n) => { let id = nth(n); talk.set_role(id, Role::System); }
                    Edit::Delete(n) => { let id = nth(n); gone = talk.delete(id).into_iter().map(|(id, _)| id).collect(); }
                    Edit::DeleteAndRestore(n) => { let id = nth(n); let removed = talk.delete(id); talk.restore(removed); }
                }
                assert_tree(&talk);
                prop_assert!(before.difference(&gone).all(|id| talk.turns.contains_key(id)));
            }
        }
    }
}
