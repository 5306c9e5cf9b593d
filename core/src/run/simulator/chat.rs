//! Writes a performance as Chat Completions: chunks (wire facts b.2, b.4, b.5) or one object (b.6).

use super::beats::Beat;
use super::script::{Finish, Performance, Shown};
use super::stage::{Stage, Writer};
use super::verdicts;
use serde_json::{Map, Value, json};
use std::sync::Arc;

pub(super) struct ChatWriter {
    stage: Stage,
    performance: Arc<Performance>,
    /// Which choices have said who speaks.
    opened: Vec<bool>,
    /// Deltas so far: Azure's verdict comes with some of them.
    deltas: usize,
}

impl ChatWriter {
    pub fn new(stage: Stage, performance: Arc<Performance>) -> Self {
        Self { opened: vec![false; performance.parts.len()], stage, performance, deltas: 0 }
    }

    fn chunk(&mut self, choices: Value, out: &mut Vec<u8>) {
        let mut chunk = Map::new();
        chunk.insert("id".into(), self.stage.id("chatcmpl-").into());
        chunk.insert("object".into(), "chat.completion.chunk".into());
        self.envelope(&mut chunk);
        chunk.insert("choices".into(), choices);
        if self.stage.include_usage {
            chunk.insert("usage".into(), Value::Null);
        }
        self.send(chunk, out);
    }

    fn send(&mut self, mut chunk: Map<String, Value>, out: &mut Vec<u8>) {
        if let Some(padding) = self.stage.padding() {
            chunk.insert("obfuscation".into(), padding.into());
        }
        data(&Value::Object(chunk), out);
    }

    fn envelope(&self, object: &mut Map<String, Value>) {
        object.insert("created".into(), self.stage.created().into());
        object.insert("model".into(), self.stage.model.as_str().into());
        object.insert("service_tier".into(), "default".into());
        object.insert("system_fingerprint".into(), "fp_simulator".into());
    }

    fn delta(&mut self, choice: usize, delta: Value, out: &mut Vec<u8>) {
        self.open(choice, out);
        let mut object = choice_object(choice, delta, None);
        if let Some(text) = object["delta"]["content"].as_str()
            && let Some(chances) = self.stage.chances(std::iter::once(text))
        {
            object["logprobs"] = json!({"content": chances, "refusal": null});
        }
        if self.stage.verdicts {
            // Synchronous filters judge in portions; in between the verdict is empty.
            object["content_filter_results"] = if self.deltas.is_multiple_of(16) { verdicts::completion(false) } else { json!({}) };
        }
        self.deltas += 1;
        self.chunk(json!([object]), out);
    }

    fn open(&mut self, choice: usize, out: &mut Vec<u8>) {
        if std::mem::replace(&mut self.opened[choice], true) {
            return;
        }
        let calls = !self.performance.parts[choice].calls().is_empty();
        let content = if calls { Value::Null } else { json!("") };
        self.chunk(json!([choice_object(choice, json!({"role": "assistant", "content": content, "refusal": null}), None)]), out);
    }

    fn end(&mut self, out: &mut Vec<u8>) {
        for choice in 0..self.performance.parts.len() {
            self.open(choice, out);
            let finish = self.performance.parts[choice].finish;
            let mut object = choice_object(choice, json!({}), Some(finish));
            if self.stage.verdicts || finish == Finish::ContentFilter {
                object["content_filter_results"] = verdicts::completion(finish == Finish::ContentFilter);
            }
            self.chunk(json!([object]), out);
        }
        if self.stage.include_usage {
            let mut chunk = Map::new();
            chunk.insert("id".into(), self.stage.id("chatcmpl-").into());
            chunk.insert("object".into(), "chat.completion.chunk".into());
            self.envelope(&mut chunk);
            chunk.insert("choices".into(), json!([]));
            chunk.insert("usage".into(), usage(&self.performance));
            self.send(chunk, out);
        }
        out.extend_from_slice(b"data: [DONE]\n\n");
    }
}

impl Writer for ChatWriter {
    fn write(&mut self, beat: &Beat, out: &mut Vec<u8>) {
        match beat {
            Beat::Begin if self.stage.verdicts => {
                // Azure's first chunk: empty id, model and object, no choice.
                let first =
                    json!({"choices": [], "created": 0, "id": "", "model": "", "object": "", "prompt_filter_results": verdicts::prompts()});
                data(&first, out);
            }
            Beat::RawDelta(delta) => self.delta(0, json!({"reasoning": delta}), out),
            Beat::TextBegin(choice) => self.open(*choice, out),
            Beat::TextDelta { choice, delta } => self.delta(*choice, json!({"content": delta}), out),
            Beat::CallBegin { choice, call } => {
                let Some(made) = self.performance.parts[*choice].calls().into_iter().nth(*call) else { return };
                let head = json!({"index": call, "id": made.id, "type": "function", "function": {"name": made.name, "arguments": ""}});
                self.delta(*choice, json!({"tool_calls": [head]}), out);
            }
            Beat::CallDelta { choice, call, delta } => {
                self.delta(*choice, json!({"tool_calls": [{"index": call, "function": {"arguments": delta}}]}), out);
            }
            Beat::End => self.end(out),
            Beat::Fail => data(&json!({"error": super::refusals::server_error()}), out),
            Beat::Torn(beat) => {
                let start = out.len();
                self.write(beat, out);
                out.truncate(start + (out.len() - start) / 2);
            }
            _ => {}
        }
    }

    fn whole(&self) -> Value {
        let mut object = Map::new();
        object.insert("id".into(), self.stage.id("chatcmpl-").into());
        object.insert("object".into(), "chat.completion".into());
        self.envelope(&mut object);
        let choices: Vec<_> = self
            .performance
            .parts
            .iter()
            .enumerate()
            .map(|(index, part)| {
                let calls = part.calls();
                let mut message = Map::new();
                message.insert("role".into(), "assistant".into());
                message.insert("content".into(), if calls.is_empty() { part.text().into() } else { Value::Null });
                message.insert("refusal".into(), Value::Null);
                if self.performance.shown == Shown::Raw {
                    let raw: Vec<_> = self.performance.steps.iter().map(|step| format!("{}\n", step.text)).collect();
                    message.insert("reasoning".into(), raw.concat().into());
                }
                message.insert("annotations".into(), json!([]));
                if !calls.is_empty() {
                    let calls = calls.iter().map(
                        |call| json!({"id": call.id, "type": "function", "function": {"name": call.name, "arguments": call.arguments}}),
                    );
                    message.insert("tool_calls".into(), calls.collect());
                }
                let mut choice = json!({"index": index, "message": message, "logprobs": null, "finish_reason": word(part.finish)});
                if let Some(chances) = self.stage.chances(part.text().split_inclusive(' ')).filter(|_| calls.is_empty()) {
                    choice["logprobs"] = json!({"content": chances, "refusal": null});
                }
                if self.stage.verdicts || part.finish == Finish::ContentFilter {
                    choice["content_filter_results"] = verdicts::completion(part.finish == Finish::ContentFilter);
                }
                choice
            })
            .collect();
        object.insert("choices".into(), choices.into());
        object.insert("usage".into(), usage(&self.performance));
        if self.stage.verdicts {
            object.insert("prompt_filter_results".into(), verdicts::prompts());
        }
        Value::Object(object)
    }
}

fn data(value: &Value, out: &mut Vec<u8>) {
    out.extend_from_slice(b"data: ");
    out.extend_from_slice(value.to_string().as_bytes());
    out.extend_from_slice(b"\n\n");
}

fn choice_object(index: usize, delta: Value, finish: Option<Finish>) -> Value {
    json!({"index": index, "delta": delta, "logprobs": null, "finish_reason": finish.map(word)})
}

fn word(finish: Finish) -> &'static str {
    match finish {
        Finish::Stop => "stop",
        Finish::Length => "length",
        Finish::ToolCalls => "tool_calls",
        Finish::ContentFilter => "content_filter",
    }
}

/// Reasoning is a part of completion, cached a part of prompt.
fn usage(performance: &Performance) -> Value {
    let output = performance.output();
    json!({
        "prompt_tokens": performance.input,
        "completion_tokens": output,
        "total_tokens": performance.input + output,
        "prompt_tokens_details": {"cached_tokens": performance.cached, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": performance.reasoning,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    })
}
