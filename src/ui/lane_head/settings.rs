//! The settings of a lane in its head: the efforts as a strip, what is set as chips, and the editor of all of them.

use super::{
    fields::Field,
    known::{Known, known},
    place::ApiPicker,
    setting_row::{SettingRow, StreamRow, field_name},
};
use crate::{
    browser::intl,
    i18n::{t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{ChipKind, Icon, Popover, Segmented},
        later::later,
    },
};
use leptos::prelude::*;

/// What the lane sends for a field: its own value, else the draft's; followed.
pub fn effective(handle: LaneHandle, field: Field) -> Signal<Option<String>> {
    let play = use_stores().play;
    Signal::derive(move || {
        let own = handle.lane.with(|lane| field.read(&lane.settings));
        own.or_else(|| play.draft.with(|draft| field.read(&draft.settings)))
    })
}

/// The efforts that the model takes, beside each other. While none is set, the model's own default is marked: it is what the
/// model will work at.
#[component]
pub fn EffortStrip(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let known = known(handle);
    let efforts = Memo::new(move |_| known.with(|known| known.of(Field::Effort).map(|effort| effort.values.clone()).unwrap_or_default()));
    let set = effective(handle, Field::Effort);
    let value = Signal::derive(move || {
        let default = || known.with(|known| known.of(Field::Effort).and_then(|effort| effort.default.clone()));
        set.get().or_else(default).unwrap_or_default()
    });
    let options = Signal::derive(move || efforts.get().into_iter().map(|effort| (effort.clone(), effort, true)).collect());
    let choose = move |effort: String| handle.lane.update(|lane| lane.settings.effort = Some(effort));
    view! {
        <Show when=move || { efforts.with(Vec::len) > 1 }>
            <Segmented
                label=move || t_string!(i18n, head.setting_effort)
                options
                value
                on_change=choose
                small=true
                reason=true
            />
        </Show>
    }
}

/// One chip for each setting that is set; what will not be sent is struck through. A chip opens its field.
#[component]
pub fn SettingChips(handle: LaneHandle) -> impl IntoView {
    let known = known(handle);
    let has_strip = Memo::new(move |_| known.with(|known| known.of(Field::Effort).is_some_and(|effort| effort.values.len() > 1)));
    let shown = Memo::new(move |_| {
        let is_shown = |field: &Field| !(*field == Field::Effort && has_strip.get()) && effective(handle, *field).get().is_some();
        Field::ALL.into_iter().filter(is_shown).collect::<Vec<_>>()
    });
    view! {
        <For each=move || shown.get() key=|field| *field let:field>
            <SettingChip handle field known/>
        </For>
    }
}

#[component]
fn SettingChip(handle: LaneHandle, field: Field, known: Memo<Known>) -> impl IntoView {
    let i18n = use_i18n();
    let value = effective(handle, field);
    let is_refused = Memo::new(move |_| known.with(|known| known.of(field).is_some_and(|setting| setting.refused.is_some())));
    let trigger = move || {
        let text = move || {
            let value = value.get().unwrap_or_default();
            // Large numbers are read in groups; the others stand as they were typed.
            match value.parse() {
                Ok(tokens) if field == Field::MaxOutputTokens => intl::number(i18n.locale(), tokens, 0),
                _ => value.replace('\n', " "),
            }
        };
        view! {
            <span>{move || field_name(i18n, field)}</span>
            <b>{text}</b>
        }
        .into_any()
    };
    let chip = move |kind: ChipKind| {
        view! {
            <Popover trigger label=move || field_name(i18n, field) trigger_class=kind.class() class="sets">
                {row(handle, field, known)}
            </Popover>
        }
    };
    view! {
        <Show when=move || is_refused.get() fallback=move || chip(ChipKind::Plain)>
            {chip(ChipKind::Off)}
        </Show>
    }
}

/// The button that opens all settings.
#[component]
pub fn AllSettings(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let trigger = move || view! { {Icon::Sliders} }.into_any();
    view! {
        <Popover
            trigger
            label=move || t_string!(i18n, head.add_setting)
            label_trigger=true
            trigger_class="chip lane-all"
            class="sets"
        >
            {editor(handle)}
        </Popover>
    }
}

later! { in panels: fn row(handle: LaneHandle, field: Field, known: Memo<Known>) { view! { <SettingRow handle field known/> } } }

later! { in panels: fn editor(handle: LaneHandle) { view! { <Editor handle/> } } }

#[component]
fn Editor(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let known = known(handle);
    let model = move || handle.lane.with(|lane| lane.model.clone());
    let (often, rare) = Field::ALL.split_at(Field::OFTEN);
    let has_rare = rare.iter().any(|field| effective(handle, *field).get_untracked().is_some());
    view! {
        <h3 class="sets-title">{move || t_string!(i18n, head.settings_of, model = model())}</h3>
        <div class="set-row">
            <span class="set-name">{t!(i18n, picker.api)}</span>
            <div class="set-value">
                <ApiPicker handle/>
            </div>
        </div>
        <StreamRow handle/>
        {often.iter().map(|field| view! { <SettingRow handle field=*field known/> }).collect_view()}
        <details class="sets-more" open=has_rare>
            <summary>{t!(i18n, head.more_settings)}</summary>
            {rare.iter().map(|field| view! { <SettingRow handle field=*field known/> }).collect_view()}
        </details>
    }
}
