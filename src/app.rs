//! The composition root: creates the stores, puts them into context, mounts what this document shows.

use crate::{
    browser::{
        frame::{self, Role},
        media, storage,
    },
    i18n::{I18n, Locale},
    state::Stores,
    ui::{Cell, Framed, Shell},
};
use leptos::prelude::*;

/// Puts the page into `<body>`; in a frame of somebody else's, only what may stand there.
pub fn mount() {
    match frame::role() {
        Role::Page => {
            media::follow_keyboard();
            mount_to_body(App);
        }
        Role::Cell => {
            storage::keep_nothing();
            mount_to_body(Cell);
        }
        Role::Framed => mount_to_body(Framed),
    }
}

#[component]
fn App() -> impl IntoView {
    let stores = Stores::open();
    provide_context(stores);
    provide_context(I18n::new(Signal::derive(move || Locale::from(stores.prefs.lang.get()))));
    view! { <Shell /> }
}
