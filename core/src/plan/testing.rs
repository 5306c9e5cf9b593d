//! Lanes and endpoints for the tests.

use crate::draft::{ApiChoice, Auth, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, Settings};

pub(super) fn lane(model: &str) -> Lane {
    Lane {
        id: LaneId(1),
        model: model.into(),
        endpoint: EndpointId("e".into()),
        api: ApiChoice::Auto,
        stream: false,
        settings: Settings::default(),
        send_anyway: std::collections::BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    }
}

pub(super) fn endpoint(flavour: Flavour) -> Endpoint {
    let base = match flavour {
        Flavour::Simulator | Flavour::OpenAi => "",
        Flavour::AzureV1 | Flavour::AzureClassic => "https://me.openai.azure.com",
        Flavour::Compatible => "http://localhost:8000/v1",
    };
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth: Auth::Bearer,
        api_version: None,
        deployments: std::collections::BTreeMap::new(),
    }
}
