//! Undo and redo of the draft and of the lanes' settings: whatever changed them, the step back is the same.

use super::{LaneHandle, Play};
use leptos::prelude::*;
use lineup_core::{
    draft::{Draft, Part, TurnBody},
    keep::State,
};
use std::{sync::Arc, time::Duration};

/// What is typed in one go is one step.
const QUIET: Duration = Duration::from_millis(600);
/// More steps back than this nobody goes, and a draft with pictures is large.
const MOST_STEPS: usize = 100;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// A step, and about how many bytes it takes.
type Step = (Arc<State>, usize);

/// The steps back and forth.
#[derive(Clone, Copy)]
pub(super) struct Steps {
    past: RwSignal<Vec<Step>>,
    future: RwSignal<Vec<Step>>,
    /// As it was when it was last at rest.
    rest: StoredValue<Option<Arc<State>>>,
    timer: StoredValue<Option<TimeoutHandle>, LocalStorage>,
}

impl Steps {
    pub fn new() -> Self {
        Self { past: RwSignal::default(), future: RwSignal::default(), rest: StoredValue::new(None), timer: StoredValue::new_local(None) }
    }

    /// Waits with this timer, and no longer with another.
    fn wait_for(&self, timer: Option<TimeoutHandle>) {
        if let Some(Some(old)) = self.timer.try_update_value(|waiting| std::mem::replace(waiting, timer)) {
            old.clear();
        }
    }
}

impl Play {
    /// Follows the draft from now on.
    pub(super) fn follow_steps(&self) {
        let play = *self;
        play.forget_steps();
        Effect::new(move |first: Option<()>| {
            play.draft.track();
            play.lanes.with(|lanes| lanes.iter().for_each(|lane: &LaneHandle| lane.lane.track()));
            if first.is_none() {
                return;
            }
            let timer = set_timeout_with_handle(move || play.remember(), QUIET).ok();
            play.steps.wait_for(timer);
        });
    }

    /// Begins anew, with what is there now.
    pub(super) fn forget_steps(&self) {
        let Steps { past, future, rest, .. } = self.steps;
        self.steps.wait_for(None);
        past.set(Vec::new());
        future.set(Vec::new());
        rest.set_value(Some(Arc::new(self.now_kept())));
    }

    /// Makes a step of what has changed since the last one. What changes the draft at once calls it before and after.
    pub(super) fn remember(&self) {
        let Steps { past, future, rest, .. } = self.steps;
        self.steps.wait_for(None);
        let now = Arc::new(self.now_kept());
        let Some(Some(before)) = rest.try_get_value() else { return };
        if now.draft != before.draft || now.lanes != before.lanes {
            let step = weighed(before);
            past.update(|past| {
                past.push(step);
                shorten(past);
            });
            future.set(Vec::new());
        }
        rest.set_value(Some(now));
    }

    /// Whether there is a step back, and one forth; followed.
    pub fn can_undo(&self) -> (Signal<bool>, Signal<bool>) {
        let (running, steps) = (self.is_running(), self.steps);
        let has = |steps: RwSignal<Vec<Step>>| Signal::derive(move || !running.get() && steps.with(|steps| !steps.is_empty()));
        (has(steps.past), has(steps.future))
    }

    pub fn undo(&self) {
        self.remember();
        self.step(self.steps.past, self.steps.future);
    }

    pub fn redo(&self) {
        self.remember();
        self.step(self.steps.future, self.steps.past);
    }

    fn step(&self, from: RwSignal<Vec<Step>>, to: RwSignal<Vec<Step>>) {
        let Some((step, _)) = from.try_update(Vec::pop).flatten() else { return };
        to.update(|steps| steps.push(weighed(Arc::new(self.now_kept()))));
        batch(|| {
            self.draft.update(|draft| {
                let mut before = step.draft.clone();
                before.conversation.keep_ids_of(&draft.conversation);
                *draft = before;
            });
            // What is being written is not taken away: what was in the composer comes back into an empty one only.
            let parts = self.attached.parts;
            if self.prompt.with_untracked(|prompt| prompt.trim().is_empty()) && parts.with_untracked(Vec::is_empty) {
                self.prompt.set(step.prompt.clone());
                parts.set(step.attached.clone());
            }
            for lane in &step.lanes {
                if let Some(handle) = self.lane_now(lane.id).filter(|handle| handle.lane.with_untracked(|now| now != lane)) {
                    handle.lane.set(lane.clone());
                }
            }
        });
        self.steps.rest.set_value(Some(Arc::new(self.now_kept())));
    }
}

/// Drops the oldest steps where there are too many, or where they are too large together; the newest stays.
fn shorten(steps: &mut Vec<Step>) {
    let mut bytes = 0;
    let fits = |(_, weight): &&Step| {
        bytes += weight;
        bytes <= MOST_BYTES
    };
    let kept = steps.iter().rev().take(MOST_STEPS).take_while(fits).count().max(1);
    steps.drain(..steps.len().saturating_sub(kept));
}

/// What weighs are attachments and long texts.
fn weighed(step: Arc<State>) -> Step {
    let part = |part: &Part| match part {
        Part::Text { text } => text.len(),
        Part::Image { url, .. } => url.len(),
        Part::Audio { data, .. } | Part::File { data, .. } => data.len(),
        Part::Other { .. } => 0,
    };
    let turn = |body: &TurnBody| match body {
        TurnBody::User { parts } => parts.iter().map(part).sum(),
        body => body.plain_text().map_or(0, |text| text.len()),
    };
    let Draft { instructions, conversation, .. } = &step.draft;
    let turns: usize = conversation.turns.values().map(|one| turn(&one.body)).sum();
    let weight = instructions.len() + turns + step.attached.iter().map(part).sum::<usize>();
    (step, weight)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(text: &str) -> Step {
        let draft = Draft { instructions: text.to_owned(), ..Draft::new() };
        weighed(Arc::new(State { draft, ..State::default() }))
    }

    #[test]
    fn the_oldest_steps_go_where_there_are_too_many_or_they_are_too_large() {
        let mut steps: Vec<_> = (0..MOST_STEPS + 5).map(|n| step(&n.to_string())).collect();
        shorten(&mut steps);
        assert_eq!((steps.len(), steps[0].0.draft.instructions.as_str()), (MOST_STEPS, "5"));
        let large = "x".repeat(MOST_BYTES * 2 / 3);
        let mut steps = vec![step(&large), step("small"), step(&large)];
        shorten(&mut steps);
        assert_eq!(steps.len(), 2);
        let mut steps = vec![step(&"x".repeat(MOST_BYTES + 1))];
        shorten(&mut steps);
        assert_eq!(steps.len(), 1, "the newest stays");
    }
}
