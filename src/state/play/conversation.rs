//! The conversation's use-cases: what the next Run sends, continuing with an answer, branches.

use super::{Attached, LaneHandle, Phase, Play};
use crate::state::prompts::SavedPrompt;
use leptos::prelude::*;
use lineup_core::{
    config::HostDraft,
    draft::examples::Example,
    draft::{Conversation, Draft, LaneId, Part, Role, Settings, ToolCallTurn, TurnBody, TurnId},
    run::Outcome,
};
use std::sync::Arc;

/// Whether a lane's answer can be taken into the conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuation {
    /// There is nothing to continue with yet.
    None,
    /// It can be taken.
    Possible,
    /// It stands in the conversation: the next prompt continues it.
    Taken,
}

impl Play {
    /// Takes the lane's answer into the conversation as the assistant's turn; the next prompt continues it. Of two answers to the
    /// same question each is a branch.
    pub fn continue_from(&self, id: LaneId) {
        let Some(lane) = self.lane_now(id) else { return };
        let answers = lane.run.with_untracked(|run| run.answers);
        let turns = answer_of(&lane);
        if !turns.is_empty() {
            self.draft.update(|draft| _ = draft.conversation.take(answers, turns));
        }
    }

    /// Whether [`Play::continue_from`] would do something; followed.
    pub fn continuation_of(&self, id: LaneId) -> Signal<Continuation> {
        let play = *self;
        let turns = Memo::new(move |_| {
            let lane = play.lane(id)?;
            lane.choice.track();
            let answers = lane.run.with(|run| (run.has_text && !run.is_running()).then_some(run.answers))?;
            Some((answers, answer_of(&lane))).filter(|(_, turns)| !turns.is_empty())
        });
        let continuation = Memo::new(move |_| {
            turns.with(|turns| {
                let Some((answers, turns)) = turns else { return Continuation::None };
                let taken = play.draft.with(|draft| draft.conversation.ends_with(*answers, turns));
                if taken { Continuation::Taken } else { Continuation::Possible }
            })
        });
        continuation.into()
    }

    /// Puts other words into a turn, as a new branch beside the old one: what followed answered the old words. Pictures and files
    /// of a user's turn stay. `calls` are those of an assistant's turn. Returns the new turn.
    pub fn edit_turn(&self, id: TurnId, text: &str, calls: Vec<ToolCallTurn>) -> TurnId {
        let mut new = id;
        self.draft.update(|draft| {
            let Some(mut body) = draft.conversation.turns.get(&id).map(|turn| turn.body.clone()) else { return };
            body.set_text(text);
            body.set_calls(calls);
            new = draft.conversation.branch(id, body);
        });
        new
    }

    /// Puts other words into a turn where it stands: what follows stays too.
    pub fn rewrite_turn(&self, id: TurnId, text: &str, calls: Vec<ToolCallTurn>) {
        self.draft.update(|draft| {
            draft.conversation.set_text(id, text);
            draft.conversation.set_calls(id, calls);
        });
    }

    /// Puts an empty result of a call behind the turn that made it, and returns it.
    pub fn insert_result(&self, of: TurnId, call: &str) -> TurnId {
        let mut new = of;
        self.draft.update(|draft| new = draft.conversation.insert_result(of, call));
        new
    }

    /// Puts an empty turn after another one, or in front of all, and returns it: the one who did not speak there.
    pub fn insert_turn(&self, after: Option<TurnId>) -> TurnId {
        let mut new = TurnId(0);
        self.draft.update(|draft| {
            let body = empty_turn_after(&draft.conversation, after);
            new = draft.conversation.insert_after(after, body);
        });
        new
    }

    /// Puts an empty turn at the end and returns it.
    pub fn add_turn(&self) -> TurnId {
        let mut new = TurnId(0);
        self.draft.update(|draft| {
            let body = empty_turn_after(&draft.conversation, draft.conversation.tip);
            new = draft.conversation.append(body);
        });
        new
    }

    /// Takes one turn out of the conversation; what follows it stays.
    pub fn take_out_turn(&self, id: TurnId) {
        self.draft.update(|draft| _ = draft.conversation.take_out(id));
    }

    /// Lets a turn change places with its neighbour, the earlier or the later one, and returns where it stands now.
    pub fn move_turn(&self, id: TurnId, earlier: bool) -> Option<TurnId> {
        let (before, after) = self.draft.with_untracked(|draft| draft.conversation.neighbours(id));
        let to = if earlier { before } else { after }?;
        self.draft.update(|draft| _ = draft.conversation.swap(id, to));
        Some(to)
    }

    /// Whose turn this is: what can be done with a turn hangs on it. Nobody's, once the turn is gone; followed.
    pub fn role_of(&self, id: TurnId) -> Memo<Option<Role>> {
        let draft = self.draft;
        Memo::new(move |_| draft.with(|draft| draft.conversation.turns.get(&id).map(|turn| turn.body.role())))
    }

    /// Gives a turn of plain text another role.
    pub fn set_role(&self, id: TurnId, role: Role) {
        self.draft.update(|draft| _ = draft.conversation.set_role(id, role));
    }

    /// Asks again from here, through every lane: the question that this turn is, or that it answered. What followed stays as a
    /// branch. `false`, and nothing changed, if no lane could send.
    pub fn ask_again(&self, id: TurnId) -> bool {
        let mut draft = self.draft.get_untracked();
        let Some(from) = draft.conversation.asked_before(id) else { return false };
        draft.conversation.set_tip(Some(from));
        let draft = Arc::new(draft);
        let sent = self.send(&self.lanes.get_untracked(), &draft);
        if sent {
            self.draft.set((*draft).clone());
        }
        sent
    }

    /// Takes a turn away with everything that follows it.
    pub fn delete_turn(&self, id: TurnId) {
        self.draft.update(|draft| _ = draft.conversation.delete(id));
    }

    /// Shows the branch that goes through this turn.
    pub fn switch_branch(&self, to: TurnId) {
        self.draft.update(|draft| _ = draft.conversation.show(to));
    }

    /// An empty conversation; lanes stay, and so do instructions, settings and tools, unless the host has pinned what to begin with.
    pub fn new_conversation(&self) {
        self.stop_all();
        self.leave_conversation();
        match &self.ports.host.draft {
            Some(HostDraft { value, pinned: true }) => self.draft.set(value.draft.clone()),
            _ => self.draft.update(|draft| draft.conversation = Conversation::default()),
        }
        self.prompt.set(String::new());
        self.attached.clear();
        for lane in self.lanes.get_untracked() {
            self.forget_run(lane);
        }
    }

    /// Puts another draft in the place of this one. The lanes stay; sends nothing.
    pub fn load_draft(&self, draft: Draft) {
        self.stop_all();
        self.leave_conversation();
        self.draft.set(draft);
        for lane in self.lanes.get_untracked() {
            self.forget_run(lane);
        }
    }

    /// The draft and what stands in the composer, to be saved under a name.
    pub fn saved_as(&self, name: &str) -> SavedPrompt {
        SavedPrompt {
            name: name.to_owned(),
            draft: self.draft.get_untracked(),
            prompt: self.prompt.get_untracked(),
            attached: self.attached.parts.get_untracked(),
        }
    }

    /// Takes up what was saved under a name. Where nothing stood in the composer then, what stands there now stays.
    pub fn load_saved(&self, saved: SavedPrompt) {
        let SavedPrompt { name: _, draft, prompt, attached } = saved;
        self.load_draft(draft);
        if !prompt.is_empty() || !attached.is_empty() {
            self.prompt.set(prompt);
            self.attached.parts.set(attached);
        }
    }

    /// The variables in what the next Run sends, the composer's text among it; followed.
    pub fn variable_names(&self) -> Memo<Vec<String>> {
        let play = *self;
        let names = move |_: Option<&Vec<String>>| {
            let lanes = play.lane_settings();
            play.next.with(|next| next.variable_names(&lanes))
        };
        Memo::new(names)
    }

    /// Those of them that have no value; followed.
    pub fn unfilled(&self) -> Memo<Vec<String>> {
        let play = *self;
        let names = move |_: Option<&Vec<String>>| {
            let lanes = play.lane_settings();
            play.next.with(|next| next.unfilled(&lanes))
        };
        Memo::new(names)
    }

    /// What each lane sets by itself; followed.
    fn lane_settings(&self) -> Vec<Settings> {
        self.lanes.with(|lanes| lanes.iter().map(|handle| handle.lane.with(|lane| lane.settings.clone())).collect())
    }

    /// Opens an example: its draft and its lanes, on the simulator. Sends nothing.
    pub fn load_example(&self, example: &Example) {
        self.stop_all();
        self.leave_conversation();
        self.draft.set(example.draft.clone());
        self.prompt.set(String::new());
        self.attached.clear();
        self.set_lanes(example.lanes.iter().map(super::lanes::example_lane).collect());
    }
}

/// The lane whose answer the next prompt continues, where the user has chosen none: the first that finished with text.
pub(super) fn continuation(draft: RwSignal<Draft>, lanes: RwSignal<Vec<LaneHandle>>) -> Option<LaneId> {
    let tip = draft.with(|draft| draft.conversation.tip)?;
    let ended = |lane: &LaneHandle| {
        lane.run.with(|run| {
            let finished = matches!(run.phase, Phase::Done(Outcome::Finished { .. }));
            let over = matches!(run.phase, Phase::Done(_));
            // An answer that was stopped or cut is better than none, and worse than a whole one.
            (over && run.has_text && run.answers == Some(tip)).then(|| (!finished, run.ended().unwrap_or(f64::MAX)))
        })
    };
    let mut candidates: Vec<_> = lanes.with(|lanes| lanes.iter().filter_map(|lane| ended(lane).map(|when| (when, lane.id))).collect());
    candidates
        .sort_by(|((unfinished, at), _), ((other_unfinished, other_at), _)| unfinished.cmp(other_unfinished).then(at.total_cmp(other_at)));
    candidates.first().map(|(_, id)| *id)
}

/// What the next Run sends: the draft, with the answer that the prompt continues, and with the prompt.
pub(super) fn next(
    draft: RwSignal<Draft>,
    prompt: RwSignal<String>,
    attached: Attached,
    lanes: RwSignal<Vec<LaneHandle>>,
    continuation: Memo<Option<LaneId>>,
) -> Arc<Draft> {
    let mut next = draft.get();
    let prompt = prompt.get();
    let mut parts = attached.parts.get();
    if !prompt.trim().is_empty() {
        parts.push(Part::Text { text: prompt });
    }
    if !parts.is_empty() {
        let lane = continuation.get().and_then(|id| lanes.with_untracked(|lanes| lanes.iter().find(|lane| lane.id == id).copied()));
        let mut turns = lane.map(|lane| answer_of(&lane)).unwrap_or_default();
        if let Some(last) = turns.pop() {
            turns.push(without_open_calls(last));
            next.conversation.take(next.conversation.tip, turns);
        }
        next.conversation.append(TurnBody::User { parts });
    }
    Arc::new(next)
}

/// The lane's answer as turns of the conversation: the tool loop's, and the assistant's last. Empty where there is no answer.
fn answer_of(lane: &LaneHandle) -> Vec<TurnBody> {
    let choice = lane.choice.get_untracked();
    let turns = |execution: &super::execution::Execution| {
        let last = execution.run.assistant_turn(choice, &execution.lane)?;
        Some(execution.chain.turns().chain(std::iter::once(last)).collect())
    };
    lane.with_execution(turns).flatten().unwrap_or_default()
}

/// A prompt instead of results: a call without its result is refused by every server, so the calls stay out.
fn without_open_calls(turn: TurnBody) -> TurnBody {
    match turn {
        TurnBody::Assistant { text, tool_calls, reasoning, model, .. } if !tool_calls.is_empty() => {
            TurnBody::Assistant { text, tool_calls: Vec::new(), reasoning, model, items: Vec::new(), response: None }
        }
        turn => turn,
    }
}

/// An empty turn of the one who did not speak there.
fn empty_turn_after(conversation: &Conversation, before: Option<TurnId>) -> TurnBody {
    let before = before.and_then(|before| conversation.turns.get(&before)).map(|turn| turn.body.role());
    if before == Some(Role::User) { TurnBody::assistant("") } else { TurnBody::user("") }
}
