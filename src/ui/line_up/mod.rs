//! The Line-up page: every model at a glance.
//!
//! - [`filters`] and [`live`] (what an endpoint itself lists) stand above, [`table`] or [`timeline`] below
//! - [`card`] with [`card_parts`], and [`compare`], lie over the page
//! - [`words`]: facts in words

mod card;
mod card_parts;
mod compare;
mod filters;
mod live;
mod table;
mod timeline;
mod words;

use crate::{
    browser::intl,
    i18n::{plural, t, t_string, use_i18n},
    state::{
        line_up::{Row, rows},
        use_stores,
    },
    ui::kit::{Button, Segmented},
};
use card::CardDialog;
use compare::{CompareBar, CompareDialog};
use filters::Filters;
use leptos::prelude::*;
use live::LiveList;
use table::ModelTable;
use timeline::Timeline;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Shown {
    rows: Memo<Vec<Row>>,
    /// ISO date of the reader's day; lives are judged by it.
    today: StoredValue<String>,
}

#[component]
pub fn LineUpPage() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (store, lineup) = (stores.line_up, stores.play.lineup());
    let today = StoredValue::new(intl::today());
    let rows = Memo::new(move |_| {
        let listed = store.listed();
        let live = listed.as_ref().map(|listed| &listed.live);
        today.with_value(|today| store.filter.with(|filter| rows(lineup, live, filter, store.sort.get(), today)))
    });
    let shown = Shown { rows, today };
    let comparing = RwSignal::new(false);
    let date = move || intl::day(i18n.locale(), &lineup.facts_date);
    let views = Signal::derive(move || {
        let name = |timeline, text: &'static str| (timeline, text.to_owned(), true);
        vec![name(false, t_string!(i18n, lineup.view_table)), name(true, t_string!(i18n, lineup.view_timeline))]
    });
    view! {
        <div class="lineup">
            <div class="lineup-head">
                <h1>{t!(i18n, lineup.title)}</h1>
                <p class="soft">{move || t_string!(i18n, lineup.facts_date, date = date())}</p>
                <LiveList />
            </div>
            <Filters />
            <div class="lineup-bar">
                <Segmented
                    label=move || t_string!(i18n, lineup.view)
                    options=views
                    value=store.timeline
                    on_change=move |timeline| store.timeline.set(timeline)
                    small=true
                />
                <p class="lineup-count num" role="status">
                    {move || {
                        // What an endpoint lists beyond the catalogue counts to the whole.
                        let unknown = store.listed().map_or(0, |listed| listed.live.unknown().count());
                        let (count, total) = (rows.with(Vec::len), lineup.models.len() + unknown);
                        plural!(i18n, total, lineup.shown, count = count, total = total)
                    }}
                </p>
                <CompareBar on_compare=move |()| comparing.set(true) />
            </div>
            {move || match (rows.with(Vec::is_empty), store.timeline.get()) {
                (true, _) => view! { <NothingFits /> }.into_any(),
                (false, true) => view! { <Timeline shown /> }.into_any(),
                (false, false) => view! { <ModelTable shown /> }.into_any(),
            }}
        </div>
        <CardDialog today />
        <CompareDialog open=comparing today />
    }
}

#[component]
fn NothingFits() -> impl IntoView {
    let i18n = use_i18n();
    let filter = use_stores().line_up.filter;
    view! {
        <div class="lineup-none">
            <p>{t!(i18n, lineup.none)}</p>
            <Button on:click=move |_| filter.set(Default::default())>{t!(i18n, lineup.clear)}</Button>
        </div>
    }
}
