//! What will be said: the thinking, its cost, and one voice per choice. Which answer it is, is decided in `answers`.

use super::ask::{Ask, Call};
use super::long::{self, Shape};
use super::models;
use super::vocabulary::{self, Tokens};
use std::sync::Arc;

/// One step of thinking, as a summary tells it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    pub title: String,
    pub text: String,
}

impl Step {
    pub fn new(title: &str, text: &str) -> Self {
        Self { title: title.to_owned(), text: text.to_owned() }
    }

    /// As the APIs write it: the title is a bold first line.
    pub fn summary(&self) -> String {
        format!("**{}**\n\n{}", self.title, self.text)
    }
}

/// An answer before it is spoken.
#[derive(Clone, Debug)]
pub(super) struct Script {
    pub steps: Vec<Step>,
    /// How hard the question is: reasoning tokens at medium effort, in units of 64 (which is how the APIs report them).
    pub difficulty: u32,
    /// One per choice.
    pub voices: Vec<Voice>,
}

#[derive(Clone, Debug)]
pub(super) enum Voice {
    Text(Source),
    Calls(Vec<Call>),
}

/// Where a text comes from. A long one is made while it is read, so that it takes no memory.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Whole(Arc<str>),
    Long(Shape),
}

impl Source {
    pub fn tokens(&self) -> Box<dyn Iterator<Item = String> + Send> {
        match self {
            Self::Whole(text) => Box::new(Tokens::of(text.clone())),
            Self::Long(shape) => Box::new(long::lines(*shape).flat_map(Tokens::of)),
        }
    }

    /// How many tokens it has, at most so many being of interest.
    fn count(&self, limit: Option<u64>) -> u64 {
        match self {
            // Counting them would hold the page up.
            Self::Long(shape) => limit.map_or(long::tokens(*shape), |limit| limit.min(long::tokens(*shape))),
            Self::Whole(_) => {
                self.tokens().take(limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX))).count() as u64
            }
        }
    }
}

impl From<&str> for Source {
    fn from(text: &str) -> Self {
        Self::Whole(text.into())
    }
}

impl From<String> for Source {
    fn from(text: String) -> Self {
        Self::Whole(text.into())
    }
}

/// What a call costs beside its name and arguments.
const CALL_FRAME: u64 = 4;

/// How the thinking is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// Only its count, in the usage.
    Hidden,
    /// As summary parts (Responses, when asked for).
    Summary,
    /// As it is (open models).
    Raw,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Finish {
    Stop,
    Length,
    ToolCalls,
    ContentFilter,
}

/// A script within its limits: what is really spoken, and what it costs.
#[derive(Clone, Debug)]
pub(super) struct Performance {
    pub steps: Vec<Step>,
    pub shown: Shown,
    pub reasoning: u64,
    pub parts: Vec<Part>,
    pub input: u64,
    pub cached: u64,
}

/// One choice of a performance.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub voice: Voice,
    /// At most so many tokens of the voice are spoken.
    pub limit: Option<u64>,
    pub finish: Finish,
}

impl Performance {
    pub fn of(script: Script, ask: &Ask) -> Self {
        let raw = models::shows_raw_thinking(&ask.model);
        let planned = match models::thinking_factor(&ask.model, ask.effort.as_deref()) {
            None => 0,
            Some(_) if raw => script.steps.iter().map(|step| vocabulary::count(&step.text) + 1).sum(),
            Some(factor) => ((f64::from(script.difficulty) * factor).ceil() as u64).max(1) * 64,
        };
        let reasoning = ask.cap.map_or(planned, |cap| planned.min(cap));
        let left = ask.cap.map(|cap| cap - reasoning);
        let shown = match &ask.summary {
            _ if planned == 0 => Shown::Hidden,
            _ if raw => Shown::Raw,
            Some(_) => Shown::Summary,
            None => Shown::Hidden,
        };
        let concise = ask.summary.as_deref() == Some("concise");
        let steps = script.steps.into_iter().map(|step| if concise { first_sentence(step) } else { step }).collect();
        let parts = script.voices.into_iter().map(|voice| Part::within(voice, left)).collect();
        let (input, cached) = input_tokens(ask);
        Self { steps, shown, reasoning, parts, input, cached }
    }

    /// What the usage reports as output: thinking and everything spoken.
    pub fn output(&self) -> u64 {
        self.reasoning + self.parts.iter().map(Part::cost).sum::<u64>()
    }
}

impl Part {
    fn within(voice: Voice, left: Option<u64>) -> Self {
        let done = if matches!(voice, Voice::Calls(_)) { Finish::ToolCalls } else { Finish::Stop };
        let fits = left.is_none_or(|left| voice.costs_at_most(left));
        Self { voice, limit: left, finish: if fits { done } else { Finish::Length } }
    }

    pub fn cost(&self) -> u64 {
        let whole = match &self.voice {
            Voice::Text(source) => source.count(self.limit),
            Voice::Calls(calls) => calls.iter().map(call_cost).sum(),
        };
        self.limit.map_or(whole, |limit| whole.min(limit))
    }

    fn limited(&self, tokens: Box<dyn Iterator<Item = String> + Send>) -> Box<dyn Iterator<Item = String> + Send> {
        match self.limit {
            Some(limit) => Box::new(tokens.take(limit as usize)),
            None => tokens,
        }
    }

    /// The tokens of the text, as far as they are spoken; empty for calls.
    pub fn tokens(&self) -> Box<dyn Iterator<Item = String> + Send> {
        match &self.voice {
            Voice::Text(source) => self.limited(source.tokens()),
            Voice::Calls(_) => Box::new(std::iter::empty()),
        }
    }

    /// The text, as far as it is spoken.
    pub fn text(&self) -> String {
        self.tokens().collect()
    }

    /// The calls, as far as they are spoken: the last one's arguments may be cut in the middle.
    pub fn calls(&self) -> Vec<Call> {
        let Voice::Calls(calls) = &self.voice else { return Vec::new() };
        let mut left = self.limit.unwrap_or(u64::MAX);
        let mut spoken = Vec::new();
        for call in calls {
            let head = vocabulary::count(&call.name) + CALL_FRAME;
            if left <= head {
                break;
            }
            left -= head;
            let arguments: String = Tokens::of(call.arguments.as_str()).take(usize::try_from(left).unwrap_or(usize::MAX)).collect();
            left = left.saturating_sub(vocabulary::count(&call.arguments));
            spoken.push(Call { arguments, ..call.clone() });
        }
        spoken
    }
}

impl Voice {
    /// Looks no further than it must, so that a limit on a long text costs nothing.
    fn costs_at_most(&self, limit: u64) -> bool {
        match self {
            Self::Text(source) => source.count(Some(limit.saturating_add(1))) <= limit,
            Self::Calls(calls) => calls.iter().map(call_cost).sum::<u64>() <= limit,
        }
    }
}

fn call_cost(call: &Call) -> u64 {
    vocabulary::count(&call.name) + vocabulary::count(&call.arguments) + CALL_FRAME
}

fn first_sentence(step: Step) -> Step {
    let end = step.text.find(". ").map_or(step.text.len(), |at| at + 1);
    Step { text: step.text[..end].to_owned(), ..step }
}

/// Input tokens, and how many of them the cache had: everything up to the last assistant turn, in blocks of 64.
fn input_tokens(ask: &Ask) -> (u64, u64) {
    use super::ask::Said;
    const TURN_FRAME: u64 = 4;
    const REPLY_FRAME: u64 = 3;
    const ATTACHMENT: u64 = 85;
    const CACHE_BLOCK: u64 = 64;
    let tools: u64 = ask
        .tools
        .iter()
        .map(|tool| vocabulary::count(&tool.name) + vocabulary::count(&tool.description) + vocabulary::count(&tool.parameters.to_string()))
        .sum();
    let mut input = REPLY_FRAME + tools;
    let mut seen_before = 0;
    for said in &ask.said {
        input += TURN_FRAME
            + match said {
                Said::Instructions(text) | Said::Assistant { text } => vocabulary::count(text),
                Said::User { text, attachments } => vocabulary::count(text) + attachments.len() as u64 * ATTACHMENT,
                Said::Call(call) => call_cost(call),
                Said::Result { output, .. } => vocabulary::count(output),
            };
        if matches!(said, Said::Assistant { .. } | Said::Call(_)) {
            seen_before = input;
        }
    }
    (input, seen_before / CACHE_BLOCK * CACHE_BLOCK)
}
