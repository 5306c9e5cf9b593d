//! The models of a conversation, which ChatGPT does not always call as the API does.

use super::tree::Tree;
use serde_json::Value;

/// What answered last on the shown branch; else what the conversation was begun with.
pub(super) fn of<'a>(export: &'a Value, tree: &Tree<'a>) -> Option<&'a str> {
    let of_message = |name: &'static str| {
        move |node: usize| tree.messages[node]["metadata"][name].as_str().filter(|slug| !slug.is_empty() && *slug != "auto")
    };
    let said = |name| tree.branch().find_map(of_message(name));
    let whole = || ["/default_model_slug", "/model/slug", "/model"].into_iter().find_map(|place| export.pointer(place)?.as_str());
    said("model_slug").or_else(|| said("default_model_slug")).or_else(whole).filter(|slug| !slug.is_empty())
}

/// The name in the API, and the effort that ChatGPT's name stands for. `None` for what is no model: the choice among several, an agent.
pub(super) fn named(slug: &str) -> Option<(String, Option<&'static str>)> {
    if matches!(slug, "auto" | "research" | "agent-mode" | "agent" | "chatgpt-agent") {
        return None;
    }
    if let Some(base) = slug.strip_suffix("-high").filter(|base| base.starts_with('o')) {
        return Some((base.to_owned(), Some("high")));
    }
    if slug.starts_with("text-davinci-002") {
        return Some(("gpt-3.5-turbo".to_owned(), None));
    }
    Some((gpt(slug).unwrap_or_else(|| slug.to_owned()), None))
}

/// `gpt-5-2-thinking` is `gpt-5.2`.
fn gpt(slug: &str) -> Option<String> {
    let mut words = slug.strip_prefix("gpt-")?.split('-').peekable();
    let mut version = words.next()?.to_owned();
    if let Some(minor) = words.next_if(|word| word.len() == 1 && word.chars().all(|c| c.is_ascii_digit())) {
        version = format!("{version}.{minor}");
    }
    let rest: Vec<&str> = words.collect();
    Some(match (version.as_str(), rest.as_slice()) {
        ("4.5", []) => "gpt-4.5-preview".to_owned(),
        (_, [] | ["thinking"] | ["auto", "thinking"]) => format!("gpt-{version}"),
        (_, ["t" | "thinking", "mini"]) => format!("gpt-{version}-mini"),
        (_, ["instant"]) => format!("gpt-{version}-chat-latest"),
        // What it was given to work with.
        (
            "4" | "4o",
            ["browsing" | "plugins" | "code" | "dalle" | "gizmo" | "mobile" | "canmore" | "jawbone" | "magic" | "bing" | "scallion", ..],
        ) => format!("gpt-{version}"),
        _ => format!("gpt-{version}{}", rest.iter().map(|word| format!("-{word}")).collect::<String>()),
    })
}

#[cfg(test)]
mod tests {
    use super::named;
    use rstest::rstest;

    #[rstest]
    #[case("gpt-4o", "gpt-4o", None)]
    #[case("gpt-4o-mini", "gpt-4o-mini", None)]
    #[case("gpt-4o-canmore", "gpt-4o", None)]
    #[case("gpt-4-code-interpreter", "gpt-4", None)]
    #[case("gpt-4-turbo", "gpt-4-turbo", None)]
    #[case("gpt-4-1-mini", "gpt-4.1-mini", None)]
    #[case("gpt-4-5", "gpt-4.5-preview", None)]
    #[case("gpt-5", "gpt-5", None)]
    #[case("gpt-5-thinking", "gpt-5", None)]
    #[case("gpt-5-t-mini", "gpt-5-mini", None)]
    #[case("gpt-5-instant", "gpt-5-chat-latest", None)]
    #[case("gpt-5-1-instant", "gpt-5.1-chat-latest", None)]
    #[case("gpt-5-2-thinking", "gpt-5.2", None)]
    #[case("gpt-5-2-pro", "gpt-5.2-pro", None)]
    #[case("gpt-3.5-turbo", "gpt-3.5-turbo", None)]
    #[case("text-davinci-002-render-sha", "gpt-3.5-turbo", None)]
    #[case("o3", "o3", None)]
    #[case("o1-preview", "o1-preview", None)]
    #[case("o4-mini-high", "o4-mini", Some("high"))]
    #[case("somebody-else", "somebody-else", None)]
    fn a_slug_is_called_as_the_api_calls_it(#[case] slug: &str, #[case] name: &str, #[case] effort: Option<&str>) {
        assert_eq!(named(slug), Some((name.to_owned(), effort)));
    }

    #[rstest]
    #[case("auto")]
    #[case("research")]
    #[case("agent-mode")]
    fn what_chooses_among_models_is_none(#[case] slug: &str) {
        assert_eq!(named(slug), None);
    }
}
