//! Where the lane's model stands in its life at the lane's endpoint, and the model that takes its place. It never blocks.

use super::{facts::provider_name, rows::calendar};
use crate::{
    browser::intl,
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        difference::Differences,
        kit::{Button, ButtonKind, ChipKind, Popover, PopoverHandle, VisuallyHidden},
        lane::to_transcript,
        later::later,
    },
};
use leptos::prelude::*;
use lineup_core::{
    lineup::{Lifecycle, Provider, Stage},
    plan::difference,
};

/// The life of the lane's model where the lane's endpoint has a calendar.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Life {
    model: String,
    provider: Provider,
    life: Lifecycle,
}

/// Followed.
fn life(handle: LaneHandle) -> Memo<Option<Life>> {
    let stores = use_stores();
    Memo::new(move |_| {
        let (name, endpoint) = handle.lane.with(|lane| (lane.model.trim().to_owned(), lane.endpoint.clone()));
        let endpoint = stores.endpoints.get(&endpoint)?;
        let (provider, own) = calendar(endpoint.flavour);
        // The lane may name an Azure deployment.
        let deployed = endpoint.deployments.iter().find(|(_, deployment)| **deployment == name).map(|(model, _)| model.clone());
        let model = deployed.unwrap_or(name);
        let life = stores.play.lineup().lifecycle(&model, provider, &intl::today()).filter(|_| own)?;
        Some(Life { model, provider, life })
    })
}

impl Life {
    /// The model that takes the place of one that has retired.
    fn successor(&self) -> Option<&str> {
        self.life.replacement.as_deref().filter(|_| matches!(self.life.stage, Stage::Retired { .. }))
    }

    /// In few words and in a sentence; `None` where there is nothing to say.
    fn words(&self, i18n: I18n) -> Option<(String, String)> {
        let (model, provider) = (self.model.as_str(), provider_name(self.provider));
        let day = |iso: &str| intl::day(i18n.locale(), iso);
        Some(match &self.life.stage {
            Stage::Unknown | Stage::Current => return None,
            Stage::Announced { on } => (
                t_string!(i18n, picker.stage_announced, date = day(on)),
                t_string!(i18n, picker.life_announced, provider = provider, model = model, date = day(on)),
            ),
            Stage::Retires { on } => (
                t_string!(i18n, picker.stage_retires, date = day(on)),
                t_string!(i18n, picker.life_retires, provider = provider, model = model, date = day(on)),
            ),
            Stage::Retired { since } => (
                t_string!(i18n, picker.stage_retired_at, provider = provider),
                t_string!(i18n, picker.life_retired, provider = provider, model = model, date = day(since)),
            ),
        })
    }
}

/// "ends 14 Jan 2027"; opens what a move to the model that follows would change.
#[component]
pub fn LifecycleChip(handle: LaneHandle) -> impl IntoView {
    let life = life(handle);
    let shown = move || {
        let life = life.get()?;
        // While the offer stands below, it says it all.
        let offered = life.successor().is_some() && handle.kept_model.with(|kept| kept.as_ref() != Some(&life.model));
        (!offered).then_some(life)
    };
    // Keyed, here and below: what is made anew keeps no listener of another model.
    view! {
        <For each=shown key=Life::clone let:life>
            <Chip handle life/>
        </For>
    }
}

#[component]
fn Chip(handle: LaneHandle, life: Life) -> impl IntoView {
    let i18n = use_i18n();
    let next = life.life.replacement.clone();
    let life = StoredValue::new(life);
    let words = move |which: fn((String, String)) -> String| life.with_value(|life| life.words(i18n)).map(which).unwrap_or_default();
    let (short, long) = (move || words(|(short, _)| short), move || words(|(_, long)| long));
    match next {
        _ if untrack(|| life.with_value(|life| life.words(i18n).is_none())) => ().into_any(),
        Some(next) => view! {
            <Popover
                trigger=move || short.into_any()
                label=move || t_string!(i18n, head.what_changes)
                trigger_class=ChipKind::Warn.class()
                class="move"
            >
                <p class="move-lead">{long}</p>
                {change(handle, next.clone())}
            </Popover>
        }
        .into_any(),
        None => view! {
            <span class=ChipKind::Warn.class() title=long>
                <span aria-hidden="true">{short}</span>
                <VisuallyHidden>{long}</VisuallyHidden>
            </span>
        }
        .into_any(),
    }
}

/// The lane's model has retired: the one that takes its place, in one line.
#[component]
pub fn Offer(handle: LaneHandle) -> impl IntoView {
    let life = life(handle);
    let offered = move || {
        let life = life.get()?;
        let next = life.successor()?.to_owned();
        let kept = handle.kept_model.with(|kept| kept.as_ref() == Some(&life.model));
        (!kept).then_some((life, next))
    };
    view! {
        <For each=offered key=|offer| offer.clone() let:offer>
            <OfferLine handle life=offer.0 next=offer.1/>
        </For>
    }
}

#[component]
fn OfferLine(handle: LaneHandle, life: Life, next: String) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (life, next) = (StoredValue::new(life), StoredValue::new(next));
    let model = move || life.with_value(|life| life.model.clone());
    let keep = move |_| {
        handle.kept_model.set(Some(model()));
        stores.status.announce(tu_string!(i18n, head.kept, model = model()));
        to_transcript(handle);
    };
    view! {
        <div class="lane-offer" role="group" aria-label=move || t_string!(i18n, head.offer)>
            <p>{move || life.with_value(|life| life.words(i18n)).map(|(_, long)| long)}</p>
            <div class="lane-actions">
                <Button small=true on:click=move |_| use_model(handle, &next.get_value())>
                    {move || t_string!(i18n, head.use_model, model = next.get_value())}
                </Button>
                <Popover
                    trigger=move || view! { {t!(i18n, head.what_changes)} }.into_any()
                    label=move || t_string!(i18n, head.what_changes)
                    trigger_class="btn btn-small btn-ghost"
                    class="move"
                >
                    {change(handle, next.get_value())}
                </Popover>
                <Button small=true kind=ButtonKind::Ghost on:click=keep>
                    {move || t_string!(i18n, head.keep_model, model = model())}
                </Button>
            </div>
        </div>
    }
}

later! { in panels: fn change(handle: LaneHandle, next: String) { view! { <Move handle next/> } } }

/// What a move to another model changes in the request.
#[component]
fn Move(handle: LaneHandle, next: String) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let popover = expect_context::<PopoverHandle>();
    let next = StoredValue::new(next);
    let changes = Memo::new(move |_| {
        let (now, then) = play.plans_with(handle, &next.get_value())?;
        Some(difference(&now, &then))
    });
    let go = move |_| {
        popover.close();
        use_model(handle, &next.get_value());
    };
    view! {
        <h3 class="sets-title">{move || t_string!(i18n, head.move_title, model = next.get_value())}</h3>
        {move || match changes.get() {
            Some(changes) => view! { <Differences changes/> }.into_any(),
            None => view! { <p class="move-lead">{t!(i18n, head.move_unknown)}</p> }.into_any(),
        }}
        <div class="move-foot">
            <Button small=true kind=ButtonKind::Primary on:click=go>{move || t_string!(i18n, head.use_model, model = next.get_value())}</Button>
        </div>
    }
}

fn use_model(handle: LaneHandle, model: &str) {
    handle.lane.update(|lane| model.clone_into(&mut lane.model));
    // The button goes with the offer.
    to_transcript(handle);
}
