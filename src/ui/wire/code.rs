//! The request as code, to be taken away: the same body to the same address, in the language of one's choice.

use super::{
    json::TextBox,
    which::{Chosen, Which, WhichPlan},
};
use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::{
        play::{CodeForm, LaneHandle},
        use_stores,
    },
    ui::kit::{Segmented, Select, unique_id},
};
use leptos::prelude::*;
use lineup_core::{
    draft::Flavour,
    plan::snippet::{Credential, Language, Note, PromptFile, Snippet, prompt_file, snippet},
};

#[component]
pub fn Code(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (endpoints, play) = (stores.endpoints, stores.play);
    let chosen = Chosen::of(handle);
    let flavour = Memo::new(move |_| {
        let now = handle.lane.with(|lane| lane.endpoint.clone());
        chosen.plan.track();
        let id = match chosen.which.get() {
            Which::Sent => handle.sent_lane().map_or(now, |lane| lane.endpoint),
            Which::Next => now,
        };
        endpoints.get(&id).map_or(Flavour::Compatible, |endpoint| endpoint.flavour)
    });
    let wanted = RwSignal::new(None::<Credential>);
    let credential = Signal::derive(move || {
        let by_itself = || chosen.plan.with(|plan| plan.as_ref().map_or(Credential::Key, |plan| Credential::of(plan, flavour.get())));
        wanted.get().unwrap_or_else(by_itself)
    });
    // A prompt file holds the draft, and no request.
    let asked = move || {
        chosen.plan.track();
        let (draft, lane) = match chosen.which.get() {
            Which::Sent => (handle.sent_draft()?, handle.sent_lane()?),
            Which::Next => (play.next_draft(), handle.lane.get()),
        };
        let settings = lane.settings.over(&draft.settings);
        Some((draft, settings, lane.model))
    };
    let printed = Memo::new(move |_| match handle.language.get() {
        CodeForm::Code(language) => {
            chosen.plan.with(|plan| plan.as_ref().map(|plan| snippet(plan, flavour.get(), credential.get(), language)))
        }
        CodeForm::Prompt(form) => asked().map(|(draft, settings, model)| prompt_file(&draft, &settings, &model, form)),
    });
    let languages = Memo::new(move |_| {
        let settings = asked().map(|(_, settings, _)| settings).unwrap_or_default();
        let codes = Language::ALL.map(|language| (CodeForm::Code(language), language.name().to_owned()));
        let prompts = PromptFile::ALL.into_iter().filter(|form| form.holds(&settings) || handle.language.get() == CodeForm::Prompt(*form));
        codes.into_iter().chain(prompts.map(|form| (CodeForm::Prompt(form), form.name().to_owned()))).collect::<Vec<_>>()
    });
    let credentials = Signal::derive(move || {
        vec![
            (Credential::Key, t_string!(i18n, wire.key).to_owned(), true),
            (Credential::Entra, t_string!(i18n, wire.entra).to_owned(), true),
        ]
    });
    let has_choice = move || {
        let asks = !matches!(handle.language.get(), CodeForm::Code(Language::Batch) | CodeForm::Prompt(_));
        asks && matches!(flavour.get(), Flavour::AzureV1 | Flavour::AzureClassic)
    };
    let id = unique_id("code-language");
    view! {
        <div class="wire-bar">
            <WhichPlan chosen/>
            <label class="visually-hidden" for=id.clone()>{t!(i18n, wire.language)}</label>
            <Select id options=languages value=handle.language on_change=move |language| handle.language.set(language)/>
            <Show when=has_choice>
                <Segmented
                    label=move || t_string!(i18n, wire.credential)
                    options=credentials
                    value=credential
                    on_change=move |credential| wanted.set(Some(credential))
                    small=true
                />
            </Show>
        </div>
        <Show when=move || printed.with(Option::is_some) fallback=move || view! { <p class="lane-hint">{t!(i18n, wire.no_plan)}</p> }>
            <Notes printed/>
            <TextBox
                title=move || handle.language.get().file_name()
                language=Signal::derive(move || ending(handle.language.get().file_name()))
                copy_label=move || t_string!(i18n, wire.copy_code)
                text=Signal::derive(move || printed.with(|printed| printed.as_ref().map_or_else(String::new, |code| code.text.clone())))
            />
        </Show>
    }
}

fn ending(file: &'static str) -> &'static str {
    file.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// What the form cannot hold.
#[component]
fn Notes(printed: Memo<Option<Snippet>>) -> impl IntoView {
    let i18n = use_i18n();
    let notes = move || printed.with(|printed| printed.as_ref().map_or_else(Vec::new, |code| code.notes.clone()));
    view! {
        <For each=notes key=|note| *note let:note>
            <p class="lane-hint">{move || words(i18n, note)}</p>
        </For>
    }
}

fn words(i18n: I18n, note: Note) -> &'static str {
    match note {
        Note::Simulated => t_string!(i18n, wire.note_simulated),
        Note::NotStreamed => t_string!(i18n, wire.note_not_streamed),
        Note::ModelOnly => t_string!(i18n, wire.note_model_only),
        Note::ResponsesOnly => t_string!(i18n, wire.note_responses_only),
        Note::Rounded => t_string!(i18n, wire.note_rounded),
        Note::OwnVersion => t_string!(i18n, wire.note_own_version),
        Note::TextOnly => t_string!(i18n, wire.note_text_only),
        Note::NoTools => t_string!(i18n, wire.note_no_tools),
        Note::NoSettings => t_string!(i18n, wire.note_no_settings),
        Note::Reshaped => t_string!(i18n, wire.note_reshaped),
        Note::PromptOnly => t_string!(i18n, wire.note_prompt_only),
        Note::Credential => t_string!(i18n, wire.note_credential),
        Note::NoHeaders => t_string!(i18n, wire.note_no_headers),
    }
}
