//! What became of a user's function: its fault in words, its place, and what it logged. For the editor and for the cards of calls.

use crate::i18n::{I18n, plural, t_string, use_i18n};
use leptos::prelude::*;
use lineup_core::draft::mock::script::Fault;

pub fn fault_text(i18n: I18n, fault: &Fault) -> String {
    let what = match fault.clone() {
        Fault::Syntax { words, .. } => t_string!(i18n, script.fault_syntax, words = words),
        Fault::Thrown { words, .. } => t_string!(i18n, script.fault_thrown, words = words),
        Fault::Endless => t_string!(i18n, script.fault_endless).to_owned(),
        Fault::Deep => t_string!(i18n, script.fault_deep).to_owned(),
        Fault::NoFunction => t_string!(i18n, script.fault_no_function).to_owned(),
        Fault::Nothing => t_string!(i18n, script.fault_nothing).to_owned(),
        Fault::Pending => t_string!(i18n, script.fault_pending).to_owned(),
        Fault::Long { bytes } => t_string!(i18n, script.fault_long, bytes = bytes),
        Fault::Time { seconds } => t_string!(i18n, script.fault_time, seconds = seconds),
        Fault::Broken => t_string!(i18n, script.fault_broken).to_owned(),
        Fault::Unavailable => t_string!(i18n, script.fault_unavailable).to_owned(),
    };
    match fault.spot() {
        Some(spot) => t_string!(i18n, script.at, line = spot.line, column = spot.column, what = what),
        None => what,
    }
}

/// The lines of `console.log`.
#[component]
pub fn Said(lines: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let count = lines.len();
    (count > 0).then(|| {
        view! {
            <details class="function-said">
                <summary>{move || plural!(i18n, count, script.said, count = count)}</summary>
                <pre class="code" tabindex="0">{lines.join("\n")}</pre>
            </details>
        }
    })
}
