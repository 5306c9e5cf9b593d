//! A performance as a row of moments, each with the pause before it. Both APIs write the same moments in their own words.

use super::models;
use super::random::Random;
use super::script::{Part, Performance, Shown, Voice};
use super::vocabulary::Tokens;
use std::sync::Arc;

/// One moment of an answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Beat {
    Begin,
    ThinkBegin,
    StepBegin(usize),
    StepDelta {
        step: usize,
        delta: String,
    },
    StepEnd(usize),
    RawDelta(String),
    ThinkEnd,
    TextBegin(usize),
    TextDelta {
        choice: usize,
        delta: String,
    },
    TextEnd(usize),
    CallBegin {
        choice: usize,
        call: usize,
    },
    CallDelta {
        choice: usize,
        call: usize,
        delta: String,
    },
    CallEnd {
        choice: usize,
        call: usize,
    },
    End,
    /// An error in the middle; nothing comes after it.
    Fail,
    /// The beginning of a moment whose rest never arrives; nothing comes after it.
    Torn(Box<Beat>),
}

/// How an answer is broken off after so many deltas.
#[derive(Clone, Copy, Debug)]
pub(super) enum Breach {
    Cut,
    Error,
}

type Beats = Box<dyn Iterator<Item = Beat> + Send>;

/// The moments of a performance; a delta holds `per_delta` tokens.
pub(super) fn beats(performance: &Arc<Performance>, per_delta: usize, breach: Option<Breach>) -> Beats {
    let speech =
        Interleaved { voices: (0..performance.parts.len()).map(|choice| voice(performance, choice, per_delta)).collect(), turn: 0 };
    let whole = std::iter::once(Beat::Begin).chain(thinking(performance)).chain(speech).chain([Beat::End]);
    match breach {
        None => Box::new(whole),
        Some(breach) => {
            // Two fifths of the answer arrive: enough to be worth keeping.
            let spoken = performance.output().saturating_sub(performance.reasoning) as usize / per_delta;
            Box::new(Broken { beats: Box::new(whole), left: spoken * 2 / 5 + 1, breach: Some(breach) })
        }
    }
}

fn thinking(performance: &Arc<Performance>) -> Beats {
    if performance.reasoning == 0 {
        return Box::new(std::iter::empty());
    }
    let shared = performance.clone();
    let steps = (0..performance.steps.len()).flat_map(move |at| -> Beats {
        let step = &shared.steps[at];
        match shared.shown {
            Shown::Hidden => Box::new(std::iter::empty()),
            Shown::Raw => Box::new(Tokens::of(format!("{}\n", step.text)).map(Beat::RawDelta)),
            Shown::Summary => {
                let deltas = Tokens::of(step.summary()).map(move |delta| Beat::StepDelta { step: at, delta });
                Box::new(std::iter::once(Beat::StepBegin(at)).chain(deltas).chain([Beat::StepEnd(at)]))
            }
        }
    });
    Box::new(std::iter::once(Beat::ThinkBegin).chain(steps).chain([Beat::ThinkEnd]))
}

fn voice(performance: &Arc<Performance>, choice: usize, per_delta: usize) -> Beats {
    let part: &Part = &performance.parts[choice];
    match &part.voice {
        Voice::Text(_) => {
            let mut deltas = Grouped { tokens: part.tokens(), size: per_delta }.peekable();
            if deltas.peek().is_none() {
                return Box::new(std::iter::empty());
            }
            let deltas = deltas.map(move |delta| Beat::TextDelta { choice, delta });
            Box::new(std::iter::once(Beat::TextBegin(choice)).chain(deltas).chain([Beat::TextEnd(choice)]))
        }
        Voice::Calls(_) => Box::new(part.calls().into_iter().enumerate().flat_map(move |(call, made)| {
            let deltas = Tokens::of(made.arguments).map(move |delta| Beat::CallDelta { choice, call, delta });
            std::iter::once(Beat::CallBegin { choice, call }).chain(deltas).chain([Beat::CallEnd { choice, call }])
        })),
    }
}

/// Tokens joined, some at a time.
struct Grouped {
    tokens: Box<dyn Iterator<Item = String> + Send>,
    size: usize,
}

impl Iterator for Grouped {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let group: String = self.tokens.by_ref().take(self.size).collect();
        (!group.is_empty()).then_some(group)
    }
}

/// Several choices stream at once, in turns.
struct Interleaved {
    voices: Vec<Beats>,
    turn: usize,
}

impl Iterator for Interleaved {
    type Item = Beat;

    fn next(&mut self) -> Option<Beat> {
        while !self.voices.is_empty() {
            let at = self.turn % self.voices.len();
            if let Some(beat) = self.voices[at].next() {
                self.turn = at + 1;
                return Some(beat);
            }
            drop(self.voices.remove(at));
            self.turn = at;
        }
        None
    }
}

/// Ends in the middle.
struct Broken {
    beats: Beats,
    left: usize,
    breach: Option<Breach>,
}

impl Iterator for Broken {
    type Item = Beat;

    fn next(&mut self) -> Option<Beat> {
        let breach = self.breach?;
        let beat = self.beats.next()?;
        if !matches!(beat, Beat::TextDelta { .. } | Beat::CallDelta { .. } | Beat::End) {
            return Some(beat);
        }
        if self.left > 0 && beat != Beat::End {
            self.left -= 1;
            return Some(beat);
        }
        self.breach = None;
        Some(match breach {
            Breach::Cut => Beat::Torn(Box::new(beat)),
            Breach::Error => Beat::Fail,
        })
    }
}

/// When each moment comes: how long a model takes to begin, to think and to say a token.
#[derive(Clone, Debug)]
pub(super) struct Tempo {
    random: Random,
    latency: f64,
    thinking: f64,
    /// Of the thinking time, what one step's beginning and one of its deltas take; unused where nothing is shown.
    step: f64,
    step_delta: f64,
    delta: f64,
    shown: Shown,
}

impl Tempo {
    pub fn of(performance: &Performance, model: &str, mut random: Random) -> Self {
        let latency = random.around(280.0);
        let thinking = thinking_time(performance.reasoning);
        let steps = performance.steps.len().max(1) as f64;
        let deltas: usize = match performance.shown {
            Shown::Hidden => 0,
            Shown::Raw => performance.steps.iter().map(|step| Tokens::of(step.text.as_str()).count() + 1).sum(),
            Shown::Summary => performance.steps.iter().map(|step| Tokens::of(step.summary()).count()).sum(),
        };
        let (for_steps, for_deltas) = if performance.shown == Shown::Summary { (0.6, 0.4) } else { (0.0, 1.0) };
        Self {
            random,
            latency,
            thinking,
            step: thinking * for_steps / steps,
            step_delta: thinking * for_deltas / deltas.max(1) as f64,
            delta: models::pace(model),
            shown: performance.shown,
        }
    }

    /// Milliseconds before this moment.
    pub fn pause(&mut self, beat: &Beat) -> f64 {
        match beat {
            Beat::Begin => self.latency,
            Beat::StepBegin(_) => self.random.around(self.step),
            Beat::StepDelta { .. } | Beat::RawDelta(_) => self.random.around(self.step_delta),
            Beat::ThinkEnd if self.shown == Shown::Hidden => self.thinking,
            // Now and then a network holds back for a moment.
            Beat::TextDelta { .. } if self.random.below(120) == 0 => self.random.around(150.0),
            Beat::TextDelta { .. } | Beat::CallDelta { .. } => self.random.around(self.delta),
            Beat::Torn(beat) => self.pause(beat),
            _ => 0.0,
        }
    }

    /// The time of a whole answer that is not streamed.
    pub fn whole(&self, performance: &Performance) -> f64 {
        const LONGEST: f64 = 8_000.0;
        let spoken = (performance.output() - performance.reasoning) as f64;
        self.latency + self.thinking + (spoken * self.delta).min(LONGEST)
    }
}

/// Milliseconds for so many reasoning tokens: longer for more, but a demonstration must not become a wait.
fn thinking_time(tokens: u64) -> f64 {
    const LONGEST: f64 = 12_000.0;
    if tokens == 0 { 0.0 } else { (400.0 + tokens as f64 * 6.0).min(LONGEST) }
}
