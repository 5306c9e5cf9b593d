//! How the user wants the page: language, theme, what Enter does. Kept in localStorage.

use super::{
    host::Host,
    status::Status,
    stored::{Found, Slot},
};
use crate::{
    browser::{
        media,
        storage::{self, Area},
    },
    i18n::Locale,
};
use leptos::prelude::*;
use lineup_core::draft::ExampleLanguage;
use serde::{Deserialize, Serialize};

const SLOT: Slot = Slot::first(Area::Local, "prefs");

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    En,
    Ko,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::En, Self::Ko];

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// The language's own name, which is the same in every language of the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ko => "한국어",
        }
    }

    /// The language of examples, and of the tools that are described to a model.
    pub fn of_examples(self) -> ExampleLanguage {
        match self {
            Self::En => ExampleLanguage::English,
            Self::Ko => ExampleLanguage::Korean,
        }
    }

    /// The first of the reader's languages that the page speaks; English where it speaks none.
    pub fn choose(preferred: &[String]) -> Self {
        let spoken = |tag: &String| {
            let primary = tag.split(['-', '_']).next().unwrap_or_default();
            Self::ALL.into_iter().find(|lang| primary.eq_ignore_ascii_case(lang.tag()))
        };
        preferred.iter().find_map(spoken).unwrap_or(Self::En)
    }
}

impl From<Lang> for Locale {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::En => Self::en,
            Lang::Ko => Self::ko,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The theme after this one, for the button that goes round.
    pub fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// As it is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// `None` follows the browser.
    lang: Option<Lang>,
    theme: Theme,
    enter_sends: bool,
}

#[derive(Clone, Copy)]
pub struct Prefs {
    /// The language of the page: the chosen one, else the host's, else the browser's.
    pub lang: Signal<Lang>,
    pub theme: RwSignal<Theme>,
    /// Enter runs and Shift+Enter breaks the line; otherwise Enter breaks the line and Ctrl/⌘+Enter runs.
    pub enter_sends: RwSignal<bool>,
    /// Whether the host leaves the language to the user.
    pub lang_is_free: bool,
    chosen_lang: RwSignal<Option<Lang>>,
}

impl Prefs {
    /// Reads what was kept, and from then on keeps every change and applies it to the document.
    pub fn open(host: Host, status: Status) -> Self {
        let kept = status.found::<Kept>(SLOT.load());
        let spoken = || Lang::choose(&media::languages());
        let usual = host.language.map_or_else(spoken, |language| language.value.into());
        let lang_is_free = host.language.is_none_or(|language| !language.pinned);
        let chosen_lang = RwSignal::new(kept.lang);
        let prefs = Self {
            lang: Memo::new(move |_| chosen_lang.get().filter(|_| lang_is_free).unwrap_or(usual)).into(),
            theme: RwSignal::new(kept.theme),
            enter_sends: RwSignal::new(kept.enter_sends),
            lang_is_free,
            chosen_lang,
        };
        prefs.apply();
        prefs.keep(kept, status);
        prefs
    }

    pub fn choose_lang(&self, lang: Lang) {
        self.chosen_lang.set(Some(lang));
    }

    /// Takes over what was kept elsewhere.
    ///
    /// # Errors
    /// It is something else.
    pub fn take_over(&self, kept: serde_json::Value) -> Result<(), serde_json::Error> {
        self.take(serde_json::from_value(kept)?);
        Ok(())
    }

    /// Back to what a newcomer has.
    pub fn reset(&self) {
        self.take(Kept::default());
    }

    fn now(&self) -> Kept {
        Kept { lang: self.chosen_lang.get(), theme: self.theme.get(), enter_sends: self.enter_sends.get() }
    }

    fn take(&self, kept: Kept) {
        self.chosen_lang.set(kept.lang);
        self.theme.set(kept.theme);
        self.enter_sends.set(kept.enter_sends);
    }

    fn apply(self) {
        Effect::new(move |_| media::set_language(self.lang.get().tag()));
        Effect::new(move |_| {
            media::set_theme(match self.theme.get() {
                Theme::System => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            });
        });
    }

    fn keep(self, loaded: Kept, status: Status) {
        // What is kept already is not written again: not at the start, and not when it came from another tab.
        let last = StoredValue::new(loaded);
        Effect::new(move |_| {
            let now = self.now();
            if now != last.get_value() {
                last.set_value(now);
                status.kept(if now == Kept::default() { forget() } else { SLOT.save(&now) });
            }
        });
        storage::on_change_elsewhere(move |name| {
            if name == SLOT.name
                && let Found::Value(kept) = SLOT.load()
            {
                last.set_value(kept);
                self.take(kept);
            }
        });
    }
}

/// Defaults need no entry: after "erase everything" nothing is left, not even that.
fn forget() -> Result<(), storage::NotKept> {
    storage::remove(SLOT.area, SLOT.name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Kept, Lang, Theme};

    #[test]
    fn the_first_spoken_language_wins() {
        let cases: [(&[&str], Lang); 7] = [
            (&[], Lang::En),
            (&["ko-KR", "en-US"], Lang::Ko),
            (&["en-GB", "ko"], Lang::En),
            (&["fr", "ko"], Lang::Ko),
            (&["KO"], Lang::Ko),
            (&["kok", "de"], Lang::En),
            (&[""], Lang::En),
        ];
        for (tags, expected) in cases {
            let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
            assert_eq!(Lang::choose(&tags), expected, "{tags:?}");
        }
    }

    #[test]
    fn prefs_with_fields_from_elsewhere_are_read() {
        let kept: Kept = serde_json::from_str(r#"{"theme":"dark","later":1}"#).unwrap();
        assert_eq!(kept, Kept { theme: Theme::Dark, ..Kept::default() });
    }
}
