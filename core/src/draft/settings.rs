//! What can be set on a request, in one vocabulary for both APIs. `None` is "not set": nothing is sent.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Settings as the user asks for them; the plan turns them into what the model at the endpoint accepts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// `none`, `minimal`, `low`, `medium`, `high`, `xhigh`, `max`: an open set.
    pub effort: Option<String>,
    /// Reasoning summary: `auto`, `concise`, `detailed`.
    pub summary: Option<String>,
    pub verbosity: Option<String>,
    /// Bounds visible **and** reasoning tokens.
    pub max_output_tokens: Option<u32>,
    pub temperature: Option<f64>,
    pub top_p: Option<f64>,
    pub presence_penalty: Option<f64>,
    pub frequency_penalty: Option<f64>,
    pub stop: Option<Vec<String>>,
    pub seed: Option<i64>,
    pub n: Option<u32>,
    pub logprobs: Option<bool>,
    pub top_logprobs: Option<u8>,
    pub logit_bias: Option<Map<String, Value>>,
    pub parallel_tool_calls: Option<bool>,
    pub service_tier: Option<String>,
    pub store: Option<bool>,
    pub metadata: Option<Map<String, Value>>,
    pub user: Option<String>,
    /// Fields of a taken-over body that no setting here knows: sent as they are.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
    /// Setting → the name that a taken-over body used for it, so that the plan can explain what it had to rename.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub spelled: BTreeMap<String, String>,
}

impl Settings {
    /// The names of the fields that no setting of the form can show: sent as they are, and called extra. Some that the form does show
    /// stand in [`Settings::extra`] too, because only one API has them, while their value is one that it can hold.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        let is_known = |(name, value): &(&String, &Value)| match name.as_str() {
            "background" => value.is_boolean(),
            "prediction" => value["content"].is_string(),
            _ => false,
        };
        self.extra.iter().filter(move |field| !is_known(field)).map(|(name, _)| name.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FunctionTool {
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// JSON Schema of the arguments.
    pub parameters: Value,
    #[serde(default)]
    pub strict: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToolChoice {
    #[default]
    Auto,
    None,
    Required,
    Function(String),
    /// A choice that only its own API can write (`allowed_tools`, a custom or hosted tool): as it was taken over.
    Other(Value),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum OutputFormat {
    #[default]
    Text,
    JsonObject,
    JsonSchema {
        name: String,
        schema: Value,
        #[serde(default)]
        strict: Option<bool>,
        #[serde(default)]
        description: Option<String>,
    },
}
