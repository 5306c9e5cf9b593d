//! What the simulator, as a server, knows of a model by its name: whether it thinks, how fast it speaks, its snapshot.
//!
//! By name and not from the line-up: a server does not ask its client's catalogue, and a slip there must not hide here.
//! Source: facts on effort values and defaults per model (the ladder of live probes), vendors' snapshot names.

/// How much a model thinks at an effort, as a factor of the script's own measure; `None` where it does not think.
pub(super) fn thinking_factor(model: &str, effort: Option<&str>) -> Option<f64> {
    if !reasons(model) {
        return None;
    }
    let factor = match effort.unwrap_or(default_effort(model)) {
        "none" => return None,
        "minimal" => 0.15,
        "low" => 0.4,
        "high" => 2.5,
        "xhigh" => 5.0,
        "max" => 8.0,
        _ => 1.0,
    };
    Some(factor)
}

/// Whether the model thinks before it answers (at any effort but `none`).
fn reasons(model: &str) -> bool {
    let name = bare(model);
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
    let o_series = name.strip_prefix('o').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let chat_variant = name.contains("-chat") && name.starts_with("gpt-5-");
    (o_series || starts(&["gpt-5", "gpt-6", "codex", "gpt-oss", "deepseek-r", "deepseek-reasoner", "qwq", "magistral"])) && !chat_variant
}

/// Whether the model shows its raw thinking instead of a summary, as open models behind compatible servers do.
pub(super) fn shows_raw_thinking(model: &str) -> bool {
    let name = bare(model);
    ["gpt-oss", "deepseek", "qwq", "magistral"].iter().any(|prefix| name.starts_with(prefix))
}

pub(super) fn default_effort(model: &str) -> &'static str {
    let name = bare(model);
    let none = ["gpt-5.1", "gpt-5.2", "gpt-5.4"].iter().any(|prefix| name.starts_with(prefix));
    if none && !name.contains("codex") && !name.contains("pro") { "none" } else { "medium" }
}

/// Milliseconds between two tokens: small models are quicker, pro models take their time.
pub(super) fn pace(model: &str) -> f64 {
    let name = bare(model);
    if name.contains("nano") {
        4.0
    } else if name.contains("mini") || name.contains("oss") {
        6.0
    } else if name.contains("pro") {
        16.0
    } else {
        9.0
    }
}

/// The name under which the server answers: for some models a dated snapshot.
pub(super) fn snapshot(model: &str) -> &str {
    match model {
        "o1" => "o1-2024-12-17",
        "o3" => "o3-2025-04-16",
        "o3-mini" => "o3-mini-2025-01-31",
        "o4-mini" => "o4-mini-2025-04-16",
        "gpt-4o" => "gpt-4o-2024-08-06",
        "gpt-4o-mini" => "gpt-4o-mini-2024-07-18",
        "gpt-4.1" => "gpt-4.1-2025-04-14",
        "gpt-5" => "gpt-5-2025-08-07",
        other => other,
    }
}

/// Without a gateway's vendor prefix (`openai/o4-mini`) and without `ft:`.
fn bare(model: &str) -> &str {
    let name = model.strip_prefix("ft:").unwrap_or(model);
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_thinks_by_its_name_and_effort() {
        let cases = [
            ("o1", None, true),
            ("o4-mini", Some("low"), true),
            ("openai/o3", None, true),
            ("gpt-4o", Some("high"), false),
            ("gpt-4.1-mini", None, false),
            ("gpt-5", Some("minimal"), true),
            ("gpt-5-chat-latest", None, false),
            ("gpt-5.1", None, false),
            ("gpt-5.1", Some("high"), true),
            ("gpt-5.1-codex", None, true),
            ("gpt-5.6-sol", Some("none"), false),
            ("gpt-oss-20b", None, true),
            ("ft:gpt-4o:me::1", None, false),
            ("omni", None, false),
        ];
        for (model, effort, thinks) in cases {
            assert_eq!(thinking_factor(model, effort).is_some(), thinks, "{model} at {effort:?}");
        }
    }
}
