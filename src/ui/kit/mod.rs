//! The small parts that every component is made of. Looks live in `style/components`; behaviour, labels and focus live here.
//!
//! Texts are `TextProp`: `label=move || t_string!(i18n, common.close)` follows the language.
//! Attributes and events go straight to the element: `<Button on:click=move |_| …>`.

mod button;
mod chip;
mod dialog;
mod field;
mod file_button;
mod icon;
mod menu;
mod notice;
mod pick;
mod popover;
mod segmented;
mod tabs;

pub use button::{Button, ButtonKind, CopyButton, IconButton};
pub use chip::{Chip, ChipKind, SimulatedBadge};
pub use dialog::{Confirm, Dialog, Modal};
pub use field::{Check, Field, FieldIds, Select, TextInput};
pub use file_button::FileButton;
pub use icon::Icon;
pub use menu::{Menu, MenuItem, MenuRule};
pub use notice::NoticeBox;
pub use pick::Pick;
pub use popover::{Popover, PopoverHandle};
pub use segmented::Segmented;
pub use tabs::{Tab, Tabs};

use leptos::prelude::*;
use std::sync::atomic::{AtomicU32, Ordering};

/// Text for screen readers only.
#[component]
pub fn VisuallyHidden(children: Children) -> impl IntoView {
    view! { <span class="visually-hidden">{children()}</span> }
}

/// An id that no other element of the page has.
pub fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
