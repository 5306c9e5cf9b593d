//! The form of the answer: text, some JSON object, or JSON of a schema.

use super::tools::Unsaved;
use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        tools::{Subject, ToolForm, ToolsView},
        use_stores,
    },
    ui::kit::{Button, Icon, Menu, MenuItem, Segmented},
};
use leptos::prelude::*;
use lineup_core::draft::OutputFormat;
use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Object,
    Schema,
}

#[component]
pub fn Output() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let view = expect_context::<ToolsView>();
    let kind = Memo::new(move |_| {
        play.draft.with(|draft| match draft.output {
            OutputFormat::Text => Kind::Text,
            OutputFormat::JsonObject => Kind::Object,
            OutputFormat::JsonSchema { .. } => Kind::Schema,
        })
    });
    // A schema that is put aside for text is there again when it is wanted again.
    let aside = RwSignal::new(None::<OutputFormat>);
    let options = Signal::derive(move || {
        vec![
            (Kind::Text, t_string!(i18n, tools.output_text).to_owned(), true),
            (Kind::Object, t_string!(i18n, tools.output_object).to_owned(), true),
            (Kind::Schema, t_string!(i18n, tools.output_schema).to_owned(), true),
        ]
    });
    let edit = move || view.edit(play.draft.with_untracked(ToolForm::of_output));
    let choose = move |to: Kind| {
        if kind.get_untracked() == Kind::Schema && to != Kind::Schema {
            aside.set(Some(play.draft.with_untracked(|draft| draft.output.clone())));
        }
        match (to, aside.get_untracked()) {
            (Kind::Text, _) => play.draft.update(|draft| draft.output = OutputFormat::Text),
            (Kind::Object, _) => play.draft.update(|draft| draft.output = OutputFormat::JsonObject),
            (Kind::Schema, Some(kept)) => play.draft.update(|draft| draft.output = kept),
            (Kind::Schema, None) => {
                let (name, schema) = example(0);
                play.draft.update(|draft| draft.output = written(name, schema));
                edit();
            }
        }
    };
    let named = move || {
        play.draft.with(|draft| match &draft.output {
            OutputFormat::JsonSchema { name, strict, .. } => Some((name.clone(), *strict == Some(true))),
            _ => None,
        })
    };
    view! {
        <section class="draft-section" aria-labelledby="output-title">
            <div class="draft-head">
                <h2 id="output-title">{t!(i18n, tools.output)}</h2>
            </div>
            <Segmented label=move || t_string!(i18n, tools.output) small=true options value=kind on_change=choose/>
            {move || {
                named()
                    .map(|(name, strict)| {
                        let facts = move || if strict { t_string!(i18n, tools.is_strict) } else { t_string!(i18n, tools.is_loose) };
                        view! {
                            <div class="draft-tool-head draft-output">
                                <span class="draft-tool-name">{name}</span>
                                <span class="draft-tool-facts">{facts}</span>
                                <Menu
                                    label=move || t_string!(i18n, tools.examples)
                                    trigger=move || view! { {t!(i18n, tools.examples)} {Icon::ChevronDown} }
                                    trigger_class="btn btn-ghost btn-small"
                                >
                                    {(0..EXAMPLES)
                                        .map(|n| {
                                            let take = move |()| {
                                                let (name, schema) = example(n);
                                                play.draft.update(|draft| draft.output = written(name, schema));
                                            };
                                            view! { <MenuItem on_select=take>{example(n).0}</MenuItem> }
                                        })
                                        .collect_view()}
                                </Menu>
                                <Button small=true on:click=move |_| edit()>{t!(i18n, tools.edit_schema)}</Button>
                            </div>
                        }
                    })
            }}
            <Show when=move || kind.get() == Kind::Object>
                <p class="draft-empty">{t!(i18n, tools.object_hint)}</p>
            </Show>
            <Unsaved subjects=&[Subject::Output]/>
        </section>
    }
}

fn written(name: &str, schema: Value) -> OutputFormat {
    OutputFormat::JsonSchema { name: name.to_owned(), schema, strict: Some(true), description: None }
}

const EXAMPLES: usize = 3;

/// Schemas to begin with, by the names that they go by in code.
fn example(n: usize) -> (&'static str, Value) {
    let object = |properties: Value| {
        let required: Vec<String> = properties.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    };
    let text = || json!({"type": "string"});
    match n {
        0 => {
            let step = object(json!({"explanation": text(), "result": text()}));
            ("solution", object(json!({"steps": {"type": "array", "items": step}, "answer": text()})))
        }
        1 => (
            "classification",
            object(
                json!({"label": {"type": "string", "enum": ["bug", "question", "idea"]}, "confidence": {"type": "number"}, "why": text()}),
            ),
        ),
        _ => {
            let person = object(json!({"name": text(), "role": {"type": ["string", "null"]}}));
            (
                "extraction",
                object(
                    json!({"title": text(), "date": {"type": ["string", "null"], "format": "date"}, "people": {"type": "array", "items": person}}),
                ),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lineup_core::draft::schema::{Level, lint};

    #[test]
    fn every_example_is_strict() {
        for n in 0..EXAMPLES {
            let (name, schema) = example(n);
            assert_eq!(lint(&schema, Level::Strict), vec![], "{name}: {schema}");
        }
    }
}
