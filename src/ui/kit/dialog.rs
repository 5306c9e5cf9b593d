//! Modal dialogs: the browser's own `<dialog>`, which traps the focus and gives it back.

use super::{Button, ButtonKind, Icon, IconButton, unique_id};
use crate::{
    browser::dialog,
    i18n::{t, t_string, use_i18n},
};
use leptos::{ev, html, prelude::*, text_prop::TextProp};

/// A modal without a frame of its own: [`Dialog`] is what most callers want.
///
/// Its content lives only while it is open, so what it holds (a key, half a form) is gone when it closes.
#[component]
pub fn Modal(
    open: RwSignal<bool>,
    /// The id of the element that names it, inside the content.
    #[prop(into)]
    labelled_by: String,
    /// Added to the class of the dialog.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
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
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=element
            class=format!("dialog {class}")
            aria-labelledby=labelled_by
            on:close=move |_| open.set(false)
            on:mousedown=move |event| pressed_outside.set_value(is_outside(&event))
            on:click=move |event| {
                if pressed_outside.get_value() && is_outside(&event) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>{children.with_value(|children| children())}</Show>
        </dialog>
    }
}

/// A modal dialog with a title and a button that closes it.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    /// Added to the class of the dialog.
    #[prop(optional)]
    class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let title_id = StoredValue::new(unique_id("dialog"));
    let title = StoredValue::new(title);
    let children = StoredValue::new(children);
    view! {
        <Modal open=open labelled_by=title_id.get_value() class=class>
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
        </Modal>
    }
}

/// Asks before something is taken away.
#[component]
pub fn Confirm(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    #[prop(into)] text: TextProp,
    /// What the button says: the verb, not "OK".
    #[prop(into)]
    action: TextProp,
    #[prop(into)] on_confirm: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (text, action) = (StoredValue::new(text), StoredValue::new(action));
    view! {
        <Dialog open=open title=title>
            <p class="dialog-body">{move || text.with_value(TextProp::get)}</p>
            <div class="dialog-foot">
                <Button on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                <Button
                    kind=ButtonKind::Danger
                    on:click=move |_| {
                        open.set(false);
                        on_confirm.run(());
                    }
                >
                    {move || action.with_value(TextProp::get)}
                </Button>
            </div>
        </Dialog>
    }
}
