//! Conversations: to go on with, to carry away, to delete.

use crate::{
    browser::{dialog::Edge, intl},
    i18n::{plural, t, t_string, tu_string, use_i18n},
    state::{
        commands::{Command, Group},
        history::{Deleted, History, PAGE},
        keeping::{Conversation, Form},
        route::Route,
        use_stores,
    },
    ui::kit::{Button, Chip, ChipKind, Icon, Menu, MenuItem},
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::keep::DraftRow;

#[component]
pub fn Conversations() -> impl IntoView {
    let i18n = use_i18n();
    let history = expect_context::<History>();
    let rows = Memo::new(move |_| history.conversations());
    let count = Memo::new(move |_| rows.with(Vec::len));
    let painted = move || rows.with(|rows| rows.iter().take(history.shown.get()).cloned().collect::<Vec<_>>());
    let nothing = move || {
        let words = if history.is_read() { t_string!(i18n, history.no_conversation) } else { t_string!(i18n, history.reading) };
        view! { <p class="history-none">{words}</p> }
    };
    view! {
        <div class="history-bar">
            <p class="lineup-count num" role="status">{move || plural!(i18n, count.get(), history.talks, count = count.get())}</p>
        </div>
        <Show when=move || { count.get() > 0 } fallback=nothing>
            <div class="history-days">
                <ul class="history-list">
                    <For each=painted key=|row| (row.id.clone(), row.at.to_bits()) let:row>
                        <Talk row/>
                    </For>
                </ul>
                <Show when=move || { count.get() > history.shown.get() }>
                    <div class="history-more">
                        <Button on:click=move |_| history.shown.update(|shown| *shown += PAGE)>{t!(i18n, history.more)}</Button>
                    </div>
                </Show>
            </div>
        </Show>
    }
}

#[component]
fn Talk(row: DraftRow) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let history = expect_context::<History>();
    let DraftRow { id, at, title, turns, models, .. } = row;
    let id = StoredValue::new(id);
    let is_here = move || id.with_value(|id| stores.keeping.draft_id() == *id);
    let open = move |_| {
        let id = id.get_value();
        spawn_local(async move {
            if stores.play.open_conversation(&id).await {
                stores.route.go(Route::Play);
            } else {
                stores.status.alert(tu_string!(i18n, history.unreadable));
            }
        });
    };
    let when = move || intl::moment(i18n.locale(), at);
    let (open_title, menu_title) = (title.clone(), title.clone());
    let item = move |form: Form, text: fn(crate::i18n::I18n) -> &'static str| {
        let export = move |()| {
            let which = Conversation::Kept(id.get_value());
            spawn_local(async move {
                if !stores.keeping.export_conversation(stores, which, form).await {
                    stores.status.alert(tu_string!(i18n, history.unreadable));
                }
            });
        };
        view! { <MenuItem on_select=export>{Icon::Document} {move || text(i18n)}</MenuItem> }
    };
    view! {
        <li class="history-run">
            <div class="history-what">
                <p class="history-asked" dir="auto">{title}</p>
                <div class="history-line">
                    <time class="soft num">{when}</time>
                    <span class="soft num">{move || plural!(i18n, turns, history.turns, count = turns)}</span>
                    <span class="soft mono">{models.join(" · ")}</span>
                    <Show when=is_here><Chip kind=ChipKind::Accent>{t!(i18n, history.here)}</Chip></Show>
                </div>
            </div>
            <div class="history-acts">
                <Button small=true attr:aria-label=move || t_string!(i18n, history.open_named, name = open_title.clone()) on:click=open>
                    {t!(i18n, history.open)}
                </Button>
                <Menu
                    trigger=move || Icon::More.draw()
                    label=move || t_string!(i18n, history.actions, name = menu_title.clone())
                    label_trigger=true
                    trigger_class="btn btn-ghost btn-icon btn-small"
                    edge=Edge::End
                >
                    {item(Form::Markdown, |i18n| t_string!(i18n, history.as_markdown))}
                    {item(Form::Html, |i18n| t_string!(i18n, history.as_html))}
                    {item(Form::Json, |i18n| t_string!(i18n, history.as_json))}
                    <Show when=move || !is_here()>
                        <MenuItem danger=true on_select=move |()| history.delete(Deleted::Conversation(id.get_value()))>
                            {Icon::Trash}
                            {t!(i18n, history.delete)}
                        </MenuItem>
                    </Show>
                </Menu>
            </div>
        </li>
    }
}

/// Commands that carry away the conversation on the page.
pub fn export_commands() {
    let i18n = use_i18n();
    let stores = use_stores();
    let command = move |id, form, title: fn(crate::i18n::I18n) -> &'static str| {
        let export = move || {
            spawn_local(async move { _ = stores.keeping.export_conversation(stores, Conversation::Current, form).await });
        };
        let some = Signal::derive(move || stores.play.draft.with(|draft| draft.conversation.tip.is_some()));
        stores.commands.register(Command::new(id, Group::Draft, move || title(i18n), export).enabled(some));
    };
    command("draft.markdown", Form::Markdown, |i18n| t_string!(i18n, history.cmd_markdown));
    command("draft.html", Form::Html, |i18n| t_string!(i18n, history.cmd_html));
    command("draft.json", Form::Json, |i18n| t_string!(i18n, history.cmd_json));
}
