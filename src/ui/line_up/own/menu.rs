//! What can be done with the user's own models and facts as a whole.

use super::not_taken;
use crate::{
    browser::{dialog::Edge, open::NotRead, save},
    i18n::{plural, t, t_string, tu_string, use_i18n},
    state::{status::Tone, use_stores},
    ui::kit::{Button, Confirm, FileButton, Icon, Menu, MenuItem, NoticeBox},
};
use leptos::prelude::*;

/// More than this is no list of models that somebody wrote.
const MOST_BYTES: u32 = 1_000_000;

#[component]
pub fn OwnMenu() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let own = stores.own;
    let count = Memo::new(move |_| own.count());
    let none = Signal::derive(move || count.get() == 0);
    let asking = RwSignal::new(false);
    // What became of the newest file: words in the language of the moment would not follow it.
    let read = RwSignal::new(None::<Result<usize, Option<crate::state::own_models::NotTaken>>>);
    let import = move |text: Result<String, NotRead>| {
        let taken = match text {
            Ok(text) => own.import(&text).map_err(Some),
            Err(_) => Err(None),
        };
        match &taken {
            Ok(count) => stores.status.announce(untrack(|| plural!(i18n, *count, own.imported, count = *count))),
            Err(why) => stores
                .status
                .alert(untrack(|| why.as_ref().map_or_else(|| tu_string!(i18n, own.unreadable).to_owned(), |why| not_taken(i18n, why)))),
        }
        read.set(Some(taken));
    };
    let outcome = move || {
        let (tone, text) = match read.get()? {
            Ok(count) => (Tone::Ok, plural!(i18n, count, own.imported, count = count)),
            Err(None) => (Tone::Danger, t_string!(i18n, own.unreadable).to_owned()),
            Err(Some(why)) => (Tone::Danger, format!("{} {}", t_string!(i18n, own.not_imported), not_taken(i18n, &why))),
        };
        Some(view! { <NoticeBox tone on_dismiss=move |()| read.set(None)>{text}</NoticeBox> })
    };
    view! {
        <div class="lineup-own">
            <Button on:click=move |_| stores.line_up.adding.set(Some(String::new()))>
                {Icon::Plus}
                {t!(i18n, own.add)}
            </Button>
            <FileButton accept=".json,application/json" most_bytes=MOST_BYTES on_text=import>
                {t!(i18n, own.import)}
            </FileButton>
            <Show when=move || !none.get()>
                <Menu
                    trigger=move || view! { {move || plural!(i18n, count.get(), own.yours, count = count.get())} {Icon::ChevronDown} }
                    label=move || t_string!(i18n, own.menu)
                    trigger_class="btn"
                    edge=Edge::End
                >
                    <MenuItem on_select=move |()| save::download("lineup-models.json", "application/json", own.export().as_bytes())>
                        {Icon::Document}
                        {t!(i18n, own.export)}
                    </MenuItem>
                    <MenuItem danger=true on_select=move |()| asking.set(true)>
                        {Icon::Trash}
                        {t!(i18n, own.remove_all)}
                    </MenuItem>
                </Menu>
            </Show>
        </div>
        {outcome}
        <Confirm
            open=asking
            title=move || t_string!(i18n, own.remove_all_title)
            text=move || t_string!(i18n, own.remove_all_text)
            action=move || t_string!(i18n, own.remove_all)
            on_confirm=move |()| {
                own.remove_all();
                stores.status.announce(tu_string!(i18n, own.removed_all));
            }
        />
    }
}
