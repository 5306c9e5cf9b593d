//! The provider-neutral result that streamed events fold into.

use super::{Audio, Millis, ShellStep};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// The answer of a run, growing while it streams.
///
/// Texts only ever grow at their end while a run streams, so that a view can remember how far it has painted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Reply {
    pub id: Option<String>,
    /// The model as the server names it (often a snapshot).
    pub model: Option<String>,
    pub service_tier: Option<String>,
    /// One per `choices[].index`, sorted by index; Responses has exactly one.
    pub choices: Vec<Choice>,
    /// Azure's verdict on the prompt.
    pub prompt_filters: Vec<FilterResult>,
}

/// One of the answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Choice {
    pub index: u32,
    /// In the order in which they are to be read (Responses: `output_index`; Chat: arrival).
    pub items: Vec<Item>,
    /// Chat's `finish_reason`; the Responses `status`, with `:` and `incomplete_details.reason` where there is one.
    pub finish: Option<String>,
    pub filters: Vec<FilterResult>,
    /// Where the text that the filters looked at begins: their offsets count the prompt too.
    pub filtered_from: Option<u64>,
    /// Azure's `content_filter_raw`, as it came.
    pub filter_raw: Vec<Value>,
    /// How many tokens came with log probabilities (the values stay in the raw bytes).
    pub logprob_tokens: usize,
}

/// One piece of an answer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// Stable within the run and never used again: what a keyed view keys by.
    pub key: u32,
    pub started: Millis,
    /// When the server closed it (or the next item began, where the wire has no closing).
    pub ended: Option<Millis>,
    pub body: ItemBody,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ItemBody {
    Reasoning(Reasoning),
    Text(Text),
    Refusal(String),
    ToolCall(ToolCall),
    /// A tool that runs on the server: web search, code interpreter, MCP …
    ServerTool(ServerTool),
    Image(Image),
    /// What the model said aloud, with its words.
    Audio(Audio),
    /// An output item of a type that this version does not know: kept whole, shown, replayed.
    Other(Value),
}

/// What the model thought, as far as the server tells.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reasoning {
    pub kind: ReasoningKind,
    /// Summary parts (each a step with a title), or one part of raw text.
    pub parts: Vec<ReasoningPart>,
    /// The reasoning item as it came, with id and `encrypted_content`, to be replayed (wire.md c.6).
    pub replay: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ReasoningKind {
    /// Written for the reader by the server.
    Summary,
    /// The model's own chain of thought (open models).
    Raw,
}

/// One step of the thinking.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReasoningPart {
    pub text: String,
    pub started: Millis,
    pub ended: Option<Millis>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Text {
    pub text: String,
    pub annotations: Vec<Annotation>,
}

/// A citation or another mark on the text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Annotation {
    /// `url_citation`, `file_citation`, …
    pub kind: String,
    pub title: Option<String>,
    pub url: Option<String>,
    /// Characters of the text, as the server counts them.
    pub start: Option<u64>,
    pub end: Option<u64>,
    pub raw: Value,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ToolCall {
    /// What the answer to the call must name (Chat `id`, Responses `call_id`).
    pub call_id: Option<String>,
    pub kind: ToolKind,
    pub name: Option<String>,
    /// As it came: normally JSON, but models write what they write. A custom tool's `input` stands here too. It grows while it
    /// streams; at the end of the call the server's final version counts.
    pub arguments: String,
    /// The output item as it came, to be replayed on Responses.
    pub replay: Option<Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ToolKind {
    Function,
    Custom,
    /// Chat's deprecated `function_call`: it has no id, and there is only one.
    Legacy,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ServerTool {
    /// The item's type: `web_search_call`, `code_interpreter_call`, `mcp_call` …
    pub kind: String,
    pub id: Option<String>,
    pub status: Option<String>,
    /// Code or arguments while they stream.
    pub input: String,
    /// Of a shell: its commands and what they printed, by the server's `command_index`.
    pub shell: BTreeMap<u64, ShellStep>,
    /// The item as it came last (an image's `result` stands in the [`Image`] that follows); null before it came.
    pub raw: Value,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Image {
    /// Base64, as it came; `None` where the server gave a URL.
    pub base64: Option<String>,
    pub url: Option<String>,
    /// `png`, `jpeg`, `webp`, where said.
    pub format: Option<String>,
    /// A preview that a later one replaces.
    pub partial: bool,
    pub revised_prompt: Option<String>,
}

/// One category of a content filter: an open map, so any name with a verdict is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FilterResult {
    /// `hate`, `jailbreak`, `custom_blocklists`, …
    pub category: String,
    pub filtered: bool,
    pub detected: Option<bool>,
    /// `safe`, `low`, `medium`, `high`.
    pub severity: Option<String>,
    /// Which text it is about, where the filter says so.
    pub passage: Option<Passage>,
    pub raw: Value,
}

/// A range of text in characters, counted from the beginning of the prompt (Azure, `content_filter_offsets`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub start: u64,
    pub end: Option<u64>,
}
