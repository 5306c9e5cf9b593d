//! One endpoint of the list: what it is, where its requests go, its key.

use super::key_field::KeyField;
use crate::{
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::{endpoints::SIMULATOR, use_stores},
    ui::{
        doctor::Doctor,
        kit::{Button, ButtonKind, Chip, SimulatedBadge},
    },
};
use leptos::prelude::*;
use lineup_core::{
    draft::{Auth, Endpoint, Flavour},
    plan,
};

/// The name of a flavour.
pub fn flavour_name(i18n: I18n, flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Simulator => t_string!(i18n, settings.flavour.simulator),
        Flavour::OpenAi => t_string!(i18n, settings.flavour.openai),
        Flavour::AzureV1 => t_string!(i18n, settings.flavour.azure_v1),
        Flavour::AzureClassic => t_string!(i18n, settings.flavour.azure_classic),
        Flavour::Compatible => t_string!(i18n, settings.flavour.compatible),
    }
}

#[component]
pub fn EndpointCard(endpoint: Endpoint, #[prop(into)] on_edit: Callback<()>, #[prop(into)] on_remove: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let Endpoint { id, name, flavour, base, auth, deployments, .. } = endpoint.clone();
    if id.0 == SIMULATOR {
        return view! {
            <li class="endpoint">
                <div class="endpoint-head">
                    <h3>{t!(i18n, settings.flavour.simulator)}</h3>
                    <SimulatedBadge />
                </div>
                <p class="soft">{t!(i18n, settings.endpoints.simulator)}</p>
            </li>
        }
        .into_any();
    }
    let examined = endpoint.clone();
    let (resets, is_host) = (stores.endpoints.comes_back(&id), stores.host.has(&id));
    let (edited, removed, shown) = (name.clone(), name.clone(), name.clone());
    let key = match (auth, plan::origin(&endpoint)) {
        (Auth::None, _) => view! { <p class="field-hint">{t!(i18n, settings.key.none_needed)}</p> }.into_any(),
        (_, Ok(origin)) => view! { <KeyField origin=origin name=name.clone() /> }.into_any(),
        // Kept by an older version, or by hand: the form says what is wrong.
        (_, Err(_)) => view! { <p class="field-error">{t!(i18n, settings.form.base_bad)}</p> }.into_any(),
    };
    let count = deployments.len();
    view! {
        <li class="endpoint">
            <div class="endpoint-head">
                <h3>{name}</h3>
                // A name that says it all needs no repetition.
                {move || Some(flavour_name(i18n, flavour)).filter(|flavour| *flavour != shown).map(|flavour| view! { <Chip>{flavour}</Chip> })}
                {(count > 0)
                    .then(|| view! { <Chip>{move || plural!(i18n, count, settings.endpoints.deployments, count = count)}</Chip> })}
                {is_host.then(|| view! { <Chip>{t!(i18n, host.offered)}</Chip> })}
                {(!stores.endpoints.are_pinned()).then(|| view! {
                <span class="endpoint-tools">
                    <Button
                        small=true
                        kind=ButtonKind::Ghost
                        attr:aria-label=move || t_string!(i18n, settings.endpoints.edit_named, name = edited.clone())
                        on:click=move |_| on_edit.run(())
                    >
                        {t!(i18n, settings.endpoints.edit)}
                    </Button>
                    <Button
                        small=true
                        kind=ButtonKind::Ghost
                        attr:aria-label=move || {
                            if resets {
                                t_string!(i18n, settings.endpoints.reset_named, name = removed.clone())
                            } else {
                                t_string!(i18n, settings.endpoints.remove_named, name = removed.clone())
                            }
                        }
                        on:click=move |_| on_remove.run(())
                    >
                        {move || {
                            if resets { t_string!(i18n, settings.endpoints.reset) } else { t_string!(i18n, settings.endpoints.remove) }
                        }}
                    </Button>
                </span>
                })}
            </div>
            <p class="endpoint-base mono">{base}</p>
            {key}
            <Doctor endpoint=examined/>
        </li>
    }
    .into_any()
}
