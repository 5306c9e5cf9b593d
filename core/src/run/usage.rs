//! Where the tokens went, as the server reported it.

use crate::wire::soft;
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
    /// Parts of `cache_write`, by how long the cache keeps them: 30 minutes, 12 hours (wire.md c.3).
    pub cache_write_30m: Option<u64>,
    pub cache_write_12h: Option<u64>,
    /// Parts of `input` and `output` that are neither sound nor picture (wire.md b.3).
    pub text_input: Option<u64>,
    pub text_output: Option<u64>,
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

impl Usage {
    /// Reads a usage object of either API, with the additions of compatible servers. `None` for null and for an empty object.
    #[must_use]
    pub fn read(raw: &Value) -> Option<Self> {
        let usage = raw.as_object().filter(|usage| !usage.is_empty())?;
        let first = |names: &[&str]| names.iter().find_map(|name| count(usage.get(*name)?));
        let details = |names: &[&str]| {
            let map = names.iter().find_map(|name| usage.get(*name)?.as_object().filter(|map| !map.is_empty()));
            move |name: &str| count(map?.get(name)?)
        };
        // Transcriptions write "input_token_details", in the singular (wire.md e.2).
        let input = details(&["prompt_tokens_details", "input_tokens_details", "input_token_details"]);
        let write_details = ["prompt_tokens_details", "input_tokens_details"].iter().find_map(|name| {
            let writes = usage.get(*name)?.get("cache_write_tokens_details")?;
            writes.is_object().then_some(writes)
        });
        let written = |name: &str| count(write_details?.get(name)?);
        let output = details(&["completion_tokens_details", "output_tokens_details", "output_token_details"]);
        Some(Self {
            input: first(&["prompt_tokens", "input_tokens"]),
            output: first(&["completion_tokens", "output_tokens"]),
            total: first(&["total_tokens"]),
            reasoning: output("reasoning_tokens").or_else(|| first(&["reasoning_tokens"])),
            // DeepSeek counts its cache in a field of its own.
            cached: input("cached_tokens").or_else(|| first(&["prompt_cache_hit_tokens", "cached_tokens"])),
            cache_write: input("cache_write_tokens").or_else(|| first(&["cache_write_tokens"])),
            cache_write_30m: written("ttl_30m_tokens"),
            cache_write_12h: written("ttl_12h_tokens"),
            text_input: input("text_tokens"),
            text_output: output("text_tokens"),
            audio_input: input("audio_tokens"),
            audio_output: output("audio_tokens"),
            image_input: input("image_tokens"),
            image_output: output("image_tokens"),
            accepted_prediction: output("accepted_prediction_tokens"),
            rejected_prediction: output("rejected_prediction_tokens"),
            seconds: usage.get("seconds").and_then(Value::as_f64),
            reported_cost: usage.get("cost").and_then(Value::as_f64),
            raw: raw.clone(),
        })
    }

    /// Output tokens that are not reasoning. Some servers report more reasoning than output; then nothing was visible.
    #[must_use]
    pub fn visible(&self) -> Option<u64> {
        Some(self.output?.saturating_sub(self.reasoning.unwrap_or(0)))
    }

    /// Input tokens that came from no cache.
    #[must_use]
    pub fn fresh_input(&self) -> Option<u64> {
        Some(self.input?.saturating_sub(self.cached.unwrap_or(0)))
    }
}

fn count(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| soft::whole(value.as_f64()?))
}

#[cfg(test)]
mod tests {
    use super::Usage;
    use serde_json::json;

    #[test]
    fn reasoning_beyond_the_output_leaves_nothing_visible() {
        let usage = Usage::read(&json!({"completion_tokens": 10, "completion_tokens_details": {"reasoning_tokens": 11}})).unwrap();
        assert_eq!((usage.visible(), usage.reasoning), (Some(0), Some(11)));
    }

    #[test]
    fn null_details_are_not_reported_and_zero_is() {
        let usage = Usage::read(&json!({
            "prompt_tokens": 20, "prompt_tokens_details": {"audio_tokens": null, "cached_tokens": 0}, "completion_tokens_details": null
        }))
        .unwrap();
        assert_eq!((usage.audio_input, usage.cached, usage.reasoning, usage.output), (None, Some(0), None, None));
        assert_eq!(usage.fresh_input(), Some(20));
    }

    #[test]
    fn the_rare_details_of_either_api_are_read() {
        let chat = Usage::read(&json!({
            "prompt_tokens": 30, "prompt_tokens_details": {"text_tokens": 20, "audio_tokens": 10},
            "completion_tokens": 9, "completion_tokens_details": {"text_tokens": 4, "audio_tokens": 5}
        }))
        .unwrap();
        assert_eq!((chat.text_input, chat.text_output, chat.cache_write_30m), (Some(20), Some(4), None));
        let responses = Usage::read(&json!({"input_tokens": 30, "input_tokens_details": {
            "cached_tokens": 0, "cache_write_tokens": 12, "cache_write_tokens_details": {"ttl_30m_tokens": 4, "ttl_12h_tokens": 8}
        }}))
        .unwrap();
        assert_eq!((responses.cache_write, responses.cache_write_30m, responses.cache_write_12h), (Some(12), Some(4), Some(8)));
        let transcript = Usage::read(&json!({"input_tokens": 3, "input_token_details": {"text_tokens": 1, "audio_tokens": 2}})).unwrap();
        assert_eq!(transcript.text_input, Some(1));
        let odd = Usage::read(&json!({"input_tokens": 1, "input_tokens_details": {"cache_write_tokens_details": [7]}})).unwrap();
        assert_eq!((odd.input, odd.cache_write_30m), (Some(1), None));
    }

    #[test]
    fn what_is_no_usage_is_none() {
        for value in [json!(null), json!({}), json!([]), json!("12"), json!(12)] {
            assert_eq!(Usage::read(&value), None, "{value}");
        }
    }
}
