//! The Line-up page: every model at a glance.
//!
//! - [`filters`] and [`live`] (what an endpoint itself lists) stand above, [`table`] or [`timeline`] below
//! - [`card`] with [`card_parts`], and [`compare`], lie over the page
//! - [`own`]: the user's own models and facts
//! - [`words`]: facts in words

mod card;
mod card_parts;
mod compare;
mod filters;
mod live;
mod own;
mod table;
mod timeline;
mod words;

use crate::{
    browser::intl,
    i18n::{plural, t, t_string, use_i18n},
    state::{
        line_up::{Column, Row, Sort, other_units, rows},
        use_stores,
    },
    ui::kit::{Button, Segmented},
};
use card::CardDialog;
use compare::{CompareBar, CompareDialog};
use filters::Filters;
use leptos::prelude::*;
use live::LiveList;
use own::{AddDialog, OwnMenu};
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
    let (store, play) = (stores.line_up, stores.play);
    let today = StoredValue::new(intl::today());
    let rows = Memo::new(move |_| {
        let listed = store.listed();
        let live = listed.as_ref().map(|listed| &listed.live);
        today.with_value(|today| store.filter.with(|filter| rows(&play.lineup(), live, filter, store.sort.get(), today)))
    });
    let shown = Shown { rows, today };
    let comparing = RwSignal::new(false);
    let date = move || intl::day(i18n.locale(), &play.lineup().facts_date);
    let is_by_price = move || {
        let by_unit = |sort: Sort| matches!(sort.by, Column::Fact(fact) if !other_units(fact).is_empty());
        !store.timeline.get() && store.sort.get().is_some_and(by_unit)
    };
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
                <OwnMenu />
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
                        let lineup = play.lineup();
                        let is_new = |id: &str| lineup.get(id).is_none();
                        let unknown = store.listed().map_or(0, |listed| listed.live.unknown().filter(|entry| is_new(&entry.id)).count());
                        let (count, total) = (rows.with(Vec::len), lineup.models.len() + unknown);
                        plural!(i18n, total, lineup.shown, count = count, total = total)
                    }}
                </p>
                <CompareBar on_compare=move |()| comparing.set(true) />
            </div>
            <Show when=is_by_price>
                <p class="lineup-order">{t!(i18n, lineup.price_order)}</p>
            </Show>
            {move || match (rows.with(Vec::is_empty), store.timeline.get()) {
                (true, _) => view! { <NothingFits /> }.into_any(),
                (false, true) => view! { <Timeline shown /> }.into_any(),
                (false, false) => view! { <ModelTable shown /> }.into_any(),
            }}
        </div>
        <AddDialog />
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
