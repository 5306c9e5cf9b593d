//! Where a lane sends its request: the endpoint, the API, and what the simulator plays.

use super::quiet_select::QuietSelect;
use crate::{
    i18n::{I18n, t, t_string, use_i18n},
    state::{endpoints::SIMULATOR, play::LaneHandle, route::Route, use_stores},
};
use leptos::prelude::*;
use lineup_core::{
    draft::{ApiChoice, Endpoint, EndpointId, Scenario},
    wire::Api,
};

/// The value of the entry that leads to Settings. No endpoint has it: ids are made by the page.
const ADD: &str = "+";

/// The endpoint, and the way to a new one.
#[component]
pub fn EndpointPicker(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let value = Signal::derive(move || handle.lane.with(|lane| lane.endpoint.0.clone()));
    let named = move |endpoint: &Endpoint| {
        let name = if endpoint.id.0 == SIMULATOR { t_string!(i18n, picker.endpoint_simulator).to_owned() } else { endpoint.name.clone() };
        (endpoint.id.0.clone(), name)
    };
    let options = Signal::derive(move || {
        let mut options: Vec<_> = stores.endpoints.list.with(|list| list.iter().map(named).collect());
        let chosen = value.get();
        if !options.iter().any(|(id, _)| *id == chosen) {
            options.push((chosen, t_string!(i18n, picker.endpoint_gone).to_owned()));
        }
        if !stores.endpoints.are_pinned() {
            options.push((ADD.to_owned(), t_string!(i18n, picker.endpoint_add).to_owned()));
        }
        options
    });
    let choose = move |id: String| {
        if id == ADD {
            // The list shows the lane's own endpoint again.
            handle.lane.notify();
            stores.route.go(Route::Settings);
        } else {
            handle.lane.update(|lane| lane.endpoint = EndpointId(id));
        }
    };
    view! { <QuietSelect label=move || t_string!(i18n, picker.endpoint) options value on_change=choose/> }
}

/// Chat Completions, Responses, or whichever the plan takes.
#[component]
pub fn ApiPicker(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let planned = Memo::new(move |_| stores.play.plan_of(handle.id).get().ok().map(|plan| plan.api));
    let value = Signal::derive(move || handle.lane.with(|lane| api_word(lane.api).to_owned()));
    let options = Signal::derive(move || {
        let auto = match planned.get().and_then(api_name) {
            Some(api) if value.get() == api_word(ApiChoice::Auto) => t_string!(i18n, picker.api_auto, api = api),
            _ => t_string!(i18n, picker.api_auto_plain).to_owned(),
        };
        let chat = t_string!(i18n, picker.api_chat).to_owned();
        let responses = t_string!(i18n, picker.api_responses).to_owned();
        [(ApiChoice::Auto, auto), (ApiChoice::Chat, chat), (ApiChoice::Responses, responses)]
            .map(|(api, text)| (api_word(api).to_owned(), text))
            .to_vec()
    });
    let choose = move |word: String| {
        if let Some(api) = [ApiChoice::Auto, ApiChoice::Chat, ApiChoice::Responses].into_iter().find(|api| api_word(*api) == word) {
            handle.lane.update(|lane| lane.api = api);
        }
    };
    view! { <QuietSelect label=move || t_string!(i18n, picker.api) options value on_change=choose/> }
}

fn api_word(api: ApiChoice) -> &'static str {
    match api {
        ApiChoice::Auto => "auto",
        ApiChoice::Chat => "chat",
        ApiChoice::Responses => "responses",
    }
}

fn api_name(api: Api) -> Option<&'static str> {
    match api {
        Api::Chat => Some("Chat"),
        Api::Responses => Some("Responses"),
        Api::Images | Api::Transcribe => None,
    }
}

/// What the simulator plays, where the lane's endpoint is the simulator.
#[component]
pub fn ScenarioPicker(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let is_simulated = Memo::new(move |_| handle.lane.with(|lane| lane.endpoint.0 == SIMULATOR));
    let value = Signal::derive(move || {
        handle.lane.with(|lane| SCENARIOS.iter().position(|scenario| *scenario == lane.scenario).unwrap_or_default().to_string())
    });
    let options = Signal::derive(move || {
        SCENARIOS.iter().enumerate().map(|(at, scenario)| (at.to_string(), scenario_text(i18n, *scenario).to_owned())).collect()
    });
    let choose = move |at: String| {
        if let Some(scenario) = at.parse::<usize>().ok().and_then(|at| SCENARIOS.get(at)) {
            handle.lane.update(|lane| lane.scenario = *scenario);
        }
    };
    view! {
        <Show when=move || is_simulated.get()>
            <span class="chip lane-plays">
                <span aria-hidden="true">{t!(i18n, picker.plays)}</span>
                <QuietSelect label=move || t_string!(i18n, picker.scenario) options value on_change=choose/>
            </span>
        </Show>
    }
}

/// Every scenario, in the order of the list.
const SCENARIOS: [Scenario; 12] = [
    Scenario::Answer,
    Scenario::UnsupportedParameter,
    Scenario::WrongKey,
    Scenario::RateLimited,
    Scenario::CutStream,
    Scenario::MidStreamError,
    Scenario::ContentFilter,
    Scenario::BudgetSpent,
    Scenario::Long,
    Scenario::LongCode,
    Scenario::LongList,
    Scenario::LongTable,
];

fn scenario_text(i18n: I18n, scenario: Scenario) -> &'static str {
    match scenario {
        Scenario::Answer => t_string!(i18n, picker.scenario_answer),
        Scenario::UnsupportedParameter => t_string!(i18n, picker.scenario_unsupported_parameter),
        Scenario::WrongKey => t_string!(i18n, picker.scenario_wrong_key),
        Scenario::RateLimited => t_string!(i18n, picker.scenario_rate_limited),
        Scenario::CutStream => t_string!(i18n, picker.scenario_cut_stream),
        Scenario::MidStreamError => t_string!(i18n, picker.scenario_mid_stream_error),
        Scenario::ContentFilter => t_string!(i18n, picker.scenario_content_filter),
        Scenario::BudgetSpent => t_string!(i18n, picker.scenario_budget_spent),
        Scenario::Long => t_string!(i18n, picker.scenario_long),
        Scenario::LongCode => t_string!(i18n, picker.scenario_long_code),
        Scenario::LongList => t_string!(i18n, picker.scenario_long_list),
        Scenario::LongTable => t_string!(i18n, picker.scenario_long_table),
    }
}
