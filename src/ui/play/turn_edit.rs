//! Writing a turn: the field in its place, and where the focus goes.

use super::draft_panel::DraftView;
use crate::{
    browser::{dialog, keyboard::is_composing},
    i18n::{t, t_string, use_i18n},
    state::{play::Play, use_stores},
    ui::kit::{Button, ButtonKind},
};
use leptos::{ev, prelude::*};
use lineup_core::draft::TurnId;

/// A turn that is being edited. It lives beside the draft and not in the field, so that it outlives the drawer.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub turn: TurnId,
    pub text: String,
    /// It was put in just now: it is not kept without words.
    pub is_new: bool,
}

/// The field in place of a turn's text.
#[component]
pub fn TurnEditor(id: TurnId) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let editing = expect_context::<DraftView>().editing;
    let text = move || editing.with(|editing| editing.as_ref().map(|editing| editing.text.clone()).unwrap_or_default());
    let is_new = move || editing.with(|editing| editing.as_ref().is_some_and(|editing| editing.is_new));
    let write = move |text: String| {
        editing.update(|editing| {
            if let Some(editing) = editing.as_mut() {
                editing.text = text;
            }
        });
    };
    let close = move || {
        editing.set(None);
        focus_menu_soon(id);
    };
    let cancel = move || {
        if untrack(is_new) {
            play.take_out_turn(id);
        }
        close();
    };
    let rewrite = move || {
        play.rewrite_turn(id, &untrack(text));
        close();
    };
    let branch = move || {
        let new = play.edit_turn(id, untrack(text));
        editing.set(None);
        focus_menu_soon(new);
    };
    let save = move || if untrack(is_new) { rewrite() } else { branch() };
    let keydown = move |event: ev::KeyboardEvent| {
        // A composition has its own Enter and Escape.
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Escape" => cancel(),
            "Enter" if event.ctrl_key() || event.meta_key() => save(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    let field = field_id(id);
    let hint = format!("{field}-hint");
    view! {
        <div class="turn-edit">
            <textarea
                id=field
                class="draft-text"
                aria-label=move || t_string!(i18n, draft.edit)
                aria-describedby=hint.clone()
                prop:value=text
                on:input:target=move |event| write(event.target().value())
                on:keydown=keydown
            ></textarea>
            <p class="turn-edit-hint" id=hint>
                {move || if is_new() { t_string!(i18n, turn.new_hint) } else { t_string!(i18n, draft.edit_hint) }}
            </p>
            <div class="turn-edit-actions">
                <Button small=true kind=ButtonKind::Primary on:click=move |_| save()>
                    {move || if is_new() { t_string!(i18n, turn.save_new) } else { t_string!(i18n, draft.save) }}
                </Button>
                <Show when=move || !is_new()>
                    <Button small=true on:click=move |_| rewrite()>{t!(i18n, turn.save_here)}</Button>
                </Show>
                <Button small=true on:click=move |_| cancel()>{t!(i18n, draft.cancel)}</Button>
            </div>
        </div>
    }
}

/// Puts an empty turn at the end and opens it for writing.
pub fn add_turn(draft_view: DraftView, play: Play) {
    let new = play.add_turn();
    draft_view.editing.set(Some(Editing { turn: new, text: String::new(), is_new: true }));
    focus_soon(field_id(new));
}

/// The element id of a turn's card.
pub fn card_id(id: TurnId) -> String {
    format!("turn-{}", id.0)
}

/// The element id of the field in which a turn is edited.
pub fn field_id(id: TurnId) -> String {
    format!("edit-turn-{}", id.0)
}

/// Puts the focus on a field that the next frame brings, or a later one while its code is being loaded.
pub fn focus_soon(id: String) {
    focus_within(id, FRAMES);
}

/// Some seconds.
const FRAMES: u32 = 300;

fn focus_within(id: String, frames: u32) {
    request_animation_frame(move || match dialog::by_id(&id) {
        Some(field) => dialog::focus(&field),
        None if frames > 0 => focus_within(id, frames - 1),
        None => {}
    });
}

/// Puts the focus on a part of a turn's card, once it is there.
pub fn focus_in_soon(id: TurnId, selector: &'static str) {
    request_animation_frame(move || {
        let part = dialog::by_id(&card_id(id)).and_then(|card| dialog::inside(&card, selector).into_iter().next());
        if let Some(part) = part {
            dialog::focus(&part);
        }
    });
}

pub fn focus_menu_soon(id: TurnId) {
    focus_in_soon(id, ".turn-menu");
}
