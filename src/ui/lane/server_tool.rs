//! Tools that ran on the server, shown as what they are; and items of a kind that this version does not know, shown whole.

use super::{
    place::Place,
    tool_facts::{Fact, ToolFacts, tool_facts},
};
use crate::i18n::{I18n, t, t_string, use_i18n};
use leptos::prelude::*;
use lineup_core::run::ItemBody;

#[component]
pub fn ServerToolCard(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let seen = place.watch(|item, _| match &item.body {
        ItemBody::ServerTool(tool) => Some((tool.kind.clone(), tool.status.clone(), tool_facts(tool))),
        _ => None,
    });
    let kind = move || seen.get().flatten().map(|(kind, _, _)| kind).unwrap_or_default();
    let status = move || seen.get().flatten().and_then(|(_, status, _)| status);
    let facts = Memo::new(move |_| seen.get().flatten().map(|(_, _, facts)| facts).unwrap_or_default());
    view! {
        <article class="call">
            <header class="call-head">
                <h4 class="call-name">{move || kind_text(i18n, &kind())}</h4>
                <span class="call-number">{move || status().map(|status| status_text(i18n, &status))}</span>
            </header>
            {move || facts_view(i18n, facts.get())}
        </article>
    }
}

fn facts_view(i18n: I18n, facts: ToolFacts) -> impl IntoView {
    let lines = facts.facts.into_iter().map(|(fact, text)| {
        view! {
            <div class="fact">
                <dt>{fact_text(i18n, fact)}</dt>
                <dd dir="auto">{text}</dd>
            </div>
        }
    });
    let lines = lines.collect_view();
    let input = facts.input.map(|input| view! { <pre class="call-arguments code">{input}</pre> });
    let output = facts.output.map(|output| {
        view! {
            <h5 class="call-sub">{t!(i18n, lane.tool_output)}</h5>
            <pre class="call-arguments code">{output}</pre>
        }
    });
    view! {
        <dl class="facts">{lines}</dl>
        {input}
        {output}
    }
}

/// An output item of an unknown type.
#[component]
pub fn OtherItem(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let raw = place.watch(|item, _| match &item.body {
        ItemBody::Other(raw) => raw.clone(),
        _ => serde_json::Value::Null,
    });
    let kind = move || raw.with(|raw| raw.as_ref().and_then(|raw| raw["type"].as_str()).unwrap_or("?").to_owned());
    let text = move || raw.with(|raw| raw.as_ref().and_then(|raw| serde_json::to_string_pretty(raw).ok()).unwrap_or_default());
    view! {
        <details class="call">
            <summary class="call-head">
                <span class="call-name">{kind}</span>
                <span class="call-number">{t!(i18n, lane.unknown_item)}</span>
            </summary>
            <pre class="call-arguments code">{text}</pre>
        </details>
    }
}

fn kind_text(i18n: I18n, kind: &str) -> String {
    match kind {
        "web_search_call" => t_string!(i18n, lane.tool.web_search).to_owned(),
        "file_search_call" => t_string!(i18n, lane.tool.file_search).to_owned(),
        "code_interpreter_call" => t_string!(i18n, lane.tool.code).to_owned(),
        "image_generation_call" => t_string!(i18n, lane.tool.image).to_owned(),
        "mcp_call" => t_string!(i18n, lane.tool.mcp).to_owned(),
        "mcp_list_tools" => t_string!(i18n, lane.tool.mcp_list).to_owned(),
        "mcp_approval_request" => t_string!(i18n, lane.tool.mcp_approval).to_owned(),
        // The API's own word is better than none.
        other => other.to_owned(),
    }
}

fn status_text(i18n: I18n, status: &str) -> String {
    match status {
        "in_progress" | "searching" | "interpreting" | "generating" | "calling" => t_string!(i18n, lane.tool.running).to_owned(),
        "completed" => t_string!(i18n, lane.tool.done).to_owned(),
        "failed" => t_string!(i18n, lane.tool.failed).to_owned(),
        other => other.to_owned(),
    }
}

fn fact_text(i18n: I18n, fact: Fact) -> &'static str {
    match fact {
        Fact::Query => t_string!(i18n, lane.tool.query),
        Fact::Page => t_string!(i18n, lane.tool.page),
        Fact::Source => t_string!(i18n, lane.tool.source),
        Fact::File => t_string!(i18n, lane.tool.file),
        Fact::Server => t_string!(i18n, lane.tool.server),
        Fact::Tool => t_string!(i18n, lane.tool.tool),
        Fact::Error => t_string!(i18n, lane.tool.error),
    }
}
