//! The set-up that a link or a file carries: a draft, the text in the composer, and the lanes with where they ran.
//!
//! No field here can hold a key or a header. The addresses of endpoints are there only if the sender chose so.

use super::gate::{self, LeftOut};
use super::url::Pieces;
use crate::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Part, Scenario, Settings};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most lanes that are read: as many as a page shows.
pub const MOST_LANES: usize = 6;
/// The most turns that are read.
pub const MOST_TURNS: usize = 2_000;

/// A set-up on its way. Its JSON is the format of links and of `.lineup.json` files, version 1.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    pub draft: Draft,
    /// What stood in the composer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub prompt: String,
    /// What was attached to it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<Part>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lanes: Vec<SharedLane>,
}

/// A lane without its numbers: those of the sender mean nothing elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedLane {
    pub model: String,
    /// `None`: any that the reader likes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<SharedEndpoint>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub api: ApiChoice,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub stream: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    pub settings: Settings,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub send_anyway: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub scenario: Scenario,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub split_think: bool,
}

/// What kind of server a lane ran on, and its address where the sender chose to share it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedEndpoint {
    pub flavour: Flavour,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    pub key: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub api_version: Option<String>,
    /// Azure: the deployment of the lane's model.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<String>,
}

/// Which kind of key the server wants: never a key, never a header's name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    #[default]
    Bearer,
    ApiKey,
    None,
    /// In a header that the reader has to name.
    Other,
}

/// Where a lane that arrived will run.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// An endpoint that the reader has.
    Known(EndpointId),
    /// One that the reader does not have: shown, and made only on consent.
    Foreign(Box<Endpoint>),
    /// The kind of server is known, its address is not, and the reader has none of that kind.
    Missing(Flavour),
}

impl Shared {
    /// The set-up as it may travel, and what had to stay behind. `prompt` is the composer's text with what is attached to it.
    /// `with_addresses`: the sender chose to share where own servers are.
    #[must_use]
    pub fn of(
        draft: &Draft,
        prompt: (&str, &[Part]),
        lanes: &[Lane],
        endpoints: &[Endpoint],
        with_addresses: bool,
    ) -> (Self, Vec<LeftOut>) {
        let mut left = Vec::new();
        let shared_lane = |lane: &Lane, left: &mut Vec<LeftOut>| {
            let mut shared = gate::lane(lane, left);
            let endpoint = endpoints.iter().find(|endpoint| endpoint.id == lane.endpoint);
            shared.endpoint = endpoint.map(|endpoint| gate::endpoint(endpoint, lane.model.trim(), with_addresses, left));
            shared
        };
        let shared = Self {
            draft: gate::draft(draft, &mut left),
            prompt: prompt.0.to_owned(),
            attached: gate::parts(prompt.1, &mut left),
            lanes: lanes.iter().map(|lane| shared_lane(lane, &mut left)).collect(),
        };
        left.sort();
        left.dedup();
        (shared, left)
    }

    /// The remote servers whose tools it brings: their addresses, or what they are called where they have none.
    pub fn remote_servers(&self) -> impl Iterator<Item = &str> {
        let tools = self.draft.other_tools.iter().filter(|tool| gate::is_remote(tool));
        tools.filter_map(|tool| ["server_url", "connector_id", "server_label"].iter().find_map(|name| tool.get(name)?.as_str()))
    }

    /// As JSON, without the settings that are not set.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_default();
        let prune = |settings: Option<&mut Value>| {
            if let Some(Value::Object(members)) = settings {
                members.retain(|_, value| !value.is_null());
            }
        };
        prune(value.pointer_mut("/draft/settings"));
        if let Some(Value::Array(lanes)) = value.get_mut("lanes") {
            lanes.iter_mut().for_each(|lane| prune(lane.get_mut("settings")));
        }
        value
    }

    /// Reads what [`Shared::to_json`] wrote, of this or an older version. What came from elsewhere passes the same gate as what
    /// leaves: credentials in free fields are taken out, more lanes or turns than a page holds are not read.
    #[must_use]
    pub fn from_json(value: Value) -> Option<Self> {
        let mut shared: Self = serde_json::from_value(value).ok()?;
        if shared.draft.version == 0 || shared.draft.version > Draft::VERSION || shared.draft.conversation.turns.len() > MOST_TURNS {
            return None;
        }
        shared.draft.conversation.repair();
        let mut left = Vec::new();
        shared.draft = gate::draft(&shared.draft, &mut left);
        shared.attached = gate::parts(&shared.attached, &mut left);
        shared.lanes.truncate(MOST_LANES);
        for lane in &mut shared.lanes {
            lane.settings = gate::settings(&lane.settings, &mut left);
        }
        Some(shared)
    }
}

impl SharedLane {
    /// A lane of this page, at an endpoint of this page.
    #[must_use]
    pub fn lane(&self, id: LaneId, endpoint: EndpointId) -> Lane {
        let Self { model, endpoint: _, api, stream, settings, send_anyway, scenario, split_think } = self.clone();
        Lane { id, model, endpoint, api, stream, settings, send_anyway, scenario, split_think }
    }
}

impl SharedEndpoint {
    /// Where it will run: at an endpoint of the reader's with the same origin and kind; else, where an address came along, at a new
    /// one that the reader has to agree to.
    #[must_use]
    pub fn arrive(&self, model: &str, own: &[Endpoint]) -> Arrival {
        let same_kind = |endpoint: &&Endpoint| endpoint.flavour == self.flavour;
        let Some(base) = self.base.as_deref().filter(|base| !base.trim().is_empty()) else {
            let standard = |endpoint: &&Endpoint| is_openai(endpoint.flavour, &endpoint.base) || endpoint.flavour == Flavour::Simulator;
            let found = match self.flavour {
                Flavour::OpenAi => own.iter().filter(same_kind).find(standard),
                _ => own.iter().find(same_kind),
            };
            return found.map_or(Arrival::Missing(self.flavour), |endpoint| Arrival::Known(endpoint.id.clone()));
        };
        let foreign = self.endpoint(base, model);
        let origin = crate::plan::origin(&foreign).ok();
        let same = |endpoint: &&Endpoint| {
            origin.is_some() && crate::plan::origin(endpoint).ok() == origin && path_of(&endpoint.base) == path_of(base)
        };
        match own.iter().filter(same_kind).find(same) {
            Some(endpoint) => Arrival::Known(endpoint.id.clone()),
            None => Arrival::Foreign(Box::new(foreign)),
        }
    }

    fn endpoint(&self, base: &str, model: &str) -> Endpoint {
        let auth = match self.key {
            Key::None => Auth::None,
            Key::ApiKey => Auth::ApiKey,
            Key::Bearer | Key::Other => Auth::Bearer,
        };
        Endpoint {
            id: EndpointId(String::new()),
            name: Pieces::of(base.trim()).host.to_owned(),
            flavour: self.flavour,
            base: base.trim().to_owned(),
            auth,
            api_version: self.api_version.clone(),
            deployments: self.deployment.iter().map(|name| (model.to_owned(), name.clone())).collect::<BTreeMap<_, _>>(),
        }
    }
}

fn path_of(base: &str) -> &str {
    Pieces::of(base.trim()).path.trim_end_matches('/')
}

/// OpenAI's own address, which everybody knows.
pub(super) fn is_openai(flavour: Flavour, base: &str) -> bool {
    let bare = base.trim().trim_end_matches('/');
    flavour == Flavour::OpenAi
        && (bare.is_empty()
            || bare.eq_ignore_ascii_case("https://api.openai.com/v1")
            || bare.eq_ignore_ascii_case("https://api.openai.com"))
}

fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Conversation, TurnBody};
    use serde_json::json;

    fn own() -> Vec<Endpoint> {
        let endpoint = |id: &str, flavour, base: &str, auth| Endpoint {
            id: EndpointId(id.into()),
            name: id.into(),
            flavour,
            base: base.into(),
            auth,
            api_version: None,
            deployments: BTreeMap::from([("o3".to_owned(), "my-o3".to_owned())]),
        };
        vec![
            endpoint("simulator", Flavour::Simulator, "", Auth::None),
            endpoint("openai", Flavour::OpenAi, "https://api.openai.com/v1", Auth::Bearer),
            endpoint("lan", Flavour::Compatible, "http://me:pw@lan:8000/v1?key=1", Auth::Header("X-Team-Key".into())),
        ]
    }

    fn lane(endpoint: &str) -> Lane {
        let shared = SharedLane::typed("o3");
        shared.lane(LaneId(4), EndpointId(endpoint.into()))
    }

    #[test]
    fn what_is_shared_comes_back_and_is_short() {
        let mut draft = Draft { instructions: "짧게".into(), ..Draft::new() };
        draft.conversation.append(TurnBody::user("hi"));
        let (shared, left) = Shared::of(&draft, ("next", &[]), &[lane("openai")], &own(), false);
        assert!(left.is_empty(), "{left:?}");
        let json = shared.to_json();
        assert_eq!(json["lanes"], json!([{"model": "o3", "endpoint": {"flavour": "openai"}}]));
        assert_eq!(json["draft"]["settings"], json!({}));
        assert_eq!(Shared::from_json(json), Some(shared));
    }

    #[test]
    fn an_address_travels_only_by_choice_and_without_what_it_hides() {
        let (shared, left) = Shared::of(&Draft::new(), ("", &[]), &[lane("lan")], &own(), false);
        assert_eq!(left, [LeftOut::KeyHeader, LeftOut::Address]);
        assert_eq!(shared.lanes[0].endpoint.as_ref().and_then(|endpoint| endpoint.base.as_deref()), None);
        let (shared, left) = Shared::of(&Draft::new(), ("", &[]), &[lane("lan")], &own(), true);
        assert_eq!(left, [LeftOut::KeyHeader]);
        let endpoint = shared.lanes[0].endpoint.clone().unwrap();
        assert_eq!((endpoint.base.as_deref(), endpoint.deployment.as_deref()), (Some("http://lan:8000/v1"), Some("my-o3")));
        let text = shared.to_json().to_string();
        assert!(!text.contains("X-Team") && !text.contains("pw"), "{text}");
    }

    #[test]
    fn other_branches_and_account_things_stay_behind() {
        let mut draft = Draft::new();
        let first = draft.conversation.append(TurnBody::user("my old secret"));
        draft.conversation.branch(first, TurnBody::user("the new one"));
        draft.conversation.append(TurnBody::Assistant {
            text: "ok".into(),
            tool_calls: vec![],
            reasoning: None,
            model: None,
            items: vec![json!({"type": "reasoning", "encrypted_content": "gAAAA"})],
            response: Some(crate::draft::ResponseRef {
                id: "resp_1".into(),
                endpoint: EndpointId("e".into()),
                stored: true,
                edited: false,
            }),
        });
        draft.settings.user = Some("me@example.org".into());
        let (shared, left) = Shared::of(&draft, ("", &[]), &[], &[], false);
        assert_eq!(left, [LeftOut::OtherBranches { turns: 1 }, LeftOut::ReasoningItems, LeftOut::User]);
        let text = shared.to_json().to_string();
        for gone in ["old secret", "gAAAA", "resp_1", "me@example.org"] {
            assert!(!text.contains(gone), "{gone}");
        }
        assert_eq!(shared.draft.conversation.path().len(), 2);
    }

    #[test]
    fn a_lane_arrives_at_an_endpoint_of_the_same_origin_or_asks() {
        let own = own();
        let at = |flavour, base: Option<&str>| {
            SharedEndpoint { flavour, base: base.map(str::to_owned), key: Key::Bearer, api_version: None, deployment: None }
                .arrive("o3", &own)
        };
        assert_eq!(at(Flavour::OpenAi, None), Arrival::Known(EndpointId("openai".into())));
        assert_eq!(at(Flavour::Simulator, None), Arrival::Known(EndpointId("simulator".into())));
        assert_eq!(at(Flavour::AzureV1, None), Arrival::Missing(Flavour::AzureV1));
        assert!(
            matches!(at(Flavour::Compatible, Some("https://evil.example/v1")), Arrival::Foreign(endpoint) if endpoint.name == "evil.example")
        );
        assert!(matches!(at(Flavour::OpenAi, Some("https://evil.example/v1")), Arrival::Foreign(_)), "a link cannot rename OpenAI");
    }

    #[test]
    fn more_than_a_page_holds_is_not_read() {
        let lanes: Vec<_> = (0..50).map(|_| json!({"model": "o3"})).collect();
        let shared = Shared::from_json(json!({"draft": {"version": 1}, "lanes": lanes})).unwrap();
        assert_eq!(shared.lanes.len(), MOST_LANES);
        assert_eq!(Shared::from_json(json!({"draft": {"version": 9}})), None);
        let mut draft = Draft::new();
        draft.conversation = Conversation::default();
        (0..=MOST_TURNS).for_each(|_| _ = draft.conversation.append(TurnBody::user("x")));
        assert_eq!(Shared::from_json(json!({"draft": draft})), None);
    }
}
