//! The table of models.

use super::{
    Shown,
    words::{Said, fact_name, in_table},
};
use crate::{
    browser::intl,
    i18n::{t, t_string, use_i18n},
    state::{
        line_up::{Column, MOST_COMPARED, Row},
        route::card_href,
        use_stores,
    },
    ui::{
        kit::{Icon, VisuallyHidden},
        lane_head::facts::kind_name,
    },
};
use leptos::prelude::*;
use lineup_core::lineup::{Fact, Model};

/// In this order; a card has the other facts.
const COLUMNS: [Fact; 20] = [
    Fact::Family,
    Fact::Kind,
    Fact::Released,
    Fact::OpenAi,
    Fact::Azure,
    Fact::Context,
    Fact::MaxOutput,
    Fact::PriceInput,
    Fact::PriceCached,
    Fact::PriceOutput,
    Fact::Input,
    Fact::Output,
    Fact::Apis,
    Fact::Effort,
    Fact::StreamOpenAi,
    Fact::StreamAzure,
    Fact::Tools,
    Fact::Structured,
    Fact::Cutoff,
    Fact::Tokenizer,
];

fn is_number(fact: Fact) -> bool {
    matches!(fact, Fact::Context | Fact::MaxOutput | Fact::PriceInput | Fact::PriceCached | Fact::PriceOutput)
}

#[component]
pub fn ModelTable(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let store = stores.line_up;
    let listed_at = Memo::new(move |_| store.listed().map(|listed| listed.endpoint.name.clone()));
    // Counts the changes of the line-up: with each of them the rows are written anew.
    let edition = Memo::new(move |before: Option<&u32>| {
        stores.play.lineup();
        before.map_or(0, |before| before.wrapping_add(1))
    });
    // Written once for each language: what a filter hides and shows again is not made anew.
    let keyed = move || {
        let (locale, edition) = (i18n.locale(), edition.get());
        shown.rows.get().into_iter().map(|row| (row, locale, edition)).collect::<Vec<_>>()
    };
    let row = move |(row, _, _)| match row {
        Row::Known(id) => {
            let lineup = stores.play.lineup_now();
            let model = lineup.models.iter().find(|model| model.id == id).cloned();
            model.map(|model| view! { <KnownRow model=StoredValue::new(model) shown /> }.into_any())
        }
        Row::Listed(id) => Some(view! { <ListedRow id /> }.into_any()),
    };
    view! {
        <div class="lineup-scroll" role="region" tabindex="0" aria-label=move || t_string!(i18n, lineup.scroll)>
            <table class="lineup-table">
                <caption class="visually-hidden">{t!(i18n, lineup.caption)}</caption>
                <thead>
                    <tr>
                        <td class="tick">
                            <VisuallyHidden>{t!(i18n, lineup.compare)}</VisuallyHidden>
                        </td>
                        <SortHead by=Column::Name />
                        {move || {
                            listed_at
                                .get()
                                .map(|endpoint| {
                                    view! { <th scope="col">{move || t_string!(i18n, lineup.at, endpoint = endpoint.clone())}</th> }
                                })
                        }}
                        {COLUMNS.map(|fact| view! { <SortHead by=Column::Fact(fact) /> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=keyed key=Clone::clone children=row />
                </tbody>
            </table>
        </div>
    }
}

/// The head of a column that sorts.
#[component]
fn SortHead(by: Column) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let direction = Memo::new(move |_| store.sort.get().filter(|sort| sort.by == by).map(|sort| sort.descending));
    let name = move || match by {
        Column::Name => t_string!(i18n, lineup.model),
        Column::Fact(fact) => fact_name(i18n, fact),
    };
    let hint = move || match by {
        Column::Fact(Fact::PriceInput | Fact::PriceCached | Fact::PriceOutput) => Some(t_string!(i18n, lineup.price_title)),
        _ => None,
    };
    let sorted = move || match direction.get() {
        None => "none",
        Some(false) => "ascending",
        Some(true) => "descending",
    };
    let arrow = move || direction.get().map(|descending| if descending { Icon::ArrowDown } else { Icon::ArrowUp });
    view! {
        <th
            scope="col"
            aria-sort=sorted
            class:name=by == Column::Name
            class:number=matches!(by, Column::Fact(fact) if is_number(fact))
            title=hint
        >
            <button type="button" on:click=move |_| store.sort_by(by)>
                {name}
                {move || arrow().map(Icon::draw)}
            </button>
        </th>
    }
}

#[component]
fn KnownRow(model: StoredValue<Model>, shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let (id, theirs) = model.with_value(|model| (model.id.clone(), model.theirs.clone()));
    let href = card_href(&id);
    let id = StoredValue::new(id);
    let ticked = Memo::new(move |_| store.ticked.with(|ticked| id.with_value(|id| ticked.contains(id))));
    let full = move || !ticked.get() && store.ticked.with(Vec::len) >= MOST_COMPARED;
    // The row is made anew with another language.
    let cell = move |fact: Fact| {
        let Said { text, look, exact } =
            untrack(|| shown.today.with_value(|today| model.with_value(|model| in_table(i18n, fact, model, today))));
        let look = if is_number(fact) { format!("{look} number") } else { look.to_owned() };
        let yours = model.with_value(|model| model.is_theirs(fact));
        let mark = yours.then(|| view! { <VisuallyHidden>" (" {t!(i18n, own.mark)} ")"</VisuallyHidden> });
        view! { <td class=look class:cell-yours=yours title=exact>{text} {mark}</td> }
    };
    let listed = move || {
        let listed = store.listed()?;
        let (text, look) = match model.with_value(|model| listed.live.entry(model)) {
            None => (t_string!(i18n, lineup.listed_not).to_owned(), "cell-no"),
            Some(entry) => match &entry.shutdown_date {
                Some(date) => (t_string!(i18n, lineup.listed_until, date = intl::day(i18n.locale(), date)), "cell-ends"),
                None => (t_string!(i18n, lineup.listed).to_owned(), "cell-current"),
            },
        };
        Some(view! { <td class=look>{text}</td> })
    };
    view! {
        <tr class:ticked=ticked>
            <td class="tick">
                <input
                    type="checkbox"
                    aria-label=move || t_string!(i18n, lineup.tick, model = id.get_value())
                    disabled=full
                    prop:checked=ticked
                    on:change:target=move |event| store.tick(&id.get_value(), event.target().checked())
                />
            </td>
            <th scope="row" class="name">
                <a href=href>{id.get_value()}</a>
                {theirs.filter(|theirs| theirs.added).map(|_| view! { <span class="own-mark">{t!(i18n, own.mark)}</span> })}
            </th>
            {listed}
            {COLUMNS.map(cell).collect_view()}
        </tr>
    }
}

/// A model that only the endpoint knows: its name is all there is, and perhaps a kind.
#[component]
fn ListedRow(id: String) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let entry = untrack(|| store.listed()).and_then(|listed| listed.live.models.iter().find(|entry| entry.id == id).cloned());
    let (kind, until) = entry.map(|entry| (entry.kind, entry.shutdown_date)).unwrap_or_default();
    let listed = move || match &until {
        Some(date) => t_string!(i18n, lineup.listed_until, date = intl::day(i18n.locale(), date)),
        None => t_string!(i18n, lineup.listed).to_owned(),
    };
    let cell = move |fact: Fact| match kind.filter(|_| fact == Fact::Kind) {
        Some(kind) => view! { <td>{kind_name(i18n, kind)}</td> }.into_any(),
        None => view! { <td class="cell-unknown" class:number=is_number(fact)>{t!(i18n, lineup.unknown)}</td> }.into_any(),
    };
    let href = card_href(&id);
    view! {
        <tr>
            <td class="tick"></td>
            <th scope="row" class="name">
                <a href=href>{id}</a>
                <span class="lineup-newcomer">{t!(i18n, lineup.not_known)}</span>
            </th>
            <td class="cell-current">{listed}</td>
            {untrack(|| COLUMNS.map(cell)).collect_view()}
        </tr>
    }
}
