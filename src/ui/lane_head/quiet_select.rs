//! A native list that looks like the text it stands in: dependable on phones and with screen readers.

use leptos::{prelude::*, text_prop::TextProp};

/// One of many. `options` are (value, text) pairs; a value is what the callback gets.
#[component]
pub fn QuietSelect(
    #[prop(into)] label: TextProp,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    let title = label.clone();
    let option = move |(own, text): (String, String)| {
        let selected = {
            let own = own.clone();
            move || value.with(|value| *value == own)
        };
        view! { <option value=own prop:selected=selected>{text}</option> }
    };
    view! {
        <select
            class="quiet-select"
            aria-label=move || label.get()
            title=move || title.get()
            on:change:target=move |event| {
                let chosen = event.target().value();
                on_change.run(chosen);
            }
        >
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    }
}
