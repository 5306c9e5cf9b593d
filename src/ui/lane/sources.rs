//! What an answer cites.

use super::place::Place;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use lineup_core::run::{Annotation, ItemBody};

/// The list of sources below a text; each once, in the order of the text.
#[component]
pub fn Sources(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let sources = place.watch(|item, _| match &item.body {
        ItemBody::Text(text) => sources(&text.annotations),
        _ => Vec::new(),
    });
    let list = Memo::new(move |_| sources.get().unwrap_or_default());
    let entry = |source: Source| {
        view! {
            <li dir="auto">
                {match source.url {
                    Some(url) => {
                        let host = host(&url).to_owned();
                        view! {
                            <a href=url.clone() title=url target="_blank" rel="noopener noreferrer">{source.title}</a>
                            " "
                            <span class="source-host">{host}</span>
                        }
                            .into_any()
                    }
                    None => view! { <span>{source.title}</span> }.into_any(),
                }}
            </li>
        }
    };
    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <section class="sources">
                <h4 class="sources-title">{t!(i18n, lane.sources)}</h4>
                <ol>{move || list.get().into_iter().map(entry).collect_view()}</ol>
            </section>
        </Show>
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Source {
    title: String,
    url: Option<String>,
}

fn sources(annotations: &[Annotation]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for annotation in annotations {
        let url = annotation.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let file = annotation.raw.get("file_id").and_then(|id| id.as_str()).map(str::to_owned);
        let title = annotation.title.clone().filter(|title| !title.trim().is_empty()).or_else(|| url.clone()).or(file);
        if let Some(title) = title {
            let source = Source { title, url };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

/// Where a link goes, as it is shown beside it.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A user name may pose as the host: what follows the last @ is where it goes.
    authority.rsplit('@').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{host, sources};
    use lineup_core::run::Annotation;
    use serde_json::json;

    fn annotation(title: Option<&str>, url: Option<&str>) -> Annotation {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Annotation {
            kind: "url_citation".to_owned(),
            title: owned(title),
            url: owned(url),
            start: None,
            end: None,
            raw: json!({"file_id": "file_1"}),
        }
    }

    #[test]
    fn each_source_stands_once_and_only_the_web_is_linked() {
        let list = sources(&[
            annotation(Some("A"), Some("https://a.example/x")),
            annotation(Some("A"), Some("https://a.example/x")),
            annotation(None, Some("javascript:alert(1)")),
            annotation(Some(" "), Some("http://b.example")),
        ]);
        let shown: Vec<_> = list.iter().map(|source| (source.title.as_str(), source.url.is_some())).collect();
        assert_eq!(shown, [("A", true), ("file_1", false), ("http://b.example", true)]);
    }

    #[test]
    fn the_host_is_where_the_link_goes() {
        for (url, expected) in [
            ("https://a.example/x?y", "a.example"),
            ("https://openai.com@evil.example/", "evil.example"),
            ("https://evil.example#@openai.com", "evil.example"),
            ("http://localhost:8080", "localhost:8080"),
        ] {
            assert_eq!(host(url), expected, "{url}");
        }
    }
}
