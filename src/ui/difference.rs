//! What differs between two requests, place by place.

use super::words::shown;
use crate::i18n::{t_string, use_i18n};
use leptos::prelude::*;
use lineup_core::plan::Change;

#[component]
pub fn Differences(changes: Vec<Change>) -> impl IntoView {
    let i18n = use_i18n();
    let nothing = move || t_string!(i18n, learned.nothing);
    let line = move |Change { path, before, after }: Change| {
        let (before, after) = (before.as_ref().and_then(shown), after.as_ref().and_then(shown));
        view! {
            <li>
                <b>{path}</b>
                {match before {
                    Some(before) => view! { <del>{before}</del> }.into_any(),
                    None => view! { <span class="soft">{nothing}</span> }.into_any(),
                }}
                <span aria-hidden="true">"→"</span>
                {match after {
                    Some(after) => view! { <ins>{after}</ins> }.into_any(),
                    None => view! { <span class="soft">{nothing}</span> }.into_any(),
                }}
            </li>
        }
    };
    view! { <ul class="difference" aria-label=move || t_string!(i18n, learned.changes)>{changes.into_iter().map(line).collect_view()}</ul> }
}
