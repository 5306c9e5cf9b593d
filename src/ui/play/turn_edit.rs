//! Writing a turn: the field in its place, and where the focus goes.

use super::draft_panel::DraftView;
use crate::{
    browser::{dialog, keyboard::is_composing},
    i18n::{t, t_string, use_i18n},
    state::{play::Play, use_stores},
    ui::kit::{Button, ButtonKind, Icon, IconButton},
};
use leptos::{ev, prelude::*};
use lineup_core::draft::{Role, ToolCallTurn, TurnBody, TurnId};

/// A turn that is being edited. It lives beside the draft and not in the field, so that it outlives the drawer.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub turn: TurnId,
    pub text: String,
    /// The calls of an assistant's turn.
    pub calls: Vec<ToolCallTurn>,
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
    let calls = move || editing.with(|editing| editing.as_ref().map(|editing| editing.calls.clone()).unwrap_or_default());
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
        play.rewrite_turn(id, &untrack(text), untrack(calls));
        close();
    };
    let branch = move || {
        let new = play.edit_turn(id, &untrack(text), untrack(calls));
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
    let role = play.role_of(id);
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
            <Show when=move || role.get() == Some(Role::Assistant)>
                <CallsEditor/>
            </Show>
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

/// The calls of the assistant's turn that is being edited.
#[component]
fn CallsEditor() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let editing = expect_context::<DraftView>().editing;
    let count = Memo::new(move |_| editing.with(|editing| editing.as_ref().map_or(0, |editing| editing.calls.len())));
    let change = move |change: &mut dyn FnMut(&mut Vec<ToolCallTurn>)| {
        editing.update(|editing| {
            if let Some(editing) = editing.as_mut() {
                change(&mut editing.calls);
            }
        });
    };
    let add = move |_| {
        change(&mut |calls| {
            let id = play.draft.with_untracked(|draft| draft.conversation.free_call_id(calls));
            calls.push(ToolCallTurn { id, name: String::new(), arguments: "{}".to_owned(), custom: false });
        });
    };
    let call = move |at: usize| {
        let of = move |read: fn(&ToolCallTurn) -> &String| {
            editing.with(|editing| {
                editing.as_ref().and_then(|editing| editing.calls.get(at)).map(|call| read(call).clone()).unwrap_or_default()
            })
        };
        let write = move |write: fn(&mut ToolCallTurn) -> &mut String, text: String| {
            change(&mut |calls| {
                if let Some(call) = calls.get_mut(at) {
                    *write(call) = text.clone();
                }
            });
        };
        view! {
            <li class="turn-edit-call">
                <input
                    type="text"
                    class="input input-mono"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=move || t_string!(i18n, turn.call_name, n = at + 1)
                    placeholder=move || t_string!(i18n, turn.call_name_hint)
                    prop:value=move || of(|call| &call.name)
                    on:input:target=move |event| write(|call| &mut call.name, event.target().value())
                />
                <IconButton
                    icon=Icon::Trash
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, turn.call_remove, n = at + 1)
                    on:click=move |_| change(&mut |calls| { if at < calls.len() { calls.remove(at); } })
                />
                <textarea
                    class="input input-mono turn-edit-arguments"
                    rows="3"
                    spellcheck="false"
                    aria-label=move || t_string!(i18n, turn.call_arguments, n = at + 1)
                    prop:value=move || of(|call| &call.arguments)
                    on:input:target=move |event| write(|call| &mut call.arguments, event.target().value())
                ></textarea>
            </li>
        }
    };
    view! {
        <Show when=move || { count.get() > 0 }>
            <ul class="turn-edit-calls" aria-label=move || t_string!(i18n, turn.calls)>
                <For each=move || 0..count.get() key=|at| *at let:at>
                    {call(at)}
                </For>
            </ul>
        </Show>
        <div>
            <Button small=true kind=ButtonKind::Ghost on:click=add>{Icon::Plus} {t!(i18n, turn.call_add)}</Button>
        </div>
    }
}

/// Puts an empty turn at the end and opens it for writing.
pub fn add_turn(draft_view: DraftView, play: Play) {
    draft_view.write_new(play.add_turn());
}

impl DraftView {
    /// Opens a turn that was put in just now for writing.
    pub fn write_new(self, turn: TurnId) {
        self.editing.set(Some(Editing { turn, text: String::new(), calls: Vec::new(), is_new: true }));
        focus_soon(field_id(turn));
    }

    /// Opens a turn for editing, with what it says now.
    pub fn edit(self, turn: TurnId, body: &TurnBody) {
        self.editing.set(Some(Editing { turn, text: body.words(), calls: body.calls().to_vec(), is_new: false }));
        focus_soon(field_id(turn));
    }
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
