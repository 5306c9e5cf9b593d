//! What an answer cites.

use super::place::Place;
use crate::i18n::{t, use_i18n};
use leptos::prelude::*;
use lineup_core::{
    document::link,
    run::{Annotation, ItemBody},
};

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
                        let host = link::visible_in_link(link::host(&url)).into_owned();
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
        // An address that could show one host and open another is text, as it is in the answer itself.
        let web = annotation.url.as_deref().and_then(link::allowed).filter(|url| !url.starts_with("mailto:"));
        let file = annotation.raw.get("file_id").and_then(|id| id.as_str());
        let named = annotation.title.as_deref().filter(|title| !title.trim().is_empty());
        let title = named.or(annotation.url.as_deref()).or(file).map(|title| link::visible_in_link(title).into_owned());
        if let Some(title) = title {
            let source = Source { title, url: web };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::sources;
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
            annotation(None, None),
            annotation(Some(" "), Some("http://b.example")),
        ]);
        let shown: Vec<_> = list.iter().map(|source| (source.title.as_str(), source.url.is_some())).collect();
        assert_eq!(shown, [("A", true), ("javascript:alert(1)", false), ("file_1", false), ("http://b.example", true)]);
    }

    #[test]
    fn an_address_that_lies_about_its_host_is_no_link() {
        for url in [
            r"https://evil.example\@openai.com",
            "https://openai.com@evil.example/",
            "https://openai.com\u{200B}.evil.example",
            "https:/\t/evil.example",
        ] {
            let list = sources(&[annotation(Some("\u{202E}moc.ianepo"), Some(url))]);
            assert_eq!(list[0].url, None, "{url}");
            assert_eq!(list[0].title, "[U+202E]moc.ianepo");
        }
    }
}
