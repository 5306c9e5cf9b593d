//! Tools that run on the server: a row of the list each, which opens to its settings.

use crate::{
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::kit::{ButtonKind, Check, Field, Icon, IconButton, Select},
};
use leptos::prelude::*;
use lineup_core::draft::{
    Draft,
    hosted::{self, Entry, HostedSetting, HostedTool, Untaken},
};
use serde_json::Value;

pub fn tool_name(i18n: I18n, tool: HostedTool) -> &'static str {
    match tool {
        HostedTool::WebSearch => t_string!(i18n, lane.tool.web_search),
        HostedTool::CodeInterpreter => t_string!(i18n, lane.tool.code),
        HostedTool::FileSearch => t_string!(i18n, lane.tool.file_search),
        HostedTool::ImageGeneration => t_string!(i18n, lane.tool.image),
        HostedTool::Mcp => t_string!(i18n, lane.tool.mcp),
    }
}

/// Adds a tool, and asks the server to say what it finds.
pub fn add(draft: RwSignal<Draft>, tool: HostedTool) {
    draft.update(|draft| {
        draft.other_tools.push(tool.begin());
        if let Some(detail) = tool.details() {
            hosted::ask_for(draft, detail, true);
        }
    });
}

#[component]
pub fn HostedRow(
    /// The place among the draft's other tools.
    at: usize,
    /// The API's word for it.
    kind: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let draft = stores.play.draft;
    let raw = Memo::new(move |_| draft.with(|draft| draft.other_tools.get(at).cloned().unwrap_or_default()));
    let tool = raw.with_untracked(HostedTool::of);
    let name = {
        let kind = kind.clone();
        move || tool.map_or_else(|| kind.clone(), |tool| tool_name(i18n, tool).to_owned())
    };
    let take_away = {
        let name = name.clone();
        move |_| {
            let said = untrack(name.clone());
            draft.update(|draft| {
                if at < draft.other_tools.len() {
                    draft.other_tools.remove(at);
                }
                if let Some(detail) = tool.and_then(HostedTool::details)
                    && !draft.other_tools.iter().any(|raw| HostedTool::of(raw) == tool)
                {
                    hosted::ask_for(draft, detail, false);
                }
            });
            stores.status.announce(tu_string!(i18n, tools.removed, name = said));
        }
    };
    let missing = Memo::new(move |_| tool.map(|tool| raw.with(|raw| tool.missing(raw))).unwrap_or_default());
    let label = name.clone();
    view! {
        <li class="draft-tool is-hosted">
            <div class="draft-tool-head">
                <span class="draft-tool-name">{name}</span>
                <IconButton
                    icon=Icon::Trash
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, tools.remove, name = label())
                    on:click=take_away
                />
            </div>
            <p class="draft-tool-facts">{t!(i18n, hosted.on_server)}</p>
            {move || {
                let missing = missing.get();
                (!missing.is_empty()).then(|| {
                    let names = missing.iter().copied().map(|path| setting_name(i18n, path)).collect::<Vec<_>>().join(", ");
                    view! { <p class="field-error">{Icon::Warning}<span>{t_string!(i18n, hosted.missing, names = names)}</span></p> }
                })
            }}
            {tool.map(|tool| {
                view! {
                    <details class="hosted" open=!missing.get_untracked().is_empty()>
                        <summary>{t!(i18n, hosted.settings)}</summary>
                        <div class="hosted-settings">
                            {tool.settings().iter().map(|setting| view! { <Setting at raw setting/> }).collect_view()}
                            {tool.details().map(|detail| {
                                view! {
                                    <Check
                                        label=move || t_string!(i18n, hosted.details)
                                        value=Signal::derive(move || draft.with(|draft| hosted::asks_for(draft, detail)))
                                        on_change=move |on| draft.update(|draft| hosted::ask_for(draft, detail, on))
                                    />
                                }
                            })}
                            {(tool == HostedTool::Mcp).then(|| view! { <p class="field-hint">{t!(i18n, hosted.no_token)}</p> })}
                            {(tool == HostedTool::ImageGeneration).then(|| view! { <p class="field-hint">{t!(i18n, hosted.azure_image)}</p> })}
                        </div>
                    </details>
                }
            })}
        </li>
    }
}

#[component]
fn Setting(at: usize, raw: Memo<Value>, setting: &'static HostedSetting) -> impl IntoView {
    let i18n = use_i18n();
    let draft = use_stores().play.draft;
    let set = Memo::new(move |_| raw.with(|raw| hosted::read(raw, setting)).unwrap_or_default());
    // What stands in the field. It differs from what is set only while it cannot be taken.
    let typed = RwSignal::new(set.get_untracked());
    let refused = RwSignal::new(None::<Untaken>);
    let write = Callback::new(move |text: String| {
        let mut tool = raw.get_untracked();
        refused.set(hosted::write(&mut tool, setting, &text).err());
        typed.set(text);
        if refused.with_untracked(Option::is_none) && raw.with_untracked(|raw| *raw != tool) {
            draft.update(|draft| {
                if let Some(there) = draft.other_tools.get_mut(at) {
                    *there = tool;
                }
            });
        }
    });
    // Another tool may stand here now, or another value.
    Effect::new(move |_| {
        let now = set.get();
        let says_it = typed.with_untracked(|typed| {
            let mut probe = Value::Null;
            hosted::write(&mut probe, setting, typed).is_ok() && hosted::read(&probe, setting).unwrap_or_default() == now
        });
        if !says_it {
            typed.set(now);
            refused.set(None);
        }
    });
    let error = Signal::derive(move || refused.get().map(|why| untaken_text(i18n, why)));
    let label = move || setting_name(i18n, setting.path);
    view! {
        <Field label=label error=error let:ids>
            {match setting.entry {
                Entry::Choice(words) => {
                    let options = Signal::derive(move || {
                        let own = set.get();
                        let known = words.iter().map(|word| ((*word).to_owned(), (*word).to_owned()));
                        let mut options: Vec<(String, String)> =
                            std::iter::once((String::new(), t_string!(i18n, hosted.unset).to_owned())).chain(known).collect();
                        // A value from elsewhere is kept, and can be seen.
                        if !options.iter().any(|(value, _)| *value == own) {
                            options.push((own.clone(), own));
                        }
                        options
                    });
                    view! { <Select id=ids.control.clone() options value=set on_change=move |word| write.run(word)/> }.into_any()
                }
                Entry::Lines => {
                    view! {
                        <textarea
                            class="textarea input-mono"
                            id=ids.control.clone()
                            rows="2"
                            spellcheck="false"
                            aria-describedby=ids.described_by.clone()
                            placeholder=move || t_string!(i18n, hosted.one_a_line)
                            prop:value=typed
                            on:input:target=move |event| write.run(event.target().value())
                        ></textarea>
                    }
                        .into_any()
                }
                _ => {
                    view! {
                        <input
                            type="text"
                            class="input"
                            class:input-mono=setting.entry == Entry::Address
                            id=ids.control.clone()
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            aria-describedby=ids.described_by.clone()
                            aria-invalid=ids.aria_invalid()
                            prop:value=typed
                            on:input:target=move |event| write.run(event.target().value())
                        />
                    }
                        .into_any()
                }
            }}
        </Field>
    }
}

fn untaken_text(i18n: I18n, why: Untaken) -> String {
    match why {
        Untaken::NotANumber => t_string!(i18n, hosted.not_a_number).to_owned(),
        Untaken::Outside { min, max } => t_string!(i18n, hosted.outside, min = min, max = max),
        Untaken::NotAnAddress => t_string!(i18n, hosted.not_an_address).to_owned(),
    }
}

/// What a setting is called. One that has no name here goes by the API's.
fn setting_name(i18n: I18n, path: &'static str) -> &'static str {
    match path {
        "search_context_size" => t_string!(i18n, hosted.context_size),
        "filters.allowed_domains" => t_string!(i18n, hosted.domains),
        "user_location.country" => t_string!(i18n, hosted.country),
        "user_location.region" => t_string!(i18n, hosted.region),
        "user_location.city" => t_string!(i18n, hosted.city),
        "user_location.timezone" => t_string!(i18n, hosted.timezone),
        "container.memory_limit" => t_string!(i18n, hosted.memory),
        "container.file_ids" => t_string!(i18n, hosted.files),
        "vector_store_ids" => t_string!(i18n, hosted.stores),
        "max_num_results" => t_string!(i18n, hosted.results),
        "ranking_options.score_threshold" => t_string!(i18n, hosted.threshold),
        "model" => t_string!(i18n, hosted.model),
        "size" => t_string!(i18n, hosted.size),
        "quality" => t_string!(i18n, hosted.quality),
        "background" => t_string!(i18n, hosted.background),
        "output_format" => t_string!(i18n, hosted.format),
        "output_compression" => t_string!(i18n, hosted.compression),
        "partial_images" => t_string!(i18n, hosted.partial),
        "moderation" => t_string!(i18n, hosted.moderation),
        "server_label" => t_string!(i18n, hosted.label),
        "server_url" => t_string!(i18n, hosted.address),
        "server_description" => t_string!(i18n, hosted.about),
        "require_approval" => t_string!(i18n, hosted.approval),
        "allowed_tools" => t_string!(i18n, hosted.allowed),
        other => other,
    }
}
