//! One line of the history for every run. It is small, so that thousands can be read at once; texts and bytes lie elsewhere.

use super::state::beginning;
use crate::draft::{Draft, TurnBody};
use crate::run::{Cost, Item, ItemBody, Outcome, Run, ServerError};
use crate::wire::Api;
use serde::{Deserialize, Serialize};

/// How a kept run ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ended {
    /// It goes on in some page.
    #[default]
    Running,
    Finished,
    Stopped,
    Cut,
    Failed,
    /// Its page was closed, or crashed, while it ran: what had come is there.
    Interrupted,
    /// A word of a later version.
    #[serde(other)]
    Other,
}

impl Ended {
    /// Those that can be asked for.
    pub const ALL: [Self; 6] = [Self::Running, Self::Finished, Self::Stopped, Self::Cut, Self::Failed, Self::Interrupted];

    #[must_use]
    pub fn of(outcome: Option<&Outcome>) -> Self {
        match outcome {
            None => Self::Running,
            Some(Outcome::Finished { .. }) => Self::Finished,
            Some(Outcome::Stopped) => Self::Stopped,
            Some(Outcome::Cut { .. }) => Self::Cut,
            Some(Outcome::Failed(_)) => Self::Failed,
        }
    }
}

/// The line.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunRow {
    /// Sorts by time: [`RunRow::new_id`].
    pub id: String,
    /// When it was sent: milliseconds since 1970.
    pub at: f64,
    /// The page that ran it.
    pub page: String,
    /// The conversation that it belongs to.
    pub draft: String,
    pub model: String,
    /// The endpoint's name at that time.
    pub endpoint: String,
    pub api: String,
    pub simulated: bool,
    /// The beginning of the question.
    pub asked: String,
    /// The beginning of the answer, or of what the server said instead.
    pub said: String,
    pub ended: Ended,
    /// The server's word for the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reasoning: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usd: Option<f64>,
    /// How long it took, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<f64>,
    pub bytes: usize,
    /// When it was deleted: it is hidden, and goes for good in a while.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deleted: Option<f64>,
    /// The [`super::parts`] that it mentions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// Characters of the question and of the answer that the list shows.
const SHOWN: usize = 200;

/// What the model said: its text, and below it the calls that it asked for.
#[must_use]
pub fn said(run: &Run) -> String {
    let Some(choice) = run.reply().choices.first() else { return String::new() };
    let call = |item: &Item| match &item.body {
        ItemBody::ToolCall(call) => Some(format!("{}({})", call.name.as_deref().unwrap_or_default(), call.arguments)),
        _ => None,
    };
    let text = Some(choice.text()).filter(|text| !text.trim().is_empty());
    text.into_iter().chain(choice.items.iter().filter_map(call)).collect::<Vec<_>>().join("\n")
}

impl RunRow {
    /// An id that sorts by time: the milliseconds in twelve hexadecimal digits (enough until the year 10889), and chance.
    #[must_use]
    pub fn new_id(at: f64, chance: f64) -> String {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a time after 1970, and a share of 2^32")]
        let (at, chance) = (at.max(0.0) as u64, (chance.clamp(0.0, 1.0) * f64::from(u32::MAX)) as u32);
        format!("{at:012x}-{chance:08x}")
    }

    /// The line of a run that begins.
    #[must_use]
    pub fn begun(id: &str, at: f64, api: Api, draft: &Draft) -> Self {
        Self { id: id.to_owned(), at, api: name(api).to_owned(), asked: beginning(&question(draft), SHOWN), ..Self::default() }
    }

    /// Takes in how the run stands.
    pub fn take(&mut self, run: &Run, cost: Option<&Cost>) {
        let reply = run.reply();
        let first = reply.choices.first();
        let text = said(run);
        let problem = match run.outcome() {
            Some(Outcome::Failed(problem)) => problem.server.as_ref().map(ServerError::words).or(problem.excerpt.clone()),
            _ => None,
        };
        self.said = beginning(if text.trim().is_empty() { problem.as_deref().unwrap_or_default() } else { &text }, SHOWN);
        self.ended = Ended::of(run.outcome());
        self.word = match run.outcome() {
            Some(Outcome::Failed(problem)) => problem.status.map(|status| status.to_string()),
            _ => first.and_then(|choice| choice.finish.clone()),
        };
        if let Some(usage) = run.usage() {
            (self.input, self.output, self.reasoning) = (usage.input, usage.output, usage.reasoning);
        }
        self.usd = cost.map(|cost| cost.usd.0).filter(|usd| usd.is_finite());
        self.ms = run.timing().end.or(run.timing().last_bytes).map(|at| at.0.round());
        self.bytes = run.raw().len();
    }
}

/// The last question of a draft.
pub(super) fn question(draft: &Draft) -> String {
    let is_question = |body: &TurnBody| matches!(body, TurnBody::User { .. } | TurnBody::Tool { .. });
    let turns: Vec<_> = draft.conversation.branch_turns().map(|(_, turn)| &turn.body).collect();
    turns.into_iter().rev().find(|body| is_question(body)).map(TurnBody::words).unwrap_or_default()
}

fn name(api: Api) -> &'static str {
    match api {
        Api::Chat => "chat",
        Api::Responses => "responses",
        Api::Images => "images",
        Api::Transcribe => "transcribe",
    }
}

/// What is asked of the lines; what is `None` asks nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub model: Option<String>,
    pub endpoint: Option<String>,
    pub ended: Option<Ended>,
    /// Not before this moment: milliseconds since 1970.
    pub since: Option<f64>,
    /// Only of this conversation.
    pub draft: Option<String>,
}

impl Filter {
    #[must_use]
    pub fn takes(&self, row: &RunRow) -> bool {
        let same = |wanted: &Option<String>, own: &str| wanted.as_ref().is_none_or(|wanted| wanted == own);
        same(&self.model, &row.model)
            && same(&self.endpoint, &row.endpoint)
            && same(&self.draft, &row.draft)
            && self.ended.is_none_or(|ended| ended == row.ended)
            && self.since.is_none_or(|since| row.at >= since)
    }

    /// Whether it asks nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
