//! The request that a program makes: by a client of the `openai` packages, or by hand over HTTP.

use crate::code::{Call, Kind, Node, Program, Step};
use crate::literal::Values;
use lineup_core::plan::import::{Format, Note, NoteKind, PasteError, Pasted, address as shown, from_body, from_value, header_kind};
use lineup_core::share::gate::is_credential;
use lineup_core::wire::Api;
use serde_json::{Map, Value, json};

/// What a call does, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Does {
    Ask {
        api: Api,
        streamed: bool,
    },
    /// `requests.post(url, json=…)`, `fetch(url, {body: …})`, `axios.post(url, body)`
    Post,
    MakeClient,
}

fn does(call: &Call) -> Option<Does> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    let ask =
        |api, verb| matches!(verb, "create" | "parse" | "stream" | "acreate").then_some(Does::Ask { api, streamed: verb == "stream" });
    match path.as_slice() {
        [.., "completions", verb] if path.contains(&"chat") => ask(Api::Chat, verb),
        [.., "responses", verb] => ask(Api::Responses, verb),
        [.., "ChatCompletion", verb] => ask(Api::Chat, verb),
        [.., "createChatCompletion"] => Some(Does::Ask { api: Api::Chat, streamed: false }),
        ["fetch"] | [.., "requests" | "httpx" | "session" | "client" | "axios", "post"] => Some(Does::Post),
        [.., "OpenAI" | "AsyncOpenAI" | "AzureOpenAI" | "AsyncAzureOpenAI"] => Some(Does::MakeClient),
        _ => None,
    }
}

/// The first request of the program as a draft; `None` if it makes none.
pub fn request(program: &Program, format: Format) -> Option<Result<Pasted, PasteError>> {
    let mut values = Values::of(program);
    let mut address = None;
    let mut found: Option<(Option<Api>, Map<String, Value>)> = None;
    for (at, step) in program.steps.iter().enumerate() {
        let call = match step {
            Step::Call(call) => call,
            Step::Assign { name, value } => {
                if is_credential(name) && matches!(value.kind, Kind::Literal(Value::String(_)) | Kind::Text(_)) {
                    values.notes.push(Note::new(NoteKind::Key, name).at(value.line));
                }
                continue;
            }
        };
        match does(call) {
            Some(Does::MakeClient) => client(call, at, &mut values, &mut address),
            Some(_) if found.is_some() => {
                values.notes.push(Note::new(NoteKind::Another, call.path.join(".")).at(call.line));
            }
            Some(Does::Ask { api, streamed }) => {
                let Some(mut body) = asked(call, at, &mut values) else { continue };
                if streamed {
                    body.insert("stream".into(), json!(true));
                }
                if api == Api::Chat {
                    body.entry("messages").or_insert_with(|| json!([]));
                }
                found = Some((Some(api), body));
            }
            Some(Does::Post) => found = posted(call, at, &mut values, &mut address).map(|body| (None, body)),
            None => {}
        }
    }
    let (api, body) = found?;
    Some(match api {
        Some(api) => from_body(format, api, body, values.notes, address.as_deref()),
        None => from_value(Value::Object(body)).map(|mut pasted| {
            pasted.format = format;
            pasted.notes.append(&mut values.notes);
            pasted.address = address.and_then(|url| shown(&url, &mut pasted.notes));
            pasted
        }),
    })
}

/// The arguments of a call as a body: Python's keywords, or JavaScript's object.
fn asked(call: &Call, at: usize, values: &mut Values<'_>) -> Option<Map<String, Value>> {
    let mut body = Map::new();
    let fields = match (call.arguments.as_slice(), call.named.as_slice()) {
        ([], named) if !named.is_empty() => named.to_vec(),
        ([object, options @ ..], []) => {
            if let Some(options) = options.first() {
                left_out(options, values);
            }
            match &object.kind {
                Kind::Map(fields) => fields.clone(),
                _ => match values.value(object, at, "body")? {
                    Value::Object(body) => return Some(body),
                    _ => return None,
                },
            }
        }
        _ => return None,
    };
    for (name, node) in fields {
        match name.as_deref() {
            // Where the libraries put what they do not know.
            Some("extra_body") => {
                if let Some(Value::Object(extra)) = values.value(&node, at, "extra_body") {
                    body.extend(extra);
                }
            }
            Some("extra_headers" | "extra_query") => left_out(&node, values),
            Some(option @ ("timeout" | "max_retries")) => values.notes.push(Note::new(NoteKind::NoPlace, option).at(node.line)),
            // As the library called the model before its version 1.
            Some(old @ ("engine" | "deployment_id")) => body.extend(values.value(&node, at, old).map(|id| ("model".to_owned(), id))),
            Some(name) => body.extend(values.value(&node, at, name).map(|value| (name.to_owned(), value))),
            None => match values.value(&node, at, "**") {
                Some(Value::Object(spread)) => body.extend(spread),
                Some(_) => values.notes.push(Note::new(NoteKind::NotLiteral, "**").at(node.line)),
                None => {}
            },
        }
    }
    Some(body)
}

/// Options that belong to the library or to the transport: their names, never their values.
fn left_out(node: &Node, values: &mut Values<'_>) {
    match &node.kind {
        Kind::Map(fields) => {
            for (name, inner) in fields {
                match (name.as_deref(), &inner.kind) {
                    (Some("headers"), Kind::Map(_)) => left_out(inner, values),
                    (Some(name), _) => values.notes.push(Note::new(header_kind(name), name).at(inner.line)),
                    (None, _) => values.notes.push(Note::new(NoteKind::NotLiteral, "…").at(inner.line)),
                }
            }
        }
        _ => values.notes.push(Note::new(NoteKind::NotLiteral, "headers").at(node.line)),
    }
}

/// What a client is made with: where it goes is worth knowing, a key is left out.
fn client(call: &Call, at: usize, values: &mut Values<'_>, address: &mut Option<String>) {
    let named = match call.arguments.first().map(|node| &node.kind) {
        Some(Kind::Map(fields)) => fields.clone(),
        _ => call.named.clone(),
    };
    for (name, node) in named {
        let Some(name) = name else { continue };
        match name.as_str() {
            "base_url" | "baseURL" | "azure_endpoint" | "endpoint" => {
                // One that is computed is the user's own business: nothing of the request depends on it.
                let known = values.notes.len();
                if let Some(Value::String(url)) = values.value(&node, at, &name) {
                    *address = Some(url);
                }
                values.notes.truncate(known);
            }
            "default_headers" | "defaultHeaders" => left_out(&node, values),
            // A key from the environment is none that was pasted.
            name if is_credential(name) => {
                if matches!(node.kind, Kind::Literal(Value::String(_)) | Kind::Text(_)) {
                    values.notes.push(Note::new(NoteKind::Key, name).at(node.line));
                }
            }
            _ => {}
        }
    }
}

fn posted(call: &Call, at: usize, values: &mut Values<'_>, address: &mut Option<String>) -> Option<Map<String, Value>> {
    let mut body = None;
    let mut fields = call.named.clone();
    match call.arguments.as_slice() {
        [_, data, ..] if call.path.first().is_some_and(|first| first == "axios") => body = Some(data.clone()),
        [_, Node { kind: Kind::Map(options), .. }, ..] => fields.extend(options.iter().cloned()),
        _ => {}
    }
    let mut headers = None;
    for (name, node) in fields {
        match name.as_deref() {
            Some("json" | "body" | "data") => body = Some(node),
            Some("headers") => headers = Some(node),
            _ => {}
        }
    }
    let known = values.notes.len();
    let value = match values.value(&body?, at, "body") {
        // `JSON.stringify`, or a text that is JSON already.
        Some(Value::String(text)) => serde_json::from_str(&text).ok(),
        value => value,
    };
    let Some(Value::Object(body)) = value.filter(|value| value.get("messages").or_else(|| value.get("input")).is_some()) else {
        values.notes.truncate(known);
        return None;
    };
    if let Some(headers) = headers {
        left_out(&headers, values);
    }
    let known = values.notes.len();
    if let Some(Value::String(url)) = call.arguments.first().and_then(|url| values.value(url, at, "url")) {
        *address = Some(url);
    }
    values.notes.truncate(known);
    Some(body)
}
