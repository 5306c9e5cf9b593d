//! What a newcomer sees: example drafts that run at once on the simulator, and how to come to real models.

use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::{Stores, route::Route, use_stores},
    ui::kit::Icon,
};
use leptos::prelude::*;
use lineup_core::{
    draft::{Example, examples},
    run::cassette::samples,
};

/// The examples in the language of the page; followed.
pub fn examples_of(stores: Stores) -> Vec<Example> {
    examples(stores.prefs.lang.get().of_examples())
}

/// Takes an example over and runs it.
pub fn run_example(stores: Stores, example: &Example) {
    stores.play.load_example(example);
    stores.play.run_all();
}

/// What a recorded run of the page shows; followed.
fn sample(i18n: I18n, name: &'static str) -> &'static str {
    match name {
        "thinking" => t_string!(i18n, replay.sample_thinking),
        "tools" => t_string!(i18n, replay.sample_tools),
        "cut" => t_string!(i18n, replay.sample_cut),
        other => other,
    }
}

#[component]
pub fn EmptyState() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let card = move |example: Example| {
        let (name, about) = (example.name, example.about);
        view! {
            <li>
                <button type="button" class="empty-example" on:click=move |_| run_example(stores, &example)>
                    <span class="empty-name">{name}</span>
                    <span class="empty-hint">{about}</span>
                    <span class="empty-run">{Icon::Play} {t!(i18n, draft.empty_run)}</span>
                </button>
            </li>
        }
    };
    view! {
        <section class="empty" aria-labelledby="empty-title">
            <h2 class="empty-title" id="empty-title">{t!(i18n, draft.empty_title)}</h2>
            <p class="empty-lead">{t!(i18n, draft.empty_lead)}</p>
            <ul class="empty-examples">{move || examples_of(stores).into_iter().map(card).collect_view()}</ul>
            <p class="empty-key">
                {t!(i18n, replay.samples)} " "
                {samples::NAMES.map(|name| view! { <a class="empty-sample" href=format!("#/?cassette=cassettes/{name}.json")>{move || sample(i18n, name)}</a> }).collect_view()}
            </p>
            <p class="empty-key">
                {move || if stores.endpoints.are_pinned() { t_string!(i18n, draft.empty_key_only) } else { t_string!(i18n, draft.empty_key) }} " " <a href=Route::Settings.href()>{t!(i18n, draft.empty_settings)}</a> "."
            </p>
        </section>
    }
}
