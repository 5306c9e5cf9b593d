//! Verdicts of a content filter: what matched stands out, what passed is one line.

use crate::i18n::{I18n, plural, t_string, use_i18n};
use leptos::prelude::*;
use lineup_core::{document::link, run::FilterResult};

/// The verdicts on a prompt or on an answer.
#[component]
pub fn Filters(
    /// Whose verdicts they are.
    title: impl Fn() -> &'static str + Send + 'static,
    results: Vec<FilterResult>,
    /// The first words of each passage that they object to, where a filter says which.
    #[prop(optional)]
    passages: Vec<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    if results.is_empty() {
        return ().into_any();
    }
    let matched = results.iter().filter(|result| result.is_match()).count();
    let count = results.len();
    let summary = move || {
        if matched == 0 {
            plural!(i18n, count, lane.filters_passed, count = count)
        } else {
            plural!(i18n, matched, lane.filters_matched, count = matched)
        }
    };
    let chips = results.into_iter().map(|result| chip(i18n, &result)).collect_view();
    let passages = passages.into_iter().map(|words| {
        let words = link::visible(&words).into_owned();
        view! { <p class="lane-note">{move || t_string!(i18n, lane.filter_from, words = words.clone())}</p> }
    });
    let passages = passages.collect_view();
    view! {
        <details class="filters" open={matched > 0}>
            <summary>{title} " · " {summary}</summary>
            <ul class="filters-list">{chips}</ul>
            {passages}
        </details>
    }
    .into_any()
}

fn chip(i18n: I18n, result: &FilterResult) -> impl IntoView + use<> {
    let (is_blocked, is_detected, severity) = (result.filtered, result.detected == Some(true), result.severity.clone());
    let verdict = move || {
        if is_blocked {
            t_string!(i18n, lane.filter_blocked).to_owned()
        } else if is_detected {
            t_string!(i18n, lane.filter_detected).to_owned()
        } else {
            severity.as_deref().map_or_else(|| t_string!(i18n, lane.filter_clear).to_owned(), |severity| severity_name(i18n, severity))
        }
    };
    let category = result.category.clone();
    let lists: Vec<_> = result.blocklists().map(link::visible).collect();
    let lists = if lists.is_empty() { String::new() } else { format!(" ({})", lists.join(", ")) };
    let class = if result.is_match() { "chip chip-danger" } else { "chip" };
    view! {
        <li class=class>
            {move || category_name(i18n, &category)}
            {lists}
            " "
            <b>{verdict}</b>
        </li>
    }
}

/// What a filter looks for; followed. The list is open: what has no name here keeps the server's.
fn category_name(i18n: I18n, category: &str) -> String {
    let name = match category {
        "hate" => t_string!(i18n, lane.category.hate),
        "self_harm" => t_string!(i18n, lane.category.self_harm),
        "sexual" => t_string!(i18n, lane.category.sexual),
        "violence" => t_string!(i18n, lane.category.violence),
        "jailbreak" => t_string!(i18n, lane.category.jailbreak),
        "indirect_attack" => t_string!(i18n, lane.category.indirect_attack),
        "protected_material_text" => t_string!(i18n, lane.category.protected_text),
        "protected_material_code" => t_string!(i18n, lane.category.protected_code),
        "profanity" => t_string!(i18n, lane.category.profanity),
        "custom_blocklists" => t_string!(i18n, lane.category.blocklists),
        other => return other.replace('_', " "),
    };
    name.to_owned()
}

/// How grave it is; followed.
fn severity_name(i18n: I18n, severity: &str) -> String {
    let name = match severity {
        "safe" => t_string!(i18n, lane.filter_clear),
        "low" => t_string!(i18n, lane.severity.low),
        "medium" => t_string!(i18n, lane.severity.medium),
        "high" => t_string!(i18n, lane.severity.high),
        other => return other.to_owned(),
    };
    name.to_owned()
}
