//! What the one who hosts the page sets, in `lineup.config.json` beside it: read once, before anything is shown.

use super::{
    prefs::Lang,
    status::{Notice, Status, Tone},
};
use crate::{
    browser::{
        abort::Abort,
        clock,
        fetch::{self, NotFetched},
        location, promise,
    },
    i18n::{I18n, t_string},
    later::split,
};
use leptos::text_prop::TextProp;
use lineup_core::{
    config::{ConfigError, FILE, HostConfig, Language, MOST_BYTES},
    draft::EndpointId,
};
use std::{
    future::Future,
    ops::Deref,
    sync::{Arc, LazyLock},
    time::Duration,
};

/// So long the host has: then the page begins without.
const PATIENCE: Duration = Duration::from_secs(5);

/// The settings; copy them freely. What they say is the same as long as the page is open.
#[derive(Clone, Copy)]
pub struct Host {
    config: &'static HostConfig,
    trouble: Option<&'static Trouble>,
}

/// Why the file that is there is not used.
#[derive(Debug)]
enum Trouble {
    NotFetched(NotFetched),
    Unusable(Vec<ConfigError>),
}

impl Deref for Host {
    type Target = HostConfig;

    fn deref(&self) -> &HostConfig {
        self.config
    }
}

impl Default for Host {
    /// A host that sets nothing.
    fn default() -> Self {
        static NOTHING: LazyLock<HostConfig> = LazyLock::new(HostConfig::default);
        Self { config: &NOTHING, trouble: None }
    }
}

impl Host {
    /// Asks for the file at once; await what comes back when it is needed.
    pub fn ask() -> impl Future<Output = Self> {
        promise::begun(async {
            let Some(abort) = Abort::after(PATIENCE) else { return Self::default() };
            let text = fetch::own_text(&location::beside(FILE), MOST_BYTES, &abort).await;
            let late = || Self::troubled(Trouble::NotFetched(NotFetched::Unreachable));
            clock::within(PATIENCE, Self::of(text)).await.unwrap_or_else(late)
        })
    }

    async fn of(text: Result<String, NotFetched>) -> Self {
        let read = match text {
            // Some hosts answer with their page where there is no such file.
            Ok(text) if text.trim_start().starts_with('<') => return Self::default(),
            Err(NotFetched::Status(404 | 410)) => return Self::default(),
            Ok(text) if HostConfig::is_silent(&text) => return Self::default(),
            Ok(text) => match config(text).await {
                Some(read) => read.map_err(Trouble::Unusable),
                None => Err(Trouble::NotFetched(NotFetched::Unreachable)),
            },
            Err(why) => Err(Trouble::NotFetched(why)),
        };
        match read {
            Ok(config) => Self { config: Box::leak(Box::new(config)), trouble: None },
            Err(trouble) => Self::troubled(trouble),
        }
    }

    fn troubled(trouble: Trouble) -> Self {
        Self { trouble: Some(Box::leak(Box::new(trouble))), ..Self::default() }
    }

    /// Says that the file cannot be used, and why: for the one who wrote it.
    pub fn tell(self, status: Status, i18n: I18n) {
        let Some(trouble) = self.trouble else { return };
        let words: Arc<str> = match trouble {
            Trouble::NotFetched(why) => why.to_string(),
            Trouble::Unusable(faults) => faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        }
        .into();
        let text = TextProp::from(move || t_string!(i18n, host.unusable, file = FILE, words = words.to_string()));
        status.notify(Notice { id: "host", tone: Tone::Warn, text });
    }

    /// Whether every visit begins with the host's own draft.
    pub fn begins_anew(self) -> bool {
        self.draft.as_ref().is_some_and(|draft| draft.pinned)
    }

    /// Whether the host offers this endpoint.
    pub fn has(self, endpoint: &EndpointId) -> bool {
        self.endpoints.list.iter().any(|own| own.id == *endpoint)
    }
}

split! { in host: fn config(text: String) -> Result<HostConfig, Vec<ConfigError>> { HostConfig::read(&text) } }

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Ko => Self::Ko,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Host, NotFetched, Trouble};
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    fn of(text: Result<String, NotFetched>) -> Host {
        // Nothing is fetched here.
        match pin!(Host::of(text)).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(host) => host,
            Poll::Pending => panic!("it waits"),
        }
    }

    #[test]
    fn no_file_sets_nothing_and_is_no_trouble() {
        for text in
            [Ok("<!doctype html><title>Not found</title>".to_owned()), Err(NotFetched::Status(404)), Ok(r#"{"version": 1}"#.to_owned())]
        {
            let host = of(text);
            assert!(host.trouble.is_none() && !host.begins_anew() && host.endpoints.list.is_empty());
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_is_told() {
        assert!(matches!(of(Ok("{".to_owned())).trouble, Some(Trouble::Unusable(faults)) if faults.len() == 1));
        assert!(matches!(of(Err(NotFetched::Status(500))).trouble, Some(Trouble::NotFetched(NotFetched::Status(500)))));
    }
}
