//! Pictures that a model made, and what it said aloud.

use super::{answer::Answer, place::Place};
use crate::i18n::{t, t_string, use_i18n};
use leptos::prelude::*;
use lineup_core::{
    document::link,
    run::{Image, Item, ItemBody, Run},
};

/// Formats that a browser paints from a `data:` address. SVG is left out: it is a document, not a picture.
pub(super) const PAINTED: [&str; 4] = ["png", "jpeg", "webp", "gif"];

#[component]
pub fn Picture(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let image = place.watch(|item, _| match &item.body {
        ItemBody::Image(image) => Some(Shown::of(image)),
        _ => None,
    });
    let alt = move || image.get().flatten().and_then(|shown| shown.prompt).unwrap_or_else(|| t_string!(i18n, lane.picture).to_owned());
    let source = move || image.get().flatten().and_then(|shown| shown.data);
    let far = move || image.get().flatten().and_then(|shown| shown.url);
    let partial = move || image.get().flatten().is_some_and(|shown| shown.partial);
    view! {
        <figure class="picture">
            {move || source().map(|source| view! { <img src=source alt=alt class:picture-partial=partial/> })}
            {move || {
                far()
                    .map(|url| {
                        view! {
                            <p class="lane-note">{t!(i18n, lane.picture_elsewhere)}</p>
                            <a href=url.clone() target="_blank" rel="noopener noreferrer">{url.clone()}</a>
                        }
                    })
            }}
            <figcaption>
                {move || {
                    if partial() { t_string!(i18n, lane.picture_partial).to_owned() } else { image.get().flatten().and_then(|shown| shown.prompt).unwrap_or_default() }
                }}
            </figcaption>
        </figure>
    }
}

/// What the model said aloud: a player as soon as it is whole, and its words.
#[component]
pub fn Sound(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let is_whole = place.watch(|item, _| item.ended.is_some());
    let has_words = place.watch(|item, _| matches!(&item.body, ItemBody::Audio(audio) if !audio.transcript.is_empty()));
    let address = move || {
        let read = |item: &Item, _: &Run| if let ItemBody::Audio(audio) = &item.body { audio.address() } else { None };
        (is_whole.get() == Some(true)).then(|| place.read(read).flatten()).flatten()
    };
    view! {
        <figure class="sound">
            {move || address().map(|source| view! { <audio controls preload="metadata" src=source aria-label=move || t_string!(i18n, lane.sound)></audio> })}
            <Show when=move || has_words.get() == Some(true)>
                <figcaption>{t!(i18n, lane.sound_words)}</figcaption>
            </Show>
        </figure>
        <Answer place/>
    }
}

/// Whether a text is nothing but base64: it goes into an address.
pub(super) fn is_base64(data: &str) -> bool {
    data.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='))
}

#[derive(Clone, PartialEq)]
struct Shown {
    /// A `data:` address; nothing else is ever loaded by itself.
    data: Option<String>,
    url: Option<String>,
    partial: bool,
    prompt: Option<String>,
}

impl Shown {
    fn of(image: &Image) -> Self {
        let format = image.format.as_deref().unwrap_or("png");
        let format = if PAINTED.contains(&format) { format } else { "png" };
        let data = image.base64.as_ref().filter(|data| is_base64(data)).map(|data| format!("data:image/{format};base64,{data}"));
        let url = image.url.as_deref().and_then(link::web);
        Self { data, url, partial: image.partial, prompt: image.revised_prompt.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use lineup_core::run::Image;

    fn image(base64: Option<&str>, url: Option<&str>, format: Option<&str>) -> Shown {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Shown::of(&Image { base64: owned(base64), url: owned(url), format: owned(format), partial: false, revised_prompt: None })
    }

    #[test]
    fn only_pictures_in_base64_are_painted() {
        assert_eq!(image(Some("iVBO+/="), None, Some("webp")).data.as_deref(), Some("data:image/webp;base64,iVBO+/="));
        assert_eq!(image(Some("iVBO"), None, Some("svg")).data.as_deref(), Some("data:image/png;base64,iVBO"));
        assert_eq!(image(Some("<svg onload=x>"), None, None).data, None);
    }

    #[test]
    fn an_address_is_offered_only_if_it_is_of_the_web() {
        assert!(image(None, Some("https://x.example/a.png"), None).url.is_some());
        for url in
            ["javascript:alert(1)", "data:text/html,x", "//x.example", "https://a.example@x.example", r"https://x.example\@a.example"]
        {
            assert_eq!(image(None, Some(url), None).url, None, "{url}");
        }
    }
}
