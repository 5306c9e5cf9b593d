//! The wire drawer of a lane: the exact request, every event, the response.
//!
//! - [`replayed`]: what became of earlier answers
//! - [`request`], [`code`], [`events`] with [`event_list`] (what is listed), [`response`]
//! - [`raw`]: the body as JSON that can be edited
//! - [`which`]: the request that was sent, or that would be sent now
//! - [`json`]: long texts in bounded boxes
//! - [`large`]: the drawer over all lanes

mod code;
mod event_list;
mod events;
mod json;
mod large;
mod raw;
mod replayed;
mod request;
mod response;
mod which;

use crate::{
    browser::dialog,
    i18n::{t_string, use_i18n},
    state::{
        play::{LaneHandle, WirePage},
        use_stores,
    },
    ui::{
        kit::{ButtonKind, Icon, IconButton, Tab, Tabs},
        lane::units,
        later::later,
    },
};
pub use json::bounded;
pub use large::enlarge;
pub use request::{AdjustmentLine, Headers};

use code::Code;
use events::Events;
use large::{LaneName, LargeToggle, shrinks};
use leptos::{html, prelude::*};
use request::Request;
use response::Response;

/// The row of tabs below a lane, and the page that is open. Pressing the open tab closes it.
#[component]
pub fn WireDrawer(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let is_large = Signal::derive(move || play.large_wire.get() == Some(handle.id));
    let open = handle.wire;
    let events = Memo::new(move |_| handle.run.with(|head| head.events));
    let badge = Signal::derive(move || (events.get() > 0).then(|| units::count(i18n, events.get() as u64)));
    let status = Memo::new(move |_| {
        handle.run.track();
        handle.with_run(lineup_core::run::Run::status).flatten()
    });
    let tabs = vec![
        Tab::new(WirePage::Request, move || t_string!(i18n, wire.request)),
        Tab::new(WirePage::Code, move || t_string!(i18n, wire.code)),
        Tab::new(WirePage::Events, move || t_string!(i18n, wire.events)).badge(badge),
        Tab::new(WirePage::Response, move || t_string!(i18n, wire.response))
            .badge(Signal::derive(move || status.get().map(|status| status.to_string()))),
    ];
    let panel = format!("wire-{}", handle.id.0);
    let row = NodeRef::<html::Div>::new();
    view! {
        <section
            class="wire"
            class:open=move || open.get().is_some()
            class:large=is_large
            aria-label=move || t_string!(i18n, wire.label)
            on:keydown=move |event| {
                if is_large.get_untracked() && shrinks(&event) {
                    event.prevent_default();
                    play.large_wire.set(None);
                }
            }
        >
            <div node_ref=row class="wire-tabs">
                <Tabs
                    label=move || t_string!(i18n, wire.label)
                    tabs
                    selected=open
                    on_select=move |page| open.update(|open| *open = (*open != Some(page)).then_some(page))
                    panel_id=panel.clone()
                />
                <Show when=move || is_large.get()>
                    <LaneName handle/>
                </Show>
                <Show when=move || open.get().is_some()>
                    <LargeToggle handle is_large/>
                    <IconButton
                        icon=Icon::Close
                        kind=ButtonKind::Ghost
                        small=true
                        label=move || t_string!(i18n, wire.close)
                        on:click=move |_| {
                            // The button goes with the page; the focus stays where the page was opened.
                            let tab = row.get_untracked().and_then(|row| dialog::inside(&row, "[role=tab][aria-selected=true]").pop());
                            open.set(None);
                            tab.iter().for_each(dialog::focus);
                        }
                    />
                </Show>
            </div>
            <div class="wire-page" role="tabpanel" id=panel hidden=move || open.get().is_none() aria-label=move || t_string!(i18n, wire.label)>
                {move || match open.get() {
                    None => ().into_any(),
                    Some(page) => page_of(handle, page),
                }}
            </div>
        </section>
    }
}

later! {
    in panels: fn page_of(handle: LaneHandle, page: WirePage) {
        match page {
            WirePage::Request => view! { <Request handle/> }.into_any(),
            WirePage::Code => view! { <Code handle/> }.into_any(),
            WirePage::Events => view! { <Events handle/> }.into_any(),
            WirePage::Response => view! { <Response handle/> }.into_any(),
        }
    }
}
