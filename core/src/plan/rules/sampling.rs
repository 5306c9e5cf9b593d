//! Rules on effort, sampling, summary and verbosity: what a model accepts of each (quirks.md §1, §2).

use super::{Rule, Then, When};
use crate::lineup::Sampling;
use crate::wire::Api;

const CHAT: When = When::Api(Api::Chat);

const EFFORT_WORDS: &str = "Unsupported value: '{asked}' is not supported with the '{model}' model.";
const PARAMETER_WORDS: &str = "Unsupported parameter: '{place}' is not supported with this model.";
const DEFAULT_WORDS: &str =
    "Unsupported value: '{place}' does not support {asked} with this model. Only the default (1) value is supported.";

pub(super) const EFFORT: &[Rule] = &[
    Rule {
        id: "Q-CHATLATEST",
        on: "effort",
        when: &[When::Listed("Q-CHATLATEST"), When::Refused],
        then: Then::Drop,
        en: "{model} is a chat model: it takes no effort.",
        ko: "{model} 모델은 채팅 모델이라 추론 강도를 받지 않습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-CHATLATEST",
        on: "effort",
        when: &[When::Listed("Q-CHATLATEST"), When::IsNot("medium")],
        then: Then::Set("medium"),
        en: "{model} takes only effort medium.",
        ko: "{model} 모델은 추론 강도 medium만 받습니다.",
        server: Some(EFFORT_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-CHATLATEST",
        on: "verbosity",
        when: &[When::Listed("Q-CHATLATEST"), When::NoValues],
        then: Then::Drop,
        en: "{model} is a chat model: it takes no verbosity.",
        ko: "{model} 모델은 채팅 모델이라 상세도를 받지 않습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-CHATLATEST",
        on: "verbosity",
        when: &[When::Listed("Q-CHATLATEST"), When::IsNot("medium")],
        then: Then::Set("medium"),
        en: "{model} takes only verbosity medium.",
        ko: "{model} 모델은 상세도 medium만 받습니다.",
        server: Some(EFFORT_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-EFFORT-NONREASONING",
        on: "effort",
        when: &[When::Refused],
        then: Then::Drop,
        en: "{model} does not take a reasoning effort.",
        ko: "{model} 모델은 추론 강도를 받지 않습니다.",
        server: Some("Unrecognized request argument supplied: {place}"),
        optional: true,
    },
    Rule {
        id: "Q-EFFORT-NONREASONING",
        on: "summary",
        when: &[When::Refused],
        then: Then::Drop,
        en: "{model} does not reason, so there is nothing to summarise.",
        ko: "{model} 모델은 추론하지 않으므로 요약할 것이 없습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-AZ-NONE",
        on: "effort",
        when: &[When::Azure, When::Family("gpt-5"), When::Is("none"), When::OffList],
        then: Then::Drop,
        en: "Azure takes effort none only from gpt-5.1 on; {model} works at its default.",
        ko: "Azure는 gpt-5.1부터 추론 강도 none을 받습니다. {model} 모델은 기본값으로 동작합니다.",
        server: Some(EFFORT_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-MAX-RESPONLY",
        on: "effort",
        when: &[CHAT, When::ResponsesOnlyValue],
        then: Then::Nearest,
        en: "Only the Responses API takes effort {asked}; Chat Completions gets {sent}.",
        ko: "추론 강도 {asked} 값은 Responses API만 받습니다. Chat Completions에는 {sent} 값을 보냅니다.",
        server: Some(EFFORT_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-EFFORT-VALUE",
        on: "effort",
        when: &[When::OffList],
        then: Then::Nearest,
        en: "{model} does not know effort {asked}; the nearest that it takes is {sent}.",
        ko: "{model} 모델에는 추론 강도 {asked} 값이 없어 가장 가까운 {sent} 값을 보냅니다.",
        server: Some(EFFORT_WORDS),
        optional: true,
    },
];

/// The rules of one sampling parameter that an open effort may allow.
const fn gpt6(on: &'static str) -> Rule {
    Rule {
        id: "Q-GPT6-SAMPLING",
        on,
        when: &[When::Sampling(Sampling::Never), When::Refused],
        then: Then::Drop,
        en: "{model} takes no {field}, not even with effort none.",
        ko: "{model} 모델은 추론 강도가 none이어도 {field} 값을 받지 않습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    }
}

const fn closed(id: &'static str, on: &'static str, when: &'static [When]) -> Rule {
    Rule {
        id,
        on,
        when,
        then: Then::Drop,
        en: "{model} chooses its own sampling while it reasons: {field} is not sent.",
        ko: "{model} 모델은 추론하는 동안 표본 추출을 스스로 정하므로 {field} 값을 보내지 않습니다.",
        server: Some(DEFAULT_WORDS),
        optional: true,
    }
}

const fn refused(id: &'static str, on: &'static str) -> Rule {
    Rule {
        id,
        on,
        when: &[When::Refused],
        then: Then::Drop,
        en: "{model} does not take {field}.",
        ko: "{model} 모델은 {field} 값을 받지 않습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    }
}

pub(super) const SAMPLING: &[Rule] = &[
    gpt6("temperature"),
    gpt6("top_p"),
    gpt6("logprobs"),
    gpt6("top_logprobs"),
    closed("Q-TEMP", "temperature", &[When::Refused, When::SamplingClosed, When::NotTheDefaultOne]),
    closed("Q-TOPP", "top_p", &[When::Refused, When::SamplingClosed, When::NotTheDefaultOne]),
    refused("Q-PENALTY", "presence_penalty"),
    refused("Q-PENALTY", "frequency_penalty"),
    closed("Q-LOGPROBS", "logprobs", &[When::Refused, When::SamplingClosed]),
    // Effort none opens temperature, top_p and logprobs, and nothing else (Q-SAMPLING-NONE).
    refused("Q-LOGPROBS", "top_logprobs"),
    refused("Q-LOGPROBS", "logit_bias"),
    refused("Q-STOP", "stop"),
    refused("L-REFUSED", "prediction"),
    refused("L-REFUSED", "modalities"),
    refused("L-REFUSED", "audio"),
];

pub(super) const WORDS: &[Rule] = &[
    Rule {
        id: "Q-SUMMARY-O3MINI",
        on: "summary",
        when: &[When::NoValues],
        then: Then::Drop,
        en: "{model} gives no summary of its reasoning.",
        ko: "{model} 모델은 추론 요약을 주지 않습니다.",
        server: Some("Unsupported parameter: 'reasoning.generate_summary' is not supported with the '{model}' model."),
        optional: true,
    },
    Rule {
        id: "Q-SUMMARY-CONCISE",
        on: "summary",
        when: &[When::Api(Api::Responses), When::OffList],
        then: Then::Set("auto"),
        en: "{model} does not give a {asked} summary; auto takes what it has.",
        ko: "{model} 모델은 {asked} 요약을 주지 않습니다. auto는 가능한 것을 고릅니다.",
        server: Some("Unsupported value: '{asked}' is not supported with the '{model}' model. Supported values are: 'detailed'."),
        optional: true,
    },
    Rule {
        id: "Q-VERBOSITY-CODEX",
        on: "verbosity",
        when: &[When::NoValues],
        then: Then::Drop,
        en: "{model} takes no verbosity.",
        ko: "{model} 모델은 상세도를 받지 않습니다.",
        server: Some(PARAMETER_WORDS),
        optional: true,
    },
    Rule {
        id: "Q-GPT6-CACHE",
        on: "prompt_cache_retention",
        when: &[When::Listed("Q-GPT6-CACHE")],
        then: Then::CacheOptions,
        en: "{model} takes prompt_cache_options instead of prompt_cache_retention.",
        ko: "{model} 모델은 prompt_cache_retention 대신 prompt_cache_options를 받습니다.",
        server: None,
        optional: true,
    },
];
