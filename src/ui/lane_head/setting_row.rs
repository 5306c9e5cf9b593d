//! One setting in the editor: its field, its default, why it is not sent, and what is wrong with what was typed.

use super::{
    fields::{Entry, Field, Refusal},
    known::Known,
};
use crate::{
    browser::intl,
    i18n::{I18n, t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{ButtonKind, Icon, IconButton, unique_id},
        words::in_language,
    },
};
use leptos::prelude::*;

#[component]
pub fn SettingRow(handle: LaneHandle, field: Field, known: Memo<Known>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let ids = StoredValue::new((unique_id("set"), unique_id("set-note")));
    let own = Memo::new(move |_| handle.lane.with(|lane| field.read(&lane.settings)));
    let drafted = Memo::new(move |_| play.draft.with(|draft| field.read(&draft.settings)));
    let refused = Memo::new(move |_| known.with(|known| known.of(field).and_then(|setting| setting.refused.clone())));
    let refusal = RwSignal::new(None::<Refusal>);
    // What stands in the field. It differs from what is set only while it cannot be taken.
    let typed = RwSignal::new(own.get_untracked().unwrap_or_default());
    let write = move |text: String| {
        let mut settings = handle.lane.with_untracked(|lane| lane.settings.clone());
        let result = field.write(&mut settings, &text);
        typed.set(text);
        refusal.set(result.err());
        if result.is_ok() && handle.lane.with_untracked(|lane| lane.settings != settings) {
            handle.lane.update(|lane| lane.settings = settings);
        }
    };
    let note = move || {
        let reason = refused.with(|refused| refused.as_ref().map(|reason| in_language(i18n, reason).to_owned()));
        match (reason, refusal.get()) {
            (_, Some(refusal)) => (refusal_text(i18n, refusal), Some("danger")),
            (Some(reason), _) => (t_string!(i18n, head.refused, reason = reason), None),
            (None, None) => (hint(i18n, field).to_owned(), None),
        }
    };
    let unset_text = Signal::derive(move || {
        let default = known.with(|known| known.of(field).and_then(|setting| setting.default.clone()));
        match (drafted.get(), default) {
            (Some(value), _) => t_string!(i18n, head.from_draft, value = value),
            (None, Some(value)) => t_string!(i18n, head.default, value = value),
            (None, None) => t_string!(i18n, head.not_set).to_owned(),
        }
    });
    view! {
        <div class="set-row" data-refused=move || refused.with(Option::is_some).then_some("")>
            <label class="set-name" for=ids.with_value(|ids| ids.0.clone())>{move || field_name(i18n, field)}</label>
            <div class="set-value">
                <Show
                    when=move || refused.with(Option::is_none)
                    fallback=move || view! { <span>{move || own.get().or_else(|| drafted.get()).unwrap_or_else(|| "–".to_owned())}</span> }
                >
                    <Control field ids typed=typed.into() known unset_text invalid=Signal::derive(move || refusal.with(Option::is_some)) on_input=write/>
                </Show>
                <Show when=move || own.with(Option::is_some)>
                    <IconButton
                        icon=Icon::Close
                        kind=ButtonKind::Ghost
                        small=true
                        label=move || t_string!(i18n, head.unset_name, name = field_name(i18n, field))
                        on:click=move |_| write(String::new())
                    />
                </Show>
            </div>
            <p class="set-note" id=ids.with_value(|ids| ids.1.clone()) data-tone=move || note().1>
                {move || note().0}
            </p>
        </div>
    }
}

/// The field that fits the entry.
#[component]
fn Control(
    field: Field,
    /// Of the control, and of the note that describes it.
    ids: StoredValue<(String, String)>,
    typed: Signal<String>,
    known: Memo<Known>,
    /// What stands there while nothing is set.
    unset_text: Signal<String>,
    invalid: Signal<bool>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (id, note) = ids.get_value();
    let (list_id, list_note) = (id.clone(), note.clone());
    let aria_invalid = move || invalid.get().then_some("true");
    let list = move |options: Signal<Vec<(String, String)>>| {
        let option = move |(own, text): (String, String)| {
            let selected = {
                let own = own.clone();
                move || typed.with(|typed| *typed == own)
            };
            view! { <option value=own prop:selected=selected>{text}</option> }
        };
        view! {
            <select
                id=list_id.clone()
                class="select"
                aria-describedby=list_note.clone()
                on:change:target=move |event| {
                    let chosen = event.target().value();
                    on_input.run(chosen);
                }
            >
                <option value="" prop:selected=move || typed.with(String::is_empty)>{move || unset_text.get()}</option>
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
        }
    };
    match field.entry() {
        Entry::Choice => {
            let options = Signal::derive(move || {
                let mut values = known.with(|known| known.of(field).map(|setting| setting.values.clone()).unwrap_or_default());
                if values.is_empty() {
                    values = field.common_values().iter().map(|value| (*value).to_owned()).collect();
                }
                // A value from elsewhere is kept, and can be seen.
                let chosen = typed.get();
                if !chosen.is_empty() && !values.contains(&chosen) {
                    values.push(chosen);
                }
                values.into_iter().map(|value| (value.clone(), value)).collect()
            });
            list(options).into_any()
        }
        Entry::Switch => {
            let options = Signal::derive(move || {
                vec![("true".to_owned(), t_string!(i18n, head.on).to_owned()), ("false".to_owned(), t_string!(i18n, head.off).to_owned())]
            });
            list(options).into_any()
        }
        Entry::Lines => view! {
            <textarea
                id=id
                class="textarea input-mono"
                rows="2"
                aria-describedby=note
                aria-invalid=aria_invalid
                placeholder=move || unset_text.get()
                prop:value=typed
                on:input:target=move |event| on_input.run(event.target().value())
            ></textarea>
        }
        .into_any(),
        Entry::Whole { .. } | Entry::AnyWhole | Entry::Decimal { .. } | Entry::Text => {
            let keyboard = if matches!(field.entry(), Entry::Whole { .. }) { "numeric" } else { "text" };
            view! {
                <input
                    id=id
                    class="input"
                    type="text"
                    inputmode=keyboard
                    autocomplete="off"
                    aria-describedby=note
                    aria-invalid=aria_invalid
                    placeholder=move || unset_text.get()
                    prop:value=typed
                    on:input:target=move |event| on_input.run(event.target().value())
                />
            }
            .into_any()
        }
    }
}

/// Whether the lane asks for a stream.
#[component]
pub fn StreamRow(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let id = unique_id("set");
    let note = unique_id("set-note");
    view! {
        <div class="set-row">
            <label class="set-name" for=id.clone()>{t!(i18n, head.setting_stream)}</label>
            <div class="set-value">
                <input
                    id=id
                    type="checkbox"
                    aria-describedby=note.clone()
                    prop:checked=move || handle.lane.with(|lane| lane.stream)
                    on:change:target=move |event| {
                        let on = event.target().checked();
                        handle.lane.update(|lane| lane.stream = on);
                    }
                />
            </div>
            <p class="set-note" id=note>{t!(i18n, head.hint_stream)}</p>
        </div>
    }
}

/// What a setting is called; followed.
pub fn field_name(i18n: I18n, field: Field) -> &'static str {
    match field {
        Field::Effort => t_string!(i18n, head.setting_effort),
        Field::Summary => t_string!(i18n, head.setting_summary),
        Field::Verbosity => t_string!(i18n, head.setting_verbosity),
        Field::MaxOutputTokens => t_string!(i18n, head.setting_max_output_tokens),
        Field::Temperature => t_string!(i18n, head.setting_temperature),
        Field::TopP => t_string!(i18n, head.setting_top_p),
        Field::PresencePenalty => t_string!(i18n, head.setting_presence_penalty),
        Field::FrequencyPenalty => t_string!(i18n, head.setting_frequency_penalty),
        Field::Stop => t_string!(i18n, head.setting_stop),
        Field::Seed => t_string!(i18n, head.setting_seed),
        Field::N => t_string!(i18n, head.setting_n),
        Field::ParallelToolCalls => t_string!(i18n, head.setting_parallel_tool_calls),
        Field::Logprobs => t_string!(i18n, head.setting_logprobs),
        Field::ServiceTier => t_string!(i18n, head.setting_service_tier),
        Field::Store => t_string!(i18n, head.setting_store),
        Field::Background => t_string!(i18n, head.setting_background),
        Field::Metadata => t_string!(i18n, head.setting_metadata),
        Field::Prediction => t_string!(i18n, head.setting_prediction),
        Field::LogitBias => t_string!(i18n, head.setting_logit_bias),
        Field::Voice => t_string!(i18n, head.setting_voice),
        Field::ReasoningMode => t_string!(i18n, head.setting_reasoning_mode),
        Field::ReasoningContext => t_string!(i18n, head.setting_reasoning_context),
        Field::MaxToolCalls => t_string!(i18n, head.setting_max_tool_calls),
        Field::Truncation => t_string!(i18n, head.setting_truncation),
        Field::Conversation => t_string!(i18n, head.setting_conversation),
        Field::StoredPrompt => t_string!(i18n, head.setting_stored_prompt),
        Field::PromptCacheKey => t_string!(i18n, head.setting_prompt_cache_key),
        Field::PromptCacheRetention => t_string!(i18n, head.setting_prompt_cache_retention),
        Field::SafetyIdentifier => t_string!(i18n, head.setting_safety_identifier),
        Field::User => t_string!(i18n, head.setting_user),
    }
}

fn hint(i18n: I18n, field: Field) -> &'static str {
    match field {
        Field::Effort => t_string!(i18n, head.hint_effort),
        Field::Summary => t_string!(i18n, head.hint_summary),
        Field::Verbosity => t_string!(i18n, head.hint_verbosity),
        Field::MaxOutputTokens => t_string!(i18n, head.hint_max_output_tokens),
        Field::Temperature => t_string!(i18n, head.hint_temperature),
        Field::TopP => t_string!(i18n, head.hint_top_p),
        Field::PresencePenalty => t_string!(i18n, head.hint_presence_penalty),
        Field::FrequencyPenalty => t_string!(i18n, head.hint_frequency_penalty),
        Field::Stop => t_string!(i18n, head.hint_stop),
        Field::Seed => t_string!(i18n, head.hint_seed),
        Field::N => t_string!(i18n, head.hint_n),
        Field::ParallelToolCalls => t_string!(i18n, head.hint_parallel_tool_calls),
        Field::Logprobs => t_string!(i18n, head.hint_logprobs),
        Field::ServiceTier => t_string!(i18n, head.hint_service_tier),
        Field::Store => t_string!(i18n, head.hint_store),
        Field::Background => t_string!(i18n, head.hint_background),
        Field::Metadata => t_string!(i18n, head.hint_metadata),
        Field::Prediction => t_string!(i18n, head.hint_prediction),
        Field::LogitBias => t_string!(i18n, head.hint_logit_bias),
        Field::Voice => t_string!(i18n, head.hint_voice),
        Field::ReasoningMode => t_string!(i18n, head.hint_reasoning_mode),
        Field::ReasoningContext => t_string!(i18n, head.hint_reasoning_context),
        Field::MaxToolCalls => t_string!(i18n, head.hint_max_tool_calls),
        Field::Truncation => t_string!(i18n, head.hint_truncation),
        Field::Conversation => t_string!(i18n, head.hint_conversation),
        Field::StoredPrompt => t_string!(i18n, head.hint_stored_prompt),
        Field::PromptCacheKey => t_string!(i18n, head.hint_prompt_cache_key),
        Field::PromptCacheRetention => t_string!(i18n, head.hint_prompt_cache_retention),
        Field::SafetyIdentifier => t_string!(i18n, head.hint_safety_identifier),
        Field::User => t_string!(i18n, head.hint_user),
    }
}

fn refusal_text(i18n: I18n, refusal: Refusal) -> String {
    let number = |bound: f64| intl::number(i18n.locale(), bound, 1);
    match refusal {
        Refusal::NotANumber => t_string!(i18n, head.error_number).to_owned(),
        Refusal::NotWhole => t_string!(i18n, head.error_whole).to_owned(),
        Refusal::Below(bound) => t_string!(i18n, head.error_below, bound = number(bound)),
        Refusal::Above(bound) => t_string!(i18n, head.error_above, bound = number(bound)),
        Refusal::NotNamed => t_string!(i18n, head.error_not_named).to_owned(),
        Refusal::TooMany(bound) => t_string!(i18n, head.error_many, bound = bound),
    }
}
