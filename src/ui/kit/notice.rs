//! Notices: something to know, in place.

use super::{ButtonKind, Icon, IconButton};
use crate::{
    i18n::{t_string, use_i18n},
    state::status::Tone,
};
use leptos::prelude::*;

fn look(tone: Tone) -> (&'static str, Icon) {
    match tone {
        Tone::Info => ("notice", Icon::Info),
        Tone::Ok => ("notice notice-ok", Icon::Check),
        Tone::Warn => ("notice notice-warn", Icon::Warning),
        Tone::Danger => ("notice notice-danger", Icon::Warning),
    }
}

/// A box with something to know. It has no live role: what must be heard goes through `Status`.
#[component]
pub fn NoticeBox(
    #[prop(optional)] tone: Tone,
    /// Gives it a button that puts it away.
    #[prop(optional, into)]
    on_dismiss: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let (class, icon) = look(tone);
    view! {
        <div class=class>
            {icon} <div class="notice-body">{children()}</div>
            {on_dismiss
                .map(|on_dismiss| {
                    view! {
                        <IconButton
                            icon=Icon::Close
                            kind=ButtonKind::Ghost
                            small=true
                            label=move || t_string!(i18n, common.dismiss)
                            on:click=move |_| on_dismiss.run(())
                        />
                    }
                })}
        </div>
    }
}
