//! The head of a lane: which model, where, with which settings, and what that changes in the request.
//!
//! - [`LaneHead`] puts the parts together; [`model_picker`], [`place`] (endpoint, API, scenario), [`settings`] with
//!   [`setting_row`], [`adjustments`] and [`lane_menu`] are the parts.
//! - Pure: [`rows`] (what the picker lists), [`facts`] (what it says of a model), [`fields`] (settings and how they are typed),
//!   [`known`] (what the model accepts).

mod adjustments;
pub(super) mod facts;
mod fields;
mod known;
mod lane_menu;
mod model_picker;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod picker_tests;
mod place;
mod quiet_select;
mod rows;
mod setting_row;
mod settings;

use crate::{
    browser::intl,
    i18n::{I18n, t_string, use_i18n},
    state::{
        endpoints::SIMULATOR,
        play::{LaneHandle, Play, RunHead},
        use_stores,
    },
    ui::kit::{ButtonKind, Icon, IconButton, SimulatedBadge, VisuallyHidden},
};
use adjustments::Adjustments;
use facts::provider_name;
use lane_menu::LaneMenu;
use leptos::prelude::*;
use lineup_core::{
    draft::{Flavour, LaneId},
    lineup::Stage,
};
use model_picker::ModelPicker;
use place::{EndpointPicker, ScenarioPicker};
use settings::EffortStrip;
pub use settings::{AllSettings, SettingChips};

#[component]
pub fn LaneHead(
    handle: LaneHandle,
    /// The lane's place, from 0.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let heading = move || t_string!(i18n, head.lane, n = at.get() + 1, model = handle.lane.with(|lane| lane.model.clone()));
    let is_simulated = Memo::new(move |_| handle.lane.with(|lane| lane.endpoint.0 == SIMULATOR));
    view! {
        <header class="lane-head">
            <div class="lane-pick">
                <h2 class="visually-hidden">{heading}</h2>
                <ModelPicker handle />
                <EndpointPicker handle/>
                <Show when=move || is_simulated.get()>
                    <SimulatedBadge/>
                </Show>
                <LaneAction handle/>
                <LaneMenu handle at/>
            </div>
            <div class="lane-sets" role="group" aria-label=move || t_string!(i18n, head.settings)>
                <EffortStrip handle/>
                <SettingChips handle/>
                <ScenarioPicker handle/>
                <AllSettings handle/>
                <Adjustments handle/>
                <LifecycleChip handle/>
            </div>
        </header>
    }
}

/// Stops the lane while it runs; runs it again once it has.
#[component]
fn LaneAction(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let is_running = Memo::new(move |_| handle.run.with(RunHead::is_running));
    let has_run = Memo::new(move |_| handle.run.with(|head| head.outcome().is_some()));
    let button = move |icon: Icon, label: fn(I18n) -> &'static str, act: fn(Play, LaneId)| {
        view! { <IconButton icon kind=ButtonKind::Ghost small=true label=move || label(i18n) on:click=move |_| act(play, handle.id)/> }
    };
    move || match (is_running.get(), has_run.get()) {
        (true, _) => Some(button(Icon::Stop, |i18n| t_string!(i18n, head.stop_lane), |play, lane| play.stop(lane))),
        (false, true) => Some(button(Icon::Refresh, |i18n| t_string!(i18n, head.regenerate), |play, lane| play.regenerate(lane))),
        (false, false) => None,
    }
}

/// "ends 14 Jan 2027", where the lane's endpoint has a calendar. It never blocks.
#[component]
fn LifecycleChip(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let stage = Memo::new(move |_| {
        let (model, endpoint) = handle.lane.with(|lane| (lane.model.clone(), lane.endpoint.clone()));
        let flavour = stores.endpoints.get(&endpoint).map_or(Flavour::Compatible, |endpoint| endpoint.flavour);
        let (provider, own) = rows::calendar(flavour);
        let lineup = stores.play.lineup();
        let model = lineup.get(&model).filter(|_| own)?;
        Some((model.stage(provider, &intl::today()), provider))
    });
    let model = move || handle.lane.with(|lane| lane.model.clone());
    let chip = move || {
        let (stage, provider) = stage.get()?;
        let provider = provider_name(provider);
        let day = |iso: &str| intl::day(i18n.locale(), iso);
        let (short, long) = match &stage {
            Stage::Unknown | Stage::Current => return None,
            Stage::Announced { on } => (
                t_string!(i18n, picker.stage_announced, date = day(on)),
                t_string!(i18n, picker.life_announced, provider = provider, model = model(), date = day(on)),
            ),
            Stage::Retires { on } => (
                t_string!(i18n, picker.stage_retires, date = day(on)),
                t_string!(i18n, picker.life_retires, provider = provider, model = model(), date = day(on)),
            ),
            Stage::Retired { since } => (
                t_string!(i18n, picker.stage_retired_at, provider = provider),
                t_string!(i18n, picker.life_retired, provider = provider, model = model(), date = day(since)),
            ),
        };
        let spoken = long.clone();
        Some(view! {
            <span class="chip chip-warn" title=long>
                <span aria-hidden="true">{short}</span>
                <VisuallyHidden>{spoken}</VisuallyHidden>
            </span>
        })
    };
    view! { {chip} }
}
