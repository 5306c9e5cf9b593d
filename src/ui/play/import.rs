//! The dialog that takes requests of others: whatever is pasted is recognised, and what became of it is said before it replaces the
//! draft. The text lives only while the dialog is open.

use super::draft_panel::DraftView;
use crate::{
    browser::{files, open, workers::reader},
    i18n::{I18n, plural, t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::{
        kit::{Button, ButtonKind, Dialog, FileButton, unique_id},
        lane::units,
        later::later,
        wire::bounded,
        words::{api_name, refusal},
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    draft::{Draft, OutputFormat, Settings},
    plan::import::{MOST_BYTES, Note, NoteKind, PasteError, Pasted},
};
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// A text is read this long after the last key.
const QUIET: Duration = Duration::from_millis(150);

/// What is known of the text.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Nothing,
    Reading,
    /// The worker that reads is lost, or took too long.
    Lost,
    Refused(PasteError),
    Found(Arc<Pasted>),
}

#[component]
pub fn ImportDialog() -> impl IntoView {
    let i18n = use_i18n();
    let open = expect_context::<DraftView>().importing;
    view! {
        <Dialog open title=move || t_string!(i18n, import.title) class="import">
            {form(open)}
        </Dialog>
    }
}

later! { in panels: fn form(open: RwSignal<bool>) { view! { <ImportForm open/> } } }

#[component]
fn ImportForm(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let editing = expect_context::<DraftView>().editing;
    let text = RwSignal::new(String::new());
    let seen = RwSignal::new(Seen::Nothing);
    recognise(text, seen);
    let field = unique_id("import");
    let hint = format!("{field}-hint");
    let found = move || seen.with(|seen| if let Seen::Found(pasted) = seen { Some(Arc::clone(pasted)) } else { None });
    let is_long = Memo::new(move |_| text.with(|text| bounded(text).len() < text.len()));
    let replace = move |_| {
        let play = stores.play;
        let Some(pasted) = untrack(found) else { return };
        let focused = untrack(|| play.lane(play.focus.get()).or_else(|| play.lanes.with(|lanes| lanes.first().copied())));
        let Some(handle) = focused else { return };
        open.set(false);
        // A turn that was being edited belongs to the old draft.
        editing.set(None);
        play.replace_draft(handle, Arc::unwrap_or_clone(pasted));
        stores.status.announce(tu_string!(i18n, import.done));
    };
    // A text of megabytes would keep the browser laying it out: the beginning is shown, and all of it is read.
    let on_paste = move |event: leptos::ev::Event| {
        if let Some(pasted) = files::brought_text(&event).filter(|pasted| bounded(pasted).len() < pasted.len()) {
            event.prevent_default();
            text.set(pasted);
        }
    };
    let on_file = Callback::new(move |result: Result<String, open::NotRead>| match result {
        Ok(content) => text.set(content),
        Err(open::NotRead::TooLarge) => seen.set(Seen::Refused(PasteError::TooLong { most: MOST_BYTES })),
        Err(open::NotRead::Unreadable) => seen.set(Seen::Lost),
    });
    let on_drop = move |event: leptos::ev::DragEvent| {
        if let Some(file) = files::brought(&event).into_iter().next() {
            event.prevent_default();
            spawn_local(async move { on_file.run(open::text_of(&file, MOST_FILE).await) });
        }
    };
    view! {
        <div class="dialog-body">
            <label class="field-label" for=field.clone()>{t!(i18n, import.label)}</label>
            <textarea
                id=field.clone()
                class="textarea input-mono import-text"
                rows="11"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                aria-describedby=hint.clone()
                readonly=move || is_long.get()
                placeholder="curl https://api.openai.com/v1/responses …"
                prop:value=move || text.with(|text| bounded(text).to_owned())
                on:input:target=move |event| text.set(event.target().value())
                on:paste=move |event| on_paste(event.into())
                on:drop=on_drop
            ></textarea>
            <p class="field-hint" id=hint>{t!(i18n, import.hint)}</p>
            <Show when=move || is_long.get()>
                <p class="field-hint">{move || t_string!(i18n, import.long, size = text.with(|text| units::bytes(i18n, text.len())))}</p>
            </Show>
            <div class="import-tools">
                <FileButton accept=FILES most_bytes=MOST_FILE on_text=on_file>{t!(i18n, import.file)}</FileButton>
                <Show when=move || text.with(|text| !text.is_empty())>
                    <Button kind=ButtonKind::Ghost on:click=move |_| text.set(String::new())>{t!(i18n, import.clear)}</Button>
                </Show>
            </div>
            <p class="import-verdict" role="status">{move || seen.with(|seen| verdict(i18n, seen))}</p>
            {move || found().map(|pasted| view! { <Report pasted/> })}
        </div>
        <div class="dialog-foot">
            <Button on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
            <Button kind=ButtonKind::Primary disabled=Signal::derive(move || found().is_none()) on:click=replace>
                {t!(i18n, import.replace)}
            </Button>
        </div>
    }
}

/// As an input's `accept`.
const FILES: &str = ".json,.jsonl,.yml,.yaml,.prompty,.py,.js,.mjs,.ts,.sh,.txt,application/json,text/*";
const MOST_FILE: u32 = 12 * 1024 * 1024;

/// Reads the text whenever it has changed; the newest text's answer counts.
fn recognise(text: RwSignal<String>, seen: RwSignal<Seen>) {
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        let (bytes, is_blank) = text.with(|text| (text.len(), text.trim().is_empty()));
        let at_once = match (is_blank, bytes) {
            (true, _) => Seen::Nothing,
            (_, bytes) if bytes > MOST_BYTES => Seen::Refused(PasteError::TooLong { most: MOST_BYTES }),
            _ => Seen::Reading,
        };
        let is_read = at_once == Seen::Reading;
        seen.set(at_once);
        if !is_read {
            return;
        }
        set_timeout(
            move || {
                if asked.try_get_value() != number {
                    return;
                }
                reader::read(text.get_untracked(), None, move |told| {
                    // Another text stands there by now, or the dialog is closed.
                    if asked.try_get_value() != number {
                        return;
                    }
                    seen.set(match told {
                        Some(Ok(pasted)) => Seen::Found(Arc::new(pasted)),
                        Some(Err(refused)) => Seen::Refused(refused),
                        None => Seen::Lost,
                    });
                });
            },
            QUIET,
        );
    });
}

fn verdict(i18n: I18n, seen: &Seen) -> String {
    match seen {
        Seen::Nothing => String::new(),
        Seen::Reading => t_string!(i18n, import.reading).to_owned(),
        Seen::Lost => t_string!(i18n, import.lost).to_owned(),
        Seen::Refused(refused) => refusal(i18n, refused),
        Seen::Found(pasted) => {
            t_string!(i18n, import.found, form = pasted.format.name(), api = api_name(pasted.api))
        }
    }
}

/// What was understood, changed and left out.
#[component]
fn Report(pasted: Arc<Pasted>) -> impl IntoView {
    let i18n = use_i18n();
    let Pasted { imported, address, notes, .. } = Arc::unwrap_or_clone(pasted);
    let (model, draft) = (imported.model, imported.draft);
    let (left_out, changed): (Vec<Note>, Vec<Note>) = notes.into_iter().partition(|note| note.kind.is_left_out());
    let understood = move || {
        let model = model.clone().map(|model| t_string!(i18n, import.model, model = model));
        let address = address.clone().map(|address| t_string!(i18n, import.address, address = address));
        model.into_iter().chain(contents(i18n, &draft)).chain(address).collect()
    };
    let lines = move |notes: Vec<Note>| move || notes.iter().map(|note| note_words(i18n, note)).collect();
    view! {
        <dl class="import-report">
            {lines_of(move || t_string!(i18n, import.understood), Signal::derive(understood))}
            {lines_of(move || t_string!(i18n, import.changed), Signal::derive(lines(changed)))}
            {lines_of(move || t_string!(i18n, import.left_out), Signal::derive(lines(left_out)))}
        </dl>
    }
}

fn lines_of(title: impl Fn() -> &'static str + Copy + Send + 'static, lines: Signal<Vec<String>>) -> impl IntoView {
    move || {
        let lines = lines.get();
        (!lines.is_empty()).then(|| {
            view! {
                <dt>{title}</dt>
                <dd>
                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </dd>
            }
        })
    }
}

/// What the draft holds, a line each.
fn contents(i18n: I18n, draft: &Draft) -> Vec<String> {
    let turns = draft.conversation.turns.len();
    let tools = draft.tools.len() + draft.other_tools.len();
    let settings = settings_words(&draft.settings);
    let has = |yes: bool, words: String| yes.then_some(words);
    [
        has(!draft.instructions.is_empty(), t_string!(i18n, draft.instructions).to_owned()),
        has(turns > 0, plural!(i18n, turns, draft.turns, count = turns)),
        has(tools > 0, plural!(i18n, tools, tools.count, count = tools)),
        match &draft.output {
            OutputFormat::Text => None,
            OutputFormat::JsonObject => Some("JSON".to_owned()),
            OutputFormat::JsonSchema { name, .. } => Some(format!("JSON Schema {name}")),
        },
        has(!settings.is_empty(), settings),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The settings that are set, as they are called in a request.
fn settings_words(settings: &Settings) -> String {
    let Ok(Value::Object(map)) = serde_json::to_value(settings) else { return String::new() };
    let set = map.into_iter().filter(|(name, value)| !value.is_null() && name != "extra" && name != "spelled");
    set.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" · ")
}

fn note_words(i18n: I18n, note: &Note) -> String {
    let what = note.what.clone();
    let words = match note.kind {
        NoteKind::AsIs => t_string!(i18n, import.as_is, what = what),
        NoteKind::Variable => t_string!(i18n, import.variable, what = what),
        NoteKind::ModelName => t_string!(i18n, import.model_name, what = what),
        NoteKind::OtherName => t_string!(i18n, import.other_name, what = what),
        NoteKind::OwnTool => t_string!(i18n, import.own_tool, what = what),
        NoteKind::Key => t_string!(i18n, import.key, what = what),
        NoteKind::Header => t_string!(i18n, import.header, what = what),
        NoteKind::NotLiteral => t_string!(i18n, import.not_literal, what = what),
        NoteKind::Another => t_string!(i18n, import.another, what = what),
        NoteKind::NoPlace => t_string!(i18n, import.no_place, what = what),
        NoteKind::Elsewhere => t_string!(i18n, import.elsewhere, what = what),
        NoteKind::Hidden => t_string!(i18n, import.hidden, what = what),
    };
    match note.line {
        Some(line) => t_string!(i18n, import.at_line, line = line, words = words),
        None => words,
    }
}
