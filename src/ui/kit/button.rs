//! Buttons.

use super::Icon;
use crate::{
    browser::clipboard,
    i18n::{t_string, tu_string, use_i18n},
    state::use_stores,
};
use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use std::time::Duration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    #[default]
    Plain,
    /// The one action of its surroundings.
    Primary,
    /// Takes something away.
    Danger,
    /// Without a frame, for tools among text.
    Ghost,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "btn",
            Self::Primary => "btn btn-primary",
            Self::Danger => "btn btn-danger",
            Self::Ghost => "btn btn-ghost",
        }
    }
}

/// A button with a text.
#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    /// Less high, for places among text.
    #[prop(optional)]
    small: bool,
    /// Higher, for the main action of a page.
    #[prop(optional)]
    large: bool,
    /// Sends the form that it stands in.
    #[prop(optional)]
    submit: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            class:btn-small=small
            class:btn-large=large
            disabled=disabled
        >
            {children()}
        </button>
    }
}

/// A button with an icon only; its label is spoken and shown on hover.
#[component]
pub fn IconButton(
    icon: Icon,
    #[prop(into)] label: TextProp,
    #[prop(optional)] kind: ButtonKind,
    #[prop(optional)] small: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
) -> impl IntoView {
    let title = label.clone();
    view! {
        <button
            type="button"
            class=kind.class()
            class:btn-icon=true
            class:btn-small=small
            disabled=disabled
            aria-label=move || label.get()
            title=move || title.get()
        >
            {icon}
        </button>
    }
}

/// Copies a text and says that it did, by its icon and in the status region. `text` is taken when the button is pressed.
#[component]
pub fn CopyButton(
    /// What it copies, as its label: "Copy the request".
    #[prop(into)]
    label: TextProp,
    #[prop(into)] text: Callback<(), String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let status = use_stores().status;
    let done = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            if clipboard::copy(&text.run(())).await.is_ok() {
                status.announce(tu_string!(i18n, common.copied));
                // The button may be gone by the time that the text is copied.
                _ = done.try_set(true);
                set_timeout(move || _ = done.try_set(false), Duration::from_millis(1500));
            } else {
                status.alert(tu_string!(i18n, common.not_copied));
            }
        });
    };
    let spoken = label.clone();
    let shown = move || if done.get() { t_string!(i18n, common.copied).into() } else { label.get() };
    view! {
        <button type="button" class="btn btn-ghost btn-icon btn-small" aria-label=move || spoken.get() title=shown on:click=copy>
            {move || if done.get() { Icon::Check.draw() } else { Icon::Copy.draw() }}
        </button>
    }
}
