//! The sheet of keys: every command with its keys.

use super::{kit::Dialog, later::later, overlays::Overlays, palette::group_name};
use crate::{
    i18n::{t_string, use_i18n},
    state::{
        commands::{Command, Group},
        use_stores,
    },
};
use leptos::prelude::*;

#[component]
pub fn Shortcuts() -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<Overlays>().keys;
    view! {
        <Dialog open=open title=move || t_string!(i18n, palette.keys_title)>
            {sheet()}
        </Dialog>
    }
}

later! { in panels: fn sheet() { view! { <Sheet/> } } }

#[component]
fn Sheet() -> impl IntoView {
    let i18n = use_i18n();
    let commands = use_stores().commands.list();
    let row = |command: &Command| {
        let (title, shortcut) = (command.title.clone(), command.shortcut);
        view! {
            <div>
                <dt>{move || title.get()}</dt>
                <dd>{shortcut.map(|shortcut| view! { <kbd>{shortcut.label()}</kbd> })}</dd>
            </div>
        }
    };
    let groups = move || {
        let commands = commands.get();
        let group = |group: Group| {
            let mut own: Vec<_> = commands.iter().filter(|command| command.group == group).collect();
            // Those with keys first: the sheet is opened to learn them.
            own.sort_by_key(|command| command.shortcut.is_none());
            (!own.is_empty()).then(|| {
                view! {
                    <section>
                        <h3>{group_name(i18n, group)}</h3>
                        <dl>{own.into_iter().map(row).collect_view()}</dl>
                    </section>
                }
            })
        };
        Group::ALL.map(group).collect_view()
    };
    view! {
        <div class="dialog-body keys" tabindex="0">
            {groups}
        </div>
    }
}
