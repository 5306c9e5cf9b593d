//! What the templates may ask about a plan: where it goes, how it proves who sends it, how the answer is read.

use super::Credential;
use crate::draft::Flavour;
use crate::plan::{HeaderValue, Plan};
use crate::wire::Api;
use serde_json::Value;

const OPENAI: &str = "https://api.openai.com/v1";

/// Environment variables by the host that the key is for.
const KEYS: [(&str, &str); 6] = [
    ("https://api.openai.com", "OPENAI_API_KEY"),
    ("https://openrouter.ai", "OPENROUTER_API_KEY"),
    ("https://api.deepseek.com", "DEEPSEEK_API_KEY"),
    ("https://api.mistral.ai", "MISTRAL_API_KEY"),
    ("https://api.groq.com", "GROQ_API_KEY"),
    ("simulator", "OPENAI_API_KEY"),
];

/// How the request proves who sends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// Nothing is asked.
    Open,
    /// As the library sends a key: a bearer token, at Azure the header `api-key`.
    Key,
    Entra,
    /// A header of the user's naming.
    Header,
}

pub(super) struct Scene<'a> {
    pub plan: &'a Plan,
    /// The address without the call and the query: `https://api.openai.com/v1`.
    pub base: String,
    /// `api-version`, where there is one.
    pub version: Option<String>,
    /// The environment variable that holds the key.
    pub key: &'static str,
    flavour: Flavour,
    proof: Proof,
}

pub(super) fn is_azure(flavour: Flavour) -> bool {
    matches!(flavour, Flavour::AzureV1 | Flavour::AzureClassic)
}

impl<'a> Scene<'a> {
    pub fn of(plan: &'a Plan, flavour: Flavour, credential: Credential) -> Self {
        let simulated = flavour == Flavour::Simulator;
        let (path, query) = plan.url.split_once('?').unwrap_or((&plan.url, ""));
        let base = path.strip_suffix(call(plan.api)).unwrap_or(path);
        let header = plan.headers.iter().find(|(_, value)| matches!(value, HeaderValue::Credential { .. })).map(|(name, _)| name.as_str());
        let proof = match header {
            None if !simulated => Proof::Open,
            Some("Authorization" | "api-key") if is_azure(flavour) && credential == Credential::Entra => Proof::Entra,
            Some("Authorization") | None => Proof::Key,
            Some("api-key") if is_azure(flavour) => Proof::Key,
            Some(_) => Proof::Header,
        };
        let key = match flavour {
            Flavour::AzureV1 | Flavour::AzureClassic => "AZURE_OPENAI_API_KEY",
            _ => KEYS.into_iter().find(|(origin, _)| *origin == plan.origin).map_or("API_KEY", |(_, key)| key),
        };
        Self {
            plan,
            base: if simulated { OPENAI.to_owned() } else { base.to_owned() },
            version: query.strip_prefix("api-version=").map(crate::plan::address::decode),
            key,
            flavour,
            proof,
        }
    }

    /// Whether a condition of a template holds.
    pub fn holds(&self, condition: &str) -> bool {
        let rich = || self.plan.body["n"].as_u64().is_some_and(|n| n > 1) || self.plan.body.get("tools").is_some();
        match condition {
            "classic" => self.flavour == Flavour::AzureClassic,
            "azure" => is_azure(self.flavour),
            // The library has to be told where to go.
            "own" => self.flavour != Flavour::AzureClassic && self.base != OPENAI,
            "version" => self.version.is_some(),
            "open" => self.proof == Proof::Open,
            "key" => self.proof == Proof::Key,
            "entra" => self.proof == Proof::Entra,
            "header" => self.proof == Proof::Header,
            // Something comes from the environment.
            "secret" => matches!(self.proof, Proof::Key | Proof::Header),
            "chat" => self.plan.api != Api::Responses,
            "responses" => self.plan.api == Api::Responses,
            "stream" => self.plan.stream,
            // Something is said in a header beside the key and the type of the body.
            "headers" => self.headers().next().is_some(),
            // The text is not all there is in the answer.
            "rich" => rich(),
            _ => false,
        }
    }

    /// The whole address.
    pub fn url(&self) -> String {
        if self.flavour == Flavour::Simulator { self.base.clone() + call(self.plan.api) } else { self.plan.url.clone() }
    }

    /// Azure's resource, without the path that its own client adds.
    pub fn endpoint(&self) -> &str {
        let front = self.base.rsplit_once("/openai/deployments/").map(|(front, _)| front);
        front.or_else(|| self.base.strip_suffix("/openai")).unwrap_or(&self.base)
    }

    pub fn model(&self) -> &str {
        self.plan.body["model"].as_str().unwrap_or_default()
    }

    /// The header that carries the key.
    pub fn header(&self) -> &str {
        let carries = |(_, value): &&(String, HeaderValue)| matches!(value, HeaderValue::Credential { .. });
        self.plan.headers.iter().find(carries).map_or("api-key", |(name, _)| name)
    }

    /// The headers that hold no key and that no library sends by itself (wire.md e.1: Azure's image generation).
    pub fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.plan.headers.iter().filter_map(|(name, value)| match value {
            HeaderValue::Plain(value) if !name.eq_ignore_ascii_case("content-type") => Some((name.as_str(), value.as_str())),
            HeaderValue::Plain(_) | HeaderValue::Credential { .. } => None,
        })
    }

    /// The dated version as `Azure.AI.OpenAI` spells it, of those that it has.
    pub fn service_version(&self) -> Option<String> {
        const KNOWN: [&str; 9] = [
            "2024-06-01",
            "2024-08-01-preview",
            "2024-09-01-preview",
            "2024-10-01-preview",
            "2024-10-21",
            "2024-12-01-preview",
            "2025-01-01-preview",
            "2025-03-01-preview",
            "2025-04-01-preview",
        ];
        let version = self.version.as_deref().filter(|version| KNOWN.contains(version))?;
        Some(format!("V{}", version.replace('-', "_").replace("preview", "Preview")))
    }

    /// The members of the body.
    pub fn fields(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.plan.body.as_object().into_iter().flatten()
    }

    /// The call, as the Batch API names it.
    pub fn batch_url(&self) -> String {
        // Azure's own batches name the call without the version (Azure's batch guide).
        let version = if is_azure(self.flavour) && self.plan.api == Api::Chat { "" } else { "/v1" };
        version.to_owned() + call(self.plan.api)
    }
}

const fn call(api: Api) -> &'static str {
    match api {
        Api::Responses => "/responses",
        _ => "/chat/completions",
    }
}
