//! Where may it go? One table for every field of the stored state; a new field does not compile without an answer here.
//!
//! Free fields (what a taken-over body brought along, tools of other kinds) can hold anything, so they are walked: a member whose
//! name says that it is a credential or a header is left out, at any depth, and the sender is told.

pub use super::names::is_credential;
use super::names::is_of_the_api;
use super::url::Pieces;
use crate::draft::{Auth, Conversation, Draft, Endpoint, Lane, Part, Settings, ToolChoice, Turn, TurnBody, TurnId};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Something that does not travel, and why the reader will miss it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum LeftOut {
    /// Turns of other branches: what was edited away is nobody else's business.
    OtherBranches { turns: usize },
    /// Reasoning items in encrypted form: only the account that got them can send them back (wire.md c.6).
    ReasoningItems,
    /// The end user's id.
    User,
    /// A credential or header in a free field, by its path.
    Credential { path: String },
    /// The name of the header that carries the key.
    KeyHeader,
    /// The address of an endpoint: not chosen to be shared.
    Address,
    /// That a remote tool runs without asking.
    Approval,
}

/// Removes credentials and headers from JSON, at any depth; says where they stood. What a JSON Schema calls so stays: there the name
/// stands for a parameter that a model fills in, and holds no value.
pub fn without_credentials(value: &mut Value, path: &str, left: &mut Vec<LeftOut>) {
    clean(value, path, |_| true, left);
}

/// As [`without_credentials`], for a body that is printed as code: what the user wrote and asks is sent as it is, and only what the API
/// takes for an address loses what an address hides.
pub fn without_named(body: &mut Value, left: &mut Vec<LeftOut>) {
    let is_address = |path: &str| {
        let name = path.rsplit('.').find(|name| !name.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or_default();
        ["url", "urls", "uri", "endpoint"].iter().any(|end| name.to_ascii_lowercase().ends_with(end))
    };
    clean(body, "", is_address, left);
}

/// `is_address`: whether a text at this path may be one.
fn clean(value: &mut Value, path: &str, is_address: fn(&str) -> bool, left: &mut Vec<LeftOut>) {
    match value {
        Value::Object(members) => {
            let gone: Vec<String> = members.keys().filter(|name| is_credential_of(name, members)).cloned().collect();
            for name in gone {
                members.shift_remove(&name);
                left.push(LeftOut::Credential { path: joined(path, &name) });
            }
            for (name, value) in members.iter_mut() {
                let path = joined(path, name);
                match value {
                    Value::Object(named) if SCHEMAS.contains(&name.as_str()) && named.values().all(is_schema) => {
                        named.iter_mut().for_each(|(name, schema)| clean(schema, &joined(&path, name), is_address, left));
                    }
                    value => clean(value, &path, is_address, left),
                }
            }
        }
        Value::Array(items) => {
            for (place, item) in items.iter_mut().enumerate() {
                clean(item, &joined(path, &place.to_string()), is_address, left);
            }
        }
        Value::String(text) if is_address(path) => without_userinfo(text, path, left),
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether this member of an object holds a credential: by its name, by what stands beside it, and because it holds something. Nothing
/// and a truth value open no door, whatever they are called.
pub(crate) fn is_credential_of(name: &str, members: &Map<String, Value>) -> bool {
    let holds = members.get(name).is_some_and(|value| !value.is_null() && !value.is_boolean());
    holds && is_credential(name) && !is_of_the_api(name, members)
}

/// The keywords of JSON Schema (2020-12, and `definitions` before it) whose members are schemas under names of somebody's choice.
const SCHEMAS: [&str; 5] = ["properties", "patternProperties", "$defs", "definitions", "dependentSchemas"];

/// A schema is an object or a truth value: never a text, which could be a credential.
fn is_schema(value: &Value) -> bool {
    value.is_object() || value.is_boolean()
}

/// `https://user:password@host` and `?api-key=…` in a URL of a free field (an MCP server's address).
fn without_userinfo(text: &mut String, path: &str, left: &mut Vec<LeftOut>) {
    let Some(bare) = bare_url(text) else { return };
    if bare != *text {
        *text = bare;
        left.push(LeftOut::Credential { path: path.to_owned() });
    }
}

/// A URL without user, password, and query members that are credentials. `None` where the text is no such URL.
#[must_use]
pub fn bare_url(text: &str) -> Option<String> {
    let pieces = Pieces::of(text);
    let scheme = pieces.scheme?;
    let known = ["http", "https", "ws", "wss"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    if !known || text.contains(char::is_whitespace) {
        return None;
    }
    let pairs = || pieces.tail.split(['?', '&', '#']).filter(|pair| !pair.is_empty());
    let kept: Vec<&str> = pairs().filter(|pair| !is_credential_parameter(pair.split('=').next().unwrap_or_default())).collect();
    let tail = match (kept.len() == pairs().count(), kept.is_empty()) {
        (true, _) => pieces.tail.to_owned(),
        (false, true) => String::new(),
        (false, false) => format!("?{}", kept.join("&")),
    };
    Some(pieces.address() + &tail)
}

/// In a query there is one name more: `code` (Azure Functions).
fn is_credential_parameter(name: &str) -> bool {
    is_credential(name) || name.eq_ignore_ascii_case("code")
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

/// The draft as a link may carry it: the branch that is shown, without what belongs to an account or to the user alone.
#[must_use]
pub fn draft(draft: &Draft, left: &mut Vec<LeftOut>) -> Draft {
    let mut kept = draft.clone();
    // Taken apart whole: a new field does not compile without a decision.
    let Draft {
        version: _,
        instructions: _,
        instructions_role: _,
        conversation,
        settings,
        tools: _,
        other_tools,
        tool_choice,
        output: _,
        mocks: _,
        tool_loop,
        variables: _,
        history: _,
    } = &mut kept;
    if let ToolChoice::Other(choice) = tool_choice {
        without_credentials(choice, "tool_choice", left);
    }
    for (place, tool) in other_tools.iter_mut().enumerate() {
        without_credentials(tool, &format!("tools.{place}"), left);
        // Which strange server gets the conversation without asking is the reader's to say.
        if is_remote(tool) && tool.get("require_approval").is_some_and(|approval| approval != "always") {
            tool["require_approval"] = Value::from("always");
            left.push(LeftOut::Approval);
        }
    }
    *conversation = branch(conversation, left);
    *settings = self::settings(settings, left);
    // How often a lane goes on at the reader's cost is the reader's to say.
    tool_loop.automatic = false;
    kept
}

/// Whether this is a tool of a remote server: the model's server sends parts of the conversation there (wire.md c.2, `mcp`).
pub(super) fn is_remote(tool: &Value) -> bool {
    tool.get("type").is_some_and(|kind| kind == "mcp")
}

/// The turns from the first to the tip, numbered anew.
fn branch(conversation: &Conversation, left: &mut Vec<LeftOut>) -> Conversation {
    let path = conversation.path();
    let others = conversation.turns.len().saturating_sub(path.len());
    if others > 0 {
        left.push(LeftOut::OtherBranches { turns: others });
    }
    let mut turns = BTreeMap::new();
    let mut parent = None;
    for (number, turn) in (0_u32..).zip(path.iter().filter_map(|id| conversation.turns.get(id))) {
        let Turn { parent: _, body, mut extra } = turn.clone();
        free(&mut extra, &format!("turn {}", number + 1), left);
        turns.insert(TurnId(number), Turn { parent, body: self::body(body, number, left), extra });
        parent = Some(TurnId(number));
    }
    Conversation { turns, tip: parent, ..Conversation::default() }
}

fn body(body: TurnBody, number: u32, left: &mut Vec<LeftOut>) -> TurnBody {
    match body {
        TurnBody::Developer { text } => TurnBody::Developer { text },
        TurnBody::System { text } => TurnBody::System { text },
        TurnBody::User { parts } => TurnBody::User { parts: parts.into_iter().map(|each| part(each, number, left)).collect() },
        // The server's id of an answer is of use to the account that got it, and to nobody else.
        TurnBody::Assistant { text, tool_calls, reasoning, model, items, response: _ } => {
            if !items.is_empty() {
                left.push(LeftOut::ReasoningItems);
            }
            TurnBody::Assistant { text, tool_calls, reasoning, model, items: Vec::new(), response: None }
        }
        TurnBody::Tool { call_id, output } => TurnBody::Tool { call_id, output },
    }
}

/// What is attached to the prompt, as a link may carry it.
#[must_use]
pub fn parts(parts: &[Part], left: &mut Vec<LeftOut>) -> Vec<Part> {
    parts.iter().map(|each| part(each.clone(), 0, left)).collect()
}

fn part(part: Part, number: u32, left: &mut Vec<LeftOut>) -> Part {
    match part {
        Part::Other { mut raw } => {
            without_credentials(&mut raw, &format!("turn {}", number + 1), left);
            Part::Other { raw }
        }
        Part::Image { mut url, detail } => {
            if !url.starts_with("data:") {
                without_userinfo(&mut url, &format!("turn {}", number + 1), left);
            }
            Part::Image { url, detail }
        }
        known @ (Part::Text { .. } | Part::Audio { .. } | Part::File { .. }) => known,
    }
}

/// Settings as a link may carry them.
#[must_use]
pub fn settings(settings: &Settings, left: &mut Vec<LeftOut>) -> Settings {
    let mut kept = settings.clone();
    let Settings {
        effort: _,
        summary: _,
        verbosity: _,
        max_output_tokens: _,
        temperature: _,
        top_p: _,
        presence_penalty: _,
        frequency_penalty: _,
        stop: _,
        seed: _,
        n: _,
        logprobs: _,
        top_logprobs: _,
        logit_bias: _,
        parallel_tool_calls: _,
        service_tier: _,
        store: _,
        metadata: _,
        user,
        extra,
        spelled: _,
    } = &mut kept;
    // The two names of the end user's id (OpenAI's API reference); `user` is also a setting of its own.
    let named = ["safety_identifier", "prompt_cache_key"].map(|name| extra.shift_remove(name).is_some());
    if user.take().is_some() || named.contains(&true) {
        left.push(LeftOut::User);
    }
    free_fields(&mut kept, left);
    kept
}

/// Takes credentials out of the settings that can hold anything.
pub fn free_fields(settings: &mut Settings, left: &mut Vec<LeftOut>) {
    let Settings { extra, metadata, logit_bias, .. } = settings;
    free(extra, "", left);
    metadata.iter_mut().for_each(|metadata| free(metadata, "metadata", left));
    logit_bias.iter_mut().for_each(|bias| free(bias, "logit_bias", left));
}

/// As [`without_credentials`], for the members of an object.
pub fn free(members: &mut Map<String, Value>, path: &str, left: &mut Vec<LeftOut>) {
    let mut value = Value::Object(std::mem::take(members));
    without_credentials(&mut value, path, left);
    if let Value::Object(cleaned) = value {
        *members = cleaned;
    }
}

/// A lane as a link may carry it; where it ran is another question ([`endpoint`]).
#[must_use]
pub fn lane(lane: &Lane, left: &mut Vec<LeftOut>) -> super::SharedLane {
    // The id of the endpoint means nothing elsewhere, and the lane's own number neither.
    let Lane { id: _, model, endpoint: _, api, stream, settings, send_anyway, scenario, split_think } = lane.clone();
    super::SharedLane { model, endpoint: None, api, stream, settings: self::settings(&settings, left), send_anyway, scenario, split_think }
}

/// Where a lane ran: the kind of server always, its address only `with_address`. Never the header that carries the key, and never
/// what a URL can hide (user, password, query).
#[must_use]
pub fn endpoint(endpoint: &Endpoint, model: &str, with_address: bool, left: &mut Vec<LeftOut>) -> super::SharedEndpoint {
    let Endpoint { id: _, name: _, flavour, base, auth, api_version, deployments } = endpoint;
    let key = match auth {
        Auth::None => super::shared::Key::None,
        Auth::Bearer => super::shared::Key::Bearer,
        Auth::ApiKey => super::shared::Key::ApiKey,
        Auth::Header(_) => {
            left.push(LeftOut::KeyHeader);
            super::shared::Key::Other
        }
    };
    let is_own = !base.trim().is_empty() && !super::shared::is_openai(*flavour, base);
    if is_own && !with_address {
        left.push(LeftOut::Address);
    }
    let base = (is_own && with_address).then(|| Pieces::of(base.trim()).address());
    // A deployment's name is part of an address.
    let deployment = deployments.get(model).filter(|_| with_address).cloned();
    super::SharedEndpoint { flavour: *flavour, base, key, api_version: api_version.clone(), deployment }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use serde_json::json;

    #[test]
    fn an_mcp_tool_loses_its_authorization_and_headers_and_keeps_the_rest() {
        let mut tool = json!([{"type": "mcp", "server_label": "x", "server_url": "https://me:pw@host/sse?api_key=1&v=2", "authorization": "t",
            "headers": {"X-Key": "k"}, "require_approval": "never"}]);
        let mut left = Vec::new();
        without_credentials(&mut tool, "tools", &mut left);
        assert_eq!(tool, json!([{"type": "mcp", "server_label": "x", "server_url": "https://host/sse?v=2", "require_approval": "never"}]));
        let paths: Vec<_> = left.iter().map(|left| if let LeftOut::Credential { path } = left { path.as_str() } else { "" }).collect();
        assert_eq!(paths, ["tools.0.authorization", "tools.0.headers", "tools.0.server_url"]);
    }

    #[test]
    fn a_remote_tool_asks_before_it_runs_wherever_it_came_from() {
        let mcp =
            |approval: Value| json!({"type": "mcp", "server_label": "x", "server_url": "https://x.example", "require_approval": approval});
        let search = json!({"type": "web_search", "require_approval": "never"});
        for (approval, is_left) in [(json!("never"), true), (json!({"never": {"tool_names": ["a"]}}), true), (json!("always"), false)] {
            let own = Draft { other_tools: vec![mcp(approval.clone()), search.clone()], ..Draft::default() };
            let mut left = Vec::new();
            assert_eq!(draft(&own, &mut left).other_tools, [mcp(json!("always")), search.clone()], "{approval}");
            assert_eq!(left.contains(&LeftOut::Approval), is_left, "{approval}");
        }
        let unsaid = json!({"type": "mcp", "server_label": "x", "server_url": "https://x.example"});
        let own = Draft { other_tools: vec![unsaid.clone()], ..Draft::default() };
        assert_eq!(draft(&own, &mut Vec::new()).other_tools, [unsaid], "the server's default is to ask");
    }

    #[test]
    fn a_parameter_of_a_schema_may_be_called_password() {
        let schema = json!({"type": "object", "properties": {"password": {"type": "string"}}, "required": ["password"]});
        let mut value = schema.clone();
        without_credentials(&mut value, "", &mut Vec::new());
        assert_eq!(value, schema);
        let mut posing = json!({"type": "object", "properties": {"password": "hunter2"}, "api_key": "k", "$defs": {"a": {"token": "t"}}});
        without_credentials(&mut posing, "", &mut Vec::new());
        assert_eq!(posing, json!({"type": "object", "properties": {}, "$defs": {"a": {}}}), "a name with a text is no parameter");
    }

    #[test]
    fn what_holds_nothing_stays() {
        let mut value = json!({"auth": true, "default": {"password": null}, "token": "", "key": 1});
        without_credentials(&mut value, "", &mut Vec::new());
        assert_eq!(value, json!({"auth": true, "default": {"password": null}}), "an empty text and a number may be one");
    }

    #[test]
    fn what_is_printed_loses_names_and_addresses_and_no_words() {
        let url = "https://me:pw@h/x?api_key=1";
        let mut body =
            json!({"input": [{"content": url}], "tools": [{"server_url": url, "urls": [url], "token": "t"}], "image_url": {"url": [url]}});
        let mut left = Vec::new();
        without_named(&mut body, &mut left);
        let bare = "https://h/x";
        assert_eq!(
            body,
            json!({"input": [{"content": url}], "tools": [{"server_url": bare, "urls": [bare]}], "image_url": {"url": [bare]}})
        );
        assert_eq!(left.len(), 4);
    }

    #[test]
    fn no_free_field_of_a_draft_or_a_lane_passes() {
        let free = json!({"x-goog-api-key": "k", "list": [{"auth": {"a": "k"}}], "kept": 1});
        let map = || free.as_object().cloned().unwrap();
        let mut one = Draft { other_tools: vec![free.clone()], tool_choice: ToolChoice::Other(free.clone()), ..Draft::new() };
        one.settings = Settings { metadata: Some(map()), logit_bias: Some(map()), extra: map(), ..Settings::default() };
        let turn = one.conversation.append(TurnBody::User { parts: vec![Part::Other { raw: free.clone() }] });
        one.conversation.turns.get_mut(&turn).unwrap().extra = map();
        let mut left = Vec::new();
        let text = serde_json::to_string(&draft(&one, &mut left)).unwrap();
        assert!(!text.contains(r#""k""#), "{text}");
        assert_eq!((text.matches("kept").count(), left.len()), (7, 14), "{left:?}");
    }

    #[rstest]
    #[case("https://u:p@h/v1", "https://h/v1")]
    #[case("https://h/v1?key=1", "https://h/v1")]
    #[case("https://h/v1?a=1&sig=2#c", "https://h/v1?a=1&c")]
    #[case("https://h/a@b?x=1", "https://h/a@b?x=1")]
    #[case("https://h", "https://h")]
    fn a_url_loses_what_it_hides(#[case] url: &str, #[case] bare: &str) {
        assert_eq!(bare_url(url).as_deref(), Some(bare));
    }

    #[rstest]
    #[case("my text with https://u:p@h inside")]
    #[case("data:image/png;base64,AA==")]
    fn what_is_no_url_is_no_business_of_it(#[case] text: &str) {
        assert_eq!(bare_url(text), None);
    }
}
