//! A newer build of Lineup: told below the header, loaded when the user asks for it.

use super::kit::{Button, ButtonKind, NoticeBox};
use crate::{
    i18n::{t, t_string, tu_string, use_i18n},
    state::{status::Tone, use_stores},
};
use leptos::prelude::*;

#[component]
pub fn UpdateNotice() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let offline = stores.offline;
    let running = stores.play.is_running();
    Effect::new(move |_| {
        if offline.newer.get() {
            stores.status.announce(tu_string!(i18n, common.update.ready));
        }
    });
    view! {
        <Show when=move || offline.newer.get()>
            <NoticeBox tone=Tone::Info on_dismiss=move |()| offline.newer.set(false)>
                <p>
                    {t!(i18n, common.update.ready)} " "
                    {move || if running.get() { t_string!(i18n, common.update.interrupts) } else { t_string!(i18n, common.update.keeps) }}
                </p>
                <div class="notice-actions">
                    <Button kind=ButtonKind::Primary small=true on:click=move |_| offline.load_newer()>
                        {t!(i18n, common.update.load)}
                    </Button>
                </div>
            </NoticeBox>
        </Show>
    }
}
