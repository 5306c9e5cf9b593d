//! Chat Completions → reply events.

use super::event::{AudioNews, Call, CallKey, How, ReplyEvent, Slot};
use super::{Annotation, Image, ReasoningKind, ToolKind, Usage, filters};
use crate::wire::chat::{AudioPart, Choice, Completion, Message, ToolCall, as_text};
use crate::wire::error::ErrorBody;
use serde_json::Value;

/// What a chunk was about, in one word for the list of events.
pub(super) type Label = &'static str;

/// Turns a chunk, or a whole answer, into reply events.
///
/// `fresh` says whether a choice has no content yet: a `message` where a `delta` belongs (a whole answer in one event) counts
/// only then, because some servers repeat the text so far beside every delta.
pub(super) fn map(chunk: Completion, whole: bool, fresh: impl Fn(u32) -> bool, out: &mut impl FnMut(ReplyEvent)) -> Option<Label> {
    let mut label = None;
    let mut is = |name: Label| {
        label.get_or_insert(name);
    };
    if let Some(error) = chunk.error.filter(truthy) {
        is("error");
        out(ReplyEvent::Error(
            ErrorBody::find(&error).unwrap_or_else(|| ErrorBody { message: as_text(Some(error)), ..ErrorBody::default() }),
        ));
    }
    out(ReplyEvent::Identity { id: chunk.id, model: chunk.model, service_tier: chunk.service_tier });
    for verdicts in [chunk.prompt_filter_results, chunk.prompt_annotations].into_iter().flatten() {
        is("prompt_filter_results");
        out(ReplyEvent::PromptFilters { results: filters::read_prompt(verdicts) });
    }
    for choice in chunk.choices.into_iter().flatten() {
        is(map_choice(choice, whole, &fresh, out));
    }
    // `x_groq.usage` repeats `usage`, or is the only one.
    let usage = chunk.usage.as_ref().and_then(Usage::read).or_else(|| Usage::read(chunk.x_groq?.usage.as_ref()?));
    if let Some(usage) = usage {
        is("usage");
        out(ReplyEvent::Usage(usage));
    }
    label
}

fn map_choice(choice: Choice, whole: bool, fresh: &impl Fn(u32) -> bool, out: &mut impl FnMut(ReplyEvent)) -> Label {
    let index = u32::try_from(choice.index.unwrap_or(0)).unwrap_or(u32::MAX);
    let message = choice.delta.or_else(|| choice.message.filter(|_| whole || fresh(index)));
    let mut label = message.map(|message| map_message(message, index, whole, out));
    if let Some(tokens) = choice.logprobs.map(|logprobs| logprobs.content.len()).filter(|tokens| *tokens > 0) {
        out(ReplyEvent::Logprobs { choice: index, tokens });
    }
    let verdicts = [choice.content_filter_results, choice.content_filter_result].into_iter().flatten();
    let verdicts = filters::verdicts(verdicts, choice.content_filter_offsets, choice.content_filter_raw);
    if let Some(verdicts) = verdicts {
        label.get_or_insert("content_filter");
        out(ReplyEvent::Filters { choice: index, verdicts });
    }
    if let Some(word) = choice.finish_reason.filter(|word| !word.is_empty()) {
        if matches!(label, None | Some("delta" | "content_filter")) {
            label = Some("finish");
        }
        out(ReplyEvent::Finish { choice: index, word });
    }
    if let Some(error) = choice.error.filter(truthy).as_ref().and_then(ErrorBody::find) {
        label = Some("error");
        out(ReplyEvent::Error(error));
    }
    label.unwrap_or("choice")
}

fn map_message(mut message: Message, choice: u32, whole: bool, out: &mut impl FnMut(ReplyEvent)) -> Label {
    let to = Slot::flow(choice);
    let mut label = None;
    let thinking = message.take_reasoning();
    if !thinking.is_empty() {
        label.get_or_insert("reasoning");
        out(ReplyEvent::Reasoning { to, part: 0, kind: ReasoningKind::Raw, text: thinking, how: How::Append });
    }
    if !message.content.text.is_empty() {
        label.get_or_insert("content");
        out(ReplyEvent::Text { to, text: message.content.text, how: How::Append });
    }
    if let Some(AudioPart { id, transcript, data, expires_at }) = message.audio {
        let audio = AudioNews { id, transcript: transcript.unwrap_or_default(), data: data.unwrap_or_default(), expires_at };
        // An empty object beside a text must not come between its pieces.
        if audio.id.is_some() || audio.expires_at.is_some() || !audio.transcript.is_empty() || !audio.data.is_empty() {
            label.get_or_insert("audio");
            out(ReplyEvent::Audio { to, audio, how: How::Append });
        }
    }
    let annotations: Vec<_> = message.annotations.into_iter().flatten().filter_map(Annotation::read).collect();
    if !annotations.is_empty() {
        label.get_or_insert("annotations");
        out(ReplyEvent::Annotations { to, annotations, how: How::Append });
    }
    for text in [message.refusal.unwrap_or_default(), message.content.refusal] {
        if !text.is_empty() {
            label.get_or_insert("refusal");
            out(ReplyEvent::Refusal { to, text, how: How::Append });
        }
    }
    for (position, call) in (0u64..).zip(message.tool_calls) {
        label.get_or_insert("tool_calls");
        out(map_call(call, choice, whole.then_some(position)));
    }
    if let Some(function) = message.function_call {
        label.get_or_insert("function_call");
        let name = function.name.clone();
        let call = Call { kind: Some(ToolKind::Legacy), name, arguments: function.into_text(), ..Call::default() };
        out(ReplyEvent::Call { choice, key: CallKey::Legacy, call, how: How::Append });
    }
    for url in message.images.into_iter().filter_map(|image| image.image_url?.url) {
        label.get_or_insert("images");
        let image = Image { base64: None, url: Some(url), format: None, partial: false, revised_prompt: None };
        out(ReplyEvent::Image { to, image });
    }
    label.unwrap_or("delta")
}

/// `position` stands in for a missing index where the list is complete. In a stream it would be wrong: every chunk's list
/// begins at zero; there the id tells the calls apart, and a piece without one goes to the call before it.
fn map_call(call: ToolCall, choice: u32, position: Option<u64>) -> ReplyEvent {
    let id = call.id.filter(|id| !id.is_empty());
    let key = match (call.index.or(position), &id) {
        (Some(index), _) => CallKey::Index(index),
        (None, Some(id)) => CallKey::Id(id.clone()),
        (None, None) => CallKey::Last,
    };
    let custom = call.kind.as_deref() == Some("custom") || (call.function.is_none() && call.custom.is_some());
    let function = call.function.or(call.custom).unwrap_or_default();
    let kind = custom.then_some(ToolKind::Custom);
    let name = function.name.clone();
    let call = Call { kind, call_id: id, name, arguments: function.into_text(), replay: None };
    ReplyEvent::Call { choice, key, call, how: How::Append }
}

/// As the SDKs test `error`: null, false, zero and the empty ones are no error.
pub(super) fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}
