//! An answer that its limit ended: what happened in words, and what mends it in one click.

use super::units;
use crate::{
    i18n::{t, t_string, use_i18n},
    state::{
        play::{LaneHandle, Play},
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, NoticeBox},
};
use leptos::prelude::*;
use lineup_core::run::{higher_limit, lower_effort};

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
    let limit = next_limit(play, handle, spent);
    let effort = next_effort(play, handle);
    let raise = limit.map(|limit| {
        let act = move |_| {
            handle.lane.update(|lane| lane.settings.max_output_tokens = u32::try_from(limit).ok());
            play.regenerate(handle.id);
        };
        view! { <Button small=true on:click=act>{move || t_string!(i18n, lane.raise_limit, limit = units::count(i18n, limit))}</Button> }
    });
    let lower = effort.map(|effort| {
        let (asked, shown) = (effort.clone(), effort);
        let act = move |_| {
            handle.lane.update(|lane| lane.settings.effort = Some(asked.clone()));
            play.regenerate(handle.id);
        };
        view! { <Button small=true on:click=act>{move || t_string!(i18n, lane.lower_effort, effort = shown.clone())}</Button> }
    });
    view! { <div class="lane-actions">{raise} {lower}</div> }
}

fn next_limit(play: Play, handle: LaneHandle, spent: u64) -> Option<u64> {
    let sent = handle.sent_lane()?;
    let limit = handle.output_limit(&play.draft.get_untracked()).map_or(spent, u64::from);
    higher_limit(limit, play.lineup_now().get(&sent.model).and_then(|model| model.max_output))
}

fn next_effort(play: Play, handle: LaneHandle) -> Option<String> {
    let sent = handle.sent_lane()?;
    let lineup = play.lineup_now();
    let model = lineup.get(&sent.model)?;
    let asked = sent.settings.effort.or_else(|| play.draft.with_untracked(|draft| draft.settings.effort.clone()));
    let now = asked.or_else(|| model.effort.default.clone())?;
    lower_effort(&model.effort.values, &now).map(str::to_owned)
}
