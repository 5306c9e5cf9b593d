//! The model picker: a button, and a search field over the whole line-up (WAI-ARIA "combobox with listbox popup", whose focus
//! stays in the field while the arrows move the active option).

use super::{
    facts::{Facts, cannot_run, facts},
    rows::{Group, Row, calendar, rows},
};
use crate::{
    browser::{dialog, intl, keyboard},
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{Icon, Popover, PopoverHandle, unique_id},
        later::later,
    },
};
use leptos::{ev, html, prelude::*};
use lineup_core::{
    config::HostModels,
    draft::Flavour,
    lineup::{Kind, Lineup},
};

/// Rows that Page Up and Page Down pass.
const PAGE: isize = 10;

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Model {
        id: String,
        group: Group,
        kind: Kind,
        facts: Facts,
        /// Whether the user has added it, or said a fact of it.
        yours: bool,
    },
    /// A name that the line-up does not have, as it was typed.
    Name(String),
}

impl Choice {
    fn group(&self) -> Option<Group> {
        if let Self::Model { group, .. } = self { Some(*group) } else { None }
    }

    /// The model that it chooses; `None` where Play cannot run it.
    fn model(&self) -> Option<&str> {
        match self {
            Self::Model { group: Group::Cannot, .. } => None,
            Self::Model { id, .. } | Self::Name(id) => Some(id),
        }
    }
}

#[component]
pub fn ModelPicker(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let model = Memo::new(move |_| handle.lane.with(|lane| lane.model.clone()));
    let input = NodeRef::<html::Input>::new();
    let trigger = move || {
        view! {
            <span>{move || model.get()}</span>
            {Icon::ChevronDown}
        }
    };
    let on_open = move |_: PopoverHandle| {
        if let Some(input) = input.get_untracked() {
            dialog::focus(&input);
        }
    };
    view! {
        <Popover trigger label=move || t_string!(i18n, picker.model) trigger_class="lane-model" class="picker" on_open>
            {search(handle, input)}
        </Popover>
    }
}

later! { in panels: fn search(handle: LaneHandle, input: NodeRef<html::Input>) { view! { <Search handle input/> } } }

/// What opens: the field and the list.
#[component]
fn Search(handle: LaneHandle, input: NodeRef<html::Input>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let popover = expect_context::<PopoverHandle>();
    let list_id = StoredValue::new(unique_id("models"));
    let query = RwSignal::new(String::new());
    let flavour = move || {
        let endpoint = handle.lane.with_untracked(|lane| lane.endpoint.clone());
        stores.endpoints.get(&endpoint).map_or(Flavour::Compatible, |endpoint| endpoint.flavour)
    };
    // It stays what it was when this opened.
    let flavour = untrack(flavour);
    let today = intl::today();
    let current = handle.lane.with_untracked(|lane| lane.model.clone());
    let choices = Memo::new(move |_| query.with(|query| choices(&stores.play.lineup(), &stores.host.models, query, flavour, &today)));
    let active = RwSignal::new(choices.with_untracked(|choices| position_of(choices, &current)));
    let option_id = move |at: usize| list_id.with_value(|list_id| format!("{list_id}-{at}"));
    let reveal = move || {
        if let Some(option) = active.get_untracked().and_then(|at| dialog::by_id(&option_id(at))) {
            dialog::reveal(&option);
        }
    };
    // The list is painted a frame after it opens; the chosen model should be in sight.
    request_animation_frame(reveal);

    let search = move |text: String| {
        query.set(text);
        let first = choices.with_untracked(|choices| choices.iter().position(|choice| choice.model().is_some()));
        active.set(if query.with_untracked(|query| query.trim().is_empty()) { None } else { first });
        request_animation_frame(reveal);
    };
    let choose = move |at: usize| {
        let Some(choice) = choices.with_untracked(|choices| choices.get(at).cloned()) else { return };
        match choice.model() {
            Some(model) => {
                let model = model.to_owned();
                popover.close();
                handle.lane.update(|lane| lane.model = model);
            }
            None => stores.status.announce(untrack(|| cannot(i18n, &choice))),
        }
    };
    let keydown = move |event: ev::KeyboardEvent| {
        if keyboard::is_composing(&event) {
            return;
        }
        let count = choices.with_untracked(Vec::len);
        let to = match event.key().as_str() {
            "ArrowDown" => step(active.get_untracked(), count, 1),
            "ArrowUp" => step(active.get_untracked(), count, -1),
            "PageDown" => step(active.get_untracked(), count, PAGE),
            "PageUp" => step(active.get_untracked(), count, -PAGE),
            "Enter" => {
                event.prevent_default();
                if let Some(at) = active.get_untracked() {
                    choose(at);
                }
                return;
            }
            // Nothing else in here takes the focus: Tab goes on from the button.
            "Tab" => return popover.close(),
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        reveal();
    };
    let current = StoredValue::new(current);
    let row = move |(at, choice): (usize, Choice)| {
        let is_current = current.with_value(|current| choice.model() == Some(current.as_str()));
        let cannot_run = choice.model().is_none();
        view! {
            <div
                id=option_id(at)
                role="option"
                class="picker-row"
                aria-selected=is_current.to_string()
                aria-disabled=cannot_run.then_some("true")
                data-active=move || (active.get() == Some(at)).then_some("")
                on:click=move |_| choose(at)
                on:pointermove=move |_| {
                    if active.get_untracked() != Some(at) {
                        active.set(Some(at));
                    }
                }
            >
                <RowContent choice/>
            </div>
        }
    };
    let list = move || {
        let numbered: Vec<_> = choices.get().into_iter().enumerate().collect();
        let groups = numbered.chunk_by(|(_, one), (_, other)| one.group() == other.group());
        groups
            .map(|group| {
                let title = group.first().and_then(|(_, choice)| choice.group());
                let title_id = unique_id("models-group");
                let labelled_by = title.is_some().then(|| title_id.clone());
                let rows = group.iter().cloned().map(row).collect_view();
                view! {
                    <div role="group" aria-labelledby=labelled_by>
                        {title.map(|title| view! { <div class="picker-group" id=title_id role="presentation">{group_title(i18n, title)}</div> })}
                        {rows}
                    </div>
                }
            })
            .collect_view()
    };
    let found = move || choices.with(|choices| choices.iter().filter(|choice| choice.group().is_some()).count());
    view! {
        <div class="picker-search">
            <input
                node_ref=input
                class="input picker-input"
                type="text"
                role="combobox"
                aria-label=move || t_string!(i18n, picker.search)
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list_id.get_value()
                aria-activedescendant=move || active.get().map(option_id)
                placeholder=move || t_string!(i18n, picker.search)
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                prop:value=query
                on:input:target=move |event| search(event.target().value())
                on:keydown=keydown
            />
        </div>
        <div class="picker-list" id=list_id.get_value() role="listbox" aria-label=move || t_string!(i18n, picker.model)>
            {list}
        </div>
        <div class="picker-foot">
            <span role="status">
                {move || {
                    if found() == 0 {
                        t_string!(i18n, picker.no_results).to_owned()
                    } else {
                        plural!(i18n, found(), picker.results, count = found())
                    }
                }}
            </span>
            <span>{t!(i18n, picker.facts_date, date = intl::day(i18n.locale(), &stores.play.lineup().facts_date))}</span>
        </div>
    }
}

/// What a line says.
#[component]
fn RowContent(choice: Choice) -> impl IntoView {
    let i18n = use_i18n();
    match choice {
        Choice::Name(name) => view! {
            <span class="picker-name">{t!(i18n, picker.use_name, name = name.clone())}</span>
            <span></span>
            <span class="picker-facts">{t!(i18n, picker.use_name_hint)}</span>
        }
        .into_any(),
        Choice::Model { ref id, ref facts, yours, .. } => {
            let (id, facts) = (id.clone(), facts.clone());
            let reason = choice.model().is_none().then(|| view! { <span class="picker-facts">{move || cannot(i18n, &choice)}</span> });
            let price = {
                let facts = facts.clone();
                move || facts.price_text(i18n)
            };
            view! {
                <span class="picker-name">
                    {id}
                    {yours.then(|| view! { " " <span class="own-mark">{t!(i18n, own.mark)}</span> })}
                </span>
                <span class="picker-price" title=move || t_string!(i18n, picker.price_title)>{price}</span>
                <span class="picker-facts">
                    {
                        let facts = facts.clone();
                        move || facts.summary(i18n)
                    }
                    {move || facts.stage_text(i18n).map(|stage| view! { " · " <span class="picker-stage">{stage}</span> })}
                </span>
                {reason}
            }
            .into_any()
        }
    }
}

/// The lines for a query. A typed name that is no model's own comes last, or alone; where models are pinned there is none.
fn choices(lineup: &Lineup, host: &HostModels, query: &str, flavour: Flavour, today: &str) -> Vec<Choice> {
    let (_, own) = calendar(flavour);
    let line = |row: Row<'_>| Choice::Model {
        id: row.model.id.clone(),
        group: row.group,
        kind: row.model.kind,
        facts: facts(row.model, row.stage.clone(), flavour, own),
        yours: row.model.theirs.is_some(),
    };
    let mut choices: Vec<_> = rows(lineup, host, query, flavour, today).into_iter().map(line).collect();
    let name = query.trim();
    let is_listed = choices.iter().any(|choice| matches!(choice, Choice::Model { id, .. } if id.eq_ignore_ascii_case(name)));
    if !name.is_empty() && !is_listed && !host.pinned {
        choices.push(Choice::Name(name.to_owned()));
    }
    choices
}

fn position_of(choices: &[Choice], model: &str) -> Option<usize> {
    choices.iter().position(|choice| choice.model() == Some(model))
}

/// The option after `by` steps: arrows go round, pages stop at the ends.
fn step(active: Option<usize>, count: usize, by: isize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    let Some(at) = active else { return Some(if by < 0 { last } else { 0 }) };
    Some(match at.checked_add_signed(by) {
        Some(to) if to <= last => to,
        Some(_) if by == 1 => 0,
        Some(_) => last,
        None if by == -1 => last,
        None => 0,
    })
}

fn group_title(i18n: I18n, group: Group) -> impl IntoView {
    move || match group {
        Group::Offered => t_string!(i18n, host.group),
        Group::Yours => t_string!(i18n, picker.group_yours),
        Group::Reasoning => t_string!(i18n, picker.group_reasoning),
        Group::Chat => t_string!(i18n, picker.group_chat),
        Group::Retired => t_string!(i18n, picker.group_retired),
        Group::Cannot => t_string!(i18n, picker.group_other),
    }
}

/// Why Play cannot run a model of this kind; followed.
fn cannot(i18n: I18n, choice: &Choice) -> &'static str {
    if let Choice::Model { kind, .. } = choice { cannot_run(i18n, *kind) } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{Choice, HostModels, choices, step};
    use lineup_core::{draft::Flavour, lineup::Lineup};

    #[test]
    fn arrows_go_round_and_pages_stop_at_the_ends() {
        for (active, count, by, expected) in [
            (None, 3, 1, Some(0)),
            (None, 3, -1, Some(2)),
            (Some(2), 3, 1, Some(0)),
            (Some(0), 3, -1, Some(2)),
            (Some(1), 3, 10, Some(2)),
            (Some(1), 3, -10, Some(0)),
            (Some(0), 0, 1, None),
            (None, 0, -1, None),
        ] {
            assert_eq!(step(active, count, by), expected, "{active:?} of {count} by {by}");
        }
    }

    #[test]
    fn any_name_can_be_chosen_and_a_known_one_is_not_offered_twice() {
        let lineup = Lineup::embedded().expect("the built-in line-up is valid");
        let names = |query: &str| {
            let found = choices(&lineup, &HostModels::default(), query, Flavour::Compatible, "2026-11-20");
            found.into_iter().filter_map(|choice| if let Choice::Name(name) = choice { Some(name) } else { None }).collect::<Vec<_>>()
        };
        assert_eq!(names(" qwen3:8b "), ["qwen3:8b"]);
        assert_eq!(names("o4"), ["o4"], "an Azure deployment may have any name");
        assert!(names("O4-Mini").is_empty());
        assert!(names("").is_empty());
    }

    #[test]
    fn where_models_are_pinned_there_is_no_other_name() {
        let lineup = Lineup::embedded().expect("the built-in line-up is valid");
        let host = HostModels { list: vec!["gpt-4o".to_owned()], pinned: true, ..HostModels::default() };
        assert!(choices(&lineup, &host, "qwen3:8b", Flavour::Compatible, "2026-11-20").is_empty());
        assert_eq!(choices(&lineup, &host, "", Flavour::Compatible, "2026-11-20").len(), 1);
    }

    #[test]
    fn a_model_that_play_cannot_run_cannot_be_chosen() {
        let lineup = Lineup::embedded().expect("the built-in line-up is valid");
        let found = choices(&lineup, &HostModels::default(), "whisper-1", Flavour::OpenAi, "2026-11-20");
        assert_eq!(found.iter().filter_map(Choice::model).count(), 0);
    }
}
