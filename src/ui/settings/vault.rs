//! The keys on this device: unlocking, locking, and after how long the page locks by itself.

use crate::{
    browser::crypto,
    i18n::{t, t_string, tu_string, use_i18n},
    state::{
        keys::{AUTO_LOCK_CHOICES, VaultState},
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, ButtonKind, Field, Icon, NoticeBox, Select},
};
use leptos::{ev, html, prelude::*, task::spawn_local};

#[component]
pub fn VaultPanel() -> impl IntoView {
    let i18n = use_i18n();
    let keys = use_stores().keys;
    let state = Memo::new(move |_| keys.vault_state());
    view! {
        <Show when=|| !crypto::is_there()>
            <NoticeBox tone=Tone::Warn>{t!(i18n, keys.insecure_page)}</NoticeBox>
        </Show>
        <Show when=move || state.get() == VaultState::Locked>
            <Unlock/>
        </Show>
        <Show when=move || state.get() == VaultState::Open>
            <Open/>
        </Show>
    }
}

#[component]
fn Unlock() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let input = NodeRef::<html::Input>::new();
    let (wrong, working) = (RwSignal::new(false), RwSignal::new(false));
    let error = Signal::derive(move || wrong.get().then(|| t_string!(i18n, keys.wrong).to_owned()));
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = input.get_untracked().filter(|_| !working.get_untracked()) else { return };
        let passphrase = input.value();
        input.set_value("");
        working.set(true);
        spawn_local(async move {
            let opened = stores.keys.unlock(&passphrase).await.is_ok();
            // The panel is gone where it opened.
            _ = working.try_set(false);
            if opened {
                stores.status.announce(tu_string!(i18n, keys.unlocked));
            } else {
                _ = wrong.try_set(true);
            }
        });
    };
    view! {
        <form class="vault settings-card" on:submit=submit autocomplete="off">
            <p class="vault-title">{Icon::Key} {t!(i18n, keys.locked)}</p>
            <Field label=move || t_string!(i18n, keys.passphrase) error=error let:ids>
                <div class="field-row">
                    <input
                        node_ref=input
                        class="input"
                        type="password"
                        autocomplete="off"
                        id=ids.control.clone()
                        aria-describedby=ids.described_by.clone()
                        aria-invalid=ids.aria_invalid()
                        on:input=move |_| wrong.set(false)
                    />
                    <Button submit=true kind=ButtonKind::Primary disabled=working>{t!(i18n, keys.unlock)}</Button>
                </div>
            </Field>
        </form>
    }
}

#[component]
fn Open() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let keys = stores.keys;
    let choices = Signal::derive(move || AUTO_LOCK_CHOICES.map(|minutes| (minutes, t_string!(i18n, keys.minutes, n = minutes))).to_vec());
    view! {
        <div class="vault settings-card">
            <p class="vault-title">{Icon::Key} {t!(i18n, keys.open)}</p>
            <div class="vault-row">
                <Field label=move || t_string!(i18n, keys.auto_lock) let:ids>
                    <Select id=ids.control options=choices value=keys.auto_lock on_change=move |minutes| keys.choose_auto_lock(minutes)/>
                </Field>
                <Button
                    on:click=move |_| {
                        keys.lock();
                        stores.status.announce(tu_string!(i18n, keys.now_locked));
                    }
                >
                    {t!(i18n, keys.lock)}
                </Button>
            </div>
        </div>
    }
}
