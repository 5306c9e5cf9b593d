//! The cassettes that ship with the page, made by the simulator: `cargo run -p lineup-core --example cassettes` writes them to
//! `assets/cassettes`, and a test compares.

use super::Cassette;
use crate::draft::examples::{ExampleLanguage, examples};
use crate::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, Settings, TurnBody};
use crate::lineup::Lineup;
use crate::plan::{Plan, plan};
use crate::run::simulator::{self, SimRequest};
use crate::run::{End, Millis, Run};
use crate::share::{Shared, SharedLane};
use std::collections::BTreeMap;

/// The moment that stands in them: they are the same whenever they are made.
const MADE: &str = "2026-11-21T12:00:00.000Z";
/// From the request to the simulator's headers, in milliseconds.
const HEADERS_AT: f64 = 80.0;

/// A cassette of the page, and the name of its file.
#[derive(Clone, Debug)]
pub struct Sample {
    pub name: &'static str,
    pub cassette: Cassette,
}

/// The names of the samples, in the order in which they are offered.
pub const NAMES: [&str; 3] = ["thinking", "tools", "cut"];

/// Makes the samples: a summary of thinking before an answer, a call of two tools, and a stream that breaks off.
#[must_use]
pub fn samples() -> Vec<Sample> {
    let ask = |text: &str| {
        let mut draft = Draft::new();
        draft.conversation.append(TurnBody::user(text));
        draft
    };
    let lane =
        |model: &str, api, settings| Lane { api, settings, ..SharedLane::typed(model).lane(LaneId(1), EndpointId("simulator".into())) };
    let summarised = Settings { effort: Some("low".into()), summary: Some("auto".into()), ..Settings::default() };
    let tools = examples(ExampleLanguage::English).into_iter().find(|example| example.id == "tool-call").map(|example| example.draft);
    let makings = [
        (ask("Why is the sky blue?"), lane("o4-mini", ApiChoice::Responses, summarised), Scenario::Answer),
        (tools.unwrap_or_default(), lane("gpt-4o", ApiChoice::Chat, Settings::default()), Scenario::Answer),
        (ask("Explain how a hash table works."), lane("o3-mini", ApiChoice::Chat, Settings::default()), Scenario::CutStream),
    ];
    let sample = |(name, (draft, lane, scenario)): (&'static str, (Draft, Lane, Scenario))| {
        let (plan, run) = simulated(&draft, &lane, scenario)?;
        let (cassette, _) = Cassette::record(&plan, &run, &lane.model, MADE, true, false);
        let (shared, _) = Shared::of(&draft, ("", &[]), &[Lane { scenario, ..lane }], &[endpoint()], false);
        Some(Sample { name, cassette: Cassette { set_up: Some(Box::new(shared)), ..cassette } })
    };
    NAMES.into_iter().zip(makings).filter_map(sample).collect()
}

fn endpoint() -> Endpoint {
    Endpoint {
        id: EndpointId("simulator".into()),
        name: "Simulator".into(),
        flavour: Flavour::Simulator,
        base: String::new(),
        auth: Auth::None,
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

/// A run of the simulator, with its pauses as times.
fn simulated(draft: &Draft, lane: &Lane, scenario: Scenario) -> Option<(Plan, Run)> {
    let plan = plan(draft, lane, &endpoint(), &Lineup::embedded().ok()?).ok()?;
    let path = plan.url.split_once("://").map_or(plan.url.as_str(), |(_, rest)| rest);
    let path = path.find('/').map_or(path, |at| path.get(at..).unwrap_or_default()).to_owned();
    let answer = simulator::answer(&SimRequest { path, body: plan.body.clone() }, scenario, 0);
    let mut run = Run::new(plan.api);
    let headers: Vec<_> = answer.headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    run.headers(answer.status, None, &headers, Millis(HEADERS_AT));
    let mut clock = HEADERS_AT;
    for chunk in answer.chunks {
        clock += f64::from(chunk.after_ms);
        run.bytes(&chunk.bytes, Millis(clock));
    }
    run.end(if scenario == Scenario::CutStream { End::Broken(None) } else { End::Closed }, Millis(clock));
    Some((plan, run))
}
