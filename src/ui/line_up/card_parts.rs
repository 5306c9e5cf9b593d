//! The parts of a model's card.

use super::own::{ChangeFact, OwnFact};
use super::words::{Said, fact_name, said};
use crate::{
    browser::intl,
    i18n::{I18n, Locale, plural, t, t_string, use_i18n},
    state::{line_up::Loaded, route::card_href, use_stores},
    ui::{kit::Button, lane_head::facts::provider_name},
};
use leptos::{prelude::*, text_prop::TextProp};
use lineup_core::{
    draft::Flavour,
    lineup::{Cell, Detail, Details, Fact, Lifecycle, Model, Provider, Source, Stage},
    plan::{Adjustment, rules_of},
};
use std::sync::Arc;

/// What it is for; and whether the card's texts are there at all.
#[component]
pub fn Purpose(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    let store = use_stores().line_up;
    move || match store.details().get() {
        Loaded::Not | Loaded::UnderWay => view! { <p class="soft" role="status">{t!(i18n, lineup.card_loading)}</p> }.into_any(),
        Loaded::Failed => view! {
            <div class="card-failed" role="alert">
                <p>{t!(i18n, lineup.card_failed)}</p>
                <Button small=true on:click=move |_| store.load_details()>{t!(i18n, lineup.card_again)}</Button>
            </div>
        }
        .into_any(),
        Loaded::There(details) => {
            let words = model.with_value(|model| {
                details.card(model).map(|words| match i18n.locale() {
                    Locale::en => words.en.clone(),
                    Locale::ko => words.ko.clone(),
                })
            });
            view! { <p class="card-purpose">{words}</p> }.into_any()
        }
    }
}

/// A part with a heading.
#[component]
fn Part(#[prop(into)] title: TextProp, children: Children) -> impl IntoView {
    view! {
        <section class="card-part">
            <h3>{move || title.get()}</h3>
            {children()}
        </section>
    }
}

/// Where it stands at each provider, and where to go when it goes.
#[component]
pub fn Life(model: StoredValue<Model>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let lineup = stores.play.lineup_now();
    let at = move |provider: Provider| {
        let life = today.with_value(|today| model.with_value(|model| lineup.lifecycle(&model.id, provider, today)));
        let next = life.as_ref().and_then(|life| life.replacement.clone());
        let versions = (provider == Provider::Azure).then(|| model.with_value(|model| model.ends.azure_versions.clone()));
        let versions = versions.filter(|versions| versions.len() > 1);
        view! {
            <dt>{provider_name(provider)}</dt>
            <dd>
                <p>{life.map(|life| move || life_text(i18n, &life))}</p>
                {next
                    .map(|next| {
                        let href = card_href(&next);
                        view! {
                            <p>
                                {t!(i18n, lineup.card_next)} " "
                                <a href=href>{next}</a>
                            </p>
                        }
                    })}
                {versions
                    .map(|versions| {
                        let line = |(version, date): (String, String)| {
                            view! {
                                <li class="num">
                                    {move || {
                                        let date = intl::day(i18n.locale(), &date);
                                        t_string!(i18n, lineup.card_version, version = version.clone(), date = date)
                                    }}
                                </li>
                            }
                        };
                        view! { <ul>{versions.into_iter().map(line).collect_view()}</ul> }
                    })}
            </dd>
        }
    };
    let listed = move || {
        let listed = stores.line_up.listed()?;
        let date = model.with_value(|model| listed.live.entry(model)?.shutdown_date.clone())?;
        let text =
            t_string!(i18n, lineup.card_life_listed, endpoint = listed.endpoint.name.clone(), date = intl::day(i18n.locale(), &date));
        Some(view! { <p>{text}</p> })
    };
    view! {
        <Part title=move || t_string!(i18n, lineup.card_life)>
            <dl class="card-facts">{[Provider::OpenAi, Provider::Azure].map(at).collect_view()}</dl>
            {listed}
        </Part>
    }
}

fn life_text(i18n: I18n, life: &Lifecycle) -> String {
    let day = |iso: &str| intl::day(i18n.locale(), iso);
    match &life.stage {
        Stage::Unknown => t_string!(i18n, lineup.card_life_unknown).to_owned(),
        Stage::Current => t_string!(i18n, lineup.card_life_current).to_owned(),
        Stage::Announced { on } => t_string!(i18n, lineup.card_life_announced, date = day(on)),
        Stage::Retires { on } => {
            let days = life.days_left.unwrap_or_default();
            plural!(i18n, days, lineup.card_life_retires, date = day(on), count = days)
        }
        Stage::Retired { since } => t_string!(i18n, lineup.card_life_retired, date = day(since)),
    }
}

/// Every fact that is known, and the names of those that are not.
#[component]
pub fn Facts(model: StoredValue<Model>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    // Lives have a part of their own.
    let facts = Fact::ALL.into_iter().filter(|fact| !matches!(fact, Fact::OpenAi | Fact::Azure));
    let cells: Vec<(Fact, Cell)> =
        today.with_value(|today| model.with_value(|model| facts.map(|fact| (fact, fact.of(model, today))).collect()));
    let is_theirs = move |fact: Fact| model.with_value(|model| model.is_theirs(fact));
    let (unknown, known): (Vec<_>, Vec<_>) = cells.into_iter().partition(|(fact, cell)| *cell == Cell::Unknown && !is_theirs(*fact));
    let unknown: Vec<Fact> = unknown.into_iter().map(|(fact, _)| fact).collect();
    let line = move |(fact, cell): &(Fact, Cell)| {
        let Said { text, look, .. } = model.with_value(|model| said(i18n, *fact, cell, model));
        let fact = *fact;
        let (mark, beside) = match is_theirs(fact) {
            false => (None, None),
            true => {
                let mark = view! { " " <span class="own-mark">{t!(i18n, own.mark)}</span> };
                (Some(mark), Some(view! { <OwnFact model fact today /> }))
            }
        };
        view! {
            <dt>{fact_name(i18n, fact)}</dt>
            <dd class=look>{text} {mark} {beside}</dd>
        }
    };
    let known = move || known.iter().map(line).collect_view();
    view! {
        <Part title=move || t_string!(i18n, lineup.card_facts)>
            <dl class="card-facts">{known}</dl>
            {(!unknown.is_empty())
                .then(|| {
                    let names = move || unknown.iter().map(|fact| fact_name(i18n, *fact)).collect::<Vec<_>>().join(", ");
                    view! { <p class="card-unknown">{t!(i18n, lineup.card_unknown)} " " {names}</p> }
                })}
            <ChangeFact model today />
        </Part>
    }
}

/// What the rules do to its requests, as the plan itself judges.
#[component]
pub fn Rules(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    let lineup = use_stores().play.lineup_now();
    let (id, flavour) = model.with_value(|model| {
        let flavour = match (model.openai, &model.azure) {
            (true, _) => Flavour::OpenAi,
            (false, Some(_)) => Flavour::AzureV1,
            (false, None) => Flavour::Compatible,
        };
        (model.id.clone(), flavour)
    });
    let rules = rules_of(&id, flavour, &lineup);
    let none = rules.is_empty();
    let line = move |Adjustment { setting, reason, .. }: Adjustment| {
        let why = move || match i18n.locale() {
            Locale::en => reason.en.clone(),
            Locale::ko => reason.ko.clone(),
        };
        view! {
            <dt>
                <code>{setting}</code>
            </dt>
            <dd>{why}</dd>
        }
    };
    let lead = move || {
        if none { t_string!(i18n, lineup.card_rules_none).to_owned() } else { t_string!(i18n, lineup.card_rules_lead, model = id.clone()) }
    };
    view! {
        <Part title=move || t_string!(i18n, lineup.card_rules)>
            <p class="soft">{lead}</p>
            {(!none).then(|| view! { <dl class="card-facts card-rules">{rules.into_iter().map(line).collect_view()}</dl> })}
        </Part>
    }
}

/// The texts, once they are there.
fn with_details<V: IntoView + 'static>(
    model: StoredValue<Model>,
    view: impl Fn(&Arc<Details>, &Detail) -> Option<V> + Send + 'static,
) -> impl Fn() -> Option<V> + Send {
    let details = use_stores().line_up.details();
    move || match details.get() {
        Loaded::There(details) => model.with_value(|model| details.of(model).and_then(|detail| view(&details, detail))),
        _ => None,
    }
}

/// Where and how Azure has it. The words are the sources'.
#[component]
pub fn AzureFacts(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    with_details(model, move |_, detail| {
        let azure = detail.azure.clone();
        let list = |list: &[String]| (!list.is_empty()).then(|| list.join(", "));
        let lines = [
            (t_string!(i18n, lineup.azure_versions), list(&azure.versions)),
            (t_string!(i18n, lineup.azure_deployments), list(&azure.deployments)),
            (t_string!(i18n, lineup.azure_regions), azure.regions),
            (t_string!(i18n, lineup.azure_access), azure.access),
            (t_string!(i18n, lineup.azure_notes), azure.notes),
        ];
        let lines: Vec<_> = lines.into_iter().filter_map(|(name, text)| Some((name, text?))).collect();
        (!lines.is_empty()).then(|| {
            view! {
                <Part title=move || t_string!(i18n, lineup.card_azure)>
                    <dl class="card-facts">
                        {lines
                            .into_iter()
                            .map(|(name, text)| {
                                view! {
                                    <dt>{name}</dt>
                                    <dd lang="en">{text}</dd>
                                }
                            })
                            .collect_view()}
                    </dl>
                </Part>
            }
        })
    })
}

/// What the sources add, and where they contradict each other.
#[component]
pub fn Notes(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    with_details(model, move |_, detail| {
        let (notes, conflicts) = (detail.notes.values().cloned().collect::<Vec<_>>(), detail.conflicts.clone());
        let list =
            |texts: Vec<String>| view! { <ul lang="en">{texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul> };
        // The words are the sources' own.
        let hint = move || (i18n.locale() != Locale::en).then(|| view! { <p class="soft">{t!(i18n, lineup.card_english)}</p> });
        let notes =
            (!notes.is_empty()).then(|| view! { <Part title=move || t_string!(i18n, lineup.card_notes)>{hint} {list(notes)}</Part> });
        let conflicts = (!conflicts.is_empty())
            .then(|| view! { <Part title=move || t_string!(i18n, lineup.card_conflicts)>{hint} {list(conflicts)}</Part> });
        Some((notes, conflicts))
    })
}

/// Where the facts are from.
#[component]
pub fn Sources(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    let seen = StoredValue::new(use_stores().play.lineup_now().facts_date.clone());
    with_details(model, move |details, _| {
        let source = |(_, source): (&str, &Source)| {
            let (what, date) = (source.what.clone(), source.date.clone());
            let date = move || match &date {
                Some(date) => t_string!(i18n, lineup.card_source_date, date = intl::day(i18n.locale(), date)),
                None => t_string!(i18n, lineup.card_source_seen, date = seen.with_value(|seen| intl::day(i18n.locale(), seen))),
            };
            view! {
                <li>
                    <span lang="en">{what}</span>
                    " "
                    <span class="soft num">{date}</span>
                </li>
            }
        };
        let list = model.with_value(|model| details.sources_of(model).map(source).collect_view());
        Some(view! {
            <Part title=move || t_string!(i18n, lineup.card_sources)>
                <ul class="card-sources">{list}</ul>
            </Part>
        })
    })
}
