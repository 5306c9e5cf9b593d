//! The connection doctor: a button that examines an endpoint, and what it found: the cause, how surely, by which clues, and what mends it.

mod words;

use crate::{
    browser::{abort::Abort, location},
    i18n::{t, t_string, use_i18n},
    state::{doctor::examine, status::Tone, use_stores},
    ui::kit::{Button, Chip, ChipKind, CopyButton, NoticeBox},
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    doctor::{Cause, Diagnosis, Recipe},
    draft::Endpoint,
};

/// What became of the last examination.
#[derive(Clone, Debug, PartialEq)]
enum Examined {
    Not,
    UnderWay,
    /// The address itself is not usable.
    Unusable(String),
    Done(Diagnosis),
}

#[component]
pub fn Doctor(endpoint: Endpoint) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let examined = RwSignal::new(Examined::Not);
    let asking = StoredValue::new_local(None::<Abort>);
    let end = move || {
        if let Some(abort) = asking.try_update_value(Option::take).flatten() {
            abort.abort();
        }
    };
    on_cleanup(end);
    let name = endpoint.name.clone();
    let endpoint = StoredValue::new(endpoint);
    let start = move |_| {
        end();
        let Some(abort) = Abort::new() else { return };
        asking.set_value(Some(abort.clone()));
        examined.set(Examined::UnderWay);
        let lineup = stores.own.lineup_now();
        spawn_local(async move {
            let found = match examine(endpoint.get_value(), stores.keys, &lineup, &abort).await {
                Ok(Some(diagnosis)) => Examined::Done(diagnosis),
                Ok(None) => return,
                Err(error) => Examined::Unusable(error.to_string()),
            };
            if !abort.is_aborted() {
                if let Examined::Done(diagnosis) = &found {
                    stores.status.announce(untrack(|| words::title(i18n, &diagnosis.cause)));
                }
                examined.set(found);
            }
        });
    };
    let under_way = Signal::derive(move || examined.with(|examined| *examined == Examined::UnderWay));
    view! {
        <div class="doctor">
            <Button
                small=true
                disabled=under_way
                attr:aria-label=move || t_string!(i18n, doctor.examine_named, name = name.clone())
                on:click=start
            >
                {move || if under_way.get() { t_string!(i18n, doctor.under_way) } else { t_string!(i18n, doctor.examine) }}
            </Button>
            {move || match examined.get() {
                Examined::Not | Examined::UnderWay => ().into_any(),
                Examined::Unusable(why) => view! { <NoticeBox tone=Tone::Danger><p>{why}</p></NoticeBox> }.into_any(),
                Examined::Done(diagnosis) => view! { <Report diagnosis/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Report(diagnosis: Diagnosis) -> impl IntoView {
    let i18n = use_i18n();
    let Diagnosis { cause, is_sure, clues, recipes } = diagnosis;
    let works = cause == Cause::Works;
    let titled = cause.clone();
    let page = location::origin();
    view! {
        <NoticeBox tone=if works { Tone::Ok } else { Tone::Warn }>
            <p class="doctor-cause">
                <strong>{move || words::title(i18n, &titled)}</strong>
                {(!works).then(|| view! {
                    <Chip kind=ChipKind::Plain>
                        {move || if is_sure { t_string!(i18n, doctor.sure) } else { t_string!(i18n, doctor.likely) }}
                    </Chip>
                })}
            </p>
            {(!works).then(|| view! { <p>{move || words::action(i18n, &cause, &page)}</p> })}
            <p class="doctor-label">{t!(i18n, doctor.how)}</p>
            <ul class="doctor-clues">
                {clues.into_iter().map(|clue| view! { <li dir="auto">{move || words::clue(i18n, &clue)}</li> }).collect_view()}
            </ul>
            {recipes.into_iter().map(|recipe| view! { <RecipeView recipe/> }).collect_view()}
        </NoticeBox>
    }
}

/// Lines to copy.
#[component]
fn RecipeView(recipe: Recipe) -> impl IntoView {
    let i18n = use_i18n();
    let Recipe { server, lines } = recipe;
    let copied = lines.clone();
    view! {
        <div>
            <p class="doctor-label">
                {server} <CopyButton label=move || t_string!(i18n, doctor.copy, server = server) text=move |()| copied.clone()/>
            </p>
            <pre class="words" tabindex="0">{lines}</pre>
        </div>
    }
}
