//! Theme, language, what Enter does.

use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        commands::Shortcut,
        prefs::{Lang, Theme},
        use_stores,
    },
    ui::{
        header::theme_name,
        kit::{Check, Segmented},
    },
};
use leptos::prelude::*;

#[component]
pub fn AppearanceSection() -> impl IntoView {
    let i18n = use_i18n();
    let prefs = use_stores().prefs;
    let themes = Signal::derive(move || Theme::ALL.map(|theme| (theme, theme_name(i18n, theme).to_owned(), true)).to_vec());
    let languages = Lang::ALL.map(|lang| (lang, lang.name().to_owned(), true)).to_vec();
    view! {
        <section class="settings-section" aria-labelledby="settings-appearance">
            <h2 id="settings-appearance">{t!(i18n, settings.appearance.title)}</h2>
            <div class="settings-card">
                <div class="settings-row">
                    <span class="field-label">{t!(i18n, settings.appearance.theme)}</span>
                    <Segmented
                        label=move || t_string!(i18n, settings.appearance.theme)
                        options=themes
                        value=prefs.theme
                        on_change=move |theme| prefs.theme.set(theme)
                    />
                </div>
                {prefs
                    .lang_is_free
                    .then(|| {
                        view! {
                            <div class="settings-row">
                                <span class="field-label">{t!(i18n, settings.appearance.language)}</span>
                                <Segmented
                                    label=move || t_string!(i18n, settings.appearance.language)
                                    options=languages
                                    value=prefs.lang
                                    on_change=move |lang| prefs.choose_lang(lang)
                                />
                            </div>
                        }
                    })}
                <div class="settings-row">
                    <Check
                        label=move || t_string!(i18n, settings.appearance.enter)
                        hint=move || t_string!(i18n, settings.appearance.enter_hint, keys = Shortcut::command("Enter").label())
                        value=prefs.enter_sends
                        on_change=move |on| prefs.enter_sends.set(on)
                    />
                </div>
            </div>
        </section>
    }
}
