//! What can be done with a turn: asking again, putting others beside it, moving, deleting, walking between branches.

use super::{
    attachments::{choose_files, file_input},
    draft_panel::DraftView,
    turn_edit::{focus_in_soon, focus_menu_soon},
};
use crate::{
    browser::dialog::Edge,
    i18n::{t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::kit::{Icon, Menu, MenuItem, MenuRule},
};
use leptos::{html, prelude::*};
use lineup_core::draft::{Role, TurnId};

/// What else can be done with a turn.
#[component]
pub fn TurnMenu(id: TurnId, #[prop(into)] n: Signal<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let draft_view = expect_context::<DraftView>();
    let neighbours = Memo::new(move |_| play.draft.with(|draft| draft.conversation.neighbours(id)));
    let can_ask = Memo::new(move |_| play.draft.with(|draft| draft.conversation.asked_before(id).is_some()));
    let insert = move |after: Option<TurnId>| {
        draft_view.write_new(play.insert_turn(after));
    };
    let shift = move |earlier: bool| {
        if let Some(to) = play.move_turn(id, earlier) {
            focus_menu_soon(to);
            let place = n.get_untracked();
            let to = if earlier { place - 1 } else { place + 1 };
            stores.status.announce(tu_string!(i18n, turn.moved, n = place, to = to));
        }
    };
    // The card goes with its menu: the focus goes to the one that takes its place, or to the one before.
    let after_delete = move |following: bool| {
        let (before, after) = neighbours.get_untracked();
        if let Some(next) = after.filter(|_| !following).or(before) {
            focus_menu_soon(next);
        }
        stores.status.announce(tu_string!(i18n, draft.deleted));
    };
    let take_out = move |()| {
        after_delete(false);
        draft_view.take_away(play, || play.take_out_turn(id));
    };
    let delete = move |()| {
        after_delete(true);
        draft_view.take_away(play, || play.delete_turn(id));
    };
    let ask = move |()| {
        let said = if play.ask_again(id) { tu_string!(i18n, turn.asked_again) } else { tu_string!(i18n, turn.not_asked) };
        stores.status.announce(said);
    };
    let role = play.role_of(id);
    let input = NodeRef::<html::Input>::new();
    let has_next = Signal::derive(move || neighbours.get().1.is_some());
    view! {
        {file_input(input, move || t_string!(i18n, turn.attach_to, n = n.get()), move |files| play.attach_to(id, files))}
        <Menu
            trigger=move || view! { {Icon::More} }.into_any()
            label=move || t_string!(i18n, turn.menu, n = n.get())
            label_trigger=true
            edge=Edge::End
            trigger_class="btn btn-ghost btn-icon btn-small turn-menu"
        >
            <MenuItem disabled=Signal::derive(move || !can_ask.get()) on_select=ask>
                {Icon::Refresh}
                {t!(i18n, turn.ask_again)}
            </MenuItem>
            <Show when=move || role.get() == Some(Role::User)>
                <MenuItem on_select=move |()| choose_files(input)>{Icon::Document} {t!(i18n, turn.attach)}</MenuItem>
            </Show>
            <MenuRule/>
            <MenuItem on_select=move |()| insert(neighbours.get_untracked().0)>{Icon::Plus} {t!(i18n, turn.insert_before)}</MenuItem>
            <MenuItem on_select=move |()| insert(Some(id))>{Icon::Plus} {t!(i18n, turn.insert_after)}</MenuItem>
            <MenuItem disabled=Signal::derive(move || neighbours.get().0.is_none()) on_select=move |()| shift(true)>
                {Icon::ArrowUp}
                {t!(i18n, turn.move_up)}
            </MenuItem>
            <MenuItem disabled=Signal::derive(move || !has_next.get()) on_select=move |()| shift(false)>
                {Icon::ArrowDown}
                {t!(i18n, turn.move_down)}
            </MenuItem>
            <MenuRule/>
            <MenuItem danger=true on_select=take_out>{Icon::Trash} {t!(i18n, turn.take_out)}</MenuItem>
            <MenuItem danger=true disabled=Signal::derive(move || !has_next.get()) on_select=delete>
                {Icon::Trash}
                {t!(i18n, turn.delete_following)}
            </MenuItem>
        </Menu>
    }
}

/// "‹ 2/3 ›", where there is more than one.
#[component]
pub fn BranchWalker(id: TurnId, #[prop(into)] n: Signal<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let siblings = Memo::new(move |_| play.draft.with(|draft| draft.conversation.siblings(id)));
    let at = move || siblings.with(|siblings| siblings.iter().position(|sibling| *sibling == id).unwrap_or_default());
    let of = move || siblings.with(Vec::len);
    let to = move |by: isize| {
        let (at, of) = untrack(|| (at(), of()));
        let next = at.checked_add_signed(by).and_then(|at| siblings.with_untracked(|siblings| Some((at, *siblings.get(at)?))));
        if let Some((at, next)) = next {
            play.switch_branch(next);
            stores.status.announce(tu_string!(i18n, draft.branch, at = at + 1, of = of));
            focus_in_soon(next, if by < 0 { ".turn-earlier" } else { ".turn-later" });
        }
    };
    let step = move |icon: Icon, by: isize, class: &'static str| {
        let label = move || {
            if by < 0 { t_string!(i18n, turn.branch_previous, n = n.get()) } else { t_string!(i18n, turn.branch_next, n = n.get()) }
        };
        let is_end = move || if by < 0 { at() == 0 } else { at() + 1 >= of() };
        // Not `disabled`: the button that was pressed would lose the focus at the end.
        view! {
            <button
                type="button"
                class=format!("btn btn-ghost btn-icon btn-small {class}")
                aria-label=label
                title=label
                aria-disabled=move || is_end().then_some("true")
                on:click=move |_| to(by)
            >
                {icon}
            </button>
        }
    };
    view! {
        <Show when=move || { of() > 1 }>
            <span class="turn-branch" role="group" aria-label=move || t_string!(i18n, draft.branch, at = at() + 1, of = of())>
                {step(Icon::ChevronLeft, -1, "turn-earlier")}
                <span aria-hidden="true">{move || format!("{}/{}", at() + 1, of())}</span>
                {step(Icon::ChevronRight, 1, "turn-later")}
            </span>
        </Show>
    }
}
