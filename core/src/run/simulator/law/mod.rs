//! What the API refuses, model by model, in its own words: the simulator is as strict as the servers that it stands for.
//!
//! Written from the collected error messages (quirks.md §1, §2) and from model names alone. It shares nothing with the plan's
//! rules and nothing with the line-up: what both get wrong in the same way would be seen by nobody. A model that the sources do
//! not name is held to the shape of the API and to nothing else.

mod effort;
mod history;
mod input;
mod names;
mod sampling;
mod shape;
#[cfg(test)]
mod tests;

use super::ask::Ask;
use names::Named;
use serde_json::{Value, json};

/// An answer that is an error.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Verdict {
    pub status: u16,
    pub error: Value,
}

/// A request as the law looks at it.
struct Case<'a> {
    ask: &'a Ask,
    body: &'a Value,
    model: Named<'a>,
    /// The dated api-version of an Azure address.
    api_version: Option<&'a str>,
}

/// The first thing that the API minds. `path` is the request's, with its query.
pub(super) fn judge(ask: &Ask, path: &str) -> Option<Verdict> {
    let api_version = path.split_once("api-version=").map(|(_, rest)| rest.split('&').next().unwrap_or(rest));
    let case = Case { ask, body: &ask.body, model: Named::of(&ask.model), api_version };
    const LAWS: [fn(&Case<'_>) -> Option<Verdict>; 18] = [
        shape::azure_version,
        shape::endpoint,
        shape::moved,
        shape::foreign,
        shape::limit,
        input::roles,
        sampling::temperature,
        sampling::others,
        sampling::stop,
        input::tools,
        effort::tools_over_chat,
        effort::effort,
        effort::summary,
        effort::verbosity,
        shape::stream,
        shape::schema,
        history::previous,
        history::items,
    ];
    LAWS.into_iter().find_map(|law| law(&case))
}

impl<'a> Case<'a> {
    fn responses(&self) -> bool {
        self.ask.api == crate::wire::Api::Responses
    }

    fn chat(&self) -> bool {
        !self.responses()
    }

    /// What stands at a dotted path; null is nothing.
    fn at(&self, path: &str) -> Option<&'a Value> {
        path.split('.').try_fold(self.body, |value, key| value.get(key)).filter(|value| !value.is_null())
    }

    fn word(&self, path: &str) -> Option<&'a str> {
        self.at(path).and_then(Value::as_str)
    }

    /// The effort's place in this API.
    fn effort_path(&self) -> &'static str {
        if self.responses() { "reasoning.effort" } else { "reasoning_effort" }
    }
}

/// 400 with a message, the parameter that it is about, and the API's code.
fn refuse(message: impl Into<String>, param: Option<&str>, code: Option<&str>) -> Option<Verdict> {
    let error = json!({"message": message.into(), "type": "invalid_request_error", "param": param, "code": code});
    Some(Verdict { status: 400, error })
}

fn unsupported_parameter(param: &str) -> Option<Verdict> {
    refuse(format!("Unsupported parameter: '{param}' is not supported with this model."), Some(param), Some("unsupported_parameter"))
}
