//! Two to four models as columns, with what differs marked.

use super::words::{fact_name, said};
use crate::{
    i18n::{plural, t, t_string, use_i18n},
    state::{line_up::MOST_COMPARED, route::card_href, use_stores},
    ui::kit::{Button, ButtonKind, Check, Dialog, VisuallyHidden},
};
use leptos::prelude::*;
use lineup_core::lineup::{Compared, Model, compare};

/// How many are ticked, and what can be done with them.
#[component]
pub fn CompareBar(#[prop(into)] on_compare: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    let count = Memo::new(move |_| store.ticked.with(Vec::len));
    view! {
        <Show when=move || { count.get() > 0 }>
            <div class="lineup-ticked">
                <span class="num" role="status">
                    {move || plural!(i18n, count.get(), lineup.ticked, count = count.get())}
                    {move || (count.get() == MOST_COMPARED).then(|| format!(" {}", t_string!(i18n, lineup.compare_most)))}
                </span>
                <Button
                    kind=ButtonKind::Primary
                    small=true
                    disabled=Signal::derive(move || count.get() < 2)
                    on:click=move |_| on_compare.run(())
                >
                    {move || if count.get() < 2 { t_string!(i18n, lineup.compare_more) } else { t_string!(i18n, lineup.compare) }}
                </Button>
                <Button kind=ButtonKind::Ghost small=true on:click=move |_| store.ticked.update(Vec::clear)>
                    {t!(i18n, lineup.compare_clear)}
                </Button>
            </div>
        </Show>
    }
}

#[component]
pub fn CompareDialog(open: RwSignal<bool>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=open title=move || t_string!(i18n, lineup.compare_title) class="lineup-compare">
            <Comparison today />
        </Dialog>
    }
}

#[component]
fn Comparison(today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let lineup = stores.play.lineup_now();
    // What was ticked when it opened: nothing changes it while it lies over the table.
    let ticked = stores.line_up.ticked.get_untracked();
    let models: Vec<Model> = ticked.iter().filter_map(|id| lineup.models.iter().find(|model| model.id == *id).cloned()).collect();
    let lines = today.with_value(|today| compare(&models.iter().collect::<Vec<_>>(), today));
    let differ = lines.iter().filter(|line| line.differs).count();
    let only = RwSignal::new(false);
    let heads =
        models.iter().map(|model| view! { <th scope="col"><a href=card_href(&model.id)>{model.id.clone()}</a></th> }).collect_view();
    let lines = StoredValue::new(lines);
    let models = StoredValue::new(models);
    let line = move |line: &Compared| {
        let Compared { fact, cells, differs } = line.clone();
        let cell = |(cell, model): (&_, &Model)| {
            let text = said(i18n, fact, cell, model);
            let yours = model.is_theirs(fact).then(|| view! { " " <span class="own-mark">{t!(i18n, own.mark)}</span> });
            view! { <td class=text.look>{text.text} {yours}</td> }
        };
        let cells = models.with_value(|models| cells.iter().zip(models).map(cell).collect_view());
        view! {
            <tr class:differs=differs>
                <th scope="row">
                    {differs
                        .then(|| {
                            view! {
                                <span class="differs-mark" aria-hidden="true">
                                    "≠"
                                </span>
                            }
                        })}
                    {fact_name(i18n, fact)}
                    {differs.then(|| view! { <VisuallyHidden>" (" {t!(i18n, lineup.compare_differs)} ")"</VisuallyHidden> })}
                </th>
                {cells}
            </tr>
        }
    };
    let body = move || lines.with_value(|lines| lines.iter().filter(|line| line.differs || !only.get()).map(line).collect_view());
    view! {
        <div class="dialog-body" tabindex="0" role="region" aria-label=move || t_string!(i18n, lineup.compare_title)>
            <div class="compare-tools">
                <p class="num">{move || plural!(i18n, differ, lineup.compare_count, count = differ)}</p>
                <Check label=move || t_string!(i18n, lineup.compare_only) value=only on_change=move |on| only.set(on) />
            </div>
            <table class="compare-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, lineup.compare_fact)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
    }
}
