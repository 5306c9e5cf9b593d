//! One column of a comparison.

use super::{EndpointId, Settings};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LaneId(pub u32);

/// A model at an endpoint with its own settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    pub id: LaneId,
    /// A model of the line-up, or any name that the endpoint knows.
    pub model: String,
    pub endpoint: EndpointId,
    #[serde(default)]
    pub api: ApiChoice,
    /// Whether streaming is asked for; the plan may have to say no.
    #[serde(default = "yes")]
    pub stream: bool,
    /// Win over the draft's.
    #[serde(default)]
    pub settings: Settings,
    /// Rules that the user has told to stand aside ("send it anyway"), by id.
    #[serde(default)]
    pub send_anyway: BTreeSet<String>,
    /// What the simulator shall do, where the lane's endpoint is the simulator.
    #[serde(default)]
    pub scenario: Scenario,
    /// Split `<think>…</think>` off the answer (wire.md b.5).
    #[serde(default = "yes")]
    pub split_think: bool,
}

fn yes() -> bool {
    true
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiChoice {
    /// Responses where the model has it at this endpoint, else Chat; compatible servers: Chat.
    #[default]
    Auto,
    Chat,
    Responses,
}

/// What the simulator plays: an answer, or one of the failures that people have to live with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scenario {
    #[default]
    Answer,
    /// 400 in the API's own words.
    UnsupportedParameter,
    /// 401.
    WrongKey,
    /// 429 with a delay.
    RateLimited,
    /// The connection closes in the middle.
    CutStream,
    /// An error event in the middle.
    MidStreamError,
    /// Ended by a content filter.
    ContentFilter,
    /// Every token of the budget goes to thinking, none to an answer.
    BudgetSpent,
    /// 20,000 lines of mixed Markdown.
    Long,
    /// 20,000 lines as one code fence.
    LongCode,
    /// 20,000 lines as one list.
    LongList,
    /// 20,000 lines as one table.
    LongTable,
}
