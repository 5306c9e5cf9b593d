//! The sheet: what is in the link, what is not, how long it is, and the ways to take it along.

use super::{
    contents::{contents, left_out, secret_kind},
    qr::{MOST_BYTES, Qr},
};
use crate::{
    browser::{clipboard, crypto, intl, open::NotRead, save},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{Stores, status::Tone, use_stores},
    ui::{
        kit::{Button, ButtonKind, Check, Dialog, Field, FileButton, NoticeBox},
        lane::units,
        later::later,
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::cassette::Cassette,
    share::{
        Finding, LeftOut, Shared,
        link::{LONG, TOO_LONG, VERY_LONG},
        results::{Results, to_json},
        scan,
    },
};

/// A set-up with pictures and files in it is larger than any link.
const MOST_BYTES_OF_A_FILE: u32 = 64 << 20;

/// As a link is taken along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Link,
    Markdown,
}

#[component]
pub fn ShareSheet() -> impl IntoView {
    let i18n = use_i18n();
    let share = use_stores().share;
    view! {
        <Dialog open=share.sheet title=move || t_string!(i18n, share.title) class="share-sheet">
            {sheet()}
        </Dialog>
    }
}

later! { in panels: fn sheet() { view! { <Sheet/> } } }

/// Lives while the sheet is open, and its passphrase with it.
#[component]
fn Sheet() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let share = stores.share;
    let unread = RwSignal::new(false);
    let (with_addresses, passphrase) = (RwSignal::new(false), RwSignal::new(String::new()));
    let now = Memo::new(move |_| share.now(with_addresses.get()));
    let with_results = RwSignal::new(false);
    let has_results = Memo::new(move |_| stores.play.has_results());
    let results = Memo::new(move |_| if with_results.get() { stores.play.results() } else { Vec::new() });
    let findings = Memo::new(move |_| {
        let answers: Vec<String> = results.with(|results| results.iter().flatten().flat_map(Cassette::texts).collect());
        now.with(|(shared, _)| scan(shared.texts().chain(answers.iter().map(String::as_str))))
    });
    let link = Memo::new(move |_| now.with(|(shared, _)| results.with(|results| share.link(shared, results))));
    let is_sealed = Memo::new(move |_| !passphrase.with(String::is_empty));
    let length = Memo::new(move |_| link.with(String::len));
    let fits = Memo::new(move |_| length.get() <= TOO_LONG);
    // Where there is nothing to choose, the choice would only ask for an explanation.
    let has_own = Memo::new(move |_| with_addresses.get() || now.with(|(_, left)| left.contains(&LeftOut::Address)));
    let is_edited = move || share.is_edited();
    let give = move |form| {
        let set_up = (now.with_untracked(|(shared, _)| shared.clone()), results.get_untracked());
        give(stores, i18n, set_up, link.get_untracked(), passphrase.get_untracked(), form);
    };
    let to_file = move |_| {
        let text = now.with_untracked(|(shared, _)| results.with_untracked(|results| to_json(shared, results)));
        save::download("set-up.lineup.json", "application/json", text.as_bytes());
        share.given_out();
    };
    let from_file = move |text: Result<String, NotRead>| {
        if text.ok().is_some_and(|text| share.open_file(&text) || stores.replays.open_text(&text).is_ok()) {
            share.sheet.set(false);
        } else {
            unread.set(true);
        }
    };
    view! {
        <div class="dialog-body share">
            <Show when=move || unread.get()>
                <NoticeBox tone=Tone::Danger on_dismiss=move |()| unread.set(false)>{t!(i18n, share.file_unread)}</NoticeBox>
            </Show>
            <p class="soft">{t!(i18n, share.intro)}</p>
            <Show when=move || is_edited() == Some(true)>
                <p class="share-edited">{t!(i18n, share.edited)}</p>
            </Show>
            <Lines title=Signal::derive(move || t_string!(i18n, share.holds)) lines=Signal::derive(move || held(i18n, &now.read().0, &results.read()))/>
            <Lines
                title=Signal::derive(move || t_string!(i18n, share.left))
                lines=Signal::derive(move || {
                    let left = now.with(|(_, left)| left.iter().map(|left| left_out(i18n, left)).collect::<Vec<_>>());
                    std::iter::once(t_string!(i18n, share.left_keys).to_owned()).chain(left).collect()
                })
            />
            <Findings title=Signal::derive(move || t_string!(i18n, share.secrets)) findings/>
            <Show when=move || has_own.get()>
                <Check
                    label=move || t_string!(i18n, share.addresses)
                    hint=move || t_string!(i18n, share.addresses_hint)
                    value=with_addresses
                    on_change=move |on| with_addresses.set(on)
                />
            </Show>
            <Show when=move || has_results.get()>
                <Check
                    label=move || t_string!(i18n, replay.with_results)
                    hint=move || t_string!(i18n, replay.with_results_hint)
                    value=with_results
                    on_change=move |on| with_results.set(on)
                />
            </Show>
            <Show when=crypto::is_there fallback=move || view! { <p class="field-hint">{t!(i18n, share.no_crypto)}</p> }>
                <Field label=move || t_string!(i18n, share.passphrase) hint=move || t_string!(i18n, share.passphrase_hint) let:ids>
                    <input
                        class="input"
                        type="password"
                        autocomplete="new-password"
                        id=ids.control.clone()
                        aria-describedby=ids.described_by.clone()
                        prop:value=passphrase
                        on:input:target=move |event| passphrase.set(event.target().value())
                    />
                </Field>
            </Show>
            <p class="share-length" class:share-long={move || length.get() > LONG}>
                {move || t_string!(i18n, share.length, count = intl::number(i18n.locale(), length.get() as f64, 0))} " "
                {move || advice(i18n, length.get())}
            </p>
            <Show when=move || fits.get() && !is_sealed.get()>
                <input class="input input-mono" readonly aria-label=move || t_string!(i18n, share.link) prop:value=link/>
                {move || {
                    let link = link.get();
                    (link.len() <= MOST_BYTES).then(|| view! { <Qr link label=t_string!(i18n, share.qr)/> })
                }}
            </Show>
        </div>
        <div class="dialog-foot">
            <FileButton accept=".json,application/json" most_bytes=MOST_BYTES_OF_A_FILE on_text=from_file>
                {t!(i18n, share.open_file)}
            </FileButton>
            <Button on:click=to_file>{t!(i18n, share.file)}</Button>
            <Show when=move || fits.get()>
                <Button on:click=move |_| give(Form::Markdown)>{t!(i18n, share.copy_markdown)}</Button>
                <Button kind=ButtonKind::Primary on:click=move |_| give(Form::Link)>{t!(i18n, share.copy)}</Button>
            </Show>
        </div>
    }
}

/// A list under a heading.
#[component]
pub fn Lines(title: Signal<&'static str>, lines: Signal<Vec<String>>) -> impl IntoView {
    view! {
        <h3 class="share-head">{title}</h3>
        <ul class="share-list">{move || lines.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
    }
}

/// Texts that look like secrets; nothing where none does.
#[component]
pub fn Findings(title: Signal<&'static str>, #[prop(into)] findings: Signal<Vec<Finding>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Show when=move || !findings.with(Vec::is_empty)>
            <NoticeBox tone=Tone::Warn>
                <p>{title}</p>
                <ul class="notice-list">
                    {move || findings.with(|findings| findings.iter().map(|found| finding(i18n, found)).collect_view())}
                </ul>
            </NoticeBox>
        </Show>
    }
}

fn finding(i18n: I18n, found: &Finding) -> impl IntoView + use<> {
    view! { <li>{secret_kind(i18n, found.kind)} " " <code>{found.hint.clone()}</code></li> }
}

/// The parts of a set-up and of its results, a line each; followed.
fn held(i18n: I18n, shared: &Shared, results: &[Option<Cassette>]) -> Vec<String> {
    let size = |cassette: &Cassette| cassette.chunks.iter().map(|chunk| chunk.bytes.len()).sum::<usize>();
    let of_lane = |(at, cassette): (usize, &Option<Cassette>)| {
        let size = cassette.as_ref().map(size)?;
        Some(t_string!(i18n, replay.held_result, n = at + 1, size = units::bytes(i18n, size)))
    };
    contents(i18n, shared).into_iter().chain(results.iter().enumerate().filter_map(of_lane)).collect()
}

fn advice(i18n: I18n, length: usize) -> &'static str {
    match length {
        length if length > TOO_LONG => t_string!(i18n, share.too_long),
        length if length > VERY_LONG => t_string!(i18n, share.very_long),
        length if length > LONG => t_string!(i18n, share.long),
        _ => "",
    }
}

/// Copies the link: as it is, or sealed where there is a passphrase.
fn give(stores: Stores, i18n: I18n, (shared, results): (Shared, Results), plain: String, passphrase: String, form: Form) {
    let (share, status) = (stores.share, stores.status);
    spawn_local(async move {
        let link = if passphrase.is_empty() { Some(plain) } else { share.sealed_link(&shared, &results, &passphrase).await };
        let Some(link) = link else { return status.alert(tu_string!(i18n, share.no_crypto)) };
        let text = match form {
            Form::Link => link,
            Form::Markdown => format!("[{}]({link})", title(&shared)),
        };
        if clipboard::copy(&text).await.is_ok() {
            share.given_out();
            status.announce(tu_string!(i18n, share.copied));
        } else {
            status.alert(tu_string!(i18n, common.not_copied));
        }
    });
}

/// `Lineup: o4-mini, gpt-4o`: no text of the draft, which may hold anything, and no letter of a model's name that means something in
/// Markdown.
fn title(shared: &Shared) -> String {
    let models: Vec<&str> = shared.lanes.iter().map(|lane| lane.model.as_str()).collect();
    let plain: String = models
        .join(", ")
        .chars()
        .filter(|letter| !(letter.is_control() || matches!(letter, '[' | ']' | '\\' | '<' | '>' | '`' | '&')))
        .collect();
    format!("Lineup: {plain}")
}
