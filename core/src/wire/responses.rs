//! Responses: one event of a stream, and the response object (facts: wire.md (c)).

use super::soft;
use serde::Deserialize;
use serde_json::Value;

/// Any event of a Responses stream: the union of the fields of all types, every one optional.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Event {
    #[serde(rename = "type", deserialize_with = "soft::string")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "soft::object")]
    pub response: Option<Response>,
    #[serde(deserialize_with = "soft::value")]
    pub item: Option<Value>,
    /// What pieces of one item share: `item_id` may change between them (seen at Copilot; wire.md c.5).
    #[serde(deserialize_with = "soft::count")]
    pub output_index: Option<u64>,
    #[serde(deserialize_with = "soft::count")]
    pub sequence_number: Option<u64>,
    #[serde(deserialize_with = "soft::count")]
    pub content_index: Option<u64>,
    #[serde(deserialize_with = "soft::count")]
    pub summary_index: Option<u64>,
    #[serde(deserialize_with = "soft::count")]
    pub annotation_index: Option<u64>,
    #[serde(deserialize_with = "soft::string")]
    pub item_id: Option<String>,
    /// A string; an object for a shell call's output.
    #[serde(deserialize_with = "soft::value")]
    pub delta: Option<Value>,
    #[serde(deserialize_with = "soft::string")]
    pub text: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub refusal: Option<String>,
    #[serde(deserialize_with = "soft::value")]
    pub arguments: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub input: Option<Value>,
    #[serde(deserialize_with = "soft::string")]
    pub name: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub diff: Option<String>,
    /// Which command of a shell call it is about.
    #[serde(deserialize_with = "soft::count")]
    pub command_index: Option<u64>,
    #[serde(deserialize_with = "soft::string")]
    pub command: Option<String>,
    /// What a command printed, in pieces.
    #[serde(deserialize_with = "soft::array")]
    pub output: Option<Vec<Value>>,
    #[serde(deserialize_with = "soft::value")]
    pub part: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub annotation: Option<Value>,
    #[serde(deserialize_with = "soft::string")]
    pub partial_image_b64: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub output_format: Option<String>,
    #[serde(deserialize_with = "soft::list")]
    pub logprobs: Vec<super::chat::Token>,
    /// A failure's object, or its text; the flat shape has the next three instead (wire.md c.8).
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub message: Option<Value>,
    /// The code of an error, or of the code interpreter.
    #[serde(deserialize_with = "soft::value")]
    pub code: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub param: Option<Value>,
}

/// The response object, as far as a reply needs it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Response {
    #[serde(deserialize_with = "soft::string")]
    pub id: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub model: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub service_tier: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub status: Option<String>,
    #[serde(deserialize_with = "soft::object")]
    pub incomplete_details: Option<IncompleteDetails>,
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub usage: Option<Value>,
    #[serde(deserialize_with = "soft::array")]
    pub output: Option<Vec<Value>>,
    #[serde(deserialize_with = "soft::count")]
    pub max_output_tokens: Option<u64>,
    /// Azure's verdicts on prompt and answer.
    #[serde(deserialize_with = "soft::list")]
    pub content_filters: Vec<ContentFilter>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct IncompleteDetails {
    #[serde(deserialize_with = "soft::string")]
    pub reason: Option<String>,
}

/// Azure: `source_type` says whether the prompt or the completion was judged.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ContentFilter {
    #[serde(deserialize_with = "soft::string")]
    pub source_type: Option<String>,
    #[serde(deserialize_with = "soft::value")]
    pub content_filter_results: Option<Value>,
    #[serde(deserialize_with = "soft::object")]
    pub content_filter_offsets: Option<super::chat::FilterOffsets>,
    #[serde(deserialize_with = "soft::array")]
    pub content_filter_raw: Option<Vec<Value>>,
}

impl Response {
    /// Whether the server still works on it, in the background.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        matches!(self.status.as_deref(), Some("queued" | "in_progress"))
    }

    /// The server's word for the end: the status, with the reason behind a colon where it is incomplete. `default` is what the
    /// event's own name says, for servers that leave the status out.
    #[must_use]
    pub fn finish(&self, default: Option<&str>) -> Option<String> {
        if default.is_none() && self.is_pending() {
            return None;
        }
        let status = self.status.as_deref().filter(|status| !status.is_empty()).or(default)?;
        Some(match self.incomplete_details.as_ref().and_then(|details| details.reason.as_deref()) {
            Some(reason) if !reason.is_empty() => format!("{status}:{reason}"),
            _ => status.to_owned(),
        })
    }
}

/// What an event does to a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventType {
    /// `created`, `queued`, `in_progress`: the response so far.
    Snapshot,
    /// The end, and the status that it stands for.
    Terminal(&'static str),
    Error,
    ItemAdded,
    ItemDone,
    ContentPartDone,
    Annotation,
    TextDelta,
    TextDone,
    RefusalDelta,
    RefusalDone,
    SummaryPartAdded,
    SummaryPartDone,
    SummaryDelta,
    SummaryDone,
    RawReasoningDelta,
    RawReasoningDone,
    FunctionArgumentsDelta,
    FunctionArgumentsDone,
    CustomInputDelta,
    CustomInputDone,
    /// A server tool moved on: its item's type and its status.
    ToolStatus(&'static str, &'static str),
    /// A server tool's input grows: its item's type.
    ToolInputDelta(&'static str),
    ToolInputDone(&'static str),
    ShellCommandAdded,
    ShellCommandDelta,
    ShellCommandDone,
    ShellOutputDelta,
    ShellOutputDone,
    /// Sound, and the words of it. These events name no item.
    AudioDelta,
    AudioDone,
    TranscriptDelta,
    PartialImage,
    /// Known, and of no effect on the reply: it announces what comes by itself, or ends what has an end of its own.
    Quiet,
    /// `keepalive`, `ping`: a sign of life from a gateway.
    KeepAlive,
    /// Not known here. Never an error, never an end.
    Unknown,
}

impl EventType {
    /// The type of an event by its name: the 58 of the specification (wire.md c.5), and what has been seen beside them.
    #[must_use]
    pub fn of(name: &str) -> Self {
        let Some(name) = name.strip_prefix("response.") else {
            return match name {
                "error" => Self::Error,
                "keepalive" | "keep_alive" | "ping" | "heartbeat" => Self::KeepAlive,
                _ => Self::Unknown,
            };
        };
        match name {
            "created" | "queued" | "in_progress" => Self::Snapshot,
            "completed" => Self::Terminal("completed"),
            "incomplete" => Self::Terminal("incomplete"),
            "failed" => Self::Terminal("failed"),
            // Not in the specification's list, but a status that a response can end with.
            "cancelled" => Self::Terminal("cancelled"),
            "error" => Self::Error,
            "output_item.added" => Self::ItemAdded,
            "output_item.done" => Self::ItemDone,
            "content_part.done" => Self::ContentPartDone,
            "output_text.annotation.added" => Self::Annotation,
            "output_text.delta" => Self::TextDelta,
            "output_text.done" => Self::TextDone,
            "refusal.delta" => Self::RefusalDelta,
            "refusal.done" => Self::RefusalDone,
            "reasoning_summary_part.added" => Self::SummaryPartAdded,
            "reasoning_summary_part.done" => Self::SummaryPartDone,
            "reasoning_summary_text.delta" => Self::SummaryDelta,
            "reasoning_summary_text.done" => Self::SummaryDone,
            "reasoning_text.delta" => Self::RawReasoningDelta,
            "reasoning_text.done" => Self::RawReasoningDone,
            "function_call_arguments.delta" => Self::FunctionArgumentsDelta,
            "function_call_arguments.done" => Self::FunctionArgumentsDone,
            "custom_tool_call_input.delta" => Self::CustomInputDelta,
            "custom_tool_call_input.done" => Self::CustomInputDone,
            "code_interpreter_call_code.delta" => Self::ToolInputDelta("code_interpreter_call"),
            "code_interpreter_call_code.done" => Self::ToolInputDone("code_interpreter_call"),
            "mcp_call_arguments.delta" => Self::ToolInputDelta("mcp_call"),
            "mcp_call_arguments.done" => Self::ToolInputDone("mcp_call"),
            // Sent by OpenAI for apply_patch, though the specification has no name for it.
            "apply_patch_call_operation_diff.delta" => Self::ToolInputDelta("apply_patch_call"),
            "apply_patch_call_operation_diff.done" => Self::ToolInputDone("apply_patch_call"),
            "shell_call_command.added" => Self::ShellCommandAdded,
            "shell_call_command.delta" => Self::ShellCommandDelta,
            "shell_call_command.done" => Self::ShellCommandDone,
            "shell_call_output_content.delta" => Self::ShellOutputDelta,
            "shell_call_output_content.done" => Self::ShellOutputDone,
            "audio.delta" => Self::AudioDelta,
            "audio.done" => Self::AudioDone,
            "audio.transcript.delta" => Self::TranscriptDelta,
            "image_generation_call.partial_image" => Self::PartialImage,
            "web_search_call.in_progress" => Self::ToolStatus("web_search_call", "in_progress"),
            "web_search_call.searching" => Self::ToolStatus("web_search_call", "searching"),
            "web_search_call.completed" => Self::ToolStatus("web_search_call", "completed"),
            "file_search_call.in_progress" => Self::ToolStatus("file_search_call", "in_progress"),
            "file_search_call.searching" => Self::ToolStatus("file_search_call", "searching"),
            "file_search_call.completed" => Self::ToolStatus("file_search_call", "completed"),
            "code_interpreter_call.in_progress" => Self::ToolStatus("code_interpreter_call", "in_progress"),
            "code_interpreter_call.interpreting" => Self::ToolStatus("code_interpreter_call", "interpreting"),
            "code_interpreter_call.completed" => Self::ToolStatus("code_interpreter_call", "completed"),
            "image_generation_call.in_progress" => Self::ToolStatus("image_generation_call", "in_progress"),
            "image_generation_call.generating" => Self::ToolStatus("image_generation_call", "generating"),
            "image_generation_call.completed" => Self::ToolStatus("image_generation_call", "completed"),
            "mcp_call.in_progress" => Self::ToolStatus("mcp_call", "in_progress"),
            "mcp_call.completed" => Self::ToolStatus("mcp_call", "completed"),
            "mcp_call.failed" => Self::ToolStatus("mcp_call", "failed"),
            "mcp_list_tools.in_progress" => Self::ToolStatus("mcp_list_tools", "in_progress"),
            "mcp_list_tools.completed" => Self::ToolStatus("mcp_list_tools", "completed"),
            "mcp_list_tools.failed" => Self::ToolStatus("mcp_list_tools", "failed"),
            "content_part.added" | "audio.transcript.done" | "compaction.compacting" => Self::Quiet,
            _ => Self::Unknown,
        }
    }
}

/// The types of output items that stand for a tool on the server's side (wire.md c.1, c.2).
pub const SERVER_TOOLS: &[&str] = &[
    "web_search_call",
    "file_search_call",
    "code_interpreter_call",
    "image_generation_call",
    "computer_call",
    "computer_call_output",
    "mcp_call",
    "mcp_list_tools",
    "mcp_approval_request",
    "local_shell_call",
    "local_shell_call_output",
    "shell_call",
    "shell_call_output",
    "apply_patch_call",
    "apply_patch_call_output",
    "tool_search_call",
    "tool_search_output",
    "compaction",
];
