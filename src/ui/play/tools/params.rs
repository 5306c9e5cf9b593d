//! The parameters of a function as rows: name, type, description, required, and the values of a choice.

use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        params::{KINDS, Param, free_name, schema_of},
        tools::ToolsView,
    },
    ui::kit::{Button, ButtonKind, Icon, IconButton},
};
use leptos::prelude::*;

#[component]
pub fn Params(rows: Signal<Vec<Param>>, strict: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<ToolsView>().form;
    let write = Callback::new(move |rows: Vec<Param>| {
        // Read before the form is changed: it is a part of the form.
        let schema = format!("{:#}", schema_of(&rows, strict.get_untracked()));
        form.update(|form| form.schema = schema);
    });
    let add = move |_| {
        let mut rows = rows.get_untracked();
        rows.push(Param { name: free_name(&rows), kind: "string".to_owned(), required: true, ..Param::default() });
        write.run(rows);
    };
    let count = Memo::new(move |_| rows.with(Vec::len));
    view! {
        <div class="params">
            <For each=move || 0..count.get() key=|at| *at let:at>
                <Row at rows write/>
            </For>
            <Show when=move || count.get() == 0>
                <p class="field-hint">{t!(i18n, tools.no_parameters)}</p>
            </Show>
            <Button small=true on:click=add>{Icon::Plus} {t!(i18n, tools.add_parameter)}</Button>
        </div>
    }
}

#[component]
fn Row(at: usize, rows: Signal<Vec<Param>>, write: Callback<Vec<Param>>) -> impl IntoView {
    let i18n = use_i18n();
    let row = Memo::new(move |_| rows.with(|rows| rows.get(at).cloned().unwrap_or_default()));
    let change = move |change: &dyn Fn(&mut Param)| {
        let mut rows = rows.get_untracked();
        if let Some(row) = rows.get_mut(at) {
            change(row);
            write.run(rows);
        }
    };
    // Two of one name would be one: the name stays as it was.
    let rename = move |name: String| {
        let name = name.trim().to_owned();
        let is_free = rows.with_untracked(|rows| rows.iter().enumerate().all(|(other, row)| other == at || row.name != name));
        if is_free && !name.is_empty() {
            change(&|row| row.name.clone_from(&name));
        }
    };
    let set_options = move |text: String| {
        let options: Vec<String> = text.split(',').map(str::trim).filter(|option| !option.is_empty()).map(str::to_owned).collect();
        change(&|row| row.options.clone_from(&options));
    };
    let take_away = move |_| {
        let mut rows = rows.get_untracked();
        if at < rows.len() {
            rows.remove(at);
            write.run(rows);
        }
    };
    let name = move || row.with(|row| row.name.clone());
    view! {
        <fieldset class="param">
            <legend class="visually-hidden">{name}</legend>
            <input
                type="text"
                class="input input-mono"
                aria-label=move || t_string!(i18n, tools.parameter_name)
                spellcheck="false"
                prop:value=name
                on:change:target=move |event| {
                    rename(event.target().value());
                    event.target().set_value(&untrack(name));
                }
            />
            <select
                class="select"
                aria-label=move || t_string!(i18n, tools.parameter_type)
                on:change:target=move |event| {
                    let kind = event.target().value();
                    change(&|row| row.kind.clone_from(&kind));
                }
            >
                {KINDS
                    .into_iter()
                    .map(|kind| view! { <option value=kind selected=move || row.with(|row| row.kind == kind)>{kind}</option> })
                    .collect_view()}
            </select>
            <label class="check param-required">
                <input
                    type="checkbox"
                    prop:checked=move || row.with(|row| row.required)
                    on:change:target=move |event| {
                        let required = event.target().checked();
                        change(&|row| row.required = required);
                    }
                />
                <span>{t!(i18n, tools.required)}</span>
            </label>
            <IconButton
                icon=Icon::Trash
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, tools.remove, name = name())
                on:click=take_away
            />
            <input
                type="text"
                class="input param-wide"
                aria-label=move || t_string!(i18n, tools.description)
                placeholder=move || t_string!(i18n, tools.description)
                prop:value=move || row.with(|row| row.description.clone())
                on:change:target=move |event| {
                    let description = event.target().value();
                    change(&|row| row.description.clone_from(&description));
                }
            />
            <Show when=move || row.with(|row| row.kind == "string")>
                <input
                    type="text"
                    class="input param-wide"
                    aria-label=move || t_string!(i18n, tools.parameter_options)
                    placeholder=move || t_string!(i18n, tools.parameter_options)
                    prop:value=move || row.with(|row| row.options.join(", "))
                    on:change:target=move |event| set_options(event.target().value())
                />
            </Show>
        </fieldset>
    }
}
