//! The thinking: a reasoning summary as a list of steps, raw reasoning as text, each with its own clock.

use super::{answer::text_of, place::Place, steps::step, units};
use crate::{
    browser::{scroll, tail::Tail},
    i18n::{t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
};
use leptos::{html, prelude::*};
use lineup_core::run::{Item, ItemBody, Millis, Reasoning, ReasoningKind, ReasoningPart, Run, think::ThinkSplit};

fn reasoning(item: &Item) -> Option<&Reasoning> {
    match &item.body {
        ItemBody::Reasoning(reasoning) => Some(reasoning),
        _ => None,
    }
}

/// A reasoning item.
#[component]
pub fn Thinking(place: Place) -> impl IntoView {
    let span = place.watch(|item, _| (item.started, item.ended));
    let parts =
        place.watch(|item, _| reasoning(item).map_or(0, |reasoning| reasoning.parts.iter().filter(|part| !part.text.is_empty()).count()));
    let is_summary = place.watch(|item, _| reasoning(item).is_some_and(|reasoning| reasoning.kind == ReasoningKind::Summary));
    let is_only = place.watch(move |_, run| {
        let items =
            run.reply().choice(place.choice).map_or(0, |choice| choice.items.iter().filter(|item| reasoning(item).is_some()).count());
        items == 1
    });
    let has_parts = Memo::new(move |_| parts.get().unwrap_or(0) > 0);
    let steps = move || {
        let kind = if is_summary.get() == Some(true) { "think-steps" } else { "think-raw" };
        view! {
            <ol class=kind>
                <For each=move || 0..parts.get().unwrap_or(0) key=|index| *index let:index>
                    <Step place index/>
                </For>
            </ol>
        }
    };
    view! {
        <ThinkingBlock place span=Signal::derive(move || span.get().unwrap_or_default()) counts=Signal::derive(move || is_only.get() == Some(true)) has_text=has_parts>
            {move || has_parts.get().then(steps)}
        </ThinkingBlock>
    }
}

/// The frame around a thinking: its clock, its tokens, and a box of a bounded height that follows its end, so that neither its
/// growing nor its closing moves the answer far.
#[component]
fn ThinkingBlock(
    place: Place,
    span: Signal<(Millis, Option<Millis>)>,
    /// Whether the run's count of reasoning tokens is about this block alone.
    counts: Signal<bool>,
    #[prop(into)] has_text: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let handle = place.handle;
    let is_over = place.is_over();
    let title = move || {
        let (started, ended) = span.get();
        let ended = ended.or_else(|| is_over.get().then(|| handle.with_run_of(place.run, |run| run.timing().end)).flatten().flatten());
        match ended {
            Some(ended) => t_string!(i18n, lane.thought, time = units::duration(i18n, Millis(ended.0 - started.0))),
            None => {
                let now = handle.run.with(|head| head.elapsed(play.now.get()));
                t_string!(i18n, lane.thinking, time = units::clock(i18n, Millis(now.0 - started.0)))
            }
        }
    };
    let exact = move || {
        let (started, ended) = span.get();
        ended.map(|ended| units::exact(i18n, Millis(ended.0 - started.0)))
    };
    let tokens = move || {
        let of_run = |run: &Run| run.usage().and_then(|usage| usage.reasoning);
        handle.run.track();
        let reasoning = handle.with_run_of(place.run, of_run).flatten().filter(|_| counts.get())?;
        Some(t_string!(i18n, lane.tokens, n = units::count(i18n, reasoning)))
    };
    let inner = NodeRef::<html::Div>::new();
    inner.on_load(|element| {
        // Follows its own end while it grows, unless the reader scrolled up in it.
        let scroller = element.clone();
        let content = element.first_element_child();
        let watch = content.and_then(|content| {
            scroll::on_resize(&[&content], move || {
                let at = scroll::position(&scroller);
                if at.height - at.seen - at.top < 160.0 {
                    scroll::to_end(&scroller);
                }
            })
        });
        StoredValue::new_local(watch);
    });
    view! {
        <details class="think" class:think-bare=move || !has_text.get() open>
            <summary class="think-head">
                <span class="think-title num" title=exact>{title}</span>
                <span class="think-tokens num">{tokens}</span>
            </summary>
            <div node_ref=inner class="think-box" tabindex=move || if has_text.get() { "0" } else { "-1" }>
                <div>{children()}</div>
            </div>
        </details>
    }
}

/// One step: its title, its time, its text.
#[component]
fn Step(place: Place, index: usize) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let handle = place.handle;
    let title = place.watch(move |item, _| part_of(item, index).and_then(|part| step(part).0.map(str::to_owned)));
    let span = place.watch(move |item, _| part_of(item, index).map(|part| (part.started, part.ended)));
    let is_over = place.is_over();
    let time = move || {
        let (started, ended) = span.get().flatten()?;
        let end = || handle.with_run_of(place.run, |run| run.timing().end).flatten();
        let now = || if is_over.get() { end() } else { Some(handle.run.with(|head| head.elapsed(play.now.get()))) };
        Some(units::duration(i18n, Millis(ended.or_else(now)?.0 - started.0)))
    };
    let target = NodeRef::<html::Div>::new();
    target.on_load(move |element| {
        let mut tail = Tail::new(element.into());
        place.follow(move |item, _| {
            if let Some(part) = part_of(item, index) {
                tail.show(step(part).1);
            }
        });
    });
    view! {
        <li class="think-step">
            <div class="think-step-head">
                <span class="think-step-title">{move || title.get().flatten()}</span>
                <span class="think-step-time num">{time}</span>
            </div>
            <div node_ref=target class="think-step-text plain" dir="auto"></div>
        </li>
    }
}

fn part_of(item: &Item, index: usize) -> Option<&ReasoningPart> {
    reasoning(item)?.parts.iter().filter(|part| !part.text.is_empty()).nth(index)
}

/// Thinking that came inside the text, between `<think>` tags.
#[component]
pub fn InlineThinking(place: Place) -> impl IntoView {
    let thinks = RwSignal::new(false);
    let span = RwSignal::new((Millis::default(), None::<Millis>));
    let mut split = ThinkSplit::default();
    place.follow(move |item, run| {
        let Some(text) = text_of(item) else { return };
        if run.outcome().is_some() {
            split.finish(text)
        } else {
            split.advance(text)
        }
        if split.thinking(text).is_some_and(|thinking| !thinking.is_empty()) && !thinks.get_untracked() {
            thinks.set(true);
        }
        let (_, closed) = span.get_untracked();
        // The end is the moment in which the page saw it: inside a text the wire has no times.
        let ended = closed.or_else(|| if split.is_open() { None } else { run.timing().last_event });
        if span.get_untracked() != (item.started, ended) {
            span.set((item.started, ended));
        }
    });
    let counts = Signal::from(true);
    view! {
        <Show when=move || thinks.get()>
            <ThinkingBlock place span=span.into() counts has_text=Signal::from(true)>
                <InlineText place/>
            </ThinkingBlock>
        </Show>
    }
}

#[component]
fn InlineText(place: Place) -> impl IntoView {
    let target = NodeRef::<html::Div>::new();
    target.on_load(move |element| {
        let mut tail = Tail::new(element.into());
        let mut split = ThinkSplit::default();
        place.follow(move |item, run| {
            let Some(text) = text_of(item) else { return };
            if run.outcome().is_some() {
                split.finish(text)
            } else {
                split.advance(text)
            }
            tail.show(split.thinking(text).unwrap_or_default().trim_start());
        });
    });
    view! { <div node_ref=target class="think-step-text plain" dir="auto"></div> }
}

/// Reasoning tokens were counted, but the API shows nothing of the thinking (Chat Completions at OpenAI and Azure).
#[component]
pub fn HiddenThinking(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let hidden = Memo::new(move |_| {
        let tokens = handle.run.with(|head| head.usage.as_ref().and_then(|usage| usage.reasoning).filter(|tokens| *tokens > 0))?;
        let shown = handle.with_run(|run| {
            run.reply().choices.iter().flat_map(|choice| &choice.items).any(|item| matches!(item.body, ItemBody::Reasoning(_)))
        });
        let inline = handle.with_run(|run| run.reply().text(0).trim_start().starts_with("<think>"));
        (shown == Some(false) && inline == Some(false)).then_some(tokens)
    });
    move || {
        hidden
            .get()
            .map(|tokens| view! { <p class="think-hidden num">{t_string!(i18n, lane.hidden_thinking, n = units::count(i18n, tokens))}</p> })
    }
}
