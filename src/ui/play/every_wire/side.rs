//! The draft on one wire: where it goes, what it cannot carry, and the body beside the lane's own.

use super::{
    lines::{Line, Lines, Mark, lines},
    wire_name,
};
use crate::{
    i18n::{I18n, Locale, plural, t, t_string, use_i18n},
    state::play::EveryWire,
    ui::{
        kit::{Chip, ChipKind, CopyButton, Icon, VisuallyHidden},
        play::blocked::no_plan,
        wire::{AdjustmentLine, Headers},
    },
};
use leptos::prelude::*;
use lineup_core::{
    plan::{Adjustment, Plan, Reason, SOME_RESOURCE, Side, Wire},
    wire::Api,
};

/// What stands above the body: it changes far less often than the body does.
#[derive(Clone, Debug, PartialEq)]
struct Head {
    method: &'static str,
    url: String,
    headers: Vec<(String, String)>,
    losses: Vec<(String, Reason)>,
    others: Vec<Adjustment>,
    moved_to: Option<Api>,
}

impl Head {
    fn of(side: &Side, plan: &Plan) -> Self {
        Self {
            method: plan.method,
            url: plan.url.clone(),
            headers: plan.headers.iter().map(|(name, value)| (name.clone(), value.masked())).collect(),
            losses: side.losses().map(|lost| (lost.field.clone(), lost.reason.clone())).collect(),
            others: plan.adjustments.iter().filter(|change| !change.loses()).cloned().collect(),
            moved_to: side.moved_to(),
        }
    }
}

#[component]
pub fn SideView(
    wires: Memo<Option<EveryWire>>,
    /// Its place among the sides.
    at: usize,
    wire: Wire,
    /// Whether it is what the lane itself would send.
    is_own: Signal<bool>,
    is_hidden: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || wire_name(i18n, wire);
    let title_id = format!("wires-{at}");
    let head = Memo::new(move |_| {
        wires.with(|wires| {
            let side = wires.as_ref()?.sides.get(at)?;
            Some(side.plan.as_ref().map(|plan| Head::of(side, plan)).map_err(Clone::clone))
        })
    });
    let body = Memo::new(move |_| {
        let body = |wires: &EveryWire| {
            let plan = wires.sides.get(at)?.plan.as_ref().ok()?;
            let own = wires.own.as_ref().map_or(&plan.body, |own| &own.body);
            Some(lines(own, &plan.body))
        };
        // What nobody sees costs nothing.
        if is_hidden.get() { None } else { wires.with(|wires| wires.as_ref().and_then(body)) }.unwrap_or_default()
    });
    let whole = move || {
        let plan = |wires: &EveryWire| wires.sides.get(at)?.plan.as_ref().ok().map(|plan| plan.body.clone());
        wires
            .with_untracked(|wires| wires.as_ref().and_then(plan))
            .and_then(|body| serde_json::to_string_pretty(&body).ok())
            .unwrap_or_default()
    };
    let url = move || head.with_untracked(|head| head.as_ref()?.as_ref().ok().map(|head| head.url.clone())).unwrap_or_default();
    let above = move || match head.get() {
        None => ().into_any(),
        Some(Err(error)) => view! { <p class="wires-note">{move || no_plan(i18n, &error, wire_name(i18n, wire))}</p> }.into_any(),
        Some(Ok(head)) => view! { <Above head/> }.into_any(),
    };
    let is_there = Memo::new(move |_| head.with(|head| matches!(head, Some(Ok(_)))));
    view! {
        <section class="wires-side" class:own=is_own aria-labelledby=title_id hidden=is_hidden>
            <header class="wires-side-head">
                <h3 id=title_id.clone()>{title}</h3>
                <Show when=move || is_own.get()>
                    <Chip kind=ChipKind::Accent>{t!(i18n, wires.own)}</Chip>
                </Show>
                <Show when=move || is_there.get()>
                    <CopyButton label=move || t_string!(i18n, wires.copy_address, side = title()) text=move |()| url()/>
                </Show>
            </header>
            {above}
            <Show when=move || is_there.get()>
                <div class="wires-row">
                    <span class="soft">{move || t_string!(i18n, wires.body, side = title())}</span>
                    <CopyButton label=move || t_string!(i18n, wires.copy_body, side = title()) text=move |()| whole()/>
                </div>
                <Body body label=Signal::derive(move || t_string!(i18n, wires.body, side = title()))/>
            </Show>
        </section>
    }
}

#[component]
fn Above(head: Head) -> impl IntoView {
    let i18n = use_i18n();
    let Head { method, url, headers, losses, others, moved_to } = head;
    let carries = losses.is_empty() && moved_to.is_none();
    let is_example = url.contains(SOME_RESOURCE);
    let moved = moved_to.map(|api| {
        let api = if api == Api::Chat { Wire::Chat } else { Wire::Responses };
        view! { <p class="wires-losses">{move || t_string!(i18n, wires.moved, api = wire_name(i18n, api))}</p> }
    });
    let loss = move |(field, reason): (String, Reason)| view! { <li><code>{field}</code> " " {move || words(i18n, &reason)}</li> };
    let lost = (!losses.is_empty()).then(|| {
        view! {
            <div class="wires-losses">
                <h4>{Icon::Warning} {t!(i18n, wires.losses)}</h4>
                <ul>{losses.into_iter().map(loss).collect_view()}</ul>
            </div>
        }
    });
    let count = others.len();
    let others = (count > 0).then(|| {
        view! {
            <details>
                <summary>{move || plural!(i18n, count, wires.other, count = count)}</summary>
                <ul>{others.into_iter().map(|adjustment| view! { <AdjustmentLine adjustment/> }).collect_view()}</ul>
            </details>
        }
    });
    view! {
        <p class="wire-line code">
            <b>{method}</b>
            " "
            <span class="wire-url">{url}</span>
        </p>
        {is_example.then(|| view! { <p class="wires-note">{t!(i18n, wires.some_resource)}</p> })}
        <Headers headers/>
        {moved}
        {lost}
        {carries.then(|| view! { <p class="wires-note">{t!(i18n, wires.carries)}</p> })}
        {others}
    }
}

fn words(i18n: I18n, reason: &Reason) -> String {
    match i18n.locale() {
        Locale::en => reason.en.clone(),
        Locale::ko => reason.ko.clone(),
    }
}

#[component]
fn Body(body: Memo<Lines>, label: Signal<String>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |Line { text, mark }: Line| {
        let (sign, class, spoken) = match mark {
            Mark::Same => return view! { <span>{text}</span> }.into_any(),
            Mark::Changed => ("≠", "changed", t_string!(i18n, wires.changed)),
            Mark::Added => ("+", "added", t_string!(i18n, wires.added)),
            Mark::Missing => ("−", "missing", t_string!(i18n, wires.missing)),
        };
        view! {
            <mark class=class data-sign=sign>
                <VisuallyHidden>{spoken} " "</VisuallyHidden>
                {text}
            </mark>
        }
        .into_any()
    };
    let hidden = Memo::new(move |_| body.with(|body| body.hidden));
    view! {
        <pre class="wires-body code" tabindex="0" role="region" aria-label=label>
            {move || body.get().shown.into_iter().map(line).collect_view()}
        </pre>
        <Show when=move || { hidden.get() > 0 }>
            <p class="wires-note">{move || plural!(i18n, hidden.get(), wires.hidden, count = hidden.get())}</p>
        </Show>
    }
}
