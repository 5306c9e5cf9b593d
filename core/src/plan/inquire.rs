//! Requests that find out about an endpoint, and make no model generate.

use super::address::{Address, Base, Target};
use super::{HeaderValue, ListRequest, PlanError, auth, list_models};
use crate::draft::{Endpoint, Flavour};
use crate::wire::Api;

/// A question to an endpoint, without the key: a [`HeaderValue::Credential`] says where the transport puts it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inquiry {
    pub method: &'static str,
    pub url: String,
    /// `scheme://host[:port]`: what a key is bound to.
    pub origin: String,
    pub headers: Vec<(String, HeaderValue)>,
    pub body: Option<String>,
}

impl From<ListRequest> for Inquiry {
    fn from(ListRequest { url, origin, headers }: ListRequest) -> Self {
        Self { method: "GET", url, origin, headers, body: None }
    }
}

/// The list of models; `None` for the simulator.
///
/// # Errors
/// As [`list_models`].
pub fn list(endpoint: &Endpoint) -> Result<Option<Inquiry>, PlanError> {
    Ok(list_models(endpoint)?.map(Inquiry::from))
}

/// The list under the newest api-version, whatever version the endpoint or its pasted address names.
///
/// # Errors
/// As [`list_models`].
pub fn newest_list(endpoint: &Endpoint) -> Result<Option<Inquiry>, PlanError> {
    let base = endpoint.base.split(['?', '#']).next().unwrap_or_default().to_owned();
    list(&Endpoint { base, api_version: None, ..endpoint.clone() })
}

/// The list under the paths that servers of this kind are known to have, without the one that the endpoint names already.
///
/// # Errors
/// As [`list_models`].
pub fn lists_elsewhere(endpoint: &Endpoint) -> Result<Vec<Inquiry>, PlanError> {
    let Some(asked) = list(endpoint)? else { return Ok(Vec::new()) };
    let paths: &[&str] = match endpoint.flavour {
        // Azure's paths are made by the plan.
        Flavour::AzureV1 | Flavour::AzureClassic | Flavour::Simulator => &[],
        Flavour::OpenAi | Flavour::Compatible => &["/v1", "/api/v1", "/openai/v1", "/api/openai/v1"],
    };
    let at = |path: &&str| Inquiry { url: format!("{}{path}/models", asked.origin), ..asked.clone() };
    Ok(paths.iter().map(at).filter(|other| other.url != asked.url).collect())
}

/// A call of one deployment whose body lacks the messages: the server refuses it with 400, or says that there is no such deployment.
/// `None` for the simulator.
///
/// # Errors
/// No usable address, or a header that no page may send.
pub fn deployment(endpoint: &Endpoint, name: &str) -> Result<Option<Inquiry>, PlanError> {
    let Some(base) = Base::of(endpoint)? else { return Ok(None) };
    let target = Target { api: Api::Chat, model: name, min_version: None, keep_version: true };
    let Address { url, origin, .. } = Address::of(endpoint, Some(&base), &target).checked()?;
    let mut headers: Vec<_> = auth::header(&endpoint.auth)?.into_iter().collect();
    headers.push(("Content-Type".to_owned(), HeaderValue::Plain("application/json".to_owned())));
    Ok(Some(Inquiry { method: "POST", url, origin, headers, body: Some(serde_json::json!({ "model": name }).to_string()) }))
}
