//! What is looked for: the search field and the filters.

use super::words::{api_name, life_name};
use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        line_up::{Filter, Life, families, kinds, served_by},
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Check, Icon, Pick},
        lane_head::facts::{kind_name, provider_name},
    },
};
use leptos::prelude::*;
use lineup_core::lineup::Provider;

#[component]
pub fn Filters() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let store = stores.line_up;
    let lineup = move || stores.play.lineup();
    let filter = store.filter;
    // On a phone the filters would leave no room for the models.
    let open = RwSignal::new(false);
    let any = move || t_string!(i18n, lineup.any).to_owned();
    let count = move || filter.with(Filter::count);

    let kind_options = Signal::derive(move || with_any(any(), kinds(&lineup()), |kind| kind_name(i18n, *kind).to_owned()));
    let family_options = Signal::derive(move || with_any(any(), families(&lineup()), String::clone));
    let apis = move || {
        let mut apis: Vec<String> = Vec::new();
        for api in lineup().models.iter().flat_map(served_by) {
            if !apis.contains(&api) {
                apis.push(api);
            }
        }
        apis
    };
    let api_options = Signal::derive(move || with_any(any(), apis(), |api| api_name(i18n, api)));
    let provider_options =
        Signal::derive(move || with_any(any(), vec![Provider::OpenAi, Provider::Azure], |provider| provider_name(*provider).to_owned()));
    let life_options =
        Signal::derive(move || with_any(any(), vec![Life::Current, Life::Ending, Life::Retired], |life| life_name(i18n, *life).to_owned()));
    let listed_at = Memo::new(move |_| store.listed().map(|listed| listed.endpoint.name.clone()));

    view! {
        <search class="lineup-filters">
            <div class="lineup-search">
                {Icon::Search}
                <input
                    type="search"
                    class="input"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label=move || t_string!(i18n, lineup.search)
                    placeholder=move || t_string!(i18n, lineup.search_hint)
                    prop:value=move || filter.with(|filter| filter.query.clone())
                    on:input:target=move |event| filter.update(|filter| filter.query = event.target().value())
                />
                <button
                    type="button"
                    class="btn lineup-more"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="lineup-filters"
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {Icon::Sliders}
                    {move || match count() {
                        0 => t_string!(i18n, lineup.filters).to_owned(),
                        count => t_string!(i18n, lineup.filters_set, count = count),
                    }}
                </button>
            </div>
            <div class="lineup-selects" id="lineup-filters" class:open=open>
                <Pick
                    label=move || t_string!(i18n, lineup.kind)
                    options=kind_options
                    value=Signal::derive(move || filter.with(|filter| filter.kind))
                    on_change=move |kind| filter.update(|filter| filter.kind = kind)
                />
                <Pick
                    label=move || t_string!(i18n, lineup.family)
                    options=family_options
                    value=Signal::derive(move || filter.with(|filter| filter.family.clone()))
                    on_change=move |family| filter.update(|filter| filter.family = family)
                />
                <Pick
                    label=move || t_string!(i18n, lineup.api)
                    options=api_options
                    value=Signal::derive(move || filter.with(|filter| filter.api.clone()))
                    on_change=move |api| filter.update(|filter| filter.api = api)
                />
                <Pick
                    label=move || t_string!(i18n, lineup.provider)
                    options=provider_options
                    value=Signal::derive(move || filter.with(|filter| filter.provider))
                    on_change=move |provider| filter.update(|filter| filter.provider = provider)
                />
                <Pick
                    label=move || t_string!(i18n, lineup.life)
                    options=life_options
                    value=Signal::derive(move || filter.with(|filter| filter.life))
                    on_change=move |life| filter.update(|filter| filter.life = life)
                />
                <Check
                    label=move || t_string!(i18n, lineup.runs)
                    value=Signal::derive(move || filter.with(|filter| filter.runs))
                    on_change=move |runs| filter.update(|filter| filter.runs = runs)
                />
                {move || {
                    listed_at
                        .get()
                        .map(|endpoint| {
                            view! {
                                <Check
                                    label=move || t_string!(i18n, lineup.only_listed, endpoint = endpoint.clone())
                                    value=Signal::derive(move || filter.with(|filter| filter.listed))
                                    on_change=move |listed| filter.update(|filter| filter.listed = listed)
                                />
                            }
                        })
                }}
                <Show when=move || { count() > 0 }>
                    <Button kind=ButtonKind::Ghost on:click=move |_| filter.update(|filter| *filter = Filter {
                        query: std::mem::take(&mut filter.query),
                        ..Filter::default()
                    })>
                        {t!(i18n, lineup.clear)}
                    </Button>
                </Show>
            </div>
        </search>
    }
}

/// The options, after one that takes any.
fn with_any<T>(any: String, values: Vec<T>, name: impl Fn(&T) -> String) -> Vec<(Option<T>, String)> {
    let named = values.into_iter().map(|value| {
        let text = name(&value);
        (Some(value), text)
    });
    std::iter::once((None, any)).chain(named).collect()
}
