//! Every event with its arrival time, in a list that paints only the rows in sight.

use super::{
    event_list::{EventList, walked, window},
    json::TextBox,
};
use crate::{
    browser::scroll,
    i18n::{I18n, t, t_string, use_i18n},
    state::play::LaneHandle,
    ui::lane::units,
};
use leptos::{ev, html, prelude::*};
use lineup_core::{
    run::{EventKind, Millis, Run},
    wire::sse::{Decoder, Frame},
};

/// The height of a row in CSS pixels; `wire.css` has the same.
const ROW: f64 = 24.0;

#[derive(Clone, PartialEq)]
struct Row {
    event: usize,
    at: Millis,
    /// Since the event before.
    gap: f64,
    name: String,
    kind: EventKind,
    size: usize,
}

#[component]
pub fn Events(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let list = StoredValue::new_local(EventList::default());
    let filter = RwSignal::new(String::new());
    let selected = RwSignal::new(None::<usize>);
    let (top, seen) = (RwSignal::new(0.0), RwSignal::new(240.0));
    // The number of rows: what changes when something comes or the filter does.
    let rows = Memo::new(move |_| {
        handle.run.track();
        let filter = filter.get();
        list.try_update_value(|list| {
            list.set_filter(&filter);
            handle.with_run(|run| list.advance(run));
            list.len()
        })
        .unwrap_or(0)
    });
    let run_id = Memo::new(move |_| handle.run.with(|head| head.id));
    Effect::new(move |_| {
        run_id.track();
        selected.set(None);
    });
    let shown = Memo::new(move |_| {
        run_id.track();
        filter.track();
        let in_sight = window(top.get(), seen.get(), ROW, rows.get());
        list.with_value(|list| {
            handle.with_run(|run| in_sight.filter_map(|row| row_of(run, list.event(row)?).map(|found| (row, found))).collect::<Vec<_>>())
        })
        .unwrap_or_default()
    });
    let scroller = NodeRef::<html::Div>::new();
    scroller.on_load(move |element| {
        seen.set(scroll::position(&element).seen);
        let measured = element.clone();
        StoredValue::new_local(scroll::on_resize(&[&element], move || _ = seen.try_set(scroll::position(&measured).seen)));
    });
    // A recorded run that is stepped through is followed here: the event that has come last is the one that is shown.
    let came = Memo::new(move |_| handle.run.with(|head| head.replay.map(|replay| (replay.event, replay.is_playing))));
    Effect::new(move |before: Option<Option<(usize, bool)>>| {
        let came = came.get();
        if let (Some((events, is_playing)), Some(last)) = (came, came.and_then(|(events, _)| events.checked_sub(1)))
            && before.flatten().is_none_or(|(before, _)| before != events)
        {
            rows.track();
            if !is_playing {
                selected.set(Some(last));
            }
            if let Some(scroller) = scroller.get_untracked() {
                bring_into_sight(&scroller, list.with_value(|list| list.row_of(last)));
            }
        }
        came
    });
    let walk = move |event: ev::KeyboardEvent| {
        let at = selected.get_untracked().map(|event| list.with_value(|list| list.row_of(event)));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rows in sight: a small positive number")]
        let page = (seen.get_untracked() / ROW).max(1.0) as usize;
        let Some(row) = walked(&event.key(), at, page, rows.get_untracked()) else { return };
        event.prevent_default();
        let Some(event) = list.with_value(|list| list.event(row)) else { return };
        selected.set(Some(event));
        if let Some(scroller) = scroller.get_untracked() {
            bring_into_sight(&scroller, row);
        }
    };
    view! {
        <div class="wire-bar">
            <input
                type="search"
                class="input wire-filter"
                aria-label=move || t_string!(i18n, wire.filter)
                placeholder=move || t_string!(i18n, wire.filter)
                on:input:target=move |event| filter.set(event.target().value())
            />
            <span class="lane-hint num">
                {move || {
                    t_string!(i18n, wire.shown, n = units::count(i18n, rows.get() as u64), all = units::count(i18n, handle.run.with(|head| head.events) as u64))
                }}
            </span>
        </div>
        <div class="events">
            <div
                node_ref=scroller
                class="events-list code"
                role="listbox"
                tabindex="0"
                aria-label=move || t_string!(i18n, wire.events)
                aria-activedescendant=move || selected.get().map(|event| row_id(handle, event))
                on:keydown=walk
                on:scroll=move |_| {
                    if let Some(scroller) = scroller.get_untracked() {
                        top.set(scroll::position(&scroller).top);
                    }
                }
            >
                <div class="events-all" style:height=move || format!("{}px", rows.get() as f64 * ROW)>
                    <For each=move || shown.get() key=|(row, found)| (*row, found.event) let:entry>
                        <EventRow handle row=entry.0 found=entry.1 selected/>
                    </For>
                </div>
            </div>
            {move || selected.get().map(|event| view! { <Detail handle event/> })}
        </div>
    }
}

/// Scrolls no further than needed.
fn bring_into_sight(scroller: &web_sys::Element, row: usize) {
    let at = scroll::position(scroller);
    let y = row as f64 * ROW;
    if y < at.top {
        scroll::to(scroller, y);
    } else if y + ROW > at.top + at.seen {
        scroll::to(scroller, y + ROW - at.seen);
    }
}

fn row_of(run: &Run, event: usize) -> Option<Row> {
    let events = run.events();
    let record = events.get(event)?;
    let before = event.checked_sub(1).and_then(|before| events.get(before)).map_or(0.0, |before| before.at.0);
    Some(Row {
        event,
        at: record.at,
        gap: record.at.0 - before,
        name: events.name(record).to_owned(),
        kind: record.kind,
        size: record.range.len(),
    })
}

fn row_id(handle: LaneHandle, event: usize) -> String {
    format!("event-{}-{event}", handle.id.0)
}

#[component]
fn EventRow(handle: LaneHandle, row: usize, found: Row, selected: RwSignal<Option<usize>>) -> impl IntoView {
    let i18n = use_i18n();
    let Row { event, at, gap, name, kind, size } = found;
    let is_selected = move || selected.get() == Some(event);
    view! {
        <div
            class=format!("event {}", class_of(kind))
            role="option"
            id=row_id(handle, event)
            aria-selected=move || is_selected().to_string()
            style:transform=format!("translateY({}px)", row as f64 * ROW)
            on:click=move |_| selected.set(Some(event))
        >
            <span class="event-number num">{event + 1}</span>
            <span class="event-at num" title=move || gap_text(i18n, gap)>{format!("{:.1}", at.0)}</span>
            <span class="event-name">{name}</span>
            <span class="event-size num">{move || units::bytes(i18n, size)}</span>
        </div>
    }
}

fn gap_text(i18n: I18n, gap: f64) -> String {
    t_string!(i18n, wire.gap, time = units::exact(i18n, Millis(gap)))
}

fn class_of(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Data | EventKind::Body => "event-data",
        EventKind::Done | EventKind::KeepAlive => "event-quiet",
        EventKind::Error | EventKind::Malformed => "event-bad",
        EventKind::Unknown => "event-unknown",
    }
}

/// What the selected event says.
#[component]
fn Detail(handle: LaneHandle, event: usize) -> impl IntoView {
    let i18n = use_i18n();
    let text = handle
        .with_run(|run| run.events().get(event).map(|record| content(&run.raw().get(record.range.clone()).unwrap_or_default())))
        .flatten();
    match text {
        Some(text) => view! { <TextBox title=move || t_string!(i18n, wire.event_number, n = event + 1) copy_label=move || t_string!(i18n, wire.copy_event) text language="json"/> }.into_any(),
        None => view! { <p class="lane-hint">{t!(i18n, wire.no_event)}</p> }.into_any(),
    }
}

/// The data of an event, as pretty JSON where it is JSON; the bytes as text where it is none.
fn content(raw: &[u8]) -> String {
    let mut bytes = raw;
    let mut decoder = Decoder::default();
    let data = match decoder.next(&mut bytes).ok().flatten().or_else(|| decoder.finish()) {
        Some(Frame::Event(event)) => Some(event.data),
        _ => None,
    };
    let text = data.map_or_else(|| String::from_utf8_lossy(raw).into_owned(), |data| data.to_string());
    serde_json::from_str(&text).map_or(text, |value: serde_json::Value| format!("{value:#}"))
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn an_event_shows_its_data_and_anything_else_its_bytes() {
        assert_eq!(content(b"event: x\ndata: {\"a\":1}\n\n"), "{\n  \"a\": 1\n}");
        assert_eq!(content(b"data: [DONE]\n\n"), "[DONE]");
        assert_eq!(content(b": keep-alive\n"), ": keep-alive\n");
        assert_eq!(content(b"{\"a\":1}"), "{\n  \"a\": 1\n}");
        assert_eq!(content(b"<html>"), "<html>");
    }
}
