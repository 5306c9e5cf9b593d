//! Tools that ran on the server, shown as what they are, with the question whether they may run where the server asks it; and items of
//! a kind that this version does not know, shown whole.

use super::{
    place::Place,
    tool_facts::{Fact, Painted, ToolFacts, tool_facts},
};
use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind},
};
use leptos::prelude::*;
use lineup_core::{document::link, draft::APPROVED, run::ItemBody};

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
            <Show when=move || kind() == "mcp_approval_request">
                <Approval place/>
            </Show>
        </article>
    }
}

/// Whether a tool of a remote server may run.
#[component]
fn Approval(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let handle = place.handle;
    let id =
        StoredValue::new(place.read(|item, _| if let ItemBody::ServerTool(tool) = &item.body { tool.id.clone() } else { None }).flatten());
    let is_open = place.can_answer(play);
    let decided = Memo::new(move |_| {
        let id = id.get_value()?;
        let now = handle.answers.with(|answers| answers.get(&id).cloned());
        if is_open.get() { now } else { handle.result_of(place.run, &id) }.map(|word| word == APPROVED)
    });
    let decide = move |allow: bool| {
        if let Some(id) = id.get_value() {
            play.allow_tool(handle, &id, allow);
        }
    };
    view! {
        <div class="call-approval">
            {move || {
                decided.get().map(|allowed| {
                    view! { <p>{if allowed { t_string!(i18n, lane.tool.allowed) } else { t_string!(i18n, lane.tool.denied) }}</p> }
                })
            }}
            <Show when=move || is_open.get() && decided.get().is_none()>
                <p>{t!(i18n, lane.tool.may_it)}</p>
                <Button small=true kind=ButtonKind::Primary on:click=move |_| decide(true)>{t!(i18n, lane.tool.allow)}</Button>
                <Button small=true on:click=move |_| decide(false)>{t!(i18n, lane.tool.deny)}</Button>
            </Show>
        </div>
    }
}

fn facts_view(i18n: I18n, facts: ToolFacts) -> impl IntoView {
    let lines = facts.facts.into_iter().map(|(fact, text)| {
        view! {
            <div class="fact">
                <dt>{fact_text(i18n, fact)}</dt>
                <dd dir="auto">{if fact.is_address() { address(text).into_any() } else { link::visible(&text).into_owned().into_any() }}</dd>
            </div>
        }
    });
    let lines = lines.collect_view();
    let input = facts.input.map(|input| view! { <pre class="call-arguments code">{link::visible(&input).into_owned()}</pre> });
    let output = facts.output.map(|output| {
        view! {
            <h5 class="call-sub">{t!(i18n, lane.tool_output)}</h5>
            <pre class="call-arguments code">{link::visible(&output).into_owned()}</pre>
        }
    });
    let pictures = facts.pictures.into_iter().map(|picture| match picture {
        Painted::Here(source) => view! { <img class="call-picture" src=source alt=move || t_string!(i18n, lane.picture)/> }.into_any(),
        Painted::Elsewhere(url) => view! { <p class="call-elsewhere">{address(url)}</p> }.into_any(),
    });
    let pictures = pictures.collect_view();
    view! {
        <dl class="facts">{lines}</dl>
        {input}
        {output}
        {pictures}
    }
}

/// An address as a link, where it is one of the web that shows where it goes; else as its text.
fn address(text: String) -> impl IntoView {
    let shown = link::visible_in_link(&text).into_owned();
    match link::web(&text) {
        Some(url) => view! { <a href=url target="_blank" rel="noopener noreferrer">{shown}</a> }.into_any(),
        None => shown.into_any(),
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
        "shell_call" => t_string!(i18n, lane.tool.shell).to_owned(),
        "shell_call_output" => t_string!(i18n, lane.tool.shell_output).to_owned(),
        // The API's own word is better than none.
        other => link::visible_in_link(other).into_owned(),
    }
}

fn status_text(i18n: I18n, status: &str) -> String {
    match status {
        "in_progress" | "searching" | "interpreting" | "generating" | "calling" => t_string!(i18n, lane.tool.running).to_owned(),
        "completed" => t_string!(i18n, lane.tool.done).to_owned(),
        "failed" => t_string!(i18n, lane.tool.failed).to_owned(),
        other => link::visible_in_link(other).into_owned(),
    }
}

fn fact_text(i18n: I18n, fact: Fact) -> &'static str {
    match fact {
        Fact::Query => t_string!(i18n, lane.tool.query),
        Fact::Page => t_string!(i18n, lane.tool.page),
        Fact::Source => t_string!(i18n, lane.tool.source),
        Fact::File => t_string!(i18n, lane.tool.file),
        Fact::Passage => t_string!(i18n, lane.tool.passage),
        Fact::Server => t_string!(i18n, lane.tool.server),
        Fact::Tool => t_string!(i18n, lane.tool.tool),
        Fact::Error => t_string!(i18n, lane.tool.error),
    }
}
