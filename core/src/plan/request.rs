//! The plan itself: its types, and the one way to make it.

use super::address::{Address, Base, Target, older};
use super::asked::Asked;
use super::facts::Facts;
use super::{Learned, LearnedRule, Notice, PlanError, Replayed, Rule, api, auth, chat, repair, responses, rules};
use crate::draft::{Draft, Endpoint, Flavour, Lane};
use crate::lineup::Lineup;
use crate::wire::Api;
use serde::Serialize;
use serde_json::{Map, Value};

/// The exact HTTP request, without the key: a [`HeaderValue::Credential`] says where the transport puts it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Plan {
    pub api: Api,
    /// Always `POST` for now.
    pub method: &'static str,
    pub url: String,
    /// `scheme://host[:port]`: what a key is bound to; `simulator` for the simulator.
    pub origin: String,
    /// Nothing beyond `Content-Type` and the credential (wire.md a.3), and on Azure the name of the deployment that makes pictures.
    pub headers: Vec<(String, HeaderValue)>,
    pub body: Value,
    /// Whether the body asks for a stream.
    pub stream: bool,
    pub adjustments: Vec<Adjustment>,
    /// What should be known before it is sent, although nothing is changed.
    pub notices: Vec<Notice>,
    /// What became of the earlier answers.
    pub replayed: Vec<Replayed>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum HeaderValue {
    Plain(String),
    /// The endpoint's secret, after this prefix (`Bearer ` or nothing). Shown as `***`.
    Credential {
        prefix: &'static str,
    },
}

impl HeaderValue {
    /// For showing: the secret is `***`.
    #[must_use]
    pub fn masked(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Credential { prefix } => format!("{prefix}***"),
        }
    }
}

/// One change between draft and plan, with its reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Adjustment {
    /// The rule's id, as in the facts: `Q-TEMP`.
    pub rule: String,
    /// What was asked for, by the name under which it was asked: `max_tokens`.
    pub field: String,
    /// The setting that it belongs to, in the words of the draft: `max_output_tokens`. What a page marks.
    pub setting: String,
    pub asked: Value,
    /// `null` where nothing is sent; where the name changes, an object with the new name.
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

/// Makes the request that a lane will send.
///
/// A model that has retired, or that nobody knows, never blocks: an Azure deployment or a gateway may still serve it.
///
/// # Errors
/// No request can be made: nothing to send, no usable address, a header that no page may send, or a model that does not converse.
pub fn plan(draft: &Draft, lane: &Lane, endpoint: &Endpoint, lineup: &Lineup) -> Result<Plan, PlanError> {
    plan_learned(draft, lane, endpoint, lineup, &Learned::default())
}

/// As [`plan`], with what was learned from earlier refusals: each learned rule that changes something is an adjustment too.
///
/// # Errors
/// As [`plan`].
pub fn plan_learned(draft: &Draft, lane: &Lane, endpoint: &Endpoint, lineup: &Lineup, learned: &Learned) -> Result<Plan, PlanError> {
    let template = draft;
    let filled = draft.filled();
    let draft = filled.as_ref();
    let unfilled = template.unfilled([&lane.settings]);
    let lane = &Lane { settings: lane.settings.filled(&template.variables).into_owned(), ..lane.clone() };
    let facts = Facts::of(lane, endpoint, lineup);
    if facts.name.is_empty() {
        return Err(PlanError::NoModel);
    }
    if let Some(model) = facts.model().filter(|model| model.chat == Some(false) && model.responses != Some(true)) {
        return Err(PlanError::NotConversational { model: facts.name.to_owned(), kind: model.kind });
    }
    if draft.instructions.is_empty() && draft.conversation.branch_turns().next().is_none() {
        return Err(PlanError::Empty);
    }
    let base = Base::of(endpoint)?;
    let credential = match endpoint.flavour {
        Flavour::Simulator => None,
        _ => auth::header(&endpoint.auth)?,
    };
    let origin = super::origin(endpoint)?;
    let learned = learned.of(&origin, lane.model.trim()).collect();
    let mut asked = settle(draft, lane, endpoint, base.as_ref(), facts, learned);
    let model = wire_model(lane, endpoint, base.as_ref(), &asked);
    let mut body = match asked.api {
        Api::Responses => responses::body(draft, &model, &mut asked),
        _ => chat::body(draft, &model, &mut asked),
    };
    repair::after_body(&mut body, &mut asked);
    let address = locate(endpoint, base.as_ref(), &model, &body, &mut asked).checked()?;
    let mut headers = vec![("Content-Type".to_owned(), HeaderValue::Plain("application/json".into()))];
    headers.extend(credential);
    headers.extend(image_header(endpoint, &body, &mut asked));
    let stream = body.get("stream") == Some(&Value::Bool(true));
    Ok(Plan {
        api: asked.api,
        method: "POST",
        url: address.url,
        origin: address.origin,
        headers,
        body: Value::Object(body),
        stream,
        notices: rules::notices(&asked).into_iter().chain(rules::unfilled(&unfilled)).collect(),
        replayed: asked.replayed,
        adjustments: asked.adjustments,
    })
}

/// What is asked, after all rules.
pub(super) fn settle<'a>(
    draft: &'a Draft,
    lane: &'a Lane,
    endpoint: &Endpoint,
    base: Option<&Base>,
    facts: Facts<'a>,
    learned: Vec<&'a LearnedRule>,
) -> Asked<'a> {
    let api = api::asked_api(lane, endpoint, base, &facts);
    let mut asked = Asked::gather(draft, lane, api, facts);
    asked.learned = learned;
    rules::apply_api(&mut asked);
    repair::settled_api(&mut asked);
    asked.set_role(draft);
    asked.open_objects();
    repair::before_rules(&mut asked);
    rules::apply_all(&mut asked);
    repair::after_rules(&mut asked);
    asked
}

/// The model as the wire names it: on Azure the deployment, as mapped, as pasted with the address, or as the lane says.
fn wire_model(lane: &Lane, endpoint: &Endpoint, base: Option<&Base>, asked: &Asked<'_>) -> String {
    let name = lane.model.trim();
    if !asked.facts.azure() {
        return name.to_owned();
    }
    let mapped = endpoint.deployments.get(name).or_else(|| endpoint.deployments.get(&asked.facts.model()?.id));
    let already = endpoint.deployments.values().any(|deployment| deployment == name);
    let pasted = || base.and_then(|base| base.deployment.clone()).filter(|_| !already);
    mapped.filter(|deployment| !deployment.is_empty()).cloned().or_else(pasted).unwrap_or_else(|| name.to_owned())
}

/// The header in which Azure wants the deployment of the image generation tool (wire.md e.1): the one that a plan adds beside the key
/// and the type of the body.
pub const IMAGE_DEPLOYMENT: &str = "x-ms-oai-image-generation-deployment";

/// Azure's image generation tool wants its deployment in a header (wire.md e.1): the one that the endpoint maps the tool's model to, or
/// where the tool names no model, the first that is mapped for a model of pictures, or else the name itself.
fn image_header(endpoint: &Endpoint, body: &Map<String, Value>, asked: &mut Asked<'_>) -> Option<(String, HeaderValue)> {
    const DEFAULT: &str = "gpt-image-1";
    let tools = body.get("tools").filter(|_| asked.facts.azure() && asked.api == Api::Responses)?.as_array()?;
    let tool = tools.iter().find(|tool| tool["type"] == "image_generation")?;
    let named = tool["model"].as_str();
    let mapped = match named {
        Some(model) => endpoint.deployments.get(model),
        None => endpoint.deployments.iter().find(|(model, _)| model.contains("image")).map(|(_, deployment)| deployment),
    };
    let deployment = mapped.filter(|name| !name.is_empty()).map_or_else(|| named.unwrap_or(DEFAULT).to_owned(), String::clone);
    asked.note(rules::rule("L-AZ-IMAGE"), "tools", Value::Null, serde_json::json!({ IMAGE_DEPLOYMENT: deployment }));
    Some((IMAGE_DEPLOYMENT.to_owned(), HeaderValue::Plain(deployment)))
}

/// Features by the dated api-version that brought them to Azure (wire.md a.2): (key of a Chat body, version).
const FEATURES: [(&str, &str); 5] = [
    ("max_completion_tokens", "2024-09-01-preview"),
    ("parallel_tool_calls", "2024-09-01-preview"),
    ("reasoning_effort", "2024-12-01-preview"),
    ("store", "2024-12-01-preview"),
    ("metadata", "2024-12-01-preview"),
];

fn locate(endpoint: &Endpoint, base: Option<&Base>, model: &str, body: &Map<String, Value>, asked: &mut Asked<'_>) -> Address {
    let of_model = asked.facts.model().and_then(|model| model.azure.as_ref()?.min_api_version.as_deref());
    let schema = body.get("response_format").and_then(|format| format.get("type")).is_some_and(|kind| kind == "json_schema");
    let developer = || {
        body.get("messages").and_then(Value::as_array).is_some_and(|messages| messages.iter().any(|message| message["role"] == "developer"))
    };
    let needed = FEATURES
        .iter()
        .filter(|(key, _)| body.contains_key(*key))
        .map(|(_, version)| *version)
        .chain(schema.then_some("2024-08-01-preview"))
        .chain(developer().then_some("2024-12-01-preview"))
        .chain(of_model)
        .chain(repair::least_version(asked))
        .reduce(|newest, version| if older(newest, version) { version } else { newest });
    let target = Target { api: asked.api, model, min_version: needed, keep_version: asked.anyway.contains("Q-AZ-APIVER") };
    let address = Address::of(endpoint, base, &target);
    if let Some((was, sent)) = address.version_changed.clone() {
        let id = if sent.is_some() { "Q-AZ-APIVER" } else { "L-AZ-V1-VERSION" };
        asked.note(rules::rule(id), "api_version", was.into(), sent.map_or(Value::Null, Value::from));
    }
    if let Some((was, sent)) = address.path_changed.clone() {
        asked.note(rules::rule("Q-AZ-PATH"), "base", was.into(), sent.into());
    }
    address
}

impl Asked<'_> {
    /// [`Asked::report`] for a rule that is looked up by its id.
    pub fn note(&mut self, rule: Option<&'static Rule>, setting: &str, asked: Value, sent: Value) {
        if let Some(rule) = rule {
            self.report(rule, setting, asked, sent);
        }
    }
}
