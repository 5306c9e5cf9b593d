//! What the user owns: the conversation tree, settings, tools, output format, lanes and endpoints.
//!
//! Nothing here can hold a key: a [`crate::Secret`] has no `Serialize`, and an endpoint says only *which kind* of key it needs.

mod arrange;
pub mod attachment;
mod branch;
mod conversation;
mod endpoint;
pub mod examples;
mod format;
pub mod hosted;
mod lane;
pub mod mock;
pub mod schema;
mod settings;
pub(crate) mod templates;
mod tree;
pub mod variables;

pub use conversation::{APPROVED, Conversation, History, Part, ResponseRef, Role, ToolCallTurn, Turn, TurnBody, TurnId};
pub use endpoint::{Auth, Endpoint, EndpointId, Flavour};
pub use examples::{Example, ExampleLane, ExampleLanguage, examples};
pub use format::ReadError;
pub use lane::{ApiChoice, Lane, LaneId, Scenario};
pub use settings::{FunctionTool, OutputFormat, Settings, ToolChoice};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the user wants to ask. Versioned JSON; holds no endpoint and no secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Format version; see [`Draft::VERSION`].
    pub version: u32,
    /// Developer / system text; which role carries it is the plan's business.
    #[serde(default)]
    pub instructions: String,
    /// The role in which a taken-over body sent the instructions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions_role: Option<Role>,
    #[serde(default)]
    pub conversation: Conversation,
    /// What every lane starts from; a lane's own settings win over these.
    #[serde(default)]
    pub settings: Settings,
    #[serde(default)]
    pub tools: Vec<FunctionTool>,
    /// Tools of other kinds (custom, hosted), each as one of the APIs writes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_tools: Vec<serde_json::Value>,
    #[serde(default)]
    pub tool_choice: ToolChoice,
    #[serde(default)]
    pub output: OutputFormat,
    /// How calls are answered, by the tool's name. Never sent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub mocks: BTreeMap<String, mock::Mock>,
    #[serde(default, skip_serializing_if = "mock::ToolLoop::is_usual")]
    pub tool_loop: mock::ToolLoop,
    /// Values for `{{name}}` in the texts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: variables::Variables,
    /// How Responses learns of the earlier turns.
    #[serde(default)]
    pub history: History,
}
