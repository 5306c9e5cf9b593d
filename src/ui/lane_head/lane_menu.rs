//! What can be done with a lane.

use crate::{
    browser::dialog::Edge,
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        Stores,
        play::{Continuation, LaneHandle, MOST_LANES, RunHead, WirePage},
        use_stores,
    },
    ui::kit::{Icon, Menu, MenuItem, MenuRule},
};
use leptos::prelude::*;

#[component]
pub fn LaneMenu(
    handle: LaneHandle,
    /// The lane's place, from 0.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let count = move || play.lanes.with(Vec::len);
    let is_running = Signal::derive(move || handle.run.with(RunHead::is_moving));
    let continuation = play.continuation_of(handle.id);
    let split = Signal::derive(move || handle.lane.with(|lane| lane.split_think));
    let open = move |page: WirePage| move |()| handle.wire.set(Some(page));
    let trigger = move || view! { {Icon::More} }.into_any();
    view! {
        <Menu trigger label=move || t_string!(i18n, head.menu, n = at.get() + 1) label_trigger=true edge=Edge::End trigger_class="btn btn-ghost btn-icon btn-small lane-menu">
            <MenuItem
                on_select=move |()| {
                    if is_running.get_untracked() { play.stop(handle.id) } else { play.regenerate(handle.id) }
                }
            >
                {move || if is_running.get() { Icon::Stop.draw() } else { Icon::Refresh.draw() }}
                {move || if is_running.get() { t_string!(i18n, head.stop_lane) } else { t_string!(i18n, head.regenerate) }}
            </MenuItem>
            <MenuItem disabled=Signal::derive(move || continuation.get() != Continuation::Possible) on_select=move |()| continue_from(stores, i18n, handle, at)>
                {Icon::ArrowRight}
                {t!(i18n, head.continue_here)}
            </MenuItem>
            <MenuRule/>
            <MenuItem on_select=open(WirePage::Request)>{Icon::Document} {t!(i18n, head.open_request)}</MenuItem>
            <MenuItem on_select=open(WirePage::Code)>{Icon::Document} {t!(i18n, head.open_code)}</MenuItem>
            <MenuItem on_select=open(WirePage::Events)>{Icon::Document} {t!(i18n, head.open_events)}</MenuItem>
            <MenuItem on_select=open(WirePage::Response)>{Icon::Document} {t!(i18n, head.open_response)}</MenuItem>
            <MenuItem disabled=Signal::derive(move || handle.run.with(|head| head.outcome().is_none())) on_select=move |()| stores.replays.saving.set(Some(handle))>
                {Icon::Share}
                {t!(i18n, replay.save)}
            </MenuItem>
            <MenuItem on_select=move |()| play.on_every_wire.set(Some(handle.id))>{Icon::Branch} {t!(i18n, wires.open)}</MenuItem>
            <MenuItem
                checked=split
                switch=true
                on_select=move |()| handle.lane.update(|lane| lane.split_think = !lane.split_think)
            >
                {Icon::Branch}
                {t!(i18n, head.split_think)}
            </MenuItem>
            <MenuRule/>
            <MenuItem disabled=Signal::derive(move || at.get() == 0) on_select=move |()| shift(stores, i18n, handle, at, -1)>
                {Icon::ArrowLeft}
                {t!(i18n, head.move_left)}
            </MenuItem>
            <MenuItem disabled=Signal::derive(move || at.get() + 1 >= count()) on_select=move |()| shift(stores, i18n, handle, at, 1)>
                {Icon::ArrowRight}
                {t!(i18n, head.move_right)}
            </MenuItem>
            <MenuItem disabled=Signal::derive(move || count() >= MOST_LANES) on_select=move |()| duplicate(stores, i18n, handle)>
                {Icon::Copy}
                {t!(i18n, head.duplicate)}
            </MenuItem>
            <MenuItem danger=true disabled=Signal::derive(move || count() <= 1) on_select=move |()| remove(stores, i18n, handle)>
                {Icon::Trash}
                {t!(i18n, head.remove)}
            </MenuItem>
        </Menu>
    }
}

fn model_of(handle: LaneHandle) -> String {
    handle.lane.with_untracked(|lane| lane.model.clone())
}

fn continue_from(stores: Stores, i18n: I18n, handle: LaneHandle, at: Signal<usize>) {
    stores.play.continue_from(handle.id);
    stores.status.announce(tu_string!(i18n, head.continued, n = at.get_untracked() + 1));
}

fn shift(stores: Stores, i18n: I18n, handle: LaneHandle, at: Signal<usize>, by: isize) {
    stores.play.move_lane(handle.id, by);
    stores.status.announce(tu_string!(i18n, head.moved, model = model_of(handle), n = at.get_untracked() + 1));
}

fn duplicate(stores: Stores, i18n: I18n, handle: LaneHandle) {
    stores.play.duplicate(handle.id);
    stores.status.announce(tu_string!(i18n, head.duplicated, model = model_of(handle)));
}

fn remove(stores: Stores, i18n: I18n, handle: LaneHandle) {
    let model = model_of(handle);
    stores.play.remove(handle.id);
    stores.status.announce(tu_string!(i18n, head.removed, model = model));
}
