//! The request that asks an endpoint which models it serves.

use super::address::Base;
use super::{HeaderValue, PlanError, auth};
use crate::draft::Endpoint;

/// `GET /models`, without the key: a [`HeaderValue::Credential`] says where the transport puts it.
#[derive(Clone, Debug, PartialEq)]
pub struct ListRequest {
    pub url: String,
    /// `scheme://host[:port]`: what a key is bound to.
    pub origin: String,
    /// The credential and nothing else (wire.md a.3).
    pub headers: Vec<(String, HeaderValue)>,
}

/// The request to this endpoint (wire.md a.1); `None` for the simulator, which has no list.
///
/// # Errors
/// No usable address, or a header that no page may send.
pub fn list_models(endpoint: &Endpoint) -> Result<Option<ListRequest>, PlanError> {
    let Some(base) = Base::of(endpoint)? else { return Ok(None) };
    let headers = auth::header(&endpoint.auth)?.into_iter().collect();
    Ok(Some(ListRequest { url: base.models_url(endpoint), origin: base.origin, headers }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Auth, EndpointId, Flavour};
    use rstest::rstest;
    use std::collections::BTreeMap;

    #[rstest]
    #[case(Flavour::OpenAi, "", None, "https://api.openai.com/v1/models")]
    #[case(Flavour::Compatible, "http://localhost:11434", None, "http://localhost:11434/v1/models")]
    #[case(Flavour::Compatible, "https://openrouter.ai/api/v1/chat/completions", None, "https://openrouter.ai/api/v1/models")]
    #[case(Flavour::AzureV1, "https://swc.openai.azure.com", None, "https://swc.openai.azure.com/openai/v1/models")]
    #[case(
        Flavour::AzureV1,
        "https://swc.openai.azure.com",
        Some("preview"),
        "https://swc.openai.azure.com/openai/v1/models?api-version=preview"
    )]
    #[case(Flavour::AzureV1, "https://swc.openai.azure.com", Some("2024-10-21"), "https://swc.openai.azure.com/openai/v1/models")]
    #[case(
        Flavour::AzureClassic,
        "https://swc.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21",
        None,
        "https://swc.openai.azure.com/openai/models?api-version=2024-10-21"
    )]
    #[case(
        Flavour::AzureClassic,
        "https://front.example/llm",
        None,
        "https://front.example/llm/openai/models?api-version=2025-04-01-preview"
    )]
    fn every_flavour_has_its_list_at_its_own_address(
        #[case] flavour: Flavour,
        #[case] base: &str,
        #[case] version: Option<&str>,
        #[case] url: &str,
    ) {
        let endpoint = Endpoint {
            id: EndpointId("e".into()),
            name: "e".into(),
            flavour,
            base: base.into(),
            auth: Auth::Bearer,
            api_version: version.map(str::to_owned),
            deployments: BTreeMap::new(),
        };
        let request = list_models(&endpoint).unwrap().unwrap();
        assert_eq!(request.url, url);
        assert!(request.url.starts_with(&request.origin));
        assert_eq!(request.headers, [("Authorization".to_owned(), HeaderValue::Credential { prefix: "Bearer " })]);
        assert_eq!(list_models(&Endpoint { flavour: Flavour::Simulator, ..endpoint.clone() }), Ok(None));
        assert!(list_models(&Endpoint { base: "https://key@host".into(), ..endpoint }).is_err());
    }
}
