//! The lanes beside each other; on a phone one at a time, with tabs above.

use crate::{
    i18n::{t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{ButtonKind, Icon, IconButton, Tab, Tabs},
        lane::{LaneBody, LaneFoot},
        lane_head::LaneHead,
        replay::ReplayBar,
        words::lane_name,
    },
};
use leptos::prelude::*;
use lineup_core::draft::LaneId;

/// The element that the tabs of a phone belong to.
const LANES_ID: &str = "lanes";

/// The element id of a lane: commands put the focus there.
pub fn lane_element(id: LaneId) -> String {
    format!("lane-{}", id.0)
}

#[component]
pub fn LaneRow(is_phone: Signal<bool>, is_narrow: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let place = move |id: LaneId| Signal::derive(move || play.place_of(id));
    // What the enlarged drawer covers is out of reach: whoever goes to another lane, or closes the drawer, has the lanes back.
    Effect::new(move |_| {
        let Some(id) = play.large_wire.get() else { return };
        let is_open = play.lane(id).is_some_and(|handle| handle.wire.with(Option::is_some));
        if !is_open || play.focus.get() != id || play.on_every_wire.with(Option::is_some) {
            play.large_wire.set(None);
        }
    });
    view! {
        <div class="lanes-frame">
            <section class="lanes" id=LANES_ID aria-label=move || t_string!(i18n, draft.lanes)>
                <For each=move || play.lanes.get() key=|handle| handle.id let:handle>
                    <LaneColumn handle at=place(handle.id) is_hidden=Signal::derive(move || is_phone.get() && play.focus.get() != handle.id)/>
                </For>
                <Show when=move || !is_narrow.get()>
                    <AddLane/>
                </Show>
            </section>
        </div>
    }
}

#[component]
fn LaneColumn(handle: LaneHandle, at: Signal<usize>, is_hidden: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let label = move || lane_name(i18n, at.get(), handle);
    view! {
        <article
            class="lane"
            class:wire-open=move || handle.wire.with(Option::is_some)
            class:wire-large=move || play.large_wire.get() == Some(handle.id)
            class:edits-body=handle.edits_body
            id=lane_element(handle.id)
            tabindex="-1"
            aria-label=label
            hidden=is_hidden
            on:focusin=move |_| {
                if play.focus.get_untracked() != handle.id {
                    play.focus.set(handle.id);
                }
            }
        >
            <LaneHead handle at/>
            <ReplayBar handle has_wire=true/>
            <LaneBody handle/>
            <LaneFoot handle/>
        </article>
    }
}

#[component]
pub fn AddLane() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let has_room = play.has_room();
    let is_full = Signal::derive(move || !has_room.get());
    let label = move || if is_full.get() { t_string!(i18n, draft.lanes_full) } else { t_string!(i18n, draft.add_lane) };
    view! {
        <div class="lanes-add">
            <IconButton icon=Icon::Plus kind=ButtonKind::Plain label disabled=is_full on:click=move |_| play.add_lane()/>
        </div>
    }
}

/// One tab a lane, on a phone.
#[component]
pub fn LaneTabs() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let tabs = move || {
        let tab = |(at, handle): (usize, LaneHandle)| {
            let number = Signal::derive(move || Some((at + 1).to_string()));
            Tab::new(handle.id, move || handle.lane.with(|lane| lane.model.clone())).badge(number)
        };
        play.lanes.get().into_iter().enumerate().map(tab).collect::<Vec<_>>()
    };
    view! {
        <div class="lane-tabs">
            {move || {
                view! {
                    <Tabs
                        label=move || t_string!(i18n, draft.lane_tabs)
                        tabs=tabs()
                        selected=Signal::derive(move || Some(play.focus.get()))
                        on_select=move |id| play.focus.set(id)
                        panel_id=LANES_ID
                    />
                }
            }}
        </div>
    }
}
