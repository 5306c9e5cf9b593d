//! The list of endpoints, with the dialogs that add, change and remove them.

use super::{endpoint_card::EndpointCard, endpoint_form::EndpointDialog, vault::VaultPanel};
use crate::{
    i18n::{t, t_string, tu_string, use_i18n},
    state::{endpoints::SIMULATOR, status::Tone, use_stores},
    ui::kit::{Button, Confirm, Icon, NoticeBox},
};
use leptos::prelude::*;
use lineup_core::draft::Endpoint;

#[component]
pub fn EndpointsSection() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let endpoints = stores.endpoints;
    // `None` adds, `Some` changes.
    let (editing, edited) = (RwSignal::new(false), RwSignal::new(None::<Endpoint>));
    let (removing, removed) = (RwSignal::new(false), RwSignal::new(None::<Endpoint>));
    let origins = stores.keys.origins();
    let edit = move |endpoint: Option<Endpoint>| {
        edited.set(endpoint);
        editing.set(true);
    };
    // Somewhere else somebody asked for the form of this one.
    Effect::new(move |_| {
        if let Some(id) = endpoints.wanted.get() {
            endpoints.wanted.set(None);
            if let Some(endpoint) = untrack(|| endpoints.get(&id)).filter(|endpoint| endpoint.id.0 != SIMULATOR && !endpoints.are_pinned())
            {
                edit(Some(endpoint));
            }
        }
    });
    let remove = move |()| {
        let Some(endpoint) = removed.get_untracked() else { return };
        endpoints.remove(&endpoint.id);
        stores.status.announce(tu_string!(i18n, settings.form.removed, name = endpoint.name));
    };
    let removed_name = move || removed.get().map(|endpoint| endpoint.name).unwrap_or_default();
    let resets = move || removed.with(|endpoint| endpoint.as_ref().is_some_and(|endpoint| endpoints.comes_back(&endpoint.id)));
    view! {
        <section class="settings-section" aria-labelledby="settings-endpoints">
            <div class="settings-head">
                <h2 id="settings-endpoints">{t!(i18n, settings.endpoints.title)}</h2>
                <Show when=move || !origins.with(Vec::is_empty)>
                    <Button
                        on:click=move |_| {
                            stores.keys.forget_all();
                            stores.status.announce(tu_string!(i18n, settings.key.all_forgotten));
                        }
                    >
                        {t!(i18n, settings.key.forget_all)}
                    </Button>
                </Show>
                {(!endpoints.are_pinned())
                    .then(|| view! { <Button on:click=move |_| edit(None)>{Icon::Plus} {t!(i18n, settings.endpoints.add)}</Button> })}
            </div>
            <p class="soft">{t!(i18n, settings.endpoints.intro)}</p>
            {endpoints.are_pinned().then(|| view! { <NoticeBox tone=Tone::Info>{t!(i18n, host.pinned)}</NoticeBox> })}
            <VaultPanel/>
            <ul class="settings-card endpoint-list">
                <For each=move || endpoints.list.get() key=card_key let:endpoint>
                    {
                        let (to_edit, to_remove) = (endpoint.clone(), endpoint.clone());
                        view! {
                            <EndpointCard
                                endpoint=endpoint
                                on_edit=move |()| edit(Some(to_edit.clone()))
                                on_remove=move |()| {
                                    removed.set(Some(to_remove.clone()));
                                    removing.set(true);
                                }
                            />
                        }
                    }
                </For>
            </ul>
            <EndpointDialog open=editing endpoint=edited />
            <Confirm
                open=removing
                title=move || {
                    if resets() { t_string!(i18n, settings.endpoints.reset_title) } else { t_string!(i18n, settings.endpoints.remove_title) }
                }
                text=move || {
                    if resets() {
                        t_string!(i18n, settings.endpoints.reset_text, name = removed_name())
                    } else {
                        t_string!(i18n, settings.endpoints.remove_text, name = removed_name())
                    }
                }
                action=move || {
                    if resets() { t_string!(i18n, settings.endpoints.reset) } else { t_string!(i18n, settings.endpoints.remove) }
                }
                on_confirm=remove
            />
        </section>
    }
}

/// A card is made anew when anything of its endpoint changes.
fn card_key(endpoint: &Endpoint) -> String {
    serde_json::to_string(endpoint).unwrap_or_else(|_| endpoint.id.0.clone())
}
