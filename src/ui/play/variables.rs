//! The variables of the draft: a form with a value and a default for each `{{name}}` that stands in its texts.

use crate::{
    i18n::{plural, t, t_string, use_i18n},
    state::use_stores,
    ui::later::later,
};
use leptos::prelude::*;
use lineup_core::draft::variables::Variable;

#[component]
pub fn Variables() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let names = play.variable_names();
    let count = move || names.with(Vec::len);
    view! {
        <Show when=move || { count() > 0 }>
            <section class="draft-section" aria-labelledby="variables-title">
                <div class="draft-head">
                    <h2 id="variables-title">{t!(i18n, variables.title)}</h2>
                    <span class="draft-note">{move || plural!(i18n, count(), variables.count, count = count())}</span>
                </div>
                {rows(names)}
                <p class="draft-note">{t!(i18n, variables.hint, escaped = "\\{{")}</p>
            </section>
        </Show>
    }
}

later! { in panels: fn rows(names: Memo<Vec<String>>) { view! { <Rows names/> } } }

#[component]
fn Rows(names: Memo<Vec<String>>) -> impl IntoView {
    view! {
        <ul class="variables">
            <For each=move || names.get() key=String::clone let:name>
                <Row name/>
            </For>
        </ul>
    }
}

#[component]
fn Row(name: String) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let name = StoredValue::new(name);
    let variable =
        Memo::new(move |_| play.draft.with(|draft| name.with_value(|name| draft.variables.get(name).cloned())).unwrap_or_default());
    let change = move |write: &dyn Fn(&mut Variable)| {
        play.draft.update(|draft| {
            let variable = draft.variables.entry(name.get_value()).or_default();
            write(variable);
            if *variable == Variable::default() {
                draft.variables.remove(&name.get_value());
            }
        });
    };
    let is_unfilled = move || variable.with(|variable| variable.filled().is_none());
    view! {
        <li class="variable" class:is-unfilled=is_unfilled>
            <span class="variable-name">{format!("{{{{{}}}}}", name.get_value())}</span>
            <textarea
                class="draft-text"
                rows="1"
                aria-label=move || t_string!(i18n, variables.value_of, name = name.get_value())
                aria-invalid=move || is_unfilled().then_some("true")
                placeholder=move || {
                    variable.with(|variable| {
                        if variable.default.is_empty() { t_string!(i18n, variables.no_value).to_owned() } else { variable.default.clone() }
                    })
                }
                prop:value=move || variable.with(|variable| variable.value.clone())
                on:input:target=move |event| change(&|variable| variable.value = event.target().value())
            ></textarea>
            <label class="variable-default">
                <span>{t!(i18n, variables.default)}</span>
                <input
                    type="text"
                    class="input"
                    autocomplete="off"
                    aria-label=move || t_string!(i18n, variables.default_of, name = name.get_value())
                    prop:value=move || variable.with(|variable| variable.default.clone())
                    on:input:target=move |event| change(&|variable| variable.default = event.target().value())
                />
            </label>
        </li>
    }
}
