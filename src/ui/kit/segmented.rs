//! One of a few, all in sight: native radio buttons, so that arrows, forms and screen readers work as everywhere.

use super::unique_id;
use leptos::{prelude::*, text_prop::TextProp};

/// A strip of options: (value, text, whether it can be chosen).
#[component]
pub fn Segmented<T>(
    /// The name of the group.
    #[prop(into)]
    label: TextProp,
    #[prop(into)] options: Signal<Vec<(T, String, bool)>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
    /// Less high, for lane heads.
    #[prop(optional)]
    small: bool,
    /// In the colour of reasoning, for effort.
    #[prop(optional)]
    reason: bool,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = unique_id("segmented");
    let option = move |(own, text, enabled): (T, String, bool)| {
        let chosen = own.clone();
        view! {
            <label class="segmented-option">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || value.with(|value| *value == own)
                    disabled=!enabled
                    on:change=move |_| on_change.run(chosen.clone())
                />
                <span>{text}</span>
            </label>
        }
    };
    view! {
        <div
            role="radiogroup"
            aria-label=move || label.get()
            class="segmented"
            class:segmented-small=small
            class:segmented-reason=reason
        >
            {move || options.get().into_iter().map(&option).collect_view()}
        </div>
    }
}
