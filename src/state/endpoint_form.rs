//! An endpoint while it is being written: what the fields hold, what is wrong with it, and where its requests would go.

use super::presets::Preset;
use lineup_core::{
    draft::{ApiChoice, Auth, Endpoint, EndpointId, Flavour},
    plan::{PlanError, address_of},
};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of [`Auth`], without what they hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AuthKind {
    #[default]
    None,
    Bearer,
    ApiKey,
    Header,
}

impl AuthKind {
    /// How a key is usually sent to this kind of server (wire.md a.1).
    pub fn usual(flavour: Flavour) -> Self {
        match flavour {
            Flavour::Simulator => Self::None,
            Flavour::AzureV1 | Flavour::AzureClassic => Self::ApiKey,
            Flavour::OpenAi | Flavour::Compatible => Self::Bearer,
        }
    }
}

/// The fields as they stand.
#[derive(Clone, Debug, PartialEq)]
pub struct EndpointForm {
    pub name: String,
    pub flavour: Flavour,
    pub base: String,
    pub auth: AuthKind,
    /// Name of the user's own header.
    pub header: String,
    pub api_version: String,
    /// (model, deployment)
    pub deployments: Vec<(String, String)>,
}

/// What is wrong with one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    NameMissing,
    NameTaken,
    BaseMissing,
    BaseBad,
    /// `https://key@host`
    BaseHoldsKey,
    /// A key was pasted in place of an address.
    BaseIsKey,
    HeaderBad,
    /// A row with a model but no deployment, or the other way round.
    RowHalf,
    RowTwice,
}

/// A field that can have a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultyField {
    Name,
    Base,
    Header,
    Deployments,
}

impl Fault {
    pub fn field(self) -> FaultyField {
        match self {
            Self::NameMissing | Self::NameTaken => FaultyField::Name,
            Self::BaseMissing | Self::BaseBad | Self::BaseHoldsKey | Self::BaseIsKey => FaultyField::Base,
            Self::HeaderBad => FaultyField::Header,
            Self::RowHalf | Self::RowTwice => FaultyField::Deployments,
        }
    }
}

/// Beginnings of keys that people paste into the wrong field.
const KEY_PREFIXES: [&str; 5] = ["sk-", "gsk_", "Bearer ", "bearer ", "eyJ"];

impl EndpointForm {
    pub fn from_preset(preset: &Preset) -> Self {
        let (auth, header) = split(&preset.auth);
        Self {
            name: preset.name.to_owned(),
            flavour: preset.flavour,
            base: preset.base.to_owned(),
            auth,
            header,
            api_version: String::new(),
            deployments: Vec::new(),
        }
    }

    pub fn from_endpoint(endpoint: &Endpoint) -> Self {
        let (auth, header) = split(&endpoint.auth);
        Self {
            name: endpoint.name.clone(),
            flavour: endpoint.flavour,
            base: endpoint.base.clone(),
            auth,
            header,
            api_version: endpoint.api_version.clone().unwrap_or_default(),
            deployments: endpoint.deployments.iter().map(|(model, deployment)| (model.clone(), deployment.clone())).collect(),
        }
    }

    pub fn is_azure(&self) -> bool {
        matches!(self.flavour, Flavour::AzureV1 | Flavour::AzureClassic)
    }

    /// The endpoint that the fields describe, as far as they do; see [`EndpointForm::check`].
    fn endpoint(&self, id: EndpointId) -> Endpoint {
        // Of the query only the version is wanted: anything else in it (a key, say) must not be kept.
        let (base, query) = self.base.trim().split_once(['?', '#']).unwrap_or((self.base.trim(), ""));
        let pasted_version = query.split(['&', '#']).find_map(|pair| pair.strip_prefix("api-version="));
        let version = Some(self.api_version.trim()).filter(|version| !version.is_empty()).or(pasted_version);
        Endpoint {
            id,
            name: self.name.trim().to_owned(),
            flavour: self.flavour,
            base: base.to_owned(),
            auth: match self.auth {
                AuthKind::None => Auth::None,
                AuthKind::Bearer => Auth::Bearer,
                AuthKind::ApiKey => Auth::ApiKey,
                AuthKind::Header => Auth::Header(self.header.trim().to_owned()),
            },
            api_version: version.filter(|_| self.is_azure()).map(str::to_owned),
            deployments: if self.is_azure() { self.rows().collect() } else { BTreeMap::new() },
        }
    }

    fn rows(&self) -> impl Iterator<Item = (String, String)> {
        let trimmed = self.deployments.iter().map(|(model, deployment)| (model.trim().to_owned(), deployment.trim().to_owned()));
        trimmed.filter(|(model, deployment)| !(model.is_empty() && deployment.is_empty()))
    }

    /// The endpoint, or everything that is wrong.
    ///
    /// # Errors
    /// All faults, in the order of the fields.
    pub fn check(&self, id: EndpointId, others: &[Endpoint]) -> Result<Endpoint, Vec<Fault>> {
        let endpoint = self.endpoint(id);
        let mut faults = BTreeSet::new();
        if endpoint.name.is_empty() {
            faults.insert(Fault::NameMissing);
        } else if others.iter().any(|other| other.id != endpoint.id && other.name.to_lowercase() == endpoint.name.to_lowercase()) {
            faults.insert(Fault::NameTaken);
        }
        if KEY_PREFIXES.iter().any(|prefix| self.base.trim().starts_with(prefix)) {
            faults.insert(Fault::BaseIsKey);
        } else if let Err(error) = address_of(&endpoint, ApiChoice::Chat) {
            faults.extend(fault_of(&error));
        }
        if self.is_azure() {
            let mut models = BTreeSet::new();
            for (model, deployment) in self.rows() {
                if model.is_empty() || deployment.is_empty() {
                    faults.insert(Fault::RowHalf);
                } else if !models.insert(model) {
                    faults.insert(Fault::RowTwice);
                }
            }
        }
        if faults.is_empty() { Ok(endpoint) } else { Err(faults.into_iter().collect()) }
    }

    /// Where requests would go, by the plan itself: Chat Completions and Responses. Empty while the address cannot be used.
    pub fn urls(&self) -> Vec<String> {
        let endpoint = self.endpoint(EndpointId(String::new()));
        [ApiChoice::Chat, ApiChoice::Responses].into_iter().filter_map(|api| address_of(&endpoint, api).ok()).collect()
    }
}

fn split(auth: &Auth) -> (AuthKind, String) {
    match auth {
        Auth::None => (AuthKind::None, String::new()),
        Auth::Bearer => (AuthKind::Bearer, String::new()),
        Auth::ApiKey => (AuthKind::ApiKey, String::new()),
        Auth::Header(name) => (AuthKind::Header, name.clone()),
    }
}

fn fault_of(error: &PlanError) -> Option<Fault> {
    match error {
        PlanError::NoBase => Some(Fault::BaseMissing),
        PlanError::BadBase(_) => Some(Fault::BaseBad),
        PlanError::KeyInAddress => Some(Fault::BaseHoldsKey),
        PlanError::BadHeader(..) => Some(Fault::HeaderBad),
        // These are about a model or a conversation, which the question here has.
        PlanError::NoModel | PlanError::Empty | PlanError::NotConversational { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{AuthKind, EndpointForm, Fault};
    use lineup_core::draft::{EndpointId, Flavour};

    fn form(base: &str) -> EndpointForm {
        EndpointForm {
            name: "Mine".to_owned(),
            flavour: Flavour::Compatible,
            base: base.to_owned(),
            auth: AuthKind::Bearer,
            header: String::new(),
            api_version: String::new(),
            deployments: Vec::new(),
        }
    }

    fn id(id: &str) -> EndpointId {
        EndpointId(id.to_owned())
    }

    #[test]
    fn each_fault_is_found_and_named() {
        let good = form("http://localhost:8000/v1");
        let azure = EndpointForm { flavour: Flavour::AzureV1, ..form("https://r.openai.azure.com") };
        let rows = |rows: &[(&str, &str)]| rows.iter().map(|(m, d)| ((*m).to_owned(), (*d).to_owned())).collect::<Vec<_>>();
        let cases = [
            (good.clone(), vec![]),
            (EndpointForm { name: "  ".into(), ..good.clone() }, vec![Fault::NameMissing]),
            (EndpointForm { name: "other".into(), ..good.clone() }, vec![Fault::NameTaken]),
            (form(""), vec![Fault::BaseMissing]),
            (form("ftp://host"), vec![Fault::BaseBad]),
            (form("https://key@host/v1"), vec![Fault::BaseHoldsKey]),
            (form(" sk-abcdef"), vec![Fault::BaseIsKey]),
            (EndpointForm { auth: AuthKind::Header, header: "a b".into(), ..good.clone() }, vec![Fault::HeaderBad]),
            (EndpointForm { auth: AuthKind::Header, header: "x-key".into(), ..good }, vec![]),
            (EndpointForm { deployments: rows(&[("o3", "d"), ("", "")]), ..azure.clone() }, vec![]),
            (EndpointForm { deployments: rows(&[("o3", "")]), ..azure.clone() }, vec![Fault::RowHalf]),
            (EndpointForm { deployments: rows(&[("o3", "a"), (" o3", "b")]), ..azure }, vec![Fault::RowTwice]),
            (EndpointForm { name: String::new(), ..form("") }, vec![Fault::NameMissing, Fault::BaseMissing]),
        ];
        let other = EndpointForm { name: "Other".into(), ..form("https://example.org") }.check(id("other"), &[]).unwrap();
        for (form, expected) in cases {
            let faults = form.check(id("mine"), std::slice::from_ref(&other)).err().unwrap_or_default();
            assert_eq!(faults, expected, "{form:?}");
        }
    }

    #[test]
    fn nothing_of_a_pasted_query_is_kept_but_the_version() {
        let pasted = "https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21&api-key=hidden#x";
        let form = EndpointForm { flavour: Flavour::AzureClassic, ..form(pasted) };
        let endpoint = form.check(id("x"), &[]).unwrap();
        assert_eq!(endpoint.api_version.as_deref(), Some("2024-10-21"));
        assert!(!serde_json::to_string(&endpoint).unwrap().contains("hidden"));
    }

    #[test]
    fn what_belongs_to_azure_only_is_left_out_elsewhere() {
        let form = EndpointForm {
            api_version: "2024-10-21".into(),
            deployments: vec![("o3".into(), "d".into())],
            ..form("http://localhost:8000/v1")
        };
        let endpoint = form.check(id("x"), &[]).unwrap();
        assert_eq!((endpoint.api_version, endpoint.deployments.len()), (None, 0));
    }

    #[test]
    fn an_endpoint_comes_back_as_it_went_into_the_form() {
        let form = EndpointForm {
            flavour: Flavour::AzureClassic,
            auth: AuthKind::Header,
            header: "x-api".into(),
            api_version: "2024-10-21".into(),
            deployments: vec![("o3".into(), "d".into())],
            ..form("https://r.openai.azure.com")
        };
        let endpoint = form.check(id("x"), &[]).unwrap();
        assert_eq!(EndpointForm::from_endpoint(&endpoint), form);
    }

    #[test]
    fn the_urls_are_those_of_the_plan() {
        let azure = EndpointForm {
            flavour: Flavour::AzureClassic,
            api_version: "2025-04-01-preview".into(),
            deployments: vec![("o3".into(), "my o3".into())],
            ..form("https://r.openai.azure.com")
        };
        assert_eq!(
            azure.urls(),
            [
                "https://r.openai.azure.com/openai/deployments/my%20o3/chat/completions?api-version=2025-04-01-preview",
                "https://r.openai.azure.com/openai/responses?api-version=2025-04-01-preview",
            ]
        );
        assert_eq!(form("localhost:8000").urls(), ["http://localhost:8000/v1/chat/completions", "http://localhost:8000/v1/responses"]);
        assert!(form("ftp://x").urls().is_empty());
    }
}
