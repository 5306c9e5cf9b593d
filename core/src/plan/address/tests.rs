//! The forms in which people paste addresses.

use super::*;
use crate::draft::{Auth, EndpointId};
use proptest::prelude::*;
use rstest::rstest;

fn endpoint(flavour: Flavour, base: &str) -> Endpoint {
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth: Auth::None,
        api_version: None,
        deployments: std::collections::BTreeMap::new(),
    }
}

fn address(endpoint: &Endpoint, api: Api) -> Result<Address, PlanError> {
    let base = Base::of(endpoint)?;
    let deployment = base.as_ref().and_then(|base| base.deployment.clone()).unwrap_or_else(|| "o4-mini".into());
    Ok(Address::of(endpoint, base.as_ref(), &Target { api, model: &deployment, min_version: None, keep_version: false }))
}

fn url(flavour: Flavour, base: &str, api: Api) -> String {
    address(&endpoint(flavour, base), api).unwrap().url
}

#[rstest]
#[case("", "https://api.openai.com/v1/chat/completions")]
#[case("https://api.openai.com", "https://api.openai.com/v1/chat/completions")]
#[case("api.openai.com/", "https://api.openai.com/v1/chat/completions")]
#[case("https://API.OpenAI.com:443/v1/", "https://api.openai.com/v1/chat/completions")]
#[case("https://api.openai.com/v1/responses", "https://api.openai.com/v1/chat/completions")]
#[case("https://eu.api.openai.com/v1/chat/completions", "https://eu.api.openai.com/v1/chat/completions")]
fn openai_is_found(#[case] base: &str, #[case] expected: &str) {
    assert_eq!(url(Flavour::OpenAi, base, Api::Chat), expected);
}

#[rstest]
#[case("localhost:11434", "http://localhost:11434/v1/chat/completions")]
#[case("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions")]
#[case("192.168.0.7:8000/v1/", "http://192.168.0.7:8000/v1/chat/completions")]
#[case("[::1]:8080", "http://[::1]:8080/v1/chat/completions")]
#[case("//box:8080", "http://box:8080/v1/chat/completions")]
#[case("https://openrouter.ai/api/v1", "https://openrouter.ai/api/v1/chat/completions")]
#[case("https://api.groq.com/openai/v1", "https://api.groq.com/openai/v1/chat/completions")]
#[case("https://api.deepseek.com", "https://api.deepseek.com/v1/chat/completions")]
#[case("https://api.deepseek.com/chat/completions", "https://api.deepseek.com/chat/completions")]
#[case("https://host/v1beta/openai/", "https://host/v1beta/openai/chat/completions")]
#[case("http://host:80/v1/chat/completions?x=y#z", "http://host/v1/chat/completions")]
fn compatible_servers_are_found_with_and_without_a_version(#[case] base: &str, #[case] expected: &str) {
    assert_eq!(url(Flavour::Compatible, base, Api::Chat), expected);
}

#[rstest]
#[case("https://me.openai.azure.com")]
#[case("me.openai.azure.com/")]
#[case("https://me.openai.azure.com/openai")]
#[case("https://me.openai.azure.com/openai/v1/")]
#[case("https://me.openai.azure.com/v1")]
#[case("https://me.openai.azure.com/v1/chat/completions")]
#[case("https://me.openai.azure.com/openai/v1/chat/completions")]
#[case("https://ME.openai.azure.com:443/openai/deployments/o4-mini/chat/completions?api-version=2025-04-01-preview")]
fn every_form_of_an_azure_address_leads_to_the_same_calls(#[case] base: &str) {
    let host = "https://me.openai.azure.com/openai";
    assert_eq!(url(Flavour::AzureV1, base, Api::Chat), format!("{host}/v1/chat/completions"));
    assert_eq!(url(Flavour::AzureV1, base, Api::Responses), format!("{host}/v1/responses"));
    let version = "?api-version=2025-04-01-preview";
    assert_eq!(url(Flavour::AzureClassic, base, Api::Chat), format!("{host}/deployments/o4-mini/chat/completions{version}"));
    assert_eq!(url(Flavour::AzureClassic, base, Api::Responses), format!("{host}/responses{version}"));
}

#[rstest]
#[case("https://me.services.ai.azure.com/api/projects/p1", "https://me.services.ai.azure.com/openai/v1/responses")]
#[case("https://me.services.ai.azure.com/models", "https://me.services.ai.azure.com/openai/v1/responses")]
#[case("https://front.example.com/team/openai/deployments/d/chat/completions", "https://front.example.com/team/openai/v1/responses")]
#[case("https://front.example.com/team", "https://front.example.com/team/openai/v1/responses")]
#[case("https://front.example.com/v1/chat/completions", "https://front.example.com/openai/v1/responses")]
fn foundry_and_fronts_are_understood(#[case] base: &str, #[case] expected: &str) {
    assert_eq!(url(Flavour::AzureV1, base, Api::Responses), expected);
}

#[test]
fn a_pasted_deployment_and_version_are_taken_over() {
    let classic =
        endpoint(Flavour::AzureClassic, "https://me.openai.azure.com/openai/deployments/my%20d/chat/completions?api-version=2024-10-21");
    let address = address(&classic, Api::Chat).unwrap();
    assert_eq!(address.url, "https://me.openai.azure.com/openai/deployments/my%20d/chat/completions?api-version=2024-10-21");
    assert_eq!((address.path_changed, address.version_changed), (None, None));
}

#[test]
fn only_a_path_that_is_not_followed_is_reported() {
    let changed = |base| address(&endpoint(Flavour::AzureV1, base), Api::Chat).unwrap().path_changed.is_some();
    assert!(changed("https://me.openai.azure.com/openai/deployments/d"));
    assert!(!changed("https://me.openai.azure.com") && !changed("https://me.openai.azure.com/openai/v1"));
}

#[rstest]
#[case(Some("2024-10-21"), Some("2024-12-01-preview"), Api::Chat, "2024-12-01-preview", true)]
#[case(Some("2025-01-01-preview"), Some("2024-12-01-preview"), Api::Chat, "2025-01-01-preview", false)]
#[case(Some("2024-10-21"), None, Api::Responses, "2025-03-01-preview", true)]
#[case(Some("preview"), Some("2024-12-01-preview"), Api::Responses, "preview", false)]
#[case(None, Some("2024-12-01-preview"), Api::Chat, "2025-04-01-preview", false)]
#[case(Some("2024 10&x"), None, Api::Chat, "2024%2010%26x", false)]
fn the_api_version_is_raised_to_what_the_request_needs(
    #[case] asked: Option<&str>,
    #[case] min: Option<&str>,
    #[case] api: Api,
    #[case] sent: &str,
    #[case] changed: bool,
) {
    let endpoint = Endpoint { api_version: asked.map(str::to_owned), ..endpoint(Flavour::AzureClassic, "me.openai.azure.com") };
    let base = Base::of(&endpoint).unwrap();
    let address = Address::of(&endpoint, base.as_ref(), &Target { api, model: "d", min_version: min, keep_version: false });
    assert!(address.url.ends_with(&format!("?api-version={sent}")), "{}", address.url);
    assert_eq!(address.version_changed.is_some(), changed);
}

#[test]
fn a_dated_version_stays_away_from_v1() {
    let dated = Endpoint { api_version: Some("2024-10-21".into()), ..endpoint(Flavour::AzureV1, "me.openai.azure.com") };
    let address = address(&dated, Api::Chat).unwrap();
    assert_eq!(address.url, "https://me.openai.azure.com/openai/v1/chat/completions");
    assert_eq!(address.version_changed, Some(("2024-10-21".into(), None)));
}

#[rstest]
#[case("https://sk-secret@api.openai.com/v1")]
#[case("sk-secret@api.openai.com/v1")]
#[case("https://user:sk-secret@host")]
fn a_key_in_an_address_is_refused_and_not_repeated(#[case] base: &str) {
    let error = origin(&endpoint(Flavour::Compatible, base)).unwrap_err();
    assert_eq!(error, PlanError::KeyInAddress);
    assert!(!error.to_string().contains("secret"));
}

#[rstest]
#[case("ftp://host/v1")]
#[case("javascript://host/v1")]
#[case("https://")]
#[case("https://:443/v1")]
#[case("https://host:99999/v1")]
#[case("https://host/a b")]
#[case("https://호스트/v1")]
#[case("https://host/v1/../admin")]
fn what_is_no_address_is_an_error(#[case] base: &str) {
    assert!(matches!(origin(&endpoint(Flavour::Compatible, base)), Err(PlanError::BadBase(_))));
}

#[test]
fn the_simulator_has_an_origin_of_its_own() {
    let simulator = endpoint(Flavour::Simulator, "https://ignored.example.com");
    assert_eq!(origin(&simulator), Ok("simulator".into()));
    assert_eq!(address(&simulator, Api::Responses).unwrap().url, "simulator:/v1/responses");
}

proptest! {
    #[test]
    fn no_pasted_text_panics_and_no_url_leaves_its_origin(base in "\\PC{0,40}", flavour in 0usize..4) {
        let flavour = [Flavour::OpenAi, Flavour::AzureV1, Flavour::AzureClassic, Flavour::Compatible][flavour];
        if let Ok(address) = address(&endpoint(flavour, &base), Api::Chat) {
            let path = address.url.strip_prefix(&address.origin).unwrap();
            prop_assert!(path.starts_with('/'));
        }
    }
}
