//! The rows that map models to Azure deployments.

use crate::{
    i18n::{t, t_string, use_i18n},
    ui::kit::{Button, ButtonKind, Icon, IconButton},
};
use leptos::prelude::*;

/// One row while it is being written; the id keeps its inputs in place when another row goes.
#[derive(Clone, Copy, PartialEq)]
pub struct Row {
    id: usize,
    pub model: RwSignal<String>,
    pub deployment: RwSignal<String>,
}

impl Row {
    pub fn new(id: usize, model: String, deployment: String) -> Self {
        Self { id, model: RwSignal::new(model), deployment: RwSignal::new(deployment) }
    }
}

#[component]
pub fn Deployments(rows: RwSignal<Vec<Row>>) -> impl IntoView {
    let i18n = use_i18n();
    let add = move |_| {
        rows.update(|rows| {
            let id = rows.iter().map(|row| row.id + 1).max().unwrap_or_default();
            rows.push(Row::new(id, String::new(), String::new()));
        });
    };
    let row = move |row: Row| {
        let number = move || rows.with(|rows| rows.iter().position(|other| other.id == row.id).map_or(0, |at| at + 1));
        view! {
            <div class="deployment-row">
                <input
                    class="input input-mono"
                    spellcheck="false"
                    autocapitalize="off"
                    placeholder="o4-mini"
                    aria-label=move || t_string!(i18n, settings.form.model_n, n = number())
                    prop:value=row.model
                    on:input:target=move |event| row.model.set(event.target().value())
                />
                <span aria-hidden="true">"→"</span>
                <input
                    class="input input-mono"
                    spellcheck="false"
                    autocapitalize="off"
                    placeholder="my-o4-mini"
                    aria-label=move || t_string!(i18n, settings.form.deployment_n, n = number())
                    prop:value=row.deployment
                    on:input:target=move |event| row.deployment.set(event.target().value())
                />
                <IconButton
                    icon=Icon::Trash
                    kind=ButtonKind::Ghost
                    label=move || t_string!(i18n, settings.form.remove_row, n = number())
                    on:click=move |_| rows.update(|rows| rows.retain(|other| other.id != row.id))
                />
            </div>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <div class="deployment-row deployment-titles" aria-hidden="true">
                <span>{t!(i18n, settings.form.model)}</span>
                <span></span>
                <span>{t!(i18n, settings.form.deployment)}</span>
            </div>
        </Show>
        <For each=move || rows.get() key=|row| row.id children=row />
        <div>
            <Button small=true on:click=add>
                {Icon::Plus}
                {t!(i18n, settings.form.add_row)}
            </Button>
        </div>
    }
}
