//! The head of the page: brand, pages, and the tools that belong to no page.

use super::{
    kit::{Button, Icon, Menu, MenuItem},
    overlays::Overlays,
};
use crate::{
    browser::dialog::Edge,
    i18n::{I18n, t, t_string, use_i18n},
    state::{
        commands::Shortcut,
        prefs::{Lang, Theme},
        route::Route,
        use_stores,
    },
};
use leptos::prelude::*;

#[component]
pub fn Header() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let route = stores.route.route;
    let current = move |own| move || (route.get() == own).then_some("page");
    let palette = expect_context::<Overlays>().palette;
    view! {
        <header class="header">
            <a class="brand" href=Route::Play.href()>
                <BrandMark />
                <span class="wide-text">{t!(i18n, common.app)}</span>
            </a>
            <nav class="nav" aria-label=move || t_string!(i18n, common.header.nav)>
                <a href=Route::Play.href() aria-current=current(Route::Play)>
                    {t!(i18n, common.header.play)}
                </a>
                <a href=Route::LineUp.href() aria-current=current(Route::LineUp)>
                    {t!(i18n, common.header.line_up)}
                </a>
                <a href=Route::History.href() aria-current=current(Route::History)>
                    {t!(i18n, common.header.history)}
                </a>
            </nav>
            <div class="header-tools">
                <Button attr:aria-haspopup="dialog" on:click=move |_| palette.set(true)>
                    {Icon::Search}
                    <span class="wide-text">{t!(i18n, common.header.commands)}</span>
                    <kbd class="wide-only">{Shortcut::command("k").label()}</kbd>
                </Button>
                <Button attr:aria-haspopup="dialog" attr:title=move || t_string!(i18n, share.open_hint) on:click=move |_| stores.share.sheet.set(true)>
                    {Icon::Share}
                    <span class="wide-text">{t!(i18n, share.open)}</span>
                </Button>
                {stores.prefs.lang_is_free.then(LanguageMenu)}
                <ThemeButton />
                <a
                    class="btn btn-icon"
                    href=Route::Settings.href()
                    aria-current=current(Route::Settings)
                    aria-label=move || t_string!(i18n, common.header.settings)
                    title=move || t_string!(i18n, common.header.settings)
                >
                    {Icon::Gear}
                </a>
            </div>
        </header>
    }
}

/// Goes round the themes; the icon is the one in use.
#[component]
fn ThemeButton() -> impl IntoView {
    let i18n = use_i18n();
    let theme = use_stores().prefs.theme;
    let label = move || t_string!(i18n, common.header.theme, name = theme_name(i18n, theme.get()));
    let icon = move || match theme.get() {
        Theme::System => Icon::System.draw(),
        Theme::Light => Icon::Sun.draw(),
        Theme::Dark => Icon::Moon.draw(),
    };
    view! {
        <button
            type="button"
            class="btn btn-icon theme-button"
            aria-label=label
            title=label
            on:click=move |_| theme.update(|theme| *theme = theme.next())
        >
            {icon}
        </button>
    }
}

/// The name of a theme in the page's language.
pub fn theme_name(i18n: I18n, theme: Theme) -> &'static str {
    match theme {
        Theme::System => t_string!(i18n, common.theme.system),
        Theme::Light => t_string!(i18n, common.theme.light),
        Theme::Dark => t_string!(i18n, common.theme.dark),
    }
}

#[component]
fn LanguageMenu() -> impl IntoView {
    let i18n = use_i18n();
    let prefs = use_stores().prefs;
    let item = move |lang: Lang| {
        let checked = Signal::derive(move || prefs.lang.get() == lang);
        view! {
            <MenuItem on_select=move |()| prefs.choose_lang(lang) checked=checked>
                <span lang=lang.tag()>{lang.name()}</span>
            </MenuItem>
        }
    };
    view! {
        <Menu
            trigger=move || view! { {Icon::Globe} <span class="wide-only">{move || prefs.lang.get().name()}</span> }
            label=move || t_string!(i18n, common.header.language, name = prefs.lang.get().name())
            label_trigger=true
            trigger_class="btn"
            edge=Edge::End
        >
            {Lang::ALL.map(item).collect_view()}
        </Menu>
    }
}

/// Three bars: the classes of tokens.
#[component]
fn BrandMark() -> impl IntoView {
    view! {
        <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            <rect class="brand-input" x="1" y="3" width="4" height="12" rx="1" />
            <rect class="brand-reason" x="7" y="1" width="4" height="14" rx="1" />
            <rect class="brand-output" x="13" y="6" width="4" height="9" rx="1" />
        </svg>
    }
}
