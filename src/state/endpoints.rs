//! Where requests can go. Kept in localStorage; holds no key.

use super::{
    keys::Keys,
    learned::LearnedRules,
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::storage::{self, Area};
use leptos::prelude::*;
use lineup_core::{
    draft::{Auth, Endpoint, EndpointId, Flavour},
    plan,
};
use std::collections::BTreeMap;

const SLOT: Slot = Slot::first(Area::Local, "endpoints");

pub const SIMULATOR: &str = "simulator";
pub const OPENAI: &str = "openai";

/// The endpoints, the built-in ones first: the simulator, which cannot be changed, and OpenAI, which cannot be removed.
#[derive(Clone, Copy)]
pub struct Endpoints {
    pub list: RwSignal<Vec<Endpoint>>,
    /// The endpoint whose form Settings shall open.
    pub wanted: RwSignal<Option<EndpointId>>,
    keys: Keys,
    learned: LearnedRules,
    status: Status,
}

impl Endpoints {
    pub fn open(keys: Keys, learned: LearnedRules, status: Status) -> Self {
        let kept = status.found(SLOT.load());
        let endpoints = Self { list: RwSignal::new(with_built_in(kept)), wanted: RwSignal::new(None), keys, learned, status };
        storage::on_change_elsewhere(move |name| {
            if name == SLOT.name
                && let Found::Value(kept) = SLOT.load()
            {
                endpoints.list.set(with_built_in(kept));
            }
        });
        endpoints
    }

    /// The endpoint of that id; followed.
    pub fn get(&self, id: &EndpointId) -> Option<Endpoint> {
        self.list.with(|list| list.iter().find(|endpoint| endpoint.id == *id).cloned())
    }

    /// Adds an endpoint, or takes its new values. The simulator stays as it is. A key whose origin no endpoint has any more is forgotten.
    pub fn upsert(&self, endpoint: Endpoint) {
        if endpoint.id.0 == SIMULATOR {
            return;
        }
        self.list.update(|list| match list.iter_mut().find(|other| other.id == endpoint.id) {
            Some(place) => *place = endpoint,
            None => list.push(endpoint),
        });
        self.keep();
    }

    /// Removes an endpoint, and with it its key and what was learned there, unless another has the same origin. The simulator stays;
    /// OpenAI goes back to its defaults.
    pub fn remove(&self, id: &EndpointId) {
        let origin = untrack(|| self.get(id)).and_then(|endpoint| plan::origin(&endpoint).ok());
        self.list.update(|list| {
            list.retain(|endpoint| endpoint.id != *id);
            *list = with_built_in(std::mem::take(list));
        });
        self.keep();
        if let Some(origin) = origin.filter(|origin| !self.has_origin(origin)) {
            self.learned.forget_origin(&origin);
        }
    }

    /// Back to the built-in ones.
    pub fn reset(&self) {
        self.list.set(with_built_in(Vec::new()));
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
        let kept = self.list.with_untracked(|list| list.iter().filter(|endpoint| endpoint.id.0 != SIMULATOR).cloned().collect::<Vec<_>>());
        self.status.kept(SLOT.save(&kept));
    }
}

/// Puts the built-in endpoints where they belong, whatever was kept.
fn with_built_in(mut kept: Vec<Endpoint>) -> Vec<Endpoint> {
    kept.retain(|endpoint| endpoint.id.0 != SIMULATOR);
    let openai = match kept.iter().position(|endpoint| endpoint.id.0 == OPENAI) {
        Some(at) => kept.remove(at),
        None => built_in(OPENAI, "OpenAI", Flavour::OpenAi, "https://api.openai.com/v1", Auth::Bearer),
    };
    let mut list = vec![built_in(SIMULATOR, "Simulator", Flavour::Simulator, "", Auth::None), openai];
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
    use super::{Auth, Flavour, OPENAI, SIMULATOR, built_in, free_id, with_built_in};

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
    fn a_new_id_is_not_taken() {
        let list = with_built_in(vec![built_in("endpoint-1", "a", Flavour::Compatible, "", Auth::None)]);
        assert_eq!(free_id(&list).0, "endpoint-2");
    }
}
