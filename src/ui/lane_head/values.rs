//! What is typed into a setting's field, and what stands in [`Settings`]: one from the other.

use super::fields::{Entry, Field, Refusal};
use lineup_core::draft::Settings;
use serde_json::{Map, Value, json};

/// Chat takes up to four stop sequences (OpenAI API reference, `stop`).
const STOPS: usize = 4;

/// Chat gives up to 128 answers to one request (OpenAI API reference, `n`).
const CHOICES: i64 = 128;

/// Up to 20 alternatives for a token (OpenAI API reference, `top_logprobs`).
const ALTERNATIVES: i64 = 20;

/// Up to 16 pairs (OpenAI API reference, `metadata`).
const PAIRS: usize = 16;

impl Field {
    /// What is set, as it is typed; `None` if nothing is.
    #[must_use]
    pub fn read(self, settings: &Settings) -> Option<String> {
        match self {
            Self::Effort => settings.effort.clone(),
            Self::Summary => settings.summary.clone(),
            Self::Verbosity => settings.verbosity.clone(),
            Self::MaxOutputTokens => settings.max_output_tokens.map(|n| n.to_string()),
            Self::Temperature => settings.temperature.map(|n| n.to_string()),
            Self::TopP => settings.top_p.map(|n| n.to_string()),
            Self::PresencePenalty => settings.presence_penalty.map(|n| n.to_string()),
            Self::FrequencyPenalty => settings.frequency_penalty.map(|n| n.to_string()),
            Self::Stop => settings.stop.as_ref().map(|stops| stops.iter().map(|stop| escape(stop)).collect::<Vec<_>>().join("\n")),
            Self::Seed => settings.seed.map(|n| n.to_string()),
            Self::N => settings.n.map(|n| n.to_string()),
            Self::Logprobs => settings.logprobs.filter(|on| *on).map(|_| settings.top_logprobs.unwrap_or(0).to_string()),
            Self::ParallelToolCalls => settings.parallel_tool_calls.map(|on| on.to_string()),
            Self::ServiceTier => settings.service_tier.clone(),
            Self::Store => settings.store.map(|on| on.to_string()),
            Self::Background => settings.extra.get("background").and_then(Value::as_bool).map(|on| on.to_string()),
            Self::Metadata => settings.metadata.as_ref().map(|pairs| {
                let line = |(name, value): (&String, &Value)| {
                    format!("{name}: {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                };
                pairs.iter().map(line).collect::<Vec<_>>().join("\n")
            }),
            Self::Prediction => settings.extra.get("prediction").and_then(|raw| raw["content"].as_str()).map(str::to_owned),
            Self::LogitBias => settings.logit_bias.as_ref().map(|pairs| {
                let line = |(token, bias): (&String, &Value)| format!("{token}: {bias}");
                pairs.iter().map(line).collect::<Vec<_>>().join("\n")
            }),
            Self::Voice => settings.extra.get("audio").and_then(|raw| raw["voice"].as_str()).map(str::to_owned),
            // Either the id alone, or an object with it.
            Self::Conversation | Self::StoredPrompt => {
                let raw = settings.extra.get(self.name())?;
                raw.as_str().or_else(|| raw["id"].as_str()).map(str::to_owned)
            }
            Self::MaxToolCalls => settings.extra.get(self.name()).and_then(Value::as_u64).map(|n| n.to_string()),
            Self::ReasoningMode
            | Self::ReasoningContext
            | Self::Truncation
            | Self::PromptCacheKey
            | Self::PromptCacheRetention
            | Self::SafetyIdentifier => settings.extra.get(self.name()).and_then(Value::as_str).map(str::to_owned),
            Self::User => settings.user.clone(),
        }
    }

    /// Sets what was typed; nothing typed unsets it.
    ///
    /// # Errors
    /// The value cannot be taken; the settings are as before.
    pub fn write(self, settings: &mut Settings, typed: &str) -> Result<(), Refusal> {
        let typed = if matches!(self, Self::Stop | Self::Prediction) { typed } else { typed.trim() };
        let word = || (!typed.is_empty()).then(|| typed.to_owned());
        match self {
            Self::Effort => settings.effort = word(),
            Self::Summary => settings.summary = word(),
            Self::Verbosity => settings.verbosity = word(),
            Self::MaxOutputTokens => settings.max_output_tokens = whole(typed, 1, i64::from(u32::MAX))?.and_then(|n| u32::try_from(n).ok()),
            Self::Temperature => settings.temperature = self.decimal(typed)?,
            Self::TopP => settings.top_p = self.decimal(typed)?,
            Self::PresencePenalty => settings.presence_penalty = self.decimal(typed)?,
            Self::FrequencyPenalty => settings.frequency_penalty = self.decimal(typed)?,
            Self::Stop => settings.stop = lines(typed)?,
            Self::Seed => settings.seed = whole(typed, i64::MIN, i64::MAX)?,
            Self::N => settings.n = whole(typed, 1, CHOICES)?.and_then(|n| u32::try_from(n).ok()),
            Self::Logprobs => {
                let alternatives = whole(typed, 0, ALTERNATIVES)?.and_then(|n| u8::try_from(n).ok());
                settings.logprobs = alternatives.map(|_| true);
                settings.top_logprobs = alternatives.filter(|n| *n > 0);
            }
            Self::ParallelToolCalls => settings.parallel_tool_calls = typed.parse().ok(),
            Self::ServiceTier => settings.service_tier = word(),
            Self::Store => settings.store = typed.parse().ok(),
            Self::Background => extra(settings, "background", typed.parse::<bool>().ok().map(Value::from)),
            Self::Metadata => settings.metadata = pairs(typed)?,
            Self::Prediction => {
                let prediction = (!typed.is_empty()).then(|| json!({"type": "content", "content": typed}));
                extra(settings, "prediction", prediction);
            }
            Self::LogitBias => settings.logit_bias = biases(typed)?,
            Self::Voice => voice(settings, typed),
            Self::StoredPrompt => {
                let mut prompt = settings.extra.get("prompt").filter(|raw| raw.is_object()).cloned().unwrap_or_else(|| json!({}));
                prompt["id"] = typed.into();
                extra(settings, "prompt", (!typed.is_empty()).then_some(prompt));
            }
            Self::MaxToolCalls => extra(settings, self.name(), whole(typed, 1, i64::from(u32::MAX))?.map(Value::from)),
            Self::Conversation
            | Self::ReasoningMode
            | Self::ReasoningContext
            | Self::Truncation
            | Self::PromptCacheKey
            | Self::PromptCacheRetention
            | Self::SafetyIdentifier => extra(settings, self.name(), word().map(Value::from)),
            Self::User => settings.user = word(),
        }
        Ok(())
    }

    fn decimal(self, typed: &str) -> Result<Option<f64>, Refusal> {
        let Entry::Decimal { min, max } = self.entry() else { return Ok(None) };
        if typed.is_empty() {
            return Ok(None);
        }
        // Half the world writes 0,7.
        let number: f64 = typed.replacen(',', ".", 1).parse().map_err(|_| Refusal::NotANumber)?;
        match number {
            n if !n.is_finite() => Err(Refusal::NotANumber),
            n if n < min => Err(Refusal::Below(min)),
            n if n > max => Err(Refusal::Above(max)),
            n => Ok(Some(n)),
        }
    }
}

/// A field that the draft keeps as the API writes it.
fn extra(settings: &mut Settings, name: &str, value: Option<Value>) {
    match value {
        Some(value) => _ = settings.extra.insert(name.to_owned(), value),
        None => _ = settings.extra.shift_remove(name),
    }
}

/// The voice of a model that speaks, and that it shall. The samples come bare while the answer streams, which no container allows
/// (quirks: Q-AUDIO-MODALITIES).
fn voice(settings: &mut Settings, typed: &str) {
    if typed.is_empty() {
        settings.extra.shift_remove("audio");
        settings.extra.shift_remove("modalities");
        return;
    }
    let mut audio = settings.extra.get("audio").filter(|raw| raw.is_object()).cloned().unwrap_or_else(|| json!({"format": "pcm16"}));
    audio["voice"] = typed.into();
    extra(settings, "audio", Some(audio));
    extra(settings, "modalities", Some(json!(["text", "audio"])));
}

/// One `token: bias` a line: a token's id, and −100 to 100 (OpenAI API reference, `logit_bias`).
fn biases(typed: &str) -> Result<Option<Map<String, Value>>, Refusal> {
    const MOST: f64 = 100.0;
    let bias = |line: &str| {
        let (token, bias) = line.split_once(':').ok_or(Refusal::NotNamed)?;
        let token: u32 = token.trim().parse().map_err(|_| Refusal::NotWhole)?;
        let bias: serde_json::Number = bias.trim().parse().map_err(|_| Refusal::NotANumber)?;
        match bias.as_f64().unwrap_or(f64::INFINITY) {
            n if n < -MOST => Err(Refusal::Below(-MOST)),
            n if n > MOST => Err(Refusal::Above(MOST)),
            _ => Ok((token.to_string(), Value::Number(bias))),
        }
    };
    let biases: Map<String, Value> = typed.lines().filter(|line| !line.trim().is_empty()).map(bias).collect::<Result<_, _>>()?;
    Ok(Some(biases).filter(|biases| !biases.is_empty()))
}

/// One `name: value` a line. The API takes texts only.
fn pairs(typed: &str) -> Result<Option<Map<String, Value>>, Refusal> {
    let pair = |line: &str| {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let name = name.trim();
        (!name.is_empty()).then(|| (name.to_owned(), Value::from(value.trim()))).ok_or(Refusal::NotNamed)
    };
    let pairs: Map<String, Value> = typed.lines().filter(|line| !line.trim().is_empty()).map(pair).collect::<Result<_, _>>()?;
    if pairs.len() > PAIRS { Err(Refusal::TooMany(PAIRS)) } else { Ok(Some(pairs).filter(|pairs| !pairs.is_empty())) }
}

/// A whole number; separators between thousands are how people write one.
fn whole(typed: &str, min: i64, max: i64) -> Result<Option<i64>, Refusal> {
    let bare: String = typed.chars().filter(|c| !matches!(c, ',' | '_' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    if bare.is_empty() {
        return Ok(None);
    }
    let number: i64 = bare.parse().map_err(|_| if bare.parse::<f64>().is_ok() { Refusal::NotWhole } else { Refusal::NotANumber })?;
    match number {
        #[expect(clippy::cast_precision_loss, reason = "a bound that is shown, not counted with")]
        n if n < min => Err(Refusal::Below(min as f64)),
        #[expect(clippy::cast_precision_loss, reason = "a bound that is shown, not counted with")]
        n if n > max => Err(Refusal::Above(max as f64)),
        n => Ok(Some(n)),
    }
}

/// One stop sequence a line; `\n`, `\t` and `\\` stand for what cannot be typed in one.
fn lines(typed: &str) -> Result<Option<Vec<String>>, Refusal> {
    let stops: Vec<_> = typed.lines().filter(|line| !line.is_empty()).map(unescape).collect();
    match stops.len() {
        0 => Ok(None),
        n if n > STOPS => Err(Refusal::TooMany(STOPS)),
        _ => Ok(Some(stops)),
    }
}

fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").replace('\t', "\\t")
}

fn unescape(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let rest = chars.as_str();
        let meant = match (c, rest.chars().next()) {
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some('r')) => Some('\r'),
            ('\\', Some('t')) => Some('\t'),
            ('\\', Some('\\')) => Some('\\'),
            _ => None,
        };
        if meant.is_some() {
            chars.next();
        }
        text.push(meant.unwrap_or(c));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Field, Refusal};
    use lineup_core::draft::Settings;
    use serde_json::json;

    fn typed(field: Field, text: &str) -> Result<Option<String>, Refusal> {
        let mut settings = Settings::default();
        field.write(&mut settings, text).map(|()| field.read(&settings))
    }

    #[test]
    fn what_is_typed_is_what_is_set() {
        for (field, text, set) in [
            (Field::Effort, "high", Some("high")),
            (Field::MaxOutputTokens, "8,192", Some("8192")),
            (Field::MaxOutputTokens, " 8 192 ", Some("8192")),
            (Field::MaxOutputTokens, "", None),
            (Field::Temperature, "0.7", Some("0.7")),
            (Field::Temperature, "0,7", Some("0.7")),
            (Field::Temperature, "2", Some("2")),
            (Field::TopP, "", None),
            (Field::PresencePenalty, "-1.5", Some("-1.5")),
            (Field::Seed, "-7", Some("-7")),
            (Field::N, "2", Some("2")),
            (Field::Logprobs, "0", Some("0")),
            (Field::Logprobs, "5", Some("5")),
            (Field::Logprobs, "", None),
            (Field::Store, "false", Some("false")),
            (Field::Background, "true", Some("true")),
            (Field::Background, "", None),
            (Field::Metadata, "run: 7\n\n of :a:b ", Some("run: 7\nof: a:b")),
            (Field::Prediction, "fn main() {}\n", Some("fn main() {}\n")),
            (Field::Prediction, "", None),
            (Field::Stop, "END\n\n\\n\\n", Some("END\n\\n\\n")),
            (Field::Stop, "  two spaces", Some("  two spaces")),
            (Field::Stop, "C:\\\\new", Some("C:\\\\new")),
            (Field::Stop, "\n", None),
            (Field::ParallelToolCalls, "false", Some("false")),
            (Field::ParallelToolCalls, "", None),
            (Field::LogitBias, "50256: -100\n\n 7 : 1.5", Some("50256: -100\n7: 1.5")),
            (Field::LogitBias, "", None),
            (Field::Voice, "alloy", Some("alloy")),
            (Field::Voice, "", None),
            (Field::ReasoningMode, "pro", Some("pro")),
            (Field::Conversation, " conv_1 ", Some("conv_1")),
            (Field::StoredPrompt, "pmpt_1", Some("pmpt_1")),
            (Field::StoredPrompt, "", None),
            (Field::MaxToolCalls, "3", Some("3")),
            (Field::MaxToolCalls, "", None),
            (Field::Truncation, "auto", Some("auto")),
            (Field::PromptCacheRetention, "24h", Some("24h")),
            (Field::SafetyIdentifier, "u-1", Some("u-1")),
            (Field::User, "u-1", Some("u-1")),
            (Field::User, "", None),
        ] {
            assert_eq!(typed(field, text), Ok(set.map(str::to_owned)), "{field:?} {text:?}");
        }
    }

    #[test]
    fn what_cannot_be_taken_says_why_and_changes_nothing() {
        for (field, text, refusal) in [
            (Field::MaxOutputTokens, "0", Refusal::Below(1.0)),
            (Field::MaxOutputTokens, "99999999999", Refusal::Above(4_294_967_295.0)),
            (Field::MaxOutputTokens, "1.5", Refusal::NotWhole),
            (Field::MaxOutputTokens, "many", Refusal::NotANumber),
            (Field::Temperature, "2.1", Refusal::Above(2.0)),
            (Field::Temperature, "NaN", Refusal::NotANumber),
            (Field::Temperature, "inf", Refusal::NotANumber),
            (Field::TopP, "-0.1", Refusal::Below(0.0)),
            (Field::N, "129", Refusal::Above(128.0)),
            (Field::Stop, "a\nb\nc\nd\ne", Refusal::TooMany(4)),
            (Field::LogitBias, "7", Refusal::NotNamed),
            (Field::LogitBias, "word: 1", Refusal::NotWhole),
            (Field::LogitBias, "7: much", Refusal::NotANumber),
            (Field::LogitBias, "7: 101", Refusal::Above(100.0)),
            (Field::MaxToolCalls, "0", Refusal::Below(1.0)),
        ] {
            let before = Settings {
                max_output_tokens: Some(64),
                temperature: Some(1.0),
                top_p: Some(0.5),
                stop: Some(vec!["x".to_owned()]),
                ..Settings::default()
            };
            let mut settings = before.clone();
            assert_eq!(field.write(&mut settings, text), Err(refusal), "{field:?} {text:?}");
            assert_eq!(settings, before);
        }
    }

    #[test]
    fn a_stop_sequence_survives_being_shown_and_read_again() {
        let stops = vec!["\n\n".to_owned(), "\\n".to_owned(), "\ttab \\".to_owned(), "끝".to_owned()];
        let mut settings = Settings { stop: Some(stops.clone()), ..Settings::default() };
        let shown = Field::Stop.read(&settings).unwrap_or_default();
        assert_eq!(Field::Stop.write(&mut settings, &shown), Ok(()));
        assert_eq!(settings.stop, Some(stops));
    }

    #[test]
    fn what_a_field_does_not_show_stays() {
        let mut settings = Settings::default();
        settings.extra.insert("prompt".into(), json!({"id": "pmpt_1", "version": "2"}));
        settings.extra.insert("audio".into(), json!({"voice": "ash", "format": "wav"}));
        assert_eq!(Field::StoredPrompt.write(&mut settings, "pmpt_2"), Ok(()));
        assert_eq!(Field::Voice.write(&mut settings, "verse"), Ok(()));
        assert_eq!(settings.extra["prompt"], json!({"id": "pmpt_2", "version": "2"}));
        assert_eq!(settings.extra["audio"], json!({"voice": "verse", "format": "wav"}));
        assert_eq!(settings.extra["modalities"], json!(["text", "audio"]));
        assert_eq!(Field::Voice.write(&mut settings, ""), Ok(()));
        assert_eq!(settings.extra.keys().collect::<Vec<_>>(), ["prompt"]);
    }

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }
}
