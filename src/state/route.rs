//! Which page is shown. The address is `#/…`, so that any static host and any sub-path works.

use crate::browser::location;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Route {
    #[default]
    Play,
    LineUp,
    History,
    Settings,
}

impl Route {
    /// The hash of the page, as a link writes it.
    pub fn href(self) -> &'static str {
        match self {
            Self::Play => "#/",
            Self::LineUp => "#/lineup",
            Self::History => "#/history",
            Self::Settings => "#/settings",
        }
    }

    /// Reads a hash without its `#`. `None` is an address that no page has.
    pub fn parse(hash: &str) -> Option<Self> {
        let path = hash.split('?').next().unwrap_or_default();
        match path.trim_matches('/') {
            "" => Some(Self::Play),
            // As the page's name is written, too: people type addresses.
            "lineup" | "line-up" => Some(Self::LineUp),
            "history" => Some(Self::History),
            "settings" => Some(Self::Settings),
            // A set-up that was shared: the link itself is read elsewhere.
            _ if path.trim_start_matches('/').starts_with("s/") => Some(Self::Play),
            // A recorded run, likewise.
            _ if path.trim_start_matches('/').starts_with("c/") => Some(Self::Play),
            _ => card(hash).map(|_| Self::LineUp),
        }
    }
}

/// The hash of a model's card.
pub fn card_href(model: &str) -> String {
    format!("{}/{}", Route::LineUp.href(), location::encode(model))
}

/// The model whose card a hash names, percent-encoded; without `#`.
fn card(hash: &str) -> Option<&str> {
    let path = hash.trim_start_matches('/');
    path.strip_prefix("lineup/").or_else(|| path.strip_prefix("line-up/")).filter(|model| !model.is_empty())
}

/// The route, following the address.
#[derive(Clone, Copy)]
pub struct RouteStore {
    pub hash: Signal<String>,
    pub route: Signal<Route>,
    /// The model whose card is open.
    pub card: Signal<Option<String>>,
    /// The hash that no page has; Play is shown in its place, with a notice.
    pub unknown: Signal<Option<String>>,
}

impl RouteStore {
    pub fn open() -> Self {
        let hash = RwSignal::new(location::hash());
        location::on_hash_change(move |now| hash.set(now));
        Self {
            hash: hash.into(),
            route: Memo::new(move |_| hash.with(|hash| Route::parse(hash)).unwrap_or_default()).into(),
            card: Memo::new(move |_| hash.with(|hash| card(hash).map(location::decode))).into(),
            unknown: Memo::new(move |_| hash.with(|hash| Route::parse(hash).is_none().then(|| hash.clone()))).into(),
        }
    }

    pub fn go(&self, route: Route) {
        location::set_hash(route.href());
    }
}

#[cfg(test)]
mod tests {
    use super::{Route, card};

    #[test]
    fn hashes_lead_to_their_pages() {
        let cases = [
            ("", Some(Route::Play)),
            ("/", Some(Route::Play)),
            ("/settings", Some(Route::Settings)),
            ("/settings/", Some(Route::Settings)),
            ("/lineup", Some(Route::LineUp)),
            ("/lineup/", Some(Route::LineUp)),
            ("/lineup/o4-mini", Some(Route::LineUp)),
            ("/lineup/openai%2Fgpt-oss-20b%3Afree", Some(Route::LineUp)),
            ("/history", Some(Route::History)),
            ("/lineups", None),
            ("settings?from=link", Some(Route::Settings)),
            ("/s/1.AAAA", Some(Route::Play)),
            ("/?model=o3&prompt=hi", Some(Route::Play)),
            ("/c/1.AAAA", Some(Route::Play)),
            ("/?cassette=cassettes/cut.json", Some(Route::Play)),
            ("/nowhere", None),
            ("/settings/more", None),
            ("%2Fsettings", None),
        ];
        for (hash, expected) in cases {
            assert_eq!(Route::parse(hash), expected, "{hash}");
        }
    }

    #[test]
    fn a_card_is_named_by_its_address() {
        assert_eq!(card("/lineup/gpt-5.4-mini"), Some("gpt-5.4-mini"));
        assert_eq!(card("/lineup/openai/gpt-oss-20b:free"), Some("openai/gpt-oss-20b:free"));
        for none in ["/lineup", "/lineup/", "/settings/o3", ""] {
            assert_eq!(card(none), None, "{none}");
        }
    }

    #[test]
    fn every_link_leads_back_to_its_page() {
        for route in [Route::Play, Route::LineUp, Route::History, Route::Settings] {
            assert_eq!(Route::parse(route.href().trim_start_matches('#')), Some(route));
        }
    }
}
