//! Snapshots of the running lanes, once a frame for all of them, and what is announced when a run comes to a new phase.

use super::{LaneHandle, Phase, Play, RunHead};
use crate::{browser::frames, i18n::tu_string};
use leptos::prelude::*;
use lineup_core::{
    plan::Remedy,
    run::{Outcome, ServerError},
};

/// The lanes that have news.
#[derive(Clone, Copy)]
pub struct Frames {
    waiting: StoredValue<Vec<LaneHandle>, LocalStorage>,
}

impl Default for Frames {
    fn default() -> Self {
        Self { waiting: StoredValue::new_local(Vec::new()) }
    }
}

impl Frames {
    /// Shows the lane's news with the next picture.
    pub fn soon(&self, play: Play, lane: LaneHandle) {
        let is_first = self.waiting.try_update_value(|waiting| {
            let is_first = waiting.is_empty();
            if !waiting.contains(&lane) {
                waiting.push(lane);
            }
            is_first
        });
        if is_first == Some(true) {
            let waiting = self.waiting;
            frames::on_next(move || {
                for lane in waiting.try_update_value(std::mem::take).unwrap_or_default() {
                    show(play, lane);
                }
            });
        }
    }

    /// Shows it at once: what the user did is seen without delay.
    pub fn show(&self, play: Play, lane: LaneHandle) {
        show(play, lane);
    }
}

fn show(play: Play, lane: LaneHandle) {
    let lineup = play.lineup_now();
    let Some(head) = lane.with_execution_mut(|execution| execution.head(&lineup)) else { return };
    let before = lane.run.with_untracked(|run| (run.id == head.id).then(|| run.phase.clone()));
    announce(play, before.as_ref(), &head);
    lane.run.set(head);
}

/// Says what a screen reader's user has to know, through the page's status region: never the tokens themselves.
fn announce(play: Play, before: Option<&Phase>, head: &RunHead) {
    let (i18n, status, model) = (play.ports.i18n, play.ports.status, head.model.as_str());
    if before == Some(&head.phase) {
        return;
    }
    match &head.phase {
        Phase::Thinking if !matches!(before, Some(Phase::Answering)) => status.announce(tu_string!(i18n, lane.say_thinking, model = model)),
        Phase::Done(Outcome::Finished { .. }) => {
            let tokens = head.usage.as_ref().and_then(|usage| usage.output);
            status.announce(match tokens {
                Some(tokens) => tu_string!(i18n, lane.say_answered_tokens, model = model, tokens = tokens),
                None => tu_string!(i18n, lane.say_answered, model = model),
            });
        }
        Phase::Done(Outcome::Stopped) => status.announce(tu_string!(i18n, lane.say_stopped, model = model)),
        Phase::Done(Outcome::Cut { .. }) => status.alert(tu_string!(i18n, lane.say_cut, model = model)),
        Phase::Done(Outcome::Failed(problem)) => {
            let words = problem.server.as_ref().map(ServerError::words).unwrap_or_default();
            let said = tu_string!(i18n, lane.say_failed, model = model, words = words);
            status.alert(match head.remedy.as_deref() {
                Some(Remedy::Repair(_)) => format!("{said} {}", tu_string!(i18n, learned.say_proposal)),
                _ => said,
            });
        }
        _ => {}
    }
}
