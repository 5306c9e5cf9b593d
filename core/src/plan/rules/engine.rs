//! Applies the rules, one after the other, to what is asked.

use super::{RULES, Rule, Then, When};
use crate::lineup::{JsonFallback, Sampling};
use crate::plan::asked::Asked;
use crate::plan::wire;
use crate::wire::Api;
use serde_json::{Value, json};

/// Efforts in rising order (wire.md b.1).
const LADDER: [&str; 7] = ["none", "minimal", "low", "medium", "high", "xhigh", "max"];
/// The least output limit that Responses takes (Q-MAXTOK-R).
const LEAST_LIMIT: u64 = 16;

/// The first rule with this id, for its words.
pub(in crate::plan) fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().flatten().find(|rule| rule.id == id)
}

/// The rules that decide the API.
pub(in crate::plan) fn apply_api(asked: &mut Asked<'_>) {
    asked.fields.insert("api".into(), api_name(asked.api).into());
    for rule in super::shape::API {
        apply(rule, rule.on, asked);
    }
    asked.fields.shift_remove("api");
}

/// All other rules.
pub(in crate::plan) fn apply_all(asked: &mut Asked<'_>) {
    for rule in RULES.iter().skip(1).copied().flatten() {
        if rule.on == "*" {
            let settings: Vec<String> = asked.fields.keys().cloned().collect();
            settings.iter().for_each(|setting| apply(rule, setting, asked));
        } else {
            apply(rule, rule.on, asked);
        }
    }
}

fn apply(rule: &Rule, setting: &str, asked: &mut Asked<'_>) {
    let set = asked.fields.contains_key(setting) || rule.when.contains(&When::EvenUnset);
    if rule.then == Then::Elsewhere || !set || !rule.when.iter().all(|when| holds(*when, setting, asked)) {
        return;
    }
    if rule.optional && asked.anyway.contains(rule.id) {
        // Not where the rule minds the tools beside the setting: the value itself may still be one that the model does not know.
        if !rule.when.contains(&When::FunctionTools) {
            asked.insisted.insert(setting.to_owned());
        }
        return;
    }
    // Several rules may mind the same value; one "send it anyway" is meant for all of them.
    let minds_the_value = matches!(rule.then, Then::Drop | Then::Set(_) | Then::False | Then::Nearest);
    if rule.optional && rule.on != "*" && minds_the_value && asked.insisted.contains(setting) {
        return;
    }
    let before = asked.get(setting).cloned().unwrap_or(Value::Null);
    let sent = match rule.then {
        Then::Elsewhere => return,
        Then::Drop => {
            asked.fields.shift_remove(setting);
            Value::Null
        }
        Then::Set(word) => {
            asked.one_role |= setting == "role";
            put(asked, setting, word.into())
        }
        Then::False => put(asked, setting, false.into()),
        Then::Nearest => match nearest(before.as_str().unwrap_or_default(), &asked.facts.values(asked.api, setting).unwrap_or_default()) {
            Some(value) => put(asked, setting, value.into()),
            None => return,
        },
        Then::LimitName(name) => {
            asked.limit_name = Some(name);
            json!({name: before})
        }
        Then::ResponsesLimit => {
            let raised = before.as_u64().map_or_else(|| before.clone(), |limit| limit.max(LEAST_LIMIT).into());
            put(asked, setting, raised.clone());
            if asked.asked_name(setting) == "max_output_tokens" { raised } else { json!({"max_output_tokens": raised}) }
        }
        Then::Rename => match setting {
            "messages" => json!("input"),
            "logprobs" => json!({"include": ["message.output_text.logprobs"]}),
            _ => nested(wire::place_anyway(asked.api, setting), &before),
        },
        Then::Use(api) => {
            asked.api = api;
            api_name(api).into()
        }
        Then::JsonFallback => json_fallback(asked, &before),
        Then::DropHosted => {
            let (kept, hosted): (Vec<Value>, Vec<Value>) =
                before.as_array().cloned().unwrap_or_default().into_iter().partition(|tool| !is_hosted(tool));
            match kept.is_empty() {
                true => asked.fields.shift_remove(setting),
                false => asked.fields.insert(setting.into(), Value::Array(kept)),
            };
            asked.report(rule, setting, Value::Array(hosted), Value::Null);
            return;
        }
        Then::AddWebSearch => {
            let mut tools = before.as_array().cloned().unwrap_or_default();
            tools.push(json!({"type": "web_search_preview"}));
            put(asked, setting, Value::Array(tools))
        }
        Then::CacheOptions => {
            asked.fields.shift_remove(setting);
            // The one lifetime that the new field has (wire.md b.1).
            asked.fields.entry("prompt_cache_options").or_insert_with(|| json!({"ttl": "30m"}));
            json!({"prompt_cache_options": asked.get("prompt_cache_options")})
        }
        Then::AudioOutput => match setting {
            "audio" => json!({"modalities": put(asked, "modalities", json!(["text", "audio"]))}),
            _ => {
                // While it streams, the sound comes as bare samples.
                let format = if asked.get("stream") == Some(&Value::Bool(true)) { "pcm16" } else { "wav" };
                json!({"audio": put(asked, "audio", json!({"voice": "alloy", "format": format}))})
            }
        },
        Then::StreamOptions => {
            let options = stream_options(asked.api, &before);
            if before.get("include_usage").is_none() {
                // Nobody asked about usage: asking for it is the plan's own business.
                put(asked, setting, options);
                return;
            }
            match options.as_object().is_some_and(|options| !options.is_empty()) {
                true => put(asked, setting, options),
                false => {
                    asked.fields.shift_remove(setting);
                    Value::Null
                }
            }
        }
    };
    if sent != before {
        asked.report(rule, setting, before, sent);
    }
}

/// A tool that the vendor's servers run: Chat Completions has none of these.
fn is_hosted(tool: &Value) -> bool {
    tool.get("type").and_then(Value::as_str).is_some_and(|kind| !matches!(kind, "function" | "custom"))
}

fn put(asked: &mut Asked<'_>, setting: &str, value: Value) -> Value {
    asked.fields.insert(setting.into(), value.clone());
    value
}

pub(super) fn holds(when: When, setting: &str, asked: &Asked<'_>) -> bool {
    let facts = &asked.facts;
    let model = facts.model();
    let value = asked.get(setting);
    let word = value.and_then(Value::as_str);
    let tools = || asked.get("tools").and_then(Value::as_array).into_iter().flatten();
    match when {
        When::EvenUnset => true,
        When::Api(api) => asked.api == api,
        When::Serves(api) => facts.serves(api) == Some(true),
        When::ServesNot(api) => facts.serves(api) == Some(false),
        When::Azure => facts.azure(),
        When::Compatible => facts.compatible(),
        When::NotCompatible => !facts.compatible(),
        When::Known => model.is_some(),
        When::Listed(id) => facts.listed(id),
        When::NotListed(id) => !facts.listed(id),
        When::Family(family) => model.is_some_and(|model| model.family == family),
        When::Refused => facts.refuses(asked.api, setting),
        When::OffList => {
            facts.values(asked.api, setting).is_some_and(|values| word.is_some_and(|word| !values.iter().any(|value| value == word)))
        }
        When::NoValues => facts.values(asked.api, setting).is_some_and(|values| values.is_empty()),
        When::ResponsesOnlyValue => model.is_some_and(|model| model.effort.responses_only.iter().any(|value| Some(value.as_str()) == word)),
        When::Is(expected) => word == Some(expected),
        When::IsNot(expected) => word != Some(expected),
        When::True => value == Some(&Value::Bool(true)),
        When::StoreOff => crate::plan::replay::store_is_off(asked),
        When::NotTheDefaultOne => {
            // Chat takes the default; o3-mini and Responses refuse the very name (Q-TEMP).
            let takes_one = asked.api == Api::Chat && model.is_none_or(|model| model.id != "o3-mini");
            !(takes_one && value.and_then(Value::as_f64) == Some(1.0))
        }
        When::Sampling(sampling) => facts.sampling() == Some(sampling),
        When::SamplingClosed => match facts.sampling() {
            Some(Sampling::EffortNone) => asked.effective_effort() != Some("none"),
            Some(Sampling::Always) => false,
            Some(Sampling::Never) | None => true,
        },
        When::FunctionTools => asked.has_function_tools(),
        When::HostedTools => tools().any(is_hosted),
        When::NoTools => tools().next().is_none(),
        When::NoDataTool => !tools().any(|tool| matches!(tool.get("type").and_then(Value::as_str), Some("web_search_preview" | "mcp"))),
        When::ChatTools(condition) => model.and_then(|model| model.chat_tools) == Some(condition),
        When::SchemaRefused => {
            facts.json_fallback().is_some() && value.and_then(|value| value.get("type")).and_then(Value::as_str) == Some("json_schema")
        }
        When::RefusesMaxTokens => facts.refuses_max_tokens(),
        When::TakesMaxTokens => !facts.refuses_max_tokens(),
        When::Spelled(name) => asked.spelled.get(setting).is_some_and(|spelled| spelled == name),
        When::NotSpelled(name) => asked.spelled.get(setting).is_none_or(|spelled| spelled != name),
        When::LimitMisfits => {
            let renamed = asked.spelled.get(setting).is_some_and(|spelled| spelled != setting);
            renamed || value.and_then(Value::as_u64).is_some_and(|limit| limit < LEAST_LIMIT)
        }
        When::WantsRole(role) => facts.role() == role,
        When::NoStream => facts.streams() == Some(false),
        When::Streaming => asked.get("stream") == Some(&Value::Bool(true)),
        When::NotStreaming => asked.get("stream") != Some(&Value::Bool(true)),
        When::NoPlace => wire::place(asked.api, setting).is_none(),
        When::AudioUnset => asked.get("audio").is_none(),
        When::NoParallelTools => model.is_some_and(|model| model.parallel_tools == Some(false)),
        When::EffortIn(efforts) => asked.effective_effort().is_some_and(|effort| efforts.contains(&effort)),
        When::Set(other) => asked.get(other).is_some_and(|value| !value.is_null()),
        When::Unset(other) => asked.get(other).is_none_or(Value::is_null),
        When::NotMapped => !facts.mapped,
        When::BeginsWithout(words) => !asked.instructions.starts_with(words),
        When::AudioAsked | When::AudioNotAsked => {
            let asked_for = asked.get("modalities").and_then(Value::as_array).is_some_and(|kinds| kinds.iter().any(|kind| kind == "audio"));
            asked_for == (when == When::AudioAsked)
        }
    }
}

/// The nearest step of the ladder; of two equally near ones the higher, so that a model that was asked to think still thinks.
pub(in crate::plan) fn nearest<'v>(asked: &str, values: &'v [String]) -> Option<&'v str> {
    let step = |value: &str| LADDER.iter().position(|step| *step == value);
    let Some(from) = step(asked) else {
        // A word that nobody knows: the middle of what is there.
        return values.get(values.len() / 2).map(String::as_str);
    };
    let near = values.iter().filter_map(|value| Some((step(value)?, value))).min_by_key(|(at, _)| (at.abs_diff(from), usize::MAX - at));
    near.map(|(_, value)| value.as_str())
}

fn json_fallback(asked: &mut Asked<'_>, format: &Value) -> Value {
    let schema = format.get("schema").cloned().unwrap_or_default();
    // JSON mode refuses a prompt without the word JSON, so the words go along with both.
    asked.appendix = Some(format!("Answer with one JSON object and nothing else. It must match this JSON Schema:\n{schema}"));
    match asked.facts.json_fallback() {
        Some(JsonFallback::JsonObject) => put(asked, "output", json!({"type": "json_object"})),
        Some(JsonFallback::Text) | None => {
            asked.fields.shift_remove("output");
            Value::Null
        }
    }
}

/// Chat counts tokens only if asked to; Responses knows only the padding.
fn stream_options(api: Api, asked: &Value) -> Value {
    let mut options = asked.as_object().cloned().unwrap_or_default();
    if api == Api::Responses {
        options.retain(|key, _| key != "include_usage");
    } else {
        options.insert("include_usage".into(), true.into());
    }
    Value::Object(options)
}

fn nested(place: &str, value: &Value) -> Value {
    place.rsplit('.').fold(value.clone(), |inner, key| json!({key: inner}))
}

pub(super) fn api_name(api: Api) -> &'static str {
    match api {
        Api::Chat => "chat",
        Api::Responses => "responses",
        Api::Images => "images",
        Api::Transcribe => "transcribe",
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;
    use rstest::rstest;

    #[rstest]
    #[case("xhigh", &["minimal", "low", "medium", "high"], "high")]
    #[case("none", &["low", "medium", "high"], "low")]
    #[case("none", &["minimal", "low"], "minimal")]
    #[case("minimal", &["none", "low", "medium"], "low")]
    #[case("max", &["none", "low", "xhigh"], "xhigh")]
    #[case("low", &["high"], "high")]
    #[case("enormous", &["low", "medium", "high"], "medium")]
    fn an_effort_goes_to_the_nearest_step(#[case] asked: &str, #[case] values: &[&str], #[case] expected: &str) {
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        assert_eq!(nearest(asked, &values), Some(expected));
    }
}
