//! A button that opens a file of the user's.

use crate::browser::open::{self, NotRead};
use leptos::{prelude::*, task::spawn_local};

/// Looks like a button; it is the browser's own file input, so that it works with the keyboard as people know it.
#[component]
pub fn FileButton(
    /// As the input's `accept`: `.json,application/json`.
    accept: &'static str,
    /// Larger files are not read.
    most_bytes: u32,
    #[prop(into)] on_text: Callback<Result<String, NotRead>>,
    children: Children,
) -> impl IntoView {
    let read = move |input: web_sys::HtmlInputElement| {
        spawn_local(async move {
            if let Some(text) = open::chosen_text(&input, most_bytes).await {
                on_text.run(text);
            }
        });
    };
    view! {
        <label class="btn file-button">
            <input type="file" class="visually-hidden" accept=accept on:change:target=move |event| read(event.target())/>
            {children()}
        </label>
    }
}
