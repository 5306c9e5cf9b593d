//! An answer that its limit ended: what happened in words, and what mends it in one click.

use super::{to_transcript, units};
use crate::{
    i18n::{t, t_string, text, use_i18n},
    state::{play::LaneHandle, status::Tone, use_stores},
    ui::kit::{Button, NoticeBox},
};
use leptos::prelude::*;
use lineup_core::run::{MoreRoom, more_room};

/// Nothing to read: the whole budget went to thinking.
#[component]
pub fn Spent(handle: LaneHandle, reasoning: u64, limit: u64) -> impl IntoView {
    let i18n = use_i18n();
    let words = move || t_string!(i18n, lane.spent, reasoning = units::count(i18n, reasoning), limit = units::count(i18n, limit));
    view! {
        <NoticeBox tone=Tone::Warn>
            <p class="num">{words}</p>
            <Fixes handle spent=limit/>
        </NoticeBox>
    }
}

/// There is something to read, but it ends at the limit.
#[component]
pub fn AtLimit(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let spent = handle.run.with_untracked(|head| head.usage.as_ref().and_then(|usage| usage.output)).unwrap_or(0);
    view! {
        <NoticeBox tone=Tone::Warn>
            <p>{t!(i18n, lane.at_limit)}</p>
            <Fixes handle spent/>
        </NoticeBox>
    }
}

/// Raises the limit or lowers the effort, and asks again.
#[component]
fn Fixes(handle: LaneHandle, spent: u64) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let settings = handle.sent_settings().unwrap_or_default();
    let limit = settings.max_output_tokens.map_or(spent, u64::from);
    let lineup = play.lineup_now();
    let model = handle.sent_lane().and_then(|lane| lineup.get(&lane.model));
    let fixes = more_room(limit, settings.effort.as_deref(), model).into_iter().map(|fix| {
        let text = match fix.clone() {
            MoreRoom::RaiseLimit(limit) => text(move || t_string!(i18n, lane.raise_limit, limit = units::count(i18n, limit))),
            MoreRoom::LowerEffort(effort) => text(move || t_string!(i18n, lane.lower_effort, effort = effort.clone())),
        };
        let act = move |_| {
            handle.lane.update(|lane| match fix.clone() {
                MoreRoom::RaiseLimit(limit) => lane.settings.max_output_tokens = u32::try_from(limit).ok(),
                MoreRoom::LowerEffort(effort) => lane.settings.effort = Some(effort),
            });
            play.regenerate(handle.id);
            to_transcript(handle);
        };
        view! { <Button small=true on:click=act>{text}</Button> }
    });
    view! { <div class="lane-actions">{fixes.collect_view()}</div> }
}
