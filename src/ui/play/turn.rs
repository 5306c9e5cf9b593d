//! One turn of the conversation: who said it and what.

use super::{
    attachments::part_card,
    draft_panel::DraftView,
    turn_edit::{TurnEditor, card_id},
    turn_menu::{BranchWalker, TurnMenu},
};
use crate::{
    i18n::{t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, Icon, IconButton},
};
use leptos::prelude::*;
use lineup_core::document::link;
use lineup_core::draft::{Part, Role, ToolCallTurn, TurnBody, TurnId};

#[component]
pub fn TurnCard(
    id: TurnId,
    /// The place in the conversation, from 1.
    #[prop(into)]
    n: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let draft_view = expect_context::<DraftView>();
    let editing = draft_view.editing;
    let body = Memo::new(move |_| play.draft.with(|draft| draft.conversation.turns.get(&id).map(|turn| turn.body.clone())));
    let role = play.role_of(id);
    let is_edited = Memo::new(move |_| editing.with(|editing| editing.as_ref().is_some_and(|editing| editing.turn == id)));
    let begin = move |_| {
        if let Some(body) = body.get_untracked() {
            draft_view.edit(id, &body);
        }
    };
    view! {
        <li class="turn" id=card_id(id)>
            <div class="turn-head">
                <h3 class="visually-hidden">
                    {move || t_string!(i18n, draft.turn_number, n = n.get())}
                    " "
                    {move || role.get().map_or("", role_word)}
                </h3>
                <TurnRole id n role body/>
                {move || {
                    let model = body.with(|body| body.as_ref().and_then(model_of));
                    model.map(|model| view! { <span class="turn-from">{t!(i18n, draft.from_model, model = model.clone())}</span> })
                }}
                <BranchWalker id n/>
                <span class="turn-tools">
                    <IconButton
                        icon=Icon::Edit
                        kind=ButtonKind::Ghost
                        small=true
                        label=move || t_string!(i18n, draft.edit_turn, n = n.get())
                        on:click=begin
                    />
                    <TurnMenu id n/>
                </span>
            </div>
            <Show when=move || is_edited.get() fallback=move || view! { <TurnBodyView id body/> }>
                <TurnEditor id/>
            </Show>
        </li>
    }
}

/// Whose turn it is. A turn of nothing but text can be given to another.
#[component]
fn TurnRole(id: TurnId, #[prop(into)] n: Signal<usize>, role: Memo<Option<Role>>, body: Memo<Option<TurnBody>>) -> impl IntoView {
    const ROLES: [Role; 4] = [Role::Developer, Role::System, Role::User, Role::Assistant];
    let i18n = use_i18n();
    let play = use_stores().play;
    let is_text = Memo::new(move |_| body.with(|body| body.as_ref().is_some_and(|body| body.plain_text().is_some())));
    let choose = move |word: String| {
        if let Some(role) = ROLES.into_iter().find(|role| role_word(*role) == word) {
            play.set_role(id, role);
        }
    };
    let option = move |own: Role| {
        view! { <option value=role_word(own) prop:selected=move || role.get() == Some(own)>{role_word(own)}</option> }
    };
    view! {
        <Show
            when=move || is_text.get()
            fallback=move || {
                view! {
                    <span class="turn-role" aria-hidden="true" title=move || t_string!(i18n, turn.role_fixed)>
                        {move || role.get().map(role_word)}
                    </span>
                }
            }
        >
            <select
                class="quiet-select turn-role"
                aria-label=move || t_string!(i18n, turn.role_of, n = n.get())
                title=move || t_string!(i18n, turn.role_hint)
                on:change:target=move |event| choose(event.target().value())
            >
                {ROLES.map(option)}
            </select>
        </Show>
    }
}

/// What a turn says, as text: model output is never anything else here.
#[component]
fn TurnBodyView(id: TurnId, body: Memo<Option<TurnBody>>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let draft_view = expect_context::<DraftView>();
    let call = move |call: ToolCallTurn| {
        let (asked, answered) = (call.id.clone(), call.id.clone());
        let is_open = Memo::new(move |_| play.draft.with(|draft| !draft.conversation.has_result(&asked)));
        view! {
            <div class="turn-call">
                <p class="turn-call-name">{t!(i18n, draft.call, name = call.name.clone())}</p>
                <pre class="turn-code">{link::visible(&call.arguments).into_owned()}</pre>
                <Show when=move || is_open.get()>
                    <Button
                        small=true
                        kind=ButtonKind::Ghost
                        on:click={
                            let call = answered.clone();
                            move |_| draft_view.write_new(play.insert_result(id, &call))
                        }
                    >
                        {Icon::Plus}
                        {t!(i18n, turn.add_result)}
                    </Button>
                </Show>
            </div>
        }
    };
    let content = move || match body.get() {
        // The parts of a user's turn stand in a list of their own.
        None | Some(TurnBody::User { .. }) => ().into_any(),
        Some(TurnBody::Developer { text } | TurnBody::System { text }) => view! { <FoldedText text role="developer"/> }.into_any(),
        Some(TurnBody::Assistant { text, tool_calls, .. }) => view! {
            {(!text.is_empty()).then(|| view! { <FoldedText text role="assistant"/> })}
            {tool_calls.into_iter().map(call).collect_view()}
        }
        .into_any(),
        Some(TurnBody::Tool { call_id, output }) => view! { <ToolResult call_id output/> }.into_any(),
    };
    let parts = Memo::new(move |_| body.with(|body| if let Some(TurnBody::User { parts }) = body { parts.len() } else { 0 }));
    view! {
        <div class="turn-body">
            {content}
            <For each=move || 0..parts.get() key=|at| *at let:at>
                <UserPart id at body/>
            </For>
        </div>
    }
}

/// A part of a user's turn, by its place, so that what is changed in it keeps the focus.
#[component]
fn UserPart(id: TurnId, at: usize, body: Memo<Option<TurnBody>>) -> impl IntoView {
    let play = use_stores().play;
    let part = Memo::new(move |_| body.with(|body| if let Some(TurnBody::User { parts }) = body { parts.get(at).cloned() } else { None }));
    let is_file = Memo::new(move |_| part.with(|part| !matches!(part, None | Some(Part::Text { .. } | Part::Other { .. }))));
    let words = move || match part.get() {
        Some(Part::Text { text }) => view! { <FoldedText text role="user"/> }.into_any(),
        Some(Part::Other { raw }) => view! { <pre class="turn-code">{format!("{raw:#}")}</pre> }.into_any(),
        _ => ().into_any(),
    };
    view! {
        <Show when=move || is_file.get() fallback=move || words()>
            {part_card(part, at + 1, Callback::new(move |new| play.change_part(id, at, new)))}
        </Show>
    }
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
