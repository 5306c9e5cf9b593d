//! What is kept on this device, and how to erase it.

use crate::{
    browser::intl,
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::{
        data::{self, KeptItem},
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, ButtonKind, Confirm, NoticeBox},
};
use leptos::prelude::*;

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
                <td class="num">{move || size(i18n, bytes)}</td>
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
                            <td class="num">{move || size(i18n, total)}</td>
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
                    if items.with(Vec::is_empty) {
                        view! { <p class="settings-row soft">{t!(i18n, settings.data.empty)}</p> }.into_any()
                    } else {
                        table().into_any()
                    }
                }}
                <div class="settings-row settings-actions">
                    <Button kind=ButtonKind::Danger on:click=move |_| asking.set(true)>
                        {t!(i18n, settings.data.erase)}
                    </Button>
                </div>
            </div>
            <Confirm
                open=asking
                title=move || t_string!(i18n, settings.data.erase_title)
                text=move || t_string!(i18n, settings.data.erase_text)
                action=move || t_string!(i18n, settings.data.erase)
                on_confirm=move |()| data::erase(stores.keys)
            />
        </section>
    }
}

fn item_name(i18n: I18n, name: &str) -> String {
    match name {
        "prefs" => t_string!(i18n, settings.data.prefs).to_owned(),
        "learned" => t_string!(i18n, learned.title).to_owned(),
        "endpoints" => t_string!(i18n, settings.data.endpoints).to_owned(),
        "vault" | "keys" | "auto-lock" => t_string!(i18n, keys.kept_item).to_owned(),
        "background" => t_string!(i18n, settings.data.background).to_owned(),
        "own-models" => t_string!(i18n, settings.data.own_models).to_owned(),
        name if name.starts_with("play") => t_string!(i18n, settings.data.play).to_owned(),
        name if name.contains(".unreadable-") => t_string!(i18n, settings.data.unreadable, name = name.to_owned()),
        name => name.to_owned(),
    }
}

/// `812 bytes`, `12.4 KB`.
fn size(i18n: I18n, bytes: usize) -> String {
    let locale = i18n.locale();
    match bytes {
        0..1000 => plural!(i18n, bytes, settings.data.bytes, count = bytes),
        1000..1_000_000 => format!("{} KB", intl::number(locale, bytes as f64 / 1e3, 1)),
        _ => format!("{} MB", intl::number(locale, bytes as f64 / 1e6, 1)),
    }
}
