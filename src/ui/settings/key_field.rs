//! The key of an endpoint: entered, held in memory, forgotten. It is never shown again, and never stands in an attribute of the page.

use crate::{
    i18n::{t, t_string, tu_string, use_i18n},
    state::{status::Tone, use_stores},
    ui::kit::{Button, ButtonKind, Chip, ChipKind, Field, Icon, IconButton, NoticeBox},
};
use leptos::{ev, html, prelude::*};
use lineup_core::Secret;

/// `origin` is what the key is bound to; `name` is the endpoint's.
#[component]
pub fn KeyField(origin: String, name: String) -> impl IntoView {
    let keys = use_stores().keys;
    let has = keys.has(origin.clone());
    let (origin, name) = (StoredValue::new(origin), StoredValue::new(name));
    view! {
        {move || {
            if has.get() {
                view! { <Held origin=origin.get_value() name=name.get_value() /> }.into_any()
            } else {
                view! { <Entry origin=origin.get_value() name=name.get_value() /> }.into_any()
            }
        }}
    }
}

#[component]
fn Held(origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (bound, spoken) = (origin.clone(), name);
    let forget = move |_| {
        stores.keys.forget(&origin);
        stores.status.announce(tu_string!(i18n, settings.key.forgotten, origin = origin.clone()));
    };
    view! {
        <div class="key-held">
            <Chip kind=ChipKind::Ok>{Icon::Key} {t!(i18n, settings.key.held)}</Chip>
            <Button
                small=true
                attr:aria-label=move || t_string!(i18n, settings.key.forget_named, name = spoken.clone())
                on:click=forget
            >
                {t!(i18n, settings.key.forget)}
            </Button>
            <p class="field-hint">{move || t_string!(i18n, settings.key.bound, origin = bound.clone())}</p>
        </div>
    }
}

#[component]
fn Entry(origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let input = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(false);
    let unusable = RwSignal::new(false);
    let is_plain = origin.starts_with("http://") && !is_local(&origin);
    let (bound, warned) = (origin.clone(), origin.clone());
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked() else { return };
        match Secret::parse(&input.value()) {
            Some(key) => {
                // Out of the document before anything else happens: the store is the only place that holds it.
                input.set_value("");
                stores.status.announce(tu_string!(i18n, settings.key.kept, origin = origin.clone()));
                stores.keys.set(origin.clone(), key);
            }
            None => unusable.set(true),
        }
    };
    // What is half entered must not stay behind in the document when the page is left.
    on_cleanup(move || {
        if let Some(input) = input.try_get_untracked().flatten() {
            input.set_value("");
        }
    });
    let error = Signal::derive(move || unusable.get().then(|| t_string!(i18n, settings.key.unusable).to_owned()));
    let label = move || if shown.get() { t_string!(i18n, settings.key.hide) } else { t_string!(i18n, settings.key.show) };
    view! {
        <form class="key-entry" on:submit=keep autocomplete="off">
            <Field
                label=move || t_string!(i18n, settings.key.label_for, name = name.clone())
                hint=move || {
                    format!(
                        "{} {}",
                        t_string!(i18n, settings.key.token_hint),
                        t_string!(i18n, settings.key.bound, origin = bound.clone()),
                    )
                }
                error=error
                children=move |ids| {
                    view! {
                        <div class="field-row">
                            <input
                                node_ref=input
                                class="input input-mono"
                                id=ids.control.clone()
                                type=move || if shown.get() { "text" } else { "password" }
                                autocomplete="off"
                                autocapitalize="off"
                                spellcheck="false"
                                data-1p-ignore=""
                                data-lpignore="true"
                                aria-describedby=ids.described_by.clone()
                                aria-invalid=ids.aria_invalid()
                                placeholder=move || t_string!(i18n, settings.key.placeholder)
                                on:input=move |_| unusable.set(false)
                            />
                            {move || {
                                let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                                view! {
                                    <IconButton icon=icon label=label on:click=move |_| shown.update(|shown| *shown = !*shown) />
                                }
                            }}
                            <Button submit=true kind=ButtonKind::Plain>
                                {t!(i18n, settings.key.save)}
                            </Button>
                        </div>
                    }
                }
            />
            {is_plain
                .then(|| {
                    view! {
                        <NoticeBox tone=Tone::Warn>
                            {move || t_string!(i18n, settings.key.insecure, origin = warned.clone())}
                        </NoticeBox>
                    }
                })}
        </form>
    }
}

/// Whether the way to the origin never leaves this machine.
fn is_local(origin: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"].iter().any(|local| origin.starts_with(local))
}
