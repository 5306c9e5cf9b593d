//! "n adjustments": what is sent differently from what was asked, why, and "send it anyway".

use crate::{
    i18n::{I18n, Locale, plural, t, t_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::kit::{ChipKind, Popover},
};
use leptos::prelude::*;
use lineup_core::plan::{Adjustment, Reason};
use serde_json::Value;

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
                <Explained handle adjustments anyway/>
            </Popover>
        </Show>
    }
}

#[component]
fn Explained(handle: LaneHandle, adjustments: Memo<Vec<Adjustment>>, anyway: Memo<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let model = move || handle.lane.with(|lane| lane.model.clone());
    let endpoint = move || {
        let id = handle.lane.with(|lane| lane.endpoint.clone());
        stores.endpoints.get(&id).map_or_else(|| t_string!(i18n, picker.endpoint_gone).to_owned(), |endpoint| endpoint.name)
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
    view! {
        <h3 class="sets-title">{t!(i18n, head.adjustments_title)}</h3>
        <Show when=move || !adjustments.with(Vec::is_empty)>
            <p class="adjustments-lead">{move || t_string!(i18n, head.adjustments_lead, model = model(), endpoint = endpoint())}</p>
        </Show>
        <ul class="adjustments-list">
            <For each=move || shown.get() key=key let:adjustment>
                <Explanation handle adjustment/>
            </For>
        </ul>
        <Show when=move || !unseen().is_empty()>
            <h4 class="sets-title">{t!(i18n, head.sent_anyway_title)}</h4>
            <ul class="adjustments-list">
                {move || unseen().into_iter().map(|rule| view! { <li class="adjustment"><Anyway handle rule/></li> }).collect_view()}
            </ul>
        </Show>
    }
}

/// One adjustment: asked → sent, the reason, the server's words.
#[component]
fn Explanation(handle: LaneHandle, adjustment: Adjustment) -> impl IntoView {
    let i18n = use_i18n();
    let Adjustment { rule, field, asked, sent, reason, server_words, optional, .. } = adjustment;
    let value = move |value: &Value| shown(value).unwrap_or_else(|| t_string!(i18n, head.nothing).to_owned());
    view! {
        <li class="adjustment">
            <div class="adjustment-head">
                <h4 class="adjustment-field">{field}</h4>
                <span class="adjustment-rule">{rule.clone()}</span>
            </div>
            <dl class="adjustment-change">
                <dt>{t!(i18n, head.asked)}</dt>
                <dd class="adjustment-asked">{move || value(&asked)}</dd>
                <dt>{t!(i18n, head.sent)}</dt>
                <dd class="adjustment-sent">{move || value(&sent)}</dd>
            </dl>
            <p class="adjustment-why">{move || in_language(i18n, &reason).to_owned()}</p>
            {server_words
                .map(|words| view! { <p class="adjustment-server">{t!(i18n, head.server_says)} " " <q lang="en">{words}</q></p> })}
            {optional.then(|| view! { <Anyway handle rule/> })}
        </li>
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

/// A reason in the language of the page; followed.
pub fn in_language(i18n: I18n, reason: &Reason) -> &str {
    match i18n.locale() {
        Locale::en => &reason.en,
        Locale::ko => &reason.ko,
    }
}

/// The longest value that is shown whole: a folded-in instruction can be pages long.
const SHOWN: usize = 200;

/// A value as it goes over the wire; `None` for nothing.
fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text,
    })
}

#[cfg(test)]
mod tests {
    use super::shown;
    use serde_json::{Value, json};

    #[test]
    fn values_are_shown_as_they_are_sent_and_never_endlessly() {
        assert_eq!(shown(&Value::Null), None);
        assert_eq!(shown(&json!("developer")).as_deref(), Some("developer"));
        assert_eq!(shown(&json!(0.7)).as_deref(), Some("0.7"));
        assert_eq!(shown(&json!(["a", "b"])).as_deref(), Some(r#"["a","b"]"#));
        let long = shown(&json!("한".repeat(5000))).unwrap_or_default();
        assert_eq!(long.chars().count(), 202);
    }
}
