//! What a link brought: told above Play, with what the user has to decide.

use super::contents::{contents, flavour};
use crate::{
    browser::intl,
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::{
        play::{LaneHandle, Visit},
        status::Tone,
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, NoticeBox},
        lane::to_transcript,
        lane_head::{calendar, facts::provider_name},
        later::later,
    },
};
use leptos::prelude::*;
use lineup_core::{
    document::link,
    draft::{Endpoint, LaneId},
    plan,
    share::{LinkError, Retired, TypedNote, Unseen, retired},
};

#[component]
pub fn VisitBanner() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (visit, refused) = (stores.play.visiting, stores.share.refused);
    let is_visited = Memo::new(move |_| visit.with(Option::is_some));
    view! {
        <Show when=move || is_visited.get()>{arrived()}</Show>
        {move || {
            refused.get().map(|why| {
                view! {
                    <NoticeBox tone=Tone::Danger on_dismiss=move |()| refused.set(None)>
                        {move || link_refused(i18n, why)}
                    </NoticeBox>
                }
            })
        }}
    }
}

later! { in panels: fn arrived() { view! { <Arrived/> } } }

#[component]
fn Arrived() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (play, share) = (stores.play, stores.share);
    let visit = play.visiting;
    let is_recorded = Memo::new(move |_| visit.with(|visit| visit.as_ref().is_some_and(|visit| visit.is_recorded)));
    let lines = move || visit.with(|visit| visit.as_ref().map(|visit| notes(i18n, visit)).unwrap_or_default());
    let holds = move || visit.with(|visit| visit.as_ref().map(|visit| contents(i18n, &visit.shared)).unwrap_or_default());
    let foreign = move || {
        visit.with(|visit| {
            let mut servers: Vec<Endpoint> = Vec::new();
            for (_, endpoint) in visit.iter().flat_map(|visit| &visit.foreign) {
                if !servers.contains(endpoint) {
                    servers.push(endpoint.clone());
                }
            }
            servers
        })
    };
    let retired = Memo::new(move |_| {
        // What was recorded is played as it was.
        let asked =
            visit.with(|visit| visit.as_ref().filter(|visit| !visit.is_recorded).map(|visit| visit.asked.clone()).unwrap_or_default());
        let lineup = play.lineup();
        let today = intl::today();
        let mut found: Vec<Retired> = Vec::new();
        for (id, flavour) in asked {
            let Some(lane) = play.lane(id) else { continue };
            let (model, endpoint) = lane.lane.with(|lane| (lane.model.clone(), lane.endpoint.clone()));
            // Where the lane's own endpoint has a calendar, the lane offers it.
            let is_told = stores.endpoints.get(&endpoint).is_some_and(|endpoint| calendar(endpoint.flavour).1);
            let one = retired(&model, flavour, &lineup, &today).filter(|_| !is_told);
            found.extend(one.filter(|one| !found.contains(one)));
        }
        found
    });
    view! {
        <NoticeBox tone=Tone::Info>
            <p>{move || if is_recorded.get() { t_string!(i18n, replay.arrived) } else { t_string!(i18n, share.arrived) }}</p>
            <ul class="notice-list">
                {move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <details class="visit-holds">
                <summary>{t!(i18n, share.brought)}</summary>
                <ul class="notice-list">
                    {move || holds().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                </ul>
            </details>
            <For each=foreign key=|endpoint| endpoint.base.clone() let:endpoint>
                <Foreign endpoint/>
            </For>
            <For each=move || retired.get() key=Clone::clone let:one>
                <RetiredModel one/>
            </For>
            <div class="notice-actions">
                <Button kind=ButtonKind::Primary small=true on:click=move |_| share.keep()>{t!(i18n, share.keep)}</Button>
                <Button small=true on:click=move |_| share.leave()>{t!(i18n, share.leave)}</Button>
            </div>
        </NoticeBox>
    }
}

/// A server that the user does not have.
#[component]
fn Foreign(endpoint: Endpoint) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let origin = plan::origin(&endpoint).unwrap_or_else(|_| endpoint.base.clone());
    let has_key = stores.keys.has(origin);
    let of_server = {
        let endpoint = endpoint.clone();
        move || {
            let ids: Vec<LaneId> = play.visiting.with(|visit| {
                let foreign = visit.iter().flat_map(|visit| &visit.foreign);
                foreign.filter(|(_, other)| *other == endpoint).map(|(id, _)| *id).collect()
            });
            let models = ids.into_iter().filter_map(|id| play.lane(id)).map(|lane| lane.lane.with(|lane| lane.model.clone()));
            models.collect::<Vec<_>>().join(", ")
        }
    };
    let address = endpoint.base.clone();
    let (accepted, declined) = (endpoint.clone(), endpoint);
    view! {
        <div class="visit-server">
            <p>
                {move || t_string!(i18n, share.foreign, address = address.clone(), lanes = of_server())} " "
                {move || if has_key.get() { t_string!(i18n, share.foreign_key) } else { t_string!(i18n, share.foreign_no_key) }}
            </p>
            <div class="notice-actions">
                <Button small=true on:click=move |_| play.accept_endpoint(&accepted)>{t!(i18n, share.accept)}</Button>
                <Button small=true on:click=move |_| play.decline_endpoint(&declined)>{t!(i18n, share.decline)}</Button>
            </div>
        </div>
    }
}

/// A model of the link that is not served any more where the link wants it to run, and the one that takes its place.
#[component]
fn RetiredModel(one: Retired) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let Retired { model, provider, since, next } = one;
    let words = {
        let (model, next) = (model.clone(), next.clone());
        move || {
            let (provider, model, date) = (provider_name(provider), model.clone(), intl::day(i18n.locale(), &since));
            match next.clone() {
                Some(next) => t_string!(i18n, share.retired_next, provider = provider, model = model, date = date, next = next),
                None => t_string!(i18n, share.retired, provider = provider, model = model, date = date),
            }
        }
    };
    let offer = next.map(|next| {
        let label = next.clone();
        let take = move |_| {
            let asked = play.visiting.with_untracked(|visit| visit.as_ref().map(|visit| visit.asked.clone()).unwrap_or_default());
            let lanes: Vec<_> = untrack(|| asked.into_iter().filter_map(|(id, _)| play.lane(id)).collect());
            let of_it = |lane: &LaneHandle| lane.lane.with_untracked(|lane| lane.model.trim() == model);
            let lanes: Vec<_> = lanes.into_iter().filter(of_it).collect();
            for lane in &lanes {
                lane.lane.update(|lane| next.clone_into(&mut lane.model));
            }
            // The button goes with its line.
            if let Some(lane) = lanes.first() {
                to_transcript(*lane);
            }
        };
        view! {
            <div class="notice-actions">
                <Button small=true on:click=take>{move || t_string!(i18n, head.use_model, model = label.clone())}</Button>
            </div>
        }
    });
    view! {
        <div class="visit-server">
            <p>{words}</p>
            {offer}
        </div>
    }
}

fn notes(i18n: I18n, visit: &Visit) -> Vec<String> {
    let missing = visit.missing.iter().map(|(_, kind)| t_string!(i18n, share.missing, endpoint = flavour(i18n, *kind).to_owned()));
    let mut lines: Vec<String> = missing.collect();
    lines.extend(visit.barred.iter().map(|(_, address)| t_string!(i18n, host.barred, address = address.clone())));
    lines.dedup();
    lines.extend(
        visit.shared.remote_servers().map(|server| t_string!(i18n, share.brought_remote, server = link::apart(server).into_owned())),
    );
    lines.extend(
        visit.unseen.as_ref().map(|Unseen { count, excerpt }| plural!(i18n, *count, share.unseen, count = *count, words = excerpt.clone())),
    );
    lines.extend(visit.notes.iter().map(|note| match note {
        TypedNote::Unknown { name } => t_string!(i18n, share.note_unknown, name = name.clone()),
        TypedNote::Value { name, value } => t_string!(i18n, share.note_value, name = name.clone(), value = value.clone()),
        TypedNote::TooManyLanes => plural!(i18n, crate::state::play::MOST_LANES, share.note_lanes, count = crate::state::play::MOST_LANES),
        TypedNote::TooLong => t_string!(i18n, share.note_long).to_owned(),
    }));
    lines
}

/// Why a link was not read.
pub fn link_refused(i18n: I18n, why: LinkError) -> &'static str {
    match why {
        LinkError::Newer => t_string!(i18n, share.refused_newer),
        LinkError::Foreign => t_string!(i18n, share.refused_foreign),
        LinkError::Damaged => t_string!(i18n, share.refused_damaged),
        LinkError::TooBig => t_string!(i18n, share.refused_big),
    }
}
