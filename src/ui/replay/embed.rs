//! The code that shows a run in a page of somebody else's.

use super::save::Recorded;
use crate::{
    browser::location,
    i18n::{t, t_string, tu_string, use_i18n},
    ui::kit::CopyButton,
};
use leptos::prelude::*;
use lineup_core::run::cassette::Cassette;

/// Above this many characters people would rather keep the run as a file beside the page.
const MOST_TEXT: usize = 100_000;
/// Stands for the address of the file, where the run is too long for an address.
const FILE: &str = "cassettes/FILE.json";

#[component]
pub fn Embed(recorded: Memo<Option<Recorded>>) -> impl IntoView {
    let i18n = use_i18n();
    // Packing takes a moment, and few people ask for it.
    let was_open = RwSignal::new(false);
    view! {
        <details class="save-embed" on:toggle=move |_| was_open.set(true)>
            <summary>{t!(i18n, replay.embed)}</summary>
            <Show when=move || was_open.get()>
                <Code recorded/>
            </Show>
        </details>
    }
}

#[component]
fn Code(recorded: Memo<Option<Recorded>>) -> impl IntoView {
    let i18n = use_i18n();
    let of = move |read: fn(&Cassette) -> String| {
        recorded.with(|recorded| recorded.as_ref().map(|(cassette, _)| read(cassette))).unwrap_or_default()
    };
    let packed = Memo::new(move |_| of(Cassette::to_link));
    let fits = Memo::new(move |_| packed.with(|packed| packed.len() <= MOST_TEXT));
    let title = move || tu_string!(i18n, replay.embed_title, model = of(|cassette| cassette.model.clone()));
    let code = Signal::derive(move || {
        let cell = location::beside("cell.html");
        let source = packed.with(|packed| if fits.get() { format!("{cell}#/c/{packed}") } else { format!("{cell}#/?cassette={FILE}") });
        frame(&source, &title())
    });
    view! {
        <p class="soft">{t!(i18n, replay.embed_text)}</p>
        <Show when=move || !fits.get()>
            <p class="soft">{t!(i18n, replay.embed_long)}</p>
        </Show>
        <div class="save-code">
            <textarea class="input input-mono" readonly rows="4" aria-label=move || t_string!(i18n, replay.embed_code) prop:value=code></textarea>
            <CopyButton label=move || t_string!(i18n, replay.embed_copy) text=move |()| code.get_untracked()/>
        </div>
    }
}

/// What an `<iframe>` may do there: run its scripts, and open Lineup in a tab of its own.
fn frame(source: &str, title: &str) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;");
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"480\" loading=\"lazy\" referrerpolicy=\"no-referrer\" \
         sandbox=\"allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox\"></iframe>",
        escaped(source),
        escaped(title)
    )
}

#[cfg(test)]
mod tests {
    use super::frame;

    #[test]
    fn the_code_is_one_element_whatever_a_model_is_called() {
        let code = frame("https://h/cell.html#/c/1.AA", "o4\"><script>alert(1)</script>");
        assert_eq!(code.matches('<').count(), 2, "{code}");
        assert!(code.starts_with("<iframe src=\"https://h/cell.html#/c/1.AA\" title=\"o4&quot;>&lt;script>"), "{code}");
    }
}
