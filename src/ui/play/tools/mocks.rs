//! How the calls of a tool are answered: by hand, by the same words each time, by a function, or by something ready-made.

use super::function::Function;
use crate::{
    i18n::{t_string, use_i18n},
    state::tools::ToolsView,
    ui::kit::{Field, Select},
};
use leptos::prelude::*;
use lineup_core::draft::mock::{Mock, ReadyTool, script::BEGINNING};

/// The kinds of mock, without what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Hand,
    Text,
    Calculator,
    Clock,
    Weather,
    Table,
    Function,
}

impl Way {
    fn of(mock: Option<&Mock>) -> Self {
        match mock {
            None => Self::Hand,
            Some(Mock::Text { .. }) => Self::Text,
            Some(Mock::Calculator) => Self::Calculator,
            Some(Mock::Clock) => Self::Clock,
            Some(Mock::Weather) => Self::Weather,
            Some(Mock::Table { .. }) => Self::Table,
            Some(Mock::Function { .. }) => Self::Function,
        }
    }

    fn mock(self) -> Option<Mock> {
        match self {
            Self::Hand => None,
            Self::Text => Some(Mock::Text { text: "{}".to_owned() }),
            Self::Calculator => Some(Mock::Calculator),
            Self::Clock => Some(Mock::Clock),
            Self::Weather => Some(Mock::Weather),
            Self::Table => Some(ReadyTool::Table.mock()),
            Self::Function => Some(Mock::Function { code: BEGINNING.to_owned() }),
        }
    }
}

#[component]
pub fn Mocks() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<ToolsView>().form;
    let way = Memo::new(move |_| form.with(|form| Way::of(form.mock.as_ref())));
    let ways = Signal::derive(move || {
        vec![
            (Way::Hand, t_string!(i18n, tools.by_hand).to_owned()),
            (Way::Text, t_string!(i18n, tools.by_text).to_owned()),
            (Way::Function, t_string!(i18n, script.way).to_owned()),
            (Way::Calculator, t_string!(i18n, tools.calculator).to_owned()),
            (Way::Clock, t_string!(i18n, tools.clock).to_owned()),
            (Way::Weather, t_string!(i18n, tools.weather).to_owned()),
            (Way::Table, t_string!(i18n, tools.table).to_owned()),
        ]
    });
    let hint = move || match way.get() {
        Way::Hand => t_string!(i18n, tools.hint_hand),
        Way::Text => t_string!(i18n, tools.hint_text),
        Way::Calculator => t_string!(i18n, tools.hint_calculator),
        Way::Clock => t_string!(i18n, tools.hint_clock),
        Way::Weather => t_string!(i18n, tools.hint_weather),
        Way::Table => t_string!(i18n, tools.hint_table),
        Way::Function => t_string!(i18n, script.hint),
    };
    let words = move || {
        form.with(|form| match &form.mock {
            Some(Mock::Text { text } | Mock::Table { rows: text }) => text.clone(),
            _ => String::new(),
        })
    };
    let write = move |new: String| {
        form.update(|form| {
            if let Some(Mock::Text { text } | Mock::Table { rows: text }) = &mut form.mock {
                *text = new;
            }
        });
    };
    view! {
        <Field label=move || t_string!(i18n, tools.answered) hint=hint let:ids>
            <Select
                id=ids.control.clone()
                options=ways
                value=way
                on_change=move |way: Way| form.update(|form| form.mock = way.mock())
            />
        </Field>
        <Show when=move || matches!(way.get(), Way::Text | Way::Table)>
            <Field label=move || if way.get() == Way::Table { t_string!(i18n, tools.rows) } else { t_string!(i18n, tools.result) } let:ids>
                <textarea
                    class="textarea input-mono"
                    id=ids.control.clone()
                    rows="5"
                    spellcheck="false"
                    prop:value=words
                    on:input:target=move |event| write(event.target().value())
                ></textarea>
            </Field>
        </Show>
        <Show when=move || way.get() == Way::Function>
            <Function/>
        </Show>
    }
}
