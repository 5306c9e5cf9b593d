//! What an answer cites.

use super::place::Place;
use crate::{
    browser::passage,
    i18n::{t, t_string, use_i18n},
    ui::kit::{ButtonKind, Icon, IconButton},
};
use leptos::{html, prelude::*};
use lineup_core::{
    document::link,
    run::{Annotation, ItemBody},
};

/// The list of sources below a text; each once, in the order of the text.
#[component]
pub fn Sources(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let sources = place.watch(|item, _| match &item.body {
        ItemBody::Text(text) => sources(&text.annotations, &text.text),
        _ => Vec::new(),
    });
    let list = Memo::new(move |_| sources.get().unwrap_or_default());
    let section = NodeRef::<html::Section>::new();
    let entry = move |source: Source| {
        let passage = source.passage.clone();
        let (address, name) = (source.url.clone(), source.title.clone());
        let show = move |_| {
            if let Some(answer) = section.get_untracked().and_then(|section| section.parent_element()) {
                passage::show(&answer, &passage, address.as_deref());
            }
        };
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
                <Show when=move || source.is_in_text>
                    <IconButton
                        icon=Icon::ArrowUp
                        kind=ButtonKind::Ghost
                        small=true
                        label={
                            let name = name.clone();
                            move || format!("{}: {}", t_string!(i18n, lane.in_text), link::apart(&name))
                        }
                        on:click=show.clone()
                    />
                </Show>
            </li>
        }
    };
    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <section class="sources" node_ref=section>
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
    /// Whether the server says where in the text it is cited.
    is_in_text: bool,
    /// The words before the citation.
    passage: String,
}

/// The last plain words before a place in the text, in characters: what stands so in the painted text too.
fn words_before(text: &str, place: usize) -> String {
    const LONGEST: usize = 80;
    let before: String = text.chars().skip(place.saturating_sub(LONGEST)).take(place.min(LONGEST)).collect();
    let pieces = before.split(['*', '_', '`', '[', ']', '(', ')', '#', '>', '|', '\\', '<', '\n', '【']);
    pieces.map(str::trim).rfind(|piece| piece.chars().count() > 3).unwrap_or_default().to_owned()
}

fn sources(annotations: &[Annotation], text: &str) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for annotation in annotations {
        // An address that could show one host and open another is text, as it is in the answer itself.
        let web = annotation.url.as_deref().and_then(link::web);
        let file = annotation.raw.get("file_id").and_then(|id| id.as_str());
        let named = annotation.title.as_deref().filter(|title| !title.trim().is_empty());
        let title = named.or(annotation.url.as_deref()).or(file).map(|title| link::visible_in_link(title).into_owned());
        if let Some(title) = title {
            // A citation of a file has its place in `index`.
            let place = annotation.start.or_else(|| annotation.raw.get("index")?.as_u64()).and_then(|place| usize::try_from(place).ok());
            let passage = place.map(|place| words_before(text, place)).unwrap_or_default();
            let source = Source { title, url: web, is_in_text: place.is_some(), passage };
            if !sources.iter().any(|known| (&known.title, &known.url) == (&source.title, &source.url)) {
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
        let list = sources(
            &[
                annotation(Some("A"), Some("https://a.example/x")),
                annotation(Some("A"), Some("https://a.example/x")),
                annotation(None, Some("javascript:alert(1)")),
                annotation(None, None),
                annotation(Some(" "), Some("http://b.example")),
            ],
            "",
        );
        let shown: Vec<_> = list.iter().map(|source| (source.title.as_str(), source.url.is_some())).collect();
        assert_eq!(shown, [("A", true), ("javascript:alert(1)", false), ("file_1", false), ("http://b.example", true)]);
    }

    #[test]
    fn a_citation_knows_the_words_before_it() {
        let text = "서울은 **수도**입니다. It is large ([a.example](https://a.example)).";
        let start = text.chars().position(|c| c == '(').and_then(|at| u64::try_from(at).ok());
        let list = sources(&[Annotation { start, ..annotation(Some("A"), Some("https://a.example")) }], text);
        assert_eq!((list[0].is_in_text, list[0].passage.as_str()), (true, "입니다. It is large"));
        let list = sources(&[Annotation { raw: json!({"file_id": "f", "index": 3}), ..annotation(Some("f.md"), None) }], text);
        assert_eq!(list[0].passage, "", "too few words to find");
        assert!(!sources(&[annotation(Some("A"), None)], text)[0].is_in_text);
    }

    #[test]
    fn an_address_that_lies_about_its_host_is_no_link() {
        for url in [
            r"https://evil.example\@openai.com",
            "https://openai.com@evil.example/",
            "https://openai.com\u{200B}.evil.example",
            "https:/\t/evil.example",
        ] {
            let list = sources(&[annotation(Some("\u{202E}moc.ianepo"), Some(url))], "");
            assert_eq!(list[0].url, None, "{url}");
            assert_eq!(list[0].title, "[U+202E]moc.ianepo");
        }
    }
}
