//! The History page: runs by day, and conversations.
//!
//! - [`filters`]: what is looked for; [`runs`]: the list and what can be done with what is ticked; [`row`]: one run
//! - [`compare`]: two runs beside each other
//! - [`conversations`]: what can be gone on with
//! - [`words`]: ends in words

mod compare;
mod conversations;
mod filters;
mod row;
mod runs;
mod words;

pub use conversations::export_commands;

use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        history::{Deleted, History},
        keeping::Keeping,
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, NoticeBox, Segmented},
};
use conversations::Conversations;
use filters::Filters;
use leptos::prelude::*;
use runs::Runs;

#[component]
pub fn HistoryPage() -> impl IntoView {
    let i18n = use_i18n();
    let history = History::open(use_stores());
    provide_context(history);
    let talks = RwSignal::new(false);
    let views = Signal::derive(move || {
        let name = |talks, text: &'static str| (talks, text.to_owned(), true);
        vec![name(false, t_string!(i18n, history.runs)), name(true, t_string!(i18n, history.conversations))]
    });
    view! {
        <div class="history">
            <div class="history-head">
                <h1>{t!(i18n, history.title)}</h1>
                <Segmented label=move || t_string!(i18n, history.view) options=views value=talks on_change=move |on| talks.set(on) small=true/>
            </div>
            <Show when=|| !Keeping::is_kept()>
                <NoticeBox tone=Tone::Warn>{t!(i18n, history.not_kept)}</NoticeBox>
            </Show>
            <Filters talks/>
            <div role="status">
                <Undo/>
            </div>
            {move || if talks.get() { view! { <Conversations/> }.into_any() } else { view! { <Runs/> }.into_any() }}
        </div>
    }
}

/// What was deleted, and the way back.
#[component]
fn Undo() -> impl IntoView {
    let i18n = use_i18n();
    let history = expect_context::<History>();
    let text = move |deleted: &Deleted| match deleted {
        Deleted::Runs(ids) => crate::i18n::plural!(i18n, ids.len(), history.deleted_runs, count = ids.len()),
        Deleted::Conversation(_) => t_string!(i18n, history.deleted_conversation).to_owned(),
    };
    move || {
        history.deleted.get().map(|deleted| {
            view! {
                <NoticeBox on_dismiss=move |()| history.deleted.set(None)>
                    <div class="history-undo">
                        <span>{move || text(&deleted)}</span>
                        <Button small=true on:click=move |_| history.undo()>{t!(i18n, history.undo)}</Button>
                    </div>
                </NoticeBox>
            }
        })
    }
}
