//! The Play page: the draft at the left, the lanes at the right.
//!
//! Below 1100 px the draft is a drawer and the composer lies at the foot; below 700 px one lane is shown at a time.
//!
//! - [`PlayPage`] is the layout; [`draft_panel`] with [`turn`], [`composer`], [`lanes`] and [`empty`] are its parts.
//! - [`tools`] and [`output`]: what the model may call, and the form of its answer.
//! - [`attachments`]: pictures, sound and files at the prompt and in turns.
//! - [`variables`] and [`prompts`]: templates, and drafts kept under a name.
//! - [`draft_bar`] and [`import`]: undo, redo, and requests of others in the place of the draft.
//! - [`every_wire`] takes the place of the lanes: one draft as each API would carry it.
//! - [`commands`] puts what can be done here into the palette.
//! - Pure: [`enter`] (what a key press means), [`carrier`] (which role carries the instructions), [`blocked`] (what keeps a lane
//!   from running).

mod attachments;
mod blocked;
mod carrier;
mod commands;
mod composer;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod composer_tests;
mod draft_bar;
mod draft_panel;
mod empty;
mod enter;
mod every_wire;
mod import;
mod lanes;
mod output;
mod prompts;
mod tools;
mod turn;
mod turn_edit;
mod turn_menu;
mod variables;

pub use draft_panel::DraftView;
pub use tools::ToolDialog;

use crate::{
    browser::media,
    i18n::{t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Dialog, Icon},
};
use attachments::{drag_over, take_brought};
use commands::PlayCommands;
use composer::Composer;
use draft_panel::DraftPanel;
use empty::EmptyState;
use every_wire::EveryWireView;
use import::ImportDialog;
use lanes::{AddLane, LaneRow, LaneTabs};
use leptos::prelude::*;

#[component]
pub fn PlayPage() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let is_narrow = media::matches("(width < 1100px)");
    let is_phone = media::matches("(width < 700px)");
    let drawer = RwSignal::new(false);
    let is_new = Memo::new(move |_| {
        let is_silent = play.draft.with(|draft| draft.conversation.turns.is_empty());
        let is_own = play.visiting.with(Option::is_none);
        is_silent && is_own && play.lanes.with(|lanes| lanes.iter().all(|handle| !handle.run.with(|run| run.id.is_some())))
    });
    // On a wide page the draft is in sight: a drawer that stayed open would lie over it when the window is made narrow again.
    Effect::new(move |_| {
        if !is_narrow.get() {
            drawer.set(false);
        }
    });
    view! {
        <div
            class="play"
            class:on-large-wire=move || play.large_wire.with(Option::is_some)
            on:dragover=move |event| drag_over(play, &event)
            on:dragleave=move |_| play.attached.is_over.set(false)
            on:drop=move |event| {
                play.attached.is_over.set(false);
                take_brought(stores.replays, &event);
            }
        >
            <PlayCommands drawer is_narrow/>
            <ToolDialog/>
            <ImportDialog/>
            <h1 class="visually-hidden">{t!(i18n, draft.page)}</h1>
            <Show when=move || !is_narrow.get()>
                <section class="play-draft" aria-label=move || t_string!(i18n, draft.title)>
                    <DraftPanel/>
                </section>
            </Show>
            <div class="play-composer">
                <Composer/>
            </div>
            <div class="play-right" class:on-wires=move || play.on_every_wire.with(Option::is_some) class:on-empty=is_new>
                <Show when=move || is_narrow.get()>
                    <div class="play-bar">
                        <button type="button" class="btn" aria-haspopup="dialog" on:click=move |_| drawer.set(true)>
                            {Icon::Document}
                            {t!(i18n, draft.open)}
                        </button>
                        <Show when=move || is_phone.get()>
                            <LaneTabs/>
                        </Show>
                        <AddLane/>
                    </div>
                </Show>
                <Show when=move || is_new.get()>
                    <EmptyState/>
                </Show>
                <EveryWireView/>
                <LaneRow is_phone is_narrow/>
            </div>
            <Show when=move || is_narrow.get()>
                <Dialog open=drawer title=move || t_string!(i18n, draft.title) class="draft-drawer">
                    <div class="draft-scroll">
                        <DraftPanel/>
                    </div>
                </Dialog>
            </Show>
        </div>
    }
}
