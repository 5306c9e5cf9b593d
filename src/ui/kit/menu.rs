//! Menus: a button that opens a list of actions (WAI-ARIA "menu button").

use super::{Popover, PopoverHandle};
use crate::browser::{
    dialog::{self, Edge},
    keyboard,
};
use leptos::{ev, prelude::*, text_prop::TextProp};

const ITEMS: &str = "[role^=menuitem]:not(:disabled)";

/// A button and its menu: `<Menu label=… trigger=|| Icon::More> <MenuItem on_select=…>…</MenuItem> </Menu>`.
#[component]
pub fn Menu(
    /// The content of the button.
    #[prop(into)]
    trigger: ViewFn,
    /// The name of the menu.
    #[prop(into)]
    label: TextProp,
    /// Whether the button's content is only an icon, so that it needs the label too.
    #[prop(optional)]
    label_trigger: bool,
    #[prop(default = "btn btn-ghost btn-icon")] trigger_class: &'static str,
    #[prop(optional)] edge: Edge,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    view! {
        <Popover
            trigger=trigger
            label=label
            label_trigger=label_trigger
            trigger_class=trigger_class
            role="menu"
            class="menu"
            edge=edge
            on_open=Callback::new(|handle: PopoverHandle| {
                if let Some(panel) = handle.panel() {
                    dialog::rove(&panel, ITEMS, 1);
                }
            })
        >
            <MenuKeys>{children.with_value(|children| children())}</MenuKeys>
        </Popover>
    }
}

/// Arrow keys, Home and End walk; Tab closes, as menus do.
#[component]
fn MenuKeys(children: Children) -> impl IntoView {
    let handle = expect_context::<PopoverHandle>();
    let walk = move |event: ev::KeyboardEvent| {
        let Some(panel) = handle.panel() else { return };
        if keyboard::is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => dialog::rove(&panel, ITEMS, 1),
            "ArrowUp" => dialog::rove(&panel, ITEMS, -1),
            "Home" => focus(dialog::inside(&panel, ITEMS).first()),
            "End" => focus(dialog::inside(&panel, ITEMS).last()),
            "Tab" => handle.close(),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div role="none" on:keydown=walk>
            {children()}
        </div>
    }
}

fn focus(item: Option<&web_sys::HtmlElement>) {
    if let Some(item) = item {
        dialog::focus(item);
    }
}

/// One action of a menu.
#[component]
pub fn MenuItem(
    #[prop(into)] on_select: Callback<()>,
    #[prop(optional)] danger: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// Set for one of a few that exclude each other: whether it is the one.
    #[prop(optional, into)]
    checked: Option<Signal<bool>>,
    /// It stands alone: `checked` is whether it is on.
    #[prop(optional)]
    switch: bool,
    children: Children,
) -> impl IntoView {
    let handle = expect_context::<PopoverHandle>();
    view! {
        <button
            type="button"
            tabindex="-1"
            role=match (checked, switch) {
                (None, _) => "menuitem",
                (Some(_), false) => "menuitemradio",
                (Some(_), true) => "menuitemcheckbox",
            }
            aria-checked=move || checked.map(|checked| checked.get().to_string())
            class="menu-item"
            class:menu-item-danger=danger
            disabled=disabled
            on:click=move |_| {
                // The menu gives the focus back first: what the action opens takes it from there.
                handle.close();
                on_select.run(());
            }
        >
            {children()}
            {move || {
                checked.is_some_and(|checked| checked.get()).then(|| view! { <span class="menu-check">{super::Icon::Check}</span> })
            }}
        </button>
    }
}

/// A line between groups.
#[component]
pub fn MenuRule() -> impl IntoView {
    view! { <hr class="menu-rule" role="separator" /> }
}
