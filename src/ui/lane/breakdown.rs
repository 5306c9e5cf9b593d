//! The breakdown behind the foot: every count, every moment, exactly.

use super::{
    units,
    usage_bar::{class_of, name_of},
};
use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::play::{LaneHandle, RunHead},
};
use leptos::prelude::*;
use lineup_core::run::{CostBy, Millis, TokenClass, Usage, UsageBar};

#[component]
pub fn Breakdown(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="breakdown" tabindex="0" role="region" aria-label=move || t_string!(i18n, lane.breakdown.tokens)>
            <table class="breakdown-table num">
                <caption>{t!(i18n, lane.breakdown.tokens)}</caption>
                <tbody>{move || handle.run.with(|head| tokens(i18n, head))}</tbody>
            </table>
            <table class="breakdown-table num">
                <caption>{t!(i18n, lane.breakdown.times)}</caption>
                <tbody>{move || handle.run.with(|head| times(i18n, head))}</tbody>
            </table>
        </div>
    }
}

fn row(name: impl IntoView, class: Option<TokenClass>, value: Option<String>, none: &'static str) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">
                {class.map(|class| view! { <span class=format!("usage-key {}", class_of(class)) aria-hidden="true"></span> })}
                {name}
            </th>
            <td>{value.unwrap_or_else(|| none.to_owned())}</td>
        </tr>
    }
}

fn tokens(i18n: I18n, head: &RunHead) -> impl IntoView + use<> {
    let none = t_string!(i18n, lane.not_reported);
    let usage = head.usage.as_deref().cloned().unwrap_or_default();
    let count = |n: Option<u64>| n.map(|n| units::count(i18n, n));
    let classes =
        UsageBar::of(&usage).pieces.into_iter().map(|(class, n)| row(name_of(i18n, class), Some(class), count(n), none)).collect_view();
    let sums = [
        (t_string!(i18n, lane.breakdown.input), usage.input),
        (t_string!(i18n, lane.breakdown.output), usage.output),
        (t_string!(i18n, lane.breakdown.total), usage.total),
    ];
    let sums = sums.into_iter().map(|(name, n)| row(name, None, count(n), none)).collect_view();
    // Rare counts are listed only where the server has them.
    let rare = rare(i18n, &usage).into_iter().map(|(name, n)| row(name, None, Some(units::count(i18n, n)), none)).collect_view();
    let cost = head.cost.map(|cost| {
        let name = match cost.by {
            CostBy::Server => t_string!(i18n, lane.breakdown.cost_by_server),
            CostBy::Prices => t_string!(i18n, lane.breakdown.cost_by_prices),
        };
        row(name, None, Some(format!("${:.8}", cost.usd.0)), none)
    });
    (classes, sums, rare, cost)
}

fn rare(i18n: I18n, usage: &Usage) -> Vec<(&'static str, u64)> {
    let rare = [
        (t_string!(i18n, lane.breakdown.text_input), usage.text_input),
        (t_string!(i18n, lane.breakdown.text_output), usage.text_output),
        (t_string!(i18n, lane.breakdown.cache_write), usage.cache_write),
        (t_string!(i18n, lane.breakdown.cache_write_30m), usage.cache_write_30m),
        (t_string!(i18n, lane.breakdown.cache_write_12h), usage.cache_write_12h),
        (t_string!(i18n, lane.breakdown.predicted), usage.accepted_prediction),
        (t_string!(i18n, lane.breakdown.rejected), usage.rejected_prediction),
    ];
    rare.into_iter().filter_map(|(name, n)| n.map(|n| (name, n))).collect()
}

fn times(i18n: I18n, head: &RunHead) -> impl IntoView + use<> {
    let timing = &head.timing;
    let none = "–";
    let time = |at: Option<Millis>| at.map(|at| units::exact(i18n, at));
    let moments = [
        (t_string!(i18n, lane.breakdown.headers), timing.headers),
        (t_string!(i18n, lane.breakdown.first_event), timing.first_event),
        (t_string!(i18n, lane.breakdown.first_reasoning), timing.first_reasoning),
        (t_string!(i18n, lane.breakdown.first_visible), timing.first_visible),
        (t_string!(i18n, lane.breakdown.last_event), timing.last_event),
        (t_string!(i18n, lane.breakdown.end), timing.end),
        (t_string!(i18n, lane.breakdown.longest_gap), timing.longest_gap),
    ];
    moments.into_iter().map(|(name, at)| row(name, None, time(at), none)).collect_view()
}
