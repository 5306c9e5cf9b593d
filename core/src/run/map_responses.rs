//! Responses → reply events.

use super::event::{AudioNews, Call, CallKey, How, ReplyEvent, Slot, ToolNews};
use super::map_chat::truthy;
use super::{Annotation, Image, ReasoningKind, Reply, ToolKind, Usage, filters, shell};
use crate::wire::chat::as_text;
use crate::wire::error::ErrorBody;
use crate::wire::responses::{Event, EventType, Response, SERVER_TOOLS};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Keeps pieces of one item together on servers that leave `output_index` out.
#[derive(Debug, Default)]
pub(super) struct Outputs {
    by_id: HashMap<String, u64>,
    current: u64,
}

impl Outputs {
    fn of(&mut self, event: &Event, next: u64) -> u64 {
        let item_id = event.item.as_ref().and_then(|item| item.get("id")?.as_str()).or(event.item_id.as_deref());
        self.current = match (event.output_index, item_id) {
            (Some(index), _) => index,
            (None, Some(id)) => match self.by_id.get(id) {
                Some(known) => *known,
                None if event.item.is_some() || self.by_id.is_empty() => {
                    self.by_id.insert(id.to_owned(), next);
                    next
                }
                // An id that no item has: ids may change between the events of one item.
                None => self.current,
            },
            (None, None) => self.current,
        };
        self.current
    }
}

/// What the run must know beside the reply events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Going,
    /// The server has said that it is done.
    Terminal,
    KeepAlive,
    Unknown,
}

/// Turns one event into reply events. `name` is the `event:` line, for servers whose data has no `type`.
pub(super) fn map(
    mut event: Event,
    kind: EventType,
    outputs: &mut Outputs,
    reply: &Reply,
    next: u64,
    out: &mut impl FnMut(ReplyEvent),
) -> Standing {
    let output = match kind {
        EventType::Snapshot | EventType::Terminal(_) | EventType::Error | EventType::KeepAlive => 0,
        _ => outputs.of(&event, next),
    };
    let part = event.content_index.unwrap_or(0);
    let summary = event.summary_index.unwrap_or(0);
    let to = Slot::at(output, part);
    let mut delta = || as_text(event.delta.take());
    match kind {
        EventType::Snapshot => snapshot(event.response.take().unwrap_or_default(), out),
        EventType::Terminal(status) => {
            terminal(event.response.take().unwrap_or_default(), Some(status), reply, next, out);
            return Standing::Terminal;
        }
        EventType::Error => out(ReplyEvent::Error(error_of(event))),
        EventType::ItemAdded => {
            if let Some(item) = event.item {
                item_added(output, item, out);
            }
        }
        EventType::ItemDone => {
            if let Some(item) = event.item {
                whole_item(output, item, How::Settle, out);
            }
            out(ReplyEvent::CloseItem { output });
        }
        EventType::ContentPartDone => {
            if let Some(content) = event.part {
                whole_part(output, part, &content, out);
            }
            out(ReplyEvent::ClosePart { output, part });
        }
        EventType::Annotation => {
            let annotations = event.annotation.and_then(Annotation::read).into_iter().collect();
            out(ReplyEvent::Annotations { to, annotations, how: How::Append });
        }
        EventType::TextDelta => {
            out(ReplyEvent::Text { to, text: delta(), how: How::Append });
            if !event.logprobs.is_empty() {
                out(ReplyEvent::Logprobs { choice: 0, tokens: event.logprobs.len() });
            }
        }
        EventType::TextDone => out(ReplyEvent::Text { to, text: event.text.unwrap_or_default(), how: How::Fill }),
        EventType::RefusalDelta => out(ReplyEvent::Refusal { to, text: delta(), how: How::Append }),
        EventType::RefusalDone => out(ReplyEvent::Refusal { to, text: event.refusal.unwrap_or_default(), how: How::Fill }),
        EventType::SummaryPartAdded => out(reasoning(output, summary, ReasoningKind::Summary, String::new(), How::Append)),
        EventType::SummaryDelta => out(reasoning(output, summary, ReasoningKind::Summary, delta(), How::Append)),
        EventType::SummaryDone => {
            out(reasoning(output, summary, ReasoningKind::Summary, event.text.unwrap_or_default(), How::Fill));
        }
        EventType::SummaryPartDone => {
            let text = event.part.as_ref().map(|part| text_of(part, "text").to_owned()).unwrap_or_default();
            out(reasoning(output, summary, ReasoningKind::Summary, text, How::Fill));
            out(ReplyEvent::CloseSummaryPart { output, part: summary });
        }
        EventType::RawReasoningDelta => out(reasoning(output, part, ReasoningKind::Raw, delta(), How::Append)),
        EventType::RawReasoningDone => out(reasoning(output, part, ReasoningKind::Raw, event.text.unwrap_or_default(), How::Fill)),
        EventType::FunctionArgumentsDelta => out(call(output, ToolKind::Function, None, delta(), How::Append)),
        EventType::FunctionArgumentsDone => {
            out(call(output, ToolKind::Function, event.name, as_text(event.arguments), How::Settle));
        }
        EventType::CustomInputDelta => out(call(output, ToolKind::Custom, None, delta(), How::Append)),
        EventType::CustomInputDone => out(call(output, ToolKind::Custom, None, as_text(event.input), How::Settle)),
        EventType::ToolStatus(kind, status) => {
            let status = Some(status.to_owned());
            out(ReplyEvent::Tool { output, tool: ToolNews { kind: kind.to_owned(), status, ..ToolNews::default() } });
        }
        EventType::ToolInputDelta(kind) => {
            let input = Some((delta(), How::Append));
            out(ReplyEvent::Tool { output, tool: ToolNews { kind: kind.to_owned(), input, ..ToolNews::default() } });
        }
        EventType::ToolInputDone(kind) => {
            let text = event.code.or(event.arguments).map(Some).map(as_text).or(event.diff).unwrap_or_default();
            let input = (!text.is_empty()).then_some((text, How::Settle));
            out(ReplyEvent::Tool { output, tool: ToolNews { kind: kind.to_owned(), input, ..ToolNews::default() } });
        }
        EventType::ShellCommandAdded => {
            let tool = shell::command(event.command_index, event.command.unwrap_or_default(), How::Settle);
            out(ReplyEvent::Tool { output, tool });
        }
        EventType::ShellCommandDelta => out(ReplyEvent::Tool { output, tool: shell::command(event.command_index, delta(), How::Append) }),
        EventType::ShellCommandDone => {
            let command = event.command.unwrap_or_default();
            // An end without the command says nothing about it.
            let how = if command.is_empty() { How::Fill } else { How::Settle };
            out(ReplyEvent::Tool { output, tool: shell::command(event.command_index, command, how) });
        }
        EventType::ShellOutputDelta => {
            let tool = shell::output_delta(event.command_index, &event.delta.unwrap_or_default());
            out(ReplyEvent::Tool { output, tool });
        }
        EventType::ShellOutputDone => {
            let tool = shell::output_done(event.command_index, &event.output.unwrap_or_default());
            out(ReplyEvent::Tool { output, tool });
        }
        EventType::AudioDelta => {
            out(ReplyEvent::Audio { to, audio: AudioNews { data: delta(), ..AudioNews::default() }, how: How::Append });
        }
        EventType::TranscriptDelta => {
            out(ReplyEvent::Audio { to, audio: AudioNews { transcript: delta(), ..AudioNews::default() }, how: How::Append });
        }
        EventType::AudioDone => out(ReplyEvent::CloseAudio { output }),
        EventType::PartialImage => {
            let image =
                Image { base64: event.partial_image_b64, url: None, format: event.output_format, partial: true, revised_prompt: None };
            out(ReplyEvent::Image { to: Slot::at(output, 0), image });
        }
        EventType::Quiet => {}
        EventType::KeepAlive => return Standing::KeepAlive,
        EventType::Unknown => return Standing::Unknown,
    }
    Standing::Going
}

/// A whole answer that was not streamed.
pub(super) fn map_whole(response: Response, out: &mut impl FnMut(ReplyEvent)) {
    terminal(response, None, &Reply::default(), 0, out);
}

fn snapshot(response: Response, out: &mut impl FnMut(ReplyEvent)) {
    out(ReplyEvent::Identity { id: response.id, model: response.model, service_tier: response.service_tier });
    if let Some(usage) = response.usage.as_ref().and_then(Usage::read) {
        out(ReplyEvent::Usage(usage));
    }
    if let Some(limit) = response.max_output_tokens {
        out(ReplyEvent::OutputLimit(limit));
    }
    for filter in response.content_filters {
        let verdicts = filters::verdicts(filter.content_filter_results, filter.content_filter_offsets, filter.content_filter_raw);
        let Some(verdicts) = verdicts else { continue };
        out(match filter.source_type.as_deref() {
            Some("prompt") => ReplyEvent::PromptFilters { results: verdicts.results },
            _ => ReplyEvent::Filters { choice: 0, verdicts },
        });
    }
}

fn terminal(mut response: Response, status: Option<&str>, reply: &Reply, next: u64, out: &mut impl FnMut(ReplyEvent)) {
    let finish = response.finish(status);
    let failure = response.error.take().filter(truthy).as_ref().and_then(ErrorBody::find);
    let items = response.output.take().unwrap_or_default();
    snapshot(response, out);
    fill_missing(items, reply, next, out);
    if let Some(word) = finish {
        out(ReplyEvent::Finish { choice: 0, word });
    }
    if let Some(error) = failure {
        out(ReplyEvent::Error(error));
    }
}

/// What was streamed wins: of the final list only the kinds count of which nothing came before. Going by position would repeat
/// items where a server numbers them differently in the stream.
fn fill_missing(items: Vec<Value>, reply: &Reply, next: u64, out: &mut impl FnMut(ReplyEvent)) {
    let known = reply.choices.first();
    let has = |test: fn(&super::ItemBody) -> bool| known.is_some_and(|choice| choice.items.iter().any(|item| test(&item.body)));
    let has_text = has(|body| matches!(body, super::ItemBody::Text(_) | super::ItemBody::Refusal(_) | super::ItemBody::Audio(_)));
    let has_reasoning = has(|body| matches!(body, super::ItemBody::Reasoning(_)));
    let has_calls = has(|body| matches!(body, super::ItemBody::ToolCall(_)));
    let has_tools = has(|body| matches!(body, super::ItemBody::ServerTool(_) | super::ItemBody::Other(_)));
    for (position, item) in (next..).zip(items) {
        let known = match text_of(&item, "type") {
            "message" => has_text,
            "reasoning" => has_reasoning,
            "function_call" | "custom_tool_call" => has_calls,
            _ => has_tools,
        };
        if !known {
            whole_item(position, item, How::Fill, out);
            out(ReplyEvent::CloseItem { output: position });
        }
    }
}

fn item_added(output: u64, item: Value, out: &mut impl FnMut(ReplyEvent)) {
    match text_of(&item, "type") {
        // Its parts will come by themselves.
        "message" => {}
        "reasoning" => {
            out(reasoning(output, 0, ReasoningKind::Summary, String::new(), How::Fill));
            out(ReplyEvent::ReasoningReplay { output, item });
        }
        _ => whole_item(output, item, How::Provisional, out),
    }
}

/// An item with its content: at its end, or from the final list, or (`Provisional`) as it begins.
fn whole_item(output: u64, mut item: Value, how: How, out: &mut impl FnMut(ReplyEvent)) {
    let kind = text_of(&item, "type").to_owned();
    match kind.as_str() {
        "message" => match item.get_mut("content").map(Value::take) {
            Some(Value::Array(parts)) => {
                for (number, part) in (0..).zip(&parts) {
                    whole_part(output, number, part, out);
                }
            }
            Some(Value::String(text)) => out(ReplyEvent::Text { to: Slot::at(output, 0), text, how: How::Fill }),
            _ => {}
        },
        "reasoning" => {
            for (field, kind) in [("summary", ReasoningKind::Summary), ("content", ReasoningKind::Raw)] {
                for (number, part) in (0..).zip(item.get(field).and_then(Value::as_array).into_iter().flatten()) {
                    out(reasoning(output, number, kind, text_of(part, "text").to_owned(), How::Fill));
                }
            }
            out(ReplyEvent::ReasoningReplay { output, item });
        }
        "function_call" | "custom_tool_call" => {
            let (kind, field) = if kind == "function_call" { (ToolKind::Function, "arguments") } else { (ToolKind::Custom, "input") };
            let named = |name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
            let arguments = as_text(item.get(field).cloned());
            let call = Call { kind: Some(kind), call_id: named("call_id"), name: named("name"), arguments, replay: Some(item) };
            out(ReplyEvent::Call { choice: 0, key: CallKey::Output(output), call, how });
        }
        kind if SERVER_TOOLS.contains(&kind) => server_tool(output, kind, item, how, out),
        _ => out(ReplyEvent::Other { output, item }),
    }
}

/// A tool's item. An image is moved out of it into an item of its own, so that megabytes are kept once.
fn server_tool(output: u64, kind: &str, mut item: Value, how: How, out: &mut impl FnMut(ReplyEvent)) {
    let named = |item: &Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let picture = match item.get_mut("result").map(Value::take) {
        Some(Value::String(base64)) if kind == "image_generation_call" => Some(Image {
            base64: Some(base64),
            url: None,
            format: named(&item, "output_format"),
            partial: false,
            revised_prompt: named(&item, "revised_prompt"),
        }),
        Some(other) => {
            if let Some(map) = item.as_object_mut() {
                map.insert("result".to_owned(), other);
            }
            None
        }
        None => None,
    };
    let input = ["code", "arguments"].iter().find_map(|name| named(&item, name)).or_else(|| named(item.get("operation")?, "diff"));
    let tool = ToolNews {
        kind: kind.to_owned(),
        id: named(&item, "id"),
        status: named(&item, "status"),
        input: input.filter(|input| !input.is_empty()).map(|input| (input, if how == How::Settle { how } else { How::Fill })),
        // Where it begins, its commands are still to come one by one.
        shell: if how == How::Provisional { Vec::new() } else { shell::of_item(&item, how) },
        item: Some(item),
    };
    out(ReplyEvent::Tool { output, tool });
    if let Some(image) = picture {
        out(ReplyEvent::Image { to: Slot::at(output, 0), image });
    }
}

/// A complete content part: fills what no delta brought.
fn whole_part(output: u64, number: u64, part: &Value, out: &mut impl FnMut(ReplyEvent)) {
    let to = Slot::at(output, number);
    match text_of(part, "type") {
        "output_text" | "text" => {
            out(ReplyEvent::Text { to, text: text_of(part, "text").to_owned(), how: How::Fill });
            let list = part.get("annotations").and_then(Value::as_array);
            let annotations: Vec<_> = list.into_iter().flatten().cloned().filter_map(Annotation::read).collect();
            out(ReplyEvent::Annotations { to, annotations, how: How::Fill });
        }
        // Not in the specification's list of parts, but what its events of sound belong to.
        "output_audio" | "audio" => {
            let [transcript, data] = ["transcript", "data"].map(|name| text_of(part, name).to_owned());
            out(ReplyEvent::Audio { to, audio: AudioNews { transcript, data, ..AudioNews::default() }, how: How::Fill });
        }
        "refusal" => out(ReplyEvent::Refusal { to, text: text_of(part, "refusal").to_owned(), how: How::Fill }),
        "reasoning_text" => out(reasoning(output, number, ReasoningKind::Raw, text_of(part, "text").to_owned(), How::Fill)),
        _ => {}
    }
}

fn reasoning(output: u64, part: u64, kind: ReasoningKind, text: String, how: How) -> ReplyEvent {
    ReplyEvent::Reasoning { to: Slot::at(output, 0), part, kind, text, how }
}

fn call(output: u64, kind: ToolKind, name: Option<String>, arguments: String, how: How) -> ReplyEvent {
    let call = Call { kind: Some(kind), name, arguments, ..Call::default() };
    ReplyEvent::Call { choice: 0, key: CallKey::Output(output), call, how }
}

/// `err = v.error ?? v.response?.error ?? v`, and only a message is needed (wire.md c.8).
fn error_of(event: Event) -> ErrorBody {
    let inner = event.response.and_then(|response| response.error);
    let mut flat = Map::new();
    let own = [("code", event.code), ("message", event.message), ("param", event.param), ("error", event.error.or(inner))];
    for (name, value) in own {
        if let Some(value) = value {
            flat.insert(name.to_owned(), value);
        }
    }
    if let Some(kind) = event.kind {
        flat.insert("type".to_owned(), Value::String(kind));
    }
    ErrorBody::find(&Value::Object(flat)).unwrap_or_default()
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}
