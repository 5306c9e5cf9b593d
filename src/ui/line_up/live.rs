//! What an endpoint itself lists: which one is asked, and what became of it.

use crate::{
    i18n::{plural, t, t_string, use_i18n},
    state::{
        line_up::{Listed, Listing, NotListed},
        route::Route,
        status::Tone,
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, NoticeBox, Select, unique_id},
        lane::ProblemText,
    },
};
use leptos::prelude::*;
use lineup_core::{
    draft::{Endpoint, EndpointId, Flavour},
    plan,
};

#[component]
pub fn LiveList() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let store = stores.line_up;
    // The simulator has no list. OpenAI is always there, so one is always left.
    let endpoints = Memo::new(move |_| {
        stores.endpoints.list.with(|list| list.iter().filter(|one| one.flavour != Flavour::Simulator).cloned().collect::<Vec<_>>())
    });
    let picked = RwSignal::new(None::<EndpointId>);
    let chosen = Signal::derive(move || {
        let known = |id: &EndpointId| endpoints.with(|list| list.iter().any(|endpoint| endpoint.id == *id));
        picked.get().filter(known).or_else(|| endpoints.with(|list| list.first().map(|endpoint| endpoint.id.clone())))
    });
    let options =
        Signal::derive(move || endpoints.with(|list| list.iter().map(|one| (Some(one.id.clone()), one.name.clone())).collect::<Vec<_>>()));
    let ask = move |_| {
        let endpoint = untrack(|| chosen.get().and_then(|id| stores.endpoints.get(&id)));
        if let Some(endpoint) = endpoint {
            store.ask(endpoint, stores.play.lineup_now());
        }
    };
    let under_way = Memo::new(move |_| match store.listing().get() {
        Listing::UnderWay(endpoint) => Some(endpoint.name),
        _ => None,
    });
    let id = unique_id("live");
    view! {
        <div class="lineup-live">
            <label class="visually-hidden" for=id.clone()>
                {t!(i18n, lineup.ask_where)}
            </label>
            <Select id options value=chosen on_change=move |id| picked.set(id) />
            {move || match under_way.get() {
                None => view! { <Button on:click=ask>{t!(i18n, lineup.ask)}</Button> }.into_any(),
                Some(_) => view! { <Button on:click=move |_| store.forget_list()>{t!(i18n, lineup.ask_stop)}</Button> }.into_any(),
            }}
        </div>
        <div class="lineup-listing" aria-live="polite">
            {move || match store.listing().get() {
                Listing::NotAsked => ().into_any(),
                Listing::UnderWay(endpoint) => {
                    view! { <p class="soft">{move || t_string!(i18n, lineup.asking, endpoint = endpoint.name.clone())}</p> }.into_any()
                }
                Listing::There(listed) => found(&listed).into_any(),
                Listing::Failed(endpoint, why) => view! { <Failed endpoint why /> }.into_any(),
            }}
        </div>
    }
}

fn found(listed: &Listed) -> impl IntoView + use<> {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let (name, count, unknown) = (listed.endpoint.name.clone(), listed.live.models.len(), listed.live.unknown().count());
    view! {
        <p class="num">
            {move || plural!(i18n, count, lineup.lists, endpoint = name.clone(), count = count)}
            {move || (unknown > 0).then(|| format!(" {}", plural!(i18n, unknown, lineup.lists_unknown, count = unknown)))}
        </p>
        <Button
            kind=ButtonKind::Ghost
            small=true
            on:click=move |_| {
                store.filter.update(|filter| filter.listed = false);
                store.forget_list();
            }
        >
            {t!(i18n, lineup.forget_list)}
        </Button>
    }
}

/// Why there is no list, and what to do.
#[component]
fn Failed(endpoint: Endpoint, why: NotListed) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let origin = plan::origin(&endpoint).unwrap_or_default();
    let (name, flavour) = (StoredValue::new(endpoint.name), endpoint.flavour);
    let settings = move || view! { <p><a href=Route::Settings.href()>{t!(i18n, lineup.to_settings)}</a></p> };
    let words = match why {
        NotListed::NoKey { origin } => {
            let origin = StoredValue::new(origin);
            view! {
                <p class="problem-title">{move || t_string!(i18n, problem.no_key.title, origin = origin.get_value())}</p>
                <p>{t!(i18n, problem.no_key.meaning)}</p>
                {settings()}
            }
            .into_any()
        }
        NotListed::Address(_) => view! {
            <p class="problem-title">{move || t_string!(i18n, lineup.bad_address, endpoint = name.get_value())}</p>
            {settings()}
        }
        .into_any(),
        NotListed::Problem(problem) => view! { <ProblemText problem=*problem origin flavour=Some(flavour) level=2 /> }.into_any(),
    };
    view! {
        <NoticeBox tone=Tone::Danger on_dismiss=move |()| store.forget_list()>
            <div class="problem">
                <p class="soft">{move || t_string!(i18n, lineup.no_list, endpoint = name.get_value())}</p>
                {words}
            </div>
        </NoticeBox>
    }
}
