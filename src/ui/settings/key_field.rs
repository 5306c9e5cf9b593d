//! The key of an endpoint: entered, held, forgotten. It is never shown again, and never stands in an attribute of the page.

use crate::{
    browser::{clock, crypto, dialog},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        Stores,
        keys::{Keeping, KeyFacts, NotHeld, VaultState},
        status::Tone,
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Chip, ChipKind, Field, Icon, IconButton, NoticeBox, Select},
        lane::units,
    },
};
use leptos::{ev, html, prelude::*, task::spawn_local};
use lineup_core::{
    Secret,
    doctor::host::{Place, place},
    run::Millis,
};
use std::time::Duration;

/// The shortest passphrase that is taken, in characters: OWASP's floor for passwords without a second factor is 15; a vault that only this
/// device has is not tried over a network.
const SHORTEST: usize = 8;

/// `origin` is what the key is bound to; `name` is the endpoint's.
#[component]
pub fn KeyField(origin: String, name: String) -> impl IntoView {
    let keys = use_stores().keys;
    let (origin, name) = (StoredValue::new(origin), StoredValue::new(name));
    let state = Memo::new(move |_| origin.with_value(|origin| (keys.facts(origin), keys.is_locked(origin))));
    view! {
        {move || match state.get() {
            (Some(facts), _) => view! { <HeldKey facts origin=origin.get_value() name=name.get_value() /> }.into_any(),
            (None, true) => view! { <LockedKey origin=origin.get_value() name=name.get_value() /> }.into_any(),
            (None, false) => view! { <Entry origin=origin.get_value() name=name.get_value() /> }.into_any(),
        }}
    }
}

#[component]
fn HeldKey(facts: KeyFacts, origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let bound = origin.clone();
    let kept = move || match facts.keeping {
        Keeping::Memory => t_string!(i18n, settings.key.held),
        Keeping::Session => t_string!(i18n, keys.held_session),
        Keeping::Device => t_string!(i18n, keys.held_device),
    };
    let where_it_is = move || bound_text(i18n, facts.keeping, bound.clone());
    view! {
        <div class="key-held">
            <Chip kind=ChipKind::Ok>{Icon::Key} {kept}</Chip>
            {facts.expires.map(|expires| view! { <Expiry expires/> })}
            <Forget origin name/>
            <p class="field-hint">{where_it_is}</p>
        </div>
    }
}

/// Where a key lies, and the origin that it is sent to.
fn bound_text(i18n: I18n, keeping: Keeping, origin: String) -> String {
    match keeping {
        Keeping::Memory => t_string!(i18n, settings.key.bound, origin = origin),
        Keeping::Session => t_string!(i18n, keys.bound_session, origin = origin),
        Keeping::Device => t_string!(i18n, keys.bound_device, origin = origin),
    }
}

/// How long a token still holds, counted down.
#[component]
fn Expiry(expires: f64) -> impl IntoView {
    let i18n = use_i18n();
    let left = move || expires * 1000.0 - clock::wall().0;
    let now = RwSignal::new(left());
    let ticker = set_interval_with_handle(move || _ = now.try_set(left()), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(ticker) = ticker {
            ticker.clear();
        }
    });
    let is_over = Memo::new(move |_| now.get() <= 0.0);
    let text = move || {
        if is_over.get() {
            t_string!(i18n, keys.expired).to_owned()
        } else {
            t_string!(i18n, keys.expires, time = remaining(i18n, now.get()))
        }
    };
    move || {
        let kind = if is_over.get() { ChipKind::Danger } else { ChipKind::Plain };
        view! { <Chip kind=kind>{text}</Chip> }
    }
}

/// Hours and minutes of a long time; else as other durations are.
fn remaining(i18n: I18n, ms: f64) -> String {
    let minutes = (ms / 60_000.0).floor();
    if minutes < 60.0 {
        return units::duration(i18n, Millis((ms / 1000.0).ceil() * 1000.0));
    }
    t_string!(i18n, keys.hours, h = units::count(i18n, (minutes / 60.0) as u64), m = units::count(i18n, (minutes % 60.0) as u64))
}

#[component]
fn LockedKey(origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="key-held">
            <Chip kind=ChipKind::Warn>{Icon::Key} {t!(i18n, keys.held_locked)}</Chip>
            <Forget origin name/>
        </div>
    }
}

#[component]
fn Forget(origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let forget = move |_| {
        stores.keys.forget(&origin);
        stores.status.announce(tu_string!(i18n, settings.key.forgotten, origin = origin.clone()));
    };
    view! {
        <Button small=true attr:aria-label=move || t_string!(i18n, settings.key.forget_named, name = name.clone()) on:click=forget>
            {t!(i18n, settings.key.forget)}
        </Button>
    }
}

#[component]
fn Entry(origin: String, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (input, passphrase) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    let shown = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let working = RwSignal::new(false);
    let keeping = RwSignal::new(Keeping::Memory);
    let vault = Memo::new(move |_| stores.keys.vault_state());
    let needs_passphrase = Memo::new(move |_| keeping.get() == Keeping::Device && vault.get() != VaultState::Open);
    // Where the way never leaves this machine, nobody can read along.
    let is_plain = origin.strip_prefix("http://").is_some_and(|host| place(host) != Place::Loopback);
    let (bound, warned) = (origin.clone(), origin.clone());
    let keep = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| !working.get_untracked()) else { return };
        let Some(key) = Secret::parse(&input.value()) else { return trouble.set(Some(Trouble::Unusable)) };
        let words = passphrase.get_untracked().map(|field| field.value()).unwrap_or_default();
        if needs_passphrase.get_untracked() && vault.get_untracked() == VaultState::None && words.chars().count() < SHORTEST {
            if let Some(field) = passphrase.get_untracked() {
                dialog::focus(&field);
            }
            return trouble.set(Some(Trouble::Short));
        }
        // Out of the document before anything else happens: the store is the only place that holds them.
        input.set_value("");
        if let Some(field) = passphrase.get_untracked() {
            field.set_value("");
        }
        let (origin, keeping) = (origin.clone(), keeping.get_untracked());
        if keeping == Keeping::Memory {
            stores.status.announce(tu_string!(i18n, settings.key.kept, origin = origin.clone()));
            return stores.keys.set(origin, key);
        }
        working.set(true);
        spawn_local(async move {
            let result = held(stores, origin, key, keeping, &words).await;
            _ = working.try_set(false);
            if let Err(why) = result {
                // Where the key is held in memory all the same, this field is gone: the status says it.
                _ = trouble.try_set(Some(why));
                stores.status.alert(untrack(|| trouble_text(i18n, why)));
            }
        });
    };
    // What is half entered must not stay behind in the document when the page is left.
    on_cleanup(move || {
        for field in [input, passphrase] {
            if let Some(field) = field.try_get_untracked().flatten() {
                field.set_value("");
            }
        }
    });
    let of_passphrase = |why: &Trouble| matches!(why, Trouble::Short | Trouble::WrongPassphrase);
    let told = move |why: Trouble| trouble_text(i18n, why).to_owned();
    let error = Signal::derive(move || trouble.get().filter(|why| !of_passphrase(why)).map(told));
    let passphrase_error = Signal::derive(move || trouble.get().filter(of_passphrase).map(told));
    let label = move || if shown.get() { t_string!(i18n, settings.key.hide) } else { t_string!(i18n, settings.key.show) };
    let choices = Signal::derive(move || {
        vec![
            (Keeping::Memory, t_string!(i18n, keys.in_memory).to_owned()),
            (Keeping::Session, t_string!(i18n, keys.in_session).to_owned()),
            (Keeping::Device, t_string!(i18n, keys.on_device).to_owned()),
        ]
    });
    let hint = move || format!("{} {}", t_string!(i18n, settings.key.token_hint), bound_text(i18n, keeping.get(), bound.clone()));
    let spoken = StoredValue::new(name.clone());
    view! {
        <form class="key-entry" on:submit=keep autocomplete="off">
            <Field
                label=move || t_string!(i18n, settings.key.label_for, name = name.clone())
                hint=hint
                error=error
                children=move |ids| {
                    view! {
                        <div class="field-row">
                            <input
                                node_ref=input
                                class="input input-mono"
                                id=ids.control.clone()
                                type=move || if shown.get() { "text" } else { "password" }
                                autocomplete="off"
                                autocapitalize="off"
                                spellcheck="false"
                                data-1p-ignore=""
                                data-lpignore="true"
                                aria-describedby=ids.described_by.clone()
                                aria-invalid=ids.aria_invalid()
                                placeholder=move || t_string!(i18n, settings.key.placeholder)
                                on:input=move |_| trouble.set(None)
                            />
                            {move || {
                                let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                                view! {
                                    <IconButton icon=icon label=label on:click=move |_| shown.update(|shown| *shown = !*shown) />
                                }
                            }}
                            <Button submit=true kind=ButtonKind::Plain disabled=working>
                                {t!(i18n, settings.key.save)}
                            </Button>
                        </div>
                    }
                }
            />
            // Without the browser's cryptography memory is the only place: no key is ever kept as it is.
            <Show when=crypto::is_there>
                <div class="vault-row">
                    <Field label=move || t_string!(i18n, keys.keep_named, name = spoken.get_value()) let:ids>
                        <Select id=ids.control options=choices value=keeping on_change=move |chosen| keeping.set(chosen)/>
                    </Field>
                    <Show when=move || needs_passphrase.get()>
                        <Field
                            label=move || if vault.get() == VaultState::None { t_string!(i18n, keys.new_passphrase) } else { t_string!(i18n, keys.passphrase) }
                            error=passphrase_error
                            let:ids
                        >
                            <input
                                node_ref=passphrase
                                class="input"
                                type="password"
                                autocomplete="new-password"
                                id=ids.control.clone()
                                aria-describedby=ids.described_by.clone()
                                aria-invalid=ids.aria_invalid()
                                on:input=move |_| trouble.set(None)
                            />
                        </Field>
                    </Show>
                </div>
            </Show>
            {is_plain
                .then(|| {
                    view! {
                        <NoticeBox tone=Tone::Warn>
                            {move || t_string!(i18n, settings.key.insecure, origin = warned.clone())}
                        </NoticeBox>
                    }
                })}
        </form>
    }
}

/// Why a key is not kept as it was wished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trouble {
    Unusable,
    Short,
    WrongPassphrase,
    NotKept,
}

async fn held(stores: Stores, origin: String, key: Secret, keeping: Keeping, passphrase: &str) -> Result<(), Trouble> {
    if keeping == Keeping::Device {
        match untrack(|| stores.keys.vault_state()) {
            VaultState::Open => {}
            VaultState::None => stores.keys.make_vault(passphrase).await.map_err(|_| Trouble::NotKept)?,
            VaultState::Locked => stores.keys.unlock(passphrase).await.map_err(|_| Trouble::WrongPassphrase)?,
        }
    }
    stores.keys.keep(origin, key, keeping).await.map_err(|why: NotHeld| match why {
        NotHeld::Crypto(_) | NotHeld::NoStore => Trouble::NotKept,
    })
}

fn trouble_text(i18n: I18n, why: Trouble) -> &'static str {
    match why {
        Trouble::Unusable => t_string!(i18n, settings.key.unusable),
        Trouble::Short => t_string!(i18n, keys.short),
        Trouble::WrongPassphrase => t_string!(i18n, keys.wrong),
        Trouble::NotKept => t_string!(i18n, keys.not_kept),
    }
}
