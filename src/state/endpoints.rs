//! Where requests can go: the built-in endpoints, those that the host offers, the user's own. Kept in localStorage; holds no key.

use super::{
    host::Host,
    keys::Keys,
    learned::LearnedRules,
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area};
use leptos::prelude::*;
use lineup_core::{
    config::{HostConfig, HostEndpoints},
    draft::{Auth, Endpoint, EndpointId, Flavour},
    plan,
};
use std::collections::BTreeMap;

const SLOT: Slot = Slot::first(Area::Local, "endpoints");

pub const SIMULATOR: &str = "simulator";
/// What it is called where a name is kept; the page shows its own word for it.
pub const SIMULATOR_NAME: &str = "Simulator";
pub const OPENAI: &str = "openai";

/// The endpoints: the simulator, which cannot be changed; OpenAI and what the host offers, which cannot be removed; the user's own. Where
/// the host has pinned its endpoints, there are no others, and none can be changed; what was kept before stays where it is.
#[derive(Clone, Copy)]
pub struct Endpoints {
    pub list: RwSignal<Vec<Endpoint>>,
    /// The endpoint whose form Settings shall open.
    pub wanted: RwSignal<Option<EndpointId>>,
    host: Host,
    keys: Keys,
    learned: LearnedRules,
    status: Status,
}

impl Endpoints {
    pub fn open(host: Host, keys: Keys, learned: LearnedRules, status: Status) -> Self {
        let kept = status.found(SLOT.load());
        let list = RwSignal::new(all(&host, kept));
        let endpoints = Self { list, wanted: RwSignal::new(None), host, keys, learned, status };
        storage::on_change_elsewhere(move |name| {
            if name == SLOT.name
                && let Found::Value(kept) = SLOT.load()
            {
                endpoints.list.set(all(&host, kept));
            }
        });
        endpoints
    }

    /// The endpoint of that id; followed.
    pub fn get(&self, id: &EndpointId) -> Option<Endpoint> {
        self.list.with(|list| list.iter().find(|endpoint| endpoint.id == *id).cloned())
    }

    /// Whether there are the host's endpoints only.
    pub fn are_pinned(&self) -> bool {
        self.host.endpoints.pinned
    }

    /// Whether removing it brings back what it was at first.
    pub fn comes_back(&self, id: &EndpointId) -> bool {
        id.0 == OPENAI || self.host.has(id)
    }

    /// Adds an endpoint, or takes its new values. The simulator stays as it is, and so does everything where endpoints are pinned. A key
    /// whose origin no endpoint has any more is forgotten.
    pub fn upsert(&self, endpoint: Endpoint) {
        if endpoint.id.0 == SIMULATOR || self.are_pinned() {
            return;
        }
        self.list.update(|list| match list.iter_mut().find(|other| other.id == endpoint.id) {
            Some(place) => *place = endpoint,
            None => list.push(endpoint),
        });
        self.keep();
    }

    /// Removes an endpoint, and with it its key and what was learned there, unless another has the same origin. The simulator stays;
    /// OpenAI and the host's go back to what they were at first.
    pub fn remove(&self, id: &EndpointId) {
        if self.are_pinned() {
            return;
        }
        let origin = untrack(|| self.get(id)).and_then(|endpoint| plan::origin(&endpoint).ok());
        self.list.update(|list| {
            list.retain(|endpoint| endpoint.id != *id);
            *list = all(&self.host, std::mem::take(list));
        });
        self.keep();
        if let Some(origin) = origin.filter(|origin| !self.has_origin(origin)) {
            self.learned.forget_origin(&origin);
        }
    }

    /// Back to what a newcomer has.
    pub fn reset(&self) {
        self.list.set(all(&self.host, Vec::new()));
        storage::remove(SLOT.area, SLOT.name);
    }

    /// An id that no endpoint has.
    pub fn new_id(&self) -> EndpointId {
        self.list.with_untracked(|list| free_id(list))
    }

    fn has_origin(&self, origin: &str) -> bool {
        self.list.with_untracked(|list| list.iter().any(|endpoint| plan::origin(endpoint).as_deref() == Ok(origin)))
    }

    fn keep(&self) {
        self.keys.retain(|origin| self.has_origin(origin));
        // What is as the host offers it follows the host.
        let is_own = |endpoint: &&Endpoint| endpoint.id.0 != SIMULATOR && !self.host.endpoints.list.contains(endpoint);
        let kept = self.list.with_untracked(|list| list.iter().filter(is_own).cloned().collect::<Vec<_>>());
        self.status.kept(SLOT.save(&kept));
    }
}

/// Every endpoint in its place, whatever was kept: the simulator, OpenAI, what the host offers, the user's own.
fn all(host: &HostConfig, mut kept: Vec<Endpoint>) -> Vec<Endpoint> {
    let simulator = built_in(SIMULATOR, SIMULATOR_NAME, Flavour::Simulator, "", Auth::None);
    let HostEndpoints { list: offered, pinned } = &host.endpoints;
    if *pinned {
        return [simulator].into_iter().chain(offered.iter().cloned()).collect();
    }
    kept.retain(|endpoint| endpoint.id.0 != SIMULATOR);
    let openai = || built_in(OPENAI, "OpenAI", Flavour::OpenAi, "https://api.openai.com/v1", Auth::Bearer);
    let openai = offered.iter().find(|endpoint| endpoint.id.0 == OPENAI).cloned().unwrap_or_else(openai);
    let others = offered.iter().filter(|endpoint| endpoint.id.0 != OPENAI).cloned();
    let mut list = vec![simulator];
    for first in [openai].into_iter().chain(others) {
        // The user's changes to it count.
        let changed = kept.iter().position(|endpoint| endpoint.id == first.id);
        list.push(changed.map_or(first, |at| kept.remove(at)));
    }
    list.append(&mut kept);
    list
}

fn built_in(id: &str, name: &str, flavour: Flavour, base: &str, auth: Auth) -> Endpoint {
    Endpoint {
        id: EndpointId(id.to_owned()),
        name: name.to_owned(),
        flavour,
        base: base.to_owned(),
        auth,
        api_version: None,
        deployments: BTreeMap::new(),
    }
}

fn free_id(list: &[Endpoint]) -> EndpointId {
    let taken = |id: &str| list.iter().any(|endpoint| endpoint.id.0 == id);
    let id = (1_u32..).map(|n| format!("endpoint-{n}")).find(|id| !taken(id)).unwrap_or_default();
    EndpointId(id)
}

#[cfg(test)]
mod tests {
    use super::{Auth, Flavour, HostConfig, HostEndpoints, OPENAI, SIMULATOR, all, built_in, free_id};

    fn with_built_in(kept: Vec<super::Endpoint>) -> Vec<super::Endpoint> {
        all(&HostConfig::default(), kept)
    }

    fn offers(list: Vec<super::Endpoint>, pinned: bool) -> HostConfig {
        HostConfig { endpoints: HostEndpoints { list, pinned }, ..HostConfig::default() }
    }

    fn ids(list: &[super::Endpoint]) -> Vec<&str> {
        list.iter().map(|endpoint| endpoint.id.0.as_str()).collect()
    }

    #[test]
    fn the_built_in_endpoints_are_always_there_and_first() {
        let own = built_in("endpoint-1", "vLLM", Flavour::Compatible, "http://localhost:8000/v1", Auth::None);
        assert_eq!(ids(&with_built_in(vec![])), [SIMULATOR, OPENAI]);
        assert_eq!(ids(&with_built_in(vec![own.clone()])), [SIMULATOR, OPENAI, "endpoint-1"]);
        let openai = built_in(OPENAI, "Mine", Flavour::OpenAi, "https://eu.api.openai.com/v1", Auth::Bearer);
        let list = with_built_in(vec![own, openai]);
        assert_eq!(ids(&list), [SIMULATOR, OPENAI, "endpoint-1"]);
        assert_eq!(list[1].name, "Mine");
    }

    #[test]
    fn a_kept_entry_cannot_pose_as_the_simulator() {
        let false_one = built_in(SIMULATOR, "Simulator", Flavour::Compatible, "https://example.org", Auth::Bearer);
        let list = with_built_in(vec![false_one]);
        assert_eq!((list[0].flavour, list[0].base.as_str()), (Flavour::Simulator, ""));
    }

    #[test]
    fn the_host_offers_endpoints_that_users_may_change() {
        let house = built_in("house", "House", Flavour::Compatible, "https://llm.example.org/v1", Auth::Bearer);
        let eu = built_in(OPENAI, "OpenAI EU", Flavour::OpenAi, "https://eu.api.openai.com/v1", Auth::Bearer);
        let own = built_in("endpoint-1", "vLLM", Flavour::Compatible, "http://localhost:8000/v1", Auth::None);
        let host = offers(vec![house.clone(), eu], false);
        let list = all(&host, vec![own.clone()]);
        assert_eq!(ids(&list), [SIMULATOR, OPENAI, "house", "endpoint-1"]);
        assert_eq!(list[1].name, "OpenAI EU");
        let mine = super::Endpoint { name: "Mine".to_owned(), ..house };
        assert_eq!(all(&host, vec![own, mine])[2].name, "Mine");
    }

    #[test]
    fn where_endpoints_are_pinned_there_are_no_others() {
        let house = built_in("house", "House", Flavour::Compatible, "https://llm.example.org/v1", Auth::Bearer);
        let own = built_in("endpoint-1", "vLLM", Flavour::Compatible, "http://localhost:8000/v1", Auth::None);
        let mine = super::Endpoint { base: "https://elsewhere.example".to_owned(), ..house.clone() };
        let list = all(&offers(vec![house], true), vec![own, mine]);
        assert_eq!(ids(&list), [SIMULATOR, "house"], "OpenAI neither");
        assert_eq!(list[1].base, "https://llm.example.org/v1");
    }

    #[test]
    fn a_new_id_is_not_taken() {
        let list = with_built_in(vec![built_in("endpoint-1", "a", Flavour::Compatible, "", Auth::None)]);
        assert_eq!(free_id(&list).0, "endpoint-2");
    }
}
