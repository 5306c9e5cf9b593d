//! The controls of a recorded run.

use crate::{
    browser::intl,
    i18n::{t, t_string, use_i18n},
    state::{
        play::{LaneHandle, Replay, WirePage},
        use_stores,
    },
    ui::{
        kit::{ButtonKind, Chip, Icon, IconButton, Segmented},
        lane::units,
        later::later,
    },
};
use leptos::prelude::*;
use lineup_core::run::cassette::Pace;

#[component]
pub fn ReplayBar(
    handle: LaneHandle,
    /// There is a list of events that steps can be followed in.
    #[prop(optional)]
    has_wire: bool,
) -> impl IntoView {
    let is_recorded = Memo::new(move |_| handle.run.with(|head| head.replay.is_some()));
    view! {
        <Show when=move || is_recorded.get()>
            {bar(handle, has_wire)}
        </Show>
    }
}

later! { in answers: fn bar(handle: LaneHandle, has_wire: bool) { view! { <Bar handle has_wire/> } } }

#[component]
fn Bar(handle: LaneHandle, has_wire: bool) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let id = handle.id;
    let replay = Memo::new(move |_| handle.run.with(|head| head.replay));
    let of = move |read: fn(&Replay) -> bool| Memo::new(move |_| replay.with(|replay| replay.as_ref().is_some_and(read)));
    let (is_playing, is_over) = (of(|replay| replay.is_playing), of(|replay| replay.is_over));
    let at_start = of(|replay| replay.event == 0);
    let events = Memo::new(move |_| replay.with(|replay| replay.map_or(0, |replay| replay.events)));
    let event = Memo::new(move |_| replay.with(|replay| replay.map_or(0, |replay| replay.event)));
    let pace = Memo::new(move |_| replay.with(|replay| replay.map(|replay| replay.pace).unwrap_or_default()));
    let made = Memo::new(move |_| {
        handle.run.with(|head| head.id);
        handle.recorded_at().unwrap_or_default()
    });
    let show_events = move || {
        if has_wire && handle.wire.get_untracked().is_none() {
            handle.wire.set(Some(WirePage::Events));
        }
    };
    let paces = Signal::derive(move || {
        vec![
            (Pace::Recorded, t_string!(i18n, replay.pace_recorded).to_owned(), true),
            (Pace::Fast, t_string!(i18n, replay.pace_fast).to_owned(), true),
        ]
    });
    let time = move || {
        let (at, end) = replay.with(|replay| replay.map(|replay| (replay.at, replay.end)).unwrap_or_default());
        t_string!(i18n, replay.time, at = units::clock(i18n, at), end = units::clock(i18n, end))
    };
    let place =
        move || t_string!(i18n, replay.event, n = units::count(i18n, event.get() as u64), all = units::count(i18n, events.get() as u64));
    view! {
        <section class="replay" aria-label=move || t_string!(i18n, replay.label)>
            <div class="replay-row">
                <Chip>{t!(i18n, replay.recorded)}</Chip>
                <span class="replay-made num">{move || intl::written_moment(i18n.locale(), &made.get())}</span>
                <Segmented label=move || t_string!(i18n, replay.pace) options=paces value=pace small=true on_change=move |pace| play.replay_pace(id, pace)/>
            </div>
            <div class="replay-row">
                <IconButton
                    icon=Icon::ChevronLeft
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, replay.back)
                    disabled=at_start
                    on:click=move |_| {
                        play.replay_seek(id, event.get_untracked().saturating_sub(1));
                        show_events();
                    }
                />
                <Show when=move || is_playing.get()>
                    <IconButton icon=Icon::Pause kind=ButtonKind::Plain small=true label=move || t_string!(i18n, replay.pause) on:click=move |_| play.replay_pause(id)/>
                </Show>
                <Show when=move || !is_playing.get() && !is_over.get()>
                    <IconButton icon=Icon::Play kind=ButtonKind::Plain small=true label=move || t_string!(i18n, replay.play) on:click=move |_| play.replay_go(id)/>
                </Show>
                <Show when=move || !is_playing.get() && is_over.get()>
                    <IconButton icon=Icon::Refresh kind=ButtonKind::Plain small=true label=move || t_string!(i18n, replay.again) on:click=move |_| play.replay_go(id)/>
                </Show>
                <IconButton
                    icon=Icon::ChevronRight
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, replay.step)
                    disabled=is_over
                    on:click=move |_| {
                        play.replay_step(id);
                        show_events();
                    }
                />
                <input
                    type="range"
                    class="replay-range"
                    min="0"
                    max=move || events.get().to_string()
                    prop:value=move || event.get().to_string()
                    aria-label=move || t_string!(i18n, replay.position)
                    aria-valuetext=place
                    on:input:target=move |input| {
                        if let Ok(to) = input.target().value().parse() {
                            play.replay_seek(id, to);
                        }
                    }
                />
                <span class="replay-place num" title=place>{time}</span>
            </div>
        </section>
    }
}
