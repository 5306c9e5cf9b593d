//! What should be known of the request before it is sent, although nothing is changed in it.

use crate::{
    i18n::{plural, t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{Button, ChipKind, Icon, Popover},
        lane::ToEndpoint,
        later::later,
        words::in_language,
    },
};
use leptos::prelude::*;
use lineup_core::plan::{Notice, Offer};

#[component]
pub fn Notes(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let notices = Memo::new(move |_| play.plan_of(handle.id).get().map(|plan| plan.notices).unwrap_or_default());
    let count = move || notices.with(Vec::len);
    let trigger = move || view! { {Icon::Info} {move || plural!(i18n, count(), head.notes, count = count())} }.into_any();
    view! {
        <Show when=move || { count() > 0 }>
            <Popover trigger label=move || t_string!(i18n, head.notes_title) trigger_class=ChipKind::Plain.class() class="notes">
                <h3 class="sets-title">{t!(i18n, head.notes_title)}</h3>
                {list(handle, notices)}
            </Popover>
        </Show>
    }
}

later! { in panels: fn list(handle: LaneHandle, notices: Memo<Vec<Notice>>) { view! { <List handle notices/> } } }

#[component]
fn List(handle: LaneHandle, notices: Memo<Vec<Notice>>) -> impl IntoView {
    let key = |notice: &Notice| (notice.rule.clone(), notice.words.en.clone());
    view! {
        <ul class="adjustments-list">
            <For each=move || notices.get() key let:notice>
                <Note handle notice/>
            </For>
        </ul>
    }
}

#[component]
fn Note(handle: LaneHandle, notice: Notice) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let Notice { rule, words, offer, .. } = notice;
    let offer = match offer {
        Some(Offer::Instructions(line)) => {
            let add = move |_| {
                play.draft.update(|draft| {
                    let rest = std::mem::take(&mut draft.instructions);
                    draft.instructions = if rest.is_empty() { line.to_owned() } else { format!("{line}\n{rest}") };
                });
            };
            view! { <Button small=true on:click=add>{t!(i18n, head.offer_instructions)}</Button> }.into_any()
        }
        Some(Offer::NameDeployment) => view! { <ToEndpoint handle/> }.into_any(),
        // Taking a run up again is not there yet, and without that there is nothing to gain.
        Some(Offer::Background) | None => ().into_any(),
    };
    view! {
        <li class="adjustment">
            <p class="adjustment-why">
                {move || in_language(i18n, &words).to_owned()} " " <span class="adjustment-rule">{rule}</span>
            </p>
            {offer}
        </li>
    }
}
