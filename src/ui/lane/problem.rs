//! A run that failed: what happened, what it means, what to do, and the server's own words verbatim.

use super::{
    filters::Filters,
    remedy::{RemedyView, remedy_of},
    to_transcript,
};
use crate::{
    browser::location,
    i18n::{I18n, t, t_string, use_i18n},
    state::{play::LaneHandle, status::Tone, use_stores},
    ui::{
        doctor::Doctor,
        kit::{Button, NoticeBox},
    },
};
use leptos::prelude::*;
use lineup_core::{
    doctor::host::{self, Place},
    document::link,
    draft::{Endpoint, Flavour},
    plan::Remedy,
    run::{Problem, ProblemKind, ServerError},
};

/// One field of the explanation of a kind of problem that needs no address.
macro_rules! of_kind {
    ($i18n:expr, $kind:expr, $field:ident) => {
        match $kind {
            ProblemKind::Refused => t_string!($i18n, problem.refused.$field),
            ProblemKind::Key => t_string!($i18n, problem.key.$field),
            ProblemKind::Forbidden => t_string!($i18n, problem.forbidden.$field),
            ProblemKind::NotFound => t_string!($i18n, problem.not_found.$field),
            ProblemKind::RateLimited => t_string!($i18n, problem.rate_limited.$field),
            ProblemKind::Quota => t_string!($i18n, problem.quota.$field),
            ProblemKind::ContentFilter => t_string!($i18n, problem.content_filter.$field),
            ProblemKind::Server => t_string!($i18n, problem.server.$field),
            ProblemKind::Html => t_string!($i18n, problem.html.$field),
            ProblemKind::NotJson => t_string!($i18n, problem.not_json.$field),
            ProblemKind::BadJson => t_string!($i18n, problem.bad_json.$field),
            ProblemKind::UnknownShape => t_string!($i18n, problem.unknown_shape.$field),
            ProblemKind::TooLarge => t_string!($i18n, problem.too_large.$field),
            // Explained by the address, before it comes to this.
            ProblemKind::NoAnswer | ProblemKind::Unreachable => t_string!($i18n, problem.no_answer.$field),
        }
    };
}

#[component]
pub fn ProblemView(handle: LaneHandle, problem: Problem) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let origin = handle.sent_plan().map(|plan| plan.origin.clone()).unwrap_or_default();
    let endpoint = handle.sent_lane().and_then(|lane| untrack(|| stores.endpoints.get(&lane.endpoint)));
    let flavour = endpoint.as_ref().map(|endpoint| endpoint.flavour);
    // The simulator has no ills, and a cell asks no server.
    let is_asked = |endpoint: &Endpoint| endpoint.flavour != Flavour::Simulator && !stores.play.only_replays();
    let examined = endpoint.filter(is_asked).filter(|_| is_of_the_connection(problem.kind));
    let filters = problem.server.as_ref().map(|said| said.filters.clone()).unwrap_or_default();
    let remedy = remedy_of(handle);
    // The proposal says what to do, and it does it.
    let is_repair = Signal::derive(move || remedy.with(|remedy| matches!(remedy.as_deref(), Some(Remedy::Repair(_)))));
    let is_worth_repeating = move || {
        let vain = |remedy: &Option<std::sync::Arc<Remedy>>| matches!(remedy.as_deref(), Some(Remedy::Repair(_) | Remedy::Filtered { .. }));
        !remedy.with(vain)
    };
    let again = move |_| {
        stores.play.regenerate(handle.id);
        to_transcript(handle);
    };
    view! {
        <NoticeBox tone=Tone::Danger>
            <div class="problem">
                <ProblemText problem origin flavour brief=is_repair/>
                <Filters title=move || t_string!(i18n, lane.filters_prompt) results=filters/>
                {move || remedy.get().filter(|_| !is_repair.get()).map(|remedy| view! { <RemedyView handle remedy/> })}
                {examined.map(|endpoint| view! { <Doctor endpoint/> })}
                <Show when=is_worth_repeating>
                    <div class="lane-actions">
                        <Button small=true on:click=again>{t!(i18n, lane.run_again)}</Button>
                    </div>
                </Show>
            </div>
        </NoticeBox>
        {move || remedy.get().filter(|_| is_repair.get()).map(|remedy| view! { <RemedyView handle remedy/> })}
    }
}

/// Whether the doctor may find out more than the answer says.
fn is_of_the_connection(kind: ProblemKind) -> bool {
    use ProblemKind::{Html, Key, NoAnswer, NotFound, NotJson, UnknownShape, Unreachable};
    matches!(kind, Html | Key | NoAnswer | NotFound | NotJson | UnknownShape | Unreachable)
}

/// The words for a problem; to stand in a `<div class="problem">`. `origin` and `flavour` are those of the endpoint that was asked.
#[component]
pub fn ProblemText(
    problem: Problem,
    #[prop(into)] origin: String,
    flavour: Option<Flavour>,
    /// Of the heading: 2 where it stands alone, else 4.
    #[prop(default = 4)]
    level: u8,
    /// Leaves the general advice out, where there is a better one.
    #[prop(optional, into)]
    brief: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (scheme, host) = origin.split_once("://").unwrap_or(("", &origin));
    let kind = Explained::of(problem.kind, flavour, scheme, host, location::origin().starts_with("https:"));
    let host = StoredValue::new(host.to_owned());
    let (status, wait) = (problem.status, problem.retry_after);
    let title = move || {
        let status = status
            .map(|status| view! { <span class="problem-status num">{move || t_string!(i18n, problem.status, status = status)}</span> });
        (kind.title(i18n), status)
    };
    view! {
        {if level == 2 {
            view! { <h2 class="problem-title">{title}</h2> }.into_any()
        } else {
            view! { <h4 class="problem-title">{title}</h4> }.into_any()
        }}
        <Show when=move || !brief.get()>
            <p>{move || host.with_value(|host| kind.meaning(i18n, host))}</p>
            <p>{move || host.with_value(|host| kind.action(i18n, host))}</p>
        </Show>
        {wait.map(|wait| view! { <p class="num">{move || t_string!(i18n, problem.retry_in, seconds = (wait.0 / 1000.0).ceil())}</p> })}
        {problem.server.map(|said| view! { <ServerWords said/> })}
        {problem.excerpt.map(|excerpt| view! {
            <p class="problem-label">{t!(i18n, problem.body_begins)}</p>
            <pre class="words">{excerpt}</pre>
        })}
    }
}

/// What the server said, word for word.
#[component]
fn ServerWords(said: ServerError) -> impl IntoView {
    let i18n = use_i18n();
    let (provider, behind) = said.upstream.map(|upstream| (upstream.provider, upstream.words)).unwrap_or_default();
    let facts = [("code", said.code), ("type", said.kind), ("param", said.param), ("provider", provider)];
    let facts = facts
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| format!("{name}: {}", link::apart(&value))))
        .collect::<Vec<_>>()
        .join("  ");
    view! {
        <p class="problem-label">{t!(i18n, problem.server_said)}</p>
        <pre class="words" dir="auto">{said.message}</pre>
        {behind.map(|words| view! {
            <p class="problem-label">{t!(i18n, problem.provider_said)}</p>
            <pre class="words" dir="auto">{words}</pre>
        })}
        {(!facts.is_empty()).then(|| view! { <p class="problem-facts">{facts}</p> })}
    }
}

/// Which explanation fits: a browser calls many causes "failed to fetch", and the address says which are likely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Explained {
    Kind(ProblemKind),
    OpenAi,
    Azure,
    Ollama,
    MixedContent,
    LocalNetwork,
}

impl Explained {
    /// `scheme` and `host` are the request's; `page_is_secure` says whether the page came over https.
    fn of(kind: ProblemKind, flavour: Option<Flavour>, scheme: &str, host: &str, page_is_secure: bool) -> Self {
        if kind != ProblemKind::Unreachable {
            return Self::Kind(kind);
        }
        let place = host::place(host);
        match flavour {
            Some(Flavour::OpenAi) if host == "api.openai.com" => Self::OpenAi,
            Some(Flavour::AzureV1 | Flavour::AzureClassic) => Self::Azure,
            _ if place == Place::Loopback && host.ends_with(":11434") => Self::Ollama,
            _ if page_is_secure && scheme == "http" && place != Place::Loopback => Self::MixedContent,
            _ if place != Place::Public => Self::LocalNetwork,
            _ => Self::Kind(kind),
        }
    }

    fn title(self, i18n: I18n) -> &'static str {
        match self {
            Self::OpenAi => t_string!(i18n, problem.unreachable_openai.title),
            Self::Azure => t_string!(i18n, problem.unreachable_azure.title),
            Self::Ollama => t_string!(i18n, problem.unreachable_ollama.title),
            Self::MixedContent => t_string!(i18n, problem.mixed_content.title),
            Self::LocalNetwork => t_string!(i18n, problem.local_network.title),
            Self::Kind(ProblemKind::Unreachable) => t_string!(i18n, problem.unreachable.title),
            Self::Kind(kind) => of_kind!(i18n, kind, title),
        }
    }

    fn meaning(self, i18n: I18n, host: &str) -> String {
        let host = host.to_owned();
        match self {
            Self::OpenAi => t_string!(i18n, problem.unreachable_openai.meaning).to_owned(),
            Self::Azure => t_string!(i18n, problem.unreachable_azure.meaning, host = host),
            Self::Ollama => t_string!(i18n, problem.unreachable_ollama.meaning, host = host),
            Self::MixedContent => t_string!(i18n, problem.mixed_content.meaning, host = host),
            Self::LocalNetwork => t_string!(i18n, problem.local_network.meaning, host = host),
            Self::Kind(ProblemKind::Unreachable) => t_string!(i18n, problem.unreachable.meaning, host = host),
            Self::Kind(kind) => of_kind!(i18n, kind, meaning).to_owned(),
        }
    }

    fn action(self, i18n: I18n, host: &str) -> String {
        let page = location::origin();
        match self {
            Self::OpenAi => t_string!(i18n, problem.unreachable_openai.action).to_owned(),
            Self::Azure => t_string!(i18n, problem.unreachable_azure.action, page = page),
            Self::Ollama => t_string!(i18n, problem.unreachable_ollama.action, page = page),
            Self::MixedContent => t_string!(i18n, problem.mixed_content.action).to_owned(),
            Self::LocalNetwork => t_string!(i18n, problem.local_network.action, page = page),
            Self::Kind(ProblemKind::Unreachable) => t_string!(i18n, problem.unreachable.action, host = host.to_owned(), page = page),
            Self::Kind(kind) => of_kind!(i18n, kind, action).to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Explained, Flavour, ProblemKind};

    #[test]
    fn an_unreachable_server_is_explained_by_where_it_stands() {
        for (flavour, host, secure, explained) in [
            (Flavour::OpenAi, "api.openai.com", true, Explained::OpenAi),
            (Flavour::AzureV1, "contoso.openai.azure.com", true, Explained::Azure),
            (Flavour::Compatible, "localhost:11434", true, Explained::Ollama),
            (Flavour::Compatible, "127.0.0.1:8000", true, Explained::LocalNetwork),
            (Flavour::Compatible, "[::1]:8000", false, Explained::LocalNetwork),
            (Flavour::Compatible, "192.168.1.5:8000", true, Explained::MixedContent),
            (Flavour::Compatible, "192.168.1.5:8000", false, Explained::LocalNetwork),
            (Flavour::Compatible, "nas.local", false, Explained::LocalNetwork),
            (Flavour::Compatible, "llm.example.com", true, Explained::Kind(ProblemKind::Unreachable)),
        ] {
            let scheme = if host.contains("192") || host.contains("localhost") { "http" } else { "https" };
            assert_eq!(Explained::of(ProblemKind::Unreachable, Some(flavour), scheme, host, secure), explained, "{host}");
        }
    }

    #[test]
    fn other_problems_are_explained_as_what_they_are() {
        let explained = Explained::of(ProblemKind::Key, Some(Flavour::OpenAi), "https", "api.openai.com", true);
        assert_eq!(explained, Explained::Kind(ProblemKind::Key));
    }
}
