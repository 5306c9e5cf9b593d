//! Two runs beside each other: what was asked differently, and what was answered differently.

use crate::{
    browser::intl,
    i18n::{t, t_string, use_i18n},
    state::{
        history::{COMPARED, History},
        keeping::KeptRun,
        use_stores,
    },
    ui::{difference::Differences, kit::Dialog, lane::units},
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    keep::{Piece, difference, said},
    plan,
    run::{Millis, Run},
};

/// One side.
#[derive(Clone)]
struct Side {
    title: String,
    when: String,
    input: Option<u64>,
    output: Option<u64>,
    reasoning: Option<u64>,
    ms: Option<f64>,
    text: String,
}

#[component]
pub fn CompareDialog(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open=open title=move || t_string!(i18n, history.compare_title) class="history-compare">
            <Comparison/>
        </Dialog>
    }
}

#[component]
fn Comparison() -> impl IntoView {
    let i18n = use_i18n();
    let keeping = use_stores().keeping;
    let history = expect_context::<History>();
    let read = RwSignal::new(None::<Option<(KeptRun, KeptRun)>>);
    // The older one first: what came later is what changed.
    let mut ids = history.ticked.get_untracked();
    ids.sort();
    spawn_local(async move {
        let mut runs = Vec::new();
        for id in ids.iter().take(COMPARED) {
            runs.extend(keeping.run(id).await);
        }
        let mut runs = runs.into_iter();
        read.try_set(Some(runs.next().zip(runs.next())));
    });
    move || match read.get() {
        None => view! { <p class="dialog-body">{t!(i18n, history.reading)}</p> }.into_any(),
        Some(None) => view! { <p class="dialog-body">{t!(i18n, history.unreadable)}</p> }.into_any(),
        Some(Some((first, second))) => view! { <Both first second/> }.into_any(),
    }
}

#[component]
fn Both(first: KeptRun, second: KeptRun) -> impl IntoView {
    let i18n = use_i18n();
    let changes = plan::difference(&first.asked.plan(), &second.asked.plan());
    let (first, second) = untrack(|| (side(i18n.locale(), &first), side(i18n.locale(), &second)));
    let pieces = difference(&first.text, &second.text);
    let is_same = pieces.iter().all(|piece| matches!(piece, Piece::Same(_)));
    let piece = |piece| match piece {
        Piece::Same(text) => text.into_any(),
        Piece::Out(text) => view! { <del>{text}</del> }.into_any(),
        Piece::In(text) => view! { <ins>{text}</ins> }.into_any(),
    };
    let count = move |count: Option<u64>| count.map_or_else(|| "–".to_owned(), |count| units::count(i18n, count));
    let time = move |ms: Option<f64>| ms.map_or_else(|| "–".to_owned(), |ms| units::duration(i18n, Millis(ms)));
    let sides = [first, second];
    let heads = sides.iter().map(|side| view! { <th scope="col"><b class="mono">{side.title.clone()}</b> " " <span class="soft num">{side.when.clone()}</span></th> }).collect_view();
    // Of the moment: nothing changes the language while the dialog lies over the page.
    let cells =
        |of: &dyn Fn(&Side) -> String| sides.iter().map(|side| view! { <td class="num">{untrack(|| of(side))}</td> }).collect_view();
    let facts = view! {
        <tr><th scope="row">{t!(i18n, history.input)}</th>{cells(&|side| count(side.input))}</tr>
        <tr><th scope="row">{t!(i18n, history.output)}</th>{cells(&|side| count(side.output))}</tr>
        <tr><th scope="row">{t!(i18n, history.reasoning)}</th>{cells(&|side| count(side.reasoning))}</tr>
        <tr><th scope="row">{t!(i18n, history.took)}</th>{cells(&|side| time(side.ms))}</tr>
    };
    view! {
        <div class="dialog-body history-both" tabindex="0" role="region" aria-label=move || t_string!(i18n, history.compare_title)>
            <table class="compare-table">
                <thead><tr><th scope="col">{t!(i18n, history.fact)}</th>{heads}</tr></thead>
                <tbody>{facts}</tbody>
            </table>
            <h3>{t!(i18n, history.request)}</h3>
            {if changes.is_empty() {
                view! { <p class="soft">{t!(i18n, history.same_request)}</p> }.into_any()
            } else {
                view! { <Differences changes/> }.into_any()
            }}
            <h3>{t!(i18n, history.answer)}</h3>
            {is_same.then(|| view! { <p class="soft">{t!(i18n, history.same_answer)}</p> })}
            <div class="history-pieces" dir="auto">{pieces.into_iter().map(piece).collect_view()}</div>
        </div>
    }
}

fn side(locale: crate::i18n::Locale, kept: &KeptRun) -> Side {
    let run: Run = kept.cassette.play();
    let row = &kept.row;
    Side {
        title: row.model.clone(),
        when: intl::moment(locale, row.at),
        input: row.input,
        output: row.output,
        reasoning: row.reasoning,
        ms: row.ms,
        text: said(&run),
    }
}
