//! One run of the list.

use super::words::{ended_look, ended_name};
use crate::{
    browser::{dialog::Edge, intl},
    i18n::{t, t_string, tu_string, use_i18n},
    state::{
        history::{Deleted, History, Line},
        route::Route,
        use_stores,
    },
    ui::{
        kit::{Button, Icon, Menu, MenuItem, SimulatedBadge},
        lane::units,
        words::endpoint_name,
    },
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{document::link, lineup::Usd, run::Millis};

#[component]
pub fn RunLine(line: Line) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let history = expect_context::<History>();
    let Line { row, excerpt } = line;
    let time = intl::local_time(row.at);
    let id = StoredValue::new(row.id.clone());
    let is_ticked = Signal::derive(move || history.ticked.with(|ticked| id.with_value(|id| ticked.contains(id))));
    // Opens the run in Play; asks again there where that is wished.
    let open = move |again: bool| {
        let id = id.get_value();
        spawn_local(async move {
            let done = if again { stores.play.run_again(&id).await } else { stores.play.open_run(&id).await };
            if done {
                stores.route.go(Route::Play);
            } else {
                stores.status.alert(tu_string!(i18n, history.unreadable));
            }
        });
    };
    let named = (row.model.clone(), time.clone());
    let name = move || t_string!(i18n, history.run_of, model = named.0.clone(), time = named.1.clone());
    let tick_name = {
        let name = name.clone();
        move || t_string!(i18n, history.tick, name = name())
    };
    let menu_name = {
        let name = name.clone();
        move || t_string!(i18n, history.actions, name = name())
    };
    let facts = {
        let row = row.clone();
        move || {
            let mut facts = Vec::new();
            if let Some(output) = row.output {
                facts.push(t_string!(i18n, history.tokens, count = units::count(i18n, output)));
            }
            facts.extend(row.ms.map(|ms| units::duration(i18n, Millis(ms))));
            facts.extend(row.usd.map(|usd| units::usd(i18n, Usd(usd))));
            facts.join(" · ")
        }
    };
    let said = match excerpt {
        // Cut out of its text: a mark of direction whose end was cut off would turn the words around it.
        Some(excerpt) => {
            let shown = |text: &str| link::visible(text).into_owned();
            view! { {shown(&excerpt.before)} <mark>{shown(&excerpt.hit)}</mark> {shown(&excerpt.after)} }.into_any()
        }
        None => row.said.clone().into_any(),
    };
    let (ended, word, endpoint) = (row.ended, row.word.clone(), row.endpoint.clone());
    view! {
        <li class="history-run">
            <input
                type="checkbox"
                aria-label=tick_name
                prop:checked=is_ticked
                on:change:target=move |event| id.with_value(|id| history.tick(id, event.target().checked()))
            />
            <div class="history-what">
                <div class="history-line">
                    <time class="num">{time}</time>
                    <b class="mono">{row.model.clone()}</b>
                    <span class="soft">{move || endpoint_name(i18n, &endpoint)}</span>
                    {row.simulated.then(|| view! { <SimulatedBadge/> })}
                    <span class=ended_look(ended).class() title=word>{move || ended_name(i18n, ended)}</span>
                    <span class="soft num history-facts">{facts}</span>
                </div>
                <p class="history-asked" dir="auto">{row.asked.clone()}</p>
                <p class="history-said soft" dir="auto">{said}</p>
            </div>
            <div class="history-acts">
                <Button small=true attr:aria-label=move || t_string!(i18n, history.open_named, name = name()) on:click=move |_| open(false)>
                    {t!(i18n, history.open)}
                </Button>
                <Menu trigger=move || Icon::More.draw() label=menu_name label_trigger=true trigger_class="btn btn-ghost btn-icon btn-small" edge=Edge::End>
                    <MenuItem on_select=move |()| open(true)>{Icon::Refresh} {t!(i18n, history.again)}</MenuItem>
                    <MenuItem on_select=move |()| spawn_local(stores.keeping.export_runs(vec![id.get_value()]))>
                        {Icon::Document}
                        {t!(i18n, history.export)}
                    </MenuItem>
                    <MenuItem danger=true on_select=move |()| history.delete(Deleted::Runs(vec![id.get_value()]))>
                        {Icon::Trash}
                        {t!(i18n, history.delete)}
                    </MenuItem>
                </Menu>
            </div>
        </li>
    }
}
