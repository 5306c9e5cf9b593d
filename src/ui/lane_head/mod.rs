//! The head of a lane: which model, where, with which settings, and what that changes in the request.
//!
//! - [`LaneHead`] puts the parts together; [`model_picker`], [`place`] (endpoint, API, scenario), [`settings`] with
//!   [`setting_row`], [`adjustments`], [`notes`], [`lifecycle`] and [`lane_menu`] are the parts.
//! - Pure: [`rows`] (what the picker lists), [`facts`] (what it says of a model), [`fields`] (settings) and [`values`] (how they are typed),
//!   [`known`] (what the model accepts), [`beside`] (the two sides of the adjustments).

mod adjustments;
mod beside;
pub(super) mod facts;
mod fields;
mod known;
mod lane_menu;
mod lifecycle;
mod model_picker;
mod notes;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod picker_tests;
mod place;
mod quiet_select;
mod rows;
mod setting_row;
mod settings;
mod values;

use crate::{
    i18n::{t_string, use_i18n},
    state::{
        endpoints::SIMULATOR,
        play::{LaneHandle, RunHead},
        use_stores,
    },
    ui::{
        kit::{ButtonKind, Icon, IconButton, SimulatedBadge},
        words::lane_name,
    },
};
use adjustments::Adjustments;
use lane_menu::LaneMenu;
use leptos::prelude::*;
use lifecycle::{LifecycleChip, Offer};
use model_picker::ModelPicker;
use notes::Notes;
use place::{EndpointPicker, ScenarioPicker};
pub(super) use rows::calendar;
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
    let heading = move || lane_name(i18n, at.get(), handle);
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
                <Notes handle/>
                <LifecycleChip handle/>
            </div>
            <Offer handle/>
        </header>
    }
}

/// Stops the lane while it runs; runs it again once it has.
#[component]
fn LaneAction(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let is_running = Memo::new(move |_| handle.run.with(RunHead::is_moving));
    let has_run = Memo::new(move |_| handle.run.with(|head| head.outcome().is_some()));
    // Two elements, each with one listener: one that is rebuilt as the other would keep the listener that it had.
    view! {
        <Show when=move || is_running.get()>
            <IconButton
                icon=Icon::Stop
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, head.stop_lane)
                on:click=move |_| play.stop(handle.id)
            />
        </Show>
        <Show when=move || !is_running.get() && has_run.get()>
            <IconButton
                icon=Icon::Refresh
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, head.regenerate)
                on:click=move |_| play.regenerate(handle.id)
            />
        </Show>
    }
}
