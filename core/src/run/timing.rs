//! When what arrived.

use serde::{Deserialize, Serialize};

/// Milliseconds since the request was sent (a monotonic clock's difference, never wall time).
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
pub struct Millis(pub f64);

/// The anatomy of a run's latency. A moment that has not come is `None`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Timing {
    /// Status and headers arrived.
    pub headers: Option<Millis>,
    /// First event with data (comments do not count).
    pub first_event: Option<Millis>,
    /// First character of reasoning, summarised or raw.
    pub first_reasoning: Option<Millis>,
    /// First character that a reader sees as the answer: text, refusal, tool call or image.
    pub first_visible: Option<Millis>,
    /// Last bytes that arrived, comments included: what an idle notice counts from.
    pub last_bytes: Option<Millis>,
    /// Last event with data.
    pub last_event: Option<Millis>,
    /// The run was over.
    pub end: Option<Millis>,
    /// The longest silence between two events that carried model output.
    pub longest_gap: Option<Millis>,
}
