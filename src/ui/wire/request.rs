//! The exact request, with the key masked, and what was adjusted to make it legal.

use super::{
    json::TextBox,
    raw::RawEditor,
    replayed::ReplayedList,
    which::{Chosen, Which, WhichPlan},
};
use crate::{
    i18n::{t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{Button, ButtonKind},
        words::in_language,
    },
};
use leptos::prelude::*;
use lineup_core::plan::{Adjustment, Plan, extras};
use std::sync::Arc;

#[component]
pub fn Request(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let chosen = Chosen::of(handle);
    // The text of the body while it is edited.
    let raw = RwSignal::new(None::<String>);
    let is_editing = Memo::new(move |_| raw.with(Option::is_some));
    Effect::new(move |_| handle.edits_body.set(is_editing.get()));
    on_cleanup(move || handle.edits_body.set(false));
    let edit = move |_| {
        chosen.choose(Which::Next);
        raw.set(chosen.plan.with_untracked(|plan| plan.as_ref().map(|plan| format!("{:#}", plan.body))));
    };
    // The fields of the request that is shown: of the one that was sent, as it was asked for then.
    let settings = move || {
        let next = || handle.lane.with_untracked(|lane| play.draft.with_untracked(|draft| lane.settings.over(&draft.settings)));
        match chosen.which.get_untracked() {
            Which::Sent => {
                handle.sent_lane().zip(handle.sent_draft()).map_or_else(next, |(lane, draft)| lane.settings.over(&draft.settings))
            }
            Which::Next => next(),
        }
    };
    let extras = move |plan: &Plan| extras(plan, &settings()).join(", ");
    view! {
        <div class="wire-bar">
            <WhichPlan chosen/>
            <Button kind=ButtonKind::Ghost small=true on:click=move |_| play.on_every_wire.set(Some(handle.id))>
                {t!(i18n, wires.open)}
            </Button>
            <Show when=move || !is_editing.get() && chosen.plan.with(Option::is_some)>
                <Button kind=ButtonKind::Ghost small=true on:click=edit>{t!(i18n, wire.raw_edit)}</Button>
            </Show>
        </div>
        {move || {
            let plan = if is_editing.get() { chosen.plan.get_untracked() } else { None };
            plan.map(|plan| view! { <RawEditor handle plan open=raw/> })
        }}
        {move || match chosen.plan.get().filter(|_| !is_editing.get()) {
            Some(plan) => {
                let extras = extras(&plan);
                view! {
                    <PlanView plan/>
                    {(!extras.is_empty()).then(|| view! { <p class="lane-hint">{t_string!(i18n, wire.extra, names = extras)}</p> })}
                }
                    .into_any()
            }
            None if is_editing.get() => ().into_any(),
            None => view! { <p class="lane-hint">{t!(i18n, wire.no_plan)}</p> }.into_any(),
        }}
    }
}

#[component]
fn PlanView(plan: Arc<Plan>) -> impl IntoView {
    let i18n = use_i18n();
    let headers = plan.headers.iter().map(|(name, value)| (name.clone(), value.masked())).collect::<Vec<_>>();
    let body = format!("{:#}", plan.body);
    let adjustments = plan.adjustments.clone();
    view! {
        <p class="wire-line code">
            <b>{plan.method}</b>
            " "
            <span class="wire-url">{plan.url.clone()}</span>
        </p>
        <Headers headers/>
        {(!adjustments.is_empty()).then(|| view! {
            <h3>{t!(i18n, wire.adjustments)}</h3>
            <ul class="wire-adjustments">{adjustments.into_iter().map(|adjustment| view! { <AdjustmentLine adjustment/> }).collect_view()}</ul>
        })}
        <ReplayedList replayed=plan.replayed.clone()/>
        <TextBox title=move || t_string!(i18n, wire.body) copy_label=move || t_string!(i18n, wire.copy_body) text=body language="json"/>
    }
}

/// Header lines, as a list of names and values.
#[component]
pub fn Headers(headers: Vec<(String, String)>) -> impl IntoView {
    let lines = headers.into_iter().map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    view! { <dl class="wire-headers code">{lines.collect_view()}</dl> }
}

/// One adjustment: what was asked, what is sent, why.
#[component]
pub fn AdjustmentLine(adjustment: Adjustment) -> impl IntoView {
    let i18n = use_i18n();
    let Adjustment { rule, field, asked, sent, reason, .. } = adjustment;
    let why = move || in_language(i18n, &reason).to_owned();
    let sent = move || if sent.is_null() { t_string!(i18n, wire.nothing_sent).to_owned() } else { sent.to_string() };
    view! {
        <li>
            <span class="code">
                <b>{field}</b>
                " "
                {asked.to_string()}
                " → "
                {sent}
            </span>
            " "
            {why}
            " "
            <span class="wire-rule code">{rule}</span>
        </li>
    }
}
