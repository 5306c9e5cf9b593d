//! Temperature and its kin (Q-TEMP, Q-TOPP, Q-PENALTY, Q-LOGPROBS, Q-SAMPLING-NONE, Q-GPT6-SAMPLING, Q-STOP).

use super::{Case, Verdict, refuse, unsupported_parameter};
use serde_json::Value;

/// Whether this request leaves sampling to the user.
fn open(case: &Case<'_>) -> bool {
    let effort = case.word(case.effort_path());
    case.model.opens() && (effort == Some("none") || (effort.is_none() && case.model.rests()))
}

pub(super) fn temperature(case: &Case<'_>) -> Option<Verdict> {
    if !case.model.reasons() || open(case) {
        return None;
    }
    // On Chat most take the default; Responses, o3-mini and gpt-6 refuse the very name.
    let by_name = case.responses() || case.model.base == "o3-mini" || case.model.six();
    ["temperature", "top_p"].into_iter().find_map(|param| {
        let value = case.at(param)?;
        if by_name {
            return unsupported_parameter(param);
        }
        let message =
            format!("Unsupported value: '{param}' does not support {value} with this model. Only the default (1) value is supported.");
        if is_one(value) { None } else { refuse(message, Some(param), Some("unsupported_value")) }
    })
}

fn is_one(value: &Value) -> bool {
    value.as_f64() == Some(1.0)
}

pub(super) fn others(case: &Case<'_>) -> Option<Verdict> {
    if !case.model.reasons() {
        return None;
    }
    // Azure has log probabilities from gpt-5.2 on.
    let azure_has = case.ask.azure && matches!(case.model.gpt(), Some((5, minor, _)) if minor >= 2);
    let taken = |param: &str| match param {
        "logprobs" => azure_has || open(case),
        "top_logprobs" => azure_has,
        _ => false,
    };
    ["presence_penalty", "frequency_penalty", "logprobs", "top_logprobs", "logit_bias"]
        .into_iter()
        .filter(|param| case.at(param).is_some() && !taken(param))
        .find_map(unsupported_parameter)
}

pub(super) fn stop(case: &Case<'_>) -> Option<Verdict> {
    let refuses = case.model.is(&["o3", "o4-mini"]) || (case.model.gpt().is_some() && case.model.reasons());
    if refuses && case.chat() && case.at("stop").is_some() { unsupported_parameter("stop") } else { None }
}
