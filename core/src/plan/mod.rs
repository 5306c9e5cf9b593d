//! From a draft to the exact request that a lane will send, with the adjustments that made it legal.
//!
//! [`plan`] is a pure function, and there is no second way to build a request: the inspector shows the plan, code export prints
//! the plan, what is sent is the plan.

use crate::wire::Api;
use serde::Serialize;
use serde_json::Value;

/// The exact HTTP request, without the key: a [`HeaderValue::Credential`] says where the transport puts it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    pub api: Api,
    /// Always `POST` for now.
    pub method: &'static str,
    pub url: String,
    /// `scheme://host[:port]`: what a key is bound to; `simulator` for the simulator.
    pub origin: String,
    /// Nothing beyond `Content-Type` and the credential (wire.md a.3).
    pub headers: Vec<(String, HeaderValue)>,
    pub body: Value,
    /// Whether the body asks for a stream.
    pub stream: bool,
    pub adjustments: Vec<Adjustment>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum HeaderValue {
    Plain(String),
    /// The endpoint's secret, after this prefix (`Bearer ` or nothing). Shown as `***`.
    Credential {
        prefix: &'static str,
    },
}

/// One change between draft and plan, with its reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adjustment {
    /// The rule's id, as in the facts: `Q-TEMP`.
    pub rule: String,
    /// The setting, in the words of the draft: `temperature`.
    pub field: String,
    pub asked: Value,
    /// `null` where nothing is sent.
    pub sent: Value,
    pub reason: Reason,
    /// What the server would have said.
    pub server_words: Option<String>,
    /// Whether "send it anyway" makes sense (a path that does not exist cannot be sent).
    pub optional: bool,
}

/// Why, in one sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub en: String,
    pub ko: String,
}
