//! One run as the page holds it: the plan, the core's [`Run`], and what is needed to stop it or to know it from an older one.

use super::{
    head::{Phase, Retrying, RunHead, RunId},
    reading,
    tape::Tape,
    tool_loop::Chain,
};
use crate::{browser::abort::Abort, state::keeping::Recording};
use lineup_core::{
    draft::{Draft, Lane, TurnId},
    keep::{Asked, asked::Beginning},
    lineup::Lineup,
    plan::{LearnedRule, Plan, Remedy, runs_in_background},
    run::{
        Choice, Cost, Item, ItemBody, Millis, Outcome, Run, Usage,
        think::{Stage, ThinkWatch},
    },
};
use std::sync::Arc;

pub struct Execution {
    pub id: RunId,
    /// The lane as it was when the run began.
    pub lane: Lane,
    /// The name by which the line-up may know the model: not always the lane's own.
    pub known_as: String,
    /// What was asked, so that it can be asked again with a repair.
    pub draft: Arc<Draft>,
    pub plan: Arc<Plan>,
    pub run: Run,
    /// On the page's clock; the run's times count from here.
    pub started: f64,
    pub simulated: bool,
    pub answers: Option<TurnId>,
    /// The turns of the tool loop that led here.
    pub chain: Chain,
    pub retries: u32,
    pub retrying: Option<Retrying>,
    pub unstreamed: bool,
    /// How often a run in the background was taken up after a cut.
    pub taken_up: u32,
    /// The repairs that this send has had, the first one first.
    pub tried: Arc<[LearnedRule]>,
    /// What can be done about the refusal that ended it.
    pub remedy: Option<Arc<Remedy>>,
    /// Ends the run.
    pub abort: Abort,
    /// Ends only the pause before a retry, or the playing of a tape.
    pub wake: Option<Abort>,
    /// Where the bytes come from, of a recorded run.
    pub tape: Option<Tape>,
    /// Whether its response's id has been written down for a reload.
    is_kept: bool,
    /// When it was sent, as ISO 8601.
    pub made: String,
    /// How often it was begun again.
    pub tries: u32,
    /// Its record in the history.
    pub recording: Option<Recording>,
    /// Its page was gone before it was over: it was read from its record.
    pub interrupted: bool,
    /// The last usage that a snapshot took: shared, so that a frame copies no JSON.
    usage: Option<Arc<Usage>>,
    /// How far the newest text is, where the lane takes thinking out of the text.
    inline: Option<Stage>,
    watch: ThinkWatch,
    frames: u64,
}

/// What a run starts from.
pub struct Start {
    pub id: RunId,
    pub lane: Lane,
    pub known_as: String,
    pub draft: Arc<Draft>,
    pub plan: Arc<Plan>,
    pub tried: Arc<[LearnedRule]>,
    pub simulated: bool,
    pub answers: Option<TurnId>,
    pub chain: Chain,
    pub abort: Abort,
    pub now: f64,
}

impl Execution {
    pub fn new(start: Start) -> Self {
        let Start { id, lane, known_as, draft, plan, tried, simulated, answers, chain, abort, now } = start;
        Self {
            id,
            lane,
            known_as,
            draft,
            run: reading::run(plan.api),
            plan,
            started: now,
            simulated,
            answers,
            chain,
            retries: 0,
            retrying: None,
            unstreamed: false,
            taken_up: 0,
            tried,
            remedy: None,
            abort,
            wake: None,
            tape: None,
            is_kept: false,
            made: String::new(),
            tries: 0,
            recording: None,
            interrupted: false,
            usage: None,
            inline: None,
            watch: ThinkWatch::default(),
            frames: 0,
        }
    }

    /// The same lane once more, from the beginning: another try, repaired, or without streaming.
    pub fn begin_again(&mut self, plan: Arc<Plan>, now: f64) {
        self.run = reading::run(plan.api);
        self.plan = plan;
        self.started = now;
        self.usage = None;
        self.inline = None;
        self.watch = ThinkWatch::default();
        self.tries += 1;
    }

    /// Once: when the server has named a run that goes on in the background.
    pub fn is_new_in_background(&mut self) -> bool {
        let is_new = !self.is_kept && runs_in_background(&self.plan) && self.run.rest().is_some();
        self.is_kept |= is_new;
        is_new
    }

    pub fn at(&self, now: f64) -> Millis {
        Millis((now - self.started).max(0.0))
    }

    /// What it was asked, as it is kept.
    pub fn asked(&self) -> Asked {
        Asked::of(&Beginning {
            plan: &self.plan,
            draft: &self.draft,
            lane: &self.lane,
            known_as: &self.known_as,
            made: &self.made,
            simulated: self.simulated,
            answers: self.answers,
        })
    }

    /// What it costs so far, where that is known.
    pub fn cost(&self, lineup: &Lineup) -> Option<Cost> {
        self.run.usage()?.cost(lineup.price(&self.known_as), self.run.reply().service_tier.as_deref())
    }

    /// The snapshot. Its cost does not depend on how much has come.
    pub fn head(&mut self, lineup: &Lineup) -> RunHead {
        if self.usage.as_deref() != self.run.usage() {
            self.usage = self.run.usage().cloned().map(Arc::new);
        }
        self.inline = self.follow_inline();
        self.frames += 1;
        let reply = self.run.reply();
        let model = lineup.get(&self.known_as);
        let price = lineup.price(&self.known_as);
        let cost = self.usage.as_ref().and_then(|usage| usage.cost(price, reply.service_tier.as_deref()));
        let first = reply.choices.first();
        let is_text = |body: &ItemBody| match body {
            ItemBody::Text(text) => !text.text.is_empty(),
            ItemBody::Audio(audio) => !audio.transcript.is_empty(),
            _ => false,
        };
        RunHead {
            id: Some(self.id),
            phase: self.phase(),
            model: self.lane.model.clone(),
            simulated: self.simulated,
            started: self.started,
            timing: self.run.timing().clone(),
            usage: self.usage.clone(),
            cost,
            context: model.and_then(|model| model.context),
            finish: first.and_then(|choice| choice.finish.clone()),
            events: self.run.events().len(),
            bytes: self.run.raw().len(),
            choices: reply.choices.iter().map(|choice| choice.index).collect(),
            has_text: first.is_some_and(|choice| choice.items.iter().any(|item| is_text(&item.body))),
            retrying: self.retrying,
            unstreamed: self.unstreamed,
            in_one_piece: self.plan.stream && self.run.is_whole() && matches!(self.run.outcome(), Some(Outcome::Finished { .. })),
            taken_up: self.taken_up,
            repairs: self.tried.clone(),
            remedy: self.remedy.clone(),
            answers: self.answers,
            earlier: self.chain.ids(),
            asks_for_tools: reply.choices.iter().any(Choice::asks_for_tools),
            interrupted: self.interrupted,
            frame: self.frames,
            not_sent: None,
            replay: self.tape.as_ref().map(|tape| tape.replay(self.run.events().len())),
        }
    }

    /// Looks at what is new in the newest text.
    fn follow_inline(&mut self) -> Option<Stage> {
        let newest = newest(&self.run).filter(|_| self.lane.split_think)?;
        let ItemBody::Text(text) = &newest.body else { return None };
        Some(self.watch.stage(newest.key, &text.text))
    }

    pub fn phase(&self) -> Phase {
        if self.retrying.is_some() {
            return Phase::Waiting;
        }
        if let Some(outcome) = self.run.outcome() {
            return Phase::Done(outcome.clone());
        }
        match (newest(&self.run).map(|item| &item.body), self.inline) {
            // A few letters that may become `<think>` are shown nowhere yet.
            (None, _) | (Some(ItemBody::Text(_)), Some(Stage::Undecided)) => Phase::Waiting,
            (Some(ItemBody::Reasoning(_)), _) | (Some(ItemBody::Text(_)), Some(Stage::Thinking)) => Phase::Thinking,
            (Some(_), _) => Phase::Answering,
        }
    }

    /// The problem of a run that was refused before anything came, so that trying again can neither repeat nor lose anything.
    pub fn refused(&self) -> Option<&lineup_core::run::Problem> {
        match self.run.outcome() {
            Some(Outcome::Failed(problem)) if self.run.status().is_some_and(|status| status >= 400) => Some(problem),
            _ => None,
        }
    }
}

/// What the answer ends with; of several answers, the last one's.
fn newest(run: &Run) -> Option<&Item> {
    run.reply().choices.iter().filter_map(|choice| choice.items.last()).next_back()
}
