//! The body of a lane: what the model said, as it arrives.

use super::{
    answer::{Answer, Refusal},
    blocks::{Block, Kind, blocks},
    chances::Chances,
    ended::Ended,
    json_answer::JsonAnswer,
    loop_note::LoopNote,
    media::{Picture, Sound},
    place::Place,
    remedy::Repaired,
    server_tool::{OtherItem, ServerToolCard},
    stick::Stick,
    thinking::{HiddenThinking, Thinking},
    tool_call::ToolCalls,
    transcript_id, units,
};
use crate::{
    browser::scroll,
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::{
        play::{LaneHandle, NotSent, Phase, Retrying, RunHead, RunId},
        use_stores,
    },
    ui::{
        kit::{Button, Icon, NoticeBox, Tab, Tabs},
        later::later,
    },
};
use leptos::{html, prelude::*};
use lineup_core::{draft::OutputFormat, run::Millis};

/// After this much silence a lane says that it is waiting.
const IDLE_NOTICE_MS: f64 = 15_000.0;

#[component]
pub fn LaneBody(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stick = RwSignal::new(Stick::default());
    let (scroller, content) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    follow_end(stick, scroller, content);
    provide_context(ReadFrom(Callback::new(move |from: leptos::web_sys::Element| {
        let Some(scroller) = scroller.get_untracked() else { return };
        if f64::from(from.client_height()) > scroll::position(&scroller).seen && stick.with_untracked(|stick| stick.is_attached()) {
            stick.update(Stick::let_go);
            scroll::to_start_of(&from);
        }
    })));
    // The newest run, after those of its tool loop that led to it.
    let runs = Memo::new(move |_| handle.run.with(|head| head.earlier.iter().copied().chain(head.id).collect::<Vec<_>>()));
    Effect::new(move |_| {
        runs.track();
        stick.update(Stick::attach);
    });
    let label = move || t_string!(i18n, lane.transcript, model = handle.lane.with(|lane| lane.model.clone()));
    view! {
        <div class="lane-stage">
            <div
                node_ref=scroller
                class="lane-body"
                id=transcript_id(handle)
                role="log"
                aria-live="off"
                aria-label=label
                tabindex="0"
                on:scroll=move |_| {
                    if let Some(scroller) = scroller.get_untracked() {
                        let before = stick.get_untracked();
                        let mut now = before;
                        now.scrolled(scroll::position(&scroller));
                        if now != before {
                            stick.set(now);
                        }
                    }
                }
            >
                <div node_ref=content class="lane-content">
                    <NotSentNote handle/>
                    <OtherRun handle/>
                    <Show when=move || runs.with(Vec::is_empty)>
                        <p class="lane-idle">{t!(i18n, lane.idle)}</p>
                    </Show>
                    <For each=move || runs.get() key=|run| *run let:run>
                        {transcript(handle, run)}
                    </For>
                </div>
            </div>
            <Show when=move || !stick.get().is_attached()>
                <div class="lane-to-end">
                    <Button
                        small=true
                        on:click=move |_| {
                            stick.update(Stick::attach);
                            if let Some(scroller) = scroller.get_untracked() {
                                scroll::to_end(&scroller);
                            }
                        }
                    >
                        {Icon::ArrowDown}
                        {t!(i18n, lane.to_end)}
                    </Button>
                </div>
            </Show>
        </div>
    }
}

/// Shows something at the end of a lane from its beginning, where it is higher than the lane.
#[derive(Clone, Copy)]
pub struct ReadFrom(pub Callback<leptos::web_sys::Element>);

/// Keeps the end in sight when something grows above it, and when the box itself shrinks (a drawer opens, a keyboard comes up).
fn follow_end(stick: RwSignal<Stick>, scroller: NodeRef<html::Div>, content: NodeRef<html::Div>) {
    Effect::new(move |_| {
        let (Some(scroller), Some(content)) = (scroller.get(), content.get()) else { return };
        let moving = scroller.clone();
        let watch = scroll::on_resize(&[&scroller, &content], move || {
            // Nothing that is shown hangs on where it stands.
            let Some(mut stick) = stick.try_write_untracked() else { return };
            if stick.is_attached() {
                scroll::to_end(&moving);
            }
            stick.resized(scroll::position(&moving));
        });
        // Lives as long as this effect.
        StoredValue::new_local(watch);
    });
}

later! { in answers: fn transcript(handle: LaneHandle, run: RunId) { view! { <Transcript handle run/> } } }

/// One run: its choices, its pieces, its end.
#[component]
fn Transcript(handle: LaneHandle, run: RunId) -> impl IntoView {
    let i18n = use_i18n();
    let is_newest = Memo::new(move |_| handle.run.with(|head| head.id == Some(run)));
    let choice = Memo::new(move |_| if is_newest.get() { handle.choice.get() } else { handle.choice_of(run).unwrap_or(0) });
    let pieces = Memo::new(move |known: Option<&Vec<Block>>| {
        // What came in an earlier run stays as it came: it is read once more when the next one has begun, for the whole of it may have
        // come since the last picture.
        if is_newest.get() {
            handle.run.track();
        }
        let choice = choice.get();
        let read = handle.with_run_of(run, |run| run.reply().choice(choice).map(blocks).unwrap_or_default());
        read.or_else(|| known.cloned()).unwrap_or_default()
    });
    let heading = move || t_string!(i18n, lane.answer_of, model = handle.run.with(|head| head.model.clone()));
    view! {
        <h3 class="visually-hidden">{heading}</h3>
        <Show when=move || is_newest.get()>
            <LoopNote handle/>
            <Repaired handle/>
            <Choices handle/>
            <HiddenThinking handle/>
        </Show>
        {move || {
            let choice = choice.get();
            view! {
                <For each=move || pieces.get() key=|block| *block let:block>
                    <Piece block place=Place { handle, run, choice, key: block.key }/>
                </For>
            }
        }}
        <Show when=move || is_newest.get()>
            <Chances handle/>
            <Waiting handle/>
            <Ended handle/>
        </Show>
    }
}

#[component]
fn Piece(block: Block, place: Place) -> impl IntoView {
    match block.kind {
        Kind::Thinking => view! { <Thinking place/> }.into_any(),
        Kind::Text => match place.handle.output_of(place.run) {
            None | Some(OutputFormat::Text) => view! { <Answer place/> }.into_any(),
            Some(output) => view! { <JsonAnswer place output/> }.into_any(),
        },
        Kind::Refusal => view! { <Refusal place/> }.into_any(),
        Kind::Calls => view! { <ToolCalls place/> }.into_any(),
        Kind::ServerTool => view! { <ServerToolCard place/> }.into_any(),
        Kind::Image => view! { <Picture place/> }.into_any(),
        Kind::Audio => view! { <Sound place/> }.into_any(),
        Kind::Other => view! { <OtherItem place/> }.into_any(),
    }
}

/// Several answers to one question (`n` > 1), as tabs.
#[component]
fn Choices(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let indexes = Memo::new(move |_| handle.run.with(|head| head.choices.clone()));
    let tabs = move || {
        // The number is the server's, and may be the largest that there is.
        indexes
            .get()
            .into_iter()
            .map(|index| Tab::new(index, move || t_string!(i18n, lane.choice, n = u64::from(index) + 1)))
            .collect::<Vec<_>>()
    };
    view! {
        <Show when=move || { indexes.with(Vec::len) > 1 }>
            <Tabs
                label=move || t_string!(i18n, lane.choices)
                tabs=tabs()
                selected=Signal::derive(move || Some(handle.choice.get()))
                on_select=move |index| handle.choice.set(index)
                panel_id=format!("lane-{}-choice", handle.id.0)
            />
        </Show>
    }
}

/// What is waited for, and how long already.
#[component]
fn Waiting(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let waiting = Memo::new(move |_| {
        handle.run.with(|head| (head.phase == Phase::Waiting && head.retrying.is_none()).then_some(head.timing.headers.is_some()))
    });
    let retrying = Memo::new(move |_| handle.run.with(|head| head.retrying));
    let since = move || handle.run.with(|head| head.elapsed(play.now.get()));
    let silence = Memo::new(move |_| {
        let silence = handle.run.with(|head| head.silence(play.now.get())).filter(|silence| *silence >= IDLE_NOTICE_MS);
        silence.map(|silence| (silence / 1000.0).floor())
    });
    let unstreamed = Memo::new(move |_| handle.run.with(|head| head.unstreamed));
    let in_one_piece = Memo::new(move |_| handle.run.with(|head| head.in_one_piece));
    let taken_up = Memo::new(move |_| handle.run.with(|head| head.taken_up));
    view! {
        <Show when=move || in_one_piece.get()>
            <p class="lane-note">{t!(i18n, lane.in_one_piece)}</p>
        </Show>
        <Show when=move || unstreamed.get()>
            <p class="lane-note">{t!(i18n, lane.unstreamed)}</p>
        </Show>
        <Show when=move || { taken_up.get() > 0 }>
            <p class="lane-note">{move || plural!(i18n, taken_up.get(), lane.taken_up, count = taken_up.get())}</p>
        </Show>
        {move || {
            waiting
                .get()
                .map(|answered| {
                    view! {
                        <p class="lane-waiting">
                            <span class="pulse" aria-hidden="true"></span>
                            {move || if answered { t_string!(i18n, lane.waiting_first) } else { t_string!(i18n, lane.waiting_server) }}
                            <span class="num">{move || units::clock(i18n, since())}</span>
                        </p>
                    }
                })
        }}
        {move || retrying.get().map(|retrying| view! { <RetryNote handle retrying/> })}
        {move || {
            silence
                .get()
                .map(|seconds| {
                    let text = t_string!(i18n, lane.silent, time = units::duration(i18n, Millis(seconds * 1000.0)));
                    view! { <p class="lane-note lane-silent">{text}</p> }
                })
        }}
    }
}

#[component]
fn RetryNote(handle: LaneHandle, retrying: Retrying) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let seconds = move || ((retrying.until - play.now.get()) / 1000.0).max(0.0).ceil();
    let text = move || {
        let time = units::duration(i18n, Millis(seconds() * 1000.0));
        let status = retrying.status.map_or_else(String::new, |status| status.to_string());
        t_string!(i18n, lane.retry_in, status = status, time = time, n = retrying.number)
    };
    view! {
        <div class="lane-retry">
            <NoticeBox tone=crate::state::status::Tone::Warn>
                <p class="num">{text}</p>
                <div class="lane-actions">
                    <Button small=true on:click=move |_| play.retry_now(handle.id)>{t!(i18n, lane.retry_now)}</Button>
                    <Button small=true on:click=move |_| play.stop(handle.id)>{t!(i18n, lane.stop)}</Button>
                </div>
            </NoticeBox>
        </div>
    }
}

/// That what is shown is not what the head says: of the model before, or of another branch of the conversation.
#[component]
fn OtherRun(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let draft = use_stores().play.draft;
    let other = Memo::new(move |_| {
        let (model, answers) = handle.run.with(|head| {
            let is_own = head.id.is_some() && !head.is_running() && head.replay.is_none();
            is_own.then(|| (head.model.clone(), head.answers))
        })?;
        if handle.lane.with(|lane| lane.model != model) {
            return Some(OtherSide::Model(model));
        }
        let is_gone = answers.is_some_and(|turn| draft.with(|draft| !draft.conversation.path().contains(&turn)));
        is_gone.then_some(OtherSide::Branch)
    });
    move || {
        other.get().map(|other| {
            let words = move || match &other {
                OtherSide::Model(model) => t_string!(i18n, lane.other_model, model = model.clone()),
                OtherSide::Branch => t_string!(i18n, lane.other_branch).to_owned(),
            };
            view! { <p class="lane-note lane-other">{words}</p> }
        })
    }
}

#[derive(Clone, PartialEq)]
enum OtherSide {
    Model(String),
    Branch,
}

/// Why the last press of Run sent nothing through this lane.
#[component]
fn NotSentNote(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let why = Memo::new(move |_| handle.run.with(|head: &RunHead| head.not_sent.clone()));
    move || {
        why.get().map(|why| {
            let text = move || not_sent_text(i18n, &why);
            view! {
                <NoticeBox tone=crate::state::status::Tone::Warn>
                    <p>{text}</p>
                </NoticeBox>
            }
        })
    }
}

fn not_sent_text(i18n: I18n, why: &NotSent) -> String {
    match why {
        NotSent::NoKey { origin } => {
            format!("{}. {}", t_string!(i18n, problem.no_key.title, origin = origin.clone()), t_string!(i18n, problem.no_key.action))
        }
        NotSent::KeyLocked { origin } => t_string!(i18n, keys.blocked_locked, host = origin.clone()),
        NotSent::NotOffered { model } => t_string!(i18n, host.not_offered, model = model.clone()),
        NotSent::NoEndpoint(_) => t_string!(i18n, lane.no_endpoint).to_owned(),
        NotSent::Plan(error) => t_string!(i18n, lane.no_plan, words = error.to_string()),
    }
}
