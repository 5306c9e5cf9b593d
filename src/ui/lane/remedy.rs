//! What can be done about a refusal whose words are known: a changed request with its difference, or the way to whoever can help.
//! And what was changed already.

use super::{to_transcript, units};
use crate::{
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        play::{LaneHandle, RunHead},
        route::Route,
        status::Tone,
        use_stores,
    },
    ui::{
        difference::Differences,
        kit::{Button, ButtonKind, NoticeBox},
        words::in_language,
    },
};
use leptos::prelude::*;
use lineup_core::{
    plan::{LearnedRule, Proposal, Reason, Remedy},
    run::Millis,
};
use std::sync::Arc;

/// The remedy of the lane's refusal, if there is one; followed.
pub fn remedy_of(handle: LaneHandle) -> Memo<Option<Arc<Remedy>>> {
    Memo::new(move |_| handle.run.with(|head| head.remedy.clone()))
}

#[component]
pub fn RemedyView(handle: LaneHandle, remedy: Arc<Remedy>) -> impl IntoView {
    let i18n = use_i18n();
    match &*remedy {
        Remedy::Repair(proposal) => view! { <Proposed handle proposal=Proposal::clone(proposal)/> }.into_any(),
        Remedy::Verify { reason, link } => view! {
            <Said reason=reason.clone()/>
            <div class="lane-actions">
                <a class="btn btn-small" href=link.clone() target="_blank" rel="noopener noreferrer">{t!(i18n, learned.verify)}</a>
            </div>
        }
        .into_any(),
        Remedy::NameDeployment { reason } => view! {
            <Said reason=reason.clone()/>
            <div class="lane-actions">
                <ToEndpoint handle/>
            </div>
        }
        .into_any(),
        Remedy::Filtered { reason } => view! { <Said reason=reason.clone()/> }.into_any(),
        Remedy::Wait { reason, ms } => {
            #[expect(clippy::cast_precision_loss, reason = "a pause for people")]
            let time = Millis(*ms as f64);
            view! {
                <Said reason=reason.clone()/>
                <p class="num">{move || t_string!(i18n, learned.wait, time = units::duration(i18n, time))}</p>
            }
            .into_any()
        }
        Remedy::Exhausted { field } => {
            let field = field.clone();
            view! { <p>{move || t_string!(i18n, learned.exhausted, field = field.clone())}</p> }.into_any()
        }
    }
}

#[component]
fn Said(reason: Reason) -> impl IntoView {
    let i18n = use_i18n();
    view! { <p>{move || in_language(i18n, &reason).to_owned()}</p> }
}

/// Opens the form of the lane's endpoint.
#[component]
pub fn ToEndpoint(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let open = move |_| {
        stores.endpoints.wanted.set(Some(handle.lane.with_untracked(|lane| lane.endpoint.clone())));
        stores.route.go(Route::Settings);
    };
    view! { <Button small=true on:click=open>{t!(i18n, learned.to_endpoint)}</Button> }
}

/// The changed request, for the user to decide.
#[component]
fn Proposed(handle: LaneHandle, proposal: Proposal) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let Proposal { learn, reason, changes, .. } = proposal;
    let model = learn.model;
    view! {
        <section class="proposal" aria-label=move || t_string!(i18n, learned.proposal)>
            <h4 class="proposal-title">{t!(i18n, learned.proposal)}</h4>
            <p>{move || in_language(i18n, &reason).to_owned()}</p>
            <Differences changes/>
            <div class="lane-actions">
                <Button
                    small=true
                    kind=ButtonKind::Primary
                    on:click=move |_| {
                        play.repair(handle.id);
                        to_transcript(handle);
                    }
                >
                    {t!(i18n, learned.repeat)}
                </Button>
                <Button
                    small=true
                    on:click=move |_| {
                        play.leave(handle.id);
                        to_transcript(handle);
                    }
                >
                    {t!(i18n, learned.leave)}
                </Button>
            </div>
            <p class="lane-hint">{move || t_string!(i18n, learned.if_it_helps, model = model.clone())}</p>
        </section>
    }
}

/// What was changed in the request after refusals, and whether it is remembered.
#[component]
pub fn Repaired(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let repairs = Memo::new(move |_| handle.run.with(|head: &RunHead| head.repairs.clone()));
    view! {
        <Show when=move || repairs.with(|repairs| !repairs.is_empty())>
            <NoticeBox tone=Tone::Info>
                <p>
                    <b>{t!(i18n, learned.repaired)}</b>
                </p>
                <ul class="repairs">
                    <For each=move || repairs.get().to_vec() key=LearnedRule::id let:rule>
                        <RepairLine rule/>
                    </For>
                </ul>
            </NoticeBox>
        </Show>
    }
}

#[component]
fn RepairLine(rule: LearnedRule) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let reason = rule.reason();
    let rule = StoredValue::new(rule);
    let is_known = Memo::new(move |_| stores.learned.all.with(|all| rule.with_value(|rule| all.rules().contains(rule))));
    let forget = move |_| {
        rule.with_value(|rule| stores.learned.forget(rule));
        stores.status.announce(tu_string!(i18n, learned.forgotten));
    };
    view! {
        <li>
            {move || in_language(i18n, &reason).to_owned()}
            <Show when=move || is_known.get()>
                <span class="repair-known">
                    {move || remembered(i18n, &rule.with_value(|rule| rule.model.clone()))}
                    " "
                    <a href=Route::Settings.href()>{t!(i18n, learned.title)}</a>
                    <Button small=true kind=ButtonKind::Ghost on:click=forget>{t!(i18n, learned.forget)}</Button>
                </span>
            </Show>
        </li>
    }
}

fn remembered(i18n: I18n, model: &str) -> String {
    t_string!(i18n, learned.remembered, model = model.to_owned())
}
