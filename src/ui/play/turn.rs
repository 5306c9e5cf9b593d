//! One turn of the conversation: who said it and what; editing, deleting, walking between branches.

use super::draft_panel::DraftView;
use crate::{
    browser::dialog,
    i18n::{t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, Icon, IconButton, VisuallyHidden, unique_id},
};
use leptos::{ev, prelude::*};
use lineup_core::draft::{Part, Role, ToolCallTurn, TurnBody, TurnId};

/// A turn that is being edited. It lives beside the draft and not in the field, so that it outlives the drawer.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    pub turn: TurnId,
    pub text: String,
}

#[component]
pub fn TurnCard(
    id: TurnId,
    /// The place in the conversation, from 1.
    #[prop(into)]
    n: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let draft_view = expect_context::<DraftView>();
    let editing = draft_view.editing;
    let body = Memo::new(move |_| play.draft.with(|draft| draft.conversation.turns.get(&id).map(|turn| turn.body.clone())));
    let role = move || body.with(|body| body.as_ref().map_or("", |body| role_word(body.role())));
    let is_edited = Memo::new(move |_| editing.with(|editing| editing.as_ref().is_some_and(|editing| editing.turn == id)));
    let field = StoredValue::new(unique_id("edit"));
    let begin = move |_| {
        if let Some(text) = body.with_untracked(|body| body.as_ref().map(text_of)) {
            editing.set(Some(Editing { turn: id, text }));
            focus_soon(field.get_value());
        }
    };
    let delete = move |_| {
        draft_view.take_away(play, || play.delete_turn(id));
        stores.status.announce(tu_string!(i18n, draft.deleted));
    };
    view! {
        <li class="turn">
            <div class="turn-head">
                <h3 class="turn-role">
                    <VisuallyHidden>{move || t_string!(i18n, draft.turn_number, n = n.get())} " "</VisuallyHidden>
                    {role}
                </h3>
                {move || {
                    let model = body.with(|body| body.as_ref().and_then(model_of));
                    model.map(|model| view! { <span class="turn-from">{t!(i18n, draft.from_model, model = model.clone())}</span> })
                }}
                <BranchWalker id/>
                <span class="turn-tools">
                    <IconButton
                        icon=Icon::Edit
                        kind=ButtonKind::Ghost
                        small=true
                        label=move || t_string!(i18n, draft.edit_turn, n = n.get())
                        on:click=begin
                    />
                    <IconButton
                        icon=Icon::Trash
                        kind=ButtonKind::Ghost
                        small=true
                        label=move || t_string!(i18n, draft.delete_turn, n = n.get())
                        on:click=delete
                    />
                </span>
            </div>
            <Show when=move || is_edited.get() fallback=move || view! { <TurnBodyView body/> }>
                <TurnEditor field=field.get_value()/>
            </Show>
        </li>
    }
}

/// "branch 2 of 3 ‹ ›", where there is more than one.
#[component]
fn BranchWalker(id: TurnId) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let siblings = Memo::new(move |_| play.draft.with(|draft| draft.conversation.siblings(id)));
    let at = move || siblings.with(|siblings| siblings.iter().position(|sibling| *sibling == id).unwrap_or_default());
    let of = move || siblings.with(Vec::len);
    let to = move |by: isize| {
        let next = at().checked_add_signed(by).and_then(|at| siblings.with_untracked(|siblings| siblings.get(at).copied()));
        if let Some(next) = next {
            play.switch_branch(next);
        }
    };
    view! {
        <Show when=move || { of() > 1 }>
            <span class="turn-branch">
                {move || t_string!(i18n, draft.branch, at = at() + 1, of = of())}
                <IconButton
                    icon=Icon::ChevronLeft
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, draft.branch_previous)
                    disabled=Signal::derive(move || at() == 0)
                    on:click=move |_| to(-1)
                />
                <IconButton
                    icon=Icon::ChevronRight
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, draft.branch_next)
                    disabled=Signal::derive(move || at() + 1 >= of())
                    on:click=move |_| to(1)
                />
            </span>
        </Show>
    }
}

/// The field in place of a turn's text.
#[component]
fn TurnEditor(field: String) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let editing = expect_context::<DraftView>().editing;
    let text = move || editing.with(|editing| editing.as_ref().map(|editing| editing.text.clone()).unwrap_or_default());
    let write = move |text: String| {
        editing.update(|editing| {
            if let Some(editing) = editing.as_mut() {
                editing.text = text;
            }
        });
    };
    let cancel = move || editing.set(None);
    let save = move || {
        if let Some(Editing { turn, text }) = editing.get_untracked() {
            play.edit_turn(turn, text);
        }
        editing.set(None);
    };
    let keydown = move |event: ev::KeyboardEvent| {
        // A composition has its own Enter and Escape.
        if event.is_composing() || event.key_code() == 229 {
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
            <p class="turn-edit-hint" id=hint>{t!(i18n, draft.edit_hint)}</p>
            <div class="turn-edit-actions">
                <Button small=true kind=ButtonKind::Primary on:click=move |_| save()>{t!(i18n, draft.save)}</Button>
                <Button small=true on:click=move |_| cancel()>{t!(i18n, draft.cancel)}</Button>
            </div>
        </div>
    }
}

/// What a turn says, as text: model output is never anything else here.
#[component]
fn TurnBodyView(body: Memo<Option<TurnBody>>) -> impl IntoView {
    let i18n = use_i18n();
    let part = move |part: Part| match part {
        Part::Text { text } => view! { <FoldedText text role="user"/> }.into_any(),
        Part::Image { .. } => view! { <p class="turn-part draft-note">{t!(i18n, draft.part_image)}</p> }.into_any(),
        Part::Audio { .. } => view! { <p class="turn-part draft-note">{t!(i18n, draft.part_audio)}</p> }.into_any(),
        Part::File { name, .. } => {
            view! { <p class="turn-part draft-note">{t!(i18n, draft.part_file, name = name.clone())}</p> }.into_any()
        }
        Part::Other { raw } => view! { <pre class="turn-code">{format!("{raw:#}")}</pre> }.into_any(),
    };
    let call = move |call: ToolCallTurn| {
        view! {
            <div class="turn-call">
                <p class="turn-call-name">{t!(i18n, draft.call, name = call.name.clone())}</p>
                <pre class="turn-code">{call.arguments}</pre>
            </div>
        }
    };
    let content = move || match body.get() {
        None => ().into_any(),
        Some(TurnBody::Developer { text } | TurnBody::System { text }) => view! { <FoldedText text role="developer"/> }.into_any(),
        Some(TurnBody::User { parts }) => parts.into_iter().map(part).collect_view().into_any(),
        Some(TurnBody::Assistant { text, tool_calls, .. }) => view! {
            {(!text.is_empty()).then(|| view! { <FoldedText text role="assistant"/> })}
            {tool_calls.into_iter().map(call).collect_view()}
        }
        .into_any(),
        Some(TurnBody::Tool { call_id, output }) => view! { <ToolResult call_id output/> }.into_any(),
    };
    view! { <div class="turn-body">{content}</div> }
}

/// The answer to a call, under the name of what was called.
#[component]
fn ToolResult(call_id: String, output: String) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let name = Memo::new(move |_| {
        play.draft.with(|draft| {
            let mut calls = draft.conversation.turns.values().filter_map(|turn| match &turn.body {
                TurnBody::Assistant { tool_calls, .. } => tool_calls.iter().find(|call| call.id == call_id),
                _ => None,
            });
            calls.next_back().map(|call| call.name.clone())
        })
    });
    view! {
        <p class="turn-call-name">
            {move || match name.get() {
                Some(name) => t_string!(i18n, draft.result, name = name),
                None => t_string!(i18n, draft.result_unnamed).to_owned(),
            }}
        </p>
        <pre class="turn-code">{output}</pre>
    }
}

/// A text that is folded to some lines while it is long.
#[component]
fn FoldedText(text: String, role: &'static str) -> impl IntoView {
    /// Above either, a text is folded.
    const CHARS: usize = 480;
    const LINES: usize = 9;
    let i18n = use_i18n();
    let is_long = text.chars().nth(CHARS).is_some() || text.lines().nth(LINES).is_some();
    let folded = RwSignal::new(is_long);
    view! {
        <p class="turn-text" data-role=role data-folded=move || folded.get().then_some("")>{text}</p>
        {is_long
            .then(|| {
                view! {
                    <button
                        type="button"
                        class="btn btn-ghost btn-small turn-more"
                        aria-expanded=move || (!folded.get()).to_string()
                        on:click=move |_| folded.update(|folded| *folded = !*folded)
                    >
                        {move || if folded.get() { t_string!(i18n, draft.show_all) } else { t_string!(i18n, draft.show_less) }}
                    </button>
                }
            })}
    }
}

/// Puts the focus on a field that the next frame brings.
fn focus_soon(id: String) {
    request_animation_frame(move || {
        if let Some(field) = dialog::by_id(&id) {
            dialog::focus(&field);
        }
    });
}

/// The role as it goes over the wire: the same word in every language of the page.
fn role_word(role: Role) -> &'static str {
    match role {
        Role::Developer => "developer",
        Role::System => "system",
        Role::User => "user",
        Role::Assistant => "assistant",
        Role::Tool => "tool",
    }
}

fn model_of(body: &TurnBody) -> Option<String> {
    if let TurnBody::Assistant { model, .. } = body { model.clone() } else { None }
}

/// The text that an edit begins with.
fn text_of(body: &TurnBody) -> String {
    match body {
        TurnBody::Developer { text } | TurnBody::System { text } | TurnBody::Assistant { text, .. } => text.clone(),
        TurnBody::User { parts } => {
            let texts: Vec<_> =
                parts.iter().filter_map(|part| if let Part::Text { text } = part { Some(text.as_str()) } else { None }).collect();
            texts.join("\n")
        }
        TurnBody::Tool { output, .. } => output.clone(),
    }
}
