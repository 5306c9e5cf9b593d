//! The settings that a lane's head can edit: their names and how they are entered. How a typed value is read, and where it stands in
//! the settings, is the business of [`super::values`].
//!
//! Pure: which of them a model accepts at an endpoint is the plan's knowledge, what they are called is the translation files'.

/// One setting, in the order in which the editor lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Effort,
    Summary,
    Verbosity,
    MaxOutputTokens,
    Temperature,
    TopP,
    PresencePenalty,
    FrequencyPenalty,
    Stop,
    Seed,
    N,
    Logprobs,
    ParallelToolCalls,
    ServiceTier,
    Store,
    Background,
    Metadata,
    Prediction,
    LogitBias,
    Voice,
    ReasoningMode,
    ReasoningContext,
    MaxToolCalls,
    Truncation,
    Conversation,
    StoredPrompt,
    PromptCacheKey,
    PromptCacheRetention,
    SafetyIdentifier,
    User,
}

/// How a setting is entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// One of a few words. Which ones, the plan says; a value beyond them that is set already is kept and shown.
    Choice,
    /// A whole number of at least this.
    Whole { min: i64 },
    /// Any whole number.
    AnyWhole,
    /// A number between these two.
    Decimal { min: f64, max: f64 },
    /// Texts, one a line.
    Lines,
    /// One text.
    Text,
    /// On or off.
    Switch,
}

/// Why a typed value cannot be taken. It stays in its field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    NotANumber,
    NotWhole,
    Below(f64),
    Above(f64),
    /// More stop sequences than the APIs take.
    TooMany(usize),
    /// A line without a name before its colon.
    NotNamed,
}

impl Field {
    pub const ALL: [Self; 30] = [
        Self::Effort,
        Self::Summary,
        Self::Verbosity,
        Self::MaxOutputTokens,
        Self::Temperature,
        Self::TopP,
        Self::PresencePenalty,
        Self::FrequencyPenalty,
        Self::Stop,
        Self::Seed,
        Self::N,
        Self::Logprobs,
        Self::ParallelToolCalls,
        Self::ServiceTier,
        Self::Store,
        Self::Background,
        Self::Metadata,
        Self::Prediction,
        Self::LogitBias,
        Self::Voice,
        Self::ReasoningMode,
        Self::ReasoningContext,
        Self::MaxToolCalls,
        Self::Truncation,
        Self::Conversation,
        Self::StoredPrompt,
        Self::PromptCacheKey,
        Self::PromptCacheRetention,
        Self::SafetyIdentifier,
        Self::User,
    ];

    /// Those from here on are for few, and stand folded.
    pub const OFTEN: usize = 18;

    /// The name in the draft, which is also what the plan's adjustments call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Effort => "effort",
            Self::Summary => "summary",
            Self::Verbosity => "verbosity",
            Self::MaxOutputTokens => "max_output_tokens",
            Self::Temperature => "temperature",
            Self::TopP => "top_p",
            Self::PresencePenalty => "presence_penalty",
            Self::FrequencyPenalty => "frequency_penalty",
            Self::Stop => "stop",
            Self::Seed => "seed",
            Self::N => "n",
            Self::Logprobs => "logprobs",
            Self::ParallelToolCalls => "parallel_tool_calls",
            Self::ServiceTier => "service_tier",
            Self::Store => "store",
            Self::Background => "background",
            Self::Metadata => "metadata",
            Self::Prediction => "prediction",
            Self::LogitBias => "logit_bias",
            Self::Voice => "audio",
            Self::ReasoningMode => "reasoning.mode",
            Self::ReasoningContext => "reasoning.context",
            Self::MaxToolCalls => "max_tool_calls",
            Self::Truncation => "truncation",
            Self::Conversation => "conversation",
            Self::StoredPrompt => "prompt",
            Self::PromptCacheKey => "prompt_cache_key",
            Self::PromptCacheRetention => "prompt_cache_retention",
            Self::SafetyIdentifier => "safety_identifier",
            Self::User => "user",
        }
    }

    /// The field with this name in the draft.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// How it is entered. The bounds are those of the API reference.
    #[must_use]
    pub const fn entry(self) -> Entry {
        match self {
            Self::Effort
            | Self::Summary
            | Self::Verbosity
            | Self::ServiceTier
            | Self::Voice
            | Self::ReasoningMode
            | Self::ReasoningContext
            | Self::Truncation
            | Self::PromptCacheRetention => Entry::Choice,
            Self::Logprobs => Entry::Whole { min: 0 },
            Self::MaxOutputTokens | Self::N | Self::MaxToolCalls => Entry::Whole { min: 1 },
            Self::Temperature => Entry::Decimal { min: 0.0, max: 2.0 },
            Self::TopP => Entry::Decimal { min: 0.0, max: 1.0 },
            Self::PresencePenalty | Self::FrequencyPenalty => Entry::Decimal { min: -2.0, max: 2.0 },
            Self::Stop | Self::Metadata | Self::Prediction | Self::LogitBias => Entry::Lines,
            Self::Conversation | Self::StoredPrompt | Self::PromptCacheKey | Self::SafetyIdentifier | Self::User => Entry::Text,
            Self::Seed => Entry::AnyWhole,
            Self::ParallelToolCalls | Self::Store | Self::Background => Entry::Switch,
        }
    }

    /// The values that are offered where nobody knows which ones a model takes: those that any model is known to take.
    #[must_use]
    pub const fn common_values(self) -> &'static [&'static str] {
        match self {
            Self::Effort => &["none", "minimal", "low", "medium", "high", "xhigh", "max"],
            Self::Summary => &["auto", "concise", "detailed"],
            Self::Verbosity => &["low", "medium", "high"],
            Self::ServiceTier => &["auto", "default", "flex", "priority"],
            // OpenAI's built-in voices (API reference, `audio.voice`); another is taken over from elsewhere.
            Self::Voice => {
                &["alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse"]
            }
            // wire.md c.1.
            Self::ReasoningMode => &["standard", "pro"],
            Self::ReasoningContext => &["auto", "current_turn", "all_turns"],
            Self::Truncation => &["auto", "disabled"],
            // wire.md b.1.
            Self::PromptCacheRetention => &["in_memory", "24h"],
            _ => &[],
        }
    }
}
