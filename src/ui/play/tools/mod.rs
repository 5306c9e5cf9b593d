//! The tools of the draft: functions and free-form tools, which of them the model has to call, and how its calls are answered.

mod editor;
mod function;
mod hosted;
mod mocks;
mod params;

pub use editor::ToolDialog;

use crate::{
    i18n::{I18n, plural, t, t_string, tu_string, use_i18n},
    state::{
        tools::{Subject, ToolForm, ToolsView, choice_of, is_custom, remove},
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Check, Field, Icon, IconButton, Menu, MenuItem, MenuRule, Select},
        later::later,
    },
};
use hosted::HostedRow;
use leptos::prelude::*;
use lineup_core::draft::{
    ToolChoice,
    hosted::{HOSTED_TOOLS, HostedTool},
    mock::{Mock, READY_TOOLS, ReadyTool, ToolLoop},
};

use serde_json::json;

/// A line of the list.
#[derive(Clone, PartialEq)]
struct Row {
    subject: Subject,
    at: usize,
    name: String,
    about: String,
    strict: bool,
    mock: Option<Mock>,
}

#[component]
pub fn Tools() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (play, lang) = (stores.play, stores.prefs.lang);
    let view = expect_context::<ToolsView>();
    let rows = Memo::new(move |_| {
        play.draft.with(|draft| {
            let functions = (0..draft.tools.len()).map(|at| (Subject::Function, at));
            let custom = (0..draft.other_tools.len()).map(|at| (Subject::Custom, at));
            let row = |(subject, at): (Subject, usize)| {
                let ToolForm { name, description, strict, mock, .. } = ToolForm::of(draft, subject, at)?;
                Some(Row { subject, at, name, about: description, strict, mock })
            };
            functions.chain(custom).filter_map(row).collect::<Vec<_>>()
        })
    });
    let hosted = Memo::new(move |_| {
        play.draft.with(|draft| {
            let others = draft.other_tools.iter().enumerate().filter(|(_, raw)| !is_custom(raw));
            others.map(|(at, raw)| (at, raw["type"].as_str().unwrap_or_default().to_owned())).collect::<Vec<_>>()
        })
    });
    let count = move || rows.with(Vec::len) + hosted.with(Vec::len);
    let has_tools = Memo::new(move |_| count() > 0);
    // The rows by themselves: asked through `has_tools` first, a change of their number would be missed.
    let note = move || {
        let count = count();
        (count > 0).then(|| plural!(i18n, count, tools.count, count = count))
    };
    let add = move |form: ToolForm| view.edit(form);
    let add_ready = move |ready: ReadyTool| {
        let form = play.draft.with_untracked(|draft| ToolForm::ready(draft, ready, lang.get_untracked().of_examples()));
        play.draft.update(|draft| _ = form.save(draft));
    };
    view! {
        <section class="draft-section" aria-labelledby="tools-title">
            <div class="draft-head">
                <h2 id="tools-title">{t!(i18n, tools.title)}</h2>
                <span class="draft-note">{note}</span>
                <Menu
                    label=move || t_string!(i18n, tools.add)
                    trigger=|| view! { {Icon::Plus} }
                    label_trigger=true
                    trigger_class="btn btn-ghost btn-icon btn-small"
                >
                    <MenuItem on_select=move |()| add(ToolForm::function())>{t!(i18n, tools.add_function)}</MenuItem>
                    <MenuItem on_select=move |()| add(ToolForm::custom())>{t!(i18n, tools.add_custom)}</MenuItem>
                    <MenuRule/>
                    {READY_TOOLS
                        .into_iter()
                        .map(|ready| {
                            view! {
                                <MenuItem on_select=move |()| add_ready(ready)>{move || ready_name(i18n, ready)}</MenuItem>
                            }
                        })
                        .collect_view()}
                    <MenuRule/>
                    {HOSTED_TOOLS
                        .into_iter()
                        .map(|tool| {
                            view! {
                                <MenuItem on_select=move |()| hosted::add(play.draft, tool)>{move || hosted::tool_name(i18n, tool)}</MenuItem>
                            }
                        })
                        .collect_view()}
                </Menu>
            </div>
            <Show when=move || has_tools.get() fallback=move || view! { <p class="draft-empty">{t!(i18n, tools.none)}</p> }>
                {list(rows, hosted)}
            </Show>
            <Unsaved subjects=&[Subject::Function, Subject::Custom]/>
        </section>
    }
}

later! { in panels: fn list(rows: Memo<Vec<Row>>, hosted: Memo<Vec<(usize, String)>>) { view! { <List rows hosted/> } } }

/// The tools, and what becomes of their calls.
#[component]
fn List(rows: Memo<Vec<Row>>, hosted: Memo<Vec<(usize, String)>>) -> impl IntoView {
    view! {
        <ul class="draft-tools">
            <For each=move || rows.get() key=|row| (row.subject == Subject::Custom, row.at, row.name.clone()) let:row>
                <ToolRow
                    row=Signal::derive({
                        let first = row.clone();
                        move || rows.with(|rows| rows.iter().find(|other| other.subject == first.subject && other.at == first.at).unwrap_or(&first).clone())
                    })
                />
            </For>
            <For each=move || hosted.get() key=Clone::clone let:row>
                <HostedRow at=row.0 kind=row.1/>
            </For>
        </ul>
        <Choosing/>
        <Answering/>
    }
}

fn ready_name(i18n: I18n, ready: ReadyTool) -> &'static str {
    match ready {
        ReadyTool::Calculator => t_string!(i18n, tools.calculator),
        ReadyTool::Clock => t_string!(i18n, tools.clock),
        ReadyTool::Weather => t_string!(i18n, tools.weather),
        ReadyTool::Table => t_string!(i18n, tools.table),
    }
}

#[component]
fn ToolRow(row: Signal<Row>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let view = expect_context::<ToolsView>();
    let name = move || row.with(|row| row.name.clone());
    let edit = move |_| {
        let (subject, at) = row.with_untracked(|row| (row.subject, row.at));
        if let Some(form) = stores.play.draft.with_untracked(|draft| ToolForm::of(draft, subject, at)) {
            view.edit(form);
        }
    };
    let take_away = move |_| {
        let (subject, at, name) = row.with_untracked(|row| (row.subject, row.at, row.name.clone()));
        stores.play.draft.update(|draft| remove(draft, subject, at));
        stores.status.announce(tu_string!(i18n, tools.removed, name = name));
    };
    let facts = move || {
        row.with(|row| {
            let kind = match (row.subject, row.strict) {
                (Subject::Custom, _) => t_string!(i18n, tools.is_custom),
                (_, true) => t_string!(i18n, tools.is_strict),
                (_, false) => t_string!(i18n, tools.is_loose),
            };
            let answered = match &row.mock {
                None => t_string!(i18n, tools.by_hand),
                Some(Mock::Text { .. }) => t_string!(i18n, tools.by_text),
                Some(Mock::Function { .. }) => t_string!(i18n, script.way),
                Some(_) => t_string!(i18n, tools.by_itself),
            };
            format!("{kind} · {answered}")
        })
    };
    view! {
        <li class="draft-tool">
            <div class="draft-tool-head">
                <span class="draft-tool-name">{name}</span>
                <IconButton
                    icon=Icon::Edit
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, tools.edit, name = name())
                    on:click=edit
                />
                <IconButton
                    icon=Icon::Trash
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, tools.remove, name = name())
                    on:click=take_away
                />
            </div>
            {move || row.with(|row| (!row.about.is_empty()).then(|| view! { <p class="draft-tool-about">{row.about.clone()}</p> }))}
            <p class="draft-tool-facts">{facts}</p>
        </li>
    }
}

/// Which tool the model has to call, and whether several at once.
#[component]
fn Choosing() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let choices = Signal::derive(move || {
        let mut choices = vec![
            (ToolChoice::Auto, t_string!(i18n, tools.choice_auto).to_owned()),
            (ToolChoice::Required, t_string!(i18n, tools.choice_required).to_owned()),
            (ToolChoice::None, t_string!(i18n, tools.choice_none).to_owned()),
        ];
        play.draft.with(|draft| {
            let name = |subject, at| ToolForm::of(draft, subject, at).map(|form| (choice_of(subject, &form.name), form.name));
            choices.extend((0..draft.tools.len()).filter_map(|at| name(Subject::Function, at)));
            choices.extend((0..draft.other_tools.len()).filter_map(|at| name(Subject::Custom, at)));
            let hosted = draft.other_tools.iter().filter_map(HostedTool::of);
            choices.extend(hosted.map(|tool| (ToolChoice::Other(json!({"type": tool.kind()})), hosted::tool_name(i18n, tool).to_owned())));
            // A choice that was taken over with a body stays what it is.
            if !choices.iter().any(|(choice, _)| *choice == draft.tool_choice) {
                choices.push((draft.tool_choice.clone(), t_string!(i18n, tools.choice_other).to_owned()));
            }
        });
        choices
    });
    let parallel = Signal::derive(move || {
        vec![
            (None, t_string!(i18n, tools.parallel_default).to_owned()),
            (Some(true), t_string!(i18n, tools.parallel_on).to_owned()),
            (Some(false), t_string!(i18n, tools.parallel_off).to_owned()),
        ]
    });
    view! {
        <div class="draft-fields">
            <Field label=move || t_string!(i18n, tools.choice) let:ids>
                <Select
                    id=ids.control.clone()
                    options=choices
                    value=Signal::derive(move || play.draft.with(|draft| draft.tool_choice.clone()))
                    on_change=move |choice| play.draft.update(|draft| draft.tool_choice = choice)
                />
            </Field>
            <Field label=move || t_string!(i18n, tools.parallel) let:ids>
                <Select
                    id=ids.control.clone()
                    options=parallel
                    value=Signal::derive(move || play.draft.with(|draft| draft.settings.parallel_tool_calls))
                    on_change=move |parallel| play.draft.update(|draft| draft.settings.parallel_tool_calls = parallel)
                />
            </Field>
        </div>
    }
}

/// Whether lanes go on by themselves, and how often.
#[component]
fn Answering() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let settings = Memo::new(move |_| play.draft.with(|draft| draft.tool_loop));
    let set_turns = move |text: String| {
        if let Ok(turns) = text.trim().parse::<u32>() {
            play.draft.update(|draft| draft.tool_loop.turns = turns.clamp(1, ToolLoop::MOST_TURNS));
        }
    };
    view! {
        <div class="draft-loop">
            <Check
                label=move || t_string!(i18n, tools.automatic)
                hint=move || t_string!(i18n, tools.automatic_hint)
                value=Signal::derive(move || settings.get().automatic)
                on_change=move |on| play.draft.update(|draft| draft.tool_loop.automatic = on)
            />
            <Show when=move || settings.get().automatic>
                <label class="draft-turns">
                    <span>{t!(i18n, tools.turns)}</span>
                    <input
                        type="number"
                        class="input num"
                        min="1"
                        max=ToolLoop::MOST_TURNS
                        prop:value=move || settings.get().turns.to_string()
                        on:change:target=move |event| set_turns(event.target().value())
                    />
                </label>
            </Show>
        </div>
    }
}

/// A working copy whose dialog was closed: it can be taken up again or put away.
#[component]
pub fn Unsaved(subjects: &'static [Subject]) -> impl IntoView {
    let i18n = use_i18n();
    let view = expect_context::<ToolsView>();
    let is_shown = Memo::new(move |_| !view.open.get() && view.is_unsaved() && view.form.with(|form| subjects.contains(&form.subject)));
    view! {
        <Show when=move || is_shown.get()>
            <p class="draft-undo">
                {move || t_string!(i18n, tools.unsaved, name = view.form.with(|form| form.name.clone()))}
                " "
                <Button small=true on:click=move |_| view.open.set(true)>{t!(i18n, tools.go_on)}</Button>
                <Button small=true kind=ButtonKind::Ghost on:click=move |_| view.discard()>{t!(i18n, tools.discard)}</Button>
            </p>
        </Show>
    }
}
