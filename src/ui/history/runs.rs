//! The runs by day, and what can be done with those that are ticked.

use super::{compare::CompareDialog, row::RunLine};
use crate::{
    browser::intl,
    i18n::{plural, t, t_string, use_i18n},
    state::{
        history::{COMPARED, Deleted, History, Line, PAGE},
        use_stores,
    },
    ui::kit::{Button, ButtonKind},
};
use leptos::{prelude::*, task::spawn_local};

#[component]
pub fn Runs() -> impl IntoView {
    let i18n = use_i18n();
    let history = expect_context::<History>();
    let count = Memo::new(move |_| history.lines.with(Vec::len));
    // Only so many are in the document: the list may have thousands.
    let painted = Memo::new(move |_| history.lines.with(|lines| lines.iter().take(history.shown.get()).cloned().collect::<Vec<_>>()));
    // Painted anew only where something in the day has changed.
    let days = Memo::new(move |_| {
        let mut days: Vec<Day> = Vec::new();
        for line in painted.get() {
            let day = intl::local_day(line.row.at);
            if days.last().is_none_or(|last| last.day != day) {
                days.push(Day { key: day.clone(), day, lines: Vec::new() });
            }
            if let Some(last) = days.last_mut() {
                let hit = line.excerpt.as_ref().map_or("", |excerpt| &excerpt.before);
                last.key.push_str(&format!(" {}{:?}{hit}", line.row.id, line.row.ended));
                last.lines.push(line);
            }
        }
        days
    });
    let nothing = move || {
        let words = match (history.is_read(), history.is_searching(), history.total()) {
            (false, _, _) => t_string!(i18n, history.reading),
            (true, _, 0) => t_string!(i18n, history.empty),
            (true, true, _) => t_string!(i18n, history.searching),
            _ => t_string!(i18n, history.none),
        };
        view! { <p class="history-none">{words}</p> }
    };
    view! {
        <div class="history-bar">
            <p class="lineup-count num" role="status">
                {move || plural!(i18n, history.total(), history.count, count = count.get(), total = history.total())}
                {move || history.is_searching().then(|| format!(" {}", t_string!(i18n, history.searching)))}
            </p>
            <Ticked/>
        </div>
        <Show when=move || { count.get() > 0 } fallback=nothing>
            <div class="history-days">
                <For each=move || days.get() key=|day| day.key.clone() let:day>
                    <DayList day/>
                </For>
                <Show when=move || { count.get() > history.shown.get() }>
                    <div class="history-more">
                        <Button on:click=move |_| history.shown.update(|shown| *shown += PAGE)>{t!(i18n, history.more)}</Button>
                    </div>
                </Show>
            </div>
        </Show>
    }
}

/// The runs of one day.
#[derive(Clone, Debug, PartialEq)]
struct Day {
    /// Another when something in it is.
    key: String,
    day: String,
    lines: Vec<Line>,
}

#[component]
fn DayList(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let Day { day, lines, .. } = day;
    view! {
        <section class="history-day">
            <h2>{move || intl::day(i18n.locale(), &day)}</h2>
            <ul class="history-list">{lines.into_iter().map(|line| view! { <RunLine line/> }).collect_view()}</ul>
        </section>
    }
}

/// What can be done with the ticked runs.
#[component]
fn Ticked() -> impl IntoView {
    let i18n = use_i18n();
    let history = expect_context::<History>();
    let keeping = use_stores().keeping;
    let comparing = RwSignal::new(false);
    let count = Memo::new(move |_| history.ticked.with(Vec::len));
    let ticked = move || history.ticked.get_untracked();
    view! {
        <Show when=move || { count.get() > 0 }>
            <div class="history-ticked">
                <span class="num" role="status">{move || plural!(i18n, count.get(), history.ticked, count = count.get())}</span>
                <Button
                    kind=ButtonKind::Primary
                    small=true
                    disabled=Signal::derive(move || count.get() != COMPARED)
                    attr:title=move || t_string!(i18n, history.compare_hint)
                    on:click=move |_| comparing.set(true)
                >
                    {t!(i18n, history.compare)}
                </Button>
                <Button small=true on:click=move |_| spawn_local(keeping.export_runs(ticked()))>{t!(i18n, history.export)}</Button>
                <Button small=true kind=ButtonKind::Danger on:click=move |_| history.delete(Deleted::Runs(ticked()))>
                    {t!(i18n, history.delete)}
                </Button>
                <Button small=true kind=ButtonKind::Ghost on:click=move |_| history.ticked.set(Vec::new())>{t!(i18n, history.untick)}</Button>
            </div>
        </Show>
        <CompareDialog open=comparing/>
    }
}
