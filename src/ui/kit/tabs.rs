//! Tabs (WAI-ARIA "tabs"): arrows move between them, Tab goes on to the panel.

use crate::browser::dialog;
use leptos::{ev, html, prelude::*, text_prop::TextProp};

/// One tab.
#[derive(Clone)]
pub struct Tab<T> {
    pub value: T,
    /// Follows the language.
    pub text: TextProp,
    /// A count beside the text.
    pub badge: Signal<Option<String>>,
}

impl<T> Tab<T> {
    pub fn new(value: T, text: impl Into<TextProp>) -> Self {
        Self { value, text: text.into(), badge: Signal::from(None) }
    }

    #[must_use]
    pub fn badge(mut self, badge: impl Into<Signal<Option<String>>>) -> Self {
        self.badge = badge.into();
        self
    }
}

/// A row of tabs; `None` is "none is open". The panel is the caller's:
/// `<div role="tabpanel" id=panel_id aria-label=…>`.
#[component]
pub fn Tabs<T>(
    /// The name of the row.
    #[prop(into)]
    label: TextProp,
    tabs: Vec<Tab<T>>,
    #[prop(into)] selected: Signal<Option<T>>,
    /// Called with the tab that is pressed, also with the open one: a drawer closes at that.
    #[prop(into)]
    on_select: Callback<T>,
    /// The id of the panel that they open.
    #[prop(into)]
    panel_id: String,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let row = NodeRef::<html::Div>::new();
    let walk = move |event: ev::KeyboardEvent| {
        let Some(row) = row.get_untracked() else { return };
        match event.key().as_str() {
            "ArrowRight" => dialog::rove(&row, "[role=tab]", 1),
            "ArrowLeft" => dialog::rove(&row, "[role=tab]", -1),
            _ => return,
        }
        event.prevent_default();
    };
    let first = tabs.first().map(|tab| tab.value.clone());
    let tab = |Tab { value, text, badge }: Tab<T>| {
        let (own, pressed, is_first) = (value.clone(), value.clone(), first.as_ref() == Some(&value));
        let is_selected = Signal::derive(move || selected.with(|selected| selected.as_ref() == Some(&own)));
        // One stop of Tab for the whole row: the open tab, or the first where none is open.
        let stop = move || is_selected.get() || (is_first && selected.with(Option::is_none));
        view! {
            <button
                type="button"
                role="tab"
                class="tab"
                aria-selected=move || is_selected.get().to_string()
                aria-controls=panel_id.clone()
                tabindex=move || if stop() { "0" } else { "-1" }
                on:click=move |_| on_select.run(pressed.clone())
            >
                {move || text.get()}
                {move || badge.get().map(|badge| view! { <span class="tab-badge num">{badge}</span> })}
            </button>
        }
    };
    let tabs = tabs.into_iter().map(tab).collect_view();
    view! {
        <div node_ref=row role="tablist" class="tabs" aria-label=move || label.get() on:keydown=walk>
            {tabs}
        </div>
    }
}
