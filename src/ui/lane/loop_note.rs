//! What the tool loop has used before the run that is shown: the foot counts only that run.

use super::units;
use crate::{
    i18n::{t_string, use_i18n},
    state::play::LaneHandle,
};
use leptos::prelude::*;
use lineup_core::lineup::Usd;

#[component]
pub fn LoopNote(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let spent = Memo::new(move |_| {
        let has_steps = handle.run.with(|head| !head.earlier.is_empty());
        has_steps.then(|| handle.spent_before())
    });
    move || {
        spent.get().map(|spent| {
            let (input, output) = (units::count(i18n, spent.input), units::count(i18n, spent.output));
            let money = spent.usd.map_or_else(String::new, |usd| format!(" · {}", units::usd(i18n, Usd(usd))));
            let text = t_string!(i18n, tools.spent_before, n = spent.steps, input = input, output = output);
            view! { <p class="lane-note num">{text} {money}</p> }
        })
    }
}
