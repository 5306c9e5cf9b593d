//! How a run ended, below what came: in order, stopped, cut or failed, and what a careful reader wants to know besides.

use super::{
    body::ReadFrom,
    filters::Filters,
    problem::ProblemView,
    spent::{AtLimit, Spent},
};
use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::{
        play::{LaneHandle, RunHead},
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, ButtonKind, NoticeBox},
};
use leptos::{html, prelude::*};
use lineup_core::run::{Choice, Notice, Outcome, Problem};

#[component]
pub fn Ended(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let outcome = Memo::new(move |_| handle.run.with(|head| head.outcome().cloned()));
    move || {
        outcome.get().map(|outcome| {
            let end = match outcome {
                Outcome::Finished { word } => finished(handle, word.as_deref()),
                Outcome::Stopped => view! { <p class="lane-note">{t!(i18n, lane.stopped)}</p> }.into_any(),
                Outcome::Cut { detail } => view! { <Cut handle detail/> }.into_any(),
                Outcome::Failed(problem) => view! { <Failed handle problem/> }.into_any(),
            };
            view! {
                {end}
                <Verdicts handle/>
                <Notices handle/>
            }
        })
    }
}

/// A problem is read from its title on, however long its words are.
#[component]
fn Failed(handle: LaneHandle, problem: Problem) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    let read_from = use_context::<ReadFrom>();
    place.on_load(move |element| {
        let Some(ReadFrom(show)) = read_from else { return };
        // When it has its height.
        request_animation_frame(move || show.run(element.into()));
    });
    view! {
        <div node_ref=place>
            <ProblemView handle problem/>
        </div>
    }
}

fn finished(handle: LaneHandle, word: Option<&str>) -> AnyView {
    let spent = handle.with_run(lineup_core::run::Run::spent_on_thinking).flatten();
    match (spent, word) {
        (Some((reasoning, limit)), _) => view! { <Spent handle reasoning limit/> }.into_any(),
        (None, Some("length" | "incomplete:max_output_tokens")) => view! { <AtLimit handle/> }.into_any(),
        (None, Some("content_filter" | "incomplete:content_filter")) => view! { <Filtered/> }.into_any(),
        (None, _) if !has_answer(handle) => view! { <Nothing/> }.into_any(),
        _ => ().into_any(),
    }
}

fn has_answer(handle: LaneHandle) -> bool {
    handle.with_run(|run| run.reply().choices.iter().any(Choice::has_answer)).unwrap_or(false)
}

#[component]
fn Nothing() -> impl IntoView {
    let i18n = use_i18n();
    view! { <NoticeBox tone=Tone::Warn><p>{t!(i18n, lane.nothing)}</p></NoticeBox> }
}

#[component]
fn Filtered() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <NoticeBox tone=Tone::Warn>
            <p>
                <b>{t!(i18n, problem.content_filter.title)}</b>
            </p>
            <p>{t!(i18n, problem.content_filter.meaning)}</p>
            <p>{t!(i18n, problem.content_filter.action)}</p>
        </NoticeBox>
    }
}

#[component]
fn Cut(handle: LaneHandle, detail: Option<String>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let goes_on = handle.can_be_taken_up();
    // Its page was gone: that is no fault of the connection.
    let interrupted = handle.run.with_untracked(|head| head.interrupted);
    let title = move || if interrupted { t_string!(i18n, history.interrupted_title) } else { t_string!(i18n, problem.cut.title) };
    let meaning = move || if interrupted { t_string!(i18n, history.interrupted_meaning) } else { t_string!(i18n, problem.cut.meaning) };
    view! {
        <NoticeBox tone=Tone::Warn>
            <p>
                <b>{title}</b>
            </p>
            <p>{meaning}</p>
            {detail.map(|words| view! { <pre class="words">{words}</pre> })}
            {goes_on.then(|| view! { <p>{t!(i18n, lane.goes_on)}</p> })}
            <div class="lane-actions">
                {goes_on.then(|| {
                    view! {
                        <Button small=true kind=ButtonKind::Primary on:click=move |_| play.ask_for_rest(handle)>{t!(i18n, lane.take_up)}</Button>
                    }
                })}
                <Button small=true on:click=move |_| play.regenerate(handle.id)>{t!(i18n, lane.run_again)}</Button>
            </div>
        </NoticeBox>
    }
}

/// Azure's verdicts on the prompt and on the answer.
#[component]
fn Verdicts(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let prompt = handle.with_run(|run| run.reply().prompt_filters.clone()).unwrap_or_default();
    let answer = move || {
        let of = |choice: &Choice| {
            let mut passages: Vec<_> = choice.filters.iter().filter_map(|result| choice.objected(result)).collect();
            // Several categories mostly object to the same.
            passages.dedup();
            (choice.filters.clone(), passages)
        };
        handle.with_run(|run| run.reply().choice(handle.choice.get()).map(of)).flatten().unwrap_or_default()
    };
    view! {
        <Filters title=move || t_string!(i18n, lane.filters_prompt) results=prompt/>
        {move || {
            let (results, passages) = answer();
            view! { <Filters title=move || t_string!(i18n, lane.filters_answer) results passages/> }
        }}
    }
}

/// What was odd about the bytes, though it did not stop the answer.
#[component]
fn Notices(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let notices = handle.with_run(|run| run.notices().to_vec()).unwrap_or_default();
    let is_running = handle.run.with_untracked(RunHead::is_running);
    (!notices.is_empty() && !is_running).then(|| {
        let count = notices.len();
        let lines = notices.into_iter().map(|notice| view! { <li>{move || notice_text(i18n, &notice)}</li> }).collect_view();
        view! {
            <details class="filters">
                <summary>{move || t_string!(i18n, lane.notices, n = count)}</summary>
                <ul class="notices-list">{lines}</ul>
            </details>
        }
    })
}

fn notice_text(i18n: I18n, notice: &Notice) -> String {
    match notice {
        Notice::Malformed { event, detail } => t_string!(i18n, lane.notice.malformed, n = event + 1, detail = detail.clone()),
        Notice::UnknownEvent { event, name } => t_string!(i18n, lane.notice.unknown, n = event + 1, name = name.clone()),
        Notice::Unterminated { event } => t_string!(i18n, lane.notice.unterminated, n = event + 1),
        Notice::InvalidUtf8 { event } => t_string!(i18n, lane.notice.utf8, n = event + 1),
        Notice::Mislabelled { content_type, is_stream: true } => t_string!(i18n, lane.notice.is_stream, label = content_type.clone()),
        Notice::Mislabelled { content_type, is_stream: false } => t_string!(i18n, lane.notice.is_whole, label = content_type.clone()),
        Notice::More => t_string!(i18n, lane.notice.more).to_owned(),
    }
}
