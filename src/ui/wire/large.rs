//! The drawer over all lanes: a column is narrow for a request, and what is beside it can wait.

use crate::{
    browser::{dialog, keyboard},
    i18n::{t_string, use_i18n},
    state::{
        play::{LaneHandle, Play, WirePage},
        use_stores,
    },
    ui::{kit::Icon, words::lane_name},
};
use leptos::{ev, prelude::*};
use lineup_core::draft::LaneId;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

fn toggle_id(id: LaneId) -> String {
    format!("enlarge-{}", id.0)
}

/// Enlarges the lane's drawer, from wherever the focus is: it comes along, as what had it may be covered now.
pub fn enlarge(play: Play, handle: LaneHandle) {
    if handle.wire.with_untracked(Option::is_none) {
        handle.wire.set(Some(WirePage::Request));
    }
    play.on_every_wire.set(None);
    play.focus.set(handle.id);
    play.large_wire.set(Some(handle.id));
    request_animation_frame(move || {
        if let Some(toggle) = dialog::by_id(&toggle_id(handle.id)) {
            dialog::focus(&toggle);
        }
    });
}

/// Whether a key that is pressed in the drawer gives the lanes back: Escape, in text fields too, but a filter is emptied first.
pub fn shrinks(event: &ev::KeyboardEvent) -> bool {
    let filters = || {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        field.is_some_and(|field| field.type_() == "search" && !field.value().is_empty())
    };
    event.key() == "Escape" && !keyboard::is_composing(event) && !filters()
}

#[component]
pub fn LargeToggle(handle: LaneHandle, is_large: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let toggle = move |_| {
        if is_large.get_untracked() {
            play.large_wire.set(None);
        } else {
            enlarge(play, handle);
        }
    };
    // The name stays, as `aria-pressed` says the rest; who hovers reads what a press would do.
    let shown = move || if is_large.get() { t_string!(i18n, wire.shrink) } else { t_string!(i18n, wire.enlarge) };
    view! {
        <button
            type="button"
            class="btn btn-ghost btn-icon btn-small"
            id=toggle_id(handle.id)
            aria-label=move || t_string!(i18n, wire.enlarge)
            aria-pressed=move || is_large.get().to_string()
            title=shown
            on:click=toggle
        >
            {move || if is_large.get() { Icon::Shrink.draw() } else { Icon::Enlarge.draw() }}
        </button>
    }
}

/// Which lane it is, while its head is covered.
#[component]
pub fn LaneName(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let name = move || lane_name(i18n, play.place_of(handle.id), handle);
    view! { <span class="wire-lane">{name}</span> }
}
