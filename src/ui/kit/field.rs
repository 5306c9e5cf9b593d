//! Form fields: a label, a control, a hint and what is wrong with it, tied together for screen readers.

use super::{Icon, unique_id};
use leptos::{prelude::*, text_prop::TextProp};

/// The ids that tie a control to its label, hint and error.
#[derive(Clone, Debug)]
pub struct FieldIds {
    /// For `id=` of the control.
    pub control: String,
    /// For `aria-describedby=` of the control.
    pub described_by: String,
    /// For `aria-invalid=` of the control.
    pub invalid: Signal<bool>,
}

impl FieldIds {
    /// The value of `aria-invalid`: absent where all is well.
    pub fn aria_invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Sync + Clone + use<> {
        let invalid = self.invalid;
        move || invalid.get().then_some("true")
    }
}

/// A field around a control: `<Field label=… let:ids> <input id=ids.control.clone() …/> </Field>`.
#[component]
pub fn Field<F, V>(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    /// What is wrong with the value, in one sentence.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    children: F,
) -> impl IntoView
where
    F: FnOnce(FieldIds) -> V,
    V: IntoView + 'static,
{
    let control = unique_id("field");
    let (hint_id, error_id) = (format!("{control}-hint"), format!("{control}-error"));
    let ids = FieldIds {
        control: control.clone(),
        described_by: format!("{error_id} {hint_id}"),
        invalid: Signal::derive(move || error.with(Option::is_some)),
    };
    view! {
        <div class="field">
            <label class="field-label" for=control>
                {move || label.get()}
            </label>
            {children(ids)}
            <div id=error_id>
                {move || {
                    error.get().map(|error| view! { <p class="field-error">{Icon::Warning}<span>{error}</span></p> })
                }}
            </div>
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
        </div>
    }
}

/// One of many, as the browser's own list. `options` are (value, text) pairs.
#[component]
pub fn Select<T>(
    /// From [`FieldIds::control`].
    #[prop(into)]
    id: String,
    #[prop(into)] options: Signal<Vec<(T, String)>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let pick = move |index: String| {
        let chosen =
            index.parse::<usize>().ok().and_then(|index| options.with_untracked(|options| options.get(index).map(|o| o.0.clone())));
        if let Some(chosen) = chosen {
            on_change.run(chosen);
        }
    };
    let list = move || {
        options.with(|options| {
            let texts = options.iter().map(|option| option.1.clone()).enumerate();
            texts
                .map(|(index, text)| {
                    let selected = move || options_at(options, index).is_some_and(|option| option == value.get());
                    view! { <option value=index.to_string() selected=selected()>{text}</option> }
                })
                .collect_view()
        })
    };
    view! {
        <select class="select" id=id on:change:target=move |event| pick(event.target().value())>
            {list}
        </select>
    }
}

fn options_at<T: Clone>(options: &[(T, String)], index: usize) -> Option<T> {
    options.get(index).map(|option| option.0.clone())
}

/// A switch with its text, and a hint below the text.
#[component]
pub fn Check(
    #[prop(into)] label: TextProp,
    #[prop(optional, into)] hint: Option<TextProp>,
    #[prop(into)] value: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=value on:change:target=move |event| on_change.run(event.target().checked()) />
            <span class="check-text">
                <span>{move || label.get()}</span>
                {hint.map(|hint| view! { <span class="field-hint">{move || hint.get()}</span> })}
            </span>
        </label>
    }
}

/// A line of text, tied to its field.
#[component]
pub fn TextInput(
    ids: FieldIds,
    value: RwSignal<String>,
    /// For addresses, names and codes: monospace, no spelling, no capitals.
    #[prop(optional)]
    mono: bool,
    #[prop(optional, into)] placeholder: Signal<String>,
) -> impl IntoView {
    view! {
        <input
            type="text"
            class="input"
            class:input-mono=mono
            id=ids.control.clone()
            autocomplete="off"
            autocapitalize=mono.then_some("off")
            spellcheck=mono.then_some("false")
            aria-describedby=ids.described_by.clone()
            aria-invalid=ids.aria_invalid()
            placeholder=placeholder
            prop:value=value
            on:input:target=move |event| value.set(event.target().value())
        />
    }
}
