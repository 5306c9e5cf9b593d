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
        host::Host,
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
            // What the host has set and the browser has kept is read before anything is shown, so that nothing is shown that is not so.
            spawn_local(async {
                let (host, opened) = keeping::boot(Host::ask()).await;
                mount_to_body(move || view! { <App host opened /> });
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
fn App(host: Host, opened: Opened) -> impl IntoView {
    let stores = Stores::open(host, opened);
    provide_context(stores);
    let i18n = I18n::new(Signal::derive(move || Locale::from(stores.prefs.lang.get())));
    provide_context(i18n);
    host.tell(stores.status, i18n);
    stores.offline.start();
    // When the first picture stands.
    let fetch = async {
        _ = later::answers().await;
        _ = later::panels().await;
    };
    set_timeout(|| spawn_local(fetch), SOON);
    view! { <Shell /> }
}
