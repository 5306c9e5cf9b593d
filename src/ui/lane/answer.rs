//! The answer's text, and a refusal.

use super::{
    place::Place,
    sources::{Sources, cites},
    thinking::InlineThinking,
};
use crate::{
    browser::{passage, tail::Tail},
    i18n::{t, use_i18n},
    ui::document::use_documents,
};
use leptos::{html, prelude::*};
use lineup_core::run::{Item, ItemBody, think::ThinkSplit};

/// A text of the answer. `<think>…</think>` at its head is split off where the lane says so.
#[component]
pub fn Answer(place: Place) -> impl IntoView {
    let splits = Memo::new(move |_| place.handle.lane.with(|lane| lane.split_think));
    let placed = RwSignal::new(Vec::new());
    view! {
        {move || {
            if splits.get() { view! { <InlineThinking place/> }.into_any() } else { ().into_any() }
        }}
        {move || {
            let splits = splits.get();
            view! { <Prose place splits placed/> }
        }}
        <Sources place placed/>
    }
}

/// The text itself, painted where it grows. `placed` hears which sources are marked in it.
#[component]
fn Prose(place: Place, splits: bool, placed: RwSignal<Vec<u32>>) -> impl IntoView {
    let i18n = use_i18n();
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
                document.finish_citing(cites(item, i18n), move |sources| _ = placed.try_set(sources));
            }
        });
    });
    // The marks are buttons: the keyboard reaches each, and what it presses arrives here as a click.
    let follow = move |event: leptos::ev::MouseEvent| {
        let answer = target.get_untracked().and_then(|text| text.parent_element());
        if let (Some(answer), Some(source)) = (answer, passage::pressed(&event)) {
            passage::show_source(&answer, source);
        }
    };
    view! { <div node_ref=target class="prose document" dir="auto" on:click=follow></div> }
}

pub fn text_of(item: &Item) -> Option<&str> {
    match &item.body {
        ItemBody::Text(text) => Some(&text.text),
        // What is said aloud is read like any other answer.
        ItemBody::Audio(audio) => Some(&audio.transcript),
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
