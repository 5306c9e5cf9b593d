//! The frame of the page: header, notices, the current page, and the regions that screen readers listen to.

use super::{
    header::Header,
    history::HistoryPage,
    kit::{Button, NoticeBox},
    later::later,
    line_up::LineUpPage,
    overlays::Overlays,
    palette::Palette,
    play::{DraftView, PlayPage},
    replay::{NotPlayedNotice, SaveDialog},
    settings::SettingsPage,
    share::{ShareSheet, UnlockDialog, VisitBanner},
    shortcuts::Shortcuts,
    update::UpdateNotice,
};
use crate::{
    browser::{dialog, media, storage::NotKept},
    i18n::{I18n, t, t_string, use_i18n},
    later,
    state::{
        route::Route,
        status::{StorageTrouble, Tone},
        tools::ToolsView,
        use_stores,
    },
};
use leptos::{html, prelude::*, task::spawn_local};

#[component]
pub fn Shell() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let main = NodeRef::<html::Main>::new();
    let route = stores.route.route;
    provide_context(Overlays::open());
    provide_context(DraftView::default());
    provide_context(ToolsView::default());

    Effect::new(move |before: Option<Route>| {
        let now = route.get();
        media::set_title(&t_string!(i18n, common.title, page = page_name(i18n, now)));
        // A new page begins at its top, for the eyes and for the keyboard; the first one is left where the browser puts the focus.
        if before.is_some_and(|before| before != now)
            && let Some(main) = main.get_untracked()
        {
            main.set_scroll_top(0);
            dialog::focus(&main);
        }
        now
    });
    let skip = move |event: leptos::ev::MouseEvent| {
        // The hash belongs to the routes, so the link moves the focus by itself.
        event.prevent_default();
        if let Some(main) = main.get_untracked() {
            dialog::focus(&main);
        }
    };
    view! {
        <a class="skip-link" href="#content" on:click=skip>
            {t!(i18n, common.skip)}
        </a>
        <Header />
        <Notices />
        <main class="page" id="content" tabindex="-1" node_ref=main>
            {move || match route.get() {
                Route::Play => view! { <PlayPage /> }.into_any(),
                Route::LineUp => line_up_page(),
                Route::History => history_page(),
                Route::Settings => settings_page(),
            }}
        </main>
        <Palette />
        <Shortcuts />
        <ShareSheet />
        <UnlockDialog />
        <SaveDialog />
        <div class="visually-hidden" role="status" aria-live="polite" id="status">
            {stores.status.polite_text()}
        </div>
        <div class="visually-hidden" role="alert" aria-live="assertive" id="alert">
            {stores.status.assertive_text()}
        </div>
    }
}

later! { in pages: fn line_up_page() { view! { <LineUpPage /> } } }
later! { in pages: fn history_page() { view! { <HistoryPage /> } } }
later! { in pages: fn settings_page() { view! { <SettingsPage /> } } }

fn page_name(i18n: I18n, route: Route) -> &'static str {
    match route {
        Route::Play => t_string!(i18n, common.header.play),
        Route::LineUp => t_string!(i18n, common.header.line_up),
        Route::History => t_string!(i18n, common.header.history),
        Route::Settings => t_string!(i18n, common.header.settings),
    }
}

/// What can be done before anything is lost: what is on the page is still there.
#[component]
fn WhenFull() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let export = move |_| spawn_local(async move { _ = stores.keeping.export_all(stores).await });
    view! {
        <div class="notice-actions">
            <Button small=true on:click=export>{t!(i18n, history.export_all)}</Button>
            <a class="btn btn-small" href=Route::History.href()>{t!(i18n, common.header.history)}</a>
        </div>
    }
}

/// What the user has to know about the whole page, below the header.
#[component]
fn Notices() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let status = stores.status;
    let trouble = status.trouble_with_storage();
    // Dismissed per trouble and per address: another one is shown again.
    let (trouble_seen, unknown_seen) = (RwSignal::new(None), RwSignal::new(None));
    let unknown = stores.route.unknown;
    let is_missed = RwSignal::from(later::MISSED.clone());
    let trouble_text = move |trouble| match trouble {
        StorageTrouble::NotKept(NotKept::Refused) => t_string!(i18n, common.notice.storage_refused),
        StorageTrouble::NotKept(NotKept::Full) => t_string!(i18n, common.notice.storage_full),
        StorageTrouble::Unreadable => t_string!(i18n, common.notice.storage_unreadable),
    };
    view! {
        <section class="notices" aria-label=move || t_string!(i18n, common.notice.region)>
            {move || {
                trouble
                    .get()
                    .filter(|trouble| trouble_seen.get() != Some(*trouble))
                    .map(|trouble| {
                        view! {
                            <NoticeBox tone=Tone::Warn on_dismiss=move |()| trouble_seen.set(Some(trouble))>
                                <p>{move || trouble_text(trouble)}</p>
                                {(trouble == StorageTrouble::NotKept(NotKept::Full)).then(|| view! { <WhenFull/> })}
                            </NoticeBox>
                        }
                    })
            }}
            {move || {
                unknown
                    .get()
                    .filter(|address| unknown_seen.get().as_ref() != Some(address))
                    .map(|address| {
                        let seen = address.clone();
                        view! {
                            <NoticeBox tone=Tone::Info on_dismiss=move |()| unknown_seen.set(Some(seen.clone()))>
                                {move || t_string!(i18n, common.notice.unknown_page, address = format!("#{address}"))}
                            </NoticeBox>
                        }
                    })
            }}
            <Show when=move || is_missed.get()>
                <NoticeBox tone=Tone::Warn on_dismiss=move |()| is_missed.set(false)>
                    {t!(i18n, common.later.failed)}
                </NoticeBox>
            </Show>
            <UpdateNotice />
            <VisitBanner />
            <NotPlayedNotice />
            <For each=move || status.notices().get() key=|notice| notice.id let:notice>
                <NoticeBox tone=notice.tone on_dismiss=move |()| status.dismiss(notice.id)>
                    {move || notice.text.get()}
                </NoticeBox>
            </For>
        </section>
    }
}
