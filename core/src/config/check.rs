//! What the shape of the file cannot say: whether its addresses can be used, whether its parts fit each other, and that it holds no key.

use super::file::{Draft, Endpoints, Entry, File, Models};
use super::{ConfigError, HostConfig, HostDraft, HostEndpoints, HostModels};
use crate::draft::{ApiChoice, Auth, Endpoint, EndpointId, Flavour};
use crate::lineup::{Lineup, Overrides};
use crate::plan::address_of;
use crate::share::{Arrival, LeftOut, Shared, SharedEndpoint, TypedNote, gate, scan, typed};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Ids that the page gives: to what it has built in, and to the endpoints of its users.
const SIMULATOR: &str = "simulator";
const OPENAI: &str = "openai";
const OF_USERS: &str = "endpoint-";
/// The most characters of a name.
const MOST_NAME: usize = 80;
/// The most endpoints, and the most models, that a list shows well.
const MOST_ENTRIES: usize = 200;

/// All that is wrong, in the order of the file.
#[derive(Default)]
struct Faults(Vec<ConfigError>);

impl Faults {
    fn add(&mut self, place: impl Into<String>, why: impl Into<String>) {
        self.0.push(ConfigError::Value { place: place.into(), why: why.into() });
    }
}

pub(super) fn checked(file: File) -> Result<HostConfig, Vec<ConfigError>> {
    let mut faults = Faults::default();
    let endpoints = endpoints(file.endpoints, &mut faults);
    let models = models(file.models, &mut faults);
    let draft = file.draft.and_then(|draft| self::draft(draft, &endpoints, &models, &mut faults));
    if faults.0.is_empty() { Ok(HostConfig { language: file.language, endpoints, models, draft }) } else { Err(faults.0) }
}

fn endpoints(Endpoints { list, pinned }: Endpoints, faults: &mut Faults) -> HostEndpoints {
    if pinned && list.is_empty() {
        faults.add("endpoints.list", "endpoints are pinned, and there are none");
    }
    if list.len() > MOST_ENTRIES {
        faults.add("endpoints.list", format!("more than {MOST_ENTRIES} endpoints"));
    }
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    let list = list.into_iter().take(MOST_ENTRIES).enumerate().map(|(at, entry)| {
        let place = |field: &str| format!("endpoints.list.{at}.{field}");
        if !is_id(&entry.id) {
            faults.add(place("id"), "an id is made of up to 40 small letters, digits and hyphens");
        } else if entry.id == SIMULATOR || entry.id.starts_with(OF_USERS) {
            faults.add(place("id"), "the page itself gives this id");
        } else if !ids.insert(entry.id.clone()) {
            faults.add(place("id"), "another endpoint has this id");
        }
        let name = entry.name.trim();
        if name.is_empty() || name.chars().count() > MOST_NAME {
            faults.add(place("name"), format!("a name has 1 to {MOST_NAME} characters"));
        } else if !names.insert(name.to_lowercase()) {
            faults.add(place("name"), "another endpoint has this name");
        }
        let endpoint = endpoint(entry);
        match endpoint.flavour {
            Flavour::Simulator => faults.add(place("flavour"), "the simulator is always there"),
            flavour if endpoint.id.0 == OPENAI && flavour != Flavour::OpenAi => {
                faults.add(place("flavour"), "the endpoint of the id openai is of the flavour openai");
            }
            _ => address(&endpoint, &place, faults),
        }
        endpoint
    });
    HostEndpoints { list: list.collect(), pinned }
}

fn endpoint(Entry { id, name, flavour, base, auth, api_version, deployments }: Entry) -> Endpoint {
    Endpoint { id: EndpointId(id), name: name.trim().to_owned(), flavour, base: base.trim().to_owned(), auth, api_version, deployments }
}

fn address(endpoint: &Endpoint, place: &impl Fn(&str) -> String, faults: &mut Faults) {
    if let Err(error) = address_of(endpoint, ApiChoice::Chat) {
        let field = if matches!(error, crate::plan::PlanError::BadHeader(..)) { "auth" } else { "base" };
        faults.add(place(field), error.to_string());
    }
    if endpoint.base.contains(['?', '#']) {
        faults.add(place("base"), "an address ends before ? and #; a version belongs into api_version");
    }
    let header = if let Auth::Header(name) = &endpoint.auth { name.as_str() } else { "" };
    // A key that is a piece of the path stands between no spaces.
    no_secret(&place("base"), endpoint.base.split('/'), faults);
    let texts = [("name", endpoint.name.as_str()), ("auth", header)];
    for (field, text) in texts.into_iter().chain(endpoint.deployments.values().map(|name| ("deployments", name.as_str()))) {
        no_secret(&place(field), [text], faults);
    }
}

fn is_id(id: &str) -> bool {
    (1..=40).contains(&id.len()) && id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}

fn models(Models { list, facts, pinned }: Models, faults: &mut Faults) -> HostModels {
    if pinned && list.is_empty() {
        faults.add("models.list", "models are pinned, and there are none");
    }
    if list.len() > MOST_ENTRIES {
        faults.add("models.list", format!("more than {MOST_ENTRIES} models"));
    }
    let mut names = BTreeSet::new();
    let list: Vec<String> = list.into_iter().take(MOST_ENTRIES).map(|name| name.trim().to_owned()).collect();
    for (at, name) in list.iter().enumerate() {
        let place = format!("models.list.{at}");
        if name.is_empty() || name.chars().count() > MOST_NAME {
            faults.add(place, format!("a name has 1 to {MOST_NAME} characters"));
        } else if !names.insert(name.to_lowercase()) {
            faults.add(place, "it is there twice");
        } else {
            no_secret(&place, [name.as_str()], faults);
        }
    }
    let mut facts = overrides(&json!(facts), faults);
    let known = Lineup::with(&facts).map(|(lineup, _)| lineup);
    for name in list.iter().filter(|name| !name.is_empty() && known.as_ref().is_ok_and(|lineup| lineup.get(name).is_none())) {
        // One of which nothing is said is what its name tells.
        facts.add(name, None);
    }
    HostModels { list, facts, pinned }
}

fn overrides(facts: &Value, faults: &mut Faults) -> Overrides {
    no_secret("models.facts", [facts.to_string().as_str()], faults);
    let text = json!({"version": Overrides::VERSION, "models": facts}).to_string();
    let facts = match Overrides::from_json(&text) {
        Ok(facts) => facts,
        Err(error) => {
            faults.add("models.facts", error.to_string());
            return Overrides::default();
        }
    };
    for bad in Lineup::with(&facts).map(|(_, unusable)| unusable).unwrap_or_default() {
        let place = ["models.facts", &bad.model].into_iter().chain(bad.fact.as_deref()).collect::<Vec<_>>().join(".");
        faults.add(place, bad.why);
    }
    facts
}

fn draft(Draft { value, pinned }: Draft, endpoints: &HostEndpoints, models: &HostModels, faults: &mut Faults) -> Option<HostDraft> {
    const PLACE: &str = "draft.value";
    let value = match value {
        Value::String(query) => typed_draft(&query, faults)?,
        value => {
            let Ok(raw) = serde_json::from_value::<Shared>(value.clone()) else {
                faults.add(PLACE, "it is neither a set-up as the page saves one nor the query of a link");
                return None;
            };
            no_credential(&raw, faults);
            let Some(shared) = Shared::from_json(value) else {
                faults.add(PLACE, "this page cannot read the set-up: it is of a newer version, or holds too much");
                return None;
            };
            shared
        }
    };
    no_secret(PLACE, value.texts(), faults);
    for (at, lane) in value.lanes.iter().enumerate() {
        let place = |field: &str| format!("{PLACE}.lanes.{at}.{field}");
        let flavour = lane.endpoint.as_ref().map_or(Flavour::Simulator, |endpoint| endpoint.flavour);
        let is_known = |endpoint: &SharedEndpoint| matches!(endpoint.arrive(&lane.model, &endpoints.list), Arrival::Known(_));
        let arrives = flavour == Flavour::Simulator || lane.endpoint.as_ref().is_some_and(is_known);
        if endpoints.pinned && !arrives {
            faults.add(place("endpoint"), "endpoints are pinned, and this is none of them");
        }
        if !models.allow(&lane.model, flavour) {
            faults.add(place("model"), "models are pinned, and this is none of them");
        }
    }
    Some(HostDraft { value, pinned })
}

/// `#/?model=o4-mini&prompt=Hello`, or the part after `?` of it.
fn typed_draft(query: &str, faults: &mut Faults) -> Option<Shared> {
    let query = query.split_once('?').map_or(query, |(_, query)| query);
    let Some(read) = typed::read(query) else {
        faults.add("draft.value", "it says nothing that a link can say");
        return None;
    };
    for note in read.notes {
        faults.add(
            "draft.value",
            match note {
                TypedNote::Unknown { name } => format!("there is no parameter {name:?}"),
                TypedNote::Value { name, value } => format!("{name} cannot be {value:?}"),
                TypedNote::TooManyLanes => "more lanes than a page holds".to_owned(),
                TypedNote::TooLong => "it is too long".to_owned(),
            },
        );
    }
    Some(read.shared)
}

/// Free fields of a set-up can hold anything; what a link would leave out has no place here either.
fn no_credential(shared: &Shared, faults: &mut Faults) {
    let mut left = Vec::new();
    _ = gate::draft(&shared.draft, &mut left);
    _ = gate::parts(&shared.attached, &mut left);
    for lane in &shared.lanes {
        _ = gate::settings(&lane.settings, &mut left);
    }
    for out in left {
        if let LeftOut::Credential { path } = out {
            faults.add(format!("draft.value.{path}"), "this is a place for a credential or a header, which everybody could read");
        }
    }
}

fn no_secret<'a>(place: &str, texts: impl IntoIterator<Item = &'a str>, faults: &mut Faults) {
    for found in scan(texts) {
        faults.add(place, format!("{} looks like a key: everybody can read this file", found.hint));
    }
}
