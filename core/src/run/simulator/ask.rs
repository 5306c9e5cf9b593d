//! Reads a request as a server would: either API into one description of what is asked.

use super::SimRequest;
use crate::wire::Api;
use serde_json::Value;

/// What a request asks for, whichever API it came by.
#[derive(Clone, Debug)]
pub(super) struct Ask {
    pub api: Api,
    /// An Azure path: answers carry content filter verdicts.
    pub azure: bool,
    pub model: String,
    pub said: Vec<Said>,
    pub tools: Vec<Tool>,
    pub choice: Choice,
    pub parallel: bool,
    pub format: Format,
    pub stream: bool,
    pub include_usage: bool,
    pub obfuscate: bool,
    pub effort: Option<String>,
    pub summary: Option<String>,
    /// Bounds visible and reasoning tokens.
    pub cap: Option<u64>,
    /// How many choices; 1 on Responses.
    pub n: usize,
    /// The request's body, for what a Responses envelope repeats.
    pub body: Value,
}

/// One turn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    Instructions(String),
    User { text: String, attachments: Vec<Attached> },
    Assistant { text: String },
    Call(Call),
    Result { call_id: String, output: String },
}

/// A part of a user's turn that is no text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Attached {
    /// A picture as it came: a `data:` URL or an address.
    Picture {
        url: String,
    },
    Sound {
        format: String,
        data: String,
    },
    File {
        name: String,
        data: String,
    },
    Other {
        kind: String,
    },
}

/// A function call of an earlier turn, or one to be made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Call {
    pub id: String,
    pub name: String,
    pub arguments: String,
}

#[derive(Clone, Debug)]
pub(super) struct Tool {
    pub name: String,
    pub description: String,
    pub parameters: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Choice {
    Auto,
    None,
    Required,
    Named(String),
}

#[derive(Clone, Debug)]
pub(super) enum Format {
    Text,
    JsonObject,
    Schema(Value),
}

/// Why a request cannot be answered at all.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unreadable {
    /// No such path here.
    Path,
    /// The field that is missing.
    Missing(&'static str),
}

impl Ask {
    /// How many alternatives each token shall come with; `None` where probabilities were not asked for.
    pub fn alternatives(&self) -> Option<usize> {
        let included =
            || self.body["include"].as_array().is_some_and(|list| list.iter().any(|what| what == "message.output_text.logprobs"));
        let wanted = if self.api == Api::Responses { included() } else { self.body["logprobs"] == true };
        let count = self.body["top_logprobs"].as_u64().and_then(|count| usize::try_from(count).ok());
        wanted.then(|| count.unwrap_or(0).min(20))
    }

    pub fn read(request: &SimRequest) -> Result<Self, Unreadable> {
        let path = request.path.split('?').next().unwrap_or_default();
        let api = if path.ends_with("/chat/completions") {
            Api::Chat
        } else if path.ends_with("/responses") {
            Api::Responses
        } else {
            return Err(Unreadable::Path);
        };
        let body = &request.body;
        let azure = path.contains("/openai/");
        let deployment = path.split_once("/deployments/").and_then(|(_, rest)| rest.split('/').next());
        let model = text(&body["model"]).or(deployment).ok_or(Unreadable::Missing("model"))?.to_owned();
        let responses = api == Api::Responses;
        let said = if responses { read_input(body) } else { read_messages(body) };
        if said.is_empty() {
            return Err(Unreadable::Missing(if responses { "input" } else { "messages" }));
        }
        let cap = if responses { &body["max_output_tokens"] } else { first(&body["max_completion_tokens"], &body["max_tokens"]) };
        Ok(Self {
            api,
            azure,
            model,
            said,
            tools: read_tools(body),
            choice: read_choice(&body["tool_choice"]),
            parallel: body["parallel_tool_calls"].as_bool().unwrap_or(true),
            format: if responses { read_format(&body["text"]["format"]) } else { read_format(&body["response_format"]) },
            stream: body["stream"].as_bool().unwrap_or(false),
            include_usage: body["stream_options"]["include_usage"].as_bool().unwrap_or(false),
            obfuscate: body["stream_options"]["include_obfuscation"].as_bool().unwrap_or(true),
            effort: text(if responses { &body["reasoning"]["effort"] } else { &body["reasoning_effort"] }).map(str::to_owned),
            summary: text(&body["reasoning"]["summary"]).filter(|_| responses).map(str::to_owned),
            cap: cap.as_u64(),
            n: if responses { 1 } else { body["n"].as_u64().unwrap_or(1).clamp(1, 8) as usize },
            body: body.clone(),
        })
    }

    /// The last thing that the user said.
    pub fn prompt(&self) -> &str {
        let user = self.said.iter().rev().find_map(|said| match said {
            Said::User { text, .. } => Some(text.as_str()),
            _ => None,
        });
        user.unwrap_or_default()
    }

    pub fn instructions(&self) -> String {
        let parts: Vec<_> =
            self.said.iter().filter_map(|said| if let Said::Instructions(text) = said { Some(text.as_str()) } else { None }).collect();
        parts.join("\n\n")
    }

    /// Results of tools that came after the last user turn: what the answer has to use.
    pub fn fresh_results(&self) -> Vec<(Option<&Call>, &str)> {
        let start = self.said.iter().rposition(|said| matches!(said, Said::User { .. })).map_or(0, |at| at + 1);
        let results = self.said[start..]
            .iter()
            .filter_map(|said| if let Said::Result { call_id, output } = said { Some((call_id, output)) } else { None });
        results
            .map(|(id, output)| {
                let call = self
                    .said
                    .iter()
                    .rev()
                    .find_map(|said| if let Said::Call(call) = said { Some(call).filter(|call| call.id == *id) } else { None });
                (call, output.as_str())
            })
            .collect()
    }
}

fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

fn first<'a>(one: &'a Value, other: &'a Value) -> &'a Value {
    if one.is_null() { other } else { one }
}

/// The text of a content, which is a string or a list of parts; and the parts that are something else.
fn content(value: &Value) -> (String, Vec<Attached>) {
    let Some(parts) = value.as_array() else { return (value.as_str().unwrap_or_default().to_owned(), Vec::new()) };
    let texts: Vec<_> = parts.iter().filter_map(|part| text(&part["text"])).collect();
    (texts.join("\n"), parts.iter().filter(|part| text(&part["text"]).is_none()).map(attached).collect())
}

/// Chat nests what Responses writes flat.
fn attached(part: &Value) -> Attached {
    let own = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let kind = part["type"].as_str().unwrap_or_default();
    match kind {
        "image_url" => Attached::Picture { url: own(&part["image_url"]["url"]) },
        "input_image" => Attached::Picture { url: own(&part["image_url"]) },
        "input_audio" => Attached::Sound { format: own(&part["input_audio"]["format"]), data: own(&part["input_audio"]["data"]) },
        "file" => Attached::File { name: own(&part["file"]["filename"]), data: own(&part["file"]["file_data"]) },
        "input_file" => Attached::File { name: own(&part["filename"]), data: own(&part["file_data"]) },
        _ => Attached::Other { kind: kind.to_owned() },
    }
}

fn read_messages(body: &Value) -> Vec<Said> {
    let mut said = Vec::new();
    for message in body["messages"].as_array().into_iter().flatten() {
        let (text, attachments) = content(&message["content"]);
        match message["role"].as_str() {
            Some("developer" | "system") => said.push(Said::Instructions(text)),
            Some("assistant") => {
                if !text.is_empty() {
                    said.push(Said::Assistant { text });
                }
                said.extend(
                    message["tool_calls"]
                        .as_array()
                        .into_iter()
                        .flatten()
                        .map(|call| Said::Call(read_call(&call["id"], &call["function"]))),
                );
            }
            Some("tool") => {
                said.push(Said::Result { call_id: message["tool_call_id"].as_str().unwrap_or_default().to_owned(), output: text })
            }
            _ => said.push(Said::User { text, attachments }),
        }
    }
    said
}

fn read_input(body: &Value) -> Vec<Said> {
    let mut said: Vec<_> = text(&body["instructions"]).map(|text| Said::Instructions(text.to_owned())).into_iter().collect();
    if let Some(prompt) = text(&body["input"]) {
        said.push(Said::User { text: prompt.to_owned(), attachments: Vec::new() });
    }
    for item in body["input"].as_array().into_iter().flatten() {
        let (text, attachments) = content(&item["content"]);
        match (item["type"].as_str(), item["role"].as_str()) {
            (Some("function_call"), _) => said.push(Said::Call(read_call(&item["call_id"], item))),
            (Some("function_call_output"), _) => {
                let output = item["output"].as_str().map_or_else(|| content(&item["output"]).0, str::to_owned);
                said.push(Said::Result { call_id: item["call_id"].as_str().unwrap_or_default().to_owned(), output });
            }
            (None | Some("message"), Some("developer" | "system")) => said.push(Said::Instructions(text)),
            (None | Some("message"), Some("assistant")) => said.push(Said::Assistant { text }),
            (None | Some("message"), _) => said.push(Said::User { text, attachments }),
            // Reasoning and other items are replayed for the model's sake and say nothing here.
            _ => {}
        }
    }
    said
}

fn read_call(id: &Value, function: &Value) -> Call {
    let own = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Call { id: own(id), name: own(&function["name"]), arguments: own(&function["arguments"]) }
}

/// Function tools: nested under `function` on Chat, flat on Responses.
fn read_tools(body: &Value) -> Vec<Tool> {
    let functions = body["tools"].as_array().into_iter().flatten().filter(|tool| tool["type"] == "function");
    functions
        .filter_map(|tool| {
            let function = if tool["function"].is_object() { &tool["function"] } else { tool };
            Some(Tool {
                name: text(&function["name"])?.to_owned(),
                description: function["description"].as_str().unwrap_or_default().to_owned(),
                parameters: function["parameters"].clone(),
            })
        })
        .collect()
}

fn read_choice(value: &Value) -> Choice {
    match value.as_str() {
        Some("none") => Choice::None,
        Some("required") => Choice::Required,
        Some(_) => Choice::Auto,
        None => text(&value["function"]["name"]).or(text(&value["name"])).map_or(Choice::Auto, |name| Choice::Named(name.to_owned())),
    }
}

/// `json_schema` nests its schema on Chat and has it flat on Responses.
fn read_format(value: &Value) -> Format {
    match value["type"].as_str() {
        Some("json_object") => Format::JsonObject,
        Some("json_schema") => Format::Schema(first(&value["schema"], &value["json_schema"]["schema"]).clone()),
        _ => Format::Text,
    }
}
