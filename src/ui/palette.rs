//! The command palette: a dialog with a combobox that filters every command (WAI-ARIA "combobox" with a list box).

use super::{
    kit::{Icon, Modal},
    later::later,
    overlays::Overlays,
};
use crate::{
    browser::{dialog, keyboard},
    i18n::{I18n, plural, t_string, use_i18n},
    state::{
        commands::{Command, Group},
        use_stores,
    },
};
use leptos::{ev, html, prelude::*};

const LIST: &str = "palette-list";

#[component]
pub fn Palette() -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<Overlays>().palette;
    view! {
        <Modal open=open labelled_by="palette-title" class="palette">
            <h2 class="visually-hidden" id="palette-title">
                {move || t_string!(i18n, palette.title)}
            </h2>
            {search(open)}
        </Modal>
    }
}

later! { in panels: fn search(open: RwSignal<bool>) { view! { <Search open/> } } }

/// The name of a group of commands.
pub fn group_name(i18n: I18n, group: Group) -> &'static str {
    match group {
        Group::Run => t_string!(i18n, palette.group.run),
        Group::Draft => t_string!(i18n, palette.group.draft),
        Group::Lanes => t_string!(i18n, palette.group.lanes),
        Group::Go => t_string!(i18n, palette.group.go),
        Group::Page => t_string!(i18n, palette.group.page),
    }
}

/// Whether every word of the query is in the text, in any order and case.
fn matches(query: &str, text: &str) -> bool {
    let text = text.to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn option_id(index: usize) -> String {
    format!("palette-option-{index}")
}

#[component]
fn Search(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let commands = use_stores().commands.list();
    let query = RwSignal::new(String::new());
    let chosen = RwSignal::new(0_usize);
    let found = Memo::new_with_compare(
        move |_| {
            let query = query.get();
            // The id too, which is English in every language: "run" finds "실행".
            let fits = |command: &Command| matches(&query, &format!("{} {}", command.title.get(), command.id));
            let itself = |command: &Command| command.id == "page.palette";
            commands.get().into_iter().filter(|command| !itself(command) && fits(command)).collect::<Vec<_>>()
        },
        |_, _| true,
    );
    // What Enter would do at once: a command that can be run.
    let first = move || found.with_untracked(|found| found.iter().position(|command| command.enabled.get_untracked()).unwrap_or_default());
    chosen.set(first());
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            dialog::focus(&input);
        }
    });

    let run = move |index: usize| {
        let Some(command) = found.with_untracked(|found| found.get(index).cloned()) else { return };
        if command.enabled.get_untracked() {
            // First closed, so that the focus is back where it was before the command moves it.
            open.set(false);
            request_animation_frame(move || command.run.run(()));
        }
    };
    let go_to = move |index: usize| {
        chosen.set(index);
        if let Some(option) = dialog::by_id(&option_id(index)) {
            dialog::reveal(&option);
        }
    };
    let walk = move |event: ev::KeyboardEvent| {
        if keyboard::is_composing(&event) {
            return;
        }
        let (count, at) = (found.with_untracked(Vec::len), chosen.get_untracked());
        match event.key().as_str() {
            "Enter" => run(at),
            _ if count == 0 => return,
            "ArrowDown" => go_to((at + 1) % count),
            "ArrowUp" => go_to((at + count - 1) % count),
            "PageDown" => go_to((at + 8).min(count - 1)),
            "PageUp" => go_to(at.saturating_sub(8)),
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |index: usize, command: Command| {
        let Command { title, shortcut, enabled, .. } = command;
        view! {
            <div
                role="option"
                class="palette-option"
                id=option_id(index)
                aria-selected=move || (chosen.get() == index).to_string()
                aria-disabled=move || (!enabled.get()).then_some("true")
                on:pointermove=move |_| {
                    if chosen.get_untracked() != index {
                        chosen.set(index);
                    }
                }
                on:click=move |_| run(index)
            >
                <span>{move || title.get()}</span>
                {shortcut.map(|shortcut| view! { <kbd>{shortcut.label()}</kbd> })}
            </div>
        }
    };
    let groups = move || {
        let found = found.get();
        let group = |group: Group| {
            let options: Vec<_> = found.iter().enumerate().filter(|(_, command)| command.group == group).collect();
            (!options.is_empty()).then(|| {
                view! {
                    <div role="group" aria-label=group_name(i18n, group)>
                        <div class="palette-group" aria-hidden="true">
                            {group_name(i18n, group)}
                        </div>
                        {options.into_iter().map(|(index, command)| option(index, command.clone())).collect_view()}
                    </div>
                }
            })
        };
        Group::ALL.map(group).collect_view()
    };
    let is_empty = move || found.with(Vec::is_empty);
    view! {
        <div class="palette-search">
            {Icon::Search}
            <input
                node_ref=input
                class="palette-input"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-expanded="true"
                aria-controls=LIST
                aria-autocomplete="list"
                aria-activedescendant=move || (!is_empty()).then(|| option_id(chosen.get()))
                aria-label=move || t_string!(i18n, palette.search)
                placeholder=move || t_string!(i18n, palette.placeholder)
                prop:value=query
                on:input:target=move |event| {
                    query.set(event.target().value());
                    chosen.set(first());
                }
                on:keydown=walk
            />
            <kbd class="wide-only">"Esc"</kbd>
        </div>
        <div class="palette-list" role="listbox" id=LIST hidden=is_empty aria-label=move || t_string!(i18n, palette.title)>
            {groups}
        </div>
        <p class="palette-empty" hidden=move || !is_empty()>
            {move || t_string!(i18n, palette.none, query = query.get())}
        </p>
        <div class="visually-hidden" role="status">
            {move || {
                let count = found.with(Vec::len);
                plural!(i18n, count, palette.results, count = count)
            }}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn words_match_in_any_order_and_case() {
        let cases = [
            ("", "Run all", true),
            ("all RUN", "Run all", true),
            ("runall", "Run all", false),
            ("실행", "모두 실행 run.all", true),
            ("stop", "Run all", false),
        ];
        for (query, text, expected) in cases {
            assert_eq!(matches(query, text), expected, "{query} in {text}");
        }
    }
}
