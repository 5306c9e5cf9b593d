//! Where requests go.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EndpointId(pub String);

/// Base URL + API flavour + auth kind (+ Azure deployments). Holds no key: that is bound to the origin and lives elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Endpoint {
    pub id: EndpointId,
    /// What the user calls it.
    pub name: String,
    pub flavour: Flavour,
    /// As the user pasted it; the plan normalises it.
    #[serde(default)]
    pub base: String,
    pub auth: Auth,
    /// Azure classic only, such as `2024-10-21`.
    #[serde(default)]
    pub api_version: Option<String>,
    /// Azure: model id → deployment name. A model without an entry is sent under its own name.
    #[serde(default)]
    pub deployments: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flavour {
    /// The embedded stand-in: speaks the real wire formats, needs no key.
    Simulator,
    #[serde(rename = "openai")]
    OpenAi,
    AzureV1,
    AzureClassic,
    Compatible,
}

/// How a request proves who sends it (wire.md a.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Auth {
    None,
    /// `Authorization: Bearer …`
    Bearer,
    /// `api-key: …` (Azure)
    ApiKey,
    /// One header of the user's naming (API-management fronts); its value is a secret.
    Header(String),
}
