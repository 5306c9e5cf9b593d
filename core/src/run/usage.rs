//! Where the tokens went, as the server reported it.

use serde::Serialize;
use serde_json::Value;

/// Token counts of one run, as reported; never summed over repeated chunks, never estimated.
///
/// Reasoning is a subset of output, cached a subset of input (facts: wire.md b.3, c.3). `None` means "not reported", which is
/// not zero.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Usage {
    pub input: Option<u64>,
    pub output: Option<u64>,
    pub total: Option<u64>,
    /// Part of `output`.
    pub reasoning: Option<u64>,
    /// Part of `input`.
    pub cached: Option<u64>,
    /// Part of `input`: tokens written to the prompt cache (billed apart by some models).
    pub cache_write: Option<u64>,
    pub audio_input: Option<u64>,
    pub audio_output: Option<u64>,
    pub image_input: Option<u64>,
    pub image_output: Option<u64>,
    /// Part of `output`: tokens of a predicted output that were used / thrown away (the latter are billed too).
    pub accepted_prediction: Option<u64>,
    pub rejected_prediction: Option<u64>,
    /// Seconds of audio, where a model is billed by duration.
    pub seconds: Option<f64>,
    /// What the server says that it cost, in US dollars (OpenRouter).
    pub reported_cost: Option<f64>,
    /// The object as it came, for the inspector.
    pub raw: Value,
}
