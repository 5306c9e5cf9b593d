//! What is kept on this device: its size and its limit, everything as one file and back, and how to erase it.

use crate::{
    browser::{open::NotRead, tabs::Room},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        data::{self, KeptItem},
        keeping::{Carried, Keeping},
        status::Tone,
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Confirm, FileButton, NoticeBox},
        lane::units,
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::keep::{ArchiveError, archive::MOST_BYTES};

#[component]
pub fn DataSection() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let asking = RwSignal::new(false);
    // The list is of the moment: what this page itself changes is followed, what streams into a conversation need not be.
    let items = Memo::new(move |_| {
        stores.prefs.lang.track();
        stores.prefs.theme.track();
        stores.prefs.enter_sends.track();
        stores.endpoints.list.track();
        stores.learned.all.track();
        data::kept_items()
    });
    let row = move |item: &KeptItem| {
        let (name, bytes) = (item.name.clone(), item.bytes);
        view! {
            <tr>
                <th scope="row">{move || item_name(i18n, &name)}</th>
                <td class="num">{move || units::bytes(i18n, bytes)}</td>
            </tr>
        }
    };
    let table = move || {
        items.with(|items| {
            let total: usize = items.iter().map(|item| item.bytes).sum();
            view! {
                <table class="settings-table">
                    <thead class="visually-hidden">
                        <tr>
                            <th scope="col">{t!(i18n, settings.data.item)}</th>
                            <th scope="col">{t!(i18n, settings.data.size)}</th>
                        </tr>
                    </thead>
                    <tbody>{items.iter().map(row).collect_view()}</tbody>
                    <tfoot>
                        <tr>
                            <th scope="row">{t!(i18n, settings.data.total)}</th>
                            <td class="num">{move || units::bytes(i18n, total)}</td>
                        </tr>
                    </tfoot>
                </table>
            }
        })
    };
    view! {
        <section class="settings-section" aria-labelledby="settings-data">
            <h2 id="settings-data">{t!(i18n, settings.data.title)}</h2>
            <p class="soft">{t!(i18n, settings.data.intro)}</p>
            <Show when=|| !data::is_kept()>
                <NoticeBox tone=Tone::Warn>{t!(i18n, settings.data.not_kept)}</NoticeBox>
            </Show>
            <div class="settings-card">
                {move || {
                    if items.with(Vec::is_empty) && Keeping::is_kept() {
                        // Conversations and runs are counted below.
                        ().into_any()
                    } else if items.with(Vec::is_empty) {
                        view! { <p class="settings-row soft">{t!(i18n, settings.data.empty)}</p> }.into_any()
                    } else {
                        table().into_any()
                    }
                }}
                <RoomRow/>
                {move || {
                    stores.offline.kept.get().map(|build| {
                        view! {
                            <p class="settings-row soft">{move || t_string!(i18n, settings.data.offline, build = build.clone())}</p>
                        }
                    })
                }}
                <div class="settings-row settings-actions">
                    <Button kind=ButtonKind::Danger on:click=move |_| asking.set(true)>
                        {t!(i18n, settings.data.erase)}
                    </Button>
                </div>
            </div>
            <Carry/>
            <Confirm
                open=asking
                title=move || t_string!(i18n, settings.data.erase_title)
                text=move || t_string!(i18n, settings.data.erase_text)
                action=move || t_string!(i18n, settings.data.erase)
                on_confirm=move |()| data::erase(stores.keys, stores.keeping)
            />
        </section>
    }
}

/// How much is used of what the browser gives, and whether it may delete it.
#[component]
fn RoomRow() -> impl IntoView {
    let i18n = use_i18n();
    let keeping = use_stores().keeping;
    let refused = RwSignal::new(false);
    spawn_local(keeping.look_at_room());
    let ask = move |_| {
        spawn_local(async move {
            let promised = keeping.persist().await;
            _ = refused.try_set(!promised);
        });
    };
    let size = move |bytes: f64| units::size(i18n, bytes.max(0.0));
    move || {
        keeping.room.get().map(|Room { used, quota, persisted }| {
            view! {
                <div class="settings-row">
                    <div class="room">
                        <p class="num">{move || t_string!(i18n, history.used, used = size(used), quota = size(quota))}</p>
                        <progress
                            max="1"
                            value=(if quota > 0.0 { used / quota } else { 0.0 }).to_string()
                            aria-label=move || t_string!(i18n, history.used, used = size(used), quota = size(quota))
                        ></progress>
                        <p class="soft" role="status">
                            {move || match (persisted, refused.get()) {
                                (true, _) => t_string!(i18n, history.persisted),
                                (false, true) => t_string!(i18n, history.refused),
                                (false, false) => t_string!(i18n, history.not_persisted),
                            }}
                        </p>
                    </div>
                    {(!persisted).then(|| view! { <Button on:click=ask>{t!(i18n, history.persist)}</Button> })}
                </div>
            }
        })
    }
}

/// Everything as one file, and back.
#[component]
fn Carry() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let told = RwSignal::new(None::<(Tone, String)>);
    let say = move |tone, text: String| {
        stores.status.announce(text.clone());
        _ = told.try_set(Some((tone, text)));
    };
    let export = move |_| {
        spawn_local(async move {
            match stores.keeping.export_all(stores).await {
                Ok(()) => say(Tone::Ok, tu_string!(i18n, history.exported).to_owned()),
                Err(_) => say(Tone::Danger, tu_string!(i18n, history.export_failed).to_owned()),
            }
        });
    };
    let import = move |text: Result<String, NotRead>| {
        spawn_local(async move {
            let result = match text {
                Ok(text) => stores.keeping.import(stores, &text).await,
                Err(NotRead::TooLarge) => Err(ArchiveError::TooBig),
                Err(NotRead::Unreadable) => return say(Tone::Danger, tu_string!(i18n, history.import_failed).to_owned()),
            };
            match result {
                Ok(carried) => say(if carried.full { Tone::Warn } else { Tone::Ok }, untrack(|| took_in(i18n, carried))),
                Err(ArchiveError::Foreign) => say(Tone::Danger, tu_string!(i18n, history.import_foreign).to_owned()),
                Err(ArchiveError::Newer(version)) => say(Tone::Danger, tu_string!(i18n, history.import_newer, version = version)),
                Err(ArchiveError::TooBig) => say(Tone::Danger, tu_string!(i18n, history.import_large).to_owned()),
            }
        });
    };
    view! {
        <div class="settings-card">
            <div class="settings-row">
                <p class="soft carry">{t!(i18n, history.carry)}</p>
                <div class="settings-actions">
                    <Button on:click=export>{t!(i18n, history.export_all)}</Button>
                    <FileButton accept=".jsonl,.json,application/jsonl" most_bytes=MOST_BYTES on_text=import>{t!(i18n, history.import)}</FileButton>
                </div>
            </div>
        </div>
        {move || told.get().map(|(tone, text)| view! { <NoticeBox tone on_dismiss=move |()| told.set(None)>{text}</NoticeBox> })}
    }
}

fn took_in(i18n: I18n, carried: Carried) -> String {
    let Carried { conversations, runs, prompts, endpoints, known, unreadable, full } = carried;
    let mut words =
        vec![t_string!(i18n, history.took_in, conversations = conversations, runs = runs, prompts = prompts, endpoints = endpoints)];
    if known > 0 {
        words.push(t_string!(i18n, history.known, count = known));
    }
    if unreadable > 0 {
        words.push(t_string!(i18n, history.lines_unreadable, count = unreadable));
    }
    if full {
        words.push(t_string!(i18n, history.import_full).to_owned());
    }
    words.join(" ")
}

fn item_name(i18n: I18n, name: &str) -> String {
    match name {
        "prompts" => t_string!(i18n, variables.prompts_title).to_owned(),
        "prefs" => t_string!(i18n, settings.data.prefs).to_owned(),
        "learned" => t_string!(i18n, learned.title).to_owned(),
        "endpoints" => t_string!(i18n, settings.data.endpoints).to_owned(),
        "vault" | "keys" | "auto-lock" => t_string!(i18n, keys.kept_item).to_owned(),
        "background" => t_string!(i18n, settings.data.background).to_owned(),
        "own-models" => t_string!(i18n, settings.data.own_models).to_owned(),
        "visit" => t_string!(i18n, settings.data.play).to_owned(),
        name if name.contains(".unreadable-") => t_string!(i18n, settings.data.unreadable, name = name.to_owned()),
        name => name.to_owned(),
    }
}
