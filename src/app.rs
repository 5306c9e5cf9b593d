//! The composition root: creates the stores, puts them into context, mounts the shell.

use leptos::prelude::*;

/// Puts the page into `<body>`.
pub fn mount() {
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    view! { <main></main> }
}
