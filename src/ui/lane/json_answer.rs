//! An answer that was asked for as JSON: its text while it arrives, then the object as a tree and as text, checked against the
//! schema that was asked for.

use super::{answer::text_of, place::Place};
use crate::{
    browser::{tail::Tail, workers::schema},
    i18n::{plural, t_string, use_i18n},
    ui::{
        kit::{CopyButton, Segmented},
        schema::{error_text, fault_text},
        wire::bounded,
    },
};
use leptos::{html, prelude::*};
use lineup_core::{
    document::link,
    draft::{
        OutputFormat,
        schema::{
            check::{Ask, Fault, Told},
            text::{self, TextError},
        },
    },
};
use serde_json::Value;
use std::sync::Arc;

/// More nodes make no tree that anybody reads, and a slow page.
const MOST_NODES: usize = 3_000;

/// What is known of a whole answer.
#[derive(Clone, Debug, Default, PartialEq)]
enum Verdict {
    /// It is JSON; there is no schema, or it is being looked at.
    #[default]
    Json,
    Fits,
    Faults(Vec<Fault>),
    Unreadable(TextError),
    NoSchema(String),
}

#[component]
pub fn JsonAnswer(place: Place, output: OutputFormat) -> impl IntoView {
    let whole = place.watch(|item, run| run.outcome().is_some().then(|| text_of(item).unwrap_or_default().to_owned()));
    let output = StoredValue::new(output);
    let target = NodeRef::<html::Div>::new();
    target.on_load(move |element| {
        let mut tail = Tail::new(element.into());
        place.follow(move |item, _| tail.show(text_of(item).unwrap_or_default()));
    });
    view! {
        {move || match whole.get().flatten() {
            None => view! { <div node_ref=target class="json-text code"></div> }.into_any(),
            Some(text) => view! { <Whole text schema=output.with_value(schema_of)/> }.into_any(),
        }}
    }
}

fn schema_of(output: &OutputFormat) -> Option<Value> {
    match output {
        OutputFormat::JsonSchema { schema, .. } => Some(schema.clone()),
        _ => None,
    }
}

#[component]
fn Whole(text: String, schema: Option<Value>) -> impl IntoView {
    let i18n = use_i18n();
    let value = text::read(&text).map(Arc::new);
    // Indented, so that a fault has a line of its own; what is no JSON stands as it came.
    let shown = StoredValue::new(value.as_ref().map_or_else(|_| text.clone(), |value| format!("{value:#}")));
    let verdict = RwSignal::new(value.as_ref().err().cloned().map_or(Verdict::Json, Verdict::Unreadable));
    let has_schema = schema.is_some();
    if let (Ok(_), Some(schema)) = (&value, schema) {
        schema::ask(Ask::Check { schema, answer: shown.get_value() }, move |told| {
            let found = match told {
                Some(Told::Faults { faults }) if faults.is_empty() => Verdict::Fits,
                Some(Told::Faults { faults }) => Verdict::Faults(faults),
                Some(Told::Unreadable { error }) => Verdict::Unreadable(error),
                Some(Told::NoSchema { words }) => Verdict::NoSchema(words),
                _ => Verdict::Json,
            };
            // The answer may be gone by now.
            _ = verdict.try_set(found);
        });
    }
    let tree = value.ok().filter(|value| count(value) <= MOST_NODES);
    let has_tree = tree.is_some();
    let as_tree = RwSignal::new(has_tree);
    let said = move || {
        verdict.with(|verdict| match verdict {
            Verdict::Json if has_schema => t_string!(i18n, schema.is_json).to_owned(),
            Verdict::Json => t_string!(i18n, schema.is_object).to_owned(),
            Verdict::Fits => t_string!(i18n, schema.fits).to_owned(),
            Verdict::Faults(faults) => plural!(i18n, faults.len(), schema.faults, count = faults.len()),
            Verdict::Unreadable(error) => t_string!(i18n, schema.answer_not_json, words = error_text(i18n, error)),
            Verdict::NoSchema(words) => t_string!(i18n, schema.no_schema, words = words.clone()),
        })
    };
    let is_wrong = move || verdict.with(|verdict| !matches!(verdict, Verdict::Json | Verdict::Fits));
    let faults = move || verdict.with(|verdict| if let Verdict::Faults(faults) = verdict { faults.clone() } else { Vec::new() });
    let ways = Signal::derive(move || {
        vec![(true, t_string!(i18n, schema.tree).to_owned(), has_tree), (false, t_string!(i18n, schema.text).to_owned(), true)]
    });
    // The lines that have a fault are marked.
    let lines = move || {
        let wrong: Vec<usize> = match &*verdict.read() {
            Verdict::Faults(faults) => {
                faults.iter().filter(|fault| !fault.at.is_empty()).filter_map(|fault| Some(fault.spot?.line)).collect()
            }
            Verdict::Unreadable(error) => vec![error.spot.line],
            _ => Vec::new(),
        };
        shown.with_value(|text| {
            let line = |(n, line): (usize, &str)| {
                let is_wrong = wrong.contains(&(n + 1));
                view! { <div class="json-line" class:json-wrong=is_wrong>{link::visible(line).into_owned()}</div> }
            };
            bounded(text).lines().enumerate().map(line).collect_view()
        })
    };
    view! {
        <section class="json" aria-label=move || t_string!(i18n, schema.answer)>
            <header class="json-head">
                <p class="json-verdict" class:json-bad=is_wrong>{said}</p>
                <Segmented
                    label=move || t_string!(i18n, schema.answer)
                    small=true
                    options=ways
                    value=as_tree
                    on_change=move |tree| as_tree.set(tree)
                />
                <CopyButton label=move || t_string!(i18n, schema.copy) text=move |()| shown.get_value()/>
            </header>
            {move || {
                let faults = faults();
                (!faults.is_empty())
                    .then(|| {
                        let row = |fault: Fault| {
                            let place = if fault.at.is_empty() { "#".to_owned() } else { format!("#{}", fault.at) };
                            let line = fault.spot.map(|spot| t_string!(i18n, schema.line, n = spot.line));
                            view! {
                                <li>
                                    <code>{link::visible(&place).into_owned()}</code>
                                    " "
                                    {fault_text(i18n, &fault)}
                                    " "
                                    <span class="json-line-number">{line}</span>
                                </li>
                            }
                        };
                        view! { <ul class="json-faults">{faults.into_iter().map(row).collect_view()}</ul> }
                    })
            }}
            {move || match tree.clone().filter(|_| as_tree.get()) {
                Some(value) => view! { <div class="json-tree code">{node(None, &value, 0)}</div> }.into_any(),
                None => view! { <div class="json-text code">{lines}</div> }.into_any(),
            }}
        </section>
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// A value of the tree; what holds others can be folded, and is open where it is not deep.
fn node(name: Option<String>, value: &Value, depth: usize) -> AnyView {
    const OPEN: usize = 4;
    let named = name.map(|name| view! { <span class="json-name">{link::visible(&name).into_owned()}": "</span> });
    let (members, size): (Vec<(String, &Value)>, String) = match value {
        Value::Object(map) => (map.iter().map(|(name, value)| (name.clone(), value)).collect(), format!("{{{}}}", map.len())),
        Value::Array(items) => (items.iter().enumerate().map(|(n, item)| (n.to_string(), item)).collect(), format!("[{}]", items.len())),
        Value::String(text) => {
            return view! { <div class="json-leaf">{named}<span class="json-string" dir="auto">{link::visible(text).into_owned()}</span></div> }.into_any();
        }
        other => return view! { <div class="json-leaf">{named}<span class="json-value">{other.to_string()}</span></div> }.into_any(),
    };
    if members.is_empty() {
        return view! { <div class="json-leaf">{named}<span class="json-value">{value.to_string()}</span></div> }.into_any();
    }
    let members = members.into_iter().map(|(name, value)| node(Some(name), value, depth + 1)).collect_view();
    view! {
        <details class="json-node" open={depth < OPEN}>
            <summary>{named}<span class="json-size">{size}</span></summary>
            {members}
        </details>
    }
    .into_any()
}
