//! What is looked for: the search field and the filters.

use super::words::ended_name;
use crate::{
    i18n::{t, t_string, use_i18n},
    state::history::History,
    ui::{
        kit::{Button, ButtonKind, Icon, Pick},
        words::endpoint_name,
    },
};
use leptos::prelude::*;
use lineup_core::keep::{Ended, Filter};

/// The spans of time that can be chosen, in days.
const DAYS: [&str; 3] = ["1", "7", "30"];

#[component]
pub fn Filters(talks: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let history = expect_context::<History>();
    let filter = history.filter;
    let days = RwSignal::new(None::<String>);
    let any = move || (None, t_string!(i18n, history.any).to_owned());
    let models = Signal::derive(move || {
        let same = |value: String| (Some(value.clone()), value);
        std::iter::once(any()).chain(history.values(|row| &row.model).into_iter().map(same)).collect()
    });
    let endpoints = Signal::derive(move || {
        let named = |value: String| (Some(value.clone()), endpoint_name(i18n, &value));
        std::iter::once(any()).chain(history.values(|row| &row.endpoint).into_iter().map(named)).collect()
    });
    // The words of the ends are the page's; what stands for them in the list is their place.
    let ends = Signal::derive(move || {
        let end = |(at, ended): (usize, &Ended)| (Some(at.to_string()), ended_name(i18n, *ended).to_owned());
        std::iter::once(any()).chain(Ended::ALL.iter().enumerate().map(end)).collect()
    });
    let chosen_end = Signal::derive(move || {
        let ended = filter.with(|filter| filter.ended)?;
        Ended::ALL.iter().position(|each| *each == ended).map(|at| at.to_string())
    });
    let choose_end = move |at: Option<String>| {
        let ended = at.and_then(|at| Ended::ALL.get(at.parse::<usize>().ok()?).copied());
        filter.update(|filter| filter.ended = ended);
    };
    let spans = Signal::derive(move || {
        let words = [t_string!(i18n, history.day), t_string!(i18n, history.week), t_string!(i18n, history.month)];
        let span = |(days, words): (&str, &str)| (Some(days.to_owned()), words.to_owned());
        std::iter::once(any()).chain(DAYS.into_iter().zip(words).map(span)).collect()
    });
    let choose_span = move |span: Option<String>| {
        history.since_days(span.as_ref().and_then(|span| span.parse().ok()));
        days.set(span);
    };
    let clear = move |_| {
        filter.set(Filter::default());
        days.set(None);
    };
    view! {
        <search class="history-filters">
            <div class="lineup-search">
                {Icon::Search}
                <input
                    type="search"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=move || t_string!(i18n, history.search)
                    placeholder=move || t_string!(i18n, history.search_hint)
                    prop:value=history.query
                    on:input:target=move |event| history.query.set(event.target().value())
                />
            </div>
            <Show when=move || !talks.get()>
                <div class="lineup-selects open">
                    <Pick
                        label=move || t_string!(i18n, history.model)
                        options=models
                        value=Signal::derive(move || filter.with(|filter| filter.model.clone()))
                        on_change=move |model| filter.update(|filter| filter.model = model)
                    />
                    <Pick
                        label=move || t_string!(i18n, history.endpoint)
                        options=endpoints
                        value=Signal::derive(move || filter.with(|filter| filter.endpoint.clone()))
                        on_change=move |endpoint| filter.update(|filter| filter.endpoint = endpoint)
                    />
                    <Pick label=move || t_string!(i18n, history.end) options=ends value=chosen_end on_change=choose_end/>
                    <Pick label=move || t_string!(i18n, history.when) options=spans value=days on_change=choose_span/>
                    <Show when=move || filter.with(|filter| !filter.is_empty())>
                        <Button kind=ButtonKind::Ghost on:click=clear>{t!(i18n, history.clear)}</Button>
                    </Show>
                </div>
            </Show>
        </search>
    }
}
