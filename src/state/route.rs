//! Which page is shown. The address is `#/…`, so that any static host and any sub-path works.

use crate::browser::location;
use leptos::prelude::*;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Route {
    #[default]
    Play,
    Settings,
}

impl Route {
    /// The hash of the page, as a link writes it.
    pub fn href(self) -> &'static str {
        match self {
            Self::Play => "#/",
            Self::Settings => "#/settings",
        }
    }

    /// Reads a hash without its `#`. `None` is an address that no page has.
    pub fn parse(hash: &str) -> Option<Self> {
        let path = hash.split('?').next().unwrap_or_default();
        match path.trim_matches('/') {
            "" => Some(Self::Play),
            "settings" => Some(Self::Settings),
            _ => None,
        }
    }
}

/// The route, following the address.
#[derive(Clone, Copy)]
pub struct RouteStore {
    pub route: Signal<Route>,
    /// The hash that no page has; Play is shown in its place, with a notice.
    pub unknown: Signal<Option<String>>,
}

impl RouteStore {
    pub fn open() -> Self {
        let hash = RwSignal::new(location::hash());
        location::on_hash_change(move |now| hash.set(now));
        Self {
            route: Memo::new(move |_| hash.with(|hash| Route::parse(hash)).unwrap_or_default()).into(),
            unknown: Memo::new(move |_| hash.with(|hash| Route::parse(hash).is_none().then(|| hash.clone()))).into(),
        }
    }

    pub fn go(&self, route: Route) {
        location::set_hash(route.href());
    }
}

#[cfg(test)]
mod tests {
    use super::Route;

    #[test]
    fn hashes_lead_to_their_pages() {
        let cases = [
            ("", Some(Route::Play)),
            ("/", Some(Route::Play)),
            ("/settings", Some(Route::Settings)),
            ("/settings/", Some(Route::Settings)),
            ("settings?from=link", Some(Route::Settings)),
            ("/nowhere", None),
            ("/settings/more", None),
            ("%2Fsettings", None),
        ];
        for (hash, expected) in cases {
            assert_eq!(Route::parse(hash), expected, "{hash}");
        }
    }

    #[test]
    fn every_link_leads_back_to_its_page() {
        for route in [Route::Play, Route::Settings] {
            assert_eq!(Route::parse(route.href().trim_start_matches('#')), Some(route));
        }
    }
}
