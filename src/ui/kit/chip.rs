//! Chips: small facts.

use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChipKind {
    #[default]
    Plain,
    /// Asked for, but not sent: struck through.
    Off,
    Accent,
    Ok,
    Warn,
    Danger,
}

impl ChipKind {
    /// The classes, for a chip that is a button: `<button class=ChipKind::Accent.class()>`.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "chip",
            Self::Off => "chip chip-off",
            Self::Accent => "chip chip-accent",
            Self::Ok => "chip chip-ok",
            Self::Warn => "chip chip-warn",
            Self::Danger => "chip chip-danger",
        }
    }
}

/// A fact in a frame.
#[component]
pub fn Chip(#[prop(optional, into)] kind: Signal<ChipKind>, children: Children) -> impl IntoView {
    view! { <span class=move || kind.get().class()>{children()}</span> }
}

/// Marks what the simulator made: every lane, number and picture that comes from it wears this.
#[component]
pub fn SimulatedBadge() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <span class="chip chip-simulated" title=move || t_string!(i18n, common.simulated_hint)>
            {t!(i18n, common.simulated)}
        </span>
    }
}
