//! Saving a run: what is in the cassette and what is not, before anything is saved.

use super::{
    embed::Embed,
    report::{file_stem, report},
};
use crate::{
    browser::{clipboard, save},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{Stores, play::LaneHandle, use_stores},
    ui::{
        kit::{Button, ButtonKind, Check, Dialog},
        lane::units,
        later::later,
        share::{Findings, Lines, contents, left_out},
        words::api_name,
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::{Millis, cassette::Cassette},
    share::{LeftOut, scan},
};

/// A run as a cassette, and what is not in it.
pub(super) type Recorded = (Cassette, Vec<LeftOut>);

#[component]
pub fn SaveDialog() -> impl IntoView {
    let i18n = use_i18n();
    let saving = use_stores().replays.saving;
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(saving.with(Option::is_some)));
    // Written only where it differs: the two follow each other.
    Effect::new(move |_| {
        if !open.get() && saving.with_untracked(Option::is_some) {
            saving.set(None);
        }
    });
    view! {
        <Dialog open=open title=move || t_string!(i18n, replay.save_title) class="share-sheet">
            {move || saving.get_untracked().map(sheet)}
        </Dialog>
    }
}

later! { in panels: fn sheet(handle: LaneHandle) { view! { <Sheet handle/> } } }

#[component]
fn Sheet(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let with_address = RwSignal::new(false);
    let endpoints = stores.endpoints.list;
    let recorded = Memo::new(move |_| endpoints.with(|endpoints| handle.cassette(endpoints, with_address.get())));
    let findings = Memo::new(move |_| {
        let of = |(cassette, _): &Recorded| scan(cassette.texts().iter().map(String::as_str));
        recorded.with(|recorded| recorded.as_ref().map(of)).unwrap_or_default()
    });
    let has_own = Memo::new(move |_| {
        with_address.get() || recorded.with(|recorded| recorded.as_ref().is_some_and(|(_, left)| left.contains(&LeftOut::Address)))
    });
    let lines =
        Signal::derive(move || recorded.with(|recorded| recorded.as_ref().map(|(cassette, _)| held(i18n, cassette)).unwrap_or_default()));
    let left = Signal::derive(move || {
        let left = recorded.with(|recorded| {
            let left = recorded.as_ref().map(|(_, left)| left.as_slice()).unwrap_or_default();
            left.iter().map(|left| left_out(i18n, left)).collect::<Vec<_>>()
        });
        std::iter::once(t_string!(i18n, replay.left_keys).to_owned()).chain(left).collect::<Vec<_>>()
    });
    let give = move |how: How| {
        recorded.with_untracked(|recorded| {
            if let Some((cassette, _)) = recorded {
                take_along(stores, i18n, cassette, how);
            }
        });
    };
    view! {
        <div class="dialog-body share">
            <p class="soft">{t!(i18n, replay.save_text)}</p>
            <Lines title=Signal::derive(move || t_string!(i18n, replay.holds)) lines/>
            <Lines title=Signal::derive(move || t_string!(i18n, replay.left)) lines=left/>
            <Findings title=Signal::derive(move || t_string!(i18n, replay.secrets)) findings/>
            <Show when=move || has_own.get()>
                <Check
                    label=move || t_string!(i18n, replay.address)
                    hint=move || t_string!(i18n, replay.address_hint)
                    value=with_address
                    on_change=move |on| with_address.set(on)
                />
            </Show>
            <Embed recorded/>
        </div>
        <div class="dialog-foot">
            <Button on:click=move |_| give(How::Report)>{t!(i18n, replay.report)}</Button>
            <Button on:click=move |_| give(How::Har)>{t!(i18n, replay.save_har)}</Button>
            <Button kind=ButtonKind::Primary on:click=move |_| give(How::Cassette)>{t!(i18n, replay.save_cassette)}</Button>
        </div>
    }
}

/// How a run is taken along.
#[derive(Clone, Copy)]
enum How {
    Cassette,
    Har,
    /// The cassette as a file, and words about it to paste.
    Report,
}

fn take_along(stores: Stores, i18n: I18n, cassette: &Cassette, how: How) {
    let stem = file_stem(cassette);
    match how {
        How::Har => save::download(&format!("{stem}.har"), "application/json", cassette.to_har().to_string().as_bytes()),
        How::Cassette | How::Report => save::download(&format!("{stem}.cassette.json"), "application/json", cassette.to_json().as_bytes()),
    }
    if let How::Report = how {
        let text = report(i18n, cassette, &format!("{stem}.cassette.json"));
        spawn_local(async move {
            if clipboard::copy(&text).await.is_ok() {
                stores.status.announce(tu_string!(i18n, replay.reported));
            } else {
                stores.status.alert(tu_string!(i18n, common.not_copied));
            }
        });
    }
}

/// What a cassette holds, a line each; followed.
fn held(i18n: I18n, cassette: &Cassette) -> Vec<String> {
    let run = cassette.play();
    let status = run.status().map_or_else(|| t_string!(i18n, replay.no_answer).to_owned(), |status| format!("HTTP {status}"));
    let mut lines = vec![
        t_string!(i18n, replay.held_request, api = api_name(cassette.request.api), url = cassette.request.url.clone()),
        t_string!(
            i18n,
            replay.held_answer,
            status = status,
            size = units::bytes(i18n, run.raw().len()),
            events = units::count(i18n, run.events().len() as u64),
            time = units::duration(i18n, Millis(cassette.end_at.0))
        ),
    ];
    let headers = cassette.head.iter().flat_map(|head| &head.headers).map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    if !headers.is_empty() {
        lines.push(t_string!(i18n, replay.held_headers, names = headers));
    }
    lines.extend(cassette.set_up.iter().flat_map(|set_up| contents(i18n, set_up)));
    lines
}
