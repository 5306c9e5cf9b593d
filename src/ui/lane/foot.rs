//! The foot of a lane: what the run cost in tokens, money and time. A click opens the breakdown.

use super::{
    breakdown::Breakdown,
    units,
    usage_bar::{IdleUsage, Usage},
};
use crate::{
    browser::intl,
    i18n::{I18n, t, t_string, use_i18n},
    state::{
        play::{self, LaneHandle, Phase, RunHead},
        use_stores,
    },
    ui::{kit::SimulatedBadge, later::later, wire::WireDrawer},
};
use leptos::prelude::*;
use lineup_core::run::{Choice, Cost, CostBy, Outcome};

#[component]
pub fn LaneFoot(handle: LaneHandle) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <footer class="lane-foot">
            <details class="usage" open=is_open>
                <summary
                    class="usage-summary"
                    on:click=move |event| {
                        event.prevent_default();
                        is_open.update(|open| *open = !*open);
                    }
                >
                    <Figures handle/>
                </summary>
                <Show when=move || is_open.get()>
                    {breakdown(handle)}
                </Show>
            </details>
        </footer>
        <WireDrawer handle/>
    }
}

/// What the run comes to; before the first one, what there will be.
#[component]
fn Figures(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let has_run = Memo::new(move |_| handle.run.with(|head| head.id.is_some()) && play::is_here());
    let idle = move || {
        view! {
            <IdleUsage/>
            <div class="usage-numbers num">
                <span>{t!(i18n, lane.first_token)} " " <b>"–"</b></span>
                <span><b>"–"</b> " " {t!(i18n, lane.tokens_per_second)}</span>
            </div>
        }
    };
    // Not before the file is here: what is said meanwhile has no place in a summary.
    move || if has_run.get() { figures(handle) } else { idle().into_any() }
}

later! { in answers: fn figures(handle: LaneHandle) { view! { <Usage handle/> <Numbers handle/> } } }

later! { in answers: fn breakdown(handle: LaneHandle) { view! { <Breakdown handle/> } } }

/// The foot of a run in a cell: what it cost, and no more.
#[component]
pub fn CellFoot(handle: LaneHandle) -> impl IntoView {
    view! {
        <footer class="lane-foot">
            <div class="usage">
                <Figures handle/>
            </div>
        </footer>
    }
}

/// The sum in full, and by whose word.
fn exact_cost(i18n: I18n, cost: Cost) -> String {
    let sum = t_string!(i18n, lane.exact_usd, n = format!("{:.8}", cost.usd.0));
    match cost.by {
        CostBy::Server => t_string!(i18n, lane.cost_by_server, usd = sum),
        CostBy::Prices => t_string!(i18n, lane.cost_by_prices, usd = sum),
    }
}

/// Money, times, rates, and how it ended.
#[component]
fn Numbers(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let head = handle.run;
    let cost = move || head.with(|head| head.cost.map(|cost| format!("{}{}", at_least(head), units::usd(i18n, cost.usd))));
    let exact = move || head.with(|head| head.cost.map(|cost| exact_cost(i18n, cost)));
    let first = move || head.with(|head| head.timing.first_output());
    let first_text = move || first().map_or_else(|| "–".to_owned(), |at| units::duration(i18n, at));
    let first_exact = move || first().map(|at| units::exact(i18n, at));
    let speed = move || {
        let speed = head.with(|head| head.usage.as_ref().and_then(|usage| head.timing.tokens_per_second(usage)));
        speed.map_or_else(|| "–".to_owned(), |speed| intl::number(i18n.locale(), speed, u8::from(speed < 10.0)))
    };
    let context = Memo::new(move |_| {
        head.with(|head| {
            let used = head.usage.as_ref().and_then(|usage| Some(usage.input?.saturating_add(usage.output?)))?;
            Some((used, head.context?))
        })
    });
    let clock = move || {
        let elapsed = head.with(|head| head.is_running().then(|| head.elapsed(play.now.get())))?;
        Some(t_string!(i18n, lane.running, time = units::clock(i18n, elapsed)))
    };
    view! {
        <div class="usage-numbers num">
            {move || cost().map(|cost| view! { <span title=exact><b>{cost}</b></span> })}
            <span title=first_exact>{t!(i18n, lane.first_token)} " " <b>{first_text}</b></span>
            <span>
                <b>{speed}</b>
                " "
                {t!(i18n, lane.tokens_per_second)}
            </span>
            {move || context.get().map(|(used, all)| view! { <Gauge used all/> })}
            <span class="usage-clock">{clock}</span>
            <Finish handle/>
            <Show when=move || head.with(|head| head.simulated && head.id.is_some())>
                <SimulatedBadge/>
            </Show>
        </div>
    }
}

fn at_least(head: &RunHead) -> &'static str {
    if head.usage_is_final() { "" } else { "≥ " }
}

/// How much of the model's context is in use.
#[component]
fn Gauge(used: u64, all: u64) -> impl IntoView {
    let i18n = use_i18n();
    #[expect(clippy::cast_precision_loss, reason = "a share for people")]
    let share = used as f64 / all.max(1) as f64;
    let title = move || t_string!(i18n, lane.context_exact, used = units::count(i18n, used), all = units::count(i18n, all));
    let shown = move || intl::percent(i18n.locale(), share, u8::from(share < 0.1));
    view! {
        <span class="gauge" title=title>
            {t!(i18n, lane.context)}
            " "
            <span class="gauge-track" aria-hidden="true">
                <span class="gauge-fill" class:gauge-full={share > 0.8} style:width=format!("{:.1}%", share.min(1.0) * 100.0)></span>
            </span>
            " "
            <b>{shown}</b>
        </span>
    }
}

/// The end in words; the server's own word on hovering.
#[component]
fn Finish(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let end = Memo::new(move |_| {
        handle.run.with(|head| match &head.phase {
            Phase::Done(outcome) => Some((tone(outcome), outcome.clone(), head.finish.clone())),
            _ => None,
        })
    });
    move || {
        end.get().map(|(tone, outcome, word)| {
            let asks = handle.with_run(|run| run.reply().choices.iter().any(Choice::asks_for_tools)).unwrap_or(false);
            let text = move || finish_text(i18n, &outcome, asks);
            view! {
                <span class=format!("finish {tone}") title=word.map(|word| t_string!(i18n, lane.finish.word, word = word))>
                    <span class="finish-dot" aria-hidden="true"></span>
                    {text}
                </span>
            }
        })
    }
}

fn tone(outcome: &Outcome) -> &'static str {
    match outcome {
        Outcome::Finished { word } => match word.as_deref() {
            Some("length" | "content_filter") => "finish-warn",
            Some(word) if word.starts_with("incomplete") => "finish-warn",
            _ => "finish-ok",
        },
        Outcome::Stopped => "finish-soft",
        Outcome::Cut { .. } => "finish-warn",
        Outcome::Failed(_) => "finish-danger",
    }
}

/// `asks` for tools: Responses says `completed` then, where Chat has a word of its own.
fn finish_text(i18n: I18n, outcome: &Outcome, asks: bool) -> String {
    let text = match outcome {
        Outcome::Stopped => t_string!(i18n, lane.finish.stopped),
        Outcome::Cut { .. } => t_string!(i18n, lane.finish.cut),
        Outcome::Failed(_) => t_string!(i18n, lane.finish.failed),
        Outcome::Finished { word } => match word.as_deref() {
            None | Some("stop" | "completed") if asks => t_string!(i18n, lane.finish.tools),
            None | Some("stop" | "completed") => t_string!(i18n, lane.finish.done),
            Some("length" | "incomplete:max_output_tokens") => t_string!(i18n, lane.finish.length),
            Some("tool_calls" | "function_call") => t_string!(i18n, lane.finish.tools),
            Some("content_filter" | "incomplete:content_filter") => t_string!(i18n, lane.finish.filter),
            // A word that nobody knows is shown as it is.
            Some(word) => return word.to_owned(),
        },
    };
    text.to_owned()
}
