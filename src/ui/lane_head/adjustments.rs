//! "n adjustments": draft and request side by side, what differs with its reason and "send it anyway", then what is the same.

use super::beside::{same, sent_as};
use crate::{
    i18n::{plural, t, t_string, use_i18n},
    state::{play::LaneHandle, route::Route, use_stores},
    ui::{
        kit::{ChipKind, Popover},
        later::later,
        words::{api_name, endpoint_name, in_language, shown},
    },
};
use leptos::prelude::*;
use lineup_core::{plan::Adjustment, wire::Api};

#[component]
pub fn Adjustments(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let adjustments = Memo::new(move |_| stores.play.plan_of(handle.id).get().map(|plan| plan.adjustments).unwrap_or_default());
    // What was told to stand aside makes no adjustment any more, and must still be found to be taken back.
    let anyway = Memo::new(move |_| handle.lane.with(|lane| lane.send_anyway.iter().cloned().collect::<Vec<_>>()));
    let count = move || adjustments.with(Vec::len);
    let text = move || {
        if count() > 0 {
            plural!(i18n, count(), head.adjustments, count = count())
        } else {
            plural!(i18n, anyway.with(Vec::len), head.sent_anyway_count, count = anyway.with(Vec::len))
        }
    };
    view! {
        <Show when=move || { count() > 0 || !anyway.with(Vec::is_empty) }>
            <Popover
                trigger=move || text.into_any()
                label=move || t_string!(i18n, head.adjustments_title)
                trigger_class=ChipKind::Accent.class()
                class="adjustments"
            >
                {explained(handle, adjustments, anyway)}
            </Popover>
        </Show>
    }
}

later! {
    in panels: fn explained(handle: LaneHandle, adjustments: Memo<Vec<Adjustment>>, anyway: Memo<Vec<String>>) {
        view! { <Explained handle adjustments anyway/> }
    }
}

#[component]
fn Explained(handle: LaneHandle, adjustments: Memo<Vec<Adjustment>>, anyway: Memo<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let model = move || handle.lane.with(|lane| lane.model.clone());
    let endpoint = move || {
        let id = handle.lane.with(|lane| lane.endpoint.clone());
        stores
            .endpoints
            .get(&id)
            .map_or_else(|| t_string!(i18n, picker.endpoint_gone).to_owned(), |endpoint| endpoint_name(i18n, &endpoint.name))
    };
    // What is told to stand aside makes no adjustment any more. It stays in its place while this is open, or the box that was
    // just ticked would be gone from under the pointer and the focus.
    let shown = Memo::new(move |before: Option<&Vec<Adjustment>>| {
        let mut shown = adjustments.get();
        let stood_aside = before.into_iter().flatten().filter(|old| anyway.with(|anyway| anyway.contains(&old.rule)));
        for (at, old) in stood_aside.enumerate() {
            if !shown.iter().any(|new| new.rule == old.rule && new.setting == old.setting) {
                shown.insert(at.min(shown.len()), old.clone());
            }
        }
        shown
    });
    // What stood aside before this was opened: only the rule's name is left of it.
    let unseen = move || {
        let is_unseen = |rule: &String| shown.with(|shown| shown.iter().all(|adjustment| adjustment.rule != *rule));
        anyway.get().into_iter().filter(is_unseen).collect::<Vec<_>>()
    };
    let key = |adjustment: &Adjustment| (adjustment.rule.clone(), adjustment.setting.clone(), adjustment.sent.to_string());
    let api = Memo::new(move |_| stores.play.plan_of(handle.id).get().ok().map(|plan| plan.api));
    view! {
        <h3 class="sets-title">{t!(i18n, head.adjustments_title)}</h3>
        <Show when=move || !adjustments.with(Vec::is_empty)>
            <p class="adjustments-lead">{move || t_string!(i18n, head.adjustments_lead, model = model(), endpoint = endpoint())}</p>
        </Show>
        <table class="beside">
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, head.side_draft)}</th>
                    <th scope="col">
                        {t!(i18n, head.side_request)}
                        {move || api.get().and_then(chosen_api).map(|api| view! { " " <span class="soft">{api}</span> })}
                    </th>
                </tr>
            </thead>
            <For each=move || shown.get() key=key let:adjustment>
                <Explanation handle adjustment/>
            </For>
            <Same handle/>
        </table>
        <Show when=move || !unseen().is_empty()>
            <h4 class="sets-title">{t!(i18n, head.sent_anyway_title)}</h4>
            <ul class="adjustments-list">
                <For each=unseen key=String::clone let:rule>
                    <li class="adjustment"><Anyway handle rule/></li>
                </For>
            </ul>
        </Show>
    }
}

/// The API's name, where a conversation has a choice of it.
fn chosen_api(api: Api) -> Option<&'static str> {
    matches!(api, Api::Chat | Api::Responses).then(|| api_name(api))
}

/// One adjustment: asked beside sent; below them the reason and the server's words.
#[component]
fn Explanation(handle: LaneHandle, adjustment: Adjustment) -> impl IntoView {
    let i18n = use_i18n();
    let sent = StoredValue::new(sent_as(&adjustment));
    let Adjustment { rule, field, asked, reason, server_words, optional, .. } = adjustment;
    let is_learned = rule.starts_with("R-");
    let asked = StoredValue::new((field, shown(&asked)));
    let own = StoredValue::new(rule.clone());
    let stands_aside = Memo::new(move |_| handle.lane.with(|lane| own.with_value(|rule| lane.send_anyway.contains(rule))));
    let nothing = move || view! { <span class="soft">{t!(i18n, head.nothing)}</span> }.into_any();
    let entry = move |(name, value): (String, Option<String>)| {
        view! {
            <b>{name}</b>
            " "
            {value}
        }
        .into_any()
    };
    view! {
        <tbody class="adjustment" class:is-anyway=stands_aside>
            <tr>
                <td class="beside-asked">
                    {move || match asked.get_value() {
                        (name, None) => view! { <b>{name}</b> " " {nothing()} }.into_any(),
                        asked => entry(asked),
                    }}
                </td>
                <td class="beside-sent">
                    {move || match sent.get_value() {
                        _ if stands_aside.get() => entry(asked.get_value()),
                        Some(sent) => entry(sent),
                        None => nothing(),
                    }}
                </td>
            </tr>
            <tr>
                <td colspan="2" class="beside-why">
                    <p class="adjustment-why">
                        {move || in_language(i18n, &reason).to_owned()} " " <span class="adjustment-rule">{rule.clone()}</span>
                        {is_learned
                            .then(|| {
                                view! {
                                    " "
                                    <a class="chip" href=Route::Settings.href() title=move || t_string!(i18n, learned.title)>
                                        {t!(i18n, learned.tag)}
                                    </a>
                                }
                            })}
                    </p>
                    {server_words
                        .map(|words| {
                            view! { <p class="adjustment-server">{t!(i18n, head.server_says)} " " <q lang="en">{words}</q></p> }
                        })}
                    {optional.then(|| view! { <Anyway handle rule=own.get_value()/> })}
                </td>
            </tr>
        </tbody>
    }
}

/// What goes out as it was asked.
#[component]
fn Same(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let rows = Memo::new(move |_| {
        let model = handle.lane.with(|lane| lane.model.clone());
        stores.play.plan_of(handle.id).get().map(|plan| same(&plan, &model)).unwrap_or_default()
    });
    let row = |(name, asked, sent): (String, String, String)| {
        view! {
            <tr>
                <td>
                    <b>{name.clone()}</b>
                    " "
                    {asked}
                </td>
                <td>
                    <b>{name}</b>
                    " "
                    {sent}
                </td>
            </tr>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <tbody class="beside-same">
                <tr>
                    <th scope="colgroup" colspan="2">{t!(i18n, head.side_same)}</th>
                </tr>
                {move || rows.get().into_iter().map(row).collect_view()}
            </tbody>
        </Show>
    }
}

/// "Send it anyway": the rule stands aside for this lane.
#[component]
fn Anyway(handle: LaneHandle, rule: String) -> impl IntoView {
    let i18n = use_i18n();
    let rule = StoredValue::new(rule);
    let is_on = move || handle.lane.with(|lane| rule.with_value(|rule| lane.send_anyway.contains(rule)));
    let switch = move |on: bool| {
        handle.lane.update(|lane| {
            if on {
                lane.send_anyway.insert(rule.get_value());
            } else {
                lane.send_anyway.remove(&rule.get_value());
            }
        });
    };
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=is_on on:change:target=move |event| switch(event.target().checked())/>
            <span class="check-text">
                <span>
                    {t!(i18n, head.send_anyway)}
                    {move || is_on().then(|| view! { " " <span class="adjustment-rule">{rule.get_value()}</span> })}
                </span>
                {move || is_on().then(|| view! { <span class="field-hint">{t!(i18n, head.sent_anyway)}</span> })}
            </span>
        </label>
    }
}
