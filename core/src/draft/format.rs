//! The draft as versioned JSON, and settings laid over settings.

use super::{Conversation, Draft, Settings};
use serde_json::Value;

/// Why a text is not a draft. The text itself stays with the caller: nothing that cannot be read is lost.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("this is not JSON: {0}")]
    Json(serde_json::Error),
    #[error("this is JSON, but not a draft: {0}")]
    Shape(serde_json::Error),
    #[error("this draft says no version; a draft begins with \"version\": {}", Draft::VERSION)]
    NoVersion,
    #[error("this draft has version {found}; this program reads versions up to {}", Draft::VERSION)]
    Newer { found: u64 },
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            version: Self::VERSION,
            instructions: String::new(),
            instructions_role: None,
            conversation: Conversation::default(),
            settings: Settings::default(),
            tools: Vec::new(),
            other_tools: Vec::new(),
            tool_choice: super::ToolChoice::default(),
            output: super::OutputFormat::default(),
            mocks: std::collections::BTreeMap::new(),
            tool_loop: super::mock::ToolLoop::default(),
            variables: super::variables::Variables::new(),
            history: super::History::default(),
        }
    }
}

impl Draft {
    /// The version that this program writes. An older one stays readable, migrated step by step.
    pub const VERSION: u32 = 1;

    /// An empty draft.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The draft without what its user wrote. No setting depends on that, and it may hold megabytes of pictures.
    #[must_use]
    pub fn without_words(&self) -> Self {
        // Taken apart whole: a new field does not compile without a decision.
        let Self {
            version,
            instructions: _,
            instructions_role,
            conversation: _,
            settings,
            tools,
            other_tools,
            tool_choice,
            output,
            mocks: _,
            tool_loop,
            variables: _,
            history,
        } = self;
        Self {
            version: *version,
            instructions_role: *instructions_role,
            settings: settings.clone(),
            tools: tools.clone(),
            other_tools: other_tools.clone(),
            tool_choice: tool_choice.clone(),
            output: output.clone(),
            tool_loop: *tool_loop,
            history: *history,
            ..Self::new()
        }
    }

    /// Reads a draft; a conversation that is no tree is repaired, and loses no turn by it.
    ///
    /// # Errors
    /// The text is no draft, or one of a newer version.
    pub fn from_json(text: &str) -> Result<Self, ReadError> {
        let value: Value = serde_json::from_str(text).map_err(ReadError::Json)?;
        match value.get("version").and_then(Value::as_u64) {
            None if value.is_object() => Err(ReadError::NoVersion),
            Some(found) if found == 0 || found > u64::from(Self::VERSION) => Err(ReadError::Newer { found }),
            _ => {
                let mut draft: Self = serde_json::from_value(value).map_err(ReadError::Shape)?;
                draft.conversation.repair();
                Ok(draft)
            }
        }
    }

    /// Writes the draft.
    ///
    /// # Errors
    /// Never for a draft that was read or made here: all its keys are strings. The error is passed on rather than trusted away.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self)
    }
}

impl Settings {
    /// These settings over those of `base`: what is set here wins. Objects (`extra`, `spelled`) are joined key by key.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        // Taken apart whole, so that a new setting does not compile without a decision here.
        let Self {
            effort,
            summary,
            verbosity,
            max_output_tokens,
            temperature,
            top_p,
            presence_penalty,
            frequency_penalty,
            stop,
            seed,
            n,
            logprobs,
            top_logprobs,
            logit_bias,
            parallel_tool_calls,
            service_tier,
            store,
            metadata,
            user,
            extra,
            spelled,
        } = self.clone();
        let base = base.clone();
        let mut joined = base.extra;
        joined.extend(extra);
        let mut names = base.spelled;
        names.extend(spelled);
        Self {
            effort: effort.or(base.effort),
            summary: summary.or(base.summary),
            verbosity: verbosity.or(base.verbosity),
            max_output_tokens: max_output_tokens.or(base.max_output_tokens),
            temperature: temperature.or(base.temperature),
            top_p: top_p.or(base.top_p),
            presence_penalty: presence_penalty.or(base.presence_penalty),
            frequency_penalty: frequency_penalty.or(base.frequency_penalty),
            stop: stop.or(base.stop),
            seed: seed.or(base.seed),
            n: n.or(base.n),
            logprobs: logprobs.or(base.logprobs),
            top_logprobs: top_logprobs.or(base.top_logprobs),
            logit_bias: logit_bias.or(base.logit_bias),
            parallel_tool_calls: parallel_tool_calls.or(base.parallel_tool_calls),
            service_tier: service_tier.or(base.service_tier),
            store: store.or(base.store),
            metadata: metadata.or(base.metadata),
            user: user.or(base.user),
            extra: joined,
            spelled: names,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Part, TurnBody};
    use rstest::rstest;

    #[test]
    fn a_draft_survives_writing_and_reading() {
        let mut draft = Draft { instructions: "짧게".into(), ..Draft::new() };
        draft.conversation.append(TurnBody::User { parts: vec![Part::Audio { data: "AA==".into(), format: "wav".into() }] });
        draft.settings.temperature = Some(0.2);
        draft.settings.extra.insert("prediction".into(), serde_json::json!({"type": "content"}));
        assert_eq!(Draft::from_json(&draft.to_json().unwrap()).unwrap(), draft);
    }

    #[rstest]
    #[case("{", "this is not JSON")]
    #[case("[]", "not a draft")]
    #[case("{}", "says no version")]
    #[case(r#"{"version": 99, "tools": "of a later day"}"#, "version 99")]
    #[case(r#"{"version": 1, "tools": 5}"#, "not a draft")]
    fn what_cannot_be_read_says_why(#[case] text: &str, #[case] why: &str) {
        assert!(Draft::from_json(text).unwrap_err().to_string().contains(why));
    }

    #[test]
    fn a_draft_without_its_optional_parts_is_an_empty_one() {
        assert_eq!(Draft::from_json(r#"{"version": 1}"#).unwrap(), Draft::new());
    }

    #[test]
    fn a_lanes_settings_win_over_the_drafts() {
        let base = Settings { temperature: Some(0.2), seed: Some(7), ..Settings::default() };
        let lane = Settings { temperature: Some(1.0), n: Some(2), ..Settings::default() };
        let merged = lane.over(&base);
        assert_eq!((merged.temperature, merged.seed, merged.n), (Some(1.0), Some(7), Some(2)));
        assert_eq!(Settings::default().over(&base), base);
    }
}
