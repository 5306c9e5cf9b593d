//! The usage bar: where the tokens went, on a scale that all lanes share.

use super::units;
use crate::{
    i18n::{I18n, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
};
use leptos::prelude::*;
use lineup_core::run::{TokenClass, UsageBar};

/// The class's name in CSS: its colour and its pattern.
pub fn class_of(class: TokenClass) -> &'static str {
    match class {
        TokenClass::Cached => "t-cached",
        TokenClass::Input => "t-input",
        TokenClass::Reasoning => "t-reason",
        TokenClass::Answer => "t-output",
        TokenClass::Audio => "t-audio",
        TokenClass::Image => "t-image",
    }
}

pub fn name_of(i18n: I18n, class: TokenClass) -> &'static str {
    match class {
        TokenClass::Cached => t_string!(i18n, lane.class.cached),
        TokenClass::Input => t_string!(i18n, lane.class.input),
        TokenClass::Reasoning => t_string!(i18n, lane.class.reasoning),
        TokenClass::Answer => t_string!(i18n, lane.class.answer),
        TokenClass::Audio => t_string!(i18n, lane.class.audio),
        TokenClass::Image => t_string!(i18n, lane.class.image),
    }
}

/// The classes that stand in the legend also where nothing is known.
const ALWAYS: [TokenClass; 4] = [TokenClass::Cached, TokenClass::Input, TokenClass::Reasoning, TokenClass::Answer];

/// [`Usage`] before there is any.
#[component]
pub fn IdleUsage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="usage-bar" role="img" aria-label=move || t_string!(i18n, lane.no_usage)></div>
        <div class="usage-legend">{ALWAYS.map(|class| view! { <Count class count=None is_final=true/> }).collect_view()}</div>
    }
}

/// A lane's bar and its legend. Counts that can still grow are written with `≥`; what the server did not report is a dash.
#[component]
pub fn Usage(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let bar = Memo::new(move |_| handle.run.with(|head| head.usage.as_ref().map(|usage| UsageBar::of(usage))).unwrap_or_default());
    let scale = play.usage_scale();
    let is_final = Memo::new(move |_| handle.run.with(|head| head.usage_is_final()));
    let pieces = move || bar.with(|bar| bar.widths(scale.get()));
    let spoken = move || {
        let counts = bar
            .get()
            .pieces
            .into_iter()
            .filter_map(|(class, count)| count.map(|count| format!("{} {}", units::count(i18n, count), name_of(i18n, class))));
        let counts = counts.collect::<Vec<_>>().join(", ");
        if counts.is_empty() { t_string!(i18n, lane.no_usage).to_owned() } else { counts }
    };
    let legend = move || {
        let pieces = bar.get().pieces;
        let pieces = if pieces.is_empty() { ALWAYS.map(|class| (class, None)).to_vec() } else { pieces };
        pieces.into_iter().map(|(class, count)| view! { <Count class count is_final/> }).collect_view()
    };
    view! {
        <div class="usage-bar" role="img" aria-label=spoken>
            <For each=pieces key=|(class, _)| *class let:piece>
                {
                    let class = piece.0;
                    let width = move || bar.with(|bar| bar.widths(scale.get()).into_iter().find(|(other, _)| *other == class).map_or(0.0, |(_, width)| width));
                    view! { <span class=format!("usage-piece {}", class_of(class)) style:width=move || format!("{}%", width() / 10.0)></span> }
                }
            </For>
        </div>
        <div class="usage-legend">{legend}</div>
    }
}

#[component]
fn Count(class: TokenClass, count: Option<u64>, #[prop(into)] is_final: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let shown = move || match count {
        Some(count) if is_final.get() => units::count(i18n, count),
        Some(count) => format!("≥ {}", units::count(i18n, count)),
        None => "–".to_owned(),
    };
    let title = move || count.is_none().then(|| t_string!(i18n, lane.not_reported));
    view! {
        <span class="usage-count" title=title>
            <span class=format!("usage-key {}", class_of(class)) aria-hidden="true"></span>
            {move || name_of(i18n, class)}
            <b class="num">{shown}</b>
        </span>
    }
}
