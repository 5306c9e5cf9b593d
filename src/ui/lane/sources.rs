//! What an answer cites: the list of sources below it, and the marks in its text.

use super::place::Place;
use crate::{
    browser::{paint::Cite, passage},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    ui::kit::{ButtonKind, Icon, IconButton},
};
use leptos::{html, prelude::*};
use lineup_core::{
    document::link,
    run::{Annotation, Item, ItemBody},
};

/// The list of sources below a text; each once, in the order of the text. `placed` are those that have a mark in it.
#[component]
pub fn Sources(place: Place, #[prop(into)] placed: Signal<Vec<u32>>) -> impl IntoView {
    let i18n = use_i18n();
    let sources = place.watch(|item, _| sources_of(item));
    let list = Memo::new(move |_| sources.get().unwrap_or_default());
    let section = NodeRef::<html::Section>::new();
    let entry = move |(source, number): (Source, u32)| {
        let name = source.title.clone();
        let show = move |_| {
            if let Some(answer) = section.get_untracked().and_then(|section| section.parent_element()) {
                passage::show(&answer, number);
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
                <Show when=move || placed.with(|placed| placed.contains(&number))>
                    <IconButton
                        icon=Icon::ArrowUp
                        kind=ButtonKind::Ghost
                        small=true
                        label={
                            let name = name.clone();
                            move || format!("{}: {}", t_string!(i18n, lane.in_text), link::apart(&name))
                        }
                        on:click=show
                    />
                </Show>
            </li>
        }
    };
    view! {
        <Show when=move || !list.with(Vec::is_empty)>
            <section class="sources" node_ref=section>
                <h4 class="sources-title">{t!(i18n, lane.sources)}</h4>
                <ol>{move || list.get().into_iter().zip(1..).map(entry).collect_view()}</ol>
            </section>
        </Show>
    }
}

/// The marks that belong into the text of an item. To be asked once, when the text is whole: each reads it from its beginning.
pub fn cites(item: &Item, i18n: I18n) -> Vec<Cite> {
    let ItemBody::Text(text) = &item.body else { return Vec::new() };
    let cite = |(source, number): (Source, u32)| {
        let label = tu_string!(i18n, lane.source, n = number, title = link::apart(&source.title).into_owned()).into_owned();
        let address = source.url;
        source.places.into_iter().map(move |place| {
            let Passage { words, nth } = Passage::before(&text.text, place);
            Cite { source: number, label: label.clone(), address: address.clone(), words, nth }
        })
    };
    sources(&text.annotations).into_iter().zip(1..).flat_map(cite).collect()
}

#[derive(Clone, Debug, PartialEq)]
struct Source {
    title: String,
    url: Option<String>,
    /// Where in the text the server says that it is cited, in characters.
    places: Vec<usize>,
}

/// A place in the text, by words that stand so in the painted text too.
#[derive(Clone, Debug, PartialEq)]
struct Passage {
    words: String,
    /// How often they stand before this place already.
    nth: usize,
}

impl Passage {
    /// The last plain words before a place in the text, in characters.
    fn before(text: &str, place: usize) -> Self {
        const LONGEST: usize = 80;
        let (end, _) = text.char_indices().nth(place).unwrap_or((text.len(), ' '));
        let before = &text[..end];
        let (start, _) = before.char_indices().rev().nth(LONGEST - 1).unwrap_or_default();
        let pieces = before[start..].split(['*', '_', '`', '[', ']', '(', ')', '#', '>', '|', '\\', '<', '\n', '【']);
        let words = pieces.map(str::trim).rfind(|piece| piece.chars().count() > 3).unwrap_or_default().to_owned();
        let nth = if words.is_empty() { 0 } else { before.matches(&words).count().saturating_sub(1) };
        Self { words, nth }
    }
}

fn sources_of(item: &Item) -> Vec<Source> {
    match &item.body {
        ItemBody::Text(text) => sources(&text.annotations),
        _ => Vec::new(),
    }
}

fn sources(annotations: &[Annotation]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for annotation in annotations {
        // An address that could show one host and open another is text, as it is in the answer itself.
        let url = annotation.url.as_deref().and_then(link::web);
        let file = annotation.raw.get("file_id").and_then(|id| id.as_str());
        let named = annotation.title.as_deref().filter(|title| !title.trim().is_empty());
        let title = named.or(annotation.url.as_deref()).or(file).map(|title| link::visible_in_link(title).into_owned());
        let Some(title) = title else { continue };
        // What is cited ends there; a citation of a file has its one place in `index`.
        let place = annotation.end.or(annotation.start).or_else(|| annotation.raw.get("index")?.as_u64());
        let place = place.and_then(|place| usize::try_from(place).ok());
        match sources.iter_mut().find(|known| (&known.title, &known.url) == (&title, &url)) {
            Some(known) => known.places.extend(place),
            None => sources.push(Source { title, url, places: place.into_iter().collect() }),
        }
    }
    sources
}

#[cfg(test)]
mod tests {
    use super::{Passage, sources};
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
    fn a_citation_knows_the_words_before_it() {
        let text = "서울은 **수도**입니다. It is large ([a.example](https://a.example)). It is large, and old 【1】.";
        let at = |what: &str| text.find(what).and_then(|at| u64::try_from(text[..at].chars().count()).ok());
        let cited = |annotation| -> Vec<_> { sources(&[annotation])[0].places.iter().map(|place| Passage::before(text, *place)).collect() };
        let passage = |words: &str, nth| [Passage { words: words.to_owned(), nth }];
        let url = Annotation { start: at("("), ..annotation(Some("A"), Some("https://a.example")) };
        assert_eq!(cited(url.clone()), passage("입니다. It is large", 0));
        assert_eq!(
            cited(Annotation { start: at("It is large,"), end: at(", and"), ..url }),
            passage(". It is large", 1),
            "the second time"
        );
        let file = |index: Option<u64>| Annotation { raw: json!({"file_id": "f", "index": index}), ..annotation(Some("f.md"), None) };
        assert_eq!(cited(file(at("【"))), passage(". It is large, and old", 0));
        assert_eq!(cited(file(Some(3))), passage("", 0), "too few words to find");
        assert_eq!(cited(file(Some(u64::MAX)))[0].words, ". It is large, and old", "behind the end is the end");
        assert_eq!(cited(annotation(Some("A"), None)), []);
    }

    #[test]
    fn words_that_stand_there_twice_are_told_apart_and_a_source_has_all_its_places() {
        let text = "Same words.\n\nSame words.\n";
        let file = |index: u64| Annotation { raw: json!({"file_id": "f", "index": index}), ..annotation(Some("f.md"), None) };
        let list = sources(&[file(11), file(24)]);
        let passages = list[0].places.iter().map(|place| Passage::before(text, *place)).map(|passage| (passage.words, passage.nth));
        assert_eq!((list.len(), passages.collect()), (1, vec![("Same words.".to_owned(), 0), ("Same words.".to_owned(), 1)]));
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
