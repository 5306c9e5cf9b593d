//! The composition root: creates the stores, puts them into context, mounts what this document shows.

use crate::{
    browser::{
        frame::{self, Role},
        media, storage,
    },
    i18n::{I18n, Locale},
    later,
    state::{
        Stores,
        keeping::{self, Opened},
    },
    ui::{Cell, Framed, Shell},
};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// After this the next files are fetched.
const SOON: Duration = Duration::from_millis(500);

/// Puts the page into `<body>`; in a frame of somebody else's, only what may stand there.
pub fn mount() {
    match frame::role() {
        Role::Page => {
            media::follow_keyboard();
            // Not with the spawner of leptos, which begins with the mounting.
            // What the browser has kept is read before anything is shown, so that nothing is shown that is not so.
            spawn_local(async {
                let opened = keeping::boot().await;
                mount_to_body(move || view! { <App opened /> });
            });
        }
        Role::Cell => {
            storage::keep_nothing();
            mount_to_body(Cell);
        }
        Role::Framed => mount_to_body(Framed),
    }
}

#[component]
fn App(opened: Opened) -> impl IntoView {
    let stores = Stores::open(opened);
    provide_context(stores);
    provide_context(I18n::new(Signal::derive(move || Locale::from(stores.prefs.lang.get()))));
    stores.offline.start();
    // When the first picture stands.
    let fetch = async {
        _ = later::answers().await;
        _ = later::panels().await;
    };
    set_timeout(|| spawn_local(fetch), SOON);
    view! { <Shell /> }
}
