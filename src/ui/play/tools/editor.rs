//! The dialog in which a tool or the schema of the answer is written.

use super::{mocks::Mocks, params::Params};
use crate::{
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        params::{rows_of, schema_of},
        tools::{Subject, ToolForm, ToolsView, Unsaved},
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Check, Dialog, Field, Segmented, Select},
        later::later,
        schema::SchemaEditor,
    },
};
use leptos::{ev, prelude::*};
use lineup_core::draft::schema::name::{LONGEST, Misnomer, misnomer};
use serde_json::Value;

#[component]
pub fn ToolDialog() -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<ToolsView>();
    let title = move || {
        view.original.with(|original| match original {
            Some(ToolForm { subject: Subject::Output, .. }) => t_string!(i18n, tools.title_output).to_owned(),
            Some(ToolForm { at: Some(_), name, .. }) => t_string!(i18n, tools.title_edit, name = name.clone()),
            Some(ToolForm { subject: Subject::Custom, .. }) => t_string!(i18n, tools.add_custom).to_owned(),
            _ => t_string!(i18n, tools.add_function).to_owned(),
        })
    };
    view! {
        <Dialog open=view.open title=title class="tool-dialog">
            {form()}
        </Dialog>
    }
}

later! { in panels: fn form() { view! { <Form/> } } }

#[component]
fn Form() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let view = expect_context::<ToolsView>();
    let form = view.form;
    let subject = form.with_untracked(|form| form.subject);
    let refused = RwSignal::new(None::<Unsaved>);
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let saved = stores.play.draft.try_update(|draft| form.with_untracked(|form| form.save(draft)));
        match saved {
            Some(Err(why)) => {
                refused.set(Some(why));
                stores.status.alert(untrack(|| unsaved_text(i18n, why)));
            }
            _ => {
                stores.status.announce(tu_string!(i18n, tools.saved, name = form.with_untracked(|form| form.name.clone())));
                view.discard();
            }
        }
    };
    let name_error = Signal::derive(move || {
        let name = form.with(|form| form.name.clone());
        match (misnomer(&name), refused.get()) {
            (Some(Misnomer::Empty), Some(_)) => Some(unsaved_text(i18n, Unsaved::Name(Misnomer::Empty))),
            (Some(Misnomer::Empty), None) => None,
            (Some(wrong), _) => Some(unsaved_text(i18n, Unsaved::Name(wrong))),
            (None, Some(Unsaved::Taken)) => Some(unsaved_text(i18n, Unsaved::Taken)),
            _ => None,
        }
    });
    let set_name = move |name: String| {
        refused.set(None);
        form.update(|form| form.name = name);
    };
    view! {
        <form class="tool-form" on:submit=save>
            <div class="dialog-body tool-body">
                <Field label=move || t_string!(i18n, tools.name) error=name_error let:ids>
                    <input
                        type="text"
                        class="input input-mono"
                        id=ids.control.clone()
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        aria-describedby=ids.described_by.clone()
                        aria-invalid=ids.aria_invalid()
                        prop:value=move || form.with(|form| form.name.clone())
                        on:input:target=move |event| set_name(event.target().value())
                    />
                </Field>
                <Field label=move || t_string!(i18n, tools.description) let:ids>
                    <textarea
                        class="textarea"
                        id=ids.control.clone()
                        rows="2"
                        prop:value=move || form.with(|form| form.description.clone())
                        on:input:target=move |event| form.update(|form| form.description = event.target().value())
                    ></textarea>
                </Field>
                {match subject {
                    Subject::Custom => view! { <GrammarFields/> }.into_any(),
                    _ => view! { <SchemaFields subject/> }.into_any(),
                }}
                {(subject != Subject::Output).then(|| view! { <Mocks/> })}
            </div>
            <div class="dialog-foot">
                {move || {
                    (refused.get() == Some(Unsaved::NotJson))
                        .then(|| view! { <p class="field-error tool-refused">{unsaved_text(i18n, Unsaved::NotJson)}</p> })
                }}
                <Button on:click=move |_| view.discard()>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, tools.save)}</Button>
            </div>
        </form>
    }
}

fn unsaved_text(i18n: I18n, why: Unsaved) -> String {
    match why {
        Unsaved::Name(Misnomer::Empty) => t_string!(i18n, tools.name_empty).to_owned(),
        Unsaved::Name(Misnomer::Long) => t_string!(i18n, tools.name_long, n = LONGEST),
        Unsaved::Name(Misnomer::Character(c)) => t_string!(i18n, tools.name_character, c = c.to_string()),
        Unsaved::Taken => t_string!(i18n, tools.name_taken).to_owned(),
        Unsaved::NotJson => t_string!(i18n, tools.not_json).to_owned(),
    }
}

/// The schema: as rows where they can show it, and as a text always.
#[component]
fn SchemaFields(subject: Subject) -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<ToolsView>().form;
    let schema = Memo::new(move |_| form.with(|form| form.schema.clone()));
    let strict = Signal::derive(move || form.with(|form| form.strict));
    let rows = Memo::new(move |_| schema.with(|text| rows_of(&serde_json::from_str::<Value>(text).ok()?)));
    // A new tool begins with the form; what a form cannot show, with the text.
    let as_rows = RwSignal::new(subject == Subject::Function && rows.with_untracked(Option::is_some));
    let set_strict = move |strict: bool| {
        // What the rows hold is written anew, as the other kind writes it. They are read before the form is changed: they come from it.
        let schema = rows.get_untracked().map(|rows| format!("{:#}", schema_of(&rows, strict)));
        form.update(|form| {
            form.strict = strict;
            if let Some(schema) = schema {
                form.schema = schema;
            }
        });
    };
    let ways = Signal::derive(move || {
        vec![
            (true, t_string!(i18n, tools.as_form).to_owned(), rows.with(Option::is_some)),
            (false, t_string!(i18n, tools.as_json).to_owned(), true),
        ]
    });
    let label = move || match subject {
        Subject::Output => t_string!(i18n, tools.answer_schema),
        _ => t_string!(i18n, tools.parameters),
    };
    let strict_hint = move || match subject {
        Subject::Output => t_string!(i18n, tools.strict_hint_answer),
        _ => t_string!(i18n, tools.strict_hint),
    };
    view! {
        <Check
            label=move || t_string!(i18n, tools.strict)
            hint=strict_hint
            value=strict
            on_change=set_strict
        />
        <div class="tool-ways">
            <Segmented
                label=label
                small=true
                options=ways
                value=Signal::derive(move || as_rows.get() && rows.with(Option::is_some))
                on_change=move |rows| as_rows.set(rows)
            />
            {move || rows.with(Option::is_none).then(|| view! { <span class="field-hint">{t!(i18n, tools.json_only)}</span> })}
        </div>
        <Show when=move || as_rows.get() && rows.with(Option::is_some)>
            <Params rows=Signal::derive(move || rows.get().unwrap_or_default()) strict/>
        </Show>
        <Show when=move || !(as_rows.get() && rows.with(Option::is_some))>
            <SchemaEditor label text=schema on_change=move |text| form.update(|form| form.schema = text) strict/>
        </Show>
    }
}

/// What the input of a free-form tool has to look like.
#[component]
fn GrammarFields() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<ToolsView>().form;
    let syntaxes = Signal::derive(move || {
        vec![
            (String::new(), t_string!(i18n, tools.grammar_none).to_owned()),
            ("lark".to_owned(), t_string!(i18n, tools.grammar_lark).to_owned()),
            ("regex".to_owned(), t_string!(i18n, tools.grammar_regex).to_owned()),
        ]
    });
    let syntax = Signal::derive(move || form.with(|form| form.grammar.syntax.clone()));
    view! {
        <Field label=move || t_string!(i18n, tools.grammar) hint=move || t_string!(i18n, tools.grammar_hint) let:ids>
            <Select
                id=ids.control.clone()
                options=syntaxes
                value=syntax
                on_change=move |syntax| form.update(|form| form.grammar.syntax = syntax)
            />
        </Field>
        <Show when=move || syntax.with(|syntax| !syntax.is_empty())>
            <Field label=move || t_string!(i18n, tools.definition) let:ids>
                <textarea
                    class="textarea input-mono"
                    id=ids.control.clone()
                    rows="6"
                    spellcheck="false"
                    prop:value=move || form.with(|form| form.grammar.definition.clone())
                    on:input:target=move |event| form.update(|form| form.grammar.definition = event.target().value())
                ></textarea>
            </Field>
        </Show>
    }
}
