//! Taking turns that were made elsewhere into a conversation: an answer, or a whole chain of calls, results and the answer.

use super::{Conversation, TurnBody, TurnId};

impl Conversation {
    /// Puts these turns after `from` and shows them. What stands there already is not put there again, so that taking the same
    /// turns twice makes no second branch. `false`, and nothing changed, if there is no such turn.
    pub fn take(&mut self, from: Option<TurnId>, turns: Vec<TurnBody>) -> bool {
        if !self.set_tip(from) {
            return false;
        }
        for body in turns {
            let same = self.children(self.tip).into_iter().find(|child| self.turns.get(child).is_some_and(|there| there.body == body));
            match same {
                Some(same) => self.tip = Some(same),
                None => _ = self.append(body),
            }
        }
        true
    }

    /// Whether the branch that is shown ends with exactly these turns, after `from`.
    #[must_use]
    pub fn ends_with(&self, from: Option<TurnId>, turns: &[TurnBody]) -> bool {
        let mut at = self.tip;
        for body in turns.iter().rev() {
            let Some(turn) = at.and_then(|at| self.turns.get(&at)) else { return false };
            if turn.body != *body {
                return false;
            }
            at = turn.parent;
        }
        at == from
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn turns_are_taken_once_and_shown() {
        let mut talk = Conversation::default();
        let asked = talk.append(TurnBody::user("weather?"));
        let chain = vec![
            TurnBody::assistant("let me look"),
            TurnBody::Tool { call_id: "a".into(), output: "3".into() },
            TurnBody::assistant("cold"),
        ];
        assert!(talk.take(Some(asked), chain.clone()));
        assert!(talk.ends_with(Some(asked), &chain) && talk.path().len() == 4);
        assert!(talk.take(Some(asked), chain.clone()));
        assert_eq!(talk.turns.len(), 4, "the same again changes nothing");
        let other = vec![chain[0].clone(), TurnBody::Tool { call_id: "a".into(), output: "9".into() }];
        assert!(talk.take(Some(asked), other.clone()));
        assert!(talk.ends_with(Some(asked), &other) && !talk.ends_with(Some(asked), &chain));
        assert_eq!(talk.turns.len(), 5, "what both begin with is one branch");
        assert!(!talk.take(Some(TurnId(77)), chain));
        assert!(talk.ends_with(Some(asked), &other), "a turn that is gone changes nothing");
    }
}
