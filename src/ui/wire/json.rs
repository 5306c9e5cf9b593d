//! Long texts in boxes: what is shown is bounded, what is copied is whole.

use crate::{
    browser::paint::Listing,
    i18n::{t_string, use_i18n},
    ui::{kit::CopyButton, lane::units},
};
use leptos::{html, prelude::*, text_prop::TextProp};

/// More than this would make the page slow to lay out and nobody wiser; copying takes everything.
const SHOWN_BYTES: usize = 200_000;

/// A text under a heading, with a button that copies it.
#[component]
pub fn TextBox(
    #[prop(into)] title: TextProp,
    /// What the button copies, as its label.
    #[prop(into)]
    copy_label: TextProp,
    #[prop(into)] text: Signal<String>,
    /// What language it is in, by the ending of a file's name.
    #[prop(into, default = "".into())]
    language: Signal<&'static str>,
) -> impl IntoView {
    let i18n = use_i18n();
    let target = NodeRef::<html::Pre>::new();
    target.on_load(move |element| {
        let Some(listing) = Listing::new(element.into()) else { return };
        // Lives as long as this effect.
        Effect::new(move |_| text.with(|text| listing.show(bounded(text), language.get())));
    });
    let hidden = move || text.with(|text| text.len() - bounded(text).len());
    view! {
        <div class="wire-box">
            <header class="wire-box-head">
                <h3>{move || title.get()}</h3>
                <CopyButton label=copy_label text=move |()| text.get_untracked()/>
            </header>
            <pre node_ref=target class="wire-text code" tabindex="0"></pre>
            <Show when=move || { hidden() > 0 }>
                <p class="lane-hint">{move || t_string!(i18n, wire.cut_off, size = units::bytes(i18n, hidden()))}</p>
            </Show>
        </div>
    }
}

/// The beginning of a text, at most so long as a box shows.
pub fn bounded(text: &str) -> &str {
    let end = (0..=SHOWN_BYTES.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
