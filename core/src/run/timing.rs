//! When what arrived.

use super::Usage;
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

impl Timing {
    /// The first character of any output.
    #[must_use]
    pub fn first_output(&self) -> Option<Millis> {
        match (self.first_reasoning, self.first_visible) {
            (Some(a), Some(b)) => Some(if a < b { a } else { b }),
            (a, b) => a.or(b),
        }
    }

    /// Output tokens per second of streaming, from the first output to the last event.
    ///
    /// Reasoning that was not shown was spent before the first output, so it does not count then. `None` where nothing was
    /// reported, and where everything came at once (an answer that was not streamed).
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn tokens_per_second(&self, usage: &Usage) -> Option<f64> {
        let tokens = if self.first_reasoning.is_some() { usage.output? } else { usage.visible()? };
        let span = self.last_event?.0 - self.first_output()?.0;
        (span > 0.0 && tokens > 0).then(|| tokens as f64 * 1000.0 / span)
    }
}

#[cfg(test)]
mod tests {
    use super::{Millis, Timing};
    use crate::run::Usage;

    #[test]
    fn hidden_reasoning_does_not_count_as_speed() {
        let usage = Usage { output: Some(300), reasoning: Some(200), ..Usage::default() };
        let hidden = Timing { first_visible: Some(Millis(1000.0)), last_event: Some(Millis(2000.0)), ..Timing::default() };
        assert_eq!(hidden.tokens_per_second(&usage), Some(100.0));
        let shown = Timing { first_reasoning: Some(Millis(500.0)), ..hidden };
        assert_eq!(shown.tokens_per_second(&usage), Some(200.0));
        let at_once = Timing { last_event: Some(Millis(500.0)), ..shown };
        assert_eq!(at_once.tokens_per_second(&usage), None);
    }
}
