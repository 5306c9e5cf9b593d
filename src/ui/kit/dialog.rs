//! Modal dialogs: the browser's own `<dialog>`, which traps the focus and gives it back.

use super::{ButtonKind, Icon, IconButton, unique_id};
use crate::{
    browser::dialog,
    i18n::{t_string, use_i18n},
};
use leptos::{ev, html, prelude::*, text_prop::TextProp};

/// A modal dialog. Its content lives only while it is open, so what it holds (a key, half a form) is gone when it closes.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    /// Added to the class of the dialog.
    #[prop(optional, into)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let element = NodeRef::<html::Dialog>::new();
    let title_id = StoredValue::new(unique_id("dialog"));
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        if open.get() {
            dialog::show_modal(&element);
        } else {
            dialog::close(&element);
        }
    });
    // The backdrop is the dialog itself; what is inside has its own targets. The press must begin there too: a selection of text that
    // ends outside is no wish to close.
    let pressed_outside = StoredValue::new(false);
    let is_outside = move |event: &ev::MouseEvent| {
        let target = event.target().zip(element.get_untracked());
        target.is_some_and(|(target, element)| target == *AsRef::<web_sys::EventTarget>::as_ref(&element))
    };
    let title = StoredValue::new(title);
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=element
            class=format!("dialog {class}")
            aria-labelledby=title_id.get_value()
            on:close=move |_| open.set(false)
            on:mousedown=move |event| pressed_outside.set_value(is_outside(&event))
            on:click=move |event| {
                if pressed_outside.get_value() && is_outside(&event) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-head">
                    <h2 class="dialog-title" id=title_id.get_value()>
                        {move || title.with_value(TextProp::get)}
                    </h2>
                    <IconButton
                        icon=Icon::Close
                        kind=ButtonKind::Ghost
                        label=move || t_string!(i18n, common.close)
                        on:click=move |_| open.set(false)
                    />
                </div>
                {children.with_value(|children| children())}
            </Show>
        </dialog>
    }
}
