//! The conversation's use-cases: what the next Run sends, continuing with an answer, branches.

use super::{LaneHandle, Phase, Play};
use leptos::prelude::*;
use lineup_core::{
    draft::examples::Example,
    draft::{Conversation, Draft, LaneId, Part, TurnBody, TurnId},
    run::{Outcome, assistant_turn},
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
    /// of a user's turn stay.
    pub fn edit_turn(&self, id: TurnId, text: String) {
        self.draft.update(|draft| {
            let Some(mut body) = draft.conversation.turns.get(&id).map(|turn| turn.body.clone()) else { return };
            set_text(&mut body, text);
            draft.conversation.branch(id, body);
        });
    }

    /// Takes a turn away with everything that follows it.
    pub fn delete_turn(&self, id: TurnId) {
        self.draft.update(|draft| _ = draft.conversation.delete(id));
    }

    /// Shows the branch that goes through this turn.
    pub fn switch_branch(&self, to: TurnId) {
        self.draft.update(|draft| _ = draft.conversation.show(to));
    }

    /// An empty conversation; instructions, settings, tools and lanes stay.
    pub fn new_conversation(&self) {
        self.stop_all();
        self.draft.update(|draft| draft.conversation = Conversation::default());
        self.prompt.set(String::new());
        for lane in self.lanes.get_untracked() {
            self.forget_run(lane);
        }
    }

    /// Opens an example: its draft and its lanes, on the simulator. Sends nothing.
    pub fn load_example(&self, example: &Example) {
        self.stop_all();
        self.draft.set(example.draft.clone());
        self.prompt.set(String::new());
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
    lanes: RwSignal<Vec<LaneHandle>>,
    continuation: Memo<Option<LaneId>>,
) -> Arc<Draft> {
    let mut next = draft.get();
    let prompt = prompt.get();
    if !prompt.trim().is_empty() {
        let lane = continuation.get().and_then(|id| lanes.with_untracked(|lanes| lanes.iter().find(|lane| lane.id == id).copied()));
        let mut turns = lane.map(|lane| answer_of(&lane)).unwrap_or_default();
        if let Some(last) = turns.pop() {
            turns.push(without_open_calls(last));
            next.conversation.take(next.conversation.tip, turns);
        }
        next.conversation.append(TurnBody::user(prompt));
    }
    Arc::new(next)
}

/// The lane's answer as turns of the conversation: the tool loop's, and the assistant's last. Empty where there is no answer.
fn answer_of(lane: &LaneHandle) -> Vec<TurnBody> {
    let choice = lane.choice.get_untracked();
    let turns = |execution: &super::execution::Execution| {
        let last = assistant_turn(&execution.run, choice, &execution.lane)?;
        Some(execution.chain.turns().chain(std::iter::once(last)).collect())
    };
    lane.with_execution(turns).flatten().unwrap_or_default()
}

/// A prompt instead of results: a call without its result is refused by every server, so the calls stay out.
fn without_open_calls(turn: TurnBody) -> TurnBody {
    match turn {
        TurnBody::Assistant { text, tool_calls, reasoning, model, .. } if !tool_calls.is_empty() => {
            TurnBody::Assistant { text, tool_calls: Vec::new(), reasoning, model, items: Vec::new() }
        }
        turn => turn,
    }
}

fn set_text(body: &mut TurnBody, new: String) {
    match body {
        TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Tool { output: text, .. } => *text = new,
        TurnBody::Assistant { text, items, .. } => {
            *text = new;
            // The items hold the old words.
            items.clear();
        }
        TurnBody::User { parts } => {
            let at = parts.iter().position(|part| matches!(part, Part::Text { .. })).unwrap_or(0);
            parts.retain(|part| !matches!(part, Part::Text { .. }));
            parts.insert(at.min(parts.len()), Part::Text { text: new });
        }
    }
}
