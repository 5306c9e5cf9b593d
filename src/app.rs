//! The composition root: creates the stores, puts them into context, mounts the shell.

use crate::{
    browser::media,
    i18n::{I18n, Locale},
    state::Stores,
    ui::Shell,
};
use leptos::prelude::*;

/// Puts the page into `<body>`.
pub fn mount() {
    media::follow_keyboard();
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let stores = Stores::open();
    provide_context(stores);
    provide_context(I18n::new(Signal::derive(move || Locale::from(stores.prefs.lang.get()))));
    view! { <Shell /> }
}
