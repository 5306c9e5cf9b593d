//! What came back: status, the headers that a page may read, the folded answer, and the bytes as they came.

use super::{json::TextBox, request::Headers};
use crate::{
    browser::save,
    i18n::{t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{kit::Button, lane::units},
};
use leptos::prelude::*;
use lineup_core::run::Run;

#[component]
pub fn Response(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let replays = use_stores().replays;
    // The folded answer is made anew when a run begins and ends, not with every event.
    let stage = Memo::new(move |_| handle.run.with(|head| (head.id, head.is_running(), head.timing.headers.is_some())));
    let has_come = move || stage.get().2;
    move || {
        stage.track();
        let running = stage.get_untracked().1;
        if !has_come() {
            return view! { <p class="lane-hint">{t!(i18n, wire.no_response)}</p> }.into_any();
        }
        let head = handle.with_run(|run| (run.status(), run.response_headers().to_vec())).unwrap_or_default();
        let limits = head.1.iter().filter(|(name, _)| is_limit(name)).cloned().collect::<Vec<_>>();
        let folded = handle.with_run(|run| run.response_json().map(|json| format!("{json:#}"))).flatten();
        let raw = Signal::stored(handle.with_run(|run| run.raw().text()).unwrap_or_default());
        let size = handle.with_run(|run| run.raw().len()).unwrap_or(0);
        let download = move |_| {
            let bytes = handle.with_run(|run| run.raw().whole().into_owned()).unwrap_or_default();
            let is_stream = handle.with_run(is_event_stream).unwrap_or(false);
            let (name, media_type) = if is_stream { ("response.sse", "text/event-stream") } else { ("response.json", "application/json") };
            save::download(name, media_type, &bytes);
        };
        view! {
            <p class="wire-line code">
                <b>{head.0.map(|status| format!("HTTP {status}"))}</b>
                {running.then(|| view! { <span class="lane-hint">" " {t!(i18n, wire.arriving)}</span> })}
            </p>
            {(!limits.is_empty()).then(|| view! {
                <h3>{t!(i18n, wire.limits)}</h3>
                <Headers headers=limits/>
            })}
            <h3>{t!(i18n, wire.headers)}</h3>
            <p class="lane-hint">{t!(i18n, wire.headers_hint)}</p>
            <Headers headers=head.1/>
            {folded.map(|folded| view! {
                <TextBox title=move || t_string!(i18n, wire.folded) copy_label=move || t_string!(i18n, wire.copy_folded) text=folded language="json"/>
            })}
            <TextBox
                title=move || t_string!(i18n, wire.raw, size = units::bytes(i18n, size))
                copy_label=move || t_string!(i18n, wire.copy_raw)
                text=raw
            />
            <div class="lane-actions">
                <Button small=true on:click=download>{t!(i18n, wire.download)}</Button>
                {(!running).then(|| view! {
                    <Button small=true on:click=move |_| replays.saving.set(Some(handle))>{t!(i18n, replay.save)}</Button>
                })}
            </div>
        }
        .into_any()
    }
}

fn is_event_stream(run: &Run) -> bool {
    run.content_type().is_some_and(|label| label.to_ascii_lowercase().contains("event-stream"))
}

/// The headers that say how much may still be sent (wire.md d.2).
fn is_limit(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("x-ratelimit-") || name.starts_with("retry-after")
}
