//! What opens at a button, in the browser's top layer: no lane clips it, Escape and a press outside close it.

use crate::browser::dialog::{self, Edge};
use leptos::{context::Provider, html, prelude::*, text_prop::TextProp};
use wasm_bindgen::JsCast;

/// The state of a popover, for its content.
#[derive(Clone, Copy)]
pub struct PopoverHandle {
    pub open: RwSignal<bool>,
    opener: NodeRef<html::Button>,
    panel: NodeRef<html::Div>,
    edge: Edge,
    on_open: Option<Callback<PopoverHandle>>,
}

impl PopoverHandle {
    /// Closes and gives the focus back to the button.
    pub fn close(&self) {
        if let Some(panel) = self.panel.get_untracked() {
            dialog::hide_popover(&panel);
        }
        if let Some(opener) = self.opener.get_untracked() {
            dialog::focus(&opener);
        }
    }

    /// What it shows has come only now: it goes to its place as if it opened now.
    pub fn content_came(&self) {
        if let (true, Some(panel), Some(opener)) = (self.open.get_untracked(), self.panel.get_untracked(), self.opener.get_untracked()) {
            dialog::place(&panel, &opener, self.edge);
            if let Some(on_open) = self.on_open {
                on_open.run(*self);
            }
        }
    }

    /// The element that holds the content.
    pub fn panel(&self) -> Option<web_sys::HtmlDivElement> {
        self.panel.get_untracked()
    }
}

/// A button and what it opens. The content lives only while it is open; `PopoverHandle` is in its context.
#[component]
pub fn Popover(
    /// The content of the button.
    #[prop(into)]
    trigger: ViewFn,
    /// The button's label where its content is an icon, and the name of what opens.
    #[prop(into)]
    label: TextProp,
    /// Whether the label is spoken and shown on hover in place of the button's own text.
    #[prop(optional)]
    label_trigger: bool,
    /// The class of the button.
    #[prop(default = "btn")]
    trigger_class: &'static str,
    /// The class of what opens, beside `popover`.
    #[prop(optional)]
    class: &'static str,
    /// Its role: `menu`, `dialog` …
    #[prop(default = "dialog")]
    role: &'static str,
    #[prop(optional)] edge: Edge,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Called when it has opened: to put the focus where it belongs.
    #[prop(optional, into)]
    on_open: Option<Callback<PopoverHandle>>,
    children: ChildrenFn,
) -> impl IntoView {
    let handle = PopoverHandle { open: RwSignal::new(false), opener: NodeRef::new(), panel: NodeRef::new(), edge, on_open };
    // The press that closes an open popover (light dismiss) must not open it again.
    let was_open = StoredValue::new(false);
    Effect::new(move |_| {
        if handle.open.get()
            && let (Some(panel), Some(opener)) = (handle.panel.get(), handle.opener.get())
        {
            dialog::show_popover(&panel, &opener, edge);
            if let Some(on_open) = on_open {
                on_open.run(handle);
            }
        }
    });
    let toggled = move |event: web_sys::ToggleEvent| {
        if event.new_state() == "closed" {
            handle.open.set(false);
        }
    };
    let (name, spoken, shown) = (label.clone(), label.clone(), label);
    let children = StoredValue::new(children);
    view! {
        <button
            type="button"
            node_ref=handle.opener
            class=trigger_class
            disabled=disabled
            aria-haspopup=role
            aria-expanded=move || handle.open.get().to_string()
            aria-label=move || label_trigger.then(|| spoken.get())
            title=move || label_trigger.then(|| shown.get())
            on:pointerdown=move |_| was_open.set_value(handle.open.get_untracked())
            on:click=move |event| {
                // A click that the keyboard makes has no press before it.
                let by_pointer = event.detail() > 0;
                let open = if by_pointer { was_open.get_value() } else { handle.open.get_untracked() };
                if open { handle.close() } else { handle.open.set(true) }
            }
        >
            {trigger.run()}
        </button>
        <div
            node_ref=handle.panel
            popover="auto"
            role=role
            class=format!("popover {class}")
            aria-label=move || name.get()
            on:toggle=move |event| toggled(event.unchecked_into())
        >
            <Show when=move || handle.open.get()>
                // A provider of its own: siblings share their reactive owner, and the last handle would win.
                <Provider value=handle>{children.with_value(|children| children())}</Provider>
            </Show>
        </div>
    }
}
