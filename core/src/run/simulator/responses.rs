//! Writes a performance as Responses: events (wire facts c.4, c.5) or one object (c.2).

use super::ask::Call;
use super::beats::Beat;
use super::envelope;
use super::script::{Finish, Part, Performance, Shown, Voice};
use super::stage::{Stage, Writer};
use serde_json::{Value, json};
use std::sync::Arc;

pub(super) struct ResponsesWriter {
    stage: Stage,
    performance: Arc<Performance>,
    /// The request's body: the response repeats its settings.
    body: Value,
    sequence: u64,
    /// What was said so far. The last events repeat it; making a long answer once more would hold the page up.
    said: String,
}

impl ResponsesWriter {
    pub fn new(stage: Stage, performance: Arc<Performance>, body: Value) -> Self {
        Self { stage, performance, body, sequence: 0, said: String::new() }
    }

    /// One event: its name stands in the `event:` line and in `type`.
    fn event(&mut self, kind: &str, mut fields: Value, out: &mut Vec<u8>) {
        let padding = if kind.ends_with(".delta") { self.stage.padding() } else { None };
        let mut event = json!({"type": kind, "sequence_number": self.sequence});
        self.sequence += 1;
        if let (Some(event), Some(fields)) = (event.as_object_mut(), fields.as_object_mut()) {
            event.append(fields);
            if let Some(padding) = padding {
                event.insert("obfuscation".into(), padding.into());
            }
        }
        out.extend_from_slice(format!("event: {kind}\ndata: ").as_bytes());
        // Writing into memory cannot fail, and a value's keys are texts.
        _ = serde_json::to_writer(&mut *out, &event);
        out.extend_from_slice(b"\n\n");
    }

    /// Responses has one choice; a performance for it has one part.
    fn part(&self) -> Option<&Part> {
        self.performance.parts.first()
    }

    fn thinks(&self) -> bool {
        self.performance.reasoning > 0
    }

    /// Where the answer stands in the output: after the reasoning item, if there is one.
    fn answer_index(&self) -> usize {
        usize::from(self.thinks())
    }

    fn reasoning_item(&self, finished: bool) -> Value {
        let mut item = json!({"id": self.stage.id("rs_"), "type": "reasoning", "summary": []});
        if finished && self.performance.shown == Shown::Summary {
            item["summary"] = self.performance.steps.iter().map(|step| json!({"type": "summary_text", "text": step.summary()})).collect();
        }
        if finished && self.performance.shown == Shown::Raw {
            item["content"] = json!([{"type": "reasoning_text", "text": self.raw_text()}]);
        }
        let asked = self.body["include"].as_array().is_some_and(|include| include.contains(&json!("reasoning.encrypted_content")));
        if asked || self.body["store"] == false {
            item["encrypted_content"] = format!("simulated-{}", self.stage.id("")).into();
        }
        item
    }

    fn raw_text(&self) -> String {
        self.performance.steps.iter().map(|step| format!("{}\n", step.text)).collect()
    }

    /// The message with this text; it is in progress while there is none.
    fn message_item(&self, text: Option<&str>) -> Value {
        let content = text.iter().map(|text| {
            let mut part = text_part(text);
            if let Some(chances) = self.stage.chances(text.split_inclusive(' ')) {
                part["logprobs"] = chances.into();
            }
            part
        });
        let content: Vec<_> = content.collect();
        let status = if text.is_some() { self.item_status() } else { "in_progress" };
        json!({"id": self.stage.id("msg_"), "type": "message", "status": status, "content": content, "role": "assistant"})
    }

    fn call_item(&self, index: usize, call: &Call, finished: bool) -> Value {
        let (status, arguments) = if finished { (self.item_status(), call.arguments.as_str()) } else { ("in_progress", "") };
        json!({"id": self.call_id(index), "type": "function_call", "status": status, "arguments": arguments, "call_id": call.id, "name": call.name})
    }

    fn call_id(&self, index: usize) -> String {
        format!("{}{index}", self.stage.id("fc_"))
    }

    fn item_status(&self) -> &'static str {
        match self.part().map(|part| part.finish) {
            Some(Finish::Length | Finish::ContentFilter) => "incomplete",
            _ => "completed",
        }
    }

    fn output(&self, text: &str) -> Vec<Value> {
        let mut output = Vec::new();
        if self.thinks() {
            output.push(self.reasoning_item(true));
        }
        if let Some(part) = self.part() {
            match &part.voice {
                Voice::Calls(_) => output.extend(part.calls().iter().enumerate().map(|(at, call)| self.call_item(at, call, true))),
                Voice::Text(_) if text.is_empty() => {}
                Voice::Text(_) => output.push(self.message_item(Some(text))),
            }
        }
        output
    }

    fn response(&self, status: &str) -> Value {
        envelope::response(&self.stage, &self.body, status)
    }

    /// The last word: all of the output, the usage, and why it is incomplete where it is.
    fn final_response(&self, text: &str) -> Value {
        let finish = self.part().map_or(Finish::Stop, |part| part.finish);
        let reason = match finish {
            Finish::Length => Some("max_output_tokens"),
            Finish::ContentFilter => Some("content_filter"),
            Finish::Stop | Finish::ToolCalls => None,
        };
        let mut response = self.response(if reason.is_some() { "incomplete" } else { "completed" });
        if let Some(reason) = reason {
            response["incomplete_details"] = json!({"reason": reason});
        }
        response["output"] = self.output(text).into();
        response["usage"] = usage(&self.performance);
        if self.stage.verdicts || finish == Finish::ContentFilter {
            response["content_filters"] = super::verdicts::of_response(finish == Finish::ContentFilter);
        }
        response
    }

    fn think_end(&mut self, out: &mut Vec<u8>) {
        if self.performance.shown == Shown::Raw {
            let text = self.raw_text();
            let fields = json!({"item_id": self.stage.id("rs_"), "output_index": 0, "content_index": 0, "text": text});
            self.event("response.reasoning_text.done", fields, out);
        }
        let fields = json!({"output_index": 0, "item": self.reasoning_item(true)});
        self.event("response.output_item.done", fields, out);
    }

    fn step(&mut self, step: usize, kind: &str, extra: (&str, Value), out: &mut Vec<u8>) {
        let mut fields = json!({"item_id": self.stage.id("rs_"), "output_index": 0, "summary_index": step});
        fields[extra.0] = extra.1;
        self.event(kind, fields, out);
    }

    fn step_end(&mut self, step: usize, out: &mut Vec<u8>) {
        let text = self.performance.steps[step].summary();
        self.step(step, "response.reasoning_summary_text.done", ("text", json!(text)), out);
        self.step(step, "response.reasoning_summary_part.done", ("part", json!({"type": "summary_text", "text": text})), out);
    }

    fn text(&mut self, kind: &str, extra: Value, out: &mut Vec<u8>) {
        let mut fields = json!({"item_id": self.stage.id("msg_"), "output_index": self.answer_index(), "content_index": 0});
        if let (Some(fields), Value::Object(mut extra)) = (fields.as_object_mut(), extra) {
            fields.append(&mut extra);
        }
        self.event(kind, fields, out);
    }

    fn text_begin(&mut self, out: &mut Vec<u8>) {
        let fields = json!({"output_index": self.answer_index(), "item": self.message_item(None)});
        self.event("response.output_item.added", fields, out);
        self.text("response.content_part.added", json!({"part": text_part("")}), out);
    }

    fn text_end(&mut self, out: &mut Vec<u8>) {
        let text = std::mem::take(&mut self.said);
        self.text("response.output_text.done", json!({"text": text, "logprobs": []}), out);
        self.text("response.content_part.done", json!({"part": text_part(&text)}), out);
        let fields = json!({"output_index": self.answer_index(), "item": self.message_item(Some(&text))});
        self.event("response.output_item.done", fields, out);
        self.said = text;
    }

    fn call(&mut self, index: usize, kind: &str, out: &mut Vec<u8>) {
        let Some(call) = self.part().and_then(|part| part.calls().into_iter().nth(index)) else { return };
        let at = self.answer_index() + index;
        if kind == "response.output_item.done" {
            let fields = json!({"item_id": self.call_id(index), "output_index": at, "name": call.name, "arguments": call.arguments});
            self.event("response.function_call_arguments.done", fields, out);
        }
        let fields = json!({"output_index": at, "item": self.call_item(index, &call, kind == "response.output_item.done")});
        self.event(kind, fields, out);
    }
}

impl Writer for ResponsesWriter {
    fn write(&mut self, beat: &Beat, out: &mut Vec<u8>) {
        match beat {
            Beat::Begin => {
                let response = self.response("in_progress");
                self.event("response.created", json!({"response": response}), out);
                self.event("response.in_progress", json!({"response": response}), out);
            }
            Beat::ThinkBegin => {
                let fields = json!({"output_index": 0, "item": self.reasoning_item(false)});
                self.event("response.output_item.added", fields, out);
            }
            Beat::StepBegin(step) => {
                self.step(*step, "response.reasoning_summary_part.added", ("part", json!({"type": "summary_text", "text": ""})), out)
            }
            Beat::StepDelta { step, delta } => self.step(*step, "response.reasoning_summary_text.delta", ("delta", json!(delta)), out),
            Beat::StepEnd(step) => self.step_end(*step, out),
            Beat::RawDelta(delta) => {
                let fields = json!({"item_id": self.stage.id("rs_"), "output_index": 0, "content_index": 0, "delta": delta});
                self.event("response.reasoning_text.delta", fields, out);
            }
            Beat::ThinkEnd => self.think_end(out),
            Beat::TextBegin(_) => self.text_begin(out),
            Beat::TextDelta { delta, .. } => {
                self.said.push_str(delta);
                let chances = self.stage.chances(std::iter::once(delta.as_str())).unwrap_or_default();
                self.text("response.output_text.delta", json!({"delta": delta, "logprobs": chances}), out);
            }
            Beat::TextEnd(_) => self.text_end(out),
            Beat::CallBegin { call, .. } => self.call(*call, "response.output_item.added", out),
            Beat::CallDelta { call, delta, .. } => {
                let fields = json!({"item_id": self.call_id(*call), "output_index": self.answer_index() + call, "delta": delta});
                self.event("response.function_call_arguments.delta", fields, out);
            }
            Beat::CallEnd { call, .. } => self.call(*call, "response.output_item.done", out),
            Beat::End => {
                let response = self.final_response(&self.said);
                let kind = if response["status"] == "incomplete" { "response.incomplete" } else { "response.completed" };
                self.event(kind, json!({"response": response}), out);
            }
            Beat::Fail => {
                let error = super::refusals::server_error();
                self.event("error", json!({"code": "server_error", "message": error["message"], "param": null}), out);
                let mut response = self.response("failed");
                response["error"] = json!({"code": "server_error", "message": error["message"]});
                self.event("response.failed", json!({"response": response}), out);
            }
            Beat::Torn(beat) => {
                let start = out.len();
                self.write(beat, out);
                out.truncate(start + (out.len() - start) / 2);
            }
        }
    }

    fn whole(&self) -> Value {
        self.final_response(&self.part().map(Part::text).unwrap_or_default())
    }
}

fn text_part(text: &str) -> Value {
    json!({"type": "output_text", "annotations": [], "logprobs": [], "text": text})
}

/// Reasoning is a part of output, cached a part of input.
fn usage(performance: &Performance) -> Value {
    let output = performance.output();
    json!({
        "input_tokens": performance.input,
        "input_tokens_details": {"cached_tokens": performance.cached, "cache_write_tokens": 0},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": performance.reasoning},
        "total_tokens": performance.input + output,
    })
}
