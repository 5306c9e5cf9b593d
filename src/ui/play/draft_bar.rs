//! Above the draft: a step back, a step forth, and the way in for requests of others.

use super::draft_panel::DraftView;
use crate::{
    i18n::{t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, Icon, IconButton},
};
use leptos::prelude::*;

#[component]
pub fn DraftBar() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let importing = expect_context::<DraftView>().importing;
    let (can_undo, can_redo) = play.can_undo();
    view! {
        <div class="draft-bar">
            <IconButton
                icon=Icon::Undo
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, import.undo)
                disabled=Signal::derive(move || !can_undo.get())
                on:click=move |_| play.undo()
            />
            <IconButton
                icon=Icon::Redo
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, import.redo)
                disabled=Signal::derive(move || !can_redo.get())
                on:click=move |_| play.redo()
            />
            <Button small=true kind=ButtonKind::Ghost on:click=move |_| importing.set(true)>{t!(i18n, import.open)}</Button>
        </div>
    }
}
