//! The answer as one JSON document, for the inspector: what would have come without streaming.

use super::consumer::Run;
use super::{Choice, FilterResult, ItemBody, ReasoningKind, ToolKind};
use crate::wire::Api;
use crate::wire::sse::{Decoder, Frame};
use serde_json::{Map, Value, json};

impl Run {
    /// The whole body, or the response of the terminal event, or the document that the stream amounts to. Computed on demand;
    /// `None` where the body is no JSON and nothing was read.
    #[must_use]
    pub fn response_json(&self) -> Option<Value> {
        if self.came_whole() {
            return serde_json::from_str(&self.raw().text()).ok();
        }
        self.terminal_response().or_else(|| {
            let something = !self.reply().choices.is_empty() || self.reply().id.is_some();
            something.then(|| if self.api() == Api::Chat { self.as_completion() } else { self.as_response() })
        })
    }

    fn terminal_response(&self) -> Option<Value> {
        let bytes = self.raw().get(self.terminal_range()?)?;
        let mut bytes = &*bytes;
        let mut decoder = Decoder::default();
        let frame = decoder.next(&mut bytes).ok().flatten().or_else(|| decoder.finish())?;
        let Frame::Event(event) = frame else { return None };
        let mut value: Value = serde_json::from_str(&event.data).ok()?;
        value.get_mut("response").map(Value::take).filter(Value::is_object)
    }

    fn as_completion(&self) -> Value {
        let reply = self.reply();
        let choices: Vec<Value> = reply
            .choices
            .iter()
            .map(|choice| {
                let mut message = Map::new();
                message.insert("role".into(), "assistant".into());
                let text = written(choice);
                message.insert("content".into(), if text.is_empty() { Value::Null } else { text.into() });
                let reasoning = choice.reasoning_text("");
                if !reasoning.is_empty() {
                    message.insert("reasoning_content".into(), reasoning.into());
                }
                message.insert("refusal".into(), choice.refusal().into());
                // As with pictures: base64 helps nobody in a document to be read.
                for audio in choice.items.iter().filter_map(|item| if let ItemBody::Audio(audio) = &item.body { Some(audio) } else { None })
                {
                    let audio = json!({"id": audio.id, "transcript": audio.transcript, "expires_at": audio.expires_at});
                    message.insert("audio".into(), audio);
                }
                let calls = completion_calls(choice);
                if !calls.is_empty() {
                    message.insert("tool_calls".into(), calls.into());
                }
                let mut one = json!({"index": choice.index, "message": message, "finish_reason": choice.finish});
                if !choice.filters.is_empty() {
                    one["content_filter_results"] = verdicts(&choice.filters);
                }
                if !choice.filter_raw.is_empty() {
                    one["content_filter_raw"] = choice.filter_raw.clone().into();
                }
                one
            })
            .collect();
        let mut whole = json!({
            "id": reply.id, "object": "chat.completion", "model": reply.model, "choices": choices,
            "usage": self.usage().map(|usage| &usage.raw), "service_tier": reply.service_tier,
        });
        if !reply.prompt_filters.is_empty() {
            whole["prompt_filter_results"] = json!([{"prompt_index": 0, "content_filter_results": verdicts(&reply.prompt_filters)}]);
        }
        whole
    }

    fn as_response(&self) -> Value {
        let reply = self.reply();
        let items = reply.choices.first().map(|choice| choice.items.iter()).into_iter().flatten();
        let output: Vec<Value> = items.filter_map(|item| response_item(&item.body)).collect();
        json!({
            "id": reply.id, "object": "response", "model": reply.model, "output": output,
            "status": reply.choices.first().and_then(|choice| choice.finish.as_deref()),
            "usage": self.usage().map(|usage| &usage.raw), "service_tier": reply.service_tier,
        })
    }
}

/// The text alone: what was said aloud stands in a field of its own.
fn written(choice: &Choice) -> String {
    choice.items.iter().filter_map(|item| if let ItemBody::Text(text) = &item.body { Some(text.text.as_str()) } else { None }).collect()
}

/// Azure's verdicts as they came, by category.
fn verdicts(filters: &[FilterResult]) -> Value {
    filters.iter().map(|filter| (filter.category.clone(), filter.raw.clone())).collect::<Map<_, _>>().into()
}

fn completion_calls(choice: &Choice) -> Vec<Value> {
    let calls = choice.tool_calls().map(|call| match call.kind {
        ToolKind::Custom => json!({"id": call.call_id, "type": "custom", "custom": {"name": call.name, "input": call.arguments}}),
        ToolKind::Function | ToolKind::Legacy => {
            json!({"id": call.call_id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}})
        }
    });
    calls.collect()
}

fn response_item(body: &ItemBody) -> Option<Value> {
    Some(match body {
        ItemBody::Text(text) => {
            let notes: Vec<&Value> = text.annotations.iter().map(|note| &note.raw).collect();
            json!({"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": text.text, "annotations": notes}]})
        }
        ItemBody::Refusal(text) => {
            json!({"type": "message", "role": "assistant", "content": [{"type": "refusal", "refusal": text}]})
        }
        ItemBody::Reasoning(reasoning) => {
            let (field, kind) = match reasoning.kind {
                ReasoningKind::Summary => ("summary", "summary_text"),
                ReasoningKind::Raw => ("content", "reasoning_text"),
            };
            let parts: Vec<Value> = reasoning.parts.iter().map(|part| json!({"type": kind, "text": part.text})).collect();
            json!({"type": "reasoning", field: parts})
        }
        ItemBody::ToolCall(call) => {
            let (kind, field) = if call.kind == ToolKind::Custom { ("custom_tool_call", "input") } else { ("function_call", "arguments") };
            json!({"type": kind, "call_id": call.call_id, "name": call.name, field: call.arguments})
        }
        ItemBody::ServerTool(tool) => tool.document(),
        ItemBody::Other(raw) => raw.clone(),
        ItemBody::Audio(audio) => {
            json!({"type": "message", "role": "assistant", "content": [{"type": "output_audio", "transcript": audio.transcript}]})
        }
        // Its tool stands before it; base64 helps nobody in a document to be read.
        ItemBody::Image(_) => return None,
    })
}
