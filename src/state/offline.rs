//! The page without a network, and newer builds of it, which come in only with the user's consent.

use crate::browser::{
    clock, location,
    offline::{self, News, Registration},
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// The first load, and what the user does in it, come first: the worker fetches several megabytes.
const AFTER_START: Duration = Duration::from_secs(2);
/// How often a page that stays open asks for a newer build.
const ASK_EVERY: Duration = Duration::from_secs(60 * 60);
/// A page that is shown again asks too, but not each time that somebody changes between tabs.
const ASK_AGAIN_AFTER_MS: f64 = 10.0 * 60.0 * 1000.0;
/// A worker takes over in moments. One that has been overtaken meanwhile never does; then loading anew shows how things stand.
const TAKES_OVER_WITHIN: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
pub struct Offline {
    /// The build of this page, once the browser has all of it.
    pub kept: RwSignal<Option<String>>,
    /// Whether a newer build is ready; the user may put that away.
    pub newer: RwSignal<bool>,
    registration: StoredValue<Option<Registration>, LocalStorage>,
    agreed: StoredValue<bool>,
}

impl Offline {
    #[allow(clippy::new_without_default, reason = "signals need an owner: making one by Default would hide that")]
    pub fn new() -> Self {
        Self {
            kept: RwSignal::default(),
            newer: RwSignal::default(),
            registration: StoredValue::new_local(None),
            agreed: StoredValue::new(false),
        }
    }

    /// Has the browser keep the page, and follows what becomes of it; for the page only, neither the cell nor a page in a frame.
    pub fn start(self) {
        let Some(build) = offline::build() else { return };
        let register = async move {
            let hear = {
                let build = build.clone();
                move |news| match news {
                    News::Kept => self.kept.set(Some(build.clone())),
                    News::Waits => self.newer.set(true),
                    News::TookOver if self.agreed.get_value() => location::reload(),
                    // In another tab.
                    News::TookOver => self.newer.set(true),
                }
            };
            if let Some(registration) = offline::register(&build, hear).await {
                self.registration.set_value(Some(registration));
                self.ask_now_and_then();
            }
        };
        set_timeout(move || spawn_local(register), AFTER_START);
    }

    /// Loads the newer build. What runs in this page is interrupted.
    pub fn load_newer(self) {
        let waits = self.registration.with_value(|registration| registration.as_ref().is_some_and(Registration::take_over));
        if waits {
            self.agreed.set_value(true);
            set_timeout(location::reload, TAKES_OVER_WITHIN);
        } else {
            location::reload();
        }
    }

    fn ask_now_and_then(self) {
        let asked = StoredValue::new(clock::now());
        let ask = move || {
            asked.set_value(clock::now());
            self.registration.with_value(|registration| {
                if let Some(registration) = registration {
                    registration.check();
                }
            });
        };
        set_interval(ask, ASK_EVERY);
        _ = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if clock::now() - asked.get_value() > ASK_AGAIN_AFTER_MS {
                ask();
            }
        });
    }
}
