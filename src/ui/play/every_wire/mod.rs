//! One draft on every wire: the lane's request as each API would carry it, in the place of the lanes, so that the draft beside it can
//! be edited while it is watched.
//!
//! - [`side`]: one of the four; [`lines`]: its body, with what differs marked

mod lines;
mod side;

use super::{blocked::no_plan, lanes::lane_element};
use crate::{
    browser::{dialog, media},
    i18n::{I18n, t, t_string, use_i18n},
    state::{
        play::{EveryWire, LaneHandle},
        use_stores,
    },
    ui::{
        kit::{Button, Icon, Select, Tab, Tabs, unique_id},
        lane_head::{AllSettings, SettingChips},
        later::later,
    },
};
use leptos::{html, prelude::*};
use lineup_core::plan::Wire;
use side::SideView;

/// The element that the tabs of a phone belong to.
const SIDES_ID: &str = "wires-sides";

/// What a wire is called: the same in every language.
pub fn wire_name(i18n: I18n, wire: Wire) -> &'static str {
    match wire {
        Wire::Chat => t_string!(i18n, wires.chat),
        Wire::Responses => t_string!(i18n, wires.responses),
        Wire::AzureV1 => t_string!(i18n, wires.azure_v1),
        Wire::AzureClassic => t_string!(i18n, wires.azure_classic),
    }
}

#[component]
pub fn EveryWireView() -> impl IntoView {
    let play = use_stores().play;
    let handle = Memo::new(move |_| play.on_every_wire.get().and_then(|id| play.lane(id)));
    // The lanes are what somebody who runs them wants to see, and a lane that was removed has no draft to show.
    let running = play.is_running();
    Effect::new(move |_| {
        if running.get() || (handle.with(Option::is_none) && play.on_every_wire.get_untracked().is_some()) {
            play.on_every_wire.set(None);
        }
    });
    move || handle.get().map(panel)
}

later! { in panels: fn panel(handle: LaneHandle) { view! { <Panel handle/> } } }

#[component]
fn Panel(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let wires = Memo::new(move |_| play.every_wire(handle));
    let is_phone = media::matches("(width < 700px)");
    let tab = RwSignal::new(wires.with_untracked(|wires| wires.as_ref()?.own_wire).unwrap_or(Wire::Chat));
    let model = Memo::new(move |_| handle.lane.with(|lane| lane.model.clone()));
    let own_wire = Memo::new(move |_| wires.with(|wires| wires.as_ref()?.own_wire));
    let note = move || {
        let endpoint = handle.lane.with(|lane| lane.endpoint.clone());
        let name = stores.endpoints.get(&endpoint).map(|endpoint| endpoint.name).unwrap_or_default();
        wires.with(|wires| match wires {
            None => Some(t_string!(i18n, wires.no_endpoint).to_owned()),
            Some(EveryWire { own: Err(error), .. }) => Some(t_string!(i18n, wires.no_request, why = no_plan(i18n, error, &name))),
            Some(EveryWire { stand_in: true, .. }) => Some(t_string!(i18n, wires.stand_in).to_owned()),
            Some(_) => None,
        })
    };
    let close = move || {
        play.on_every_wire.set(None);
        request_animation_frame(move || {
            if let Some(lane) = dialog::by_id(&lane_element(handle.id)) {
                dialog::focus(&lane);
            }
        });
    };
    let heading = NodeRef::<html::H2>::new();
    heading.on_load(|heading| request_animation_frame(move || dialog::focus(&heading)));
    let tabs = move || {
        let tabs = Wire::ALL.map(|wire| Tab::new(wire, move || wire_name(i18n, wire))).to_vec();
        view! {
            <Tabs
                label=move || t_string!(i18n, wires.tabs)
                tabs
                selected=Signal::derive(move || Some(tab.get()))
                on_select=move |wire| tab.set(wire)
                panel_id=SIDES_ID
            />
        }
    };
    let side = move |(at, wire): (usize, Wire)| {
        let is_hidden = Signal::derive(move || is_phone.get() && tab.get() != wire);
        let is_own = Signal::derive(move || own_wire.get() == Some(wire));
        view! { <SideView wires at wire is_own is_hidden/> }
    };
    view! {
        <section class="wires" aria-labelledby="wires-title">
            <div class="wires-head">
                <h2 id="wires-title" tabindex="-1" node_ref=heading>
                    {t!(i18n, wires.title)}
                </h2>
                <LaneSelect handle/>
                <Button on:click=move |_| close()>
                    {Icon::ArrowLeft}
                    {t!(i18n, wires.close)}
                </Button>
            </div>
            <div class="wires-head">
                <p class="wires-lead">{move || t_string!(i18n, wires.lead, model = model.get())}</p>
                <SettingChips handle/>
                <AllSettings handle/>
            </div>
            <p class="wires-note" role="status">{note}</p>
            <p class="wires-legend">{t!(i18n, wires.legend)}</p>
            <Show when=move || is_phone.get()>{tabs()}</Show>
            <div class="wires-sides" id=SIDES_ID>{Wire::ALL.into_iter().enumerate().map(side).collect_view()}</div>
        </section>
    }
}

/// Which lane's draft is shown, where there are several.
#[component]
fn LaneSelect(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let options = Signal::derive(move || {
        let name = |(at, lane): (usize, LaneHandle)| {
            (lane.id, t_string!(i18n, wires.lane_n, n = at + 1, model = lane.lane.with(|lane| lane.model.clone())))
        };
        play.lanes.get().into_iter().enumerate().map(name).collect::<Vec<_>>()
    });
    let id = StoredValue::new(unique_id("wires-lane"));
    view! {
        <Show when=move || play.lanes.with(|lanes| lanes.len() > 1)>
            <div class="wires-lane">
                <label class="visually-hidden" for=id.get_value()>
                    {t!(i18n, wires.lane)}
                </label>
                <Select id=id.get_value() options value=Signal::stored(handle.id) on_change=move |id| play.on_every_wire.set(Some(id))/>
            </div>
        </Show>
    }
}
