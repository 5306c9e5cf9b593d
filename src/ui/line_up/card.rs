//! The card of a model: what it is for, its facts, its life, the rules that apply to it, and where all that is from. Its address is
//! `#/lineup/<model>`.

use super::card_parts::{AzureFacts, Facts, Life, Notes, Purpose, Rules, Sources};
use super::own::OwnModel;
use crate::{
    browser::dialog,
    i18n::{t, t_string, tu_string, use_i18n},
    state::{route::Route, use_stores},
    ui::{
        kit::{Button, Dialog, Icon, Menu, MenuItem, MenuRule},
        lane_head::facts::{cannot_run, kind_name},
    },
};
use leptos::{html, prelude::*};
use lineup_core::{
    draft::EndpointId,
    lineup::{LiveModel, Model},
};

#[component]
pub fn CardDialog(today: StoredValue<String>) -> impl IntoView {
    let stores = use_stores();
    let (card, play) = (stores.route.card, stores.play);
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(card.with(Option::is_some)));
    // Closing leaves the card's address; going elsewhere has left it already.
    Effect::new(move |was_open: Option<bool>| {
        let open = open.get();
        if was_open == Some(true) && !open && card.get_untracked().is_some() {
            stores.route.go(Route::LineUp);
        }
        open
    });
    let name = move || card.get().map(|name| play.lineup().get(&name).map_or(name, |model| model.id.clone())).unwrap_or_default();
    view! {
        <Dialog open=open title=name class="lineup-card">
            {move || {
                // Written anew with every change of the line-up.
                let lineup = play.lineup();
                card.get()
                    .map(|name| {
                        let model = lineup.get(&name).cloned();
                        view! { <Card name model today /> }
                    })
            }}
        </Dialog>
    }
}

#[component]
fn Card(name: String, model: Option<Model>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let listed = untrack(|| stores.line_up.listed());
    match model {
        Some(model) => {
            stores.line_up.load_details();
            view! { <Known model=StoredValue::new(model) today /> }.into_any()
        }
        None => {
            match listed.and_then(|listed| Some((listed.endpoint.clone(), listed.live.models.iter().find(|one| one.id == name)?.clone()))) {
                Some((endpoint, entry)) => {
                    let named = StoredValue::new(endpoint.name);
                    let LiveModel { id, kind, .. } = entry;
                    let new = StoredValue::new(id.clone());
                    view! {
                        <div class="dialog-body card">
                            <p>{move || t_string!(i18n, lineup.card_only_listed, endpoint = named.get_value())}</p>
                            {kind.map(|kind| view! { <p>{move || t_string!(i18n, lineup.card_by_name, kind = kind_name(i18n, kind))}</p> })}
                        </div>
                        <div class="dialog-foot">
                            <Button on:click=move |_| {
                                stores.line_up.adding.set(Some(new.get_value()));
                                stores.route.go(Route::LineUp);
                            }>{t!(i18n, lineup.card_add)}</Button>
                            <OpenInPlay model=id endpoint=Some(endpoint.id) />
                        </div>
                    }
                    .into_any()
                }
                None => {
                    let name = StoredValue::new(name);
                    view! { <p class="dialog-body">{move || t_string!(i18n, lineup.card_missing, model = name.get_value())}</p> }.into_any()
                }
            }
        }
    }
}

#[component]
fn Known(model: StoredValue<Model>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (id, kind, runs) = model.with_value(|model| (model.id.clone(), model.kind, model.runs_in_play()));
    let others = model.with_value(|model| model.names().filter(|name| *name != model.id).collect::<Vec<_>>().join(", "));
    let others = (!others.is_empty()).then_some(others);
    // Under the name and at the endpoint that is known to have it.
    let listed = untrack(|| stores.line_up.listed());
    let entry = listed.as_ref().and_then(|listed| model.with_value(|model| listed.live.entry(model).map(|entry| entry.id.clone())));
    let (name, endpoint) = match entry.zip(listed.map(|listed| listed.endpoint.id.clone())) {
        Some((name, endpoint)) => (name, Some(endpoint)),
        None => (id.clone(), None),
    };
    let foot = if runs {
        view! { <OpenInPlay model=name endpoint /> }.into_any()
    } else {
        view! { <p class="soft">{move || cannot_run(i18n, kind)}</p> }.into_any()
    };
    let body = NodeRef::<html::Div>::new();
    // From card to card the link that was followed goes, and the focus with it.
    Effect::new(move |_| {
        if let Some(body) = body.get() {
            request_animation_frame(move || {
                if dialog::is_focus_lost() {
                    dialog::focus(&body);
                }
            });
        }
    });
    view! {
        <div class="dialog-body card" tabindex="0" role="region" aria-label=id node_ref=body>
            <OwnModel model />
            <Purpose model />
            {others
                .map(|others| {
                    view! {
                        <p class="card-names">
                            <span class="soft">{t!(i18n, lineup.card_names)} ": "</span>
                            <span class="mono">{others}</span>
                        </p>
                    }
                })}
            <Life model today />
            <Facts model today />
            {runs.then(|| view! { <Rules model /> })}
            <AzureFacts model />
            <Notes model />
            <Sources model />
        </div>
        <div class="dialog-foot">{foot}</div>
    }
}

/// Gives the model a lane of its own, or that of another.
#[component]
fn OpenInPlay(model: String, endpoint: Option<EndpointId>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let has_room = play.has_room();
    let (model, endpoint) = (StoredValue::new(model), StoredValue::new(endpoint));
    let open = move |lane| {
        play.open_model(&model.get_value(), endpoint.get_value(), lane);
        stores.status.announce(tu_string!(i18n, lineup.opened, model = model.get_value()));
        stores.route.go(Route::Play);
    };
    let lanes = move || {
        let lanes = play.lanes.get().into_iter().enumerate();
        lanes
            .map(|(at, handle)| {
                let other = handle.lane.with(|lane| lane.model.clone());
                view! {
                    <MenuItem on_select=move |()| open(Some(handle.id))>
                        {move || t_string!(i18n, lineup.card_open_in, n = at + 1, model = other.clone())}
                    </MenuItem>
                }
            })
            .collect_view()
    };
    view! {
        <Menu
            trigger=move || view! { {Icon::Play} {t!(i18n, lineup.card_open)} {Icon::ChevronDown} }
            label=move || t_string!(i18n, lineup.card_open)
            trigger_class="btn btn-primary btn-large"
        >
            <MenuItem on_select=move |()| open(None) disabled=Signal::derive(move || !has_room.get())>
                {move || if has_room.get() { t_string!(i18n, lineup.card_open_new) } else { t_string!(i18n, lineup.card_open_full) }}
            </MenuItem>
            <MenuRule />
            {lanes}
        </Menu>
    }
}
