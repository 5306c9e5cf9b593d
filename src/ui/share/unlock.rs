//! Asks for the passphrase of a link.

use crate::{
    browser::crypto,
    i18n::{t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, Dialog, Field},
};
use leptos::{ev, prelude::*, task::spawn_local};

#[component]
pub fn UnlockDialog() -> impl IntoView {
    let i18n = use_i18n();
    let share = use_stores().share;
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(share.locked.with(Option::is_some)));
    view! {
        <Dialog open=open title=move || t_string!(i18n, share.locked)>
            <Form open/>
        </Dialog>
    }
}

/// Lives while the dialog is open, and the passphrase with it.
#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let share = use_stores().share;
    let passphrase = RwSignal::new(String::new());
    let (wrong, working) = (RwSignal::new(false), RwSignal::new(false));
    let error = Signal::derive(move || {
        let missing = !crypto::is_there();
        let text = if missing { t_string!(i18n, share.no_crypto) } else { t_string!(i18n, share.wrong) };
        (missing || wrong.get()).then(|| text.to_owned())
    });
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        working.set(true);
        let words = passphrase.get_untracked();
        spawn_local(async move {
            let opened = share.unlock(&words).await;
            // The dialog may be closed meanwhile.
            _ = working.try_set(false);
            if !opened {
                _ = wrong.try_set(true);
            }
        });
    };
    view! {
        <form class="share-form" on:submit=submit>
            <div class="dialog-body">
                <p class="soft">{t!(i18n, share.locked_text)}</p>
                <Field label=move || t_string!(i18n, share.passphrase) error=error let:ids>
                    <input
                        class="input"
                        type="password"
                        autocomplete="off"
                        autofocus
                        id=ids.control.clone()
                        aria-describedby=ids.described_by.clone()
                        aria-invalid=ids.aria_invalid()
                        prop:value=passphrase
                        on:input:target=move |event| {
                            wrong.set(false);
                            passphrase.set(event.target().value());
                        }
                    />
                </Field>
            </div>
            <div class="dialog-foot">
                <Button on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                <Button
                    kind=ButtonKind::Primary
                    submit=true
                    disabled=Signal::derive(move || working.get() || passphrase.with(String::is_empty))
                >
                    {t!(i18n, share.unlock)}
                </Button>
            </div>
        </form>
    }
}
