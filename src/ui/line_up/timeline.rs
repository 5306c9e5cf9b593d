//! Releases and retirements, month by month, with today between what was and what comes.

use super::Shown;
use crate::{
    browser::{dialog, intl},
    i18n::{plural, t_string, use_i18n},
    state::{line_up::Row, route::card_href, use_stores},
    ui::lane_head::facts::provider_name,
};
use leptos::{html, prelude::*};
use lineup_core::lineup::{Happening, Moment};
use std::collections::BTreeSet;

/// What stands in the list.
#[derive(Clone, Debug, PartialEq)]
enum Entry {
    Month(String, Vec<Moment>),
    Today,
}

/// The moments by month. Today stands before the first that is to come, and parts its month if it has to.
fn entries(moments: Vec<Moment>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut passed = false;
    for moment in moments {
        if !moment.past && !passed {
            passed = true;
            entries.push(Entry::Today);
        }
        let month = moment.date.get(..7).unwrap_or(&moment.date).to_owned();
        match entries.last_mut() {
            Some(Entry::Month(last, moments)) if *last == month => moments.push(moment),
            _ => entries.push(Entry::Month(month, vec![moment])),
        }
    }
    if !passed {
        entries.push(Entry::Today);
    }
    entries
}

#[component]
pub fn Timeline(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let list = Memo::new(move |_| {
        let models: BTreeSet<String> =
            shown.rows.with(|rows| rows.iter().filter_map(|row| if let Row::Known(id) = row { Some(id.clone()) } else { None }).collect());
        let mut moments = shown.today.with_value(|today| play.lineup().timeline(today));
        moments.retain(|moment| models.contains(&moment.model));
        let undated = models.iter().filter(|id| !moments.iter().any(|moment| moment.model == **id)).count();
        (entries(moments), undated)
    });
    let now = NodeRef::<html::P>::new();
    // The list is long, and what counts is near today.
    Effect::new(move |_| {
        if let Some(now) = now.get() {
            request_animation_frame(move || dialog::reveal_middle(&now));
        }
    });
    let month = move |month: String, moments: Vec<Moment>| {
        let title = intl::month(i18n.locale(), &month);
        view! {
            <section class="timeline-month">
                <h2>{title}</h2>
                <ul>
                    {moments
                        .into_iter()
                        .map(|moment| {
                            let what = match (moment.what, moment.past) {
                                (Happening::Released, true) => t_string!(i18n, lineup.released).to_owned(),
                                (Happening::Released, false) => t_string!(i18n, lineup.will_release).to_owned(),
                                (Happening::Retires(at), true) => t_string!(i18n, lineup.gone, provider = provider_name(at)),
                                (Happening::Retires(at), false) => t_string!(i18n, lineup.goes, provider = provider_name(at)),
                            };
                            let look = match (moment.what, moment.past) {
                                (Happening::Released, _) => "timeline-release",
                                (_, true) => "timeline-gone",
                                (_, false) => "timeline-goes",
                            };
                            let href = card_href(&moment.model);
                            view! {
                                <li class=look>
                                    <time class="num" datetime=moment.date.clone()>
                                        {intl::day(i18n.locale(), &moment.date)}
                                    </time>
                                    <a href=href>{moment.model}</a>
                                    <span>{what}</span>
                                </li>
                            }
                        })
                        .collect_view()}
                </ul>
            </section>
        }
    };
    let entry = move |entry: Entry| match entry {
        Entry::Month(name, moments) => month(name, moments).into_any(),
        Entry::Today => {
            let date = shown.today.with_value(|today| intl::day(i18n.locale(), today));
            view! {
                <p class="timeline-today" aria-current="date" node_ref=now>
                    {t_string!(i18n, lineup.today, date = date)}
                </p>
            }
            .into_any()
        }
    };
    view! {
        <section class="lineup-scroll timeline" role="region" tabindex="0" aria-label=move || t_string!(i18n, lineup.view_timeline)>
            {move || list.get().0.into_iter().map(entry).collect_view()}
            {move || {
                let undated = list.with(|list| list.1);
                (undated > 0)
                    .then(|| view! { <p class="timeline-undated">{plural!(i18n, undated, lineup.undated, count = undated)}</p> })
            }}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::{Entry, Happening, Moment, entries};

    fn moment(date: &str, past: bool) -> Moment {
        Moment { date: date.into(), model: "m".into(), what: Happening::Released, past }
    }

    #[test]
    fn today_stands_between_what_was_and_what_comes() {
        let (was, is, comes) = (moment("2026-10-23", true), moment("2026-11-02", true), moment("2026-11-30", false));
        let month = |name: &str, moments: &[&Moment]| Entry::Month(name.into(), moments.iter().map(|moment| (*moment).clone()).collect());
        assert_eq!(
            entries(vec![was.clone(), is.clone(), comes.clone()]),
            [month("2026-10", &[&was]), month("2026-11", &[&is]), Entry::Today, month("2026-11", &[&comes])]
        );
        assert_eq!(entries(vec![was.clone()]), [month("2026-10", &[&was]), Entry::Today]);
        assert_eq!(entries(vec![comes.clone()]), [Entry::Today, month("2026-11", &[&comes])]);
        assert_eq!(entries(Vec::new()), [Entry::Today]);
    }
}
