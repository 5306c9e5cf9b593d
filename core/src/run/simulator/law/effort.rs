//! Effort, summary and verbosity, and what effort does to tools on Chat (quirks.md §2, Q-EFFORT-*, Q-SUMMARY-*, Q-TOOLS-CHAT).

use super::names::Named;
use super::{Case, Verdict, refuse, unsupported_parameter};

const THREE: &[&str] = &["low", "medium", "high"];
const WITH_MINIMAL: &[&str] = &["minimal", "low", "medium", "high"];
const WITH_NONE: &[&str] = &["none", "low", "medium", "high"];
const TO_XHIGH: &[&str] = &["low", "medium", "high", "xhigh"];
const NONE_TO_XHIGH: &[&str] = &["none", "low", "medium", "high", "xhigh"];
const FROM_MEDIUM: &[&str] = &["medium", "high", "xhigh"];
const NONE_TO_MAX: &[&str] = &["none", "low", "medium", "high", "xhigh", "max"];
const LOW_TO_MAX: &[&str] = &["low", "medium", "high", "xhigh", "max"];

/// The ladder of live probes. An empty list: the parameter itself is refused. `None`: no source.
fn ladder(model: Named<'_>) -> Option<&'static [&'static str]> {
    if model.first_previews() || model.four() || model.plain_five_chat() {
        return Some(&[]);
    }
    if model.deep_research() || model.base == "computer-use-preview" || model.later_chat() {
        return Some(&["medium"]);
    }
    if model.o_series() {
        return Some(THREE);
    }
    Some(match model.gpt()? {
        (5, 0, "" | "mini" | "nano") => WITH_MINIMAL,
        (5, 0, "codex") | (5, 1, "codex" | "codex-mini") => THREE,
        (5, 0, "pro") => &["high"],
        (5, 1, "") => WITH_NONE,
        (5, 1, "codex-max") | (5, 2, "codex") => TO_XHIGH,
        (5, 2 | 4 | 5, "pro") => FROM_MEDIUM,
        (5, 2 | 5, "") | (5, 4, "" | "mini" | "nano") | (5, 3, "codex") => NONE_TO_XHIGH,
        (5, 6, _) | (6, 0, "sol" | "luna") | (6, 1, "terra") => NONE_TO_MAX,
        (6, 0, "astra") | (6, 1, "sol") => LOW_TO_MAX,
        _ => return None,
    })
}

pub(super) fn effort(case: &Case<'_>) -> Option<Verdict> {
    let path = case.effort_path();
    let asked = case.word(path)?;
    let values = ladder(case.model)?;
    if values.is_empty() {
        return match case.chat() {
            true => refuse("Unrecognized request argument supplied: reasoning_effort", None, None),
            false => unsupported_parameter(path),
        };
    }
    // Chat knows no max.
    let values: Vec<&str> = values.iter().copied().filter(|value| !(case.chat() && *value == "max")).collect();
    if values.contains(&asked) { None } else { refuse(supported(case, asked, &values), Some(path), Some("unsupported_value")) }
}

fn supported(case: &Case<'_>, asked: &str, values: &[&str]) -> String {
    let list = match values {
        [one] => format!("'{one}'"),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(|value| format!("'{value}'")).collect();
            format!("{}, and '{last}'", most.join(", "))
        }
        [] => String::new(),
    };
    format!("Unsupported value: '{asked}' is not supported with the '{}' model. Supported values are: {list}.", case.model.full)
}

pub(super) fn tools_over_chat(case: &Case<'_>) -> Option<Verdict> {
    let tools = case.at("tools").and_then(|tools| tools.as_array()).is_some_and(|tools| !tools.is_empty());
    if !tools || case.responses() {
        return None;
    }
    let effort = case.word("reasoning_effort");
    let words = format!("Function tools with reasoning_effort are not supported for {} in /v1/chat/completions.", case.model.full);
    let advice = match case.model.gpt()? {
        (5, 2 | 5, "") | (5, 4, "" | "mini" | "nano") if effort.is_some_and(|effort| effort != "none") => {
            "Please use /v1/responses instead."
        }
        (5, 6, _) | (6, ..) if effort != Some("none") => "To use function tools, use /v1/responses or set reasoning_effort to 'none'.",
        _ => return None,
    };
    refuse(format!("{words} {advice}"), Some("reasoning_effort"), None)
}

pub(super) fn summary(case: &Case<'_>) -> Option<Verdict> {
    let asked = case.word("reasoning.summary").filter(|_| case.responses())?;
    let model = case.model;
    if model.four() || model.plain_five_chat() {
        return unsupported_parameter("reasoning.summary");
    }
    if model.is(&["o1", "o3-mini", "o3-pro", "gpt-5.3-codex-spark"]) {
        let message = format!("Unsupported parameter: 'reasoning.generate_summary' is not supported with the '{}' model.", model.full);
        return refuse(message, Some("reasoning.generate_summary"), Some("unsupported_parameter"));
    }
    let no_concise = model.is(&["o3", "o4-mini", "gpt-5", "gpt-5-mini", "gpt-5-nano"]);
    if no_concise && asked == "concise" {
        return refuse(supported(case, asked, &["detailed"]), Some("reasoning.summary"), Some("unsupported_value"));
    }
    None
}

pub(super) fn verbosity(case: &Case<'_>) -> Option<Verdict> {
    let path = if case.responses() { "text.verbosity" } else { "verbosity" };
    let asked = case.word(path)?;
    if case.model.plain_five_chat() || case.model.base == "gpt-5-codex" {
        return unsupported_parameter(path);
    }
    if case.model.later_chat() && asked != "medium" {
        return refuse(supported(case, asked, &["medium"]), Some(path), Some("unsupported_value"));
    }
    None
}
