//! The answer's text, and a refusal.

use super::{place::Place, sources::Sources, thinking::InlineThinking};
use crate::{
    browser::tail::Tail,
    i18n::{t, use_i18n},
    ui::document::use_documents,
};
use leptos::{html, prelude::*};
use lineup_core::run::{Item, ItemBody, think::ThinkSplit};

/// A text of the answer. `<think>…</think>` at its head is split off where the lane says so.
#[component]
pub fn Answer(place: Place) -> impl IntoView {
    let splits = Memo::new(move |_| place.handle.lane.with(|lane| lane.split_think));
    view! {
        {move || {
            if splits.get() { view! { <InlineThinking place/> }.into_any() } else { ().into_any() }
        }}
        {move || {
            let splits = splits.get();
            view! { <Prose place splits/> }
        }}
        <Sources place/>
    }
}

/// The text itself, painted where it grows.
#[component]
fn Prose(place: Place, splits: bool) -> impl IntoView {
    let target = NodeRef::<html::Div>::new();
    let document = use_documents();
    target.on_load(move |element| {
        let Some(document) = document(element.into()) else { return };
        let mut split = ThinkSplit::default();
        place.follow(move |item, run| {
            let Some(text) = text_of(item) else { return };
            let is_over = run.outcome().is_some();
            if splits {
                if is_over {
                    split.finish(text)
                } else {
                    split.advance(text)
                }
                document.show(split.answer(text));
            } else {
                document.show(text);
            }
            if is_over {
                document.finish();
            }
        });
    });
    view! { <div node_ref=target class="prose document" dir="auto"></div> }
}

pub fn text_of(item: &Item) -> Option<&str> {
    match &item.body {
        ItemBody::Text(text) => Some(&text.text),
        _ => None,
    }
}

/// The model declined: its own words, and that it is no failure of the request.
#[component]
pub fn Refusal(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let target = NodeRef::<html::Div>::new();
    target.on_load(move |element| {
        let mut tail = Tail::new(element.into());
        place.follow(move |item, _| {
            if let ItemBody::Refusal(text) = &item.body {
                tail.show(text);
            }
        });
    });
    view! {
        <section class="refusal">
            <h4 class="refusal-title">{t!(i18n, lane.refusal)}</h4>
            <div node_ref=target class="plain" dir="auto"></div>
        </section>
    }
}
