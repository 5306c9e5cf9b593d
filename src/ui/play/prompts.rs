//! Saved prompts: the whole draft and what stands in the composer under a name, to be taken up again.

use crate::{
    browser::{keyboard::is_composing, storage::NotKept},
    i18n::{plural, t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::{
        kit::{Button, ButtonKind, Icon, IconButton, Popover},
        later::later,
    },
};
use leptos::{ev, prelude::*};

#[component]
pub fn SavedPrompts() -> impl IntoView {
    let i18n = use_i18n();
    let prompts = use_stores().prompts;
    let count = Memo::new(move |_| prompts.names().len());
    let trigger = move || {
        view! {
            {Icon::Document}
            {move || match count.get() {
                0 => t_string!(i18n, variables.prompts_title).to_owned(),
                count => plural!(i18n, count, variables.prompts, count = count),
            }}
        }
        .into_any()
    };
    view! {
        <Popover trigger label=move || t_string!(i18n, variables.prompts_title) trigger_class="btn btn-ghost btn-small" class="prompts">
            {list()}
        </Popover>
    }
}

later! { in panels: fn list() { view! { <PromptList/> } } }

#[component]
fn PromptList() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (prompts, play, status) = (stores.prompts, stores.play, stores.status);
    let name = RwSignal::new(String::new());
    let trouble = RwSignal::new(None::<NotKept>);
    let save = move || {
        let name = name.get_untracked().trim().to_owned();
        if name.is_empty() {
            return;
        }
        let result = prompts.save(play.saved_as(&name));
        trouble.set(result.err());
        if result.is_ok() {
            status.announce(tu_string!(i18n, variables.saved, name = name));
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if event.key() == "Enter" && !is_composing(&event) {
            event.prevent_default();
            save();
        }
    };
    let row = move |own: String| {
        let (load, delete, label) = (own.clone(), own.clone(), own.clone());
        view! {
            <li class="prompt-row">
                <button
                    type="button"
                    class="menu-item"
                    on:click=move |_| {
                        if let Some(prompt) = prompts.get(&load) {
                            play.load_saved(prompt);
                            name.set(load.clone());
                            status.announce(tu_string!(i18n, variables.loaded, name = load.clone()));
                        }
                    }
                >
                    {own}
                </button>
                <IconButton
                    icon=Icon::Trash
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, variables.delete, name = label.clone())
                    on:click=move |_| {
                        let refused = prompts.delete(&delete).err();
                        if refused.is_none() {
                            status.announce(tu_string!(i18n, variables.deleted, name = delete.clone()));
                        }
                        trouble.set(refused);
                    }
                />
            </li>
        }
    };
    view! {
        <h3 class="sets-title">{t!(i18n, variables.prompts_title)}</h3>
        <div class="prompt-save">
            <input
                type="text"
                class="input"
                autocomplete="off"
                maxlength="80"
                aria-label=move || t_string!(i18n, variables.name)
                placeholder=move || t_string!(i18n, variables.name)
                prop:value=name
                on:input:target=move |event| name.set(event.target().value())
                on:keydown=keydown
            />
            <Button small=true kind=ButtonKind::Primary disabled=Signal::derive(move || name.with(|name| name.trim().is_empty())) on:click=move |_| save()>
                {move || {
                    let exists = prompts.names().contains(&name.get().trim().to_owned());
                    if exists { t_string!(i18n, variables.replace) } else { t_string!(i18n, variables.save) }
                }}
            </Button>
        </div>
        <div role="alert">
            {move || trouble.get().map(|why| {
                let words = match why {
                    NotKept::Full => t_string!(i18n, variables.full),
                    NotKept::Refused => t_string!(i18n, variables.not_kept),
                };
                view! { <p class="field-error">{words}</p> }
            })}
        </div>
        <Show when=move || !prompts.names().is_empty() fallback=move || view! { <p class="draft-note">{t!(i18n, variables.none)}</p> }>
            <ul class="prompt-list">
                <For each=move || prompts.names() key=String::clone let:own>
                    {row(own)}
                </For>
            </ul>
        </Show>
    }
}
