//! The exact request, with the key masked, and what was adjusted to make it legal.

use super::{
    json::TextBox,
    replayed::ReplayedList,
    which::{Chosen, WhichPlan},
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
use lineup_core::plan::{Adjustment, Plan};
use std::sync::Arc;

#[component]
pub fn Request(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let chosen = Chosen::of(handle);
    view! {
        <div class="wire-bar">
            <WhichPlan chosen/>
            <Button kind=ButtonKind::Ghost small=true on:click=move |_| play.on_every_wire.set(Some(handle.id))>
                {t!(i18n, wires.open)}
            </Button>
        </div>
        {move || match chosen.plan.get() {
            Some(plan) => view! { <PlanView plan/> }.into_any(),
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
        <TextBox title=move || t_string!(i18n, wire.body) copy_label=move || t_string!(i18n, wire.copy_body) text=body/>
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
