//! Tool calls: cards side by side, readable while their arguments arrive, and answered by hand.

use super::{blocks::calls_from, function_note::FunctionNote, place::Place};
use crate::{
    browser::tail::Tail,
    i18n::{t, t_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, CopyButton},
};
use leptos::{html, prelude::*};
use lineup_core::{
    document::link,
    run::{Item, ItemBody, ToolCall},
};
use std::borrow::Cow;

fn call(item: &Item) -> Option<&ToolCall> {
    match &item.body {
        ItemBody::ToolCall(call) => Some(call),
        _ => None,
    }
}

/// The id that a result names; as [`lineup_core::run::Run::assistant_turn`] has it.
fn id_of(call: &ToolCall) -> String {
    call.call_id.clone().filter(|id| !id.is_empty()).or_else(|| call.name.clone()).unwrap_or_default()
}

/// The calls that were made together, and the form that answers them.
#[component]
pub fn ToolCalls(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let handle = place.handle;
    let keys = Memo::new(move |_| {
        handle.run.track();
        handle
            .with_run_of(place.run, |run| run.reply().choice(place.choice).map(|choice| calls_from(choice, place.key)))
            .flatten()
            .unwrap_or_default()
    });
    let can_answer = place.can_answer(play);
    let at_limit = Memo::new(move |_| {
        let settings = play.draft.with(|draft| draft.tool_loop);
        settings.automatic && handle.run.with(|head| head.earlier.len()) >= settings.turns as usize
    });
    let send = move |_| play.answer_calls(handle.id, &handle.answers.get_untracked());
    view! {
        <section class="calls" aria-label=move || t_string!(i18n, lane.calls)>
            <div class="calls-row">
                <For each=move || keys.get() key=|key| *key let:key>
                    <CallCard place=Place { key, ..place } number=Signal::derive(move || number(&keys.get(), key)) can_answer/>
                </For>
            </div>
            <Show when=move || can_answer.get()>
                <div class="lane-actions">
                    <Button kind=ButtonKind::Primary small=true on:click=send>{t!(i18n, lane.send_results)}</Button>
                    <span class="lane-hint">
                        {move || {
                            if at_limit.get() {
                                t_string!(i18n, tools.at_limit, n = handle.run.with(|head| head.earlier.len()))
                            } else {
                                t_string!(i18n, lane.send_results_hint).to_owned()
                            }
                        }}
                    </span>
                </div>
            </Show>
        </section>
    }
}

/// "2 of 3", or nothing for a single call.
fn number(keys: &[u32], key: u32) -> Option<(usize, usize)> {
    let at = keys.iter().position(|other| *other == key)?;
    (keys.len() > 1).then_some((at + 1, keys.len()))
}

#[component]
fn CallCard(place: Place, number: Signal<Option<(usize, usize)>>, #[prop(into)] can_answer: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let name = place.watch(|item, _| {
        call(item).and_then(|call| call.name.as_deref().map(link::visible_in_link).map(Cow::into_owned)).unwrap_or_default()
    });
    let is_broken = place.watch(|item, run| {
        let is_function = call(item).is_some_and(|call| call.kind != lineup_core::run::ToolKind::Custom);
        let is_whole = item.ended.is_some() || run.outcome().is_some();
        is_function && is_whole && call(item).is_some_and(|call| pretty(&call.arguments).is_none() && !call.arguments.trim().is_empty())
    });
    let target = NodeRef::<html::Div>::new();
    target.on_load(move |element| {
        let mut tail = Tail::new(element.into());
        place.follow(move |item, run| {
            let Some(call) = call(item) else { return };
            if item.ended.is_some() || run.outcome().is_some() {
                // Whoever answers the call decides by what stands here: it must read as it is.
                tail.replace(&link::visible(&pretty(&call.arguments).unwrap_or_else(|| call.arguments.clone())));
            } else {
                tail.show(&call.arguments);
            }
        });
    });
    let which = move || number.get().map(|(n, of)| t_string!(i18n, lane.call_of, n = n, all = of));
    let is_newest = Memo::new(move |_| place.handle.run.with(|head| head.id == Some(place.run)));
    let given = move || {
        let call = (!is_newest.get()).then(|| place.read(|item, _| call(item).map(id_of))).flatten().flatten()?;
        place.handle.result_of(place.run, &call).map(|output| pretty(&output).unwrap_or(output))
    };
    let copy = move |()| place.read(|item, _| call(item).map(|call| call.arguments.clone()).unwrap_or_default()).unwrap_or_default();
    view! {
        <article class="call">
            <header class="call-head">
                <h4 class="call-name">{move || name.get()}</h4>
                <span class="call-number num">{which}</span>
                <CopyButton label=move || t_string!(i18n, lane.copy_arguments) text=copy/>
            </header>
            <div node_ref=target class="call-arguments code"></div>
            <Show when=move || is_broken.get() == Some(true)>
                <p class="call-broken">{t!(i18n, lane.not_json)}</p>
            </Show>
            <Show when=move || can_answer.get()>
                <CallResult place/>
            </Show>
            {move || {
                given()
                    .map(|output| {
                        view! {
                            <div class="call-result">
                                <h5 class="call-given">{t!(i18n, lane.result)}</h5>
                                <div class="call-output code" tabindex="0" role="region" aria-label=move || t_string!(i18n, lane.result)>
                                    {output}
                                </div>
                            </div>
                        }
                    })
            }}
        </article>
    }
}

/// The field for the result of one call.
#[component]
fn CallResult(place: Place) -> impl IntoView {
    let i18n = use_i18n();
    let answers = place.handle.answers;
    let Some(id) = place.read(|item, _| call(item).map(id_of)).flatten() else { return ().into_any() };
    let shown = id.clone();
    let field = format!("call-result-{}-{}-{}", place.handle.id.0, place.run.0, place.key);
    view! {
        <FunctionNote place call=id.clone()/>
        <div class="call-result">
            <label for=field.clone()>{t!(i18n, lane.result)}</label>
            <textarea
                id=field
                class="code"
                rows="3"
                spellcheck="false"
                prop:value=move || answers.with(|answers| answers.get(&shown).cloned().unwrap_or_default())
                on:input=move |event| answers.update(|answers| _ = answers.insert(id.clone(), event_target_value(&event)))
            ></textarea>
        </div>
    }
    .into_any()
}

fn pretty(arguments: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(arguments).ok()?;
    serde_json::to_string_pretty(&value).ok()
}
