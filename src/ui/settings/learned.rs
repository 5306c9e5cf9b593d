//! What was learned from refusals: the list, and its way into and out of a file.

use crate::{
    browser::{intl, open::NotRead, save},
    i18n::{I18n, plural, t, t_string, tu_string, use_i18n},
    state::{learned::Imported, status::Tone, use_stores},
    ui::{
        kit::{Button, ButtonKind, Confirm, FileButton, Icon, IconButton, NoticeBox},
        words::in_language,
    },
};
use leptos::prelude::*;
use lineup_core::plan::{self, LearnedError, LearnedRule};

/// A thousand rules are about half of it.
const MOST_BYTES: u32 = 1_000_000;

#[component]
pub fn LearnedSection() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let learned = stores.learned;
    let rules = Memo::new(move |_| learned.all.with(|all| all.rules().to_vec()));
    let some = move || !rules.with(Vec::is_empty);
    let asking = RwSignal::new(false);
    // Of the last import, until the next one.
    let told = RwSignal::new(None::<Result<Imported, NotTaken>>);
    let import = move |text: Result<String, NotRead>| {
        let result = text.map_err(NotTaken::File).and_then(|text| learned.import(&text).map_err(NotTaken::from));
        told.set(Some(result));
    };
    let export = move |_| {
        save::download("lineup-learned-rules.json", "application/json", learned.all.with_untracked(|all| all.to_json()).as_bytes())
    };
    view! {
        <section class="settings-section" aria-labelledby="settings-learned">
            <div class="settings-head">
                <h2 id="settings-learned">{t!(i18n, learned.title)}</h2>
                <Show when=some>
                    <Button on:click=move |_| asking.set(true)>{t!(i18n, learned.forget_all)}</Button>
                    <Button on:click=export>{t!(i18n, learned.export)}</Button>
                </Show>
                <FileButton accept=".json,application/json" most_bytes=MOST_BYTES on_text=import>
                    {t!(i18n, learned.import)}
                </FileButton>
            </div>
            <p class="soft">{t!(i18n, learned.intro)}</p>
            <div role="status">
                {move || {
                    told.get()
                        .map(|result| {
                            let tone = if result.is_ok() { Tone::Ok } else { Tone::Danger };
                            let words = move || in_words(i18n, &result);
                            view! { <NoticeBox tone on_dismiss=move |()| told.set(None)>{words}</NoticeBox> }
                        })
                }}
            </div>
            <Show
                when=some
                fallback=move || view! { <div class="settings-card"><p class="settings-row soft">{t!(i18n, learned.empty)}</p></div> }
            >
                <ul class="settings-card">
                    <For each=move || rules.get() key=|rule| (rule.origin.clone(), rule.model.clone(), rule.id(), rule.words.clone()) let:rule>
                        <RuleLine rule/>
                    </For>
                </ul>
            </Show>
            <Confirm
                open=asking
                title=move || t_string!(i18n, learned.forget_all_title)
                text=move || t_string!(i18n, learned.forget_all_text)
                action=move || t_string!(i18n, learned.forget_all)
                on_confirm=move |()| learned.forget_all()
            />
        </section>
    }
}

/// Why a file was not taken over.
#[derive(Clone, Debug, PartialEq)]
enum NotTaken {
    File(NotRead),
    /// With what the reader of JSON says.
    Shape(String),
    Newer(u64),
}

impl From<LearnedError> for NotTaken {
    fn from(why: LearnedError) -> Self {
        match why {
            LearnedError::Shape(words) => Self::Shape(words.to_string()),
            LearnedError::Newer { found } => Self::Newer(found),
        }
    }
}

fn in_words(i18n: I18n, result: &Result<Imported, NotTaken>) -> String {
    match result {
        Ok(Imported { taken, left_out: 0 }) => plural!(i18n, *taken, learned.imported, count = *taken),
        Ok(Imported { taken, left_out }) => {
            let taken = plural!(i18n, *taken, learned.imported, count = *taken);
            format!("{taken} {}", plural!(i18n, *left_out, learned.left_out, count = *left_out))
        }
        Err(NotTaken::File(NotRead::TooLarge)) => t_string!(i18n, learned.import_large).to_owned(),
        Err(NotTaken::File(NotRead::Unreadable)) => t_string!(i18n, learned.import_unreadable).to_owned(),
        Err(NotTaken::Shape(words)) => t_string!(i18n, learned.import_shape, words = words.clone()),
        Err(NotTaken::Newer(version)) => t_string!(i18n, learned.import_newer, version = *version),
    }
}

/// One rule: where it holds, what it does, what the server had said.
#[component]
fn RuleLine(rule: LearnedRule) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let reason = rule.reason();
    let LearnedRule { origin, model, words, learned: day, .. } = rule.clone();
    // Endpoints are known by their names; an origin that none has any more speaks for itself.
    let place = Signal::derive(move || {
        let is_there = |endpoint: &&lineup_core::draft::Endpoint| plan::origin(endpoint).as_deref() == Ok(origin.as_str());
        let name = stores.endpoints.list.with(|list| list.iter().find(is_there).map(|endpoint| endpoint.name.clone()));
        name.unwrap_or_else(|| origin.clone())
    });
    let named = (rule.fix.field().to_owned(), model.clone());
    let label = move || t_string!(i18n, learned.forget_named, field = named.0.clone(), model = named.1.clone(), endpoint = place.get());
    let id = rule.id();
    let rule = StoredValue::new(rule);
    let forget = move |_| {
        rule.with_value(|rule| stores.learned.forget(rule));
        stores.status.announce(tu_string!(i18n, learned.forgotten));
    };
    view! {
        <li class="learned-rule">
            <div class="learned-head">
                <h3>
                    <span class="mono">{model}</span>
                    " "
                    <span class="soft">{move || t_string!(i18n, learned.at, endpoint = place.get())}</span>
                </h3>
                <IconButton icon=Icon::Trash kind=ButtonKind::Ghost small=true label on:click=forget/>
            </div>
            <p>{move || in_language(i18n, &reason).to_owned()} " " <span class="adjustment-rule">{id}</span></p>
            {(!words.is_empty()).then(|| view! { <p class="adjustment-server"><q lang="en">{words}</q></p> })}
            {(!day.is_empty())
                .then(|| view! { <p class="field-hint">{move || t_string!(i18n, learned.on_day, date = intl::day(i18n.locale(), &day))}</p> })}
        </li>
    }
}
